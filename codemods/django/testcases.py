"""What test cases do before each test, in methods of their own or put in from outside: of the class since Django 5.2."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import text_of
from upgrader.members import methods, uses
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, rule

RELEASE = "https://docs.djangoproject.com/en/5.2/releases/5.2/"
SIMPLE = "django.test.SimpleTestCase"
TRANSACTION = "django.test.TransactionTestCase"
ATOMIC = "django.test.TestCase"
_OF_THE_CLASS = ("_databases_names", "_enter_atomics", "_rollback_atomics", "setUpTestData")
_OF_A_TEST = ("_testMethodName", "id", "fail", "addCleanup", "subTest", "skipTest", "shortDescription")


@rule(
    "DJ52-class-setup",
    package="django",
    since="5.2",
    gone="5.2",
    docs=RELEASE,
    needles=["_pre_setup", "_fixture_setup"],
    pattern=rb"\bdef\s+_(?:pre|fixture)_setup\s*\(",
    safety=Safety.REVIEW,
)
def class_setup(module: cst.Module, file: File) -> Iterator[Hit]:
    """``_fixture_setup()`` and ``_pre_setup()`` of test cases are class methods.

    Since Django 5.2, without a release note: ``TransactionTestCase`` calls both of its class, before there is a test, and a
    ``TestCase`` the first. A method of an instance is a TypeError then.

    Review: what it sets is set of the class, and stays for the tests that follow. ``_pre_setup()`` of a
    ``TransactionTestCase`` runs for the first test of a class before ``setUpClass()`` is over. One that needs the test
    itself is reported only.

    ```diff
     from django.test import TestCase, TransactionTestCase


     class Shop(TransactionTestCase):
    -    def _pre_setup(self):
    -        super(Shop, self)._pre_setup()
    -        self.shop = open_shop()
    +    @classmethod
    +    def _pre_setup(cls):
    +        super(Shop, cls)._pre_setup()
    +        cls.shop = open_shop()


     class Book(TestCase):
    -    def _fixture_setup(self):
    +    @classmethod
    +    def _fixture_setup(cls):
             # nothing is loaded twice
    -        if self.fixtures:
    +        if cls.fixtures:
                 super()._fixture_setup()

         def _pre_setup(self):
             super()._pre_setup()
             self.number = 1


     class Own(TestCase):
         def _fixture_setup(self):
             super()._fixture_setup()
             self.create()

         def create(self): ...
    ```

    ```diff
     from django.test import TransactionTestCase


     class Shop(TransactionTestCase):
         @classmethod
         def _pre_setup(cls):
             super()._pre_setup()


     class Market:
         def _pre_setup(self):
             self.shop = None
    ```
    """
    for definition, function in methods(file, ["_pre_setup", "_fixture_setup"], [TRANSACTION]):
        name = function.name.value
        if function.decorators or (name == "_pre_setup" and ATOMIC in file.ancestors(definition)):
            continue
        message = f"{definition.name.value}.{name} is called of the class, with no test"
        first = next(iter(function.params.params), None)
        used = uses(function, first.name.value, file) if first is not None else []
        if first is None or len(function.params.params) > 1 or any(_of_a_test(use, file) for use in used):
            yield Hit(function.name, message)
            continue
        made = _renamed(function, {first.name, *used})
        yield Hit(function.name, message, also=((function, made),))


def _of_a_test(use: cst.Name, file: File) -> bool:
    around = file.parent(use)
    call = file.parent(around)
    if isinstance(call, cst.Call) and file.resolve(call.func) == "builtins.super":
        return False
    named = around.attr.value if isinstance(around, cst.Attribute) else ""
    if isinstance(call, cst.Call) and call.func is around:
        return named not in _OF_THE_CLASS and not _is_of_the_class(named, file)
    return not named or named in _OF_A_TEST or named.startswith("assert")


def _is_of_the_class(name: str, file: File) -> bool:
    """Return whether every method of the file that has this name is one of the class, or static, and there is one."""
    found = [function for _, function in file.methods if function.name.value == name]
    kinds = [{file.code(one.decorator) for one in function.decorators} for function in found]
    return bool(found) and all(kind & {"classmethod", "staticmethod"} for kind in kinds)


def _renamed(function: cst.FunctionDef, names: set[cst.Name]) -> cst.FunctionDef:
    """Return a method as one of the class, in which ``names`` are called ``cls``."""

    class Renaming(cst.CSTTransformer):
        def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.Name:
            return updated_node.with_changes(value="cls") if original_node in names else updated_node

    made = cst.ensure_type(function.visit(Renaming()), cst.FunctionDef)
    return made.with_changes(decorators=[cst.Decorator(cst.Name("classmethod"))])


@rule(
    "DJ52-replaced-setup",
    package="django",
    since="5.2",
    gone="5.2",
    docs=RELEASE,
    needles=["_pre_setup"],
    pattern=rb"\._pre_setup\b",
    safety=Safety.REVIEW,
)
def replaced_setup(node: cst.Assign, file: File) -> Iterator[Hit]:
    """``case._pre_setup = function`` puts in a class method.

    It was a method of an instance until Django 5.1; see DJ52-class-setup. The one that was there before is called with the
    class that the new one got.

    Review: the function is called with a class, no test.

    ```diff
     def decorate(case):
         before = case._pre_setup

         def _pre_setup(inner):
             start()
    -        before(inner)
    +        before.__func__(inner)

    -    case._pre_setup = _pre_setup
    +    case._pre_setup = classmethod(_pre_setup)
         return case
    ```

    ```diff
     def decorate(case):
         case._pre_setup = classmethod(start)
         before = case._post_teardown
         before(case)


     class Shop:
         def prepare(self):
             self._pre_setup = start
    ```
    """
    target = node.targets[0].target
    given = node.value
    if len(node.targets) != 1:
        return
    if isinstance(target, cst.Attribute) and target.attr.value == "_pre_setup" and isinstance(given, cst.Name):
        scope = file.names.scope(given).find(given.value)
        bound = scope.bindings[given.value] if scope is not None else []
        if len(bound) == 1 and isinstance(bound[0].node, cst.FunctionDef) and not _is_self(target.value):
            yield Hit(given, "what stands for _pre_setup is a class method", f"classmethod({given.value})")
    elif isinstance(given, cst.Attribute) and given.attr.value == "_pre_setup" and isinstance(target, cst.Name):
        scope = file.names.scope(node).find(target.value)
        if scope is None or len(scope.bindings[target.value]) != 1 or _is_self(given.value):
            return
        for call in file.names.nodes.get(cst.Call, ()):
            func = cst.ensure_type(call, cst.Call).func
            named = isinstance(func, cst.Name) and func.value == target.value
            if (
                named
                and len(cst.ensure_type(call, cst.Call).args) == 1
                and file.names.scope(func).find(target.value) is scope
            ):
                edit: list[tuple[Node, Node | str]] = [(func, f"{target.value}.__func__")]
                yield Hit(func, "_pre_setup of a class takes no argument", also=tuple(edit))


def _is_self(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and node.value == "self"


@rule(
    "DJ42-wsgi-input",
    package="django",
    since=None,
    gone="4.2",
    docs="https://docs.djangoproject.com/en/4.2/releases/4.2/",
    names=["django.core.handlers.wsgi.WSGIRequest"],
)
def wsgi_input(node: cst.Call, file: File) -> Iterator[Hit]:
    """``WSGIRequest`` is given something to read from.

    A text or None as ``wsgi.input`` was good enough for a request whose body nobody reads; since Django 4.2 it is asked for
    its ``read`` at once.

    ```diff
    +from io import BytesIO
    +
     from django.core.handlers.wsgi import WSGIRequest

    -request = WSGIRequest({"REQUEST_METHOD": "GET", "wsgi.input": ""})
    +request = WSGIRequest({"REQUEST_METHOD": "GET", "wsgi.input": BytesIO()})
    ```

    ```diff
     from django.core.handlers.wsgi import WSGIRequest

     request = WSGIRequest({"REQUEST_METHOD": "GET", "wsgi.input": stream})
     request = WSGIRequest({**environ, "REQUEST_METHOD": "GET"})
     request = WSGIRequest({"REQUEST_METHOD": "GET"})  # a KeyError in every release
     request = WSGIRequest(environ)
    ```
    """
    environ = node.args[0].value if len(node.args) == 1 and not node.args[0].star else None
    if not isinstance(environ, cst.Dict) or file.guard(node):
        return
    entries = [entry for entry in environ.elements if isinstance(entry, cst.DictElement)]
    keys = {text_of(entry.key): entry.value for entry in entries}
    if len(entries) < len(environ.elements) or None in keys or "REQUEST_METHOD" not in keys:
        return
    ref = file.ref("io.BytesIO", node)
    given = keys.get("wsgi.input")
    if isinstance(given, cst.SimpleString) or (isinstance(given, cst.Name) and given.value == "None"):
        yield Hit(given, "WSGIRequest reads from wsgi.input", f"{ref}()", imports=ref.imports)
