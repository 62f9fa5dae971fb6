"""Kinds of findings live in several rooms, and their codes in one catalogue."""

import pkgutil
from importlib import import_module

import genhe_targets
from genhe_targets.findings import KINDS


def test_no_two_rooms_declare_the_same_code():
    names = [m.name for m in pkgutil.walk_packages(genhe_targets.__path__, "genhe_targets.")
             if m.name.endswith(".kinds")]  # fmt: skip
    for name in names:
        import_module(name)
    assert len(names) >= 3
    assert {"region_total_differs", "jump", "unused_justification", "duplicate"} <= KINDS.keys()
