"""The project's own modules: what their names mean elsewhere, followed through re-exports and class bases.

A module is read when a question first reaches it, with the standard library's parser; nothing is imported or run.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from pathlib import Path, PurePosixPath

from upgrader.migrations import App, read_app
from upgrader.outline import OWN, Outline
from upgrader.parsing import parse_syntax
from upgrader.stdlib import MODULES

#: Modules of the standard library that a file of the project can hide: none that is compiled into the interpreter.
STANDARD = MODULES - frozenset((*sys.builtin_module_names, "__future__", "__main__"))

#: Among the files that were asked about: all of them.
EVERYTHING = "*"


@dataclass(frozen=True)
class Module:
    """What a module binds at its top level: imports by what they mean, classes by their bases, and star imports."""

    names: dict[str, frozenset[str | None]] = field(default_factory=dict)  #: None for what is no import and no class
    bases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stars: tuple[str, ...] = ()


class Modules:
    """All modules of a project, by dotted name, read lazily."""

    def __init__(self, root: Path, files: Iterable[PurePosixPath]) -> None:
        self.root = root
        self._files = frozenset(file for file in files if file.suffix == ".py")
        self.asked: set[str] = set()  #: the files that answers depended on since ``forget_asked``
        self._read: dict[str, Module] = {}
        self._canonical: dict[str, str] = {}
        self._outlines: dict[str, Outline] = {}
        self._possible: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._texts: dict[PurePosixPath, str] = {}  #: all of them are asked for each word
        self._apps: dict[PurePosixPath, App | None] = {}
        self._with_word: dict[str, dict[PurePosixPath, str]] = {}

    @cached_property
    def exports(self) -> frozenset[tuple[str, str]]:
        """See ``exported_names``."""
        return exported_names(self.root, self._files)

    @cached_property
    def _paths(self) -> dict[str, PurePosixPath]:
        """Every module by its name from its outermost package; the name from the project's root comes second."""
        found: dict[str, PurePosixPath] = {}
        files = sorted(self._files, key=attrgetter("parts"))
        for file in files:
            found.setdefault(_dotted(str(file).split("/")), file)
        for file in files:
            found.setdefault(self.name(file), file)
        return found

    @cached_property
    def _packages(self) -> frozenset[str]:
        return packages(self._files)

    @cached_property
    def _tops(self) -> frozenset[str]:
        return frozenset(name.partition(".")[0] for name in self._paths)

    def name(self, file: PurePosixPath) -> str:
        """Return the dotted name by which a file is imported: from the folder above its outermost package."""
        parts = str(file).split("/")
        return _dotted(parts[_outermost(parts, self._packages) :])

    def package(self, file: PurePosixPath) -> str:
        """Return the package that a file's relative imports start from."""
        name = self.name(file)
        return name if file.name == "__init__.py" else name.rpartition(".")[0]

    @cached_property
    def _hiding(self) -> frozenset[str]:
        """The modules at the top of the project, or of its ``src``, that have the name of one of the standard library."""
        found = {
            parts[0].removesuffix(".py")
            for parts in (file.parts[1:] if file.parts[0] == "src" else file.parts for file in self._files)
            if len(parts) == 1 or parts[1:] == ("__init__.py",)
        }
        # a tree with os.py in it is a standard library itself
        return frozenset() if "os" in found else STANDARD.intersection(found)

    def hiding(self, file: PurePosixPath) -> frozenset[str]:
        """Return the modules of the project that a file gets in the place of some of the standard library.

        Beside those at the top, its neighbours, where their folder is no package: a script is run from there.
        """
        if f"{file.parent}/__init__.py" in self._names or len(file.parts) == 1:
            return self._hiding
        return self._hiding | {name for name in self._beside.get(file.parent, ()) if name in STANDARD}

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(map(str, self._files))

    @cached_property
    def _beside(self) -> dict[PurePosixPath, list[str]]:
        found: dict[PurePosixPath, list[str]] = {}
        for file in self._files:
            found.setdefault(file.parent, []).append(file.stem)
        return {} if "os" in found.get(PurePosixPath("."), ()) else found

    def forget_asked(self) -> None:
        """Begin anew to note which files answers depend on; answers that are remembered would not say."""
        self.asked.clear()
        self._canonical.clear()

    def canonical(self, qualified: str) -> str:
        """Return what a dotted name means after following the project's re-exports; itself when there are none."""
        if qualified.partition(".")[0] not in self._tops:
            return qualified
        if qualified not in self._canonical:
            self._canonical[qualified] = qualified  # what leads back to itself means itself
            self._canonical[qualified] = self._follow(qualified)
        return self._canonical[qualified]

    def possible(self, qualified: str) -> frozenset[str]:
        """Return everything that a dotted name may mean, told from texts alone: itself, and what it is a re-export of.

        Whatever ``canonical`` returns for it is among them.
        """
        if qualified.partition(".")[0] not in self._tops:
            return frozenset([qualified])
        if qualified not in self._possible:
            self._possible[qualified] = frozenset([qualified]), frozenset()  # what leads back to itself means itself
            asked, self.asked = self.asked, set()
            found = {qualified, *(more for one in self._re_exported(qualified) for more in self.possible(one))}
            self._possible[qualified] = frozenset(found), frozenset(self.asked)
            self.asked = asked
        found_before, depended = self._possible[qualified]
        self.asked |= depended
        return found_before

    def _re_exported(self, qualified: str) -> Iterator[str]:
        module, _, rest = qualified.rpartition(".")
        while module and module not in self._paths:
            module, _, last = module.rpartition(".")
            rest = f"{last}.{rest}"
        if not module or qualified in self._paths:
            return
        if module not in self._outlines:
            path = self._paths[module]
            self._outlines[module] = Outline(self._bytes(path), self.package(path))
        self.asked.add(str(self._paths[module]))
        name, dot, tail = rest.partition(".")
        outline = self._outlines[module]
        yield from (f"{meaning}{dot}{tail}" for meaning in outline.bound.get(name, ()))
        yield from (f"{star}.{rest}" for star in outline.stars if star != module)

    def _bytes(self, file: PurePosixPath) -> bytes:
        try:
            return (self.root / file).read_bytes()
        except OSError:
            return b""  # the scan has a row for it

    def ancestors(self, qualified: str) -> frozenset[str]:
        """Return the dotted names of everything a class of the project inherits from, as far as it can be told."""
        found: set[str] = set()
        pending = [self.canonical(qualified.removeprefix(OWN))]
        while pending:
            module, _, name = pending.pop().rpartition(".")
            for base in self._module(module).bases.get(name, ()):
                base = self.canonical(base)
                if base not in found:
                    found.add(base)
                    pending.append(base)
        return frozenset(found)

    def heirs(self, qualified: str) -> tuple[frozenset[str], ...]:
        """Return, for each class of the project that inherits from this one, everything that one inherits from."""
        self.asked.add(EVERYTHING)
        found: dict[str, frozenset[str]] = {}
        pending = [self.canonical(qualified)]
        while pending:
            base = pending.pop()
            for file in self._derived.get(base.rpartition(".")[2], ()):
                module = self.name(file)
                for name in self._module(module).bases:
                    heir = f"{module}.{name}"
                    if heir not in found and base in (inherited := self.ancestors(heir)):
                        found[heir] = inherited
                        pending.append(heir)
        return tuple(found.values())

    @cached_property
    def _derived(self) -> dict[str, tuple[PurePosixPath, ...]]:
        """The files in which some class has a base of this name, by the name's last part."""
        found: dict[str, dict[PurePosixPath, None]] = {}
        for file in sorted(self._files):
            for bases in _CLASS.findall(self._text(file)):
                for name in _NAME.findall(bases):
                    found.setdefault(name, {})[file] = None
        return {name: tuple(files) for name, files in found.items()}

    def settings(self, file: PurePosixPath, text: str) -> str | None:
        """Return the text of the Django settings that a file of this text belongs to; None when it is no settings module.

        A settings module assigns INSTALLED_APPS or ROOT_URLCONF, or is named by DJANGO_SETTINGS_MODULE, or shares its
        names with such a module through star imports, in either direction. A package that assigns INSTALLED_APPS alone
        offers it to the settings of others.
        """
        self.asked.add(EVERYTHING)
        family = self._settings.get(file, frozenset())
        if not family and not _assigns_settings(file, text):
            return None
        return "\n".join([text, *(self._text(other) for other in sorted(family) if other != file)])

    def star_imported(self, file: PurePosixPath) -> str:
        """Return the text of the project's modules whose names a file takes by star imports, and of theirs."""
        found: dict[PurePosixPath, str] = {}
        pending = [file]
        while pending:
            stars = self._module(self.name(pending.pop())).stars
            new = [path for star in stars if (path := self._paths.get(star)) is not None and path not in found]
            found.update((path, self._text(path)) for path in new)
            pending += new
        return "\n".join(found.values())

    def with_word(self, word: str) -> dict[PurePosixPath, str]:
        """Return the text of the project's Python files that have a word."""
        self.asked.add(EVERYTHING)
        if word not in self._with_word:
            texts = ((file, self._text(file)) for file in sorted(self._files))
            self._with_word[word] = {file: text for file, text in texts if word in text}
        return self._with_word[word]

    def app(self, file: PurePosixPath) -> App | None:
        """Return the app with migrations in whose folder a file lies."""
        self.asked.add(EVERYTHING)
        if file.parent not in self._apps:
            self._apps[file.parent] = read_app(self.root, file)
        return self._apps[file.parent]

    @cached_property
    def _settings(self) -> dict[PurePosixPath, frozenset[PurePosixPath]]:
        """Every settings module with all that share settings with it."""
        found: set[PurePosixPath] = set()
        linked: dict[PurePosixPath, set[PurePosixPath]] = {}
        for file in self._files:
            text = self._text(file)
            if _assigns_settings(file, text):
                found.add(file)
            named = (self._paths.get(name) for name in _SETTINGS_MODULE.findall(text))
            found.update(path for path in named if path is not None)
            stars = self._module(self.name(file)).stars if "import *" in text else ()
            for other in (self._paths.get(star) for star in stars):
                if other is not None:
                    linked.setdefault(file, set()).add(other)
                    linked.setdefault(other, set()).add(file)
        families: dict[PurePosixPath, frozenset[PurePosixPath]] = {}
        for file in found:
            family, pending = {file}, [file]
            while pending:
                new = linked.get(pending.pop(), set()) - family
                family |= new
                pending += new
            families.update(dict.fromkeys(family, frozenset(family)))
        return families

    def _text(self, file: PurePosixPath) -> str:
        if file not in self._texts:
            try:
                self._texts[file] = (self.root / file).read_text(errors="replace")
            except OSError:
                self._texts[file] = ""  # the scan has a row for it
        return self._texts[file]

    def _follow(self, qualified: str) -> str:
        module, _, rest = qualified.rpartition(".")
        tail = ""
        while module and module not in self._paths:
            module, _, last = module.rpartition(".")
            rest, tail = last, f".{rest}{tail}"
        if not module or qualified in self._paths:
            return qualified
        for meaning in self._meanings(module, rest, set()):
            return self.canonical(f"{meaning}{tail}") if meaning else qualified
        return qualified

    def _meanings(self, module: str, name: str, seen: set[str]) -> Iterator[str | None]:
        """Yield the one thing ``name`` of ``module`` means; nothing when that is not certain."""
        if module in seen:
            return
        seen.add(module)
        known = self._module(module)
        meanings = known.names.get(name)
        if meanings is not None:
            if len(meanings) == 1:
                yield next(iter(meanings))
            return
        if len(known.stars) == 1 and not name.startswith("_"):
            star = known.stars[0]
            if star in self._paths:
                yield from self._meanings(star, name, seen)
            else:
                yield f"{star}.{name}"

    def _module(self, name: str) -> Module:
        path = self._paths.get(name)
        if path is not None:
            self.asked.add(str(path))
        if name not in self._read:
            self._read[name] = Module()
            if path is not None:
                try:
                    tree = parse_syntax((self.root / path).read_bytes())
                except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
                    tree = ast.Module([], [])  # the scan has a row for it
                self._read[name] = _read(tree, self.package(path), name)
        return self._read[name]


