"""The pages on rules are true: each form in YAML, as the example plans write it, beside its sentence.

python tests/test_rule_docs.py       writes the pages again
"""

import re
from pathlib import Path

import pytest

from genhe_targets.judging.cases import run_cases
from genhe_targets.plan.loading import load_plan
from genhe_targets.plan.paces import PACES
from genhe_targets.plan.rules import FORMS, Joined

ROOT = Path(__file__).parents[1]
PLANS = ("rule-forms", "plan-abroad")
PAGES = {"en": "rules.md", "zh": "rules.zh-CN.md"}

INTRO = {
    "en": """# Rules a target can declare

A rule is a mapping under `rule:` in the file of a target, named by its form. Everything below stands in
[examples/rule-forms](../examples/rule-forms) and [examples/plan-abroad](../examples/plan-abroad), with cases that prove it. Run
`genhe-targets plan lint PATH` after each change and `genhe-targets plan test PATH` to see the cases; both tell file, line and a hint.

- Limits are decimals as printed and are judged exactly; the limit itself counts as the wording says.
- `value` in a formula of a rule is the indicator's own figure; `value[2020]` is that of a year, `value[-1]` that of the same
  period of the year before, `value[year - 1]` that of the whole year before, `x["2024-12-31"]` that of a day.
- Silence is never zero: a figure that is missing leaves the verdict `missing`, or `indeterminate` where others are there; where every
  completion gives the same answer, that answer is given.
- Years run from January to December unless `plan.yaml` says otherwise, as
  [examples/fiscal-year](../examples/fiscal-year) does: `fiscal_year: {first_month: 4, named_after: first}`. `named_after` says whether
  2025 is 2025/26 (`first`) or 2024/25 (`last`). Then quarters, halves, totals since the start of the year, deadlines, the share of the time, limits
  by year and `value[2020]` follow the fiscal year. Reports may write `2025/26Q1`, `FY2025`, `2025-26财年第一季度`; months and days stay those of the
  calendar. `2025Q1` is taken as the plan's own first quarter, and a finding says so; `2003-04`, a month or a year, is refused.
- A tolerance that was needed, a reported figure whose digits allow both answers, and the colour of a band stand beside the verdict,
  in its reason.
""",
    "zh": """# 目标可以写的规则

规则写在目标文件的 `rule:` 下，以写法为名。下面每一种都在 [examples/rule-forms](../examples/rule-forms) 和
[examples/plan-abroad](../examples/plan-abroad) 里用过，并有用例证明。改完运行 `genhe-targets plan lint 路径` 检查，
运行 `genhe-targets plan test 路径` 看用例；有错时给出文件、行号和提示。

- 目标值按原文的小数书写，精确比较；含不含本数按写法而定。
- 规则的公式里，`value` 是本指标的数；`value[2020]` 是某年的数，`value[-1]` 是上年同期的数，`value[year - 1]` 是上年全年的数，
  `x["2024-12-31"]` 是某日的数。
- 缺报不等于零：缺数时判“缺报”，其他数已报时判“无法判定”；无论缺的数是多少结论都一样时，照常判定。
- 年度默认从1月到12月；`plan.yaml` 可以另行规定，如 [examples/fiscal-year](../examples/fiscal-year)：
  `fiscal_year: {first_month: 4, named_after: first}`。`named_after` 规定2025指2025/26（`first`）还是2024/25（`last`）。季度、半年、年初累计、时限、
  序时进度、逐年目标和 `value[2020]` 都随财政年度。上报时可写 `2025/26Q1`、`FY2025`、`2025-26财年第一季度`；月、日仍按公历。
  写 `2025Q1` 的按本计划的第一季度理解，并作为数据问题列出；`2003-04` 既可指月也可指年，不采用。
- 用到了允许偏差、上报位数使两种结论都有可能、属于哪个颜色，都写在判定的理由里。
""",
}

