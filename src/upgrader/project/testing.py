"""How a project runs its tests, found in its own files; nothing of it is run to find out."""

from __future__ import annotations

import ast
import re
import shlex
import warnings
from collections.abc import Iterator
from configparser import Error as IniError
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from upgrader.parsing import parse_syntax
from upgrader.pins.setup_py import setup_keywords
from upgrader.project.commands import make_recipe, plain_commands
from upgrader.project.config import load_toml, table_at
from upgrader.project.files import read_bytes, read_text
from upgrader.project.tox import Tox, read_ini

_TEST_FILE = re.compile(r"^(test.*|.*_tests?)\.py$")
_SETTINGS = re.compile(rb"^\s*(?:INSTALLED_APPS|SECRET_KEY|DATABASES)\b|^\s*from\s+[\w.]+\s+import\s+\*", re.MULTILINE)
_SETTINGS_IN_MANAGE = re.compile(rb"""DJANGO_SETTINGS_MODULE["']\s*(?:,|\]\s*=)\s*["']([\w.]+)["']""")
_SETTINGS_NAMES = frozenset(["test_settings.py", "tests_settings.py", "settings_test.py", "settings_tests.py"])
_IN_SETTINGS_FOLDER = frozenset(["test.py", "tests.py", "testing.py", "ci.py", "travis.py"])
_CONFIGURES_DJANGO = re.compile(rb"DJANGO_SETTINGS_MODULE|settings\.configure\(|djangoapp")


@dataclass(frozen=True)
class Sources:
    """What the search looks at: the listed files, what tox is told, the names of all required packages."""

    root: Path
    files: tuple[PurePosixPath, ...]
    tox: Tox | None
    packages: frozenset[str]

    def has(self, name: str) -> bool:
        """Say whether a file of this path is listed."""
        return PurePosixPath(name) in self.files

    def text(self, name: str) -> str:
        """Return the text of a listed file, empty if it is not listed."""
        return read_text(self.root, PurePosixPath(name)) if self.has(name) else ""


@dataclass(frozen=True)
class Found:
    """A test command and the sentence that says where it was found."""

    command: str
    why: str


def find_test_command(sources: Sources) -> Found | None:
    """Return the first command that one of the known ways to run tests yields, None where no way applies.

    In this order: runtests.py, pytest, ``manage.py test``, tox, the Makefile, setup.py, ``django test`` with a settings
    module of the tests' own, and what Python and pytest find without being told.
    """
    ways = (_runtests, _pytest, _manage, _tox, _makefile, _setup_function, _django, _bare_pytest, _unittest)
    return next((found for way in ways if (found := way(sources))), None)


def _runtests(sources: Sources) -> Found | None:
    for name in ("runtests.py", "tests/runtests.py", "run_tests.py"):
        if sources.has(name):
            return Found(f"python {name}", f"{name} is there.")
    return None


def _pytest(sources: Sources) -> Found | None:
    tox_commands = plain_commands(sources.tox.commands, sources.text("Makefile")) if sources.tox else ()
    called = next((command for command in tox_commands if "-m pytest" in command), None)
    conftest = _shallowest(path for path in sources.files if path.name == "conftest.py")
    config, options = _pytest_config(sources)
    required = "pytest" in sources.packages or (sources.tox is not None and "pytest" in sources.tox.packages)
    if not (required or conftest or (config and config.endswith("pytest.ini"))) or not (config or conftest or called):
        return None
    where = f"pytest is configured in {config}" if config else f"{conftest} is there" if conftest else "tox runs pytest"
    words = ["python", "-m", "pytest"]
    if folder := _folder_to_name(sources, conftest, options):
        words.append(str(folder))
    settings = None if _pytest_knows_settings(sources, options) else _settings(sources, manage=True)
    variables: list[str] = []
    if settings:
        where += f", and {settings.file} has the settings"
        if (sources.tox and settings.file == sources.tox.file) or "pytest-django" not in sources.packages:
            variables.append(f"DJANGO_SETTINGS_MODULE={settings.module}")
        else:
            words.append(f"--ds={settings.module}")
        if settings.folder:
            variables.append(f"PYTHONPATH={settings.folder}")
    return Found(shlex.join(variables + words), f"{where}.")


