"""Units of measurement as Chinese statistics write them, converted exactly.

The definitions are our own, in the notation of pint: a bureau's 万立方米, 亩 and ‰ are not in
any general registry.  Conversion factors are fractions (1 亩 is 1/15 公顷, no rounding), and
pint is imported only when two different units meet.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

SCALES: dict[str, Fraction] = {
    "十": Fraction(10),
    "百": Fraction(100),
    "千": Fraction(1000),
    "万": Fraction(10_000),
    "十万": Fraction(100_000),
    "百万": Fraction(1_000_000),
    "千万": Fraction(10_000_000),
    "亿": Fraction(100_000_000),
    "万亿": Fraction(1_000_000_000_000),
}
"""Multipliers that stand before a unit; they may also stand behind a number (3.2亿)."""

_DEFINITIONS = """
米 = [length] = m = metre = meter
厘米 = 米 / 100 = cm
毫米 = 米 / 1000 = mm
公里 = 1000 * 米 = km = 千米
平方米 = 米**2 = m2 = 平米 = sqm
公顷 = 10000 * 平方米 = hm2 = ha = hectare = 平方百米
亩 = 公顷 / 15 = mu
平方公里 = 100 * 公顷 = km2 = 平方千米
立方米 = 米**3 = m3 = 方 = 立方 = cbm
升 = 立方米 / 1000 = L
毫升 = 升 / 1000 = ml
克 = [mass] = g
毫克 = 克 / 1000 = mg
千克 = 1000 * 克 = kg = 公斤
斤 = 千克 / 2
吨 = 1000 * 千克 = t = tonne
吨标准煤 = [standard_coal] = tce = 标准煤
元 = [currency] = 人民币元 = yuan = CNY = RMB
人 = [person] = persons = people = 人口
人次 = [visit]
户 = [household] = households
亩次 = [area_treatment]
秒 = [time]
小时 = 3600 * 秒 = h
日 = 24 * 小时 = 天 = d
年 = 8766 * 小时 = a
瓦 = [power]
千瓦 = 1000 * 瓦 = kW
千瓦时 = [energy] = 度 = kWh
摄氏度 = [temperature]
分 = [score]
个 = [count] = 条 = 处 = 次 = 期 = 项 = 家 = 名 = 人 = 座 = 件 = 起 = 份 = 段 = 口 = 眼 = 台 = 套 = 所 = 场
百分数 = 0.01 = 百分比 = 百分点 = 个百分点 = percent = pct = percentage = 百分率
千分数 = 0.001 = 千分比 = permille
无量纲 = 1 = 无单位 = 系数 = 比值 = dimensionless
"""

_CLASSIFIERS = frozenset("个条处次期项家名人座件起份段口眼台套所场")
_COUNTED = re.compile(
    r"(?:个|条|处|次|项|家|座|件|份|所)(?:行政村|村|县|项目|企业|工程|河段|河流)?"
)

_SYMBOLS = {"%": "百分数", "‰": "千分数", "": "无量纲", "1": "无量纲"}
_PREFIXES = {"thousand": "千", "million": "百万", "billion": "十亿", "10k": "万", "mn": "百万"}
_POWER_OF_TEN = re.compile(r"(?:10\^?(\d)|(10{3,8}))(?=\D)")
_WORD = re.compile(r"[^\W\d_]+\d?")


def _names() -> frozenset[str]:
    names = set()
    for line in _DEFINITIONS.strip().splitlines():
        name, _, *synonyms = (part.strip() for part in line.split("="))
        names |= {name, *synonyms} - {"[" + name + "]"}
    return frozenset(names)


_NAMES = _names()
_BY_SCALE = sorted([*SCALES, "十亿"], key=len, reverse=True)


@lru_cache(maxsize=4096)
def normal_unit(text: str) -> str | None:
    """The one spelling of a unit that is compared and converted, ``None`` for no unit.

    ``万m³``, ``万立方米`` and ``10⁴ m3`` give the same spelling only as far as their letters do;
    whether they are the same unit is for ``convert_factor`` to say.
    """
    plain = _plain(text)
    if plain in _SYMBOLS:
        return _SYMBOLS[plain]
    parts = re.split(r"/|每", plain)
    if len(parts) > 2 or not all(parts):
        return None
    spelled = [_simple(part) for part in parts]
    return "/".join(part for part in spelled if part) if all(spelled) else None


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    return re.sub(r"\s+", "", plain).strip(":.。()[]")


def _simple(text: str) -> str | None:
    """A unit without a fraction bar, scale first: ``万m3``."""
    for word, scale in _PREFIXES.items():
        if text.lower().startswith(word) and len(text) > len(word):
            text = scale + text[len(word) :]
    power = _POWER_OF_TEN.match(text)
    if power:
        zeros = int(power[1]) if power[1] else len(power[2]) - 1
        scale = next((name for name, size in SCALES.items() if size == 10**zeros), "")
        if not scale:
            return None
        text = scale + text[power.end() :]
    if text in _SYMBOLS and text:
        return _SYMBOLS[text]
    base = text
    if base not in _NAMES:
        scale = next((name for name in _BY_SCALE if base.startswith(name)), "")
        base = base.removeprefix(scale)
        if not base:
            return None
        if base not in _NAMES and _COUNTED.fullmatch(base):
            base = "个"
        if base not in _NAMES and base.lower() in _NAMES:
            base = base.lower()
        if base not in _NAMES:
            return None
        text = scale + base
    return text


@cache
def _registry() -> Any:
    import pint

    lines = _DEFINITIONS.strip().splitlines()
    scales = [f"{name}- = {size}" for name, size in (SCALES | {"十亿": 10**9}).items()]
    return pint.UnitRegistry([*scales, *lines], non_int_type=Fraction, cache_folder=None)


@lru_cache(maxsize=4096)
def convert_factor(from_unit: str, to_unit: str) -> Fraction | None:
    """What a figure in ``from_unit`` is multiplied by to be in ``to_unit``, exactly.

    Args:
        from_unit: A unit as written, such as ``亩``, ``万m³``, ``%``.
        to_unit: Another.

    Returns:
        The factor; ``None`` where one of them is no known unit or the dimensions differ.
    """
    if _plain(from_unit) == _plain(to_unit):
        return Fraction(1)
    source, target = normal_unit(from_unit), normal_unit(to_unit)
    if source is None or target is None:
        return None
    if source == target or {source, target} <= _CLASSIFIERS:
        return Fraction(1)
    import pint

    registry = _registry()
    try:
        factor = registry.Quantity(Fraction(1), source).to(target).magnitude
    except pint.DimensionalityError:
        return None
    return Fraction(factor)


def same_dimension(one: str, other: str) -> bool:
    """Whether two units measure the same thing, such as 亩 and 公顷."""
    return convert_factor(one, other) is not None
