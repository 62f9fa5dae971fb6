"""DuckDB: relations, tables and globs of CSV or parquet, judged in parts that fit in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from genhe_targets.engines.outline import (
    Columns,
    columns_of,
    compares_regions,
    other_spellings,
)
from genhe_targets.errors import MissingExtraError, ReadingError
from genhe_targets.plan.model import Plan

ROWS = 4_000_000
"""Rows of a part: some 600 MB while it is judged."""


def connect() -> Any:
    """A connection of our own.

    Raises:
        MissingExtraError: DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError:
        raise MissingExtraError("DuckDB", "duckdb", "Judging files beyond memory") from None
    return duckdb.connect()


def relation(data: Any, engine: Any) -> Any:
    """A relation over what a caller names: a relation, a table, a query, or files.

    Args:
        data: A relation; a name of a table or a query of the connection; a path or glob.
        engine: ``"duckdb"`` or a connection.

    Raises:
        ReadingError: DuckDB cannot read it.
    """
    if hasattr(data, "query") and hasattr(data, "project"):
        return data
    connection = connect() if isinstance(engine, str) else engine
    text = str(data)
    if Path(text).is_dir():
        kinds = [kind for kind in ("parquet", "csv") if any(Path(text).rglob(f"*.{kind}"))]
        text = f"{text}/**/*.{kinds[0] if kinds else 'csv'}"
    try:
        if text.endswith(".parquet"):
            return connection.read_parquet(text, union_by_name=True)
        if text.endswith((".csv", ".tsv", ".txt", ".csv.gz")):
            # Digits are kept as written, and what is blank stays a blank.
            return connection.sql(
                "SELECT * FROM read_csv($file, all_varchar = true, header = true,"
                " union_by_name = true)",
                params={"file": text},
            )
        return connection.table(text) if text.isidentifier() else connection.sql(text)
    except Exception as error:
        raise ReadingError(text, f"cannot be read by DuckDB: {error}") from error


@dataclass(frozen=True)
class DuckSource:
    """A relation, cut into parts of whole regions."""

    relation: Any
    plan: Plan
    columns: Columns

    @classmethod
    def of(cls, data: Any, engine: Any, plan: Plan) -> DuckSource:
        """Open what a caller names and recognise its columns."""
        opened = relation(data, engine)
        return cls(opened, plan, columns_of(opened.limit(200).to_arrow_table(), plan))

    def distinct(self) -> Any:
        """The distinct periods and names, a pyarrow table."""
        keys = ", ".join(_quoted(name) for name in self.columns.keys)
        return self.relation.query("reported", f"SELECT DISTINCT {keys} FROM reported"
                                   ).to_arrow_table()  # fmt: skip

    def parts(self) -> Iterator[Any]:
        """Pyarrow tables, each with all rows of some regions, in the order of their codes."""
        region = self._code()
        bounds = [] if compares_regions(self.plan) else self._bounds(region, ROWS)
        if len(bounds) <= 1:
            yield self.relation.to_arrow_table()
            return
        for low, high in zip(bounds, [*bounds[1:], None], strict=True):
            upper = "" if high is None else f" AND {region} < {_text(high)}"
            where = f"{region} >= {_text(low)}{upper}"
            yield self.relation.query("reported", f"SELECT * FROM reported WHERE {where}"
                                      ).to_arrow_table()  # fmt: skip

    def _code(self) -> str:
        """The code of a row's region as SQL: other spellings of one region stay together."""
        column = f"coalesce({_quoted(self.columns.region)}::VARCHAR, '')"
        query = f"SELECT DISTINCT {column} FROM reported"
        found = self.relation.query("reported", query).fetchall()
        others = other_spellings([text for (text,) in found], self.plan)
        if not others:
            return column
        cases = " ".join(f"WHEN {_text(text)} THEN {_text(code)}" for text, code in others.items())
        return f"(CASE {column} {cases} ELSE {column} END)"

    def _bounds(self, region: str, rows: int) -> list[str]:
        """The first region of each part."""
        query = f"""
            WITH sizes AS (SELECT {region} AS code, count(*) AS n FROM reported GROUP BY 1),
                 sums AS (SELECT code, sum(n) OVER (ORDER BY code) - n AS before FROM sizes)
            SELECT min(code) FROM sums GROUP BY before // {rows} ORDER BY 1"""
        return [code for (code,) in self.relation.query("reported", query).fetchall()]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
