"""A whole run with lock files: the old pins before, the new ones after, and what nothing brings along any more."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from packaging.version import Version
from test_run import git, make, run
from uv import find_uv_bin

from upgrader.interpreters import find_interpreter


def old_python() -> str:
    """Return the old interpreter as the product finds it: uv looks on the path alone."""
    return str(find_interpreter(Version("3.8"), fetch=False).path)


CODE = {
    "shop": """
        import pytz
        from django.utils.encoding import force_text


        def name(country):
            return force_text(pytz.country_timezones[country][0])
    """,
    "test_shop": """
        import unittest

        import django

        from shop import name


        class ShopTests(unittest.TestCase):
            def test_name(self):
                self.assertEqual(name("fr"), "Europe/Paris")
                self.assertIn(django.get_version()[:3], ("2.2", "5.2"))
    """,
}
PROJECT = """\
[project]
name = "shop"
version = "1"
requires-python = ">=3.8"
dependencies = [
    "django>=2.2,<3.0",  # the framework
]

[tool.uv]
package = false
"""


def locked(folder: Path, files: dict[str, str], *command: str) -> Path:
    """Return a project with a lock of March 2021, committed."""
    project = make(folder, **CODE)
    for name, text in files.items():
        (project / name).write_text(text)
    subprocess.run([find_uv_bin(), *command, "--exclude-newer", "2021-03-01", "--quiet"], cwd=project, check=True)
    git(project, "add", "-A")
    git(project, "commit", "-qm", "Lock")
    return project


@pytest.mark.slow
def test_a_project_with_a_uv_lock_moves_with_it(tmp_path: Path) -> None:
    project = locked(tmp_path / "site", {"pyproject.toml": PROJECT}, "lock", "--python", old_python())
    code, report, said = run(project, "--to-django", "5.2")
    assert (code, report["verdict"]["outcome"]) == (0, "passed"), said
    manifest = git(project, "show", f"{report['branch']}:pyproject.toml")
    assert 'requires-python = ">=3.12"' in manifest
    assert '"django>=2.2,<6.0",  # the framework\n    "pytz",\n' in manifest
    lock = git(project, "show", f"{report['branch']}:uv.lock")
    assert 'name = "django"\nversion = "5.2.' in lock
    assert 'name = "pytz"\nversion = "2021.1"' in lock
    assert "exclude-newer" in lock  # as it was made


@pytest.mark.slow
def test_a_project_with_compiled_requirements_has_them_compiled_again(tmp_path: Path) -> None:
    files = {"requirements.in": "django>=2.2,<3.0\n"}
    compiled = ("pip", "compile", "requirements.in", "--python-version", "3.8", "-o", "requirements.txt")
    project = locked(tmp_path / "site", files, *compiled)
    code, report, said = run(project, "--to-django", "5.2")
    assert (code, report["verdict"]["outcome"]) == (0, "passed"), said
    source = git(project, "show", f"{report['branch']}:requirements.in").splitlines()
    assert source[0] == "django>=2.2,<6.0"
    assert source[1].startswith("pytz  # ")
    text = git(project, "show", f"{report['branch']}:requirements.txt")
    names = [line.partition("==")[0] for line in text.splitlines() if "==" in line]
    assert names == ["asgiref", "django", "pytz", "sqlparse"]
    assert "#    uv pip compile requirements.in --python-version 3.12 -o requirements.txt\n" in text
