"""The command line: one short function a subcommand."""

from __future__ import annotations

import argparse
import errno
import io
import json
import os
import sys
from html import escape
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, NoReturn

from textmend._textmend import Analyzer, __version__, edit_kinds, labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

DONE, UNREADABLE, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

# Lines that `mend --lines` takes together: enough to keep every core busy, little enough to stay a stream.
LINES_AT_ONCE = 2_000


class Trouble(Exception):
    """An input or output that failed, told in one sentence."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code: 0 done, 1 unreadable input or a file that failed, 2 wrong usage, 130 stopped."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What the encoding of a terminal or a pipe lacks is shown as ?: a run of hours must not end over a sign in its report.
        sys.stdout.reconfigure(errors="replace")
    try:
        options = parser().parse_args(arguments)
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except Trouble as trouble:
        print(f"textmend: {trouble}", file=sys.stderr)
        return UNREADABLE
    except (ValueError, TypeError) as wrong:
        print(f"textmend: {wrong}", file=sys.stderr)
        return WRONG_USAGE
    except BrokenPipeError:  # the reader of a pipe has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        print(f"textmend: {_sentence(error)}", file=sys.stderr)
        return UNREADABLE
    except KeyboardInterrupt:
        print("textmend: stopped", file=sys.stderr)
        return INTERRUPTED


def _sentence(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "the disk is full; what was written so far is incomplete"
    return f"{error.filename}: {error.strerror}" if error.filename else str(error)


def parser() -> argparse.ArgumentParser:
    """The parser of the command line, with help texts a person reads."""
    from rich_argparse import RawDescriptionRichHelpFormatter as Formatter

    top = argparse.ArgumentParser(
        prog="textmend",
        description="Takes damaged, mixed-language text apart: languages, repairs, sentences, entities.",
        epilog="Exit codes: 0 done, 1 unreadable input or a file that failed, 2 wrong usage, 130 stopped.",
        formatter_class=Formatter,
    )
    top.add_argument("--version", action="version", version=f"textmend {__version__}")
    commands = top.add_subparsers(prog="textmend", metavar="COMMAND", required=True)

    def command(name: str, run: Any, about: str, example: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=about, description=about, epilog=example, formatter_class=Formatter)
        made.set_defaults(run=run)
        return made

    show = command("inspect", inspect, "Shows one document as a person reads it.", "Example: textmend inspect news.txt")
    _add_file(show)
    form = show.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="everything as JSON, offsets in code points")
    form.add_argument("--html", action="store_true", help="the picture as an HTML page")
    _add_analysis(show)

    repair = command("mend", mend, "Writes the mended text.", "Example: textmend mend < damaged.txt > mended.txt")
    _add_file(repair)
    repair.add_argument("--lines", action="store_true", help="every line is a document of its own, mended as it comes")
    _add_analysis(repair, entities=False)

    wash = command("clean", clean, "Mends the texts of files and parts them by a policy.", CLEAN)
    _add_corpus(wash)
    _add_analysis(wash)

    tell = command("report", write_report, "Writes report.html of a run and shows its summary.", "Example: textmend report out")
    tell.add_argument("folder", metavar="DIR", help="the folder given to clean --out")
    tell.add_argument("--open", action="store_true", help="open the page in the browser")
    return top


CLEAN = """Example: textmend clean data --out cleaned --policy policy.toml

