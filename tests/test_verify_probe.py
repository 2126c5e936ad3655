"""The probe records what every test did, under any runner and any interpreter, and is inert when nobody asks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from functools import cache
from pathlib import Path

import pytest
import uv
from packaging.version import Version

from upgrader.interpreters import find_interpreter
from upgrader.model import TestResult, UpgraderError
from upgrader.verify import probe
from upgrader.verify.results import read_results, read_warnings

EVERY_PYTHON = ["3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14"]


@cache
def python(version: str) -> Path:
    try:
        return find_interpreter(Version(version), fetch=False).path
    except UpgraderError:
        return pytest.skip(f"Python {version} is not installed here")


def write(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / name.replace("__slash__", "/")
        path = path.with_name(path.name + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))


def install_probe(site: Path) -> None:
    site.mkdir(parents=True, exist_ok=True)
    (site / "upgrader_probe.py").write_bytes(Path(probe.__file__).read_bytes())
    (site / "upgrader_probe.pth").write_text(probe.PTH)


def run(
    root: Path, *command: str | Path, recorded: bool = True, **variables: str
) -> tuple[subprocess.CompletedProcess[str], dict[str, TestResult]]:
    """Run ``command`` in ``root`` with nothing of this process's environment but PATH; return it and what was recorded."""
    directory = root / "records"
    directory.mkdir(exist_ok=True)
    for old in directory.iterdir():
        old.unlink()
    variables = {"PATH": os.environ["PATH"], "PYTHONNOUSERSITE": "1", "PYTHONDONTWRITEBYTECODE": "1", **variables}
    if recorded:
        variables["UPGRADER_PROBE"] = str(directory)
    done = subprocess.run(
        [str(part) for part in command], cwd=root, env=variables, capture_output=True, text=True, timeout=300
    )
    return done, {result.id: result for result in read_results(directory)}


def bare(root: Path, version: str, *arguments: str) -> list[str]:
    """Return the command for ``arguments`` under an interpreter whose site directory is a folder of ours with the probe."""
    site = root / "site"
    install_probe(site)
    start = f"import runpy, site, sys; site.addsitedir({str(site)!r}); sys.path.insert(0, ''); del sys.argv[0]; "
    go = "runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)"
    return [str(python(version)), "-c", start + go, *arguments]


def outcomes(recorded: dict[str, TestResult]) -> dict[str, str]:
    return {id: result.outcome for id, result in recorded.items()}


EVERY_KIND = """
    import unittest

    class Every(unittest.TestCase):
        def test_passes(self):
            pass
        def test_fails(self):
            self.assertEqual(1, 2, "one is not two")
        def test_has_an_error(self):
            {}["missing"]
        @unittest.skip("not today")
        def test_skipped(self):
            pass
        def test_skips_itself(self):
            self.skipTest("no such thing")
        @unittest.expectedFailure
        def test_expected_to_fail(self):
            self.fail()
        @unittest.expectedFailure
        def test_not_expected_to_pass(self):
            pass
        def test_subtests_pass(self):
            for i in range(3):
                with self.subTest(i=i):
                    pass
        def test_a_subtest_fails(self):
            for i in range(3):
                with self.subTest(i=i):
                    self.assertNotEqual(i, 1)

    class ErrorAtTheEnd(unittest.TestCase):
        def tearDown(self):
            raise ValueError("tear")
        def test_passes_first(self):
            pass

    class NoStart(unittest.TestCase):
        @classmethod
        def setUpClass(cls):
            raise OSError("no database")
        def test_never_runs(self):
            pass

    @unittest.skip("all of it")
    class Skipped(unittest.TestCase):
        def test_one(self):
            pass
"""


