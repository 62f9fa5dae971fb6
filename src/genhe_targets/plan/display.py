"""How a plan and a target look in a notebook, in light and dark themes, and the style of both."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from genhe_targets.vocabulary import word

if TYPE_CHECKING:
    from genhe_targets.plan.model import Plan, Target, Text


@cache
def style() -> str:
    """The style sheet, scoped to ``.gt``; colours of text and page are the notebook's own."""
    css = files("genhe_targets.plan").joinpath("display.css").read_text("utf-8")
    return f"<style>{css}</style>"


def plan_html(plan: Plan) -> str:
    """A plan as a table of its targets, by clause."""
    titles = {clause.number: clause.title for clause in plan.clauses}
    rows, last = [], object()
    order = {number: at for at, number in enumerate(titles)}
    for target in sorted(plan.targets, key=lambda t: order.get(t.source.clause or "", 999)):
        clause = target.source.clause
        if clause != last:
            name = titles.get(clause or "")
            head = (
                f"（{clause}） {_both(name)}" if clause and name else clause or "分工表 Work table"
            )
            rows.append(f'<tr><td class="c" colspan="5">{head}</td></tr>')
            last = clause
        rows.append(
            f"<tr><td>{_both(target.title)}<br><code>{escape(target.id)}</code></td>"
            f"<td>{_rule(target)}</td>"
            f"<td>{target.deadline or '—'}</td><td>{escape('、'.join(target.lead))}</td>"
            f"<td>{escape(target.source.measure or '—')}</td></tr>"
        )
    heads = "".join(
        f"<th>{head}</th>"
        for head in ("指标 Target", "目标要求 Rule", "时限 Due", "牵头 Lead", "任务 Measure")
    )
    count = f"{len(plan.targets)} targets, {len(plan.measures)} measures"
    return (
        f'<div class="gt">{style()}<h4>{_both(plan.title)}</h4>'
        f'<p class="s">{escape(plan.id)} · {plan.year} · {count}</p>'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def target_html(target: Target) -> str:
    """A target with everything that decides it."""
    facts = {
        "目标要求 Rule": _rule(target),
        "计算公式 Formula": f"<code>{escape(target.indicator.formula)}</code>",
        "单位 Unit": escape(target.indicator.unit),
        "性质 Nature": _coded(target.indicator.nature.value),
        "约束性 Obligation": _coded(target.obligation.value),
        "完成时限 Due": str(target.deadline or "—"),
        "条款 Clause": escape(target.source.clause or "—"),
        "任务 Measure": escape(target.source.measure or "—"),
        "牵头 Lead": escape("、".join(target.lead) or "—"),
        "配合 Support": escape("、".join(target.support) or "—"),
    }
    listed = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts.items())
    notes = "".join(f"<p>{_both(note)}</p>" for note in target.notes)
    return (
        f'<div class="gt">{style()}<h4>{_both(target.title)}</h4>'
        f"<p><code>{escape(target.id)}</code></p><dl>{listed}</dl>{notes}</div>"
    )


def _rule(target: Target) -> str:
    return f"{escape(target.sentence('zh'))} <small>{escape(target.sentence('en'))}</small>"


def _coded(code: str) -> str:
    """A code by its names."""
    return f"{word(code, 'zh')} <small>{word(code, 'en')}</small>"


def _both(text: Text) -> str:
    return f"{escape(text.zh)} <small>{escape(text.en)}</small>"
