"""Tests: assertions that were renamed, that take other arguments, or compare something else."""

import re
from collections.abc import Iterator

import libcst as cst
from packaging.version import Version

from upgrader.edit import NewImport, argument, keyword, spread, string, with_arg, without_arg
from upgrader.members import super_calls
from upgrader.methods import defines, meant, to_keywords
from upgrader.names import Node
from upgrader.rule import Carried, File, Hit, carries, rule
from upgrader.values import origins

from .hints import CLASS

CASE = "django.test.SimpleTestCase"
DOCS_5_0 = "https://docs.djangoproject.com/en/5.0/releases/5.0/#features-removed-in-5-0"
DOCS_5_1 = "https://docs.djangoproject.com/en/5.1/releases/5.1/#features-removed-in-5-1"


def assertion(node: cst.Attribute, file: File) -> bool:
    """Return whether an attribute is one of Django's own assertions.

    Nobody else has assertions of these names. So it is enough that the class, and those of the file it inherits from, do
    not define one; a mixin need not say which test case it will be mixed into.
    """
    name = node.attr.value
    definition = file.class_around(node)
    pending = [definition] if definition is not None else []
    for around in pending:
        if defines(around, name):
            return False
        for base in around.bases:
            scope = file.names.scope(base.value).find(base.value.value) if isinstance(base.value, cst.Name) else None
            bindings = scope.bindings[base.value.value] if scope and isinstance(base.value, cst.Name) else []
            pending += [b.node for b in bindings if isinstance(b.node, cst.ClassDef) and b.node not in pending]
    return file.resolve(node) is None or bool(meant(node, file))


def _called(node: cst.Attribute, file: File) -> cst.Call | None:
    call = file.parent(node)
    return call if isinstance(call, cst.Call) and call.func is node else None


RENAMED = {"assertQuerysetEqual": "assertQuerySetEqual", "assertFormsetError": "assertFormSetError"}


