"""Many files under one header: read together they say what each says alone, and what one file says."""

import csv
import dataclasses
import io
import itertools
import random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genhe_targets import evaluate
from genhe_targets.plan.loading import load_plan
from genhe_targets.reading import alike, columns, laid, sources, words
from genhe_targets.reading.periodtexts import _NO_YEAR, _plain, _read, _until
from genhe_targets.reading.reader import understand
from genhe_targets.reading.words import is_figure

PLAN = load_plan("genhe-2023")
LONG = ["地区", "时期", "指标", "数值", "单位", "口径", "备注"]
WIDE = ["地区", "时期", "污水处理量（万立方米）", "再生水利用量", "备注"]

REGIONS = st.sampled_from(
    ["根河市", "150785", "鄂温克族自治旗", "火星市", "合计", "市辖区", "地区", ""]
)
PERIODS = st.sampled_from(
    ["2023Q4", "2023年1-9月", "2022", "三季度", "2016.1", "45199", "某日", ""]
)
VARIABLES = st.sampled_from(["污水处理量", "再生水利用量", "measure_5", "别的指标", "注：略", ""])
FIGURES = st.sampled_from(
    [
        "24",
        "24.0",
        "100",
        "-3",
        "2023",
        "—",
        "",
        "待核实",
        "95%",
        "1e3",
        "(3)",
        "24①",
        "O.5",
        "污水处理量",
    ]
)
UNITS = st.sampled_from(["万立方米", "立方米", "%", "", "根河市", "—"])
BASES = st.sampled_from(["累计", "", "当季", "别的", "—"])
NOTES = st.sampled_from(["", "已核", "2023年", "单位：万元"])

LONG_ROW = st.tuples(REGIONS, PERIODS, VARIABLES, FIGURES, UNITS, BASES, NOTES).map(list)
WIDE_ROW = st.tuples(REGIONS, PERIODS, FIGURES, FIGURES, NOTES).map(list)
CLEAN_ROW = st.tuples(
    st.sampled_from(["根河市", "150785", "鄂温克族自治旗"]),
    st.sampled_from(["2023Q4", "2023Q3", "2022"]),
    st.sampled_from(["污水处理量", "再生水利用量", "别的指标"]),
    FIGURES.filter(lambda text: text != "污水处理量"),
    st.sampled_from(["万立方米", "立方米", "亩", ""]), st.sampled_from(["累计", ""]), NOTES,
).map(list)  # fmt: skip


def odd(header, row):
    """A row, sometimes empty, short, long, or the header again."""
    shapes = [row, row, row, row, row, [], ["", ""], row[:4], [*row, "多"], list(header)]
    return st.sampled_from(shapes)


def files(header, rows, *, least=1):
    return st.lists(st.lists(rows, min_size=least, max_size=6), min_size=1, max_size=5).map(
        lambda many: [[header, *own] for own in many]
    )


def mixed(one, other):
    """Files of two forms in any order."""
    return st.tuples(one, other).flatmap(lambda both: st.permutations([*both[0], *both[1]]))


MANY = st.one_of(
    mixed(files(LONG, CLEAN_ROW), files(WIDE, WIDE_ROW)),
    mixed(files(LONG, LONG_ROW), files(LONG[:4], CLEAN_ROW.map(lambda row: row[:4]))),
    files(LONG, LONG_ROW.flatmap(lambda row: odd(LONG, row)), least=0),
    files(WIDE, WIDE_ROW.flatmap(lambda row: odd(WIDE, row)), least=0),
    files(LONG, CLEAN_ROW),
    files(WIDE, WIDE_ROW),
)


def write(folder, many):
    for number, rows in enumerate(many):
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows(rows)
        (folder / f"{number}.csv").write_text(stream.getvalue(), encoding="utf-8-sig")
    return [str(folder / f"{number}.csv") for number in range(len(many))]


def told(understanding):
    """Everything that was understood, row by row: the order of rows is the order of files."""
    frame = understanding.observations.frame
    optional = [name for name in ("unit", "basis", "note", "date") if name not in frame]
    whole = frame.astype({c: str for c in frame if c not in {"value", "row"}})
    whole = whole.assign(**dict.fromkeys(optional, ""))[sorted([*whole, *optional])]
    sheets = [dataclasses.replace(sheet, pieces=[]) for sheet in understanding.sheets]
    return whole.astype(str).to_numpy().tolist(), sheets, understanding.observations.sources


def listed(understanding):
    """Findings in their order."""
    return list(map(repr, understanding.observations.findings))


