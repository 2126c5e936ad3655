"""One module for each output format; every one is a function from a report to text.

The same report always gives the same text: everything is sorted, and nothing says when or where it was made.
"""

from __future__ import annotations

from upgrader.model import Report, UpgraderError
from upgrader.report import github, gitlab, html, json, junit, markdown, sarif, text

__all__ = ["FORMATS", "render"]

_MACHINE = {
    "json": json.render,
    "sarif": sarif.render,
    "github": github.render,
    "gitlab": gitlab.render,
    "junit": junit.render,
    "markdown": markdown.render,
    "html": html.render,
}

FORMATS: tuple[str, ...] = ("text", *_MACHINE)


def render(report: Report, format: str, *, width: int = 80, color: bool = False) -> str:
    """Return a report as text in one of ``FORMATS``, ending with a newline unless it is empty, and valid UTF-8.

    ``width`` in columns and ``color`` matter for ``text`` only. Raises ``UpgraderError`` for an unknown format.
    """
    if format == "text":
        return text.render(report, width=width, color=color)
    if format not in _MACHINE:
        raise UpgraderError(f"There is no format {format!r}. Choose one of {', '.join(FORMATS)}.")
    return _MACHINE[format](report)
