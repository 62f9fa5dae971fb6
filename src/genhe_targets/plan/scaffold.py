"""A new plan to start from: a folder that lints and tests green before a word is changed.

The files are those of ``starter/``: one target of each common nature, every key explained in
both languages, and the schemas by which editors help.
"""

from __future__ import annotations

import re
from pathlib import Path

from genhe_targets.errors import PlanError, Problem
from genhe_targets.plan.jsonschema import write_schemas

STARTER = Path(__file__).resolve().parent / "starter"
STARTER_ID = "starter"
STARTER_YEAR = "2024"


def new_plan(folder: Path, year: int, plan_id: str | None = None) -> list[Path]:
    """Write a new plan and return its files, those to edit first.

    Args:
        folder: Where to; made when absent, refused when something is in it.
        year: The plan's year.
        plan_id: The plan's id; made from the folder's name by default.

    Raises:
        PlanError: The folder is in use, cannot be written, or its name gives no id.
    """
    plan_id = plan_id or re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-")
    if not re.fullmatch(r"[a-z][a-z0-9-]*", plan_id):
        raise _refused(
            folder, f"{folder.name!r} gives no id for a plan",
            "Give one of lower-case letters, digits and hyphens: --id my-plan-2024.",
        )  # fmt: skip
    if not 1900 <= year <= 2200:
        raise _refused(folder, f"the year {year} is out of range")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise _refused(folder, "is in use; nothing was written", "Name a new folder.")
    try:
        return [*_copied(folder, str(year), plan_id), *write_schemas(folder / "schema")]
    except OSError as error:
        raise _refused(folder, f"cannot be written: {error.strerror}") from error


def _copied(folder: Path, year: str, plan_id: str) -> list[Path]:
    files = []
    for source in sorted(STARTER.rglob("*.yaml")):
        text = source.read_text(encoding="utf-8").replace(STARTER_YEAR, year)
        text = re.sub(rf"^id: {STARTER_ID}$", f"id: {plan_id}", text, flags=re.MULTILINE)
        file = folder / source.relative_to(STARTER)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        files.append(file)
    return sorted(files, key=lambda file: (file.name != "plan.yaml", file))


def _refused(folder: Path, problem: str, hint: str = "") -> PlanError:
    return PlanError([Problem(str(folder), 0, "", problem, hint)])
