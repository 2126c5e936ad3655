"""The report for programs: stable names, every row; ``schema`` counts up when a name changes its meaning."""

from __future__ import annotations

import json
import re
from typing import Any

from upgrader.model import Finding, Pin, Report, TakenBack, Task, TestResult, TestRun, Verdict, Versions
from upgrader.report.remarks import (
    counts,
    printable,
    said,
    sorted_findings,
    sorted_pins,
    sorted_skips,
    summary,
    verdict_lists,
)


def render(report: Report) -> str:
    """Return the report as one JSON object; ``steps``, ``verdict`` and ``branch`` are there if the report has them."""
    project = report.project
    data: dict[str, Any] = {
        "schema": 1,
        "target": _versions(report.target),
        "project": {
            "name": project.name,
            **_versions(project.versions),
            "files": project.files,
            "test_command": project.test_command,
            "why": dict(sorted(project.why.items())),
        },
        "findings": [_finding(one) for one in sorted_findings(report)],
        "pins": [_pin(one) for one in sorted_pins(report)],
        "skipped": [{"path": str(one.path), "why": one.why} for one in sorted_skips(report)],
        "summary": summary(report),
    }
    if report.mentions:
        data["mentions"] = [{**vars(one), "file": str(one.file)} for one in report.mentions]
    if report.steps:
        data["steps"] = [
            {"key": one.key, "title": one.title, "rules": list(one.rules), "stage": one.stage, "verdict": one.verdict}
            for one in report.steps
        ]
    if report.verdict:
        data["verdict"] = _verdict(report.verdict)
    if report.tasks:
        data["tasks"] = [_task(one) for one in report.tasks]
    if report.rungs:
        data["rungs"] = [
            {
                **_versions(one.versions),
                "outcome": str(one.outcome),
                "why": one.why,
                "tasks": [_task(task) for task in one.tasks],
            }
            for one in report.rungs
        ]
    if report.taken_back:
        data["taken_back"] = [_taken_back(one) for one in report.taken_back]
    if report.expectations:
        data["expectations"] = [
            {"path": str(one.path), "line": one.line, "what": one.what, "since": one.since, "docs": one.docs}
            for one in report.expectations
        ]
    if report.behaviour:
        data["behaviour"] = [
            {"stage": one.stage, "ran": one.ran, "why": one.why, "differences": [vars(d) for d in one.differences]}
            for one in report.behaviour
        ]
    if report.branch:
        data["branch"] = report.branch
    text = json.dumps(data, indent=2)
    if _SURROGATE.search(text):
        text = json.dumps(_well_formed(data), indent=2)
    return text + "\n"


_SURROGATE = re.compile(r"\\ud[89a-f]")


def _versions(versions: Versions) -> dict[str, str | None]:
    return {"python": str(versions.python), "django": str(versions.django) if versions.django else None}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "path": str(finding.path),
        "line": finding.line,
        "column": finding.column,
        "message": said(finding),
        "safety": str(finding.safety),
        "fixable": finding.fixable,
        "must": finding.must,
        "since": finding.since,
        "gone": finding.gone,
        "docs": finding.docs,
        **({"advice": True, "places": list(finding.places)} if finding.advice else {}),
    }


def _pin(pin: Pin) -> dict[str, Any]:
    return {
        "name": pin.name,
        "version": pin.version,
        "file": str(pin.file),
        "line": pin.line,
        "status": pin.status,
        "to": pin.to,
        "why": pin.why,
        **({"becomes": pin.becomes} if pin.becomes else {}),
        **({"bridge": pin.bridge} if pin.bridge else {}),
        **({"blocker": pin.blocker} if pin.blocker else {}),
        **({"against": pin.against} if pin.against else {}),
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    lists = verdict_lists(verdict)
    reasons = {result.id: result for result in verdict.broken}
    return {
        "outcome": str(verdict.outcome),
        "why": verdict.why,
        "before": _run(verdict.before),
        "bridge": _run(verdict.bridge),
        "after": _run(verdict.after),
        "passing": len(verdict.passing),
        **lists,
        "broken": [{"id": id, "outcome": reasons[id].outcome, "why": reasons[id].why} for id in lists["broken"]],
        "bridge_broken": [_result(one) for one in verdict.bridge_broken],
        "flaky": list(verdict.flaky),
        "renamed": [{"before": before, "after": after} for before, after in verdict.renamed],
        "slower": [vars(one) for one in verdict.slower],
    }


def _result(one: TestResult) -> dict[str, Any]:
    return {"id": one.id, "outcome": one.outcome, "why": one.why}


def _task(one: Task) -> dict[str, Any]:
    return {
        "what": one.what,
        "places": list(one.places),
        "causes": list(one.causes),
        "tests": list(one.tests),
        "lines": list(one.lines),
    }


def _taken_back(one: TakenBack) -> dict[str, Any]:
    return {
        "step": one.step,
        "stage": one.stage,
        "rule": one.rule,
        "path": str(one.path),
        "line": one.line,
        "diff": one.diff,
        "tests": [_result(test) for test in one.tests],
        "why": one.why,
        "must": one.must,
    }


def _run(run: TestRun | None) -> dict[str, Any] | None:
    if run is None:
        return None
    return {
        "environment": run.environment,
        **_versions(run.versions),
        "exit_code": run.exit_code,
        **counts(run),
        "why": run.why,
        "without": [{"requirement": requirement, "why": why} for requirement, why in run.without],
        "against": [{"requirement": requirement, "why": why} for requirement, why in run.against],
    }


def _well_formed(value: Any) -> Any:
    """Return a value without lone surrogates, which some JSON readers refuse."""
    if isinstance(value, dict):
        return {key: _well_formed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_well_formed(item) for item in value]
    return printable(value) if isinstance(value, str) else value