SECTIONS = (
    ("rule-forms", "bounds", "限值", "Bounds"),
    ("rule-forms", "together", "组合与条件", "Joined and conditional"),
    ("rule-forms", "change", "比较与变化", "Change and comparison"),
    ("rule-forms", "lists", "名单、均与总体、排名", "Lists, each and overall, places"),
    ("rule-forms", "counts", "次数、节点、零记录", "Counts, milestones, zero records"),
    ("rule-forms", "grades", "类别与等级", "Classes and colours"),
    ("rule-forms", "limits", "变化的目标值与修约", "Limits that vary, and rounding"),
    ("plan-abroad", "surface", "进度方法：外推、增速比、变化量比例", "Pace: projection, growth, share of change"),
    ("plan-abroad", "climate", "进度方法：复合降幅、序时进度", "Pace: compounding, share of the time"),
    ("plan-abroad", "waste-water", "另一个国家的写法", "From another country"),
    ("fiscal-year", "network", "财政年度：逐年目标、比往年", "Fiscal years: limits by year, earlier years"),
    ("fiscal-year", "works", "财政年度：累计、季度、节点", "Fiscal years: totals, quarters, milestones"),
)  # fmt: skip

KEYS = ("rule", "pace", "comparison")


def block(text: str, key: str) -> str:
    """A key of a target file as written, with everything below it."""
    found = re.search(rf"^{key}:.*\n(?:[ ]+.*\n)*", text, re.MULTILINE)
    return found[0] if found else ""


def page(lang: str) -> str:
    """The whole page."""
    out = [INTRO[lang]]
    for folder, section, zh, en in SECTIONS:
        plan = load_plan(ROOT / "examples" / folder)
        out.append(f"## {zh if lang == 'zh' else en}\n")
        for file in sorted((ROOT / "examples" / folder / section).glob("*.yaml")):
            target = plan.target_by_id[file.stem]
            text = file.read_text(encoding="utf-8")
            yaml = "".join(block(text, key) for key in KEYS)
            unit = plan.unit_text(target.indicator.unit).in_(lang)
            sentence = target.rule.sentence("1" if target.indicator.unit == "1" else unit, lang)
            said = [f"**{target.title.in_(lang)}**: {sentence}"]
            if lang == "zh":
                said = [f"**{target.title.zh}**：{sentence}"]
            if target.pace:
                said.append(f"*{target.pace.sentence(lang)}*")
            notes = " ".join(note.in_(lang) for note in target.notes)
            head = "  \n".join(said)
            out.append(f"{head}\n\n```yaml\n{yaml}```\n\n{notes}\n")
    return "\n".join(out)


@pytest.mark.parametrize("lang", PAGES)
def test_the_page_shows_what_the_plans_say(lang):
    text = (ROOT / "docs" / PAGES[lang]).read_text(encoding="utf-8")
    assert text == page(lang), "run: python tests/test_rule_docs.py"


@pytest.mark.parametrize("lang", PAGES)
def test_its_links_lead_somewhere(lang):
    text = (ROOT / "docs" / PAGES[lang]).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / "docs" / target).exists()


@pytest.mark.parametrize("name", PLANS)
def test_every_case_of_the_example_comes_out_as_it_says(name):
    results = run_cases(load_plan(ROOT / "examples" / name))
    wrong = [f"{r.target}: {r.case.name}: {r.found} ({r.reason})" for r in results if not r.ok]
    assert not wrong
    assert len(results) > 30


@pytest.mark.parametrize("name", PLANS)
def test_an_example_is_made_up_and_holds_files_only(name):
    folder = ROOT / "examples" / name
    plan = load_plan(folder)
    assert plan.made_up
    assert "虚构" in plan.title.zh
    assert {file.suffix for file in folder.rglob("*.*")} == {".yaml", ".md"}


def forms(rule) -> set[str]:
    parts = rule.parts if isinstance(rule, Joined) else ()
    return {rule.form, *(form for part in parts for form in forms(part))}


def test_the_examples_use_every_form_and_every_pace_method():
    targets = [t for name in PLANS for t in load_plan(ROOT / "examples" / name).targets]
    assert {form for target in targets for form in forms(target.rule)} == FORMS.keys()
    assert {target.pace.method for target in targets if target.pace} == PACES.keys()


def test_every_target_is_on_the_page():
    shown = {(folder, section) for folder, section, *_ in SECTIONS}
    for name in PLANS:
        folder = ROOT / "examples" / name
        assert {(name, file.parent.name) for file in folder.glob("*/*.yaml")} <= shown


if __name__ == "__main__":
    for language, name in PAGES.items():
        (ROOT / "docs" / name).write_text(page(language), encoding="utf-8", newline="\n")