_CLASS = re.compile(r"^[ \t]*class[ \t]+\w+[ \t]*\(([^)]*)\)", re.MULTILINE)
_NAME = re.compile(r"[^\W\d]\w*")
_SETTINGS = re.compile(r"^(?:INSTALLED_APPS|ROOT_URLCONF)\s*(?::[^=\n]+)?=(?!=)", re.MULTILINE)
_MORE_SETTINGS = re.compile(
    r"^(?:ROOT_URLCONF|SECRET_KEY|DATABASES|MIDDLEWARE(?:_CLASSES)?|TEMPLATES)\s*=", re.MULTILINE
)
_SETTINGS_MODULE = re.compile(r"""DJANGO_SETTINGS_MODULE["']?\]?\s*[,=]\s*["']([\w.]+)["']""")


def _dotted(parts: Sequence[str]) -> str:
    """Return the dotted name of the module in a ``.py`` file, given the parts of its path."""
    return ".".join(parts[:-1] if parts[-1] == "__init__.py" else [*parts[:-1], parts[-1][: -len(".py")]])


def _read(tree: ast.Module, package: str, own: str) -> Module:
    names: dict[str, set[str | None]] = {}
    bases: dict[str, tuple[str, ...]] = {}
    stars: list[str] = []
    for statement in _top_level(tree.body):
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                local = alias.asname or alias.name.partition(".")[0]
                names.setdefault(local, set()).add(alias.name if alias.asname else local)
        elif isinstance(statement, ast.ImportFrom):
            module = _absolute(statement, package)
            for alias in statement.names:
                if alias.name == "*":
                    stars.append(module)
                else:
                    names.setdefault(alias.asname or alias.name, set()).add(f"{module}.{alias.name}")
        elif isinstance(statement, ast.ClassDef):
            spelled = [ast.unparse(base) for base in statement.bases if _is_dotted(base)]
            bases[statement.name] = tuple(
                meaning for base in spelled if (meaning := _meaning(base, names, own)) is not None
            )
            names.setdefault(statement.name, set()).add(f"{own}.{statement.name}")
        elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            names.setdefault(statement.name, set()).add(None)
        else:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    names.setdefault(node.id, set()).add(None)
    return Module({name: frozenset(meanings) for name, meanings in names.items()}, bases, tuple(stars))


