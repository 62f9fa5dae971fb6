"""The command line, as typed: what is printed, where, and the exit code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def test_help_names_every_command(run):
    ran = run("--help")
    assert ran.code == 0
    for command in ("check", "explain", "plan"):
        assert f"\n  {command} " in ran.out
    assert "Exit codes" in ran.out


def test_version(run):
    assert run("--version").out.startswith("genhe-targets 0.")


@pytest.mark.parametrize("lang", ["zh_CN.UTF-8", "en_GB.UTF-8"])
def test_help_speaks_the_language_of_the_environment(lang):
    command = Path(sys.executable).with_name("genhe-targets")
    env = {"PATH": os.environ["PATH"], "LANG": lang, "PYTHONUTF8": "1"}
    done = subprocess.run([command, "--help"], env=env, capture_output=True, check=True)
    assert ("退出码" in done.stdout.decode()) == lang.startswith("zh")


def test_a_terminal_that_cannot_show_chinese_gets_something(plan):
    command = Path(sys.executable).with_name("genhe-targets")
    env = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [command, "plan", "show", plan, "--lang", "zh"], env=env, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"patrol-rules" in done.stdout


def test_a_fault_of_ours_is_not_taken_for_a_missed_target(run, plan, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("genhe_targets.judging.cases.run_cases", broken)
    ran = run("plan", "test", plan)
    assert ran.code == 2
    assert "boom" in ran.err
    assert "fault of ours" in ran.err
