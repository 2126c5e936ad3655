"""Rewrite files where they are: the rules and the tools, without git and without tests."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import TextIO

from upgrader import engine
from upgrader.journal import write_whole
from upgrader.model import Change, Project, Safety, Skip, UpgraderError, Versions
from upgrader.plan import choose_target
from upgrader.project import read_project
from upgrader.scan import Options, rule_settings
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
    wanted = [path.resolve() for path in paths]
    for path in wanted:
        if not path.is_relative_to(project.root):
            raise UpgraderError(f"{path} is not part of the project in {project.root}. Fix one project at a time.")
    files = tuple(file for file in project.files if any((project.root / file).is_relative_to(path) for path in wanted))
    changes, skipped = fix_files(project, files, target, options)
    for row in skipped:
        say(f"{row.path}: {row.why}")
    if diff is not None:
        diff.writelines(line for change in changes for line in _diff(change))
    else:
        for change in changes:
            write_whole(project.root / change.path, change.after)
    say(f"{len(changes)} file(s) {'would change' if diff is not None else 'changed'}.")
    return 1 if changes else 0


def fix_files(
    project: Project, files: Sequence[PurePosixPath], target: Versions, options: Options
) -> tuple[tuple[Change, ...], tuple[Skip, ...]]:
    """Return what the rules, then the tools, make of ``files``; they work on copies, so nothing is half-written."""
    safety = {Safety.SAFE, Safety.REVIEW} if options.review else {Safety.SAFE}
    settings = rule_settings(project, target, options, safety)
    skipped: list[Skip] = []
    with tempfile.TemporaryDirectory(prefix="upgrader-") as folder:
        root = Path(folder)
        originals = {}
        for file in files:
            try:
                originals[file] = (project.root / file).read_bytes()
            except OSError:
                continue  # the engine has a row for it
            write_copy(root / file, originals[file])
        added: list[Change] = []
        looked = engine.fix(project.root, project.files, settings, originals)
        skipped += [row for one in looked for row in one.skipped]
        for one in looked:
            if one.change is not None:
                (root / one.change.path).write_bytes(one.change.after)
                added += [one.change] if one.change.before is None else []
        if not options.select:
            for tool in TOOLS:
                if usable(tool, project.old, target):
                    skipped += run_tool(tool, root, files, project.old, target)[1]
        changes = [
            Change(file, before, (root / file).read_bytes())
            for file, before in originals.items()
            if (root / file).read_bytes() != before
        ]
    return (*changes, *added), tuple(skipped)


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
