"""pytest: what 5.0 to 8.0 did away with."""

from collections.abc import Iterator

import libcst as cst

from upgrader.assigned import is_name, text_of
from upgrader.edit import keyword
from upgrader.members import class_of
from upgrader.methods import defines, to_keywords
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, moves, rule

GONE = "https://docs.pytest.org/en/stable/deprecations.html"

yield_fixture = moves(
    "pytest3-yield-fixture",
    package="pytest",
    since="3.0",
    gone=None,
    docs=GONE + "#the-yield-fixture-function-decorator",
    moved={"pytest.yield_fixture": "pytest.fixture"},
    doc="""
    ``@pytest.yield_fixture`` is ``@pytest.fixture``.

    Every fixture may yield since pytest 3.0; the second name warns since 6.2.

    ```diff
     import pytest


    -@pytest.yield_fixture(scope="session")
    +@pytest.fixture(scope="session")
     def shop():
         yield 1
    ```

    ```diff
     from shop.testing import yield_fixture


     @yield_fixture
     def shop():
         yield 1
    ```
    """,
)


@rule(
    "pytest6-fixture-positional",
    package="pytest",
    since=None,
    gone="6.0",
    docs=GONE,
    names=["pytest.fixture"],
)
def fixture_positional(node: cst.Call, file: File) -> Iterator[Hit]:
    """``@pytest.fixture("session")`` is ``@pytest.fixture(scope="session")``.

    pytest 6.0 takes nothing but the function by position.

    ```diff
     import pytest


    -@pytest.fixture("session", autouse=True)
    +@pytest.fixture(scope="session", autouse=True)
     def shop(): ...
    ```

    ```diff
     import pytest
     from shop.testing import fixture

     ours = pytest.fixture(make), pytest.fixture(scope="module"), fixture("session")
    ```
    """
    first = node.args[0] if node.args else None
    if first is None or first.keyword is not None or first.star or text_of(first.value) is None:
        return
    new = to_keywords(node, 0, ["scope", "params", "autouse", "ids", "name"])
    yield Hit(node, "pytest.fixture() takes no scope by position", None if file.guard(node) else new)


@rule(
    "pytest8-reason",
    package="pytest",
    since="7.0",
    gone="8.0",
    docs=GONE + "#pytest-skip-fail-exit-msg",
    names=["pytest.skip", "pytest.fail", "pytest.exit"],
)
def reason(node: cst.Call, file: File) -> Iterator[Hit]:
    """``pytest.skip(msg=)`` is ``reason=``, as of ``fail()`` and ``exit()``.

    ```diff
     import pytest

    -pytest.skip(msg="no shop")
    +pytest.skip(reason="no shop")
    ```

    ```diff
     import pytest
     from shop.testing import fail

     pytest.skip("no shop")
     pytest.fail(reason="no shop")
     fail(msg="no shop")
    ```
    """
    given = keyword(node, "msg")
    if given is not None and given.keyword is not None:
        renamed = given.keyword.with_changes(value="reason")
        yield Hit(given, "msg= is reason=", also=() if file.guard(node) else ((given.keyword, renamed),))


@rule(
    "pytest5-raises-message",
    package="pytest",
    since=None,
    gone="5.0",
    docs=GONE + "#message-parameter-of-pytest-raises",
    names=["pytest.raises"],
    safety="manual",
)
def raises_message(node: cst.Call, file: File) -> Iterator[Hit]:
    """``pytest.raises(ValueError, message=)`` is gone.

    It was what to say where nothing is raised; pytest 5.0 raises TypeError.

    Manual: put ``pytest.fail(message)`` at the end of the block, or use ``match=`` where the exception's text was meant.

    ```diff
     import pytest

    -with pytest.raises(ValueError, message="no error"):
    +with pytest.raises(ValueError):
         sell()
    ```

    ```diff
     import pytest

     with pytest.raises(ValueError, match="sold"):
         sell()
    ```
    """
    given = keyword(node, "message")
    if given is not None:
        yield Hit(given, "pytest.raises() has no message=")


