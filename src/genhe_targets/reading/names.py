"""Headings and names: what the text of a header or a row label says.

``2023年1-9月污水处理率_百分比_全市`` names a variable, a unit, a period and a scope.  A name is
matched exactly after peeling off what is understood; what is left over is never ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from genhe_targets.measurement import normal_unit
from genhe_targets.plan.model import Plan
from genhe_targets.reading.periodtexts import PeriodText, is_last_year, read_period
from genhe_targets.reading.regions import plain_name
from genhe_targets.vocabulary import Basis

ROLE_WORDS: dict[str, str] = {
    "region": "region regions regioncode 地区 区划 行政区划 行政区划代码 区划代码 行政区 行政区域 地区名称 地区代码 区域 "
    "旗市区 旗县 旗县区 旗县市区 县区 区县 县市区 县(市、区) 城市 城市名称 城市名 省份 省市 省(区、市) 省 市 "
    "province city county area district 填报地区 填报单位 报送单位 上报单位 报送地区 单位名称 所属地区 所在地区 地市 盟市 "
    "地方 市县 所属区域 regionname 地名",
    "period": "period periods 时期 报告期 时间 年份 年度 year years 月份 month months quarter 季度 期别 统计期 统计时期 "
    "统计时间 统计年度 数据期 数据时间 所属期 所属时期 时间段 填报期 time 年 月 年月 reportingperiod 报表期 期间",
    "variable": "variable variables indicator indicators 指标 指标名称 统计指标 统计量 统计量名称 项目 项目名称 名称 指标代码 "
    "指标名 item items name 指标项 指标内容 metric target 目标 数据项",
    "measure": "measure measures 措施 工作任务 重点工作 任务 任务名称 工作措施 主要内容 工作内容 措施编号 任务编号 任务序号",
    "value": "value values 数值 值 本期 本期数 本期值 本期数值 数据 完成值 实际值 完成情况 实际完成 实际完成值 完成量 完成数 "
    "数量 指标值 figure figures amount 上报值 本期完成 是否完成 本期实际 实际 obs_value result 完成进度 进展情况 进展",
    "unit": "unit units 单位 计量单位 单位(计量) 计量 数据单位 指标单位",
    "basis": "basis 口径 时期口径 数据口径 统计口径 累计/当期 时期类型",
    "note": "note notes 备注 说明 remark remarks comment comments 注 备注说明 数据说明",
    "date": "date 完成日期 完成时间 办结日期 办结时间 销号时间 销号日期 completed completiondate dateofcompletion 实际完成时间",
    "submitted": "submitted submittedon submissiondate dateofsubmission 报送日期 上报日期 填报日期 报出日期 报送时间 上报时间 填报时间",
    "evidence": "evidence 依据 佐证 佐证材料 证明材料 证明 文号 完成依据 依据材料 附件",
    "index": "序号 no no. 编号 # 行号 index 行次 代码 code 定义 definition 指标定义 指标解释 责任单位 牵头单位 配合单位 "
    "leadunit leadunits unitincharge",
    "derived": "同比 同比增长 同比增减 同比(%) 增减 增减% 增减(%) 增减率 增长率 增速 增幅 环比 环比增长 比上年增长 比上年同期增长 "
    "完成率 完成比例 完成率(%) 目标值 目标 年度目标 年度目标值 年度任务 任务数 任务量 计划 计划数 计划值 排名 位次 差距 "
    "权重 得分 分值 责任人 联系人 联系电话 填报人 审核人 数据来源 来源 source 完成时限 "
    "yoy growth rank 备用",
}
"""Words of headers by the role of their column, without blanks.

