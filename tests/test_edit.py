"""Commas, parentheses, comments, quotes and line breaks: every edit leaves the rest as it stands."""

import libcst as cst
import pytest

from upgrader.edit import NewImport, apply, argument, expression, string, with_arg, with_element, without_arg
from upgrader.names import Names, Node


def find(names: Names, code: str) -> Node:
    """Return the first, outermost node with this source text."""
    for nodes in names.nodes.values():
        for node in nodes:
            if isinstance(node, cst.BaseExpression):
                bare = node.with_changes(lpar=[], rpar=[]) if hasattr(node, "lpar") else node
                if names.module.code_for_node(bare) == code:
                    return node
    raise AssertionError(f"no {code!r}")


def replaced(source: str, old: str, new: str) -> str:
    names = Names(cst.parse_module(source))
    node = find(names, old)
    assert isinstance(node, cst.BaseExpression)
    return apply(names, {node: expression(new, node, names.parent(node))}).code


def dropped(source: str, *locals: str) -> str:
    names = Names(cst.parse_module(source))
    aliases = [alias for aliases in names.imported.values() for alias in aliases if names.local(alias) in locals]
    assert len(aliases) == len(locals)
    return apply(names, {}, aliases).code


def added(source: str, *imports: NewImport) -> str:
    return apply(Names(cst.parse_module(source)), {}, (), imports).code


def first_call(source: str) -> cst.Call:
    return cst.ensure_type(cst.parse_expression(source), cst.Call)


def code(node: Node) -> str:
    return cst.Module([]).code_for_node(node)


# -- arguments -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "index", "left"),
    [
        pytest.param("f(a)", 0, "f()", id="the only one"),
        pytest.param("f(a,)", 0, "f()", id="the only one with a comma"),
        pytest.param("f(a, b)", 0, "f(b)", id="the first"),
        pytest.param("f(a, b)", 1, "f(a)", id="the last"),
        pytest.param("f(a, b,)", 1, "f(a,)", id="the last with a comma"),
        pytest.param("f(a, b, c)", 1, "f(a, c)", id="one between"),
        pytest.param("f(a, *b)", 1, "f(a)", id="a star"),
        pytest.param("f( a, b )", 1, "f( a )", id="with space inside"),
        pytest.param("f(\n    a,\n    b,\n)", 1, "f(\n    a,\n)", id="the last of several lines"),
        pytest.param("f(\n    a,\n    b,\n)", 0, "f(\n    b,\n)", id="the first of several lines"),
        pytest.param("f(\n    a,\n    b\n)", 1, "f(\n    a\n)", id="the last of several lines without comma"),
        pytest.param("f(a,\n  b,\n  c)", 1, "f(a,\n  c)", id="one between of a hanging call"),
        pytest.param("f(\n    a,  # why\n    b,\n)", 1, "f(\n    a,  # why\n)", id="behind a comment"),
        pytest.param("f(\n    a,\n    # why\n    b,\n)", 0, "f(\n    # why\n    b,\n)", id="before a comment"),
        pytest.param("f((a), b)", 0, "f(b)", id="in parentheses of its own"),
        pytest.param("f(a)(b)", 0, "f(a)()", id="of the outer of two calls"),
        pytest.param("f(x for x in y)", 0, "f()", id="a bare generator"),
    ],
)
def test_an_argument_goes_with_its_comma(call: str, index: int, left: str) -> None:
    assert code(without_arg(first_call(call), index)) == left


