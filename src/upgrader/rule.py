"""What a rule is: one generator function with its metadata, or one table for a family of names.

A rule function's first parameter is annotated with the node types it wants; it gets every such node (with ``names``:
only those that refer to one of these dotted names) and yields hits. Its docstring is its documentation and its tests:
a title line, why, and fenced ``diff`` blocks; a block without ``+`` or ``-`` is a look-alike that must be left alone.
"""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import PurePosixPath
from types import UnionType
from typing import ClassVar

import libcst as cst
from packaging.version import Version

from upgrader.classes import ancestors, mixed_with
from upgrader.edit import NewImport, text_of
from upgrader.migrations import App
from upgrader.model import Safety, Versions
from upgrader.names import Names, Node, Scope, kinds_of
from upgrader.outline import TAKE_NAMES
from upgrader.printing import printed
from upgrader.version_tests import decided


@dataclass(frozen=True, eq=False)
class Hit:
    """One place a rule found, and what to do about it.

    ``replace`` is the node or source code to put in the place of ``node`` (``DELETE`` for a statement); ``also`` are
    further replacements that belong to the same edit, ``drop`` and ``imports`` the import aliases to remove and the
    imports to add. ``requires`` names distributions that the code imports. Nothing of these: a finding without a fix.
    """

    node: Node
    message: str
    replace: Node | str | None = None
    also: tuple[tuple[Node, Node | str], ...] = ()
    drop: tuple[cst.ImportAlias, ...] = ()
    imports: tuple[NewImport, ...] = ()
    helpers: tuple[str, ...] = ()  #: sources of functions that the replacement calls, defined once below the imports
    requires: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()  #: of a new migration of the file's app
    files: tuple[tuple[PurePosixPath, str], ...] = ()  #: new ones that the edit needs, with their text
    safety: Safety | None = None  #: where this place is less certain than the rule
    certain: bool = True  #: False where the file does not show the receiver's type: the finding is then never a must

    @property
    def fixable(self) -> bool:
        """Whether the hit carries an edit."""
        return self.replace is not None or bool(self.also or self.drop or self.imports or self.requires)


#: As ``Hit.replace``: delete the statement.
DELETE = cst.Pass()


@dataclass(frozen=True)
class Example:
    """A ``diff`` block of a docstring: source before and after; the same text twice means "leave this alone"."""

    before: str
    after: str
    path: str

    @property
    def changes(self) -> bool:
        """Whether the rule has something to do here."""
        return self.before != self.after


@dataclass(frozen=True, eq=False)
class Rule:
    """One deprecation or removal. See ``rule`` for what the fields mean."""

    kind: ClassVar[str] = "python"  #: of the files that it looks at: python, template or plain
    id: str
    package: str
    since: str | None
    gone: str | None
    docs: str
    safety: Safety
    names: tuple[str, ...]
    needles: tuple[frozenset[str], ...]
    nodes: tuple[type[Node], ...]
    find: Callable[[typing.Any, File], Iterable[Hit]]
    doc: str
    sieve: Callable[[bytes], bool] | None = field(default=None, kw_only=True)
    pattern: bytes | None = field(default=None, kw_only=True)
    #: whether it looks only at what means one of ``names``: at ``nodes``, or at ``texts`` too that a call takes for a name
    decided: str = field(default="", kw_only=True)
    #: of a rule that is a table: every old dotted name, with the new one where there is one
    table: Mapping[str, str | None] = field(default_factory=dict, kw_only=True)
    #: what it finds may well be right: a project gets one row that counts the places
    advice: bool = field(default=False, kw_only=True)
    #: the old spelling runs before and after ``gone``, and does something else: who was there already has met it
    changed: bool = field(default=False, kw_only=True)
    #: the best that may be said of a fix, where that is better than ``safety``
    at_best: Safety | None = field(default=None, kw_only=True)

    @property
    def title(self) -> str:
        """The first line of the documentation."""
        return self.doc.partition("\n")[0].rstrip(".")

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """The documentation's ``diff`` blocks."""
        return tuple(_examples(self.doc))


class RuleError(Exception):
    """A rule that cannot be loaded; the message says what its author has to change."""