Reads JSON Lines, CSV and TSV (each also .gz, .zst), Parquet and text, by extension. DIR gets accepted/ and rejected/
with files like the input, unreadable.jsonl, manifest.json and report.html. A policy is a TOML file of thresholds:

  languages = ["de", "en"]
  max_mix_score = 0.4
  max_edits_per_1000 = 20
  signals.gopher_doc_words = { min = 50, max = 100000 }"""


def _add_corpus(to: argparse.ArgumentParser) -> None:
    add = to.add_argument
    add("inputs", nargs="+", metavar="INPUT", help='files, folders and patterns such as "data/**/*.jsonl.gz"')
    add("--out", required=True, metavar="DIR", help="the folder for what comes out, new or empty")
    add("--policy", metavar="FILE", help="thresholds that a document has to meet (TOML); without, all are accepted")
    add("--column", default="text", metavar="NAME", help="the column or key that holds the text (default: text)")
    levels = ("none", "summary", "full")
    add("--annotations", choices=levels, default="summary", help="what is added to each document (default: summary)")
    add("--threads", type=int, metavar="N", help="how many threads work (default: one a core)")
    add("--resume", action="store_true", help="go on with the run that was stopped in DIR")
    add("--dry-run", action="store_true", help="score only: DIR gets a report of what the policy would do, no documents")


def _add_file(to: argparse.ArgumentParser) -> None:
    to.add_argument("file", nargs="?", default="-", metavar="FILE", help="a text file; - (the default) is standard input")
    to.add_argument("--encoding", default="utf-8", metavar="NAME", help="encoding of the file (default: utf-8)")


def _add_analysis(to: argparse.ArgumentParser, entities: bool = True) -> None:
    group = to.add_argument_group("analysis")
    add = group.add_argument
    if entities:
        all_tasks = ", ".join(Analyzer().options()["tasks"])
        add("--tasks", type=_names, metavar="TASK,…", help=f"what to look for (default: all): {all_tasks}")
    add("--languages", type=_names, metavar="DE,EN", help="the languages the text may be in (default: all)")
    few = "sensitive gives a quotation of a few words its own language, strict (the default) the one around it"
    add("--sensitivity", choices=("strict", "sensitive"), default="strict", help=few)
    add("--edit-kinds", type=_names, metavar="KIND,…", help=f"the edits to make (default: all): {', '.join(edit_kinds())}")
    add("--min-edit-confidence", type=float, default=0.9, metavar="0…1", help="edits below are not made (default: 0.9)")
    if not entities:
        to.set_defaults(tasks=["edits"], reference_date=None, labels=None, gazetteer=None)
        return
    add("--reference-date", metavar="DAY", help="the day that “tomorrow” is counted from, as 2025-03-31")
    add("--labels", type=_names, metavar="LABEL,…", help=f"the entities to find (default: all but CARDINAL): {', '.join(labels())}")
    add("--gazetteer", metavar="FILE", help="names of your own: lines of label, name and, if you like, id, tabs between them")


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _analyzer(options: argparse.Namespace) -> Analyzer:
    return Analyzer(
        languages=options.languages,
        tasks=options.tasks,
        sensitivity=options.sensitivity,
        edit_kinds=options.edit_kinds,
        min_edit_confidence=options.min_edit_confidence,
        reference_date=options.reference_date,
        labels=options.labels,
        gazetteer=options.gazetteer,
    )


def inspect(options: argparse.Namespace) -> int:
    """`textmend inspect`"""
    document = _analyzer(options).analyze(_read(options))
    if options.json:
        _write(json.dumps(document.to_dict(), ensure_ascii=False, indent=1) + "\n")
    elif options.html:
        title = escape("standard input" if options.file == "-" else os.path.basename(options.file))
        head = f"<!doctype html><meta charset='utf-8'><meta name='color-scheme' content='light dark'><title>{title}</title>"
        _write(f"{head}{document._repr_html_()}\n")
    else:
        from textmend.show import explain

        explain(document)
    return DONE


def mend(options: argparse.Namespace) -> int:
    """`textmend mend`"""
    analyzer = _analyzer(options)
    if not options.lines:
        _write(analyzer.mend(_read(options)))
        return DONE
    return _mend_lines(analyzer, options)


def _write(text: str) -> None:
    """Writes a result as UTF-8, whatever the terminal's encoding is: it may go into a file."""
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def _mend_lines(analyzer: Analyzer, options: argparse.Namespace) -> int:
    """Line by line; a line that cannot be read is passed on as it is, and said at the end."""
    _lookup(options.encoding)
    if b"a\n".decode(options.encoding, "replace") != "a\n":
        raise ValueError(f"--lines cannot cut {options.encoding} into lines: convert it to utf-8 first, or leave --lines out")
    unreadable: list[int] = []
    with _open(options, "rb") as file:
        for first, raw in _groups(file):
            texts = [_decoded(line, options.encoding) for line in raw]
            unreadable += [first + i for i, text in enumerate(texts) if text is None]
            bodies = [None if text is None else text.rstrip("\r\n") for text in texts]
            for line, text, document in zip(raw, texts, analyzer.analyze_batch(bodies), strict=True):
                if text is not None and document is not None:
                    line = (document.mended + text[len(document.text) :]).encode()
                sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()
    if unreadable:
        count = len(unreadable)
        lines = "1 line is" if count == 1 else f"{count:,} lines are"
        raise Trouble(f"{lines} not {options.encoding}, left as before; the first is line {unreadable[0]}")
    return DONE


