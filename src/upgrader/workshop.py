"""Where a run works: a branch, worktrees of its own, and the way back. The user's working tree is never written to."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from upgrader import git
from upgrader.journal import Journal, Started, open_journal, write_whole
from upgrader.model import Project, Skip, UpgraderError, Versions
from upgrader.project import read_project
from upgrader.scan import Options

Say = Callable[[str], None]
# What the trailers of a commit say:
TRAILER = "Upgrader-Step"  #: which step it is
STAGE = "Upgrader-Stage"  #: on which side it is proven
REQUIRES = "Upgrader-Requires"  #: a requirement that its code has come to need
VERDICT = "Upgrader-Verdict"  #: what the tests said about its stage
TESTS = "Upgrader-Tests"  #: how many tests did what
EXPECTATION = "Upgrader-Expectation"  #: what tests expect differently, and where that is announced

EXPECTATIONS = "expectations"  #: the key of the step that changes these


LADDER = "-ladder"  #: how the name of a branch ends that was written rung by rung
CHECKOUTS = ("branch", "before", "bridge", "after")


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
    on_line: Callable[[str, str | None], None] | None = None

    def checkout(self, name: str) -> Path:
        """Return the folder of the checkout ``branch``, ``before``, ``bridge`` or ``after``.

        Tests know the name that it ends in.
        """
        return self.journal.folder / name / self.top.name

    def root(self, name: str) -> Path:
        """Return the project in a checkout."""
        return self.checkout(name) / self.prefix

    def files(self) -> tuple[PurePosixPath, ...]:
        """Return the project's files that the branch still has."""
        return tuple(path for path in self.project.files if (self.root("branch") / path).exists())

    def changed(self) -> tuple[PurePosixPath, ...]:
        """Return those of ``files()`` that a commit of the branch has changed."""
        names = {
            name
            for commit in git.commits(self.top, self.base, self.branch)
            for name in git.changed_paths(self.top, commit)
        }
        return tuple(path for path in self.files() if str(PurePosixPath(self.prefix, path)) in names)

    def end_of(self, stage: str) -> str:
        """Return the last commit of a stage; what it starts from, where it has none."""
        if stage == "bridge":
            for commit in reversed(git.commits(self.top, self.base, self.branch)):
                if git.trailer(self.top, commit, STAGE) == stage:
                    return commit
            return self.base
        return git.git(self.top, "rev-parse", f"refs/heads/{self.branch}").strip()

    def clean_up(self) -> None:
        """Remove the checkouts; branch and journal stay."""
        for name in CHECKOUTS:
            git.remove_worktree(self.top, self.checkout(name))


def branch_name(options: Options, target: Versions) -> str:
    """Return the branch a run writes: the one asked for, else one that names the target."""
    return options.branch or f"upgrader/python{target.python}" + (f"-django{target.django}" if target.django else "")


@contextmanager
def open_workshop(
    project: Project,
    target: Versions,
    options: Options,
    say: Say,
    on_line: Callable[[str, str | None], None] | None = None,
) -> Iterator[Workshop]:
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
        workshop = Workshop(project, target, options, journal, say, where.top, where.prefix, base, branch, on_line)
        journal.store_started(Started(None if options.in_place else branch, base))
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


# -- the user meanwhile ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """What the user's working tree looked like: its commit, and its files that are not committed."""

    head: str | None
    changed: frozenset[str]


def look_around(workshop: Workshop) -> Seen:
    """Return what the user's working tree looks like now."""
    if workshop.options.in_place:
        return Seen(None, frozenset(map(str, edited_since(workshop))))
    return Seen(git.head(workshop.top), frozenset(git.changed_files(workshop.top)))


def moved_meanwhile(workshop: Workshop, start: Seen) -> tuple[Skip, ...]:
    """Return a row for each thing that the user did to the working tree during the run: none of it is in the upgrade."""
    now = look_around(workshop)
    rows = [
        Skip(PurePosixPath(name), "changed while the upgrade ran: left alone, and not part of it")
        for name in sorted(now.changed - start.changed)
    ]
    if now.head != start.head:
        why = f"{now.head} was committed while the upgrade ran, which starts from {workshop.base}"
        rows.append(Skip(PurePosixPath("."), why))
    return tuple(rows)