def _folder_to_name(sources: Sources, conftest: PurePosixPath | None, options: str) -> PurePosixPath | None:
    """Return the folder that pytest must be called with to start, None where it finds all by itself.

    A conftest.py below the root may only name ``pytest_plugins`` if it lies in a folder of the command line, or in a
    ``test*`` folder below that. https://docs.pytest.org/en/stable/deprecations.html, "pytest_plugins in non-top-level".
    """
    if conftest is None or len(conftest.parts) == 1 or re.search(r"\btestpaths\b", options):
        return None
    if not re.search(rb"^pytest_plugins\b", read_bytes(sources.root, conftest), re.MULTILINE):
        return None
    folder = conftest.parent
    return folder.parent if folder.name.startswith("test") and len(folder.parts) > 1 else folder


def _pytest_config(sources: Sources) -> tuple[str | None, str]:
    """Return the file that configures pytest, found in pytest's own order, and the text of that configuration."""
    for name, section in (
        ("pytest.ini", "pytest"),
        (".pytest.ini", "pytest"),
        ("pyproject.toml", ""),
        ("tox.ini", "pytest"),
        ("setup.cfg", "tool:pytest"),
    ):
        if not sources.has(name):
            continue
        if name == "pyproject.toml":
            if options := table_at(load_toml(sources.root / name), "tool", "pytest"):
                return name, str(options)
            continue
        try:
            parser = read_ini(sources.root, PurePosixPath(name))
        except IniError:  # reported where tox is read
            continue
        if parser.has_section(section):
            return name, "\n".join(f"{key} = {value}" for key, value in parser.items(section))
        if name.endswith("pytest.ini"):  # counts even when it is empty
            return name, ""
    return None, ""


def _pytest_knows_settings(sources: Sources, options: str) -> bool:
    """Say whether pytest gets Django's settings without being told on the command line, or needs none."""
    if not any(name in sources.packages for name in ("django", "pytest-django")):
        return True
    if re.search(r"DJANGO_SETTINGS_MODULE|--ds\b", options, re.IGNORECASE):
        return True
    conftests = (path for path in sources.files if path.name == "conftest.py")
    return any(_CONFIGURES_DJANGO.search(read_bytes(sources.root, path)) for path in conftests)


def _manage(sources: Sources) -> Found | None:
    best: tuple[int, int, PurePosixPath] | None = None
    for path in sources.files:
        if path.name != "manage.py" or b"django" not in read_bytes(sources.root, path):
            continue
        tests = sum(_is_test(other) for other in sources.files if other.is_relative_to(path.parent))
        rank = (tests, -len(path.parts), path)
        if tests and (best is None or rank[:2] > best[:2]):
            best = rank
    if best is None:
        return None
    path = best[2]
    if len(path.parts) > 1 and (told := _tox(sources)) and str(path) in told.command:
        return told  # from the root it may find tests that lie beside its folder
    before = "" if len(path.parts) == 1 else f"cd {shlex.quote(str(path.parent))} && "
    names_none = b"DJANGO_SETTINGS_MODULE" not in read_bytes(sources.root, path)
    settings = _settings(sources, manage=False) if names_none and len(path.parts) == 1 else None
    if settings and not settings.folder:
        why = f"{path} is there, and names no settings; {settings.file} has those of the tests."
        return Found(f"python manage.py test --settings={settings.module}", why)
    return Found(f"{before}python manage.py test", f"{path} is there.")


def _tox(sources: Sources) -> Found | None:
    if not sources.tox:
        return None
    commands = plain_commands(sources.tox.commands, sources.text("Makefile"))
    if not commands:
        return None
    settings = sources.tox.variables.get("DJANGO_SETTINGS_MODULE", "")
    before = f"cd {shlex.quote(sources.tox.folder)} && " if sources.tox.folder else ""
    variable = f"DJANGO_SETTINGS_MODULE={settings} " if settings and "{" not in settings else ""
    command = before + " && ".join(variable + command for command in commands)
    return Found(command, f"{sources.tox.file} runs it in tox's test environment.")


def _makefile(sources: Sources) -> Found | None:
    text = sources.text("Makefile")
    for target in ("test", "tests", "check"):
        if commands := plain_commands(make_recipe(text, target)):
            return Found(" && ".join(commands), f"The target {target} of the Makefile runs it.")
    return None


