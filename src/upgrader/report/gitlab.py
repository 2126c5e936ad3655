"""GitLab's code quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

import json

from upgrader.model import Report
from upgrader.report.remarks import printable, remarks

_SEVERITIES = {"error": "critical", "warning": "minor", "note": "info"}


def render(report: Report) -> str:
    """Return the remarks as a JSON list; one without a place, as a broken test, is put on the project's folder."""
    rows = [
        {
            "description": row.message,
            "check_name": row.rule,
            "fingerprint": row.fingerprint,
            "severity": _SEVERITIES[row.level],
            "location": {"path": printable(row.path or "."), "lines": {"begin": row.line}},
        }
        for row in remarks(report)
    ]
    return json.dumps(rows, indent=2) + "\n"
