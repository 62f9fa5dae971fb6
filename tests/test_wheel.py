"""The wheel stands alone: built, installed in an empty environment, used from another folder."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
REPORT = """region,period,variable,value
根河市,2023Q4,sewage_treated,960
根河市,2023Q4,sewage_discharged,1000
"""


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    done = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory) -> Path:
    """A fresh environment holding the wheel; what it depends on is lent by the one we run in."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    site = next(folder.glob("lib/python*/site-packages"))
    # An added folder is searched after the environment's own, and its .pth files, the editable
    # checkout among them, are not followed.
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    done = run(
        sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps",
        "--no-index", "--disable-pip-version-check", "--ignore-installed", wheel, cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


def test_the_wheel_carries_plans_schemas_starter_and_types(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    plans = [str(f.relative_to(ROOT / "targets")) for f in (ROOT / "targets").rglob("*.*")]
    assert {f"genhe_targets/_plans/{name}" for name in plans} <= set(names)
    assert "genhe_targets/plan/starter/plan.yaml" in names
    assert "genhe_targets/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests", "examples", "src"))]


def test_the_library_of_the_wheel_loads_the_plan_from_another_folder(environment, tmp_path):
    code = (
        "import genhe_targets as gt; p = gt.load_plan('genhe-2023');"
        "print(gt.__file__); print(p.id, len(p.targets), len(p.measures))"
    )
    done = run(environment / "bin" / "python", "-c", code, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    where, plan = done.stdout.splitlines()
    assert Path(where).is_relative_to(environment)
    assert plan == "genhe-2023 40 57"


def test_the_command_of_the_wheel_judges_a_file_in_another_folder(environment, tmp_path):
    (tmp_path / "report.csv").write_text(REPORT, encoding="utf-8")
    command = environment / "bin" / "genhe-targets"
    done = run(command, "check", "report.csv", "--lang", "zh", "--out", "out", cwd=tmp_path)
    assert done.returncode == 1, done.stderr  # silent about all but the sewage
    assert "达标 1" in done.stdout
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"report.html", "report.json"}
