"""Requirements that a manifest declares as strings: what all formats but requirements files come down to."""

from __future__ import annotations

from pathlib import PurePosixPath

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from upgrader.model import Pin, Skip


def exact_version(requirement: Requirement) -> str | None:
    """Return the version a requirement insists on (``==`` without a star, or ``===``), None for anything looser."""
    exact = [item.version for item in requirement.specifier if item.operator in ("==", "===")]
    if len(exact) != 1 or exact[0].endswith(".*"):
        return None
    try:
        Version(exact[0])
    except InvalidVersion:
        return None
    return exact[0]


def make_pin(text: str, file: PurePosixPath, line: int, group: str = "") -> Pin | Skip:
    """Return a PEP 508 string as a pin, a Skip naming the line when it is none."""
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return Skip(file, f"line {line}: {text!r} is no requirement and was left alone")
    return pin_of(requirement, file, line, group=group, text=text)


def pin_of(
    requirement: Requirement, file: PurePosixPath, line: int, *, hashed: bool = False, group: str = "", text: str = ""
) -> Pin:
    """Return a requirement as a pin that nobody has looked up yet."""
    version = exact_version(requirement)
    if requirement.url:
        why = "installed from a URL, which no index can answer for"
    elif version:
        why = "not looked up"
    else:
        why = "not exact: resolved when the environment is built"
    return Pin(
        name=canonicalize_name(requirement.name),
        version=version,
        file=file,
        line=line,
        requirement=text or str(requirement),
        hashed=hashed,
        why=why,
        group=group,
    )
