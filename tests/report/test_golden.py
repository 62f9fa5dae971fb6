"""Records of the example reports, word for word, as they were last looked at and found right.

python tests/report/test_golden.py       writes them anew; read the difference before you commit it
"""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
DAYS = ("2023-03-31", "2023-06-30", "2023-09-30", "2023-12-31")


def told(day: str) -> str:
    """What the records say of Genhe on a day: sentences, then a block for each standing."""
    import genhe_targets as gt

    report = gt.evaluate(
        str(ROOT / "examples/reports/genhe"),
        as_of=day,
        assigned=str(ROOT / "examples/assigned.csv"),
    )
    records = report.records()
    lines = [f"{said['zh']}\n{said['en']}" for said in records["summary"]["headline"]]
    for one in records["standings"]:
        facts = (
            one["status"], one["period"], one["value_text"], one["limit_text"], one["margin_text"],
            f"final={one['final']}", f"decisive={one['decisive']}", one["due"] or "no day",
        )  # fmt: skip
        words = [one[key][lang] for lang in ("zh", "en") for key in ("reason_text", "remaining")]
        lines.append("\n  ".join((f"{one['target']}: {' | '.join(facts)}", *filter(None, words))))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("day", DAYS)
def test_the_records_say_what_was_found_right(day):
    assert told(day) == (GOLDEN / f"genhe-{day}.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    for day_ in DAYS:
        (GOLDEN / f"genhe-{day_}.txt").write_text(told(day_), encoding="utf-8", newline="\n")
