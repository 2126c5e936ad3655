"""What the formats share: the order of rows, their levels, and text that no format can trip over."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from upgrader.model import Finding, Pin, Report, Rung, Skip, TakenBack, Task, TestRun, Verdict

PIN_LEVELS = {"blocked": "error", "upgrade": "warning", "unknown": "note"}

MOST_PLACES = 10  #: places shown for one message; JSON has them all
MOST_TESTS = 20  #: tests named in one place by the formats for people; JSON has them all

#: What XML 1.0 cannot hold and terminals obey: control characters but tab and newline, lone surrogates, non-characters.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
_RUN_OUTCOMES = ("passed", "failed", "error", "skipped", "xfailed", "xpassed")


@dataclass(frozen=True)
class Remark:
    """One row for a machine to show at its place: a finding, a pin that does not stay, a test that broke.

    ``level`` is ``error``, ``warning`` or ``note``; ``fingerprint`` stays the same when lines move.
    """

    rule: str
    level: str
    message: str
    fingerprint: str
    path: PurePosixPath | None = None
    line: int = 1
    column: int = 1
    docs: str = ""
    properties: tuple[tuple[str, str], ...] = ()


def printable(text: object) -> str:
    """Return a text with everything unprintable written out: the byte 0xff of a file name as ``\\xff``."""

    def spell(found: re.Match[str]) -> str:
        code = ord(found[0])
        if 0xDC80 <= code <= 0xDCFF:  # how Python carries a byte that is not UTF-8
            return f"\\x{code - 0xDC00:02x}"
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"

    return _UNPRINTABLE.sub(spell, str(text).replace("\r\n", "\n"))


def one_line(text: object) -> str:
    """Return a printable text with every run of white space as one space."""
    return " ".join(printable(text).split())


def as_uri(path: PurePosixPath) -> str:
    """Return a relative path as a URI reference, byte for byte."""
    return quote(os.fsencode(str(path)))


def web_address(text: str) -> str:
    """Return a documentation address if it is one for browsers, else nothing."""
    return printable(text) if re.match(r"https?://[^\s\"'<>]+$", text) else ""


def level(finding: Finding) -> str:
    """Return ``error`` for what must be fixed, ``warning`` for what stops working later, ``note`` for the rest."""
    if finding.must:
        return "error"
    return "warning" if finding.gone and not finding.advice else "note"


def said(finding: Finding) -> str:
    """Return a finding's message; that of advice ends with the places that it is about, the first few by name."""
    if not finding.places:
        return finding.message
    count, named = len(finding.places), ", ".join(finding.places[:MOST_PLACES])
    more = f" and {count - MOST_PLACES} more" if count > MOST_PLACES else ""
    return f"{finding.message} ({count} place{'' if count == 1 else 's'}: {named}{more})"


def sorted_findings(report: Report) -> list[Finding]:
    """Return the findings by place."""
    return sorted(report.findings, key=lambda one: (one.path, one.line, one.column, one.rule, one.message))


def sorted_pins(report: Report) -> list[Pin]:
    """Return the pins by place."""
    return sorted(report.pins, key=lambda one: (one.file, one.line, one.name, one.version or ""))


def sorted_skips(report: Report) -> list[Skip]:
    """Return the skips by path."""
    return sorted(report.skipped, key=lambda one: (one.path, one.why))


