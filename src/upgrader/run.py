"""One command from an old project to a verified upgrade: scan, plan, bridge, switch, report, in this order."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import ParamSpec, TypeVar

from packaging.version import Version

from upgrader import git
from upgrader.apply import required, write_stage
from upgrader.backout import Settled, keep_behaviour, prove
from upgrader.catalogue import cards
from upgrader.evidence import left_to_do, recorded
from upgrader.journal import open_journal
from upgrader.ladder import climb
from upgrader.model import (
    Behaviour,
    Expectation,
    Outcome,
    Pin,
    Plan,
    Report,
    Skip,
    Step,
    TestRun,
    UpgraderError,
    Verdict,
    Versions,
    Warned,
)
from upgrader.pins.evidence import CONFLICT, NO_RELEASE
from upgrader.pins.index import Index, SimpleIndex, read_settings
from upgrader.pins.inventory import Inventory
from upgrader.pins.missing import missing_requirements
from upgrader.pins.propose import propose
from upgrader.pins.requirements import main_first
from upgrader.plan import choose_target, done_again, make_plan, try_again
from upgrader.project import read_project
from upgrader.proof import (
    Side,
    bridge_side,
    check_baseline,
    counts,
    first_fingerprint,
    interpreter,
    lost_of,
    new_side,
    not_run,
    old_side,
    patience,
    run_new_side,
    run_tests,
    settle,
    take_fingerprint,
)
from upgrader.rendering.expectations import in_words, recall_expectations, step_of, update_expectations
from upgrader.repin import Left, repin
from upgrader.scan import Options, Scanned, scan, scan_report
from upgrader.verify.behaviour import judge
from upgrader.verify.compare import compare
from upgrader.verify.live import watching
from upgrader.verify.process import stop_all
from upgrader.workshop import (
    STAGE,
    TESTS,
    VERDICT,
    Say,
    Workshop,
    branch_name,
    bring_home,
    look_around,
    moved_meanwhile,
    open_workshop,
)

P = ParamSpec("P")
T = TypeVar("T")

SHORT = 30  #: seconds a suite may take for its warnings to be collected unasked
SIDES = ("before", "bridge", "after")


def plan(path: Path, options: Options) -> tuple[Scanned, Plan]:
    """Scan, look up what the pins should become, and put the steps in order. Writes nothing."""
    scanned = scan(path, options)
    index = SimpleIndex(read_settings())
    planned = _plan(scanned, options, index)
    scanned = replace(scanned, target=planned.target, findings=planned.findings)
    return replace(scanned, skipped=(*scanned.skipped, *_will_add(scanned, planned, index))), planned


def _will_add(scanned: Scanned, planned: Plan, index: Index) -> Iterator[Skip]:
    """Yield a row for each package that will enter the project, since its code imports it and nothing brings it along."""
    project = scanned.project
    pythons = project.old.python, scanned.target.python
    pins = scanned.inventory.pins, planned.pins
    for requirement, why in missing_requirements(project.root, project.files, *pins, *pythons, index):
        file = min((pin.file for pin in pins[0]), key=main_first, default=PurePosixPath("requirements.txt"))
        yield Skip(file, f"{requirement} will be added unless the upgraded code does without it: {why}")


def run(path: Path, options: Options, say: Say) -> Report:
    """Upgrade the project at ``path`` on a branch of its own and say what its tests made of it.

    Raises UpgraderError before anything is written when the project cannot be upgraded as it stands.
    """
    if options.ladder and options.in_place:
        raise UpgraderError("--ladder writes branches. Leave out --in-place.")
    report = _run_once(path, options, say)
    if options.ladder and report.verdict is not None and report.verdict.outcome is not Outcome.PASSED:
        report = climb(path, options, say, _run_once, report)
        open_journal(path).store_report(report)
    return report


def _run_once(path: Path, options: Options, say: Say) -> Report:
    project = read_project(path, test_command=options.test_command)
    target = choose_target(project, options.to_python, options.to_django)
    with (
        full_disk_in_words(),
        watching(say, stream=False) as on_line,
        open_workshop(project, target, options, say, on_line) as workshop,
    ):
        report = _upgrade(workshop)
        workshop.journal.store_report(report)
    return report


def verify(path: Path, options: Options, say: Say) -> Report:
    """Run the matrix alone: the tests before, on the bridge and after, for the branch of the last run.

    Raises UpgraderError when there is no branch to verify.
    """
    project = read_project(path, test_command=options.test_command)
    target = choose_target(project, options.to_python, options.to_django)
    branch = branch_name(options, target)
    if project.top is None or not git.branch_exists(project.top, branch):
        raise UpgraderError(f"There is no branch {branch} to verify. Make one with `upgrader run`.")
    options = replace(options, resume=True, allow_dirty=True)
    with (
        full_disk_in_words(),
        watching(say, stream=True) as on_line,
        open_workshop(project, target, options, say, on_line) as workshop,
    ):
        scanned = scan(path, options)
        before, bridge, after = _run_matrix(workshop, scanned, SimpleIndex(read_settings()))
        verdict = _with_bridge(compare(before, after), before, bridge)
        expectations = recall_expectations(workshop)
        verdict = _with_expectations(verdict, expectations, workshop.target)
        tasks = left_to_do(workshop, verdict, ())
    report = scan_report(scanned, ())
    return replace(report, verdict=verdict, branch=branch, tasks=tasks, expectations=expectations)


def _run_matrix(workshop: Workshop, scanned: Scanned, index: Index) -> tuple[TestRun, TestRun, TestRun]:
    """Run the branch's sides, or those that ``--only`` names; the old and the new one at once if ``--jobs`` says so."""
    old, target, wanted = workshop.project.old, workshop.target, workshop.options.only or SIDES
    git.add_worktree(workshop.top, workshop.checkout("branch"), workshop.branch)
    before_side = old_side(workshop, scanned.inventory, index)

    def run_old() -> tuple[TestRun, TestRun]:
        if isinstance(before_side, str):
            return not_run("before", old, before_side), not_run("bridge", old, before_side)
        before = run_tests(workshop, before_side, workshop.base, remembered_only="before" not in wanted)
        side = bridge_side(workshop, before_side, before, scanned.inventory, required(workshop), index)
        if isinstance(side, str):
            return before, not_run("bridge", old, side)
        return before, run_tests(workshop, side, workshop.end_of("bridge"), remembered_only="bridge" not in wanted)

    def run_new() -> TestRun:
        side = new_side(workshop, None, index)
        if isinstance(side, str):
            return not_run("after", target, side)
        if "after" not in wanted:
            return run_tests(workshop, side, workshop.end_of("switch"), remembered_only=True)
        return run_new_side(workshop, None, index, side)[1]

    if workshop.options.jobs < 2:
        return (*run_old(), run_new())
    with ThreadPoolExecutor(2) as threads:
        one, other = threads.submit(run_old), threads.submit(run_new)
        try:
            return (*one.result(), other.result())
        except BaseException:
            stop_all()  # the threads wait for programs; nobody else would end those
            raise


