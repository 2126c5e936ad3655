"""The catalogue tells the truth: what is old works before ``gone``, not from it on, and what is new from ``since`` on.

Rules that are tables are asked by their names: every interpreter that is installed, and with ``slow`` the releases of
Django. The other rules about Python are asked, with ``whole``, by the programs of bench/truth that they find; those about C
by the headers of every interpreter. What cannot be asked is named with the reason: OTHERWISE, GATHERED, WORKS_ON, UNASKED.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from packaging.version import Version
from releases import PYTHONS as RELEASES
from releases import django

from upgrader.catalogue import load_rules
from upgrader.engine import Settings, scan_file
from upgrader.interpreters import find_interpreter
from upgrader.model import UpgraderError, Versions
from upgrader.rule import Rule, moves

c_api = import_module("upgrader.codemods.plain.c_api")
commands = import_module("upgrader.codemods.plain.commands")

INTERPRETERS = ("3.8", "3.9", "3.10", "3.11", "3.12", "3.13")

#: Reads names from its input, prints which of them can be imported, attribute by attribute.
ASK = """
import importlib, json, sys, warnings

warnings.simplefilter("ignore")
if "django" in sys.argv:
    import django
    from django.conf import settings
    apps = ["admin", "auth", "contenttypes", "sessions", "messages", "sites", "flatpages", "redirects", "syndication"]
    settings.configure(
        SECRET_KEY="x",
        USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=["django.contrib." + app for app in apps],
    )
    django.setup()

def resolves(name):
    # None where a library or a system that is missing here decides that
    parts = name.split(".")
    unknown = False
    for end in range(len(parts), 0, -1):
        module = ".".join(parts[:end])
        try:
            found = importlib.import_module(module)
        except ModuleNotFoundError as error:
            unknown = unknown or not (module + ".").startswith(str(error.name) + ".")
            continue
        except Exception:
            unknown = True
            continue
        try:
            for part in parts[end:]:
                found = getattr(found, part)
        except AttributeError:
            continue
        except Exception:
            unknown = True
            continue
        return True
    return None if unknown else False

