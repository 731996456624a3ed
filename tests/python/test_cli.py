"""The command line, run as a user runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

DAMAGED = "Der Rat tagte lange.The vote failed , he said."
MENDED = "Der Rat tagte lange. The vote failed, he said."


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "textmend", *arguments], input=stdin, capture_output=True)


def test_help_names_every_command() -> None:
    shown = run("--help").stdout.decode()
    assert all(word in shown for word in ("inspect", "mend", "Exit codes"))
    assert "Example" in run("mend", "--help").stdout.decode()


def test_the_policy_of_the_help_text_is_one(tmp_path: Path) -> None:
    from textmend import Policy

    shown = run("clean", "--help").stdout.decode()
    lines = [line.strip() for line in shown.partition("TOML file of thresholds:")[2].splitlines()]
    (tmp_path / "policy.toml").write_text("\n".join(lines), encoding="utf-8")
    policy = Policy.from_toml(tmp_path / "policy.toml").to_dict()
    assert set(policy) == {"languages", "max_mix_score", "max_edits_per_1000", "signals"}


def test_inspect_shows_a_document() -> None:
    shown = run("inspect", stdin=DAMAGED.encode()).stdout.decode()
    assert all(word in shown for word in ("German", "English", "glued-sentence", "space-before-punctuation"))
    data = json.loads(run("inspect", "--json", stdin=DAMAGED.encode()).stdout)
    assert data["mended"] == MENDED
    page = run("inspect", "--html", stdin=DAMAGED.encode()).stdout.decode()
    assert page.startswith("<!doctype html>") and "<ins" in page


def test_tasks_are_chosen() -> None:
    data = json.loads(run("inspect", "--json", "--tasks", "edits,sentences", stdin=DAMAGED.encode()).stdout)
    assert data["mended"] == MENDED and len(data["sentences"]) == 2 and not data["languages"] and not data["signals"]
    assert b'no task "edit". Did you mean "edits"?' in run("inspect", "--tasks", "edit", stdin=b"a").stderr
    assert b"--tasks" not in run("mend", "--help").stdout


def test_results_are_utf_8_and_escaped(tmp_path: Path) -> None:
    file = tmp_path / "<b>.txt"
    file.write_text("Köln – Ωmega", encoding="utf-8")
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for form in ("--json", "--html"):
        command = [sys.executable, "-m", "textmend", "inspect", form, str(file)]
        shown = subprocess.run(command, capture_output=True, check=True, env=ascii_only).stdout.decode()
        assert "Köln" in shown and "Ωmega" in shown and "<b>.txt" not in shown


def test_mend_keeps_every_byte_that_is_not_damaged(tmp_path: Path) -> None:
    file = tmp_path / "in.txt"
    file.write_bytes(f"{DAMAGED}\r\n\r\nGut.\r\n".encode())
    assert run("mend", str(file)).stdout == f"{MENDED}\r\n\r\nGut.\r\n".encode()
    assert run("mend", "--lines", stdin=f"{DAMAGED}\n\nGut.".encode()).stdout == f"{MENDED}\n\nGut.".encode()


def test_unreadable_input_is_one_sentence_and_exit_code_1(tmp_path: Path) -> None:
    for arguments, stdin, message in [
        (["inspect", str(tmp_path / "none.txt")], b"", "there is no file"),
        (["mend", str(tmp_path)], b"", "is a folder"),
        (["inspect"], b"caf\xe9", "not utf-8: byte 0xE9 at offset 3"),
        (["mend", "--lines"], b"a\nb\xff\n", "the first is line 2"),
    ]:
        done = run(*arguments, stdin=stdin)
        assert done.returncode == 1 and message in done.stderr.decode()
        assert done.stderr.count(b"\n") == 1
    assert run("mend", "--lines", stdin=b"a\nb\xff\n").stdout == b"a\nb\xff\n"
    assert run("mend", "--encoding", "latin-1", stdin=b"caf\xe9").stdout.decode() == "café"


@pytest.mark.parametrize(
    "arguments",
    [
        ["inspect", "--labels", "FOO"],
        ["mend", "--languages", "xx"],
        ["mend", "--labels", "PER"],
        ["mend", "--lines", "--encoding", "utf-16"],
        ["mend", "--encoding", "klingon"],
        ["nothing"],
        [],
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    done = run(*arguments, stdin=b"a")
    assert done.returncode == 2 and b"Traceback" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_told() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([sys.executable, "-m", "textmend", "mend"], input=b"a", stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1 and b"disk is full" in done.stderr and b"Traceback" not in done.stderr


def test_a_closed_pipe_is_quiet() -> None:
    command = f"{sys.executable} -m textmend inspect --json | head -c 10"
    done = subprocess.run(command, shell=True, input=DAMAGED.encode() * 2000, capture_output=True)
    assert done.stderr == b""


def test_ctrl_c_stops_without_a_traceback(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "textmend", "mend", "--lines"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin and process.stdout
    process.stdin.write(f"{DAMAGED}\n".encode() * 2001)
    process.stdin.flush()
    assert process.stdout.readline().decode() == f"{MENDED}\n"
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130 and errors == b"textmend: stopped\n"
