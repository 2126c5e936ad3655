"""What a file imports and mentions, told from its text without parsing it: the second sieve.

Everything here errs on one side: what a name may mean is in the answer, and more (comments and texts count as code, every
binding counts everywhere). A dotted name that is not in the answer is not what any node of the file means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

_IDENTIFIER = rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*"
_GAP = rb"(?:\s|#[^\n]*\n)*"
_IMPORT = re.compile(
    rb"(?:\bfrom\b[ \t]*([.\w\x80-\xff \t]*?)[ \t]*)?\bimport\b[ \t]*(\((?:[^()#]|#[^\n]*)*\)|[^\n;#]*)"
)
_CHAIN = re.compile(
    rb"(" + _IDENTIFIER + rb"(?:" + _GAP + rb"\." + _GAP + _IDENTIFIER + rb")*)((?:[\s)]|#[^\n]*\n)*\()?"
)
_COMMENT = re.compile(rb"#[^\n]*")
_NOT_A_NAME = re.compile(rb"#[^\n]*|\s+")
_IMPORTED = re.compile(rb"^\s*\*|^\s*([\w.\x80-\xff]+(?:[ \t]*\.[ \t]*[\w\x80-\xff]+)*)(?:\s+as\s+([\w\x80-\xff]+))?")

#: Before the name of a module of the project that hides one of the standard library, so that it means nothing of that.
OWN = "project:"

#: Functions that take a dotted name as their first argument. What it names has to exist when they run.
TAKE_NAMES = frozenset(
    {
        "unittest.mock.patch",
        "mock.patch",
        "mock.mock.patch",
        "importlib.import_module",
        "importlib.util.find_spec",
        "django.utils.module_loading.import_string",
        "pydoc.locate",
        "builtins.__import__",
    }
)

#: From a dotted name to everything it may mean after following the project's re-exports, itself included.
Follow = Callable[[str], frozenset[str]]


@dataclass
class Outline:
    """What a file imports: local names by what they may stand for, and the modules whose names it takes with a star."""

    data: bytes
    package: str
    bound: dict[str, set[str]] = field(default_factory=dict)
    imported: set[str] = field(default_factory=set)  #: every dotted name in an import, and all that contain it
    stars: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        if b"\\\n" in self.data or b"\\\r" in self.data:
            self.data = self.data.replace(b"\\\r\n", b" ").replace(b"\\\n", b" ").replace(b"\\\r", b" ")
        for module, names in _IMPORT.findall(self.data):
            names = _COMMENT.sub(b"", names.strip(b"()"))
            if module:
                self._from(self._absolute(_NOT_A_NAME.sub(b"", module).decode(errors="replace")), names)
            else:
                self._plain(names)

    def _from(self, module: str, names: bytes) -> None:
        self._import(module)
        for match in filter(None, map(_IMPORTED.match, names.split(b","))):
            if match[1] is None:
                self.stars.add(module)
                continue
            name = match[1].decode(errors="replace")
            qualified = f"{module}.{name}" if module else name
            self._import(qualified)
            self.bound.setdefault((match[2] or match[1]).decode(errors="replace"), set()).add(qualified)

    def _plain(self, names: bytes) -> None:
        for match in filter(None, map(_IMPORTED.match, names.split(b","))):
            if match[1] is None:
                continue
            name = _NOT_A_NAME.sub(b"", match[1]).decode(errors="replace")
            self._import(name)
            top = name.partition(".")[0]
            if match[2]:
                self.bound.setdefault(match[2].decode(errors="replace"), set()).add(name)
            else:
                self.bound.setdefault(top, set()).add(top)

    def _import(self, name: str) -> None:
        parts = name.split(".")
        self.imported.update(".".join(parts[:end]) for end in range(1, len(parts) + 1))

    def _absolute(self, module: str) -> str:
        name = module.lstrip(".")
        level = len(module) - len(name)
        if not level:
            return name
        parts = self.package.split(".") if self.package else []
        base = parts[: len(parts) - level + 1]
        return ".".join([*base, name] if name else base)

    def mentions(self, follow: Follow) -> Mentions:
        """Return what the names in the file may mean."""
        found, called = set(self.imported), set[str]()
        for name in tuple(self.imported):
            found |= follow(name)
        for chain, call in set(_CHAIN.findall(self.data)):
            root, *rest = _NOT_A_NAME.sub(b"", chain).decode(errors="replace").split(".")
            meanings = self.bound.get(root)
            if meanings is None:
                continue
            now = frozenset(meaning for one in meanings for meaning in follow(one))
            found |= now
            for attribute in rest:
                now = frozenset(meaning for one in now for meaning in follow(f"{one}.{attribute}"))
                found |= now
            if call:
                called |= now
        takes_names = not called.isdisjoint(TAKE_NAMES) or b"__import__" in self.data
        return Mentions(frozenset(found), frozenset(called), takes_names)


@dataclass(frozen=True)
class Mentions:
    """The dotted names that a file may mean, those of them that it may call, and whether it may call one of TAKE_NAMES."""

    names: frozenset[str]
    called: frozenset[str]
    takes_names: bool