@dataclass(eq=False)
class File:
    """What a rule may ask about the file it looks at."""

    path: PurePosixPath
    module: cst.Module
    names: Names
    old: Versions
    target: Versions
    #: what a class of the project, by dotted name, inherits from
    inherited: Callable[[str], frozenset[str]] = field(default=lambda name: frozenset())
    #: for each class that inherits from this module-level one of the file, everything it inherits from
    heirs: Callable[[str], tuple[frozenset[str], ...]] = field(default=lambda name: ())
    exported: Callable[[str], bool] = field(
        default=lambda name: False
    )  #: is this module-level name used by other files?
    #: the text of all settings modules that share settings with this one, None when it is no settings module
    settings: Callable[[], str | None] = field(default=lambda: None)
    #: the normalized names of the distributions that the project requires
    required: frozenset[str] = frozenset()
    #: what the project wants in the place of ``datetime.utcnow()``: "naive" as it was, or "aware"
    utcnow: str = "naive"
    #: the text of the project's modules whose names this one takes by star imports, and of theirs
    star_imported: Callable[[], str] = field(default=lambda: "")
    #: the text of the project's other Python files that have a word
    others: Callable[[str], Mapping[PurePosixPath, str]] = field(default=lambda word: {})
    #: the app with migrations in whose folder the file lies
    app: Callable[[], App | None] = field(default=lambda: None)
    #: what ``values`` knows already: by node and by how many steps back it looked
    origins: dict[tuple[Node, int], frozenset[str]] = field(default_factory=dict, init=False, repr=False)
    _ancestors: dict[int, frozenset[str]] = field(default_factory=dict, init=False, repr=False)

    def resolve(self, node: Node) -> str | None:
        """Return the dotted name that ``node`` means, None when that is not certain."""
        return self.names.resolve(node)

    @cached_property
    def text(self) -> str:
        """The file's source text."""
        return printed(self.module)

    def code(self, node: Node) -> str:
        """Return the source text of ``node``."""
        return printed(self.module, node)

    def parent(self, node: Node) -> Node:
        """Return the node around ``node``."""
        return self.names.parent(node)

    def inside(self, node: Node, kind: type[NodeT]) -> NodeT | None:
        """Return the innermost node of type ``kind`` around ``node``."""
        kinds = kinds_of(kind)
        return next((typing.cast(NodeT, around) for around in self.names.parents(node) if type(around) in kinds), None)

    def ancestors(self, definition: cst.ClassDef) -> frozenset[str]:
        """Return the dotted names of all classes that ``definition`` is known to inherit from, framework ones included.

        A mixin counts as what all classes of the project that it is mixed into inherit from.
        """
        if id(definition) not in self._ancestors:
            known = ancestors(definition, self.names, self.inherited)
            if self.parent(definition) is self.module:
                known |= mixed_with(known, partial(self.heirs, definition.name.value), self.inherited)
            self._ancestors[id(definition)] = known
        return self._ancestors[id(definition)]

    @cached_property
    def calls(self) -> Mapping[str, list[cst.Call]]:
        """The file's calls by the last part of what they call, as it is spelled."""
        found: dict[str, list[cst.Call]] = {}
        for node in self.names.nodes.get(cst.Call, ()):
            call = cst.ensure_type(node, cst.Call)
            called = call.func.attr if isinstance(call.func, cst.Attribute) else call.func
            if isinstance(called, cst.Name):
                found.setdefault(called.value, []).append(call)
        return found

    @cached_property
    def texts(self) -> Sequence[tuple[cst.SimpleString, str]]:
        """The file's literals that are texts, with their values."""
        found = [
            (cst.ensure_type(node, cst.SimpleString), text_of(node))
            for node in self.names.nodes.get(cst.SimpleString, ())
        ]
        return [(node, text) for node, text in found if text is not None]

    @cached_property
    def named_by_text(self) -> Sequence[tuple[cst.Call, cst.SimpleString, str]]:
        """The calls of ``TAKE_NAMES`` whose first argument is a literal, with that and its value."""
        found = []
        for node in self.names.nodes.get(cst.Call, ()):
            call = cst.ensure_type(node, cst.Call)
            first = call.args[0].value if call.args else None
            if isinstance(first, cst.SimpleString) and self.resolve(call.func) in TAKE_NAMES:
                text = text_of(first)
                if text is not None:
                    found.append((call, first, text))
        return found

    @cached_property
    def methods(self) -> Sequence[tuple[cst.ClassDef, cst.FunctionDef]]:
        """The functions that stand in class bodies, each with its class."""
        functions = [cst.ensure_type(node, cst.FunctionDef) for node in self.names.nodes.get(cst.FunctionDef, ())]
        around = [class_of(function, self) for function in functions]
        return [(inside, one) for inside, one in zip(around, functions, strict=True) if inside is not None]

    @cached_property
    def class_attributes(
        self,
    ) -> Sequence[tuple[str, cst.ClassDef, cst.Assign | cst.AnnAssign, cst.BaseExpression]]:
        """The assignments of one name in class bodies: the name, the class, the statement and the value."""
        found = []
        for kind in (cst.Assign, cst.AnnAssign):
            for node in self.names.nodes.get(kind, ()):
                assert isinstance(node, (cst.Assign, cst.AnnAssign))
                target = node.target if isinstance(node, cst.AnnAssign) else node.targets[0].target
                if isinstance(target, cst.Name) and node.value is not None:
                    definition = class_of(node, self)
                    if definition is not None and (isinstance(node, cst.AnnAssign) or len(node.targets) == 1):
                        found.append((target.value, definition, node, node.value))
        return found

    def class_around(self, node: Node) -> cst.ClassDef | None:
        """Return the class in whose body (not nested deeper than a method) ``node`` stands."""
        return self.inside(node, cst.ClassDef)

    def guard(self, node: Node) -> str | None:
        """Return what makes ``node`` conditional, None when it always runs.

        ``try``: its absence is caught; ``except``: it runs when something else is absent; ``version``: a version is
        tested, by ``if`` or to skip a test, and it is not certain that the test lets the target through. A name that is
        imported in any case is not conditional: where it is gone, its import fails first.
        """
        if isinstance(node, cst.Name) and self._imported_anyway(node):
            return None
        child = node
        for around in self.names.parents(node):
            if type(around) not in _CONDITIONS:
                child = around
                continue
            if (
                isinstance(around, cst.Try)
                and _catches_absence(around, node, child)
                and (child is around.body or not self._tries_own(around))
            ):
                return "except" if child in around.handlers else "try"
            if isinstance(around, cst.With) and around.body is child and self._suppresses(around, node):
                return "try"
            if isinstance(around, (cst.If, cst.IfExp)) and around.test is not child:
                passes = decided(around.test, self.names, self.target)
                if passes is (child is not around.body) or (
                    passes is None and _VERSION_TEST.search(self.code(around.test))
                ):
                    return "version"
            if (
                isinstance(around, (cst.FunctionDef, cst.ClassDef))
                and child not in around.decorators
                and any(map(self._skips, around.decorators))
            ):
                return "version"
            if isinstance(around, (cst.IndentedBlock, cst.Module)) and self._never_reached(child, around):
                return "version"
            child = around
        return None

    def _tries_own(self, around: cst.Try) -> bool:
        """Return whether ``try`` only asks if a class of the module is there yet: what stands in the other branches runs."""
        lines = around.body.body if isinstance(around.body, cst.IndentedBlock) else ()
        asked = [line.body[0] for line in lines if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1]
        names = [one.value.value for one in asked if isinstance(one, cst.Expr) and isinstance(one.value, cst.Name)]
        bound = [binding.node for name in names for binding in self.names.root.bindings.get(name, ())]
        return len(names) == len(lines) and bool(bound) and all(isinstance(node, cst.ClassDef) for node in bound)

    def _never_reached(self, statement: Node, block: cst.IndentedBlock | cst.Module) -> bool:
        """Return whether a test of the version further up in a block leaves it where the target runs."""
        for before in block.body:
            if before is statement:
                return False
            # an else would be the way on
            leaves = isinstance(before, cst.If) and before.orelse is None and _leaves(before.body)
            if leaves and decided(cst.ensure_type(before, cst.If).test, self.names, self.target):
                return True
        return False

    def _suppresses(self, around: cst.With, node: Node) -> bool:
        """Return whether ``with`` passes over what is raised where a name is absent: ``suppress(ImportError)``."""
        absent = _absent(node)
        return any(
            isinstance(item.item, cst.Call)
            and self.resolve(item.item.func) == "contextlib.suppress"
            and any(isinstance(arg.value, cst.Name) and arg.value.value in absent for arg in item.item.args)
            for item in around.items
        )

    def _skips(self, decorator: cst.Decorator) -> bool:
        """Return whether a decorator skips a test for its version, or may."""
        text = self.code(decorator)
        if "skip" not in text or not _VERSION_TEST.search(text):
            return False
        call = decorator.decorator
        if isinstance(call, cst.Call) and call.args:
            passes = decided(call.args[0].value, self.names, self.target)
            name = self.code(call.func).rpartition(".")[2]
            if name in ("skipIf", "skipif"):
                return passes is not False
            if name == "skipUnless":
                return passes is not True
        return True

    def _imported_anyway(self, node: cst.Name) -> bool:
        scope = self.names.scope(node).find(node.value)
        bindings = scope.bindings[node.value] if scope else []
        alias = bindings[0].node if len(bindings) == 1 else None
        return isinstance(alias, cst.ImportAlias) and self.guard(alias) is None

    def ref(self, qualified: str, at: Node) -> Ref:
        """Return how to spell the dotted name ``qualified`` at ``at``, with the import that this needs, if any."""
        module, _, name = qualified.rpartition(".")
        scope = self.names.scope(at)
        if not module:
            for alias in self.names.imported.get(qualified, ()):
                if _means(scope, self.names.local(alias), alias):
                    return Ref(self.names.local(alias))
            asname = f"_{name}" if self.names.bound(name) else None
            return Ref(asname or name, NewImport(name, None, asname))
        if module == "builtins":
            return Ref(name) if scope.find(name) is None else Ref(f"builtins.{name}", NewImport("builtins"))
        for alias in self.names.imported.get(qualified, ()):
            local = self.names.local(alias)
            if _means(scope, local, alias):
                return Ref(local)
        for alias in self.names.imported.get(module, ()):
            local = self.names.local(alias)
            if _means(scope, local, alias) and (alias.asname or isinstance(alias.name, cst.Name) or "." in module):
                return Ref(f"{local if alias.asname or self._from(alias) else module}.{name}")
        if not self.names.bound(name):
            return Ref(name, NewImport(module, name))
        asname = f"{module.rpartition('.')[2]}_{name}"
        return Ref(asname, NewImport(module, name, asname))

    def _from(self, alias: cst.ImportAlias) -> bool:
        return isinstance(self.names.parent(alias), cst.ImportFrom)


