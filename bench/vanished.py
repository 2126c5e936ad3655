"""Names that Django's modules had once and have no more, and how many of them the rules know.

    python bench/vanished.py             # figures, and each name that no rule knows
    python bench/vanished.py --table     # the tables in src/upgrader/django_imports.py, written anew

The releases are read, not imported: a name counts that a module binds at its top level, in whatever way, also where it
only imports it, or that it lists and makes when asked. A name is known when a file that imports and uses it has a
finding that must be fixed.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import tempfile
import textwrap
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path, PurePosixPath

import uv
from packaging.version import Version

from upgrader.catalogue import load_rules
from upgrader.engine import Settings, scan_file
from upgrader.model import Versions

RELEASES = ("1.11", "2.0", "2.1", "2.2", "3.0", "3.1", "3.2", "4.0", "4.1", "4.2", "5.0", "5.1", "5.2", "6.0", "6.1")
OURS = ("DJ*-passed-on", "DJ*-private")  #: the rules that the tables are for
OLD, TARGET = Versions(Version("3.6"), Version("1.11")), Versions(Version("3.12"), Version("6.1"))
#: What no project imports: data and templates in the form of modules, Django's tests of itself.
LEFT_OUT = ("/locale/", "_template/", "/tests/", "/tests.py", "/migrations/0", "/bin/")


@dataclass(frozen=True)
class Bound:
    """What a module-level name is: imported from ``module``, where it is called ``name``, or defined there (None)."""

    module: str | None = None
    name: str | None = None

    @property
    def dotted(self) -> str | None:
        """The dotted name it was imported by."""
        return f"{self.module}.{self.name}" if self.name else self.module


class Release:
    """The modules of one release of Django, below the folder that has the package."""

    def __init__(self, root: Path) -> None:
        self.files: dict[str, Path] = {}
        self._names: dict[str, dict[str, Bound]] = {}
        for path in (root / "django").rglob("*.py"):
            relative = path.relative_to(root)
            if not any(part in f"/{relative.as_posix()}" for part in LEFT_OUT):
                parts = relative.with_suffix("").parts
                self.files[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path

    def names(self, module: str) -> dict[str, Bound]:
        """Return what a module binds at its top level; nothing for a module that is not there."""
        if module not in self._names:
            self._names[module] = {}  # modules that import each other's stars
            if module in self.files:
                tree = ast.parse(self.files[module].read_text(encoding="utf-8"))
                self._names[module] = dict(self._bound(tree.body, module))
                if "__getattr__" in self._names[module]:  # which makes what the module says that it has
                    for name in self._listed(module) or ():
                        self._names[module].setdefault(name, Bound())
        return self._names[module]

    @cached_property
    def public(self) -> frozenset[str]:
        """Every module, and every name of one that does not start with an underscore."""
        names = {f"{module}.{name}" for module in self.files for name in self.names(module) if name[0] != "_"}
        return frozenset(names | self.files.keys())

    def has(self, dotted: str) -> bool:
        """Return whether a dotted name can be imported."""
        module, _, name = dotted.rpartition(".")
        return dotted in self.files or name in self.names(module)

    def homes(self, dotted: str) -> Iterator[str]:
        """Yield the names by which a name is imported, and they in turn: the last one is where it is defined."""
        seen = {dotted}
        while True:
            module, _, name = dotted.rpartition(".")
            bound = self.names(module).get(name, Bound()) if dotted not in self.files else Bound()
            if bound.dotted is None or bound.dotted in seen:
                return
            dotted = bound.dotted
            seen.add(dotted)
            yield dotted

    def _bound(self, body: Iterable[ast.stmt], module: str) -> Iterator[tuple[str, Bound]]:
        for statement in body:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                yield statement.name, Bound()
            elif isinstance(statement, ast.Import):
                for alias in statement.names:
                    top = alias.name.partition(".")[0]
                    yield alias.asname or top, Bound(alias.name if alias.asname else top)
            elif isinstance(statement, ast.ImportFrom):
                if statement.module != "__future__":
                    yield from self._from_import(statement, module)
            else:
                targets = [] if isinstance(statement, ast.For) else getattr(statement, "targets", [])
                for target in [*targets, *([statement.target] if isinstance(statement, ast.AnnAssign) else [])]:
                    yield from ((name.id, Bound()) for name in ast.walk(target) if isinstance(name, ast.Name))
                for block in ("body", "orelse", "finalbody"):
                    yield from self._bound(getattr(statement, block, ()), module)
                for handler in getattr(statement, "handlers", ()):
                    yield from self._bound(handler.body, module)
                for item in getattr(statement, "items", ()):
                    if isinstance(item.optional_vars, ast.Name):
                        yield item.optional_vars.id, Bound()

    def _from_import(self, statement: ast.ImportFrom, module: str) -> Iterator[tuple[str, Bound]]:
        source = statement.module or ""
        if statement.level:
            parts = module.split(".")
            up = statement.level - (self.files[module].name == "__init__.py")
            source = ".".join([*parts[: len(parts) - up], *([source] if source else [])])
        for alias in statement.names:
            if alias.name != "*":
                yield alias.asname or alias.name, Bound(source, alias.name)
            else:
                listed = self._listed(source)
                for name in self.names(source):
                    if name in listed if listed is not None else name[0] != "_":
                        yield name, Bound(source, name)

    def _listed(self, module: str) -> Collection[str] | None:
        """Return a module's ``__all__``, None where it has none that can be read."""
        if module in self.files:
            for statement in ast.parse(self.files[module].read_text(encoding="utf-8")).body:
                if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__all__":
                    try:
                        return list(map(str, ast.literal_eval(statement.value)))
                    except ValueError:
                        return None
        return None


