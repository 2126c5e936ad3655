"""What a name refers to: one walk over a module that indexes nodes, scopes and bindings.

A name means what its imports say, never what it is spelled like. The walk is our own because libcst's scope and
qualified-name providers cost four times the parse; it follows the language reference, section 4.2 (naming and binding).
"""

from __future__ import annotations

import builtins
import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import libcst as cst

from upgrader.outline import OWN

Node = cst.CSTNode

_BUILTINS = frozenset(vars(builtins))


@dataclass(frozen=True)
class Binding:
    """One place that binds a name in a scope; ``qualified`` is the dotted name for an import, None for anything else."""

    qualified: str | None
    node: Node


@dataclass(eq=False)
class Scope:
    """A module, class, function or comprehension and the names bound in it."""

    kind: str
    parent: Scope | None
    node: Node
    bindings: dict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))
    elsewhere: dict[str, Scope] = field(default_factory=dict)  #: global and nonlocal names

    def find(self, name: str) -> Scope | None:
        """Return the scope that ``name`` is looked up in from here, None when only builtins are left."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.elsewhere:
                return scope.elsewhere[name]
            # a class body's names are not visible from the functions inside it
            if name in scope.bindings and (scope.kind != "class" or scope is self):
                return scope
            scope = scope.parent
        return None


class Names:
    """The index of one module.

    ``nodes[type]`` lists nodes in source order; ``references["a.b"]`` the Name and Attribute nodes that mean ``a.b``
    (builtins: ``builtins.open``), ``imported["a.b"]`` the import aliases that say so. ``canonical`` follows a dotted name
    through re-exports: references go by what is meant, imports by what is written. Only names whose every binding is the
    same import are in ``references``; the rest are asked for with ``candidates``.
    """

    def __init__(
        self,
        module: cst.Module,
        package: str = "",
        canonical: Callable[[str], str] = lambda name: name,
        own: frozenset[str] = frozenset(),
    ) -> None:
        self.module = module
        self.nodes: dict[type[Node], list[Node]] = defaultdict(list)
        self.references: dict[str, list[cst.Name | cst.Attribute]] = defaultdict(list)
        self.imported: dict[str, list[cst.ImportAlias]] = defaultdict(list)
        self.stars: list[tuple[str, cst.ImportFrom]] = []
        self.root = Scope("module", None, module)
        self._package = package
        self._follow = canonical
        self._own = own
        self._parents: dict[int, Node] = {}
        self._scopes: dict[int, Scope] = {}
        self._loads: list[cst.Name] = []
        self._uses: dict[int, list[cst.Name]] | None = None
        self._deleted: list[tuple[cst.Name, Scope]] = []
        self._visit(module, module, self.root)
        for target, scope in self._deleted:
            # a name that a function deletes is local to it; what bound it there says what it means
            if target.value not in scope.bindings:
                self._bind(target.value, scope, target)
        for name in self._loads:
            self._refer(name)

    # -- questions ---------------------------------------------------------------------------------------------------

    def parent(self, node: Node) -> Node:
        """Return the node that contains ``node``; the module for itself."""
        return self._parents[id(node)]

    def parents(self, node: Node) -> Iterator[Node]:
        """Yield the nodes around ``node``, innermost first, the module last."""
        while type(node) is not cst.Module:
            node = self._parents[id(node)]
            yield node

    def scope(self, node: Node) -> Scope:
        """Return the scope in which ``node`` stands."""
        while type(node) is not cst.Module:
            found = self._scopes.get(id(node))
            if found is not None:
                return found
            node = self._parents[id(node)]
        return self.root

    def candidates(self, node: Node) -> frozenset[str | None]:
        """Return everything a Name or Attribute chain may mean; None in it stands for "something that is no import"."""
        if isinstance(node, cst.Attribute):
            return frozenset(
                None if root is None else f"{root}.{node.attr.value}" for root in self.candidates(node.value)
            )
        if not isinstance(node, cst.Name):
            return frozenset([None])
        scope = self.scope(node).find(node.value)
        if scope is not None:
            return frozenset(binding.qualified for binding in scope.bindings[node.value])
        if self.stars:
            return frozenset([None])
        return frozenset([f"builtins.{node.value}" if node.value in _BUILTINS else None])

    def resolve(self, node: Node) -> str | None:
        """Return the one dotted name that ``node`` means (``builtins.`` for builtins), None when that is not certain."""
        found = self.candidates(node)
        only = next(iter(found)) if len(found) == 1 else None
        return self._canonical(only) if only is not None else None

    def bound(self, name: str) -> bool:
        """Return whether ``name`` is bound in any scope of the module."""
        return any(name in scope.bindings for scope in {id(s): s for s in self._scopes.values()}.values()) or (
            name in self.root.bindings
        )

    def uses(self, alias: cst.ImportAlias) -> list[cst.Name]:
        """Return the names that refer to what ``alias`` binds, in source order."""
        if self._uses is None:
            self._uses = defaultdict(list)
            for name in self._loads:
                scope = self.scope(name).find(name.value)
                for binding in scope.bindings[name.value] if scope else ():
                    self._uses[id(binding.node)].append(name)
        return self._uses.get(id(alias), [])

    def local(self, alias: cst.ImportAlias) -> str:
        """Return the name that ``alias`` binds."""
        if alias.asname is not None:
            return cst.ensure_type(alias.asname.name, cst.Name).value
        name: Node = alias.name
        while isinstance(name, cst.Attribute):
            name = name.value
        return cst.ensure_type(name, cst.Name).value

    def module_of(self, node: cst.ImportFrom) -> str:
        """Return the absolute dotted module an ``import from`` names; relative ones against this file's package."""
        name = dotted(node.module) if node.module is not None else ""
        if not node.relative:
            return name
        parts = self._package.split(".") if self._package else []
        base = parts[: len(parts) - len(node.relative) + 1]
        return ".".join([*base, name] if name else base)

    # -- the walk ----------------------------------------------------------------------------------------------------

    def _visit(self, node: Node, parent: Node, scope: Scope) -> None:
        kind = type(node)
        self._parents[id(node)] = parent
        self.nodes[kind].append(node)
        special = _SPECIAL.get(kind)
        if special is not None:
            special(self, node, scope)
        else:
            self._children(node, scope)

    def _children(self, node: Node, scope: Scope, *skip: str) -> None:
        names = _fields(type(node))
        self._each(node, scope, *([name for name in names if name not in skip] if skip else names))

    def _each(self, node: Node, scope: Scope, *names: str) -> None:
        for name in names:
            value = getattr(node, name)
            kind = type(value)
            if kind in _KINDS:
                self._visit(value, node, scope)
            elif kind is tuple or kind is list:
                for item in value:
                    self._visit(item, node, scope)

    def _enter(self, node: Node, parent: Node | None = None) -> None:
        """Index a node whose children the caller visits itself, or that has none of interest."""
        self._parents[id(node)] = parent if parent is not None else self.module
        self.nodes[type(node)].append(node)

    def _bind(self, name: str, scope: Scope, node: Node, qualified: str | None = None) -> None:
        scope.elsewhere.get(name, scope).bindings[name].append(Binding(qualified, node))

    def _name(self, node: Node, scope: Scope) -> None:
        self._scopes[id(node)] = scope
        self._loads.append(cst.ensure_type(node, cst.Name))

    def _attribute(self, node: Node, scope: Scope) -> None:
        attribute = cst.ensure_type(node, cst.Attribute)
        self._enter(attribute.attr, node)
        self._visit(attribute.value, node, scope)

    def _arg(self, node: Node, scope: Scope) -> None:
        arg = cst.ensure_type(node, cst.Arg)
        if arg.keyword is not None:
            self._enter(arg.keyword, node)
        self._visit(arg.value, node, scope)

    def _store(self, target: Node, parent: Node, scope: Scope) -> None:
        """Visit something that is assigned to: its plain names are bound, everything else in it is read."""
        if isinstance(target, cst.Name):
            self._enter(target, parent)
            self._scopes[id(target)] = scope
            self._bind(target.value, scope, target)
        elif isinstance(target, (cst.Tuple, cst.List)):
            self._enter(target, parent)
            for element in target.elements:
                self._enter(element, target)
                self._store(element.value, element, scope)
        else:
            self._visit(target, parent, scope)

    def _target(self, node: Node, scope: Scope) -> None:
        """AssignTarget, AnnAssign, AugAssign, For, NamedExpr, AsName: ``target`` (or ``name``) is bound."""
        field_name = "name" if isinstance(node, cst.AsName) else "target"
        if isinstance(node, cst.AugAssign) and isinstance(node.target, cst.Name):
            self._name(node.target, scope)  # read and bound
        bound_in = scope
        while isinstance(node, cst.NamedExpr) and bound_in.kind == "comprehension" and bound_in.parent is not None:
            bound_in = bound_in.parent  # PEP 572: a walrus binds around the comprehension
        self._store(getattr(node, field_name), node, bound_in)
        self._children(node, scope, field_name)

    def _function(self, node: Node, scope: Scope) -> None:
        function = cst.ensure_type(node, cst.FunctionDef)
        self._bind(function.name.value, scope, node)
        self._enter(function.name, node)
        inner = self._open("function", node, scope)
        self._each(node, scope, "decorators", "returns")
        self._signature(function.params, node, scope, inner)
        if function.type_parameters is not None:
            self._visit(function.type_parameters, node, inner)
        self._visit(function.body, node, inner)

    def _lambda(self, node: Node, scope: Scope) -> None:
        inner = self._open("function", node, scope)
        self._signature(cst.ensure_type(node, cst.Lambda).params, node, scope, inner)
        self._each(node, inner, "body")

    def _signature(self, params: cst.Parameters, parent: Node, scope: Scope, inner: Scope) -> None:
        self._enter(params, parent)
        stars = [star for star in (params.star_arg, params.star_kwarg) if isinstance(star, cst.Param)]
        for param in (*params.posonly_params, *params.params, *params.kwonly_params, *stars):
            self._enter(param, params)
            self._enter(param.name, param)
            self._bind(param.name.value, inner, param)
            self._each(param, scope, "annotation", "default")

    def _class(self, node: Node, scope: Scope) -> None:
        definition = cst.ensure_type(node, cst.ClassDef)
        self._bind(definition.name.value, scope, node)
        self._enter(definition.name, node)
        self._each(node, scope, "decorators", "bases", "keywords")
        inner = self._open("class", node, scope)
        if definition.type_parameters is not None:
            self._visit(definition.type_parameters, node, inner)
        self._visit(definition.body, node, inner)

    def _comprehension(self, node: Node, scope: Scope) -> None:
        inner = self._open("comprehension", node, scope)
        loop: cst.CompFor | None = getattr(node, "for_in")  # noqa: B009 - four node types share the field
        outer = scope
        parent = node
        while loop is not None:
            self._enter(loop, parent)
            self._visit(loop.iter, loop, outer)  # only the first iterable is evaluated outside
            self._store(loop.target, loop, inner)
            self._each(loop, inner, "ifs")
            outer, parent, loop = inner, loop, loop.inner_for_in
        self._children(node, inner, "for_in")

    def _open(self, kind: str, node: Node, scope: Scope) -> Scope:
        inner = Scope(kind, scope, node)
        body = getattr(node, "body", None)
        self._scopes[id(body if isinstance(body, Node) and kind != "comprehension" else node)] = inner
        return inner

    def _elsewhere(self, node: Node, scope: Scope) -> None:
        outer: Scope | None = self.root
        for item in getattr(node, "names"):  # noqa: B009 - Global and Nonlocal
            name = item.name.value
            if isinstance(node, cst.Nonlocal):
                outer = scope.parent.find(name) if scope.parent else None
            if outer is not None and outer is not scope:
                scope.elsewhere[name] = outer

    def _import(self, node: Node, scope: Scope) -> None:
        for alias in cst.ensure_type(node, cst.Import).names:
            self._alias(alias, node)
            name = dotted(alias.name)
            local = self.local(alias)
            self._bind(local, scope, alias, self._canonical(name if alias.asname else local))
            self.imported[self._hiding(name)].append(alias)

    def _import_from(self, node: Node, scope: Scope) -> None:
        statement = cst.ensure_type(node, cst.ImportFrom)
        module = self.module_of(statement)
        if isinstance(statement.names, cst.ImportStar):
            self.stars.append((module, statement))
            return
        for alias in statement.names:
            self._alias(alias, node)
            name = f"{module}.{dotted(alias.name)}"
            self._bind(self.local(alias), scope, alias, self._canonical(name))
            self.imported[self._hiding(name)].append(alias)

    def _alias(self, alias: cst.ImportAlias, parent: Node) -> None:
        self._enter(alias, parent)

    def _delete(self, node: Node, scope: Scope) -> None:
        target = cst.ensure_type(node, cst.Del).target
        elements = target.elements if isinstance(target, (cst.Tuple, cst.List)) else ()
        for name in (target, *(element.value for element in elements)):
            if isinstance(name, cst.Name):
                self._deleted.append((name, scope))
        self._children(node, scope)

    def _match_as(self, node: Node, scope: Scope) -> None:
        name: cst.Name | None = getattr(node, "rest" if isinstance(node, cst.MatchMapping) else "name")
        if name is not None:
            self._enter(name, node)
            self._bind(name.value, scope, node)
        self._children(node, scope, "rest", "name")

    def _type_name(self, node: Node, scope: Scope) -> None:
        name: cst.Name = getattr(node, "name")  # noqa: B009 - type alias and type parameters
        self._enter(name, node)
        self._bind(name.value, scope, node)
        self._children(node, scope, "name")

    # -- after the walk ----------------------------------------------------------------------------------------------

    def _refer(self, name: cst.Name) -> None:
        scope = self._scopes[id(name)].find(name.value)
        if scope is None:
            qualified = f"builtins.{name.value}" if name.value in _BUILTINS and not self.stars else None
        else:
            meanings = {binding.qualified for binding in scope.bindings[name.value]}
            qualified = next(iter(meanings)) if len(meanings) == 1 else None
        if qualified is None:
            return
        node: Node = name
        while True:
            assert isinstance(node, (cst.Name, cst.Attribute))
            self.references[qualified].append(node)
            above = self._parents[id(node)]
            if not isinstance(above, cst.Attribute) or above.value is not node:
                return
            qualified, node = self._canonical(f"{qualified}.{above.attr.value}"), above

    def _canonical(self, name: str) -> str:
        return self._hiding(self._follow(name.removeprefix(OWN)))

    def _hiding(self, name: str) -> str:
        return OWN + name if self._own and name.partition(".")[0] in self._own else name


