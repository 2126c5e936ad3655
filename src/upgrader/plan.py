"""From findings to ordered steps: a pure function of the project, its findings and the target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from packaging.version import InvalidVersion, Version

from upgrader.model import Finding, Pin, Plan, Project, Safety, Skip, Step, TakenBack, UpgraderError, Versions
from upgrader.releases import DEFAULT_PYTHON, DJANGO_LTS, DJANGO_RUNS_ON, LATEST_PYTHON, PYTHONS
from upgrader.tools import TOOLS, Tool, usable

if TYPE_CHECKING:
    from upgrader.catalogue import About


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

    First the bridge: what runs on the old versions too, so that the old side can prove it. Then the switch: pins and
    project files, and what only the new versions allow. Within each, our own safe rules go first (they are exact where
    the tools are not, and leave the tools less to guess), then the tools, then one step for each review rule: what must
    change, or everything with ``review``. The safe rules that found nothing before have a step of their own, as what another
    rule has written may call for them: on the bridge before what is to be reviewed, for that builds on all that is safe; in
    the switch at the end.
    """
    safe = {f.rule for f in findings if f.fixable and f.safety is Safety.SAFE}
    reviewed = {f.rule for f in findings if f.fixable and f.safety is Safety.REVIEW and (f.must or review)}
    early = set(allowed("bridge", project.old))
    bridge = [
        *_rules_step("rules", "Apply the safe rules that the old versions allow", safe & early, "bridge"),
        *(
            Step(tool.name, f"Rewrite with {_name(tool)} for {project.old}", stage="bridge")
            for tool in TOOLS
            if usable(tool, project.old, target) and (not tool.wants_django or project.old.django is not None)
        ),
        *_follow_up("rules:follow-up", safe & early, "bridge"),
        *_review_steps(reviewed & early, "bridge"),
    ]
    switch = [
        Step("pins", f"Move pins and project files to {target}"),
        *_rules_step("rules:target", f"Apply the safe rules that want {target}", safe - early, "switch"),
        *(
            Step(f"{tool.name}:target", f"Rewrite with {_name(tool)} for {target}")
            for tool in TOOLS
            if usable(tool, project.old, target) and tool.wants_django
        ),
        *_review_steps(reviewed - early, "switch"),
        *_follow_up("rules:target:follow-up", safe | reviewed, "switch"),
    ]
    return Plan(target, (*bridge, *switch), tuple(findings), tuple(pins), tuple(skipped))


def allowed(stage: str, old: Versions) -> tuple[str, ...]:
    """Return the ids of the rules whose new spelling runs on the side that proves a stage."""
    from upgrader.catalogue import cards  # a scan that only needs the target goes without

    return tuple(rule.id for rule in cards() if stage != "bridge" or is_bridge_safe(rule, old))


def is_bridge_safe(rule: About, old: Versions) -> bool:
    """Return whether a rule's new spelling works on the old versions already."""
    version = old.of(rule.package)
    return rule.since is None or (version is not None and Version(rule.since) <= version)


def try_again(plan: Plan, taken_back: Iterable[TakenBack]) -> Plan:
    """Return the plan with a step on the new side for each rule that the old side refused and the target must have."""
    rules = sorted({one.rule for one in taken_back if one.must and one.stage == "bridge"})
    steps = [Step(f"{_AGAIN}{rule}", f"Apply {rule}, which the old side refused", (rule,)) for rule in rules]
    return replace(plan, steps=(*plan.steps, *steps))


def done_again(
    taken_back: Iterable[TakenBack], steps: Iterable[Step], later: Iterable[TakenBack]
) -> tuple[TakenBack, ...]:
    """Return what was taken back; what one of ``steps`` did again is no must any more, unless that went, too (``later``)."""
    again = {step.key.removeprefix(_AGAIN) for step in steps if step.key.startswith(_AGAIN)}
    gone = {(one.rule, one.path) for one in later}
    return tuple(
        replace(one, must=False) if one.rule in again and (one.rule, one.path) not in gone else one
        for one in taken_back
    )


_AGAIN = "again:"


def _rules_step(key: str, title: str, rules: Iterable[str], stage: str) -> list[Step]:
    ids = tuple(sorted(rules))
    return [Step(key, title, ids, stage)] if ids else []


def _follow_up(key: str, rules: Iterable[str], stage: str) -> list[Step]:
    """Return the step, which names no rules before it is carried out, where rules have written anything."""
    return [Step(key, "Apply the safe rules that the steps before call for", (), stage)] if set(rules) else []


def _review_steps(rules: Iterable[str], stage: str) -> list[Step]:
    return [Step(f"review:{rule}", f"Apply {rule}, to be reviewed", (rule,), stage) for rule in sorted(rules)]


def _name(tool: Tool) -> str:
    return tool.name.replace("_", "-")
