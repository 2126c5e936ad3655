"""What the README shows is what the program says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from upgrader.project.config import read_config

ROOT = Path(__file__).parent.parent


def block(marker: str) -> str:
    match = re.search(
        rf"<!-- {marker} -->\n```\w*\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert match is not None
    return match[1]


def test_the_help_text_is_that_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    shown = subprocess.run([sys.executable, "-m", "upgrader", "--help"], capture_output=True, text=True, check=True)
    assert block("help") == shown.stdout


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert block("test command").strip().endswith(".venv/bin/python -m pytest -n auto --dist worksteal")
    assert "<!-- test command -->" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_configuration_that_the_readme_shows_is_read(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "pyproject.toml").write_text(example, encoding="utf-8")
    config = read_config(tmp_path)
    assert config.python == "3.8"
    assert config.cooldown_days == 7
    assert config.pass_env == ("CI_DATABASE_*",)
