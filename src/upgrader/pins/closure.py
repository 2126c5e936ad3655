"""Everything that pins bring along, and what of it has to be built: as the releases' own metadata say, nothing is run.

Building a source archive runs its code with the user's rights, so a run builds nothing that the project does not have
built already: a package whose release the old environment cannot install from a wheel either. Its project publishes
nothing else, and every installation of today runs its build. Everything beyond that wants ``--allow-build``.
"""

from __future__ import annotations

from collections.abc import Iterable

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from upgrader.model import Pin
from upgrader.pins.evidence import applies, has_wheel
from upgrader.pins.index import Index, Release
from upgrader.pins.locks import GROUP as LOCK


def closure(pins: Iterable[Pin], python: Version, index: Index) -> dict[str, Release | None]:
    """Return each package that the pins install on ``python``, by name, with its release (None where it is unknown).

    A proposed version stands above the pinned one. What is not exact counts with the newest release that its
    requirement admits: good enough to know what comes along, not to install it.
    """
    pins = tuple(pins)
    found: dict[str, Release | None] = {}
    exact = {
        (canonicalize_name(Requirement(pin.becomes).name) if pin.becomes else pin.name): Version(
            pin.to or str(pin.version)
        )
        for pin in pins
        if pin.to or pin.version
    }
    limits = {"constraint", LOCK} if any(pin.group not in ("constraint", LOCK) for pin in pins) else {"constraint"}
    waiting = [wanted for pin in pins if pin.group not in limits and (wanted := _requirement(pin))]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name in found or not applies(wanted.marker, python):
            continue
        releases = index.releases(name)
        if name in exact:
            fitting = [release for release in releases if release.version == exact[name]]
        else:
            fitting = [one for one in releases if not one.yanked and wanted.specifier.contains(one.version)]
        found[name] = fitting[-1] if fitting else None
        metadata = index.metadata(fitting[-1]) if fitting else None
        waiting += [
            needed
            for needed in (metadata.requires if metadata else ())
            if applies(needed.marker, python, wanted.extras)
        ]
    return found


def built_before(pins: Iterable[Pin], python: Version, index: Index) -> dict[str, Release]:
    """Return what an environment of these pins has to build from source on ``python``: pins, and what they bring along.

    A package that no file names counts only when none of its releases has a wheel: else another one may be taken.
    """
    pins = tuple(pins)
    named = {pin.name for pin in pins if pin.version}
    found = {}
    for name, release in closure(pins, python, index).items():
        if release and not any(
            has_wheel(one, python) for one in ((release,) if name in named else index.releases(name))
        ):
            found[name] = release
    return found


def to_build(pins: Iterable[Pin], old: Version, new: Version, index: Index) -> frozenset[str]:
    """Return the packages that may and must be built on the ``new`` Python: on the ``old`` one they must be, too."""
    return frozenset(name for name, release in built_before(pins, old, index).items() if not has_wheel(release, new))


def _requirement(pin: Pin) -> Requirement | None:
    try:
        return Requirement(pin.becomes or pin.requirement)
    except InvalidRequirement:
        return None
