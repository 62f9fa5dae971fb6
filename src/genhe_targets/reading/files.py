"""Files: what lies behind a path, a glob, a folder, an archive or standard input, one by one.

One bad file never stops the rest: what cannot be opened is an error in the sequence, and what is
no report is left aside with its reason.
"""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from genhe_targets.errors import ReadingError
from genhe_targets.findings import Finding
from genhe_targets.reading import kinds
from genhe_targets.reading.archives import Archive, Budget
from genhe_targets.reading.formats import OTHERS, SUFFIXES, sniffed
from genhe_targets.reading.refusals import refusal
from genhe_targets.reading.settings import Settings

_CHUNK = 1 << 20
_HIDDEN_FOLDERS = ("__MACOSX", "System Volume Information", "$RECYCLE.BIN")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file, read into memory.

    Attributes:
        name: As the user gave it; in an archive, below the archive's name.
        format: What its content is; see ``formats.sniffed``.
        suffix: Its suffix in lower case, with the dot.
        budget: What it may still unpack to.
    """

    name: str
    content: bytes
    format: str
    suffix: str
    budget: Budget


Found = Incoming | ReadingError | Finding


def incoming(text: str, settings: Settings) -> Iterator[Found]:
    """Everything that a path stands for.

    Args:
        text: A path, a glob, a folder, or ``-`` for standard input.
        settings: Bounds.

    Returns:
        Files, errors about those that cannot be read, and findings about those left aside.

    Raises:
        ReadingError: There is nothing that can be a report.
    """
    if text == "-":
        yield from _unpacked("-", _bounded(sys.stdin.buffer, settings.max_bytes), "", settings)
        return
    path = Path(text)
    about = _about(path)
    if about is not None and stat.S_ISDIR(about.st_mode):
        yield from _folder(path, settings)
    elif about is not None or _exists(path):
        yield from _file(path, settings)
    else:
        files = [Path(f) for f in sorted(glob.glob(text, recursive=True))]  # noqa: PTH207
        if not files:
            raise refusal("no_such_file", text)
        if len(files) > settings.max_files:
            raise refusal("too_many_files", text, limit=settings.max_files, count=len(files))
        for file in files:
            if file.is_dir():
                continue
            reason = _aside(file.name, file.suffix)
            yield from [_left(str(file), reason)] if reason else _file(file, settings)


def _about(path: Path) -> os.stat_result | None:
    """What the system knows of a path, ``None`` where it cannot say."""
    try:
        return path.stat()
    except (OSError, ValueError):  # the latter for a zero byte in the name
        return None


def _exists(path: Path) -> bool:
    """Whether there is something by this name, such as a link that leads nowhere."""
    try:
        return os.path.lexists(path)
    except ValueError:
        return False


def _folder(folder: Path, settings: Settings) -> Iterator[Found]:
    aside, found = [], 0
    for file in _walked(folder, settings):
        reason = _aside(file.name, file.suffix) or _special(file)
        if reason:
            aside.append(_left(str(file), reason))
            continue
        found += 1
        yield from _file(file, settings)
    if not found:
        raise _without_tables(str(folder), [Path(finding.file).name for finding in aside])
    yield from aside


def _without_tables(name: str, others: list[str]) -> ReadingError:
    shown = "、".join(others[:5]) + (" …" if len(others) > 5 else "")
    return refusal(
        "folder_without_tables", name, others=f"（只有{shown}）" if shown else "",
        others_en=f" (only {shown.replace('、', ', ')})" if shown else "",
    )  # fmt: skip


def _walked(folder: Path, settings: Settings) -> Iterator[Path]:
    """Files of a folder in order; linked folders, too, but each folder only once."""
    seen: set[tuple[int, int]] = set()
    count = 0
    for place, folders, names in os.walk(folder, followlinks=True):
        about = Path(place).stat()
        if (about.st_dev, about.st_ino) in seen:
            folders.clear()
            continue
        seen.add((about.st_dev, about.st_ino))
        folders[:] = sorted(
            f for f in folders if not f.startswith(".") and f not in _HIDDEN_FOLDERS
        )
        count += len(names) + len(folders)
        if count > settings.max_files:
            raise refusal("too_many_files", str(folder), limit=settings.max_files, count=count)
        for name in sorted(names):
            yield Path(place) / name


def _aside(name: str, suffix: str) -> str:
    """Why a file in a folder or archive is left aside, by its name; ``""`` where it is read."""
    if name.startswith(("~$", ".~")) or (name.startswith(".~lock") or name.endswith("#")):
        return "lock"
    if name.startswith(".") or name.lower() in {"thumbs.db", "desktop.ini"}:
        return "hidden"
    return "" if suffix.lower() in SUFFIXES else "suffix"


def _special(path: Path) -> str:
    """Whether a path of a folder is no file at all (a pipe would never end)."""
    about = _about(path)
    return "" if about is None or stat.S_ISREG(about.st_mode) else "special"


def _left(name: str, reason: str) -> Finding:
    zh, en = kinds.ASIDE_REASONS[reason]
    code = kinds.FILE_UNUSED if reason == "suffix" else kinds.FILE_IGNORED
    return Finding(code, file=name, detail={"reason": zh, "reason_en": en})


def _file(path: Path, settings: Settings) -> Iterator[Found]:
    name = str(path)
    try:
        about = path.stat()
        if stat.S_ISCHR(about.st_mode) or stat.S_ISBLK(about.st_mode):
            yield refusal("not_regular", name)
            return
        if about.st_size > settings.max_bytes:
            yield refusal("too_large", name, limit=settings.max_bytes)
            return
        with path.open("rb", buffering=0) as stream:
            whole = about.st_size + 1 if stat.S_ISREG(about.st_mode) else _CHUNK
            content = _bounded(stream, settings.max_bytes, whole)
    except OSError as error:
        yield refusal("cannot_open", name, reason=error.strerror or error)
        return
    yield from _unpacked(name, content, path.suffix.lower(), settings)


def _bounded(stream: IO[bytes], limit: int, chunk: int = _CHUNK) -> bytes:
    """A stream to its end, or a little more than the limit; memory grows with what comes."""
    parts, count = [], 0
    while count <= limit and (part := stream.read(chunk)):
        parts.append(part)
        count += len(part)
    return b"".join(parts)


def _unpacked(name: str, content: bytes, suffix: str, settings: Settings) -> Iterator[Found]:
    if len(content) > settings.max_bytes:
        yield refusal("too_large", name, limit=settings.max_bytes)
        return
    yield from _entered(name, content, suffix, settings, Budget(settings.max_unpacked), 0)


def _entered(
    name: str, content: bytes, suffix: str, settings: Settings, budget: Budget, depth: int
) -> Iterator[Found]:
    """A file itself, or the files of an archive."""
    kind = sniffed(content, suffix)
    if kind in OTHERS:
        zh, en, (advice, advice_en) = OTHERS[kind]
        yield refusal(
            "no_report_format", name, what=zh, what_en=en, advice=advice,
            advice_en=advice_en,
        )  # fmt: skip
        return
    if kind != "zip":
        yield Incoming(name, content, kind, suffix, budget)
        return
    if depth >= settings.max_depth:
        yield refusal("too_deep", name, limit=settings.max_depth)
        return
    try:
        yield from _members(name, content, settings, budget, depth)
    except ReadingError as error:
        yield error.named(name)


def _members(
    name: str, content: bytes, settings: Settings, budget: Budget, depth: int
) -> Iterator[Found]:
    archive = Archive.of(content, settings.max_files)
    aside, found = [], 0
    for member in sorted(archive.names):
        path = PurePosixPath(member.replace("\\", "/"))
        within = f"{name}/{path}"
        hidden = any(part.startswith(".") or part in _HIDDEN_FOLDERS for part in path.parts[:-1])
        reason = "hidden" if hidden else _aside(path.name, path.suffix)
        if reason:
            aside.append(_left(within, reason))
            continue
        found += 1
        try:
            unpacked = archive.read(member, budget)
        except ReadingError as error:
            yield error.named(within)
            if budget.used > budget.limit:
                return
            continue
        yield from _entered(within, unpacked, path.suffix.lower(), settings, budget, depth + 1)
    if not found:
        raise _without_tables(name, [PurePosixPath(finding.file).name for finding in aside])
    yield from aside
