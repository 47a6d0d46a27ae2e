"""Labels inside a run of text that prints no boundary around them.

Comes in: a text in comparison form and the lexicon of a family. Goes out: where known
labels stand in it. A short label counts only where what is beside it says that it is
one: 满意度 at the end of a name is none, and neither is 合计 in a sentence.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.lexicon import Lexicon
from extractor.notation.text import INVISIBLE, fold
from extractor.read.spoken import without_spoken

_TITLE_HEAD = re.compile(r"([^,。;:]{2,40}?(?:自评表|自评价表))([(\[](?:19|20)\d\d年?度?[)\]])?")
_AFTER_SENTENCE = re.compile(r"。(?:</?\w{1,4}>)*\Z")  # tags may stand in the text of a narrative
_AFTER_VALUE = re.compile(r"(?:[\d%。]|[\d%]无)\Z")
_LAST_SENTENCES = re.compile(r"[\u4e00-\u9fff][^:]{4,200}。|无")
_GOES_ON = tuple(",，、。;；!")
_NAME_LIKE = 4
_PROJECT_ENDS = tuple("资金 经费 补贴 工程 费 金 局 院 中心 所 处 会 厅 委".split())


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """Comparison form of a text, and for each of its characters the offset in the text."""
    chars: list[str] = []
    places: list[int] = []
    for index, char in enumerate(text):
        if not char.isspace() and not INVISIBLE.match(char):
            folded = fold(char)
            chars.append(folded if len(folded) == 1 else char)
            places.append(index)
    return "".join(chars), places


def label_spans(folded: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Where known labels stand in a run without separators; short ones only where what is beside them says so."""
    return list(_label_spans(folded, lexicon)[0])


def spoken_spans(folded: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Where labels stand that are none: a sentence speaks of them, or a name holds them."""
    return list(_label_spans(folded, lexicon)[1])


@lru_cache(maxsize=256)
def _label_spans(folded: str, lexicon: Lexicon) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """The labels of a run, and those that only look like some."""
    found: list[tuple[int, int]] = []
    at = 0
    title = _TITLE_HEAD.match(folded)
    if title:
        found.append((0, title.end(1)))
        if title[2]:
            found.append((title.end(1), title.end()))
        at = title.end()
    while at < len(folded):
        length = lexicon.longest_at(folded, at)
        end = at + length
        if length < 2 or not _stands_alone(folded, at, end, found, lexicon):
            at += 1
        elif _is_name_tail(folded, at, end, found, lexicon):
            at += 2
        else:
            end += folded[end : end + 1] == ":"
            found.append((at, end))
            at = end
    kept = tuple(without_spoken(folded, found, lexicon))
    return kept, tuple(span for span in found if span not in kept)


def _stands_alone(folded: str, at: int, end: int, found: list[tuple[int, int]], lexicon: Lexicon) -> bool:
    """True if a short label is one here: 满意度 at the end of a name and 合计 in a sentence are not."""
    length = end - at
    if folded[end : end + 1] in _GOES_ON:
        return False  # a sentence names it: no cell begins with its comma
    beside = bool(found) and found[-1][1] == at
    if length == 3:
        if at == 0 or beside or not "\u4e00" <= folded[at - 1] <= "\u9fff":
            return True
        # 延续性项目项目期2021: a field's label may follow its neighbour's value, if a value follows it.
        follows = folded[end : end + 1]
        if (follows == ":" or follows.isdecimal()) and _is_field(folded[at:end], lexicon):
            return True
        return lexicon.longest_at(folded, end) >= 2 and _is_column(folded[at:end], lexicon)
    if length == 2:
        if _closes_narratives(folded, at, end, lexicon) or _opens_remark(folded, at, end, lexicon):
            return True
        before = beside or at == 0 or folded[at - 1] in "0123456789.%)"
        after = (
            lexicon.longest_at(folded, end) >= 2 or folded[end : end + 1] in tuple("0123456789(:") or end == len(folded)
        )
        return (before and after) or (folded[end : end + 1].isdecimal() and lexicon.is_total(folded[at:end]))
    return True


def _is_field(label: str, lexicon: Lexicon) -> bool:
    return any(role.role == "field" for role in lexicon.roles(label))


def _is_column(label: str, lexicon: Lexicon) -> bool:
    return any(role.role in ("column", "stub") for role in lexicon.roles(label))


def _closes_narratives(folded: str, at: int, end: int, lexicon: Lexicon) -> bool:
    """True for 其他 as the last narrative's label: it opens a sentence, and the card's header is the next label."""
    if not _AFTER_SENTENCE.search(folded, max(0, at - 8), at) or not _is_field(folded[at:end], lexicon):
        return False
    for ahead in range(end, min(len(folded), end + 400)):
        length = lexicon.longest_at(folded, ahead)
        if length >= 3:
            label = folded[ahead : ahead + length]
            if _is_column(label, lexicon) or _is_field(label, lexicon):
                return _is_column(label, lexicon) and not _is_field(label, lexicon)
    return False


def _opens_remark(folded: str, at: int, end: int, lexicon: Lexicon) -> bool:
    """True for 说明 or 备注 below a table: it opens the sentences that a page ends with."""
    if not _is_field(folded[at:end], lexicon) or not _AFTER_VALUE.search(folded, max(0, at - 4), at):
        return False
    return _LAST_SENTENCES.fullmatch(folded, end) is not None


def _is_name_tail(folded: str, at: int, end: int, found: list[tuple[int, int]], lexicon: Lexicon) -> bool:
    """True where 项目主管部门 is 项目, the end of a project's name, and 主管部门: what stands before needs its 项目."""
    if not folded.startswith("项目", at) or not found or found[-1][1] == at or not lexicon.roles(folded[at + 2 : end]):
        return False
    if not any(role.key == "project_name" for role in lexicon.roles(folded[slice(*found[-1])])):
        return False
    name = folded[found[-1][1] : at]
    if name.endswith("项目"):  # 补助项目|项目主管部门
        return False
    if folded.startswith("名称", end) and lexicon.roles(folded[at + 2 : end + 2]):  # 主管部门名称
        return True
    again = re.findall(re.escape(name) + "(项目(?!支出|绩效|自评))?(?!项目(?:支出|绩效|自评))", folded)
    if len(name) >= _NAME_LIKE and len(again) > 1:  # the goals, or a sentence, print the name again
        return all(again)
    return not name.endswith(_PROJECT_ENDS)
