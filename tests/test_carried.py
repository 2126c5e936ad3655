"""Code that an upgraded file carries does what the standard library's did, under an interpreter that still has it."""

import datetime
import subprocess
import zoneinfo
from importlib import import_module
from pathlib import Path

import pytest
import pytz
from packaging.version import Version

from upgrader.interpreters import find_interpreter
from upgrader.model import UpgraderError

distutils = import_module("upgrader.codemods.python.distutils")

VERSIONS = [
    "1.0",
    "1.0.0",
    "1.10",
    "1.9",
    "2.0b1",
    "2.0a3",
    "2.0",
    "0.4.1",
    "4.15.0-112-generic",
    "1.13++",
    "",
    "x",
    "1_0",
    "1.2.3.4",
]
PROGRAM = """
import distutils.version, functools, itertools, operator, re, sys
{source}
def answers(kind):
    for one, other in itertools.product({versions!r}, repeat=2):
        for compare in (operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge):
            for right in (kind, str):
                try:
                    yield str(kind(one)), compare(kind(one), right(other))
                except Exception as error:
                    yield type(error).__name__
def shown(kind):
    for one in {versions!r}:
        try:
            yield repr(kind(one)), kind(one).version
        except Exception as error:
            yield type(error).__name__, str(error) if isinstance(error, ValueError) else ""
assert list(answers({name})) == list(answers(distutils.version.{original}))
assert list(shown({name})) == list(shown(distutils.version.{original}))
"""


@pytest.fixture(scope="module")
def old_python() -> Path:
    try:
        return find_interpreter(Version("3.8"), fetch=False).path
    except UpgraderError as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("original", ["LooseVersion", "StrictVersion"])
def test_the_carried_version_classes_order_as_those_of_distutils(old_python: Path, original: str) -> None:
    carried = distutils.CARRIED_VERSIONS[f"distutils.version.{original}"]
    program = PROGRAM.format(source=carried.source, versions=VERSIONS, name=carried.name, original=original)
    done = subprocess.run([old_python, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_carried_localize_gives_pytzs_answers_in_the_hours_of_change() -> None:
    scope: dict[str, object] = {}
    exec(import_module("upgrader.codemods.django.pytz_zones").LOCALIZE, scope)
    localize = scope["_localize"]
    assert callable(localize)
    for name in ("Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "Asia/Tokyo"):
        old, new = pytz.timezone(name), zoneinfo.ZoneInfo(name)
        for quarter in range(4 * 24 * 366):
            naive = datetime.datetime(2020, 1, 1) + datetime.timedelta(minutes=15 * quarter)
            for is_dst in (False, True):
                expected = old.localize(naive, is_dst=is_dst).utcoffset()
                assert localize(new, naive, is_dst=is_dst).utcoffset() == expected, (name, naive, is_dst)


def test_the_carried_strict_localize_raises_where_pytz_does() -> None:
    scope: dict[str, object] = {}
    module = import_module("upgrader.codemods.django.pytz_zones")
    for source in (*reversed(module.ERRORS), module.STRICTLY):
        exec(source, scope)
    localize = scope["_localize_strictly"]
    assert callable(localize)
    seen = set()
    for name in ("Europe/Oslo", "America/New_York", "Australia/Lord_Howe"):
        old, new = pytz.timezone(name), zoneinfo.ZoneInfo(name)
        for hour in range(2 * 24 * 366):
            naive = datetime.datetime(2020, 1, 1) + datetime.timedelta(minutes=30 * hour)
            try:
                expected: object = old.localize(naive, is_dst=None).utcoffset()
            except pytz.InvalidTimeError as error:
                expected = f"_{type(error).__name__}"
            try:
                found: object = localize(new, naive).utcoffset()
            except Exception as error:
                found = type(error).__name__
            assert found == expected, (name, naive)
            seen.add(str(found))
    assert {"_AmbiguousTimeError", "_NonExistentTimeError"} < seen


def test_modules_are_found_and_loaded_as_imp_did(tmp_path: Path) -> None:
    """Under Python 3.8, which has ``imp``: what is loaded, under which name, from which file, and anew the second time."""
    try:
        python = find_interpreter(Version("3.8"), fetch=False).path
    except UpgraderError as why:
        pytest.skip(str(why))
    (tmp_path / "plain.py").write_text("import random\nonce = random.random()\n")
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "__init__.py").write_text("from . import inner\n")
    (tmp_path / "package" / "inner.py").write_text("")
    carried = import_module("upgrader.codemods.python.imp")
    script = f"""
import imp, importlib.machinery, importlib.util, sys
{carried.FIND_MODULE}
{carried.LOAD_MODULE}

def seen(find, load):
    for name, as_name in (("plain", "plugins.plain"), ("package", "package")):
        sys.modules.pop(as_name, None)
        found = find(name, [{str(tmp_path)!r}])
        module = load(as_name, *found)
        again = load(as_name, *find(name, [{str(tmp_path)!r}]))
        yield module.__name__, module.__file__, getattr(module, "__path__", None), again is module
        yield sys.modules[as_name] is module, getattr(module, "inner", module).__name__
    yield load("time", *find("time")).__name__
    try:
        find("no_such_module")
    except ImportError as error:
        yield str(error), error.name

print(list(seen(imp.find_module, imp.load_module)) == list(seen(_find_module, _load_module)))
"""
    done = subprocess.run([python, "-W", "ignore", "-c", script], capture_output=True, text=True, cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("True\n", "")
