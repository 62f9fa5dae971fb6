"""Tables as bureaus write them, in two lists: their heads, and their rows."""

from quirks.heads import HEADS
from quirks.rows import ROWS
from quirks.sheet import Quirk

QUIRKS = [*HEADS, *ROWS]

__all__ = ["QUIRKS", "Quirk"]
