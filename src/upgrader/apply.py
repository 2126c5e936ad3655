"""Write the upgrade: one commit per step, in a worktree that is nobody's working tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from upgrader import engine, git
from upgrader.catalogue import load_rules
from upgrader.journal import write_whole
from upgrader.model import Change, Project, Safety, Skip, Step, Versions
from upgrader.tools import TOOLS, run_tool

TRAILER = "Upgrader-Step"


@dataclass(frozen=True)
class Applied:
    """What became of a step: its changed files, rows about what was refused, distributions its code now needs."""

    step: Step
    paths: tuple[PurePosixPath, ...]
    skipped: tuple[Skip, ...] = ()
    requires: tuple[str, ...] = ()


def change_code(step: Step, root: Path, project: Project, target: Versions) -> Applied:
    """Carry out a code step (``rules``, ``review:ID`` or a tool) on the files below ``root``."""
    tool = next((tool for tool in TOOLS if tool.name == step.key), None)
    if tool is not None:
        changes, skipped = run_tool(tool, root, project.files, project.old, target)
        return Applied(step, tuple(change.path for change in changes), skipped)
    safety = {Safety.SAFE} if step.key == "rules" else {Safety.SAFE, Safety.REVIEW}
    looked = engine.fix(root, project.files, rule_settings(project, target, step.rules, safety))
    changes = tuple(one.change for one in looked if one.change is not None)
    write_changes(root, changes)
    return Applied(
        step,
        tuple(change.path for change in changes),
        tuple(row for one in looked for row in one.skipped),
        tuple(sorted({name for one in looked for name in one.requires})),
    )


def rule_settings(
    project: Project, target: Versions, rules: Iterable[str] | None = None, safety: Iterable[Safety] = Safety
) -> engine.Settings:
    """Return the engine's settings for a project; all rules without ``rules``."""
    chosen = frozenset(rules) if rules is not None else frozenset(rule.id for rule in load_rules())
    return engine.Settings(
        project.old, target, chosen, frozenset(safety), tuple(sorted(project.config.per_file_ignores.items()))
    )


def write_changes(root: Path, changes: Iterable[Change]) -> None:
    """Write each change to its file, whole or not at all; file modes stay."""
    for change in changes:
        path = root / change.path
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, change.after)


def commit_step(root: Path, applied: Applied, target: Versions) -> str | None:
    """Commit a step's files and return the commit; None when it changed nothing."""
    if not applied.paths:
        return None
    return git.commit(root, map(str, applied.paths), message(applied, target))


def message(applied: Applied, target: Versions) -> str:
    """Return the commit message of a step: what, why, and trailers by which a later run finds it."""
    step = applied.step
    lines = [step.title, "", f"Towards {target}. Files changed: {len(applied.paths)}."]
    titles = {rule.id: rule.title for rule in load_rules()} if step.rules else {}
    if step.rules:
        lines += ["", *(f"- {rule}: {titles.get(rule, '')}" for rule in step.rules)]
    lines += ["", f"{TRAILER}: {step.key}", *(f"Upgrader-Rule: {rule}" for rule in step.rules)]
    return "\n".join(lines) + "\n"


def finished_steps(top: Path, base: str, branch: str) -> dict[str, str]:
    """Return the commits of steps that an earlier run finished, by the step's key."""
    return git.trailers(top, base, branch, TRAILER)


def for_each_step(
    steps: Sequence[Step], finished: Iterable[str], carry_out: Callable[[Step], Applied]
) -> tuple[Applied, ...]:
    """Carry out the steps that are not finished yet, in order."""
    done = set(finished)
    return tuple(carry_out(step) for step in steps if step.key not in done)
