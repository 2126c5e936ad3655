"""What every exact pin should become: each on its own evidence first, then all of them made to agree by uv."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from functools import cache, partial
from pathlib import Path, PurePosixPath

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from upgrader.model import Pin, UpgraderError, Versions
from upgrader.pins import requirements as requirements_file
from upgrader.pins.aside import against, floor_of, set_aside, without_bounds
from upgrader.pins.closure import built_before, closure
from upgrader.pins.code import CAME_ALONG, asks_in_vain, look_into
from upgrader.pins.evidence import (
    CONFLICT,
    NEWER,
    NO_RELEASE,
    Choice,
    Evidence,
    applies,
    choose,
    claimed_django,
    has_wheel,
    nearest_django,
    target_series,
    weigh,
)
from upgrader.pins.index import Index, IndexSettings, Metadata, Release, read_settings, specifiers
from upgrader.pins.inventory import Inventory, check_consistent, is_installed_for_tests
from upgrader.pins.known import BACKPORTS, STAND_INS, SUCCESSORS, lowest_known, successor
from upgrader.pins.locks import GROUP as LOCK
from upgrader.pins.resolve import Refusal, compile_set, timestamp
from upgrader.pins.widen import widen
from upgrader.releases import PYTHON_RELEASED

_THREADS = 8


@dataclass(frozen=True)
class _Agreed:
    """What uv made of the choices: a version for each name, who needs it, and whether only wheels were allowed."""

    versions: dict[str, Version]
    needed_by: dict[str, tuple[str, ...]] = field(default_factory=dict)
    wheels_only: bool = True
    against: Mapping[str, str] = field(default_factory=dict)  #: what releases say against the rest, which was set aside
    refusals: tuple[str, ...] = ()  #: uv's reasons where releases contradict one another


def propose(
    inventory: Inventory,
    target: Versions,
    old: Versions,
    index: Index,
    python: Path | None = None,
    *,
    cooldown_days: int = 7,
    today: datetime | None = None,
    settings: IndexSettings | None = None,
    allow_build: bool = False,
    latest: bool = False,
    left: Mapping[str, SpecifierSet] | None = None,
) -> tuple[Pin, ...]:
    """Return every pin with its status, what it should become and why; last, new packages that frozen files need.

    A range is ``ok`` when it holds the version agreed on, else ``upgrade`` with that version. It moves when no release
    that it holds supports the target and a later one does. What a lock file holds goes along with what needs it.

    The smallest change that works: a pin that declares the target stays, else it moves to the lowest release that
    does (`evidence.choose`), with ``latest`` to the newest. Where none declares it, the newest is taken unless its own
    code imports what the target has not (`code.look_into`). A release without a wheel counts only with ``allow_build``,
    or where the old environment has to build the package, too (`closure.built_before`).

    ``python`` is the target's interpreter (without it uv is told the version), ``today`` the moment from which
    ``cooldown_days`` count back: no younger release is proposed, no yanked one, no pre-release. uv then makes the set
    consistent, asking the index of ``settings``; pins that cannot agree are blocked with uv's reason. A file is frozen
    when it has hashes, or when its pins leave no dependency open. ``left`` says for packages, by name, which releases
    alone are left to choose from, older ones than the pin as well.

    Raises UpgraderError when the target's Django does not exist, or an index does not answer.
    """
    check_consistent(inventory)
    settings = settings or read_settings()
    own = (today or datetime.now(timezone.utc)) - timedelta(days=cooldown_days)
    cutoff = min(own, settings.newest or own)
    limit = f"uv's exclude-newer, {cutoff:%Y-%m-%d}" if cutoff < own else ""
    goal = Versions(target.python, _django_release(index, target.django, cutoff, cooldown_days, limit))
    with ThreadPoolExecutor(_THREADS) as threads:
        list(threads.map(index.releases, {pin.name for pin in inventory.pins if pin.name}))  # all pages at once
    exact = [pin for pin in inventory.pins if pin.version]
    sources = built_before(inventory.pins, old.python, index)
    look = partial(_choose, goal=goal, old=old, index=index, cutoff=cutoff, limit=limit, latest=latest, left=left or {})
    replaced: dict[Pin, Pin] = {}  # what is asked about in the place of a pin: a stand-in, or the pin with a marker
    with ThreadPoolExecutor(_THREADS) as threads:
        chosen = list(threads.map(lambda pin: look(pin, buildable=allow_build or pin.name in sources), exact))
        proposed = dict(zip(exact, chosen, strict=True))
        pinned = {pin.name for pin in exact}
        loose = [pin for pin in inventory.pins if _is_loose(pin) and pin.name not in pinned]
        choose_range = partial(_choose_range, look=look, index=index, cutoff=cutoff)
        ranges = dict(zip(loose, threads.map(choose_range, loose), strict=True))
        for choices in (proposed, ranges):
            for pin, choice in list(choices.items()):
                if other := _in_its_place(pin, choice, goal, look, index, cutoff):
                    replaced[pin] = other[0]
                    del choices[pin]
                    choices[other[0]] = other[1]
        said = {pin.name: choice for pin, choice in zip(exact, chosen, strict=True)}
        gone = {pin.name for pin in replaced}
        for pin in inventory.pins:  # a range beside a pin goes the same way
            beside = _is_loose(pin) and pin.name in pinned & gone
            if beside and (other := _in_its_place(pin, said[pin.name], goal, look, index, cutoff)):
                replaced[pin] = other[0]
                ranges[other[0]] = other[1]
    original, inventory = inventory, replace(inventory, pins=tuple(replaced.get(pin, pin) for pin in inventory.pins))
    exact = [replaced.get(pin, pin) for pin in exact]
    chosen = [proposed[pin] for pin in exact]
    silent = _needed_silently(inventory.pins, proposed.values(), goal, index)
    question = _Question(
        inventory, proposed, goal, python, cutoff, settings, index, sources, allow_build, tuple(silent), ranges
    )
    try:
        agreed = _agree(question, {})
        lower = _lower(proposed, agreed, index, cutoff)
        if lower:
            agreed = _agree(question, lower)
    except Refusal as refusal:
        blamed = _named(refusal.reason)
        decided = {**ranges, **dict(zip(exact, chosen, strict=True))}
        blocked = {pin: _blocked(one, refusal.reason) for pin, one in decided.items() if one.name in blamed}
        # Django is the target itself: what does not go with it is to blame
        blocked = {pin: one for pin, one in blocked.items() if pin.name != "django"} or blocked
        if not blocked:
            raise
        decided |= blocked
        return _put_back(original, inventory, [decided.get(pin, pin) for pin in inventory.pins])
    result = [
        _settle(pin, proposed[pin], agreed, index) if pin in proposed else _settle_loose(pin, agreed, ranges.get(pin))
        for pin in inventory.pins
    ]
    stood_in = {*replaced.values()} & ranges.keys()
    result = [
        replace(pin, why=ranges[one].why) if one in stood_in else pin
        for one, pin in zip(inventory.pins, result, strict=True)
    ]
    result = [_against(pin, agreed) for pin in _without_legs(result, agreed, goal, index)]
    with ThreadPoolExecutor(_THREADS) as threads:
        result = [*threads.map(lambda pin: _without_names(pin, agreed, index, cutoff), result)]
    new = list(_new_pins(inventory, agreed, old, index))
    named = {pin.name for pin in new}
    for requirement, (pin, where) in silent.items():
        name = canonicalize_name(Requirement(requirement).name)
        if name in agreed.versions and name not in named:
            new.append(_silent_pin(name, pin, where, agreed.versions[name]))
    with ThreadPoolExecutor(_THREADS) as threads:
        advised = [*threads.map(lambda pin: _advised(pin, index, cutoff), (*result, *new))]
    return (*_put_back(original, inventory, advised[: len(result)]), *advised[len(result) :])


def _in_its_place(
    pin: Pin, choice: Pin, goal: Versions, look: Callable[..., Pin], index: Index, cutoff: datetime
) -> tuple[Pin, Pin] | None:
    """Return what to ask about instead of a pin, with what was chosen for that; None where the pin is its own best.

    A backport gets a marker that leaves it out where the standard library has its modules. Where no release of a package
    works and another is imported under the same names, that one takes its place.
    """
    if pin.group == LOCK or (choice.status == "ok" and _LEFT_OUT in choice.why):
        return None
    since = BACKPORTS.get(pin.name)
    if since and goal.python >= Version(since):
        before, _, marker = pin.requirement.partition(";")
        both = f"({marker.strip()}) and " if " or " in marker else f"{marker.strip()} and " if marker.strip() else ""
        asked = replace(pin, requirement=f'{before.rstrip()} ; {both}python_version < "{since}"')
        why = f"the standard library has it from Python {since} on: the line is for older ones alone"
        return asked, replace(asked, status="ok", why=why)
    other = STAND_INS.get(pin.name)
    if other is None:
        return None
    lost = bool(other.lost) and goal.python >= Version(other.lost)
    if choice.status != "blocked" and not lost:
        return None
    candidates = [one for one in index.releases(other.name) if _is_allowed(one, Version("0"), cutoff)]
    final = [str(one.version) for one in candidates if not one.version.is_prerelease]
    if not final:
        return None
    marker = pin.requirement[len(pin.requirement.partition(";")[0].rstrip()) :]
    extras = "".join(re.findall(r"^[\w.-]+(\[[^]]*\])", pin.requirement))
    name = f"{other.name}{extras}"
    asked = replace(pin, name=other.name, version=final[0], requirement=f"{name}=={final[0]}{marker}")
    found = look(asked, buildable=False)
    if found.status not in ("ok", "upgrade"):
        return None
    said = other.why if lost else choice.why.partition(successor(pin.name) or "; its newest")[0]
    why = f"{said}; {other.name} is imported under the same names and takes its place, to be reviewed: {found.why}"
    if pin.version is None:
        bound = f">={found.to or found.version}" if _requirement(pin).specifier else ""
        asked = replace(asked, version=None, requirement=f"{name}{bound}{marker}")
    return asked, replace(found, version=asked.version, requirement=asked.requirement, why=why)


def _put_back(original: Inventory, asked: Inventory, decided: Sequence[Pin]) -> tuple[Pin, ...]:
    """Return the project's own pins with what was decided about those that were asked about in their place."""
    result = []
    for pin, other, end in zip(original.pins, asked.pins, decided, strict=True):
        if pin is other or end.status not in ("ok", "upgrade"):
            result.append(end if pin is other else replace(pin, status=end.status, why=end.why, blocker=end.blocker))
        else:
            to = end.to or end.version
            becomes = requirement_text(end)
            result.append(replace(pin, status="upgrade", to=to, why=end.why, becomes=becomes))
    return tuple(result)


