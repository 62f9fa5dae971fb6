"""Revised submissions: the later one counts, and the report shows what it changed."""

import pytest

import genhe_targets as gt
from cells import GENHE, observations
from genhe_targets.credibility.submissions import joined, superseded

HEADER = "region,period,variable,value\n"


def both(mini, tmp_path, first, second):
    old, new = tmp_path / "first.csv", tmp_path / "second.csv"
    old.write_text(HEADER + first, encoding="utf-8")
    new.write_text(HEADER + second, encoding="utf-8")
    return gt.evaluate(old, plan=mini, revised=new, as_of="2023-12-31", lang="en")


FIRST = "150785,2023Q4,used,23\n150785,2023Q4,treated,100\n"


def row(report, target="reclaimed"):
    frame = report.standings
    return frame[frame["target"] == target].iloc[0]


def test_the_latest_revision_counts_and_the_change_is_shown(mini, tmp_path):
    report = both(mini, tmp_path, FIRST, "150785,2023Q4,used,24\n")
    assert row(report)["status"] == "met"
    found = report.findings
    changed = found[found["code"].isin(["revised", "revised_much"])]
    assert len(changed) == 1
    assert "23" in changed["message"].iloc[0]
    assert "24" in changed["message"].iloc[0]
    assert "conflicting_duplicate" not in set(found["code"])


def test_what_a_revision_does_not_speak_of_stands(mini, tmp_path):
    report = both(mini, tmp_path, FIRST, "150785,2023Q4,water_use,5\n")
    assert row(report)["status"] == "not_met"
    assert not report.findings["code"].isin(["revised", "revised_much", "withdrawn"]).any()


def test_a_blank_withdraws_a_figure(mini):
    old = observations((GENHE, "2023Q4", "used", "24"), (GENHE, "2023Q4", "treated", "100"))
    new = observations((GENHE, "2023Q4", "used", None))
    whole, said = superseded(old, new, mini)
    assert [finding.code for finding in said] == ["withdrawn"]
    assert len(whole) == 2


def test_the_same_figure_again_is_no_revision(mini):
    old = observations((GENHE, "2023Q4", "used", "24.0"))
    whole, said = superseded(old, observations((GENHE, "2023Q4", "used", "24")), mini)
    assert said == ()
    assert len(whole) == 1


def test_exact_figures_keep_their_digits(mini):
    long = "24.00000000000000000001"
    old = observations((GENHE, "2023Q4", "treated", "100"), (GENHE, "2023Q4", "used", "1"))
    whole, _ = superseded(old, observations((GENHE, "2023Q4", "used", long)), mini)
    assert list(whole.exact) == [1]


def test_a_revision_that_only_its_digits_tell_is_one(mini):
    """Both are the same to a float."""
    texts = "9007199254740992", "9007199254740993"
    old, new = (observations((GENHE, "2023Q4", "treated", text)) for text in texts)
    for first, second in ((old, new), (new, old)):
        _, (finding,) = superseded(first, second, mini)
        assert finding.code == "revised"


@pytest.mark.parametrize("days", [("", ""), ("2024-01-05", ""), ("", "2024-02-01")])
def test_a_revision_without_both_days_says_none(mini, days):
    old, new = (
        observations((GENHE, "2023Q4", "treated", text, {"submitted": day}))
        for text, day in zip(("100", "101"), days, strict=True)
    )
    _, (finding,) = superseded(old, new, mini)
    assert finding.detail["when"] == {"zh": "", "en": ""}


def test_figures_of_periods_nobody_can_read_do_not_replace_each_other(mini):
    old, new = (observations((GENHE, period, "used", "1")) for period in ("soon", "later"))
    whole, said = superseded(old, new, mini)
    assert (len(whole), said) == (2, ())


def test_what_only_one_of_two_batches_says_is_blank_in_the_other():
    plain = observations((GENHE, "2023Q4", "used", "1"))
    noted = observations((GENHE, "2023Q4", "used", "2", {"note": "about half"}))
    for first, second, notes in (
        (plain, noted, ["", "about half"]),
        (noted, plain, ["about half", ""]),
    ):
        assert list(joined(first, second).frame["note"]) == notes
