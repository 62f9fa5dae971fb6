"""A report for each region and each unit, one over all, and a page that leads to them.

A run can be broken off and taken up again: what is already there and still right is not written
anew.  The same report gives the same bytes, so that a second run changes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from genhe_targets.errors import MissingExtraError
from genhe_targets.plan.model import Plan
from genhe_targets.report.labels import label
from genhe_targets.report.recordlist import spread_out
from genhe_targets.report.records import ReportRecords
from genhe_targets.report.split import KINDS, Part, part_of, parts
from genhe_targets.report.views import TEMPLATED, render, view
from genhe_targets.vocabulary import Lang

NOTES = "written.jsonl"
"""What was written from what: by it a run is taken up again."""

OVERVIEW_MOST = 3_000
"""Most standings of an overview that people open; beyond, the index page is the overview."""

TABLES = frozenset({".csv", ".parquet", ".json", ".xlsx"})
"""Forms of the overview that hold any number of standings."""


@dataclass
class Batch:
    """What a run did.

    Attributes:
        written: Files written now.
        kept: Files that were there already.
        problems: Files that could not be written, each with the reason.
        index: The page that leads to all.
    """

    written: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    index: Path | None = None


@dataclass(frozen=True)
class Job:
    """One file to write."""

    name: str
    suffix: str
    part: Part | None

    @property
    def path(self) -> str:
        """Relative to the folder, with ``/``."""
        return f"{self.name}{self.suffix}"


def write(
    records: ReportRecords,
    plan: Plan,
    out: str | Path,
    suffixes: Sequence[str] = (".html",),
    lang: Lang = "zh",
    *,
    kinds: Sequence[str] = KINDS,
    template: str | Path | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Batch:
    """Write every report of a batch.

    Args:
        records: The report over all senders.
        plan: Its plan.
        out: The folder; made where it does not exist.
        suffixes: Forms to write, such as ``.html .xlsx``.
        lang: Language.
        kinds: Which parts: ``region``, ``unit``.
        template: An office's own Word file.
        progress: Called after each file with how many are done, how many there are, and its name.

    Returns:
        What was written, what was there already, and what could not be written and why.

    Raises:
        ValueError: No view has a suffix.
        MissingExtraError: A view needs an extra that is not installed.
    """
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    timeless = cast(
        "ReportRecords",
        {
            **spread_out(records),
            "provenance": {**records["provenance"], "time": None},
            "lang": lang,
        },
    )
    for suffix in suffixes:
        view(suffix)
    every = list(parts(timeless, plan, kinds))
    jobs = list(_jobs(timeless, every, suffixes))
    batch, notes = Batch(), _read_notes(folder)
    fresh: dict[str, str] = {}
    own_file = Path(template).read_bytes() if template else b""
    made: dict[str, tuple[ReportRecords, str]] = {}
    with (folder / NOTES).open("a", encoding="utf-8") as log:
        for done, job in enumerate(jobs, start=1):
            if job.name not in made:  # the jobs of a part follow each other
                own = part_of(timeless, plan, job.part) if job.part else timeless
                made = {job.name: (own, _digest(own, lang, own_file))}
            own, digest = made[job.name]
            target = folder / job.path
            if notes.get(job.path) == f"{digest} {_file_digest(target)}":
                batch.kept.append(target)
                fresh[job.path] = notes[job.path]
            else:
                try:
                    content = render(
                        own, job.suffix, lang, template if job.suffix == TEMPLATED else None
                    )
                    _replace(target, content)
                except MissingExtraError:
                    raise
                except Exception as error:  # noqa: BLE001 - one report never stops the rest
                    batch.problems[job.path] = f"{type(error).__name__}: {error}"
                else:
                    batch.written.append(target)
                    fresh[job.path] = f"{digest} {hashlib.sha256(content).hexdigest()}"
                    log.write(json.dumps([job.path, fresh[job.path]]) + "\n")
                    log.flush()
            if progress:
                progress(done, len(jobs), job.path)
    batch.index = folder / "index.html"
    _replace(batch.index, _index(timeless, every, jobs, batch, lang))
    lines = [json.dumps([name, note]) + "\n" for name, note in sorted(fresh.items())]
    _replace(folder / NOTES, "".join(lines).encode())
    return batch


def _jobs(records: ReportRecords, every: Sequence[Part], suffixes: Sequence[str]) -> Iterator[Job]:
    small = len(records["standings"]) <= OVERVIEW_MOST
    for suffix in suffixes:
        if small or suffix in TABLES:
            yield Job("overview", suffix, None)
    for part in every:
        for suffix in suffixes:
            yield Job(part.name, suffix, part)


def _digest(records: ReportRecords, lang: Lang, template: bytes) -> str:
    """What a file is made from: the records with their versions, the language, the template."""
    text = json.dumps([records, lang], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode() + template).hexdigest()


def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _read_notes(folder: Path) -> dict[str, str]:
    """What an earlier run noted; a line broken off is no note."""
    path = folder / NOTES
    notes: dict[str, str] = {}
    if path.is_file():
        for line in path.read_text("utf-8", errors="replace").splitlines():
            try:
                name, note = json.loads(line)
            except ValueError:
                continue
            notes[str(name)] = str(note)
    return notes


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(content)
    draft.replace(path)


def _index(
    records: ReportRecords,
    every: Sequence[Part],
    jobs: Sequence[Job],
    batch: Batch,
    lang: Lang,
) -> bytes:
    """The page that leads to every report, with the counts of each region and unit."""
    from genhe_targets.report.arrange import by_sender
    from genhe_targets.report.html import environment

    links: dict[str, list[str]] = {}
    for job in jobs:
        if job.path not in batch.problems:
            links.setdefault(job.name, []).append(job.suffix)
    areas = {area["region"]: area for area in records["summary"]["by_region"]}
    units = {row["unit"]["zh"]: row for row in records["summary"]["by_unit"]}
    rows = [
        (part, areas[part.key] if part.kind == "region" else units.get(part.key)) for part in every
    ]
    page = (
        environment()
        .get_template("index.html.jinja")
        .render(
            records=records,
            lang=lang,
            rows=rows,
            links=links,
            problems=batch.problems,
            senders=by_sender(records["findings"]),
            heading=label("report", lang),
        )
    )
    return page.encode()
