"""Upgrade the small old site that comes with the program, to show what a run looks like."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

from upgrader import git
from upgrader.model import Report, UpgraderError
from upgrader.run import run
from upgrader.scan import Options

SITE = "bookshop"


def demo(folder: Path | None, options: Options, say: Callable[[str], None]) -> Report:
    """Copy the site to ``folder`` (a new temporary one without it), make it a repository and upgrade it.

    Raises UpgraderError when ``folder`` exists and is not empty.
    """
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="upgrader-demo-")) / SITE
    elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UpgraderError(f"{folder} is not empty. Name a folder that does not exist yet.")
    with as_file(files("upgrader.fixtures") / SITE) as site:
        shutil.copytree(site, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    git.create_repository(folder, ["."])
    say(f"The site is in {folder}.")
    report = run(folder, replace(options, to_django=options.to_django or "5.2"), say)
    say(f"Look at the commits: git -C {folder} log -p {report.branch}")
    return report
