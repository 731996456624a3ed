"""Hugging Face datasets: `annotate` over `map` in Arrow format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import pyarrow as _pa

    from textmend import Analyzer

__all__ = ["annotate"]

Dataset = TypeVar("Dataset")


def annotate(
    dataset: Dataset, column: str = "text", prefix: str = "", analyzer: Analyzer | None = None, **options: Any
) -> Dataset:
    """The dataset with the columns of `tm.schema()` added; a dict of splits, and streamed ones, likewise.

    options: passed on to `map`, such as batch_size and num_proc.
    """
    import textmend as tm

    def work(batch: _pa.Table) -> _pa.Table:
        return tm.annotate(batch, column, 1 if options.get("num_proc") else None, prefix, analyzer)

    found: Dataset = _mapped(dataset, work, options)
    return found


def _mapped(dataset: Any, work: Any, options: dict[str, Any]) -> Any:
    first = next(iter(dataset.values()), None) if isinstance(dataset, dict) else dataset
    # A streamed dataset does not tell its format.
    kind = getattr(first, "format", {"type": None})["type"]
    return dataset.with_format("arrow").map(work, batched=True, **options).with_format(kind)
