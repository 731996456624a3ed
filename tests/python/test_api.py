"""The face that CONTRACT fixes: documents, analyzers, batches."""

from __future__ import annotations

import copy
import io
import json
import pickle
import threading
from datetime import date

import pytest

import textmend as tm

MIXED = (
    "Der Stadtrat hat am Montag getagt.The mayor of Oslo said that the new bridge would cost 3 million euros. "
    "Die EU -Kommission prüft den Antrag bis zum 3. Mai 2024 , sagte ein Sprecher."
)


def test_a_document_has_every_part() -> None:
    document = tm.analyze(MIXED)
    assert document.text == MIXED
    assert "getagt. The" in document.mended and "EU-Kommission" in document.mended and "2024, sagte" in document.mended
    assert {span.language for span in document.languages} == {"de", "en"}
    assert document.mix.dominant == "de" and 0.2 < document.mix.score < 0.6
    assert [MIXED[s.start : s.end].split()[0] for s in document.sentences] == ["Der", "The", "Die"]
    assert {"Oslo", "3 million euros", "bis zum 3. Mai 2024"} <= {entity.text for entity in document.entities}
    assert all(isinstance(value, float) for value in document.signals.values()) and document.signals
    document.check()


def test_edits_are_data() -> None:
    document = tm.analyze(MIXED)
    text, shift = MIXED, 0
    for edit in document.edits:
        text = text[: edit.start + shift] + edit.replacement + text[edit.end + shift :]
        shift += len(edit.replacement) - (edit.end - edit.start)
    assert text == document.mended == tm.mend(MIXED)
    assert tm.mend(document.mended) == document.mended
    assert {edit.kind for edit in document.edits} <= set(tm.edit_kinds())


def test_offsets_are_python_indices() -> None:
    document = tm.analyze("🙂🙂 Ünïcödé: Anna flog nach Köln .Dann kam sie zurück – mit 5 % Rabatt.")
    for entity in document.entities:
        assert document.text[entity.start : entity.end] == entity.text
    for offset, character in enumerate(document.text):
        if not character.isspace():
            assert document.mended[document.to_mended(offset)] == character
            assert document.to_original(document.to_mended(offset)) == offset
    assert document.to_mended(10_000) == len(document.mended)
    with pytest.raises(ValueError, match="offset is -1"):
        document.to_original(-1)


def test_plain_data_round_trips() -> None:
    document = tm.analyze(MIXED)
    data = document.to_dict()
    assert json.loads(json.dumps(data)) == data == json.loads(document.to_json())
    assert list(data) == ["text", "mended", "edits", "languages", "mix", "sentences", "entities", "signals"]
    assert [e["text"] for e in data["entities"]] == [e.text for e in document.entities]
    assert data["mix"] == document.mix.to_dict()


def test_documents_and_analyzers_can_be_pickled_and_compared() -> None:
    analyzer = tm.Analyzer(languages=["de", "en"], sensitivity="sensitive", reference_date=date(2024, 2, 29))
    assert pickle.loads(pickle.dumps(analyzer)) == analyzer == tm.Analyzer(**analyzer.options())
    assert analyzer != tm.Analyzer()
    document = analyzer.analyze(MIXED)
    assert pickle.loads(pickle.dumps(document)) == document == copy.copy(document)
    assert "reference_date='2024-02-29'" in repr(analyzer)
    exact = tm.Analyzer(min_edit_confidence=0.987654)
    assert pickle.loads(pickle.dumps(exact)) == exact and exact.options()["min_edit_confidence"] == 0.987654


def test_parts_of_a_document_are_values() -> None:
    """They can be pickled, copied, hashed, compared and made again from their arguments."""
    document = tm.analyze(MIXED + " Köln\u00ad heißt so.")
    evidence = tm.Analyzer().evidence(MIXED)
    parts = [*document.edits, *document.languages, *document.sentences, *document.entities, *evidence, document.mix]
    assert {type(part) for part in parts} == {
        tm.Edit, tm.LanguageSpan, tm.Sentence, tm.Entity, tm.LanguageEvidence, tm.LanguageMix
    }
    names = {"nan": float("nan")} | {name: getattr(tm, name) for name in tm.__all__}
    for part in parts:
        assert pickle.loads(pickle.dumps(part)) == part == copy.deepcopy(part)
        assert hash(pickle.loads(pickle.dumps(part))) == hash(part)
        if type(part) is not tm.LanguageMix:
            assert eval(repr(part), names) == part
    assert {document: 1, tm.Analyzer(): 2}[tm.analyze(document.text)] == 1
    with pytest.raises(ValueError, match='no label "PERSON"'):
        tm.Entity(0, 1, "PERSON", "A")
    with pytest.raises(TypeError, match="value takes a str, or a dict of `amount`"):
        tm.Entity(0, 1, "MONEY", "A", {"amount": "3"})


