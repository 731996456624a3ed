"""A progress bar: rich's, which draws in terminals and in notebooks."""

from __future__ import annotations


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
