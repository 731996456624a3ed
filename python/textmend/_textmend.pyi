"""The engine of textmend."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from os import PathLike
from typing import Any, Literal, TypeVar, final, overload

__all__ = [
    "Analyzer",
    "ArrowSchema",
    "ArrowTable",
    "Document",
    "Edit",
    "Entity",
    "LanguageEvidence",
    "LanguageMix",
    "LanguageSpan",
    "Sentence",
    "__version__",
    "analyze",
    "analyze_batch",
    "annotate_arrow",
    "check_policy",
    "clean_files",
    "edit_kinds",
    "labels",
    "languages",
    "mend",
    "schema",
    "signals",
]

_Table = TypeVar("_Table")

__version__: str

@final
class Edit:
    """A change not yet made: put `replacement` in the place of `text[start:end]`."""

    def __new__(
        cls, start: int, end: int, replacement: str, kind: str, rule: str = "", confidence: float = 1.0
    ) -> Edit: ...
    @property
    def start(self) -> int:
        """Where it begins: an index into `Document.text`."""

    @property
    def end(self) -> int:
        """Where it ends: the index behind its last character."""

    @property
    def replacement(self) -> str:
        """What comes in its place; empty for a deletion."""

    @property
    def kind(self) -> str:
        """What it puts right: one of `textmend.edit_kinds()`."""

    @property
    def rule(self) -> str:
        """The rule that asked for it."""

    @property
    def confidence(self) -> float:
        """How likely it is right, 0…1: the share of right edits of its rule, measured."""

    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...

@final
class LanguageSpan:
    """A stretch of text in one language."""

    def __new__(cls, start: int, end: int, language: str, confidence: float = 1.0) -> LanguageSpan: ...
    @property
    def start(self) -> int:
        """Where it begins: an index into `Document.text`."""

    @property
    def end(self) -> int:
        """Where it ends: the index behind its last character."""

    @property
    def language(self) -> str:
        """ISO 639-1 code where one exists, else ISO 639-3; "und" where nothing can be said."""

    @property
    def confidence(self) -> float:
        """How likely a word of it is in that language, 0…1."""

    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...

@final
class LanguageEvidence:
    """Why a language span has its language."""

    def __new__(
        cls, start: int, end: int, language: str, against: str, words: Sequence[tuple[int, int, float]]
    ) -> LanguageEvidence: ...
    @property
    def start(self) -> int:
        """Where it begins: an index into `Document.text`."""

    @property
    def end(self) -> int:
        """Where it ends: the index behind its last character."""

    @property
    def language(self) -> str:
        """The code of its language."""

    @property
    def against(self) -> str:
        """The language it would have otherwise: another one of the document, or the likeliest other one."""

    @property
    def words(self) -> list[tuple[int, int, float]]:
        """Its most telling words: start, end, and how much the word speaks for `language` against `against`, as
        log-odds in nats."""

    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...

@final
class Sentence:
    """A sentence, without the white space around it."""

    def __new__(cls, start: int, end: int, language: str) -> Sentence: ...
    @property
    def start(self) -> int:
        """Where it begins: an index into `Document.text`."""

    @property
    def end(self) -> int:
        """Where it ends: the index behind its last character."""

    @property
    def language(self) -> str:
        """The code of the language that most of its letters are in; "und" where neither "languages" nor "entities" are
        among the tasks."""

    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...

@final
class Entity:
    """Something named or measured."""

    def __new__(
        cls,
        start: int,
        end: int,
        label: str,
        text: str,
        value: str | dict[str, str] | None = None,
        id: str | None = None,
        confidence: float = 1.0,
        source: Literal["model", "rules", "gazetteer"] = "rules",
    ) -> Entity: ...
    @property
    def start(self) -> int:
        """Where it begins: an index into `Document.text`."""

    @property
    def end(self) -> int:
        """Where it ends: the index behind its last character."""

    @property
    def label(self) -> str:
        """What it is: one of `textmend.labels()`."""

    @property
    def text(self) -> str:
        """`Document.text[start:end]`."""

    @property
    def value(self) -> str | dict[str, str] | None:
        """The normalised value: a str, a dict (`amount` with `currency` or `unit`), or None. A date or time says what is
        known: `XXXX-05-01` without its year, `15:00` for `tomorrow at 3 pm` without a reference date."""

    @property
    def id(self) -> str | None:
        """The same for the same thing in any language (`iso3166:…`, `iso3166-2:…`, `geonames:…`), or the id of the
        gazetteer; None where none is known."""

    @property
    def confidence(self) -> float:
        """How likely span and label are right, 0…1."""

    @property
    def source(self) -> Literal["model", "rules", "gazetteer"]:
        """What found it: the tagger of names, the rules of values, or the gazetteer."""

    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...

@final
class LanguageMix:
    """Which languages a document mixes, where, and how much, with the field's published measures."""

    def __new__(
        cls,
        shares: dict[str, float],
        score: float,
        cmi: float = 0.0,
        m_index: float = 0.0,
        i_index: float = 0.0,
        entropy: float = 0.0,
        span_entropy: float = 0.0,
        burstiness: float = 0.0,
        memory: float = 0.0,
        switch_points: int = 0,
    ) -> LanguageMix: ...
    @property
    def shares(self) -> dict[str, float]:
        """Share of letters of each language, largest first."""

    @property
    def dominant(self) -> str:
        """The language of most letters; "und" where there are none."""

    @property
    def score(self) -> float:
        """Share of letters outside the dominant language, 0…1."""

    @property
    def cmi(self) -> float:
        """Code-Mixing Index, 0…100: 100 · (1 − max wᵢ / (n − u)), with wᵢ words in language i, n words in all and u
        words without a language. Das & Gambäck 2014, "Identifying Languages at the Word Level in Code-Mixed Indian
        Social Media Text"."""

    @property
    def m_index(self) -> float:
        """Multilingual index, 0…1: (1 − Σ pᵢ²) / ((k − 1) · Σ pᵢ²), with pᵢ the share of words in language i of k.
        Barnett et al. 2000, "The LIDES Coding Manual"."""

    @property
    def i_index(self) -> float:
        """Integration index, 0…1: switch points / (n − 1). Guzmán et al. 2017, "Metrics for Modeling Code-Switching
        Across Corpora"."""

    @property
    def entropy(self) -> float:
        """Language entropy in bits: −Σ pᵢ log₂ pᵢ. Guzmán et al. 2017."""

    @property
    def span_entropy(self) -> float:
        """Span entropy in bits: −Σ pₗ log₂ pₗ, with pₗ the share of spans that are l words long. Guzmán et al. 2017."""

    @property
    def burstiness(self) -> float:
        """Burstiness, −1…1: (σ − μ) / (σ + μ) of span lengths in words. Goh & Barabási 2008, "Burstiness and memory in
        complex systems"."""

    @property
    def memory(self) -> float:
        """Memory, −1…1: correlation of the length of a span with that of the next. Goh & Barabási 2008."""

    @property
    def switch_points(self) -> int:
        """Number of places where a word has another language than the word before."""

    def to_dict(self) -> dict[str, Any]:
        """The measures as plain data."""

    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...