def _without_legs(pins: Sequence[Pin], agreed: _Agreed, goal: Versions, index: Index) -> list[Pin]:
    """Return the pins with those blocked that need a package which nobody maintains and which does not work any more.

    Only asked about are packages that no file names, of which a successor is known.
    """
    named = {pin.name for pin in pins}
    broken = {}
    for name, version in agreed.versions.items():
        release = _release(index, name, version) if name not in named and name in {**SUCCESSORS, **STAND_INS} else None
        where = look_into(release, goal, index).broken if release else ""
        if where:
            broken[name] = f"{name} {version}, its newest that fits, {where}"
    result = []
    for pin in pins:
        legs = [name for name in broken if pin.name in agreed.needed_by.get(name, ())]
        if legs and pin.status in ("ok", "upgrade") and _UNDECLARED in pin.why:
            why = f"no release supports it: {pin.to or pin.version} requires {broken[legs[0]]}{successor(pin.name)}"
            result.append(replace(pin, status="blocked", to=None, why=why, blocker=NO_RELEASE, bridge=None))
        else:
            result.append(pin)
    return result


def _without_names(pin: Pin, agreed: _Agreed, index: Index, cutoff: datetime) -> Pin:
    """Return a pin that is blocked where its newest release asks what it requires for names that are not there.

    Only releases that declare no support are asked. Django is not: `look_into` did.
    """
    version = agreed.versions.get(pin.name)
    if pin.status not in ("ok", "upgrade") or pin.group == LOCK or _UNDECLARED not in pin.why or version is None:
        return pin
    release = _release(index, pin.name, version)
    newest = next((one for one in reversed(index.releases(pin.name)) if _is_allowed(one, version, cutoff)), None)
    metadata = index.metadata(release) if release and release == newest else None
    found: dict[str, Release] = {}
    for needed in metadata.requires if metadata else ():
        name = canonicalize_name(needed.name)
        other = _release(index, name, agreed.versions.get(name)) if name != "django" and not needed.marker else None
        found |= {name: other} if other else {}
    said = asks_in_vain(release, found, index) if release and found else ""
    if not said:
        return pin
    why = f"no release goes with the rest: {version}, the newest, {said}{successor(pin.name)}"
    return replace(pin, status="blocked", to=None, why=why, blocker=CONFLICT, bridge=None)