def class_of(node: Node, file: File) -> cst.ClassDef | None:
    """Return the class in whose body ``node`` is a statement; None for anything deeper, or elsewhere."""
    around = file.parent(node)
    while isinstance(around, (cst.SimpleStatementLine, cst.IndentedBlock, cst.SimpleStatementSuite, cst.If, cst.Else)):
        around = file.parent(around)
    return around if isinstance(around, cst.ClassDef) else None


NodeT = typing.TypeVar("NodeT", bound=Node)


@dataclass(frozen=True)
class Ref:
    """A name as it can be written at some place, and the import it needs there."""

    text: str
    needs: NewImport | None = None

    def __str__(self) -> str:
        return self.text

    @property
    def imports(self) -> tuple[NewImport, ...]:
        """The import it needs, for ``Hit.imports``."""
        return (self.needs,) if self.needs else ()


_VERSION_TEST = re.compile(
    r"\bversion_info\b|\bVERSION\b|\bPY[23]\d*\b|\bhasattr\(|\bget_version\(|\bhexversion\b|_version__\b"
)
#: In what a node may stand that makes it conditional.
_CONDITIONS = {cst.Try, cst.With, cst.If, cst.IfExp, cst.FunctionDef, cst.ClassDef, cst.IndentedBlock, cst.Module}
_ABSENT = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


