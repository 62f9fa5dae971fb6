"""A command line as typed: what came of it, and the report that it is given."""

from typing import NamedTuple


class Ran(NamedTuple):
    code: int
    out: str
    err: str


REPORT = """region,period,variable,value
某某市,2024Q4,污水处理量,960
某某市,2024Q4,污水排放量,1000
某某市,2024Q4,河道清理行动次数,5
某某市,2024Q4,巡河制度印发,2024-05-01
某某市,2024Q4,measure_4,是
"""