def _against(pin: Pin, agreed: _Agreed) -> Pin:
    """Return a pin that is blocked where it, or what it brings along, says something against the target."""
    if pin.status not in ("ok", "upgrade") or pin.group == LOCK:
        return pin
    brings, waiting = {pin.name}, [pin.name]
    while waiting:
        below = {name for name, needed in agreed.needed_by.items() if waiting[-1] in needed} - brings
        waiting = [*waiting[:-1], *below]
        brings |= below
    for name in (pin.name, *sorted(brings - {pin.name})):
        if said := agreed.against.get(name):
            said = said if name == pin.name else f"requires {name}, and {name} {agreed.versions[name]} {said}"
            why = f"no release supports it: {agreed.versions[pin.name]} {said}"
            for reason in agreed.refusals:
                if name in _named(reason):
                    return replace(_blocked(pin, reason), to=pin.to, against=said)
            return replace(pin, status="blocked", why=why, blocker=NO_RELEASE, against=said, bridge=None)
    for reason in agreed.refusals:
        wants = {name for name in agreed.versions if pin.name in agreed.needed_by.get(name, ())}
        if pin.name in _named(reason) and any(one in _named(reason) for one in wants):
            return _blocked(pin, reason)
    return pin


def _advised(pin: Pin, index: Index, cutoff: datetime) -> Pin:
    """Return a pin that names the known vulnerabilities of the release it ends at, where the index serves them.

    And a release that is too young to be taken, which may mend them.
    """
    version = pin.to or pin.version
    known = index.advisories(pin.name, Version(version)) if version and pin.status in ("ok", "upgrade") else None
    if not known:
        return pin
    young = _too_young(index.releases(pin.name), Version(str(version)), cutoff)
    hidden = f"; {young} is too young to be taken" if young and f"{young}" not in pin.why else ""
    return replace(pin, why=f"{pin.why}; known vulnerabilities: {', '.join(known)}{hidden}")


