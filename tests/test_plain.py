"""Files that are neither Python nor templates: which they are, what in them is code, what is found and what is not."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import PurePosixPath

import pytest
from packaging.version import Version

from upgrader.catalogue import load_rules
from upgrader.engine import Looked, Settings, fix_file, scan_file
from upgrader.interpreters import find_interpreter
from upgrader.kinds import kind_of
from upgrader.model import UpgraderError, Versions
from upgrader.plain import Plain

PYTHONS = ("3.8", "3.9", "3.10", "3.11", "3.12", "3.13")
GONE: dict[str, str] = import_module("upgrader.codemods.plain.c_api").GONE


def scanned(path: str, text: str, **more: object) -> Looked:
    versions = Versions(Version("3.8")), Versions(Version("3.13"))
    rules = frozenset(rule.id for rule in load_rules() if rule.kind == "plain")
    return scan_file(PurePosixPath(path), text.encode(), Settings(*versions, rules, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("src/ext.c", "c"),
        ("src/fast.pyx", "c"),
        ("Makefile", "commands"),
        ("docker/Dockerfile.web", "commands"),
        (".github/workflows/test.yml", "commands"),
        ("locale/de.yml", ""),
        ("shop/templates/deploy.sh", ""),
        ("setup.cfg", "settings"),
        ("setup.py", ""),
        ("README.md", ""),
    ],
)
def test_a_file_is_known_by_its_name(path: str, kind: str) -> None:
    assert kind_of(PurePosixPath(path)) == kind


@pytest.mark.parametrize(
    ("path", "text", "left"),
    [
        ("a.c", '/* a\nb */ x("y\\"z", \'"\'); // c\n', "    \n     x(      ,    );     \n"),
        ("a.c", '#include "a.h"\n', '#include "a.h"\n'),
        ("a.pyx", "x = 'y' # c\n", "x =        \n"),
        ("a.sh", "x='#y' # c\n#d\n$#\n", "x='#y'    \n  \n$#\n"),
        ("a.bat", "REM x\nx\n", "     \nx\n"),
    ],
)
def test_what_does_not_run_is_blank(path: str, text: str, left: str) -> None:
    pure = PurePosixPath(path)
    assert Plain(pure, kind_of(pure), text).code == left


def test_places_are_those_of_the_file_and_nothing_is_rewritten() -> None:
    text = "/* PyUnicode_GET_SIZE */\r\n\r\nint n = PyUnicode_GET_SIZE(x);\r\n"
    (found,) = scanned("ext.c", text).findings
    assert (found.line, found.column, found.must, found.fixable) == (3, 9, True, False)
    versions = Versions(Version("3.8")), Versions(Version("3.13"))
    assert fix_file(PurePosixPath("ext.c"), text.encode(), Settings(*versions, frozenset([found.rule]))) == Looked()


@pytest.mark.parametrize(
    "test", ["if PY_VERSION_HEX < 0x030C0000", "ifdef PyUnicode_GET_SIZE", "if PY_MAJOR_VERSION >= 3"]
)
def test_what_stands_behind_a_test_for_the_version_is_guarded(test: str) -> None:
    (found,) = scanned("ext.c", f"#{test}\nn = PyUnicode_GET_SIZE(x);\n#endif\n").findings
    assert not found.must
    assert found.message.endswith("(guarded)")


def test_another_test_of_the_preprocessor_guards_nothing() -> None:
    (found,) = scanned("ext.c", "#ifdef DEBUG\n#endif\n#if WIN\nn = PyUnicode_GET_SIZE(x);\n#endif\n").findings
    assert found.must


def test_a_macro_of_the_files_own_is_left_alone() -> None:
    assert scanned("ext.c", "#define PyUnicode_GET_SIZE(x) f(x)\nn = PyUnicode_GET_SIZE(x);\n").findings == ()


def test_a_comment_suppresses_a_finding_and_one_too_many_is_reported() -> None:
    ignored = "n = PyUnicode_GET_SIZE(x); // upgrader: ignore[PY312-c-api] old\n"
    assert scanned("ext.c", ignored) == Looked()
    assert scanned("Makefile", "# upgrader: ignore-file[PY31]\nx:\n\tpython -m cgi\n").findings == ()
    (row,) = scanned("ext.c", "n = 1; // upgrader: ignore[PY312-c-api]\nPyUnicode_GET_SIZE_OF;\n").skipped or [None]
    assert row is not None
    assert row.why == "line 1: the ignore of PY312-c-api matches nothing"


def test_rules_are_switched_off_by_path() -> None:
    off = (("vendor/*", ("PY312",)),)
    assert scanned("vendor/ext.c", "PyUnicode_GET_SIZE(x);\n", per_file_ignores=off).findings == ()


@pytest.mark.parametrize(
    "line",
    [
        "python -m cgi",
        "python3.8 -W error -m cgi",
        "$(PYTHON) -m cgi",
        "{envpython} -m cgi",
        "${PYTHON} -m cgi",
        "xvfb-run py -m cgi",
    ],
)
def test_every_way_to_call_python_is_known(line: str) -> None:
    assert [one.rule for one in scanned("tox.ini", f"commands =\n    {line}\n").findings] == ["PY313-command-modules"]


@pytest.mark.parametrize("line", ["python -m cgi_ours", "python -m cgi-bin", "grep -m cgi x", "python x.py -m cgi.log"])
def test_what_only_looks_like_it_is_left_alone(line: str) -> None:
    assert scanned("run.sh", f"{line}\n").findings == ()


def headers(python: str) -> str | None:
    try:
        executable = find_interpreter(Version(python), fetch=False).path
    except UpgraderError:
        return None
    folder = executable.resolve().parent.parent / "include" / f"python{python}"
    files = [path for path in folder.rglob("*.h") if "internal" not in path.parts]
    text = "\n".join(path.read_text(errors="replace") for path in files)
    return re.sub(r"/\*.*?\*/|//[^\n]*", " ", text, flags=re.DOTALL) or None


def test_the_headers_have_each_name_until_it_is_gone() -> None:
    asked = 0
    for python in PYTHONS:
        text = headers(python)
        if text is None:
            continue
        declared = set(re.findall(r"\w+", text))
        for gone, names in GONE.items():
            here = Version(python) < Version(gone)
            asked += 1
            wrong = {name for name in names.split() if (name in declared) is not here}
            assert wrong == set(), f"Python {python}, gone in {gone}"
    if not asked:
        pytest.skip("no interpreter here has headers")


def fixed(path: str, text: str, rule: str, target: str = "5.0") -> Looked:
    package = {"celery5-app-option": "celery", "pytest7-python-paths": "pytest"}[rule]
    target_versions = Versions(Version("3.13"), None, ((package, Version(target)),))
    settings = Settings(Versions(Version("3.8")), target_versions, frozenset([rule]))
    return fix_file(PurePosixPath(path), text.encode(), settings)


def test_what_a_rule_can_mend_is_mended_and_the_rest_of_the_file_is_as_it_was() -> None:
    text = "a: celery worker -A shop -l info  # -A\r\n# celery worker -A shop\r\nb: x\r\n"
    looked = fixed("Procfile", text, "celery5-app-option")
    assert looked.change is not None
    assert looked.change.after == text.replace("worker -A shop -l", "-A shop worker -l", 1).encode()
    assert looked.rules == ("celery5-app-option",)


def test_a_command_on_several_lines_is_only_reported() -> None:
    text = "celery worker \\\n    -A shop\n"
    assert fixed("run.sh", text, "celery5-app-option").change is None
    assert [finding.fixable for finding in scanned("run.sh", text).findings] == [False]


@pytest.mark.parametrize("comment", ["ignore[pytest7-python-paths] ours", "ignore-file[pytest7]"])
def test_what_is_suppressed_is_not_mended(comment: str) -> None:
    text = f"[pytest]\npython_paths = src  # upgrader: {comment}\n"
    assert fixed("pytest.ini", text, "pytest7-python-paths", "8.0").change is None


def test_a_file_that_is_not_utf_8_is_named_and_left_alone() -> None:
    settings = Settings(Versions(Version("3.8")), Versions(Version("3.13")), frozenset(["pytest7-python-paths"]))
    looked = fix_file(PurePosixPath("pytest.ini"), b"[pytest]\npython_paths = \xff\n", settings)
    assert looked.change is None
    assert [skip.why for skip in looked.skipped] == ["is not UTF-8: invalid start byte"]