def _groups(file: IO[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    """Groups of lines, each with the number of its first."""
    first = 1
    while group := list(islice(file, LINES_AT_ONCE)):
        yield first, group
        first += len(group)


def _decoded(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None


def _lookup(encoding: str) -> None:
    try:
        "".encode(encoding)
    except LookupError:
        raise ValueError(f"there is no encoding {encoding!r}; try utf-8, latin-1, cp1252, utf-16") from None


def _open(options: argparse.Namespace, mode: str = "r") -> Any:
    _lookup(options.encoding)
    file = 0 if options.file == "-" else options.file
    text: dict[str, Any] = {"encoding": options.encoding, "newline": ""} if mode == "r" else {}
    try:
        return open(file, mode, closefd=file != 0, **text)
    except FileNotFoundError:
        raise Trouble(f"there is no file {options.file!r}") from None
    except IsADirectoryError:
        raise Trouble(f"{options.file!r} is a folder; name a file, or use: textmend clean {options.file} --out DIR") from None


def _read(options: argparse.Namespace) -> str:
    with _open(options) as file:
        try:
            return str(file.read())
        except UnicodeDecodeError as wrong:
            _not_decoded(options, wrong)


def _not_decoded(options: argparse.Namespace, wrong: UnicodeDecodeError) -> NoReturn:
    name = "standard input" if options.file == "-" else repr(options.file)
    byte = f"byte 0x{wrong.object[wrong.start]:02X} at offset {wrong.start}"
    raise Trouble(f"{name} is not {options.encoding}: {byte}; name its encoding, e.g. --encoding cp1252") from None


def clean(options: argparse.Namespace) -> int:
    """`textmend clean`"""
    from rich.console import Console

    from textmend.corpus import clean_corpus

    try:
        report = clean_corpus(
            options.inputs,
            options.out,
            column=options.column,
            policy=options.policy,
            threads=options.threads,
            progress=sys.stderr.isatty(),
            resume=options.resume,
            dry_run=options.dry_run,
            annotations=options.annotations,
            analyzer=_analyzer(options),
        )
    except KeyboardInterrupt:
        print(f"textmend: stopped; what is done is kept in {options.out}, --resume goes on", file=sys.stderr)
        return INTERRUPTED
    console = Console()
    _print_report(console, report.manifest, report.timing, options.dry_run)
    console.print(f"{report.folder / 'report.html'}", style="dim", soft_wrap=True, markup=False)
    return UNREADABLE if report.unreadable else DONE


def _print_report(console: Console, manifest: dict[str, Any], timing: dict[str, Any], thresholds: bool) -> None:
    from textmend import report

    console.print(report.table(manifest, timing))
    table = report.thresholds(manifest) if thresholds else None
    if table:
        console.print(table)


def write_report(options: argparse.Namespace) -> int:
    """`textmend report`"""
    from pathlib import Path

    from rich.console import Console

    from textmend import report

    page = report.write(Path(options.folder))
    _print_report(Console(), *report.read(page.parent), thresholds=True)
    print(page)
    if options.open:
        import webbrowser

        webbrowser.open(page.absolute().as_uri())
    return DONE