def _needed_silently(
    all_pins: Iterable[Pin], pins: Iterable[Pin], goal: Versions, index: Index
) -> dict[str, tuple[Pin, str]]:
    """Return the requirements that releases need without saying so, each with a pin that does and the place.

    Only releases that declare no support, or a part of it, are asked: what was made for the target knows that nothing
    comes by itself.
    """
    pins = tuple(pins)
    chosen = {pin.name for pin in pins}
    named = {pin.name for pin in all_pins}
    has = closure((*pins, *(pin for pin in all_pins if pin.name not in chosen)), goal.python, index)
    found: dict[str, tuple[Pin, str]] = {}
    for pin in pins:
        if pin.against or (pin.status in ("ok", "upgrade") and (_UNDECLARED in pin.why or f" {_YET}" in pin.why)):
            release = _release(index, pin.name, Version(pin.to or str(pin.version)))
            for module, where in look_into(release, goal, index).silent.items() if release else ():
                wanted = Requirement(CAME_ALONG[module])
                name = canonicalize_name(wanted.name)
                # what comes along anyway may be a release without the module
                if name not in named and (name not in has or wanted.specifier):
                    found.setdefault(CAME_ALONG[module], (pin, where))
    return found


def _silent_pin(name: str, pin: Pin, where: str, version: Version) -> Pin:
    why = f"{pin.name} {pin.to or pin.version} imports it ({where}), and it no longer comes by itself"
    return Pin(name, None, pin.file, 0, f"{name}=={version}", pin.hashed, "upgrade", str(version), why)


def requirement_text(pin: Pin) -> str:
    """Return the requirement a proposed pin asks for: its own text, exact ones at ``to``, ranges widened to hold it."""
    if pin.becomes:
        return pin.becomes
    if not pin.moves or not pin.to or Version(pin.to) in _requirement(pin).specifier:
        return pin.requirement
    if not pin.version:
        before, separator, marker = pin.requirement.partition(";")
        return widen(before, Version(pin.to)) + separator + marker
    return re.sub(r"(===?\s*)[^\s;,#()]+", lambda found: found[1] + str(pin.to), pin.requirement, count=1)


def _django_release(
    index: Index, django: Version | None, cutoff: datetime, cooldown_days: int, limit: str
) -> Version | None:
    """Return the newest patch release of a Django series, None without Django."""
    if django is None:
        return None
    series = [item for item in index.releases("django") if item.version.release[:2] == django.release[:2]]
    final = [item for item in series if not item.version.is_prerelease and not item.yanked]
    ready = [item for item in final if not item.uploaded or item.uploaded <= cutoff]
    name = f"{django.major}.{django.minor}"
    if not index.releases("django"):
        raise UpgraderError("The package index knows no Django at all. Check the index in uv's or pip's settings.")
    if not series:
        raise UpgraderError(f"There is no Django {name} on the package index. Name a Django version that exists.")
    if not final:
        raise UpgraderError(f"Django {name} has only pre-releases so far. Name an earlier version.")
    if not ready and limit:
        raise UpgraderError(
            f"Django {name} was first released after {limit}. Name an earlier version, or change that date."
        )
    if not ready:
        raise UpgraderError(
            f"Django {name} was first released less than {cooldown_days} days ago. "
            "Wait, name an earlier version, or lower the cooldown."
        )
    return ready[-1].version


