"""Does a release support the target? What its files and its own metadata say, and which release follows from that.

Evidence, not proof: a release that declares Python 3.12 was meant for it, one that declares nothing may run all the same.
The tests decide in the end; this decides what they are given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import groupby, islice
from typing import cast

from packaging.markers import Marker, default_environment
from packaging.tags import Tag, compatible_tags, cpython_tags, platform_tags
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
from packaging.version import Version

from upgrader.model import Versions
from upgrader.pins.index import Metadata, Release, specifiers
from upgrader.pins.known import Fact

NEWER, NO_RELEASE, CONFLICT = "newer release", "no release", "conflict"  #: kinds of blockers
NEEDS_BUILDING = "has to be built from source, which wants --allow-build"

_PYTHON = re.compile(r"Programming Language :: Python :: (3\.\d+)")
_DJANGO = re.compile(r"Framework :: Django :: (\d+\.\d+)")


@dataclass(frozen=True)
class Evidence:
    """What one release says about one target.

    ``place`` is -1 for a release that does not yet declare the target, 0 for one that does, 1 for one that no longer
    does. ``forbids`` is the reason why it cannot be installed with the target at all, empty when it can; ``against`` is
    the part of it that an upper bound says, where nothing else is in the way. ``declares`` says what it declares,
    ``wheel`` whether nothing needs to be built.
    """

    place: int
    forbids: str
    declares: str
    wheel: bool
    against: str = ""


@dataclass(frozen=True)
class Choice:
    """What became of one pin: the release to take, None when there is none, and why.

    ``blocker`` is the kind of obstacle where there is no release to take (`model.Pin`); ``closest`` is then the release
    that only ``against``, an upper bound of its own, keeps from being taken.
    """

    version: Version | None
    why: str
    blocker: str = ""
    closest: Version | None = None
    against: str = ""


def has_wheel(release: Release, python: Version, platforms: tuple[str, ...] = ()) -> bool:
    """Return whether a file of the release can be installed on CPython of this version without building.

    ``platforms`` are platform tags, those of this machine when none are given: it is where the tests will run.
    """
    return any(file.wheel and not file.yanked and _fitting(file.name, python, platforms) for file in release.files)


def _fitting(filename: str, python: Version, platforms: tuple[str, ...] = ()) -> frozenset[Tag]:
    try:
        return parse_wheel_filename(filename)[3] & _supported(python.major, python.minor, platforms)
    except InvalidWheelFilename:
        return frozenset()


@cache
def _supported(major: int, minor: int, platforms: tuple[str, ...]) -> frozenset[Tag]:
    named = [*(platforms or platform_tags())]
    own = cpython_tags((major, minor), platforms=named)
    return frozenset([*own, *compatible_tags((major, minor), f"cp{major}{minor}", named)])


def claimed_django(metadata: Metadata | None) -> frozenset[Version]:
    """Return the Django series that a release's classifiers name."""
    return _versions(_DJANGO, metadata)


def nearest_django(metadata: Metadata | None, target: Version | None) -> Version | None:
    """Return the Django series to ask a package's releases for: the target, or what its newest release comes closest with.

    ``metadata`` is that of the newest release. None when it names no series at all, so that none can be asked for.
    """
    claimed = claimed_django(metadata)
    if target is None or not claimed:
        return None
    series = Version(f"{target.major}.{target.minor}")
    below = [version for version in claimed if version <= series]
    return max(below) if below else series


