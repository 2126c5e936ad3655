"""A whole run on small projects: what is proven how often, what is taken back, what happens when something goes wrong."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from upgrader.journal import Journal, open_journal
from upgrader.model import UpgraderError
from upgrader.run import full_disk_in_words, meanwhile
from upgrader.verify import process

NOWHERE = "http://127.0.0.1:9/simple"
FILES = {
    ".python-version": "3.8\n",
    "shop.py": """
        import collections


        def is_table(thing):
            return isinstance(thing, collections.Mapping)
    """,
    "words.py": """
        def kinds():
            return set(["a", "b"])


        def others():
            return dict([(one, 1) for one in kinds()])
    """,
    "test_shop.py": """
        import unittest
        import shop, words

        class ShopTests(unittest.TestCase):
            def test_tables(self):
                self.assertTrue(shop.is_table({}))
                self.assertFalse(shop.is_table([]))

            def test_words(self):
                self.assertEqual(words.others(), {"a": 1, "b": 1})
    """,
}


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    return subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


def make(folder: Path, **more: str) -> Path:
    """Write a project and commit it; ``more`` are further modules or other contents, by name."""
    folder.mkdir()
    for name, text in {**FILES, **{f"{module}.py": text for module, text in more.items()}}.items():
        (folder / name).write_text(textwrap.dedent(text).lstrip("\n"))
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "As it was")
    return folder


def environment(project: Path, **variables: str) -> dict[str, str]:
    ours = {"XDG_CACHE_HOME": str(project.parent / "cache"), "NO_COLOR": "1", "UV_PYTHON_DOWNLOADS": "never"}
    return {**os.environ, **ours, **variables}


def command(*arguments: str) -> list[str]:
    more = ["--to-python", "3.12", "--test-command", "python -m unittest", "--format", "json"]
    return [sys.executable, "-m", "upgrader", "run", ".", *more, *arguments]


def run(project: Path, *arguments: str, **variables: str) -> tuple[int, dict[str, Any], str]:
    """Return the exit code, the report and what was said."""
    done = subprocess.run(
        command(*arguments),
        cwd=project,
        env=environment(project, **variables),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout) if done.stdout else {}, done.stderr


def journal(project: Path) -> Journal:
    (folder,) = (project.parent / "cache" / "upgrader" / "projects").iterdir()
    return Journal(folder)


def suite_runs(project: Path) -> tuple[int, int]:
    """Return how many runs of the whole suite there were, and of parts of it; those that collect warnings left out."""
    folders = [one for one in (journal(project).folder / "tox" / "runs").iterdir() if "-warnings-" not in one.name]
    parts = sum((folder / "only.json").exists() for folder in folders)
    return len(folders) - parts, parts


def collecting_runs(project: Path) -> int:
    return len(list((journal(project).folder / "tox" / "runs").glob("*-warnings-*")))


def trailers(project: Path, branch: str, key: str) -> list[str]:
    log = git(project, "log", "--reverse", f"--format=%(trailers:key={key},valueonly)", f"HEAD..{branch}")
    return [line for line in log.splitlines() if line]


@pytest.mark.slow
def test_a_clean_upgrade_takes_three_runs_of_the_suite_and_doing_it_again_takes_none(tmp_path: Path) -> None:
    project = make(tmp_path / "site")
    code, report, said = run(project)
    assert code == 0, said
    assert report["verdict"]["outcome"] == "passed"
    assert [report["verdict"][side]["passed"] for side in ("before", "bridge", "after")] == [2, 2, 2]
    assert [report["verdict"][side]["python"] for side in ("before", "bridge", "after")] == ["3.8", "3.8", "3.12"]
    assert (suite_runs(project), collecting_runs(project)) == ((3, 0), 1)
    branch = report["branch"]
    assert [(step["key"], step["stage"], step["verdict"]) for step in report["steps"]][:2] == [
        ("rules", "bridge", "passed"),
        ("pyupgrade", "bridge", "passed"),
    ]
    assert trailers(project, branch, "Upgrader-Step")[:2] == ["rules", "pyupgrade"]
    assert set(trailers(project, branch, "Upgrader-Verdict")) == {"passed"}
    assert "collections.abc" in git(project, "show", f"{branch}:shop.py")
    head = git(project, "rev-parse", branch)

    assert run(project)[0] == 2  # the branch exists
    code, report, said = run(project, "--resume")
    assert (code, report["verdict"]["outcome"]) == (0, "passed"), said
    assert (suite_runs(project), collecting_runs(project)) == ((3, 0), 1)
    assert git(project, "rev-parse", branch) == head
    assert git(project, "status", "--porcelain") == ""

    undone = subprocess.run(
        [sys.executable, "-m", "upgrader", "undo"],
        cwd=project,
        env=environment(project),
        capture_output=True,
        text=True,
    )
    assert undone.returncode == 0, undone.stderr
    assert git(project, "branch", "--list", "upgrader/*") == ""


OWN_RULE = '''
import libcst as cst
from upgrader.rule import Hit, rule


@rule("OWN-outcome", package="python", since=None, gone="3.10", docs="https://example.org/", names=["shop.outcome"])
def outcome(node: cst.Name, file):
    """``outcome`` was ``_TextTestResult``.

    ```diff
    -from shop import outcome
    +from unittest import _TextTestResult
    -outcome
    +_TextTestResult
    ```

    ```diff
     from others import outcome

     outcome
    ```
    """
    ref = file.ref("unittest._TextTestResult", node)
    yield Hit(node, "outcome was _TextTestResult", str(ref), imports=ref.imports)
'''


@pytest.mark.slow
def test_what_one_rule_writes_is_looked_at_by_those_that_found_nothing_before(tmp_path: Path) -> None:
    project = make(
        tmp_path / "site",
        shop="import unittest\n\noutcome = getattr(unittest, '_TextTestResult', None)\n",
        words="from shop import outcome\n\n\ndef is_outcome(thing):\n    return issubclass(thing, outcome)\n",
        test_shop="""
            import unittest
            import words

            class ShopTests(unittest.TestCase):
                def test_outcome(self):
                    self.assertFalse(words.is_outcome(dict))
        """,
    )
    (project / "rules").mkdir()
    (project / "rules" / "own.py").write_text(OWN_RULE)
    (project / "pyproject.toml").write_text('[tool.upgrader]\nrules = "rules"\n')
    git(project, "add", "-A")
    git(project, "commit", "-qm", "Rules of its own")
    code, report, said = run(project)
    assert code == 0, said
    assert "from unittest import TextTestResult" in git(project, "show", f"{report['branch']}:words.py")
    steps = {step["key"]: step["rules"] for step in report["steps"]}
    assert steps["rules"] == ["OWN-outcome"]
    assert steps["rules:follow-up"] == ["PY312-unittest-texttestresult"]


READS_ITSELF = """
    import unittest
    import words

    class SourceTests(unittest.TestCase):
        def test_the_source_is_as_it_was(self):
            with open(words.__file__) as file:
                self.assertIn('set(["a", "b"])', file.read())
