"""Corpora: files in, accepted and rejected files and a report out."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from textmend import _textmend, report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import RenderableType

    from textmend._textmend import Analyzer

    _Range = tuple[float | None, float | None] | Mapping[str, float]
    _Path = str | os.PathLike[str]


class Policy:
    """What a document has to meet to be accepted; without thresholds everything is.

    languages: codes; the dominant language has to be one of them.
    signals: {name: (min, max)}; None on a side leaves it open. `tm.signals()` names and defines them.
    edits_per_1000, entities_per_1000: {kind or label: (min, max)}, per 1,000 characters.
    patterns_per_1000: {name: {"pattern": regular expression, "max": 0}}, matches in the mended text per 1,000 characters.
    limits: `min_…` and `max_…` of any signal and of mix_score, cmi, m_index, i_index, entropy, span_entropy, burstiness,
    memory, switch_points, edits_per_1000, entities_per_1000, sentences, characters.

    All mistakes are told at once, in a ValueError.

    >>> Policy(languages=["de", "en"], max_mix_score=0.4, signals={"gopher_doc_words": (50, None)})
    Policy(languages=['de', 'en'], max_mix_score=0.4, signals={'gopher_doc_words': [50, None]})
    """

    def __init__(
        self,
        *,
        languages: Iterable[str] | None = None,
        signals: Mapping[str, _Range] | None = None,
        edits_per_1000: Mapping[str, _Range] | None = None,
        entities_per_1000: Mapping[str, _Range] | None = None,
        patterns_per_1000: Mapping[str, Mapping[str, str | float]] | None = None,
        **limits: float | None,
    ) -> None:
        tables: dict[str, Mapping[str, Any] | None] = {
            "signals": signals,
            "edits_per_1000": edits_per_1000,
            "entities_per_1000": entities_per_1000,
            "patterns_per_1000": patterns_per_1000,
        }
        if isinstance(languages, str):
            raise TypeError(f"languages takes a list of str; write [{languages!r}]")
        given: dict[str, Any] = {"languages": None if languages is None else list(languages), **limits, **tables}
        given = {name: value for name, value in given.items() if value is not None}
        try:
            text = json.dumps(given, default=_plain, allow_nan=False)
        except ValueError:
            raise ValueError("a threshold is a finite number; None leaves a side open") from None
        self._json = _textmend.check_policy(text, False)

    @classmethod
    def from_toml(cls, file: _Path) -> Policy:
        """The policy in a TOML file, with the names that the keywords have."""
        policy = cls.__new__(cls)
        try:
            policy._json = _textmend.check_policy(Path(file).read_text(encoding="utf-8-sig"), True)
        except UnicodeDecodeError:
            raise ValueError(f"{os.fspath(file)} is not UTF-8, which a policy in TOML has to be") from None
        except ValueError as wrong:
            raise ValueError(f"{os.fspath(file)}: {wrong}") from None
        return policy

    def to_dict(self) -> dict[str, Any]:
        """The thresholds as plain data."""
        return dict(json.loads(self._json))

    def __repr__(self) -> str:
        return f"Policy({', '.join(f'{name}={value!r}' for name, value in self.to_dict().items())})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Policy) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash(frozenset(self.to_dict()))


def _plain(value: Any) -> Any:
    """What JSON has no form of: other mappings than dict, and the numbers of numpy."""
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"a threshold is a number, not {type(value).__name__}")


class CorpusProgress(NamedTuple):
    """How far a run is: bytes of input as they lie on the disk, and documents written."""

    bytes: int
    all_bytes: int
    documents: int
    accepted: int
    unreadable: int


@dataclass(frozen=True)
class CorpusReport:
    """What became of a corpus. `manifest` is what `manifest.json` in the folder holds."""

    folder: Path
    manifest: dict[str, Any]
    timing: dict[str, Any]

    @classmethod
    def read(cls, folder: _Path) -> CorpusReport:
        """The report of a finished run."""
        return cls(Path(folder), *report.read(Path(folder)))

    @property
    def counts(self) -> dict[str, Any]:
        """Numbers of documents, languages, edits, entities and reasons, and the histograms of all measures."""
        return dict(self.manifest["counts"])

    @property
    def documents(self) -> int:
        """Documents read: accepted and rejected ones."""
        return int(self.manifest["counts"]["documents"])

    @property
    def accepted(self) -> int:
        """Documents that met the policy."""
        return int(self.manifest["counts"]["accepted"])

    @property
    def rejected(self) -> int:
        """Documents that did not, each kept with all its reasons."""
        return int(self.manifest["counts"]["rejected"])

    @property
    def unreadable(self) -> int:
        """Lines, rows and files that could not be read, kept in `unreadable.jsonl`."""
        return int(self.manifest["counts"]["unreadable"])

    @property
    def reasons(self) -> dict[str, int]:
        """How many documents failed each rule."""
        return {rule: row["count"] for rule, row in self.manifest["counts"]["reasons"].items()}

    @property
    def thresholds(self) -> dict[str, dict[str, Any]]:
        """What each threshold does: `alone`, how many documents fail it and no other rule; `kept` and `rejected`, the
        documents nearest to it on both sides, each with place, value and the beginning of its text."""
        return dict(self.manifest["counts"]["thresholds"])

    @property
    def edits(self) -> dict[str, int]:
        """How many edits of each kind were made."""
        return {kind: row["count"] for kind, row in self.manifest["counts"]["edits"].items()}

    def table(self) -> RenderableType:
        """The report as a table for terminals (rich)."""
        return report.table(self.manifest, self.timing)

    def __repr__(self) -> str:
        numbers = f"documents={self.documents}, accepted={self.accepted}, rejected={self.rejected}"
        return f"CorpusReport({str(self.folder)!r}, {numbers}, unreadable={self.unreadable})"


def _policy(given: Policy | Mapping[str, Any] | _Path | None) -> Policy:
    if isinstance(given, Policy):
        return given
    if isinstance(given, (str, os.PathLike)):
        return Policy.from_toml(given)
    if given is None or isinstance(given, Mapping):
        return Policy(**(given or {}))
    raise TypeError(f"policy takes a Policy, its thresholds as a dict, or a TOML file, not {type(given).__name__}")


def clean_corpus(
    inputs: _Path | Iterable[_Path],
    output: _Path,
    *,
    column: str = "text",
    policy: Policy | Mapping[str, Any] | _Path | None = None,
    threads: int | None = None,
    progress: bool | Callable[[CorpusProgress], object] = True,
    resume: bool = False,
    dry_run: bool = False,
    annotations: str = "summary",
    analyzer: Analyzer | None = None,
) -> CorpusReport:
    """Mends the texts of files and parts the documents by a policy.

    inputs: files, folders and patterns such as "data/**/*.jsonl.gz": JSON Lines, CSV and TSV, text, one document a file
    (each also .gz and .zst), and Parquet.
    output: a folder, empty or new. Accepted documents go to accepted/, the others with all their reasons to rejected/,
    in files named and made like the input; what cannot be read goes to unreadable.jsonl. Of every input of rows
    there is a file in accepted/, even if it has none. manifest.json and report.html tell what was done.
    column: the column or key of the text. The mended text takes its place, every other one stays as it is, and
    `textmend` is added with what is known about the document.
    policy: a Policy, its thresholds as a dict, or a TOML file.
    threads: how many; None uses every core. The output is the same at any number.
    progress: True shows a bar; a function is called with a CorpusProgress every 50 ms.
    resume: go on with the run that was stopped in `output`; the result is the same as if it had not been.
    dry_run: score only: no document is written, but manifest.json and report.html tell what the policy would do, with the
    documents nearest to each threshold.
    annotations: "summary" adds language, shares, mix, counts, signals and reasons; "full" every span too, and the text
    as it was; "none" nothing but the reasons of rejected documents.
    analyzer: None uses the default options.
    """
    names = [os.fspath(name) for name in ([inputs] if isinstance(inputs, (str, os.PathLike)) else inputs)]
    for name in names:
        if any("\ud800" <= c <= "\udfff" for c in name):
            raise ValueError(f"the name {name!r} is not UTF-8: give the folder that the file is in")
    policy = _policy(policy)
    bar = None
    if progress is True:
        from textmend.progress import CorpusBar

        bar = CorpusBar()
        progress = bar.update
    watch = progress
    try:
        manifest = _textmend.clean_files(
            names,
            os.fspath(output),
            column,
            json.dumps(policy.to_dict()),
            annotations,
            threads,
            resume,
            dry_run,
            analyzer,
            (lambda numbers: watch(CorpusProgress(*numbers))) if callable(watch) else None,
        )
    finally:
        if bar:
            bar.close()
    report.write(Path(output))
    return CorpusReport(Path(output), json.loads(manifest), report.read(Path(output))[1])
