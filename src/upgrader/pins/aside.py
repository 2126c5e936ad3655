"""Upper bounds that keep the target out and may say nothing but that nobody tried: set aside, so that tests can tell.

A release that says ``Django<5`` may run on Django 5 all the same. No installer takes it along with that, so that one such
line hides what all the rest is worth. What it requires is then told to uv without those bounds, and everything that was
installed against what a release says of itself is named.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from upgrader.pins.evidence import applies, is_above
from upgrader.pins.index import Index, Metadata, Release, specifiers

#: How uv writes the packages that its reason is about.
_BLAMED = re.compile(
    r"\b([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?:\[[^]]*\])?(?:==|>=|<=|!=|~=|<|>)\d"
    r"|\bversions of ([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)"
)


@dataclass(frozen=True)
class Aside:
    """A release and what it requires without the bounds that are set aside."""

    name: str
    version: Version
    requires: tuple[Requirement, ...]


def without_bounds(metadata: Metadata, names: Container[str]) -> tuple[Requirement, ...]:
    """Return what a release requires, of these packages without any upper bound."""
    return tuple(_loosened(one) if canonicalize_name(one.name) in names else one for one in metadata.requires)


def set_aside(
    reason: str,
    requirements: Iterable[str],
    django: Version | None,
    python: Version,
    index: Index,
    cutoff: datetime,
    *,
    django_alone: bool = False,
) -> tuple[Aside, ...]:
    """Return what has to be told of releases for another try, when uv refuses ``requirements`` (PEP 508) for a ``reason``.

    First what is bound to an older Django: every exact pin, and what the reason names. Only where no such bound is left
    (and never with ``django_alone``) what the releases that the reason names say of one another.
    """
    wanted: dict[str, SpecifierSet] = {}
    for one in _parsed(requirements):
        name: str = canonicalize_name(one.name)
        wanted[name] = wanted.get(name, SpecifierSet()) & one.specifier
    exact = {name for name, specifier in wanted.items() if "==" in {one.operator for one in specifier}}
    blamed = {canonicalize_name(found[1] or found[2]) for found in _BLAMED.finditer(reason)}
    said: dict[str, tuple[Release, Metadata]] = {}
    for name in sorted((exact | blamed) - {"django"}, key=lambda name: (name not in wanted, name)):
        limit = wanted.get(name, SpecifierSet())
        if name not in wanted:
            others = [metadata for _, metadata in said.values()]
            for needed in [needed for metadata in others for needed in metadata.requires]:
                if canonicalize_name(needed.name) == name and applies(needed.marker, python):
                    limit &= needed.specifier
        fitting = [
            one
            for one in index.releases(name)
            if limit.contains(one.version, prereleases=name in exact) and _may_be_taken(one, cutoff, name in exact)
        ]
        metadata = index.metadata(fitting[-1]) if fitting else None
        if metadata:
            said[name] = fitting[-1], metadata
    for names in ({"django"}, set() if django_alone else blamed):
        found = tuple(
            Aside(name, release.version, without_bounds(metadata, names - {name}))
            for name, (release, metadata) in said.items()
            if any(_stands_in_the_way(one, names - {name}, django, python) for one in metadata.requires)
        )
        if found:
            return found
    return ()


def contradictions(requirements: Iterable[str], python: Version, index: Index) -> tuple[Aside, ...]:
    """Return what to tell of exact pins that say something against one another: everything but that.

    pip installed such lines until its release of October 2020.
    """
    pinned: dict[str, Version] = {}
    for one in _parsed(requirements):
        exact = next((item.version for item in one.specifier if item.operator == "=="), "")
        if exact and not exact.endswith("*") and applies(one.marker, python):
            pinned[canonicalize_name(one.name)] = Version(exact)
    found = []
    for name, version in sorted(pinned.items()):
        release = next((one for one in index.releases(name) if one.version == version), None)
        metadata = index.metadata(release) if release else None
        if not release or not metadata or not against(replace(release, files=()), metadata, pinned, python):
            continue
        requires = []
        for needed in metadata.requires:
            other = pinned.get(canonicalize_name(needed.name))
            free = Requirement(str(needed))
            if other and not needed.specifier.contains(other, prereleases=True):
                free.specifier = SpecifierSet()
            requires.append(free)
        found.append(Aside(name, version, tuple(requires)))
    return tuple(found)


def against(release: Release, metadata: Metadata | None, versions: Mapping[str, Version], python: Version) -> str:
    """Return what a release says against an environment of these ``versions``, as in ``requires Django<5``, or nothing."""
    for needed in metadata.requires if metadata else ():
        version = versions.get(canonicalize_name(needed.name))
        if version and applies(needed.marker, python) and not needed.specifier.contains(version, prereleases=True):
            return f"requires {needed.name}{needed.specifier}"
    bounds = [file.requires_python for file in release.files if not file.yanked]
    if bounds and not any(specifiers(one).contains(python, prereleases=True) for one in bounds):
        return f"requires Python {specifiers(bounds[-1])}"
    return ""


def _stands_in_the_way(needed: Requirement, names: Container[str], django: Version | None, python: Version) -> bool:
    """Return whether a requirement has an upper bound on one of ``names``; on Django one that it is beyond."""
    name = canonicalize_name(needed.name)
    if name not in names or not applies(needed.marker, python):
        return False
    if name == "django" and django:
        return not needed.specifier.contains(django, prereleases=True) and not is_above(str(needed.specifier), django)
    return _loosened(needed).specifier != needed.specifier


def _loosened(needed: Requirement) -> Requirement:
    """Return a requirement with its lower bounds alone."""
    loose = Requirement(str(needed))
    loose.specifier = floor_of(needed.specifier)
    return loose


def floor_of(specifier: SpecifierSet) -> SpecifierSet:
    """Return a specifier's lower bounds, also those of what is exact or compatible with something."""
    low = [one for one in specifier if one.operator in (">=", ">")]
    exact = [one.version.removesuffix(".*") for one in specifier if one.operator in ("==", "===", "~=")]
    return SpecifierSet(",".join([*map(str, low), *(f">={version}" for version in exact)]))


def _may_be_taken(release: Release, cutoff: datetime, exact: bool) -> bool:
    if exact:
        return True
    return not release.yanked and not release.version.is_prerelease and (release.uploaded or cutoff) <= cutoff


def _parsed(texts: Iterable[str]) -> Iterator[Requirement]:
    for text in texts:
        try:
            yield Requirement(text)
        except InvalidRequirement:
            continue
