"""The command line as its users meet it: bad input gets one sentence and exit code 2, and nothing is written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

OLD = "from django.utils.translation import ugettext as _\n\nNAME = _('Name')\n"


def upgrader(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    cache = {"XDG_CACHE_HOME": str(cwd.parent / "cache"), "NO_COLOR": "1", "UV_PYTHON_DOWNLOADS": "never"}
    return subprocess.run(
        [sys.executable, "-m", "upgrader", *arguments],
        cwd=cwd,
        env={**os.environ, **cache, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    return subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "app.py").write_text(OLD)
    (folder / "requirements.txt").write_text("django==2.2.10\npytz==2019.3\n")
    (folder / ".python-version").write_text("3.8\n")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "As it was")
    return folder


def assert_refused(done: subprocess.CompletedProcess[str], words: str, project: Path) -> None:
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert len([line for line in done.stderr.splitlines() if line.startswith("upgrader: ")]) == 1
    assert git(project, "status", "--porcelain") == ""
    assert git(project, "branch", "--list", "upgrader/*") == ""


def test_a_folder_without_a_repository_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loose").mkdir()
    (tmp_path / "loose" / "app.py").write_text(OLD)
    (tmp_path / "loose" / "requirements.txt").write_text("django==2.2.10\n")
    done = upgrader("run", ".", cwd=tmp_path / "loose")
    assert done.returncode == 2
    assert "not in a git repository" in done.stderr
    assert "--in-place" in done.stderr
    assert sorted(path.name for path in (tmp_path / "loose").iterdir()) == ["app.py", "requirements.txt"]


def test_a_dirty_tree_is_refused(project: Path) -> None:
    (project / "app.py").write_text(OLD + "CHANGED = True\n")
    done = upgrader("run", ".", cwd=project)
    assert done.returncode == 2
    assert "app.py" in done.stderr
    assert "--allow-dirty" in done.stderr
    assert (project / "app.py").read_text().endswith("CHANGED = True\n")


def test_a_folder_without_python_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.txt").write_text("nothing")
    done = upgrader("scan", ".", cwd=tmp_path / "empty")
    assert done.returncode == 2
    assert "no Python files" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["--to-django", "1.11"], "newer than 1.11", id="an older Django"),
        pytest.param(["--to-python", "3.7"], "3.7", id="an older Python"),
        pytest.param(["--to-django", "9.9"], "9.9 is not known", id="an unknown Django"),
        pytest.param(["--to-python", "4.0"], "4.0 is not known", id="an unknown Python"),
        pytest.param(["--to-python", "three"], "'three' is not a version", id="not a version"),
        pytest.param(["--to-python", "3.10", "--to-django", "6.1"], "not on 3.10", id="a pair that does not run"),
        pytest.param(["--branch", "a..b"], "branch name", id="an impossible branch name"),
        pytest.param(["--select", "NOPE"], "No rule is called 'NOPE'", id="an unknown rule"),
    ],
)
def test_a_target_that_cannot_be_is_refused(project: Path, arguments: list[str], words: str) -> None:
    assert_refused(upgrader("run", ".", *arguments, cwd=project), words, project)


def test_a_requirements_line_that_cannot_be_parsed_is_named(project: Path) -> None:
    (project / "requirements.txt").write_text("django==2.2.10\nnot a requirement !!\n")
    git(project, "commit", "-qam", "Broken")
    assert_refused(upgrader("run", ".", cwd=project), "requirements.txt:2", project)


def test_without_a_network_a_run_stops_before_it_writes(project: Path) -> None:
    nowhere = "http://127.0.0.1:9/simple"
    done = upgrader("run", ".", cwd=project, UV_DEFAULT_INDEX=nowhere, PIP_INDEX_URL=nowhere)
    assert_refused(done, "index", project)


def test_scan_needs_no_network_and_finds_the_alias(project: Path) -> None:
    nowhere = "http://127.0.0.1:9/simple"
    done = upgrader("scan", ".", "--format", "json", cwd=project, UV_DEFAULT_INDEX=nowhere, PIP_INDEX_URL=nowhere)
    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)
    assert found["schema"] == 1
    (finding,) = [one for one in found["findings"] if one["rule"] == "DJ40-ugettext"]
    assert (finding["path"], finding["line"], finding["must"], finding["fixable"]) == ("app.py", 1, True, True)
    assert {pin["name"] for pin in found["pins"]} == {"django", "pytz"}
    assert set(found) >= {"target", "project", "findings", "pins", "skipped", "summary"}


def test_scan_writes_nothing(project: Path) -> None:
    before = sorted(path.relative_to(project) for path in project.rglob("*") if ".git/" not in str(path))
    upgrader("scan", ".", cwd=project)
    assert sorted(path.relative_to(project) for path in project.rglob("*") if ".git/" not in str(path)) == before
    assert git(project, "status", "--porcelain") == ""


def test_files_that_cannot_be_read_are_rows_and_the_rest_goes_on(project: Path) -> None:
    (project / "two.py").write_text("from django.utils.translation import ugettext\nprint 'two'\n")
    (project / "latin.py").write_bytes(b"from django.utils.translation import ugettext  # \xe9\n")
    (project / "null.py").write_bytes(b"x = '\0'\n")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "Odd files")
    done = upgrader("scan", ".", "--format", "json", cwd=project)
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert {row["path"] for row in found["skipped"]} >= {"two.py", "latin.py", "null.py"}
    assert {one["path"] for one in found["findings"]} == {"app.py"}


def test_a_project_without_django_is_a_python_upgrade(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    (folder / "app.py").write_text("import imp\n\nimp.reload(imp)\n")
    done = upgrader("scan", ".", "--format", "json", cwd=folder)
    found = json.loads(done.stdout)
    assert done.returncode == 1, done.stderr
    assert found["target"]["django"] is None
    assert any(one["rule"].startswith("PY312-imp") for one in found["findings"])
    refused = upgrader("scan", ".", "--to-django", "5.2", cwd=folder)
    assert refused.returncode == 2
    assert "no Django" in refused.stderr


def test_fix_rewrites_a_file_and_says_so_by_its_exit_code(project: Path) -> None:
    first = upgrader("fix", "app.py", cwd=project)
    assert first.returncode == 1, first.stderr
    assert "go by the versions pinned today" in first.stderr
    assert (project / "app.py").read_text() == OLD.replace("ugettext", "gettext")
    second = upgrader("fix", "app.py", cwd=project)
    assert second.returncode == 0, second.stderr
    assert "pinned" not in second.stderr


def test_fix_names_what_the_code_requires_then(project: Path) -> None:
    (project / "app.py").write_text("import cgi\n\nprint(cgi.FieldStorage())\n")
    needs = "The code requires legacy-cgi, which no file names"
    command = ("fix", "app.py", "--review", "--to-python", "3.13")
    assert needs in upgrader(*command, cwd=project).stderr
    with (project / "requirements.txt").open("a") as file:
        file.write("legacy-cgi==2.6.2\n")
    assert needs not in upgrader(*command, cwd=project).stderr


def test_fix_with_diff_writes_nothing(project: Path) -> None:
    done = upgrader("fix", ".", "--diff", cwd=project)
    assert done.returncode == 1
    assert "+from django.utils.translation import gettext as _" in done.stdout
    assert (project / "app.py").read_text() == OLD


def test_a_wrong_option_is_refused_in_usage_form(project: Path) -> None:
    done = upgrader("run", "--no-such-option", cwd=project)
    assert done.returncode == 2
    assert "--no-such-option" in done.stderr
    assert "Traceback" not in done.stderr


def test_undo_without_a_run_is_refused(project: Path) -> None:
    assert_refused(upgrader("undo", cwd=project), "No run of", project)


def test_explain_shows_a_rule_and_suggests_near_ones(project: Path) -> None:
    shown = upgrader("explain", "DJ40-ugettext", cwd=project)
    assert shown.returncode == 0
    assert "gettext_lazy" in shown.stdout
    wrong = upgrader("explain", "ugettext", cwd=project)
    assert wrong.returncode == 2
    assert "DJ40-ugettext" in wrong.stderr


def test_rules_as_json_is_the_catalogue(project: Path) -> None:
    listed = json.loads(upgrader("rules", "--format", "json", cwd=project).stdout)["rules"]
    assert {"id", "title", "package", "since", "gone", "safety", "docs"} <= set(listed[0])


@pytest.mark.slow
def test_tests_that_fail_before_any_change_stop_the_run(project: Path) -> None:
    done = upgrader("run", ".", "--test-command", "python -c 'raise SystemExit(3)'", cwd=project)
    assert_refused(done, "fail before anything was changed", project)


@pytest.mark.slow
def test_ctrl_c_leaves_the_users_files_and_no_worktree(project: Path) -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": str(project.parent / "cache")}
    command = [
        sys.executable,
        "-m",
        "upgrader",
        "run",
        ".",
        "--test-command",
        "python -c 'import time; time.sleep(600)'",
    ]
    process = subprocess.Popen(
        command, cwd=project, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("before: building"):
            break
    time.sleep(8)  # the environment is being built, or the tests sleep: either may be interrupted
    process.send_signal(signal.SIGINT)
    _, rest = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "Stopped" in rest
    assert "Traceback" not in rest
    assert git(project, "status", "--porcelain") == ""
    assert len(git(project, "worktree", "list").splitlines()) == 1
    assert (project / "app.py").read_text() == OLD
