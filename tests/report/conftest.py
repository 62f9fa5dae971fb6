"""Reports that several tests of views look at."""

from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="session")
def genhe_report():
    """The made-up year of Genhe, with all its mistakes, after the last deadline."""
    import genhe_targets as gt

    return gt.evaluate(EXAMPLES / "reports/genhe", "genhe-2023", as_of="2024-01-31")


@pytest.fixture(scope="session")
def genhe_year(genhe_report):
    return genhe_report.records()


@pytest.fixture(scope="session")
def prefecture():
    """The made-up reports of the 14 banners and cities."""
    import genhe_targets as gt

    return gt.evaluate(
        EXAMPLES / "reports/hulunbuir", "genhe-2023", as_of="2023-12-31",
        assigned=EXAMPLES / "assigned.csv",
    )  # fmt: skip
