"""A document as a picture: HTML for notebooks, colours for terminals. Both are made from `Document.to_dict()` alone."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from html import escape
from typing import IO, TYPE_CHECKING, Any
from unicodedata import category

from textmend._textmend import Document, analyze, languages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType
    from rich.text import Text

Data = dict[str, Any]
NAMES = languages()

# A picture of a whole book helps nobody and makes a notebook slow: longer texts are cut, and the picture says so.
MOST_CHARACTERS = 20_000
MOST_ROWS = 200


# By character, else by Unicode's category: spaces, format and control characters.
SIGNS = {"\n": "⏎", "\r": "␍", "\t": "⇥", "\u00a0": "⍽", "Zs": "␣", "Zl": "⏎", "Zp": "⏎", "Cf": "∅", "Cc": "∅"}


@dataclass
class Piece:
    """A stretch of text in which nothing changes: one language, one entity or none, one edit or none."""

    text: str
    language: str = ""
    entity: Data | None = None
    edit: Data | None = None
    sentence: int | None = None
    starts_sentence: bool = False
    ends_entity: bool = False


def pieces(document: Data, end: int) -> list[Piece]:
    """The text up to `end` cut wherever something begins or ends; edits bring a piece of their own."""
    text = document["text"][:end]
    spans = {name: [s for s in document[name] if s["start"] < end] for name in ("languages", "sentences", "entities")}
    edits = [e for e in document["edits"] if e["end"] <= end]
    cuts = {0, len(text)}
    for span in [*spans["languages"], *spans["sentences"], *spans["entities"], *edits]:
        cuts |= {span["start"], min(span["end"], end)}
    bounds = sorted(cuts)
    at = {name: _holder(spans[name]) for name in spans}
    edit_at = _holder([e for e in edits if e["end"] > e["start"]])
    insertions = {e["start"]: e for e in edits if e["end"] == e["start"]}
    numbers = {sentence["start"]: number for number, sentence in enumerate(spans["sentences"])}
    found = []
    for start, stop in zip(bounds, [*bounds[1:], bounds[-1]], strict=True):
        if inserted := insertions.get(start):
            found.append(Piece("", edit=inserted))
        if start == stop:
            continue
        language, entity, sentence = (at[name](start) for name in ("languages", "entities", "sentences"))
        found.append(
            Piece(
                text[start:stop],
                language=language["language"] if language else "",
                entity=entity,
                edit=edit_at(start),
                sentence=numbers[sentence["start"]] if sentence else None,
                starts_sentence=bool(sentence and sentence["start"] == start),
                ends_entity=bool(entity and min(entity["end"], end) == stop),
            )
        )
    return found


def _holder(spans: list[Data]) -> Any:
    """A function that gives the span holding an offset; offsets must be asked for in rising order."""
    rest = iter(spans)
    current = next(rest, None)

    def at(offset: int) -> Data | None:
        nonlocal current
        while current and current["end"] <= offset:
            current = next(rest, None)
        return current if current and current["start"] <= offset else None

    return at


def visible(text: str) -> str:
    """White space and what has no form as signs, for text that is put in or taken out."""
    return "".join(SIGNS.get(c) or SIGNS.get(category(c), c) for c in text)


def _change(document: Data, edit: Data, around: int = 16) -> tuple[str, str, str, str]:
    """An edit as the text before it, what it takes out, what it puts in, and the text behind it."""
    text, start, end = document["text"], edit["start"], edit["end"]
    before = text[max(0, start - around) : start].replace("\n", " ")
    after = text[end : end + around].replace("\n", " ")
    return before, visible(text[start:end]), visible(edit["replacement"]), after


def _value(entity: Data) -> str:
    value = entity["value"]
    if isinstance(value, dict):
        return f"{value['amount']} {value.get('currency') or value.get('unit')}"
    return value or ""


def _name(code: str) -> str:
    return NAMES.get(code, "undetermined")


def _slots(document: Data) -> dict[str, int]:
    """A colour number for every language, the largest share first; twelve colours, then they begin again."""
    codes = [*document["mix"]["shares"], *(span["language"] for span in document["languages"])]
    return {code: i % 12 for i, code in enumerate(dict.fromkeys(codes))}


STYLE = """
.textmend{--ink:#1c2230;--dim:#667085;--line:#d9dee7;--page:#fff;--ins:#0a7a3d;--insbg:#d6f5e0;--del:#b3261e;
--delbg:#fde3e1;--chip:#eef1f6;--c0:#dbe9ff;--c1:#ffe2b8;--c2:#d8f3dc;--c3:#f5d6ec;--c4:#e4dcff;--c5:#fff3a6;--c6:#cdeff2;
--c7:#e9e1d6;--c8:#ffc9c0;--c9:#c9e87f;--c10:#9fd8c4;--c11:#cccccc;color:var(--ink);
background:var(--page);font:15px/1.75 system-ui,sans-serif;max-width:60em;padding:.8em 1em;
border:1px solid var(--line);border-radius:8px;text-align:left}
@media (prefers-color-scheme:dark){.textmend{DARK}}
[data-jp-theme-light=false] .textmend,.vscode-dark .textmend,[data-theme=dark] .textmend{DARK}
[data-jp-theme-light=true] .textmend,.vscode-light .textmend,[data-theme=light] .textmend{LIGHT}
.textmend .bar{display:flex;height:14px;border-radius:7px;overflow:hidden;margin:.2em 0 .5em}
.textmend .legend{display:flex;flex-wrap:wrap;gap:.3em 1.2em;font-size:13px;color:var(--dim);margin-bottom:.8em}
.textmend .legend b{color:var(--ink);font-weight:600}
.textmend .legend i{display:inline-block;width:.8em;height:.8em;border-radius:3px;margin-right:.4em;vertical-align:-1px}
.textmend .text{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext;margin:0}
.textmend .text>span{padding:.1em 0}
.textmend sup.n{color:var(--dim);font-size:10px;font-weight:600;padding:0 .25em 0 .1em;user-select:none}
.textmend .e{border-bottom:2px solid currentColor;font-weight:600}
.textmend .k{font-size:9.5px;font-weight:700;letter-spacing:.04em;color:var(--dim);margin-left:.2em;vertical-align:.45em;
user-select:none}
.textmend ins{color:var(--ins);background:var(--insbg);text-decoration:none;font-weight:700;border-radius:3px;padding:0 .1em}
.textmend del{color:var(--del);background:var(--delbg);border-radius:3px;padding:0 .1em}
.textmend details{margin-top:.8em;font-size:13px}.textmend summary{cursor:pointer;color:var(--dim)}
.textmend table{border-collapse:collapse;margin:.5em 0;font-size:13px}
.textmend th,.textmend td{text-align:left;padding:.2em 1em .2em 0;border:0;border-bottom:1px solid var(--line);
background:none;color:var(--ink);vertical-align:top;white-space:pre-wrap}
.textmend tr th{color:var(--dim);font-weight:600}
.textmend .note{color:var(--dim);font-size:13px;margin:.5em 0 0}
"""
DARK = (
    "--ink:#e6e9f0;--dim:#98a2b3;--line:#333b4a;--page:#12161f;--ins:#6ee7a0;--insbg:#113d26;--del:#ff9c94;"
    "--delbg:#4a1c1a;--chip:#232a38;--c0:#1d3a66;--c1:#5a3d0e;--c2:#1c4a2b;--c3:#552045;--c4:#3a2f6b;--c5:#4d450c;"
    "--c6:#124a50;--c7:#463c30;--c8:#6b2a22;--c9:#465a12;--c10:#0f5a48;--c11:#4a4f57"
)
LIGHT = STYLE.partition("{")[2].partition(";color:")[0]


def html(document: Data) -> str:
    """The document as one HTML element that carries its own style, for light and dark pages."""
    slots, end = _slots(document), MOST_CHARACTERS
    style = STYLE.replace("LIGHT", LIGHT).replace("DARK", DARK)
    parts = [f"<div class='textmend'><style>{style}</style>", _html_shares(document, slots)]
    parts += ["<p class='text' dir='auto'>", *(_html_piece(piece, slots) for piece in pieces(document, end)), "</p>"]
    if len(document["text"]) > end:
        parts.append(f"<p class='note'>… the first {end:,} of {len(document['text']):,} characters</p>")
    changes = [(_html_change(document, e), e["kind"], f"{e['confidence']:.2f}") for e in document["edits"]]
    parts.append(_html_table("edits", ("edit", "kind", "confidence"), changes))
    named = [tuple(map(escape, (e["text"], e["label"], _value(e), e["id"] or ""))) for e in document["entities"]]
    parts.append(_html_table("entities", ("text", "label", "value", "id"), named))
    return "".join(parts) + "</div>"


def _html_shares(document: Data, slots: dict[str, int]) -> str:
    mix = document["mix"]
    shares = mix["shares"].items()
    bars = "".join(f"<span style='width:{100 * s:.2f}%;background:var(--c{slots[c]})' title='{c}'></span>" for c, s in shares)
    names = "".join(
        f"<span><i style='background:var(--c{slots[c]})'></i><b>{escape(_name(c))}</b> {100 * s:.1f} %</span>"
        for c, s in shares
    )
    counts = f"<span>{_counts(document)}</span>"
    return f"<div class='bar'>{bars}</div><div class='legend'>{names}{counts}</div>"


def _counts(document: Data) -> str:
    counted = [(len(document[name]), name) for name in ("sentences", "edits", "entities")]
    return ", ".join(f"{n:,} {name if n != 1 else {'entities': 'entity'}.get(name, name[:-1])}" for n, name in counted)


def _html_piece(piece: Piece, slots: dict[str, int]) -> str:
    number = f"<sup class='n'>{piece.sentence + 1}</sup>" if piece.starts_sentence and piece.sentence is not None else ""
    if piece.edit:
        title = escape(f"{piece.edit['kind']}, confidence {piece.edit['confidence']:.2f}")
        removed = f"<del title='{title}'>{escape(visible(piece.text))}</del>" if piece.text else ""
        added = f"<ins title='{title}'>{escape(visible(piece.edit['replacement']))}</ins>" if piece.edit["replacement"] else ""
        body = removed + added
    else:
        body = escape(piece.text)
    if piece.entity:
        facts = " ".join(filter(None, (piece.entity["label"], _value(piece.entity), piece.entity["id"])))
        body = f"<span class='e' title='{escape(facts, quote=True)}'>{body}</span>"
        body += f"<span class='k'>{piece.entity['label']}</span>" if piece.ends_entity else ""
    if piece.language in slots:
        colour = f"background:var(--c{slots[piece.language]})"
        body = f"<span style='{colour}' title='{escape(_name(piece.language))}'>{body}</span>"
    return number + body


def _html_change(document: Data, edit: Data) -> str:
    before, removed, added, after = map(escape, _change(document, edit))
    return before + (f"<del>{removed}</del>" if removed else "") + (f"<ins>{added}</ins>" if added else "") + after


def _html_table(what: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table that can be opened; cells are HTML already."""
    if not rows:
        return ""
    head = "".join(f"<th>{escape(name)}</th>" for name in header)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[:MOST_ROWS])
    more = f"<p class='note'>… and {len(rows) - MOST_ROWS:,} more</p>" if len(rows) > MOST_ROWS else ""
    return f"<details><summary>{len(rows):,} {what}</summary><table><tr>{head}</tr>{body}</table>{more}</details>"


