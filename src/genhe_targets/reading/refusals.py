"""Refusals: why an input is no report, each said once in both languages with what to do."""

from __future__ import annotations

from genhe_targets.errors import ReadingError

REFUSALS: dict[str, tuple[str, str, str, str]] = {
    "empty": (
        "文件是空的", "请核对是否传错了文件",
        "the file is empty", "Check whether the right file was sent.",
    ),
    "no_columns": (
        "一列也没有", "请给出地区、报告期、指标和数值",
        "has no column at all", "Give region, period, indicator and value.",
    ),
    "no_such_file": (
        "没有这个文件或文件夹", "请核对路径",
        "there is no such file or folder", "Check the path.",
    ),
    "cannot_open": (
        "无法打开（{reason}）", "请检查访问权限，或文件是否正被占用",
        "cannot be opened ({reason})", "Check who may read it, and whether a program holds it.",
    ),
    "not_regular": (
        "是设备而不是文件", "请给出文件或文件夹",
        "is a device and no file", "Give a file or a folder.",
    ),
    "too_large": (
        "超过 {limit:,} 字节", "请分成几个文件，或调高设置 max_bytes",
        "is larger than {limit:,} bytes", "Split it, or raise the setting max_bytes.",
    ),
    "too_many_files": (
        "内有 {count:,} 个以上文件，超过上限 {limit:,} 个", "请分批处理，或调高设置 max_files",
        "holds more than {limit:,} files", "Hand them in by parts, or raise the setting max_files.",
    ),
    "folder_without_tables": (
        "文件夹或压缩包中没有可以作为报表的文件{others}", "请放入 CSV、Excel、JSON 或 parquet 文件",
        "there is no file that can be a report in this folder or archive{others_en}",
        "Put CSV, Excel, JSON or parquet files into it.",
    ),
    "unpacks_too_large": (
        "解压后超过 {limit:,} 字节，可能是压缩炸弹", "请核实来源；确需读取时调高设置 max_unpacked",
        "unpacks to more than {limit:,} bytes; it may be a zip bomb",
        "Check who sent it; raise the setting max_unpacked if it is honest.",
    ),
    "too_deep": (
        "压缩包套了 {limit} 层以上", "请先解压",
        "lies more than {limit} archives deep", "Unpack it first.",
    ),
    "damaged_zip": (
        "压缩结构已损坏（{reason}）", "请重新导出或重新传送",
        "is damaged ({reason})", "Export or send it again.",
    ),
    "password": (
        "有打开密码", "请取消密码后另存",
        "is protected by a password", "Save it without one.",
    ),
    "no_workbook": (
        "不是可读的电子表格（{reason}）", "请用 Excel 或 WPS 打开后另存为 .xlsx",
        "is no workbook that can be read ({reason})",
        "Open it in Excel or WPS and save it as .xlsx.",
    ),
    "too_many_cells": (
        "工作表“{sheet}”跨 {count:,} 个单元格，超过上限 {limit:,} 个",
        "请删除远处的多余单元格；确需读取时调高设置 max_cells",
        "the sheet {sheet!r} spans {count:,} cells, more than {limit:,}",
        "Delete the stray cells far out; raise the setting max_cells if all are meant.",
    ),
    "too_much_text": (
        "工作表“{sheet}”的文字重复引用后超过 {limit:,} 字节", "请核实来源，或调高设置 max_unpacked",
        "the texts that the sheet {sheet!r} repeats come to more than {limit:,} bytes",
        "Check who sent it, or raise the setting max_unpacked.",
    ),
    "no_report_format": (
        "是{what}，不是表格数据", "{advice}",
        "is {what_en} and no table of data", "{advice_en}",
    ),
    "binary": (
        "既不是文本，也不是电子表格", "请另存为 CSV 或 Excel 文件",
        "is neither a text nor a workbook", "Save it as CSV or Excel.",
    ),
    "undecodable": (
        "第 {line} 行不是有效的 {encoding} 文本（第 {byte} 字节起）",
        "请另存为 UTF-8 编码，或用设置 encoding 指明编码",
        "line {line} is no valid {encoding} (from byte {byte} on)",
        "Save it as UTF-8, or name its encoding with the setting encoding.",
    ),
    "implausible_text": (
        "按 {encoding} 解码得到的不像中文或英文文本",
        "请另存为 UTF-8 编码，或用设置 encoding 指明编码",
        "decodes as {encoding} only to characters that no Chinese or English text has",
        "Save it as UTF-8, or name its encoding with the setting encoding.",
    ),
    "unknown_encoding": (
        "设置 encoding 的值“{encoding}”不是已知的编码", "例如 utf-8、gb18030、utf-16",
        "the setting encoding is {encoding!r}, which is no known encoding",
        "Such as utf-8, gb18030 or utf-16.",
    ),
    "long_line": (
        "有一行超过 {limit:,} 字节", "请核对是否为表格；确需读取时调高设置 max_line",
        "has a line of more than {limit:,} bytes",
        "Check whether it is a table; raise the setting max_line if it is.",
    ),
    "no_table": (
        "第 {line} 行不能分成单元格（{reason}）", "请核对引号和分隔符，或另存为 Excel 文件",
        "line {line} cannot be split into cells ({reason})",
        "Check quotes and delimiter, or save it as Excel.",
    ),
    "no_json": (
        "不是有效的 JSON（第 {line} 行：{reason}）", "请核对该行",
        "is no JSON (line {line}: {reason})", "Check that line.",
    ),
    "json_doubled_key": (
        "第 {line} 条记录中“{key}”出现两次", "每个键只能有一个值",
        "record {line} has {key!r} twice", "A key can have one value only.",
    ),
    "no_records": (
        "JSON 中没有记录列表", "请写成 [{{...}}, {{...}}]，每条记录一个对象",
        "holds no list of records", "Write [{{...}}, {{...}}], an object for each record.",
    ),
    "no_parquet": (
        "不是可读的 parquet 文件（{reason}）", "请重新导出",
        "is no parquet file that can be read ({reason})", "Export it again.",
    ),
    "too_many_values": (
        "有 {count:,} 个数值，超过上限 {limit:,} 个", "请分成几个文件，或调高设置 max_bytes",
        "holds {count:,} values, more than {limit:,}", "Split it, or raise the setting max_bytes.",
    ),
    "no_data": (
        "不是报送数据：得到的是 {found}", "请给出路径、数据框或字典列表",
        "is no report: found {found}", "Give a path, a frame or a list of mappings.",
    ),
}  # fmt: skip
"""By code: problem and hint in Chinese, problem and hint in English."""


def refusal(code: str, source: str = "", **values: object) -> ReadingError:
    """The error for a refused input; whoever opened it adds its name."""
    zh, zh_hint, en, en_hint = (part.format(**values) for part in REFUSALS[code])
    return ReadingError(source, en, en_hint, (zh, zh_hint))
