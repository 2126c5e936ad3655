"""Goes through the releases with long-term support one by one, when the jump to the target does not come off."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from packaging.version import Version

from upgrader import git
from upgrader.journal import open_journal
from upgrader.model import Outcome, Project, Report, Rung, UpgraderError, Versions
from upgrader.plan import choose_target
from upgrader.project import read_project
from upgrader.releases import DJANGO_RUNS_ON, PYTHONS
from upgrader.rendering.expectations import in_words
from upgrader.scan import Options
from upgrader.verify.compare import compare
from upgrader.workshop import LADDER, Say, branch_name

RUNGS = (Version("3.2"), Version("4.2"), Version("5.2"))
Run = Callable[[Path, Options, Say], Report]


def climb(path: Path, options: Options, say: Say, run: Run, direct: Report) -> Report:
    """Upgrade rung by rung, each with a run of its own on what the one before left, up to the first that breaks.

    ``run`` makes one upgrade, ``direct`` is the report of the jump. Returns that report with the rungs; if all of them
    are passed, with their branch and the verdict on the whole way. The branch of the ladder has ``-ladder`` in its name
    and ends where the tests passed last; that of the jump stays.

    Raises UpgraderError when there is nothing to climb to, or the ladder's branch exists.
    """
    project = read_project(path, test_command=options.test_command)
    target = choose_target(project, options.to_python, options.to_django)
    if project.top is None or direct.branch is None:
        return direct
    steps = choose_rungs(project.old, target)
    if len(steps) < 2:
        say("There is no release with long-term support on the way: --ladder has nothing to climb.")
        return direct
    name = branch_name(options, target) + LADDER
    if git.branch_exists(project.top, name) and not options.resume:
        raise UpgraderError(f"The branch {name} exists. Remove it with `upgrader undo`, or go on with --resume.")
    base = git.git(project.top, "merge-base", "HEAD", direct.branch).strip()
    checkout = open_journal(project.root).folder / "ladder" / project.top.name
    git.export(project.top, checkout, base)
    try:
        return _climb(project, checkout, steps, name, options, say, run, direct)
    finally:
        shutil.rmtree(checkout, ignore_errors=True)


def choose_rungs(old: Versions, target: Versions) -> tuple[Versions, ...]:
    """Return the stations from ``old`` to ``target``, which is the last; the interpreter changes as late as it can."""
    if old.django is None or target.django is None:
        return (target,)
    between = [django for django in RUNGS if _series(old.django) < django < target.django]
    stations, python = [], old.python
    for django in between:
        low, high = map(Version, DJANGO_RUNS_ON[str(django)])
        fitting = [one for one in PYTHONS if low <= one <= high and python <= one <= target.python]
        if fitting:
            python = next((one for one in (python, target.python) if one in fitting), fitting[0])
            stations.append(Versions(python, django))
    return (*stations, target)


def _climb(
    project: Project,
    checkout: Path,
    stations: tuple[Versions, ...],
    name: str,
    options: Options,
    say: Say,
    run: Run,
    direct: Report,
) -> Report:
    assert project.top is not None
    root = checkout / project.root.relative_to(project.top)
    reports: list[Report] = []
    rungs: list[Rung] = []
    for station in stations:
        say(f"ladder: {station}")
        branch = f"{name}-{len(rungs) + 1}"
        chosen = replace(
            options, to_python=str(station.python), to_django=str(station.django), branch=branch, resume=False
        )
        try:
            report = run(root, chosen, say)
        except UpgraderError as why:
            rungs.append(Rung(station, Outcome.NOT_RUN, str(why)))
            break
        verdict = report.verdict
        outcome = verdict.outcome if verdict else Outcome.NOT_RUN
        rungs.append(Rung(station, outcome, verdict.why if verdict else "", report.tasks))
        if outcome is not Outcome.PASSED:
            break
        reports.append(report)
        git.git(checkout, "checkout", "--quiet", "--detach", branch)
        git.git(project.top, "fetch", "--quiet", "--no-tags", str(checkout), f"+refs/heads/{branch}:refs/heads/{name}")
    climbed = replace(direct, rungs=tuple(rungs))
    if len(reports) < len(stations):
        return climbed
    first, last = reports[0].verdict, reports[-1].verdict
    assert first is not None
    assert last is not None
    whole = compare(first.before, last.after, last.flaky) if first.before and last.after else last
    expectations = tuple(one for report in reports for one in report.expectations)
    if expectations and whole is not last:
        whole = replace(whole, why=f"{whole.why} {in_words(expectations, stations[-1])}")
    return replace(
        climbed,
        branch=name,
        verdict=replace(whole, bridge=first.bridge, bridge_broken=first.bridge_broken),
        steps=tuple(step for report in reports for step in report.steps),
        taken_back=tuple(one for report in reports for one in report.taken_back),
        expectations=expectations,
        behaviour=tuple(one for report in reports for one in report.behaviour),
        tasks=reports[-1].tasks,
    )


def _series(version: Version) -> Version:
    return Version(f"{version.major}.{version.minor}")
