"""Progress bars: rich's, which draw in terminals and in notebooks, on standard error: results go to standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

    from textmend.corpus import CorpusProgress


class _Bar:
    def __init__(self, title: str, total: int | None, columns: list[ProgressColumn], **fields: Any) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        head = TextColumn("[bold]{task.description}"), BarColumn()
        self._progress = Progress(*head, *columns, TimeRemainingColumn(), console=Console(stderr=True))
        self._task = self._progress.add_task(title, total=total, **fields)
        self._shown = False

    def _show(self, **state: Any) -> None:
        """Draws the bar, which is not there before the first news: what fails at once has none."""
        if not self._shown:
            self._progress.start()
            self._shown = True
        self._progress.update(self._task, **state)

    def close(self) -> None:
        """Leaves the bar as it stands and gives the terminal back."""
        if self._shown:
            self._progress.stop()


class Bar(_Bar):
    """A bar that runs from 0 to `total` documents."""

    def __init__(self, total: int) -> None:
        from rich.progress import MofNCompleteColumn, TextColumn

        super().__init__("analyzing", total, [MofNCompleteColumn(), TextColumn("documents")])

    def update(self, done: int) -> None:
        """Moves the bar to `done` documents."""
        self._show(completed=done)


class CorpusBar(_Bar):
    """A bar over the bytes of a corpus, with its documents."""

    def __init__(self) -> None:
        from rich.progress import TaskProgressColumn, TextColumn, TransferSpeedColumn

        columns = [TaskProgressColumn(), TransferSpeedColumn(), TextColumn("{task.fields[documents]:,} documents")]
        super().__init__("cleaning", None, columns, documents=0)

    def update(self, progress: CorpusProgress) -> None:
        """Moves the bar to where the run is."""
        done, total = progress.bytes, progress.all_bytes
        self._show(completed=done, total=total, documents=progress.documents)
