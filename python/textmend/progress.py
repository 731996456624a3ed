"""A progress bar: rich's, which draws in terminals and in notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textmend.corpus import CorpusProgress


class Bar:
    """A bar that runs from 0 to `total` documents."""

    def __init__(self, total: int | None, title: str = "analyzing") -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("[bold]{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("documents"),
            TimeRemainingColumn(),
        )
        self._progress = Progress(*columns)
        self._task = self._progress.add_task(title, total=total)
        self._progress.start()

    def update(self, done: int) -> None:
        """Moves the bar to `done` documents."""
        self._progress.update(self._task, completed=done)

    def close(self) -> None:
        """Leaves the bar as it stands and gives the terminal back."""
        self._progress.stop()


class CorpusBar:
    """A bar over the bytes of a corpus, with its documents."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            Progress,
            TaskProgressColumn,
            TextColumn,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )

        columns = (
            TextColumn("[bold]cleaning"),
            BarColumn(),
            TaskProgressColumn(),
            TransferSpeedColumn(),
            TextColumn("{task.fields[documents]:,} documents"),
            TimeRemainingColumn(),
        )
        self._progress = Progress(*columns, console=Console(stderr=True))
        self._task = self._progress.add_task("cleaning", total=None, documents=0)
        self._progress.start()

    def update(self, progress: CorpusProgress) -> None:
        """Moves the bar to where the run is."""
        done, total = progress.bytes, progress.all_bytes
        self._progress.update(self._task, completed=done, total=total, documents=progress.documents)

    def close(self) -> None:
        """Leaves the bar as it stands and gives the terminal back."""
        self._progress.stop()
