"""One command from an old project to a verified upgrade: scan, plan, apply, verify, report, in this order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from upgrader import git
from upgrader.apply import write_branch
from upgrader.interpreters import find_interpreter
from upgrader.model import Outcome, Pin, Plan, Report, UpgraderError
from upgrader.pins.index import Index, SimpleIndex, read_settings
from upgrader.pins.propose import propose
from upgrader.plan import choose_target, make_plan
from upgrader.project import read_project
from upgrader.proof import check_baseline, run_after, run_before
from upgrader.scan import Options, Scanned, scan, scan_report
from upgrader.verify.compare import compare
from upgrader.workshop import Say, Workshop, branch_name, bring_home, open_workshop


def plan(path: Path, options: Options) -> tuple[Scanned, Plan]:
    """Scan, look up what the pins should become, and put the steps in order. Writes nothing."""
    scanned = scan(path, options)
    return scanned, _plan(scanned, options, SimpleIndex(read_settings()))


def run(path: Path, options: Options, say: Say) -> Report:
    """Upgrade the project at ``path`` on a branch of its own and say what its tests made of it.

    Raises UpgraderError before anything is written when the project cannot be upgraded as it stands.
    """
    project = read_project(path, test_command=options.test_command)
    target = choose_target(project, options.to_python, options.to_django)
    with open_workshop(project, target, options, say) as workshop:
        report = _upgrade(workshop)
        workshop.journal.store_report(report)
    return report


def verify(path: Path, options: Options, say: Say) -> Report:
    """Run the matrix alone: the tests before and after, for the branch of the last run.

    Raises UpgraderError when there is no branch to verify.
    """
    project = read_project(path, test_command=options.test_command)
    target = choose_target(project, options.to_python, options.to_django)
    branch = branch_name(options, target)
    if project.top is None or not git.branch_exists(project.top, branch):
        raise UpgraderError(f"There is no branch {branch} to verify. Make one with `upgrader run`.")
    with open_workshop(project, target, replace(options, resume=True, allow_dirty=True), say) as workshop:
        scanned = scan(path, options)
        before = run_before(workshop, scanned.inventory, SimpleIndex(read_settings()))
        git.add_worktree(workshop.top, workshop.checkout("branch"), workshop.branch)
        after = run_after(workshop)
    return replace(scan_report(scanned), verdict=compare(before, after), branch=branch)


def _upgrade(workshop: Workshop) -> Report:
    project, options, say = workshop.project, workshop.options, workshop.say
    say(f"{project.root.name}: {project.old} to {workshop.target}.")
    scanned = scan(project.root, options)
    must = sum(finding.must for finding in scanned.findings)
    say(f"scan: {len(scanned.findings)} findings, {must} of them must be fixed.")
    index = SimpleIndex(read_settings())
    before = run_before(workshop, scanned.inventory, index)
    check_baseline(workshop, before)
    planned = _plan(scanned, options, index)
    steps, rows = write_branch(workshop, planned, scanned.inventory, index)
    verdict = compare(before, run_after(workshop))
    report = scan_report(scanned, planned.pins, steps)
    report = replace(report, skipped=(*report.skipped, *rows), verdict=verdict)
    if not options.in_place:
        return replace(report, branch=workshop.branch)
    if verdict.outcome is Outcome.BROKE:
        say("Nothing was written: the tests broke.")
    else:
        say(f"{bring_home(workshop)} file(s) written.")
    return report


def _plan(scanned: Scanned, options: Options, index: Index) -> Plan:
    pins = _propose(scanned, options, index)
    return make_plan(scanned.project, scanned.target, scanned.findings, pins, scanned.skipped, review=options.review)


def _propose(scanned: Scanned, options: Options, index: Index) -> tuple[Pin, ...]:
    try:
        python: Path | None = find_interpreter(scanned.target.python, fetch=False).path
    except UpgraderError:
        python = None  # only tests need it; uv resolves for a version it is told
    return propose(
        scanned.inventory,
        scanned.target,
        scanned.project.old,
        index,
        python,
        cooldown_days=options.cooldown_days(scanned.project),
        settings=read_settings(),
        allow_build=options.allow_build,
        latest=options.latest,
    )