def _upgrade(workshop: Workshop) -> Report:
    project, options, say = workshop.project, workshop.options, workshop.say
    seen = look_around(workshop)
    say(f"{project.root.name}: {project.old} to {workshop.target}.")
    scanned = scan(project.root, options)
    must = sum(finding.must for finding in scanned.findings)
    say(f"scan: {len(scanned.findings)} findings, {must} of them must be fixed.")
    index = SimpleIndex(read_settings())
    with meanwhile(_plan, scanned, options, index) as coming:
        before_side, before, flaky = _run_before(workshop, scanned, index)
        check_baseline(workshop, before)
        planned = coming.result()
    workshop = replace(workshop, target=planned.target)
    scanned = replace(scanned, target=planned.target, findings=planned.findings)

    with meanwhile(_look_before, workshop, before_side, before) as coming_warnings:
        written = write_stage(workshop, planned, "bridge", scanned.inventory, index)
    warned, not_collected = coming_warnings.result()
    bridge, behaviour = _prove_bridge(workshop, planned, scanned, before_side, before, index)
    _seal(workshop, "bridge", before, bridge.run)

    planned = try_again(planned, bridge.taken_back)
    switched = write_stage(workshop, planned, "switch", scanned.inventory, index, bridge.taken_back)
    planned, after, more, expectations = _prove_switch(workshop, planned, scanned, before_side, before, index)
    _seal(workshop, "switch", before, after.run)

    verdict = compare(before, after.run, flaky | bridge.flaky | after.flaky)
    verdict = _with_bridge(_with_expectations(verdict, expectations, workshop.target), before, bridge.run)
    last = (*switched.steps, *step_of(expectations, workshop.target))
    steps = (*_judged(written.steps, before, bridge.run), *_judged(last, before, after.run))
    taken_back = (*done_again(bridge.taken_back, switched.steps, after.taken_back), *after.taken_back)
    report = scan_report(scanned, planned.pins, steps)
    more_findings, left_out = recorded(workshop, report.findings, warned)
    rows = (*not_collected, *left_out, *moved_meanwhile(workshop, seen))
    report = replace(
        report,
        findings=(*report.findings, *more_findings),
        skipped=(*report.skipped, *written.skipped, *switched.skipped, *rows),
        verdict=verdict,
        taken_back=taken_back,
        behaviour=(*behaviour, *more),
        tasks=left_to_do(workshop, verdict, taken_back, warned, planned.pins),
        expectations=expectations,
    )
    if not options.in_place:
        return replace(report, branch=workshop.branch)
    if verdict.outcome is Outcome.BROKE:
        say("Nothing was written: the tests broke.")
    else:
        say(f"{bring_home(workshop)} file(s) written.")
    return report