def _choose(
    pin: Pin,
    *,
    goal: Versions,
    old: Versions,
    index: Index,
    cutoff: datetime,
    limit: str,
    latest: bool,
    left: Mapping[str, SpecifierSet],
    buildable: bool,
) -> Pin:
    """Return a pin with what its own releases say about it."""
    pinned = Version(str(pin.version))
    requirement = _requirement(pin)
    if not applies(requirement.marker, goal.python):
        return replace(pin, status="ok", why=f"{_LEFT_OUT} on Python {goal.python}")
    releases = index.releases(pin.name)
    if not releases:
        return replace(pin, status="unknown", why=_UNKNOWN)
    lowest = Version("0") if pin.name in left else pinned
    allowed = [release for release in releases if _is_allowed(release, lowest, cutoff)]
    allowed = [release for release in allowed if pin.name not in left or left[pin.name].contains(release.version)]
    if pin.name == "django" and goal.django:
        why = f"the newest release of Django {goal.django.major}.{goal.django.minor}"
        young = _too_young(
            [one for one in releases if one.version.release[:2] == goal.django.release[:2]], goal.django, cutoff
        )
        why += f"; {young} is younger than {limit or _COOLDOWN}" if young else ""
        chosen = _with(pin, Choice(goal.django, why))
        between = [release for release in allowed if release.version <= goal.django]
        return _bridged(chosen, between, Versions(old.python), Versions(goal.python), index)
    withdrawn = next((one for one in releases if one.version == pinned and one.yanked), None)
    if not allowed:
        young = _too_young(releases, pinned, cutoff)
        hidden = f"; {young} is younger than {limit or _COOLDOWN}" if young else ""
        newest = f": its newest release is {releases[-1].version}" if releases[-1].version < pinned else ""
        why = f"no release is left from {pinned} on that is not withdrawn{newest}{hidden}"
        return _with(pin, Choice(None, why, NEWER if young else NO_RELEASE))
    asked = nearest_django(index.metadata(allowed[-1]), goal.django)
    wheels = any(has_wheel(release, goal.python) for release in allowed)
    known = lowest_known(pin.name, goal)

    @cache
    def weigh_version(version: Version) -> Evidence:
        release = next(release for release in releases if release.version == version)
        return weigh(
            release,
            index.metadata(release),
            goal,
            asked,
            wheels=wheels,
            buildable=buildable,
            extras=requirement.extras,
            known=known,
        )

    choice = choose(
        pinned,
        allowed,
        lambda release: weigh_version(release.version),
        lambda release: look_into(release, goal, index).broken,
        latest=latest,
        made=None if _is_about_django(pin.name, index.metadata(allowed[-1])) else PYTHON_RELEASED.get(str(goal.python)),
        out=PYTHON_RELEASED.get(str(goal.python)),
    )
    why = choice.why
    if choice.version and asked and goal.django and asked != target_series(goal) and "no release" not in why:
        why += f"; none declares Django {target_series(goal)} {_YET}"
    if choice.version and not weigh_version(choice.version).wheel:
        why += _BUILT
    undecided = choice.version is None or _UNDECLARED in why
    if undecided:
        why += successor(pin.name)
        young = _too_young(releases, pinned, cutoff)
        if young and weigh_version(young).place == 0:
            why += f"; {young} declares it, but is younger than {limit or _COOLDOWN}"
            choice = replace(choice, blocker=NEWER if choice.blocker else "")
    last = allowed[-1].uploaded
    if choice.blocker == NO_RELEASE and last:
        why += f"; its newest release is of {last:%B %Y}"
    if withdrawn:
        why += f"; {pinned} was withdrawn from the index"
    if all(one.version != pinned for one in releases):
        why += f"; the index has no {pinned} any more"
    return _bridged(_with(pin, replace(choice, why=why)), allowed, old, goal, index)


def _is_about_django(name: str, metadata: Metadata | None) -> bool:
    """Return whether a package goes by Django's releases rather than by Python's alone, as far as it shows."""
    requires = {canonicalize_name(needed.name) for needed in (metadata.requires if metadata else ())}
    return metadata is None or "django" in name or "django" in requires or bool(claimed_django(metadata))


_COOLDOWN = "the cooldown"
_UNKNOWN = "the package index does not know it: correct its name, or configure its index for uv or pip"
_LEFT_OUT = "its marker leaves it out"
_UNDECLARED = "no release declares support"
_YET = "yet"  # ends the reason for a release that declares a part of the target
_BUILT = "; built from source, as it is today"


def _too_young(releases: Sequence[Release], pinned: Version, cutoff: datetime) -> Version | None:
    """Return the newest release that only the cooldown keeps out."""
    fitting = (one for one in reversed(releases) if one.version > pinned and not one.yanked)
    return next(
        (one.version for one in fitting if not one.version.is_prerelease and one.uploaded and one.uploaded > cutoff),
        None,
    )


def _bridged(pin: Pin, releases: Sequence[Release], old: Versions, goal: Versions, index: Index) -> Pin:
    """Return a pin with the highest release that declares both ends, where there is one."""
    if pin.status != "upgrade":
        return pin
    tried = 0
    for release in reversed(releases):
        admitted = any(specifiers(file.requires_python).contains(old.python) for file in release.files)
        if not admitted or tried == _BRIDGES_TRIED:
            continue
        tried += 1
        metadata = index.metadata(release)
        ends = [
            weigh(release, metadata, end, nearest_django(metadata, end.django), wheels=has_wheel(release, end.python))
            for end in (old, goal)
        ]
        if all(end.place == 0 and end.wheel for end in ends):
            return replace(pin, bridge=str(release.version), why=f"{pin.why}; {release.version} runs on both ends")
    return pin


_BRIDGES_TRIED = 4  # releases whose metadata is worth fetching: support for old versions rarely comes back


def _is_allowed(release: Release, pinned: Version, cutoff: datetime) -> bool:
    if release.yanked or release.version < pinned:
        return False
    if release.version == pinned:
        return True
    return not release.version.is_prerelease and (release.uploaded is None or release.uploaded <= cutoff)


def _with(pin: Pin, choice: Choice) -> Pin:
    if choice.version is None:
        blocked = replace(pin, status="blocked", why=choice.why, blocker=choice.blocker, against=choice.against)
        moves = choice.closest is not None and choice.closest != Version(str(pin.version))
        return replace(blocked, to=str(choice.closest)) if moves else blocked
    if choice.version == Version(str(pin.version)):
        return replace(pin, status="ok", why=choice.why)
    return replace(pin, status="upgrade", to=str(choice.version), why=choice.why)