@pytest.mark.parametrize(
    ("call", "argument", "result"),
    [
        pytest.param("f()", "k=1", "f(k=1)", id="to none"),
        pytest.param("f(a)", "k=1", "f(a, k=1)", id="to one"),
        pytest.param("f(a,)", "k=1", "f(a, k=1,)", id="to one with a comma"),
        pytest.param("f(a, b)", "c", "f(a, b, c)", id="to two"),
        pytest.param("f(a,b)", "c", "f(a,b,c)", id="without space where there is none"),
        pytest.param("f( a )", "k=1", "f( a, k=1 )", id="with space inside"),
        pytest.param("f(*a)", "k=1", "f(*a, k=1)", id="after a star"),
        pytest.param("f(**a)", "k=1", "f(**a, k=1)", id="after two stars"),
        pytest.param("f(\n    a,\n)", "k=1", "f(\n    a,\n    k=1,\n)", id="on a line of its own"),
        pytest.param("f(\n    a\n)", "k=1", "f(\n    a,\n    k=1\n)", id="on a line of its own without comma"),
        pytest.param("f(a,\n  b)", "k=1", "f(a,\n  b,\n  k=1)", id="to a hanging call"),
        pytest.param(
            "f(\n    a,  # why\n)", "k=1", "f(\n    a,  # why\n    k=1,\n)", id="behind a comment on the last line"
        ),
        pytest.param(
            "f(\n    a  # why\n)", "k=1", "f(\n    a,  # why\n    k=1\n)", id="behind a comment without comma"
        ),
        pytest.param("f(x for x in y)", "k=1", "f((x for x in y), k=1)", id="to a bare generator"),
        pytest.param("f(\n)", "k=1", "f(k=1)", id="to none over two lines"),
    ],
)
def test_an_argument_is_added_in_the_manner_of_the_others(call: str, argument: str, result: str) -> None:
    new = code(with_arg(first_call(call), argument))
    assert new == result
    cst.parse_expression(new)


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("f(a, b)", "b"),
        ("f(a, k=b)", "b"),
        ("f(k=b)", "b"),
        ("f(*a, b)", None),
        ("f(a, *b)", None),
        ("f(a, j=b)", None),
        ("f(a)", None),
        ("f(a, **k)", None),
    ],
)
def test_an_argument_is_found_by_place_or_keyword_but_not_behind_a_star(call: str, found: str | None) -> None:
    arg = argument(first_call(call), 1, "k")
    assert (code(arg.value) if arg else None) == found


# -- expressions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "old", "new", "result"),
    [
        pytest.param("x = f(1)", "f(1)", "a or b", "x = a or b", id="none where nothing binds tighter"),
        pytest.param("x = -f(1)", "f(1)", "a or b", "x = -(a or b)", id="behind a sign"),
        pytest.param("x = f(1).y", "f(1)", "a + b", "x = (a + b).y", id="before an attribute"),
        pytest.param("x = f(1)[0]", "f(1)", "a or b", "x = (a or b)[0]", id="before a subscript"),
        pytest.param("x = f(1)(2)", "f(1)", "lambda: 1", "x = (lambda: 1)(2)", id="before a call"),
        pytest.param("x = not f(1)", "f(1)", "a in b", "x = not (a in b)", id="behind not"),
        pytest.param("x = await f(1)", "f(1)", "a or b", "x = await (a or b)", id="behind await"),
        pytest.param("g(f(1), 2)", "f(1)", "a if b else c", "g(a if b else c, 2)", id="none as an argument"),
        pytest.param("g(*f(1))", "f(1)", "a or b", "g(*(a or b))", id="behind a star"),
        pytest.param("g(k=f(1))", "f(1)", "a, b", "g(k=(a, b))", id="around a tuple"),
        pytest.param("x = [f(1)]", "f(1)", "(y := 1)", "x = [(y := 1)]", id="around a walrus"),
        pytest.param("x[f(1)]", "f(1)", "a or b", "x[a or b]", id="none as a subscript"),
        pytest.param("x = (f(1))", "f(1)", "a or b", "x = (a or b)", id="those that were there"),
        pytest.param(
            "x = f(1) if y else 1", "f(1)", "a if b else c", "x = (a if b else c) if y else 1", id="in a choice"
        ),
        pytest.param(
            "[x for x in f(1)]", "f(1)", "a if b else c", "[x for x in (a if b else c)]", id="in a comprehension"
        ),
        pytest.param("x = f'{f(1)}'", "f(1)", "a or b", "x = f'{a or b}'", id="none in an f-string"),
        pytest.param("x = f'{f(1)}'", "f(1)", "{1: 2}", "x = f'{({1: 2})}'", id="around braces in an f-string"),
        pytest.param("x = f'{f(1)}'", "f(1)", "lambda: 1", "x = f'{(lambda: 1)}'", id="around a colon in an f-string"),
        pytest.param(
            "[x for x in y if f(1)]", "f(1)", "a if b else c", "[x for x in y if (a if b else c)]", id="in its if"
        ),
        pytest.param(
            "return_ = yield_(f(1))", "f(1)", "(x for x in y)", "return_ = yield_((x for x in y))", id="a generator"
        ),
        pytest.param("if f(1): pass", "f(1)", "a or b", "if a or b: pass", id="none in a condition"),
        pytest.param("if(f(1)): pass", "f(1)", "a or b", "if(a or b): pass", id="none beside a keyword"),
        pytest.param("x = f(1) ** 2", "f(1)", "-a", "x = (-a) ** 2", id="around a sign before a power"),
        pytest.param("with f(1) as y: pass", "f(1)", "a or b", "with a or b as y: pass", id="none in a with"),
        pytest.param("assert f(1), 'm'", "f(1)", "a or b", "assert a or b, 'm'", id="none in an assertion"),
        pytest.param("x: f(1) = 2", "f(1)", "a or b", "x: a or b = 2", id="none in an annotation"),
    ],
)
def test_parentheses_are_added_where_they_are_needed(source: str, old: str, new: str, result: str) -> None:
    assert replaced(source, old, new) == result
    compile(result if "await" not in result else "1", "result", "exec", flags=0, dont_inherit=True)