def test_tasks_choose_what_is_done() -> None:
    document = tm.Analyzer(tasks={"sentences"}).analyze(MIXED)
    assert len(document.sentences) == 3
    assert not (document.edits or document.languages or document.entities or document.signals)
    assert document.mended == document.text


def test_edits_are_chosen_by_kind_and_confidence() -> None:
    only = tm.Analyzer(edit_kinds=["space-before-hyphen"]).analyze(MIXED)
    assert [edit.kind for edit in only.edits] == ["space-before-hyphen"]
    assert all(edit.confidence >= 0.99 for edit in tm.Analyzer(min_edit_confidence=0.99).analyze(MIXED).edits)


def test_labels_are_chosen() -> None:
    assert {e.label for e in tm.Analyzer(labels=["MONEY"]).analyze(MIXED).entities} == {"MONEY"}
    assert "CARDINAL" not in {e.label for e in tm.analyze("Es kamen 312 Gäste.").entities}


def test_batches_keep_order_and_none() -> None:
    texts = ["Guten Morgen.", None, "Good morning.", ""] * 50
    seen: list[int] = []
    documents = tm.analyze_batch(iter(texts), threads=2, progress=seen.append)
    assert [document and document.text for document in documents] == texts
    assert seen[-1] == len(texts)
    assert tm.analyze_batch([]) == []


def test_missing_values_of_pandas_are_none() -> None:
    pandas = pytest.importorskip("pandas")
    for column in (pandas.Series(["Gut.", None]), pandas.Series(["Gut.", float("nan")], dtype=object), ["Gut.", pandas.NA]):
        assert [document and document.text for document in tm.analyze_batch(column)] == ["Gut.", None]


def test_a_bar_leaves_standard_output_alone(capsys: pytest.CaptureFixture[str]) -> None:
    tm.analyze_batch(["Gut."] * 3, progress=True)
    out, err = capsys.readouterr()
    assert out == "" and "3/3 documents" in err


def test_a_batch_lets_other_threads_run_and_is_the_same_at_any_number_of_threads() -> None:
    ran = threading.Event()
    threading.Thread(target=ran.set).start()
    one = tm.analyze_batch([MIXED] * 20, threads=1)
    assert ran.wait(5)
    assert one == tm.analyze_batch([MIXED] * 20, threads=3) == [tm.analyze(MIXED)] * 20


