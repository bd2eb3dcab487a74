"""Shows the progress of long work on a terminal, and nothing anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

FEW = 20
"""Fewer steps are over before a bar could be read."""

Step = Callable[[], None]


@contextmanager
def progress(label: str, steps: int) -> Iterator[Step]:
    """A bar on standard error; call what it gives after each of `steps` steps.

    It is gone when the work is done, so that the answer stands alone.
    """
    if steps < FEW or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=steps)
        yield lambda: bar.advance(task)
