"""The truth tables: how much of what is known to break the rules find and fix, with the peers measured in the same run.

    python bench/truth.py                              # both tables, on the standard output
    python bench/truth.py --only django --list-missing # names each entry that is not detected or not fixed
    python bench/truth.py --sample 100                 # the same hundred entries of each list every time
    python bench/truth.py --write docs/truth.md

bench/truth/python.json and django.json hold programs that break or warn somewhere between Python 3.8 and 3.13, or
between Django 1.11 and 6.1, and what a person would write instead. Each is scanned and fixed as a project of its own.

- detected: some rule has more findings in the old program than in the new one; of an entry about build files, commands or
  C, also: in the file of bench/truth/places.toml, where such things live, a rule finds something, or a version is moved
- fixed: with every tier of fixes applied, none of those findings is left, and the program has changed
- clean: the fixed program ends with code 0, warnings about the future being errors
- same: it prints what the old one printed under Python 3.8, or else what the new one prints; counted where the old
  one ran and printed the same four times; where a function or class lives does not count
- works: fixed and clean on both, and not known to print anything else
- in reach: it breaks, warns or is announced to, and stands in Python or template source; a requirement stands elsewhere,
  and the pins are asked about those by tests/test_pins_propose.py
- equal: the syntax tree of the fixed program is that of the new one, however its imports are spelled; templates: the text

What is out of reach of any reading or rewriting of source is listed with the reason, from bench/truth/out_of_reach.toml.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import sysconfig
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path, PurePosixPath

import uv
from packaging.version import Version

from upgrader.catalogue import load_rules
from upgrader.engine import Settings, fix_file, scan_file
from upgrader.interpreters import find_interpreter
from upgrader.model import UpgraderError, Versions
from upgrader.modules import Modules
from upgrader.pins.mentions import move
from upgrader.tools import TOOLS, run_tool, usable

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DATA = Path(__file__).parent / "truth"
OLD = Versions(Version("3.8"), Version("1.11"))
OLDER = Versions(Version("3.8"), Version("1.6"))  #: where a project comes from that meets what changed up to 1.11
TARGETS = {"python": Versions(Version("3.13")), "django": Versions(Version("3.12"), Version("6.1"))}
WORKERS = 2  #: programs that run at once
SAME_TIMES = 4  #: what draws one of ten numbers prints the same twice every tenth time
PATIENCE = 20  #: seconds that a program may take
FUTURE = ("DeprecationWarning", "PendingDeprecationWarning", "SyntaxWarning", "FutureWarning")
OF_NO_CONSEQUENCE = ("soft", "soft-or-none", "not-valid-in-3.8", "unverified", "kept")  #: kinds of impact
ELSEWHERE = ("build", "command-line", "c-api")  #: kinds of entries that live in other files than Python and templates
RUFF = "UP,W605,PT009,PT027,B,YTT,DTZ"  #: everything in ruff that is about old Python, and what may touch the rest

Project = tuple[PurePosixPath, Modules]
Program = tuple[str, tuple[str, ...]]  #: a program and the distributions that it requires


@dataclass(frozen=True)
class Entry:
    """One thing that breaks. ``program`` is what can be run of it; ``impact`` what becomes of ``before``."""

    id: str
    kind: str
    fix: str
    impact: str
    before: str
    after: str | None
    path: PurePosixPath
    program: str
    old: Versions = OLD  #: what the project runs on today
    place: tuple[PurePosixPath, str] | None = None  #: a file of the kind where it lives, when that is no program


@dataclass(frozen=True)
class Seen:
    """What the rules make of an entry; ``program`` and ``requires`` are of the fixed program."""

    entry: Entry
    detected: frozenset[str]  #: ids of rules
    fixed: bool
    text: str
    program: str
    requires: tuple[str, ...]


@dataclass(frozen=True)
class Ran:
    """How a program ended, and what it printed, addresses left out."""

    clean: bool
    printed: str
    why: str
    ended: bool = True  #: False: it was stopped, and how it would have ended is not known


# -- the entries -------------------------------------------------------------------------------------------------------


def load_entries(package: str, sample: int | None = None) -> tuple[Entry, ...]:
    """Return the entries about ``python`` or ``django``; with ``sample`` so many of them, always the same ones."""
    rows = json.loads((DATA / f"{package}.json").read_text(encoding="utf-8"))
    places = tomllib.loads((DATA / "places.toml").read_text(encoding="utf-8"))
    entries = [
        Entry(
            row["id"],
            row["kind"],
            row["fix"],
            row["impact"],
            row["before"],
            row.get("after"),
            PurePosixPath(row.get("file_hint", "program.py")),
            row.get("run", row["before"]),
            OLDER if row.get("version") in ("1.7", "1.8", "1.9", "1.10", "1.11") else OLD,
            _place(row, places),
        )
        for row in rows
    ]
    if sample is not None:
        entries = sorted(entries, key=lambda entry: hashlib.sha256(entry.id.encode()).digest())[:sample]
    return tuple(sorted(entries, key=lambda entry: entry.id))


def _place(row: Mapping[str, str], places: Mapping[str, Mapping[str, str]]) -> tuple[PurePosixPath, str] | None:
    if row["id"] in places:
        return PurePosixPath(places[row["id"]]["file"]), places[row["id"]]["text"]
    function = re.search(r"ctypes\.pythonapi\.(\w+)", row["before"])
    if row["kind"] != "c-api" or function is None:
        return None
    return PurePosixPath("ext.c"), f"#include <Python.h>\n\nvoid f(void) {{ {function[1]}(); }}\n"


def in_reach(entry: Entry) -> bool:
    """Return whether an entry breaks, warns or will, and stands in source code: not in a build file, a command or C.

    Nor is a requirement, which the pins take care of: ``tests/test_pins_propose.py`` asks them about each.
    """
    return entry.kind not in ELSEWHERE and entry.impact not in OF_NO_CONSEQUENCE and not is_requirement(entry)


def is_requirement(entry: Entry) -> bool:
    """Return whether an entry is about the version of a distribution or of Python that a project requires."""
    return entry.before.startswith(("INSTALL_REQUIRES =", "PYTHON_REQUIRES ="))


# -- the rules ---------------------------------------------------------------------------------------------------------


def look(entries: Iterable[Entry], package: str, root: Path) -> tuple[Seen, ...]:
    """Scan and fix every entry as a project of its own below ``root``, in this process."""
    settings = Settings(OLD, TARGETS[package], frozenset(rule.id for rule in load_rules()))
    return tuple(
        _look(entry, replace(settings, old=entry.old), root / str(number)) for number, entry in enumerate(entries)
    )


def _look(entry: Entry, settings: Settings, root: Path) -> Seen:
    found = _rules(entry.before, entry, settings, root)
    wanted = _rules(entry.after, entry, settings, root) if entry.after is not None else Counter()
    detected = found - wanted
    elsewhere, mended = _elsewhere(entry, settings, root)
    text, requires = _fix(entry.before, entry, settings, root)
    left = _rules(text, entry, settings, root) - wanted
    program, more = (text, requires) if entry.program == entry.before else _fix(entry.program, entry, settings, root)
    fixed = bool(detected) and text != entry.before and not detected.keys() & left.keys()
    return Seen(
        entry, frozenset(detected) | elsewhere, fixed or mended, text, program, tuple(sorted({*requires, *more}))
    )


def _rules(text: str, entry: Entry, settings: Settings, root: Path) -> Counter[str]:
    path, modules = _project(text, entry.path, root)
    return _found(path, text, settings, modules)


def _found(path: PurePosixPath, text: str, settings: Settings, modules: Modules) -> Counter[str]:
    looked = scan_file(path, text.encode(), settings, modules)
    failed = [row.why for row in looked.skipped if "failed here" in row.why]
    if failed:
        raise UpgraderError(f"A rule failed on a program: {failed[0]}. Mend the rule.")
    return Counter(finding.rule for finding in looked.findings)


def _elsewhere(entry: Entry, settings: Settings, root: Path) -> tuple[frozenset[str], bool]:
    """Return what is found in the file where an entry lives, and whether a fix or the move of versions leaves none."""
    if entry.place is None:
        return frozenset(), False
    path, text = entry.place
    modules = Modules(root, {path: text})
    found = _found(path, text, settings, modules)
    change = fix_file(path, text.encode(), settings, modules).change
    fixed = change.after.decode() if change is not None else text
    moved, _ = move(fixed, path, settings.target)
    detected = frozenset([*found, *(["mentions"] if moved != fixed else [])])
    return detected, moved != text and not found.keys() & _found(path, moved, settings, modules).keys()


def _fix(text: str, entry: Entry, settings: Settings, root: Path) -> tuple[str, tuple[str, ...]]:
    path, modules = _project(text, entry.path, root)
    looked = fix_file(path, text.encode(), settings, modules)
    return looked.change.after.decode() if looked.change else text, looked.requires


def _project(text: str, path: PurePosixPath, root: Path) -> Project:
    """Write a project of one file; a Django project has a manage.py that names its settings."""
    files = {path: text}
    if path.name != "program.py":
        files[PurePosixPath("manage.py")] = 'import os\nos.environ["DJANGO_SETTINGS_MODULE"] = "proj.settings"\n'
    for file, content in files.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(content, encoding="utf-8")
    return path, Modules(root, files)


def with_tools(texts: Sequence[str], entries: Sequence[Entry], package: str, root: Path) -> list[str]:
    """Return what the tools that the product runs after its rules make of ``texts``."""
    paths = _write_all(texts, entries, root)
    for tool in TOOLS:
        if usable(tool, OLD, TARGETS[package]):
            run_tool(tool, root, paths, OLD, TARGETS[package])
    return [(root / path).read_text(encoding="utf-8") for path in paths]


def _write_all(texts: Sequence[str], entries: Sequence[Entry], root: Path) -> list[PurePosixPath]:
    paths = []
    for number, (text, entry) in enumerate(zip(texts, entries, strict=True)):
        path = PurePosixPath(str(number)) / entry.path  # a number: tools guess from the words in a path
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


# -- the peers ---------------------------------------------------------------------------------------------------------


def peer(command: Sequence[str], suffix: str, texts: Sequence[str], entries: Sequence[Entry], root: Path) -> list[str]:
    """Return what another tool makes of ``texts``, run until it changes nothing more, three times at most."""
    paths = _write_all(texts, entries, root)
    mine = [path for path in paths if path.suffix == suffix]
    for _ in range(3):
        before = [(root / path).read_bytes() for path in mine]
        program, *arguments = command
        executable = Path(sysconfig.get_path("scripts"), program)
        done = subprocess.run(
            [executable, *arguments, *map(str, mine)], cwd=root, capture_output=True, check=False, timeout=600
        )
        if done.returncode not in (0, 1):  # 1: something changed, or is left to do
            raise UpgraderError(f"{program} failed: {done.stderr.decode()[-200:]}. Nothing was measured.")
        if before == [(root / path).read_bytes() for path in mine]:
            break
    return [(root / path).read_text(encoding="utf-8") for path in paths]


PYUPGRADE = ("pyupgrade", "--py312-plus", "--exit-zero-even-if-changed")
RUFF_FIX = ("ruff", "check", "--isolated", "--target-version", "py312", "--select", RUFF, "--fix", "--unsafe-fixes")
DJANGO_UPGRADE = ("django-upgrade", "--target-version", "6.1", "--exit-zero-even-if-changed")
DJADE = ("djade", "--target-version", "6.1")


# -- running programs --------------------------------------------------------------------------------------------------


class Interpreters:
    """Runs programs; every program once per interpreter and way of running, however often it is asked for."""

    def __init__(self, root: Path, pythons: Sequence[str] = ("3.8", "3.12", "3.13")) -> None:
        self.root = root
        self.pythons = {wanted: find_interpreter(Version(wanted), fetch=False).path for wanted in pythons}
        self._ran: dict[tuple[str, str, tuple[str, ...], bool, int], Ran] = {}
        self._provided: dict[tuple[str, str], str] = {}

    def run(self, python: str, programs: Iterable[Program], *, strict: bool, again: int = 0) -> list[Ran]:
        """Run each program with the distributions that it requires; ``strict`` makes warnings about the future errors."""
        keys = [(python, text, requires, strict, again) for text, requires in programs]
        for name in sorted({name for key in keys for name in key[2]}):
            self._provide(python, name)
        new = [key for key in dict.fromkeys(keys) if key not in self._ran]
        with ThreadPoolExecutor(WORKERS) as pool:
            self._ran.update(zip(new, pool.map(self._run, new), strict=True))
        return [self._ran[key] for key in keys]

    def _provide(self, python: str, name: str) -> None:
        if (python, name) not in self._provided:
            folder = self.root / f"{python}-{name}"
            command = [uv.find_uv_bin(), "pip", "install", "-q", "--target", str(folder), "--python"]
            environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
            done = subprocess.run(
                [*command, str(self.pythons[python]), name],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                print(f"{name} cannot be installed for Python {python}: its programs do not run", file=sys.stderr)
            self._provided[python, name] = str(folder)

    def _run(self, key: tuple[str, str, tuple[str, ...], bool, int]) -> Ran:
        python, text, requires, strict, _ = key
        environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        environment |= {
            "PYTHONPATH": os.pathsep.join(self._provided[python, name] for name in requires),
            "PYTHONHASHSEED": "0",
            "TZ": "UTC",
        }
        warnings = [f"-Werror::{name}" for name in FUTURE] if strict else ["-Wignore"]
        with tempfile.TemporaryDirectory(dir=self.root) as folder:
            Path(folder, "program.py").write_text(text, encoding="utf-8")
            started = subprocess.Popen(
                [self.pythons[python], *warnings, "program.py"],
                cwd=folder,
                env={**environment, "HOME": folder, "TMPDIR": folder},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
            try:
                out, err = started.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(started.pid, signal.SIGKILL)
                started.communicate()
                return Ran(False, "", "it does not end", ended=False)
            printed = _REPR.sub(r"<\1>", out.decode(errors="replace").replace(folder, ""))
            last = (err.decode(errors="replace").strip().splitlines() or [""])[-1]
            # what a finalizer or another thread warns about does not change the exit code
            return Ran(started.returncode == 0 and not _raised(last), printed, last)


#: What says nothing but where a thing lies, or that it has another name now.
_REPR = re.compile(r"<(class|module|function|built-in|\S+ object)\b[^<>]*>")


def _raised(last: str) -> bool:
    return any(last.startswith(f"{name}:") for name in FUTURE)


# -- comparing ---------------------------------------------------------------------------------------------------------


def is_equal(one: str, other: str | None, path: PurePosixPath) -> bool:
    """Return whether two programs are one but for layout and for how imports are spelled; templates but for spaces."""
    if other is None:
        return False
    if path.suffix != ".py":
        return one.split() == other.split()
    return _tree(one) == _tree(other)


class _Meant(ast.NodeTransformer):
    """Writes each use of an imported name as the dotted name that it means, and notes which imports are used."""

    def __init__(self, meant: Mapping[str, str]) -> None:
        self.meant = meant
        self.used: set[str] = set()

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id not in self.meant:
            return node
        self.used.add(node.id)
        return ast.Name(self.meant[node.id], node.ctx)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        value = self.visit(node.value)
        if isinstance(value, ast.Name) and (value.id in self.meant.values() or "." in value.id):
            return ast.Name(f"{value.id}.{node.attr}", node.ctx)
        return ast.Attribute(value, node.attr, node.ctx)


def _tree(text: str) -> tuple[str, tuple[str, ...]]:
    tree = ast.parse(text)
    meant: dict[str, str] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                local = alias.asname or alias.name.partition(".")[0]
                meant[local] = alias.name if alias.asname else local
        elif isinstance(statement, ast.ImportFrom):
            module = "." * statement.level + (statement.module or "")
            meant.update({alias.asname or alias.name: f"{module}.{alias.name}" for alias in statement.names})
    tree.body = [statement for statement in tree.body if not isinstance(statement, (ast.Import, ast.ImportFrom))]
    visitor = _Meant(meant)
    dumped = ast.dump(visitor.visit(tree))
    return dumped, tuple(sorted(meaning for local, meaning in meant.items() if local not in visitor.used))


# -- the tables --------------------------------------------------------------------------------------------------------

Row = dict[str, bool | None]  #: what is true of an entry, by column; None where it cannot be said


def python_rows(entries: Sequence[Entry], root: Path) -> tuple[list[Row], list[Seen]]:
    """Measure the rules, pyupgrade and ruff on the entries about Python."""
    seen = look(entries, "python", root / "look")
    programs = [entry.program for entry in entries]
    runner = Interpreters(root)
    by: dict[str, list[Program]] = {
        "rules": [(one.program, one.requires) for one in seen],
        "pyupgrade": [(text, ()) for text in peer(PYUPGRADE, ".py", programs, entries, root / "pyupgrade")],
        "ruff": [(text, ()) for text in peer(RUFF_FIX, ".py", programs, entries, root / "ruff")],
    }
    rules_settings = Settings(OLD, TARGETS["python"], frozenset(rule.id for rule in load_rules()))
    rows: list[Row] = [{"detected": bool(one.detected), "fixed": one.fixed} for one in seen]
    for name, results in by.items():
        changed = [
            n for n, (text, _) in enumerate(results) if text != programs[n] and (name != "rules" or seen[n].fixed)
        ]
        on12, on13 = (
            dict(zip(changed, runner.run(python, [results[n] for n in changed], strict=True), strict=True))
            for python in ("3.12", "3.13")
        )
        same = _same(results, entries, [n for n in changed if on12[n].clean and on13[n].clean], on12, runner)
        helped = _helped(results, entries, list(same), runner) if name != "rules" else same
        for n in changed:
            clean = on12[n].clean and on13[n].clean
            works = clean and same[n] is not False
            if name == "rules":
                rows[n] |= {
                    "clean 3.12": on12[n].clean,
                    "clean 3.13": on13[n].clean,
                    "same": same.get(n),
                    "works": works,
                }
            elif works:
                look_again = root / "look" / str(n)
                left = _rules(results[n][0], entries[n], rules_settings, look_again).keys()
                rows[n][name] = bool(helped[n]) or (bool(seen[n].detected) and not seen[n].detected & left)
    return rows, list(seen)


def _same(
    results: Sequence[Program],
    entries: Sequence[Entry],
    clean: Sequence[int],
    on12: Mapping[int, Ran],
    runner: Interpreters,
) -> dict[int, bool | None]:
    """Return whether programs print, on 3.8 or 3.12, what the old ones printed on 3.8, or on 3.12 what is expected there.

    None where the old ones fail or vary.
    """
    old: list[Program] = [(entries[n].program, ()) for n in clean]
    first, *others = (runner.run("3.8", old, strict=False, again=again) for again in range(SAME_TIMES))
    back = runner.run("3.8", [results[n] for n in clean], strict=False)
    wanted = runner.run("3.12", [(entries[n].after or "", results[n][1]) for n in clean], strict=True)
    same: dict[int, bool | None] = {}
    for n, one, again, new, expected in zip(clean, first, zip(*others, strict=True), back, wanted, strict=True):
        as_expected = entries[n].after is not None and expected.clean and expected.printed == on12[n].printed
        comparable = one.clean and set(again) == {one}
        same[n] = (one.printed in (new.printed, on12[n].printed) or as_expected) if comparable else None
    return same


def _helped(
    results: Sequence[Program], entries: Sequence[Entry], clean: Sequence[int], runner: Interpreters
) -> dict[int, bool | None]:
    """Return whether a change that runs clean did something: the old program does not, or it is the expected one."""
    old: list[Program] = [(entries[n].program, ()) for n in clean]
    on12, on13 = (runner.run(python, old, strict=True) for python in ("3.12", "3.13"))
    return {
        n: not (one.clean and other.clean) or is_equal(results[n][0], entries[n].after, entries[n].path)
        for n, one, other in zip(clean, on12, on13, strict=True)
    }


def django_rows(entries: Sequence[Entry], root: Path) -> tuple[list[Row], list[Seen]]:
    """Measure the rules, django-upgrade and djade on the entries about Django."""
    seen = look(entries, "django", root / "look")
    texts = [entry.before for entry in entries]
    tooled = with_tools([one.text for one in seen], entries, "django", root / "tools")
    wanted = with_tools([entry.after or "" for entry in entries], entries, "django", root / "wanted")
    upgraded = peer(DJANGO_UPGRADE, ".py", texts, entries, root / "django-upgrade")
    djade = peer(DJADE, ".html", texts, entries, root / "djade")
    rows: list[Row] = []
    for n, one in enumerate(seen):
        entry = one.entry
        equal = is_equal(one.text, entry.after, entry.path)
        rows.append(
            {
                "detected": bool(one.detected),
                "fixed": one.fixed,
                "equal": equal and one.text != entry.before,
                "with tools": tooled[n] != entry.before
                and entry.after is not None
                and (
                    equal or is_equal(tooled[n], wanted[n], entry.path) or is_equal(tooled[n], entry.after, entry.path)
                ),
                "django-upgrade": upgraded[n] != entry.before and is_equal(upgraded[n], entry.after, entry.path),
                "djade": djade[n] != entry.before and is_equal(djade[n], entry.after, entry.path),
            }
        )
    return rows, list(seen)


COLUMNS = {
    "python": ("detected", "fixed", "clean 3.12", "clean 3.13", "same", "works", "pyupgrade", "ruff"),
    "django": ("detected", "fixed", "equal", "with tools", "django-upgrade", "djade"),
}
ROWS: dict[str, Callable[[Sequence[Entry], Path], tuple[list[Row], list[Seen]]]] = {
    "python": python_rows,
    "django": django_rows,
}
FIXES = ("mechanical", "mechanical-with-review", "manual")


def table(entries: Sequence[Entry], rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Return the counts as a Markdown table, by fix and impact; ``same`` says of how many it can be told."""
    lines = [
        f"| fix | impact | entries | {' | '.join(columns)} |",
        f"|---|---|{'--:|' * (len(columns) + 1)}",
    ]
    impacts = sorted({entry.impact for entry in entries})
    for fix in (*FIXES, "all"):
        for impact in ("in reach", "all", *impacts):
            chosen = [
                row
                for entry, row in zip(entries, rows, strict=True)
                if fix in (entry.fix, "all")
                and (impact in (entry.impact, "all") or (impact == "in reach" and in_reach(entry)))
            ]
            if chosen:
                cells = [_cell(chosen, column, impact not in impacts) for column in columns]
                label = f"**{fix}**" if impact == "in reach" else ""
                lines.append(f"| {label} | {impact} | {len(chosen)} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(rows: Sequence[Row], column: str, share: bool) -> str:
    told = [row[column] for row in rows if row.get(column) is not None]
    if column == "same":
        return f"{sum(map(bool, told))} of {len(told)}"
    return f"{sum(map(bool, told))}" + (f" ({100 * sum(map(bool, told)) / len(rows):.1f} %)" if share else "")


def missing(entries: Sequence[Entry], rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Return a line for each entry that is not detected, or that should be fixed and is not."""
    wanted = [
        column for column in ("detected", "fixed", "clean 3.12", "clean 3.13", "same", "equal") if column in columns
    ]
    lines = []
    for entry, row in zip(entries, rows, strict=True):
        lacks = [
            column
            for column in wanted
            if not row.get(column)
            and (column == "detected" or entry.fix != "manual")
            and not (column == "same" and row.get(column) is None)
        ]
        if lacks:
            lines.append(f"{entry.fix:23} {entry.impact:16} {entry.id}: not {', '.join(lacks)}\n")
    return "".join(lines)


def reasons_of(package: str) -> dict[str, str]:
    """Return the reason why an entry is not detected or not fixed, by id."""
    reasons: dict[str, str] = tomllib.loads((DATA / "out_of_reach.toml").read_text(encoding="utf-8"))[package]
    return reasons


def unexplained(entries: Sequence[Entry], rows: Sequence[Row], package: str) -> list[str]:
    """Return the ids of entries that lack something and have no reason, and those of reasons that nothing lacks.

    Of entries that break or warn, and of those about build files, commands and C.
    """
    runs = [column for column in ("clean 3.12", "clean 3.13") if any(column in row for row in rows)]
    lacking = set()
    for entry, row in zip(entries, rows, strict=True):
        wanted = ["detected"]
        if entry.fix != "manual":
            wanted += ["fixed", *([] if entry.place else runs)]
        differs = entry.fix != "manual" and row.get("same") is False
        if (differs or not all(row.get(column) for column in wanted)) and (in_reach(entry) or entry.kind in ELSEWHERE):
            lacking.add(entry.id)
    return sorted(lacking ^ (reasons_of(package).keys() & {entry.id for entry in entries}))


def out_of_reach(package: str) -> str:
    """Return the reasons why entries are neither detected nor fixed, each with the entries it holds for, as a list."""
    reasons: dict[str, list[str]] = {}
    for name, why in reasons_of(package).items():
        reasons.setdefault(why, []).append(name)
    lines = [f"- {why[0].upper()}{why[1:]}: {', '.join(sorted(names))}" for why, names in reasons.items()]
    return "### Out of reach, because\n\n" + "\n".join(sorted(lines)) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=("python", "django"))
    parser.add_argument("--sample", type=int, metavar="N")
    parser.add_argument("--list-missing", action="store_true")
    parser.add_argument("--write", type=Path, metavar="FILE")
    chosen = parser.parse_args(arguments)
    parts = []
    for package in [chosen.only] if chosen.only else ["python", "django"]:
        entries = load_entries(package, chosen.sample)
        with tempfile.TemporaryDirectory(prefix="upgrader-truth-") as folder:
            rows, _ = ROWS[package](entries, Path(folder))
        text = f"## {package.capitalize()}\n\n{table(entries, rows, COLUMNS[package])}\n{out_of_reach(package)}"
        if package == "python" and chosen.sample is None:  # those about Django are told by docs/unseen.md as well
            text += f"\nWithout a reason: {', '.join(unexplained(entries, rows, package)) or 'none'}.\n"
        print(text, flush=True)
        parts.append(text)
        if chosen.list_missing:
            print(missing(entries, rows, COLUMNS[package]))
    if chosen.write:
        command = shlex.join(["python", "bench/truth.py", *(sys.argv[1:] if arguments is None else arguments)])
        chosen.write.write_text(_page(command, parts), encoding="utf-8")
    return 0


def _page(command: str, parts: Sequence[str]) -> str:
    words = "\n".join((__doc__ or "").splitlines()[7:])
    peers = ", ".join(f"{name} {version(name)}" for name in ("pyupgrade", "ruff", "django-upgrade", "djade"))
    return f"# What the rules know\n\n    {command}\n\n{words.strip()}\n\nPeers: {peers}.\n\n" + "\n".join(parts)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except UpgraderError as error:
        sys.exit(str(error))
