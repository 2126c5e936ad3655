"""Gathers what may explain failures on the new side: from the branch, its history, and both environments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from upgrader import engine, git
from upgrader.catalogue import load_rules
from upgrader.model import Finding, Outcome, TakenBack, Task, Verdict
from upgrader.scan import rule_settings
from upgrader.verify import probe
from upgrader.verify.environment import site_packages
from upgrader.verify.installed import Installed
from upgrader.verify.tasks import Evidence, find_tasks
from upgrader.workshop import TRAILER, Workshop

_TAIL = 200_000  #: characters of a log's end


def left_to_do(workshop: Workshop, verdict: Verdict, taken_back: Sequence[TakenBack]) -> tuple[Task, ...]:
    """Return what is left to do by hand after a run, with what is known about it."""
    if verdict.outcome is not Outcome.BROKE and not any(one.must for one in taken_back):
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
            rules=load_rules(),
            old=_installed(workshop, "before"),
            new=_installed(workshop, "after"),
            wrote=wrote,
            place=lambda text: place_in(text, workshop.root("after")),
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


def _steps(workshop: Workshop) -> dict[str, str]:
    """Return the titles of the branch's commits that steps have made."""
    top = workshop.top
    found = git.trailers(top, workshop.base, workshop.branch, TRAILER).values()
    return {commit: git.git(top, "show", "-s", "--format=%s", commit).strip() for commit in found}


def _installed(workshop: Workshop, home: str) -> Installed | None:
    folder = site_packages(workshop.journal.folder / "tox" / "tox" / home)
    return Installed(folder[0]) if folder else None