def _leaves(suite: cst.BaseSuite) -> bool:
    """Return whether a suite ends by returning, raising, or going on with a loop."""
    last = suite.body[-1] if suite.body else None
    if isinstance(last, cst.SimpleStatementLine):
        last = last.body[-1]
    return isinstance(last, (cst.Return, cst.Raise, cst.Continue, cst.Break))


_IMPORTS = (cst.ImportAlias, cst.Import, cst.ImportFrom)


def _absent(node: Node) -> set[str]:
    """Return the names of the exceptions that tell that what ``node`` names is not there."""
    return (
        _ABSENT if isinstance(node, _IMPORTS) else {"AttributeError", "NameError", "ImportError", "ModuleNotFoundError"}
    )


def _catches_absence(around: cst.Try, node: Node, child: Node) -> bool:
    """Whether ``around`` is the idiom for a name that may not be there: an import or attribute tried, absence caught.

    A handler that raises, often with a better message, catches nothing.
    """
    is_import = isinstance(node, _IMPORTS)
    absent = _absent(node)
    for handler in around.handlers:
        if child is around.body and _raises(handler):
            continue
        caught = handler.type
        kinds = [element.value for element in caught.elements] if isinstance(caught, cst.Tuple) else [caught]
        if any((kind is None and is_import) or (isinstance(kind, cst.Name) and kind.value in absent) for kind in kinds):
            return child is around.body or child in around.handlers or child is around.orelse
    return False


