"""Every case inside the target files, as the engine judges it."""

from pathlib import Path

import pytest

from genhe_targets.judging.cases import run_cases
from genhe_targets.plan.loading import load_plan
from genhe_targets.vocabulary import Nature, Status

ROOT = Path(__file__).parents[2]
PLANS = [ROOT / "targets" / "genhe-2023", ROOT / "examples" / "own-plan"]
TARGETS = [(plan, target.id) for plan in PLANS for target in load_plan(plan).targets]


@pytest.mark.parametrize(("folder", "target"), TARGETS, ids=[name for _, name in TARGETS])
def test_a_target_proves_itself(folder, target):
    plan = load_plan(folder)
    wrong = [
        f"{result.case.name}: expected {result.expected}, found {result.found} ({result.reason})"
        for result in run_cases(plan, target)
        if not result.ok
    ]
    assert not wrong


OWED = {
    Nature.ACCUMULATING: {Status.ON_TRACK, Status.BEHIND},
    Nature.CAP: {Status.ON_TRACK, Status.BEHIND},
    Nature.LEVEL: {Status.BEHIND},
    Nature.ANNUAL: {Status.NOT_DUE},
    Nature.MILESTONE: {Status.NOT_DUE},
    Nature.ZERO_TOLERANCE: {Status.ON_TRACK},
}
"""What the cases of a nature show besides met, not met and missing."""


@pytest.mark.parametrize("target", load_plan(PLANS[0]).targets, ids=lambda target: target.id)
def test_the_cases_show_what_the_nature_adds(target):
    shown = {case.expect for case in target.cases}
    assert OWED[target.indicator.nature] <= shown
    if target.rule.is_assigned:
        assert Status.TARGET_UNSET in shown
    if "/" in target.indicator.formula:
        assert any("value" in figures for case in target.cases for figures in case.given.values())
    if "/" in target.indicator.formula and target.id != "industrial-water-intensity":
        assert Status.NOT_APPLICABLE in shown


@pytest.mark.parametrize("plan", [load_plan(folder) for folder in PLANS], ids=lambda plan: plan.id)
def test_cases_are_named_once_and_in_both_languages(plan):
    for target in plan.targets:
        names = [case.name for case in target.cases]
        assert len(set(names)) == len(names), target.id
        for name in names:
            zh, slash, en = name.partition(" / ")
            assert slash, f"{target.id}: {name}"
            assert any("\u4e00" <= letter <= "\u9fff" for letter in zh), f"{target.id}: {name}"
            assert en.isascii(), f"{target.id}: {name}"