def test_what_breaks_lines_outside_brackets_gets_parentheses() -> None:
    assert replaced("x = f(1)\n", "f(1)", "a +\\\n    b") == "x = a +\\\n    b\n"
    assert replaced("x = (\n    f(1)\n)\n", "f(1)", "a\n    .b") == "x = (\n    a\n    .b\n)\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [('"a"', '"b"'), ("'a'", "'b'"), ("r'a'", "r'b'"), ('u"a"', 'u"b"'), ('"""a"""', '"""b"""'), ("b'a'", "b'b'")],
)
def test_a_string_keeps_its_prefix_and_quotes(old: str, new: str) -> None:
    assert string(cst.SimpleString(old), "b").value == new


# -- imports: dropping -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "names", "left"),
    [
        pytest.param("import a\nx\n", ["a"], "x\n", id="a whole line"),
        pytest.param("import a, b\n", ["a"], "import b\n", id="the first of two"),
        pytest.param("import a, b\n", ["b"], "import a\n", id="the last of two"),
        pytest.param("from m import a, b, c\n", ["b"], "from m import a, c\n", id="one between"),
        pytest.param("from m import (a, b)\n", ["b"], "from m import (a)\n", id="the last in parentheses"),
        pytest.param("from m import (a, b,)\n", ["b"], "from m import (a,)\n", id="the last before a comma"),
        pytest.param(
            "from m import (\n    a,\n    b,\n)\n", ["a"], "from m import (\n    b,\n)\n", id="the first of lines"
        ),
        pytest.param(
            "from m import (\n    a,\n    b,\n)\n", ["b"], "from m import (\n    a,\n)\n", id="the last of lines"
        ),
        pytest.param(
            "from m import (\n    a,\n    b\n)\n", ["b"], "from m import (\n    a\n)\n", id="no trailing comma"
        ),
        pytest.param(
            "from m import (\n    a,  # one\n    b,  # two\n)\n",
            ["b"],
            "from m import (\n    a,  # one\n)\n",
            id="comments",
        ),
        pytest.param("from m import a, \\\n    b\n", ["b"], "from m import a\n", id="behind a continued line"),
        pytest.param("import a; x\n", ["a"], "x\n", id="before a semicolon"),
        pytest.param("x; import a\n", ["a"], "x\n", id="behind a semicolon"),
        pytest.param("import a; import b; x\n", ["b"], "import a; x\n", id="between semicolons"),
        pytest.param("if x: import a\n", ["a"], "if x: pass\n", id="a one-line suite"),
        pytest.param("if x: import a; y\n", ["a"], "if x: y\n", id="a one-line suite with more"),
        pytest.param("if x:\n    import a\n", ["a"], "if x:\n    pass\n", id="the only line of a block"),
        pytest.param("def f():\n    import a\n    x\n", ["a"], "def f():\n    x\n", id="the first line of a function"),
        pytest.param('"""Doc."""\nimport a\n', ["a"], '"""Doc."""\n', id="behind a docstring"),
        pytest.param("# about\n\nimport a\nimport b\n", ["a"], "# about\n\nimport b\n", id="below a comment"),
        pytest.param("import a\n# about b\nimport b\n", ["a"], "# about b\nimport b\n", id="above a comment"),
        pytest.param(
            "# about a\nimport a\n# about b\nimport b\n", ["a"], "# about a\n# about b\nimport b\n", id="between"
        ),
        pytest.param("import a  # noqa\nimport b\n", ["a"], "import b\n", id="with the comment on its line"),
        pytest.param("import a\n", ["a"], "", id="the only line"),
        pytest.param("import b\n\n\nimport a\n\n\nx\n", ["a"], "import b\n\n\nx\n", id="between blank lines"),
        pytest.param(
            "try:\n    import a\nfinally:\n    x\n", ["a"], "try:\n    pass\nfinally:\n    x\n", id="in a try"
        ),
        pytest.param("class C:\n    import a\n", ["a"], "class C:\n    pass\n", id="in a class"),
        pytest.param("import a\r\nimport b\r\n", ["a"], "import b\r\n", id="with CRLF"),
    ],
)
def test_an_import_goes_and_nothing_else(source: str, names: list[str], left: str) -> None:
    assert dropped(source, *names) == left
    compile(left, "left", "exec", dont_inherit=True)


# -- imports: adding -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "new", "result"),
    [
        pytest.param("x\n", NewImport("a"), "import a\n\nx\n", id="to a module without any"),
        pytest.param("", NewImport("a"), "import a\n", id="to an empty module"),
        pytest.param('"""Doc."""\n', NewImport("a"), '"""Doc."""\n\nimport a\n', id="below the docstring of a module"),
        pytest.param(
            '"""Doc."""\n\nx\n', NewImport("a"), '"""Doc."""\n\nimport a\n\nx\n', id="between the docstring and code"
        ),
        pytest.param(
            "from __future__ import annotations\n\nx\n",
            NewImport("a"),
            "from __future__ import annotations\n\nimport a\n\nx\n",
            id="below from __future__",
        ),
        pytest.param("import a\nimport c\n", NewImport("b"), "import a\nimport b\nimport c\n", id="in order"),
        pytest.param("from m import a\n", NewImport("m", "b"), "from m import a, b\n", id="to a from import"),
        pytest.param("from m import (a)\n", NewImport("m", "b"), "from m import (a, b)\n", id="in parentheses"),
        pytest.param(
            "from m import (\n    a,\n    c,\n)\n",
            NewImport("m", "b"),
            "from m import (\n    a,\n    b,\n    c,\n)\n",
            id="to a list of lines, in order",
        ),
        pytest.param("from m import a\n", NewImport("m", "a"), "from m import a\n", id="twice is once"),
        pytest.param("import a\n", NewImport("a"), "import a\n", id="a module twice is once"),
        pytest.param(
            "import os\n\nimport shop\n", NewImport("sys"), "import os\nimport sys\n\nimport shop\n", id="by group"
        ),
        pytest.param(
            "import os\n\nfrom . import x\n",
            NewImport("shop"),
            "import os\n\nimport shop\n\nfrom . import x\n",
            id="a group of its own",
        ),
        pytest.param("# about\nx\n", NewImport("a"), "# about\nimport a\n\nx\n", id="below the comment of the module"),
        pytest.param(
            "def f():\n    from m import a\n",
            NewImport("m", "b"),
            "from m import b\n\ndef f():\n    from m import a\n",
            id="not into a function",
        ),
        pytest.param(
            "if TYPE_CHECKING:\n    from m import a\n",
            NewImport("m", "b"),
            "from m import b\n\nif TYPE_CHECKING:\n    from m import a\n",
            id="not below if TYPE_CHECKING",
        ),
        pytest.param(
            "try:\n    from m import a\nexcept ImportError:\n    a = 1\n",
            NewImport("m", "b"),
            "from m import b\n\ntry:\n    from m import a\nexcept ImportError:\n    a = 1\n",
            id="not into a try",
        ),
        pytest.param("import os; x\n", NewImport("sys"), "import os; x\nimport sys\n", id="beside a semicolon"),
        pytest.param(
            "from m import *\n", NewImport("m", "b"), "from m import *\nfrom m import b\n", id="beside a star"
        ),
        pytest.param("x\r\n", NewImport("a"), "import a\r\n\r\nx\r\n", id="with CRLF"),
        pytest.param(
            "#!/bin/python\n# coding: utf-8\nx\n",
            NewImport("a"),
            "#!/bin/python\n# coding: utf-8\nimport a\n\nx\n",
            id="below the coding line",
        ),
    ],
)
def test_an_import_is_added_where_the_module_keeps_such(source: str, new: NewImport, result: str) -> None:
    assert added(source, new) == result


def test_a_place_for_imports_in_a_block_stays_in_that_block() -> None:
    names = Names(cst.parse_module("try:\n    from a import b\nexcept ImportError:\n    b = None\n"))
    (alias,) = names.imported["a.b"]
    statement = cst.ensure_type(names.parent(alias), cst.ImportFrom)
    result = apply(names, {}, [alias], [NewImport("c", "b", at=statement)]).code
    assert result == "try:\n    from c import b\nexcept ImportError:\n    b = None\n"


# -- statements ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "statements", "left"),
    [
        pytest.param("a()\nb()\n", ["a()"], "b()\n", id="a line"),
        pytest.param("a(); b()\n", ["a()"], "b()\n", id="the first of two on a line"),
        pytest.param("a(); b()\n", ["b()"], "a()\n", id="the last of two on a line"),
        pytest.param("a(); b();\n", ["b()"], "a();\n", id="the last before a semicolon"),
        pytest.param("a(); b()  # c\n", ["b()"], "a()  # c\n", id="the comment belongs to the line"),
        pytest.param("if x: a()\n", ["a()"], "if x: pass\n", id="all of a one-line suite"),
        pytest.param("if x:\n    a()\n    b()\n", ["a()", "b()"], "if x:\n    pass\n", id="all of a block"),
        pytest.param("# why\na()\nb()\n", ["a()"], "# why\nb()\n", id="what stands above it stays"),
        pytest.param(
            "def f():\n    # why\n    a()\n", ["a()"], "def f():\n    # why\n    pass\n", id="also at the end"
        ),
    ],
)
def test_a_statement_goes_and_its_block_stays_whole(source: str, statements: list[str], left: str) -> None:
    names = Names(cst.parse_module(source))
    nodes: dict[Node, Node | None] = {}
    for statement in statements:
        for node in (*names.nodes[cst.Expr],):
            line = names.parent(node)
            if code(node).strip("; ") == statement:
                alone = isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1
                nodes[line if alone else node] = None
    assert len(nodes) == len(statements)
    assert apply(names, nodes).code == left


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("@gone\ndef f(): pass\n", "def f(): pass\n"),
        ("@a\n@gone\n@b\ndef f(): pass\n", "@a\n@b\ndef f(): pass\n"),
        ("# why\n@gone\nclass C: pass\n", "# why\nclass C: pass\n"),
        ("@gone\n# why\n@a\nclass C: pass\n", "# why\n@a\nclass C: pass\n"),
        ("x\n\n\n@gone\nclass C: pass\n", "x\n\n\nclass C: pass\n"),
    ],
)
def test_a_decorator_goes_and_the_lines_above_it_stay(source: str, left: str) -> None:
    names = Names(cst.parse_module(source))
    (node,) = [n for n in names.nodes[cst.Decorator] if code(n).strip().endswith("@gone")]
    assert apply(names, {node: None}).code == left


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("x = [gone, 1]", "x = [1]"),
        ("x = [1, gone]", "x = [1]"),
        ("x = [gone]", "x = []"),
        ("x = (1, gone)", "x = (1,)"),
        ("x = (1, gone, 2)", "x = (1, 2)"),
        ("x = {1, gone}", "x = {1}"),
        ("x = [\n    1,\n    gone,\n]", "x = [\n    1,\n]"),
        ("x = [\n    gone,  # why\n    1,\n]", "x = [\n    1,\n]"),
        ("x = [\n    # why\n    gone,\n    1,\n]", "x = [\n    # why\n    1,\n]"),
    ],
)
def test_an_element_goes_with_its_comma(source: str, left: str) -> None:
    names = Names(cst.parse_module(source))
    (node,) = [n for n in names.nodes[cst.Element] if code(cst.ensure_type(n, cst.Element).value) == "gone"]
    assert apply(names, {node: None}).code == left


def test_a_set_without_its_only_element_is_no_dict() -> None:
    names = Names(cst.parse_module("x = {gone}\n"))
    (node,) = names.nodes[cst.Element]
    assert apply(names, {node: None}).code == "x = set()\n"


# -- the layouts that the edits of other tools stumble over -------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "old", "new"),
    [
        pytest.param("x = f(old,)\n", "old", "new", id="a trailing comma"),
        pytest.param("x = ((old))\n", "old", "new", id="parentheses around parentheses"),
        pytest.param("if x:\n\tif y:\n\t\told\n", "old", "new", id="tabs"),
        pytest.param("if x:\n  if y:\n        old\n", "old", "new", id="uneven indentation"),
        pytest.param(
            "f(  # first\n    old,  # second\n    # third\n)  # fourth\n", "old", "new", id="comments everywhere"
        ),
        pytest.param("a; old; b;\n", "old", "new", id="semicolons"),
        pytest.param("x = 'a' r'b' \"old\" u'c'\n", '"old"', '"new"', id="strings side by side"),
        pytest.param("x = a + \\\n  old + \\\n  b\n", "old", "new", id="continued lines"),
        pytest.param("x = f'{old!r:>{width}}' f\"{b}\"\n", "old", "new", id="a format in an f-string"),
        pytest.param("@a(old)\n@b\ndef f(): pass\n", "old", "new", id="decorators"),
        pytest.param("while (x := old): pass\n", "old", "new", id="a walrus"),
        pytest.param("f(*old, **k)\n", "old", "new", id="a star"),
        pytest.param("x = old if y else z\n", "old", "new", id="a choice"),
        pytest.param("class C(old, metaclass=M): x = 1; y = 2\n", "old", "new", id="a class on one line"),
    ],
)
def test_an_edit_leaves_the_rest_of_its_line_alone(source: str, old: str, new: str) -> None:
    assert replaced(source, old, new) == source.replace(old, new)


@pytest.mark.parametrize(
    ("before", "index", "after"),
    [
        ("[1, 2]", 0, "[1, 9, 2]"),
        ("[1, 2]", 1, "[1, 2, 9]"),
        ("[1]", 0, "[1, 9]"),
        ("(1,)", 0, "(1, 9,)"),
        ("[\n    1,  # one\n    2,\n]", 0, "[\n    1,  # one\n    9,\n    2,\n]"),
        ("[\n    1,  # one\n    2,  # two\n]", 1, "[\n    1,  # one\n    2,  # two\n    9,\n]"),
        ("[\n    1,  # one\n    2  # two\n]", 1, "[\n    1,  # one\n    2,  # two\n    9\n]"),
        ("(\n    1,\n    # above\n    2,  # two\n)", 1, "(\n    1,\n    # above\n    2,  # two\n    9,\n)"),
    ],
)
def test_an_element_is_added_as_the_others_are_laid_out(before: str, index: int, after: str) -> None:
    listed = cst.parse_expression(before)
    assert isinstance(listed, (cst.List, cst.Tuple))
    assert cst.Module([]).code_for_node(with_element(listed, index, "9")) == after
