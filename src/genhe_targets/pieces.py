"""Long batches a piece at a time: little memory, and every processor at work.

What is computed of a piece stays in the cache and is let go of.  numpy, pyarrow and pandas leave
the interpreter free while they compute, so pieces are worked on side by side by threads.  What is
done to one piece must not depend on another: the answers are the same in any order.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

LENGTH = 1 << 18
"""Rows of a piece."""

CELLS = 1 << 17
"""Cells computed in one go where a dozen columns come of them: they stay near the processor.

Fewer would stay nearer, but threads that have little to compute at each step wait for the
interpreter most of the time.
"""

_Item = TypeVar("_Item")
_Answer = TypeVar("_Answer")


def pieces(count: int, each: int | None = None) -> list[slice]:
    """A batch of so many rows as pieces, in their order.

    Args:
        count: How many rows.
        each: Rows of a piece; ``LENGTH`` by default.
    """
    each = LENGTH if each is None else each
    return [slice(first, min(first + each, count)) for first in range(0, count, each)]


def runs(count: int, cells: int, most: int) -> list[slice]:
    """Things of many cells, some at a time, in their order.

    Args:
        count: How many things.
        cells: How many cells each of them has.
        most: How many cells may be together; one thing may have more.
    """
    return pieces(count, max(1, most // max(1, cells)))


def side_by_side(
    of: Callable[[_Item], _Answer], items: Sequence[_Item], size: int | None = None
) -> Iterator[_Answer]:
    """The answers to some items in their order, computed by as many threads as processors.

    Args:
        of: What to do with an item; it must not depend on what is done with the others.
        items: The items.
        size: How many rows or cells they have together; fewer than those of a piece are not
            worth a thread.
    """
    if len(items) < 2 or (size is not None and size < LENGTH):
        yield from map(of, items)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(processors()) as threads:
        yield from threads.map(of, items)


def each_piece(do: Callable[[slice], object], count: int) -> None:
    """Do something to every piece of a batch of so many rows; see ``side_by_side``."""
    for _ in side_by_side(do, pieces(count)):
        pass


def beside(of: Callable[[], _Answer], size: int) -> Callable[[], _Answer]:
    """Begin something that a thread does while other work goes on.

    Args:
        of: What to do; it must not depend on what is done meanwhile, nor that on it.
        size: How many rows or cells it is about; fewer than those of a piece are done at once.

    Returns:
        Gives the answer, once it is there.
    """
    if size < LENGTH:
        answer = of()
        return lambda: answer
    from concurrent.futures import ThreadPoolExecutor

    thread = ThreadPoolExecutor(1)
    begun = thread.submit(of)
    thread.shutdown(wait=False)
    return begun.result


def processors() -> int:
    """How many processors there are to work with."""
    return os.cpu_count() or 1
