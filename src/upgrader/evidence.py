"""Gathers what may explain failures on the new side: from the branch, its history, and both environments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from packaging.version import Version

from upgrader import engine, git
from upgrader.catalogue import load_rules
from upgrader.hunks import is_kept
from upgrader.model import Finding, Outcome, Pin, Safety, Skip, TakenBack, Task, Verdict, Warned
from upgrader.rendering.causes import causes
from upgrader.report.remarks import describe_pin
from upgrader.scan import rule_settings
from upgrader.verify import probe
from upgrader.verify.environment import site_packages
from upgrader.verify.installed import Installed
from upgrader.verify.tasks import Evidence, find_tasks
from upgrader.workshop import TRAILER, Workshop

_TAIL = 200_000  #: characters of a log's end


#: The id that findings of this kind have: warnings of the old side that no rule has anything to say about.
RECORDED = "recorded-warning"


def recorded(
    workshop: Workshop, findings: Sequence[Finding], warned: Sequence[Warned]
) -> tuple[tuple[Finding, ...], tuple[Skip, ...]]:
    """Return what the old side warned of, where no rule speaks and nothing was rewritten, and a row for the rest.

    Warnings that announce no change (of unclosed files, of the project's own) are only counted.
    """
    spoken = {(str(one.path), one.line) for one in findings}
    head, found = workshop.end_of("switch"), []
    for one in warned:
        spot = re.match(r"(.+?):(\d+):", one.at)
        if not spot or not one.deprecation or (spot[1], int(spot[2])) in spoken:
            continue
        name, line = str(PurePosixPath(workshop.prefix, spot[1])), int(spot[2])
        before, after = (git.content(workshop.top, commit, name) for commit in (workshop.base, head))
        if before is None or after is None or not is_kept(before, after, line):
            continue
        gone = re.fullmatch(r"RemovedInDjango(\d)(\d)Warning", one.category)
        since = f"{gone[1]}.{gone[2]}" if gone else None
        django = workshop.target.django
        must = since is not None and django is not None and Version(since) <= django
        message = f"{one.category}: {one.message}"
        found.append(
            Finding(RECORDED, PurePosixPath(spot[1]), line, 1, message, Safety.MANUAL, False, must, None, since, "")
        )
    others = Counter(one.category for one in warned if not one.deprecation)
    said = ", ".join(f"{category} {count}" for category, count in sorted(others.items()))
    rows = (
        [Skip(PurePosixPath("."), f"warnings that announce no change were recorded and left out: {said}")]
        if others
        else []
    )
    return tuple(found), tuple(rows)


def left_to_do(
    workshop: Workshop,
    verdict: Verdict,
    taken_back: Sequence[TakenBack] = (),
    warned: Sequence[Warned] = (),
    pins: Sequence[Pin] = (),
) -> tuple[Task, ...]:
    """Return what is left to do by hand after a run, with what is known about it."""
    left = verdict.outcome in (Outcome.BROKE, Outcome.NOT_RUN) or any(one.must for one in taken_back)
    if not left or verdict.before is None or verdict.before.exit_code is None:
        return ()
    said = ""
    if verdict.after is not None and verdict.after.log is not None and verdict.after.log.is_file():
        said = verdict.after.log.read_text("utf-8", errors="replace")[-_TAIL:]
    steps = _steps(workshop)
    head = workshop.end_of("switch")

    def wrote(path: str, line: int) -> str:
        return steps.get(git.blame(workshop.top, head, str(PurePosixPath(workshop.prefix, path)), line), "")

    return find_tasks(
        verdict,
        Evidence(
            said,
            _still_found(workshop),
            taken_back,
            [describe_pin(pin) for pin in pins if pin.status == "blocked"],
            [(one.at, f"{one.category}: {one.message}") for one in warned if one.deprecation],
            rules=load_rules(),
            old=installed(workshop, "before"),
            new=installed(workshop, "after"),
            folders=_folders(workshop),
            wrote=wrote,
            defined=lambda name, member: _defined(workshop, name, member),
            place=lambda text: place_in(text, workshop.root("after")),
            compared=lambda one, at: causes(one, at, workshop.project.old, workshop.target),
        ),
    )


def place_in(text: str, root: Path) -> str:
    """Return the last place below ``root`` that a traceback in a text names, as ``path:line: code``, or nothing."""
    for one, number, other, line in reversed(re.findall(probe.FRAME, text, re.MULTILINE)):
        path = Path(root, one or other).resolve()
        if not path.is_relative_to(root.resolve()) or not path.is_file():
            continue
        lines = path.read_text("utf-8", errors="replace").splitlines()
        code = lines[int(number or line) - 1].strip() if int(number or line) <= len(lines) else ""
        return f"{path.relative_to(root.resolve()).as_posix()}:{number or line}: {code}"
    return ""


def _still_found(workshop: Workshop) -> tuple[Finding, ...]:
    """Return what the rules have to say about the code of the branch."""
    files = workshop.files()
    settings = rule_settings(workshop.project, workshop.target, workshop.options)
    looked = engine.scan_some(workshop.root("branch"), files, settings, files)
    return tuple(finding for one in looked.values() for finding in one.findings)


def _folders(workshop: Workshop) -> tuple[tuple[str, str], ...]:
    """Return the folders that tracebacks name, and how people call them: the project's files have no folder."""
    sites = [one.site for home in ("before", "after") if (one := installed(workshop, home))]
    return (*((f"{site}/", "site-packages/") for site in sites), (f"{workshop.root('after')}/", ""))


def _defined(workshop: Workshop, name: str, member: str) -> str:
    """Return where the branch defines a class, or a method in the text that follows; nothing where it does not."""
    root = workshop.root("branch")
    for path in workshop.files():
        if path.suffix != ".py":
            continue
        lines = (root / path).read_text("utf-8", errors="replace").splitlines()
        start = next((n for n, line in enumerate(lines) if re.match(rf"\s*class {re.escape(name)}\b", line)), None)
        if start is None:
            continue
        method = re.compile(rf"\s+(?:async )?def {re.escape(member)}\b")
        inside = [n for n, line in enumerate(lines[start:], start) if member and method.match(line)]
        if member and not inside:
            continue
        line = inside[0] if inside else start
        return f"{path}:{line + 1}: {lines[line].strip()}"
    return ""


def _steps(workshop: Workshop) -> dict[str, str]:
    """Return the titles of the branch's commits that steps have made."""
    top = workshop.top
    found = git.trailers(top, workshop.base, workshop.branch, TRAILER).values()
    return {commit: git.git(top, "show", "-s", "--format=%s", commit).strip() for commit in found}


def installed(workshop: Workshop, home: str) -> Installed | None:
    """Return what is installed on a side that was built, by its folder ``before`` or ``after``."""
    folder = site_packages(workshop.journal.folder / "tox" / "tox" / home)
    return Installed(folder[0]) if folder else None
