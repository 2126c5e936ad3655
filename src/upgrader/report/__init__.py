"""One module for each output format; every one is a function from a report to text.

The same report always gives the same text: everything is sorted, and nothing says when or where it was made.
"""

from __future__ import annotations

from importlib import import_module

from upgrader.masking import masked
from upgrader.model import Report, UpgraderError

__all__ = ["FORMATS", "render"]

FORMATS: tuple[str, ...] = ("text", "json", "sarif", "github", "gitlab", "junit", "markdown", "html")


def render(report: Report, format: str, *, width: int = 80, color: bool = False) -> str:
    """Return a report as text in one of ``FORMATS``, ending with a newline unless it is empty, and valid UTF-8.

    Credentials in addresses are left out.

    ``width`` in columns and ``color`` matter for ``text`` only. Raises ``UpgraderError`` for an unknown format.
    """
    if format not in FORMATS:
        raise UpgraderError(f"There is no format {format!r}. Choose one of {', '.join(FORMATS)}.")
    module = import_module(f"upgrader.report.{format}")  # only the one: rich alone takes longer than a small scan
    report = masked(report)
    text: str = module.render(report, width=width, color=color) if format == "text" else module.render(report)
    return text