def apart(names):
    """The same files, each read by itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alike, "form_of", lambda header, plan: None)
        return understand(names, PLAN)


@settings(max_examples=100)
@given(MANY)
def test_files_read_together_say_what_each_says_alone(tmp_path_factory, many):
    names = write(tmp_path_factory.mktemp("alike"), many)
    together, alone = understand(names, PLAN), apart(names)
    assert told(together) == told(alone)
    assert listed(together) == listed(alone)
    assert together.observations.exact == alone.observations.exact


def in_columns(names, many=3000):
    """The same files, cut into columns at once where nothing but delimiters cuts them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(laid, "MIDDLING", 1)
        patch.setattr(columns, "_MANY", many)
        return understand(names, PLAN)


@settings(max_examples=150)
@given(MANY, st.sampled_from([0, 3, 3000]), st.booleans())
def test_files_cut_into_columns_say_what_they_say_cell_by_cell(tmp_path_factory, many, few, one):
    names = write(tmp_path_factory.mktemp("middling"), many[:1] if one else many)
    at_once, by_cells = in_columns(names, few), understand(names, PLAN)
    assert told(at_once) == told(by_cells)
    assert sorted(listed(at_once)) == sorted(listed(by_cells))  # whichever text came first
    assert at_once.observations.exact == by_cells.observations.exact


PLAIN = [
    "地区,时期,指标,数值,单位",
    "根河市,2023Q4,污水处理量,24,万立方米",
    "150785,2023Q3,再生水利用量,3,",
]
HEADS = ['"地区","时期","指标","数值","单位"', '地区",时期,指标,数值,单位', '"地\n区",时期,指标,数值,单位',
         "sep=,\n地区,时期,指标,数值,单位"]  # fmt: skip
LINES = [
    '"根河市",2023Q3,污水处理量,"1,024",亩', '根河市,2023Q3,污水处理量,5",亩', "根河市,2023Q3", ",,,,", "",
    "\t根河市,\t2023Q3,污水处理量,25\t,", "合计,2023Q3,污水处理量,24,", "注：略,,,,", " , , , , ",
    "根河市,2023Q3,污水处理量,24,万立方米,多", "地区,时期,指标,数值,单位", "根河市,2023Q3,污水\x01,1,亩",
    "150785,2023Q3,污水处理量,\u3000７,亩", '150785,2023Q3,"污水\n处理量",7,亩', "\u2028,2023Q3,污水处理量,8,",
]  # fmt: skip
"""Lines that readers of CSV take apart differently."""
TEXTS = [
    *(("\n".join(lines), ",") for line in LINES
      for lines in ([*PLAIN, line], [PLAIN[0], line, *PLAIN[1:], ""], [PLAIN[0], line])),
    *(("\n".join([head, *PLAIN[1:]]), ",") for head in HEADS),
    *((end.join([*PLAIN, ""]), mark) for end in ("\n", "\r\n", "\r", "\n\r") for mark in ",;，\t|"),
]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize(("text", "mark"), TEXTS)
def test_a_text_cut_into_columns_is_the_text(tmp_path, text, mark, encoding):
    file = tmp_path / "0.csv"
    file.write_bytes(text.replace(",", mark).encode(encoding))
    at_once, by_cells = in_columns([str(file)], many=2), understand([str(file)], PLAN)
    assert told(at_once) == told(by_cells)
    assert sorted(listed(at_once)) == sorted(listed(by_cells))  # whichever text came first


@given(
    st.lists(
        st.from_regex(r"-?(19|20|21|3)?[0-9]{1,3}(\.[0-9٣]{0,2})?[\n年]?", fullmatch=True) | FIGURES
    )
)
def test_bare_numbers_told_at_once_are_those_told_one_by_one(texts):
    one_by_one = [words._BARE.fullmatch(text) is not None for text in texts]
    assert words.bare_numbers(pa.array(texts, pa.string())).tolist() == one_by_one


@pytest.mark.parametrize(("room", "limit"), [(sources, "LARGE"), (laid, "MIDDLING")])
def test_a_delimiter_beyond_ascii_is_one_in_a_long_text(tmp_path, monkeypatch, room, limit):
    rows = [LONG, *[["根河市", "2023Q4", "污水处理量", "24", "万立方米", "", ""]] * 3]
    file = tmp_path / "0.csv"
    file.write_text("\n".join("，".join(row) for row in rows), encoding="utf-8")
    monkeypatch.setattr(room, limit, 1)
    assert understand(str(file), PLAN).observations.value.tolist() == [24] * 3


ROW = ["根河市", "2023Q4", "污水处理量", "24", "万立方米", "", ""]