@pytest.mark.parametrize("version", EVERY_PYTHON)
def test_every_outcome_of_unittest_is_recorded_with_the_same_ids_under_every_python(
    tmp_path: Path, version: str
) -> None:
    write(tmp_path, test_every=EVERY_KIND, test_broken="import no_such_module")
    done, recorded = run(tmp_path, *bare(tmp_path, version, "unittest", "discover"))
    assert done.returncode == 1, done.stderr
    assert outcomes(recorded) == {
        "test_every.Every.test_passes": "passed",
        "test_every.Every.test_fails": "failed",
        "test_every.Every.test_has_an_error": "error",
        "test_every.Every.test_skipped": "skipped",
        "test_every.Every.test_skips_itself": "skipped",
        "test_every.Every.test_expected_to_fail": "xfailed",
        "test_every.Every.test_not_expected_to_pass": "xpassed",
        "test_every.Every.test_subtests_pass": "passed",
        "test_every.Every.test_a_subtest_fails": "failed",
        "test_every.ErrorAtTheEnd.test_passes_first": "error",
        "setUpClass (test_every.NoStart)": "error",
        "test_every.Skipped.test_one": "skipped",
        "unittest.loader._FailedTest.test_broken": "error",
    }
    why = recorded["test_every.Every.test_fails"].why
    assert "one is not two" in why
    assert "test_every.py" in why
    assert "unittest/case.py" not in why
    assert recorded["test_every.Every.test_skips_itself"].why == "no such thing"
    assert "no_such_module" in recorded["unittest.loader._FailedTest.test_broken"].why
    assert "no database" in recorded["setUpClass (test_every.NoStart)"].why


HOUSE_RUNNER = """
    import sys
    import unittest

    class Quiet:  # as those of nose2 and green: no unittest.TestResult
        shouldStop = False
        def __init__(self): self.failed = 0
        def startTest(self, test): pass
        def stopTest(self, test): pass
        def addSuccess(self, test): pass
        def addFailure(self, test, err): self.failed += 1
        def addError(self, test, err): self.failed += 1
        def addSkip(self, test, reason): pass

    class Some(unittest.TestCase):
        def test_passes(self): pass
        def test_fails(self): self.fail()
        def test_skips(self): self.skipTest("no")

    result = Quiet()
    for name in ("test_passes", "test_fails", "test_skips"):
        Some(name).run(result)
    sys.exit(result.failed)
"""


@pytest.mark.parametrize("version", ["3.6", "3.8", "3.12"])
def test_a_runner_with_a_result_of_its_own_is_recorded(version: str, tmp_path: Path) -> None:
    write(tmp_path, house=HOUSE_RUNNER)
    done, recorded = run(tmp_path, *bare(tmp_path, version, "house"))
    assert done.returncode == 1, done.stderr
    assert {id.rpartition(".")[2]: outcome for id, outcome in outcomes(recorded).items()} == {
        "test_passes": "passed",
        "test_fails": "failed",
        "test_skips": "skipped",
    }


PLACES = """
    import json
    import unittest
    import helpers

    class Places(unittest.TestCase):
        def test_in_the_test(self):
            self.assertEqual(1, 2)
        def test_in_a_helper(self):
            helpers.fail()
        def test_below_the_project(self):
            json.loads("{")
        def test_passes(self): pass
"""


@pytest.mark.parametrize("version", ["3.6", "3.8", "3.12", "3.14"])
def test_a_failure_says_where_in_the_project_it_comes_from(version: str, tmp_path: Path) -> None:
    write(tmp_path, test_places=PLACES, helpers="def fail():\n    return missing\n", test_import="import gone\n")
    _, recorded = run(tmp_path, *bare(tmp_path, version, "unittest", "test_places", "test_import"))
    assert {id.rpartition(".")[2]: result.at for id, result in recorded.items()} == {
        "test_in_the_test": "test_places.py:8: self.assertEqual(1, 2)",
        "test_in_a_helper": "helpers.py:2: return missing",
        "test_below_the_project": 'test_places.py:12: json.loads("{")',
        "test_passes": "",
        "test_import": "test_import.py:1: import gone",
    }


WARNS = """
    import unittest
    import warnings
    warnings.simplefilter("ignore")

    class Warns(unittest.TestCase):
        def test_ignored(self):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                warnings.warn("mine goes", DeprecationWarning)
        def test_an_error_elsewhere(self):
            warnings.resetwarnings()
            warnings.filterwarnings("error")
            warnings.warn("not mine", UserWarning)
            warnings.warn("not mine", UserWarning)
        def test_of_the_library(self):
            unittest.makeSuite(type(self))
        def test_of_the_interpreter(self):
            compile("'\\\\d'", __file__, "exec")
        def test_recorded(self):
            with self.assertWarns(FutureWarning):
                warnings.warn("soon", FutureWarning, stacklevel=1)
"""


