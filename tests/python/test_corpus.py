"""Corpora: formats, rejects, interruptions, mistakes."""

from __future__ import annotations

import gzip
import json
import os
import pickle
import random
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

import textmend as tm

DAMAGED = "Der Hafen bleibt bis Montag zu.The crane needs a new cable , said the owner."
MENDED = "Der Hafen bleibt bis Montag zu. The crane needs a new cable, said the owner."
WORDS = "Der Kran am Hafen hebt jeden Tag viele Kisten. The harbour closes at night, and the boats wait outside."


def rows(count: int, seed: int = 1) -> list[dict[str, Any]]:
    made, chance = WORDS.split(), random.Random(seed)
    return [{"id": i, "text": " ".join(chance.choices(made, k=chance.randint(2, 120))), "tags": [i, None]} for i in range(count)]


def write_lines(file: Path, lines: list[Any]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def read_lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def clean(inputs: Any, output: Path, **options: Any) -> tm.CorpusReport:
    return tm.clean_corpus(inputs, output, progress=False, **options)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that is the same in every run: all but the times and the page that shows them."""
    own = {"timing.json", "report.html"}
    files = [file for file in folder.rglob("*") if file.is_file() and file.name not in own]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def test_json_lines_keep_their_bytes(tmp_path: Path) -> None:
    before = '{ "id" : 1.50, "text":"caf\\u00e9 au lait" ,"n":[1, 2]}\n'
    file = write_lines(tmp_path / "in.jsonl", [before, json.dumps({"text": DAMAGED, "b": None}) + "\n"])
    report = clean(file, tmp_path / "out")
    first, second = (tmp_path / "out/accepted/in.jsonl").read_text(encoding="utf-8").splitlines()
    assert first.startswith(before.rstrip("}\n") + ',"textmend":{')
    row = json.loads(second)
    assert (row["text"], row["b"], list(row)) == (MENDED, None, ["text", "b", "textmend"])
    assert row["textmend"]["edits"] == {"glued-sentence": 1, "space-before-punctuation": 1}
    assert set(row["textmend"]["languages"]) == {"de", "en"} and row["textmend"]["reasons"] == []
    assert (report.documents, report.accepted, report.rejected, report.unreadable) == (2, 2, 0, 0)
    assert report.edits["glued-sentence"] == 1


def test_annotations_none_and_full(tmp_path: Path) -> None:
    file = write_lines(tmp_path / "in.jsonl", [{"text": DAMAGED}])
    clean(file, tmp_path / "none", annotations="none")
    assert read_lines(tmp_path / "none/accepted/in.jsonl") == [{"text": MENDED}]
    clean(file, tmp_path / "full", annotations="full")
    record = read_lines(tmp_path / "full/accepted/in.jsonl")[0]["textmend"]
    expected = tm.analyze(DAMAGED).to_dict()
    expected.pop("mended")
    assert record == expected | {"reasons": []}


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "jsonl.zst", "csv", "csv.gz", "parquet"])
def test_formats_go_in_and_out(tmp_path: Path, ending: str) -> None:
    table = pa.table({"id": [1, 2, 3], "text": [DAMAGED, "Kurz.", None], "note": ["a", 'b,"c"', "d"]})
    file, out = tmp_path / f"in.{ending}", tmp_path / "out"
    lines = "".join(json.dumps(row) + "\n" for row in table.to_pylist()).encode()
    if ending.startswith("jsonl"):
        codec = {"gz": "gzip", "zst": "zstd"}.get(ending.rpartition(".")[2])
        with pa.output_stream(file, compression=codec) as stream:
            stream.write(lines)
    elif ending.startswith("csv"):
        with pa.output_stream(file, compression="gzip" if ending.endswith("gz") else None) as stream:
            pa.csv.write_csv(table, stream)
    else:
        pa.parquet.write_table(table, file)

    clean(file, out, policy={"min_characters": 10})

    def ids(folder: str) -> list[Any]:
        written = out / folder / file.name
        if ending.startswith("jsonl"):
            with pa.input_stream(written, compression="detect") as stream:
                return [(row["id"], row["text"], row["note"]) for row in map(json.loads, stream.read().splitlines())]
        read = pa.csv.read_csv if ending.startswith("csv") else pa.parquet.read_table
        read_back = read(written).to_pylist()
        assert list(read_back[0]) == ["id", "text", "note", "textmend"]
        return [(row["id"], row["text"], row["note"]) for row in read_back]

    assert ids("accepted") == [(1, MENDED, "a")]
    empty = "" if ending.startswith("csv") else None
    assert ids("rejected") == [(2, "Kurz.", 'b,"c"'), (3, empty, "d")]


def test_parquet_records_are_nested(tmp_path: Path) -> None:
    table = pa.table({"text": pa.array([DAMAGED, "Kurz."] * 3000).dictionary_encode()})
    pa.parquet.write_table(table, tmp_path / "in.parquet", row_group_size=700)
    clean(tmp_path / "in.parquet", tmp_path / "out", policy={"min_characters": 10})
    accepted = pa.parquet.read_table(tmp_path / "out/accepted/in.parquet")
    assert accepted.num_rows == 3000 and set(accepted["text"].to_pylist()) == {MENDED}
    record = accepted["textmend"][2999].as_py()
    assert record["mix"]["switch_points"] == 1 and {"kind": "glued-sentence", "count": 1} in record["edits"]
    assert record["signals"]["gopher_doc_words"] == 14
    rejected = pa.parquet.read_table(tmp_path / "out/rejected/in.parquet")
    assert rejected["textmend"][0].as_py()["reasons"] == [{"rule": "min_characters", "value": "5.0", "limit": "10.0"}]
    clean(tmp_path / "in.parquet", tmp_path / "full", annotations="full")
    full = pa.parquet.read_table(tmp_path / "full/accepted/in.parquet")["textmend"][0].as_py()
    assert full["text"] == DAMAGED and full["edits"][0]["kind"] == "glued-sentence"


def test_text_files_and_folders(tmp_path: Path) -> None:
    for name, text in {"a/one.txt": DAMAGED, "b/one.txt": "Kurz.", "b/skip.pdf": "x"}.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    report = clean(tmp_path / "in", tmp_path / "out", policy={"min_characters": 10})
    assert (tmp_path / "out/accepted/a/one.txt").read_text(encoding="utf-8") == MENDED
    assert (tmp_path / "out/rejected/b/one.txt").read_text(encoding="utf-8") == "Kurz."
    assert [row["file"] for row in read_lines(tmp_path / "out/texts.jsonl")] == ["a/one.txt", "b/one.txt"]
    assert [Path(file).name for file in report.manifest["passed_over"]] == ["skip.pdf"]
    by_pattern = clean(str(tmp_path / "in/*/one.txt"), tmp_path / "pattern")
    assert by_pattern.documents == 2 and (tmp_path / "pattern/accepted/b/one.txt").exists()


def test_what_cannot_be_read_is_kept_with_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "in/a.jsonl"
    write_lines(file, [{"text": "Gut."}, "{broken\n", '["list"]\n', '{"text":"\\ud800 lone"}\n', '{"text":3}\n', "\n"])
    file.write_bytes(file.read_bytes() + b'{"text":"\xff"}\n')
    whole = gzip.compress(b'{"text":"Gut."}\n' * 50_000)
    (tmp_path / "in/b.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "in/c.parquet").write_bytes(b"no parquet")
    (tmp_path / "in/d.csv").write_text("id,body\n1,x\n", encoding="utf-8")
    (tmp_path / "in/e.txt").write_bytes(b"\xfe")
    report = clean(tmp_path / "in", tmp_path / "out")
    found = [(row["file"], row["line"]) for row in read_lines(tmp_path / "out/unreadable.jsonl")]
    assert found[:3] == [("a.jsonl", 2), ("a.jsonl", 3), ("a.jsonl", 7)]
    assert [name for name, _ in found[3:]] == ["b.jsonl.gz", "c.parquet", "d.csv", "e.txt"]
    broken = read_lines(tmp_path / "out/unreadable.jsonl")
    assert broken[0]["raw"] == "{broken" and broken[2]["raw_base64"] == "eyJ0ZXh0Ijoi/yJ9"
    assert report.unreadable == 7
    accepted = read_lines(tmp_path / "out/accepted/a.jsonl")
    assert accepted[1]["text"] == "\ufffd lone" and accepted[1]["textmend"]["signals"]["replaced_surrogates"] == 1
    assert read_lines(tmp_path / "out/rejected/a.jsonl")[0]["textmend"]["reasons"][0]["rule"] == "no_text"


def test_every_failed_rule_is_kept(tmp_path: Path) -> None:
    file = write_lines(tmp_path / "in.jsonl", [{"text": DAMAGED}])
    policy = tm.Policy(languages=["fr"], max_mix_score=0.1, signals={"gopher_doc_words": (50, None)})
    report = clean(file, tmp_path / "out", policy=policy)
    reasons = read_lines(tmp_path / "out/rejected/in.jsonl")[0]["textmend"]["reasons"]
    assert [row["rule"] for row in reasons] == ["languages", "max_mix_score", "min_gopher_doc_words"]
    assert reasons[2] == {"rule": "min_gopher_doc_words", "value": 14.0, "limit": 50.0}
    assert report.reasons == {"languages": 1, "max_mix_score": 1, "min_gopher_doc_words": 1}


def test_a_policy_tells_all_its_mistakes(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="3 mistakes") as wrong:
        tm.Policy(languages=["xx"], max_mix_scor=0.1, signals={"gopher_doc_wrds": (1, 2)})
    assert all(word in str(wrong.value) for word in ('"xx"', '"max_mix_score"', '"gopher_doc_words"'))
    toml = tmp_path / "policy.toml"
    toml.write_text('languages = ["de"]\nmax_cmi = 30\n[signals]\nrps_doc_word_count = { min = 5 }\n', encoding="utf-8")
    same = tm.Policy(languages=["de"], max_cmi=30, signals={"rps_doc_word_count": {"min": 5}})
    assert tm.Policy.from_toml(toml) == same
    for keywords, error, message in [
        ({"languages": "de"}, TypeError, r"write \['de'\]"),
        ({"max_cmi": float("nan")}, ValueError, "a threshold is a finite number"),
        ({"max_cmi": object()}, TypeError, "a threshold is a number, not object"),
        ({"signals": ["a"]}, ValueError, "signals is a table of ranges"),
        ({"min_cmi": 3, "max_cmi": 2}, ValueError, "min_cmi 3 is greater than max_cmi 2"),
        ({"patterns_per_1000": {"x": {"pattern": "(", "max": 0}}}, ValueError, r'"\(" is no regular expression: unclosed group'),
    ]:
        with pytest.raises(error, match=message):
            tm.Policy(**keywords)
        with pytest.raises(error, match=message):
            clean(toml, tmp_path / "out", policy=keywords)


def test_files_named_twice_and_links_to_folders_above_are_read_once(tmp_path: Path) -> None:
    file = write_lines(tmp_path / "in/a.jsonl", rows(3))
    (tmp_path / "in/loop").symlink_to(tmp_path)
    (tmp_path / "other").mkdir()
    write_lines(tmp_path / "other/b.jsonl", rows(4))
    (tmp_path / "in/link").symlink_to(tmp_path / "other")
    relative = os.path.join(tmp_path, ".", "in", "a.jsonl")
    report = clean([tmp_path / "in", file, relative], tmp_path / "out")
    assert report.documents == 7
    assert sorted(path.name for path in (tmp_path / "out/accepted").rglob("*.jsonl")) == ["a.jsonl", "b.jsonl"]


def test_empty_files_are_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.csv", "b.jsonl", "c.jsonl.gz", "d.tsv", "e.csv"):
        (tmp_path / "in" / name).write_bytes(gzip.compress(b"") if name.endswith("gz") else b"")
    (tmp_path / "in/e.csv").write_text("text\nGut.\n", encoding="utf-8")
    report = clean(tmp_path / "in", tmp_path / "out")
    assert (report.documents, report.unreadable) == (1, 0)


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_what_was_not_asked_for_is_absent(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"in.{ending}"
    if ending == "jsonl":
        write_lines(file, [{"text": DAMAGED}])
    else:
        pa.parquet.write_table(pa.table({"text": [DAMAGED]}), file)
    report = clean(file, tmp_path / "out", analyzer=tm.Analyzer(tasks=["sentences"]))
    written = tmp_path / "out/accepted" / file.name
    row = read_lines(written)[0] if ending == "jsonl" else pa.parquet.read_table(written).to_pylist()[0]
    assert row["textmend"] == {"sentences": 2, "reasons": []}
    assert list(report.counts["histograms"]) == ["sentences", "characters"] and report.counts["dominant"] == {}
    page = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert "Code-Mixing" not in page and "in none of the documents" not in page and "sentences of a document" in page


def test_threads_change_no_byte(tmp_path: Path) -> None:
    write_lines(tmp_path / "in/a.jsonl", rows(9000))
    pa.parquet.write_table(pa.Table.from_pylist(rows(4000, seed=2)), tmp_path / "in/b.parquet")
    for threads in (1, 2, 4):
        clean(tmp_path / "in", tmp_path / f"out{threads}", threads=threads, policy={"min_characters": 40})
    assert contents(tmp_path / "out1") == contents(tmp_path / "out2") == contents(tmp_path / "out4")


POLICY = {"max_mix_score": 0.4, "min_characters": 40, "edits_per_1000": {"quote": {"max": 1}}, "languages": ["de", "en"]}


def test_a_dry_run_tells_what_the_policy_would_do(tmp_path: Path) -> None:
    file = write_lines(tmp_path / "in.jsonl", rows(9000))
    real = clean(file, tmp_path / "real", policy=POLICY)
    for threads in (1, 3):
        out = tmp_path / f"dry{threads}"
        dry = clean(file, out, policy=POLICY, dry_run=True, threads=threads)
        assert sorted(path.name for path in out.iterdir()) == ["manifest.json", "report.html", "timing.json", "unreadable.jsonl"]
        assert dry.counts == real.counts
        page = (out / "report.html").read_text(encoding="utf-8")
        assert "What each threshold would reject" in page and "just rejected" in page
    scores = {f"in.jsonl:{i + 1}": len(row["text"]) for i, row in enumerate(read_lines(file))}
    near = dry.thresholds["min_characters"]
    assert near["limit"] == 40
    below = sorted((score for score in scores.values() if score < 40), reverse=True)[:3]
    above = sorted(score for score in scores.values() if score >= 40)[:3]
    assert [row["value"] for row in near["rejected"]] == below and [row["value"] for row in near["kept"]] == above
    assert all(scores[row["place"]] == row["value"] for row in near["kept"] + near["rejected"])
    assert 0 < near["alone"] <= dry.reasons["min_characters"]
    assert set(dry.thresholds) == {"max_mix_score", "min_characters", "max_edits_per_1000.quote"}
    assert "edits_per_1000.quote" in dry.counts["histograms"]
    command = [sys.executable, "-m", "textmend", "report", str(out)]
    shown = subprocess.run(command, capture_output=True, check=True, text=True, env=os.environ | {"COLUMNS": "80"}).stdout
    assert all(word in shown for word in ("would reject", "just rejected", near["kept"][0]["place"]))


def run_cli(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "textmend", "clean", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


# A run whose analysis is cheap, so that many chunks, and many deaths, take little time.
QUICK = """
import sys, textmend as tm
tm.clean_corpus(sys.argv[1], sys.argv[2], policy={"min_characters": 40}, threads=int(sys.argv[3]), resume=len(sys.argv) > 4,
                progress=False, annotations="none", analyzer=tm.Analyzer(tasks=[]))
"""


def quick(inputs: Path, out: Path, threads: int, *resume: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", QUICK, str(inputs), str(out), str(threads), *resume]
    return subprocess.Popen(command, stderr=subprocess.PIPE)


def documents_done(out: Path) -> int | None:
    """How many documents a stopped run has written, by the whole lines of its progress; None: it is finished."""
    # The manifest is the last word; the progress goes behind it.
    if (out / "manifest.json").exists() or not (out / "progress.jsonl").exists():
        return None
    whole = (out / "progress.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    chunks = [json.loads(line)["chunk"] for line in whole if line.startswith('{"chunk"')]
    return sum(chunk["tally"]["documents"] for chunk in chunks)


def test_a_run_killed_at_random_moments_resumes_to_the_same_bytes(tmp_path: Path) -> None:
    made = rows(4000)
    write_lines(tmp_path / "in/a.jsonl", made * 8)
    pa.parquet.write_table(pa.Table.from_pylist(made * 4), tmp_path / "in/b.parquet", row_group_size=3000)
    (tmp_path / "in/c.jsonl.gz").write_bytes(gzip.compress((tmp_path / "in/a.jsonl").read_bytes(), 1))
    for number in range(30):
        (tmp_path / f"in/d{number}.txt").write_text(made[number]["text"], encoding="utf-8")
    assert quick(tmp_path / "in", tmp_path / "whole", 2).wait() == 0
    whole, chance = contents(tmp_path / "whole"), random.Random(4)
    total = tm.CorpusReport.read(tmp_path / "whole").documents
    killed = 0
    for moment in range(20):
        out, threads = tmp_path / f"out{moment}", 1 + moment % 3
        process = quick(tmp_path / "in", out, threads)
        while not (out / "progress.jsonl").exists() and process.poll() is None:
            time.sleep(0.001)
        time.sleep(chance.random() * 0.6)
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        done = documents_done(out)
        assert quick(tmp_path / "in", out, 1 + chance.randrange(3), "resume").wait() == 0
        assert contents(out) == whole, f"moment {moment}"
        # What was written is not worked on a second time.
        timing = json.loads((out / "timing.json").read_text(encoding="utf-8"))
        assert done is None or timing["documents"] == total - done, f"moment {moment}"
    assert killed > 5


def test_one_run_in_a_folder_at_a_time(tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", rows(20000))
    first = run_cli(tmp_path / "in.jsonl", "--out", tmp_path / "out")
    while not (tmp_path / "out/progress.jsonl").exists():
        time.sleep(0.01)
        assert first.poll() is None
    for resume in ([], ["--resume"]):
        second = run_cli(tmp_path / "in.jsonl", "--out", tmp_path / "out", *resume)
        _, said = second.communicate()
        assert second.returncode == 1 and said.decode().count("\n") == 1 and "another run is at work" in said.decode()
    first.kill()
    first.communicate()
    # The lock went with its owner.
    assert clean(tmp_path / "in.jsonl", tmp_path / "out", resume=True).documents == 20000


def test_vanished_input_is_said_in_one_sentence(tmp_path: Path) -> None:
    made = [write_lines(tmp_path / f"in/{name}.jsonl", rows(9000)) for name in "ab"]
    process = run_cli(tmp_path / "in", "--out", tmp_path / "out", "--threads", "1")
    while not (tmp_path / "out/progress.jsonl").exists():
        time.sleep(0.01)
        assert process.poll() is None
    made[1].rename(tmp_path / "away")
    _, said = process.communicate()
    assert process.returncode == 1 and said.decode().count("\n") == 1 and "b.jsonl vanished" in said.decode()
    (tmp_path / "away").rename(made[1])
    assert clean(tmp_path / "in", tmp_path / "out", resume=True).documents == 18000


def test_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", rows(20000))
    process = run_cli(tmp_path / "in.jsonl", "--out", tmp_path / "out")
    while not (tmp_path / "out/progress.jsonl").exists():
        time.sleep(0.01)
        assert process.poll() is None
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert b"--resume goes on" in said and b"Traceback" not in said
    with pytest.raises(OSError, match="is not empty"):
        clean(tmp_path / "in.jsonl", tmp_path / "out")
    assert clean(tmp_path / "in.jsonl", tmp_path / "out", resume=True).documents == 20000


def test_a_full_disk_is_said_in_one_sentence(tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", rows(4000))

    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    process = run_cli(tmp_path / "in.jsonl", "--out", tmp_path / "out", preexec_fn=small_files)
    _, said = process.communicate()
    assert process.returncode == 1
    assert said.decode().count("\n") == 1 and "cannot write" in said.decode() and "--resume" in said.decode()
    clean(tmp_path / "in.jsonl", tmp_path / "out", resume=True)
    clean(tmp_path / "in.jsonl", tmp_path / "whole")
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nothing.jsonl", "--out", "out"], 1, "there is no file or folder"),
        (["a.jsonl", "--out", "out", "--column", "txt"], 2, 'no column "txt"; its columns are: text'),
        (["a.jsonl", "--out", "full"], 1, "is not empty"),
        (["a.jsonl", "--out", "full", "--resume"], 1, "no run to resume"),
        (["a.jsonl", "--out", "a.jsonl"], 1, "cannot make the folder"),
        (["x.pdf", "--out", "out"], 2, "known extensions"),
        (["a.jsonl", "--out", "out", "--threads", "0"], 2, "threads is 0"),
        (["a.jsonl", "--out", "out", "--threads", "-1"], 2, "threads is -1"),
        (["full", "--out", "full"], 2, "is the output folder too"),
        (["a.jsonl", "--out", "out", "--policy", "broken.toml"], 2, "not TOML, line 2"),
        (["a.jsonl", "--out", "out", "--gazetteer", "none.tsv"], 1, "none.tsv: No such file or directory"),
        (["a.jsonl", "--out", "out", "--policy", "full"], 1, "full"),
        (["a.jsonl", "--out", "out", "--policy", "wrong.toml"], 2, "max_cmy"),
        (["empty", "--out", "out"], 2, "holds no file"),
        (["a.jsonl", "--out", "out", "--column", "textmend"], 2, 'column "textmend" is where the results go'),
        (["pipe.jsonl", "--out", "out"], 2, "is a pipe or device"),
    ],
)
def test_mistakes_are_told_in_one_sentence(tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    write_lines(tmp_path / "a.jsonl", [{"text": "Gut."}])
    for name, text in {"full/x": "", "x.pdf": "", "wrong.toml": "max_cmy = 1", "broken.toml": "a = 1\nb ="}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe.jsonl")
    process = run_cli(*arguments, cwd=tmp_path)
    _, error = process.communicate()
    assert (process.returncode, error.decode().count("\n")) == (code, 1), error.decode()
    assert said in error.decode()
    assert not (tmp_path / "out").exists()


def test_the_report_stands_alone(tmp_path: Path) -> None:
    file = write_lines(tmp_path / "in.jsonl", [*rows(300), {"text": f"<b> & {DAMAGED}"}, "{broken\n"])
    report = clean(file, tmp_path / "out", policy={"min_characters": 40, "max_mix_score": 0.6})
    page = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert "min_characters" in page and "German" in page and "B/s" in page
    assert "<b> &" not in page and not re.search(r"""(src|href)\s*=\s*["']|url\(|@import""", page.replace("data-src", ""))
    assert tm.CorpusReport.read(tmp_path / "out") == report
    assert "accepted=" in repr(report)
    process = run_cli(file, "--out", tmp_path / "again")
    shown, _ = process.communicate()
    assert process.returncode == 1 and "unreadable" in shown.decode()
    command = [sys.executable, "-m", "textmend", "report", str(tmp_path / "again")]
    assert "report.html" in subprocess.run(command, capture_output=True, check=True, text=True).stdout


def test_shares_that_are_not_all_or_none_are_not_shown_as_such() -> None:
    from textmend.report import _share

    shown = [_share(part, 10_000) for part in (0, 1, 5, 5_000, 9_995, 9_999, 10_000)]
    assert shown == ["0.0 %", "< 0.1 %", "0.1 %", "50.0 %", "> 99.9 %", "> 99.9 %", "100.0 %"] and _share(0, 0) == ""


def test_bins_of_tiny_values_are_filled_up() -> None:
    from textmend.report import _filled

    edges, counts = _filled({"scale": "log", "bins": [[0.0, 0.0, 5], [1.907349e-6, 2.268233e-6, 1], [8.0, 9.513657, 2]]})
    assert sum(counts) == 8 and len(edges) < 100
    assert all(low < high and before == low for (_, before), (low, high) in zip(edges[1:-2], edges[2:-1], strict=True))
    assert _filled({"scale": "linear", "bins": [[0.0, 0.02, 1], [0.98, 1.0, 1]]})[1] == [1, *[0] * 48, 1]


def test_progress_and_policies_by_keyword(tmp_path: Path) -> None:
    seen: list[tm.CorpusProgress] = []
    tm.clean_corpus([write_lines(tmp_path / "in.jsonl", rows(500))], tmp_path / "out", progress=seen.append, threads=1)
    # What is read but not worked on yet is not done.
    assert all(progress.bytes == 0 for progress in seen if progress.documents == 0)
    assert seen[-1].documents == 500 and seen[-1].bytes == seen[-1].all_bytes == os.path.getsize(tmp_path / "in.jsonl")

    def fail(_: tm.CorpusProgress) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        tm.clean_corpus(tmp_path / "in.jsonl", tmp_path / "stopped", progress=fail)
    assert repr(tm.Policy(max_cmi=3)) == "Policy(max_cmi=3)"


def test_policies_are_values(tmp_path: Path) -> None:
    policy = tm.Policy(max_cmi=3, signals={"gopher_doc_words": (5, None)})
    same = tm.Policy(signals={"gopher_doc_words": (5, None)}, max_cmi=3.0)
    assert policy == same == pickle.loads(pickle.dumps(policy)) and hash(policy) == hash(same)
    assert policy != tm.Policy(max_cmi=4)
    with pytest.raises(TypeError, match="a dict, or a TOML file, not int"):
        tm.clean_corpus(tmp_path, tmp_path / "out", policy=3)  # type: ignore[arg-type]
    (tmp_path / "latin.toml").write_bytes("# Größe\n".encode("latin-1"))
    with pytest.raises(ValueError, match="latin.toml is not UTF-8"):
        tm.Policy.from_toml(tmp_path / "latin.toml")
    (tmp_path / "wrong.toml").write_text("max_cmy = 1", encoding="utf-8")
    with pytest.raises(ValueError, match="wrong.toml: policy: there is no threshold"):
        tm.Policy.from_toml(tmp_path / "wrong.toml")
    (tmp_path / "windows.toml").write_bytes(b"\xef\xbb\xbfmax_cmi = 3\r\n")
    assert tm.Policy.from_toml(tmp_path / "windows.toml") == tm.Policy(max_cmi=3)


def test_tables_of_spreadsheets_are_read(tmp_path: Path) -> None:
    """Semicolons part the fields, and stay; a quotation that doesn't end is no document."""
    (tmp_path / "a.csv").write_text('\ufeffid;text\n1;"Ja, der Rat ,heute;"\n2;Kurz.\n', encoding="utf-8")
    (tmp_path / "b.csv").write_text('id,text\n1,Kurz.\n2,"open\n3,lost\n', encoding="utf-8")
    report = tm.clean_corpus(tmp_path, tmp_path / "out", annotations="none", progress=False)
    assert (report.accepted, report.unreadable) == (3, 1)
    assert (tmp_path / "out/accepted/a.csv").read_text(encoding="utf-8") == '\ufeffid;text\n1;"Ja, der Rat, heute;"\n2;Kurz.\n'
    noted = json.loads((tmp_path / "out/unreadable.jsonl").read_text(encoding="utf-8"))
    (tmp_path / "windows.csv").write_bytes(b'id,text\r\n1,"zwei\r\nZeilen"\r\n2,Kurz.,mehr\r\n')
    tm.clean_corpus(tmp_path / "windows.csv", tmp_path / "lines", annotations="none", progress=False)
    assert (tmp_path / "lines/accepted/windows.csv").read_bytes() == b'id,text\r\n1,"zwei\r\nZeilen"\r\n'
    assert json.loads((tmp_path / "lines/unreadable.jsonl").read_text(encoding="utf-8"))["line"] == 4
    assert noted["reason"] == "cannot be read beyond line 3: a quotation mark in it is never closed"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_names_that_are_not_utf_8(tmp_path: Path) -> None:
    """In a folder they are read; what else is there and isn't, is counted."""
    (tmp_path / "in").mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/in/caf\xe9.jsonl")).write_text('{"text":"Kurz."}\n', encoding="utf-8")
    (tmp_path / "in/x.zip").touch()
    report = clean(tmp_path / "in", tmp_path / "out")
    assert report.accepted == 1 and [p.name for p in (tmp_path / "out/accepted").iterdir()] == ["caf%E9.jsonl"]
    assert report.manifest["passed_over"] == [str(tmp_path / "in/x.zip")]
    shown, _ = run_cli(tmp_path / "in", "--out", tmp_path / "again").communicate()
    assert re.search(r"passed over +1 ", shown.decode())
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/in/caf\xe8.jsonl")).write_text('{"text":"Lang."}\n', encoding="utf-8")
    both = clean(tmp_path / "in", tmp_path / "both")
    assert [row["name"] for row in both.manifest["run"]["inputs"]] == ["caf%E8.jsonl", "caf%E9.jsonl"]
    with pytest.raises(ValueError, match="is not UTF-8: give the folder"):
        tm.clean_corpus(tmp_path / "in/caf\udce9.jsonl", tmp_path / "more", progress=False)


def test_an_array_is_told_once_whatever_its_lines(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", [{"text": "Kurz."}])
    (tmp_path / "b.json").write_text(json.dumps([{"text": "Kurz."}] * 9, indent=1), encoding="utf-8")
    report = clean(tmp_path, tmp_path / "out")
    noted = (tmp_path / "out/unreadable.jsonl").read_text(encoding="utf-8")
    assert (report.accepted, report.unreadable) == (1, 1) and "b.json" in noted and "is a JSON array" in noted
    with pytest.raises(ValueError, match="b.json is a JSON array, not JSON Lines"):
        clean(tmp_path / "b.json", tmp_path / "more")


def test_what_fails_at_once_has_no_bar(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(FileNotFoundError):
        tm.clean_corpus(tmp_path / "nothing.jsonl", tmp_path / "out")
    assert capsys.readouterr().err == ""
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        tm.CorpusReport.read(tmp_path / "nothing")


def test_an_input_that_is_not_there_is_a_file_not_found(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="there is no file or folder"):
        tm.clean_corpus(tmp_path / "nothing.jsonl", tmp_path / "out", progress=False)
