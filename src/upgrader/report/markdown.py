"""The report as a comment on a pull request: GitHub's Markdown, within the length that a comment may have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from upgrader.model import Finding, Report, Verdict
from upgrader.report.remarks import (
    MOST_PLACES,
    MOST_TESTS,
    by_rule,
    counts,
    last_lines,
    one_line,
    printable,
    proof_sections,
    said,
    sorted_findings,
    sorted_pins,
    sorted_skips,
    summary,
    verdict_lists,
    web_address,
    why,
)

LIMIT = 60_000  #: characters; GitHub takes 65,536, GitLab a million
_SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&-])")
_NOBODY = re.compile(r"(?<=[@#])(?=\w)")  # `@name` would call a person, `#12` refer to an issue


def render(report: Report) -> str:
    """Return the report as Markdown; rows that do not fit are counted at the end."""
    kept: list[str] = []
    length = left_out = 0
    for block in _blocks(report):
        length += len(block) + 1
        if length > LIMIT:
            left_out += 1
        else:
            kept.append(block)
    if left_out:
        kept.append(f"\n{left_out} more rows did not fit into this comment.")
    return "\n".join(kept) + "\n"


def _blocks(report: Report) -> Iterator[str]:
    yield f"## {escape(report.project.name)}: {report.project.versions} → {report.target}"
    if report.verdict:
        yield from _verdict(report.verdict)
    if report.branch:
        yield f"\nThe upgrade is on the branch {code(report.branch)}."
    yield from _proof(report)
    yield from _findings(report)
    yield from _pins(report)
    if report.steps:
        yield "\n### Steps\n"
        for number, step in enumerate(report.steps, 1):
            yield f"{number}. {escape(step.title)}"
    if report.skipped:
        yield f"\n### Not looked at ({len(report.skipped)})\n"
        for skip in sorted_skips(report):
            yield f"- {code(skip.path)}: {escape(skip.why)}"
    yield from _advice(report)


def _verdict(verdict: Verdict) -> Iterator[str]:
    yield f"\n**Verdict: {verdict.outcome}.** {escape(verdict.why)}\n"
    runs = [
        (name, run)
        for name, run in (("before", verdict.before), ("bridge", verdict.bridge), ("after", verdict.after))
        if run
    ]
    if runs:
        columns = list(counts(runs[0][1]))
        yield f"| | versions | {' | '.join(columns)} |\n|---|---|{'---:|' * len(columns)}" + "".join(
            f"\n| {name} | {run.versions} | {' | '.join(map(str, counts(run).values()))} |" for name, run in runs
        )
    if verdict.broken:
        yield f"\n### Passed before, not after ({len(verdict.broken)})\n"
    for result in sorted(verdict.broken, key=lambda one: one.id):
        lines = last_lines(result.why)
        yield f"- {code(result.id)}" + "".join(f"\n  {code(line.strip())}<br>" for line in lines).removesuffix("<br>")
    for key, title in (
        ("vanished", "Ran before, not collected after"),
        ("already_broken", "Did not pass before either"),
    ):
        names = verdict_lists(verdict)[key]
        if names:
            yield f"\n### {title} ({len(names)})\n"
            yield from (f"- {code(name)}" for name in names)


def _proof(report: Report) -> Iterator[str]:
    for title, rows in proof_sections(report):
        yield f"\n### {escape(title)}\n"
        for row in rows[:MOST_TESTS]:
            first, *more = row.splitlines() or [""]
            yield f"- {code(first)}" + "".join(f"\n  {code(line)}<br>" for line in more).removesuffix("<br>")
        if len(rows) > MOST_TESTS:
            yield f"- and {len(rows) - MOST_TESTS} more"


def _findings(report: Report) -> Iterator[str]:
    numbers = summary(report)
    yield (
        f"\n### Findings: {numbers['must']} must be fixed, {numbers['may']} may be fixed\n"
        if numbers["must"] or numbers["may"]
        else "\n### Findings: none\n"
    )
    groups = [
        group
        for must in (True, False)
        for group in by_rule(one for one in sorted_findings(report) if one.must is must and not one.advice)
    ]
    for rule, group in groups:
        name = _name(rule, group)
        kind = "must" if group[0].must else "may"
        places = "".join(f"\n  - {code(f'{one.path}:{one.line}')} {escape(one.message)}" for one in group[:MOST_PLACES])
        more = f"\n  - and {len(group) - MOST_PLACES} more" if len(group) > MOST_PLACES else ""
        yield f"- **{name}** ({kind}, {len(group)}){places}{more}"


def _name(rule: str, group: Sequence[Finding]) -> str:
    docs = next(filter(None, (web_address(one.docs) for one in group)), "")
    return f"[{escape(rule)}](<{docs}>)" if docs else escape(rule)


def _advice(report: Report) -> Iterator[str]:
    advice = [one for one in sorted_findings(report) if one.advice]
    if advice:
        yield f"\n### Advice ({len(advice)}): what may be right as it is\n"
    for one in advice:
        yield f"- **{_name(one.rule, [one])}** {escape(said(one))}"


def _pins(report: Report) -> Iterator[str]:
    moving = [pin for pin in sorted_pins(report) if pin.status != "ok"]
    if not report.pins:
        return
    yield f"\n### Pins: {len(report.pins) - len(moving)} stay, {len(moving)} need attention\n"
    bridged = any(pin.bridge for pin in moving)
    if moving:
        names = ("package", "now", "to", *(["bridge"] if bridged else []), "status", "place", "why")
        yield f"| {' | '.join(names)} |\n|{'---|' * len(names)}"
    for pin in moving:
        cells = (
            pin.name or pin.requirement,
            pin.version or "-",
            pin.becomes or pin.to or "-",
            *([pin.bridge or "-"] if bridged else []),
            pin.status,
            f"{pin.file}:{pin.line}",
            why(pin),
        )
        yield f"| {' | '.join(map(escape, cells))} |"


def escape(text: object) -> str:
    """Return a text as Markdown that shows exactly that text, on one line, and calls nobody."""
    return _NOBODY.sub("&#8203;", _SIGNS.sub(r"\\\1", one_line(text)))


def code(text: object) -> str:
    """Return a text as a code span, on one line, whatever back ticks are in it."""
    line = one_line(printable(text))
    longest = max((len(run) for run in re.findall(r"`+", line)), default=0)
    fence = "`" * (longest + 1)
    space = " " if line.startswith("`") or line.endswith("`") or not line else ""
    return f"{fence}{space}{line}{space}{fence}"
