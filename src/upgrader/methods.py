"""What a call calls: functions by import, methods by what their receiver is; and the tables of renamed methods."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterator, Mapping

import libcst as cst

from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, Rule, _checked, _needles
from upgrader.values import origins

# -- what a call calls -----------------------------------------------------------------------------------------------


def meant(node: Node, file: File) -> frozenset[str]:
    """Return the dotted names that a name or attribute may mean: what is imported, or ``module.Class.method``.

    Empty when the file does not show it, and where a class of the file defines such a method itself.
    """
    name = file.resolve(node)
    if name is not None:
        return frozenset([name])
    if not isinstance(node, cst.Attribute):
        return frozenset()
    if isinstance(node.value, cst.Call) and file.resolve(node.value.func) == "builtins.super":
        around = file.class_around(node)
        known = file.ancestors(around) if around is not None else frozenset()
    else:
        known = origins(node.value, file)
    if any(name.startswith("<") and _overridden(name.strip("<>"), node.attr.value, file) for name in known):
        return frozenset()
    return frozenset(f"{owner}.{node.attr.value}" for owner in known)


def defines(definition: cst.ClassDef, name: str) -> bool:
    """Return whether the body of a class binds ``name`` by ``def`` or by assignment."""
    for statement in definition.body.body:
        if isinstance(statement, cst.FunctionDef) and statement.name.value == name:
            return True
        if isinstance(statement, cst.SimpleStatementLine):
            for small in statement.body:
                targets = [target.target for target in small.targets] if isinstance(small, cst.Assign) else []
                if any(isinstance(target, cst.Name) and target.value == name for target in targets):
                    return True
    return False


def _overridden(class_name: str, method: str, file: File) -> bool:
    pending = [class_name]
    seen: set[str] = set()
    while pending:
        wanted = pending.pop()
        if wanted in seen:
            continue
        seen.add(wanted)
        for node in file.names.nodes.get(cst.ClassDef, ()):
            if isinstance(node, cst.ClassDef) and node.name.value == wanted:
                if defines(node, method):
                    return True
                pending += [base.value.value for base in node.bases if isinstance(base.value, cst.Name)]
    return False


# -- other arguments -------------------------------------------------------------------------------------------------


def to_positional(call: cst.Call, names: Collection[str]) -> cst.Call | None:
    """Return ``call`` with the parameters ``names``, its first ones, given by position and no longer by keyword.

    None when none of them is a keyword there, when one is left out before another, or behind ``*args``.
    """
    args = list(call.args)
    if any(arg.star for arg in args):
        return None
    positional = [arg for arg in args if arg.keyword is None]
    keywords = {arg.keyword.value: arg for arg in args if arg.keyword is not None}
    moved: list[cst.Arg] = []
    for name in list(names)[len(positional) :]:
        if name not in keywords:
            break
        moved.append(keywords.pop(name))
    if not moved or any(name in keywords for name in names):
        return None
    bare = [arg.with_changes(keyword=None, equal=cst.MaybeSentinel.DEFAULT) for arg in moved]
    return call.with_changes(args=_laid_out([*positional, *bare, *keywords.values()], args))


def to_keywords(call: cst.Call, first: int, names: Collection[str]) -> cst.Call | None:
    """Return ``call`` with its positional arguments from number ``first`` on given as the keywords ``names``.

    None when there are none, or more than there are names, or behind ``*args``.
    """
    args = list(call.args)
    if any(arg.star for arg in args):
        return None
    late = [arg for arg in args[first:] if arg.keyword is None]
    if not late or len(late) > len(names):
        return None
    named = {id(arg): name for arg, name in zip(late, names, strict=False)}
    equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    return call.with_changes(
        args=[
            arg.with_changes(keyword=cst.Name(named[id(arg)]), equal=equal) if id(arg) in named else arg for arg in args
        ]
    )


def _laid_out(args: list[cst.Arg], layout: list[cst.Arg]) -> list[cst.Arg]:
    """Return ``args`` with the commas and line breaks that stood at their places in ``layout``."""
    return [
        arg.with_changes(comma=place.comma, whitespace_after_arg=place.whitespace_after_arg)
        for arg, place in zip(args, layout, strict=True)
    ]


# -- tables of methods -----------------------------------------------------------------------------------------------


def renamed_methods(
    id: str,
    *,
    package: str,
    since: str | None,
    gone: str | None,
    docs: str,
    moved: Mapping[str, str],
    doc: str,
    safety: Safety | str = Safety.SAFE,
    unsure: Collection[str] = (),
) -> Rule:
    """Make a rule of a table from ``module.Class.method`` to the method's new name.

    A new name ``.name`` stands for an attribute that is read instead of called, ``name=`` for one that is assigned to;
    an empty one only reports. ``unsure`` are method names unusual enough to be reported, without an edit and never as a
    must, where the receiver is unknown in a file that imports the module.
    """
    by_method: dict[str, dict[str, str]] = {}
    for old, new in moved.items():
        by_method.setdefault(old.rpartition(".")[2], {})[old] = new
    tops = {old.split(".")[0] for old in moved}

    def find(node: cst.Attribute, file: File) -> Iterator[Hit]:
        table = by_method.get(node.attr.value)
        if table is None:
            return
        found = [table[name] for name in meant(node, file) if name in table]
        if found:
            yield _renamed(node, found[0], file)
        elif node.attr.value in unsure and _could_be(node, tops, file):
            new = next(iter(table.values()))
            successor = f" is now {new.strip('.=')}" if new else " is gone"
            owners = " or ".join(sorted({old.rpartition(".")[0] for old in table}))
            message = f"{node.attr.value}{successor}, if {file.code(node.value)} is a {owners}"
            yield Hit(node, message, safety=Safety.REVIEW, certain=False)

    return _checked(
        Rule(
            id,
            package,
            since,
            gone,
            docs,
            Safety(safety),
            (),
            _needles((), [name if name in unsure else f"{name} {top}" for name in by_method for top in sorted(tops)]),
            (cst.Attribute,),
            find,
            inspect.cleandoc(doc),
        )
    )


def _could_be(node: cst.Attribute, tops: Collection[str], file: File) -> bool:
    unknown = file.resolve(node) is None and not origins(node.value, file)
    imported = any(name.split(".")[0] in tops for name in file.names.imported)
    return unknown and imported and isinstance(file.parent(node), cst.Call)


def _renamed(node: cst.Attribute, new: str, file: File) -> Hit:
    old = node.attr.value
    name = new.strip(".=")
    message = f"{old} is now {name}" if new else f"{old} is gone"
    if not new or file.guard(node):
        return Hit(node, message)
    attribute = node.with_changes(attr=node.attr.with_changes(value=name))
    if new == name:
        return Hit(node, message, attribute)
    call = file.parent(node)
    if not isinstance(call, cst.Call) or call.func is not node:
        return Hit(node, message)
    if new.startswith("."):
        return Hit(call, message, attribute) if not call.args else Hit(node, message)
    statement = file.parent(call)
    if isinstance(statement, cst.Expr) and len(call.args) == 1 and not call.args[0].star:
        return Hit(statement, message, f"{file.code(attribute)} = {file.code(call.args[0].value)}")
    return Hit(node, message)
