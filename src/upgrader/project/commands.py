"""Turn a line that a project runs its tests with into the plain command behind it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from pathlib import PurePosixPath

_WHICH = re.compile(r"`which ([\w./-]+)`|\$\$?\(which ([\w./-]+)\)")
_ASSIGNMENT = re.compile(r"^[A-Za-z_]\w*=")
_SHELL = re.compile(r"[`$|;<>&*]")
_TARGET = re.compile(r"^([\w./ -]+?)\s*::?(?!=)([^=]*)$")
_VARIABLE = re.compile(r"^(\w+)\s*[:?]?=\s*(.*)$")
_RUNNERS = frozenset(["pytest", "unittest", "nose", "nose2", "twisted.trial", "green", "stestr", "ward"])

#: Options of `coverage run` that take a value as the next word.
_COVERAGE_VALUES = frozenset(
    ["--source", "--omit", "--include", "--rcfile", "--concurrency", "--context", "--data-file", "--debug"]
)
#: Options of pytest-cov and pytest-xdist, which change how tests run and not what they say.
_PYTEST_VALUES = frozenset(
    ["--cov-config", "--cov-report", "--cov-fail-under", "--cov-context", "-n", "--numprocesses", "--dist"]
)


def plain_commands(lines: Iterable[str], makefile: str = "") -> tuple[str, ...]:
    """Return those of ``lines`` that run tests, without coverage and parallel runners, for any environment's ``python``.

    What checks style, builds documentation, installs or reports is left out. ``make target`` becomes the target's recipe.
    """
    return tuple(dict.fromkeys(command for line in lines for command in _plain(line, makefile)))


def make_recipe(makefile: str, target: str, seen: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the lines that ``make target`` runs, prerequisites first, with the file's own simple variables put in."""
    variables: dict[str, str] = {}
    rules: dict[str, tuple[list[str], list[str]]] = {}
    current: list[str] = []
    for line in makefile.replace("\\\n", " ").splitlines():
        if line.startswith("\t"):
            current.append(line.strip().lstrip("@-").strip())
        elif found := _VARIABLE.match(line):
            variables.setdefault(found[1], found[2].strip())
        elif found := _TARGET.match(line.partition("#")[0].rstrip()):
            current = []
            for name in found[1].split():
                rules[name] = (found[2].split(), current)
    if target not in rules or target in seen:
        return ()
    before, own = rules[target]
    lines = [line for name in before for line in make_recipe(makefile, name, seen | {target})]
    return tuple(re.sub(r"\$[({](\w+)[)}]", lambda m: variables.get(m[1], m[0]), line) for line in (*lines, *own))


def _plain(line: str, makefile: str) -> tuple[str, ...]:
    line = _WHICH.sub(lambda found: found[1] or found[2], line)
    *before, line = (part.strip() for part in line.split("&&"))
    if not all(re.fullmatch(r"cd [\w./-]+", part) for part in before) or _SHELL.search(line):
        return ()
    try:
        words = shlex.split(line, comments=True)
    except ValueError:  # a quotation without an end
        return ()
    if words and words[0] in ("-", "!"):
        words = words[1:]
    if words and words[0] == "make" and len(words) == 2:
        return plain_commands(make_recipe(makefile, words[1]), makefile)
    variables: list[str] = []
    while words and (words[0] == "env" or _ASSIGNMENT.match(words[0])):
        variables += [words[0]] if words[0] != "env" else []
        words = words[1:]
    words = _test_words(_without_wrapper(words))
    return (" && ".join((*before, shlex.join([*variables, *words]))),) if words else ()


def _without_wrapper(words: list[str]) -> list[str]:
    """Return the words behind ``coverage run``, ``poetry run`` and ``pipenv run``."""
    if words[:2] in (["poetry", "run"], ["pipenv", "run"], ["uv", "run"]):
        return _without_wrapper(words[2:])
    if words[:1] and re.fullmatch(r"python[\d.]*", words[0]) and words[1:3] in (["-m", "coverage"], ["-mcoverage"]):
        words = words[2:]
    if words[:2] != ["coverage", "run"]:
        return words
    rest = words[2:]
    while rest and rest[0].startswith("-") and rest[0] != "-m":
        rest = rest[2:] if rest[0] in _COVERAGE_VALUES else rest[1:]
    if rest[:1] == ["-m"]:
        return ["python", *rest]
    tool = PurePosixPath(rest[0]).name if rest else ""
    return rest if tool in ("pytest", "py.test", "django-admin", "django-admin.py", "nosetests") else ["python", *rest]


def _test_words(words: list[str]) -> list[str]:
    """Return a command that runs tests in a form that any environment understands; nothing for any other command."""
    if not words:
        return []
    tool, rest = PurePosixPath(words[0]).name, words[1:]
    if tool in ("pytest", "py.test"):
        return ["python", "-m", "pytest", *_without_pytest_plugins(rest)]
    if tool in ("django-admin", "django-admin.py"):
        return ["python", "-m", "django", *rest] if "test" in rest else []
    if tool == "manage.py":
        return ["python", *words] if "test" in rest else []
    if tool in ("nosetests", "nose2", "trial", "green"):
        return words
    if re.fullmatch(r"python[\d.]*", tool):
        return _test_words_of_python(rest)
    if words[0].endswith(".py") and "test" in tool:
        return ["python", *words]
    return []


def _test_words_of_python(words: list[str]) -> list[str]:
    flags = 0
    while flags < len(words) and words[flags].startswith("-") and words[flags] not in ("-m", "-c"):
        flags += 2 if words[flags] in ("-W", "-X") else 1
    before, rest = words[:flags], words[flags:]
    if rest[:1] == ["-m"] and len(rest) > 1:
        if rest[1] in ("pytest", "py.test"):
            return ["python", *before, "-m", "pytest", *_without_pytest_plugins(rest[2:])]
        return ["python", *words] if rest[1] in _RUNNERS or (rest[1] == "django" and "test" in rest) else []
    script = PurePosixPath(rest[0]).name if rest else ""
    if script in ("django-admin", "django-admin.py"):
        return ["python", *before, "-m", "django", *rest[1:]] if "test" in rest else []
    # `setup.py test` is gone from setuptools; what it would have run is looked up in setup.py itself.
    runs_tests = "test" in rest[1:] if script == "manage.py" else "test" in script and script.endswith(".py")
    return ["python", *words] if runs_tests else []


def _without_pytest_plugins(words: list[str]) -> list[str]:
    kept: list[str] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word in _PYTEST_VALUES:
            rest = rest[1:]
        elif word == "--cov":  # its value may be missing
            rest = rest[1:] if rest and not rest[0].startswith("-") else rest
        elif not re.match(r"--(no-)?cov\b|-n\d|-nauto|--numprocesses=|--dist=", word):
            kept.append(word)
    return kept