@rule(
    "pytest8-warns-none",
    package="pytest",
    since=None,
    gone="8.0",
    docs=GONE + "#using-pytest-warns-none",
    names=["pytest.warns"],
    safety="manual",
)
def warns_none(node: cst.Call, file: File) -> Iterator[Hit]:
    """``pytest.warns(None)`` is ``warnings.catch_warnings(record=True)``.

    pytest 8.0 raises TypeError: nobody knew whether it stood for no warning or for any.

    Manual: use ``warnings.simplefilter("error")`` in the block where there must be no warning.

    ```diff
     import pytest
    +import warnings

    -with pytest.warns(None) as found:
    +with warnings.catch_warnings(record=True) as found:
         sell()
     assert not found
    ```

    ```diff
     import pytest

     with pytest.warns(UserWarning):
         sell()
    ```
    """
    if node.args and node.args[0].keyword is None and is_name(node.args[0].value, "None"):
        yield Hit(node, "pytest.warns() wants to be told which warning")


@rule(
    "pytest5-config",
    package="pytest",
    since=None,
    gone="5.0",
    docs=GONE + "#pytest-config-global",
    names=["pytest.config"],
    safety="manual",
)
def config(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``pytest.config`` is gone.

    Manual: take ``request.config`` or the fixture ``pytestconfig``; what decides at import time goes to a hook,
    ``pytest_collection_modifyitems(config, items)``.

    ```diff
     import pytest


    -def test_sale():
    +def test_sale(pytestconfig):
    -    assert pytest.config.getoption("--shop")
    +    assert pytestconfig.getoption("--shop")
    ```

    ```diff
     def test_sale(pytestconfig, request):
         assert pytestconfig.getoption("--shop") == request.config.getoption("--shop")
    ```
    """
    if not isinstance(file.parent(node), cst.ImportAlias):
        yield Hit(node, "pytest.config is gone: use request.config or pytestconfig")


_NOSE = {"setup": "setup_method", "teardown": "teardown_method"}
_OTHERS = ("unittest.TestCase", "unittest.case.TestCase", "django.test.TestCase", "django.test.SimpleTestCase")


@rule(
    "pytest8-nose-setup",
    package="pytest",
    since="3.0",
    gone="8.0",
    docs=GONE + "#support-for-tests-written-for-nose",
    needles=["setup", "teardown"],
    pattern=rb"\n[ \t]+def (?:setup|teardown)\(self\)",
)
def nose_setup(node: cst.FunctionDef, file: File) -> Iterator[Hit]:
    """Rename ``setup()`` of a test class: it is ``setup_method()``.

    pytest called it, as nose did; 8.0 does not any more.

    ```diff test_shop.py
     class TestShop:
    -    def setup(self):
    +    def setup_method(self):
             self.shop = []

    -    def teardown(self):
    +    def teardown_method(self):
             self.shop.clear()

         def test_empty(self):
             assert not self.shop
    ```

    ```diff test_shop.py
     from django.test import TestCase


     class TestShop(TestCase):
         def setup(self): ...

         def test_empty(self): ...


     class TestOther:
         def setup_method(self):
             django.setup()

         def test_empty(self): ...


     class Shop:
         def setup(self): ...
    ```
    """
    name = node.name.value
    new = _NOSE.get(name)
    definition = class_of(node, file) if new else None
    if new is None or definition is None or not definition.name.value.startswith("Test") or node.decorators:
        return
    known = file.ancestors(definition)
    if known & set(_OTHERS) or any(one.rpartition(".")[2].endswith("TestCase") for one in known):
        return
    tests = any(isinstance(one, cst.FunctionDef) and one.name.value.startswith("test") for one in definition.body.body)
    if not tests or len(node.params.params) != 1:
        return
    message = f"pytest does not call {definition.name.value}.{name}() any more"
    calls: list[tuple[Node, Node | str]] = []
    for other in file.names.nodes.get(cst.Attribute, ()):
        attribute = cst.ensure_type(other, cst.Attribute)
        own = file.code(attribute.value) in ("self", "super()")
        if own and attribute.attr.value == name and file.class_around(attribute) is definition:
            calls.append((attribute.attr, attribute.attr.with_changes(value=new)))
    alone = all(is_name(base.value, "object") for base in definition.bases)
    if defines(definition, new) or (calls and not alone):
        yield Hit(node.name, message)
        return
    renamed = node.name.with_changes(value=new)
    yield Hit(node.name, message, renamed, also=tuple(calls), safety=None if alone else Safety.REVIEW)
