"""Where a run works: a branch, worktrees of its own, and the way back. The user's working tree is never written to."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from upgrader import git
from upgrader.journal import Journal, open_journal, write_whole
from upgrader.model import Project, UpgraderError, Versions
from upgrader.project import read_project
from upgrader.scan import Options, last_report

Say = Callable[[str], None]
TRAILER = "Upgrader-Step"  #: says in a commit which step it is


@dataclass(frozen=True)
class Workshop:
    """The surroundings of one run.

    ``top`` is the repository it works in: the user's own, or a copy of a folder that is in none (``--in-place``);
    ``prefix`` leads from there to the project ("" when they are the same). The upgrade goes from ``base`` to ``branch``.
    """

    project: Project
    target: Versions
    options: Options
    journal: Journal
    say: Say
    top: Path
    prefix: str
    base: str
    branch: str

    def checkout(self, name: str) -> Path:
        """Return the folder of the checkout ``before``, ``branch`` or ``after``; tests know the name that it ends in."""
        return self.journal.folder / name / self.top.name

    def root(self, name: str) -> Path:
        """Return the project in a checkout."""
        return self.checkout(name) / self.prefix

    def files(self) -> tuple[PurePosixPath, ...]:
        """Return the project's files that the branch still has."""
        return tuple(path for path in self.project.files if (self.root("branch") / path).exists())

    def clean_up(self) -> None:
        """Remove the checkouts; branch and journal stay."""
        for name in ("branch", "before", "after"):
            git.remove_worktree(self.top, self.checkout(name))


def branch_name(options: Options, target: Versions) -> str:
    """Return the branch a run writes: the one asked for, else one that names the target."""
    return options.branch or f"upgrader/python{target.python}" + (f"-django{target.django}" if target.django else "")


@contextmanager
def open_workshop(project: Project, target: Versions, options: Options, say: Say) -> Iterator[Workshop]:
    """Give the surroundings of a run, checked: a repository, nothing uncommitted, a free branch, no other run.

    Raises UpgraderError, before anything is written, when one of these is not so.
    """
    journal = open_journal(project.root)
    with journal.locked():
        where = _copy(project, journal) if options.in_place else _repository(project, options)
        branch = branch_name(options, target)
        git.check_branch_name(where.top, branch)
        if git.branch_exists(where.top, branch):
            if not options.resume:
                raise UpgraderError(
                    f"The branch {branch} exists. Go on with --resume, remove it with `upgrader undo`, "
                    "or name another with --branch."
                )
            base = git.git(where.top, "merge-base", "HEAD", branch).strip()
        else:
            base = where.base
        workshop = Workshop(project, target, options, journal, say, where.top, where.prefix, base, branch)
        try:
            yield workshop
        finally:
            workshop.clean_up()
            if options.in_place:
                shutil.rmtree(where.top, ignore_errors=True)


@dataclass(frozen=True)
class _Where:
    top: Path
    prefix: str
    base: str


def _repository(project: Project, options: Options) -> _Where:
    if project.top is None:
        raise UpgraderError(f"{project.root} is not in a git repository. Run `git init` and commit, or use --in-place.")
    base = git.head(project.top)
    if base is None:
        raise UpgraderError("The repository has no commit yet. Commit the project, then run again.")
    changed = git.changed_files(project.top)
    if changed and not options.allow_dirty:
        names = ", ".join(changed[:3]) + (", ..." if len(changed) > 3 else "")
        raise UpgraderError(
            f"{len(changed)} file(s) are not committed ({names}). "
            "Commit or stash them, or use --allow-dirty: the upgrade starts from the last commit."
        )
    prefix = project.root.relative_to(project.top).as_posix()
    return _Where(project.top, "" if prefix == "." else prefix, base)


def _copy(project: Project, journal: Journal) -> _Where:
    """Make a repository of a copy of the project, so that a folder without one is upgraded by the same stages."""
    top = journal.folder / "copy" / project.root.name
    shutil.rmtree(top, ignore_errors=True)
    for path in project.files:
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(project.root / path, top / path, follow_symlinks=False)
    git.create_repository(top, [str(path) for path in project.files])
    return _Where(top, "", git.head(top) or "")


# -- the way back ----------------------------------------------------------------------------------------------------


def bring_home(workshop: Workshop) -> int:
    """Write the branch's files into the user's folder (``--in-place``), keep what was there, return how many."""
    names = git.git(workshop.top, "diff", "--name-only", "-z", workshop.base, workshop.branch).split("\0")
    backup = workshop.journal.folder / "backup"
    shutil.rmtree(backup, ignore_errors=True)
    paths = [Path(name) for name in names if name]
    for path in paths:
        (backup / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(workshop.project.root / path, backup / path)
    for path in paths:
        write_whole(workshop.project.root / path, (workshop.root("branch") / path).read_bytes())
    return len(paths)


def undo(path: Path, say: Say) -> None:
    """Take the last run back: delete its branch, or restore what ``--in-place`` changed.

    Raises UpgraderError when there is nothing to take back, or when the branch has commits that are not ours.
    """
    report = last_report(path)
    journal = open_journal(path)
    with journal.locked():
        if report.branch is None:
            _restore(path, journal, say)
            return
        top = read_project(path).top
        if top is None or not git.branch_exists(top, report.branch):
            raise UpgraderError(f"The branch {report.branch} is gone already. There is nothing to undo.")
        base = git.git(top, "merge-base", "HEAD", report.branch).strip()
        ours = set(git.trailers(top, base, report.branch, TRAILER).values())
        others = set(git.git(top, "rev-list", f"{base}..{report.branch}").split()) - ours
        if others:
            raise UpgraderError(
                f"{len(others)} commit(s) on {report.branch} are not from upgrader. "
                "Move them, or delete the branch with git."
            )
        git.git(top, "branch", "-D", report.branch)
        say(f"Deleted the branch {report.branch}.")


def _restore(root: Path, journal: Journal, say: Say) -> None:
    backup = journal.folder / "backup"
    files = [path.relative_to(backup) for path in sorted(backup.rglob("*")) if path.is_file()]
    if not files:
        raise UpgraderError("The last run changed no file. There is nothing to undo.")
    for file in files:
        write_whole(root / file, (backup / file).read_bytes())
    shutil.rmtree(backup)
    say(f"Restored {len(files)} file(s).")