def _blocked(pin: Pin, reason: str) -> Pin:
    building = "no usable wheels" in reason
    more = "; --allow-build would let it be built from source" if building else ""
    shown = reason if len(reason) <= 400 else f"{reason[:400]}..."
    why = f"no set of versions agrees{more}; uv says: {shown}"
    return replace(pin, status="blocked", to=None, why=why, blocker=NEWER if building else CONFLICT, bridge=None)


def _requirement(pin: Pin) -> Requirement:
    return Requirement(pin.requirement)


@dataclass(frozen=True)
class _Question:
    """What uv is asked: ``proposed`` maps pins to choices, ``sources`` is what the old environment builds."""

    inventory: Inventory
    proposed: Mapping[Pin, Pin]
    goal: Versions
    python: Path | None
    cutoff: datetime
    settings: IndexSettings
    index: Index
    sources: Mapping[str, Release]
    allow_build: bool
    more: tuple[str, ...] = ()
    ranges: Mapping[Pin, Pin] = field(default_factory=dict)


def _agree(question: _Question, preferred: Mapping[str, Version]) -> _Agreed:
    """Ask uv for a set that holds the choices; raise Refusal when there is none even with the choices given up.

    ``preferred`` are versions to take in place of the choices. Nothing is built: of what has no wheel, uv is told the
    metadata that the archive itself holds.
    """
    proposed, goal = question.proposed, question.goal
    chosen: dict[str, Version] = {}
    for pin in (*proposed.values(), *question.ranges.values()):
        if (pin.status in ("ok", "upgrade") or pin.against) and (pin.to or pin.version):
            version = Version(pin.to or str(pin.version))
            chosen[pin.name] = max(version, chosen.get(pin.name, version))
    chosen |= preferred
    arguments = ["--exclude-newer", timestamp(question.cutoff), "--annotation-style", "line"]
    # Any interpreter does for a version that uv is told; ours spares it a search of the whole machine.
    arguments += ["--python", str(question.python or sys.executable)]
    arguments += [] if question.python else ["--python-version", str(goal.python)]
    archives = {name: _release(question.index, name, version) for name, version in chosen.items()}
    archives |= {name: release for name, release in question.sources.items() if name not in archives}
    archives = {name: one for name, one in archives.items() if one and not has_wheel(one, goal.python)}
    told = {name: question.index.metadata(one) for name, one in archives.items() if one}
    requires = {name: metadata.requires for name, metadata in told.items() if metadata}
    for pin in (*proposed.values(), *question.ranges.values()):
        release = _release(question.index, pin.name, chosen.get(pin.name)) if pin.against else None
        if release and (metadata := question.index.metadata(release)):
            requires[pin.name] = without_bounds(metadata, {"django"})
    only = ["--only-binary", ":all:", *(word for name in sorted(archives) for word in ("--no-binary", name))]
    try:
        text, aside, refusals = _compile_relaxing(question, chosen, [*arguments, *only], requires)
        wheels_only = not archives
    except Refusal:
        if not question.allow_build:
            raise
        text, aside, refusals = _compile_relaxing(question, chosen, arguments, requires)
        wheels_only = False
    versions: dict[str, Version] = {}
    needed_by: dict[str, tuple[str, ...]] = {}
    for entry in requirements_file.parse(text, PurePosixPath("uv's answer")):
        if entry.requirement:
            name = canonicalize_name(entry.requirement.name)
            versions[name] = Version(next(iter(entry.requirement.specifier)).version)
            via = entry.comment.removeprefix("# via ").split(", ")
            needed_by[name] = tuple(canonicalize_name(item) for item in via if not item.startswith("-"))
    said: dict[str, str] = {}
    for other in sorted(aside & versions.keys()):
        release = _release(question.index, other, versions[other])
        said[other] = against(release, question.index.metadata(release), versions, goal.python) if release else ""
    return _Agreed(versions, needed_by, wheels_only, {name: text for name, text in said.items() if text}, refusals)


def _lower(proposed: Mapping[Pin, Pin], agreed: _Agreed, index: Index, cutoff: datetime) -> dict[str, Version]:
    """Return lower versions for pins that others moved up: uv goes to the newest, where the next that fits will do."""
    found: dict[str, Version] = {}
    for pin, choice in proposed.items():
        own, version = Version(choice.to or str(pin.version)), agreed.versions.get(pin.name)
        if choice.status not in ("ok", "upgrade") or version is None or version <= own:
            continue
        bounds = [requirement.specifier for _, requirement in _requirements_on(pin.name, agreed, index)]
        for release in index.releases(pin.name):
            fits = all(bound.contains(release.version) for bound in bounds)
            if fits and own < release.version < version and _is_allowed(release, own, cutoff):
                found[pin.name] = release.version
                break
    return found