def read_releases(root: Path) -> dict[str, Release]:
    """Download every release, without what it requires, and read it."""
    for release in RELEASES:
        options = ("--quiet", "--no-deps", "--python-version", "3.12", "--target", str(root / release))
        subprocess.run([uv.find_uv_bin(), "pip", "install", *options, f"django=={release}.*"], check=True)
    return {release: Release(root / release) for release in RELEASES}


def vanished(releases: Mapping[str, Release]) -> dict[str, str]:
    """Return each name that some release has and the last one has not, with the last release that has it."""
    *olders, last = releases
    return {name: older for older in olders for name in sorted(releases[older].public) if not releases[last].has(name)}


def unknown(names: Mapping[str, str], releases: Mapping[str, Release], without: Collection[str] = ()) -> Iterator[str]:
    """Yield the names that no rule knows; the rules whose ids match a pattern of ``without`` are left out.

    A module is known when all is that it bound in the last release that has it.
    """
    rules = [rule.id for rule in load_rules() if not _matches(rule.id, without)]
    settings = Settings(OLD, TARGET, frozenset(rules))
    unknown_names = {name for name in names if not _is_known(name, settings)}
    for name in names:
        if name in unknown_names:
            own = releases[names[name]].names(name)
            if name not in releases[names[name]].files or any(f"{name}.{one}" in unknown_names for one in own):
                yield name


def _matches(id: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(id, pattern) for pattern in patterns)


def _is_known(name: str, settings: Settings) -> bool:
    module, _, last = name.rpartition(".")
    program = f"from {module} import {last}\n\nprint({last})\n"
    return any(finding.must for finding in scan_file(PurePosixPath("program.py"), program.encode(), settings).findings)


def home(name: str, releases: Mapping[str, Release]) -> str | None:
    """Return from where to import a name that a module only imported; None when it was defined there, or is no more.

    The first name on the way to its definition that every release has which has the old one, and the last release too,
    which is usually the public one; else where it was defined, from where other rules go on.
    """
    having = [release for release in releases.values() if release.has(name)]
    *_, last = releases.values()
    homes = [
        other
        for other in having[-1].homes(name)
        if other.startswith("django.utils.six.") or all(_may_have(release, other) for release in having)
    ]
    lasting = (other for other in homes if not other.startswith("django.") or last.has(other))
    return next(lasting, homes[-1] if homes else None)


def _may_have(release: Release, name: str) -> bool:
    return not name.startswith("django.") or release.has(name)


def tables(releases: Mapping[str, Release]) -> tuple[str, str]:
    """Return the tables of names that are elsewhere and of private ones, by the first release without them."""
    names = vanished(releases)
    others = {name for rule in load_rules() if not _matches(rule.id, OURS) for name in rule.names}
    rows: tuple[Rows, Rows] = defaultdict(set), defaultdict(set)
    for name in unknown(names, releases, OURS):
        to = home(name, releases)
        older = releases[names[name]]
        if to is None and (name in others or (name in older.files and older.names(name))):
            continue  # known where it is called; a module by its names
        module, _, old = name.rpartition(".")
        place, _, new = (to or "").rpartition(".")
        gone = RELEASES[RELEASES.index(names[name]) + 1]
        rows[to is None][gone, f"{module} {place or '-'}" if to else module].add(
            old if old == new or not to else f"{old}={new}"
        )
    return _text(rows[0]), _text(rows[1])


Rows = dict[tuple[str, str], set[str]]


def _text(rows: Rows) -> str:
    lines = []
    for gone in RELEASES:
        mine = sorted((start, names) for (release, start), names in rows.items() if release == gone)
        lines += [f"{gone}:"] if mine else []
        for start, names in mine:
            text = textwrap.fill(" ".join(sorted(names)), max(30, 117 - len(start)), break_long_words=False)
            lines += [f"  {start} {line}" for line in text.splitlines()]
    return "\n".join(lines)


def main() -> None:
    """Read the releases and print the figures, or the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--table", action="store_true", help="print the tables of names that are elsewhere and of private ones"
    )
    parser.add_argument("--releases", type=Path, help="a folder to keep the releases in")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = options.releases or Path(temporary)
        kept = all((root / release / "django").is_dir() for release in RELEASES)
        releases = {release: Release(root / release) for release in RELEASES} if kept else read_releases(root)
        if options.table:
            print(*tables(releases), sep="\n\n")
            return
        names = vanished(releases)
        missing = list(unknown(names, releases))
        total, left = (Counter(names[name] for name in some) for some in (names, missing))
        print("| last in | names that are gone in 6.1 | known |\n|---|--:|--:|")
        for release in RELEASES[:-1]:
            print(f"| {release} | {total[release]} | {total[release] - left[release]} |")
        print(f"| all | {len(names)} | {len(names) - len(missing)} |\n")
        print(*missing, sep="\n")


if __name__ == "__main__":
    main()
