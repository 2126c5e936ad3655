"""Interpreters that have a given release of Django, for tests that prove rules against the real thing."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest
import uv
from packaging.version import Version

from upgrader.interpreters import find_interpreter
from upgrader.model import UpgraderError

#: Release of Django: the Python to run it on.
PYTHONS = {"1.11": "3.7", "2.2": "3.8", "3.2": "3.8", "4.2": "3.11", "5.2": "3.12", "6.1": "3.12"}


@cache
def _home() -> Path:
    home = Path(tempfile.mkdtemp(prefix="django-releases-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


@cache
def django(release: str) -> Path:
    """Return an interpreter that has this release of Django; skips the test where its Python is not installed."""
    try:
        base = find_interpreter(Version(PYTHONS[release]), fetch=False).path
    except UpgraderError:
        pytest.skip(f"Python {PYTHONS[release]} is not installed here")
    python = _home() / release / "bin" / "python"
    for arguments in (
        ["venv", "-q", "-p", str(base), str(_home() / release)],
        ["pip", "install", "-q", "--python", str(python), f"django=={release}.*", "pytz", "psycopg2-binary"],
    ):
        quiet = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
        subprocess.run([uv.find_uv_bin(), *arguments], check=True, env=quiet, capture_output=True)
    return python
