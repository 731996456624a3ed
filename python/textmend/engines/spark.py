"""Spark: `annotate` over `mapInArrow`.

Workers take `python3` from the PATH: set PYSPARK_PYTHON to an interpreter that has textmend.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as _pa
    from pyspark.sql import DataFrame as _DataFrame

    from textmend import Analyzer

__all__ = ["annotate"]


def annotate(frame: _DataFrame, column: str = "text", prefix: str = "", analyzer: Analyzer | None = None) -> _DataFrame:
    """The frame with the columns of `tm.schema()` added; each task works on one thread, as Spark counts them."""
    import pyarrow as pa
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import StructType

    import textmend as tm

    # Told here, in one sentence, rather than by a task that fails far away.
    tm.annotate(pa.table({name: pa.array([], pa.string()) for name in frame.columns}), column, 1, prefix)
    added = from_arrow_schema(pa.schema(tm.schema(prefix)))
    kind = StructType(frame.schema.fields + added.fields)

    def work(batches: Iterator[_pa.RecordBatch]) -> Iterator[_pa.RecordBatch]:
        for batch in batches:
            table = pa.Table.from_batches([batch])
            yield from tm.annotate(table, column, 1, prefix, analyzer).to_batches()

    return frame.mapInArrow(work, kind)