# Control characters that a terminal would obey, as their pictures; lines and tabulators stay, rich drops carriage returns.
CONTROLS = {i: 0x2400 + i for i in range(32) if chr(i) not in "\t\n\r"} | dict.fromkeys(range(0x7F, 0xA0), "∅")

# Colours that can be read on black and on white; the largest language keeps the terminal's own.
COLOURS = (
    "default", "dark_orange", "green4", "medium_violet_red", "blue_violet", "gold3", "dark_cyan", "grey53",
    "deep_sky_blue3", "indian_red", "chartreuse3", "light_pink4",
)


def explain(document: Document | str | Data, file: IO[str] | None = None) -> None:
    """Prints the picture of a document, or of a text after analysing it, on a terminal.

    file: where to print; None is standard output. Where there are no colours, edits are written [-out-]{+in+}.
    """
    from rich.console import Console, Group

    if isinstance(document, str):
        document = analyze(document)
    data = document.to_dict() if isinstance(document, Document) else document
    if not isinstance(data, dict):
        raise TypeError(f"explain() takes a Document, its to_dict() or a str, not {type(document).__name__}")
    console = Console(file=file or sys.stdout, highlight=False)
    console.print(Group(*_terminal(data, plain=console.color_system is None)))


def _terminal(document: Data, plain: bool) -> list[RenderableType]:
    from rich.text import Text

    named = [{**entity, "text": entity["text"].translate(CONTROLS)} for entity in document["entities"]]
    document = {**document, "text": document["text"].translate(CONTROLS), "entities": named}
    slots, end = _slots(document), MOST_CHARACTERS
    found: list[RenderableType] = [_terminal_shares(document, slots), Text()]
    body = Text()
    for piece in pieces(document, end):
        _append(body, piece, slots, plain)
    found.append(body)
    if len(document["text"]) > end:
        found.append(Text(f"… the first {end:,} of {len(document['text']):,} characters", style="dim"))
    if document["edits"]:
        changes = [
            (_terminal_change(document, e, plain), Text(e["kind"]), Text(f"{e['confidence']:.2f}"))
            for e in document["edits"]
        ]
        found += [_terminal_table(("edit", "kind", "confidence"), changes)]
    if document["entities"]:
        rows = [tuple(map(Text, (e["text"], e["label"], _value(e), e["id"] or ""))) for e in named]
        found += [_terminal_table(("entity", "label", "value", "id"), rows)]
    return found