@pytest.mark.parametrize("version", ["3.6", "3.8", "3.12"])
def test_every_warning_is_collected_whatever_filters_are_set_and_only_if_asked_for(
    version: str, tmp_path: Path
) -> None:
    write(tmp_path, test_warns=WARNS)
    command = bare(tmp_path, version, "unittest", "test_warns")
    run(tmp_path, *command)
    assert read_warnings(tmp_path / "records") == ()
    _, recorded = run(tmp_path, *command, UPGRADER_WARNINGS="1")
    assert set(outcomes(recorded).values()) == {"passed"}
    found = {(one.category, one.at.partition(": ")[2], one.deprecation) for one in read_warnings(tmp_path / "records")}
    assert {
        ("DeprecationWarning", 'warnings.warn("mine goes", DeprecationWarning)', True),
        ("UserWarning", 'warnings.warn("not mine", UserWarning)', False),
        ("FutureWarning", 'warnings.warn("soon", FutureWarning, stacklevel=1)', True),
    } <= found
    messages = [one.message for one in read_warnings(tmp_path / "records") if one.deprecation]
    assert any("invalid escape sequence" in message for message in messages)
    assert any("makeSuite" in message for message in messages) == (version == "3.12")


@pytest.mark.parametrize("version", EVERY_PYTHON)
def test_nothing_is_imported_or_written_unless_the_variable_is_set(tmp_path: Path, version: str) -> None:
    write(tmp_path, test_a="import sys\nassert 'upgrader_probe' not in sys.modules\n" + textwrap.dedent(EVERY_KIND))
    done, recorded = run(tmp_path, *bare(tmp_path, version, "unittest", "test_a"), recorded=False)
    assert "AssertionError: assert 'upgrader_probe'" not in done.stderr
    assert "FAILED (failures=2, errors=3" in done.stderr
    assert recorded == {}


@pytest.mark.parametrize("version", EVERY_PYTHON)
def test_the_probe_imports_neither_unittest_nor_pytest_by_itself(tmp_path: Path, version: str) -> None:
    write(tmp_path, look="import sys; print('upgrader_probe' in sys.modules, 'unittest' in sys.modules)")
    done, _ = run(tmp_path, *bare(tmp_path, version, "look"))
    assert done.stdout.split() == ["True", "False"]


def test_a_test_that_kills_its_process_is_an_error_and_the_results_before_it_are_kept(tmp_path: Path) -> None:
    write(
        tmp_path,
        test_crash="""
        import os, unittest
        class Crash(unittest.TestCase):
            def test_a_fine(self): pass
            def test_b_leaves(self): os._exit(3)
            def test_c_never_seen(self): pass
        """,
    )
    done, recorded = run(tmp_path, *bare(tmp_path, "3.12", "unittest", "test_crash"))
    assert done.returncode == 3
    assert outcomes(recorded) == {"test_crash.Crash.test_a_fine": "passed", "test_crash.Crash.test_b_leaves": "error"}
    assert "ended while" in recorded["test_crash.Crash.test_b_leaves"].why


def test_forks_closed_descriptors_and_another_clock_do_not_confuse_the_record(tmp_path: Path) -> None:
    write(
        tmp_path,
        test_rough="""
        import os, time, unittest
        from unittest import mock
        class Rough(unittest.TestCase):
            def test_fork_that_leaves(self):
                pid = os.fork()
                if pid == 0:
                    os._exit(0)
                os.waitpid(pid, 0)
            def test_closing_everything(self):
                os.closerange(3, 64)
            def test_no_clock_and_no_files(self):
                for name in ("os.open", "os.write", "os.getpid"):
                    mock.patch(name, side_effect=OSError).start()
                mock.patch("time.perf_counter", return_value=0).start()
            def test_last(self):
                pass
        """,
    )
    done, recorded = run(tmp_path, *bare(tmp_path, "3.12", "unittest", "test_rough"))
    assert done.returncode == 0, done.stderr
    assert set(outcomes(recorded).values()) == {"passed"}
    assert len(recorded) == 4


