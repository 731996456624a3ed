"""The cases of tests/cases, through the Python face."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

import textmend as tm

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILES = sorted((Path(__file__).parent.parent / "cases").glob("*.toml"))
CASES = [
    pytest.param(case, id=f"{file.stem}-{case['name']}", marks=[pytest.mark.xfail] if file.stem == "known-failures" else [])
    for file in FILES
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
]


def test_there_are_cases() -> None:
    assert len(CASES) >= 300


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    document = tm.Analyzer(**case.get("options", {})).analyze(case["text"])
    text = document.text
    document.check()
    assert document.mended == case.get("mended", text if "keep" in case else document.mended)
    if "edits" in case:
        assert [e.kind for e in document.edits] == case["edits"]
    if "sentences" in case:
        assert [text[s.start : s.end] for s in document.sentences] == case["sentences"]
    if "languages" in case:
        assert [[s.language, text[s.start : s.end].strip()] for s in document.languages] == case["languages"]
    found = [[e.label, text[e.start : e.end], e.value or "", e.id or ""] for e in document.entities]
    if "entities" in case:
        assert len(found) == len(case["entities"]), found
        assert all(_fits(want, have) for want, have in zip(case["entities"], found, strict=True)), found
    assert all(any(_fits(want, have) for have in found) for want in case.get("has_entities", [])), found
    assert not {entity[0] for entity in found} & set(case.get("no_entities", []))


def _fits(want: list[Any], have: list[Any]) -> bool:
    """Label and text are equal; value and id where the case says something of them."""
    return want[:2] == have[:2] and all(w in ("", h) for w, h in zip(want[2:], have[2:], strict=False))
