"""Archives: what lies in a zip file, never more of it than the settings allow.

Sizes that an archive states are not believed: what is unpacked is counted as it comes.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from genhe_targets.reading.refusals import refusal

_CHUNK = 1 << 20
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, LookupError)
"""What reading a damaged zip file can raise."""

_ENCRYPTED = 0x1
_UTF8_NAME = 0x800


@dataclass
class Budget:
    """What one input may still unpack to, shared by all that lies in it.

    Attributes:
        limit: Bytes in all.
        used: Bytes so far.
    """

    limit: int
    used: int = 0

    def take(self, count: int) -> None:
        """Count bytes that were unpacked.

        Raises:
            ReadingError: It is too much.
        """
        self.used += count
        if self.used > self.limit:
            raise refusal("unpacks_too_large", limit=self.limit)


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip file, opened.

    Attributes:
        names: Names of the files in it, as they are meant (Chinese ones of old programs, too).
    """

    file: zipfile.ZipFile
    names: dict[str, zipfile.ZipInfo]

    @classmethod
    def of(cls, content: bytes, max_files: int) -> Archive:
        """Open an archive.

        Raises:
            ReadingError: It is damaged or holds too many files.
        """
        try:
            file = zipfile.ZipFile(io.BytesIO(content))
        except BROKEN as error:
            raise refusal("damaged_zip", reason=error) from error
        entries = [entry for entry in file.infolist() if not entry.is_dir()]
        if len(entries) > max_files:
            raise refusal("too_many_files", limit=max_files, count=max_files)
        return cls(file, {_name(entry): entry for entry in entries})

    def read(self, name: str, budget: Budget) -> bytes:
        """One file of the archive.

        Raises:
            ReadingError: It is damaged, needs a password, or unpacks to too much.
        """
        entry = self.names[name]
        if entry.flag_bits & _ENCRYPTED:
            raise refusal("password")
        try:
            with self.file.open(entry) as stream:
                return b"".join(_counted(stream, budget))
        except BROKEN as error:
            raise refusal("damaged_zip", reason=error) from error


def _counted(stream: IO[bytes], budget: Budget) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        budget.take(len(chunk))
        yield chunk


def _name(entry: zipfile.ZipInfo) -> str:
    """Name of a file in an archive; programs in China often write it in GBK and do not say so."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def stored(files: dict[str, bytes]) -> bytes:
    """An archive of exactly these files, not compressed: nothing in it can unpack to more."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()