out, sys.stdout = sys.stdout, sys.stderr  # some modules print when they are imported
print(json.dumps({name: resolves(name) for name in json.load(sys.stdin)}), file=out)
"""


def ask(python: Path, names: Iterable[str], *arguments: str) -> dict[str, bool | None]:
    """Return which dotted names an interpreter knows."""
    environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    done = subprocess.run(
        [python, "-c", ASK, *arguments],
        input=json.dumps(sorted(names)),
        capture_output=True,
        text=True,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, bool | None] = json.loads(done.stdout)
    return answer


def tables(package: str) -> list[Rule]:
    # test_vanished.py holds the rules of names that were passed on against each release that has the old name
    return [
        rule for rule in load_rules() if rule.package == package and rule.table and not rule.id.endswith("-passed-on")
    ]


def spelled(name: str) -> str:
    return name.replace(":", ".")


def names(rules: Iterable[Rule]) -> set[str]:
    return {spelled(name) for rule in rules for pair in rule.table.items() for name in pair if name}


#: Names about which a release says nothing, or that are there and do something else; in each case why.
OTHERWISE = {
    "ast.ExtSlice": "stays as a function that returns another node",
    "ast.Index": "stays as a function that returns another node",
    "asyncio.WindowsProactorEventLoopPolicy": "on Windows only",
    "asyncio.WindowsSelectorEventLoopPolicy": "on Windows only",
    "concurrent.futures._base.Error": "stays, but TimeoutError is none of its kinds any more",
    "django.contrib.postgres.fields.array.ArrayCastRHSMixin": "in 3.0 and 3.1 only",
    "django.contrib.postgres.fields.JSONField": "stays for old migrations; a model with it fails the check fields.E904",
    "django.contrib.postgres.fields.jsonb.JSONField": "stays for old migrations; see above",
    "django.contrib.gis.geoip2.GeoIP2": "needs geoip2 up to Django 5.1",
    "django.contrib.gis.geoip2.GeoIP2Exception": "needs geoip2 up to Django 5.1",
    "django.db.models.enums.ReprEnum": "on Python 3.10 only",
    "msilib": "on Windows only",
    "ntpath.isabs": "stays, but a path without a drive is not absolute any more",
    "sys._enablelegacywindowsfsencoding": "on Windows only",
    "ssl.PROTOCOL_SSLv2": "depends on how OpenSSL was built",
    "ssl.PROTOCOL_SSLv3": "depends on how OpenSSL was built",
    "webbrowser.MacOSX": "on macOS only",
}

#: Tables that gather names of several releases: ``gone`` is the release from which none of them is there.
GATHERED = {
    "DJ20-escaping": "undocumented, some went before",
    "DJ22-removed": "what went in 2.2 or before",
    "DJ30-removed-warnings": "one release after the other",
    "DJ40-is-safe-url": "django.contrib.auth.views did not pass it on any more from 3.0 on",
    "DJ40-reexported": "passed on by modules that stopped to use the names one by one",
    "DJ40-removed": "what went between 3.0 and 4.0",
    "DJ40-url": "django.conf.urls never had path, but is asked for it",
    "DJ51-removed": "what went between 4.2 and 5.1",
}

#: Names that are newer than ``since`` says, because the old ones they stand for are as well.
YOUNGER = {
    "django.contrib.auth.views.PasswordResetConfirmView.reset_url_token": "took the constant's place in 3.0 itself",
}


def lies(
    rules: Sequence[Rule], known: Mapping[str, Mapping[str, bool | None]], own: Sequence[str]
) -> dict[str, list[str]]:
    """Return what rules say of their names that releases contradict; ``own`` are the packages that they answer for."""
    gone = {old: Version(rule.gone) for rule in rules if rule.gone for old in rule.table}
    return {rule.id: list(_contradictions(rule, known, own, gone)) for rule in rules}


def _contradictions(
    rule: Rule, known: Mapping[str, Mapping[str, bool | None]], own: Sequence[str], gone: Mapping[str, Version]
) -> Iterator[str]:
    releases = sorted(known, key=Version)
    since = Version(rule.since) if rule.since else None
    before = [release for release in releases if rule.gone is None or Version(release) < Version(rule.gone)]
    for old, new in rule.table.items():
        there = {release: known[release][spelled(old)] for release in releases}
        if _is_ours(old, own):
            # an older release may not have had it yet
            if before and there[before[-1]] is False and rule.id not in GATHERED:
                yield f"{old} is not in {before[-1]}, though gone is {rule.gone}"
            yield from (
                f"{old} is in {release}, though gone is {rule.gone}"
                for release in releases
                if release not in before and there[release]
            )
        if new and _is_ours(new, own) and spelled(new) not in YOUNGER:
            ends = min((gone[name] for name in _around(spelled(new)) if name in gone), default=None)
            yield from (
                f"{new} is not in {release}, though since is {rule.since}"
                for release in releases
                if (since is None or Version(release) >= since)
                and (ends is None or Version(release) < ends)
                and known[release][spelled(new)] is False
            )


def _is_ours(name: str, own: Sequence[str]) -> bool:
    return name.partition(".")[0] in own and spelled(name) not in OTHERWISE


def _around(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts) + 1)]


@cache
def standard_modules() -> frozenset[str]:
    """Return the top-level modules that some installed interpreter brings, or that old ones brought."""
    ours = {name.partition(".")[0] for rule in tables("python") for name in rule.table}
    return frozenset(ours | sys.stdlib_module_names) - {
        "setuptools",
        "pkg_resources",
        "pytz",
        "six",
        "packaging",
        "mock",
        "backports",
        "unittest2",
    }


@cache
def python_names() -> dict[str, list[str]]:
    known = {}
    for release in INTERPRETERS:
        try:
            python = find_interpreter(Version(release), fetch=False).path
        except UpgraderError:
            continue
        known[release] = ask(python, names(tables("python")))
    return lies(tables("python"), known, sorted(standard_modules()))


@cache
def django_names() -> dict[str, list[str]]:
    known = {
        release: ask(django(release), names(tables("django")), "django") for release in RELEASES if release != "1.11"
    }
    return lies(tables("django"), known, ["django"])


@pytest.mark.parametrize("rule", [rule.id for rule in tables("python")])
def test_every_interpreter_has_the_names_that_a_rule_says_it_has(rule: str) -> None:
    assert python_names()[rule] == []


@pytest.mark.slow
@pytest.mark.parametrize("rule", [rule.id for rule in tables("django")])
def test_every_release_of_django_has_the_names_that_a_rule_says_it_has(rule: str) -> None:
    assert django_names()[rule] == []


def test_a_rule_that_says_something_else_than_the_interpreters_is_caught() -> None:
    doc = "A.\n\n```diff\n-a\n+b\n```\n\n```diff\n c\n```"
    moved = {"collections.Mapping": "collections.abc.Mapping", "asyncio.run": "asyncio.Runner"}
    rule = moves("X", package="python", since=None, gone="3.10", docs="", moved=moved, doc=doc)
    known: dict[str, dict[str, bool | None]] = {
        "3.9": {
            "collections.Mapping": True,
            "collections.abc.Mapping": True,
            "asyncio.run": True,
            "asyncio.Runner": False,
        },
        "3.10": {
            "collections.Mapping": False,
            "collections.abc.Mapping": True,
            "asyncio.run": True,
            "asyncio.Runner": None,
        },
    }
    assert lies([rule], known, ["asyncio", "collections"])["X"] == [
        "asyncio.run is in 3.10, though gone is 3.10",
        "asyncio.Runner is not in 3.9, though since is None",
    ]


def test_every_exception_is_about_a_rule_that_there_is() -> None:
    everything = names(tables("python") + tables("django"))
    assert {*OTHERWISE, *YOUNGER} <= everything
    assert GATHERED.keys() <= {rule.id for rule in load_rules()}


def test_the_installed_interpreters_are_asked() -> None:
    answer = ask(Path(sys.executable), ["json.dumps", "json.no_such", "no_such_module", "unittest.main.usageExit"])
    assert answer["json.dumps"] is True
    assert answer["json.no_such"] is False
    assert answer["no_such_module"] is False


# -- rules that are no tables ------------------------------------------------------------------------------------------

#: Rules whose old spelling works on (``gone`` is None or still to come), but whose program does not: why.
WORKS_ON = {
    "PY310-ssl-npn": "the method is there; no OpenSSL of today has what it needs",
    "PY311-implicit-optional": "the program asserts an annotation that is no longer made up",
    "PY312-server-wait-closed": "on 3.13 the server holds its connections weakly, and the program keeps none of its own",
    "PY312-path-subclass-new": "the program asserts what became of the arguments",
    "PY312-mock-spec-queryset": "needs Django, which the programs are run without",
    "PY313-implicit-submodule": "depends on what else was imported",
    "PY315-run-http-cgi": "starts a server, which does not end",
    "PY316-module-package": "the program imports from a package that is not there",
    "PY316-tarinfo-tarfile": "an attribute that only members that were read have",
    "PY39-literal-duplicates": "the program asserts that duplicates stay",
}


#: Programs of rules that find none of bench/truth, because none of its programs can show what changed.
PROGRAMS = {
    "PY311-null-bytes": """
