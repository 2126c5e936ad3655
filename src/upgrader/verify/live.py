"""Shows test runs while they run: a small live table on a terminal, lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

#: Is told the name of an environment and a line of its output, or None when nothing more will come.
OnLine = Callable[[str, str | None], None]


@contextmanager
def watching(say: Callable[[str], None], *, stream: bool) -> Iterator[OnLine | None]:
    """Give what shows the output of test runs: a table on a terminal; else each line through ``say`` if ``stream``."""
    if not sys.stderr.isatty():

        def print_line(name: str, line: str | None) -> None:
            if line is not None:
                say(f"{name} | {line}")

        yield print_line if stream else None
        return
    began: dict[str, float] = {}
    last: dict[str, str] = {}

    def table() -> Table:
        shown = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
        for name, line in tuple(last.items()):
            seconds = f"{time.monotonic() - began[name]:.0f} s"
            shown.add_row(Text(name), Text(seconds, style="dim"), Text(line, no_wrap=True, overflow="ellipsis"))
        return shown

    def on_line(name: str, line: str | None) -> None:
        if line is None:
            last.pop(name, None)  # what came of it is said above the table
            return
        if name not in last:
            began[name] = time.monotonic()
        last[name] = line

    console = Console(stderr=True)
    # what say prints meanwhile appears above the table, which goes when everything is done
    with Live(get_renderable=table, console=console, refresh_per_second=4, transient=True):
        yield on_line