"""


@pytest.mark.slow
def test_the_hunk_that_breaks_a_test_is_taken_back_and_the_rest_stays(tmp_path: Path) -> None:
    project = make(tmp_path / "site", test_words=READS_ITSELF)
    code, report, said = run(project)
    assert code == 0, said
    (taken,) = report["taken_back"]
    assert (taken["rule"], taken["path"], taken["line"], taken["stage"]) == ("pyupgrade", "words.py", 2, "bridge")
    assert taken["diff"] == '-    return set(["a", "b"])\n+    return {"a", "b"}'
    (test,) = taken["tests"]
    assert test["id"] == "test_words.SourceTests.test_the_source_is_as_it_was"
    assert "AssertionError" in test["why"]
    after = git(project, "show", f"{report['branch']}:words.py")
    assert 'set(["a", "b"])' in after
    assert "{one: 1 for one in kinds()}" in after
    assert "collections.abc" in git(project, "show", f"{report['branch']}:shop.py")
    whole, partial = suite_runs(project)
    assert whole == 4  # before, bridge, bridge without the culprit, after
    assert partial <= 4
    assert "back:bridge:01" in trailers(project, report["branch"], "Upgrader-Step")
    assert "It broke test_words.SourceTests" in git(project, "log", "--format=%B", report["branch"])

    code, again, said = run(project, "--resume")
    assert code == 0, said
    assert again["taken_back"] == report["taken_back"]
    assert suite_runs(project) == (whole, partial)


@pytest.mark.slow
def test_what_is_missing_on_the_new_side_stops_the_search_at_once_and_is_grouped(tmp_path: Path) -> None:
    broken = """
        import sys, unittest

        class NewTests(unittest.TestCase):
            def test_one(self):
                self.assertLess(sys.version_info, (3, 12), "no such thing any more")
            def test_two(self):
                self.assertLess(sys.version_info, (3, 12), "no such thing any more")
    """
    project = make(tmp_path / "site", test_new=broken)
    code, report, said = run(project)
    assert code == 1, said
    assert report["verdict"]["outcome"] == "broke"
    assert "taken_back" not in report
    (task,) = report["tasks"]
    assert task["tests"] == ["test_new.NewTests.test_one", "test_new.NewTests.test_two"]
    assert task["what"].endswith("no such thing any more")
    assert [place.partition(" ")[0] for place in task["places"]] == ["test_new.py:5:", "test_new.py:7:"]
    whole, partial = suite_runs(project)
    assert whole == 3
    assert partial <= 3
    assert "collections.abc" in git(project, "show", f"{report['branch']}:shop.py")


@pytest.mark.slow
def test_a_test_that_fails_by_chance_is_listed_and_not_blamed(tmp_path: Path) -> None:
    counter = tmp_path / "counter"
    flaky = f"""
        import unittest

        class FlakyTests(unittest.TestCase):
            def test_fails_in_the_third_run(self):
                with open({str(counter)!r}, "a+") as file:
                    file.write("x")
                    file.seek(0)
                    self.assertNotEqual(file.read(), "xxx")  # the second one collects warnings
    """
    project = make(tmp_path / "site", test_flaky=flaky)
    code, report, said = run(project)
    assert code == 0, said
    assert report["verdict"]["flaky"] == ["test_flaky.FlakyTests.test_fails_in_the_third_run"]
    assert "taken_back" not in report
    assert suite_runs(project) == (4, 1)


@pytest.mark.slow
def test_kill_at_any_moment_and_the_next_run_goes_on(tmp_path: Path) -> None:
    finished = tmp_path / "finished"
    counted = f"""
        import unittest

        def tearDownModule():
            with open({str(finished)!r}, "a") as file:
                file.write("x")

        class CountedTests(unittest.TestCase):
            def test_nothing(self):
                pass
    """
    project = make(tmp_path / "site", test_counted=counted)
    kills = 0
    for delay in (0.7, 2.5, 4.0, 5.5, 8.0, 11.0):
        program = subprocess.Popen(
            command("--resume"),
            cwd=project,
            env=environment(project),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            program.wait(delay)
        except subprocess.TimeoutExpired:
            program.send_signal(signal.SIGKILL)
            program.wait()
            kills += 1
        assert git(project, "status", "--porcelain") == ""
        assert git(project, "branch", "--show-current").strip() in ("main", "master")
    code, report, said = run(project, "--resume")
    assert code == 0, said
    assert report["verdict"]["outcome"] == "passed"
    assert kills > 2
    assert len(finished.read_text()) <= 4 + kills  # only a run that was killed is run again
    assert trailers(project, report["branch"], "Upgrader-Step") == [step["key"] for step in report["steps"]]
    assert len(git(project, "worktree", "list").splitlines()) == 1


def test_two_runs_at_once_on_one_project_refuse_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make(tmp_path / "site")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with open_journal(project).locked():
        code, _, said = run(project)
    assert code == 2
    assert "Another run works on this project" in said
    assert git(project, "branch", "--list", "upgrader/*") == ""


@pytest.mark.slow
def test_what_the_user_does_meanwhile_is_left_alone_and_noted(tmp_path: Path) -> None:
    project = tmp_path / "site"
    edits = f"""
        import unittest

        class UserTests(unittest.TestCase):
            def test_the_user_saves_a_file(self):
                with open({str(project / "shop.py")!r}, "a") as file:
                    file.write("# edited" + chr(10))
    """
    make(project, test_user=edits)
    code, report, said = run(project)
    assert code == 0, said
    assert {"path": "shop.py", "why": "changed while the upgrade ran: left alone, and not part of it"} in report[
        "skipped"
    ]
    assert (project / "shop.py").read_text().endswith("# edited\n")
    assert "# edited" not in git(project, "show", f"{report['branch']}:shop.py")


@pytest.mark.slow
def test_files_edited_during_a_run_in_place_are_not_overwritten(tmp_path: Path) -> None:
    project = tmp_path / "site"
    edits = f"""
        import unittest

        class UserTests(unittest.TestCase):
            def test_the_user_saves_a_file(self):
                with open({str(project / "shop.py")!r}, "a") as file:
                    file.write("# edited" + chr(10))
    """
    make(project, test_user=edits)
    code, _, said = run(project, "--in-place")
    assert code == 2
    assert "shop.py" in said
    assert "nothing was written" in said
    assert git(project, "status", "--porcelain").split() == ["M", "shop.py"]


@pytest.mark.slow
def test_in_place_is_written_and_undone_and_later_edits_are_kept(tmp_path: Path) -> None:
    project = make(tmp_path / "site")
    code, _, said = run(project, "--in-place")
    assert code == 0, said
    assert "collections.abc" in (project / "shop.py").read_text()
    undo = [sys.executable, "-m", "upgrader", "undo"]
    upgraded = (project / "words.py").read_text()
    (project / "words.py").write_text(upgraded + "# mine\n")
    refused = subprocess.run(undo, cwd=project, env=environment(project), capture_output=True, text=True)
    assert refused.returncode == 2
    assert "words.py" in refused.stderr
    assert "collections.abc" in (project / "shop.py").read_text()
    (project / "words.py").write_text(upgraded)
    undone = subprocess.run(undo, cwd=project, env=environment(project), capture_output=True, text=True)
    assert undone.returncode == 0, undone.stderr
    assert git(project, "status", "--porcelain") == ""


@pytest.mark.slow
def test_a_test_that_hangs_on_the_new_side_is_stopped_and_named(tmp_path: Path) -> None:
    hangs = """
        import sys, time, unittest

        class HangTests(unittest.TestCase):
            def test_hangs(self):
                if sys.version_info > (3, 12):
                    time.sleep(600)
    """
    project = make(tmp_path / "site", test_hang=hangs)
    code, report, said = run(project, "--timeout", "10")
    assert code == 1, said
    assert "did not end within 10 s" in report["verdict"]["why"]
    assert "test_hang.HangTests.test_hangs" in [one["id"] for one in report["verdict"]["broken"]]


@pytest.mark.slow
def test_an_interpreter_that_crashes_on_the_new_side_is_told_with_the_test_it_was_in(tmp_path: Path) -> None:
    crashes = """
        import os, signal, sys, unittest

        class CrashTests(unittest.TestCase):
            def test_crashes(self):
                if sys.version_info > (3, 12):
                    os.kill(os.getpid(), signal.SIGSEGV)
    """
    project = make(tmp_path / "site", test_crash=crashes)
    code, report, said = run(project)
    assert code == 1, said
    assert "SIGSEGV" in report["verdict"]["why"]
    assert [one["id"] for one in report["verdict"]["broken"]] == ["test_crash.CrashTests.test_crashes"]
    assert report["verdict"]["vanished"] == [
        "test_shop.ShopTests.test_tables",
        "test_shop.ShopTests.test_words",
    ]


@pytest.mark.slow
def test_what_tests_do_to_their_tree_or_with_git_or_leave_behind_stays_with_them(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    wild = f"""
        import subprocess, sys, unittest

        class WildTests(unittest.TestCase):
            def test_writes(self):
                with open("shop.py", "a") as file:
                    file.write("# by a test" + chr(10))
                subprocess.check_call(["git", "tag", "by-a-test"])
                git = ["git", "-c", "user.name=T", "-c", "user.email=t@example.com"]
                subprocess.check_call([*git, "commit", "-qam", "By a test"])

            def test_leaves_a_daemon(self):
                code = "import time; time.sleep(600)"
                daemon = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
                with open({str(pid)!r}, "a") as file:
                    print(daemon.pid, file=file)
                daemon.returncode = 0
    """
    project = make(tmp_path / "site", test_wild=wild)
    code, report, said = run(project)
    assert code == 0, said
    assert git(project, "tag") == ""
    assert "# by a test" not in git(project, "show", f"{report['branch']}:shop.py")
    assert git(project, "status", "--porcelain") == ""
    assert git(project, "log", "--all", "--format=%s").count("By a test") == 0
    if sys.platform == "linux":
        for number in pid.read_text().split():
            state = Path(f"/proc/{number}/stat")
            assert not state.exists() or state.read_text().split()[2] == "Z"


@pytest.mark.slow
def test_a_network_that_goes_half_way_costs_one_sentence_and_no_test_run(tmp_path: Path) -> None:
    project = make(tmp_path / "site")
    program = subprocess.Popen(
        command(), cwd=project, env=environment(project), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert program.stderr is not None
    for line in program.stderr:
        if line.startswith("before: 2 of 2"):
            break
    program.send_signal(signal.SIGKILL)
    program.wait()
    program.stderr.close()
    code, _, said = run(
        project, "--resume", UV_DEFAULT_INDEX=NOWHERE, PIP_INDEX_URL=NOWHERE, UV_CACHE_DIR=str(tmp_path)
    )
    assert code == 2
    assert "index" in said
    assert len([line for line in said.splitlines() if line.startswith("upgrader: ")]) == 1
    assert git(project, "status", "--porcelain") == ""
    code, report, said = run(project, "--resume")
    assert (code, report["verdict"]["outcome"]) == (0, "passed"), said
    assert "before: the same tests ran before" in said


def test_a_full_disk_is_one_sentence() -> None:
    with pytest.raises(UpgraderError, match=r"disk is full .*a.txt.*--resume"), full_disk_in_words():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "a.txt")
    with pytest.raises(PermissionError), full_disk_in_words():
        raise PermissionError(errno.EACCES, "no", "a.txt")


def test_a_journal_that_cannot_be_written_for_want_of_room_leaves_the_project_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from upgrader import run as module
    from upgrader.scan import Options

    project = make(tmp_path / "site")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def no_room(handle: int, *_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("upgrader.journal.os.fsync", no_room)
    with pytest.raises(UpgraderError, match="disk is full"):
        module.run(project, Options(to_python="3.12"), lambda text: None)
    assert git(project, "status", "--porcelain") == ""
    assert git(project, "branch", "--list", "upgrader/*") == ""


@pytest.mark.parametrize("when", ["in the body", "while waiting"])
def test_what_runs_meanwhile_is_ended_with_the_rest(when: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_stopped", threading.Event())
    sleep = [sys.executable, "-c", "import time; time.sleep(3000)"]

    def interrupt() -> None:
        while not process._running:
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)

    with (
        pytest.raises(KeyboardInterrupt),
        meanwhile(process.run_group, sleep, directory=tmp_path, environment={}, output=tmp_path / "log"),
    ):
        if when == "in the body":
            interrupt()
            time.sleep(3000)
        threading.Thread(target=interrupt).start()
    assert process._running == []


def test_what_fails_meanwhile_fails_the_rest() -> None:
    def fail() -> None:
        raise UpgraderError("no index")

    with pytest.raises(UpgraderError, match="no index"), meanwhile(fail):
        pass


def test_wait_is_not_for_ever_by_default() -> None:
    from packaging.version import Version

    from upgrader.model import TestRun, Versions
    from upgrader.proof import patience
    from upgrader.scan import Options

    ran = TestRun("before", Versions(Version("3.8")), 0, seconds=60.0)
    assert patience(Options(), ran) == 1200.0
    assert patience(Options(timeout=5.0), ran) == 5.0


@pytest.mark.slow
def test_verify_runs_the_sides_again_that_are_asked_for_and_both_at_once_if_told(tmp_path: Path) -> None:
    project = make(tmp_path / "site")
    code, _, said = run(project)
    assert code == 0, said
    verify = [sys.executable, "-m", "upgrader", "verify", ".", *command()[5:]]

    def verified(*arguments: str) -> tuple[int, dict[str, Any], str]:
        done = subprocess.run(
            [*verify, *arguments], cwd=project, env=environment(project), capture_output=True, text=True, check=False
        )
        return done.returncode, json.loads(done.stdout), done.stderr

    code, report, said = verified()
    assert (code, report["verdict"]["outcome"]) == (0, "passed"), said
    assert suite_runs(project) == (3, 0)
    for remembered in (journal(project).folder / "runs").iterdir():
        remembered.unlink()
    code, report, said = verified("--only", "after")
    assert (code, report["verdict"]["outcome"]) == (1, "not run"), said
    assert report["verdict"]["after"]["passed"] == 2
    assert suite_runs(project) == (4, 0)
    code, report, said = verified("--jobs", "2")
    assert (code, report["verdict"]["outcome"]) == (0, "passed"), said
    assert suite_runs(project) == (6, 0)
    assert "before | Ran 2 tests" in said
