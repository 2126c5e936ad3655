"""``unittest``: aliases gone in Python 3.12, loader functions gone in 3.13, what test methods must not do any more."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.edit import NewImport, argument, keyword, spread, without_arg
from upgrader.methods import defines
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, moves, removals, rule
from upgrader.values import origins

DOCS_312 = "https://docs.python.org/3.12/whatsnew/3.12.html#id3"
DOCS_313 = "https://docs.python.org/3.13/whatsnew/3.13.html#unittest"
DOCS_311 = "https://docs.python.org/3.11/whatsnew/3.11.html#standard-library"
CASE = "unittest.TestCase"

ALIASES = {
    "failUnless": "assertTrue",
    "failIf": "assertFalse",
    "failUnlessEqual": "assertEqual",
    "failIfEqual": "assertNotEqual",
    "failUnlessAlmostEqual": "assertAlmostEqual",
    "failIfAlmostEqual": "assertNotAlmostEqual",
    "failUnlessRaises": "assertRaises",
    "assert_": "assertTrue",
    "assertEquals": "assertEqual",
    "assertNotEquals": "assertNotEqual",
    "assertAlmostEquals": "assertAlmostEqual",
    "assertNotAlmostEquals": "assertNotAlmostEqual",
    "assertRegexpMatches": "assertRegex",
    "assertNotRegexpMatches": "assertNotRegex",
    "assertRaisesRegexp": "assertRaisesRegex",
}
#: gone already in Python 3, where projects that come from Python 2 may still have it
ALIASES_OF_PYTHON_2 = {"assertItemsEqual": "assertCountEqual"}


def _kin(definition: cst.ClassDef, file: File) -> list[cst.ClassDef]:
    """Return a class with its bases and its subclasses, those of them that stand in the same file."""
    classes = [node for node in file.names.nodes.get(cst.ClassDef, ()) if isinstance(node, cst.ClassDef)]
    bases = {id(node): [base for base in classes if _is_base(base, node, file)] for node in classes}
    found = [definition]
    for node in found:
        for other in classes:
            related = other in bases[id(node)] or (node is definition and definition in bases[id(other)])
            if related and other not in found:
                found.append(other)
    return found


def _is_base(base: cst.ClassDef, definition: cst.ClassDef, file: File) -> bool:
    for arg in definition.bases:
        if isinstance(arg.value, cst.Name) and arg.value.value == base.name.value:
            scope = file.names.scope(arg.value).find(arg.value.value)
            bindings = scope.bindings[arg.value.value] if scope else []
            return any(binding.node is base for binding in bindings)
    return False


def _receiver(node: cst.Attribute, file: File) -> tuple[bool, cst.ClassDef | None]:
    """Return whether an attribute's value is a TestCase, and the class of the file around it when it is its ``self``."""
    known = origins(node.value, file)
    definition = file.class_around(node)
    if isinstance(node.value, cst.Call) and file.resolve(node.value.func) == "builtins.super":
        return (definition is not None and CASE in file.ancestors(definition)), definition
    own = definition if definition is not None and f"<{definition.name.value}>" in known else None
    return CASE in known or file.resolve(node.value) == CASE, own


def _is_the_projects(method: str, file: File) -> bool:
    """Return whether another file of the project has a method of that name: what is no known test case may have that."""
    return any(re.search(rf"^[ \t]+def {method}\(", text, re.MULTILINE) for text in file.others(method).values())


def _alias(node: cst.Attribute, new: str, file: File) -> Iterator[Hit]:
    old = node.attr.value
    is_case, own = _receiver(node, file)
    around = _kin(own, file) if own is not None else []
    if any(defines(definition, old) for definition in around):
        return
    message = f"{old} is now {new}"
    renamed = node.with_changes(attr=node.attr.with_changes(value=new))
    if is_case or any(CASE in file.ancestors(definition) for definition in around):
        yield Hit(node, message) if file.guard(node) else Hit(node, message, renamed)
    elif _is_the_projects(old, file):
        return
    elif own is not None and not file.guard(node):
        # nothing in the file says that this is a test case; but no class here has a method of that name
        yield Hit(node, f"{message}, if {own.name.value} is a test case", renamed, safety=Safety.REVIEW, certain=False)
    elif (
        own is None
        and isinstance(file.parent(node), cst.Call)
        and not origins(node.value, file)
        and file.resolve(node.value) is None
        and any(name.startswith("unittest") for name in file.names.imported)
    ):
        unsure = f"{message}, if {file.code(node.value)} is a test case"
        yield Hit(node, unsure, safety=Safety.REVIEW, certain=False)


