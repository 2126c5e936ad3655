"""Test runs of an upgrade: which environments there are, and what the tests say about a commit in one of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from functools import cache
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from upgrader import git
from upgrader.apply import cutoff
from upgrader.interpreters import Interpreter, find_interpreter
from upgrader.journal import key_of
from upgrader.model import TestRun, UpgraderError, Versions
from upgrader.pins.aside import Aside, against, contradictions, set_aside
from upgrader.pins.closure import to_build
from upgrader.pins.deleted import without_deleted
from upgrader.pins.index import Index
from upgrader.pins.inventory import Chosen, Inventory, check_consistent, choose_requirements, read_pins
from upgrader.pins.known import STAND_INS
from upgrader.pins.missing import never_required
from upgrader.pins.resolve import Lock, Refusal, as_of, lock_after, lock_before
from upgrader.scan import Options
from upgrader.verify import fingerprint
from upgrader.verify.behaviour import Fingerprint, read_fingerprint, steady
from upgrader.verify.compare import compare
from upgrader.verify.environment import Environment
from upgrader.verify.matrix import run_matrix
from upgrader.verify.results import worst_of_each
from upgrader.verify.tasks import headline
from upgrader.workshop import Workshop

#: Tests that hang must not stop an upgrade for ever: a run after the first may take this many times as long, and a while.
_PATIENCE_TIMES, _PATIENCE_SECONDS = 10, 600

#: Contents of files (relative to the project) that stand in for those of the commit.
Overlay = Mapping[PurePosixPath, bytes]


@dataclass(frozen=True)
class Side:
    """An environment to run commits in: everything of a test run but the code.

    ``home`` names the environment on disk: the bridge lives in that of ``before`` when it is made of the same packages.
    ``by_hand`` are requirements of its code that no file names, ``without`` those that cannot be installed, with the reason.
    """

    name: str
    versions: Versions
    python: Interpreter
    lock: Lock
    time: datetime | None = None
    home: str = ""
    timeout: float | None = None
    by_hand: tuple[str, ...] = ()
    without: tuple[tuple[str, str], ...] = ()


def old_side(workshop: Workshop, inventory: Inventory, index: Index) -> Side | str:
    """Return the side of the old interpreter with the packages of the time that the pins mean, or why there is none.

    Raises UpgraderError when the index does not answer or the old requirements cannot be resolved.
    """
    project = workshop.project
    if project.test_command is None:
        return project.why["test_command"]
    python = interpreter(project.old.python)
    if isinstance(python, str):
        return python
    check_consistent(inventory)
    time = as_of(inventory.pins, index) or _last_commit(workshop)
    by_hand = never_required(project.root, project.files, inventory.pins, project.old.python, index)
    if by_hand:
        workshop.say(
            f"before: the code imports {', '.join(by_hand)}, which no file requires; it is installed all the same."
        )
    lock = _lock_old(workshop, inventory, python, time, by_hand, index)
    return Side("before", project.old, python, lock, time, "before", workshop.options.timeout, by_hand)


def bridge_side(
    workshop: Workshop, before: Side, ran: TestRun, inventory: Inventory, requires: Sequence[str], index: Index
) -> Side | str:
    """Return the old side for new code: with the distributions that the new code has come to need."""
    side = replace(before, name="bridge", timeout=patience(workshop.options, ran))
    if not requires:
        return side
    try:
        lock = _lock_old(workshop, inventory, before.python, before.time, (*before.by_hand, *requires), index)
    except UpgraderError as why:
        return str(why)
    return replace(side, lock=lock, home="before" if lock.key == before.lock.key else "bridge")


def new_side(
    workshop: Workshop, ran: TestRun | None, index: Index, lost: Mapping[str, str] = MappingProxyType({})
) -> Side | str:
    """Return the side of the new interpreter with what the branch's own requirement files say, or why there is none.

    ``ran`` is the run before any change, by which the patience with the new one goes. What no installer can build there
    is left out (``lost`` names, with the reason, what is known to be), and what nothing but an upper bound keeps out is
    installed against that, so that the tests say what the rest is worth.
    """
    project, target = workshop.project, workshop.target
    if project.test_command is None:
        return project.why["test_command"]
    python = interpreter(target.python)
    if isinstance(python, str):
        return python
    inventory = read_pins(workshop.root("branch"), workshop.files(), project.config.requirements)
    chosen = choose_requirements(inventory, project.config.requirements, target.django)
    try:
        lock, without = _lock_new(workshop, inventory, chosen, python, index, lost)
    except UpgraderError as error:
        return str(error)
    said = {pin.name: pin.requirement for pin in sorted(chosen.pins, key=lambda pin: pin.version is not None)}
    left_out = tuple((said[name], why) for name, why in without.items() if name in said)
    for name, _ in left_out:
        workshop.say(f"after: {name} cannot be built on {target}; the tests run without it.")
    for name, against_it in lock.against:
        workshop.say(f"after: {name} {against_it}; it is installed all the same, and the tests run with it.")
    return Side("after", target, python, lock, None, "after", patience(workshop.options, ran), without=left_out)


def _lock_new(
    workshop: Workshop,
    inventory: Inventory,
    chosen: Chosen,
    python: Interpreter,
    index: Index,
    lost_already: Mapping[str, str],
) -> tuple[Lock, dict[str, str]]:
    """Resolve the new environment; return it with the names of what cannot be built and is left out, and why.

    Raises UpgraderError where there is none even without that.
    """
    project, target = workshop.project, workshop.target
    by_hand = never_required(workshop.root("branch"), workshop.files(), inventory.pins, target.python, index)
    sources = to_build(inventory.pins, project.old.python, target.python, index)
    named = {pin.name: pin.version for pin in chosen.pins}
    django = Version(version) if (version := named.get("django")) else target.django
    without = dict(lost_already)
    aside: dict[str, Aside] = {}
    while True:
        asked, limits = _but(chosen.requirements, without), (*_but(chosen.constraints, without), *_django(target))
        try:
            lock = lock_after(
                asked,
                python.path,
                constraints=(*limits, *(f"{one.name}=={one.version}" for one in aside.values())),
                locked=_but(chosen.locked, (*without, *aside)),
                extra=(*_extra(workshop, target.python), *by_hand),
                cooldown_days=workshop.options.cooldown_days(project),
                allow_build=workshop.options.allow_build,
                sources=sources,
                requires={one.name: one.requires for one in aside.values()},
            )
        except Refusal as refusal:
            lost = [name for name in _not_built(refusal.reason) if name in named and name not in without]
            if lost and len(without) < _MOST_LEFT_OUT:
                without |= dict.fromkeys(lost, refusal.reason)
                continue
            ask = (refusal.reason, (*asked, *limits), django, target.python, index, cutoff(workshop))
            more = {one.name: one for one in set_aside(*ask)}
            if more.items() <= aside.items():
                raise
            aside |= more
        else:
            break
    exact = {name for name, version in named.items() if version}
    refused = _against(lock, exact | aside.keys(), target.python, index)
    return replace(lock, against=refused, alone=bool(refused)), without


def run_new_side(workshop: Workshop, before: TestRun | None, index: Index, side: Side) -> tuple[Side, TestRun]:
    """Run the tests on the new side, without the requirements of which that shows that they cannot be built there."""
    while True:
        run = run_tests(workshop, side, workshop.end_of("switch"))
        if run.exit_code is not None or run.results:
            return side, run
        lost = lost_of(side)
        new = [name for name in _not_built(run.why) if name not in lost and name in side.lock.versions]
        if not new or len(lost) >= _MOST_LEFT_OUT:
            return side, run
        other = new_side(workshop, before, index, {**lost, **dict.fromkeys(new, run.why)})
        if isinstance(other, str) or not set(lost_of(other)) > set(lost) or set(new) & other.lock.versions.keys():
            return side, run  # something else brings it along
        side = other


def _not_built(said: str) -> list[str]:
    """Return the names of the packages of which uv says that they cannot be built; nothing can be said without Django."""
    names = [canonicalize_name(one[1] or one[2]) for one in _NOT_BUILT.finditer(said)]
    return [name for name in names if name != "django"]


def lost_of(side: Side) -> dict[str, str]:
    """Return the names of the requirements that a side has to do without, with the reasons."""
    return {canonicalize_name(Requirement(text).name): why for text, why in side.without}


def _against(lock: Lock, names: Container[str], python: Version, index: Index) -> tuple[tuple[str, str], ...]:
    """Return which of these packages say something against the environment, each with that.

    Exact pins are asked as well as those whose bounds were set aside: uv does not mind what a release says of too new a
    Python, but pip does.
    """
    found = []
    for name, version in lock.versions.items():
        release = next((one for one in index.releases(name) if one.version == version), None) if name in names else None
        if release and (said := against(release, index.metadata(release), lock.versions, python)):
            found.append((f"{name}=={version}", said))
    return tuple(found)


_MOST_LEFT_OUT = 5
_NAME = r"([A-Za-z0-9][A-Za-z0-9._-]*)"
#: What uv says of a source archive that it cannot build, and of a release that has none but that.
_NOT_BUILT = re.compile(rf"Failed to build `{_NAME}==|\b{_NAME}==\S+ has no (?:usable )?wheels")


def _but(texts: Iterable[str], names: Container[str]) -> tuple[str, ...]:
    """Return the requirements of other packages than these."""
    return tuple(
        text for text in texts if canonicalize_name(re.split(r"[^A-Za-z0-9._-]", text, maxsplit=1)[0]) not in names
    )


def patience(options: Options, ran: TestRun | None) -> float | None:
    """Return how many seconds a run may take: what the user says, else much more than the run before any change."""
    if options.timeout or ran is None or ran.exit_code is None:
        return options.timeout
    return ran.seconds * _PATIENCE_TIMES + _PATIENCE_SECONDS


def check_baseline(workshop: Workshop, before: TestRun) -> None:
    """Raise UpgraderError when the tests fail before anything was changed, unless the user allows it."""
    if before.exit_code == 0 or not before.log or workshop.options.allow_broken_baseline:
        return
    if before.exit_code is None and not before.results:
        return  # not run: the verdict says so
    failures = [one for one in before.results if one.outcome in ("failed", "error")]
    shown = [f"{one.id} ({headline(one.why)})" for one in failures[:3]]
    named = f" First: {'; '.join(shown)}." if shown else f" {before.why}" if before.why else ""
    raise UpgraderError(
        f"The tests fail before anything was changed ({counts(before)}; log: {before.log}).{named} "
        "Mend them, name another command with --test-command, or use --allow-broken-baseline."
    )


@cache  # each candidate is run, which takes a second or two
def interpreter(version: Version, *, fetch: bool = True) -> Interpreter | str:
    """Return an interpreter, or the sentence that says why there is none."""
    try:
        return find_interpreter(version, fetch=fetch)
    except UpgraderError as why:
        return str(why)


def counts(run: TestRun) -> str:
    """Return a run in a few words."""
    if run.exit_code is None and not run.results:
        return f"not run: {run.why}"
    passed, total = len(run.ids("passed", "xfailed")), len(run.results)
    ended = f", {run.why}" if run.exit_code is None else f", exit code {run.exit_code}" if run.exit_code else ""
    return f"{passed} of {total} tests pass{ended}"


def not_run(name: str, versions: Versions, why: str) -> TestRun:
    """Return the run that did not take place, and why."""
    return TestRun(name, versions, None, why=why)


# -- running ---------------------------------------------------------------------------------------------------------


def run_tests(
    workshop: Workshop,
    side: Side,
    commit: str,
    *,
    only: Collection[str] | None = None,
    overlay: Overlay | None = None,
    attempt: int = 1,
    remembered_only: bool = False,
    warnings: bool = False,
) -> TestRun:
    """Run the tests of a commit, or ``only`` some, unless the same run is remembered.

    The same is: the same contents, environment and command. ``overlay`` puts other contents into files first; another
    ``attempt`` runs the same once more. With ``remembered_only`` nothing is run. With ``warnings`` the run collects
    warnings, and its outcomes do not count.
    """
    say, journal, show = workshop.say, workshop.journal, workshop.on_line
    overlay = overlay or {}
    chosen = "" if only is None else repr(sorted(only))
    key = _key(workshop, side, commit, overlay, chosen, str(attempt), *(["warnings"] if warnings else []))
    remembered = journal.recall(key)
    what = side.name if only is None else f"{side.name}, {_number(len(only))}"
    what += ", collecting warnings" if warnings else ""
    if remembered is not None:
        if not warnings:
            say(f"{what}: the same tests ran before; {counts(remembered)}.")
        return replace(remembered, environment=side.name, without=side.without, against=side.lock.against)
    if remembered_only:
        return not_run(side.name, side.versions, "It was left out.")
    if only is None and not warnings:
        packages = sum("==" in line for line in side.lock.text.splitlines())
        say(
            f"{what}: building {side.versions} with {packages} packages, then running `{workshop.project.test_command}`"
        )
    (result,) = run_matrix(
        [_check_out(workshop, side, commit, overlay)],
        workshop.project.test_command or "",
        work=journal.folder / "tox",
        env=workshop.project.config.env,
        pass_env=workshop.project.config.pass_env,
        on_line=None if show is None else lambda _, line: show(side.name, line),
        timeout=side.timeout,
        only=only,
        warnings=warnings,
    )
    result = replace(
        result, environment=side.name, versions=side.versions, without=side.without, against=side.lock.against
    )
    if result.exit_code is not None:
        journal.remember(key, result)
    say(f"{what}: {len(result.warned)} recorded." if warnings else f"{what}: {counts(result)}.")
    return result


def settle(
    workshop: Workshop, side: Side, commit: str, run: TestRun, before: TestRun
) -> tuple[TestRun, frozenset[str]]:
    """Return a run in which no test fails by chance, and the tests that are flaky.

    The tests to be blamed run once more, alone. When some pass then, the whole suite runs once more and decides: a test
    that passes in it did not end the same in two runs of the same code. Never more than that.
    """
    if run.exit_code is None:
        return run, frozenset()
    blamed = failing(before, run) if run is not before else run.ids("failed", "error")
    blamed = blamed & {result.id for result in run.results}
    if not blamed:
        return run, frozenset()
    alone = run_tests(workshop, side, commit, only=blamed)
    if not blamed & alone.ids("passed", "xpassed"):
        return run, frozenset()
    again = run_tests(workshop, side, commit, attempt=2)
    if again.exit_code is None:
        return run, frozenset()
    flaky = blamed & again.ids("passed", "xpassed")
    if not flaky:
        return run, frozenset()
    kept = {result.id: result for result in run.results if result.id not in flaky}
    results = worst_of_each(kept.get(result.id, result) for result in again.results)
    only_by_chance = not any(result.outcome in ("failed", "error") for result in results)
    flaky |= run.ids("passed") & again.ids("failed", "error")
    return replace(again, results=results, exit_code=0 if only_by_chance else again.exit_code), flaky


def failing(before: TestRun, run: TestRun) -> frozenset[str]:
    """Return the tests that a run is to be blamed for: they passed before, and do not pass or are gone."""
    verdict = compare(before, run)
    return frozenset((*(result.id for result in verdict.broken), *verdict.vanished))


def first_fingerprint(workshop: Workshop, side: Side) -> tuple[Fingerprint | None, str]:
    """Return the fingerprint before any change, with what is not the same in two boots marked, or None and why."""
    one, why = take_fingerprint(workshop, side, workshop.base)
    if one is None:
        return None, why
    other, why = take_fingerprint(workshop, side, workshop.base, attempt=2)
    return (steady(one, other), "") if other is not None else (None, why)


def take_fingerprint(
    workshop: Workshop, side: Side, commit: str, overlay: Overlay | None = None, attempt: int = 1
) -> tuple[Fingerprint | None, str]:
    """Boot the project as its test command does and return its fingerprint, or None and why there is none."""
    if not workshop.project.uses_django:
        return None, "The project uses no Django."
    journal = workshop.journal
    overlay = overlay or {}
    folder = journal.folder / "fingerprints"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{_key(workshop, side, commit, overlay, _script(), str(attempt))}.json"
    known = read_fingerprint(path)
    if known is not None:
        return known, ""
    (booted,) = run_matrix(
        [_check_out(workshop, side, commit, overlay)],
        workshop.project.test_command or "",
        work=journal.folder / "tox",
        env=workshop.project.config.env,
        pass_env=workshop.project.config.pass_env,
        timeout=side.timeout,
        fingerprint=path,
    )
    found = read_fingerprint(path)
    why = booted.why or "the test command never sets Django up in a process of its own."
    return found, "" if found is not None else f"The project could not be booted on {side.versions}: {why}"


def _check_out(workshop: Workshop, side: Side, commit: str, overlay: Overlay) -> Environment:
    """Put the code of a commit where its tests run; return the environment for it."""
    # one folder for each environment: the project is installed into it from there
    git.export(workshop.top, workshop.checkout(side.home), commit)
    root = workshop.root(side.home)
    for path, data in overlay.items():
        (root / path).write_bytes(data)
    file = workshop.journal.folder / "locks" / f"{side.home}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(side.lock.text, encoding="utf-8")
    installable = workshop.project.installable
    return Environment(side.home, side.python.path, file, root, installable, side.time, side.lock.alone)


def _key(workshop: Workshop, side: Side, commit: str, overlay: Overlay, *more: str) -> str:
    project = workshop.project
    contents = [f"{path}={hashlib.sha256(overlay[path]).hexdigest()}" for path in sorted(overlay)]
    return key_of(
        git.tree(workshop.top, commit, workshop.prefix),
        "\n".join(contents),
        side.lock.key,
        str(side.time),
        str(side.python.version),
        project.test_command or "",
        repr(sorted(project.config.env.items())),
        *more,
    )


def _script() -> str:
    return hashlib.sha256(Path(fingerprint.__file__).read_bytes()).hexdigest()


def _number(count: int) -> str:
    return "1 test" if count == 1 else f"{count} tests"


# -- what the environments are made of -------------------------------------------------------------------------------


def _lock_old(
    workshop: Workshop,
    inventory: Inventory,
    python: Interpreter,
    time: datetime | None,
    requires: Sequence[str],
    index: Index,
) -> Lock:
    chosen = choose_requirements(inventory, workshop.project.config.requirements)
    old = workshop.project.old.django
    django = f"django=={old.major}.{old.minor}.*" if old else "django"
    extra = (*_extra(workshop, workshop.project.old.python, django), *requires)
    aside: dict[str, Aside] = {}
    gone: dict[str, str | None] = {}
    while True:
        try:
            lock = lock_before(
                tuple(text for one in chosen.requirements if (text := gone.get(one, one)) is not None),
                python.path,
                time,
                constraints=chosen.constraints,
                locked=chosen.locked,
                extra=extra,
                requires={one.name: one.requires for one in aside.values()},
            )
            break
        except Refusal:
            if not gone and (gone := without_deleted(chosen.pins, time, index)):
                continue
            more = {one.name: one for one in contradictions(chosen.requirements, workshop.project.old.python, index)}
            if aside or not more:
                raise
            aside = more
    if gone:
        said = "; ".join(f"{old} ({f'{new} takes its place' if new else 'left out'})" for old, new in gone.items())
        workshop.say(f"before: the index no longer has what is pinned: {said}.")
    if aside:
        said = "; ".join(f"{pin} {why}" for pin, why in _against(lock, aside, workshop.project.old.python, index))
        workshop.say(f"before: the pins contradict one another, as old releases of pip allow: {said}.")
        lock = replace(lock, alone=True)
    if lock.strayed:
        workshop.say(f"before: the lock file cannot be held to: {'; '.join(lock.strayed)}.")
    return lock


def _extra(workshop: Workshop, python: Version, django: str = "django") -> tuple[str, ...]:
    """Return what the tests need although no file may say so: the runner their command names, and ``django``."""
    words = (workshop.project.test_command or "").replace("/", " ").split()
    nose = "nose" if python < Version("3.10") else STAND_INS["nose"].name  # collections.Callable went in 3.10
    runners = {"pytest": "pytest", "py.test": "pytest", "nosetests": nose}
    found = {runners[word]: None for word in words if word in runners}
    return (*found, *([django] if workshop.target.django else []))


def _django(target: Versions) -> tuple[str, ...]:
    """Return the constraint that holds Django at the target's series where the files leave it open."""
    return (f"django=={target.django}.*",) if target.django else ()


def _last_commit(workshop: Workshop) -> datetime:
    seconds = git.git(workshop.top, "log", "-1", "--format=%ct", workshop.base)
    return datetime.fromtimestamp(int(seconds), timezone.utc)
