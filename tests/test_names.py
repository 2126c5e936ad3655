"""What a name refers to: ``probe(...)`` in each source asks what its argument means there."""

import libcst as cst
import pytest

from upgrader.names import Names


def meanings(source: str, package: str = "") -> list[str | None]:
    """Return what the argument of each ``probe(...)`` means, in source order."""
    names = Names(cst.parse_module(source), package)
    calls = [cst.ensure_type(node, cst.Call) for node in names.nodes[cst.Call]]
    probes = [call for call in calls if isinstance(call.func, cst.Name) and call.func.value == "probe"]
    assert probes
    return [names.resolve(call.args[0].value) for call in probes]


def meaning(source: str, package: str = "") -> str | None:
    (only,) = meanings(source, package)
    return only


@pytest.mark.parametrize(
    ("source", "means"),
    [
        pytest.param("import os\nprobe(os.path.join)", "os.path.join", id="a plain import"),
        pytest.param("import os.path\nprobe(os.getcwd)", "os.getcwd", id="a dotted import binds its first part"),
        pytest.param("import os.path\nprobe(os.path.join)", "os.path.join", id="a dotted import"),
        pytest.param("import os.path as p\nprobe(p.join)", "os.path.join", id="a dotted import under an alias"),
        pytest.param("from os import path\nprobe(path.join)", "os.path.join", id="a name from a module"),
        pytest.param("from os import path as p\nprobe(p.join)", "os.path.join", id="a name under an alias"),
        pytest.param("from os import (\n    path,\n    sep,\n)\nprobe(sep)", "os.sep", id="a list in parentheses"),
        pytest.param("import a, os\nprobe(os.sep)", "os.sep", id="the second module of a line"),
        pytest.param("import os; probe(os.sep)", "os.sep", id="an import before a semicolon"),
        pytest.param("if x: import os\nprobe(os.sep)", "os.sep", id="an import in a one-line suite"),
        pytest.param("def f():\n    import os\n    probe(os.sep)", "os.sep", id="an import inside a function"),
        pytest.param(
            "def f():\n    probe(os.sep)\nimport os", "os.sep", id="an import below the function that uses it"
        ),
        pytest.param("probe(len)", "builtins.len", id="a builtin"),
        pytest.param("import builtins\nprobe(builtins.len)", "builtins.len", id="a builtin by its module"),
        pytest.param("probe(nothing)", None, id="a name nobody binds"),
        pytest.param("import os\nprobe(os().sep)", None, id="an attribute of a result"),
        pytest.param("import os\nprobe(os[0].sep)", None, id="an attribute of an item"),
        pytest.param("import os\nprobe((os).sep)", "os.sep", id="a name in parentheses"),
        pytest.param("import os\nprobe(os\\\n.sep)", "os.sep", id="an attribute after a continued line"),
        pytest.param("import os\nx = f'{probe(os.sep)}'", "os.sep", id="a name inside an f-string"),
        pytest.param("import os\n@probe(os.sep)\ndef f(): pass", "os.sep", id="a name inside a decorator"),
        pytest.param("import os\nclass C(probe(os.sep)): pass", "os.sep", id="a name among the bases of a class"),
        pytest.param("import os\ndef f(x: probe(os.sep)): pass", "os.sep", id="a name in an annotation"),
    ],
)
def test_an_import_says_what_a_name_means(source: str, means: str | None) -> None:
    assert meaning(source) == means


