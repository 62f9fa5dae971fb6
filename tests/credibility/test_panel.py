from decimal import Decimal

import numpy as np
import pytest

from cells import GENHE, HAILAR, observations
from genhe_targets import pieces
from genhe_targets.coded import code
from genhe_targets.credibility.panel import Panels
from genhe_targets.credibility.printing import as_printed


@pytest.mark.parametrize(
    ("text", "value", "figure"),
    [("95.0", 95.0, "95.0"), ("1,234.50", 1234.5, "1234.50"), ("3.1万", 31000.0, "31000"),
     ("31", 310000.0, "310000"), ("", 0.25, "0.25"), ("约5", 5.0, "5"), ("NaN", 7.5, "7.5"),
     ("", 1e30, f"{10**30}")],
)  # fmt: skip
def test_a_figure_keeps_the_digits_it_was_printed_with(text, value, figure):
    assert as_printed(text, value).as_tuple() == Decimal(figure).as_tuple()


def test_a_panel_knows_its_periods(mini):
    cells = [(GENHE, f"2022Q{q}", "treated", 10 * q) for q in (1, 2, 3, 4)]
    cells += [(GENHE, "2023Q1", "treated", 12), (GENHE, "2023-04/2023-06", "treated", 9)]
    coded = code(observations(*cells), mini)
    found = Panels.of(coded, np.ones(len(cells), dtype=bool))
    (panel,) = found.whole
    names = [coded.names.ids[name] for name in panel.names]
    assert (names, panel.step, list(found.pieces)) == (["treated"], 3, [5])
    assert list(panel.amounts[0, :, 0]) == [10, 10, 10, 10, 12]
    assert panel.periods.column_before(12) == [-1, -1, -1, -1, 0]
    assert panel.periods.pairing(12) == (slice(4, 5), slice(0, 1))
    assert panel.periods.pairing(5) is None


def test_variables_of_the_same_periods_share_a_panel(mini):
    cells = [(GENHE, f"2023Q{q}", name, q) for q in (1, 2) for name in ("treated", "used")]
    cells += [(GENHE, "2023Q1", "bodies", 3), (GENHE, "2023", "intensity", 5)]
    coded = code(observations(*cells), mini)
    shapes = [p.values.shape for p in Panels.of(coded, np.ones(len(cells), dtype=bool)).whole]
    assert sorted(shapes) == [(1, 1, 1), (1, 1, 1), (2, 2, 1)]


def test_one_period_is_a_year(mini):
    coded = code(observations((GENHE, "2023", "intensity", 5)), mini)
    (panel,) = Panels.of(coded, np.ones(1, dtype=bool)).whole
    assert (panel.step, list(panel.amounts[0, :, 0])) == (12, [5])


@pytest.mark.parametrize("length", [2, 3, pieces.LENGTH])
def test_figures_are_laid_out_alike_however_many_at_once(mini, monkeypatch, length):
    monkeypatch.setattr(pieces, "LENGTH", length)
    quarters = [("2023Q1", 1), ("2023-04/2023-06", 2), ("2023-07/2023-09", 3)]
    cells = [(r, p, "treated", n) for r in (GENHE, "nowhere", HAILAR) for p, n in quarters]
    found = Panels.of(code(observations(*cells), mini), np.ones(len(cells), dtype=bool))
    (panel,) = found.whole
    assert sorted(panel.values.reshape(-1).tolist()) == [1, 1]
    assert sorted(panel.origin.reshape(-1).tolist()) == [0, 6]
    assert found.pieces.tolist() == [1, 2, 7, 8]
    assert found.kept.tolist() == [row in (0, 6) for row in range(9)]


def test_of_a_figure_that_is_there_twice_the_later_row_counts(mini):
    cells = [(GENHE, "2023Q1", "treated", 7), (GENHE, "2023Q2", "treated", 8),
             (GENHE, "2023Q2", "treated", 9)]  # fmt: skip
    found = Panels.of(code(observations(*cells), mini), np.ones(3, dtype=bool))
    assert found.whole[0].values.tolist() == [[[7], [9]]]
    assert found.kept.tolist() == [True, False, True]