@final
class Document:
    """A text and what is known about it. All offsets are indices into `text`, as Python counts them."""

    @property
    def text(self) -> str:
        """The text as given; a lone surrogate is U+FFFD."""

    @property
    def mended(self) -> str:
        """The text after all edits."""

    @property
    def edits(self) -> list[Edit]:
        """Changes, sorted, not overlapping."""

    @property
    def languages(self) -> list[LanguageSpan]:
        """Stretches of one language, in order; together they hold every letter."""

    @property
    def mix(self) -> LanguageMix:
        """Which languages are mixed, and how much."""

    @property
    def sentences(self) -> list[Sentence]:
        """Sentences, in order, without the white space around them."""

    @property
    def entities(self) -> list[Entity]:
        """Entities, in order, not overlapping."""

    @property
    def signals(self) -> dict[str, float]:
        """Text-quality signals by name."""

    def to_mended(self, offset: int) -> int:
        """The offset in `mended` of the character at an offset of `text`; what an edit took away goes to its start, what
        lies behind the end to the end. ValueError below 0."""

    def to_original(self, offset: int) -> int:
        """The offset in `text` of the character at an offset of `mended`; what an edit brought in goes to its start, what
        lies behind the end to the end. ValueError below 0."""

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data: dict, list, str, float, int, None."""

    def to_json(self) -> str:
        """Everything as JSON text."""

    def check(self) -> None:
        """Proves the promises of a document (offsets on characters, sorted and disjoint; languages cover every letter;
        edits give `mended`; mending again changes nothing); raises AssertionError with the first that is broken."""

    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[str]]: ...

@final
class Analyzer:
    """Takes texts apart. Immutable, picklable, to be shared between threads.

    languages: codes of the languages a text may be in; None considers all.
    tasks: any of "languages", "edits", "sentences", "entities", "signals"; None does all.
    sensitivity: "strict" leaves a title or quotation of a few words to the language around it; "sensitive" doesn't.
    edit_kinds: the kinds of edits to make; None makes all (see `textmend.edit_kinds()`).
    min_edit_confidence: edits below are not made, 0…1.
    reference_date: the day (date or ISO str) that "tomorrow" is counted from; None leaves such dates without value.
    labels: the entity labels to look for; None looks for all but CARDINAL (see `textmend.labels()`).
    gazetteer: your own names, found before all others: {label: names}, or {label: {name: id}}, or a file of lines of
        label, name and, if you like, id, with tabs between them. A capital in it asks for a capital in the text.
    """

    def __new__(
        cls,
        languages: Iterable[str] | None = None,
        tasks: Iterable[str] | None = None,
        sensitivity: Literal["strict", "sensitive"] = "strict",
        edit_kinds: Iterable[str] | None = None,
        min_edit_confidence: float = 0.9,
        reference_date: date | str | None = None,
        labels: Iterable[str] | None = None,
        gazetteer: Mapping[str, Iterable[str] | Mapping[str, str | None]] | str | PathLike[str] | None = None,
    ) -> Analyzer: ...
    def analyze(self, text: str, /) -> Document:
        """Everything that the tasks ask for about one text."""

    def mend(self, text: str, /) -> str:
        """The text after all edits."""

    def evidence(self, text: str, /) -> list[LanguageEvidence]:
        """The words that speak most for each language span of a text, in the order of `Document.languages`."""

    @overload
    def analyze_batch(
        self,
        texts: Iterable[str],
        threads: int | None = None,
        progress: bool | Callable[[int], object] | None = None,
    ) -> list[Document]:
        """Documents of any iterable of str, in order, in parallel; a None stays None, and pandas' NaN and NA become it.

        threads: how many; None uses every core. progress: True shows a bar, a callable gets the number done."""

    @overload
    def analyze_batch(
        self,
        texts: Iterable[str | None],
        threads: int | None = None,
        progress: bool | Callable[[int], object] | None = None,
    ) -> list[Document | None]: ...
    def annotate(
        self, data: _Table, column: str = "text", threads: int | None = None, prefix: str = ""
    ) -> _Table:
        """The table with the columns of `schema()` added; see `textmend.annotate`."""

    def options(self) -> dict[str, Any]:
        """The options as keyword arguments that make the same analyzer."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...