@pytest.mark.parametrize(
    ("source", "package", "means"),
    [
        ("from . import views\nprobe(views.home)", "shop.web", "shop.web.views.home"),
        ("from .views import home\nprobe(home)", "shop.web", "shop.web.views.home"),
        ("from ..models import Book\nprobe(Book)", "shop.web", "shop.models.Book"),
        ("from .. import models\nprobe(models.Book)", "shop.web", "shop.models.Book"),
        ("from ... import far\nprobe(far)", "shop.web.deep", "shop.far"),
    ],
)
def test_a_relative_import_starts_from_the_package_of_its_file(source: str, package: str, means: str) -> None:
    assert meaning(source, package) == means


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import os\ndef f(os):\n    probe(os.sep)", id="a parameter"),
        pytest.param("import os\ndef f(*os):\n    probe(os.sep)", id="the parameter for more arguments"),
        pytest.param("import os\ndef f(**os):\n    probe(os.sep)", id="the parameter for more keywords"),
        pytest.param("import os\ndef f(*, os):\n    probe(os.sep)", id="a keyword-only parameter"),
        pytest.param("import os\ndef f(os, /):\n    probe(os.sep)", id="a positional-only parameter"),
        pytest.param("import os\nlambda os: probe(os.sep)", id="the parameter of a lambda"),
        pytest.param("import os\ndef f():\n    os = 1\n    probe(os.sep)", id="a local"),
        pytest.param("import os\ndef f():\n    probe(os.sep)\n    os = 1", id="a local that is assigned to later"),
        pytest.param("import os\ndef f():\n    (a, [os, *b]) = 1\n    probe(os.sep)", id="a nested target"),
        pytest.param("import os\ndef f():\n    *os, b = 1\n    probe(os.sep)", id="a starred target"),
        pytest.param("import os\ndef f():\n    os: int = 1\n    probe(os.sep)", id="an annotated local"),
        pytest.param("import os\ndef f():\n    os += 1\n    probe(os.sep)", id="an augmented local"),
        pytest.param("import os\ndef f():\n    for os in x:\n        probe(os.sep)", id="the target of a loop"),
        pytest.param("import os\ndef f():\n    with x as os:\n        probe(os.sep)", id="the target of a with"),
        pytest.param("import os\ndef f():\n    with x as (a, os):\n        probe(os.sep)", id="one target of a with"),
        pytest.param(
            "import os\ndef f():\n    try: pass\n    except E as os:\n        probe(os.sep)", id="a caught error"
        ),
        pytest.param("import os\ndef f():\n    if (os := 1):\n        probe(os.sep)", id="a walrus"),
        pytest.param(
            "import os\ndef f():\n    [(os := y) for y in x]\n    probe(os.sep)", id="a walrus in a comprehension"
        ),
        pytest.param("import os\n[probe(os.sep) for os in x]", id="the target of a comprehension"),
        pytest.param("import os\n{probe(os.sep): 1 for a, os in x}", id="the target of a dict comprehension"),
        pytest.param("import os\nlist(probe(os.sep) for a in b for os in a)", id="the second target"),
        pytest.param("import os\ndef f():\n    def os(): pass\n    probe(os.sep)", id="a local function"),
        pytest.param("import os\ndef f():\n    class os: pass\n    probe(os.sep)", id="a local class"),
        pytest.param("import os\ndef f():\n    del os\n    probe(os.sep)", id="a local that is deleted"),
        pytest.param("import os\ndef f(os):\n    def g():\n        probe(os.sep)", id="a parameter further out"),
        pytest.param("import os\nmatch x:\n    case os:\n        probe(os.sep)", id="a captured subject"),
        pytest.param("import os\nmatch x:\n    case [1, *os]:\n        probe(os.sep)", id="a captured rest"),
        pytest.param("import os\nmatch x:\n    case {1: a, **os}:\n        probe(os.sep)", id="a captured mapping"),
        pytest.param("import os\nmatch x:\n    case C(a=os):\n        probe(os.sep)", id="a captured attribute"),
        pytest.param("import os\nmatch x:\n    case 1 as os:\n        probe(os.sep)", id="a captured alternative"),
        pytest.param("import os\ndef f[os](x):\n    probe(os.sep)", id="a type parameter"),
        pytest.param("import os\nclass C[os]:\n    x = probe(os.sep)", id="the type parameter of a class"),
        pytest.param("import os\ntype os = int\nprobe(os.sep)", id="a type alias"),
        pytest.param("import os\nos = 1\nprobe(os.sep)", id="a second binding in the module"),
        pytest.param("import os\nimport no as os\nprobe(os.sep)", id="a second import of another thing"),
        pytest.param("from os import sep\nfrom no import *\nprobe(len)", id="a builtin that a star may hide"),
        pytest.param("def len(x): pass\nprobe(len)", id="a builtin that the module defines"),
        pytest.param(
            "import os\ndef f():\n    global os\n    os = 1\nprobe(os.sep)", id="a global that is assigned to"
        ),
        pytest.param(
            "import os\ndef f():\n    import os\n    def g():\n        nonlocal os\n        os = 1\n    probe(os.sep)",
            id="a nonlocal that is assigned to",
        ),
        pytest.param(
            "try:\n    from a import b\nexcept ImportError:\n    from c import b\nprobe(b)", id="one of two imports"
        ),
        pytest.param("try:\n    import a\nexcept ImportError:\n    a = None\nprobe(a.b)", id="an import or None"),
        pytest.param("class C:\n    import os\n    def f(self):\n        probe(os.sep)", id="a name of the class"),
    ],
)
def test_a_name_that_may_be_something_else_means_nothing_certain(source: str) -> None:
    assert meaning(source) is None