def weigh(
    release: Release,
    metadata: Metadata | None,
    target: Versions,
    django_asked: Version | None,
    *,
    wheels: bool,
    buildable: bool = True,
    extras: Collection[str] = (),
    known: Fact | None = None,
) -> Evidence:
    """Return what a release says about ``target``, whose Django is the very release that will be installed.

    ``django_asked`` is the Django series its classifiers should name (`nearest_django`); ``wheels`` says whether the
    package offers wheels for the target at all, so that a release without one is an older kind. ``buildable`` says
    whether a release without one may be taken. ``extras`` are those the pin asks for, ``known`` is what is known of it.
    """
    python = target.python
    minor = Version(f"{python.major}.{python.minor}")
    wheel = has_wheel(release, python)
    forbids, too_new = _forbids(release, metadata, target, extras)
    if not forbids and not wheel and not buildable:
        forbids = f"{release.version} {NEEDS_BUILDING}"
    if forbids:
        bound = "" if too_new or NEEDS_BUILDING in forbids else forbids.removeprefix(f"{release.version} ")
        return Evidence(1 if too_new else -1, forbids, "", wheel, bound if wheel or buildable else "")
    if known and known.product == "django":  # a floor, and no word on Python
        if release.version < Version(known.lowest):
            return Evidence(-1, f"{release.version} is older than {known.lowest}, by {known.source}", "", wheel)
    elif known:
        place = 0 if release.version >= Version(known.lowest) else -1
        return Evidence(place, "", f"Python {minor}, by {known.source}", wheel)
    pythons, djangos = _versions(_PYTHON, metadata), claimed_django(metadata)
    declared = []
    own = f"cp{python.major}{python.minor}"
    if minor in pythons:
        declared.append(f"Python {minor}")
    elif any(tag.interpreter == own for file in release.files if file.wheel for tag in _fitting(file.name, python)):
        declared.append(f"Python {minor} by a wheel for it")
    # A pure wheel that names no minor version at all says nothing against one: its Django classifiers then speak for it.
    neutral = not pythons and wheel and django_asked is not None and django_asked == target_series(target)
    runs_python = bool(declared) or neutral
    runs_django = django_asked is None or django_asked in djangos
    if django_asked in djangos:
        declared.append(f"Django {django_asked}")
    if (djangos and django_asked and min(djangos) > django_asked) or (pythons and min(pythons) > minor):
        place = 1
    else:
        place = 0 if runs_python and runs_django and (wheel or not wheels) else -1
    return Evidence(place, "", " and ".join(declared), wheel)


def target_series(target: Versions) -> Version | None:
    """Return the series of the target's Django, as ``Version(5.2)`` for 5.2.7."""
    return Version(f"{target.django.major}.{target.django.minor}") if target.django else None


def choose(
    pinned: Version,
    releases: Sequence[Release],
    weigh_one: Callable[[Release], Evidence],
    broken_in: Callable[[Release], str] = lambda release: "",
    *,
    latest: bool = False,
    made: date | None = None,
    out: date | None = None,
) -> Choice:
    """Return the smallest change that the evidence allows.

    ``releases`` are those from ``pinned`` on that may be taken at all, in version order. The pinned one stays when it
    declares the target; else it is the lowest that does (the newest with ``latest``); else, when none does, the newest
    that can be installed, unless ``broken_in`` knows a place where its code cannot run. ``made`` is the day on which the
    target came out, for a package that can be expected to run on it from then on: the first one after that will do.
    ``out`` is that day for all: what declared the target before it was there could not have been tried, so its code has
    its say, too.
    """

    def refuted(release: Release) -> str:
        return broken_in(release) if out and release.uploaded and release.uploaded.date() < out else ""

    if not releases:
        return Choice(None, "no release is left that is not withdrawn and old enough", NEWER)
    if latest and (last := next((one for one in reversed(releases) if weigh_one(one).place == 0), None)):
        return Choice(last.version, f"the newest release that declares {weigh_one(last).declares}")
    if releases[0].version == pinned and weigh_one(releases[0]).place == 0 and not refuted(releases[0]):
        return Choice(pinned, f"declares {weigh_one(releases[0]).declares}")
    # Maintained branches go on beside newer ones (1.26.20 is younger than 2.0.0), so each major series is searched alone.
    for _, group in groupby(releases, key=lambda release: (release.version.epoch, release.version.major)):
        declaring = islice(_declaring(list(group), weigh_one), _MOST_BROKEN)
        found = next((one for one in declaring if not refuted(one)), None)
        if found:
            return Choice(found.version, f"the lowest release that declares {weigh_one(found).declares}")
    newest = next((release for release in reversed(releases) if not weigh_one(release).forbids), None)
    if newest is None:
        building = next((one for one in reversed(releases) if NEEDS_BUILDING in weigh_one(one).forbids), None)
        closest = next((one for one in reversed(releases) if weigh_one(one).against and not building), None)
        said = weigh_one(building or closest or releases[-1]).forbids
        blocker = NEWER if building else NO_RELEASE
        return _against(Choice(None, f"no release supports it: {said}", blocker), closest, weigh_one, broken_in)
    broken = broken_in(newest)
    if broken:
        said = f"no release supports it: {newest.version}, the newest, {broken}"
        later = (one for one in reversed(releases) if one.version > newest.version and weigh_one(one).against)
        closest = next((one for one in later if not broken_in(one)), None)
        return _against(Choice(None, said, NO_RELEASE), closest, weigh_one, broken_in)
    if made and not latest:
        later = (one for one in releases if one.uploaded and one.uploaded.date() >= made)
        fit = next((one for one in later if not weigh_one(one).forbids and not broken_in(one)), newest)
        if fit is not newest:
            why = (
                f"no release declares support; the first one since the target came out, {made:%B %Y}: the tests decide"
            )
            return Choice(fit.version, why)
    partly = weigh_one(newest).declares
    why = f"no release declares support{f' beyond {partly}' if partly else ''}; the tests decide"
    last = releases[-1]
    beyond = f"; {last.version}, the newest, {weigh_one(last).against}" if weigh_one(last).against else ""
    return Choice(newest.version, why + beyond)