def edited_since(workshop: Workshop) -> list[PurePosixPath]:
    """Return the project's files that are no longer what the run (``--in-place``) began with."""
    edited = []
    for path in workshop.project.files:
        try:
            now = (workshop.project.root / path).read_bytes()
        except OSError:
            edited.append(path)
            continue
        if now != git.content(workshop.top, workshop.base, str(path)):
            edited.append(path)
    return edited


# -- the way back ----------------------------------------------------------------------------------------------------


def bring_home(workshop: Workshop) -> int:
    """Write the branch's files into the user's folder (``--in-place``), keep what was there, return how many.

    Raises UpgraderError, and writes nothing, when one of these files was edited during the run.
    """
    root, top = workshop.project.root, workshop.top
    names = git.git(top, "diff", "--name-only", "--no-renames", "-z", workshop.base, workshop.branch).split("\0")
    paths = [Path(name) for name in names if name]
    before = {path: git.content(top, workshop.base, path.as_posix()) for path in paths}
    edited = [path for path in paths if _read(root / path) != before[path]]
    if edited:
        shown = ", ".join(map(str, edited[:3]))
        raise UpgraderError(
            f"{len(edited)} file(s) were edited while the upgrade ran ({shown}): nothing was written. Run again."
        )
    after = {path: (workshop.root("branch") / path).read_bytes() for path in paths}
    backup = workshop.journal.folder / "backup"
    shutil.rmtree(backup, ignore_errors=True)
    part = backup.with_name("backup.part")  # a backup is whole, or it is not there
    shutil.rmtree(part, ignore_errors=True)
    for path, data in before.items():
        if data is not None:
            (part / "files" / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / path, part / "files" / path)
    part.mkdir(parents=True, exist_ok=True)
    written = {path.as_posix(): hashlib.sha256(data).hexdigest() for path, data in after.items()}
    (part / "written.json").write_text(json.dumps(written), encoding="utf-8")
    part.replace(backup)
    for path, data in after.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        write_whole(root / path, data)
    return len(paths)


def undo(path: Path, say: Say) -> None:
    """Take the last run back: delete its branch, or restore what ``--in-place`` changed.

    Raises UpgraderError when there is nothing to take back, or when commits or edits that are not ours would be lost.
    """
    journal = open_journal(path)
    started = journal.started()
    if started is None:
        raise UpgraderError(f"No run of {path.resolve()} is remembered here. Start one with `upgrader run`.")
    with journal.locked():
        if started.branch is None:
            _restore(path, journal, say)
            return
        top = read_project(path).top
        names = (started.branch, started.branch + LADDER)
        branches = [name for name in names if top is not None and git.branch_exists(top, name)]
        if top is None or not branches:
            raise UpgraderError(f"The branch {started.branch} is gone already. There is nothing to undo.")
        for branch in branches:
            base = git.git(top, "merge-base", "HEAD", branch).strip()
            # commit by commit: each rung of a ladder has a step of the same name
            others = [one for one in git.commits(top, base, branch) if not git.trailer(top, one, TRAILER)]
            if others:
                raise UpgraderError(
                    f"{len(others)} commit(s) on {branch} are not from upgrader. "
                    "Move them, or delete the branch with git."
                )
        for name in CHECKOUTS:  # a run that was killed leaves them
            git.remove_worktree(top, journal.folder / name / top.name)
        for branch in branches:
            git.git(top, "branch", "-D", branch)
            say(f"Deleted the branch {branch}.")


def _restore(root: Path, journal: Journal, say: Say) -> None:
    backup = journal.folder / "backup"
    if not (backup / "written.json").is_file():
        raise UpgraderError("The last run changed no file. There is nothing to undo.")
    written: dict[str, str] = json.loads((backup / "written.json").read_text(encoding="utf-8"))
    kept = {name: _read(backup / "files" / name) for name in written}
    now = {name: _read(root / name) for name in written}
    edited = [
        name
        for name, data in now.items()
        if data != kept[name] and (data is None or hashlib.sha256(data).hexdigest() != written[name])
    ]
    if edited:
        raise UpgraderError(
            f"{len(edited)} file(s) were edited since the upgrade ({', '.join(edited[:3])}): nothing was restored. "
            f"What was there before is in {backup / 'files'}."
        )
    for name, data in kept.items():
        if data is None:
            (root / name).unlink(missing_ok=True)
        else:
            write_whole(root / name, data)
    shutil.rmtree(backup)
    say(f"Restored {len(written)} file(s).")


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
