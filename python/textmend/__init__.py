"""Language-mix scoring, boundary repair and entity extraction for damaged, mixed-language text.

>>> import textmend as tm
>>> doc = tm.analyze("Er kam zu spät.The meeting was over.")
>>> doc.mended
'Er kam zu spät. The meeting was over.'
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
