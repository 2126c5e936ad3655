"""``enum``: the text of members, where the file shows that it is used."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.methods import defines
from upgrader.names import Node
from upgrader.rule import File, Hit, rule

DOCS_311 = "https://docs.python.org/3/whatsnew/3.11.html#enum"
DOCS_312 = "https://docs.python.org/3/whatsnew/3.12.html#enum"
ENUMS = {"enum.Enum", "enum.IntEnum", "enum.Flag", "enum.IntFlag"}


def _enumeration(node: Node, file: File) -> cst.ClassDef | None:
    """Return the enumeration of this file that a name means."""
    if not isinstance(node, cst.Name):
        return None
    scope = file.names.scope(node).find(node.value)
    bindings = scope.bindings[node.value] if scope else []
    definition = bindings[0].node if len(bindings) == 1 else None
    if isinstance(definition, cst.ClassDef) and file.ancestors(definition) & ENUMS:
        return definition
    return None


def _member(node: Node, file: File) -> cst.ClassDef | None:
    """Return the enumeration of which ``node`` is a member, or several joined by ``|``."""
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.BitOr):
        left = _member(node.left, file)
        return left if left is not None and left is _member(node.right, file) else None
    return _enumeration(node.value, file) if isinstance(node, cst.Attribute) else None


def _shown(definition: cst.ClassDef, file: File) -> Iterator[cst.BaseExpression]:
    """Yield the members that the file makes text of: ``str(C.A)``, ``"%s" % C.A``."""
    for node in file.names.nodes.get(cst.Call, ()):
        call = cst.ensure_type(node, cst.Call)
        if len(call.args) == 1 and file.resolve(call.func) == "builtins.str":
            value = call.args[0].value
            if _member(value, file) is definition:
                yield value
    for node in file.names.nodes.get(cst.BinaryOperation, ()):
        operation = cst.ensure_type(node, cst.BinaryOperation)
        if isinstance(operation.operator, cst.Modulo) and isinstance(operation.left, cst.SimpleString):
            right = operation.right
            values = [element.value for element in right.elements] if isinstance(right, cst.Tuple) else [right]
            yield from (value for value in values if _member(value, file) is definition)


@rule(
    "PY311-intenum-str",
    package="python",
    since=None,
    gone="3.11",
    docs=DOCS_311,
    needles=["IntEnum str", "IntEnum s", "IntFlag str", "IntFlag s"],
)
def int_enum_text(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """``str()`` of a member of an ``IntEnum`` was ``Class.MEMBER``, and is the number.

    From Python 3.11 on. The class keeps the old text by ``__str__``, and the number in ``format()`` by ``__format__``. Only
    where the file itself makes text of a member; the text of several flags together is for a person to look at.

    ```diff
     import enum


     class Level(enum.IntEnum):
         LOW = 1
    +
    +    __str__ = enum.Enum.__str__
    +
    +    def __format__(self, spec):
    +        return format(self._value_, spec)


     print(str(Level.LOW), f"{Level.LOW}")
    ```

    ```diff
     import enum


     class Level(enum.IntEnum):
         LOW = 1


     class Named(enum.IntEnum):
         ONE = 1

         def __str__(self):
             return self.name


     print(Level.LOW + 1, str(Named.ONE), str(Level))
    ```
    """
    if not file.ancestors(node) & {"enum.IntEnum", "enum.IntFlag"} or defines(node, "__str__"):
        return
    shown = list(_shown(node, file))
    single = [value for value in shown if isinstance(value, cst.Attribute)]
    for value in shown:
        if not isinstance(value, cst.Attribute):
            message = f"the text of several members of {node.name.value} is another since 3.11"
            yield Hit(value, message, certain=False)
    if not single:
        return
    message = f"str() of a member of {node.name.value} is the number since 3.11"
    if file.guard(node) or defines(node, "__format__") or not isinstance(node.body, cst.IndentedBlock):
        yield Hit(node, message)
        return
    plain = file.ref("enum.Enum", node)
    config = file.module.config_for_parsing
    text = cst.parse_statement(f"__str__ = {plain}.__str__\n", config=config)
    method = cst.parse_statement(
        f"def __format__(self, spec):\n{config.default_indent}return format(self._value_, spec)\n", config=config
    )
    blank = [cst.EmptyLine(indent=False)]
    added = [text.with_changes(leading_lines=blank), method.with_changes(leading_lines=blank)]
    body = node.body.with_changes(body=[*node.body.body, *added])
    yield Hit(node, message, node.with_changes(body=body), imports=plain.imports)


@rule(
    "PY311-flag-repr",
    package="python",
    since=None,
    gone="3.11",
    docs=DOCS_311,
    safety="manual",
    needles=["Flag repr", "IntFlag repr", "Flag str"],
)
def flag_repr(node: cst.Call, file: File) -> Iterator[Hit]:
    """``repr()`` of several flags together lists them from the first to the last.

    ``<C.B|A: 3>`` became ``<C.A|B: 3>`` in Python 3.11.

    Manual: do not compare the text; compare the members.

    ```diff
     import enum


     class C(enum.Flag):
         A = 1
         B = 2


     print(C.A | C.B == C.B, repr(C.A))
    ```
    """
    if len(node.args) != 1 or file.resolve(node.func) not in ("builtins.repr", "builtins.str"):
        return
    value = node.args[0].value
    definition = _member(value, file) if isinstance(value, cst.BinaryOperation) else None
    if definition is None:
        return
    # str() of those of an IntFlag is PY311-intenum-str's
    if file.resolve(node.func) == "builtins.repr" or "enum.IntFlag" not in file.ancestors(definition):
        message = f"the text of several members of {definition.name.value} is another since 3.11"
        yield Hit(node, message, certain=False)


@rule(
    "PY312-value-in-enum",
    package="python",
    since=None,
    gone="3.12",
    docs=DOCS_312,
    safety="manual",
    needles=["Enum TypeError", "IntEnum TypeError", "Flag TypeError"],
)
def value_in_enum(node: cst.Comparison, file: File) -> Iterator[Hit]:
    """``1 in Color`` is True where there is a member of that value.

    It was a TypeError until Python 3.11. Only where a ``try`` around it catches that.

    Manual: the ``except TypeError`` is not reached any more; ``any(1 == member.value for member in Color)`` says the same on
    every version.

    ```diff
     import enum


     class Color(enum.Enum):
         RED = 1


     print(Color.RED in Color, 1 in [1], name in Color)
    ```
    """
    target = node.comparisons[0]
    literals = (cst.Integer, cst.Float, cst.SimpleString)
    if isinstance(target.operator, (cst.In, cst.NotIn)) and isinstance(node.left, literals):
        definition = _enumeration(target.comparator, file)
        around = file.inside(node, cst.Try)
        handled = [file.code(handler.type) for handler in around.handlers if handler.type] if around else []
        if definition is not None and any("TypeError" in caught for caught in handled):
            yield Hit(node, f"a value in {definition.name.value} is no TypeError since 3.12")
