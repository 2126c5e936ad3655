"""The engine of one more table: names and calls that are another expression now."""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import libcst as cst

from upgrader.edit import NewImport
from upgrader.methods import meant
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.removed import find_unused
from upgrader.rule import DELETE, File, Hit, Rule, _checked, _needles


@dataclass(frozen=True)
class Template:
    """One row: a dotted name, its parameters (None: it is not called) with defaults as source, and the new expression."""

    name: str
    parameters: tuple[tuple[str, str | None], ...] | None
    new: str


_ROW = re.compile(r"^([\w.]+)(?:\((.*)\))?$", re.DOTALL)
_PART = re.compile(r"<([\w.]+)>|\{(\w+)\}(?=([.\[(])?)")


def rewritten(
    id: str,
    *,
    package: str,
    since: str | None,
    gone: str | None,
    docs: str,
    rows: Mapping[str, str],
    doc: str,
    safety: Safety | str = Safety.SAFE,
    methods: Collection[str] = (),
) -> Rule:
    """Make a rule of a table from ``package.function(a, b=None)``, or ``package.NAME``, to the expression it is now.

    In the expression ``{a}`` stands for an argument, ``{self}`` for what a method is called on and ``<package.name>`` for
    a name that is imported as the file does; an empty one deletes a statement, ``!`` only reports. A function may have
    several rows, of which the first counts whose parameters fit; one that its own row names again is still there, and
    other calls of it are left alone. Of the names in ``methods``, uses on a receiver
    that is not seen are reported, in files that import the package.
    """
    table: dict[str, list[Template]] = {}
    for key, new in rows.items():
        match = _ROW.match(key)
        assert match is not None, key
        table.setdefault(match[1], []).append(Template(match[1], _parameters(match[2]), new))
    by_attribute: dict[str, list[str]] = {}
    for name in table:
        by_attribute.setdefault(name.rpartition(".")[2], []).append(name)

    def find(module: cst.Module, file: File) -> Iterator[Hit]:
        seen: set[Node] = set()
        for name, templates in table.items():
            stays = any(f"<{name}>" in template.new for template in templates)
            if not stays:
                yield from find_unused(name, f"{name} is gone", file)
            for node in file.names.references.get(name, ()):
                seen.add(node)
                hit = None if isinstance(file.parent(node), cst.ImportAlias) else _hit(node, templates, file)
                if hit is not None and (hit.fixable or not stays):
                    yield hit
        for other in file.names.nodes.get(cst.Attribute, ()):
            attribute = cst.ensure_type(other, cst.Attribute)
            if attribute.attr.value not in by_attribute or other in seen:
                continue
            known = [name for name in meant(attribute, file) if name in table]
            if known:
                yield _hit(attribute, table[known[0]], file)
            elif attribute.attr.value in methods and _unseen(attribute, package, file):
                name = by_attribute[attribute.attr.value][0]
                message = (
                    f"{attribute.attr.value} is gone, if {file.code(attribute.value)} is of {name.rpartition('.')[0]}"
                )
                yield Hit(attribute, message, certain=False, safety=Safety.REVIEW)

    return _checked(
        Rule(
            id,
            package,
            since,
            gone,
            docs,
            Safety(safety),
            tuple(table),
            _needles(tuple(name for name in table if name.rpartition(".")[2] not in methods), ())
            + tuple(frozenset([method]) for method in methods),
            (cst.Module,),
            find,
            inspect.cleandoc(doc),
            at_best=Safety.REVIEW if safety == Safety.MANUAL else None,  # an import that nothing uses is dropped
        )
    )


def _parameters(code: str | None) -> tuple[tuple[str, str | None], ...] | None:
    if code is None:
        return None
    call = cst.ensure_type(cst.parse_expression(f"(lambda {code}: 0)"), cst.Lambda)
    return tuple(
        (param.name.value, cst.Module([]).code_for_node(param.default) if param.default else None)
        for param in call.params.params
    )


def _unseen(node: cst.Attribute, package: str, file: File) -> bool:
    imports = [name.partition(".")[0] for name in file.names.imported]
    return file.resolve(node) is None and not meant(node, file) and (package in imports or not imports)


def _hit(node: cst.Name | cst.Attribute, templates: Sequence[Template], file: File) -> Hit:
    call = file.parent(node)
    called = isinstance(call, cst.Call) and call.func is node
    message = f"{templates[0].name} is gone"
    if file.guard(node) in ("try", "version"):
        return Hit(node, message)
    for template in templates:
        message = f"{template.name} is gone" + (
            f", it is {_PART.sub(lambda m: m[1] or m[2], template.new)} now" if template.new.strip("!") else ""
        )
        values: dict[str, cst.BaseExpression] | None = {}
        if template.parameters is not None:
            values = _bound(call, template.parameters) if isinstance(call, cst.Call) and called else None
        if values is None or template.new == "!":
            continue
        place: Node = call if template.parameters is not None else node
        if template.parameters is not None and _commented(place):
            continue
        if not template.new:
            line = file.parent(place)
            return Hit(line, message, DELETE) if isinstance(line, cst.Expr) else Hit(node, message)
        if isinstance(node, cst.Attribute):
            values["self"] = node.value
        code, imports = _filled(template, values, node, file)
        return Hit(place, message, code, imports=imports)
    return Hit(node, message)


def _bound(call: cst.Call, parameters: Sequence[tuple[str, str | None]]) -> dict[str, cst.BaseExpression] | None:
    """Return the arguments of a call by parameter, None when they do not fit or are not all seen."""
    values: dict[str, cst.BaseExpression] = {}
    names = [name for name, _ in parameters]
    for index, arg in enumerate(call.args):
        if arg.star:
            return None
        name = arg.keyword.value if arg.keyword is not None else names[index] if index < len(names) else None
        if name is None or name in values or name not in names:
            return None
        values[name] = arg.value
    for name, default in parameters:
        if name not in values:
            if default is None:
                return None
            values[name] = cst.parse_expression(default)
    return values


def _filled(
    template: Template, values: Mapping[str, cst.BaseExpression], at: Node, file: File
) -> tuple[str, tuple[NewImport, ...]]:
    imports: list[NewImport] = []

    def part(match: re.Match[str]) -> str:
        if match[1]:
            ref = file.ref(match[1], at)
            imports.extend(ref.imports)
            return str(ref)
        value = values[match[2]]
        code = file.code(value)
        primary = isinstance(value, (cst.Name, cst.Attribute, cst.Call, cst.Subscript, cst.SimpleString)) or value.lpar
        return code if primary or not match[3] else f"({code})"

    return _PART.sub(part, template.new), tuple(imports)


def _commented(node: Node) -> bool:
    return isinstance(node, cst.Comment) or any(_commented(child) for child in node.children)
