"""Fixtures that many tests stand on."""

import pytest
from hypothesis import Phase, settings

from cells import MINI
from genhe_targets.plan.loading import load_plan


@pytest.fixture(scope="session")
def mini():
    return load_plan(MINI)


# The first example of a run pays for imports; a law is about values and not about time.
settings.register_profile("laws", deadline=None)
# A mutant shall cost a second: few examples, the same each time, and no search for the smallest.
settings.register_profile(
    "mutants",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("laws")
