"""``ast``: the node classes that ``Constant`` replaced."""

from collections.abc import Iterator, Mapping

import libcst as cst

from upgrader.names import Node
from upgrader.rule import File, Hit, moves, removals, rule
from upgrader.values import origins

DOCS = "https://docs.python.org/3/whatsnew/3.14.html#ast"

#: Old class and what the value of a Constant has to be, ``{0}`` for the value.
CLASSES: Mapping[str, str] = {
    "ast.Str": "isinstance({0}, str)",
    "ast.Bytes": "isinstance({0}, bytes)",
    "ast.Num": "type({0}) in (int, float, complex)",
    "ast.NameConstant": "({0} is None or isinstance({0}, bool))",
    "ast.Ellipsis": "{0} is ...",
}


@rule(
    "PY314-ast-isinstance",
    package="python",
    since="3.8",
    gone="3.14",
    docs=DOCS,
    safety="review",
    names=list(CLASSES),
)
def isinstance_test(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``isinstance(node, ast.Str)`` becomes a test for ``ast.Constant`` and the type of its value.

    Deprecated in Python 3.8, which parses all literals to ``Constant``; removed in 3.14. The attributes ``s`` and
    ``n`` of what was tested become ``value``.

    Review: ``node`` is evaluated twice. An ``ast.Constant`` alone would take all literals for strings. Tuples of
    classes are reported unless all are old.

    ```diff
     import ast

    -if isinstance(node, ast.Str):
    -    print(node.s)
    -elif not isinstance(n, (ast.Num, ast.Bytes)):
    +if isinstance(node, ast.Constant) and isinstance(node.value, str):
    +    print(node.value)
    +elif not (isinstance(n, ast.Constant) and (type(n.value) in (int, float, complex) or isinstance(n.value, bytes))):
         print(node)
    ```

    ```diff
     import ast

     print(isinstance(node, (ast.Str, ast.Name)), isinstance(node, ast.Constant), isinstance(node.s, str))
    ```
    """
    old = file.resolve(node) or ""
    message = f"{old} is gone, the parser makes ast.Constant"
    around = file.parent(node)
    call = file.parent(around)
    if isinstance(call, cst.Call) and call.func is node:
        return  # a construction: PY314-ast-construct
    if isinstance(around, cst.Element):
        group = file.parent(around)
        around = file.parent(group)
        if not isinstance(group, cst.Tuple):
            yield Hit(node, message)
            return
        kinds = [file.resolve(element.value) for element in group.elements]
        if node is not group.elements[0].value:
            return  # the whole tuple is one finding
    else:
        kinds = [old]
    test = file.parent(around) if isinstance(around, cst.Arg) else None
    if (
        not isinstance(test, cst.Call)
        or isinstance(file.parent(node), cst.Call)
        or file.resolve(test.func) != "builtins.isinstance"
        or len(test.args) != 2
        or around is not test.args[1]
        or not set(kinds) <= CLASSES.keys()
        or not isinstance(test.args[0].value, (cst.Name, cst.Attribute))
        or file.guard(node)
    ):
        if not (isinstance(file.parent(node), cst.Call) and file.parent(node).func is node):  # type: ignore[attr-defined]
            yield Hit(node, message)
        return
    subject = file.code(test.args[0].value)
    tests = [CLASSES[kind or ""].format(f"{subject}.value") for kind in dict.fromkeys(kinds)]
    constant = file.ref("ast.Constant", node)
    values = tests[0] if len(tests) == 1 else f"({' or '.join(tests)})"
    also = tuple(_value_reads(subject, test, file))
    yield Hit(test, message, f"isinstance({subject}, {constant}) and {values}", also=also, imports=constant.imports)


def _value_reads(subject: str, test: cst.Call, file: File) -> Iterator[tuple[Node, Node | str]]:
    """Yield the replacements of ``subject.s`` and ``.n`` in what runs only if the test holds."""
    for around in file.names.parents(test):
        if isinstance(around, cst.UnaryOperation):
            return
        if isinstance(around, (cst.If, cst.IfExp, cst.BooleanOperation)):
            inside = around.right if isinstance(around, cst.BooleanOperation) else around.body
            for node in file.names.nodes[cst.Attribute]:
                attribute = cst.ensure_type(node, cst.Attribute)
                if (
                    attribute.attr.value in ("s", "n")
                    and file.code(attribute.value) == subject
                    and any(outer is inside for outer in (attribute, *file.names.parents(attribute)))
                ):
                    yield attribute, attribute.with_changes(attr=cst.Name("value"))
        if isinstance(around, (cst.If, cst.IfExp)):
            return


@rule(
    "PY314-ast-construct",
    package="python",
    since="3.8",
    gone="3.14",
    docs=DOCS,
    names=list(CLASSES),
)
def construct(node: cst.Call, file: File) -> Iterator[Hit]:
    """``ast.Str("a")`` becomes ``ast.Constant("a")``.

    Deprecated in Python 3.8, removed in 3.14. The old classes made a ``Constant`` since 3.8.

    ```diff
     import ast

    -print(ast.Str(s="a"), ast.Num(1, lineno=1), ast.NameConstant(None), ast.Ellipsis())
    +print(ast.Constant(value="a"), ast.Constant(1, lineno=1), ast.Constant(None), ast.Constant(...))
    ```

    ```diff
     import ast
     from tools.ast import Str

     print(ast.Constant("a"), Str("a"))
    ```
    """
    old = file.resolve(node.func) or ""
    message = f"{old} is gone, make an ast.Constant"
    if spread_or_guarded(node, file):
        yield Hit(node, message)
        return
    constant = file.ref("ast.Constant", node)
    args = [
        arg.with_changes(keyword=cst.Name("value")) if arg.keyword and arg.keyword.value in ("s", "n") else arg
        for arg in node.args
    ]
    if old == "ast.Ellipsis":
        first = cst.Arg(
            cst.Ellipsis(),
            comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")) if args else cst.MaybeSentinel.DEFAULT,
        )
        args = [first, *args]
    func = cst.parse_expression(str(constant))
    yield Hit(node, message, node.with_changes(func=func, args=args), imports=constant.imports)


def spread_or_guarded(node: cst.Call, file: File) -> bool:
    """Whether a call must be left as it is: its arguments are hidden, or it runs on some versions only."""
    return any(arg.star for arg in node.args) or file.guard(node) is not None


@rule(
    "PY314-ast-visit",
    package="python",
    since=None,
    gone="3.14",
    docs=DOCS,
    safety="manual",
    needles=["visit_Str", "visit_Num", "visit_Bytes", "visit_NameConstant", "visit_Ellipsis"],
)
def visitors(node: cst.FunctionDef, file: File) -> Iterator[Hit]:
    """Report visitors of the old literals: ``visit_Str`` and its kin.

    Deprecated in Python 3.8; from 3.14 on they are not called any more, and nothing says so.

    Manual: write one ``visit_Constant`` that looks at the type of ``node.value``.

    ```diff
     import ast

     class Texts(ast.NodeVisitor):
    -    def visit_Str(self, node): ...
    +    def visit_Constant(self, node): ...
    ```

    ```diff
     import ast

     class Texts(ast.NodeVisitor):
         def visit_Str(self, node): ...
         def visit_Constant(self, node): ...

     class Sql(Compiler):
         def visit_Str(self, node): ...
    ```
    """
    name = node.name.value
    if name not in ("visit_Str", "visit_Num", "visit_Bytes", "visit_NameConstant", "visit_Ellipsis"):
        return
    definition = file.class_around(node)
    if definition is None or not file.ancestors(definition) & {"ast.NodeVisitor", "ast.NodeTransformer"}:
        return
    methods = {s.name.value for s in definition.body.body if isinstance(s, cst.FunctionDef)}
    if "visit_Constant" not in methods:
        yield Hit(node, f"{name} will not be called any more, visit_Constant will")


@rule(
    "PY314-ast-value",
    package="python",
    since="3.8",
    gone="3.14",
    docs=DOCS,
    safety="review",
    needles=["ast n", "ast s"],
)
def value_attribute(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``s`` and ``n`` of a constant become ``value``.

    Deprecated in Python 3.8, removed in 3.14. Seen where the constant comes straight out of ``ast.parse`` or
    ``ast.Constant``.

    Review: what the tree holds at that place is known when the code runs only.

    ```diff
     import ast

    -print(ast.parse("1").body[0].value.n)
    +print(ast.parse("1").body[0].value.value)
     text = ast.Constant("a")
    -print(text.s)
    +print(text.value)
    ```

    ```diff
     import ast

     print(node.s, ast.parse(text).body[0].n)
    ```
    """
    if node.attr.value not in ("s", "n") or not _is_constant(node.value, file):
        return
    message = f"{node.attr.value} of a constant is now value"
    yield Hit(node, message, None if file.guard(node) else node.with_changes(attr=cst.Name("value")))


def _is_constant(node: cst.BaseExpression, file: File) -> bool:
    if origins(node, file) & {"ast.Constant", *CLASSES}:
        return True
    if not (isinstance(node, cst.Attribute) and node.attr.value == "value"):
        return False
    below: cst.BaseExpression = node.value
    while isinstance(below, (cst.Attribute, cst.Subscript)):
        below = below.value
    return isinstance(below, cst.Call) and file.resolve(below.func) == "ast.parse"


slices = moves(
    "PY39-ast-extslice",
    package="python",
    since=None,
    gone="3.9",
    docs="https://docs.python.org/3/whatsnew/3.9.html#changes-in-the-python-api",
    safety="review",
    moved={"ast.ExtSlice": "ast.Tuple"},
    doc="""
    ``ast.ExtSlice`` is ``ast.Tuple``.

    Since Python 3.9 the parser makes a ``Tuple`` of ``x[1:2, 3]``; no node is an ``ExtSlice`` any more.

    Review: the parts are in ``elts``, no longer in ``dims``; ``x[1, 2]`` is a ``Tuple`` too.

    ```diff
     import ast

    -print(isinstance(node.slice, ast.ExtSlice))
    +print(isinstance(node.slice, ast.Tuple))
    ```

    ```diff
     from gast import ExtSlice

     print(isinstance(node.slice, ExtSlice))
    ```
    """,
)

_CONTEXT = "no tree has had one since Python 3.9"

removed = removals(
    "PY39-ast-index",
    package="python",
    gone="3.9",
    docs="https://docs.python.org/3/whatsnew/3.9.html#changes-in-the-python-api",
    names={"ast.Index": "a slice is the index itself, one level less: node.slice.value is node.slice"},
    doc="""
    ``ast.Index`` is in no tree any more.

    Since Python 3.9 the slice of ``x[1]`` is the ``Constant`` itself. ``isinstance(node.slice, ast.Index)`` is False
    without a word.

    Manual: look at ``node.slice`` where the code looked at ``node.slice.value``. An import that nothing uses is
    dropped.

    ```diff
    -from ast import Index
     import ast

     print(isinstance(node.slice, ast.Index))
    ```

    ```diff
     from pandas import Index

     print(isinstance(x, Index))
    ```
    """,
)

contexts = removals(
    "PY39-ast-contexts",
    package="python",
    gone=None,
    docs="https://docs.python.org/3/whatsnew/3.9.html#deprecated",
    names={f"ast.{name}": _CONTEXT for name in ("AugLoad", "AugStore", "Param", "Suite")},
    doc="""
    Node classes that no tree has: ``AugLoad``, ``AugStore``, ``Param``, ``Suite``.

    Deprecated in Python 3.9.

    Manual: delete what handles them. An import that nothing uses is dropped.

    ```diff
    -from ast import AugLoad
     import ast

     print(isinstance(node.ctx, ast.Param))
    ```

    ```diff
     from click import Param

     print(Param)
    ```
    """,
)

#: Classes with fields that must be given, and how many: those of the grammar without "?" and "*" (Python 3.13).
_REQUIRED = {
    "Assert": 1,
    "Attribute": 2,
    "AugAssign": 3,
    "Await": 1,
    "BinOp": 3,
    "Call": 1,
    "Compare": 1,
    "Constant": 1,
    "Expr": 1,
    "FunctionDef": 2,
    "ClassDef": 1,
    "IfExp": 3,
    "Lambda": 2,
    "Name": 1,
    "NamedExpr": 2,
    "Starred": 1,
    "Subscript": 2,
    "UnaryOp": 2,
    "alias": 1,
    "arg": 1,
    "keyword": 1,
}


@rule(
    "PY315-ast-fields",
    package="python",
    since=None,
    gone="3.15",
    docs="https://docs.python.org/3/library/ast.html#node-classes",
    safety="manual",
    names=[f"ast.{name}" for name in _REQUIRED],
)
def fields(node: cst.Call, file: File) -> Iterator[Hit]:
    """Report nodes that are made without a field that must be given.

    Deprecated in Python 3.13, an error from 3.15 on.

    Manual: give all fields when the node is made.

    ```diff
     import ast

    -print(ast.Name())
    +print(ast.Name("x", ast.Load()))
    ```

    ```diff
     import ast

     print(ast.Name(id="x"), ast.Name(*args), ast.Load())
    ```
    """
    name = (file.resolve(node.func) or "").rpartition(".")[2]
    positions = ("lineno", "col_offset", "end_lineno", "end_col_offset", "ctx", "kind")
    given = [arg for arg in node.args if arg.keyword is None or arg.keyword.value not in positions]
    if len(given) < _REQUIRED[name] and not any(arg.star for arg in node.args):
        yield Hit(node, f"ast.{name} wants its fields when it is made")
