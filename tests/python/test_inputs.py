"""Inputs as they come: not what their names say, among pipes and the results of earlier runs, in rare compressions."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import subprocess
import sys
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest

import textmend as tm

TEXT = "Der Hafen bleibt zu.The crane needs a cable."
MENDED = "Der Hafen bleibt zu. The crane needs a cable."
LINE = json.dumps({"text": TEXT}) + "\n"


def clean(inputs: Any, output: Path, **options: Any) -> tm.CorpusReport:
    return tm.clean_corpus(inputs, output, progress=False, **options)


def noted(output: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (output / "unreadable.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_pattern_does_not_match_what_its_own_run_wrote(tmp_path: Path) -> None:
    """It would change the inputs, and the run could not be resumed."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.jsonl").write_text(LINE, encoding="utf-8")
    pattern, out = str(tmp_path / "data/**/*.jsonl"), tmp_path / "data/out"
    assert clean(pattern, out).documents == 1
    assert clean(pattern, out, resume=True).documents == 1
    # A pattern within it is another matter.
    again = clean(str(out / "accepted/*.jsonl"), tmp_path / "again")
    assert again.documents == 1


def test_what_earlier_runs_wrote_into_a_folder_is_passed_over(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "a.jsonl").write_text(LINE, encoding="utf-8")
    (data / "manifest.json").write_text('{"text": "Another manifest."}', encoding="utf-8")
    assert clean(data, data / "one").documents == 2
    (data / "stopped").mkdir()
    (data / "stopped/progress.jsonl").write_text('{"textmend":"0.1.0"}\n', encoding="utf-8")
    report = clean(data, data / "two")
    assert (report.documents, report.unreadable) == (2, 0)
    assert sorted(report.manifest["passed_over"]) == [str(data / "one"), str(data / "stopped")]