def _top_level(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        if isinstance(statement, (ast.If, ast.Try, ast.With)):
            for block in ("body", "orelse", "finalbody"):
                yield from _top_level(getattr(statement, block, ()))
            for handler in getattr(statement, "handlers", ()):
                yield from _top_level(handler.body)
        else:
            yield statement


def _absolute(statement: ast.ImportFrom, package: str) -> str:
    if not statement.level:
        return statement.module or ""
    parts = package.split(".") if package else []
    base = parts[: len(parts) - statement.level + 1]
    return ".".join([*base, statement.module] if statement.module else base)


def _is_dotted(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def _meaning(spelled: str, names: dict[str, set[str | None]], own: str) -> str | None:
    root, dot, rest = spelled.partition(".")
    meanings = names.get(root)
    if meanings is None or len(meanings) != 1:
        return None
    meaning = next(iter(meanings))
    return f"{meaning}{dot}{rest}" if meaning else None


# -- what files take from each other ----------------------------------------------------------------------------------


def packages(files: Iterable[PurePosixPath]) -> frozenset[str]:
    """Return the folders below the top one that have an ``__init__.py``."""
    end = "/__init__.py"
    return frozenset(text[: -len(end)] for text in map(str, files) if text.endswith(end))


def _outermost(parts: Sequence[str], packages: frozenset[str]) -> int:
    """Return which part of a file's path is its outermost package, or the file itself when it is in none."""
    start = len(parts) - 1
    while start > 0 and "/".join(parts[:start]) in packages:
        start -= 1
    return start


def exported_names(root: Path, files: Iterable[PurePosixPath]) -> frozenset[tuple[str, str]]:
    """Return ``(last part of the module's name, name)`` for every name that one file of the project takes from another.

    Coarse on purpose: a name that another file may import keeps its spelling. A star import takes every word of its
    file, and of the files that star-import that one in turn.
    """
    files = [path for path in files if path.suffix == ".py"]
    inside = packages(files)
    # what stands above the outermost package, and that; a module inside it is no top-level name: offline/django.py
    own = {part.encode() for path in files for part in path.with_suffix("").parts[: _outermost(path.parts, inside) + 1]}
    found: set[tuple[str, str]] = set()
    words: dict[str, set[str]] = {}
    stars: set[tuple[str, str]] = set()
    for path in files:
        try:
            data = (root / path).read_bytes()
        except OSError:
            continue
        for module, names in _FROM_IMPORT.findall(data):
            if not module.startswith(b".") and module.partition(b".")[0] not in own:
                continue  # somebody else's module
            name = module.rpartition(b".")[2].decode()
            if names.strip() == b"*":
                stars.add((name, stem(path)))
                words.setdefault(stem(path), set()).update(word.decode() for word in _WORD.findall(data))
            else:
                found.update((name, word.decode()) for word in re.findall(rb"\w+", names))
    for name in {name for name, _ in stars}:
        takers = {name}
        while more := {by for taken, by in stars if taken in takers} - takers:
            takers |= more
        found.update((name, word) for taker in takers - {name} for word in words[taker])
    return frozenset(found)


def stem(path: PurePosixPath) -> str:
    """Return the last part of a module's name; of a package for its ``__init__.py``."""
    return path.parent.name if path.stem == "__init__" else path.stem


_FROM_IMPORT = re.compile(rb"^[ \t]*from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n]+)", re.MULTILINE)
_WORD = re.compile(rb"[A-Za-z_]\w*")


def _assigns_settings(file: PurePosixPath, text: str) -> bool:
    found = _SETTINGS.search(text) is not None
    return found and (file.name != "__init__.py" or _MORE_SETTINGS.search(text) is not None)