def _setup_function(sources: Sources) -> Found | None:
    """Return a call of the function that setup.py names as its test suite: what ``setup.py test`` would have run."""
    suite = _test_suite(sources)
    module, _, function = suite.rpartition(".")
    path = module.replace(".", "/")
    for name in (f"{path}.py", f"{path}/__init__.py"):
        if (
            module
            and sources.has(name)
            and re.search(rf"^def {re.escape(function)}\(", sources.text(name), re.MULTILINE)
        ):
            code = f"import sys, {module}; sys.exit({suite}())"
            return Found(f"python -c {shlex.quote(code)}", f"setup.py names {suite} as its test suite.")
    return None


def _test_suite(sources: Sources) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = parse_syntax(sources.text("setup.py"))
    except (SyntaxError, ValueError):
        return ""
    values = [word.value for word in setup_keywords(tree) if word.arg == "test_suite"]
    return next((str(one.value) for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str)), "")


def _django(sources: Sources) -> Found | None:
    settings = _settings(sources, manage=False)
    if not settings or not any(map(_is_test, sources.files)):
        return None
    words = ["python", "-m", "django", "test", f"--settings={settings.module}"]
    if settings.folder:
        words.append(f"--pythonpath={settings.folder}")
    return Found(shlex.join(words), f"{settings.file} has the settings of the tests.")


def _bare_pytest(sources: Sources) -> Found | None:
    if "pytest" in sources.packages and any(map(_is_test, sources.files)):
        return Found("python -m pytest", "pytest is required, and there are files that it takes for tests.")
    return None


def _unittest(sources: Sources) -> Found | None:
    test = _shallowest(path for path in sources.files if path.match("test*.py") and _is_test(path))
    if not test or not re.search(r"^\s*(from|import) unittest", read_text(sources.root, test), re.MULTILINE):
        return None
    start = "" if len(test.parts) == 1 else f" -s {shlex.quote(str(test.parent))}"
    package = PurePosixPath(test.parent / "__init__.py") in sources.files
    return Found(f"python -m unittest discover{start}{' -t .' if start and package else ''}", f"{test} has unit tests.")


@dataclass(frozen=True)
class _Settings:
    module: str
    folder: str  # what must be on the path to import it, empty for the project's root
    file: PurePosixPath


def _settings(sources: Sources, *, manage: bool) -> _Settings | None:
    """Return the settings that tests run with; those of manage.py only if there are none for tests and ``manage``."""
    tox = sources.tox
    if tox and (module := tox.variables.get("DJANGO_SETTINGS_MODULE")) and "{" not in module:
        return _Settings(module, "", tox.file)
    for path in sorted(sources.files, key=lambda path: (len(path.parts), path)):
        if _is_test_settings(path) and _SETTINGS.search(read_bytes(sources.root, path)):
            return _locate(sources, path)
    for path in sources.files if manage else ():
        found = _SETTINGS_IN_MANAGE.search(read_bytes(sources.root, path)) if path.name == "manage.py" else None
        if found:
            folder = "" if len(path.parts) == 1 else str(path.parent)
            return _Settings(found[1].decode(), folder, path)
    return None


def _is_test_settings(path: PurePosixPath) -> bool:
    folder = path.parent.name
    if path.name == "__init__.py":
        return path.parent.name == "settings" and path.parent.parent.name.startswith("test")
    return (
        path.name in _SETTINGS_NAMES
        or (path.name == "settings.py" and bool(re.fullmatch(r"tests?|test_?(project|proj|app|site)", folder)))
        or (path.name in _IN_SETTINGS_FOLDER and folder == "settings")
    )


def _locate(sources: Sources, path: PurePosixPath) -> _Settings | None:
    """Return how a settings file is imported: its dotted name, and the folder that name starts in."""
    module = path.parent if path.name == "__init__.py" else path.with_suffix("")
    base = module.parent
    # A folder of tests is imported from where its package is, with or without an __init__.py of its own.
    while base.parts and (base / "__init__.py" in sources.files or base.name.startswith("test")):
        base = base.parent
    names = module.relative_to(base).parts
    if not all(name.isidentifier() for name in names):
        return None
    return _Settings(".".join(names), str(base) if base.parts else "", path)


def _is_test(path: PurePosixPath) -> bool:
    return bool(_TEST_FILE.match(path.name)) and path.name not in _SETTINGS_NAMES


def _shallowest(paths: Iterator[PurePosixPath]) -> PurePosixPath | None:
    return min(paths, key=lambda path: (len(path.parts), path), default=None)
