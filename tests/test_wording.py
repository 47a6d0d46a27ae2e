"""Every sentence that a cell can carry has an English twin, and laws are named by their titles."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.laws import ALL_IDS
from extractor.laws.document import DOCUMENT_IDS
from extractor.wording import SENTENCES, proof_in_english, reason_in_english, reason_kind, title_of_law

PACKAGE = Path(__file__).parent.parent / "extractor"
_CHINESE = re.compile("[\u4e00-\u9fff]")
_PATTERN_SIGNS = re.compile(r"[\\|\[\]*^$]|\(\?")
INSERTED = "7.5"


def sentences_of(path: Path) -> Iterator[str]:
    """The Chinese sentences of a module, what is inserted put as ``7.5``; patterns and word lists are none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            said = "".join(str(part.value) if isinstance(part, ast.Constant) else INSERTED for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            said = node.value
        else:
            continue
        if is_sentence(said):
            yield said


def is_sentence(text: str) -> bool:
    """Six Chinese characters at least, most of the text, and none of the signs of a pattern."""
    chinese = len(_CHINESE.findall(text))
    listed = len(text.split()) > 8
    return chinese >= 6 and 2 * chinese > len(text) and not _PATTERN_SIGNS.search(text) and not listed


STAGES = [path for stage in ("read", "mix", "decide") for path in (PACKAGE / stage).glob("*.py")]
SAID = sorted(
    {said.format(*[INSERTED] * 4) for path in (*STAGES, PACKAGE / "doubts.py") for said in sentences_of(path)}
)


def test_the_sentences_of_readers_and_of_deciding_are_found() -> None:
    assert len(SAID) >= 20 and "应有此项而未找到" in SAID


@pytest.mark.parametrize("zh", SAID)
def test_every_reason_has_an_english_twin(zh: str) -> None:
    english = reason_in_english(zh)

    assert english != zh and not _CHINESE.search(english)


@pytest.mark.parametrize(("zh", "en"), SENTENCES)
def test_twins_insert_the_same_number_of_pieces(zh: str, en: str) -> None:
    assert zh.count("{}") == en.count("{}")


def test_what_a_document_says_goes_over_unchanged() -> None:
    assert reason_in_english("印为“{0}局”，按本文件另一张表的同一栏补全").startswith("printed “{0}局”;")


def test_laws_in_a_reason_are_named_in_english() -> None:
    zh = "可能误读：若读作 30，则“各项分值之和等于总分值”、“得分与完成比例相称”成立"

    assert "“weights add up to the total weight”, “the score is in proportion" in reason_in_english(zh)


def test_a_spelled_out_proof_keeps_its_arithmetic() -> None:
    zh = "得分不超过分值：? ≤ 3；评分卡各部分得分之和等于总分：? + 4 = 7 ⇒ 3"

    english = proof_in_english(zh)

    assert (
        english == "a score is at most its weight: ? ≤ 3; card section scores add up to the total score: ? + 4 = 7 ⇒ 3"
    )


def test_a_sentence_of_another_version_stays_as_it_is() -> None:
    assert reason_in_english("某种未来的原因") == proof_in_english("某种未来的原因") == "某种未来的原因"


@pytest.mark.parametrize("law", [*ALL_IDS, *DOCUMENT_IDS])
def test_every_law_has_a_title_in_both_languages(law: str) -> None:
    zh, en = title_of_law(law), title_of_law(law, "en")

    assert _CHINESE.search(zh) and law not in (zh, en) and not _CHINESE.search(en)


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("印为 8，读作 3，仅此一项依据", "印为 {}，读作 {}，仅此一项依据"),
        ("内容与该栏通常的样式不符", "内容与该栏通常的样式不符"),
        ("别的版本的一句话", "别的版本的一句话"),
    ],
)
def test_reasons_of_one_kind_are_told_by_what_they_do_not_insert(reason: str, kind: str) -> None:
    assert reason_kind(reason) == kind
