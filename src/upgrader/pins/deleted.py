"""Pins of releases that the index no longer has: what was installed then can only be come close to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from upgrader.model import Pin
from upgrader.pins.index import Index


def without_deleted(pins: Iterable[Pin], time: datetime | None, index: Index) -> dict[str, str | None]:
    """Return what to require in the place of each requirement whose exact release is gone, by its text.

    The next release that there was at that ``time``, else the last before; None where there is none of that time any more.
    A package that the index does not know at all is not among them.
    """
    found: dict[str, str | None] = {}
    for pin in pins:
        releases = index.releases(pin.name) if pin.version else ()
        try:
            wanted = Version(pin.version or "")
        except InvalidVersion:
            continue
        if not releases or "==" not in pin.requirement or any(one.version == wanted for one in releases):
            continue
        there = [
            one.version
            for one in releases
            if not one.version.is_prerelease and (time is None or one.uploaded is None or one.uploaded <= time)
        ]
        closest = next((one for one in there if one > wanted), max(there, default=None))
        found[pin.requirement] = None if closest is None else _exactly(pin.requirement, closest)
    return found


def _exactly(text: str, version: Version) -> str:
    requirement = Requirement(text)
    requirement.specifier = SpecifierSet(f"=={version}")
    return str(requirement)
