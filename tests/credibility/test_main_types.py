"""The main types of validation rules of the European statistical system, held against what this
library says of the same records: those that ask about single records and their completeness.

VAD, VSA and VNO are in ``test_digits_and_totals.py`` and ``test_series.py``.  Two questions of the
handbook have no meaning here.  FDM asks whether a flag beside a figure is filled in: a figure here
has a mark of its own (not reported, a bound) and no flag of a column; whether figures themselves
come is asked by RTS and REP.  COC4 asks that two code columns of a record differ (a country is not
its own partner): a figure here belongs to one region.  RET and VCO have data and no expected rows.
"""

import csv

import pytest

import genhe_targets as gt
from genhe_targets.plan.parts import Region, Variable
from onetarget import plan_of
from published import rows

TEXT = {"zh": "名", "en": "name"}


def answers(data, parameters):
    """What the handbook expects of each record of a table."""
    return [
        row["expected"] == "TRUE"
        for row in rows("ess_maintypes/expected.csv")
        if (row["data"], row["parameters"]) == (data, parameters)
    ]


def variable(name, **more):
    given = {"id": name, "title": {"zh": name, "en": name}, "unit": "1", "basis": "period"}
    return Variable.model_validate({**given, "definition": TEXT, **more})


def plan(mini, variables, regions, year=2016, formula=None):
    target = plan_of(mini, {"at_least": 0}, formula or variables[0].id, unit="1",
                     deadline=f"{year}-12-31")  # fmt: skip
    named = [Region(code=code, title={"zh": code, "en": code}, level="county") for code in regions]
    return target.model_copy(
        update={
            "variables": tuple(variables), "year": year, "region": regions[0],
            "regions": tuple(named), "open_regions": False,
        }
    )  # fmt: skip


class Asked:
    """A table of the handbook, reported as this library reads it: region, period, name, value."""

    def __init__(self, folder, plan, table, region, period, name):
        self.table = table
        file = folder / "report.csv"
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["地区", "时期", "指标", "数值"])
            writer.writerows([region(r), period(r), name(r), r["OBS_VALUE"]] for r in table)
        self.report = gt.evaluate(file, plan=plan)

    def without(self, *codes):
        """Whether each record has no finding of these kinds."""
        found = self.report.findings
        told = set(found.loc[found["code"].isin(codes), "row"])
        return [number not in told for number, _ in enumerate(self.table, start=2)]

    def complete(self, region):
        """Whether what each record's region owes has come: its verdict is not ``missing``."""
        status = dict(
            self.report.standings[["region", "status"]].itertuples(index=False, name=None)
        )
        return [status[region(row)] != "missing" for row in self.table]


def of(key):
    return lambda row: row[key]


def joined(*keys):
    return lambda row: "-".join(row[key] for key in keys)


def asked(mini, tmp_path, data, variables, regions, *, region="PARTNER", period="2016Q3",
          name="amount", **more):  # fmt: skip
    told = [value if callable(value) else (lambda row, value=value: row.get(value, value))
            for value in (region, period, name)]  # fmt: skip
    table = rows(f"ess_maintypes/{data}")
    return Asked(tmp_path, plan(mini, variables, regions, **more), table, *told)


def test_fdt_the_type_of_a_field(mini, tmp_path):
    """``NA`` is silence; a colon, which some offices write for it, is not taken as such."""
    expected = answers("FDTdat.csv", "OBS_VALUE numeric or NA")
    found = asked(mini, tmp_path, "FDTdat.csv", [variable("amount")], ["ES"])
    assert found.without("unreadable_number") == expected
    assert len(expected) == 4


@pytest.mark.parametrize(
    ("parameters", "allowed"),
    [("len(PARTNER)==2", ["ES", "DE"]), ("2<=len(PARTNER)<=4", ["ES", "DE", "EU28"])],
)
def test_fdl_the_length_of_a_code_is_that_of_the_list(mini, tmp_path, parameters, allowed):
    """A region is known by a list of codes, which says more than their length."""
    expected = answers("FDLdat.csv", parameters)
    found = asked(mini, tmp_path, "FDLdat.csv", [variable("amount")], allowed)
    assert found.without("unknown_region") == expected
    assert len(expected) == 4


def test_fdl_the_decimals_of_a_figure(mini, tmp_path):
    expected = answers("FDL2dat.csv", "OBS_VALUE length 1..10, 2..3 decimals")
    amount = variable("amount", decimals={"min": 2, "max": 3})
    regions = ["ES", "EUR28", "EE", "EU28"]
    found = asked(mini, tmp_path, "FDL2dat.csv", [amount], regions,
                  region=lambda row: row["PARTNER"].replace("E", "EE", len(row["PARTNER"]) == 1))  # fmt: skip
    assert found.without("precision") == expected
    assert len(expected) == 4


