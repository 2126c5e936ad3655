"""The matrix: what a test command is, what its environments hold, and what is said when something goes wrong."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest
from packaging.version import Version

from upgrader.interpreters import find_interpreter
from upgrader.model import Outcome, TestRun, UpgraderError
from upgrader.verify.compare import compare
from upgrader.verify.environment import Environment, complaint, tool_variables
from upgrader.verify.matrix import read_command, run_matrix
from upgrader.verify.results import read_results

THEN = datetime(2020, 1, 15, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("command", "variables", "arguments"),
    [
        ("pytest -q tests", {}, ["pytest", "-q", "tests"]),
        ("A=1 B= python -m pytest -k 'a or b'", {"A": "1", "B": ""}, ["python", "-m", "pytest", "-k", "a or b"]),
        ("C='two words' ./runtests.py", {"C": "two words"}, ["./runtests.py"]),
        ("pytest --ds=a.b", {}, ["pytest", "--ds=a.b"]),
        ("cd src && pytest", {}, ["sh", "-c", "cd src && pytest"]),
        ("A=1 pytest tests/test_*.py", {}, ["sh", "-c", "A=1 pytest tests/test_*.py"]),
        ("pytest $OPTIONS", {}, ["sh", "-c", "pytest $OPTIONS"]),
    ],
)
def test_a_command_is_read_as_a_shell_would(command: str, variables: dict[str, str], arguments: list[str]) -> None:
    assert read_command(command) == (variables, arguments)


@pytest.mark.parametrize("command", ["", "   ", "A=1", "pytest 'tests"])
def test_a_command_that_is_none_is_one_sentence(command: str) -> None:
    with pytest.raises(UpgraderError, match="test command"):
        read_command(command)


def test_the_reason_is_taken_from_the_noise_and_passwords_are_taken_out() -> None:
    said = """
    before: venv> uv venv -p python3.8
    Using Python 3.8.18 environment at: tox/before
      \u00d7 No solution found when resolving dependencies:
      \u2570\u2500\u25b6 Because there is no version of django==99 at https://user:secret@example.invalid/simple
          you require django==99, we can conclude that your requirements are unsatisfiable.
    hint: Try another
    before: exit 1 (0.34 seconds) /folder> uv pip install -r before.txt pid=1
      before: FAIL code 1 (0.35 seconds)
      evaluation failed :( (0.40 seconds)
    """
    assert complaint(said) == (
        "No solution found when resolving dependencies: Because there is no version of django==99 at "
        "https://***@example.invalid/simple you require django==99, we can conclude that your requirements are "
        "unsatisfiable."
    )


def test_variables_that_steer_tools_do_not_reach_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steering = ("PYTHONPATH", "DJANGO_SETTINGS_MODULE", "VIRTUAL_ENV", "PYTEST_ADDOPTS", "PIP_TARGET", "UV_PROJECT")
    for name in (*steering, "UV_CONSTRAINT", "TOXENV", "UV_INDEX_URL"):
        monkeypatch.setenv(name, "https://packages.example.invalid/simple")
    variables = tool_variables(tmp_path)
    assert not {*steering, "UV_CONSTRAINT", "TOXENV"} & set(variables)
    assert variables["UV_DEFAULT_INDEX"] == "https://packages.example.invalid/simple"


def test_results_with_a_line_cut_short_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    lines = ['{"id": "a", "outcome": "started"}', '{"id": "a", "outcome": "passed", "seconds": 0.5, "why": ""}']
    (tmp_path / "1-a.jsonl").write_text("\n".join([*lines, '{"id": "b", "outcome": "started"}', '{"id": "b", "outc']))
    assert [(result.id, result.outcome) for result in read_results(tmp_path)] == [("a", "passed"), ("b", "error")]


def test_an_index_that_cannot_be_reached_is_said_in_few_words() -> None:
    said = "error: Failed to fetch: `https://example.invalid/simple/`\n  cause: error sending request for url"
    assert complaint(said) == "uv cannot reach the package index."


def test_an_id_with_an_address_in_memory_is_the_same_in_every_run(tmp_path: Path) -> None:
    (tmp_path / "1-a.jsonl").write_text('{"id": "T.test_with__function_f_at_0x7f3a5c0d1e20", "outcome": "passed"}')
    assert [result.id for result in read_results(tmp_path)] == ["T.test_with__function_f_at_0x..."]


def project(root: Path) -> Path:
    """Write a package of 2020: an old setup.py, its version read through pkg_resources, tests beside it."""
    files = {
        "setup.py": """
            from setuptools import setup
            setup(name="old-one", version="1.2.3", packages=["old_one"], install_requires=["no-such-requirement-at-all"])
        """,
        "old_one/__init__.py": """
            import pkg_resources
            __version__ = pkg_resources.get_distribution("old-one").version
        """,
        "tests/__init__.py": "",
        "tests/test_version.py": """
            import os, sys, unittest
            from old_one import __version__

            class Version(unittest.TestCase):
                def test_metadata_is_there(self):
                    self.assertEqual(__version__, "1.2.3")
                def test_setuptools_is_the_one_of_the_lock(self):
                    import setuptools
                    self.assertEqual(setuptools.__version__, os.environ["EXPECTED"])
                def test_nothing_leaked_in(self):
                    for name in ("PYTHONPATH", "DJANGO_SETTINGS_MODULE", "PYTEST_ADDOPTS", "SECRET"):
                        self.assertNotIn(name, os.environ)
                    self.assertEqual(os.listdir(os.path.expanduser("~")), [])
                def test_the_interpreter_is_the_environments(self):
                    self.assertEqual(sys.prefix, os.environ["VIRTUAL_ENV"])
        """,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
    return root


def old(root: Path) -> Environment:
    lock = root / "before.txt"
    lock.write_text("pip==20.0.1\nsetuptools==45.1.0\nwheel==0.33.6\n")
    interpreter = find_interpreter(Version("3.8")).path
    return Environment("before", interpreter, lock, project(root / "the old one"), install_project=True, as_of=THEN)


def new(root: Path) -> Environment:
    lock = root / "after.txt"
    lock.write_text("setuptools==75.6.0\n")
    interpreter = find_interpreter(Version("3.12")).path
    return Environment("after", interpreter, lock, project(root / "the new one"), install_project=True)


def run(environment: Environment, command: str, root: Path, **more: float | None) -> TestRun:
    (only,) = run_matrix([environment], command, work=root / "our work", env={}, timeout=more.get("timeout"))
    return only


@pytest.mark.slow
def test_an_old_package_is_run_on_both_sides_with_its_metadata_and_the_setuptools_of_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PYTHONPATH", "DJANGO_SETTINGS_MODULE", "PYTEST_ADDOPTS", "SECRET"):
        monkeypatch.setenv(name, "nonsense")
    lines = list[tuple[str, str | None]]()
    sides = [old(tmp_path), new(tmp_path)]
    runs = [
        run_matrix(
            [side],
            f"EXPECTED={version} python -m unittest -v",
            work=tmp_path / "our work",
            env={},
            on_line=lambda name, line: lines.append((name, line)),
        )[0]
        for side, version in zip(sides, ("45.1.0", "75.6.0"), strict=True)
    ]
    assert [(run.environment, run.exit_code, run.why) for run in runs] == [("before", 0, ""), ("after", 0, "")]
    assert [str(run.versions.python) for run in runs] == ["3.8", "3.12"]
    assert len(runs[0].ids("passed")) == 4
    verdict = compare(runs[0], runs[1])
    assert (verdict.outcome, verdict.why) == (
        Outcome.PASSED,
        "All 4 tests that passed on Python 3.8 pass on Python 3.12.",
    )
    assert {("before", "OK"), ("before", None), ("after", "OK"), ("after", None)} <= set(lines)
    assert runs[0].log is not None
    assert "Ran 4 tests" in runs[0].log.read_text()


@pytest.mark.slow
def test_an_environment_is_made_again_only_when_it_is_made_of_other_things(tmp_path: Path) -> None:
    side = replace(new(tmp_path), install_project=False)
    command = "python -c \"import sysconfig; print('site', sysconfig.get_paths()['purelib'])\""
    first = run(side, command, tmp_path)
    assert first.log is not None
    mark = Path(first.log.read_text().split("site ")[-1].strip()) / "mark"
    mark.touch()
    run(side, command, tmp_path)
    assert mark.exists()
    side.lock.write_text("setuptools==75.7.0\n")
    again = run(side, command, tmp_path)
    assert not mark.exists()
    assert again.exit_code == 0
    assert again.log != first.log


@pytest.mark.slow
def test_an_environment_that_cannot_be_built_is_not_run_and_says_why(tmp_path: Path) -> None:
    side = new(tmp_path)
    side.lock.write_text("setuptools==0.0.99\n")
    broken = run(side, "python -m unittest", tmp_path)
    assert broken.exit_code is None
    assert broken.results == ()
    assert broken.why.startswith("The environment `after` could not be built: ")
    assert "setuptools==0.0.99" in broken.why
    assert compare(broken, broken).outcome is Outcome.NOT_RUN


@pytest.mark.slow
def test_a_project_that_cannot_be_installed_is_run_from_its_folder_and_that_is_said(tmp_path: Path) -> None:
    side = new(tmp_path)
    (side.source / "setup.py").write_text("raise SystemExit('this setup.py is broken')")
    (side.source / "old_one" / "__init__.py").write_text("__version__ = '1.2.3'")
    command = "EXPECTED=75.6.0 python -m unittest"
    from_folder = run(side, command, tmp_path)
    assert from_folder.exit_code == 0
    assert "could not be installed" in from_folder.why
    assert len(from_folder.ids("passed")) == 4


@pytest.mark.slow
def test_ends_of_a_command_are_told_apart(tmp_path: Path) -> None:
    side = replace(new(tmp_path), install_project=False)
    tests = side.source / "tests"
    shutil.rmtree(tests)
    (side.source / "test_ends.py").write_text(
        textwrap.dedent("""
            import os, signal, subprocess, sys, time, unittest

            class Ends(unittest.TestCase):
                def test_a_fine(self): pass
                def test_b_crash(self): os.kill(os.getpid(), signal.SIGSEGV)

            class Hangs(unittest.TestCase):
                def test_a_fine(self): pass
                def test_b_hangs(self):
                    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
                    print("child", child.pid, flush=True)
                    time.sleep(600)
        """)
    )
    crashed = run(side, "python -m unittest test_ends.Ends", tmp_path)
    assert crashed.exit_code == -signal.SIGSEGV
    assert "SIGSEGV" in crashed.why
    assert {result.outcome for result in crashed.results} == {"passed", "error"}

    in_a_shell = run(side, "python -m unittest test_ends.Ends; exit $?", tmp_path)
    assert in_a_shell.exit_code == 128 + signal.SIGSEGV
    assert "SIGSEGV" in in_a_shell.why

    hung = run(side, "python -m unittest test_ends.Hangs", tmp_path, timeout=8)
    assert hung.exit_code is None
    assert hung.why == "The tests did not end within 8 s on Python 3.12 and were stopped."
    assert {result.id.split(".")[-1]: result.outcome for result in hung.results} == {
        "test_a_fine": "passed",
        "test_b_hangs": "error",
    }
    assert hung.log is not None
    child = int(hung.log.read_text().split("child ")[1].split()[0])
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"

    absent = run(side, "no-such-program --at-all", tmp_path)
    assert absent.exit_code == 127
    assert "could not be started" in absent.why
    assert "no-such-program" in absent.why

    early = run(side, "python -c 'import no_such_module'", tmp_path)
    assert early.exit_code == 1
    assert "No module named 'no_such_module'" in early.why


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_the_middle_of_the_tests_ends_them_with_tox_and_all(tmp_path: Path, number: signal.Signals) -> None:
    side = replace(new(tmp_path), install_project=False)
    (side.source / "hang.py").write_text("import os, time; print('pid', os.getpid(), flush=True); time.sleep(600)")
    caller = f"""
from pathlib import Path
from upgrader.verify.environment import Environment
from upgrader.verify.matrix import run_matrix
side = Environment("after", Path({str(side.interpreter)!r}), Path({str(side.lock)!r}), Path({str(side.source)!r}))
run_matrix([side], "python hang.py", work=Path("w"), env={{}}, on_line=lambda name, line: print(line, flush=True))
"""
    tool = subprocess.Popen(
        [sys.executable, "-c", caller], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert tool.stdout is not None
    pid = next(int(line.split()[1]) for line in tool.stdout if line.startswith("pid "))
    tool.send_signal(number)
    _, said = tool.communicate(timeout=60)
    assert said.rstrip().endswith("KeyboardInterrupt")
    state = Path(f"/proc/{pid}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


@pytest.mark.slow
def test_a_program_of_an_environment_the_caller_is_in_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = tmp_path / "theirs"
    (theirs / "bin").mkdir(parents=True)
    (theirs / "pyvenv.cfg").touch()
    (theirs / "bin" / "only-there").write_text("#!/bin/sh\necho ran the wrong one\n")
    (theirs / "bin" / "only-there").chmod(0o755)
    monkeypatch.setenv("PATH", f"{theirs / 'bin'}{os.pathsep}{os.environ['PATH']}")
    absent = run(replace(new(tmp_path), install_project=False), "only-there", tmp_path)
    assert absent.exit_code == 127


@pytest.mark.slow
def test_only_the_variables_that_were_named_reach_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANTED_ONE", "1")
    monkeypatch.setenv("UNWANTED", "2")
    side = replace(new(tmp_path), install_project=False)
    (side.source / "show.py").write_text("import json, os; json.dump(dict(os.environ), open('seen.json', 'w'))")
    command = "B={brace} python show.py"
    (done,) = run_matrix([side], command, work=tmp_path / "w", env={"A": "{env}"}, pass_env=["WANTED_*"])
    assert done.exit_code == 0, done.why
    seen = json.loads((side.source / "seen.json").read_text())
    assert (seen["A"], seen["B"], seen["WANTED_ONE"]) == ("{env}", "{brace}", "1")
    assert "UNWANTED" not in seen
    assert not [name for name in seen if name.startswith(("TOX", "UV_", "PIP_"))]
