"""The READMEs are true: every command in them is run and shows what is printed there.

python tests/test_readme.py       writes the output into the READMEs again
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from genhe_targets.commands.console import LANGUAGE

ROOT = Path(__file__).parents[1]
READMES = {"README.md": "en_GB.UTF-8", "README.zh-CN.md": "zh_CN.UTF-8"}
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
COMMAND = re.compile(r"^\$ (genhe-targets .*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def output(command: str, locale: str, folder: Path) -> str:
    """What a command prints on a terminal of 110 columns, without trailing blanks."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "LANG": locale, "COLUMNS": "110", "PYTHONUTF8": "1"}
    for other in ("LC_ALL", "LC_MESSAGES", LANGUAGE):
        env.pop(other, None)
    env["OUT"] = str(folder)
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    text = done.stdout + done.stderr
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def refreshed(text: str, locale: str, folder: Path) -> str:
    """A README with the output of its commands as it is now."""

    def block(match: re.Match[str]) -> str:
        inner = COMMAND.sub(lambda m: f"$ {m[1]}\n{output(m[1], locale, folder)}", match[1])
        return f"```console\n{inner}```"

    return BLOCK.sub(block, text)


@pytest.mark.parametrize("name", READMES)
def test_the_commands_print_what_the_readme_shows(name, tmp_path):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert COMMAND.search(text), "the README shows commands"
    hint = "run: python tests/test_readme.py"
    assert refreshed(text, READMES[name], tmp_path) == text, hint


@pytest.mark.parametrize("name", READMES)
def test_the_python_in_the_readme_runs(name):
    import doctest

    found = doctest.testfile(
        str(ROOT / name), module_relative=False, encoding="utf-8",
        optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE,
    )  # fmt: skip
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")), ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (ROOT / target).exists(), f"{page.name} links to {target}"


if __name__ == "__main__":
    import tempfile

    for readme, language in READMES.items():
        page_ = ROOT / readme
        with tempfile.TemporaryDirectory() as out:
            page_.write_text(
                refreshed(page_.read_text(encoding="utf-8"), language, Path(out)),
                encoding="utf-8",
            )
