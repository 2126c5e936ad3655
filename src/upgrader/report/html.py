"""The report as one page that needs nothing else: no network, no other file, light and dark, filtered in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from upgrader.model import Finding, Report, TestRun, Verdict
from upgrader.report.remarks import (
    counts,
    last_lines,
    level,
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

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --bad: #c0392b; --soso: #a86a00; --good: #23803f; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff7b6b; --soso: #f0b95b; --good: #6fcf8a; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
code, pre { font: 13px/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; border-left: 3px solid var(--bad); padding-left: .75rem; margin: .25rem 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); }
.numbers { display: flex; flex-wrap: wrap; gap: .5rem 2rem; padding: 0; list-style: none; }
.numbers b { font-size: 1.4rem; display: block; }
.error, .broke, .blocked { color: var(--bad); } .warning, .unknown, .not-run, .already-broken { color: var(--soso); }
.passed, .ok { color: var(--good); }
.filter { display: flex; flex-wrap: wrap; gap: .5rem 1rem; margin-bottom: .75rem; }
.filter input[type=search] { flex: 1 1 15rem; font: inherit; padding: .25rem .5rem; }
.why { opacity: .75; }
"""

_SCRIPT = """
const form = document.querySelector('.filter');
if (form) form.addEventListener('input', () => {
  const words = form.words.value.toLowerCase().split(/\\s+/);
  let shown = 0;
  for (const row of document.querySelectorAll('#findings tbody tr')) {
    const text = row.textContent.toLowerCase();
    row.hidden = !form[row.dataset.kind].checked || !words.every(word => text.includes(word));
    shown += !row.hidden;
  }
  document.querySelector('#shown').textContent = shown;
});
"""


def render(report: Report) -> str:
    """Return the report as one HTML page."""
    title = f"{_text(report.project.name)}: {_text(report.project.versions)} → {_text(report.target)}"
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        # Nothing may be loaded, whatever a file name or a message in this page tries.
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">",
        f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>",
        *_head(report),
        *(_verdict(report.verdict) if report.verdict else ()),
        *_proof(report),
        *_findings(report),
        *_pins(report),
        *_steps(report),
        *_skips(report),
        f"<script>{_SCRIPT}</script></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _text(value: object) -> str:
    return escape(printable(value))


def _head(report: Report) -> Iterator[str]:
    project, numbers = report.project, summary(report)
    command = f"<code>{_text(project.test_command)}</code>" if project.test_command else "not found"
    yield f"<p>Test command: {command}"
    yield "".join(
        f'<br><span class="why">{_text(key)}: {_text(project.why[key])}</span>' for key in sorted(project.why)
    )
    yield "</p>"
    if report.branch:
        yield f"<p>The upgrade is on the branch <code>{_text(report.branch)}</code>.</p>"
    shown = (
        ("must be fixed", numbers["must"], "error"),
        ("may be fixed", numbers["may"], ""),
        ("advice", numbers["advice"], ""),
        ("can be rewritten", numbers["fixable"], ""),
        ("pins move", numbers["pins_upgrade"], ""),
        ("pins blocked", numbers["pins_blocked"], "blocked"),
        ("not looked at", numbers["skipped"], ""),
        ("files", project.files, ""),
    )
    items = (f'<li><b class="{name if count else ""}">{count}</b>{label}</li>' for label, count, name in shown)
    yield f'<ul class="numbers">{"".join(items)}</ul>'


def _verdict(verdict: Verdict) -> Iterator[str]:
    outcome = str(verdict.outcome)
    yield f'<h2>Verdict: <span class="{outcome.replace(" ", "-")}">{outcome}</span></h2><p>{_text(verdict.why)}</p>'
    runs = [
        (name, run)
        for name, run in (("before", verdict.before), ("bridge", verdict.bridge), ("after", verdict.after))
        if run
    ]
    if runs:
        columns = tuple(counts(runs[0][1]))
        yield from _table(("", "versions", *columns, "exit code"), [_run_cells(name, run) for name, run in runs])
    if verdict.broken:
        yield f'<h3 class="broke">Passed before, not after ({len(verdict.broken)})</h3>'
    for result in sorted(verdict.broken, key=lambda one: one.id):
        lines = escape("\n".join(last_lines(result.why, 12)))
        yield f"<p><code>{_text(result.id)}</code></p>" + (f"<pre>{lines}</pre>" if lines else "")
    for key, title in (
        ("vanished", "Ran before, not collected after"),
        ("already_broken", "Did not pass before and does not after"),
        ("fixed", "Did not pass before, passes after"),
        ("new", "Was not there before"),
    ):
        names = verdict_lists(verdict)[key]
        if names:
            rows = "".join(f"<li><code>{_text(name)}</code></li>" for name in names)
            yield f"<details><summary>{title} ({len(names)})</summary><ul>{rows}</ul></details>"


