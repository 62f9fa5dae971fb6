"""Laws of rules: monotone, stricter is stricter, a range is both its ends, floats know what they know."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import genhe_targets as gt
from cells import judged_of
from genhe_targets.judging.bounded import ROUNDOFF, Bounded
from genhe_targets.plan.formula import parse_formula
from onetarget import plan_of

FIGURE = st.decimals(Decimal(-50), Decimal(200), places=3)
LIMIT = st.decimals(Decimal(-50), Decimal(200), places=1)
SOME = st.lists(FIGURE, min_size=2, max_size=12)
MET, NOT_MET = "met", "not_met"


def verdicts(mini, rule, figures, **more):
    """The statuses of figures that as many regions report at the end of the year."""
    plan = plan_of(mini, rule, **more).model_copy(update={"open_regions": True})
    cells = [(f"R{at:03}", "2023Q4", "rate", f"{figure:f}") for at, figure in enumerate(figures)]
    judged, _ = judged_of(plan, *cells, as_of="2023-12-31")
    order = [judged.facts.regions.index(cell[0]) for cell in cells]
    return [judged.status(0, row).value for row in order]


def one_sided(limit, tolerance):
    for form, sign in (("at_least", 1), ("more_than", 1), ("at_most", -1), ("less_than", -1)):
        yield {form: limit}, sign
        yield {form: limit, "tolerance": tolerance}, sign
    step = Decimal(5)
    yield {"bands": {"green": limit, "yellow": limit - step}}, 1
    yield {"bands": {"green": limit, "yellow": limit + step}}, -1
    yield {"any": [{"at_least": limit}, {"more_than": limit + step}]}, 1
    yield {"all": [{"at_most": limit}, {"less_than": limit + step}]}, -1


TOLERANCE = st.decimals(Decimal("0.1"), Decimal(5), places=1)


@given(SOME, LIMIT, TOLERANCE)
@settings(max_examples=15)
def test_a_better_figure_is_never_judged_worse(mini, figures, limit, tolerance):
    for rule, sign in one_sided(limit, tolerance):
        ranked = sorted(figures, key=lambda figure: sign * figure)
        found = verdicts(mini, rule, ranked)
        assert found == sorted(found, key=[NOT_MET, MET].index), rule


@given(SOME, LIMIT, TOLERANCE, st.decimals(Decimal("0.1"), Decimal(20), places=1))
@settings(max_examples=10)
def test_a_stricter_limit_never_turns_not_met_into_met(mini, figures, limit, tolerance, more):
    softer = one_sided(limit, tolerance)
    for rule, sign in softer:
        stricter = next(
            other
            for other, _ in one_sided(limit + sign * more, tolerance)
            if other.keys() == rule.keys()
            and list(map(str, _shape(other))) == list(map(str, _shape(rule)))
        )
        for soft, strict in zip(
            verdicts(mini, rule, figures), verdicts(mini, stricter, figures), strict=True
        ):
            assert not (soft == NOT_MET and strict == MET), (rule, stricter)


def _shape(rule):
    """What a rule looks like without its numbers: the direction of bands shows in their order."""
    bands = rule.get("bands")
    return [*rule, "falls" if bands and bands["green"] > bands["yellow"] else ""]


@given(SOME, LIMIT, st.decimals(0, 20, places=1), st.sampled_from([None, "lower", "upper", "both"]))
@settings(max_examples=20)
def test_a_range_is_both_of_its_ends(mini, figures, low, width, open_):
    high = low + width + (Decimal("0.1") if open_ else 0)
    rule = {"between": [low, high]} | ({"open": open_} if open_ else {})
    lower = {"more_than" if open_ in {"lower", "both"} else "at_least": low}
    upper = {"less_than" if open_ in {"upper", "both"} else "at_most": high}
    both = zip(verdicts(mini, lower, figures), verdicts(mini, upper, figures), strict=True)
    expected = [MET if a == b == MET else NOT_MET for a, b in both]
    assert verdicts(mini, rule, figures) == expected
    assert verdicts(mini, {"all": [lower, upper]}, figures) == expected


@given(SOME, LIMIT)
@settings(max_examples=20)
def test_every_verdict_is_that_of_exact_arithmetic(mini, figures, limit):
    figures = [*figures, limit, limit + Decimal("0.001"), limit - Decimal("0.001")]
    for form, keeps in (
        ("at_least", lambda x: x >= limit), ("more_than", lambda x: x > limit),
        ("at_most", lambda x: x <= limit), ("less_than", lambda x: x < limit),
        ("equal", lambda x: x == limit),
    ):  # fmt: skip
        expected = [MET if keeps(figure) else NOT_MET for figure in figures]
        assert verdicts(mini, {form: limit}, figures) == expected


POSITIVE = st.decimals(Decimal("0.001"), Decimal(10**6), places=3)


@given(
    POSITIVE, POSITIVE, POSITIVE, st.sampled_from([Fraction(24), Fraction(95), Fraction(108, 10)])
)
@settings(max_examples=300)
def test_floats_agree_with_fractions_wherever_they_claim_to_know(a, b, c, limit):
    """The law of margins: beyond the error bound the sign in floats is the exact sign."""
    for text in ("100 * a / b", "100 * (1 - a / b)", "100 * (1 - (a / c) / (b / c))", "a - b + c"):
        formula = parse_formula(text)
        named = {"a": a, "b": b, "c": c}
        exact = formula.evaluate(lambda r, named=named: Fraction(named[r.name]), Fraction) - limit
        near = formula.evaluate(
            lambda r, named=named: Bounded.reported(np.array([float(named[r.name])])),
            Bounded.number,
        )
        margin = near.value[0] - float(limit)
        doubt = near.error[0] + (abs(float(limit)) + abs(margin)) * 4 * ROUNDOFF
        if abs(margin) > doubt:
            assert (margin > 0) == (exact > 0)


ROWS = [
    ("2023Q4", "污水处理量", "{}", "万立方米"), ("2023Q4", "再生水利用量", "{}", "万立方米"),
]  # fmt: skip


def sheet(treated, used, scale, unit):
    rows = [
        {"region": "根河市", "period": "2023Q4", "variable": name, "value": f"{figure * scale:f}", "unit": unit}
        for name, figure in (("污水处理量", treated), ("再生水利用量", used))
    ]  # fmt: skip
    return pd.DataFrame(rows, dtype=object)


def standing(mini, data):
    report = gt.evaluate(data, plan=mini, as_of="2023-12-31")
    frame = report.standings
    return frame[frame["target"] == "reclaimed"]["status"].iloc[0]


@given(POSITIVE, st.sampled_from([Decimal("0.24"), Decimal("0.239"), Decimal("0.9")]))
@settings(max_examples=15)
def test_the_unit_reported_in_does_not_matter(mini, treated, share):
    used = treated * share
    plain = standing(mini, sheet(treated, used, 1, "万立方米"))
    assert plain == (MET if share >= Decimal("0.24") else NOT_MET)
    assert standing(mini, sheet(treated, used, 10000, "立方米")) == plain
    assert standing(mini, sheet(treated, used, Decimal("0.0001"), "亿立方米")) == plain


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_one_file_or_several_is_the_same(mini, tmp_path, cut):
    lines = [
        "region,period,variable,value",
        "150785,2023Q4,used,24", "150785,2023Q4,treated,100",
        "150702,2023Q4,used,23.9", "150702,2023Q4,treated,100",
    ]  # fmt: skip
    whole = tmp_path / "whole.csv"
    whole.write_text("\n".join(lines), encoding="utf-8")
    parts = [[lines[0], *lines[1 : cut + 1]], [lines[0], *lines[cut + 1 :]]]
    files = []
    for at, part in enumerate(parts):
        files.append(tmp_path / f"part{at}.csv")
        files[-1].write_text("\n".join(part), encoding="utf-8")
    columns = ["target", "region", "status", "value", "limit", "reason"]
    one = gt.evaluate(whole, plan=mini).standings[columns]
    many = gt.evaluate(files, plan=mini).standings[columns]
    turned = gt.evaluate(files[::-1], plan=mini).standings[columns]
    key = ["target", "region"]
    expected = one.sort_values(key).reset_index(drop=True)
    for other in (many, turned):
        pd.testing.assert_frame_equal(
            other.sort_values(key).reset_index(drop=True), expected, check_categorical=False
        )