def _terminal_shares(document: Data, slots: dict[str, int]) -> Text:
    from rich.text import Text

    line, width = Text(), 40
    for code, share in document["mix"]["shares"].items():
        line.append("█" * max(1, round(width * share)), style=COLOURS[slots[code]])
    line.append("\n" if line else "")
    for code, share in document["mix"]["shares"].items():
        line.append(_name(code), style=f"bold {COLOURS[slots[code]]}")
        line.append(f" {100 * share:.1f} %  ")
    line.append(_counts(document), style="dim")
    return line


def _append(body: Text, piece: Piece, slots: dict[str, int], plain: bool) -> None:
    if piece.starts_sentence and piece.sentence is not None:
        body.append(f"[{piece.sentence + 1}] ", style="dim")
    colour = COLOURS[slots.get(piece.language, 0)]
    if piece.edit:
        _append_change(body, visible(piece.text), visible(piece.edit["replacement"]), plain)
    else:
        body.append(piece.text, style=f"{colour} bold underline" if piece.entity else colour)
    if piece.entity and piece.ends_entity:
        body.append(f"·{piece.entity['label']}", style="dim")


def _append_change(line: Text, removed: str, added: str, plain: bool) -> None:
    if removed:
        line.append(f"[-{removed}-]" if plain else removed, style="bold red strike")
    if added:
        line.append(f"{{+{added}+}}" if plain else added, style="bold green reverse")


def _terminal_change(document: Data, edit: Data, plain: bool) -> Text:
    from rich.text import Text

    before, removed, added, after = _change(document, edit)
    line = Text(before)
    _append_change(line, removed, added, plain)
    return line.append(after)


def _terminal_table(header: tuple[str, ...], rows: Sequence[tuple[Text, ...]]) -> RenderableType:
    from rich import box
    from rich.table import Table

    table = Table(*header, box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for row in rows[:MOST_ROWS]:
        table.add_row(*row)
    if len(rows) > MOST_ROWS:
        table.add_row(f"… and {len(rows) - MOST_ROWS:,} more", style="dim")
    return table