def test_an_exception_of_the_progress_function_comes_out() -> None:
    def stop(done: int) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        tm.analyze_batch([MIXED] * 10, progress=stop)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: tm.analyze(b"abc"), TypeError, r"takes a str, not bytes; decode it first"),
        (lambda: tm.analyze(None), TypeError, r"takes a str, not NoneType"),
        (lambda: tm.mend(7), TypeError, r"takes a str, not int"),
        (lambda: tm.analyze_batch("abc"), TypeError, r"write \[text\]"),
        (lambda: tm.analyze_batch(["a", 3]), TypeError, r"item 1.*takes a str, not int"),
        (lambda: tm.analyze_batch(5), TypeError, r"an iterable of str, not int"),
        (lambda: tm.analyze_batch(["a"], threads=0), ValueError, r"threads is 0"),
        (lambda: tm.analyze_batch(["a"], threads=-1), ValueError, r"threads is -1: give 1 or more"),
        (lambda: tm.analyze_batch(["a"], threads=10**9), ValueError, r"threads is 1000000000: give 1 to 1024"),
        (lambda: tm.Analyzer(languages=["deutsch"]), ValueError, r'no language "deutsch".*There are: af, '),
        (lambda: tm.Analyzer(languages="de"), TypeError, r'write \["de"\]'),
        (lambda: tm.Analyzer(languages=[]), ValueError, r"empty list"),
        (lambda: tm.Analyzer(languages=["de", 1]), TypeError, r"takes a list of str, but 1 is int"),
        (lambda: tm.Analyzer(tasks=["entites"]), ValueError, r'Did you mean "entities"'),
        (lambda: tm.Analyzer(sensitivity="high"), ValueError, r"There are: sensitive, strict"),
        (lambda: tm.Analyzer(edit_kinds=["glue"]), ValueError, r'no edit kind "glue"'),
        (lambda: tm.Analyzer(labels=["PERSON"]), ValueError, r'no label "PERSON".*PER'),
        (lambda: tm.Analyzer(min_edit_confidence=1.5), ValueError, r"from 0 to 1"),
        (lambda: tm.Analyzer(reference_date="31.3.2024"), ValueError, r"write it as 2025-03-31"),
        (lambda: tm.Analyzer(reference_date="2024-03-311"), ValueError, r"write it as 2025-03-31"),
        (lambda: tm.Analyzer(reference_date=5), TypeError, r"takes a date or an ISO str, not int"),
        (lambda: tm.explain(5), TypeError, r"takes a Document, its to_dict\(\) or a str, not int"),
    ],
)
def test_mistakes_are_told(call: object, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()  # type: ignore[operator]


def test_mistakes_in_options_are_told_all_at_once() -> None:
    with pytest.raises(ValueError) as told:
        tm.Analyzer(
            languages=["dee", "de", "und"], tasks=["signal"], sensitivity="high", edit_kinds=["quotes"], labels=["FOO"],
            min_edit_confidence=2, reference_date="soon",
        )
    parts = ['"dee". Did you mean "de"?', '"signal". Did', '"high"', '"quotes". Did', '"FOO". There', "is 2,", '"soon"']
    assert str(told.value).startswith("the options have 7 mistakes:\n  ")
    assert all(part in str(told.value) for part in parts)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n\t ", "\0", "a\0b", "\u0301", "\ufeff", "\u200b\u200d", "🙂", "x", "…", "((((", '"' * 999, "\r\n\r a\r\n"],
)
def test_odd_texts_have_documents(text: str) -> None:
    document = tm.analyze(text)
    document.check()
    assert document.text == text


def test_large_odd_texts_have_documents() -> None:
    for text in ["a" * 2_000_000, "\u0301" * 200_000, "a b" * 300_000, "Ja. No, " * 50_000, "é" * 100_000 + "«" * 10_000]:
        assert tm.analyze(text).text == text


def test_a_lone_surrogate_is_replaced_and_counted() -> None:
    document = tm.analyze("a\ud800b\udfff Wort")
    assert document.text == "a\ufffdb\ufffd Wort"
    assert document.signals["replaced_surrogates"] == 2
    assert tm.analyze("a🙂b").signals["replaced_surrogates"] == 0
    document = tm.analyze("a\ufffd b\ud800\ud83d🙂\udc00 Wort")
    assert pickle.loads(pickle.dumps(document)) == document == copy.deepcopy(document)


def test_the_picture_shows_an_insertion_beside_a_deletion() -> None:
    edits = [tm.Edit(2, 2, "+", "missing-space"), tm.Edit(2, 3, "", "whitespace")]
    data = tm.analyze("ab cd").to_dict()
    fields = ("start", "end", "replacement", "kind", "rule", "confidence")
    data["edits"] = [{name: getattr(edit, name) for name in fields} for edit in edits]
    printed = io.StringIO()
    tm.explain(data, printed)
    assert "ab{+++}[-␣-]cd" in printed.getvalue()


def test_a_terminal_gets_no_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    tm.explain("Der Rat \x1b[31mtagt\x1b]0;in Köln\x07\x9b ,ja.\tEnde")
    shown = capsys.readouterr().out
    assert "␛[31mtagt" in shown and not set(shown) & {"\x1b", "\x07", "\x9b"}


def test_a_picture_has_signs_for_what_has_no_form() -> None:
    from textmend.show import visible

    assert visible("a \u2009\u00a0\u200c\u00ad\t\r\n\0b") == "a␣␣⍽∅∅⇥␍⏎∅b"


def test_twelve_languages_have_twelve_colours() -> None:
    from textmend.show import COLOURS, DARK, LIGHT, _slots

    codes = list(tm.languages())[:13]
    slots = _slots({"mix": {"shares": dict.fromkeys(codes, 0.1)}, "languages": []})
    assert len(set(slots.values())) == len(COLOURS) == 12 and slots[codes[12]] == 0
    assert all(f"--c{slot}:" in style for slot in slots.values() for style in (LIGHT, DARK))


def test_the_picture_holds_the_text_and_escapes_it(capsys: pytest.CaptureFixture[str]) -> None:
    html = tm.analyze("<script>alert(1)</script> Anna mag 5 & 6.")._repr_html_()
    assert "<script>" not in html and "&lt;script&gt;" in html
    tm.explain(MIXED)
    printed = capsys.readouterr().out
    assert "German" in printed and "English" in printed and "glued-sentence" in printed