@final
class ArrowTable:
    """A table of Arrow record batches; any Arrow library reads it through `__arrow_c_stream__`."""

    @property
    def column_names(self) -> list[str]:
        """The names of the columns."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The table as an Arrow C stream."""

    def __arrow_c_schema__(self) -> object:
        """The schema of the table."""

    def __len__(self) -> int: ...

@final
class ArrowSchema:
    """The columns that `annotate` adds; any Arrow library reads it through `__arrow_c_schema__`."""

    @property
    def names(self) -> list[str]:
        """The names of the columns."""

    def __arrow_c_schema__(self) -> object:
        """The schema as an Arrow C schema."""

def analyze(text: str, /) -> Document:
    """Everything about one text, with default options; see `Analyzer` for others."""

def mend(text: str, /) -> str:
    """The text after all edits, with default options; see `Analyzer` for others."""

@overload
def analyze_batch(
    texts: Iterable[str],
    threads: int | None = None,
    progress: bool | Callable[[int], object] | None = None,
) -> list[Document]:
    """Documents of any iterable of str, in order, in parallel; a None stays None, and pandas' NaN and NA become it.

    threads: how many; None uses every core. progress: True shows a bar, a callable gets the number done."""

@overload
def analyze_batch(
    texts: Iterable[str | None],
    threads: int | None = None,
    progress: bool | Callable[[int], object] | None = None,
) -> list[Document | None]: ...
def annotate_arrow(
    data: object,
    column: str = "text",
    threads: int | None = None,
    prefix: str = "",
    analyzer: Analyzer | None = None,
) -> ArrowTable:
    """The table with the columns of `schema(prefix)` added, as an `ArrowTable`."""

def schema(prefix: str = "") -> ArrowSchema:
    """The columns that `annotate` adds, each name behind `prefix`."""

def languages() -> dict[str, str]:
    """The languages textmend knows: {code: English name}."""

def edit_kinds() -> dict[str, str]:
    """The kinds of edits there are: {kind: what it puts right}."""

def labels() -> dict[str, str]:
    """The entity labels there are: {label: what it marks}."""

def signals() -> list[tuple[str, bool, str, str]]:
    """The signals there are: rows of name, whether it lies between 0 and 1, formula, source."""

def check_policy(text: str, toml: bool) -> str:
    """A policy, given as TOML or as JSON, as JSON; ValueError lists all its mistakes."""

def clean_files(
    inputs: list[str],
    output: str,
    column: str,
    policy_json: str,
    annotations: str,
    threads: int | None,
    resume: bool,
    dry_run: bool,
    analyzer: Analyzer | None,
    progress: Callable[[tuple[int, int, int, int, int]], object] | None,
) -> str:
    """Cleans files; returns the manifest as JSON. See `textmend.clean_corpus`.

    progress: called every 50 ms with a tuple of bytes read, bytes in all, documents, accepted, unreadable."""
