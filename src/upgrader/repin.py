"""Moves pins once more where the tests refute them: on, if a release fails itself; back, if the project fails with it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from upgrader import git
from upgrader.apply import commit_pins, cutoff
from upgrader.evidence import installed
from upgrader.model import Pin, Plan, Step, TestRun, UpgraderError
from upgrader.parsing import parse_syntax
from upgrader.pins.index import Index
from upgrader.pins.inventory import Inventory, read_pins
from upgrader.proof import Side, failing, lost_of, new_side, run_tests
from upgrader.verify import probe
from upgrader.verify.installed import Installed
from upgrader.workshop import Workshop

KEY = "pins:"  #: how the step keys of such commits begin
MOST_TRIES = 15  #: for one run of the product; each runs the failing tests
_TAIL = 50_000  #: characters of a log's end
#: They raise what their callers did wrong, so they are only asked when nothing else is left. Django is the target itself.
_CARRIERS = {"pytest", "pluggy", "asgiref"}

PAST = "tests fail in what comes before it"
BACK = "tests fail in what comes after it"

#: Which releases of packages are left to choose from.
Left = Mapping[str, SpecifierSet]
#: Returns the pins that an inventory should come to with these.
Propose = Callable[[Inventory, Left], tuple[Pin, ...]]


@dataclass(frozen=True)
class _Stand:
    """The branch with one set of pins, and the tests that passed before and do not with it."""

    side: Side
    run: TestRun
    inventory: Inventory
    broken: frozenset[str]


@dataclass(frozen=True)
class _Tries:
    """What every try needs; ``left`` counts them down."""

    workshop: Workshop
    plan: Plan
    before: TestRun
    index: Index
    propose: Propose
    left: Iterator[int] = field(default_factory=lambda: iter(range(MOST_TRIES)))


def repin(
    workshop: Workshop, plan: Plan, side: Side, before: TestRun, index: Index, propose: Propose, ran: TestRun
) -> tuple[Plan, Side, TestRun]:
    """Return the plan and the new side with pins under which fewer tests fail, and the run there.

    These pins are committed on the branch. ``ran`` is the run of the branch as it is.

    What supports a target is what releases declare, and the tests know better. A package in whose code tests fail goes
    on to its next series. Then what failing tests have to do with goes back to the release that the project had, or to the
    last before the series that it has got, as far as the target takes that: as few packages as it takes. Pins are kept
    when fewer tests fail with them, and none that passed.
    """
    tries = _Tries(workshop, plan, before, index, propose)
    first = stand = _stand(tries, side, ran)
    if before.ids("passed", "xpassed"):
        stand = _go_on(tries, stand)
        stand = _go_back(tries, stand, lambda had, got: SpecifierSet(f"=={had}"))
        stand = _go_back(tries, stand, lambda had, got: SpecifierSet(f">={had},<{_series(Version(got))}"))
    pins = _as_written(plan.pins, first.inventory, stand.inventory)
    return replace(plan, pins=tuple(pins)), stand.side, stand.run


def blamed(said: str, packages: Installed | None, root: Path) -> frozenset[str]:
    """Return the distributions in whose code the exceptions of a text are raised, which holds tracebacks.

    What the project (at ``root``) raises, itself or by a wrong call of Django or Python, is nobody else's fault.
    """
    found, carriers = set(), set()
    for text in re.split(r"^Traceback \(most recent call last\):$", said, flags=re.MULTILINE):
        for one, _, other, _ in reversed(re.findall(probe.FRAME, text, re.MULTILINE)):
            if "site-packages/" not in (one or other):
                if Path(root, one or other).resolve().is_relative_to(root.resolve()):
                    break
                continue
            name = _name(packages.owner_of(one or other) if packages else None)
            if name in _CARRIERS:
                carriers.add(name)
            elif name and name != "django":
                found.add(name)
                break
    return frozenset(found or carriers)


def _go_on(tries: _Tries, stand: _Stand) -> _Stand:
    """Move packages in whose code tests fail to a later series, as long as that helps."""
    workshop, better = tries.workshop, stand
    while better.broken:
        packages, root = installed(workshop, "after"), workshop.root("after")
        names = frozenset[str]().union(*(blamed(text, packages, root) for text in _said(better)))
        pins = [pin for pin in better.inventory.pins if pin.name in names and pin.version]
        series = {pin.name: _next_series(Version(str(pin.version))) for pin in pins}
        newest = {pin.name: SpecifierSet(f"=={version}") for pin in pins if (version := _newest(tries, pin))}
        found = (
            _try(tries, better, series, PAST) or _try(tries, better, newest, PAST) or _try_blocked(tries, better, pins)
        )
        if found is None:
            return better
        better = found
    return better


def _go_back(tries: _Tries, stand: _Stand, before: Callable[[str, str], SpecifierSet]) -> _Stand:
    """Move packages that failing tests have to do with back: as few as make the same tests pass.

    ``before`` returns the releases to choose from, given the version that the project had and the one it has got.
    """
    had = _versions(pin for pin in tries.plan.pins if pin.status == "upgrade")
    moved = _versions(pin for pin in stand.inventory.pins if pin.name in had)
    left = {name: before(had[name], version) for name, version in moved.items() if had[name] != version}
    packages = installed(tries.workshop, "after")
    roots = tries.workshop.root("after"), tries.workshop.root("branch")
    names = sorted(left.keys() & (suspects(_said(stand), packages, *roots) if packages else set()))

    def cured(some: Sequence[str]) -> frozenset[str]:
        start = tries.workshop.end_of("switch")
        _, better = _ask(tries, stand, {name: left[name] for name in some}, BACK)
        git.reset(tries.workshop.checkout("branch"), start)
        return better

    if not names or not stand.broken:
        return stand
    wanted = cured(names)
    if not wanted:  # one that the target cannot run may hide what another is good for
        for name in names if len(names) > 1 else ():
            stand = _try(tries, stand, {name: left[name]}, BACK) or stand
        return stand
    while len(names) > 1:
        middle = len(names) // 2
        half = next((some for some in (names[:middle], names[middle:]) if cured(some) >= wanted), None)
        if half is None:
            break
        names = half
    return _try(tries, stand, {name: left[name] for name in names}, BACK) or stand


def suspects(said: Sequence[str], packages: Installed, root: Path, code: Path) -> set[str]:
    """Return the distributions that failures may have to do with: not those that only run tests.

    Tests ran in ``root``, which may be gone again; ``code`` is where the same files are.
    These are the ones in the tracebacks of texts, the ones that the project's files in there import, and those that
    define the classes that messages name.
    """
    modules: set[str] = set()
    owners: set[str | None] = set()
    for one, _, other, _ in re.findall(probe.FRAME, "\n".join(said), re.MULTILINE):
        if "site-packages/" in (one or other):
            owners.add(packages.owner_of(one or other))
        elif (path := Path(root, one or other).resolve()).is_relative_to(root.resolve()):
            modules |= _imported(code / path.relative_to(root.resolve()))
    for kind in set(re.findall(r"'(\w+)' object has no attribute|type object '(\w+)'", "\n".join(said))):
        modules |= {one.module.partition(".")[0] for one in packages.definitions(kind[0] or kind[1])}
    owners |= {packages.distribution_of(module) for module in modules}
    names = {_name(owner) for owner in owners if owner}
    return {name for name in names - _CARRIERS - {"django"} if not name.startswith("pytest-")}


def _name(distribution: str | None) -> str:
    """Return the name in ``Name 1.0`` as requirements are compared by it, nothing for None."""
    return canonicalize_name((distribution or "").partition(" ")[0])


def _versions(pins: Iterable[Pin]) -> dict[str, str]:
    """Return the exact version of each package: the highest where files differ."""
    found: dict[str, Version] = {}
    for pin in pins:
        if pin.version:
            found[pin.name] = max(Version(pin.version), found.get(pin.name, Version(pin.version)))
    return {name: str(version) for name, version in found.items()}


def _imported(path: Path) -> set[str]:
    """Return the top-level modules that a file imports."""
    try:
        tree = parse_syntax(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return set()
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def _try(tries: _Tries, stand: _Stand, left: Left, why: str) -> _Stand | None:
    """Return the branch with other releases of some packages if fewer tests fail then; else it stays as it is."""
    start = tries.workshop.end_of("switch")
    found = _kept(tries, stand, *_ask(tries, stand, left, why))
    if found is None:
        git.reset(tries.workshop.checkout("branch"), start)
    return found


def _kept(tries: _Tries, stand: _Stand, side: Side | None, cured: frozenset[str]) -> _Stand | None:
    """Return the branch as it is now if the whole suite says that fewer tests fail, and none that passed."""
    if side is None or not cured:
        return None
    found = _stand(tries, side, run_tests(tries.workshop, side, tries.workshop.end_of("switch")))
    return found if found.broken < stand.broken else None


def _try_blocked(tries: _Tries, stand: _Stand, pins: Sequence[Pin]) -> _Stand | None:
    """Return the branch with the newest releases of packages of which none supports the target, if that helps.

    What a release imports in vain may stand in a module of it that this project never imports.
    """
    blocked = {pin.name for pin in tries.plan.pins if pin.status == "blocked" and pin.blocker == "no release"}
    newest = {pin: str(version) for pin in pins if pin.name in blocked and (version := _newest(tries, pin))}
    moved = [replace(pin, status="upgrade", to=version, why=PAST) for pin, version in newest.items()]
    if not moved or next(tries.left, None) is None:
        return None
    start = tries.workshop.end_of("switch")
    side, cured = _commit_and_run(tries, stand, moved, PAST)
    found = _kept(tries, stand, side, cured)
    if found is None:
        git.reset(tries.workshop.checkout("branch"), start)
    return found


def _ask(tries: _Tries, stand: _Stand, left: Left, why: str) -> tuple[Side | None, frozenset[str]]:
    """Commit other releases of some packages; return the side for them, and which of the broken tests pass there."""
    if not left or next(tries.left, None) is None:
        return None, frozenset()
    stays = {name: SpecifierSet(f"=={version}") for name, version in _versions(stand.inventory.pins).items()}
    try:
        pins = tries.propose(stand.inventory, {**stays, **left})
        takes = {pin.name for pin in pins if pin.name in left and (pin.moves or pin.status != "blocked")}
        if takes < set(left):  # what the target cannot take at all
            pins = tries.propose(stand.inventory, {**stays, **{name: left[name] for name in takes}})
    except UpgraderError:
        return None, frozenset()
    moved = [pin for pin in pins if pin.moves and pin.to]
    if not any(pin.name in takes for pin in moved):
        return None, frozenset()
    return _commit_and_run(tries, stand, pins, why)


def _commit_and_run(tries: _Tries, stand: _Stand, pins: Sequence[Pin], why: str) -> tuple[Side | None, frozenset[str]]:
    workshop = tries.workshop
    moved = [pin for pin in pins if pin.moves and pin.to]
    names = ", ".join(dict.fromkeys(pin.becomes or f"{pin.name} {pin.to}" for pin in moved))
    step = Step(f"{KEY}{names}", f"Take {names}: {why}")
    workshop.say(f"after: {len(stand.broken)} test(s) fail; trying {names}")
    commit_pins(step, workshop, replace(tries.plan, pins=tuple(pins)), stand.inventory, tries.index)
    side = new_side(workshop, tries.before, tries.index, lost_of(stand.side))
    if isinstance(side, str):
        return None, frozenset()
    run = run_tests(workshop, side, workshop.end_of("switch"), only=stand.broken)
    return side, stand.broken & run.ids("passed", "xpassed")


def _stand(tries: _Tries, side: Side, run: TestRun) -> _Stand:
    workshop = tries.workshop
    inventory = read_pins(workshop.root("branch"), workshop.files(), workshop.project.config.requirements)
    return _Stand(side, run, inventory, failing(tries.before, run) & {result.id for result in tries.before.results})


def _said(stand: _Stand) -> list[str]:
    """Return what failing tests say, and what the command does where tests did not come to run."""
    run = stand.run
    texts = [result.why for result in run.results if result.id in stand.broken or result.outcome == "error"]
    if run.log is not None and run.log.is_file() and not stand.broken <= {result.id for result in run.results}:
        log = run.log.read_text("utf-8", errors="replace")[-_TAIL:]
        texts.append(re.sub(r"^INTERNALERROR> ?", "", log, flags=re.MULTILINE))
    return texts


def _series(version: Version) -> str:
    return f"{version.major}.{version.minor}"


def _next_series(version: Version) -> SpecifierSet:
    return SpecifierSet(f">{version},!={_series(version)}.*")


def _newest(tries: _Tries, pin: Pin) -> Version | None:
    """Return the newest release that is old enough, if the pin is not there already."""
    latest = cutoff(tries.workshop)
    for release in reversed(tries.index.releases(pin.name)):
        if not release.yanked and not release.version.is_prerelease and (release.uploaded or latest) <= latest:
            return release.version if release.version > Version(str(pin.version)) else None
    return None


def _as_written(planned: Sequence[Pin], first: Inventory, inventory: Inventory) -> Iterator[Pin]:
    """Yield the planned pins with the versions that the branch has come to have; at ``first`` they came from no test."""
    before, written = (
        {(pin.file, pin.name): str(pin.version) for pin in one.pins if pin.version} for one in (first, inventory)
    )
    for pin in planned:
        version = written.get((pin.file, pin.name))
        if pin.status == "blocked" and pin.version and version not in (None, pin.version, pin.to):
            why = f"fewer tests fail with it than with {pin.to or pin.version}, although {pin.why}"
            yield replace(pin, status="upgrade", to=version, why=why, blocker="")
        elif pin.status != "upgrade" or not pin.version or version in (None, pin.to):
            yield pin
        elif version == before.get((pin.file, pin.name)):  # the tool of a lock file has a mind of its own
            to = None if version == pin.version else version
            yield replace(
                pin, status="upgrade" if to else "ok", to=to, why=f"its own tool chose it; {pin.to}: {pin.why}"
            )
        elif version == pin.version:
            yield replace(pin, status="ok", to=None, why=f"tests fail with {pin.to}, and pass with it")
        else:
            yield replace(pin, to=version, why=f"tests fail with {pin.to}: {pin.why}")
