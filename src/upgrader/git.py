"""git, asked by subprocess: the only module that knows its command line."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from upgrader.model import UpgraderError

#: A worktree that is being added looks to `git worktree prune` of another thread like one to clear away.
_WORKTREES = threading.RLock()
#: Commits of ours run no hooks of the project, are not signed, and work without a configured name.
_QUIET = ["-c", "commit.gpgsign=false", "-c", f"core.hooksPath={os.devnull}", "-c", "advice.detachedHead=false"]


def git(folder: Path, *arguments: str, check: bool = True, **more: Any) -> str:
    """Return what git prints. Raises UpgraderError with git's reason when it fails and ``check`` is true.

    ``input`` (text) and ``variables`` (a mapping) are handed to git.
    """
    return _run(folder, arguments, check=check, **more).decode(errors="surrogateescape")


def _run(
    folder: Path,
    arguments: Sequence[str],
    *,
    check: bool = True,
    input: str = "",
    variables: Mapping[str, str] | None = None,
) -> bytes:
    # variables that point git elsewhere (set inside a hook, say) must not
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_LITERAL_PATHSPECS": "1", **(variables or {})}
    try:
        done = subprocess.run(
            ["git", *_QUIET, *arguments],
            cwd=folder,
            env=environment,
            input=input.encode(errors="surrogateescape"),
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise UpgraderError("git is not installed. Install it, or use --in-place.") from None
    if done.returncode and check:
        reason = done.stderr.decode(errors="replace").strip().splitlines() or ["no message"]
        raise UpgraderError(f"git {arguments[0]} failed: {reason[-1]}. Mend that, then run again.")
    return done.stdout


def changed_files(top: Path) -> list[str]:
    """Return the files that differ from the last commit, untracked ones included."""
    entries = git(top, "status", "--porcelain", "-z").split("\0")
    return [entry[3:] for entry in entries if len(entry) > 3 and entry[2] == " "]


def head(folder: Path) -> str | None:
    """Return the commit that is checked out, None in a repository without commits."""
    return git(folder, "rev-parse", "--verify", "-q", "HEAD", check=False).strip() or None


def tree(folder: Path, commit: str, prefix: str = "") -> str:
    """Return the id of a commit's tree (below ``prefix``): equal for equal contents."""
    return git(folder, "rev-parse", f"{commit}:{prefix}" if prefix else f"{commit}^{{tree}}").strip()


def branch_exists(top: Path, name: str) -> bool:
    """Return whether a local branch of that name exists."""
    return bool(git(top, "rev-parse", "--verify", "-q", f"refs/heads/{name}", check=False).strip())


def check_branch_name(top: Path, name: str) -> None:
    """Raise UpgraderError when git does not allow a branch of this name."""
    if not git(top, "check-ref-format", "--branch", name, check=False).strip():
        raise UpgraderError(f"{name!r} is not a possible branch name. Choose another with --branch.")


def add_worktree(top: Path, path: Path, commit: str, branch: str | None = None) -> None:
    """Check out ``commit`` (or ``branch``, created from it) into ``path``; what was there before is replaced."""
    with _WORKTREES:
        remove_worktree(top, path)
        path.parent.mkdir(parents=True, exist_ok=True)
        if branch is None:
            git(top, "worktree", "add", "--detach", str(path), commit)
        elif branch_exists(top, branch):
            git(top, "worktree", "add", str(path), branch)
        else:
            git(top, "worktree", "add", "-b", branch, str(path), commit)