def _against(
    choice: Choice,
    closest: Release | None,
    weigh_one: Callable[[Release], Evidence],
    broken_in: Callable[[Release], str],
) -> Choice:
    """Return a choice of nothing with the release that comes closest, and what its code has to say of the target."""
    if closest is None:
        return choice
    broken = broken_in(closest)
    why = f"{choice.why}, and {broken}" if broken else choice.why
    return replace(choice, why=why, closest=closest.version, against=weigh_one(closest).against)


def _declaring(group: Sequence[Release], weigh_one: Callable[[Release], Evidence]) -> Iterator[Release]:
    """Yield the releases of one series that declare the target, the lowest first, as if support, once declared, stayed."""
    # classifiers come and go between neighbours, and the newest may have lost them all
    last = [place for place, one in enumerate(group) if place >= len(group) - _NEIGHBOURS and weigh_one(one).place >= 0]
    if not last:
        return
    low, high = 0, last[-1]
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if weigh_one(group[middle]).place < 0 else (low, middle)
    yield from (one for one in group[max(0, low - _NEIGHBOURS + 1) :] if weigh_one(one).place == 0)


_NEIGHBOURS = 3
_MOST_BROKEN = 8  # releases of a series whose code refutes what they declare, before the next series is looked at


def _forbids(
    release: Release, metadata: Metadata | None, target: Versions, extras: Collection[str] = ()
) -> tuple[str, bool]:
    """Return why a release cannot be installed with the target, and whether that is because it is too new."""
    files = [file for file in release.files if not file.yanked]
    bounds = [specifiers(file.requires_python) for file in files]
    if not any(bound.contains(target.python, prereleases=True) for bound in bounds):
        wanted = str(bounds[-1]) if bounds else ""
        return f"{release.version} requires Python {wanted}", is_above(wanted, target.python)
    for needed in metadata.requires if metadata else ():
        if canonicalize_name(needed.name) != "django" or target.django is None:
            continue
        if applies(needed.marker, target.python, extras) and not needed.specifier.contains(
            target.django, prereleases=True
        ):
            wanted = str(needed.specifier)
            return f"{release.version} requires Django {wanted}", is_above(wanted, target.django)
    return "", False


def applies(marker: Marker | None, python: Version, extras: Iterable[str] = ()) -> bool:
    """Return whether a requirement's marker (None for none) holds on this machine with this Python, or with an extra."""
    return marker is None or any(_holds(marker, python, extra) for extra in ("", *extras))


def _holds(marker: Marker, python: Version, extra: str) -> bool:
    environment: dict[str, str] = {
        **cast("dict[str, str]", default_environment()),
        "python_version": f"{python.major}.{python.minor}",
        "python_full_version": f"{python.major}.{python.minor}.{python.micro}",
        "extra": extra,
    }
    return bool(marker.evaluate(environment))


def is_above(wanted: str, version: Version) -> bool:
    """Return whether a specifier asks for something newer than ``version``."""
    return any(Version(low) > version for low in re.findall(r"(?:>=|>|~=|==)\s*(\d+(?:\.\d+)*)", wanted))


def _versions(pattern: re.Pattern[str], metadata: Metadata | None) -> frozenset[Version]:
    found: Iterable[re.Match[str] | None] = map(pattern.fullmatch, metadata.classifiers if metadata else ())
    return frozenset(Version(match[1]) for match in found if match)