@pytest.mark.parametrize(
    ("source", "means"),
    [
        pytest.param("import os\ndef f(os): pass\nprobe(os.sep)", "os.sep", id="a parameter of another function"),
        pytest.param("import os\ndef f(x=probe(os.sep), os=1): pass", "os.sep", id="a default is evaluated outside"),
        pytest.param("import os\nlambda x=probe(os.sep), os=1: 1", "os.sep", id="a default of a lambda, too"),
        pytest.param("import os\n[1 for os in probe(os.sep)]", "os.sep", id="the first iterable is evaluated outside"),
        pytest.param("import os\n[os for os in x]\nprobe(os.sep)", "os.sep", id="a comprehension keeps its names"),
        pytest.param(
            "import os\nclass C:\n    os = 1\n    def f(self):\n        probe(os.sep)", "os.sep", id="a method"
        ),
        pytest.param(
            "import os\nclass C:\n    os = 1\n    x = [probe(os.sep) for y in z]", "os.sep", id="a class body"
        ),
        pytest.param(
            "import os\nclass C:\n    x = probe(os.sep)", "os.sep", id="a class body that binds something else"
        ),
        pytest.param("import os\nf(os=1)\nprobe(os.sep)", "os.sep", id="a keyword argument is no binding"),
        pytest.param("import os\nx.os = 1\nprobe(os.sep)", "os.sep", id="an attribute is no binding"),
        pytest.param("import os\nx[os] = 1\nprobe(os.sep)", "os.sep", id="a subscript is no binding"),
        pytest.param(
            "def f():\n    global os\n    import os\ndef g():\n    probe(os.sep)", "os.sep", id="an import made global"
        ),
        pytest.param(
            "def f():\n    import os\n    def g():\n        nonlocal os\n        probe(os.sep)",
            "os.sep",
            id="a nonlocal",
        ),
        pytest.param("import os\nimport os\nprobe(os.sep)", "os.sep", id="the same import twice"),
        pytest.param(
            "if x:\n    from a import b\nelse:\n    from a import b\nprobe(b.c)",
            "a.b.c",
            id="the same in both branches",
        ),
        pytest.param(
            "import os\nmatch x:\n    case probe(os.sep): pass\nprobe(os.sep)", "os.sep", id="a value pattern"
        ),
        pytest.param("from os import sep\nfrom no import *\nprobe(sep)", "os.sep", id="a name beside a star import"),
    ],
)
def test_a_binding_elsewhere_does_not_matter(source: str, means: str) -> None:
    assert meanings(source)[-1] == means


def test_a_star_import_is_kept_with_its_module() -> None:
    names = Names(cst.parse_module("from os.path import *\nfrom .base import *\n"), "shop")
    assert [module for module, _ in names.stars] == ["os.path", "shop.base"]


def test_what_one_of_two_imports_may_mean_is_told() -> None:
    source = "try:\n    from a import b\nexcept ImportError:\n    b = None\nprobe(b.c)"
    names = Names(cst.parse_module(source))
    (call,) = names.nodes[cst.Call]
    assert names.candidates(cst.ensure_type(call, cst.Call).args[0].value) == {"a.b.c", None}


def test_references_are_every_chain_that_means_a_name() -> None:
    source = (
        "import os.path\nfrom os import path as p\nos.path.join\np.join(1)\ndef f(p):\n    p.join\nx.os.path.join\n"
    )
    module = cst.parse_module(source)
    names = Names(module)
    assert [module.code_for_node(node) for node in names.references["os.path.join"]] == ["os.path.join", "p.join"]


def test_the_uses_of_an_import_are_those_its_scope_shows() -> None:
    source = "import os\nos\ndef f():\n    os.sep\ndef g(os):\n    os\n__all__ = ['os']\n"
    names = Names(cst.parse_module(source))
    (alias,) = names.imported["os"]
    assert len(names.uses(alias)) == 2


def test_a_name_is_bound_wherever_any_scope_binds_it() -> None:
    names = Names(cst.parse_module("def f(x):\n    lambda y: [z for z in x]\nclass C:\n    w = 1\n"))
    assert [names.bound(name) for name in ("x", "y", "z", "w", "C", "v")] == [True] * 5 + [False]


def test_re_exports_are_followed_where_the_project_knows_them() -> None:
    follow = {"shop.compat.six": "django.utils.six", "shop.compat.six.text_type": "django.utils.six.text_type"}
    module = cst.parse_module("from shop.compat import six\nsix.text_type\n")
    names = Names(module, "shop", lambda name: follow.get(name, name))
    assert [module.code_for_node(node) for node in names.references["django.utils.six.text_type"]] == ["six.text_type"]
    assert "shop.compat.six" in names.imported


def test_every_node_knows_its_parent() -> None:
    source = (
        "import os\n@dec\nclass C(a, m=b):\n    def f(self, x: int = 1, *a) -> int:\n        yield [y for y in x]\n"
    )
    module = cst.parse_module(source)
    names = Names(module)
    for nodes in names.nodes.values():
        for node in nodes:
            assert node is module or list(names.parents(node))[-1] is module
