"""No barriers: axe finds nothing serious on any page, light and dark, in both languages.

axe-core comes from npm (``make axe``, or ``npm install --prefix tests/browser --no-package-lock --ignore-scripts``).
It looks at colours first in the light, then in the dark; everything else is the same in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.report.comparison import to_html
from tests import sample_record
from tests.browser.review.at_desk import AtDesk

AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")
pytestmark = pytest.mark.skipif(
    not AXE.is_file(),
    reason="axe-core is missing: npm install --prefix tests/browser --no-package-lock --ignore-scripts",
)
LOOK = """async only => {
    const wanted = only ? { runOnly: { type: "rule", values: only } } : {};
    const found = await axe.run(document, { ...wanted, resultTypes: ["violations"] });
    return found.violations.map(({ id, impact, help, nodes }) => ({
        id, impact, help, nodes: nodes.slice(0, 3).map(node => `${node.target} ${node.failureSummary}`),
    }));
}"""


def barriers(page: Any) -> Iterator[str]:
    """What axe finds wrong on a page as it is now, grave things only."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    for scheme, rules in (("light", None), ("dark", ["color-contrast"])):
        page.emulate_media(color_scheme=scheme)
        for found in page.evaluate(LOOK, rules):
            if found["impact"] in GRAVE:
                yield f"{scheme}: {found['id']} ({found['impact']}): {found['help']}: {found['nodes']}"


@pytest.fixture(scope="module")
def served(standing_review: Callable[..., Any]) -> Any:
    """A double reading of two documents that two have begun, and answered differently."""
    records = {"一": sample_record.everything(), "二": sample_record.record(sample_record.national)}
    served = standing_review(records, readers=2)
    for name, key in (("陆望舒", "a"), ("何照", "x")):
        AtDesk(served.enter(name, at="/desk/1")).decide(key, "a").page.context.close()
    return served


@pytest.fixture(scope="module", params=["zh", "en"])
def visit(request: pytest.FixtureRequest, served: Any) -> Callable[..., Any]:
    """The page of somebody who comes third, at an address: ``visit("/history")``."""
    page = served.enter(at="/export", language=request.param, bypass_csp=True)

    def open_page(at: str) -> Any:
        page.emulate_media(color_scheme="light")
        page.goto(served.address + at)
        return page

    return open_page


@pytest.mark.parametrize(
    "at", ["/?state=all", "/?view=cells", "/?view=disagreements", "/history", "/agreement", "/export", "/enter"]
)
def test_lists_have_no_barriers(at: str, visit: Callable[..., Any]) -> None:
    assert list(barriers(visit(at))) == []


def test_a_fault_has_no_barriers(visit: Callable[..., Any]) -> None:
    page = visit("/")
    page.route("**/desk/999", lambda route: route.fulfill(response=route.fetch(), status=200))
    page.goto(page.url + "desk/999")
    found = list(barriers(page))
    page.unroute("**/desk/999")

    assert page.get_by_role("alert").is_visible() and found == []


def test_the_desk_has_no_barriers_in_all_its_states(visit: Callable[..., Any]) -> None:
    desk = AtDesk(visit("/desk/1"))
    found = {"chosen": list(barriers(desk.page))}

    desk.type("99").page.locator(".trial p").first.wait_for()
    found["field open"] = list(barriers(desk.page))
    desk.press("Escape").decide("a")
    found["decided"] = list(barriers(desk.page))
    desk.press("?")
    found["help"] = list(barriers(desk.page))
    assert found == dict.fromkeys(found, [])


@pytest.mark.parametrize("at", ["/desk/1?settle=1", "/desk/2?cell=total.score"])
def test_other_desks_have_no_barriers(at: str, visit: Callable[..., Any]) -> None:
    assert list(barriers(visit(at))) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_comparison_page_has_no_barriers(language: str, browser: Any, tmp_path: Path) -> None:
    place = tmp_path / "page.html"
    place.write_text(to_html(sample_record.everything(), language), encoding="utf-8")
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(place.as_uri())
    page.keyboard.press("j")

    found = list(barriers(page))
    context.close()
    assert found == []
