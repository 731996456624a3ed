"""Inputs as they come: not what their names say, among pipes and the results of earlier runs, in rare compressions."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
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