@rule(
    "PY312-unittest-aliases",
    package="python",
    since=None,
    gone="3.12",
    docs=DOCS_312,
    needles=[*ALIASES, *ALIASES_OF_PYTHON_2],
)
def aliases(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """Second names of ``TestCase`` methods.

    Deprecated since Python 3.1 and 3.2, removed in 3.12 (``assertItemsEqual`` went with Python 2). Only where the class is
    known to be a test case: by its bases, those of its bases, or a subclass in the same file. A class that has a
    method of that name is left alone. ``self`` of a class whose bases are not known (a mixin) is for review.

    ```diff
     from django.test import TestCase


     class Helpers:
         def check(self, value):
    -        self.assertEquals(value, 1, msg="one")
    +        self.assertEqual(value, 1, msg="one")


     class Tests(Helpers, TestCase):
         def test(self):
    -        self.assert_(
    +        self.assertTrue(
                 True,  # always
             )
    -        check = self.failUnlessEqual
    +        check = self.assertEqual
             check(1, 1)
    -        with self.assertRaisesRegexp(ValueError, "invalid"):
    +        with self.assertRaisesRegex(ValueError, "invalid"):
                 int("x")
    ```

    ```diff
     import unittest


     class Base(unittest.TestCase):
         def assertEquals(self, first, second):
             assert first == second


     class Tests(Base):
         def test(self):
             self.assertEquals(1, 1)


     class Matcher:
         def assert_(self, value):
             return value

         def check(self):
             return self.assert_(1)
    ```
    """
    new = ALIASES.get(node.attr.value) or ALIASES_OF_PYTHON_2.get(node.attr.value)
    if new is not None:
        yield from _alias(node, new, file)


@rule(
    "PY312-unittest-assertdictcontainssubset",
    package="python",
    since=None,
    gone="3.12",
    docs=DOCS_312,
    safety="review",
    needles=["assertDictContainsSubset"],
)
def dict_contains_subset(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``assertDictContainsSubset`` becomes a comparison of the items.

    Deprecated since Python 3.2, removed in 3.12. Each argument is evaluated once, as before.

    Review: the same tests pass and fail; the message of a failure is another.

    ```diff
     import unittest


     class Tests(unittest.TestCase):
         def test(self):
    -        self.assertDictContainsSubset({"a": 1}, self.values, "a is missing")
    +        self.assertLessEqual({"a": 1}.items(), self.values.items(), "a is missing")
    ```

    ```diff
     class Tests:
         def assertDictContainsSubset(self, subset, values):
             assert subset.items() <= values.items()

         def test(self):
             self.assertDictContainsSubset({"a": 1}, {"a": 1})
    ```
    """
    if node.attr.value != "assertDictContainsSubset":
        return
    call = file.parent(node)
    is_case, own = _receiver(node, file)
    around = _kin(own, file) if own is not None else []
    if any(defines(definition, node.attr.value) for definition in around):
        return
    message = "assertDictContainsSubset is gone: compare the items"
    known = is_case or any(CASE in file.ancestors(definition) for definition in around)
    if not known and own is None:
        return
    subset = argument(call, 0, "subset") if isinstance(call, cst.Call) and call.func is node else None
    whole = argument(call, 1, "dictionary") if isinstance(call, cst.Call) and call.func is node else None
    positional = subset is not None and whole is not None and not (subset.keyword or whole.keyword)
    if not isinstance(call, cst.Call) or subset is None or whole is None or not positional or file.guard(node):
        yield Hit(node, message, certain=known)
        return
    edits = tuple((arg.value, f"{_primary(arg.value, file)}.items()") for arg in (subset, whole))
    renamed = node.with_changes(attr=node.attr.with_changes(value="assertLessEqual"))
    yield Hit(node, message, renamed, also=edits, certain=known)


def _primary(value: cst.BaseExpression, file: File) -> str:
    code = file.code(value)
    simple = (cst.Name, cst.Attribute, cst.Call, cst.Subscript, cst.Dict, cst.DictComp)
    return code if isinstance(value, simple) or value.lpar else f"({code})"


result = moves(
    "PY312-unittest-texttestresult",
    package="python",
    since=None,
    gone="3.12",
    docs=DOCS_312,
    moved={"unittest._TextTestResult": "unittest.TextTestResult"},
    doc="""
    ``unittest._TextTestResult`` has had a public name since Python 3.2.

    ```diff
     import unittest


    -class Result(unittest._TextTestResult):
    +class Result(unittest.TextTestResult):
         pass
    ```

    ```diff
     from testing import unittest

     print(unittest._TextTestResult)
    ```
    """,
)


@rule(
    "PY312-unittest-use-load-tests",
    package="python",
    since=None,
    gone="3.12",
    docs=DOCS_312,
    needles=["loadTestsFromModule use_load_tests"],
)
def use_load_tests(node: cst.Call, file: File) -> Iterator[Hit]:
    """``loadTestsFromModule`` has no ``use_load_tests``.

    Ignored since Python 3.5, a TypeError from 3.12.

    ```diff
     import unittest

    -tests = unittest.TestLoader().loadTestsFromModule(module, use_load_tests=False)
    +tests = unittest.TestLoader().loadTestsFromModule(module)
    ```

    ```diff
     tests = loader.loadTestsFromModule(module, use_load_tests=False)
    ```
    """
    old = keyword(node, "use_load_tests")
    if old is None or not isinstance(node.func, cst.Attribute) or node.func.attr.value != "loadTestsFromModule":
        return
    message = "use_load_tests has had no effect since Python 3.5 and is gone"
    known = (
        "unittest.TestLoader" in origins(node.func.value, file)
        or file.resolve(node.func.value) == "unittest.defaultTestLoader"
    )
    if known and not file.guard(node):
        yield Hit(node, message, without_arg(node, list(node.args).index(old)))
    else:
        yield Hit(node, message, certain=known)


LOADER_METHODS = {
    "unittest.makeSuite": "loadTestsFromTestCase",
    "unittest.findTestCases": "loadTestsFromModule",
    "unittest.getTestCaseNames": "getTestCaseNames",
}


MAKE_SUITE = '''
def _make_suite(test_case_class, prefix="test", sort_using=None, suite_class=unittest.TestSuite):
    """Return the tests of a class whose names have a prefix, as unittest.makeSuite did."""
    loader = unittest.TestLoader()
    loader.testMethodPrefix = prefix
    loader.suiteClass = suite_class
    if sort_using is not None:
        loader.sortTestMethodsUsing = sort_using
    return loader.loadTestsFromTestCase(test_case_class)
'''

FIND_TEST_CASES = '''
def _find_test_cases(module, prefix="test", sort_using=None, suite_class=unittest.TestSuite):
    """Return the tests of a module whose names have a prefix, as unittest.findTestCases did."""
    loader = unittest.TestLoader()
    loader.testMethodPrefix = prefix
    loader.suiteClass = suite_class
    if sort_using is not None:
        loader.sortTestMethodsUsing = sort_using
    return loader.loadTestsFromModule(module)
'''

CASE_NAMES = '''
def _get_test_case_names(test_case_class, prefix, sort_using=None, patterns=None):
    """Return the names of a class's tests that have a prefix, as unittest.getTestCaseNames did."""
    loader = unittest.TestLoader()
    loader.testMethodPrefix = prefix
    loader.testNamePatterns = patterns
    if sort_using is not None:
        loader.sortTestMethodsUsing = sort_using
    return loader.getTestCaseNames(test_case_class)
'''

CARRIED = {
    "unittest.makeSuite": ("_make_suite", MAKE_SUITE),
    "unittest.findTestCases": ("_find_test_cases", FIND_TEST_CASES),
    "unittest.getTestCaseNames": ("_get_test_case_names", CASE_NAMES),
}


@rule(
    "PY313-unittest-loader-functions",
    package="python",
    since=None,
    gone="3.13",
    docs=DOCS_313,
    names=list(LOADER_METHODS),
)
def loader_functions(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``makeSuite``, ``findTestCases`` and ``getTestCaseNames`` are methods of the loader.

    Deprecated in Python 3.11, removed in 3.13. With the prefix ``test`` and no other argument, the default loader does the
    same; a prefix, a sort order or a suite class need a loader of their own, in a function that the file carries.

    ```diff
     import unittest

    -suite = unittest.makeSuite(Tests, "test")
    -names = unittest.getTestCaseNames(Tests, prefix="test")
    +suite = unittest.defaultTestLoader.loadTestsFromTestCase(Tests)
    +names = unittest.defaultTestLoader.getTestCaseNames(Tests)
    ```

    ```diff
    -from unittest import makeSuite
    +from unittest import defaultTestLoader

    -suite = makeSuite(Tests)
    +suite = defaultTestLoader.loadTestsFromTestCase(Tests)
    ```

    ```diff
     import unittest

    -suite = unittest.makeSuite(Tests, "check")
    +
    +def _make_suite(test_case_class, prefix="test", sort_using=None, suite_class=unittest.TestSuite):
    +    \"""Return the tests of a class whose names have a prefix, as unittest.makeSuite did.\"""
    +    loader = unittest.TestLoader()
    +    loader.testMethodPrefix = prefix
    +    loader.suiteClass = suite_class
    +    if sort_using is not None:
    +        loader.sortTestMethodsUsing = sort_using
    +    return loader.loadTestsFromTestCase(test_case_class)
    +
    +
    +suite = _make_suite(Tests, "check")
    ```

    ```diff
     from testing import makeSuite

     suite = makeSuite(Tests)
    ```
    """
    name = file.resolve(node) or ""
    method = LOADER_METHODS[name]
    message = f"{name} is gone: the loader has {method}"
    call = file.parent(node)
    called = isinstance(call, cst.Call) and call.func is node
    if file.guard(node):
        yield Hit(node, message)
    elif isinstance(call, cst.Call) and called and _default_prefix(call):
        loader = file.ref("unittest.defaultTestLoader", node)
        new = f"{loader}.{method}({file.code(call.args[0].value)})"
        yield Hit(call, message, new, imports=loader.imports)
    elif isinstance(call, cst.Call) and called and any(arg.keyword or arg.star for arg in call.args):
        yield Hit(node, message)  # the carried functions call their parameters otherwise
    else:
        helper, source = CARRIED[name]
        yield Hit(node, message, helper, imports=(NewImport("unittest"),), helpers=(source,))


def _default_prefix(call: cst.Call) -> bool:
    """Whether a call has one argument, or a second one that is the default prefix."""
    if spread(call) or not call.args or call.args[0].keyword is not None or len(call.args) > 2:
        return False
    prefix = argument(call, 1, "prefix")
    plain = isinstance(prefix.value, cst.SimpleString) and prefix.value.raw_value == "test" if prefix else False
    return plain or len(call.args) == 1


internals = removals(
    "PY313-unittest-removed",
    package="python",
    gone="3.13",
    docs=DOCS_313,
    names={
        "unittest.TestProgram.usageExit": "print to stderr and call sys.exit(2)",
        "unittest.main.usageExit": "print to stderr and call sys.exit(2)",
    },
    doc="""
    ``TestProgram.usageExit`` is gone.

    Deprecated in Python 3.11, removed in 3.13.

    Manual: print the usage with the parser of ``argparse`` and end with ``sys.exit(2)``.

    ```diff
     import unittest

     unittest.TestCase.run
    ```
    """,
)

PRIVATE = ("_setupAsyncioLoop", "_tearDownAsyncioLoop", "_asyncioLoopRunner", "_asyncioTestLoop", "_asyncioCallsQueue")


@rule(
    "PY311-unittest-asyncio-private",
    package="python",
    since=None,
    gone="3.11",
    docs="https://docs.python.org/3.11/whatsnew/3.11.html#asyncio",
    safety="manual",
    needles=PRIVATE,
)
def asyncio_private(node: cst.Attribute | cst.FunctionDef, file: File) -> Iterator[Hit]:
    """Private methods of ``IsolatedAsyncioTestCase`` went when it moved to ``asyncio.Runner``.

    Since Python 3.11 the test case runs its tests in an ``asyncio.Runner``.

    Manual: use ``asyncSetUp`` and ``addAsyncCleanup``; for a loop of another kind, Python 3.13 has ``loop_factory``.

    ```diff
     class Tests:
         def _setupAsyncioLoop(self):
             self._asyncioTestLoop = None
    ```
    """
    name = node.attr.value if isinstance(node, cst.Attribute) else node.name.value
    if name not in PRIVATE:
        return
    case = "unittest.IsolatedAsyncioTestCase"
    if isinstance(node, cst.Attribute):
        known = case in origins(node.value, file) or file.resolve(node.value) == case
    else:
        definition = file.class_around(node)
        known = definition is not None and case in file.ancestors(definition)
    if known:
        yield Hit(node, f"{name} of IsolatedAsyncioTestCase is gone")


#: wrap coroutine tests themselves
AWAIT_TESTS = ("unittest.IsolatedAsyncioTestCase", "django.test.SimpleTestCase", "aiounittest.AsyncTestCase")


@rule(
    "PY311-unittest-test-returns",
    package="python",
    since=None,
    gone=None,
    docs=DOCS_311,
    safety="manual",
    needles=["TestCase return", "TestCase yield", "TestCase async"],
    pattern=rb"\byield\b|\basync\s+def\s+test|\breturn\b[ \t]*(?:not\b|await\b|[^\sA-Za-z_]|[bBrRuUfF]{1,2}['\"])"
    rb"|\breturn\b[^\n]*(?:[-+*/%@&|^<>=\\]|\bis\b|\bin\b)",
)
def test_returns(node: cst.FunctionDef, file: File) -> Iterator[Hit]:
    """A test method that gives something back has a DeprecationWarning.

    Since Python 3.11 anything but None from a test method warns; a coroutine or a generator was never run at all.

    Manual: assert on the value instead of returning it; make the class an ``IsolatedAsyncioTestCase`` for ``async def``.

    ```diff
     import unittest


     class Tests(unittest.TestCase):
         def test(self):
             return self.assertEqual(1, 1)

         def helper(self):
             return 1


     class AsyncTests(unittest.IsolatedAsyncioTestCase):
         async def test(self):
             pass
    ```
    """
    definition = file.class_around(node)
    if not node.name.value.startswith("test") or definition is None or file.parent(node) is not definition.body:
        return
    if node.decorators:
        return  # they may deal with what is returned
    known = file.ancestors(definition)
    if CASE not in known:
        return
    if node.asynchronous is not None and not known & set(AWAIT_TESTS):
        yield Hit(node, f"{node.name.value} is a coroutine function that TestCase never awaits")
        return
    if node.asynchronous is None and any(
        _function_of(inner, file) is node for inner in file.names.nodes.get(cst.Yield, ())
    ):
        yield Hit(node, f"{node.name.value} is a generator function that TestCase never runs")
        return
    for inner in file.names.nodes.get(cst.Return, ()):
        value = cst.ensure_type(inner, cst.Return).value
        if isinstance(value, _VALUES) and _function_of(inner, file) is node:
            yield Hit(inner, f"{node.name.value} returns a value: a test method must return None")


_VALUES = (
    cst.Integer,
    cst.Float,
    cst.SimpleString,
    cst.FormattedString,
    cst.List,
    cst.Tuple,
    cst.Dict,
    cst.Set,
    cst.Comparison,
    cst.BinaryOperation,
    cst.ListComp,
    cst.DictComp,
)


def _function_of(node: Node, file: File) -> Node | None:
    """Return the function, lambda or class whose body ``node`` stands in."""
    kinds = (cst.FunctionDef, cst.ClassDef, cst.Lambda)
    return next((around for around in file.names.parents(node) if isinstance(around, kinds)), None)