# -- the stages ------------------------------------------------------------------------------------------------------


def _run_before(workshop: Workshop, scanned: Scanned, index: Index) -> tuple[Side | str, TestRun, frozenset[str]]:
    side = old_side(workshop, scanned.inventory, index)
    if isinstance(side, str):
        return side, not_run("before", workshop.project.old, side), frozenset()
    run = run_tests(workshop, side, workshop.base)
    run, flaky = settle(workshop, side, workshop.base, run, run)
    return side, run, flaky


def _look_before(
    workshop: Workshop, before_side: Side | str, before: TestRun
) -> tuple[tuple[Warned, ...], tuple[Skip, ...]]:
    """Have at hand how the project is set up before any change, and return what its tests are warned of there.

    Collecting that takes a run of its own, which a suite that takes long only gets if it is asked for.
    """
    if isinstance(before_side, str) or not before.ids("passed", "xpassed"):
        return (), ()
    side = replace(before_side, timeout=patience(workshop.options, before))
    first_fingerprint(workshop, side)
    if before.seconds > SHORT and not workshop.options.warnings:
        why = f"warnings were not collected, as the tests take {before.seconds:.0f} s: --warnings does it all the same"
        return (), (Skip(PurePosixPath("."), why),)
    run = run_tests(workshop, side, workshop.base, warnings=True)
    if run.exit_code is None:
        return (), (Skip(PurePosixPath("."), f"warnings were not collected: {run.why}"),)
    return run.warned, ()


def _prove_bridge(
    workshop: Workshop, planned: Plan, scanned: Scanned, before_side: Side | str, before: TestRun, index: Index
) -> tuple[Settled, tuple[Behaviour, ...]]:
    """Prove the new code on the old side: first how the project is set up, then its tests."""
    old = workshop.project.old
    if isinstance(before_side, str) or not before.ids("passed", "xpassed"):
        why = before_side if isinstance(before_side, str) else "No test passes before any change."
        return Settled(not_run("bridge", old, why)), _not_booted(workshop, "bridge", why)
    side = bridge_side(workshop, before_side, before, scanned.inventory, required(workshop), index)
    if isinstance(side, str):
        return Settled(not_run("bridge", old, side)), _not_booted(workshop, "bridge", side)
    start, _why = first_fingerprint(workshop, before_side)
    taken = keep_behaviour(workshop, planned, side, start) if start is not None else ()
    proven = prove(workshop, planned, side, before, "bridge")
    taken = tuple(dict.fromkeys((*taken, *proven.taken_back)))
    return replace(proven, taken_back=taken), _behaviour(workshop, "bridge", before_side, side)


def _prove_switch(
    workshop: Workshop, planned: Plan, scanned: Scanned, before_side: Side | str, before: TestRun, index: Index
) -> tuple[Plan, Settled, tuple[Behaviour, ...], tuple[Expectation, ...]]:
    """Prove the branch on the new side, and list what it says differently about how the project is set up.

    The plan that is returned has the pins that the tests have left of it. Last comes what tests expect differently.
    """
    side = new_side(workshop, before, index)
    if isinstance(side, str):
        return planned, Settled(not_run("after", workshop.target, side)), _not_booted(workshop, "after", side), ()
    side, ran = run_new_side(workshop, before, index, side)
    planned = replace(planned, pins=tuple(_not_installed(planned.pins, side)))

    def propose_left(inventory: Inventory, left: Left) -> tuple[Pin, ...]:
        return _propose(replace(scanned, inventory=inventory), workshop.options, index, left)

    # first of all: no pin and no change of ours is to be blamed for what Django announces
    ran, expectations = update_expectations(workshop, side, before, ran)
    planned, side, ran = repin(workshop, planned, side, before, index, propose_left, ran)
    planned = replace(planned, pins=tuple(_not_installed(planned.pins, side)))
    proven = prove(workshop, planned, side, before, "switch", ran)
    if isinstance(before_side, str):
        return planned, proven, _not_booted(workshop, "after", before_side), expectations
    return planned, proven, _behaviour(workshop, "after", before_side, side), expectations