def test_rwd_records_without_doubles(mini, tmp_path):
    expected = answers("RWDdat.csv", "no duplicate id-keys")
    names = [variable(f"{way}_{kind}", aliases=[f"{way.upper()}-{kind.upper()}"])
             for way in ("in", "out") for kind in "ns"]  # fmt: skip
    found = asked(mini, tmp_path, "RWDdat.csv", names, ["ES"], name=joined("DIRECTION", "ADJUST"))
    assert found.without("conflicting_duplicate", "duplicate") == expected
    assert len(expected) == 5


def test_vir_values_in_range(mini, tmp_path):
    expected = answers("VIRdat.csv", "OBS_VALUE>=1")
    names = [variable(f"{way}_{kind}", aliases=[f"{way.upper()}-{kind.upper()}"],
                      plausible={"min": 1}) for way in ("in", "out") for kind in "ns"]  # fmt: skip
    found = asked(mini, tmp_path, "VIRdat.csv", names, ["ES"], name=joined("DIRECTION", "ADJUST"))
    assert found.without("out_of_range") == expected
    assert len(expected) == 4


def test_cov_codes_of_a_list(mini, tmp_path):
    expected = answers("COVdat.csv", "DIRECTION in {IN,OUT}")
    names = [variable("inward", aliases=["IN"]), variable("outward", aliases=["OUT"])]
    found = asked(mini, tmp_path, "COVdat.csv", names, ["ES"], name="DIRECTION")
    assert found.without("unknown_variable") == expected
    assert len(expected) == 4


@pytest.mark.parametrize("data", ["COCdat.csv", "COC2dat.csv"])
def test_coc_each_table_has_its_frequency(mini, tmp_path, data):
    """The frequency of a figure here is that of its period."""
    names = [
        variable("yearly", aliases=["T01"], every="year"),
        variable("quarterly", aliases=["T02"], every="quarter"),
    ]
    found = asked(
        mini, tmp_path, data, names, ["ES-IN", "ES-OUT", "DE-IN"], name="TABLE",
        region=joined("PARTNER", "DIRECTION"),
        period=lambda row: {"A": "2016", "Q": "2016Q3"}[row["FREQ"]],
    )  # fmt: skip
    kept = found.without("other_frequency")
    for table, parameters in (("T01", "if TABLE==T01 then FREQ==A"),
                              ("T02", "if TABLE==T02 then FREQ==Q")):  # fmt: skip
        own = [row["TABLE"] != table or good for row, good in zip(found.table, kept, strict=True)]
        assert own == answers(data, parameters)


def test_coc_a_sender_reports_for_itself(mini, tmp_path):
    expected = answers("COC3dat.csv", "REPORTING==EL")
    found = asked(mini, tmp_path, "COC3dat.csv", [variable("amount")], ["EL"],
                  region="REPORTING", period="2016")  # fmt: skip
    assert found.without("unknown_region") == expected
    assert len(expected) == 3


def test_coc_what_a_table_does_not_hold(mini, tmp_path):
    expected = answers("COC5dat.csv", "if TABLE==T01 then ADJUST==N")
    found = asked(mini, tmp_path, "COC5dat.csv", [variable("raw", aliases=["T01-N"])],
                  ["DE", "ES"], name=joined("TABLE", "ADJUST"), period="2016")  # fmt: skip
    assert found.without("unknown_variable") == expected
    assert len(expected) == 4


def test_rep_every_record_has_its_counterpart(mini, tmp_path):
    """A target over both makes both owed; where one is silent its verdict is ``missing``."""
    expected = answers("REPdat.csv", "each key has exactly ADJUST in {S,N}")
    names = [variable("raw", aliases=["N"]), variable("adjusted", aliases=["S"])]
    found = asked(mini, tmp_path, "REPdat.csv", names, ["IN", "OUT"], region="DIRECTION",
                  name="ADJUST", period="2016Q4", formula="raw + adjusted")  # fmt: skip
    assert found.complete(of("DIRECTION")) == expected
    assert len(expected) == 3


def test_rts_series_of_all_their_years(mini, tmp_path):
    expected = answers("RTSdat.csv", "annual periods 2008..2010 all present per key")
    amount, key = variable("amount", basis="annual"), joined("PARTNER", "DIRECTION")
    found = asked(
        mini, tmp_path, "RTSdat.csv", [amount], ["DE-IN", "ES-IN", "DE-OUT"], year=2010,
        region=key, period="TIME_PERIOD", formula="amount[2008] + amount[2009] + amount",
    )  # fmt: skip
    assert found.complete(key) == expected
    assert len(expected) == 6


def test_rnr_as_many_records_as_are_owed(mini, tmp_path):
    """Four records are owed by a target over four years; with three nothing is complete."""
    expected = answers("RNRdat.csv", "at least 4 records")
    amount = variable("amount", basis="annual")
    formula = "amount[2007] + amount[2008] + amount[2009] + amount"
    found = asked(mini, tmp_path, "RNRdat.csv", [amount], ["MT"], year=2010, region="REPORTING",
                  period="TIME_PERIOD", formula=formula)  # fmt: skip
    assert found.complete(of("REPORTING")) == expected
    assert len(expected) == 3
