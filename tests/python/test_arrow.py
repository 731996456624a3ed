"""`annotate` and `schema` on Arrow data of every kind."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest

import textmend as tm

TEXTS = ["Der Rat tagte.The vote failed.", None, "", "Všichni odešli domů ."]
ADDED = ["mended", "edits", "languages", "mix", "sentences", "entities", "signals"]
KINDS = [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_kind_of_string_column(kind: pa.DataType) -> None:
    column = pa.array(TEXTS).cast(kind) if pa.types.is_dictionary(kind) else pa.array(TEXTS, kind)
    table = pa.table({"id": range(4), "text": column})
    result = tm.annotate(table)
    assert isinstance(result, pa.Table)
    assert result.column_names == ["id", "text", *ADDED]
    assert result.select(["id", "text"]).equals(table)
    assert result["mended"].to_pylist() == [None if t is None else tm.mend(t) for t in TEXTS]
    assert result["edits"].to_pylist()[1] is None and result["mix"].to_pylist()[1] is None


def test_columns_say_what_documents_say() -> None:
    text = "Anna zahlte 12 Euro am 3. Mai 2024.Then she left ."
    row = tm.annotate(pa.table({"text": [text]})).to_pylist()[0]
    data = tm.analyze(text).to_dict()
    assert row["mended"] == data["mended"]
    assert row["edits"] == data["edits"]
    assert row["languages"] == data["languages"]
    assert row["sentences"] == data["sentences"]
    assert row["signals"] == data["signals"]
    assert {s["language"]: s["share"] for s in row["mix"].pop("shares")} == data["mix"].pop("shares")
    assert row["mix"] == data["mix"]
    for found, expected in zip(row["entities"], data["entities"], strict=True):
        value = expected["value"]
        if isinstance(value, dict):
            assert found["value"] == {"text": None, "amount": value["amount"], "unit": value.get("currency", value.get("unit"))}
        else:
            assert (found["value"] and found["value"]["text"]) == value
        assert [found[k] for k in ("start", "end", "label", "text", "id")] == [
            expected[k] for k in ("start", "end", "label", "text", "id")
        ]


def test_signals_stand_beside_their_texts_and_take_no_room_where_nobody_asked() -> None:
    texts = [None, "Ein Satz mit sechs Wörtern hier.", None, None, "Two words.", None]
    table = pa.table({"text": pa.array(texts, pa.string())})
    words = [None if row is None else row["gopher_doc_words"] for row in tm.annotate(table)["signals"].to_pylist()]
    assert words == [None, 6, None, None, 2, None]
    unasked = tm.Analyzer(tasks=["sentences"]).annotate(table)["signals"].chunk(0)
    assert unasked.field("gopher_doc_words").null_count == 6
    numbers = {unasked.field(n).buffers()[1].address for n in range(unasked.type.num_fields)}
    assert len(numbers) == 1


def test_chunks_slices_and_batches() -> None:
    chunks = [pa.table({"text": pa.array([t] * 3, pa.string())}) for t in TEXTS]
    table = pa.concat_tables(chunks).slice(2, 8)
    assert tm.annotate(table)["mended"].to_pylist() == [t and tm.mend(t) for t in table["text"].to_pylist()]
    batch = table.combine_chunks().to_batches()[0]
    assert isinstance(tm.annotate(batch), pa.RecordBatch)
    reader = pa.RecordBatchReader.from_batches(table.schema, table.to_batches())
    assert tm.annotate(reader).read_all().num_rows == 8
    assert tm.annotate(table.slice(0, 0)).num_rows == 0


def test_nothing_in_nothing_out() -> None:
    empty = pa.record_batch({"text": pa.array([], pa.string())})
    found = tm.annotate(empty)
    assert found.num_rows == 0 and found.schema == tm.annotate(pa.record_batch({"text": ["Ja."]})).schema


def test_polars_stays_polars() -> None:
    frame = tm.annotate(pl.DataFrame({"text": TEXTS, "n": [1, 2, 3, 4]}), prefix="tm_")
    assert isinstance(frame, pl.DataFrame)
    assert frame.columns == ["text", "n", *(f"tm_{name}" for name in ADDED)]
    assert frame["tm_sentences"].list.len().to_list() == [2, None, 0, 1]


def test_pandas_columns_that_arrow_has_no_form_of_stay() -> None:
    """They need not pass through Arrow; nor need an index of any name."""
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"text": TEXTS, "any": [{1}, object(), None, 3]}, index=pd.Index([2, 2, 3, 4], name="mended"))
    found = tm.annotate(frame)
    assert list(found.columns) == ["text", "any", *ADDED] and found["any"].tolist() == frame["any"].tolist()
    assert list(found.index) == [2, 2, 3, 4] and found["mended"].iloc[0] == tm.mend(TEXTS[0] or "")
    with pytest.raises(ValueError, match='column "mix" already; give prefix'):
        tm.annotate(frame.assign(mix=1))


def test_the_schema_is_that_of_the_result() -> None:
    schema = pa.schema(tm.schema())
    assert schema.names == ADDED == tm.schema().names
    assert tm.annotate(pa.table({"text": ["a"]})).select(ADDED).schema.equals(schema)


def test_options_reach_the_columns() -> None:
    result = tm.Analyzer(tasks=["sentences"]).annotate(pa.table({"body": ["Eins. Zwei."]}), column="body")
    row = result.to_pylist()[0]
    assert len(row["sentences"]) == 2 and row["entities"] == [] and row["mended"] == "Eins. Zwei."


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: tm.annotate(pa.table({"body": ["a"]})), ValueError, 'no column "text".*There are: body'),
        (lambda: tm.annotate(pa.table({"text": [1]})), ValueError, 'column "text" holds Int64, not text'),
        (lambda: tm.annotate(pa.table({"text": ["a"], "mix": [1]})), ValueError, 'column "mix" already; give prefix'),
        (lambda: tm.annotate(["a"]), TypeError, "not list; for a list of str there is analyze_batch"),
        (lambda: tm.annotate(pa.array(["a"])), TypeError, "named columns"),
        (lambda: tm.annotate(pl.Series("text", ["a"])), TypeError, "named columns.*a single column"),
        (lambda: tm.annotate(pl.LazyFrame({"text": ["a"]})), TypeError, r"not LazyFrame; collect\(\) it first"),
        (lambda: tm.annotate(pa.table({"text": ["a"]}), threads=-2), ValueError, "threads is -2"),
    ],
)
def test_mistakes_are_told(call: object, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()  # type: ignore[operator]


def test_a_column_without_a_text_has_nulls(tmp_path: Path) -> None:
    """pandas takes it for one of numbers, Parquet for one of no type."""
    missing = pa.array([None, None], pa.float64())
    assert tm.annotate(pa.table({"text": missing}))["mended"].to_pylist() == [None, None]
    pa.parquet.write_table(pa.table({"id": [1, 2], "text": pa.nulls(2)}), tmp_path / "in.parquet")
    report = tm.clean_corpus(tmp_path / "in.parquet", tmp_path / "out", progress=False)
    assert (report.rejected, report.unreadable, report.reasons) == (2, 0, {"no_text": 2})
    assert pa.parquet.read_table(tmp_path / "out/rejected/in.parquet")["text"].to_pylist() == [None, None]
