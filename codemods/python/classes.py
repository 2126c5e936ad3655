"""Classes whose meaning changed: enumerations with a mixed-in type, dataclass defaults, partial in a class body."""

from collections.abc import Iterator

import libcst as cst

from upgrader.rule import File, Hit, removals, rule
from upgrader.values import origins

ENUM = "https://docs.python.org/3/whatsnew/3.11.html#enum"
_ENUMS = {"enum.Enum", "enum.IntEnum", "enum.Flag", "enum.IntFlag", "enum.StrEnum"}


@rule(
    "PY311-enum-format",
    package="python",
    since=None,
    gone="3.11",
    docs=ENUM,
    needles=["Enum str", "Enum int", "Enum float", "Enum bytes"],
)
def enum_format(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """Keep ``format()`` and f-strings of a ``class X(str, Enum)`` as they were.

    ``f"{X.A}"`` gave the value until Python 3.10, gives ``X.A`` from 3.11 on, and nothing warns: in URLs, SQL, cache
    keys and logs. A ``__format__`` of its own keeps it on every version; ``StrEnum`` would change ``str()`` and
    ``%s`` too.

    ```diff
     import enum

     class Color(str, enum.Enum):
         RED = "red"
    +
    +    def __format__(self, spec):
    +        return format(self._value_, spec)

     print(f"{Color.RED}")
    ```

    ```diff
     import enum

     class Color(str, enum.Enum):
         RED = "red"

         def __str__(self):
             return self.value

     class Size(enum.Enum):
         SMALL = "s"

     class Level(enum.IntEnum):
         LOW = 1

     print(f"{Color.RED} {Size.SMALL} {Level.LOW}")
    ```
    """
    if _formatted(node, file):
        yield from _with_format(node, file)


@rule(
    "PY311-enum-format-elsewhere",
    package="python",
    since=None,
    gone=None,
    docs=ENUM,
    needles=["Enum str", "Enum int", "Enum float", "Enum bytes"],
)
def enum_format_elsewhere(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """Keep ``format()`` of mixed enumerations as it was where the file does not show whether anyone calls it.

    As PY311-enum-format; other files may put a member into an f-string.

    ```diff
     from enum import Enum

     class Color(str, Enum):
         RED = "red"
    +
    +    def __format__(self, spec):
    +        return format(self._value_, spec)
    ```

    ```diff
     from enum import Enum

     class Color(Enum):
         RED = "red"

     class Word(str):
         RED = "red"
    ```
    """
    if not _formatted(node, file):
        yield from _with_format(node, file)


def _with_format(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    bases = [file.resolve(base.value) for base in node.bases]
    kinds = {"builtins.str", "builtins.int", "builtins.float", "builtins.bytes"}
    mixed = "enum.Enum" in bases and any(base in kinds for base in bases)
    if not mixed or not isinstance(node.body, cst.IndentedBlock):
        return
    methods = {s.name.value for s in node.body.body if isinstance(s, cst.FunctionDef)}
    smalls = [s for line in node.body.body if isinstance(line, cst.SimpleStatementLine) for s in line.body]
    targets = [target.target for s in smalls if isinstance(s, cst.Assign) for target in s.targets]
    assigned = {target.value for target in targets if isinstance(target, cst.Name)}
    if (methods | assigned) & {"__str__", "__format__"} or not assigned:
        return
    source = "def __format__(self, spec):\n    return format(self._value_, spec)\n"
    method = cst.ensure_type(cst.parse_statement(source, config=file.module.config_for_parsing), cst.FunctionDef)
    method = method.with_changes(leading_lines=[cst.EmptyLine(indent=False)])
    body = node.body.with_changes(body=[*node.body.body, method])
    yield Hit(node, "format() of this enumeration changes in Python 3.11", node.with_changes(body=body))


def _formatted(definition: cst.ClassDef, file: File) -> bool:
    """Whether the file puts a member of ``definition`` into an f-string, ``format()`` or ``str.format``."""
    inserted: list[cst.BaseExpression] = []
    for node in file.names.nodes.get(cst.FormattedStringExpression, ()):
        part = cst.ensure_type(node, cst.FormattedStringExpression)
        inserted += [part.expression] if part.conversion is None else []
    for node in file.names.nodes.get(cst.Call, ()):
        call = cst.ensure_type(node, cst.Call)
        method = isinstance(call.func, cst.Attribute) and call.func.attr.value == "format"
        if method or file.resolve(call.func) == "builtins.format":
            inserted += [arg.value for arg in call.args]
    for value in inserted:
        owner = value.value if isinstance(value, cst.Attribute) else None
        if isinstance(owner, cst.Name) and owner.value == definition.name.value:
            scope = file.names.scope(owner).find(owner.value)
            if scope is not None and any(binding.node is definition for binding in scope.bindings[owner.value]):
                return True
    return False


@rule(
    "PY311-enum-private",
    package="python",
    since=None,
    gone="3.11",
    docs=ENUM,
    safety="manual",
    needles=["Enum", "IntEnum", "Flag", "IntFlag"],
)
def enum_private(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """Report private names in the body of an enumeration.

    ``__x = 1`` is no member from Python 3.11 on.

    Manual: give the member a public name.

    ```diff
     import enum

     class Color(enum.Enum):
         RED = 1
    -    __secret = 2
    +    SECRET = 2
    ```

    ```diff
     import enum

     class Color(enum.Enum):
         __slots__ = ()
         RED = 1

     class Other:
         __secret = 2
    ```
    """
    for small in _members(node, file):
        target = small.targets[0].target
        if isinstance(target, cst.Name) and target.value.startswith("__") and not target.value.endswith("__"):
            yield Hit(small, "a private name in an enumeration is no member from Python 3.11 on")


@rule(
    "PY313-enum-nested-class",
    package="python",
    since=None,
    gone="3.13",
    docs="https://docs.python.org/3/library/enum.html#enum.nonmember",
    safety="manual",
    needles=["Enum", "IntEnum", "Flag", "IntFlag"],
)
def enum_nested_class(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """Report classes in the body of an enumeration.

    A member until Python 3.12, a plain nested class from 3.13 on.

    Manual: mark the class with ``enum.member`` or ``enum.nonmember`` (3.11).

    ```diff
     import enum

     class Color(enum.Enum):
         RED = 1
    +
    +    @enum.nonmember
         class Shade: ...
    ```

    ```diff
     from django.db import models

     class Color(models.TextChoices):
         RED = "r"

         class Shade: ...
    ```
    """
    if file.ancestors(node) & _ENUMS and isinstance(node.body, cst.IndentedBlock):
        for line in node.body.body:
            if isinstance(line, cst.ClassDef) and not line.decorators:
                yield Hit(line, "a class in an enumeration is no member from Python 3.13 on")


@rule(
    "PY314-enum-partial",
    package="python",
    since=None,
    gone="3.14",
    docs="https://docs.python.org/3/library/enum.html#enum.member",
    safety="manual",
    needles=["Enum partial", "IntEnum partial"],
)
def enum_partial(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """Report ``functools.partial`` as a member of an enumeration.

    From Python 3.14 on it is a method, as any function in the body.

    Manual: wrap it in ``enum.member`` (3.11).

    ```diff
     import enum
     from functools import partial

     class Reader(enum.Enum):
    -    INT = partial(int)
    +    INT = enum.member(partial(int))
    ```

    ```diff
     import enum
     from functools import partial

     class Reader:
         INT = partial(int)

     class Kind(enum.Enum):
         INT = "int"
    ```
    """
    for small in _members(node, file):
        if origins(small.value, file) & {"functools.partial"}:
            yield Hit(small, "functools.partial in an enumeration is a method from Python 3.14 on")


def _members(node: cst.ClassDef, file: File) -> list[cst.Assign]:
    """Return the assignments in the body of an enumeration; nothing for another class."""
    if not file.ancestors(node) & _ENUMS or not isinstance(node.body, cst.IndentedBlock):
        return []
    lines = [line for line in node.body.body if isinstance(line, cst.SimpleStatementLine)]
    return [small for line in lines for small in line.body if isinstance(small, cst.Assign)]


removed = removals(
    "PY312-enum-getattr",
    package="python",
    gone="3.12",
    docs="https://docs.python.org/3/whatsnew/3.12.html#enum",
    names={"enum.EnumMeta.__getattr__": "members are found without it, override __getattribute__"},
    doc="""
    ``EnumMeta.__getattr__`` is gone in Python 3.12.

    Members are attributes of the class now.

    Manual: a metaclass of your own that calls it can leave that out.

    ```diff
     import enum

    -print(enum.EnumMeta.__getattr__)
    +print(enum.EnumMeta.__getattribute__)
    ```

    ```diff
     import enum

     print(enum.EnumMeta.__getitem__)
    ```
    """,
)


@rule(
    "PY311-dataclass-default",
    package="python",
    since="3.7",
    gone="3.11",
    docs="https://docs.python.org/3/library/dataclasses.html#mutable-default-values",
    safety="review",
    needles=["dataclass"],
)
def dataclass_default(node: cst.AnnAssign, file: File) -> Iterator[Hit]:
    """Make a ``default_factory`` of a default that cannot be hashed.

    Python 3.11 refuses such defaults of dataclass fields, where it refused lists, dictionaries and sets before.
    Found for classes of the same file: dataclasses that are not frozen, and classes with ``__eq__`` and no
    ``__hash__``.

    Review: every instance gets a default of its own, where all shared one.

    ```diff
    -from dataclasses import dataclass
    +from dataclasses import dataclass, field

     @dataclass
     class Point:
         x: int = 0

     @dataclass
     class Line:
    -    start: Point = Point()
    -    end: Point = Point(1)
    +    start: Point = field(default_factory=Point)
    +    end: Point = field(default_factory=lambda: Point(1))
    ```

    ```diff
     from dataclasses import dataclass

     @dataclass(frozen=True)
     class Point:
         x: int = 0

     @dataclass
     class Line:
         start: Point = Point()
         name: str = str()
    ```
    """
    line = file.parent(node)
    block = file.parent(line)
    owner = file.parent(block)
    call = node.value
    if not (isinstance(owner, cst.ClassDef) and owner.body is block and isinstance(call, cst.Call)):
        return
    if _dataclass(owner, file) is None or not isinstance(call.func, cst.Name):
        return
    scope = file.names.scope(call.func).find(call.func.value)
    bindings = scope.bindings[call.func.value] if scope else []
    made = bindings[0].node if len(bindings) == 1 else None
    if not isinstance(made, cst.ClassDef) or not _unhashable(made, file):
        return
    ref = file.ref("dataclasses.field", node)
    factory = file.code(call.func) if not call.args else f"lambda: {file.code(call)}"
    new = f"{ref}(default_factory={factory})"
    yield Hit(call, "a default that cannot be hashed", None if file.guard(node) else new, imports=ref.imports)


def _dataclass(definition: cst.ClassDef, file: File) -> str | None:
    """Return the source of the decorator that makes a dataclass of ``definition``, None without one."""
    for decorator in definition.decorators:
        made = decorator.decorator
        if file.resolve(made.func if isinstance(made, cst.Call) else made) == "dataclasses.dataclass":
            return file.code(made)
    return None


def _unhashable(definition: cst.ClassDef, file: File) -> bool:
    names = {s.name.value for s in definition.body.body if isinstance(s, cst.FunctionDef)}
    code = file.code(definition.body)
    if "__hash__" in code:
        return False
    decorator = _dataclass(definition, file)
    if decorator is not None:
        return not any(word in decorator.replace(" ", "") for word in ("frozen=", "unsafe_hash=", "eq=False"))
    return "__eq__" in names


@rule(
    "PY314-partial-method",
    package="python",
    since=None,
    gone="3.14",
    docs="https://docs.python.org/3/whatsnew/3.14.html#functools",
    safety="review",
    names=["functools.partial"],
)
def partial_method(node: cst.Call, file: File) -> Iterator[Hit]:
    """Make a ``staticmethod`` of a ``functools.partial`` in a class body.

    It will be a method descriptor, which Python 3.13 announces with a warning and 3.14 does: an instance would pass
    itself.

    Review: frameworks that look into the class (forms, serializers, descriptors) see a staticmethod.

    ```diff
     import functools

     class Shop:
    -    log = functools.partial(print, "shop")
    +    log = staticmethod(functools.partial(print, "shop"))
    ```

    ```diff
     import functools

     log = functools.partial(print, "shop")

     class Shop:
         logs = [functools.partial(print, "shop")]

         def __init__(self):
             self.log = functools.partial(print, "shop")
    ```
    """
    assign = file.parent(node)
    block = file.parent(file.parent(assign))
    owner = file.parent(block)
    if isinstance(assign, cst.Assign) and isinstance(owner, cst.ClassDef) and owner.body is block:
        if file.ancestors(owner) & _ENUMS:
            return
        message = "functools.partial in a class becomes a method in Python 3.14"
        yield Hit(node, message, None if file.guard(node) else f"staticmethod({file.code(node)})")


@rule(
    "PY39-ftp-encoding",
    package="python",
    since="3.9",
    gone="3.9",
    docs="https://docs.python.org/3/whatsnew/3.9.html#changes-in-the-python-api",
    safety="review",
    needles=["encoding FTP", "encoding FTP_TLS"],
)
def ftp_encoding(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """Set the encoding of an FTP class in its ``__init__``.

    ``FTP.encoding`` in the class body is overwritten from Python 3.9 on: the encoding is a parameter of ``__init__``
    there.

    Review: arguments are passed on as they come; a class with an ``__init__`` of its own is reported only.

    ```diff
     import ftplib

     class Old(ftplib.FTP):
         encoding = "cp1252"
    +
    +    def __init__(self, *args, **kwargs):
    +        kwargs.setdefault("encoding", self.encoding)
    +        super().__init__(*args, **kwargs)
    ```

    ```diff
     import ftplib

     class Old(ftplib.FTP):
         timeout = 10

     class Text(Codec):
         encoding = "cp1252"
    ```
    """
    if not file.ancestors(node) & {"ftplib.FTP", "ftplib.FTP_TLS"} or not isinstance(node.body, cst.IndentedBlock):
        return
    smalls = [s for line in node.body.body if isinstance(line, cst.SimpleStatementLine) for s in line.body]
    assigns = [s for s in smalls if isinstance(s, cst.Assign)]
    if not any(isinstance(t.target, cst.Name) and t.target.value == "encoding" for a in assigns for t in a.targets):
        return
    own = next((s for s in node.body.body if isinstance(s, cst.FunctionDef) and s.name.value == "__init__"), None)
    message = "encoding in the body of an FTP class is ignored"
    if own is not None:
        if '"encoding"' not in file.code(own) and "encoding=" not in file.code(own):
            yield Hit(node, message)
        return
    source = (
        "def __init__(self, *args, **kwargs):\n"
        '    kwargs.setdefault("encoding", self.encoding)\n'
        "    super().__init__(*args, **kwargs)\n"
    )
    method = cst.ensure_type(cst.parse_statement(source, config=file.module.config_for_parsing), cst.FunctionDef)
    method = method.with_changes(leading_lines=[cst.EmptyLine(indent=False)])
    yield Hit(node, message, node.with_changes(body=node.body.with_changes(body=[*node.body.body, method])))


@rule(
    "PY314-trunc",
    package="python",
    since=None,
    gone="3.14",
    docs="https://docs.python.org/3/whatsnew/3.14.html#changes-in-the-python-api",
    safety="manual",
    needles=["__trunc__"],
)
def trunc(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """Report classes with ``__trunc__`` and no ``__int__``.

    ``int()`` asked ``__trunc__`` last; deprecated in Python 3.11, gone in 3.14.

    Manual: define ``__int__``, and keep ``__trunc__`` for ``math.trunc``.

    ```diff
     class Length:
    +    def __int__(self):
    +        return 1
    +
         def __trunc__(self):
             return 1
    ```

    ```diff
     class Length:
         def __index__(self):
             return 1

         def __trunc__(self):
             return 1
    ```
    """
    methods = {s.name.value: s for s in node.body.body if isinstance(s, cst.FunctionDef)}
    known = not file.ancestors(node) - {"builtins.object"}
    if (
        "__trunc__" in methods
        and not methods["__trunc__"].decorators
        and not {"__int__", "__index__"} & methods.keys()
        and known
    ):
        yield Hit(methods["__trunc__"], "int() will not ask __trunc__, define __int__")
