"""The kinds of findings of reading, each with its sentence in both languages."""

from __future__ import annotations

from genhe_targets.findings import declare
from genhe_targets.vocabulary import Severity

UNREADABLE_FILE = declare(
    "unreadable_file", Severity.ERROR,
    "无法读取：{problem_zh}。{hint_zh}", "cannot be read: {problem}. {hint}",
)  # fmt: skip
FILE_UNUSED = declare("file_unused", Severity.WARNING, "未读取：{reason}", "not read: {reason_en}")
FILE_IGNORED = declare(
    "file_ignored", Severity.INFORMATION, "已忽略：{reason}", "ignored: {reason_en}"
)
ASIDE_REASONS = {
    "lock": ("打开文件时留下的临时文件", "a lock file of an open document"),
    "hidden": ("隐藏文件", "a hidden file"),
    "special": ("不是普通文件", "no regular file"),
    "suffix": (
        "不是表格文件（CSV、Excel、JSON、parquet 或 zip）",
        "no file of a table (CSV, Excel, JSON, parquet or zip)",
    ),
}
"""Why files of a folder or archive are not read, in both languages."""

FORMAT_DIFFERS = declare(
    "format_differs", Severity.INFORMATION,
    "扩展名为{suffix}，内容是{found}，按内容读取", "named {suffix} but holds {found}; read as {found}",
)  # fmt: skip
EXTERNAL_LINKS = declare(
    "external_links",
    Severity.INFORMATION,
    "公式引用了其他工作簿，采用的是上次保存时的数值",
    "formulas refer to other workbooks; the values last saved are used",
)
HIDDEN_SHEET = declare(
    "hidden_sheet",
    Severity.INFORMATION,
    "工作表已隐藏，仍已读取",
    "the sheet is hidden; it is read",
)
UNCOMPUTED = declare(
    "formula_not_computed", Severity.WARNING,
    "有{count}个公式没有保存计算结果，如“{text}”；请用 Excel 或 WPS 打开后保存一次",
    "{count} formulas were saved without a result, such as {text!r}; open and save it once in Excel",
)  # fmt: skip
EMPTY_TABLE = declare(
    "empty_table", Severity.WARNING, "只有表头，没有数据", "a header without data"
)
ENCODING = declare(
    "encoding_decided", Severity.INFORMATION,
    "文本编码判定为{encoding}：{reason}", "read as {encoding}: {reason_en}",
)  # fmt: skip
PERIOD_OF_PLAN = declare(
    "period_of_fiscal_year", Severity.INFORMATION,
    "“{text}”按计划的财政年度理解为{period}（{start}至{end}）；如指公历，请写明月份",
    "{text!r} is taken as {period} of the plan's fiscal year ({start} to {end}); "
    "write months where the civil year is meant",
)  # fmt: skip
YEAR_IMPLIED = declare(
    "year_implied", Severity.INFORMATION,
    "“{text}”未写年份，按{origin}取{year}年",
    "{text!r} names no year; {year} is taken from {origin_en}",
)  # fmt: skip
YEAR_ASSUMED = declare(
    "year_assumed", Severity.WARNING,
    "“{text}”未写年份，文件中也没有，按计划年度取{year}年",
    "{text!r} names no year and neither does the file; the plan's year {year} is assumed",
)  # fmt: skip
PERIOD_IMPLIED = declare(
    "period_implied", Severity.INFORMATION,
    "表中没有时期，按{origin}“{text}”取{period}",
    "no period in the table; {period} is taken from {origin_en} {text!r}",
)  # fmt: skip
PERIOD_MISSING = declare(
    "period_missing", Severity.ERROR,
    "没有写明时期，标题、工作表名和文件名中也没有。请补充时期列",
    "no period is given, nor do title, sheet or file name tell one; add a column for it",
)  # fmt: skip
VARIABLE_IMPLIED = declare(
    "variable_implied", Severity.INFORMATION,
    "表中没有指标名称，按“{text}”取{name}", "no indicator in the table; {name} is taken from {text!r}",
)  # fmt: skip
VARIABLE_MISSING = declare(
    "variable_missing", Severity.ERROR,
    "没有写明指标，标题中也没有（{count}个数据）。请在表上方写“指标：…”，或用对照文件注明",
    "no indicator is named, nor does a title name one ({count} figures); write “指标：…” above the"
    " table or name it in a mapping file",
)  # fmt: skip
PERIOD_AMBIGUOUS = declare(
    "period_ambiguous", Severity.WARNING,
    "“{text}”可能是{one}，也可能是{other}（末尾的0可能被省略），未采用",
    "{text!r} may be {one} or, with its zero dropped, {other}; not used",
)  # fmt: skip
PERIOD_SERIAL = declare(
    "period_serial", Severity.INFORMATION,
    "“{text}”按电子表格日期序号读作{period}", "{text} is read as the serial number of {period}",
)  # fmt: skip
REGION_ASSUMED = declare(
    "region_assumed", Severity.INFORMATION,
    "表中没有地区，按{origin}取{region}", "no region in the table; {region} is taken from {origin_en}",
)  # fmt: skip
PSEUDO_REGION = declare(
    "pseudo_region", Severity.INFORMATION,
    "“{text}”不是独立的行政区，{count}个单元格未采用",
    "{text!r} is no region of its own; {count} cells not used",
)  # fmt: skip
UNIT_ASSUMED = declare(
    "unit_assumed", Severity.INFORMATION,
    "未注明计量单位，按计划规定的单位读取：{units}",
    "no unit is given; read in the plan's own: {units}",
)  # fmt: skip
UNIT_MISMATCH = declare(
    "unit_mismatch", Severity.ERROR,
    "计量单位“{unit}”与{name}的单位“{wanted}”不是同一类量，{count}个数据不能采用",
    "the unit {unit!r} does not measure what {name} is in ({wanted}); {count} figures not usable",
)  # fmt: skip
UNIT_UNKNOWN = declare(
    "unit_unknown", Severity.ERROR,
    "不认识计量单位“{unit}”（{name}应为“{wanted}”），{count}个数据不能采用",
    "the unit {unit!r} is not known ({name} is in {wanted}); {count} figures not usable",
)  # fmt: skip
SCALE_REPLACED = declare(
    "scale_replaced", Severity.WARNING,
    "“{text}”自带数量级，表中单位为“{unit}”，按{read}读取，请核实",
    "{text!r} has its own multiplier in a column of {unit!r}; read as {read}, please verify",
)  # fmt: skip
FRACTION = declare(
    "fraction_for_percent", Severity.WARNING,
    "{name}应为百分数，但填报为{text}等（{count}个），疑为小数；按{text}%读取，请核实",
    "{name} is a percentage but is given as {text} ({count} figures): a fraction? read as {text} %, "
    "please verify",
)  # fmt: skip
LETTER_O = declare(
    "letter_for_digit", Severity.WARNING,
    "“{text}”中有字母，不能作为数值；是否应为{hint}？", "{text!r} holds a letter; {hint} was meant?",
)  # fmt: skip
BRACKETS = declare(
    "bracket_negative", Severity.INFORMATION,
    "“{text}”按会计写法读作负数", "{text!r} in brackets is read as a negative number",
)  # fmt: skip
FOOTNOTE = declare(
    "footnote_mark", Severity.INFORMATION,
    "有{count}个数值带注释标记，如“{text}”，标记未计入数值",
    "{count} figures carry a footnote mark, such as {text!r}; it is not part of the number",
)  # fmt: skip
BASIS_UNKNOWN = declare(
    "basis_unknown", Severity.WARNING,
    "不认识的口径“{text}”，按计划规定的口径处理",
    "the basis {text!r} is not known; the plan's own is used",
)  # fmt: skip
DATE_UNREADABLE = declare(
    "date_unreadable", Severity.WARNING, "“{text}”不是日期", "{text!r} is no date"
)
SUBMITTED_UNCLEAR = declare(
    "submission_date_unclear", Severity.INFORMATION,
    "表中有多个填报日期（{text}），未采用", "several days of submission ({text}); none is used",
)  # fmt: skip
COLUMN_SKIPPED = declare(
    "column_skipped", Severity.INFORMATION,
    "未读取“{text}”列（{count}个单元格）", "the column {text!r} was not read ({count} cells)",
)  # fmt: skip
CELLS_LEFT = declare(
    "cells_left_out", Severity.WARNING,
    "{count}个单元格未采用：{reason}，如“{text}”", "{count} cells not used: {reason_en}, such as {text!r}",
)  # fmt: skip
SHEET_MAPPED_OUT = declare(
    "sheet_mapped_out", Severity.INFORMATION,
    "按对照文件不读取本表（{count}个单元格）", "left out by the mapping file ({count} cells)",
)  # fmt: skip
TOTAL_DIFFERS = declare(
    "total_differs", Severity.WARNING,
    "合计“{text}”与{parts}项之和{sum}不符，超出四舍五入可以解释的{slack}",
    "the total {text!r} is not the sum of its {parts} parts, {sum}; rounding explains {slack}",
)  # fmt: skip
SHEET_SKIPPED = declare(
    "sheet_skipped", Severity.WARNING,
    "工作表没有可识别的数据表，{count}个单元格未采用",
    "no table was recognised on this sheet; {count} cells not used",
)  # fmt: skip
