"""Ways in which a model may cheat when it smooths a paragraph, and ways in which it may honestly smooth one.

Comes in: a veiled paragraph (``⟦1⟧`` for values). Goes out: what a cheating model would return, None where a cheat
has nothing to work on.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from extractor.labels import Language

Edit = Callable[[str], str | None]
PLACE = re.compile(r"⟦\d+⟧")
NEGATIONS = re.compile(r"未|不|没有|无|\b(?:not|no)\b ?")
VERDICTS = {
    "完成": "未完成", "达到": "超过", "低于": "高于", "高于": "低于", "超过": "低于", "少于": "多于", "达标": "未达标",
    "below": "above", "above": "below", "met": "missed", "missed": "met", "reached": "exceeded", "spent": "saved",
}  # fmt: skip
UNITS = re.compile(r"(?<=⟧)( ?)(万元|元|分|项|个百分点|%|yuan|points?|days?|percentage points)")
OTHER_UNITS = {"万元": "亿元", "元": "万元", "分": "%", "项": "个", "个百分点": "%", "%": "个百分点"}


def replaced(pattern: str | re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> Edit:
    """Replace the first hit."""

    def edit(text: str) -> str | None:
        found = re.sub(pattern, new, text, count=1)
        return found if found != text else None

    return edit


def before_place(zh: str, en: str) -> Edit:
    """Put words before the first value."""
    return lambda text: PLACE.sub(lambda found: (zh if chinese(text) else f"{en} ") + found[0], text, count=1)


def at_end(zh: str, en: str) -> Edit:
    """Put a sentence behind the last one."""

    def edit(text: str) -> str:
        end = text[-1] if text[-1] in "。.：:；;" else ""
        body = text[: -len(end)] if end else text
        return f"{body}，{zh}{end}" if chinese(text) else f"{body}, {en}{end}"

    return edit


def chinese(text: str) -> bool:
    """Whether a paragraph is Chinese."""
    return re.search(r"[\u4e00-\u9fff]{3}", text) is not None


def swap_values(text: str) -> str | None:
    """Let two values change places."""
    first, *rest = PLACE.findall(text) or [""]
    if not rest:
        return None
    return text.replace(first, "\0").replace(rest[0], first).replace("\0", rest[0])


def swap_clauses(text: str) -> str | None:
    """Let two clauses change places."""
    parts = re.split(r"([，；,;])", text, maxsplit=2)
    return "".join([parts[2], parts[1], parts[0], *parts[3:]]) if len(parts) >= 5 and parts[0] != parts[2] else None


def move(pattern: str) -> Edit:
    """Take a mark from its place and put it behind another value."""

    def edit(text: str) -> str | None:
        found = re.search(pattern, text)
        places = list(PLACE.finditer(text))
        if found is None or len(places) < 2:
            return None
        target = next((place.end() for place in places if abs(place.end() - found.start()) > 3), None)
        if target is None:
            return None
        without = text[: found.start()] + text[found.end() :]
        at = target if target < found.start() else target - len(found[0])
        moved = without[:at] + found[0] + without[at:]
        return moved if moved != text else None

    return edit


def move_negation(text: str) -> str | None:
    """Deny something else than the paragraph denies."""
    found = NEGATIONS.search(text)
    if found is None:
        return None
    without = text[: found.start()] + text[found.end() :]
    return (found[0] + without) if not text.startswith(found[0]) else None


def drop_clause(text: str) -> str | None:
    """Leave one clause out that says something."""
    parts = re.split(r"(?<=[，；,;])", text)
    return "".join(parts[:-2] + parts[-1:]) if len(parts) > 2 and re.search(r"\w", parts[-2]) else None


def other_unit(text: str) -> str | None:
    """Give a value another unit."""
    return replaced(UNITS, lambda found: found[1] + OTHER_UNITS.get(found[2], "kilograms"))(text)


def turned_verdict(text: str) -> str | None:
    """Say the contrary."""
    for word, contrary in VERDICTS.items():
        if re.search(rf"\b{word}\b" if word.isascii() else word, text):
            return replaced(rf"\b{word}\b" if word.isascii() else word, contrary)(text)
    return None


CHEATS: dict[str, Edit] = {
    "a value dropped": replaced(PLACE, ""),
    "a value told twice": replaced(PLACE, lambda found: found[0] * 2),
    "a value invented": at_end("合计⟦99⟧", "in all ⟦99⟧"),
    "two values exchanged": swap_values,
    "a figure typed for a value": replaced(PLACE, "96.5"),
    "a figure added": at_end("带动就业120人", "creating 120 jobs"),
    "a Chinese numeral added": at_end("惠及三万余人", "serving some thirty thousand people"),
    "full-width digits added": at_end("惠及３万人", "serving ３ districts"),
    "a circled digit added": at_end("见附件①", "see annex ①"),
    "a share in words added": at_end("占比百分之九十", "ninety per cent of it"),
    "a date added": at_end("于年底前验收", "by the end of December"),
    "a negation dropped": replaced(NEGATIONS, ""),
    "a negation added": before_place("未", "not"),
    "a negation moved": move_negation,
    "a verdict turned round": turned_verdict,
    "a degree added": before_place("显著达到", "remarkably"),
    "praise added": at_end("成效良好，群众满意", "with excellent results"),
    "blame added": at_end("管理不善", "owing to poor management"),
    "a value made approximate": before_place("约", "about"),
    "a bound added": before_place("不低于", "at least"),
    "a mark of doubt dropped": replaced(r"〔待核〕| ?\[to be checked\]", ""),
    "a mark of doubt moved": move(r"〔待核〕| ?\[to be checked\]"),
    "a footnote dropped": replaced(r"\[\^\d+\]", ""),
    "a footnote moved": move(r"\[\^\d+\]"),
    "a footnote added": at_end("见说明[^9]", "see the note[^9]"),
    "another unit": other_unit,
    "a clause dropped": drop_clause,
    "two clauses exchanged": swap_clauses,
    "a cause added": at_end("主要因前期准备不足", "because preparation was short"),
    "an office added": at_end("由市财政局监督", "supervised by the Finance Bureau"),
    "a quotation added": at_end("单位称“已整改”", "the unit says “mended”"),
    "a law added": at_end("符合《预算法》要求", "as the Budget Law asks"),
    "a rank added": at_end("位居全市前列", "among the best of the city"),
    "another time": before_place("将达", "will be"),
    "a part taken for the whole": before_place("其余", "the other"),
    "a figure made part of another": before_place("其中", "of which"),
    "a link added": at_end("详见[附件](http://example.test)", "see [annex](http://example.test)"),
    "markup added": replaced(PLACE, lambda found: f"**{found[0]}**"),
    "a script added": at_end("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "a line broken": lambda text: text + "\n\n# 附",
    "an invisible character": replaced(PLACE, lambda found: found[0] + "\u200b"),
    "a place written otherwise": replaced(PLACE, lambda found: f"【{found[0][1:-1]}】"),
    "cut off": lambda text: text[: len(text) // 2],
    "something else altogether": lambda text: "抱歉，我无法处理该请求。" if chinese(text) else "Sorry, I cannot help.",
}  # fmt: skip


def joined(text: str) -> str | None:
    """Two sentences become one."""
    return replaced(r"。(?=.)|(?<=[a-z⟧])\. (?=.)", lambda found: "；" if found[0] == "。" else "; ")(text)


def parted(text: str) -> str | None:
    """One sentence becomes two."""
    return replaced(r"，|, ", lambda found: "。" if found[0] == "，" else ". ")(text)


HONEST: dict[Language, dict[str, Edit]] = {
    "zh": {
        "two sentences joined": joined,
        "a sentence parted": parted,
        "a copula": replaced(r"(?<=[\u4e00-\u9fff])⟦", "为⟦"),
        "a connective": replaced(r"([，；。])(?=.)", r"\1同时，"),
        "and, otherwise": replaced(r"和|与|及", "以及"),
        "a particle less": replaced("的", ""),
        "a particle more": replaced(r"(?<=[\u4e00-\u9fff])(?=⟦)", "的"),
        "a pronoun": replaced(r"(?<=[，；。])(?=[\u4e00-\u9fff])(?!中|他|余|它|实)", "其"),
        "another comma": replaced("；", "，"),
        "nothing": lambda text: text + " ",
    },
    "en": {
        "two sentences joined": joined,
        "a sentence parted": parted,
        "a connective": replaced(r", (?=[a-z])", ", and also "),
        "an article less": replaced(r"\bthe ", ""),
        "a copula": replaced(r"(?<=[a-z]) ⟦", " was ⟦"),
        "another beginning": lambda text: "Moreover, " + text,
        "nothing": lambda text: text + " ",
    },
}  # fmt: skip
