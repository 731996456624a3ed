"""The stubs say what the module is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow as pa

import textmend as tm

ROOT = Path(__file__).parents[2]


def test_stubs_and_module_agree() -> None:
    stubtest = [sys.executable, "-m", "mypy.stubtest", "textmend", "--mypy-config-file", str(ROOT / "pyproject.toml")]
    done = subprocess.run(stubtest, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_results_have_the_types_that_the_stubs_promise() -> None:
    """stubtest compares names and parameters; a wrong type of a result shows only here."""
    document = tm.analyze("Anna zahlte 5 Euro.Dann ging sie .")
    for name, kind in {"text": str, "mended": str, "signals": dict, "mix": tm.LanguageMix}.items():
        assert type(getattr(document, name)) is kind
    parts = {"edits": tm.Edit, "languages": tm.LanguageSpan, "sentences": tm.Sentence, "entities": tm.Entity}
    for name, kind in parts.items():
        found = getattr(document, name)
        assert type(found) is list and found and all(type(part) is kind for part in found)
    fields = {
        tm.Edit: {"start": int, "end": int, "replacement": str, "kind": str, "rule": str, "confidence": float},
        tm.LanguageSpan: {"start": int, "end": int, "language": str, "confidence": float},
        tm.Sentence: {"start": int, "end": int, "language": str},
        tm.Entity: {"start": int, "end": int, "label": str, "text": str, "confidence": float},
    }
    for part in [document.edits[0], document.languages[0], document.sentences[0], document.entities[0]]:
        for name, kind in fields[type(part)].items():
            assert type(getattr(part, name)) is kind, name
    evidence = tm.Analyzer().evidence("Anna zahlte gestern fünf Euro.")
    assert type(evidence) is list and type(evidence[0]) is tm.LanguageEvidence
    assert type(evidence[0].language) is str and type(evidence[0].against) is str
    assert [type(part) for part in evidence[0].words[0]] == [int, int, float]
    for name in ["score", "cmi", "m_index", "i_index", "entropy", "span_entropy", "burstiness", "memory"]:
        assert type(getattr(document.mix, name)) is float
    assert type(document.mix.switch_points) is int and type(document.mix.shares) is dict
    assert isinstance(tm.annotate(pa.table({"text": ["a"]})), pa.Table)
