"""The pages: both languages, views, filters, pages of a list, and what they say where there is nothing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from extractor.review.values import Place, Saying
from extractor.review.web.lists import PER_PAGE
from extractor.values import Record
from tests.review.web.conftest import Serve
from tests.review.web.visiting import DATE, RATE, TOTAL, Review, Visitor

CHINESE = re.compile("[\u4e00-\u9fff]")
ADDRESSES = ("/", "/?view=cells", "/history", "/agreement", "/export", "/enter")


def listed(who: Visitor, address: str = "/", **query: object) -> list[str]:
    """What the lines of a list are headed by."""
    return re.findall(r'<th scope="row"><a [^>]*>(.*?)</a>', who.page(address, **query))


def said(page: str) -> str:
    """A page without its tags, its scripts, and the button for the other language."""
    page = re.sub(
        r"<button[^>]*id=\"language\".*?</button>|<script.*?</script>|<option.*?</option>", "", page, flags=re.S
    )
    return re.sub(r"<[^>]*>", "", page)


def test_every_page_is_there_in_chinese_and_in_english(serve: Serve, card: Record) -> None:
    review = serve({"card": card})
    lin, smith = review.visitor("Lin"), review.visitor("Smith", language="en")
    smith.decided(1, "scorecard[1].score", "correct", "2.40")
    for address in ADDRESSES:
        assert '<html lang="zh-CN">' in lin.page(address) and CHINESE.search(said(lin.page(address)))
        english = smith.page(address)
        assert '<html lang="en">' in english
        # What the document says stays as it is; 绩 is the mark of the program.
        left = re.sub("粮库通风改造|优|绩", "", said(english))
        assert not CHINESE.search(left), (address, CHINESE.findall(left))


def test_the_language_is_changed_without_losing_the_page(standing: Review) -> None:
    lin = standing.visitor()
    answer = lin.client.post("/language", data={"to": "en", "back": "/history?by=x"}, follow_redirects=False)
    assert answer.headers["location"] == "/history?by=x"
    assert '<html lang="en">' in lin.page("/history")
    assert lin.json("/api/session")["csrf"] == lin.csrf  # the pages that are open stay of use
    lin.client.post("/language", data={"to": "tlh"}, follow_redirects=False)
    assert '<html lang="en">' in lin.page("/")


def test_the_desk_draws_every_form_beside_the_source(serve: Serve, three_forms: Record) -> None:
    lin = serve({"three-forms": three_forms}).visitor()
    page = lin.page("/desk/1")
    assert page.count('<article class="form"') == 3
    assert str(three_forms.forms[2].values["project_name"]) in page
    assert {cell["f"] for cell in lin.facts(1)["cells"]} == {0, 1, 2}


def test_the_desk_walks_the_cells_that_wait_in_the_order_of_the_form(standing: Review) -> None:
    told = standing.visitor().facts(1)
    assert [told["cells"][number]["p"] for number in told["desk"]["walk"]] == [RATE, TOTAL, DATE]
    assert (told["desk"]["open"], told["desk"]["settling"], told["desk"]["next"]) == (3, False, None)


def test_documents_are_listed_by_risk_and_finished_ones_leave_the_queue(
    serve: Serve, lighting: Record, tabs: Record
) -> None:
    sure = replace(lighting, forms=tuple(replace(form, findings=()) for form in lighting.forms))
    review = serve({"tabs": tabs, "a-sure": sure, "b-broken": lighting})
    lin = review.visitor()
    assert listed(lin) == ["b-broken", "a-sure"]
    assert listed(lin, state="all") == ["b-broken", "a-sure", "tabs"]
    for path in (TOTAL, RATE, DATE):
        lin.decided(review.id("b-broken"), path, "accept")
    assert listed(lin) == ["a-sure"]
    assert listed(lin, state="done") == ["b-broken", "tabs"]


def test_cells_that_break_laws_come_first_then_the_least_sure(standing: Review) -> None:
    lin = standing.visitor()
    assert re.findall(r"<code>(.*?)</code></small></th>", lin.page("/", view="cells")) == [TOTAL, DATE, RATE]


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        ({"origin": "inferred"}, [RATE]),
        ({"origin": "missing"}, [DATE]),
        ({"law": "scores_sum_to_total"}, [TOTAL]),
        ({"family": "national"}, [TOTAL, DATE, RATE]),
        ({"family": "transfer"}, []),
        ({"reason": "表内应有填报日期，未找到"}, [DATE]),
        ({"reviewer": "林"}, []),
        ({"reviewer": "林", "state": "all"}, []),
        ({"words": "LIGHT 照明"}, [TOTAL, DATE, RATE]),
        ({"words": "lighting 桥梁"}, []),
        ({"words": "%"}, []),
        ({"words": "' OR 1=1 --"}, []),
        ({"words": "\x00"}, []),
        ({"state": "done"}, []),
    ],
)
def test_a_filter_leaves_what_it_says(standing: Review, wanted: dict[str, str], left: list[str]) -> None:
    page = standing.visitor().page("/", view="cells", **wanted)
    assert re.findall(r"<code>(.*?)</code></small></th>", page) == left


def test_the_filter_offers_what_there_is_with_numbers(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    lin = review.visitor()
    lin.decided(1, TOTAL, "accept")
    page = lin.page("/", view="cells")
    assert '<option value="inferred">推定 (1)</option>' in page or re.search(r'value="inferred">[^<]* \(1\)', page)
    assert re.search(r'value="林">林 \(1\)', page)


def test_a_filter_goes_along_to_the_desk_and_to_the_next_document(serve: Serve, lighting: Record) -> None:
    lin = serve({"a": lighting, "b": lighting}).visitor()
    assert 'href="/desk/1?origin=inferred"' in lin.page("/", origin="inferred")
    page = lin.page("/desk/1", origin="inferred")
    assert 'id="following" href="/desk/2?origin=inferred"' in page
    assert 'href="/?origin=inferred" id="to-queue"' in page


def test_a_long_list_is_turned_over_page_by_page(serve: Serve, lighting: Record) -> None:
    lin = serve({f"{number:03}": lighting for number in range(PER_PAGE + 3)}).visitor()
    first, second = listed(lin), listed(lin, **{"from": str(PER_PAGE)})
    assert (len(first), second) == (PER_PAGE, ["050", "051", "052"])
    assert f"from={PER_PAGE}" in lin.page("/") and 'id="earlier"' in lin.page("/", **{"from": str(PER_PAGE)})
    assert listed(lin, **{"from": "10000000"}) == []


def test_the_history_is_turned_over_without_a_gap(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting})
    lin = review.visitor()
    seen = 0
    for number in range(PER_PAGE + 2):
        said = Saying(Place(1, 0, TOTAL), "林", "correct", str(number), seen=seen)
        seen = review.desk.store.save(said).id
    first = lin.page("/history")
    ids = re.findall(r"<small>#(\d+)</small>", first)
    (before,) = re.findall(r"before=(\d+)", first)
    ids += re.findall(r"<small>#(\d+)</small>", lin.page("/history", before=before))
    assert ids == [str(number) for number in range(PER_PAGE + 2, 0, -1)]


def test_the_history_says_what_was_before_and_after_and_who(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting, "b": lighting})
    review.visitor("林").decided(1, TOTAL, "correct", "86", comment="看错")
    zhou = review.visitor("周")
    zhou.decided(2, RATE, "accept")
    zhou.undo(2)
    page = zhou.page("/history", document=1)
    assert [page.count(word) for word in (">88<", ">86<", ">看错<", "#2")] == [1, 1, 1, 0]
    assert "撤销" in zhou.page("/history", by="周") and ">86<" not in zhou.page("/history", by="周")
    assert "还没有决定" in zhou.page("/history", by="nobody")
    assert zhou.get("/history", document=99).status_code == 200


def test_an_empty_folder_says_what_to_do(serve: Serve) -> None:
    review = serve()
    assert "请先运行 jixiao recover" in review.visitor().page("/")
    assert "run jixiao recover with -o" in review.visitor(language="en").page("/")


def test_a_file_that_is_no_record_stands_in_the_list_with_its_fault(serve: Serve, lighting: Record) -> None:
    lin = serve({"a": lighting, "broken": b"{"}).visitor()
    page = lin.page("/", state="all")
    assert '<span class="fault">broken</span>' in page and "broken.json is not JSON" in page
    assert listed(lin) == ["a"]


def test_agreement_is_told_by_pairs(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting}, readers=2)
    lin, zhou = review.visitor("林"), review.visitor("周")
    for path, value in ((TOTAL, "86"), (RATE, "90%")):
        lin.decided(1, path, "correct", value)
    zhou.decided(1, TOTAL, "correct", "86")
    zhou.decided(1, RATE, "absent")
    page = lin.page("/agreement")
    assert "周 · 林" in page or "林 · 周" in page
    assert "50.0%" in page and "裁定 1 处分歧" in page


def test_progress_counts_what_is_decided_and_what_is_open_for_whom(serve: Serve, lighting: Record) -> None:
    review = serve({"a": lighting, "b": lighting}, readers=2)
    lin, zhou = review.visitor("林"), review.visitor("周")
    lin.decided(1, TOTAL, "accept")
    assert (lin.json("/api/progress")["open"], zhou.json("/api/progress")["open"]) == (5, 6)
    zhou.decided(1, TOTAL, "accept")
    told = lin.json("/api/progress")
    assert (told["documents"], told["cells"], told["done"], told["indexing"]) == (2, 6, 1, None)