@pytest.mark.parametrize(
    ("rows", "cuts"),
    [
        ([[ROW] * 3, [ROW]], [4]),  # neighbours together
        ([[ROW] * 3, [ROW[:3]], [ROW], [ROW] * 2], [6]),  # a row is too short
        ([[ROW], [["根,河", *ROW[1:]]], [ROW]], [2]),  # quotes
        ([[ROW] * 3, [ROW[:-1], [*ROW, "多"]]], [None]),  # as many delimiters, other rows
    ],
)
def test_plain_files_are_cut_into_columns(tmp_path, monkeypatch, rows, cuts):
    names = write(tmp_path, [[LONG, *own] for own in rows])
    seen = []
    monkeypatch.setattr(laid, "cut", lambda *given: seen.append(columns.cut(*given)) or seen[-1])
    at_once = in_columns(names)
    assert [found and len(found[0]) for found in seen] == cuts
    assert told(at_once) == told(apart(names))


@pytest.mark.parametrize("seed", range(6))
def test_a_report_split_into_files_is_judged_like_the_whole(tmp_path, seed):
    chance = random.Random(seed)  # noqa: S311
    cells = (["根河市", "鄂温克族自治旗"], ["2023Q4", "2023Q3", "2022"],
             ["污水处理量", "再生水利用量", "别的指标"], ["24", "-3", "待核实", "95%", "24①", "—"],
             ["万立方米", "立方米", "亩"], ["累计", ""], [""])  # fmt: skip
    rows = [list(map(chance.choice, cells)) for _ in range(24)]
    ends = [0, *sorted(chance.sample(range(1, 24), seed + 1)), 24]
    parts = [rows[first:last] for first, last in itertools.pairwise(ends)]
    names = write(tmp_path, [[LONG, *part] for part in parts])
    (tmp_path / "whole").mkdir()
    (one,) = write(tmp_path / "whole", [[LONG, *rows]])
    split, at_once = evaluate(names, PLAN), evaluate(one, PLAN)
    assert told_verdicts(split) == told_verdicts(at_once)
    places = {
        row + 2: (names[part], row - first + 2)
        for part, (first, last) in enumerate(itertools.pairwise(ends))
        for row in range(first, last)
    }
    # A finding speaks of the first of its rows in each file: the first of all is among them.
    assert {(code, *places[row]) for code, _, row in placed(at_once)} <= placed(split)
    assert {code for code, *_ in placed(at_once)} == {code for code, *_ in placed(split)}


def told_verdicts(report):
    """Verdicts and standings without where they came from."""
    frame = report.verdicts
    kept = [c for c in ("target", "region", "period", "status", "value", "margin") if c in frame]
    assert {"target", "region", "status"} <= set(kept)
    return frame[kept].astype(str).sort_values(kept).to_numpy().tolist()


def placed(report):
    """Findings about rows: code, file and row."""
    rows = report.findings[["code", "file", "row"]].dropna().itertuples(index=False, name=None)
    return {(code, file, int(row)) for code, file, row in rows if row}


def test_clean_files_do_go_together(tmp_path, monkeypatch):
    rows = [LONG, ["根河市", "2023Q4", "污水处理量", "24", "万立方米", "", ""]]
    names = write(tmp_path, [rows] * 3)
    assert sum(bool(s.pieces) for s in understand(names, PLAN).sheets) == 1
    monkeypatch.setattr(alike, "ROWS", 4)  # memory is bounded: no more rows than these wait
    assert sum(bool(s.pieces) for s in understand(names, PLAN).sheets) == 2


def test_a_broken_file_among_others_is_a_finding_of_its_own(tmp_path):
    rows = [LONG, ["根河市", "2023Q4", "污水处理量", "24", "万立方米", "", ""]]
    names = write(tmp_path, [rows, rows, rows])
    (tmp_path / "1.csv").write_bytes(b"\x00\x01\x02\xff" * 40)
    found = understand(str(tmp_path), PLAN).observations
    assert [f.file for f in found.findings if f.code == "unreadable_file"] == [names[1]]
    assert sorted(set(found.frame["file"])) == [names[0], names[2]]


def test_progress_names_every_file_in_order(tmp_path):
    rows = [LONG, ["根河市", "2023Q4", "污水处理量", "24", "万立方米", "", ""]]
    names, seen = write(tmp_path, [rows] * 5), []
    understand(names, PLAN, progress=seen.append)
    assert seen == names


YEARS = ["1985", "2016", "204135", "20160512"]


@pytest.mark.parametrize("whole", ["0", "7", "95", "1899", "3000", "45199", "99999999", *YEARS])
@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize(
    "rest", ["", ".0", ".5", ".05", ".12", ".123", ".1230", ".13", ".41", ".999"]
)
def test_a_bare_number_is_no_period_where_it_is_not_looked_at(sign, whole, rest):
    text = sign + whole + rest
    plain, _ = _plain(text)
    slow = _read(plain) or (_until(found) if (found := _read(plain.removeprefix("-"))) else None)
    if _NO_YEAR.fullmatch(text):
        assert slow is None
        assert is_figure(text)
    no_month = len(whole) == 4 and rest in {".13", ".41", ".999"}
    assert bool(_NO_YEAR.fullmatch(text)) == (whole not in YEARS or no_month)