def _proof(report: Report) -> Iterator[str]:
    for title, rows in proof_sections(report):
        yield f"<h3>{_text(title)}</h3>"
        if rows:
            yield f"<ul>{''.join(f'<li><pre>{_text(row)}</pre></li>' for row in rows)}</ul>"


def _run_cells(name: str, run: TestRun) -> list[str]:
    ended = str(run.exit_code) if run.exit_code is not None else f"did not run: {_text(run.why)}"
    return [name, _text(run.versions), *map(str, counts(run).values()), ended]


def _findings(report: Report) -> Iterator[str]:
    findings = sorted_findings(report)
    yield "<h2>Findings</h2>"
    if not findings:
        yield "<p>None.</p>"
        return
    yield (
        '<form class="filter"><input type="search" name="words" placeholder="rule, path or message" '
        'aria-label="Show findings with these words"><label><input type="checkbox" name="must" checked> must</label>'
        '<label><input type="checkbox" name="may" checked> may</label>'
        '<label><input type="checkbox" name="advice" checked> advice</label>'
        f'<span><span id="shown">{len(findings)}</span> of {len(findings)} shown</span></form>'
    )
    names = ("", "rule", "place", "message", "fix", "gone")
    yield f'<table id="findings"><thead><tr>{_header(names)}</tr></thead><tbody>'
    yield from map(_finding_row, sorted(findings, key=lambda one: (one.advice, not one.must)))
    yield "</tbody></table>"


def _finding_row(finding: Finding) -> str:
    kind = "must" if finding.must else "advice" if finding.advice else "may"
    docs = web_address(finding.docs)
    rule = f'<a href="{escape(docs)}" rel="noreferrer">{_text(finding.rule)}</a>' if docs else _text(finding.rule)
    fix = str(finding.safety) if finding.fixable else "by hand"
    cells = (
        f'<span class="{level(finding)}">{kind}</span>',
        rule,
        f"<code>{_text(finding.path)}:{finding.line}:{finding.column}</code>",
        _text(said(finding)).replace("\n", "<br>"),
        fix,
        _text(finding.gone or ""),
    )
    return f'<tr data-kind="{kind}">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _pins(report: Report) -> Iterator[str]:
    if not report.pins:
        return
    yield "<h2>Pins</h2>"
    bridged = any(pin.bridge for pin in report.pins)
    rows = [
        [
            _text(pin.name or pin.requirement),
            _text(pin.version or ""),
            _text(pin.becomes or pin.to or ""),
            *([_text(pin.bridge or "")] if bridged else []),
            f'<span class="{_text(pin.status)}">{_text(pin.status)}</span>',
            f"<code>{_text(pin.file)}:{pin.line}</code>",
            _text(why(pin)),
        ]
        for pin in sorted_pins(report)
    ]
    columns = ("package", "now", "to", *(["bridge"] if bridged else []), "status", "place", "why")
    yield from _table(columns, rows)


def _steps(report: Report) -> Iterator[str]:
    if report.steps:
        rows = (f"<li>{_text(step.title)} <code>{_text(', '.join(step.rules))}</code></li>" for step in report.steps)
        yield f"<h2>Steps</h2><ol>{''.join(rows)}</ol>"


def _skips(report: Report) -> Iterator[str]:
    if report.skipped:
        rows = [[f"<code>{_text(skip.path)}</code>", _text(skip.why)] for skip in sorted_skips(report)]
        yield "<h2>Not looked at</h2>"
        yield from _table(("path", "why"), rows)


def _table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table of cells that are HTML already."""
    yield f"<table><thead><tr>{_header(names)}</tr></thead><tbody>"
    for row in rows:
        yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
    yield "</tbody></table>"


def _header(names: Sequence[str]) -> str:
    return "".join(f"<th>{name}</th>" for name in names)