def _compile_relaxing(
    question: _Question,
    chosen: Mapping[str, Version],
    arguments: Sequence[str],
    requires: Mapping[str, Sequence[Requirement]],
) -> tuple[str, frozenset[str], tuple[str, ...]]:
    """Return uv's set; where it refuses, the packages its reason names may go below their choice, step by step.

    ``requires`` is what packages depend on that cannot be asked themselves. What then still keeps Django out and nothing
    else is set aside, and at last what releases say of one another; these packages are returned, too, and uv's reasons
    where it came to that.
    """
    inventory, proposed, goal = question.inventory, question.proposed, question.goal
    floors: dict[str, list[Version | None]] = {name: [version] for name, version in chosen.items()}
    for pin, choice in proposed.items():
        if pin.name in floors:
            pinned = Version(str(pin.version))
            floors[pin.name] = [floors[pin.name][0], pinned]
            release = _release(question.index, pin.name, pinned)
            # nobody wants an older release than they have, unless that one is gone or was asked for
            lower = bool(choice.to) and Version(str(choice.to)) < pinned
            if release is None or release.yanked or lower or pin.group in _LIMITS:
                floors[pin.name].append(None)
    blocked = {pin for pin, one in question.ranges.items() if one.status == "blocked" and not one.against}
    loose = {pin: _loose_line(pin, chosen, goal) for pin in inventory.pins if _is_loose(pin) and pin not in blocked}
    preferences = [f"{name}=={version}" for name, version in sorted(chosen.items())]
    aside: dict[str, Version] = {}
    refusals: list[str] = []
    while True:
        bounds = {name: _bound(name, steps[0], goal) for name, steps in floors.items()}
        named = [pin for pin in proposed if pin.name in bounds]
        lines = [_line(pin, bounds[pin.name]) for pin in named if pin.group not in _LIMITS]
        limits = [_line(pin, bounds[pin.name]) for pin in named if pin.group in _LIMITS]
        wanted = dict.fromkeys([*lines, *loose.values(), *question.more])
        try:
            text = compile_set(
                [*wanted],
                arguments,
                question.settings,
                constraints=[*limits, *(f"{name}=={version}" for name, version in aside.items())],
                preferences=preferences,
                requires=requires,
            )
            return text, frozenset(aside), tuple(refusals)
        except Refusal as refusal:
            blamed = _named(refusal.reason)
            relaxed = [name for name in floors if name in blamed and len(floors[name]) > 1 and name != "django"]
            freed = {
                pin: _line(pin, str(floor_of(_requirement(pin).specifier)))
                for pin in loose
                if pin.name in blamed and pin.name != "django"
            }
            if not relaxed and freed.items() <= loose.items():
                said = (refusal.reason, [*wanted, *limits], goal.django, goal.python, question.index, question.cutoff)
                more = [one for one in set_aside(*said, django_alone=True) if one.name not in aside]
                if not more:
                    more = [one for one in set_aside(*said) if one.name not in aside]
                    refusals.append(refusal.reason)
                if not more:
                    raise
                requires = {**requires, **{one.name: one.requires for one in more}}
                aside |= {one.name: one.version for one in more}
            loose |= freed
            for name in relaxed:
                del floors[name][0]


_LIMITS = ("constraint", LOCK)  # groups of pins that say which version, not that it is needed


def _is_loose(pin: Pin) -> bool:
    """Return whether a pin is a range that takes part in the environment of the tests."""
    try:
        return not pin.version and is_installed_for_tests(pin.group) and not Requirement(pin.requirement).url
    except InvalidRequirement:
        return False


def _loose_line(pin: Pin, chosen: Mapping[str, Version], goal: Versions) -> str:
    """Return the text of a range, without its bounds where they contradict a choice: those are for `rewrite` to widen."""
    version = goal.django if pin.name == "django" else chosen.get(pin.name)
    if version is None or _requirement(pin).specifier.contains(version, prereleases=True):
        return pin.requirement
    return _line(pin, _bound(pin.name, version, goal))


def _choose_range(pin: Pin, *, look: Callable[..., Pin], index: Index, cutoff: datetime) -> Pin:
    """Return a range as it is, unless no release in it supports the target: then what is chosen for its newest."""
    releases = [
        one
        for one in index.releases(pin.name)
        if not one.yanked and not one.version.is_prerelease and (one.uploaded is None or one.uploaded <= cutoff)
    ]
    specifier = _requirement(pin).specifier
    held = [one.version for one in releases if one.version in specifier]
    if pin.name == "django" or not held or (held[-1] == releases[-1].version and pin.name not in STAND_INS):
        return pin
    chosen = look(replace(pin, version=str(held[-1])), buildable=False)
    if chosen.status == "upgrade" and chosen.to and _UNDECLARED not in chosen.why:
        return replace(chosen, version=None)
    return replace(chosen, version=None) if chosen.status == "blocked" else pin


