"""Reads what the probe wrote: one file of JSON lines per process."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from upgrader.model import Compared, TestResult, Warned

#: From best to worst.
_SEVERITY = ("passed", "xfailed", "skipped", "xpassed", "failed", "error")
#: Where an object is in memory, as in the names of tests made from functions: another number in every run.
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
_UNFINISHED = "the process ended while this test was running"


def read_results(directory: Path) -> tuple[TestResult, ...]:
    """Return one result per test from the probe's files in ``directory``, ordered by id.

    A test that ran more than once counts with its worst outcome: a test that fails once in two runs does not pass. One
    that was started and never finished in its process is an error: the process crashed, left or was killed. A last
    line cut short by a crash is passed over.
    """
    results: list[TestResult] = []
    compared: dict[str, Compared] = {}
    for file in sorted(directory.glob("*.jsonl")):
        running: dict[str, None] = {}
        for line in file.read_text("utf-8", errors="replace").splitlines():
            try:
                record = json.loads(line)
                id = _steady(str(record["id"]))
                if "compared" in record:
                    compared.setdefault(id, _compared(record["compared"]))
                outcome = str(record["outcome"])
            except (ValueError, KeyError, TypeError, AttributeError):
                continue
            if outcome == "started":
                running[id] = None
            elif outcome in _SEVERITY:
                running.pop(id, None)
                said, at = str(record.get("why", "")), str(record.get("at", ""))
                results.append(TestResult(id, outcome, float(record.get("seconds", 0)), said, at))
        results.extend(TestResult(id, "error", why=_UNFINISHED) for id in running)
    return tuple(
        replace(one, compared=compared[one.id]) if one.outcome in ("failed", "error") and one.id in compared else one
        for one in worst_of_each(results)
    )


def _compared(record: dict[str, Any]) -> Compared:
    count = record.get("count")
    return Compared(
        str(record.get("how", "")),
        str(record.get("left", "")),
        str(record.get("right", "")),
        count if isinstance(count, int) else None,
        tuple((str(path), int(line)) for path, line in record["frames"]),
        tuple((str(name), str(text)) for name, text in record["texts"].items()),
    )


def read_warnings(directory: Path) -> tuple[Warned, ...]:
    """Return the warnings that the probe recorded, each once, by place."""
    found = set()
    for file in sorted(directory.glob("*.jsonl")):
        for line in file.read_text("utf-8", errors="replace").splitlines():
            try:
                record = json.loads(line)
                category, message, at = (str(record[name]) for name in ("category", "message", "at"))
            except (ValueError, KeyError, TypeError):
                continue
            found.add(Warned(category, _ADDRESS.sub("0x...", message), at, bool(record.get("deprecation"))))
    return tuple(sorted(found, key=lambda one: (one.at, one.category, one.message)))


def _steady(id: str) -> str:
    """Return an id as it is in every run, and under every pytest: before 4.0 there was a ``()`` for each instance."""
    return _ADDRESS.sub("0x...", id).replace("::()", "")


def worst_of_each(results: Iterable[TestResult]) -> tuple[TestResult, ...]:
    """Return one result per id, the worst, ordered by id."""
    worst: dict[str, TestResult] = {}
    for result in results:
        known = worst.get(result.id)
        if known is None or _SEVERITY.index(result.outcome) > _SEVERITY.index(known.outcome):
            worst[result.id] = result
    return tuple(worst[id] for id in sorted(worst))
