"""The checks of credibility as plain loops over one figure after the other."""

import math
from collections import Counter, defaultdict
from itertools import pairwise
from statistics import median

from genhe_targets.coded import BASES
from genhe_targets.credibility.panel import FLOWS
from genhe_targets.credibility.printing import as_printed

NAN = float("nan")


class Plain:
    """What a report says, by (name, region, last day); every answer is (code, observation)."""

    def __init__(self, coded, usable, plan, checks):
        self.coded, self.plan, self.checks = coded, plan, checks
        self.figures, self.row = {}, {}
        for row in range(len(coded)):
            name, region, end = (int(a[row]) for a in (coded.variable, coded.region, coded.end()))
            value = float(coded.value[row])
            if not usable[row] or coded.mark[row] or not math.isfinite(value) or name < 0:
                continue
            if self.kind(name) in {"number", "count"}:
                self.figures[name, region, end], self.row[name, region, end] = value, row
        ends = defaultdict(set)
        for name, _, end in self.figures:
            ends[name].add(end)
        groups = defaultdict(list)
        for name in sorted(ends):
            groups[self.flows(name), tuple(sorted(ends[name]))].append(name)
        self.panels = [(flow, days, names) for (flow, days), names in groups.items()]

    def kind(self, name):
        found = self.plan.variable_by_id.get(self.coded.names.ids[name])
        return found.kind if found else "number"

    def flows(self, name):
        return BASES[self.coded.names.basis[name]] in FLOWS

    def month(self, day):
        import datetime

        date = datetime.date.fromordinal(day)
        return 12 * date.year + date.month - 1

    def step(self, days):
        months = sorted({self.month(day) for day in days})
        return min((b - a for a, b in pairwise(months)), default=12)

    def before(self, days, day, months):
        return {self.month(other): other for other in days}.get(self.month(day) - months)

    def amount(self, flow, days, cell):
        name, region, day = cell
        value = self.figures.get(cell, NAN)
        if not flow or self.month(day) % 12 < self.step(days):
            return value
        added = value - self.figures.get(
            (name, region, self.before(days, day, self.step(days))), NAN
        )
        return NAN if added < 0 else added

    def cells(self, days, names):
        return [(n, r, d) for n in names for r in range(len(self.coded.regions)) for d in days]

    def small(self, name, value, before, least):
        largest = max((v for v in (value, before) if not math.isnan(v)), default=NAN)
        return self.kind(name) == "count" and not largest >= least

    def over_time(self, flow, days, names):
        told = set()
        check, units = self.checks.jumps, self.checks.units
        tolerance = float(check.previous_amount if flow else check.previous_period)
        step = self.step(days)
        plain = lambda cell: self.figures.get(cell, NAN)  # noqa: E731
        added = lambda cell: self.amount(flow, days, cell)  # noqa: E731
        kinds = [("jump_on_year", 12, plain, float(check.same_period))]
        kinds += [("jump", step, added, tolerance)] if step < 12 else []

        def pairs(months, figure):
            for cell in self.cells(days, names):
                earlier = self.before(days, cell[2], months)
                if earlier is not None:
                    yield cell, figure(cell), figure((*cell[:2], earlier))

        for _, months, figure, _ in kinds:
            for cell, value, before in pairs(months, figure):
                near = [
                    one for factor in units.factors for one in (float(factor), 1 / float(factor))
                    if before and abs(value / before / one - 1) <= float(units.tolerance)
                ]  # fmt: skip
                if (
                    near
                    and cell not in told
                    and not self.small(cell[0], value, before, units.small)
                ):
                    told.add(cell)
                    yield "wrong_unit", self.row[cell], near[-1]
        for code, months, figure, most in kinds:
            for cell, value, before in pairs(months, figure):
                far = before and abs(value / before - 1) > most
                if far and cell not in told and not self.small(cell[0], value, before, check.small):
                    told.add(cell)
                    yield code, self.row[cell], f"{value / before - 1:+.0%}"
        yield from self.outliers({12} if flow else {12, step}, days, names, told)

    def outliers(self, steps, days, names, told):
        check = self.checks.jumps
        for months in sorted(steps, reverse=True):
            for cell in self.cells(days, names):
                ends = [self.before(days, cell[2], months * k) for k in range(1, check.past + 1)]
                past = [self.figures.get((*cell[:2], end), NAN) for end in ends]
                value = self.figures.get(cell, NAN)
                if math.isnan(sum([value, *past])) or cell in told:
                    continue
                middle = median(past)
                spread = max(
                    median(abs(v - middle) for v in past), float(check.floor) * abs(middle)
                )
                far = abs(value - middle) > float(check.mads) * spread
                if far and not self.small(cell[0], value, middle, check.small):
                    told.add(cell)
                    yield "outlier", self.row[cell], middle

    def above(self, flow, days, names):
        for cell in self.cells(days, names):
            target = self.plan.target_by_id.get(self.coded.names.ids[cell[0]])
            percent = target is not None and target.indicator.unit == "%"
            if percent and self.figures.get(cell, NAN) > float(self.checks.rates.most):
                yield "above_whole", self.row[cell], f"{self.checks.rates.most:f}"

    def heaped(self, flow, days, names):
        for name in names:
            digits = Counter()
            rows = [row for cell, row in self.row.items() if cell[0] == name]
            for row in rows:
                figure = as_printed(self.coded.text("text", row), float(self.coded.value[row]))
                spelled = f"{figure.copy_abs():f}".replace(".", "").lstrip("0")
                if len(spelled) > 1:
                    digits[max(0, -figure.as_tuple().exponent), spelled[-1] in "05"] += 1
            total = Counter()
            for (decimals, _), count in digits.items():
                total[decimals] += count
            if len(rows) < self.checks.heaping.least or not total:
                continue
            decimals, n = max(total.items(), key=lambda item: (item[1], item[0]))
            k = digits[decimals, True]
            terms = [math.comb(n, i) * 0.2**i * 0.8 ** (n - i) for i in range(k, n + 1)]
            chance = min(1, math.fsum(terms))
            if n >= self.checks.heaping.least and chance <= self.checks.heaping.significance:
                yield "digit_heaping", self.coded.names.ids[name], (decimals, n, k)

    def copied(self):
        check, same, total = self.checks.copies, Counter(), Counter()
        for _, days, names in self.panels:
            for months in {self.step(days), 12}:
                for name, region, day in self.cells(days, names):
                    value = self.figures.get((name, region, day), NAN)
                    earlier = self.before(days, day, months)
                    before = self.figures.get((name, region, earlier), NAN)
                    if self.kind(name) == "number" and not math.isnan(value + before):
                        total[day, months, region] += bool(value or before)
                        same[day, months, region] += value == before != 0
        told = set()
        for key in sorted(total):
            day, _, region = key
            enough = total[key] >= check.least and same[key] >= float(check.share) * total[key]
            if enough and (day, region) not in told:
                told.add((day, region))
                yield "copied_figures", self.coded.regions[region], (same[key], total[key])

    def answers(self):
        for check in (self.above, self.over_time, self.heaped):
            for panel in self.panels:
                yield from check(*panel)
        yield from self.copied()