def _settle_loose(pin: Pin, agreed: _Agreed, chosen: Pin | None) -> Pin:
    """Return a range with what became of it: fine, or to be widened so that it holds the agreed version."""
    version = agreed.versions.get(pin.name)
    if version is None or not _is_loose(pin) or (chosen and chosen.against):
        return pin if chosen is None else chosen
    if _requirement(pin).specifier.contains(version, prereleases=True):
        return replace(pin, status="ok", why=f"its range holds {version}")
    why = f"its range leaves out {version}"
    if chosen and chosen.to == str(version):
        return replace(chosen, why=f"{why}, {chosen.why}")
    return replace(pin, status="upgrade", to=str(version), why=why)


def _bound(name: str, floor: Version | None, goal: Versions) -> str:
    if name == "django" and goal.django:
        return f"=={goal.django}"
    return f">={floor}" if floor else ""


def _line(pin: Pin, bound: str) -> str:
    requirement = _requirement(pin)
    extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
    return f"{pin.name}{extras}{bound}{f' ; {requirement.marker}' if requirement.marker else ''}"


def _named(reason: str) -> frozenset[str]:
    """Return every word of uv's reason that may be a package."""
    return frozenset(canonicalize_name(word) for word in re.findall(r"[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9]", reason))


def _settle(pin: Pin, proposed: Pin, agreed: _Agreed, index: Index) -> Pin:
    """Return a pin at the version uv agreed to, saying who moved it there."""
    version = agreed.versions.get(pin.name)
    if version is None and pin.group == LOCK:
        return replace(pin, status="ok", why="nothing that is required needs it any more")
    if version is None or proposed.status not in ("ok", "upgrade"):
        return proposed
    own = Version(proposed.to or str(proposed.version))
    if version == own:
        return proposed
    below = "below what it should be: " if version < own else ""
    moved = f"{below}{_who_moved(pin.name, own, agreed, index)}; on its own: {own}, {proposed.why}"
    if version == Version(str(pin.version)):
        return replace(proposed, status="ok", to=None, why=moved)
    return replace(proposed, status="upgrade", to=str(version), why=moved)


def _who_moved(name: str, own: Version, agreed: _Agreed, index: Index) -> str:
    for other, requirement in _requirements_on(name, agreed, index):
        if not requirement.specifier.contains(own, prereleases=True):
            return f"{other} {agreed.versions[other]} requires {name}{requirement.specifier}"
    release = _release(index, name, own)
    metadata = index.metadata(release) if release else None
    for requirement in metadata.requires if metadata else ():
        version = agreed.versions.get(canonicalize_name(requirement.name))
        if version and not requirement.marker and not requirement.specifier.contains(version, prereleases=True):
            return f"{name} {own} requires {requirement.name}{requirement.specifier}, which is {version}"
    return "another line of the requirements decides"


def _requirements_on(name: str, agreed: _Agreed, index: Index) -> Iterator[tuple[str, Requirement]]:
    for other in agreed.needed_by.get(name, ()):
        release = _release(index, other, agreed.versions.get(other))
        metadata = index.metadata(release) if release else None
        for requirement in metadata.requires if metadata else ():
            if canonicalize_name(requirement.name) == name:
                yield other, requirement


def _release(index: Index, name: str, version: Version | None) -> Release | None:
    return next((release for release in index.releases(name) if release.version == version), None)


def _new_pins(inventory: Inventory, agreed: _Agreed, old: Versions, index: Index) -> Iterator[Pin]:
    """Yield the packages a frozen file now needs and does not have."""
    files: dict[PurePosixPath, list[Pin]] = {}
    for pin in inventory.pins:
        if requirements_file.is_requirements_file(pin.file) and pin.group != "constraint":
            files.setdefault(pin.file, []).append(pin)
    known = {pin.name for pin in inventory.pins}
    for file, pins in files.items():
        hashed = any(pin.hashed for pin in pins)
        if not hashed and not _is_frozen(pins, old, index):
            continue
        present = {pin.name for pin in pins}
        grown = True
        while grown:
            grown = False
            for name in sorted(set(agreed.versions) - known - present):
                needs = present.intersection(agreed.needed_by.get(name, ()))
                if needs:
                    present.add(name)
                    grown = True
                    version = str(agreed.versions[name])
                    why = f"needed by {', '.join(sorted(needs))}"
                    yield Pin(name, None, file, 0, f"{name}=={version}", hashed, "upgrade", version, why)


def _is_frozen(pins: Iterable[Pin], old: Versions, index: Index) -> bool:
    """Return whether a file's exact pins hold all that they depend on, as ``pip freeze`` and pip-compile write it."""
    pins = list(pins)
    names = {pin.name for pin in pins}
    needed = False
    for pin in pins:
        release = _release(index, pin.name, Version(pin.version)) if pin.version else None
        if not pin.version:
            return False
        metadata = index.metadata(release) if release else None
        for requirement in metadata.requires if metadata else ():
            if applies(requirement.marker, old.python):
                needed = True
                if canonicalize_name(requirement.name) not in names | {"setuptools", "pip", "wheel"}:
                    return False
    return needed