@rule(
    "DJ51-queryset-assertions",
    package="django",
    since="4.2",
    gone="5.1",
    docs=DOCS_5_1,
    needles=list(RENAMED),
)
def renamed(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``assertQuerysetEqual`` is ``assertQuerySetEqual``, ``assertFormsetError`` is ``assertFormSetError``.

    Renamed in Django 4.2; the old names were removed in 5.1.

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_all(self):
    -        self.assertQuerysetEqual(books(), books())
    -        check = self.assertFormsetError
    +        self.assertQuerySetEqual(books(), books())
    +        check = self.assertFormSetError
             check(form_set(), 0, "name", [])
    ```

    ```diff
     from django.test import TestCase


     class Checks(TestCase):
         def assertQuerysetEqual(self, one, other):
             self.assertEqual(list(one), list(other))


     class BookTests(Checks):
         def test_all(self):
             self.assertQuerysetEqual([], [])
    ```
    """
    new = RENAMED.get(node.attr.value)
    if new is not None and assertion(node, file):
        edit = node.with_changes(attr=node.attr.with_changes(value=new))
        yield Hit(node, f"{node.attr.value} is now {new}", None if file.guard(node) else edit)


@rule(
    "DJ41-queryset-repr",
    package="django",
    since=None,
    gone="4.1",
    docs="https://docs.djangoproject.com/en/4.1/releases/4.1/#features-removed-in-4-1",
    needles=["assertQuerysetEqual", "assertQuerySetEqual"],
)
def queryset_repr(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``assertQuerysetEqual`` compares objects, not what ``repr`` makes of them.

    Until Django 3.2 every object went through ``repr`` when the values were strings; deprecated in 3.2. With
    ``transform=repr`` it stays so. What is compared has to be seen: a list of strings that look like a ``repr``, or what
    ``repr`` makes of other objects.

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_all(self):
    -        self.assertQuerysetEqual(books(), ["<Book: a>", "<Book: b>"], ordered=False)
    -        self.assertQuerysetEqual(books(), [f"<{kind}: a>", "<%s: b>" % kind, "<{}: c>".format(kind)])
    -        self.assertQuerysetEqual(books(), map(repr, others()))
    -        self.assertQuerysetEqual(books(), [repr(book) for book in others()])
    +        self.assertQuerysetEqual(books(), ["<Book: a>", "<Book: b>"], ordered=False, transform=repr)
    +        self.assertQuerysetEqual(books(), [f"<{kind}: a>", "<%s: b>" % kind, "<{}: c>".format(kind)], transform=repr)
    +        self.assertQuerysetEqual(books(), map(repr, others()), transform=repr)
    +        self.assertQuerysetEqual(books(), [repr(book) for book in others()], transform=repr)
    ```

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_all(self):
             self.assertQuerysetEqual(books(), ["a"], lambda book: book.name)
             self.assertQuerysetEqual(books(), ["<Book: a>"], transform=repr)
             self.assertQuerysetEqual(books(), [self.book])
             self.assertQuerysetEqual(names(), ["a", "b"])
    ```
    """
    call = _called(node, file)
    if node.attr.value not in ("assertQuerysetEqual", "assertQuerySetEqual") or call is None or spread(call):
        return
    values = argument(call, 1, "values")
    if values is None or argument(call, 2, "transform") is not None or not assertion(node, file) or file.guard(node):
        return
    message = "the objects are compared themselves, no longer through repr()"
    value = values.value
    if isinstance(value, (cst.List, cst.Tuple)) and value.elements:
        represented = all(_is_repr(element.value) for element in value.elements)
    elif isinstance(value, cst.Call):
        mapped = file.resolve(value.func) == "builtins.map" and len(value.args) == 2
        represented = mapped and file.resolve(value.args[0].value) == "builtins.repr"
    else:
        made = value.elt if isinstance(value, (cst.ListComp, cst.GeneratorExp)) else None
        represented = isinstance(made, cst.Call) and file.resolve(made.func) == "builtins.repr"
    if represented:
        yield Hit(call, message, with_arg(call, "transform=repr"))


def _is_repr(node: cst.BaseExpression) -> bool:
    """Return whether a text, or the template of one, begins with < and ends with >."""
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Modulo):
        node = node.left
    elif isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == "format":
        node = node.func.value
    if isinstance(node, cst.FormattedString):
        ends = [*node.parts[:1], *node.parts[-1:]]
        texts = [part.value if isinstance(part, cst.FormattedStringText) else "" for part in ends]
    elif isinstance(node, cst.SimpleString) and isinstance(node.evaluated_value, str):
        texts = [node.evaluated_value] * 2
    else:
        return False
    return bool(texts) and texts[0].startswith("<") and texts[-1].endswith(">")


@rule(
    "DJ50-form-errors",
    package="django",
    since="4.1",
    gone="5.0",
    docs=DOCS_5_0,
    needles=["assertFormError", "assertFormsetError", "assertFormSetError"],
)
def form_errors(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``assertFormError`` takes the form instead of the response and the form's name.

    Deprecated in Django 4.1, with ``None`` for no errors, which is an empty list. What is a response is told by where
    it comes from: the test client. A project on Django 4.0 or older can have the old form only.

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_errors(self):
             answer = self.client.post("/")
    -        self.assertFormError(answer, "form", "name", ["no"])
    -        self.assertFormError(answer, "other_form", None, None, msg_prefix="x")
    -        self.assertFormError(response=answer, form="form", field="name", errors=[])
    -        self.assertFormSetError(answer, "formset", 0, "name", ["no"])
    +        self.assertFormError(answer.context["form"], "name", ["no"])
    +        self.assertFormError(answer.context["other_form"], None, [], msg_prefix="x")
    +        self.assertFormError(form=answer.context["form"], field="name", errors=[])
    +        self.assertFormSetError(answer.context["formset"], 0, "name", ["no"])
    ```

    ```diff
     from django.test import TestCase

     from shop.forms import BookForm


     class BookTests(TestCase):
         def test_errors(self):
             form = BookForm({})
             self.assertFormError(form, "name", ["no"])
             self.assertFormError(form, "name", ["no"], "message")
    ```
    """
    call = _called(node, file)
    name = node.attr.value
    sets = name in ("assertFormsetError", "assertFormSetError")
    if (name != "assertFormError" and not sets) or call is None or spread(call) or not assertion(node, file):
        return
    if file.guard(node):
        return
    form_name = "formset" if sets else "form"
    response = argument(call, 0, "response")
    form = argument(call, 1, form_name)
    if response is not None and _is_old_form(call, response, 5 if sets else 4, file):
        message = f"{name}() takes the form, not the response and the form's name"
        if form is None:
            yield Hit(call, message)
            return
        code = f"{file.code(response.value)}.context[{file.code(form.value)}]"
        value = cst.parse_expression(code)
        new = response.with_changes(value=value)
        if response.keyword is not None:
            new = new.with_changes(keyword=cst.Name(form_name))
        call = without_arg(call, next(i for i, arg in enumerate(call.args) if arg is form))
        call = call.with_changes(args=[new if arg is response else arg for arg in call.args])
    else:
        message = f"{name}() takes an empty list for no errors"
    errors = argument(call, 3 if sets else 2, "errors")
    if errors is not None and isinstance(errors.value, cst.Name) and errors.value.value == "None":
        empty = errors.with_changes(value=cst.List([]))
        call = call.with_changes(args=[empty if arg is errors else arg for arg in call.args])
    if call is not file.parent(node):
        yield Hit(file.parent(node), message, call)


def _is_old_form(call: cst.Call, response: cst.Arg, required: int, file: File) -> bool:
    """Whether an assertion is given a response and a name; ``required`` is the number of arguments that it then has."""
    if keyword(call, "response") is not None or _is_response(response.value, file):
        return True
    first = response.value
    is_form = isinstance(first, cst.Subscript) and isinstance(first.value, cst.Attribute)
    if is_form or file.old.django is None or file.old.django >= Version("4.1") or len(call.args) < required:
        return False
    # a list where the field's name would be, or none where the errors would be: the new form with a message
    return not isinstance(call.args[required - 2].value, (cst.List, cst.Tuple))


_METHODS = {"get", "post", "put", "patch", "delete", "head", "options", "trace", "generic", "request"}


def _is_response(node: Node, file: File) -> bool:
    """Whether something came from a test client; an unbound name that is called so does, too."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value in _METHODS:
        owner = node.func.value
        known = origins(owner, file)
        clients = {"django.test.Client", "django.test.client.Client", "rest_framework.test.APIClient"}
        by_name = isinstance(owner, cst.Attribute) and owner.attr.value in ("client", "api_client")
        return bool(known & clients) or by_name or (isinstance(owner, cst.Name) and owner.value == "client")
    if not isinstance(node, cst.Name):
        return False
    scope = file.names.scope(node).find(node.value)
    if scope is None:
        return node.value == "response"
    values = []
    for binding in scope.bindings[node.value]:
        assign = file.inside(binding.node, cst.Assign)
        values.append(assign is not None and _is_response(assign.value, file))
    return bool(values) and all(values)


@rule(
    "DJ20-assert-arguments",
    package="django",
    since=None,
    gone="2.0",
    docs="https://docs.djangoproject.com/en/2.0/releases/2.0/#features-removed-in-2-0",
    needles=["assertRedirects host", "assertRedirects testserver", "assertRaisesMessage callable_obj"],
)
def arguments(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``assertRedirects`` takes no ``host``, ``assertRaisesMessage`` no ``callable_obj``.

    The host had no effect since Django 1.9, when redirects became relative: so an expected address of ``testserver``
    loses its host as well. The callable is a positional argument.

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_redirect(self):
             answer = self.client.post("/")
    -        self.assertRedirects(answer, "/x/", host="testserver")
    -        self.assertRedirects(answer, "http://testserver/x/")
    -        self.assertRaisesMessage(ValueError, "no", callable_obj=int)
    +        self.assertRedirects(answer, "/x/")
    +        self.assertRedirects(answer, "/x/")
    +        self.assertRaisesMessage(ValueError, "no", int)
    ```

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_redirect(self):
             self.assertRedirects(self.client.post("/"), "http://example.com/x/", status_code=301)
             self.assertRaisesMessage(ValueError, "no", int)
    ```
    """
    call = _called(node, file)
    name = node.attr.value
    if name not in ("assertRedirects", "assertRaisesMessage") or call is None or not assertion(node, file):
        return
    if file.guard(node):
        return
    if name == "assertRaisesMessage":
        given = keyword(call, "callable_obj")
        if given is not None and len(call.args) > 2 and call.args[2] is given:
            bare = given.with_changes(keyword=None, equal=cst.MaybeSentinel.DEFAULT)
            new = call.with_changes(args=[bare if arg is given else arg for arg in call.args])
            yield Hit(call, "assertRaisesMessage() takes the callable by position", new)
        return
    host = keyword(call, "host")
    expected = argument(call, 1, "expected_url")
    if host is not None:
        index = next(i for i, arg in enumerate(call.args) if arg is host)
        yield Hit(call, "assertRedirects() takes no host", without_arg(call, index))
    elif expected is not None and isinstance(expected.value, cst.SimpleString):
        text = str(expected.value.raw_value)
        if text.startswith("http://testserver/"):
            new_text = string(expected.value, text.removeprefix("http://testserver"))
            yield Hit(expected.value, "redirects are relative since Django 1.9", new_text)


PATCH_LOGGER = '''
@contextlib.contextmanager
def _patch_logger(logger_name, log_level, log_kwargs=False):
    """Collect the messages that one method of a logger is given, as django.test.utils.patch_logger did."""
    calls = []

    def replacement(msg, *args, **kwargs):
        call = msg % args
        calls.append((call, kwargs) if log_kwargs else call)

    logger = logging.getLogger(logger_name)
    original = getattr(logger, log_level)
    setattr(logger, log_level, replacement)
    try:
        yield calls
    finally:
        setattr(logger, log_level, original)
'''

patch_logger = carries(
    "DJ30-patch-logger",
    package="django",
    gone="3.0",
    docs="https://docs.djangoproject.com/en/3.0/releases/3.0/#removed-private-python-2-compatibility-apis",
    functions={
        "django.test.utils.patch_logger": Carried(
            "_patch_logger", PATCH_LOGGER, (NewImport("contextlib"), NewImport("logging"))
        )
    },
    doc="""
    ``patch_logger`` is a few lines that the tests carry.

    ``assertLogs`` comes near, but fails when nothing is logged, and gives records instead of messages.

    ```diff
    +import contextlib
    +import logging
    +
     from django.test import TestCase
    -from django.test.utils import patch_logger
    +
    +
    +@contextlib.contextmanager
    +def _patch_logger(logger_name, log_level, log_kwargs=False):
    +    \"""Collect the messages that one method of a logger is given, as django.test.utils.patch_logger did.\"""
    +    calls = []
    +
    +    def replacement(msg, *args, **kwargs):
    +        call = msg % args
    +        calls.append((call, kwargs) if log_kwargs else call)
    +
    +    logger = logging.getLogger(logger_name)
    +    original = getattr(logger, log_level)
    +    setattr(logger, log_level, replacement)
    +    try:
    +        yield calls
    +    finally:
    +        setattr(logger, log_level, original)


     class LogTests(TestCase):
         def test_nothing_is_logged(self):
    -        with patch_logger("shop", "error") as calls:
    +        with _patch_logger("shop", "error") as calls:
                 self.assertEqual(calls, [])
    ```

    ```diff
     from shop.tests import patch_logger

     print(patch_logger)
    ```
    """,
)


@rule(
    "DJ30-str-prefix",
    package="django",
    since=None,
    gone="3.0",
    docs="https://docs.djangoproject.com/en/3.0/releases/3.0/#removed-private-python-2-compatibility-apis",
    names=["django.test.utils.str_prefix"],
)
def str_prefix(node: cst.Call, file: File) -> Iterator[Hit]:
    """``str_prefix`` filled in nothing on Python 3.

    ```diff
    -from django.test.utils import override_settings, str_prefix
    +from django.test.utils import override_settings

    -print(override_settings, str_prefix("[%(_)s'a', %(_)s'b']"), str_prefix(text))
    +print(override_settings, "['a', 'b']", text % {"_": ""})
    ```

    ```diff
     from shop.tests import str_prefix

     print(str_prefix("%(_)s'a'"))
    ```
    """
    message = "str_prefix() is gone, it filled in nothing"
    if len(node.args) != 1 or node.args[0].star or file.guard(node):
        yield Hit(node, message)
        return
    value = node.args[0].value
    if isinstance(value, cst.SimpleString):
        text = str(value.raw_value).replace("%(_)s", "")
        if "%" not in text:
            yield Hit(node, message, string(value, text))
            return
    code = file.code(value)
    operand = code if isinstance(value, (cst.Name, cst.Attribute, cst.Call, cst.SimpleString)) else f"({code})"
    yield Hit(node, message, f'{operand} % {{"_": ""}}')


_DATABASES = ("keepdb", "debug_sql", "parallel", "aliases")


@rule(
    "DJ32-setup-databases",
    package="django",
    since=None,
    gone="3.2",
    docs="https://docs.djangoproject.com/en/3.2/releases/3.2/#miscellaneous",
    names=["django.test.utils.setup_databases"],
)
def setup_databases(node: cst.Call, file: File) -> Iterator[Hit]:
    """``setup_databases`` takes all but the first two arguments by keyword.

    ```diff
     from django.test.utils import setup_databases

    -setup_databases(1, False, True, parallel=2)
    +setup_databases(1, False, keepdb=True, parallel=2)
    ```

    ```diff
     from django.test.utils import setup_databases

     setup_databases(1, False, keepdb=True)
     setup_databases(*arguments)
    ```
    """
    new = to_keywords(node, 2, _DATABASES)
    if new is not None:
        message = "setup_databases() takes all but the first two arguments by keyword"
        yield Hit(node, message, None if file.guard(node) else new)


_MIXIN = "django.utils.deprecation.MiddlewareMixin"


@rule(
    "DJ40-middleware-without-response",
    package="django",
    since=None,
    gone="4.0",
    docs="https://docs.djangoproject.com/en/4.0/releases/4.0/#features-removed-in-4-0",
    needles=["middleware", "MiddlewareMixin"],
)
def middleware(node: cst.Call, file: File) -> Iterator[Hit]:
    """``SessionMiddleware()`` and its like have to be given ``get_response``.

    Optional until Django 3.2, deprecated in 3.1. Tests that call ``process_request`` directly never needed one: they get
    a function that returns None.

    ```diff
     from django.contrib.sessions.middleware import SessionMiddleware
     from django.utils.deprecation import MiddlewareMixin


     class Mine(MiddlewareMixin):
         pass


     class Counting(MiddlewareMixin):
         def __init__(self, get_response=None):
             super().__init__(get_response)


    -SessionMiddleware().process_request(request)
    -Mine().process_response(request, Counting())
    +SessionMiddleware(lambda request: None).process_request(request)
    +Mine(lambda request: None).process_response(request, Counting(lambda request: None))
    ```

    ```diff
     from django.contrib.sessions.middleware import SessionMiddleware
     from shop.middleware import ShopMiddleware


     class Plain:
         pass


     SessionMiddleware(get_response).process_request(request)
     ShopMiddleware().process_request(request)
     Plain()
    ```
    """
    if node.args or _MIXIN not in origins(node, file) | _of_django(node, file) or _takes_nothing(node, file):
        return
    own = file.names.scope(node.func).find(node.func.value) if isinstance(node.func, cst.Name) else None
    if own is not None and isinstance(node.func, cst.Name):
        for binding in own.bindings[node.func.value]:
            if (
                isinstance(binding.node, cst.ClassDef)
                and defines(binding.node, "__init__")
                and not _hands_on_response(binding.node, file)
            ):
                return
    new = None if file.guard(node) else with_arg(node, "lambda request: None")
    yield Hit(node, "a middleware is made with get_response", new)


def _hands_on_response(definition: cst.ClassDef, file: File) -> bool:
    """Return whether a class's own ``__init__`` has ``get_response=None`` and gives that to the base class."""
    for statement in definition.body.body:
        if isinstance(statement, cst.FunctionDef) and statement.name.value == "__init__":
            first = statement.params.params[1:2]
            optional = bool(first) and first[0].name.value == "get_response" and first[0].default is not None
            return optional and any("get_response" in file.code(call) for call in super_calls(statement, file))
    return False


def _takes_nothing(node: cst.Call, file: File) -> bool:
    """Return whether a class of another file has an ``__init__`` of its own that takes no ``get_response``."""
    short = (file.resolve(node.func) or "").rpartition(".")[2]
    for text in file.others(f"class {short}(").values() if short else ():
        found = re.search(CLASS.format(short), text)
        init = re.search(r"def __init__\(([^)]*)\)", found[2]) if found else None
        if init and "get_response" not in init[1]:
            return True
    return False


def _of_django(node: cst.Call, file: File) -> frozenset[str]:
    name = file.resolve(node.func)
    own = name is not None and name.startswith("django.") and name.endswith("Middleware")
    return frozenset([_MIXIN]) if own else frozenset()
