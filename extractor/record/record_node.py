"""Typed access to the JSON tree of a record.

Comes in: an object of a parsed JSON file, with its place in the file. Goes out: values of the
type that was asked for, or a ``RecordError`` that names the place. Never guesses a value and
never fills one in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, get_args

from extractor.errors import RecordError

_REMEDY = "recover the document again, or take back the edit"
_Item = TypeVar("_Item")


class Node:
    """One object of the JSON tree that knows where it stands, so that a fault can be named."""

    def __init__(self, data: object, place: str, name: str) -> None:
        self._place, self._name = place, name
        if not isinstance(data, Mapping):
            raise self._fault("", "an object")
        self._data = data

    def has(self, key: str) -> bool:
        """Whether the key is there and not null."""
        return self._data.get(key) is not None

    def keys(self) -> tuple[str, ...]:
        """The keys in file order."""
        return tuple(self._data)

    def node(self, key: str) -> Node:
        """The object under a key."""
        return Node(self._data.get(key), self._at(key), self._name)

    def nodes(self, key: str) -> list[Node]:
        """The objects of the list under a key."""
        return [Node(item, f"{self._at(key)}[{at}]", self._name) for at, item in enumerate(self._list(key))]

    def text(self, key: str) -> str:
        """The string under a key."""
        return self._of(key, str, "a string")

    def optional_text(self, key: str) -> str | None:
        """The string under a key, or None."""
        return self.text(key) if self.has(key) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """The strings of the list under a key."""
        return tuple(self._each(key, lambda item: isinstance(item, str), "a list of strings"))

    def all_texts(self) -> dict[str, str]:
        """The whole object as strings by key."""
        return {key: self.text(key) for key in self._data}

    def flag(self, key: str) -> bool:
        """The boolean under a key."""
        return self._of(key, bool, "true or false")

    def count(self, key: str) -> int:
        """The whole number, zero or more, under a key."""
        value = self._of(key, int, "a whole number")
        if isinstance(value, bool) or value < 0:
            raise self._fault(key, "a whole number, zero or more")
        return value

    def counts(self, key: str) -> tuple[int, ...]:
        """The whole numbers, zero or more, of the list under a key."""
        return tuple(self._each(key, lambda item: type(item) is int and item >= 0, "a list of whole numbers"))

    def number(self, key: str) -> float:
        """The number from 0 to 1 under a key."""
        value = self._data.get(key)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
            raise self._fault(key, "a number from 0 to 1")
        return float(value)

    def optional_number(self, key: str) -> float | None:
        """Any number under a key, or None."""
        value = self._data.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
            raise self._fault(key, "a number")
        return None if value is None else float(value)

    def span(self, key: str) -> tuple[int, int]:
        """The pair of offsets under a key."""
        pair = self._each(key, lambda item: type(item) is int and item >= 0, "two offsets")
        if len(pair) != 2:
            raise self._fault(key, "two offsets")
        return pair[0], pair[1]

    def box(self, key: str) -> tuple[float, float, float, float] | None:
        """The four edges under a key, or None."""
        if not self.has(key):
            return None
        edges = self._each(key, lambda item: type(item) in (int, float), "four numbers")
        if len(edges) != 4:
            raise self._fault(key, "four numbers")
        return float(edges[0]), float(edges[1]), float(edges[2]), float(edges[3])

    def optional_mapping(self, key: str) -> dict[str, Any] | None:
        """The object under a key as a plain dict, or None."""
        return dict(self.node(key)._data) if self.has(key) else None

    def one_of(self, key: str, kind: Any) -> Any:
        """The string under a key, when it is one of the words of a literal type."""
        words = get_args(kind)
        if self._data.get(key) not in words:
            raise self._fault(key, "one of " + ", ".join(words))
        return self._data[key]

    def leaves(self, key: str) -> dict[str, Any]:
        """The object under a key, when all its leaves are strings or null."""
        node = self.node(key)
        return {inner: node._leaf(value, node._at(inner)) for inner, value in node._data.items()}

    def _leaf(self, value: object, place: str) -> Any:
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, Mapping):
            return {key: self._leaf(item, f"{place}.{key}") for key, item in value.items()}
        if isinstance(value, list):
            return [self._leaf(item, f"{place}[{at}]") for at, item in enumerate(value)]
        raise RecordError(f"{self._name} is not a jixiao record: {place} is not a string or null; {_REMEDY}.")

    def _list(self, key: str) -> list[Any]:
        return self._of(key, list, "a list")

    def _each(self, key: str, fits: Callable[[Any], bool], wanted: str) -> list[Any]:
        items = self._list(key)
        if not all(fits(item) for item in items):
            raise self._fault(key, wanted)
        return items

    def _of(self, key: str, kind: type[_Item], wanted: str) -> _Item:
        value = self._data.get(key)
        if not isinstance(value, kind):
            raise self._fault(key, wanted)
        return value

    def _at(self, key: str) -> str:
        return f"{self._place}.{key}" if self._place else key

    def _fault(self, key: str, wanted: str) -> RecordError:
        place = (self._at(key) if key else self._place) or "the whole"
        return RecordError(f"{self._name} is not a jixiao record: {place} is not {wanted}; {_REMEDY}.")
