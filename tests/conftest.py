"""Fixtures that many tests stand on."""

import pytest

from cells import MINI
from genhe_targets.plan.loading import load_plan


@pytest.fixture(scope="session")
def mini():
    return load_plan(MINI)
