"""``make demo``: judges the example reports with the command line and says where to look.

Each command is shown before it runs, so that it can be typed again.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMAND = Path(sys.executable).with_name("genhe-targets")
ASSIGNED = "examples/assigned.csv"
FORMATS = "html,xlsx,docx,json,md,csv"


def run(*arguments: str) -> int:
    """Show a command, run it, and return its exit code; 2 ends the demonstration."""
    print(f"\n$ genhe-targets {' '.join(arguments)}", flush=True)
    code = subprocess.run([COMMAND, *arguments], cwd=HERE.parent, check=False).returncode
    if code not in (0, 1):
        sys.exit(f"make demo: FAILED. The command ended with {code}; its reason stands above.")
    return code


def main() -> None:
    """Judge Genhe's year and all of Hulunbuir, in both languages."""
    codes = []
    for lang in ("zh", "en"):
        out = f"out/{lang}"
        quiet = (
            ["--quiet"] if lang == "en" else []
        )  # the screen shows one language, out/ holds both
        codes.append(
            run("check", "examples/reports/genhe", "--assigned", ASSIGNED, "--lang", lang,
                "--out", f"{out}/genhe", "--format", FORMATS, *quiet)
        )  # fmt: skip
        codes.append(
            run("check", "examples/reports/hulunbuir", "--assigned", ASSIGNED, "--lang", lang,
                "--out", f"{out}/hulunbuir", "--format", FORMATS, "--quiet")
        )  # fmt: skip
    run("explain", "reclaimed-water-use", "examples/reports/genhe", "--lang", "zh")
    answer = "some decisive targets are not met" if any(codes) else "every decisive target holds"
    print(
        f"\nmake demo: judged a year of invented reports from 14 banners and cities; {answer}.\n"
        "Look at:  out/zh/genhe/report.html      Genhe's year (Chinese; out/en/ in English)\n"
        "          out/zh/hulunbuir/report.html  all fourteen side by side\n"
        "          out/zh/genhe/report.xlsx, .docx, .json, .md, .csv\n"
        "Next:     README.md, or genhe-targets plan new my-plan"
    )


if __name__ == "__main__":
    main()
