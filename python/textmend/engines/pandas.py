"""pandas: an accessor.

>>> import pandas as pd
>>> import textmend.engines.pandas
>>> pd.DataFrame({"text": ["Der Rat tagt.Then the vote failed ."]}).textmend.annotate()["mended"][0]
'Der Rat tagt. Then the vote failed.'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

import textmend as tm

if TYPE_CHECKING:
    from textmend import Analyzer

__all__ = ["Textmend"]


@pd.api.extensions.register_dataframe_accessor("textmend")
class Textmend:
    """What `frame.textmend` offers."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def annotate(
        self, column: str = "text", threads: int | None = None, prefix: str = "", analyzer: Analyzer | None = None
    ) -> pd.DataFrame:
        """The frame with the columns of `tm.schema()` added."""
        return tm.annotate(self._frame, column, threads, prefix, analyzer)