def dotted(node: Node) -> str:
    """Return the source spelling of a Name or Attribute chain: ``a.b.c``. Raises TypeError for anything else."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if not isinstance(node, cst.Name):
        raise TypeError(f"not a dotted name: {type(node).__name__}")
    return ".".join([node.value, *reversed(parts)])


_LAYOUT = (
    "whitespace",
    "lpar",
    "rpar",
    "lbracket",
    "rbracket",
    "lbrace",
    "rbrace",
    "leading_",
    "lines_after",
    "trailing_",
)
_TOKENS = {
    "comma",
    "semicolon",
    "header",
    "footer",
    "indent",
    "newline",
    "equal",
    "dot",
    "colon",
    "first_colon",
    "second_colon",
    "operator",
    "empty_lines",
    "separator",
    "star",
    "asynchronous",
    "encoding",
    "start",
    "end",
    "default_indent",
    "default_newline",
    "has_trailing_newline",
    "posonly_ind",
    "conversion",
    "relative",
}


@cache
def _fields(kind: type[Node]) -> Sequence[str]:
    """Return the fields of a node type that can hold code, layout left out."""
    return tuple(f.name for f in dataclasses.fields(kind) if f.name not in _TOKENS and not f.name.startswith(_LAYOUT))


def _kinds(kind: type[Node]) -> Iterator[type[Node]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)


@cache
def kinds_of(kind: type[Node]) -> frozenset[type[Node]]:
    """Return a node type and all below it.

    Asking a set costs a tenth of isinstance(), which for libcst's abstract classes is a function in Python.
    """
    return frozenset(_kinds(kind))


_KINDS = kinds_of(Node)

_SPECIAL: dict[type[Node], Callable[[Names, Node, Scope], None]] = {
    cst.Name: Names._name,
    cst.Attribute: Names._attribute,
    cst.Arg: Names._arg,
    cst.AssignTarget: Names._target,
    cst.AnnAssign: Names._target,
    cst.AugAssign: Names._target,
    cst.For: Names._target,
    cst.NamedExpr: Names._target,
    cst.AsName: Names._target,
    cst.FunctionDef: Names._function,
    cst.Lambda: Names._lambda,
    cst.ClassDef: Names._class,
    cst.ListComp: Names._comprehension,
    cst.SetComp: Names._comprehension,
    cst.DictComp: Names._comprehension,
    cst.GeneratorExp: Names._comprehension,
    cst.Del: Names._delete,
    cst.Global: Names._elsewhere,
    cst.Nonlocal: Names._elsewhere,
    cst.Import: Names._import,
    cst.ImportFrom: Names._import_from,
    cst.MatchAs: Names._match_as,
    cst.MatchStar: Names._match_as,
    cst.MatchMapping: Names._match_as,
    cst.TypeAlias: Names._type_name,
    cst.TypeVar: Names._type_name,
    cst.TypeVarTuple: Names._type_name,
    cst.ParamSpec: Names._type_name,
}
