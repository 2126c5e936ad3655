"""Write the upgrade: one commit per step, in a worktree that is nobody's working tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from upgrader import git
from upgrader.catalogue import cards
from upgrader.hunks import without
from upgrader.interpreters import find_interpreter
from upgrader.journal import write_whole
from upgrader.model import Change, Plan, Safety, Skip, Step, TakenBack, UpgraderError, Versions
from upgrader.pins.compiled import recompile
from upgrader.pins.index import Index, read_settings
from upgrader.pins.inventory import Inventory, read_pins
from upgrader.pins.locks import GROUP as LOCK
from upgrader.pins.missing import as_required, missing_requirements
from upgrader.pins.relock import Goal, relock
from upgrader.pins.requirements import is_requirements_file
from upgrader.pins.rewrite import add_requirement, add_to_source, rewrite
from upgrader.plan import allowed
from upgrader.scan import rule_settings
from upgrader.sweep import Settings, fix
from upgrader.tools import TOOLS, run_tool
from upgrader.workshop import REQUIRES, STAGE, TRAILER, Workshop

WANTED = "the upgraded code imports it"


@dataclass(frozen=True)
class Applied:
    """What became of a step: its changed files, rows about what was refused, distributions its code now needs."""

    step: Step
    paths: tuple[PurePosixPath, ...]
    skipped: tuple[Skip, ...] = ()
    requires: tuple[str, ...] = ()


@dataclass(frozen=True)
class Written:
    """What a stage left on the branch: the steps that changed something, and rows about the rest."""

    steps: tuple[Step, ...] = ()
    skipped: tuple[Skip, ...] = ()


def write_stage(
    workshop: Workshop, plan: Plan, stage: str, inventory: Inventory, index: Index, taken_back: Sequence[TakenBack] = ()
) -> Written:
    """Carry out the plan's steps of one stage on the branch; return what came of them.

    Steps that an earlier run committed are not done again. What a tool would do again although it was taken back is
    left out.
    """
    top, branch = workshop.top, workshop.branch
    git.add_worktree(top, workshop.checkout("branch"), workshop.base, branch)
    finished = git.trailers(top, workshop.base, branch, TRAILER)
    kept: list[Step] = []
    rows: list[Skip] = []
    for step in plan.steps:
        if step.stage != stage:
            continue
        if step.key in finished:
            kept.append(step)
            continue
        if step.key == "pins":
            applied = _move_pins(step, workshop, plan, inventory, index)
        else:
            applied = _change_code(step, workshop, taken_back)
            # on the bridge, what changes no code is a requirement alone, which its marker keeps from the old side
            if stage == "switch" or not applied.paths:
                changed = applied.paths
                applied = _require(applied, workshop, dict.fromkeys(applied.requires, WANTED), index)
                if stage == "switch" and applied.paths != changed:
                    applied = _relock(applied, workshop, plan, index)
        rows += applied.skipped
        if applied.paths:
            _commit(applied, workshop)
            kept.append(applied.step)
            workshop.say(f"committed: {step.title} ({len(applied.paths)} files)")
    return Written(tuple(kept), tuple(rows))


def required(workshop: Workshop) -> tuple[str, ...]:
    """Return the requirements that the code on the branch has come to need, as its commits say."""
    found = git.trailers(workshop.top, workshop.base, workshop.branch, REQUIRES)
    return tuple(sorted(found))


def write_changes(root: Path, changes: Iterable[Change]) -> None:
    """Write each change to its file, whole or not at all; file modes stay."""
    for change in changes:
        path = root / change.path
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, change.after)


def step_settings(step: Step, workshop: Workshop) -> Settings:
    """Return the engine's settings for a step of our own rules: those it names, or else all that its stage allows."""
    safety = {Safety.SAFE} if step.key.startswith("rules") else {Safety.SAFE, Safety.REVIEW}
    rules = step.rules or allowed(step.stage, workshop.project.old)
    return rule_settings(workshop.project, workshop.target, workshop.options, safety, only=rules)


def _change_code(step: Step, workshop: Workshop, taken_back: Sequence[TakenBack]) -> Applied:
    """Carry out a code step: our rules, or a tool."""
    project, root = workshop.project, workshop.root("branch")
    tool = next((tool for tool in TOOLS if tool.name == step.key.partition(":")[0]), None)
    if tool is not None:
        # on the bridge a tool may write only what the old version runs
        target = workshop.target if step.stage == "switch" else replace(workshop.target, django=project.old.django)
        changes, skipped = run_tool(tool, root, workshop.files(), project.old, target)
        changes = tuple(_without_taken_back(change, taken_back) for change in changes)
        write_changes(root, changes)
        return Applied(step, tuple(change.path for change in changes if change.before != change.after), skipped)
    settings = step_settings(step, workshop)
    if step.rules:
        looked = fix(root, workshop.files(), settings)
    else:
        settings = replace(settings, rules=settings.rules - {one.rule for one in taken_back})
        looked = fix(root, workshop.files(), settings, only=workshop.changed())
        step = replace(step, rules=tuple(sorted({rule for one in looked for rule in one.rules})))
    changes = tuple(one.change for one in looked if one.change is not None)
    write_changes(root, changes)
    return Applied(
        step,
        tuple(change.path for change in changes),
        tuple(row for one in looked for row in one.skipped),
        tuple(sorted({name for one in looked for name in one.requires})),
    )


