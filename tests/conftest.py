"""Fixtures that many tests stand on."""

import pytest
from hypothesis import settings

from cells import MINI
from genhe_targets.plan.loading import load_plan


@pytest.fixture(scope="session")
def mini():
    return load_plan(MINI)


# The first example of a run pays for imports; a law is about values and not about time.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")