def _not_installed(pins: Iterable[Pin], side: Side) -> Iterator[Pin]:
    """Yield the pins; those that the side had to do without are blocked, and those that it took against their word."""
    reasons = lost_of(side)
    against = {text.partition("==")[0]: said for text, said in side.lock.against}
    for pin in pins:
        if pin.name in reasons:
            yield replace(
                pin, status="blocked", to=None, blocker=NO_RELEASE, why=f"cannot be built: {reasons[pin.name]}"
            )
        elif pin.name in against and pin.status in ("ok", "upgrade"):
            said = against[pin.name]
            why = f"no release goes with the others: {pin.to or pin.version or 'it'} {said}"
            yield replace(pin, status="blocked", blocker=CONFLICT, why=why, against=said)
        else:
            yield pin


def _behaviour(workshop: Workshop, stage: str, before: Side, side: Side) -> tuple[Behaviour, ...]:
    """Compare how the project is set up on a side with how it was before any change."""
    if not workshop.project.uses_django:
        return ()
    start, why = first_fingerprint(workshop, before)
    if start is None:
        return _not_booted(workshop, stage, why)
    end, why = take_fingerprint(workshop, side, workshop.end_of("bridge" if stage == "bridge" else "switch"))
    return _not_booted(workshop, stage, why) if end is None else (judge(stage, start, end),)


def _not_booted(workshop: Workshop, stage: str, why: str) -> tuple[Behaviour, ...]:
    return (Behaviour(stage, False, why),) if workshop.project.uses_django else ()


def _with_expectations(verdict: Verdict, found: Sequence[Expectation], target: Versions) -> Verdict:
    """Return the verdict with a sentence on what tests were made to expect: that is for somebody to review."""
    return replace(verdict, why=f"{verdict.why} {in_words(found, target)}") if found else verdict


def _with_bridge(verdict: Verdict, before: TestRun, bridge: TestRun | None) -> Verdict:
    if bridge is None:
        return verdict
    broken = compare(before, bridge).broken if bridge.results else ()
    return replace(verdict, bridge=bridge, bridge_broken=broken)


def _judged(steps: Sequence[Step], before: TestRun, run: TestRun) -> tuple[Step, ...]:
    outcome = compare(before, run).outcome
    return tuple(replace(step, verdict=str(outcome)) for step in steps)


def _seal(workshop: Workshop, stage: str, before: TestRun, run: TestRun) -> None:
    """Write the verdict of a stage into the messages of its commits, which nobody but this run has seen yet."""
    top, base, branch = workshop.top, workshop.base, workshop.branch
    verdict = compare(before, run)
    lines = [
        f"{VERDICT}: {verdict.outcome}",
        f"{TESTS}: {counts(run)} on {run.versions}; {len(verdict.broken)} broke, {len(verdict.vanished)} vanished",
    ]
    sealed = {
        commit: lines
        for commit in git.commits(top, base, branch)
        if git.trailer(top, commit, STAGE) == stage and not git.trailer(top, commit, VERDICT)
    }
    if sealed:
        git.reword(top, base, branch, sealed)


@contextmanager
def meanwhile(function: Callable[P, T], *arguments: P.args, **keywords: P.kwargs) -> Iterator[Future[T]]:
    """Run a function in a thread of its own; wait for it, and raise what it raises, at the end."""
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(function, *arguments, **keywords)
        try:
            yield coming
            coming.result()
        except KeyboardInterrupt:
            stop_all()  # the thread waits for programs; nobody else would end those
            raise


@contextmanager
def full_disk_in_words() -> Iterator[None]:
    """Turn the error of a full disk into an UpgraderError."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise UpgraderError(
            f"The disk is full ({error.filename or 'no file is named'}). Your files are as they were; "
            "make room and go on with `upgrader run --resume`."
        ) from None


def _plan(scanned: Scanned, options: Options, index: Index) -> Plan:
    pins = _propose(scanned, options, index)
    asked = {rule.package for rule in cards()} - {"django"}
    moved = {pin.name: Version(pin.to) for pin in pins if pin.moves and pin.to and pin.name in asked}
    if moved:  # rules about other packages ask where those go
        scanned = scan(scanned.project.root, options, moved)
    return make_plan(scanned.project, scanned.target, scanned.findings, pins, scanned.skipped, review=options.review)


def _propose(scanned: Scanned, options: Options, index: Index, left: Left | None = None) -> tuple[Pin, ...]:
    python = interpreter(scanned.target.python, fetch=False)
    return propose(
        scanned.inventory,
        scanned.target,
        scanned.project.old,
        index,
        None if isinstance(python, str) else python.path,  # only tests need it; uv resolves for a version it is told
        cooldown_days=options.cooldown_days(scanned.project),
        settings=read_settings(),
        allow_build=options.allow_build,
        latest=options.latest,
        left=left,
    )
