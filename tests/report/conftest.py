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


SCORING = """
groups:
  - id: water
    title: {zh: 水污染防治, en: Water pollution}
    items:
      - {target: urban-sewage-treatment, points: 60, score: {form: linear, lose: 2}}
      - {target: reclaimed-water-use, points: 40, score: {form: bonus, gain: 1, per: 5, at_most: 4}}
round_to: 0.01
vetoes: [{targets: [urban-sewage-treatment], grade: bad}]
grades:
  - {id: good, title: {zh: 优秀, en: good}, from: 90}
  - {id: bad, title: {zh: 不合格, en: bad}}
"""
ROLLUPS = "rollups: {unit: {method: share, at_least: 0.8}}\nclauses:"


def copied(source, folder, replaced=("", "")):
    for file in source.rglob("*.yaml"):
        target = folder / file.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8")
        if file.name == "plan.yaml" and replaced[0]:
            text = text.replace(*replaced, 1)
        target.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def scored(tmp_path_factory):
    """Fourteen banners, scored by a plan that declares a roll-up of units too."""
    folder = copied(EXAMPLES.parent / "targets/genhe-2023", tmp_path_factory.mktemp("plan") / "scored",
                    ("\nclauses:", "\n" + ROLLUPS))  # fmt: skip
    (folder / "scoring.yaml").write_text(SCORING, encoding="utf-8")
    data = EXAMPLES / "reports/hulunbuir/2023Q4"
    import genhe_targets as gt

    return gt.evaluate(data, plan=folder, as_of="2023-12-31")