def _raises(handler: cst.ExceptHandler) -> bool:
    last = handler.body.body[-1] if handler.body.body else None
    return isinstance(last, cst.SimpleStatementLine) and isinstance(last.body[-1], cst.Raise)


def _means(scope: Scope, local: str, alias: cst.ImportAlias) -> bool:
    found = scope.find(local)
    return found is not None and found.kind == "module" and [b.node for b in found.bindings[local]] == [alias]


# -- declaring rules -------------------------------------------------------------------------------------------------

RuleFunction = Callable[[typing.Any, File], Iterator[Hit]]


def rule(
    id: str,
    *,
    package: str,
    since: str | None,
    gone: str | None,
    docs: str,
    safety: Safety | str = Safety.SAFE,
    names: Sequence[str] = (),
    needles: Sequence[str] = (),
    pattern: bytes | None = None,
    sieve: Callable[[bytes], bool] | None = None,
    advice: bool = False,
    changed: bool = False,
    at_best: Safety | str | None = None,
) -> Callable[[RuleFunction], Rule]:
    """Make a rule of a generator function.

    ``package`` is ``python``, ``django`` or a distribution; ``since`` its version from which the new spelling works
    (None: always), ``gone`` the one in which the old spelling stops (None: it works on). ``names`` are dotted names:
    the function then gets only nodes that refer to one of them. Without ``names``, ``needles`` are words of which one
    must stand in a file for it to be parsed (several words in one needle: all of them). For what words do not show there
    are two more sieves, both of which see the bytes of a file that has the words: ``pattern``, a regular expression that
    has to be found there, and ``sieve``, a function. The function is asked last, for the rule's module is imported for it:
    a rule without needles should have a pattern as well. ``advice`` is for what source can only hint at: the rule is manual,
    never a must, and a project gets one row for all places with the same message. ``changed`` is for what runs on both sides
    of ``gone`` and does something else from there on: it is asked only about a project that comes from before. A rule
    some of whose fixes are better than its ``safety`` says what they are ``at_best``: it is not asked where none of them
    would be applied. Raises RuleError for a rule without documentation or examples.
    """

    def make(function: RuleFunction) -> Rule:
        annotation = next(iter(typing.get_type_hints(function, include_extras=False).values()))
        nodes = typing.get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)
        return _checked(
            Rule(
                id,
                package,
                since,
                gone,
                docs,
                Safety(safety),
                tuple(names),
                _needles(names, needles),
                nodes,
                function,
                inspect.cleandoc(function.__doc__ or ""),
                sieve=sieve,
                decided="nodes" if names and cst.Module not in nodes else "",
                advice=advice,
                changed=changed,
                pattern=pattern,
                at_best=Safety(at_best) if at_best is not None else None,
            )
        )

    return make


def moves(
    id: str,
    *,
    package: str,
    since: str | None,
    gone: str | None,
    docs: str,
    moved: Mapping[str, str],
    doc: str,
    modules: Mapping[str, str] | None = None,
    handled: Collection[str] = (),
    safety: Safety | str = Safety.SAFE,
    requires: Mapping[str, str] | None = None,
    needles: Sequence[str] = (),
    sieve: Callable[[bytes], bool] | None = None,
) -> Rule:
    """Make a rule of a table from old dotted names to new ones: renames, moves between modules, moves into builtins.

    A new name that is an attribute of what can be imported is written ``package.module:Class.attribute``.
    ``modules`` are modules that moved as a whole, with all that is in or below them but the names in ``moved`` and in
    ``handled``, which other rules report. ``requires`` maps a top-level module among the new names to the distribution
    that provides it. ``needles`` and ``sieve`` are for a table so large that words alone would let most files through.
    """
    from upgrader.moves import find_moved_modules, find_moves  # the table's engine needs this module

    everything = {**moved, **(modules or {})}

    def find(module: cst.Module, file: File) -> Iterator[Hit]:
        yield from find_moves(everything, requires or {}, file)
        if modules:
            yield from find_moved_modules(modules, {*moved, *handled}, requires or {}, file)

    return _checked(
        Rule(
            id,
            package,
            since,
            gone,
            docs,
            Safety(safety),
            tuple(everything),
            _needles(tuple(everything), needles),
            (cst.Module,),
            find,
            inspect.cleandoc(doc),
            sieve=sieve,
            table=everything,
            decided="texts",
        )
    )