def test_tests_in_a_subprocess_are_recorded_and_tests_run_by_a_test_are_not(tmp_path: Path) -> None:
    write(
        tmp_path,
        test_outer="""
        import io, subprocess, sys, unittest
        class Inner(unittest.TestCase):
            def runTest(self): self.fail("on purpose")
        class Outer(unittest.TestCase):
            def test_a_runner(self):
                result = unittest.TextTestRunner(stream=io.StringIO()).run(Inner())
                self.assertEqual(len(result.failures), 1)
        def load_tests(loader, tests, pattern):
            return unittest.TestSuite([Outer("test_a_runner")])
        """,
        test_child="""
        import unittest
        class Child(unittest.TestCase):
            def test_in_a_child(self): pass
        """,
        runtests="""
        import subprocess, sys
        first = sys.argv[1:]
        sys.exit(max(subprocess.call(first + [name]) for name in ("test_outer", "test_child")))
        """,
    )
    command = bare(tmp_path, "3.12", "runtests")
    done, recorded = run(tmp_path, *command, *command[:3], "unittest")
    assert done.returncode == 0, done.stderr
    assert outcomes(recorded) == {
        "test_outer.Outer.test_a_runner": "passed",
        "test_child.Child.test_in_a_child": "passed",
    }


def test_a_result_class_that_does_not_call_super_is_recorded_all_the_same(tmp_path: Path) -> None:
    write(
        tmp_path,
        runtests="""
        import unittest
        class Quiet(unittest.TestResult):
            def startTest(self, test): pass
            def stopTest(self, test): pass
            def addSuccess(self, test): pass
            def addFailure(self, test, err): pass
        class Some(unittest.TestCase):
            def test_passes(self): pass
            def test_fails(self): self.fail()
        unittest.defaultTestLoader.loadTestsFromTestCase(Some).run(Quiet())
        """,
    )
    _, recorded = run(tmp_path, *bare(tmp_path, "3.12", "runtests"))
    assert outcomes(recorded) == {"__main__.Some.test_passes": "passed", "__main__.Some.test_fails": "failed"}


def test_a_test_that_runs_twice_keeps_its_worst_outcome(tmp_path: Path) -> None:
    write(
        tmp_path,
        runtests="""
        import unittest
        class Some(unittest.TestCase):
            runs = 0
            def test_flaky(self):
                Some.runs += 1
                self.assertNotEqual(Some.runs, 1)
        for _ in range(2):
            unittest.TextTestRunner().run(unittest.defaultTestLoader.loadTestsFromTestCase(Some))
        """,
    )
    _, recorded = run(tmp_path, *bare(tmp_path, "3.12", "runtests"))
    assert outcomes(recorded) == {"__main__.Some.test_flaky": "failed"}


def test_a_full_disk_costs_the_record_and_not_the_tests(tmp_path: Path) -> None:
    write(tmp_path, test_every=EVERY_KIND)
    done, recorded = run(
        tmp_path,
        *bare(tmp_path, "3.12", "unittest", "test_every.Every.test_passes"),
        recorded=False,
        UPGRADER_PROBE=str(tmp_path / "not" / "there"),
    )
    assert done.returncode == 0, done.stderr
    assert recorded == {}


def environment(root: Path, version: str, *requirements: str) -> Path:
    """Make a virtual environment with ``requirements`` and the probe; return its interpreter."""
    home = root / "env"
    quiet = {**os.environ, "UV_NO_CONFIG": "1"}
    subprocess.run([uv.find_uv_bin(), "venv", "-q", "-p", python(version), home], check=True, env=quiet)
    interpreter = home / "bin" / "python"
    subprocess.run([uv.find_uv_bin(), "pip", "install", "-q", "-p", interpreter, *requirements], check=True, env=quiet)
    install_probe(home / "lib" / f"python{version}" / "site-packages")
    return interpreter


