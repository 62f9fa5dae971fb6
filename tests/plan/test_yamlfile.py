from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genhe_targets.plan.yamlfile import MAX_BYTES, parse_yaml, read_yaml, spelled


def problems(text):
    return [(p.line, p.where, p.problem) for p in parse_yaml(text, "f.yaml").problems]


def test_numbers_keep_the_digits_printed():
    data = parse_yaml("a: 0.6450\nb: 95.0\nc: 24\nd: -1\n", "f").data
    assert {k: str(v) for k, v in data.items()} == {
        "a": "0.6450",
        "b": "95.0",
        "c": "24",
        "d": "-1",
    }
    assert isinstance(data["a"], Decimal)


def test_words_stay_words():
    data = parse_yaml("a: yes\nb: no\nc: on\nd: 2023-12-31\ne: '24'\nf: ~\ng: true\n", "f").data
    assert data == {
        "a": "yes",
        "b": "no",
        "c": "on",
        "d": "2023-12-31",
        "e": "24",
        "f": None,
        "g": True,
    }


def test_a_doubled_key_is_a_fault_on_its_own_line():
    assert problems("at_least: 95\nunit: x\nat_least: 90\n") == [
        (3, "at_least", "the key 'at_least' is given twice")
    ]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a: &x [1]\nb: *x\n", "anchors"),
        ("a: !!python/object:os.system x\n", "tag"),
        ("a: !include x\n", "tag"),
        ("a: !!str 5\n", "tag"),
        ("&x a: 1\n", "anchors"),
        ("a: 1\n---\nb: 2\n", "second document"),
        ("a: {b: 1}\n<<: {c: 2}\n", "merge"),
        ("a: .inf\n", "no number"),
        ("? [1]\n: 2\n", "key"),
    ],
)
def test_what_a_plan_has_no_use_for_is_refused(text, word):
    found = problems(text)
    assert found
    assert any(word in problem for _, _, problem in found)


def test_a_bomb_of_aliases_does_not_expand():
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 30)
    )
    found = parse_yaml(bomb, "bomb")
    assert len(found.problems) < 1000
    assert len(str(found.data)) < 10_000


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 50_000, "- " * 5_000 + "x"])
def test_deep_nesting_is_refused_before_it_is_parsed(text):
    assert "nested deeper" in problems(text)[0][2]


@pytest.mark.parametrize("before", ["a: &x ", "a: 1\na: "])
def test_what_is_passed_over_is_not_followed_either(before):
    assert "nested deeper" in problems(before + "[" * 100_000)[-1][2]
    assert parse_yaml(before + "[{b: [1]}, 2]\nc: 3\n", "f").data["c"] == 3


def test_faults_before_the_first_broken_line_are_told_as_well():
    assert [line for line, _, _ in problems("a: 1\na: 2\nb: [\n")] == [2, 4]


def test_a_file_that_is_no_yaml_says_where():
    assert problems("a: 1\nb: [1, 2\n")[0][0] >= 2
    assert problems("")[0][2] == "is empty"


def test_files_are_bounded_and_utf8(tmp_path):
    large = tmp_path / "large.yaml"
    large.write_text("a" * (MAX_BYTES + 1))
    assert "larger than" in read_yaml(large).problems[0].problem
    gbk = tmp_path / "gbk.yaml"
    gbk.write_bytes("题: 1".encode("gbk"))
    assert "UTF-8" in read_yaml(gbk).problems[0].problem
    assert "cannot be opened" in read_yaml(tmp_path / "none.yaml").problems[0].problem


def test_lines_lead_to_the_value_or_what_is_around_it():
    file = parse_yaml("a:\n  b:\n    - c: 1\n    - d: 2\n", "f")
    assert file.line(("a", "b", 1, "d")) == 4
    assert file.line(("a", "b", 7, "zz")) == 2
    assert spelled(("a", "b", 1, "d")) == "a.b[2].d"


@given(st.text(max_size=200))
def test_no_text_makes_a_traceback(text):
    parse_yaml(text, "f")


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9
    )
)
def test_every_decimal_comes_back_as_written(number):
    assert str(parse_yaml(f"a: {number:f}", "f").data["a"]) == f"{number:f}"
