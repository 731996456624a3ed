"""Tables in, tables of the same kind out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from textmend._textmend import ArrowTable, annotate_arrow, schema

if TYPE_CHECKING:
    from textmend._textmend import Analyzer

Table = TypeVar("Table")


def annotate(
    data: Table,
    column: str = "text",
    threads: int | None = None,
    prefix: str = "",
    analyzer: Analyzer | None = None,
) -> Table:
    """The table with the columns of `schema()` added, as the same kind of table.

    data: anything with the Arrow PyCapsule interface: pyarrow, polars, pandas 2.2+, duckdb, arro3.
    column: the column of texts; a null text gives nulls.
    threads: how many; None uses every core.
    prefix: put before the name of each added column.
    analyzer: None uses the default options.
    """
    table: Table = _like(data, annotate_arrow(_needed(data, column, prefix), column, threads, prefix, analyzer), prefix)
    return table


def _needed(data: Any, column: str, prefix: str) -> Any:
    """Of a pandas frame the column of texts, and those in the way of a new one: its others stay where they are, and may
    hold what Arrow has no form of."""
    if _library(data) != "pandas" or not hasattr(data, "columns") or data.columns.nlevels > 1 or column not in data.columns:
        return data
    return data.loc[:, data.columns.isin([column, *schema(prefix).names])].reset_index(drop=True)


def _library(data: Any) -> str:
    return type(data).__module__.partition(".")[0].lstrip("_")


def _like(data: Any, result: ArrowTable, prefix: str) -> Any:
    """The result as the library of `data` would hold it; what it has no constructor for stays an `ArrowTable`."""
    library, kind = _library(data), type(data).__name__
    if library == "pyarrow":
        import pyarrow as pa

        if kind == "RecordBatchReader":
            return pa.RecordBatchReader.from_stream(result)
        table = pa.table(result)
        if kind == "RecordBatch":  # a table without rows may have no batch
            batches = table.combine_chunks().to_batches() or [pa.RecordBatch.from_pylist([], table.schema)]
            if len(batches) > 1:
                raise ValueError("the results are too large for one RecordBatch: give a Table instead")
            return batches[0]
        return table
    if library == "polars":
        import polars as pl

        return pl.DataFrame(result)
    if library == "pandas":
        return _pandas(data, result, prefix)
    if library == "duckdb":
        return _relation(result)
    if library == "arro3":
        from arro3.core import Table as Arro3Table

        return Arro3Table(result)
    return result


def _relation(result: ArrowTable) -> Any:
    """The result as a relation of DuckDB. Its older versions need pyarrow, or read it once or not at all."""
    import duckdb

    try:
        import pyarrow as pa
    except ImportError:
        try:
            return duckdb.from_arrow(result)
        except duckdb.Error as wrong:
            version = f"DuckDB {duckdb.__version__}"
            message = f"{version} takes a table in only where pyarrow is installed: pip install pyarrow"
            raise ImportError(message, name="pyarrow") from wrong
    return duckdb.from_arrow(pa.table(result))


def _pandas(data: Any, result: ArrowTable, prefix: str) -> Any:
    """The old columns as they were, with their index; the new ones Arrow-backed."""
    import pandas as pd
    import pyarrow as pa

    table = pa.table(result)
    arrays = {name: pd.arrays.ArrowExtensionArray(table[name]) for name in schema(prefix).names}
    return data.assign(**{name: pd.Series(array, index=data.index) for name, array in arrays.items()})
