"""Compares two test runs, test by test, and says what that means for the upgrade. No input or output."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from upgrader.model import Outcome, Slower, TestResult, TestRun, Verdict
from upgrader.verify.results import worst_of_each

_WORKING = ("passed", "xpassed")
_FAILING = ("failed", "error")
#: What a test that used to pass does now, in words.
_NOW = {"skipped": "is skipped now", "xfailed": "is an expected failure now"}
#: A test is slower by a lot if it takes this many times as long, and this many seconds more: less is noise.
_SLOWER_TIMES, _SLOWER_SECONDS = 5.0, 1.0


def compare(before: TestRun, after: TestRun, flaky: Collection[str] = ()) -> Verdict:
    """Return what ``after`` says about an upgrade whose old side is ``before``.

    ``PASSED`` only if both ran to their end, at least one test passed before, each that did passes after, no test is
    gone, not fewer were collected, and the command's exit code is 0 if it was 0 before. ``NOT_RUN`` if one side could
    not be run, or the old side ended well without a test. ``ALREADY_BROKEN`` if nothing passed before. Else ``BROKE``:
    a new side that fails before its first test broke too, and so did one that lacks what the project requires, or that
    was made of what pip does not install together.

    A test that failed before is listed in ``already_broken`` and not blamed. A test that was skipped, or was expected
    to fail, and fails now counts as broken. An entry that only says that a module could not be loaded ("error") may go:
    the tests that were hidden behind it take its place. ``flaky`` are tests that did not end the same in two runs of one
    code: they are listed, and count with what the last run said. A test that goes by another name on the new side (its
    id is made of a date, of an object's text, of where the tests lie) goes by that name here, and in ``renamed``.
    """
    now = {result.id: result for result in worst_of_each(after.results)}
    was = {result.id: result.outcome for result in worst_of_each(before.results)}
    renamed = find_renamed(was, {id: result.outcome for id, result in now.items()})
    was = {renamed.get(id, id): outcome for id, outcome in was.items()}
    broken = tuple(
        _in_words(result)
        for id, result in now.items()
        if (was.get(id) in _WORKING and result.outcome not in _WORKING)
        or (was.get(id) in ("skipped", "xfailed") and result.outcome in _FAILING)
    )
    vanished = tuple(id for id, outcome in was.items() if outcome not in ("error", "skipped") and id not in now)
    passing = tuple(id for id, outcome in was.items() if outcome in _WORKING and _works(now, id))
    outcome, why = _judge(before, after, broken, vanished, len(passing))
    if after.without and outcome in (Outcome.PASSED, Outcome.BROKE):
        names = " and ".join(requirement for requirement, _ in after.without)
        outcome = Outcome.BROKE
        why = f"{names} cannot be installed on Python {after.versions.python}, and the tests ran without. {why}"
    if after.against and outcome in (Outcome.PASSED, Outcome.BROKE):
        names = " and ".join(f"{requirement} {said}" for requirement, said in after.against)
        outcome = Outcome.BROKE
        why = f"{names}, so that pip refuses these requirements; they were installed all the same. {why}"
    if outcome is Outcome.NOT_RUN:
        vanished = ()  # nobody looked for them
    return Verdict(
        outcome,
        why,
        before=before,
        after=after,
        passing=passing,
        broken=broken,
        vanished=vanished,
        fixed=tuple(id for id, outcome in was.items() if outcome not in _WORKING and _works(now, id)),
        new=tuple(id for id in now if id not in was),
        already_broken=tuple(
            id for id, outcome in was.items() if outcome in _FAILING and id in now and not _works(now, id)
        ),
        flaky=tuple(sorted(flaky)),
        slower=_slower(before, after),
        renamed=tuple(sorted(renamed.items())),
    )


#: What is another text in every run, or under every version: dates and times, UUIDs, versions, long numbers, folders.
_UNSTEADY = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"
    r"|[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|\d+\.\d+(?:\.\d+)+|\d+\.\d{6,}|\d{9,}|/tmp/[^\]\s]*"
)


def find_renamed(was: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """Return the new ids of tests that are there before and after under two ids; both map ids to outcomes.

    Tests are the same if their ids differ in what changes from run to run, in the text of parameters, or in how much of
    the path to them is told; and if there are as many of the kind before as after. Where one of several had failed
    before, nobody can tell which is which: then none of them is.
    """
    renamed: dict[str, str] = {}
    for kind in (_without_unsteady, _without_parameters, _own_name):
        gone = _by_kind((id for id in was if id not in now and id not in renamed), kind)
        new = _by_kind((id for id in now if id not in was and id not in renamed.values()), kind)
        for name, ids in gone.items():
            others = new.get(name, [])
            alike = len({was[id] for id in ids}) == 1
            if name is None or len(ids) != len(others) or not (alike or len(ids) == 1):
                continue
            if kind is _own_name and not (len(ids) == 1 and _one_ends_in_the_other(ids[0], others[0])):
                continue
            renamed.update(zip(ids, others, strict=True))
    return renamed


def _by_kind(ids: Iterable[str], kind: Callable[[str], str | None]) -> dict[str | None, list[str]]:
    found: dict[str | None, list[str]] = {}
    for id in ids:
        found.setdefault(kind(id), []).append(id)
    return found


def _without_unsteady(id: str) -> str | None:
    name = _UNSTEADY.sub("*", id)
    return name if name != id else None


def _without_parameters(id: str) -> str | None:
    name, bracket, _ = id.partition("[")
    return name if bracket and "::" in name else None


def _own_name(id: str) -> str | None:
    """Return a test's module, class and name; modules that could not be loaded have none."""
    if "::" in id:
        return id.rpartition("/")[2]
    parts = id.split(".")
    return ".".join(parts[-3:]) if len(parts) > 2 and " " not in id else None


def _one_ends_in_the_other(one: str, other: str) -> bool:
    short, long = sorted((one.lstrip("./"), other.lstrip("./")), key=len)
    return long.endswith((f"/{short}", f".{short}")) or long == short


def _slower(before: TestRun, after: TestRun) -> tuple[Slower, ...]:
    then = {result.id: result.seconds for result in before.results if result.outcome in _WORKING}
    return tuple(
        Slower(result.id, then[result.id], result.seconds)
        for result in after.results
        if result.outcome in _WORKING
        and result.id in then
        and result.seconds > max(then[result.id] * _SLOWER_TIMES, then[result.id] + _SLOWER_SECONDS)
    )


def _judge(
    before: TestRun, after: TestRun, broken: tuple[TestResult, ...], vanished: tuple[str, ...], passing: int
) -> tuple[Outcome, str]:
    old, new = f"Python {before.versions.python}", f"Python {after.versions.python}"
    if before.versions == after.versions:
        new += " with the new code"
    passed_before = len(before.ids(*_WORKING))
    if before.exit_code is None:
        return Outcome.NOT_RUN, _sentence(before.why, f"The tests could not be run on {old}.")
    if not before.results and before.exit_code == 0:
        return Outcome.NOT_RUN, f"The test command ended well on {old}, but not one test was seen to run."
    if not passed_before:
        said = _sentence(before.why, f"It ended with exit code {before.exit_code}.")
        return Outcome.ALREADY_BROKEN, f"No test passes on {old}, before anything was changed. {said}"
    if after.exit_code is None and not after.results:
        return Outcome.NOT_RUN, _sentence(after.why, f"The tests could not be run on {new}.")

    if not after.results:
        said = _sentence(after.why, f"The command ended with exit code {after.exit_code}.")
        return Outcome.BROKE, f"None of the {_tests(passed_before)} that passed on {old} was run on {new}. {said}"
    losses = []
    if broken:
        good = "passed" if {result.id for result in broken} <= before.ids(*_WORKING) else "did not fail"
        losses.append(f"{_tests(len(broken))} that {good} on {old} {_do(broken, 'does', 'do')} not pass on {new}")
    if vanished:
        gone = f"{_do(vanished, 'was', 'were')} not collected on {new}"
        losses.append(f"{_tests(len(vanished))} that ran on {old} {gone}{_first_obstacle(before, after)}")
    unfinished = after.exit_code is None or (_was_killed(after) and not _was_killed(before))
    if unfinished and after.why:
        return Outcome.BROKE, " ".join([_sentence(after.why, ""), *(_sentence(loss, "") for loss in losses)])
    if losses:
        return Outcome.BROKE, _sentence(", and ".join(losses), "")
    collected = len({result.id for result in after.results})
    collected_before = len({result.id for result in before.results if result.outcome != "error"})
    if collected < collected_before:
        return Outcome.BROKE, f"Fewer tests were collected on {new} ({collected}) than on {old} ({collected_before})."
    if unfinished or (before.exit_code == 0 and after.exit_code != 0):
        failing = [result.id for result in after.results if result.outcome in _FAILING]
        named = f" {_named(failing)}" if failing else ""
        return Outcome.BROKE, (
            f"{_all(passing, old)} on {new}, but the test command ends with exit code {after.exit_code} there.{named}"
        )
    others = len(before.ids(*_FAILING))
    rest = f" {_tests(others)} did not pass before." if others else ""
    return Outcome.PASSED, f"{_all(passing, old)} on {new}.{rest}"


def _first_obstacle(before: TestRun, after: TestRun) -> str:
    """Return the first error that is new and no test's: a module, class or package that could not be loaded."""
    known = {result.id for result in before.results}
    for result in after.results:
        if result.outcome == "error" and result.id not in known:
            lines = result.why.strip().splitlines() or ["no reason is given"]
            return f" ({result.id}: {lines[-1].removeprefix('E').strip()})"
    return ""


def _works(now: dict[str, TestResult], id: str) -> bool:
    return id in now and now[id].outcome in _WORKING


def _in_words(result: TestResult) -> TestResult:
    why = result.why
    if result.outcome in _NOW:
        why = f"{_NOW[result.outcome]}: {why}" if why else _NOW[result.outcome]
    return replace(result, why=why)


def _was_killed(run: TestRun) -> bool:
    """Say whether the command died from a signal; a shell reports that as 128 and more."""
    return run.exit_code is not None and (run.exit_code < 0 or run.exit_code > 128)


def _tests(count: int) -> str:
    return "1 test" if count == 1 else f"{count} tests"


def _do(things: Iterable[object], one: str, many: str) -> str:
    return one if len(tuple(things)) == 1 else many


def _all(count: int, old: str) -> str:
    return f"The test that passed on {old} passes" if count == 1 else f"All {count} tests that passed on {old} pass"


def _named(ids: list[str]) -> str:
    more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
    return f"Failing there: {', '.join(ids[:3])}{more}."


def _sentence(text: str, otherwise: str) -> str:
    text = text.strip() or otherwise
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."
