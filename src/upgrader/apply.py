"""Write the upgrade: one commit per step, in a worktree that is nobody's working tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from upgrader import engine, git
from upgrader.catalogue import load_rules
from upgrader.journal import write_whole
from upgrader.model import Change, Plan, Safety, Skip, Step, Versions
from upgrader.pins.index import Index
from upgrader.pins.inventory import Inventory, read_pins
from upgrader.pins.missing import missing_requirements
from upgrader.pins.rewrite import add_requirement, rewrite
from upgrader.scan import rule_settings
from upgrader.tools import TOOLS, run_tool
from upgrader.workshop import TRAILER, Workshop


@dataclass(frozen=True)
class Applied:
    """What became of a step: its changed files, rows about what was refused, distributions its code now needs."""

    step: Step
    paths: tuple[PurePosixPath, ...]
    skipped: tuple[Skip, ...] = ()
    requires: tuple[str, ...] = ()


def write_branch(
    workshop: Workshop, plan: Plan, inventory: Inventory, index: Index
) -> tuple[tuple[Step, ...], tuple[Skip, ...]]:
    """Carry out the plan on the branch; return the steps that changed something and the rows about the rest.

    Steps that an earlier run committed are not done again.
    """
    top, branch = workshop.top, workshop.branch
    git.add_worktree(top, workshop.checkout("branch"), workshop.base, branch)
    finished = git.trailers(top, workshop.base, branch, TRAILER)
    kept: list[Step] = []
    rows: list[Skip] = []
    needed: set[str] = set()
    for step in plan.steps:
        if step.key in finished:
            kept.append(step)
            continue
        if step.key == "pins":
            applied = _move_pins(step, workshop, plan, inventory, needed, index)
        else:
            applied = _change_code(step, workshop)
        rows += applied.skipped
        needed |= set(applied.requires)
        if applied.paths:
            paths = [str(PurePosixPath(workshop.prefix, path)) for path in applied.paths]
            git.commit(workshop.checkout("branch"), paths, _message(applied, workshop.target))
            kept.append(step)
            workshop.say(f"committed: {step.title} ({len(applied.paths)} files)")
    return tuple(kept), tuple(rows)


def write_changes(root: Path, changes: Iterable[Change]) -> None:
    """Write each change to its file, whole or not at all; file modes stay."""
    for change in changes:
        path = root / change.path
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, change.after)


def _change_code(step: Step, workshop: Workshop) -> Applied:
    """Carry out a code step: ``rules``, ``review:ID`` or a tool."""
    project, target, root = workshop.project, workshop.target, workshop.root("branch")
    tool = next((tool for tool in TOOLS if tool.name == step.key), None)
    if tool is not None:
        changes, skipped = run_tool(tool, root, workshop.files(), project.old, target)
        return Applied(step, tuple(change.path for change in changes), skipped)
    safety = {Safety.SAFE} if step.key == "rules" else {Safety.SAFE, Safety.REVIEW}
    settings = rule_settings(project, target, workshop.options, safety, only=step.rules)
    looked = engine.fix(root, workshop.files(), settings)
    changes = tuple(one.change for one in looked if one.change is not None)
    write_changes(root, changes)
    return Applied(
        step,
        tuple(change.path for change in changes),
        tuple(row for one in looked for row in one.skipped),
        tuple(sorted({name for one in looked for name in one.requires})),
    )


def _move_pins(
    step: Step, workshop: Workshop, plan: Plan, inventory: Inventory, needed: Iterable[str], index: Index
) -> Applied:
    """Move pins and version mentions, and add what the rewritten code requires and no file names."""
    root = workshop.root("branch")
    result = rewrite(inventory, plan.pins, workshop.target, root, index)
    write_changes(root, result.changes)
    paths = {change.path for change in result.changes}
    rows = list(result.skipped)
    code = dict.fromkeys(needed, "the upgraded code imports it")
    for requirement, why in {**dict(_missing(workshop, plan, inventory, index)), **code}.items():
        name = canonicalize_name(Requirement(requirement).name)
        if any(pin.name == name for pin in read_pins(root, workshop.files()).pins):
            continue
        outcome = add_requirement(root, workshop.files(), requirement, why, index, python=workshop.target.python)
        if isinstance(outcome, Skip):
            rows.append(outcome)
        else:
            write_changes(root, [outcome])
            paths.add(outcome.path)
    return Applied(step, tuple(sorted(paths)), tuple(rows))


def _missing(workshop: Workshop, plan: Plan, inventory: Inventory, index: Index) -> tuple[tuple[str, str], ...]:
    """Return what the code of the branch imports and only came along by accident."""
    pythons = workshop.project.old.python, workshop.target.python
    return missing_requirements(workshop.root("branch"), workshop.files(), inventory.pins, plan.pins, *pythons, index)


def _message(applied: Applied, target: Versions) -> str:
    """Return the commit message of a step: what, why, and trailers by which a later run finds it."""
    step = applied.step
    lines = [step.title, "", f"Towards {target}. Files changed: {len(applied.paths)}."]
    if step.rules:
        titles = {rule.id: rule.title for rule in load_rules()}
        lines += ["", *(f"- {rule}: {titles.get(rule, '')}" for rule in step.rules)]
    lines += ["", f"{TRAILER}: {step.key}", *(f"Upgrader-Rule: {rule}" for rule in step.rules)]
    return "\n".join(lines) + "\n"
