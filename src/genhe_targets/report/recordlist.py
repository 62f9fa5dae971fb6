"""Long lists of records, made as they are looked at: those of a country do not fit into memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Generic, TypeVar, overload

R = TypeVar("R")
O = TypeVar("O")


class RecordList(Sequence[R], Generic[R, O]):
    """Records in a fixed order, none of which is kept.

    Args:
        length: How many there are.
        make: Makes one, by its position.
        outline: Makes the outlines of all.
    """

    def __init__(
        self, length: int, make: Callable[[int], R], outline: Callable[[], Sequence[O]]
    ) -> None:
        self._length = length
        self._make = make
        self._outline = outline

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[R]:
        return map(self._make, range(self._length))

    @overload
    def __getitem__(self, at: int) -> R: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[R]: ...

    def __getitem__(self, at: int | slice) -> R | Sequence[R]:
        found = range(self._length)[at]
        return self._make(found) if isinstance(found, int) else [self._make(one) for one in found]

    @cached_property
    def outline(self) -> Sequence[O]:
        """What is asked of all of them: which target, which region, which status."""
        return self._outline()