def removals(
    id: str,
    *,
    package: str,
    gone: str | None,
    docs: str,
    doc: str,
    names: Mapping[str, str] | None = None,
    modules: Mapping[str, str] | None = None,
    handled: Collection[str] = (),
    used: Collection[str] = (),
    kept: Mapping[str, str] | None = None,
    pattern: bytes | None = None,
) -> Rule:
    """Make a rule of a table of what went without an exact successor: it reports, and says what to do.

    ``names`` maps dotted names, ``modules`` whole modules to the advice that ends the message. ``handled`` are names in
    ``modules`` that other rules report, ``used`` those of which they report the uses but not the import: a module is not
    reported for them again. An import that nothing uses is dropped. ``kept`` maps modules to the distributions that keep
    them: where the target has the module no more, code that needs it makes the distribution a requirement of the project.
    """
    from upgrader.removed import find_removed, find_removed_modules  # the table's engine needs this module

    def find(module: cst.Module, file: File) -> Iterator[Hit]:
        yield from find_removed(names or {}, file)
        version = file.target.of(package)
        lost = gone is not None and version is not None and Version(gone) <= version
        distributions = {m: f'{d}; python_version >= "{gone}"' for m, d in (kept or {}).items()} if lost else {}
        yield from find_removed_modules(modules or {}, {*handled, *(names or {})}, used, file, distributions)

    words = (*(names or {}), *(modules or {}))
    return _checked(
        Rule(
            id,
            package,
            None,
            gone,
            docs,
            Safety.MANUAL,
            words,
            _needles(words, ()),
            (cst.Module,),
            find,
            inspect.cleandoc(doc),
            pattern=pattern,
            at_best=Safety.REVIEW,  # an import that nothing uses is dropped
            table=dict.fromkeys(words),
            decided="texts",
        )
    )


@dataclass(frozen=True)
class Carried:
    """A function that a file defines for itself: its name, its source, the imports and distributions that it needs."""

    name: str
    source: str
    imports: tuple[NewImport, ...] = ()
    requires: tuple[str, ...] = ()


def carries(
    id: str,
    *,
    package: str,
    gone: str | None,
    docs: str,
    doc: str,
    functions: Mapping[str, Carried],
    safety: Safety | str = Safety.SAFE,
) -> Rule:
    """Make a rule of a table from dotted names to functions that the file defines for itself instead.

    For what is gone and has no exact successor, but is a few lines: every use stays what it was, called or not.
    """
    from upgrader.removed import find_carried  # the table's engine needs this module

    def find(module: cst.Module, file: File) -> Iterator[Hit]:
        return find_carried(functions, file)

    return _checked(
        Rule(
            id,
            package,
            None,
            gone,
            docs,
            Safety(safety),
            tuple(functions),
            _needles(tuple(functions), ()),
            (cst.Module,),
            find,
            inspect.cleandoc(doc),
            table=dict.fromkeys(functions),
            decided="nodes",
        )
    )


def _needles(names: Sequence[str], needles: Sequence[str]) -> tuple[frozenset[str], ...]:
    if needles:
        return tuple(frozenset(needle.split()) for needle in needles)
    return tuple({frozenset(name.replace("builtins.", "").split(".")): None for name in names})


def _checked(made: Rule) -> Rule:
    changes = {example.changes for example in made.examples}
    if not (made.needles or made.pattern or made.sieve):
        raise RuleError(
            f"{made.id}: give it names, needles or a pattern, so that files without them need not be parsed."
        )
    if not made.title:
        raise RuleError(f"{made.id}: give it a docstring; the first line is its title.")
    if made.safety is not Safety.SAFE and not re.search(r"^(Review|Manual): ", made.doc, re.MULTILINE):
        raise RuleError(f"{made.id}: it is not safe, so a paragraph 'Review: ...' or 'Manual: ...' has to say why.")
    if made.advice and made.safety is not Safety.MANUAL:
        raise RuleError(f"{made.id}: advice is manual, as nobody knows whether the place is wrong.")
    if False not in changes or (True not in changes and made.safety is not Safety.MANUAL):
        raise RuleError(f"{made.id}: show one diff block that changes and one look-alike that is left alone.")
    return made


_BLOCK = re.compile(r"^```diff *(\S*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _examples(doc: str) -> Iterator[Example]:
    for match in _BLOCK.finditer(doc):
        path, body = match.groups()
        lines = [line or " " for line in body.splitlines()]
        yield Example(
            "".join(line[1:] + "\n" for line in lines if line[0] != "+"),
            "".join(line[1:] + "\n" for line in lines if line[0] != "-"),
            path or "example.py",
        )
