"""From findings to ordered steps: a pure function of the project, its findings and the target."""

from __future__ import annotations

from collections.abc import Sequence

from packaging.version import InvalidVersion, Version

from upgrader.model import Finding, Pin, Plan, Project, Safety, Skip, Step, UpgraderError, Versions
from upgrader.releases import DEFAULT_PYTHON, DJANGO_LTS, DJANGO_RUNS_ON, LATEST_PYTHON, PYTHONS
from upgrader.tools import TOOLS, usable


def choose_target(project: Project, python: str | None, django: str | None) -> Versions:
    """Return the target from what the user asked for: versions, ``latest``, ``lts`` or nothing.

    Raises UpgraderError for a version that does not exist, is older than the project's, or does not run together.
    """
    old = project.old
    new_python = (
        DEFAULT_PYTHON if python in (None, "lts") else LATEST_PYTHON if python == "latest" else _version(python)
    )
    if new_python not in PYTHONS:
        raise UpgraderError(f"Python {python} is not known. Choose one of {', '.join(map(str, PYTHONS))}.")
    if new_python < old.python:
        raise UpgraderError(
            f"The project runs on Python {old.python}, newer than {new_python}. Choose a newer --to-python."
        )
    if not project.uses_django:
        if django is not None:
            raise UpgraderError("The project uses no Django. Leave out --to-django.")
        return Versions(new_python)
    fitting = [series for series, (low, high) in DJANGO_RUNS_ON.items() if Version(low) <= new_python <= Version(high)]
    if django is None or django == "latest":
        series = fitting[-1]
    elif django == "lts":
        series = DJANGO_LTS
    else:
        wanted = _version(django)
        series = f"{wanted.major}.{wanted.minor}"
    if series not in DJANGO_RUNS_ON:
        raise UpgraderError(f"Django {django} is not known. Choose one of {', '.join(DJANGO_RUNS_ON)}.")
    if old.django is not None and Version(series) < _series(old.django):
        raise UpgraderError(
            f"The project runs on Django {old.django}, newer than {series}. Choose a newer --to-django."
        )
    if series not in fitting:
        low, high = DJANGO_RUNS_ON[series]
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