PYTEST_KINDS = """
    import unittest
    import pytest

    def test_passes(): pass
    def test_fails(): assert 1 == 2
    @pytest.fixture
    def broken(): raise OSError("no database")
    def test_with_a_broken_fixture(broken): pass
    @pytest.fixture
    def broken_end():
        yield
        raise OSError("at the end")
    def test_with_a_broken_end(broken_end): pass
    @pytest.mark.skip(reason="not today")
    def test_skipped(): pass
    @pytest.mark.xfail
    def test_expected_to_fail(): assert False
    @pytest.mark.xfail
    def test_not_expected_to_pass(): pass
    @pytest.mark.xfail(strict=True)
    def test_strict(): pass
    @pytest.mark.parametrize("n", [1, 2])
    def test_with(n): pass

    class TestOld(unittest.TestCase):
        def test_method(self): pass
        def test_runs_another(self):
            class Inner(unittest.TestCase):
                def runTest(self): self.fail()
            unittest.TestResult()
            Inner().run(unittest.TestResult())
        def test_subtests(self):
            for i in range(2):
                with self.subTest(i=i):
                    self.assertEqual(i, 0)
"""
PYTEST_OUTCOMES = {
    "tests/test_kinds.py::test_passes": "passed",
    "tests/test_kinds.py::test_fails": "failed",
    "tests/test_kinds.py::test_with_a_broken_fixture": "error",
    "tests/test_kinds.py::test_with_a_broken_end": "error",
    "tests/test_kinds.py::test_skipped": "skipped",
    "tests/test_kinds.py::test_expected_to_fail": "xfailed",
    "tests/test_kinds.py::test_not_expected_to_pass": "xpassed",
    "tests/test_kinds.py::test_strict": "failed",
    "tests/test_kinds.py::test_with[1]": "passed",
    "tests/test_kinds.py::test_with[2]": "passed",
    "tests/test_kinds.py::TestOld::test_method": "passed",
    "tests/test_kinds.py::TestOld::test_runs_another": "passed",
    "tests/test_kinds.py::TestOld::test_subtests": "failed",
    "tests/test_import.py": "error",
    "tests/test_module.py": "skipped",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("version", "requirements"),
    [
        ("3.8", ["pytest==4.6.11", "pytest-xdist==1.34.0", "attrs==19.3.0"]),
        ("3.8", ["pytest==5.3.2", "pytest-xdist==1.34.0", "attrs==19.3.0"]),
        ("3.12", ["pytest", "pytest-xdist"]),
        ("3.13", ["pytest", "pytest-xdist"]),
    ],
    ids=["pytest 4.6", "pytest 5.3", "pytest today on 3.12", "pytest today on 3.13"],
)
def test_every_outcome_of_pytest_is_recorded_with_the_same_ids_alone_and_under_xdist(
    tmp_path: Path, version: str, requirements: list[str]
) -> None:
    interpreter = environment(tmp_path, version, *requirements)
    write(
        tmp_path,
        tests__slash__test_kinds=PYTEST_KINDS,
        tests__slash__test_import="import no_such_module",
        tests__slash__test_module="import pytest\npytest.skip('not here', allow_module_level=True)",
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:cacheprovider --continue-on-collection-errors\n")
    for arguments in ([], ["-n", "2"]):
        command: list[str | Path] = [
            interpreter,
            "-W",
            "error::pytest.PytestWarning",
            "-m",
            "pytest",
            "-q",
            "tests",
            *arguments,
        ]
        done, recorded = run(tmp_path, *command)
        assert done.returncode == 1, done.stdout + done.stderr
        assert outcomes(recorded) == PYTEST_OUTCOMES, done.stdout
        assert "assert 1 == 2" in recorded["tests/test_kinds.py::test_fails"].why
        assert "no database" in recorded["tests/test_kinds.py::test_with_a_broken_fixture"].why
        assert "not today" in recorded["tests/test_kinds.py::test_skipped"].why
        assert "no_such_module" in recorded["tests/test_import.py"].why


@pytest.mark.slow
def test_a_worker_of_xdist_that_crashes_is_an_error_of_its_test_and_a_rerun_that_passes_is_a_pass(
    tmp_path: Path,
) -> None:
    interpreter = environment(tmp_path, "3.12", "pytest", "pytest-xdist", "pytest-rerunfailures")
    write(
        tmp_path,
        test_crash="""
        import os
        runs = []
        def test_crashes(): os._exit(1)
        def test_fine(): pass
        def test_flaky():
            runs.append(1)
            assert len(runs) == 2
        """,
    )
    _, recorded = run(tmp_path, interpreter, "-m", "pytest", "-q", "-n", "1", "test_crash.py")
    assert recorded["test_crash.py::test_crashes"].outcome == "error"
    assert recorded["test_crash.py::test_fine"].outcome == "passed"
    _, recorded = run(tmp_path, interpreter, "-m", "pytest", "-q", "--reruns", "2", "-k", "flaky", "test_crash.py")
    assert outcomes(recorded) == {"test_crash.py::test_flaky": "passed"}


@pytest.mark.slow
@pytest.mark.parametrize(("version", "django"), [("3.8", "2.2.9"), ("3.12", "5.2"), ("3.13", "5.2")])
@pytest.mark.parametrize("options", [[], ["--parallel", "2"]], ids=["alone", "parallel"])
def test_djangos_runner_is_recorded_once_per_test_alone_and_in_parallel(
    tmp_path: Path, version: str, django: str, options: list[str]
) -> None:
    interpreter = environment(tmp_path, version, f"django=={django}", "tblib")
    write(
        tmp_path,
        settings="""
        SECRET_KEY = "x"
        INSTALLED_APPS = []
        DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
        """,
        tests__slash____init__="",
        tests__slash__test_one="""
        from django.test import TestCase
        class First(TestCase):
            def test_passes(self): pass
            def test_fails(self): self.assertEqual(1, 2)
            def test_skips(self): self.skipTest("no such thing")
        class Second(TestCase):
            def test_subtests(self):
                for i in range(2):
                    with self.subTest(i=i):
                        self.assertEqual(i, 0)
        """,
        tests__slash__test_two="""
        from django.test import SimpleTestCase
        class Third(SimpleTestCase):
            def test_passes(self): pass
        class NoStart(SimpleTestCase):
            @classmethod
            def setUpClass(cls):
                raise OSError("no database")
            def test_never_runs(self): pass
        """,
    )
    # Django 2.2 replays a failed setUpClass in the parent as an error of the last test of the class.
    replayed_by_2_2 = django == "2.2.9" and options
    without_start = (
        "tests.test_two.NoStart.test_never_runs" if replayed_by_2_2 else "setUpClass (tests.test_two.NoStart)"
    )
    command: list[str | Path] = [interpreter, "-m", "django", "test", "--settings=settings", "--pythonpath=.", *options]
    done, recorded = run(tmp_path, *command)
    assert done.returncode == 1, done.stderr
    assert outcomes(recorded) == {
        "tests.test_one.First.test_passes": "passed",
        "tests.test_one.First.test_fails": "failed",
        "tests.test_one.First.test_skips": "skipped",
        "tests.test_one.Second.test_subtests": "failed",
        "tests.test_two.Third.test_passes": "passed",
        without_start: "error",
    }
    assert "1 != 2" in recorded["tests.test_one.First.test_fails"].why
    lines = [line for file in (tmp_path / "records").iterdir() for line in file.read_text().splitlines()]
    passes = [line for line in lines if '"tests.test_one.First.test_passes", "outcome": "passed"' in line]
    assert len(passes) == 1


def test_the_script_runs_one_command_and_writes_down_how_it_ended(tmp_path: Path) -> None:
    import json

    for arguments, exit_code in (
        ([sys.executable, "-c", "import os; print(os.environ['A']); raise SystemExit(5)"], 5),
        ([sys.executable, "-c", "import os; os.abort()"], -6),
        (["no-such-program"], 127),
        ([str(tmp_path)], 126),
    ):
        job = {"arguments": arguments, "directory": str(tmp_path), "environment": {"A": "b", "PATH": "/usr/bin"}}
        job |= {"log": str(tmp_path / "log"), "end": str(tmp_path / "end.json")}
        (tmp_path / "job.json").write_text(json.dumps(job))
        subprocess.run([sys.executable, probe.__file__, tmp_path / "job.json"], check=True)
        assert json.loads((tmp_path / "end.json").read_text())["exit_code"] == exit_code
    log = (tmp_path / "log").read_text()
    assert log.startswith("b\n")
    assert "no-such-program: No such file" in log


CHOOSABLE = """
    import unittest

    class Kept(unittest.TestCase):
        def test_wanted(self):
            pass
        def test_other(self):
            raise SystemError("this one must not run")

    class Other(unittest.TestCase):
        @classmethod
        def setUpClass(cls):
            raise SystemError("nor this")
        def test_other(self):
            pass
"""


def choose(root: Path, *ids: str) -> str:
    (root / "only.json").write_text(json.dumps(ids))
    return str(root / "only.json")


@pytest.mark.parametrize("version", EVERY_PYTHON)
def test_only_the_chosen_tests_run_under_unittest(version: str, tmp_path: Path) -> None:
    write(tmp_path, test_choose=CHOOSABLE)
    only = choose(tmp_path, "test_choose.Kept.test_wanted")
    done, recorded = run(tmp_path, *bare(tmp_path, version, "unittest", "test_choose"), UPGRADER_ONLY=only)
    assert done.returncode == 0, done.stderr
    assert outcomes(recorded) == {"test_choose.Kept.test_wanted": "passed"}


def test_a_test_whose_name_has_an_address_is_chosen_by_the_name_it_was_recorded_with(tmp_path: Path) -> None:
    write(
        tmp_path,
        test_choose="""
            import unittest
            class Kept(unittest.TestCase):
                pass
            def test(self): pass
            setattr(Kept, "test_with_%s" % id(Kept).to_bytes(8, "big").hex().join(["0x", ""]), test)
        """,
    )
    only = choose(tmp_path, "test_choose.Kept.test_with_0x...")
    _, recorded = run(tmp_path, *bare(tmp_path, "3.12", "unittest", "test_choose"), UPGRADER_ONLY=only)
    assert outcomes(recorded) == {"test_choose.Kept.test_with_0x...": "passed"}


def test_a_suite_that_a_chosen_test_runs_itself_is_whole(tmp_path: Path) -> None:
    write(
        tmp_path,
        test_outer="""
            import unittest
            class Outer(unittest.TestCase):
                def test_runs_others(self):
                    class Inner(unittest.TestCase):
                        def test_inner(self): pass
                    result = unittest.TestResult()
                    unittest.defaultTestLoader.loadTestsFromTestCase(Inner).run(result)
                    self.assertEqual(result.testsRun, 1)
        """,
    )
    only = choose(tmp_path, "test_outer.Outer.test_runs_others")
    done, recorded = run(tmp_path, *bare(tmp_path, "3.12", "unittest", "test_outer"), UPGRADER_ONLY=only)
    assert outcomes(recorded) == {"test_outer.Outer.test_runs_others": "passed"}, done.stderr


def test_only_the_chosen_tests_run_under_pytest_whatever_kind_they_are(tmp_path: Path) -> None:
    write(
        tmp_path,
        test_choose="""
            import unittest
            def test_plain(): pass
            def test_other(): raise SystemError("this one must not run")
            class Case(unittest.TestCase):
                def test_wanted(self): pass
                def test_other(self): raise SystemError("nor this")
        """,
    )
    install_probe(tmp_path / "site")
    start = (
        f"import site, sys; site.addsitedir({str(tmp_path / 'site')!r}); import pytest; sys.exit(pytest.main(['-q']))"
    )
    only = choose(tmp_path, "test_choose.py::test_plain", "test_choose.py::Case::test_wanted")
    done, recorded = run(tmp_path, sys.executable, "-c", start, UPGRADER_ONLY=only)
    assert done.returncode == 0, done.stdout
    assert outcomes(recorded) == {
        "test_choose.py::test_plain": "passed",
        "test_choose.py::Case::test_wanted": "passed",
    }
    assert "2 deselected" in done.stdout