import ast

try:
    ast.parse("a = 1\\0")
except ValueError:
    print("refused")
""",
    "PY312-pkg-resources-entry-point": """
import pkg_resources

for entry in pkg_resources.iter_entry_points("console_scripts"):
    print(entry.module_name)
""",
    "PY315-module-cached": "import json\n\nprint(bool(json.__cached__))\n",
    "PY316-mimetypes-dot": 'import mimetypes\n\nmimetypes.add_type("text/markdown", "md")\n',
    "PY319-ctypes-layout": """
import ctypes


class Header(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("size", ctypes.c_int)]
""",
    "PY319-hashlib-string": 'import hashlib\n\nprint(hashlib.md5(string=b"").hexdigest())\n',
}


def _truth() -> Any:
    spec = importlib.util.spec_from_file_location("truth", Path(__file__).parents[1] / "bench" / "truth.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["truth"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def _others() -> dict[str, Rule]:
    # a rule of kind plain is about C, commands or build files, which are asked below
    return {
        rule.id: rule for rule in load_rules() if rule.package == "python" and rule.kind == "python" and not rule.table
    }


def _programs(truth: Any, folder: Path) -> dict[str, list[str]]:
    """Return the programs that each rule finds: those that it finds alone, where there are any."""
    seen = truth.look(truth.load_entries("python"), "python", folder)
    found: dict[str, list[str]] = {}
    for rule in _others():
        mine = [one for one in seen if rule in one.detected]
        alone = [one for one in mine if len(one.detected) == 1]
        if mine:
            found[rule] = [one.entry.program for one in alone or mine]
    for rule, program in PROGRAMS.items():
        assert rule not in found, f"{rule} finds a program of bench/truth now"
        settings = Settings(truth.OLD, truth.TARGETS["python"], frozenset([rule]))
        assert scan_file(PurePosixPath("program.py"), program.encode(), settings).findings
        found[rule] = [program]
    return found


@pytest.mark.whole
@pytest.mark.slow
def test_programs_that_a_rule_finds_work_before_it_says_they_are_gone_and_not_after(tmp_path: Path) -> None:
    truth = _truth()
    programs = _programs(truth, tmp_path / "look")
    try:
        runner = truth.Interpreters(tmp_path, INTERPRETERS)
    except UpgraderError as why:
        pytest.skip(str(why))
    everything = sorted({program for mine in programs.values() for program in mine})
    asked = [(program, ()) for program in everything]
    quiet = {
        python: dict(zip(everything, runner.run(python, asked, strict=False), strict=True)) for python in INTERPRETERS
    }
    strict = {
        python: dict(zip(everything, runner.run(python, asked, strict=True), strict=True)) for python in INTERPRETERS
    }
    assert {id: why for id, why in _wrong(programs, quiet, strict).items() if id not in WORKS_ON} == {}
    assert _wrong(programs, quiet, strict).keys() == WORKS_ON.keys()


def _wrong(
    programs: Mapping[str, Sequence[str]],
    quiet: Mapping[str, Mapping[str, Any]],
    strict: Mapping[str, Mapping[str, Any]],
) -> dict[str, str]:
    """Return what the runs of programs contradict, by rule. A program that is stopped says nothing."""
    wrong = {}
    for id, rule in _others().items():
        mine = programs.get(id, [])
        before = [python for python in INTERPRETERS if rule.gone is None or Version(python) < Version(rule.gone)]
        last = before[-1] if before else None
        if not mine:
            wrong[id] = "finds no program"
            continue
        if last is not None and not any(quiet[last][program].clean for program in mine):
            whys = sorted({quiet[last][program].why for program in mine})
            wrong[id] = f"no program runs on {last}: {', '.join(whys)}"
            continue
        for python in INTERPRETERS[len(before) :]:
            # fails, warns, or at least says something else
            changed = any(
                (strict[python][program].ended and not strict[python][program].clean)
                or (
                    last is not None
                    and quiet[python][program].ended
                    and quiet[python][program].printed != quiet[last][program].printed
                )
                for program in mine
            )
            if not changed:
                whys = sorted({strict[python][program].why for program in mine})
                wrong[id] = f"nothing is to be seen on {python}: {', '.join(whys)}"
    return wrong


# -- C, commands and build files ---------------------------------------------------------------------------------------

#: Rules about what is neither Python nor a template, which nothing below asks about: why.
UNASKED = {
    "PY310-c-ssize-t-clean": "compiles everywhere; the call fails when it runs",
    "PY310-command-options": "any -X option is taken in silence: these do nothing any more",
    "PY312-cython-generated": "is about versions of Cython",
    "PY315-c-api": "goes in a version that is not there yet",
    "PY315-command-http-cgi": "goes in a version that is not there yet",
}


@cache
def headers(release: str) -> Path | None:
    """Return the folder of an interpreter's public C headers, None where it is not installed or has none."""
    try:
        python = find_interpreter(Version(release), fetch=False).path
    except UpgraderError:
        return None
    question = "import sysconfig; print(sysconfig.get_path('include'))"
    found = Path(subprocess.run([python, "-c", question], capture_output=True, text=True, check=True).stdout.strip())
    return found if (found / "Python.h").is_file() else None


