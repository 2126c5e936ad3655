"""The truth tables: what the rules find and fix of what is known to break does not become less."""

import importlib.util
import sys
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from packaging.version import Version

from upgrader.interpreters import find_interpreter
from upgrader.model import UpgraderError


def _load() -> Any:
    path = Path(__file__).parents[1] / "bench" / "truth.py"
    spec = importlib.util.spec_from_file_location("truth", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["truth"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


truth = _load()

SAMPLE = 160  #: entries of each list

#: Per cent of the sample's entries in reach that are at least detected and fixed, with the measured figure behind it.
FLOORS: dict[tuple[str, str, str], int] = {
    ("python", "mechanical", "detected"): 98,  # 100.0
    ("python", "mechanical-with-review", "detected"): 98,  # 100.0
    ("python", "manual", "detected"): 98,  # 100.0
    ("python", "mechanical", "fixed"): 98,  # 100.0
    ("python", "mechanical-with-review", "fixed"): 95,  # 97.1
    ("python", "manual", "fixed"): 1,  # 3.9
    ("django", "mechanical", "detected"): 92,  # 94.2
    ("django", "mechanical-with-review", "detected"): 95,  # 97.9
    ("django", "manual", "detected"): 55,  # 57.7
    ("django", "mechanical", "fixed"): 89,  # 91.9
    ("django", "mechanical-with-review", "fixed"): 81,  # 83.3
    ("django", "manual", "fixed"): 13,  # 15.4
}


@cache
def _shares(package: str) -> dict[tuple[str, str], float]:
    entries = truth.load_entries(package, SAMPLE)
    with tempfile.TemporaryDirectory() as folder:
        seen = [one for one in truth.look(entries, package, Path(folder)) if truth.in_reach(one.entry)]
    total = Counter(one.entry.fix for one in seen)
    detected = Counter(one.entry.fix for one in seen if one.detected)
    fixed = Counter(one.entry.fix for one in seen if one.fixed)
    shares = {(fix, "detected"): 100 * detected[fix] / total[fix] for fix in truth.FIXES}
    return shares | {(fix, "fixed"): 100 * fixed[fix] / total[fix] for fix in truth.FIXES}


@pytest.mark.parametrize(("package", "fix", "what"), FLOORS)
def test_the_rules_know_at_least_as_much_as_when_it_was_measured(package: str, fix: str, what: str) -> None:
    assert _shares(package)[fix, what] >= FLOORS[package, fix, what]


@pytest.mark.parametrize("package", ["python", "django"])
def test_every_entry_has_a_name_of_its_own_and_known_words(package: str) -> None:
    entries = truth.load_entries(package)
    assert len(entries) > 800
    assert len({entry.id for entry in entries}) == len(entries)
    assert {entry.fix for entry in entries} == set(truth.FIXES)
    assert all(entry.before != entry.after for entry in entries if entry.fix == "mechanical")


def test_a_sample_is_the_same_every_time_and_part_of_a_larger_one() -> None:
    small, large = (truth.load_entries("python", size) for size in (20, 60))
    assert len(small) == 20
    assert small == truth.load_entries("python", 20)
    assert set(small) < set(large)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("import json\njson.dumps({})", "from json import dumps\ndumps({})", True),
        ("from a.b import c as d\nd.e()", "import a.b\na.b.c.e()", True),
        ("import datetime\nx = datetime.timezone.utc", "from datetime import timezone\nx = timezone.utc", True),
        ("import a\nimport b\na()\nb()", "import b, a\na()\nb()", True),
        ("f(1,  # why\n)", "f(1)", True),
        ("from a import b\nb()", "from c import b\nb()", False),
        ("import json", "import json, re", False),
        ("f(1)", "f(2)", False),
        ("from a import b\nx.b", "from a import c\nx.b", False),
    ],
)
def test_programs_are_equal_when_only_layout_and_spelling_of_imports_differ(
    one: str, other: str, expected: bool
) -> None:
    assert truth.is_equal(one, other, PurePosixPath("program.py")) is expected


