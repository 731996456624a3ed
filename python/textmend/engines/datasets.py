"""Hugging Face datasets: `annotate` over `map` in Arrow format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as _pa
    from datasets import Dataset as _Dataset

    from textmend import Analyzer

__all__ = ["annotate"]


def annotate(
    dataset: _Dataset, column: str = "text", prefix: str = "", analyzer: Analyzer | None = None, **options: Any
) -> _Dataset:
    """The dataset with the columns of `tm.schema()` added.

    options: passed on to `map`, such as batch_size and num_proc.
    """
    import textmend as tm

    def work(batch: _pa.Table) -> _pa.Table:
        return tm.annotate(batch, column, 1 if options.get("num_proc") else None, prefix, analyzer)

    kind = dataset.format["type"]
    return dataset.with_format("arrow").map(work, batched=True, **options).with_format(kind)
