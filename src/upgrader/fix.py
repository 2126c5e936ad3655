"""Rewrite files where they are: the rules and the tools, without git and without tests."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TextIO

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from upgrader import sweep
from upgrader.journal import write_whole
from upgrader.model import Change, Project, Safety, Skip, UpgraderError, Versions
from upgrader.pins.inventory import read_pins
from upgrader.plan import choose_target
from upgrader.project import read_project
from upgrader.scan import AS_PINNED, Options, rule_settings
from upgrader.tools import TOOLS, run_tool, usable


def fix(paths: Sequence[Path], options: Options, diff: TextIO | None, say: Callable[[str], None]) -> int:
    """Fix ``paths`` (files or folders of one project), or print what would change to ``diff``; return the exit code.

    Raises UpgraderError for a path that does not exist or lies outside of the first one's project.
    """
    for path in paths:
        if not path.exists():
            raise UpgraderError(f"{path} does not exist. Name files or folders of a project.")
    project = read_project(_root(paths[0]))
    target = choose_target(project, options.to_python, options.to_django)
    target = replace(target, others=project.old.others)  # where they go, only an index knows
    wanted = [path.resolve() for path in paths]
    for path in wanted:
        if not path.is_relative_to(project.root):
            raise UpgraderError(f"{path} is not part of the project in {project.root}. Fix one project at a time.")
    named = {path.relative_to(project.root).as_posix() for path in wanted}
    folders = ("",) if "." in named else tuple(f"{name}/" for name in named)
    files = tuple(file for file in project.files if str(file) in named or str(file).startswith(folders))
    changes, skipped, requires = fix_files(project, files, target, options)
    for row in skipped:
        say(f"{row.path}: {row.why}")
    if diff is not None:
        diff.writelines(line for change in changes for line in _diff(change))
    else:
        for change in changes:
            write_whole(project.root / change.path, change.after)
    say(f"{len(changes)} file(s) {'would change' if diff is not None else 'changed'}.")
    if changes and project.old.others:
        say(AS_PINNED)
    if requires:
        say(f"The code requires {', '.join(requires)}, which no file names: add that, or let `upgrader run` do so.")
    return 1 if changes else 0


def fix_files(
    project: Project, files: Sequence[PurePosixPath], target: Versions, options: Options
) -> tuple[tuple[Change, ...], tuple[Skip, ...], tuple[str, ...]]:
    """Return what the rules, then the tools, make of ``files``, and the distributions that the code then requires."""
    safety = {Safety.SAFE, Safety.REVIEW} if options.review else {Safety.SAFE}
    settings = rule_settings(project, target, options, safety)
    looked = sweep.fix(project.root, project.files, settings, files)
    skipped = [row for one in looked for row in one.skipped]
    after: dict[PurePosixPath, bytes] = {one.change.path: one.change.after for one in looked if one.change}
    originals = {}
    for file in files:
        try:
            originals[file] = (project.root / file).read_bytes()
        except OSError:
            continue  # the engine has a row for it
    if not options.select:
        after, rows = _with_tools({file: after.get(file, data) for file, data in originals.items()}, project, target)
        skipped += rows
    changes = [
        Change(file, before, after[file]) for file, before in originals.items() if after.get(file, before) != before
    ]
    added = [one.change for one in looked if one.change and one.change.before is None]
    wanted = {Requirement(text).name for one in looked for text in one.requires}
    if wanted:
        pins = read_pins(project.root, project.files, project.config.requirements).pins
        required = {pin.name for pin in pins if pin.group != "constraint"}
        wanted = {name for name in wanted if canonicalize_name(name) not in required}
    return (*changes, *added), tuple(skipped), tuple(sorted(wanted))


def _with_tools(
    files: Mapping[PurePosixPath, bytes], project: Project, target: Versions
) -> tuple[dict[PurePosixPath, bytes], list[Skip]]:
    """Return what the tools make of files, and rows about what was refused; they work on copies."""
    python = {file: data for file, data in files.items() if file.suffix == ".py"}
    rows: list[Skip] = []
    after: dict[PurePosixPath, bytes] = dict(files)
    with tempfile.TemporaryDirectory(prefix="upgrader-") as folder:
        root = Path(folder)
        for file, data in python.items():
            write_copy(root / file, data)
        for tool in TOOLS:
            if usable(tool, project.old, target):
                changes, skipped = run_tool(tool, root, python, project.old, target, (project.root, project.files))
                rows += skipped
                after |= {change.path: change.after for change in changes}
    return after, rows


def write_copy(path: Path, data: bytes) -> None:
    """Write a file and the folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _root(path: Path) -> Path:
    """Return the project a path belongs to: the nearest folder above it with a repository or a pyproject.toml."""
    folder = path.resolve() if path.is_dir() else path.resolve().parent
    for above in (folder, *folder.parents):
        if any((above / name).exists() for name in (".git", "pyproject.toml", "upgrader.toml", "setup.py")):
            return above
    return folder


def _diff(change: Change) -> list[str]:
    before, after = (
        (data or b"").decode(errors="replace").splitlines(keepends=True) for data in (change.before, change.after)
    )
    lines = difflib.unified_diff(before, after, f"a/{change.path}", f"b/{change.path}")
    return [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines]
