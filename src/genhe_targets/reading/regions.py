"""Region names: codes and the many spellings of a name, to the code of the plan.

A name is matched exactly or not at all: by code (6, 9 or 12 digits, former codes, ``150785.0``),
or by full, short or prefixed name without its blanks.  A near miss is suggested by the contract,
never guessed here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from genhe_targets.plan.model import Plan, Region
from genhe_targets.reading.cells import tidy_text

PROVINCES = [
    "北京市",
    "天津市",
    "河北省",
    "山西省",
    "内蒙古自治区",
    "辽宁省",
    "吉林省",
    "黑龙江省",
    "上海市",
    "江苏省",
    "浙江省",
    "安徽省",
    "福建省",
    "江西省",
    "山东省",
    "河南省",
    "湖北省",
    "湖南省",
    "广东省",
    "广西壮族自治区",
    "海南省",
    "重庆市",
    "四川省",
    "贵州省",
    "云南省",
    "西藏自治区",
    "陕西省",
    "甘肃省",
    "青海省",
    "宁夏回族自治区",
    "新疆维吾尔自治区",
    "香港特别行政区",
    "澳门特别行政区",
    "台湾省",
    "新疆生产建设兵团",
]
"""Names that may stand before a region's own without being regions of the plan."""

_SUFFIXES = re.compile(
    r"(?:壮族|回族|维吾尔|蒙古族|藏族|达斡尔族|鄂温克族|鄂伦春族)*"
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|林区|地区|新区|省|市|盟|州|县|区|旗)$"
)
_FOOTNOTE = re.compile(r"[①-⑳※†‡*]|(?<![a-zA-Z])[¹²³⁴-⁹]|[\u200b-\u200d\ufeff]")
_CODE = re.compile(r"(\d{6}|\d{9}|\d{12})(?:\.0+)?")

PSEUDO = re.compile(
    r"市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划|其[它他]区?|其[它他]地区|市本级|县本级"
)
"""Rows of code lists that are no regions of their own."""

TOTALS = re.compile(
    r"合计|总计|小计|共计|累计|汇总|total|sum|subtotal|"
    r"(?:全[市旗县区盟州省国]|全自治区|本[市旗县区盟省]|市区?|旗市区|各旗市区|各区|区县)?(?:合计|小计|总计|平均)|"
    r"全[市旗县区盟州省国]|全自治区|本[市旗县区盟省]|grand ?total|nation|national|whole (?:city|country)",
    re.IGNORECASE,
)
"""Names of totals; they check their parts and are never added to them."""

WHOLE = re.compile(
    r"全[市旗县区盟州省国]|全自治区|本[市旗县区盟省]|全[市旗县区盟州省](?:合计|总计)"
)
"""Names of totals that name a whole region."""


def plain_name(text: str) -> str:
    """A name without blanks, footnote marks, brackets' width or case."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _FOOTNOTE.sub("", text))
    return "".join(text.split()).casefold()


def is_total(text: str) -> bool:
    """Whether a row's name says that it is a total."""
    return TOTALS.fullmatch(tidy_text(text).replace(" ", "").rstrip(":")) is not None


class RegionNames:
    """The names of a plan's regions."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._regions = plan.region_by_code
        self._codes: dict[str, str] = {}
        self._names: dict[str, str | None] = {}
        self._seen: dict[str, str | None] = {}
        for region in plan.regions:
            for code in (region.code, *region.former_codes):
                self._codes.setdefault(code.casefold(), region.code)
        for region in plan.regions:
            for name in (region.title.zh, region.title.en, *region.aliases):
                self._add(name, region)
        strong = set(self._names)
        for region in plan.regions:
            for name in (region.title.zh, *region.aliases):
                short = _SUFFIXES.sub("", plain_name(name))
                if len(short) > 1 and short not in strong:
                    self._add(short, region)
        self._prefixes = {plain_name(name) for name in PROVINCES}
        self._prefixes |= {_SUFFIXES.sub("", name) for name in self._prefixes}

    def _add(self, name: str, region: Region) -> None:
        key = plain_name(name)
        known = self._names.get(key, region.code)
        # Two regions of one name cannot be told apart.
        self._names[key] = region.code if known == region.code else None

    def find(self, text: str) -> str | None:
        """The code of the region a text names, ``None`` where it names none for certain."""
        if text in self._regions:
            return text
        if text.isascii() and text.isdigit():
            return self._by_code(text)
        try:
            return self._seen[text]
        except KeyError:
            if len(self._seen) > 1 << 16:
                self._seen.clear()
            return self._seen.setdefault(text, self._find(text))

    def _find(self, text: str) -> str | None:
        key = plain_name(text)
        found = _CODE.fullmatch(key)
        if found:
            return self._by_code(found[1])
        if key in self._codes:
            return self._codes[key]
        if key in self._names:
            return self._names[key]
        return self._prefixed(key, None) or self._coded_name(key)

    def _by_code(self, digits: str) -> str | None:
        known = self._codes.get
        code = known(digits)
        while code is None and len(digits) > 6 and digits.endswith("000"):
            digits = digits[:-3]
            code = known(digits)
        return code

    def _prefixed(self, key: str, within: str | None) -> str | None:
        """Drop names of higher regions from the front: 内蒙古呼伦贝尔市根河市."""
        for length in range(len(key) - 1, 1, -1):
            head, rest = key[:length], key[length:]
            code = self._names.get(head)
            if head in self._prefixes and code is None:
                found = self._names.get(rest) or self._prefixed(rest, within)
            elif code is not None:
                found = self._names.get(rest) or self._prefixed(rest, code)
                if found and not self.inside(found, code):
                    found = None
            else:
                continue
            if found:
                return found
        return None

    def _coded_name(self, key: str) -> str | None:
        """A code and a name in one cell: 150785根河市, 根河市(150785)."""
        digits = re.search(r"(?<!\d)(\d{6}|\d{9}|\d{12})(?!\d)", key)
        if not digits:
            return None
        name = (key[: digits.start()] + key[digits.end() :]).strip("()[]-_:/|")
        code = self._by_code(digits[1])
        return code if code and self.find(name) == code else None

    def inside(self, code: str, outer: str) -> bool:
        """Whether one region is another or lies in it."""
        while code != outer:
            parent = self._regions[code].parent if code in self._regions else None
            if parent is None:
                return False
            code = parent
        return True

    def parent_of_all(self, codes: set[str]) -> str | None:
        """The region that all of them are direct parts of, ``None`` where there is none."""
        parents = {self._regions[code].parent for code in codes if code in self._regions}
        return parents.pop() if len(parents) == 1 else None

    def mentioned(self, text: str) -> str | None:
        """The one region a title or file name speaks of: the longest full name in it."""
        key = plain_name(text)
        found: dict[str, int] = {}
        for name, code in self._names.items():
            if code and len(name) > 1 and name in key:
                found[code] = max(found.get(code, 0), key.index(name) * 100 + len(name))
        for digits in re.findall(r"(?<!\d)\d{6}(?:\d{3}|\d{6})?(?!\d)", key):
            code = self._by_code(digits)
            if code:
                return code
        inner = [
            code for code in found if not any(o != code and self.inside(o, code) for o in found)
        ]
        return inner[0] if len(inner) == 1 else None


@lru_cache(maxsize=16)
def region_names(plan: Plan) -> RegionNames:
    """The names of a plan's regions, gathered once for each plan."""
    return RegionNames(plan)