def by_rule(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """Return findings grouped by rule, the largest group first."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.rule, []).append(finding)
    return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))


def summary(report: Report) -> dict[str, int]:
    """Return how many of everything there are; the text forms say these numbers, the JSON form is them."""
    statuses = Counter(pin.status for pin in report.pins)
    return {
        "findings": len(report.findings),
        "must": sum(finding.must for finding in report.findings),
        "may": sum(not finding.must and not finding.advice for finding in report.findings),
        "advice": sum(finding.advice for finding in report.findings),
        "fixable": sum(finding.fixable for finding in report.findings),
        "pins": len(report.pins),
        **{f"pins_{status}": statuses[status] for status in ("ok", "upgrade", "blocked", "unknown")},
        "skipped": len(report.skipped),
    }


def counts(run: TestRun) -> dict[str, int]:
    """Return how many tests of a run ended in each outcome, and ``total``."""
    found = Counter(result.outcome for result in run.results)
    return {**{outcome: found[outcome] for outcome in _RUN_OUTCOMES}, "total": len(run.results)}


def verdict_lists(verdict: Verdict) -> Mapping[str, list[str]]:
    """Return the sorted ids of the tests in each class of a verdict, passing ones left out."""
    return {
        "broken": sorted(result.id for result in verdict.broken),
        "vanished": sorted(verdict.vanished),
        "fixed": sorted(verdict.fixed),
        "new": sorted(verdict.new),
        "already_broken": sorted(verdict.already_broken),
    }


def proof_sections(report: Report) -> list[tuple[str, list[str]]]:
    """Return what the proof has to say besides broken tests: titles with rows of text, a row may have several lines."""
    verdict = report.verdict
    tasks = [f"{number}. {describe_task(one)}" for number, one in enumerate(report.tasks, 1)]
    sections = [("Left to do", tasks), ("Rung by rung", [_rung(one) for one in report.rungs])]
    if verdict:
        broken = [f"{one.id}: {' '.join(last_lines(one.why, 1))}" for one in verdict.bridge_broken]
        slower = [f"{one.id}: {one.before:.1f} s before, {one.after:.1f} s after" for one in verdict.slower]
        sections += [
            ("Passed before, not with the new code on the old side", broken),
            ("Flaky: not the same in two runs of the same code", list(verdict.flaky)),
            ("Slower by a lot", slower),
            ("By another name now", [f"{before} -> {after}" for before, after in verdict.renamed]),
        ]
    if report.expectations:
        rows = [f"{one.path}:{one.line}: {one.what} (Django {one.since}, {one.docs})" for one in report.expectations]
        sections.append(("To be reviewed: HTML that tests expect, changed to what Django announces", rows))
    sections.append(("Taken back", [describe_taken_back(one) for one in report.taken_back]))
    for one in report.behaviour:
        own = [difference for difference in one.differences if difference.own]
        rows = [f"{d.section}: {d.name}: {_side(d.before)} -> {_side(d.after)}" for d in own]
        why = one.why if one.ran else f"Not run: {one.why}"
        sections.append((f"How the project is set up, {one.stage}: {why}", rows or [""]))
    return [(title, [row for row in rows if row]) for title, rows in sections if rows]


def _rung(one: Rung) -> str:
    todo = [f"left to do there: {describe_task(task)}" for task in one.tasks]
    return "\n".join([f"{one.versions}: {one.outcome}. {one.why}".rstrip(), *todo])


def describe_task(task: Task) -> str:
    """Return what is left to do, where, why and with which proof, as a row of several lines."""
    count = f" ({len(task.tests)} test{'s' if len(task.tests) > 1 else ''})" if task.tests else ""
    lines = [f"{one_line(task.what)}{count}"]
    lines += [f"at {place}" for place in task.places[:MOST_PLACES]]
    if len(task.places) > MOST_PLACES:
        lines.append(f"and at {len(task.places) - MOST_PLACES} more places")
    lines += [f"- {cause}" for cause in task.causes]
    lines += [f"proof: {test}" for test in task.tests[:1]]
    if len(task.tests) > 1:
        lines.append(f"and {', '.join(task.tests[1:4])}{', ...' if len(task.tests) > 4 else ''}")
    said = [line for line in task.lines if not re.fullmatch(r"[\s_]*|\s*>?\s*\?\?\?", line)]
    return "\n".join([*lines, *(f"    {line}" for line in said)])


def describe_taken_back(one: TakenBack) -> str:
    """Return what was taken back, and what it did, as a row of several lines."""
    lines = [f"{one.path}:{one.line}: {one.rule}", *one.diff.splitlines()]
    for test in one.tests[:MOST_TESTS]:
        lines.append(f"broke {test.id}: {' '.join(last_lines(test.why, 1))}")
    if len(one.tests) > MOST_TESTS:
        lines.append(f"and {len(one.tests) - MOST_TESTS} more")
    return "\n".join([*lines, *([one.why] if one.why else [])])


def _side(text: str | None) -> str:
    return "nothing" if text is None else text if len(text) <= 200 else f"{text[:200]}..."


def last_lines(text: str, number: int = 4) -> list[str]:
    """Return the last lines of a traceback that say something."""
    return [line.rstrip() for line in printable(text).splitlines() if line.strip()][-number:]


def describe_pin(pin: Pin) -> str:
    """Return a sentence on what becomes of a pin."""
    name = pin.requirement or f"{pin.name}=={pin.version}" if pin.version else pin.requirement or pin.name
    what = {
        "upgrade": f"{name} moves to {pin.becomes or pin.to}",
        "blocked": f"{name} has no release that supports the target",
    }
    said = what.get(pin.status, f"{name} is {pin.status}")
    return f"{said}: {why(pin)}" if pin.why else f"{said}."


def why(pin: Pin) -> str:
    """Return why a pin becomes what it does; of what is installed against its own word, that the tests run with it."""
    release = pin.to or pin.version or "it"
    return f"{pin.why}; the tests run with {release} all the same" if pin.against else pin.why


def remarks(report: Report) -> list[Remark]:
    """Return everything that wants attention as rows: findings, pins that do not stay, tests that broke or vanished."""
    rows: list[Remark] = []
    seen: Counter[tuple[str, str, str]] = Counter()

    def add(
        rule: str, level: str, message: str, path: PurePosixPath | None = None, end: str = "", **more: object
    ) -> None:
        # Two equal remarks on one file are told apart by their order and never by their lines, which move.
        key = (rule, str(path), message)
        seen[key] += 1
        digest = hashlib.sha256(repr((*key, seen[key])).encode("utf-8", "backslashreplace")).hexdigest()[:32]
        rows.append(Remark(rule, level, printable(message + end), digest, path, **more))  # type: ignore[arg-type]

    for finding in sorted_findings(report):
        add(
            finding.rule,
            level(finding),
            finding.message,
            finding.path,
            said(finding).removeprefix(finding.message),
            line=max(finding.line, 1),
            column=max(finding.column, 1),
            docs=web_address(finding.docs),
            properties=(
                ("safety", str(finding.safety)),
                ("since", finding.since or ""),
                ("gone", finding.gone or ""),
            ),
        )
    for pin in sorted_pins(report):
        if pin.status in PIN_LEVELS:
            add(f"pin-{pin.status}", PIN_LEVELS[pin.status], describe_pin(pin), pin.file, line=max(pin.line, 1))
    if report.verdict:
        for result in sorted(report.verdict.broken, key=lambda one: one.id):
            last = "".join(f" {line.strip()}" for line in last_lines(result.why, 1))
            add("test-broke", "error", f"{result.id} passed before and does not pass after.{last}")
        for name in sorted(report.verdict.vanished):
            add("test-vanished", "error", f"{name} ran before and was not collected after.")
    return rows
