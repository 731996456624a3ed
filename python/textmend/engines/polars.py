"""Polars: an expression namespace, eager and lazy.

>>> import polars as pl
>>> import textmend.engines.polars
>>> frame = pl.LazyFrame({"text": ["Der Rat tagt.Then the vote failed ."]})
>>> frame.select(pl.col("text").textmend.annotate().struct.field("mended")).collect().item()
'Der Rat tagt. Then the vote failed.'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

import textmend as tm

if TYPE_CHECKING:
    from textmend import Analyzer

__all__ = ["Textmend"]


def _structs(texts: pl.Series, analyzer: Analyzer | None, threads: int | None) -> pl.Series:
    frame = tm.annotate(pl.DataFrame({"text": texts}), "text", threads, analyzer=analyzer)
    return frame.drop("text").to_struct(texts.name)


@pl.api.register_expr_namespace("textmend")
class Textmend:
    """What `pl.col("text").textmend` offers."""

    def __init__(self, expression: pl.Expr) -> None:
        self._expression = expression

    def annotate(self, analyzer: Analyzer | None = None, threads: int | None = None) -> pl.Expr:
        """A struct with the columns of `tm.schema()`."""
        kind = pl.Struct(_structs(pl.Series("text", [""]), None, 1).struct.schema)
        return self._expression.map_batches(
            lambda texts: _structs(texts, analyzer, threads), return_dtype=kind, is_elementwise=True
        )

    def mend(self, analyzer: Analyzer | None = None, threads: int | None = None) -> pl.Expr:
        """The mended texts."""
        return self.annotate(analyzer, threads).struct.field("mended")
