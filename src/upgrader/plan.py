"""From findings to ordered steps: a pure function of the project, its findings and the target."""

from __future__ import annotations

from collections.abc import Sequence

from packaging.version import InvalidVersion, Version

from upgrader.model import Finding, Pin, Plan, Project, Safety, Skip, Step, UpgraderError, Versions
from upgrader.tools import TOOLS, usable

#: The Pythons this release can upgrade to, and for each series of Django the ones it runs on.
#: Source: the FAQ "What Python version can I use with Django?".
PYTHONS = tuple(Version(f"3.{minor}") for minor in range(8, 15))
DJANGOS: dict[str, tuple[str, str]] = {
    "1.11": ("2.7", "3.7"),
    "2.0": ("3.4", "3.7"),
    "2.1": ("3.5", "3.7"),
    "2.2": ("3.5", "3.9"),
    "3.0": ("3.6", "3.9"),
    "3.1": ("3.6", "3.9"),
    "3.2": ("3.6", "3.10"),
    "4.0": ("3.8", "3.10"),
    "4.1": ("3.8", "3.11"),
    "4.2": ("3.8", "3.12"),
    "5.0": ("3.10", "3.12"),
    "5.1": ("3.10", "3.13"),
    "5.2": ("3.10", "3.14"),
    "6.0": ("3.12", "3.14"),
    "6.1": ("3.12", "3.14"),
}
LTS = "5.2"


def choose_target(old: Versions, python: str | None, django: str | None) -> Versions:
    """Return the target from what the user asked for: versions, ``latest``, ``lts`` or nothing.

    Raises UpgraderError for a version that does not exist, is older than the project's, or does not run together.
    """
    new_python = Version("3.12") if python in (None, "lts") else PYTHONS[-2] if python == "latest" else _version(python)
    if new_python not in PYTHONS:
        raise UpgraderError(f"Python {python} is not known. Choose one of {', '.join(map(str, PYTHONS))}.")
    if new_python < old.python:
        raise UpgraderError(
            f"The project runs on Python {old.python}, newer than {new_python}. Choose a newer --to-python."
        )
    if old.django is None:
        if django is not None:
            raise UpgraderError("The project uses no Django. Leave out --to-django.")
        return Versions(new_python)
    fitting = [series for series, (low, high) in DJANGOS.items() if Version(low) <= new_python <= Version(high)]
    if django is None or django == "latest":
        series = fitting[-1]
    elif django == "lts":
        series = LTS
    else:
        wanted = _version(django)
        series = f"{wanted.major}.{wanted.minor}"
    if series not in DJANGOS:
        raise UpgraderError(f"Django {django} is not known. Choose one of {', '.join(DJANGOS)}.")
    if Version(series) < _series(old.django):
        raise UpgraderError(
            f"The project runs on Django {old.django}, newer than {series}. Choose a newer --to-django."
        )
    if series not in fitting:
        low, high = DJANGOS[series]
        raise UpgraderError(
            f"Django {series} runs on Python {low} to {high}, not on {new_python}. Choose another pair."
        )
    return Versions(new_python, Version(series))


def _version(text: str | None) -> Version:
    try:
        return Version(text or "")
    except InvalidVersion:
        raise UpgraderError(f"{text!r} is not a version. Write it like 3.12 or 5.2, or latest, or lts.") from None


def _series(version: Version) -> Version:
    return Version(f"{version.major}.{version.minor}")


def make_plan(
    project: Project,
    target: Versions,
    findings: Sequence[Finding],
    pins: Sequence[Pin],
    skipped: Sequence[Skip] = (),
    *,
    review: bool = False,
) -> Plan:
    """Return the steps in the order in which they are committed.

    Our own safe rules go first: they are exact where the tools are not, and leave the tools less to guess. Then the
    tools, then one step for each review rule (what must change, or everything with ``review``), then pins and files.
    """
    safe = sorted({f.rule for f in findings if f.fixable and f.safety is Safety.SAFE})
    steps = [Step("rules", "Apply the safe rules", tuple(safe))] if safe else []
    steps += [
        Step(tool.name, f"Rewrite with {tool.name.replace('_', '-')}")
        for tool in TOOLS
        if usable(tool, project.old, target)
    ]
    reviewed = sorted({f.rule for f in findings if f.fixable and f.safety is Safety.REVIEW and (f.must or review)})
    steps += [Step(f"review:{rule}", f"Apply {rule}, to be reviewed", (rule,)) for rule in reviewed]
    steps.append(Step("pins", f"Move pins and project files to {target}"))
    return Plan(target, tuple(steps), tuple(findings), tuple(pins), tuple(skipped))
