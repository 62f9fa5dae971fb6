"""Published results that live beside the checkout; tests on them skip where they are absent."""

import csv
from pathlib import Path

import pytest

CASES = Path(__file__).parents[1] / ".." / "shared" / "data" / "cases"


def rows(name):
    """The rows of a published table, or a skip."""
    file = CASES / name
    if not file.is_file():
        pytest.skip(f"the published results {name} are not here")
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