def _without_taken_back(change: Change, taken_back: Sequence[TakenBack]) -> Change:
    diffs = [one.diff for one in taken_back if one.path == change.path]
    return without(change, diffs) if diffs else change


def _move_pins(step: Step, workshop: Workshop, plan: Plan, inventory: Inventory, index: Index) -> Applied:
    """Move pins and version mentions, and add what the code of the bridge requires and no file names."""
    applied = _write_pins(step, workshop, plan, inventory, index)
    code = dict.fromkeys(required(workshop), WANTED)
    applied = _require(applied, workshop, {**dict(_missing(workshop, plan, inventory, index)), **code}, index)
    return _relock(applied, workshop, plan, index)


def commit_pins(step: Step, workshop: Workshop, plan: Plan, inventory: Inventory, index: Index) -> None:
    """Write the plan's pins over those of the branch, whose ``inventory`` is given, and commit them as a step."""
    applied = _relock(_write_pins(step, workshop, plan, inventory, index), workshop, plan, index)
    if applied.paths:
        _commit(applied, workshop)


def _write_pins(step: Step, workshop: Workshop, plan: Plan, inventory: Inventory, index: Index) -> Applied:
    root = workshop.root("branch")
    result = rewrite(inventory, plan.pins, workshop.target, root, index, keep_old=workshop.options.keep_old)
    write_changes(root, result.changes)
    return Applied(step, tuple(sorted({change.path for change in result.changes})), tuple(result.skipped))


def cutoff(workshop: Workshop) -> datetime:
    """Return the moment after which releases are too young: by the cooldown, and by what uv is told to exclude."""
    own = datetime.now(timezone.utc) - timedelta(days=workshop.options.cooldown_days(workshop.project))
    return min(own, read_settings().newest or own)


def _relock(applied: Applied, workshop: Workshop, plan: Plan, index: Index) -> Applied:
    """Have the lock files made anew for what the manifests require now."""
    options, root = workshop.options, workshop.root("branch")
    try:
        python: Path | None = find_interpreter(workshop.target.python, fetch=False).path
    except UpgraderError:
        python = None
    to = Goal(python, workshop.target.python, cutoff(workshop))
    settings, build = read_settings(), options.allow_build
    compiled = sorted(path for path in applied.paths if is_requirements_file(path))
    made = [
        *relock(root, plan.pins, to, settings, index, allow_build=build),
        *recompile(root, compiled, to, settings, allow_build=build),
    ]
    changes = [one for one in made if isinstance(one, Change)]
    write_changes(root, changes)
    rows = tuple(one for one in made if isinstance(one, Skip))
    paths = sorted({*applied.paths, *(change.path for change in changes)})
    return replace(applied, paths=tuple(paths), skipped=(*applied.skipped, *rows))


def _require(applied: Applied, workshop: Workshop, requirements: Mapping[str, str], index: Index) -> Applied:
    """Add to the project's files what no file of it names yet; ``requirements`` with why."""
    root = workshop.root("branch")
    paths, rows = set(applied.paths), list(applied.skipped)
    for requirement, why in requirements.items():
        name = canonicalize_name(Requirement(requirement).name)
        named = [pin for pin in as_required(read_pins(root, workshop.files()).pins) if pin.name == name]
        if any(pin.group != LOCK for pin in named):
            continue
        files = [pin.file for pin in named if is_requirements_file(pin.file)]
        outcome = (
            None
            if files
            else add_requirement(root, workshop.files(), requirement, why, index, python=workshop.target.python)
        )
        if isinstance(outcome, Skip):
            rows.append(outcome)
            continue
        source = add_to_source(root, outcome.path if outcome else files[0], requirement, why)
        changes = [change for change in (outcome, source) if change]
        write_changes(root, changes)
        paths |= {change.path for change in changes}
    return replace(applied, paths=tuple(sorted(paths)), skipped=tuple(rows))


def _missing(workshop: Workshop, plan: Plan, inventory: Inventory, index: Index) -> tuple[tuple[str, str], ...]:
    """Return what the code of the branch imports and only came along by accident."""
    pythons = workshop.project.old.python, workshop.target.python
    return missing_requirements(workshop.root("branch"), workshop.files(), inventory.pins, plan.pins, *pythons, index)


def _commit(applied: Applied, workshop: Workshop) -> None:
    paths = [str(PurePosixPath(workshop.prefix, path)) for path in applied.paths]
    git.commit(workshop.checkout("branch"), paths, _message(applied, workshop.target))


def _message(applied: Applied, target: Versions) -> str:
    """Return the commit message of a step: what, why, and trailers by which a later run finds it."""
    step = applied.step
    lines = [step.title, "", f"Towards {target}. Files changed: {len(applied.paths)}."]
    if step.rules:
        titles = {rule.id: rule.title for rule in cards()}
        lines += ["", *(f"- {rule}: {titles.get(rule, '')}" for rule in step.rules)]
    lines += [
        "",
        f"{TRAILER}: {step.key}",
        f"{STAGE}: {step.stage}",
        *(f"Upgrader-Rule: {rule}" for rule in step.rules),
    ]
    lines += [f"{REQUIRES}: {requirement}" for requirement in applied.requires]
    return "\n".join(lines) + "\n"
