"""Workflow commands that GitHub Actions shows as annotations.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions; the escapes are those of its toolkit.
"""

from __future__ import annotations

from upgrader.model import Report
from upgrader.report.remarks import Remark, printable, remarks

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(report: Report) -> str:
    """Return one command for each remark, one for what was not looked at and one for the verdict."""
    lines = [_command(row) for row in remarks(report)]
    if report.skipped:
        lines.append(
            f"::notice title=upgrader::{len(report.skipped)} files or lines were not looked at; the report says why"
        )
    if report.verdict:
        name = "notice" if report.verdict.outcome.value == "passed" else "error"
        said = _data(f"{report.verdict.outcome}: {report.verdict.why}")
        lines.append(f"::{name} title=upgrader verdict::{said}")
    return "".join(f"{line}\n" for line in lines)


def _command(row: Remark) -> str:
    place = {"file": printable(row.path), "line": str(row.line), "col": str(row.column)} if row.path else {}
    properties = ",".join(f"{key}={_property(value)}" for key, value in (place | {"title": row.rule}).items())
    return f"::{_COMMANDS[row.level]} {properties}::{_data(row.message)}"


def _data(text: str) -> str:
    return printable(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
