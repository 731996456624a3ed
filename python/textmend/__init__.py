"""Language-mix scoring, boundary repair and entity extraction for damaged, mixed-language text.

>>> import textmend as tm
>>> doc = tm.analyze("Er kam zu spät.The meeting was over.")
>>> doc.mended
'Er kam zu spät. The meeting was over.'

analyze, mend, explain      one text: a Document, the mended text, a picture in the terminal
analyze_batch               many texts on every core
annotate, schema            tables of any library with the Arrow PyCapsule interface
clean_corpus, Policy        files in, accepted and rejected files and a report out
Analyzer                    your own choices: languages, tasks, edit kinds, labels, gazetteer; with the same methods
languages, edit_kinds, labels, signals      what there is, each with its meaning
"""

from textmend._textmend import (
    Analyzer,
    ArrowSchema,
    ArrowTable,
    Document,
    Edit,
    Entity,
    LanguageEvidence,
    LanguageMix,
    LanguageSpan,
    Sentence,
    __version__,
    analyze,
    analyze_batch,
    edit_kinds,
    labels,
    languages,
    mend,
    schema,
    signals,
)
from textmend.corpus import CorpusProgress, CorpusReport, Policy, clean_corpus
from textmend.show import explain
from textmend.tables import annotate

__all__ = [
    "Analyzer",
    "ArrowSchema",
    "ArrowTable",
    "CorpusProgress",
    "CorpusReport",
    "Document",
    "Edit",
    "Entity",
    "LanguageEvidence",
    "LanguageMix",
    "LanguageSpan",
    "Policy",
    "Sentence",
    "__version__",
    "analyze",
    "analyze_batch",
    "annotate",
    "clean_corpus",
    "edit_kinds",
    "explain",
    "labels",
    "languages",
    "mend",
    "schema",
    "signals",
]
