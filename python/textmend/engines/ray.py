"""Ray Data: `annotate` over `map_batches`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as _pa
    from ray.data import Dataset as _Dataset

    from textmend import Analyzer

__all__ = ["annotate"]


def annotate(
    dataset: _Dataset, column: str = "text", prefix: str = "", analyzer: Analyzer | None = None, **options: Any
) -> _Dataset:
    """The dataset with the columns of `tm.schema()` added; each task works on one thread.

    options: passed on to `map_batches`, such as batch_size and concurrency.
    """
    import textmend as tm

    def work(batch: _pa.Table) -> _pa.Table:
        return tm.annotate(batch, column, 1, prefix, analyzer)

    return dataset.map_batches(work, batch_format="pyarrow", **options)
