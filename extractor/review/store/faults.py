"""What can keep a saying from being written down.

Comes in: what was found instead. Goes out: exceptions with one sentence in Chinese, and in English
as the first note. Nothing was written when one of these is raised.

    JixiaoError
    └── ReviewFault              a saying that was not written
        ├── ConflictError            somebody was faster; carries what is there now
        ├── NothingToUndo            this person has nothing left to take back
        ├── UnknownPlaceError        no such document, or no name of a place
        ├── NoDoubleReadingError     a settlement where one reader decides
        └── UnstorableTextError      a text that holds no characters a database can keep
"""

from __future__ import annotations

from extractor.errors import JixiaoError
from extractor.review.values import Entry, Place


class ReviewFault(JixiaoError):
    """A saying that was not written."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(chinese)
        self.add_note(english)


class ConflictError(ReviewFault):
    """Somebody was faster: ``current`` is the latest entry of the stream, None where it has none."""

    def __init__(self, current: Entry | None) -> None:
        super().__init__(
            "此处在您打开之后已有新的结论；请看过现有结论再决定。",
            "This place was decided anew since you were shown it; look at what is there now and decide again.",
        )
        self.current = current


class NothingToUndo(ReviewFault):  # noqa: N818 - the name says all
    """This person has nothing left to take back in the document."""

    def __init__(self) -> None:
        super().__init__("没有可以撤销的操作。", "There is nothing left to undo.")


class UnknownPlaceError(ReviewFault):
    """The document is not registered, or the form or path cannot be one."""

    def __init__(self, place: Place | int) -> None:
        super().__init__(
            f"没有这一处：{place}；请重新打开清单。", f"There is no such place: {place}; open the list again."
        )


class NoDoubleReadingError(ReviewFault):
    """A settlement was given where one reader decides."""

    def __init__(self) -> None:
        super().__init__(
            "只有双人复核才有裁定；请直接给出结论。",
            "Only double reading knows settlements; give an answer instead.",
        )


class UnstorableTextError(ReviewFault):
    """A text holds NUL or half a surrogate pair: PostgreSQL keeps neither, so SQLite is not given them either."""

    def __init__(self) -> None:
        super().__init__(
            "文字中有无法保存的字符；请删去后再试。",
            "The text holds characters that cannot be kept; remove them and try again.",
        )