def test_pipes_among_files_are_passed_over(tmp_path: Path) -> None:
    """To open one waits until somebody writes to it."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/b.jsonl").write_text(LINE, encoding="utf-8")
    os.mkfifo(tmp_path / "in/a.jsonl")
    command = [sys.executable, "-m", "textmend", "clean", "in", "--out", "out"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=60, capture_output=True)
    report = tm.CorpusReport.read(tmp_path / "out")
    assert (report.documents, report.manifest["passed_over"]) == (1, ["in/a.jsonl"])


def test_a_file_that_is_not_what_its_name_says_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    files = {
        "a.jsonl": (LINE * 9).encode("utf-16"),
        "b.csv": "id,text\n1,Eins\n2,Zwei\n".encode("utf-16"),
        "c.txt": b"\xfe\xff" + "Hallo".encode("utf-16-be"),
        "d.jsonl": gzip.compress(LINE.encode() * 9),
        "e.csv": b"PK\x03\x04\n\n\n",
        "f.json": json.dumps({"text": TEXT, "n": [1, 2]}, indent=1).encode(),
        "g.jsonl": LINE.encode(),
    }
    for name, content in files.items():
        (tmp_path / "in" / name).write_bytes(content)
    pa.parquet.write_table(pa.table({"text": [TEXT]}), tmp_path / "in/h.parquet")
    (tmp_path / "in/h.parquet").rename(tmp_path / "in/h.jsonl")
    assert clean(tmp_path / "in", tmp_path / "out").documents == 1
    found = {row["file"]: (row["line"], row["reason"]) for row in noted(tmp_path / "out")}
    assert len(found) == len(noted(tmp_path / "out")) == 7
    for name, reason in {
        "a.jsonl": "is UTF-16",
        "b.csv": "is UTF-16",
        "c.txt": "is UTF-16",
        "d.jsonl": "is compressed with gzip: add .gz",
        "e.csv": "is a ZIP archive",
        "f.json": "is a JSON object over several lines, not JSON Lines",
        "h.jsonl": "is Parquet",
    }.items():
        assert found[name][0] is None and found[name][1].startswith(reason), name


def test_zstd_of_a_long_window_is_read(tmp_path: Path) -> None:
    """As dumps of whole sites are packed: `zstd --long=31`."""
    # The frame that it makes of one line: magic, no size, a window of 2 GiB, one raw block.
    block = (len(LINE) << 3 | 1).to_bytes(3, "little")
    (tmp_path / "a.jsonl.zst").write_bytes(b"\x28\xb5\x2f\xfd\x00" + bytes([(31 - 10) << 3]) + block + LINE.encode())
    report = clean(tmp_path / "a.jsonl.zst", tmp_path / "out")
    assert (report.accepted, report.unreadable) == (1, 0)


def test_an_empty_text_file_has_no_text(tmp_path: Path) -> None:
    """It cannot be accepted: there would be no file of it."""
    for name, content in {"a.txt": b"", "b.txt.gz": gzip.compress(b""), "c.txt": b"\xef\xbb\xbf", "d.txt": b"Kurz."}.items():
        (tmp_path / name).write_bytes(content)
    report = clean(tmp_path, tmp_path / "out", annotations="none")
    assert (report.accepted, report.reasons) == (1, {"no_text": 3})
    assert [file.name for file in (tmp_path / "out/accepted").iterdir()] == ["d.txt"]


def test_what_stands_in_the_place_of_a_text_is_told(tmp_path: Path) -> None:
    rows: list[Any] = [{"text": ["a"]}, {"text": {"de": "a"}}, {"text": 3}, {"text": None}, {"id": 1}]
    (tmp_path / "a.jsonl").write_text(LINE + "".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    clean(tmp_path / "a.jsonl", tmp_path / "out")
    rejected = (tmp_path / "out/rejected/a.jsonl").read_text(encoding="utf-8").splitlines()
    reasons = [json.loads(line)["textmend"]["reasons"] for line in rejected]
    kinds = ["an array", "an object", "a number", None, None]
    assert reasons == [[{"rule": "no_text", "value": kind, "limit": None}] for kind in kinds]


def test_parquet_keeps_what_is_said_of_its_columns(tmp_path: Path) -> None:
    """The index of pandas, the features of Hugging Face, notes on fields."""
    frame = pd.DataFrame({"text": [TEXT, "Kurz."], "day": pd.to_datetime(["2024-01-01", "2024-01-02"])}, index=["x", "y"])
    frame.to_parquet(tmp_path / "a.parquet")
    fields = [pa.field("id", pa.int8(), metadata={"a": "b"}), pa.field("text", pa.string(), metadata={"lang": "de"})]
    noted = pa.schema(fields, metadata={"huggingface": "{}"})
    pa.parquet.write_table(pa.table({"id": [1], "text": [TEXT]}, schema=noted), tmp_path / "b.parquet")
    clean(tmp_path, tmp_path / "out")
    found = pd.read_parquet(tmp_path / "out/accepted/a.parquet")
    assert list(found.index) == ["x", "y"] and list(found.columns) == ["text", "day", "textmend"]
    assert found["text"].tolist() == [MENDED, "Kurz."] and found["day"].equals(frame["day"])
    schema = pa.parquet.read_schema(tmp_path / "out/accepted/b.parquet")
    assert schema.metadata == {b"huggingface": b"{}"}
    assert schema.field("id").metadata == {b"a": b"b"} and schema.field("text").metadata == {b"lang": b"de"}


@pytest.mark.parametrize("codec", ["none", "snappy", "gzip", "zstd", "lz4"])
def test_parquet_of_every_usual_compression(tmp_path: Path, codec: str) -> None:
    pa.parquet.write_table(pa.table({"text": [TEXT]}), tmp_path / "a.parquet", compression=codec)
    assert clean(tmp_path / "a.parquet", tmp_path / "out").accepted == 1


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_report_is_shown_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    """A pipe on Windows is such a one: the run is done, and its code must say so."""
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "漢字の文書。 Ça va ,oui."}) + "\n", encoding="utf-8")
    (tmp_path / "p.toml").write_text("min_characters = 500", encoding="utf-8")
    command = [sys.executable, "-m", "textmend", "clean", "a.jsonl", "--out", "out", "--policy", "p.toml", "--dry-run"]
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"") and b"min_characters" in ran.stdout


def test_names_of_ones_own_are_shown_as_they_are(tmp_path: Path) -> None:
    """Brackets in them are no commands to the terminal."""
    (tmp_path / "a.jsonl").write_text(LINE, encoding="utf-8")
    (tmp_path / "p.toml").write_text('[patterns_per_1000]\n"port[de]" = { pattern = "Hafen", max = 0 }\n', encoding="utf-8")
    command = [sys.executable, "-m", "textmend", "clean", "a.jsonl", "--out", "out[x]", "--policy", "p.toml"]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, text=True, encoding="utf-8").stdout
    assert "max_patterns_per_1000.port[de]" in shown and "out[x]" in shown


def filled(name: str, texts: list[str]) -> bytes:
    """A file with these texts, of the format that its name says."""
    rows = [{"id": i, "text": text} for i, text in enumerate(texts)]
    kind = name.removesuffix(".gz").rpartition(".")[2]
    if kind == "parquet":
        out = pa.BufferOutputStream()
        pa.parquet.write_table(pa.Table.from_pylist(rows, pa.schema({"id": pa.int32(), "text": pa.string()})), out)
        return bytes(out.getvalue())
    if kind == "jsonl":
        content = "".join(json.dumps(row) + "\n" for row in rows)
    else:
        content = "id,text\n" + "".join(f"{row['id']},{row['text']}\n" for row in rows)
    return gzip.compress(content.encode()) if name.endswith(".gz") else content.encode()


@pytest.mark.parametrize("texts", [[], ["Kurz.", "Auch kurz."]])
@pytest.mark.parametrize("annotations", ["none", "summary"])
def test_every_file_has_an_accepted_one(tmp_path: Path, texts: list[str], annotations: str) -> None:
    """Whatever reads a corpus part by part finds each part, with its columns, even if no row of it was accepted."""
    names = ["a.jsonl", "b.jsonl.gz", "c.csv", "d.csv.gz", "e.parquet"]
    (tmp_path / "in").mkdir()
    for name in names:
        (tmp_path / "in" / name).write_bytes(filled(name, texts))
    (tmp_path / "in/f.csv").write_bytes(b"")
    (tmp_path / "in/g.jsonl").write_bytes("[\n".encode())
    policy = tm.Policy(min_characters=100)
    report = clean(tmp_path / "in", tmp_path / "out", annotations=annotations, policy=policy)
    assert (report.accepted, report.rejected, report.unreadable) == (0, len(texts) * len(names), 1)
    accepted = tmp_path / "out/accepted"
    assert sorted(file.name for file in accepted.iterdir()) == [*names, "f.csv"]
    header = "id,text\n" if annotations == "none" else "id,text,textmend\n"
    assert (accepted / "a.jsonl").read_bytes() == gzip.decompress((accepted / "b.jsonl.gz").read_bytes()) == b""
    assert (accepted / "c.csv").read_text() == gzip.decompress((accepted / "d.csv.gz").read_bytes()).decode() == header
    table = pa.parquet.read_table(accepted / "e.parquet")
    assert (table.num_rows, ",".join(table.column_names) + "\n") == (0, header)
    assert table.schema.field("id").type == pa.int32() and table.schema.field("text").type == pa.string()
    assert (tmp_path / "out/rejected").exists() == bool(texts)
    outputs = [row["name"] for row in report.manifest["outputs"] if row["name"].startswith("accepted")]
    assert outputs == [f"accepted/{name}" for name in [*names, "f.csv"]]
    clean(tmp_path / "in", tmp_path / "dry", annotations=annotations, policy=policy, dry_run=True)
    assert not (tmp_path / "dry/accepted").exists()


def test_a_first_accepted_row_comes_late(tmp_path: Path) -> None:
    """The header stands before it once, whatever was written for the chunks without one."""
    rows = [f"{i},{'kurz ' * 2}" for i in range(150_000)]
    lines = ["\ufeffid,text", *rows, last := "last," + "ein langer Text " * 9, ""]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    analyzer = tm.Analyzer(tasks=["signals"])
    policy = {"min_characters": 100}
    clean(tmp_path / "a.csv", tmp_path / "out", annotations="none", policy=policy, analyzer=analyzer)
    assert (tmp_path / "out/accepted/a.csv").read_text(encoding="utf-8") == f"\ufeffid,text\n{last}\n"


def test_untouched_columns_of_parquet_keep_their_types(tmp_path: Path) -> None:
    day, key = dt.date(2024, 1, 1), uuid.UUID(int=7)
    columns = {
        "text": pa.array(["Eins.", "Zwei."]),
        "day": pa.array([day, None], pa.date64()),
        "days": pa.array([[{"on": day}], None], pa.list_(pa.struct({"on": pa.date64()}))),
        "key": pa.array([key.bytes, None], pa.uuid()),
        "note": pa.ExtensionArray.from_storage(pa.json_(), pa.array(['{"a": 1}', None])),
        "hour": pa.array([1, None], pa.time64("us")),
        "price": pa.array([Decimal("1.50"), None], pa.decimal128(38, 10)),
        "tags": pa.array([["a", "b"], None], pa.large_list(pa.dictionary(pa.int8(), pa.string()))),
        "moment": pa.array([1, None], pa.timestamp("us", "Europe/Berlin")),
        "counts": pa.array([[("a", 1)], None], pa.map_(pa.string(), pa.uint64())),
    }
    table = pa.table(columns).replace_schema_metadata({"made": "by hand"})
    for name, arrow in [("a.parquet", True), ("b.parquet", False)]:
        pa.parquet.write_table(table, tmp_path / name, store_schema=arrow)
    clean(tmp_path, tmp_path / "out", annotations="none", analyzer=tm.Analyzer(tasks=["edits"]))
    for name in ["a.parquet", "b.parquet"]:
        given, written = tmp_path / name, tmp_path / "out/accepted" / name
        assert pa.parquet.read_table(written).equals(pa.parquet.read_table(given), check_metadata=False), name
        assert pa.parquet.read_schema(written).equals(pa.parquet.read_schema(given)), name
        old, new = (pa.parquet.ParquetFile(file).schema for file in (given, written))
        described = [(column.path, str(column.logical_type)) for column in map(old.column, range(len(old.names)))]
        assert [(column.path, str(column.logical_type)) for column in map(new.column, range(len(new.names)))] == described


def test_a_mark_of_byte_order_stays(tmp_path: Path) -> None:
    """In both parts of the file, and in no name of a column."""
    (tmp_path / "a.csv").write_text(f'\ufeff"text",id\r\n{TEXT},1\r\nKurz.,2\r\n', encoding="utf-8", newline="")
    clean(tmp_path / "a.csv", tmp_path / "out", annotations="none", policy={"min_characters": 10})
    accepted = (tmp_path / "out/accepted/a.csv").read_bytes().decode()
    assert accepted == f'\ufeff"text",id\r\n{MENDED},1\r\n'
    assert (tmp_path / "out/rejected/a.csv").read_bytes().startswith('\ufeff"text",id,textmend\r\nKurz.'.encode())


@pytest.mark.parametrize(
    "content",
    [
        'id\ttext\n1\t"a\tb"\n"2"\t"a\nb"\n',  # as pandas and Polars write it
        'id\ttext\n1\ta "b" c\n2"\td\n""\te\n',
        'id\ttext\n1\t"b" c\n2\t"open\n3\td\n',  # without quotations
        'id\ttext\r\n1\ta\n2\tb\r\n',
        "id\ttext\n1\ta\rb\\n\n",
    ],
)
def test_rows_of_tsv_keep_their_bytes(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.tsv").write_bytes(content.encode())
    report = clean(tmp_path / "a.tsv", tmp_path / "out", annotations="none", analyzer=tm.Analyzer(tasks=["signals"]))
    assert (report.unreadable, (tmp_path / "out/accepted/a.tsv").read_bytes().decode()) == (0, content)


def test_tables_of_pandas_and_polars_are_read_as_they_read_them(tmp_path: Path) -> None:
    texts = ["plain", 'a "b"', '"a" b', "tab\there", "line\nbreak", "", "a,b;c|d", '"', "é"]
    frame = pl.DataFrame({"text": texts, "id": range(len(texts))})
    for separator, name in [(",", "csv"), ("\t", "tsv")]:
        frame.write_csv(tmp_path / f"polars.{name}", separator=separator)
        frame.to_pandas().to_csv(tmp_path / f"pandas.{name}", sep=separator, index=False)
    analyzer = tm.Analyzer(tasks=["signals"])
    clean(tmp_path, tmp_path / "same", annotations="none", analyzer=analyzer)
    for written in (tmp_path / "same/accepted").iterdir():
        assert written.read_bytes() == (tmp_path / written.name).read_bytes()
    assert clean(tmp_path, tmp_path / "out", annotations="full", analyzer=analyzer).accepted == 4 * len(texts)
    for written in (tmp_path / "out/accepted").iterdir():
        separator = "\t" if written.suffix == ".tsv" else ","
        for read in (
            pl.read_csv(written, separator=separator).to_dicts(),
            pd.read_csv(written, sep=separator, keep_default_na=False).to_dict("records"),
        ):
            assert [row["text"] or "" for row in read] == texts, written
            assert [json.loads(row["textmend"])["text"] for row in read] == texts, written


def test_zeros_behind_gzip_are_passed_over(tmp_path: Path) -> None:
    """As by gzip itself: tapes are filled up with them."""
    for name, zeros in [("a.jsonl.gz", 512), ("b.jsonl.gz", 1 << 17)]:
        (tmp_path / name).write_bytes(gzip.compress(LINE.encode()) + bytes(zeros))
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(LINE.encode()) + bytes(9) + b"more")
    report = clean(tmp_path, tmp_path / "out")
    assert (report.accepted, [row["file"] for row in noted(tmp_path / "out")]) == (3, ["c.jsonl.gz"])


def test_names_that_stand_twice_are_not_guessed(tmp_path: Path) -> None:
    twice = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["text", "text"])
    pa.parquet.write_table(twice, tmp_path / "a.parquet")
    (tmp_path / "b.csv").write_text("text,id,text\na,1,b\n", encoding="utf-8")
    for name in ["a.parquet", "b.csv"]:
        with pytest.raises(ValueError, match=f'{name} has 2 columns "text", so it cannot be told which is meant'):
            clean(tmp_path / name, tmp_path / "none")
    (tmp_path / "0.jsonl").write_text(LINE + '{"text": "a", "id": 1, "text": "b"}\n', encoding="utf-8")
    assert clean(tmp_path, tmp_path / "out").accepted == 1
    reasons = {row["file"]: row["reason"] for row in noted(tmp_path / "out")}
    assert reasons["0.jsonl"].startswith('has the key "text" twice') and len(reasons) == 3
    with pytest.raises(ValueError, match='the table has 2 columns "text"'):
        tm.annotate(twice)


def test_floats_that_only_python_writes_pass_through(tmp_path: Path) -> None:
    """`json.dumps` writes them unless told otherwise, and a document is not worse for them."""
    line = json.dumps({"loss": float("nan"), "text": TEXT, "scores": [float("-inf"), 2**70, 1e-7]}) + "\n"
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    assert clean(tmp_path / "a.jsonl", tmp_path / "out", annotations="none").unreadable == 0
    assert (tmp_path / "out/accepted/a.jsonl").read_text(encoding="utf-8") == line.replace(TEXT, MENDED)
