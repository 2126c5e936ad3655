"""Methods and attributes of the project's classes, by what the classes inherit from; and how signatures change."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import libcst as cst

from upgrader.rule import File
from upgrader.rule import class_of as class_of


def methods(
    file: File, names: Collection[str], bases: Collection[str]
) -> Iterator[tuple[cst.ClassDef, cst.FunctionDef]]:
    """Yield methods of these names in classes that inherit from one of ``bases``, by their canonical dotted names."""
    for definition, function in file.methods:
        if function.name.value in names and file.ancestors(definition) & set(bases):
            yield definition, function


def attributes(
    file: File, names: Collection[str], bases: Collection[str]
) -> Iterator[tuple[cst.ClassDef, cst.Assign | cst.AnnAssign, cst.BaseExpression]]:
    """Yield assignments to these names in the bodies of classes that inherit from one of ``bases``, with their values."""
    for definition, statement, value in class_attributes(file, names):
        if file.ancestors(definition) & set(bases):
            yield definition, statement, value


def set_outside(file: File, name: str, bases: Collection[str]) -> Iterator[tuple[cst.Assign, cst.BaseExpression]]:
    """Yield assignments to a class's attribute after its body, ``Class.name = value``, with their values.

    The class is one of the file's own that inherits from one of ``bases``.
    """
    for node in file.names.nodes.get(cst.Assign, ()):
        assert isinstance(node, cst.Assign)
        target = node.targets[0].target
        if len(node.targets) != 1 or not isinstance(target, cst.Attribute) or target.attr.value != name:
            continue
        for definition in file.names.nodes.get(cst.ClassDef, ()):
            assert isinstance(definition, cst.ClassDef)
            named = isinstance(target.value, cst.Name) and definition.name.value == target.value.value
            if named and class_of(definition, file) is None and file.ancestors(definition) & set(bases):
                yield node, node.value
                break


def meta_attributes(
    file: File, names: Collection[str], bases: Collection[str]
) -> Iterator[tuple[cst.ClassDef, cst.Assign | cst.AnnAssign, cst.BaseExpression]]:
    """Yield assignments to these names in the ``class Meta`` of classes that inherit from one of ``bases``."""
    for meta, statement, value in class_attributes(file, names):
        outer = class_of(meta, file) if meta.name.value == "Meta" else None
        if outer is not None and file.ancestors(outer) & set(bases):
            yield meta, statement, value


def class_attributes(
    file: File, names: Collection[str]
) -> Iterator[tuple[cst.ClassDef, cst.Assign | cst.AnnAssign, cst.BaseExpression]]:
    """Yield every assignment to one of these names in a class body."""
    for name, definition, statement, value in file.class_attributes:
        if name in names:
            yield definition, statement, value


def line_of(statement: cst.CSTNode, file: File) -> cst.CSTNode:
    """Return the line of a small statement if it stands there alone, else the statement: what to delete."""
    line = file.parent(statement)
    return line if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else statement


def positional(function: cst.FunctionDef) -> list[cst.Param]:
    """Return the parameters that can be passed by position, ``self`` or ``cls`` left out."""
    static = any(isinstance(d.decorator, cst.Name) and d.decorator.value == "staticmethod" for d in function.decorators)
    return [*function.params.posonly_params, *function.params.params][0 if static else 1 :]


def names_of(function: cst.FunctionDef) -> list[str]:
    """Return the names of all parameters but ``self``, keyword-only ones included."""
    return [param.name.value for param in (*positional(function), *function.params.kwonly_params)]


def catches_positional(function: cst.FunctionDef) -> bool:
    """Return whether the method has ``*args``."""
    return isinstance(function.params.star_arg, cst.Param)


def catches_keywords(function: cst.FunctionDef) -> bool:
    """Return whether the method has ``**kwargs``."""
    return function.params.star_kwarg is not None


def with_param(params: cst.Parameters, code: str, at: int | None = None) -> cst.Parameters:
    """Return ``params`` with one more positional parameter, ``code`` as in a signature, at the end or at ``at``."""
    new = cst.ensure_type(cst.parse_expression(f"lambda {code}: 0"), cst.Lambda).params.params[0]
    new = new.with_changes(
        equal=cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace("")) if new.default else new.equal
    )
    present = list(params.params)
    place = len(present) if at is None else at
    if place < len(present):
        layout = present[place - 1].comma if place else cst.MaybeSentinel.DEFAULT
        comma = layout if isinstance(layout, cst.Comma) else cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
        return params.with_changes(params=[*present[:place], new.with_changes(comma=comma), *present[place:]])
    if not present:
        return params.with_changes(params=[new])
    last = present[-1]
    between = present[-2].comma if len(present) > 1 else cst.MaybeSentinel.DEFAULT
    if not isinstance(between, cst.Comma):
        between = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    follows = (
        params.star_kwarg is not None or params.kwonly_params or isinstance(params.star_arg, (cst.Param, cst.ParamStar))
    )
    ending: cst.Comma | cst.MaybeSentinel = cst.MaybeSentinel.DEFAULT
    if isinstance(last.comma, cst.Comma):
        ending = last.comma
    elif follows:
        ending = between
    new = new.with_changes(comma=ending, whitespace_after_param=last.whitespace_after_param)
    before = last.with_changes(comma=between, whitespace_after_param=cst.SimpleWhitespace(""))
    return params.with_changes(params=[*present[:-1], before, new])


def without_param(params: cst.Parameters, name: str) -> cst.Parameters:
    """Return ``params`` without the positional parameter ``name``."""
    kept = [param for param in params.params if param.name.value != name]
    if kept and params.params[-1].name.value == name:
        kept[-1] = kept[-1].with_changes(
            comma=params.params[-1].comma, whitespace_after_param=params.params[-1].whitespace_after_param
        )
    return params.with_changes(params=kept)


def super_calls(function: cst.FunctionDef, file: File, name: str | None = None) -> Iterator[cst.Call]:
    """Yield the calls of ``super().name(...)`` in a method, ``name`` being its own unless given."""
    for node in file.names.nodes.get(cst.Call, ()):
        call = cst.ensure_type(node, cst.Call)
        func = call.func
        if (
            isinstance(func, cst.Attribute)
            and func.attr.value == (name or function.name.value)
            and isinstance(func.value, cst.Call)
            and file.resolve(func.value.func) == "builtins.super"
            and file.inside(call, cst.FunctionDef) is function
        ):
            yield call


def uses(function: cst.FunctionDef, name: str, file: File) -> list[cst.Name]:
    """Return the places in a method's body that mean its parameter ``name``."""
    scope = file.names.scope(function.body)
    return [
        node
        for node in file.names.nodes.get(cst.Name, ())
        if isinstance(node, cst.Name)
        and node.value == name
        and any(around is function.body for around in file.names.parents(node))
        and file.names.scope(node).find(name) is scope
        and not (isinstance(file.parent(node), cst.Arg) and cst.ensure_type(file.parent(node), cst.Arg).keyword is node)
        and not (
            isinstance(file.parent(node), cst.Attribute)
            and cst.ensure_type(file.parent(node), cst.Attribute).attr is node
        )
    ]
