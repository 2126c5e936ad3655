"""The report for people at a terminal: what must be done first, then the pins, what was not looked at, the verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import StringIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from upgrader.model import Finding, Outcome, Report, TestRun, Verdict
from upgrader.report.remarks import (
    MOST_PLACES,
    MOST_TESTS,
    by_rule,
    counts,
    last_lines,
    one_line,
    printable,
    proof_sections,
    sorted_findings,
    sorted_pins,
    sorted_skips,
    summary,
    verdict_lists,
    why,
)

_FILLING = re.compile(r"(?: |\x1b\[[\d;]*m)+$", re.MULTILINE)  # rich fills the rows of a table up to the full width
_STATUS_STYLES = {"ok": "green", "upgrade": "cyan", "blocked": "bold red", "unknown": "yellow"}
_OUTCOME_STYLES = {Outcome.PASSED: "bold green", Outcome.BROKE: "bold red"}


def render(report: Report, *, width: int = 80, color: bool = False) -> str:
    """Return the report for a terminal ``width`` columns wide; with ``color`` there are ANSI escapes in it."""
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        legacy_windows=False,
        highlight=False,
        emoji=False,
        markup=False,
    )
    _print_head(console, report)
    _print_findings(console, report)
    _print_pins(console, report)
    if not report.verdict:
        _print_mentions(console, report)
    _print_skips(console, report)
    _print_steps(console, report)
    if report.verdict:
        _print_verdict(console, report.verdict, reasons=not report.tasks)  # else they are with the tasks
    _print_proof(console, report)
    _print_advice(console, report)
    if report.branch:
        console.print()
        console.print(Text(f"The upgrade is on the branch {printable(report.branch)}."))
    return _FILLING.sub(lambda found: found[0].replace(" ", ""), out.getvalue())


def _print_head(console: Console, report: Report) -> None:
    project = report.project
    console.print(Text(one_line(project.name), style="bold"))
    console.print(Text(f"{project.versions} -> {report.target}; {_number(project.files, 'file')}"))
    command = f"tests run with: {printable(project.test_command)}" if project.test_command else "no test command found"
    console.print(Text(command))
    for what in sorted(project.why):
        console.print(_indented(f"{what.replace('_', ' ')}: {one_line(project.why[what])}", style="dim"))


def _print_findings(console: Console, report: Report) -> None:
    numbers = summary(report)
    findings = [one for one in sorted_findings(report) if not one.advice]
    if not findings:
        _print_title(console, "Findings: none")
        return
    _print_title(
        console,
        f"Findings: {numbers['must']} must be fixed, {numbers['may']} may be fixed; "
        f"{numbers['fixable']} of {len(findings)} can be rewritten",
    )
    for title, style, chosen in (
        ("Must be fixed: gone in the target", "bold red", [one for one in findings if one.must]),
        ("May be fixed: still works in the target", "yellow", [one for one in findings if not one.must]),
    ):
        if chosen:
            console.print(Text(f"{title} ({len(chosen)})", style=style))
        for rule, group in by_rule(chosen):
            _print_rule(console, rule, group)


def _print_advice(console: Console, report: Report) -> None:
    advice = [one for one in sorted_findings(report) if one.advice]
    if not advice:
        return
    _print_title(console, f"Advice: {_number(len(advice), 'row')} on what may be right as it is")
    for one in advice:
        console.print(_indented(f"{one_line(one.rule)}: {_number(len(one.places), 'place')}", style="bold"))
        console.print(_indented(printable(one.message), 4))
        _print_places(console, one.places)


def _print_places(console: Console, places: Sequence[str]) -> None:
    for place in places[:MOST_PLACES]:
        console.print(_indented(printable(place), 6, style="dim"))
    if len(places) > MOST_PLACES:
        console.print(_indented(f"and {len(places) - MOST_PLACES} more places", 6, style="dim"))


def _print_rule(console: Console, rule: str, group: Sequence[Finding]) -> None:
    about = [_number(len(group), "place"), *sorted({str(one.safety) for one in group})]
    about += [f"gone in {gone}" for gone in sorted({one.gone for one in group if one.gone})]
    console.print(_indented(f"{one_line(rule)}: {', '.join(about)}", style="bold"))
    messages: dict[str, list[Finding]] = {}
    for finding in group:
        messages.setdefault(finding.message, []).append(finding)
    for message, places in messages.items():
        console.print(_indented(printable(message), 4))
        _print_places(console, [f"{place.path}:{place.line}:{place.column}" for place in places])


_MOST_PINS = 1000  #: in a table; nobody reads more, and laying it out takes longer than all else


def _print_pins(console: Console, report: Report) -> None:
    if not report.pins:
        return
    numbers = summary(report)
    said = ", ".join(f"{numbers[f'pins_{status}']} {status}" for status in _STATUS_STYLES if numbers[f"pins_{status}"])
    _print_title(console, f"Pins: {said}")
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False)
    bridged = any(pin.bridge for pin in report.pins)
    for name in ("package", "now", "to", *(["bridge"] if bridged else []), "status", "place", "why"):
        table.add_column(name, overflow="fold", min_width=len("blocked") if name == "status" else None)
    pins = sorted_pins(report)
    moving = [pin for pin in pins if pin.status in ("upgrade", "blocked")]
    shown = pins if len(pins) <= _MOST_PINS else (moving or pins)[:_MOST_PINS]
    for pin in shown:
        table.add_row(
            Text(one_line(pin.name or pin.requirement)),
            Text(one_line(pin.version or "-")),
            Text(one_line(pin.becomes or pin.to or "-")),
            *([Text(one_line(pin.bridge or "-"))] if bridged else []),
            Text(one_line(pin.status), style=_STATUS_STYLES.get(pin.status, "")),
            Text(f"{printable(pin.file)}:{pin.line}"),
            Text(one_line(why(pin))),
        )
    console.print(Padding(table, (0, 0, 0, 2)))
    if len(shown) < len(pins):
        console.print(_indented(f"{_number(len(pins) - len(shown), 'more pin')}: --format json lists all"))


def _print_mentions(console: Console, report: Report) -> None:
    """Print where versions are named: a row for each kind of place and version."""
    if not report.mentions:
        return
    places: dict[str, list[str]] = {}
    for one in report.mentions:
        places.setdefault(f"{one.what} {one.version}", []).append(f"{one.file}:{one.line}")
    _print_title(console, f"Versions are named in {_number(len(report.mentions), 'place')}")
    for said, where in sorted(places.items()):
        more = f" and {len(where) - MOST_PLACES} more" if len(where) > MOST_PLACES else ""
        console.print(_indented(f"{one_line(said)}: {printable(', '.join(where[:MOST_PLACES]))}{more}"))


def _print_skips(console: Console, report: Report) -> None:
    if not report.skipped:
        return
    _print_title(console, f"Not looked at: {_number(len(report.skipped), 'row')}")
    for skip in sorted_skips(report):
        console.print(_indented(f"{printable(skip.path)}: {one_line(skip.why)}"))


def _print_steps(console: Console, report: Report) -> None:
    if not report.steps:
        return
    _print_title(console, f"Steps: {len(report.steps)}")
    for number, step in enumerate(report.steps, 1):
        rules = f" ({', '.join(map(one_line, step.rules))})" if step.rules else ""
        verdict = f": {one_line(step.verdict)}" if step.verdict else ""
        console.print(_indented(f"{number}. {one_line(step.title)}{rules}{verdict}"))


def _print_verdict(console: Console, verdict: Verdict, *, reasons: bool) -> None:
    style = _OUTCOME_STYLES.get(verdict.outcome, "bold yellow")
    _print_title(console, f"Verdict: {verdict.outcome}", style)
    console.print(_indented(printable(verdict.why)))
    for name, run in (("before", verdict.before), ("bridge", verdict.bridge), ("after", verdict.after)):
        if run:
            console.print(_indented(f"{name}: {_run(run)}"))
            if run.log:
                console.print(_indented(f"its output is in {printable(run.log)}", 4, style="dim"))
    if verdict.broken:
        console.print(_indented(f"Passed before, not after ({len(verdict.broken)})", style="bold red"))
    for result in sorted(verdict.broken, key=lambda one: one.id)[:MOST_TESTS]:
        console.print(_indented(one_line(result.id), 4))
        if reasons:
            _print_lines(console, last_lines(result.why))
    _print_more(console, len(verdict.broken))
    lists = verdict_lists(verdict)
    for key, title in (
        ("vanished", "Ran before, not collected after"),
        ("already_broken", "Did not pass before and does not after"),
        ("fixed", "Did not pass before, passes after"),
        ("new", "Was not there before"),
    ):
        if lists[key]:
            console.print(_indented(f"{title} ({len(lists[key])})", style="bold"))
            _print_lines(console, map(one_line, lists[key][:MOST_TESTS]), 4)
            _print_more(console, len(lists[key]))


def _print_more(console: Console, number: int) -> None:
    if number > MOST_TESTS:
        console.print(_indented(f"and {number - MOST_TESTS} more", 4, style="dim"))


def _print_proof(console: Console, report: Report) -> None:
    for title, rows in proof_sections(report):
        _print_title(console, one_line(title) if not rows else f"{one_line(title)} ({len(rows)})")
        for row in rows[:MOST_TESTS]:
            first, *more = printable(row).splitlines() or [""]
            console.print(_indented(first))
            _print_lines(console, more)
        _print_more(console, len(rows))


def _run(run: TestRun) -> str:
    numbers = counts(run)
    said = ", ".join(f"{number} {outcome}" for outcome, number in numbers.items() if number and outcome != "total")
    ended = f"exit code {run.exit_code}" if run.exit_code is not None else f"did not run: {one_line(run.why)}"
    return f"{run.versions}: {said or 'no tests'}; {ended}"


def _print_title(console: Console, title: str, style: str = "bold") -> None:
    console.print()
    console.print(Text(title, style=style))


def _print_lines(console: Console, lines: Iterable[str], indent: int = 6) -> None:
    for line in lines:
        console.print(_indented(line, indent, style="dim"))


def _indented(text: str, indent: int = 2, style: str = "") -> Padding:
    return Padding(Text(text, style=style, overflow="fold"), (0, 0, 0, indent))


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
