"""What keeps the house in order: one direction of imports, small modules, late imports, pins."""

import ast
import importlib
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "genhe_targets"
MODULES = sorted(PACKAGE.rglob("*.py"))

ROOMS = (
    {"errors", "vocabulary", "periods", "measurement", "pieces", "numerals"},
    {"findings", "textcolumn"},
    {"observations"},
    {"plan"},
    {"reading"},
    {"coded"},
    {"grid"},
    {"running"},
    {"yeargrid"},
    {"facts"},
    {"contract"},
    {"judging"},
    {"credibility"},
    {"report"},
    {"batch"},
    {"engines"},
    {"evaluation"},
    {"commands"},
    {"cli"},
)
"""Who may import whom: a room imports from itself and from the rooms above it in this list."""

HEAVY = {
    "numpy", "pandas", "pandera", "pyarrow", "pydantic", "ruamel", "pint", "jinja2",
    "rich", "python_calamine", "xlsxwriter", "openpyxl", "pygal", "docx", "docxtpl", "polars",
    "duckdb", "pyspark",
}  # fmt: skip

MAX_LINES = 350
TESTS = Path(__file__).parent


def room(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def rank(name: str) -> int:
    found = [index for index, rooms in enumerate(ROOMS) if name in rooms]
    assert found, f"{name} is in no room: add it to ROOMS and to ARCHITECTURE.md"
    return found[0]


def imported_rooms(module: Path) -> set[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module.name} imports relatively"
            base = node.module or ""
            whole = base == "genhe_targets"
            names |= {f"{base}.{alias.name}" for alias in node.names} if whole else {base}
    return {name.split(".")[1] for name in names if name.startswith("genhe_targets.")}


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_imports_point_one_way(module):
    if module == PACKAGE / "__init__.py":
        return
    own = room(module)
    for other in imported_rooms(module):
        if other == "__version__":
            continue
        assert other == own or rank(other) < rank(own), f"{own} must not import {other}"


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_a_module_is_small_and_says_what_it_is(module):
    text = module.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAX_LINES
    assert ast.get_docstring(ast.parse(text)), "a module says in a sentence what it is"
    assert module.stem not in {"utils", "util", "helpers", "common", "misc"}


def test_no_module_of_the_tests_outgrows_its_reader():
    sizes = {
        str(file.relative_to(TESTS)): len(file.read_text(encoding="utf-8").splitlines())
        for file in TESTS.rglob("*.py")
    }
    assert {name: lines for name, lines in sizes.items() if lines > MAX_LINES} == {}


@pytest.mark.parametrize("start", ["import genhe_targets", "genhe-targets --help"])
def test_starting_pays_for_nothing_heavy(start):
    code = start if start.startswith("import") else HELP
    modules = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print('MODULES', *sys.modules)"],
        capture_output=True, text=True, check=True,
    ).stdout.rpartition("MODULES")[2]  # fmt: skip
    loaded = {name.partition(".")[0] for name in modules.split()}
    assert not loaded & HEAVY


def test_a_check_imports_only_what_it_asks_for(tmp_path):
    report = tmp_path / "report.csv"
    report.write_text(
        "region,period,variable,value\n150785,2023Q4,sewage_treated,960\n", encoding="utf-8"
    )
    code = HELP.replace('"--help"', f'"check", {str(report)!r}, "--quiet"').replace(
        "assert not end.code", "assert end.code == 1"
    )
    modules = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    asked = {"plan.model", "reading.flat", "judging.engine", "report.result"}
    assert {f"genhe_targets.{name}" for name in asked} <= set(modules)
    other = {"reading.grid", "reading.workbooks", "reading.mapping", "report.records"}
    assert not {f"genhe_targets.{name}" for name in other} & set(modules)


HELP = """
import sys
sys.argv = ["genhe-targets", "--help"]
from genhe_targets.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code
"""


def test_every_public_name_exists_and_is_documented():
    package = importlib.import_module("genhe_targets")
    for name in package.__all__:
        assert getattr(package, name).__doc__, f"{name} has no docstring"
    assert set(package.__all__) <= set(dir(package))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        package.nonsense  # noqa: B018 - looking is the test


def at_once(module: Path) -> set[str]:
    """Modules of ours that importing a module imports at once: not in functions, not for types."""
    todo, found = list(ast.parse(module.read_text(encoding="utf-8")).body), set()
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        todo += list(ast.iter_child_nodes(node))
    return found


def test_every_module_can_be_imported_alone():
    names = {
        ".".join(("genhe_targets", *module.relative_to(PACKAGE).with_suffix("").parts)): module
        for module in MODULES
        if module.name != "__init__.py"
    }
    graph = {name: at_once(module) & names.keys() for name, module in names.items()}
    assert sum(map(len, graph.values())) > len(names), "the imports are seen"
    TopologicalSorter(graph).prepare()  # a circle is an error that names it


def tracked() -> list[Path]:
    """The text files of the repository; outside a checkout, those of the folders it consists of."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0:
        files = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        folders = ("src", "tests", "targets", "examples", "benchmarks")
        files = [file for name in folders for file in (ROOT / name).rglob("*") if file.is_file()]
    binary = {".xlsx", ".xls", ".ods", ".docx", ".png", ".parquet", ".zip", ".gz"}
    return [file for file in files if file.suffix not in binary and file.is_file()]


FOREIGN = {
    "an absolute path of one machine": re.compile(rb"(?<![\w./<:])/(?:home|root|work|Users)/\w"),
    "a number of a tracker": re.compile(rb"\bissue #?\d", re.IGNORECASE),
    "an unresolved merge": re.compile(rb"^(?:<{7}|>{7}) ", re.MULTILINE),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_the_repository_speaks_of_itself_alone(what):
    found = [str(file) for file in tracked() if FOREIGN[what].search(file.read_bytes())]
    assert not found, f"{what} in {found}"


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = dict(re.fullmatch(r"([A-Za-z0-9._-]+)==([\w.]+)", line).groups() for line in lines)
    return {normal(name): version for name, version in found.items()}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_everything_installed_for_us_is_pinned():
    packaging = pytest.importorskip("packaging.requirements")
    pinned, todo, seen = pins(), [("genhe-targets", "dev")], set()
    while todo:
        name, extra = todo.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for line in metadata.requires(name) or ():
            need = packaging.Requirement(line)
            wanted = normal(need.name)
            if need.marker and not need.marker.evaluate({"extra": extra}):
                continue
            if wanted != "genhe-targets":
                assert wanted in pinned, f"{wanted}, needed by {name}: run make pins"
            todo += [(wanted, extra) for extra in ("", *need.extras)]
