"""Engines: what they add is what `annotate` adds. Those that are not installed are passed over."""

from __future__ import annotations

import pyarrow as pa
import pytest

import textmend as tm

TEXTS = ["Der Rat tagte.The vote failed.", None, "Kurz."]
MENDED = ["Der Rat tagte. The vote failed.", None, "Kurz."]


def test_polars_eager_and_lazy() -> None:
    pl = pytest.importorskip("polars")
    import textmend.engines.polars

    frame = pl.DataFrame({"text": TEXTS})
    column = pl.col("text").textmend
    assert frame.select(column.mend())["mended"].to_list() == MENDED
    lazy = frame.lazy().with_columns(column.annotate(threads=1).alias("found"))
    assert lazy.collect_schema()["found"] == lazy.collect()["found"].dtype
    assert lazy.select(pl.col("found").struct.field("mix").struct.field("dominant")).collect().to_series()[1] is None


def test_pandas() -> None:
    pd = pytest.importorskip("pandas")
    import textmend.engines.pandas

    frame = pd.DataFrame({"text": TEXTS}, index=[5, 6, 7]).textmend.annotate(threads=1)
    assert frame["mended"].loc[[5, 7]].tolist() == [MENDED[0], MENDED[2]] and frame["mended"].isna().loc[6]


def test_datasets() -> None:
    datasets = pytest.importorskip("datasets")
    from textmend.engines.datasets import annotate

    found = annotate(datasets.Dataset.from_dict({"text": TEXTS, "id": [1, 2, 3]}))
    assert found["mended"][:] == MENDED and found["id"][:] == [1, 2, 3]
    assert pa.schema(tm.schema()).names == found.column_names[2:]