@cache
def declared(release: str) -> frozenset[str] | None:
    """Return the words of an interpreter's public headers, comments left out."""
    folder = headers(release)
    if folder is None:
        return None
    text = "\n".join(path.read_text(errors="replace") for path in folder.rglob("*.h") if "internal" not in path.parts)
    return frozenset(re.findall(r"\b[A-Za-z_]\w*", re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)))


@pytest.mark.parametrize("release", INTERPRETERS)
def test_headers_declare_a_name_of_c_until_it_is_gone(release: str) -> None:
    words = declared(release)
    if words is None:
        pytest.skip(f"no headers of Python {release}")
    for gone, table in c_api.GONE.items():
        for name in table.split():
            assert (name in words) is (Version(release) < Version(gone)), f"{name}, gone {gone}"


@pytest.mark.parametrize("release", INTERPRETERS)
def test_header_files_are_there_until_they_are_gone(release: str) -> None:
    folder = headers(release)
    if folder is None:
        pytest.skip(f"no headers of Python {release}")
    for gone, table in c_api.HEADERS.items():
        for name in table.split():
            assert (folder / f"{name}.h").is_file() is (Version(release) < Version(gone)), f"{name}.h, gone {gone}"


C_SOURCES = {
    "PY39-c-tp-print": "void f(PyTypeObject *t) { t->tp_print = 0; }",
    "PY311-c-frames": "PyCodeObject *f(PyFrameObject *frame) { return frame->f_code; }",
    "PY311-c-assigned": "void f(PyObject *x, PyTypeObject *t) { Py_TYPE(x) = t; }",
    "PY312-c-long-digits": "digit f(PyLongObject *x) { return x->ob_digit[0]; }",
}