def export(top: Path, path: Path, commit: str) -> None:
    """Check out ``commit`` into ``path`` as a repository of its own; what was there before is replaced.

    For code that is run: whatever a test suite does with git (commits, tags, checkouts) stays in there.
    """
    remove_worktree(top, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    git(top, "clone", "--quiet", "--shared", "--no-checkout", str(top), str(path))
    git(path, "remote", "remove", "origin")
    git(path, "checkout", "--quiet", "--detach", commit)


def remove_worktree(top: Path, path: Path) -> None:
    """Remove a worktree, whatever state it is in; the branch stays."""
    with _WORKTREES:
        if path.exists():
            git(top, "worktree", "remove", "--force", "--force", str(path), check=False)
        if path.exists():
            import shutil

            shutil.rmtree(path, ignore_errors=True)
        git(top, "worktree", "prune")


def commit(worktree: Path, paths: Iterable[str], message: str) -> str:
    """Commit exactly ``paths`` (relative to the worktree) and return the new commit."""
    git(worktree, "add", "--force", "--pathspec-from-file=-", "--pathspec-file-nul", input="\0".join(paths))
    who = [] if _has_identity(worktree) else ["-c", "user.name=upgrader", "-c", "user.email=upgrader@localhost"]
    git(worktree, *who, "commit", "--quiet", "--no-verify", "-F", "-", input=message)
    return head(worktree) or ""


def reset(worktree: Path, commit: str) -> None:
    """Put a worktree, and the branch that is checked out in it, back to a commit."""
    git(worktree, "reset", "--quiet", "--hard", commit)


def commits(top: Path, base: str, branch: str) -> list[str]:
    """Return the commits of ``base..branch``, the oldest first."""
    return git(top, "rev-list", "--reverse", "--first-parent", f"{base}..{branch}").split()


def changed_paths(top: Path, commit: str) -> list[str]:
    """Return the files that a commit changed against its parent."""
    return [
        name for name in git(top, "diff", "--name-only", "--no-renames", "-z", f"{commit}^", commit).split("\0") if name
    ]


def content(top: Path, commit: str, path: str) -> bytes | None:
    """Return the bytes of a file as of a commit, None where it has none."""
    blob = git(top, "rev-parse", "--verify", "-q", f"{commit}:{path}", check=False).strip()
    return _run(top, ["cat-file", "blob", blob]) if blob else None


def blame(top: Path, commit: str, path: str, line: int) -> str:
    """Return the commit that last changed a line of a file as of ``commit``; nothing where there is no such line."""
    said = git(top, "blame", "--porcelain", "-L", f"{line},{line}", commit, "--", path, check=False)
    return said.split(" ", 1)[0].lstrip("^")


def reword(top: Path, base: str, branch: str, additions: Mapping[str, Sequence[str]]) -> bool:
    """Append trailer lines to the messages of commits of ``base..branch``; contents, authors and dates stay.

    Return False, and change nothing, when the branch moves meanwhile or is not one line from ``base``.
    """
    old = git(top, "rev-parse", f"refs/heads/{branch}").strip()
    line = commits(top, base, branch)
    if not line or git(top, "rev-parse", f"{line[0]}^").strip() != base or not set(additions) <= set(line):
        return False
    parent = base
    for commit_id in line:
        who = git(top, "show", "-s", "--date=raw", "--format=%an%x00%ae%x00%ad%x00%cn%x00%ce%x00%cd", commit_id)
        names = ("AUTHOR_NAME", "AUTHOR_EMAIL", "AUTHOR_DATE", "COMMITTER_NAME", "COMMITTER_EMAIL", "COMMITTER_DATE")
        variables = {f"GIT_{name}": value for name, value in zip(names, who.rstrip("\n").split("\0"), strict=True)}
        message = git(top, "show", "-s", "--format=%B", commit_id).rstrip("\n") + "\n"
        message += "".join(f"{added}\n" for added in additions.get(commit_id, ()))
        arguments = ("commit-tree", f"{commit_id}^{{tree}}", "-p", parent, "-F", "-")
        parent = git(top, *arguments, input=message, variables=variables).strip()
    git(top, "update-ref", f"refs/heads/{branch}", parent, old)
    return True


def merge_file(folder: Path, base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """Return what a three-way merge makes of one file's contents, None for a conflict."""
    with tempfile.TemporaryDirectory(prefix="upgrader-") as scratch:
        names = []
        for name, data in (("ours", ours), ("base", base), ("theirs", theirs)):
            Path(scratch, name).write_bytes(data)
            names.append(str(Path(scratch, name)))
        done = subprocess.run(["git", "merge-file", "-p", "-q", *names], cwd=folder, capture_output=True, check=False)
        return done.stdout if done.returncode == 0 else None


def trailers(top: Path, base: str, branch: str, key: str) -> dict[str, str]:
    """Return the commits of ``base..branch`` by the values of their trailers ``key``."""
    log = git(top, "log", f"--format=%H%x00%(trailers:key={key},valueonly)%x01", f"{base}..{branch}")
    found = {}
    for entry in log.split("\x01"):
        commit_id, _, value = entry.strip().partition("\0")
        found.update(dict.fromkeys(filter(None, map(str.strip, value.splitlines())), commit_id))
    return found


def create_repository(folder: Path, paths: Sequence[str]) -> None:
    """Make a repository of ``folder`` with one commit of ``paths``."""
    git(folder, "init", "--quiet")
    git(folder, "add", "--force", "--", *paths)
    git(
        folder,
        "-c",
        "user.name=upgrader",
        "-c",
        "user.email=upgrader@localhost",
        "commit",
        "--quiet",
        "-m",
        "As it was",
    )


def _has_identity(worktree: Path) -> bool:
    return bool(git(worktree, "config", "user.email", check=False).strip())


def trailer(top: Path, commit_id: str, key: str) -> str:
    """Return the value of a commit's trailer, empty without one."""
    return git(top, "show", "-s", f"--format=%(trailers:key={key},valueonly)", commit_id).strip()