``derived`` is not read; ``index`` numbers or describes the rows and holds no figures."""

_ROLES = {plain_name(word): role for role, words in ROLE_WORDS.items() for word in words.split()}
_ROLES["目标"] = "variable"
_BASIS_WORDS = {
    **dict.fromkeys(
        ["累计", "累计值", "累计数", "本年累计", "本年累计数", "年累计", "自年初累计", "年初累计", "1-本月累计", "1-本月", "本年累计值", "累计完成", "累计完成数", "cumulative", "ytd", "yeartodate", "累计型"], Basis.CUMULATIVE),
    **dict.fromkeys(
        ["当季", "当季值", "当季数", "本季", "本季度", "当月", "当月值", "当月数", "本月", "本月数", "本月完成", "当期", "当期值", "当期数", "单季", "单月", "period", "discrete"],
        Basis.PERIOD),
    **dict.fromkeys(["期末", "本期末", "本月末", "本季末", "本季度末", "本年末", "期末数", "期末值", "时点", "时点数", "年末数", "月末数", "季末数", "point", "stock"], Basis.POINT),
    **dict.fromkeys(["年度值", "全年", "全年数", "年度数", "annual"], Basis.ANNUAL),
}  # fmt: skip
_SCOPES = frozenset(
    ("全市", "全旗", "全县", "全区", "全盟", "全域", "我市", "本市", "本地区", "全市域")
)

_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]$")
_ANY_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_SEPARATOR = re.compile(r"[_|,;:、/\-]")
_ENUMERATION = re.compile(
    r"^(?:\(?[一二三四五六七八九十]{1,3}[)、.]|\(\d{1,2}\)|\d{1,2}(?:\.\d{1,2})*[、.)]|[a-z][、)]|\*)"
)
_PART = re.compile(r"^(?:其中[:,]?|#+|--?(?=[^\d-])|·|of which:?)")
_UNIT_WORD = re.compile(r"^(?:计量)?单位[:为]?|^unit:")
_MEASURE = re.compile(
    r"(?:measure|措施|任务|工作任务|m)[_-]?(\d+[a-z]?)|第(\d+[a-z]?)[项条号]|\((\d+[a-z]?)\)"
)
_BARE_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_MAX_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Heading:
    """What a header or row label says.

    Attributes:
        text: As written.
        role: Role of a column that has this header, ``""`` for none.
        variable: Id of the variable, target or measure, ``""`` for none known.
        unit: Unit of measurement, ``""`` for none.
        period: Period, ``None`` for none.
        basis: Span of the figures, ``None`` where nothing is said.
        last_year: Whether it speaks of the same period one year before (上年同期).
        part: Whether it is a part of the item above (其中, #).
        name: The name that is left when the rest is taken off, for a name that is not known.
    """

    text: str
    role: str = ""
    variable: str = ""
    unit: str = ""
    period: PeriodText | None = None
    basis: Basis | None = None
    last_year: bool = False
    part: bool = False
    name: str = ""

    @property
    def understood(self) -> bool:
        """Whether anything in it is known."""
        known = self.role or self.variable or self.unit or self.period or self.basis
        return bool(known) or self.last_year


def basis_of(text: str) -> Basis | None:
    """The basis a text names (累计, 当季), ``None`` where it names none."""
    key = plain_name(text)
    return _BASIS_WORDS.get(key) or (Basis(key) if key in set(Basis) else None)


class VariableNames:
    """The names under which a plan's variables, indicators and measures are reported."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._ids: dict[str, str] = {}
        self._seen: dict[str, Heading] = {}
        for variable in plan.variables:
            titles = (variable.title.zh, variable.title.en)
            self._add(variable.id, (variable.id, *titles, *variable.aliases))
        for target in plan.targets:
            titles = (target.title.zh, target.title.en)
            self._add(target.id, (target.id, *titles, *target.indicator.aliases))
        for measure in plan.measures:
            self._add(measure.variable, (measure.variable, measure.title.zh, measure.title.en))
        self.has_numbers = any(not name.strip("-.0123456789") for name in self._ids)

    def _add(self, name: str, spellings: tuple[str, ...]) -> None:
        for spelling in spellings:
            self._ids.setdefault(plain_name(spelling), name)

    def read(self, text: str) -> Heading:
        """Read a header or a row label."""
        try:
            return self._seen[text]
        except KeyError:
            if len(self._seen) > 1 << 16:
                self._seen.clear()
            return self._seen.setdefault(text, self._read(text))

    def may_name(self, text: str) -> bool:
        """Whether a text is worth reading for a name: a bare number is not where none is one."""
        return self.has_numbers or not _BARE_NUMBER.fullmatch(text)

    def is_known(self, text: str) -> bool:
        """Whether a text names a variable."""
        return self.may_name(text) and bool(self.read(text).variable)

    def measure(self, text: str) -> str | None:
        """Id of a measure by its bare number, as in a column of measures."""
        number = plain_name(text).removesuffix(".0")
        return f"measure_{number}" if number in self.plan.measure_by_number else None

    def mentioned(self, text: str) -> str:
        """The one variable or target a title speaks of, by the longest name in it; else ``""``."""
        key = plain_name(text)
        found = {name: own for name, own in self._ids.items() if len(name) > 2 and name in key}
        longest = [n for n in found if not any(n != o and n in o for o in found)]
        ids = {found[name] for name in longest}
        return ids.pop() if len(ids) == 1 else ""

    def _known(self, key: str) -> str | None:
        found = self._ids.get(key)
        if found is None:
            measure = _MEASURE.fullmatch(key)
            number = measure and (measure[1] or measure[2] or measure[3])
            if number in self.plan.measure_by_number:
                return f"measure_{number}"
        return found

    def _read(self, text: str) -> Heading:
        key = plain_name(text)
        if not key or len(key) > _MAX_LENGTH:
            return Heading(text, name=key)
        known = self._known(key)
        if known:
            return Heading(text, variable=known, name=key)
        role = _ROLES.get(key) or _ROLES.get(_ANY_BRACKET.sub("", key))
        if role and not (role == "period" and read_period(text)):
            unit = next((u for u in map(_unit, _ANY_BRACKET.findall(key)) if u), "")
            return Heading(text, role=role, unit=unit)
        whole = self._piece(Heading(text), key)
        if whole is not None:
            return whole
        best = self._peel(Heading(text), key, depth=0)
        return replace(best, name=best.name or key)

    def _piece(self, heading: Heading, key: str) -> Heading | None:
        """Take one piece for a unit, a period, a basis or a scope."""
        basis = _BASIS_WORDS.get(key)
        if basis and heading.basis is None:
            return replace(heading, basis=basis)
        if is_last_year(key):
            return replace(heading, last_year=True)
        if key in _SCOPES:
            return heading
        period = read_period(key)
        if period and heading.period is None:
            return replace(heading, period=period)
        unit = _unit(key)
        if unit and not heading.unit:
            return replace(heading, unit=unit)
        return None

    def _peel(self, heading: Heading, key: str, depth: int) -> Heading:
        """Take pieces off until a known name is left."""
        known = self._known(key)
        if known:
            return replace(heading, variable=known, name=key)
        role = _ROLES.get(key)
        if role and depth:
            return replace(heading, role=role, name=key)
        best = replace(heading, name=key)
        if depth > 5:
            return best
        for taken, rest in self._pieces(heading, key):
            if not rest:
                return taken
            found = self._peel(taken, rest, depth + 1)
            if found.variable or found.role:
                return found
            if best.name == key and found.understood:
                best = found
        return best

    def _pieces(  # noqa: C901 - one branch for each kind of piece a name can carry
        self, heading: Heading, key: str
    ) -> Iterator[tuple[Heading, str]]:
        """Every way to take one piece off a name, the surest first."""
        for pattern, part in ((_PART, True), (_ENUMERATION, False)):
            found = pattern.match(key)
            if found and found.end() < len(key):
                yield replace(heading, part=heading.part or part), key[found.end() :]
        for found in _ANY_BRACKET.finditer(key):
            taken = self._piece(heading, found[1])
            if taken is not None:
                yield taken, key[: found.start()] + key[found.end() :]
        for found in _SEPARATOR.finditer(key):
            head, tail = key[: found.start()], key[found.end() :]
            for piece, rest in ((tail, head), (head, tail)):
                taken = self._piece(heading, piece) if piece and rest else None
                if taken is not None:
                    yield taken, rest
        if key[-1] in "%‰" and not heading.unit:
            yield replace(heading, unit=key[-1]), key[:-1]
        for length in range(min(len(key) - 1, 14), 1, -1):
            for piece, rest in ((key[:length], key[length:]), (key[-length:], key[:-length])):
                if (
                    piece[0] in "0123456789一二三四上下前全本当累期年季我单去"
                    or piece in _BASIS_WORDS
                ):
                    taken = self._piece(heading, piece)
                    if taken is not None and taken.unit == heading.unit:
                        yield taken, rest.strip("_-:,")


def _unit(text: str) -> str:
    """The unit a piece of a name gives, ``""`` for none."""
    plain = _UNIT_WORD.sub("", text)
    return plain if plain and plain not in {"1", "-"} and normal_unit(plain) else ""


@lru_cache(maxsize=16)
def variable_names(plan: Plan) -> VariableNames:
    """The names of a plan, gathered once for each plan."""
    return VariableNames(plan)