@pytest.mark.parametrize("release", INTERPRETERS)
@pytest.mark.parametrize("id", C_SOURCES)
def test_c_compiles_until_it_does_not(id: str, release: str, tmp_path: Path) -> None:
    folder, compiler = headers(release), shutil.which("gcc") or shutil.which("cc")
    if folder is None or compiler is None:
        pytest.skip(f"no compiler, or no headers of Python {release}")
    (rule,) = (rule for rule in load_rules() if rule.id == id)
    source = f"#include <Python.h>\n#include <frameobject.h>\n\n{C_SOURCES[id]}\n"
    found = scan_file(
        PurePosixPath("ext.c"),
        source.encode(),
        Settings(Versions(Version("3.8")), Versions(Version("3.13")), frozenset([id])),
    )
    assert found.findings
    path = tmp_path / "ext.c"
    path.write_text(source)
    done = subprocess.run([compiler, "-fsyntax-only", "-w", f"-I{folder}", str(path)], capture_output=True, text=True)
    assert rule.gone is not None
    assert (done.returncode == 0) is (Version(release) < Version(rule.gone)), done.stderr[-500:]


@pytest.mark.parametrize("release", INTERPRETERS)
def test_modules_that_commands_run_are_there_until_they_are_gone(release: str) -> None:
    try:
        python = find_interpreter(Version(release), fetch=False).path
    except UpgraderError as why:
        pytest.skip(str(why))
    there = ask(python, [*commands.RUN_312, *commands.RUN_313])
    for gone, table in (("3.12", commands.RUN_312), ("3.13", commands.RUN_313)):
        assert {there[name] for name in table} == {Version(release) < Version(gone)}, gone


def test_every_rule_about_other_files_is_asked_about_or_named() -> None:
    asked = {f"PY{gone.replace('.', '')}-c-api" for gone in c_api.GONE if gone != "3.15"} | {
        f"PY{gone.replace('.', '')}-c-headers" for gone in c_api.HEADERS
    }
    asked |= {*C_SOURCES, "PY312-command-modules", "PY313-command-modules"}
    plain = {rule.id for rule in load_rules() if rule.kind == "plain" and rule.package == "python"}
    assert asked | UNASKED.keys() == plain
    assert not asked & UNASKED.keys()
