"""git, asked by subprocess: the only module that knows its command line."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from upgrader.model import UpgraderError

#: Commits of ours run no hooks of the project, are not signed, and work without a configured name.
_QUIET = ["-c", "commit.gpgsign=false", "-c", f"core.hooksPath={os.devnull}", "-c", "advice.detachedHead=false"]


def git(folder: Path, *arguments: str, check: bool = True) -> str:
    """Return what git prints. Raises UpgraderError with git's reason when it fails and ``check`` is true."""
    # variables that point git elsewhere (set inside a hook, say) must not
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(
            ["git", *_QUIET, *arguments], cwd=folder, env=environment, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise UpgraderError("git is not installed. Install it, or use --in-place.") from None
    if done.returncode and check:
        reason = done.stderr.decode(errors="replace").strip().splitlines() or ["no message"]
        raise UpgraderError(f"git {arguments[0]} failed: {reason[-1]}. Mend that, then run again.")
    return done.stdout.decode(errors="surrogateescape")


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
    remove_worktree(top, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if branch is None:
        git(top, "worktree", "add", "--detach", str(path), commit)
    elif branch_exists(top, branch):
        git(top, "worktree", "add", str(path), branch)
    else:
        git(top, "worktree", "add", "-b", branch, str(path), commit)


def remove_worktree(top: Path, path: Path) -> None:
    """Remove a worktree, whatever state it is in; the branch stays."""
    if path.exists():
        git(top, "worktree", "remove", "--force", "--force", str(path), check=False)
    if path.exists():
        import shutil

        shutil.rmtree(path, ignore_errors=True)
    git(top, "worktree", "prune")


def commit(worktree: Path, paths: Iterable[str], message: str) -> str:
    """Commit exactly ``paths`` (relative to the worktree) and return the new commit."""
    git(worktree, "add", "--force", "--", *paths)
    who = [] if _has_identity(worktree) else ["-c", "user.name=upgrader", "-c", "user.email=upgrader@localhost"]
    git(worktree, *who, "commit", "--quiet", "--no-verify", "-m", message)
    return head(worktree) or ""


def trailers(top: Path, base: str, branch: str, key: str) -> dict[str, str]:
    """Return the commits of ``base..branch`` by the value of their trailer ``key``."""
    log = git(top, "log", f"--format=%H%x00%(trailers:key={key},valueonly)%x01", f"{base}..{branch}")
    found = {}
    for entry in log.split("\x01"):
        commit_id, _, value = entry.strip().partition("\0")
        if value.strip():
            found[value.strip()] = commit_id
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
