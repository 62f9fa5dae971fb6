"""Opening workbooks with a library that did not write them."""

import io
import warnings
from pathlib import Path

import openpyxl
from openpyxl import Workbook


def opened(content: bytes | Path) -> Workbook:
    """A workbook as openpyxl reads it."""
    if isinstance(content, Path):
        content = content.read_bytes()
    with warnings.catch_warnings():
        # openpyxl says of bars and sparklines, which it does not know, that it drops them on saving
        warnings.filterwarnings("ignore", ".* extension is not supported", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(content))