def test_templates_are_equal_when_only_spaces_differ() -> None:
    page = PurePosixPath("page.html")
    assert truth.is_equal("{% if a %}\n x {% endif %}", "{% if a %} x\n{% endif %}", page)
    assert not truth.is_equal("{% if a %}", "{% if b %}", page)
    assert not truth.is_equal("{% if a %}", None, page)


def test_a_program_runs_clean_when_it_neither_fails_nor_warns_about_the_future(tmp_path: Path) -> None:
    try:
        for python in ("3.8", "3.12", "3.13"):
            find_interpreter(Version(python), fetch=False)
    except UpgraderError as why:
        pytest.skip(str(why))
    programs = {
        "print(object())": True,
        "import collections\ncollections.Mapping": False,
        "import datetime\ndatetime.datetime.utcnow()": False,
        "import warnings\nwarnings.warn('late', DeprecationWarning)": False,
        "import warnings\nwarnings.warn('for users')": True,
        "raise SystemExit(3)": False,
    }
    ran = truth.Interpreters(tmp_path).run("3.12", [(text, ()) for text in programs], strict=True)
    assert [one.clean for one in ran] == list(programs.values())
    assert ran[0].printed == "<object object>\n"


def test_the_table_counts_by_fix_and_impact() -> None:
    entries = [
        truth.Entry(id, "function", fix, impact, "old", "new", PurePosixPath("program.py"), "old")
        for id, fix, impact in [("a", "manual", "warns"), ("b", "mechanical", "warns"), ("c", "mechanical", "soft")]
    ]
    rows = [{"detected": True}, {"detected": True, "same": False}, {"detected": False, "same": True}]
    lines = truth.table(entries, rows, ("detected", "same")).splitlines()
    assert lines[2:6] == [
        "| **mechanical** | in reach | 1 | 1 (100.0 %) | 0 of 1 |",
        "|  | all | 2 | 1 (50.0 %) | 1 of 2 |",
        "|  | soft | 1 | 0 | 1 of 1 |",
        "|  | warns | 1 | 1 | 0 of 1 |",
    ]
    assert lines[-2] == "|  | soft | 1 | 0 | 1 of 1 |"


def test_what_is_missing_is_named_unless_nobody_expects_a_fix() -> None:
    entries = [
        truth.Entry(id, "function", fix, "warns", "old", "new", PurePosixPath("program.py"), "old")
        for id, fix in [("found", "manual"), ("unknown", "manual"), ("unfixed", "mechanical")]
    ]
    rows = [{"detected": True}, {"detected": False}, {"detected": True, "fixed": False}]
    listed = truth.missing(entries, rows, ("detected", "fixed")).splitlines()
    assert [line.rsplit(None, 1)[0].split()[-2].rstrip(":") for line in listed if "unknown" in line] == ["unknown"]
    assert [line.partition(": ")[2] for line in listed] == ["not detected", "not fixed"]


def test_what_is_not_detected_or_not_fixed_in_python_has_a_reason(tmp_path: Path) -> None:
    entries = truth.load_entries("python")
    rows = [{"detected": bool(one.detected), "fixed": one.fixed} for one in truth.look(entries, "python", tmp_path)]
    missing = set(truth.unexplained(entries, rows, "python")) - truth.reasons_of("python").keys()
    assert missing == set()


@pytest.mark.parametrize("package", ["python", "django"])
def test_what_is_out_of_reach_is_said_of_entries_that_there_are(package: str) -> None:
    names = {entry.id for entry in truth.load_entries(package)}
    reasons = truth.out_of_reach(package).splitlines()[2:]
    assert {name for line in reasons for name in line.rpartition(": ")[2].split(", ")} <= names
    assert reasons


def test_what_is_not_detected_in_django_has_a_reason(tmp_path: Path) -> None:
    unseen = (Path(truth.__file__).parents[1] / "docs" / "unseen.md").read_text(encoding="utf-8")
    named = {name for line in unseen.splitlines() for name in line.rpartition(": ")[2].split(", ")}
    looked = truth.look(truth.load_entries("django"), "django", tmp_path)
    missing = {one.entry.id for one in looked if truth.in_reach(one.entry) and not one.detected}
    assert missing - named - truth.reasons_of("django").keys() == set()
