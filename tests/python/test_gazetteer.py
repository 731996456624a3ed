"""Names of the caller's own."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

import textmend as tm
from textmend.cli import main

TEXT = "Gestern kam die Nordwind -Gruppe mit dem Zephyr nach Oslo.Then NORDWIND left Oslo , and a zephyr blew."


def found(analyzer: tm.Analyzer, text: str = TEXT) -> list[tuple[str, str, str | None]]:
    document = analyzer.analyze(text)
    document.check()
    return [(e.label, e.text, e.id) for e in document.entities if e.source == "gazetteer"]


def test_own_names_are_found_and_marked() -> None:
    analyzer = tm.Analyzer(gazetteer={"ORG": ["Nordwind-Gruppe", "Nordwind"], "MISC": {"Zephyr": "p:7"}})
    names = [("ORG", "Nordwind -Gruppe", None), ("MISC", "Zephyr", "p:7"), ("ORG", "NORDWIND", None)]
    assert found(analyzer) == names
    entities = analyzer.analyze(TEXT).entities
    assert {e.source for e in entities if e.text == "Oslo"} == {"model"}
    assert {e.source for e in entities if e.label == "DATE"} == {"rules"}
    assert [e["source"] for e in analyzer.analyze(TEXT).to_dict()["entities"]] == [e.source for e in entities]


def test_own_names_win_and_keep_to_the_labels_asked_for() -> None:
    text = "She met Ban Ki-moon in Seoul on 5 May 2021."
    own = {"MISC": ["Ki-moon in Seoul", "May 2021"]}
    assert [(e.label, e.text) for e in tm.Analyzer(gazetteer=own, labels=["MISC", "DATE"]).analyze(text).entities] == [
        ("MISC", "Ki-moon in Seoul"),
        ("MISC", "May 2021"),
    ]
    assert found(tm.Analyzer(gazetteer=own, labels=["PER"]), text) == []


def test_places_without_an_id_get_the_one_that_is_known() -> None:
    assert found(tm.Analyzer(gazetteer={"LOC": {"Oslo": None}}))[0] == ("LOC", "Oslo", "geonames:3143244")


def test_a_file_is_the_same_as_a_mapping(tmp_path: Path) -> None:
    file = tmp_path / "names.tsv"
    file.write_text("# our names\nORG\tNordwind\nMISC\tZephyr\tp:7\n\nORG\tZephyr\tsecond\n", encoding="utf-8")
    analyzer = tm.Analyzer(gazetteer={"ORG": ["Nordwind"], "MISC": {"Zephyr": "p:7"}})
    assert tm.Analyzer(gazetteer=file) == tm.Analyzer(gazetteer=str(file)) == analyzer
    for other in (pickle.loads(pickle.dumps(analyzer)), tm.Analyzer(**analyzer.options())):
        assert other == analyzer and found(other) == found(analyzer)
    assert analyzer != tm.Analyzer() and "Zephyr" in repr(analyzer)
    assert "gazetteer=<50 names>" in repr(tm.Analyzer(gazetteer={"PER": [f"Anna {i}" for i in range(50)]}))


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"ORGG": ["a"]}, ValueError, 'no label "ORGG". Did you mean "ORG"'),
        ({"ORG": "Acme"}, TypeError, r"write \['Acme'\]"),
        ({"ORG": [5]}, TypeError, "each a str, not int"),
        ({"ORG": {"Acme": 5}}, TypeError, "an id as a str or None, not int"),
        ({5: ["Acme"]}, TypeError, "each label a str, not int"),
        ({"ORG": 5}, TypeError, "not int"),
        ({"ORG": [" "]}, ValueError, '"" is no name'),
        ({"ORG": ["Acme\ud800"]}, ValueError, "a name with a lone surrogate"),
        (["Acme"], TypeError, "{label: names} or the path of a file, not list"),
        ("/no/such/names.tsv", FileNotFoundError, "/no/such/names.tsv"),
        (b"ORG\tAcme\nORG Acme\n", ValueError, "names.tsv, line 2: it takes a label, a name"),
        (b"ORGG\tA\nORG\tB\nORG\t-\n", ValueError, r"has 2 mistakes:\n  \S*names.tsv, line 1: (.*\n)+  \S*, line 3: "),
        (b"a\n" * 99, ValueError, "has at least 9 mistakes"),
    ],
)
def test_wrong_lists_are_told(given: Any, error: type[Exception], message: str, tmp_path: Path) -> None:
    if isinstance(given, bytes):
        (tmp_path / "names.tsv").write_bytes(given)
        given = tmp_path / "names.tsv"
    with pytest.raises(error, match=message):
        tm.Analyzer(gazetteer=given)


def test_the_command_line_takes_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "names.tsv").write_text("ORG\tNordwind\tcrm:1\n")
    (tmp_path / "text.txt").write_text(TEXT)
    assert main(["inspect", "--json", "--gazetteer", str(tmp_path / "names.tsv"), str(tmp_path / "text.txt")]) == 0
    assert "crm:1" in {e["id"] for e in json.loads(capsys.readouterr().out)["entities"]}
    (tmp_path / "names.tsv").write_text("Nordwind\n")
    assert main(["inspect", "--gazetteer", str(tmp_path / "names.tsv"), str(tmp_path / "text.txt")]) == 2
    assert "names.tsv, line 1" in capsys.readouterr().err


def test_a_million_names_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "names.tsv"
    file.write_text("".join(f"ORG\tNordwind {i % 1000} Werke {i} GmbH\tcrm:{i}\n" for i in range(1_000_000)))
    analyzer = tm.Analyzer(gazetteer=file)
    text = "Die Nordwind 7 Werke 3007 GmbH und die Nordwind 7 Werke 3008 GmbH."
    assert found(analyzer, text) == [("ORG", "Nordwind 7 Werke 3007 GmbH", "crm:3007")]
