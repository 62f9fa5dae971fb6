"""Running the command line in the process of the tests."""

import os
import sys
from pathlib import Path

import pytest

from genhe_targets.cli import run as run_program
from genhe_targets.commands.console import LANGUAGE
from genhe_targets.plan.scaffold import new_plan
from typed import REPORT, Ran


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line in this process; a fixed language and width unless the test sets them."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv(LANGUAGE, os.environ.get(LANGUAGE, ""))

    def command(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["genhe-targets", *(str(part) for part in arguments)])
        spoken = os.environ[LANGUAGE]
        with pytest.raises(SystemExit) as end:
            run_program()
        monkeypatch.setenv(LANGUAGE, spoken)  # what one command was asked to speak ends with it
        captured = capsys.readouterr()
        return Ran(int(end.value.code or 0), captured.out, captured.err)

    return command


@pytest.fixture
def plan(tmp_path) -> Path:
    new_plan(tmp_path / "plan", 2024)
    return tmp_path / "plan"


@pytest.fixture
def report(tmp_path) -> Path:
    """A report of the new plan in which every target is met."""
    file = tmp_path / "report.csv"
    file.write_text(REPORT, encoding="utf-8")
    return file
