"""SARIF 2.1.0, for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

from upgrader.model import Report
from upgrader.report.remarks import Remark, as_uri, printable, remarks, sorted_skips

_BASE = "%SRCROOT%"


def render(report: Report) -> str:
    """Return the report as one SARIF run; what was not looked at becomes a notification of the tool."""
    rows = remarks(report)
    first = {row.rule: row for row in reversed(rows)}
    ids = sorted(first)
    run = {
        "tool": {
            "driver": {
                "name": "upgrader",
                "version": version("upgrader"),
                "rules": [_rule(first[id]) for id in ids],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The folder of the project."}}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _skips(report)}],
        "results": [_result(row, ids.index(row.rule)) for row in rows],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def _rule(row: Remark) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": row.rule,
        "shortDescription": {"text": row.message.partition("\n")[0] or row.rule},
        "defaultConfiguration": {"level": row.level},
    }
    if row.docs:
        rule["helpUri"] = row.docs
    if row.properties:
        rule["properties"] = dict(row.properties)
    return rule


def _result(row: Remark, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": row.rule,
        "ruleIndex": index,
        "level": row.level,
        "message": {"text": row.message},
        "partialFingerprints": {"upgrader/v1": row.fingerprint},
    }
    if row.path is not None:
        place = {
            "artifactLocation": {"uri": as_uri(row.path), "uriBaseId": _BASE},
            "region": {"startLine": row.line, "startColumn": row.column},
        }
        result["locations"] = [{"physicalLocation": place}]
    return result


def _skips(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "level": "note",
            "message": {"text": printable(skip.why)},
            "locations": [
                {"physicalLocation": {"artifactLocation": {"uri": as_uri(skip.path), "uriBaseId": _BASE}}},
            ],
        }
        for skip in sorted_skips(report)
    ]
