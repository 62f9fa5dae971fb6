"""Opens mutated files, one after the other, and reports the first that ends in anything unclean.

Run as ``python mutants.py SEED COUNT FILE...`` in a process of limited memory.
"""

import io
import random
import resource
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from genhe_targets.errors import ReadingError
from genhe_targets.plan.loading import load_plan
from genhe_targets.reading import read

MEMORY = 3_000_000_000
SECONDS = 10


def mutated(chance, content):
    """A few bytes changed, cut out, doubled, or made extreme."""
    made = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8))):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(5):
            case 0:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                made[at : at + chance.randrange(1, 40)] = b""
            case 2:
                made[at:at] = made[at : at + chance.randrange(1, 40)]
            case 3:
                made[at : at + 4] = chance.choice(
                    (b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\xff\x7f\x00\x00")
                )
            case 4:
                made[at : at + 1] = chance.choice((b"9999999", b'"', b"<", b"\n", b"XFD", b","))
    return bytes(made)


def mutated_inside(chance, content):
    """An archive whole, with one of its files mutated."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([n for n in files if "theme" not in n and "docProps" not in n])
    files[name] = mutated(chance, files[name])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, own in files.items():
            archive.writestr(entry, own)
    return stream.getvalue()


def main(seed, count, names):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    chance = random.Random(seed)  # noqa: S311 - a test that repeats
    originals = [(Path(name).suffix, Path(name).read_bytes()) for name in names]
    ends = {"read": 0, "refused": 0}
    plan = load_plan("genhe-2023")
    with tempfile.TemporaryDirectory() as folder:
        for at in range(count):
            suffix, content = chance.choice(originals)
            inside = content.startswith(b"PK") and chance.random() < 0.8
            made = (mutated_inside if inside else mutated)(chance, content)
            path = Path(folder) / f"mutant{suffix}"
            path.write_bytes(made)
            print(f"{at} {suffix}", flush=True)  # noqa: T201 - the last line tells who died
            begin = time.perf_counter()
            try:
                read(path, plan)
                ends["read"] += 1
            except ReadingError:
                ends["refused"] += 1
            except BaseException:
                Path(f"/tmp/mutant-{seed}-{at}{suffix}").write_bytes(made)  # noqa: S108
                raise
            assert time.perf_counter() - begin < SECONDS
    print("ENDS", ends)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
