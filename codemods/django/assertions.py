"""What tests expect of Django: markup, exceptions and answers that are others from some release on."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.edit import argument, keyword, string
from upgrader.names import Node
from upgrader.rule import File, Hit, rule

from .hints import asserting

NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"


@rule(
    "DJ30-escaped-apostrophe",
    package="django",
    since="3.0",
    gone="3.0",
    docs=NOTES.format("3.0") + "#miscellaneous",
    safety="review",
    pattern=rb"&#39;",
    changed=True,
)
def escaped_apostrophe(node: cst.SimpleString, file: File) -> Iterator[Hit]:
    """``escape()`` writes an apostrophe as ``&#x27;`` in what tests expect.

    Django 3.0 took the function of the standard library for its own, which wrote ``&#39;``.

    Review: Jinja goes on writing ``&#39;``, and so may the project.

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_title(self):
    -        self.assertContains(self.client.get("/"), "it&#39;s")
    +        self.assertContains(self.client.get("/"), "it&#x27;s")
    ```

    ```diff
     text = "it&#39;s"
    ```
    """
    if "&#39;" in node.value and asserting(node, file):
        new = string(node, str(node.raw_value).replace("&#39;", "&#x27;"))
        yield Hit(node, "an apostrophe is escaped as &#x27;", None if file.guard(node) else new)


@rule(
    "DJ61-blank-choice-label",
    package="django",
    since="6.1",
    gone="6.1",
    docs=NOTES.format("6.1"),
    safety="review",
    pattern=rb"[>\"']-{9}[\"'<]",
)
def blank_choice_label(node: cst.SimpleString, file: File) -> Iterator[Hit]:
    """``- Select an option -`` is the empty choice in what tests expect.

    It was ``---------`` until Django 6.0; ``USE_BLANK_CHOICE_DASH`` keeps it so for a while.

    Review: a field of the project may have nine dashes of its own.

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_choices(self):
    -        self.assertContains(self.client.get("/"), "---------")
    -        self.assertEqual(BookForm().fields["shop"].choices, [("", "---------"), ("1", "one")])
    +        self.assertContains(self.client.get("/"), "- Select an option -")
    +        self.assertEqual(BookForm().fields["shop"].choices, [("", "- Select an option -"), ("1", "one")])
    ```

    ```diff
     CHOICES = [("", "---------")]
     assert title != "----------------"
    ```
    """
    raw = str(node.raw_value)
    found = re.search(r"(?<!-)-{9}(?!-)", raw)
    if found is not None and raw[: found.start()][-1:] in ("", ">") and asserting(node, file):
        new = string(node, re.sub(r"(?<!-)-{9}(?!-)", "- Select an option -", raw))
        message = "the empty choice reads '- Select an option -'"
        yield Hit(node, message, None if file.guard(node) else new, certain=False)


@rule(
    "DJ40-expected-exceptions",
    package="django",
    since="4.0",
    gone="4.0",
    docs=NOTES.format("4.0") + "#miscellaneous",
    needles=["AssertionError assertRaises", "AssertionError assertRaisesMessage"],
)
def expected_exceptions(node: cst.With, file: File) -> Iterator[Hit]:
    """Slices of queries raise ``TypeError``, ``EmailMessage.attach()`` raises ``ValueError``.

    Both were an ``AssertionError`` until Django 3.2. Only blocks of one statement are looked at.

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_errors(self):
    -        with self.assertRaises(AssertionError):
    +        with self.assertRaises(TypeError):
                 Book.objects.all()[:1].filter(price=1)
    -        with self.assertRaises(AssertionError):
    +        with self.assertRaises(ValueError):
                 message.attach("a.txt")
    ```

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_errors(self):
             with self.assertRaises(AssertionError):
                 self.fail()
             with self.assertRaises(AssertionError):
                 names[:1].append(1)
    ```
    """
    body = node.body.body
    call = node.items[0].item if len(node.items) == 1 else None
    if len(body) != 1 or not isinstance(call, cst.Call) or not isinstance(call.func, cst.Attribute) or not call.args:
        return
    if call.func.attr.value not in ("assertRaises", "assertRaisesMessage"):
        return
    exception = call.args[0].value
    if file.resolve(exception) != "builtins.AssertionError":
        return
    code = file.code(body[0])
    if re.search(
        r"\[[^\[\]]*:[^\[\]]*\]\.(filter|exclude|order_by|reverse|distinct|latest|earliest|extra|delete)\(", code
    ):
        new = "TypeError"
    elif re.fullmatch(r"[\w.]*(msg|message|mail|email)\w*\.attach\(.*\)", code.strip(), re.IGNORECASE | re.DOTALL):
        new = "ValueError"
    else:
        return
    yield Hit(exception, f"this raises a {new} since Django 4.0", None if file.guard(node) else new)


@rule(
    "DJ21-not-supported",
    package="django",
    since=None,
    gone="2.1",
    docs=NOTES.format("2.1") + "#database-backend-api",
    safety="review",
    needles=["NotImplementedError assertRaises", "NotImplementedError assertRaisesMessage"],
    changed=True,
)
def not_supported(node: cst.Call, file: File) -> Iterator[Hit]:
    """``NotSupportedError`` is what a database raises that does not support something.

    A ``NotImplementedError`` until Django 2.0.

    Review: a block that runs a query may raise an error of the project instead.

    ```diff
    +from django.db import NotSupportedError
     from django.test import TestCase


     class BookTests(TestCase):
         def test_unsupported(self):
    -        with self.assertRaises(NotImplementedError):
    +        with self.assertRaises(NotSupportedError):
                 list(Book.objects.distinct("name"))
    ```

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_abstract(self):
             with self.assertRaises(NotImplementedError):
                 Shape().area()
    ```
    """
    if not isinstance(node.func, cst.Attribute) or node.func.attr.value not in ("assertRaises", "assertRaisesMessage"):
        return
    if not node.args or file.resolve(node.args[0].value) != "builtins.NotImplementedError":
        return
    block = file.inside(node, cst.With)
    code = file.code(block.body) if block is not None else file.code(node)
    if ".objects" in code or re.search(r"\b(qs|queryset)\b", code):
        ref = file.ref("django.db.NotSupportedError", node)
        edit = None if file.guard(node) else str(ref)
        message = "what a database does not support raises NotSupportedError"
        yield Hit(node.args[0].value, message, edit, imports=ref.imports if edit else ())


_SENDS = ("post", "put", "patch")


@rule(
    "DJ22-client-none",
    package="django",
    since=None,
    gone="2.2",
    docs=NOTES.format("2.2") + "#miscellaneous",
    safety="review",
    needles=["client post", "client put", "client patch"],
    pattern=rb"[\"']\s*:\s*None\b",
)
def client_none(node: cst.Call, file: File) -> Iterator[Hit]:
    """``client.post()`` takes no None.

    It posted the word; since Django 2.2 it is a TypeError. An empty text is what a browser sends.

    Review: where the key may be missing, leave it out. JSON is left alone.

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_post(self):
    -        self.client.post("/", {"title": "x", "price": None})
    +        self.client.post("/", {"title": "x", "price": ""})
    ```

    ```diff
     from django.test import TestCase
     from rest_framework.test import APITestCase


     class BookTests(TestCase):
         def test_post(self):
             self.client.post("/", {"price": None}, content_type="application/json")


     class ApiTests(APITestCase):
         def test_post(self):
             self.client.post("/", {"price": None})
    ```
    """
    func = node.func
    if (
        not isinstance(func, cst.Attribute)
        or func.attr.value not in _SENDS
        or not file.code(func.value).endswith("client")
    ):
        return
    if (
        keyword(node, "content_type")
        or keyword(node, "format")
        or any("rest_framework" in n for n in file.names.imported)
    ):
        return
    definition = file.class_around(node)
    if definition is not None and not any(name.startswith("django.test") for name in file.ancestors(definition)):
        return
    data = argument(node, 1, "data")
    if data is None or not isinstance(data.value, cst.Dict) or len([a for a in node.args if a.keyword is None]) > 2:
        return
    for element in data.value.elements:
        if isinstance(element, cst.DictElement) and file.code(element.value) == "None":
            edit = None if file.guard(node) else '""'
            yield Hit(element.value, "the test client posts no None", edit)


@rule(
    "DJ32-admin-page",
    package="django",
    since="3.2",
    gone="3.2",
    docs=NOTES.format("3.2") + "#miscellaneous",
    safety="review",
    needles=["client"],
    pattern=rb"[?&]p=0",
    changed=True,
)
def admin_page(node: cst.SimpleString, file: File) -> Iterator[Hit]:
    """Pages of the admin are counted from 1.

    From 0 until Django 3.1. Later pages are not seen to be of the old or of the new count.

    Review: the address is taken for one of the admin because of its path; look at what asks for later pages.

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_page(self):
    -        self.client.get("/admin/shop/book/?p=0&o=1")
    +        self.client.get("/admin/shop/book/?p=1&o=1")
    ```

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_page(self):
             self.client.get("/books/?p=0")
    ```
    """
    raw = str(node.raw_value)
    call = file.parent(file.parent(node))
    asks = isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute) and "client" in file.code(call.func)
    if asks and "/admin/" in raw and re.search(r"[?&]p=0\b", raw):
        new = re.sub(r"(?<=[?&]p=)0\b", "1", raw)
        yield Hit(node, "pages of the admin are counted from 1", None if file.guard(node) else string(node, new))


@rule(
    "DJ60-json-newline",
    package="django",
    since=None,
    gone="6.0",
    docs=NOTES.format("6.0") + "#miscellaneous",
    safety="review",
    names=["django.core.serializers.serialize"],
    changed=True,
)
def json_newline(node: cst.Call, file: File) -> Iterator[Hit]:
    """JSON of ``serialize()`` ends in a line break.

    Since Django 6.0. Only what a test compares with a text as a whole is looked at.

    Review: what is compared may end in the line break already.

    ```diff
     from django.core import serializers
     from django.test import TestCase


     class BookTests(TestCase):
         def test_json(self):
    -        self.assertEqual(serializers.serialize("json", []), "[]")
    +        self.assertEqual(serializers.serialize("json", []).strip(), "[]")
    ```

    ```diff
     from django.core import serializers
     from django.test import TestCase


     class BookTests(TestCase):
         def test_json(self):
             self.assertEqual(serializers.serialize("json", []).strip(), "[]")
             self.assertJSONEqual(serializers.serialize("json", []), "[]")
             self.assertEqual(serializers.serialize("xml", []), "x")
    ```
    """
    around = file.parent(node)
    call = file.parent(around)
    kind = argument(node, 0, "format")
    text = kind.value.evaluated_value if kind is not None and isinstance(kind.value, cst.SimpleString) else None
    if text not in ("json", "geojson") or not isinstance(around, cst.Arg) or not isinstance(call, cst.Call):
        return
    if isinstance(call.func, cst.Attribute) and call.func.attr.value in ("assertEqual", "assertEquals"):
        edit = None if file.guard(node) else f"{file.code(node)}.strip()"
        yield Hit(node, "JSON of serialize() ends in a line break", edit)


@rule(
    "DJ22-content-length",
    package="django",
    since=None,
    gone="2.2",
    docs=NOTES.format("2.2") + "#miscellaneous",
    safety="review",
    pattern=rb"assert\w*\([^\n]*META\[.CONTENT_LENGTH.\]",
    changed=True,
)
def content_length(node: cst.Integer, file: File) -> Iterator[Hit]:
    """``CONTENT_LENGTH`` of a test request is a text.

    A number until Django 2.1.

    Review: the number that is compared with it is taken for its length.

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_length(self):
    -        self.assertEqual(request.META["CONTENT_LENGTH"], 3)
    +        self.assertEqual(request.META["CONTENT_LENGTH"], "3")
    ```

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_length(self):
             self.assertEqual(request.META["CONTENT_LENGTH"], "3")
             self.assertEqual(int(request.META["CONTENT_LENGTH"]), 3)
    ```
    """
    call = file.parent(file.parent(node))
    if not isinstance(call, cst.Call) or not file.code(call.func).endswith(("assertEqual", "assertEquals")):
        return
    others: list[Node] = [arg.value for arg in call.args if arg.value is not node]
    if others and re.fullmatch(r"[\w.]+\.META\[.CONTENT_LENGTH.\]", file.code(others[0])):
        yield Hit(node, "CONTENT_LENGTH is a text", None if file.guard(node) else f'"{node.value}"')


@rule(
    "DJ42-storage-module",
    package="django",
    since="4.2",
    gone="4.2",
    docs=NOTES.format("4.2"),
    safety="review",
    pattern=rb"""["']django\.core\.files\.storage["']""",
)
def storage_module(node: cst.SimpleString, file: File) -> Iterator[Hit]:
    """``FileSystemStorage.__module__`` is ``django.core.files.storage.filesystem``.

    The module is a package since Django 4.2: a class says where it is defined. It is imported as before.

    Review: classes other than ``FileSystemStorage`` are in other modules of the package.

    ```diff
     def test_storage(self):
    -    self.assertEqual(self.storage.__module__, "django.core.files.storage")
    -    assert type(self.storage).__module__ == "django.core.files.storage"
    +    self.assertEqual(self.storage.__module__, "django.core.files.storage.filesystem")
    +    assert type(self.storage).__module__ == "django.core.files.storage.filesystem"
    ```

    ```diff
     def test_storage(self):
         self.assertEqual(self.storage.path, "django.core.files.storage")
         print(self.storage.__module__, "django.core.files.storage")
    ```
    """
    if node.evaluated_value != "django.core.files.storage":
        return
    around = file.inside(node, cst.Comparison)
    sides: list[cst.BaseExpression] = []
    if around is not None:
        sides = [around.left, *(target.comparator for target in around.comparisons)]
    else:
        call = file.inside(node, cst.Call)
        if call is not None and isinstance(call.func, cst.Attribute) and call.func.attr.value == "assertEqual":
            sides = [arg.value for arg in call.args[:2]]
    if node in sides and any(isinstance(one, cst.Attribute) and one.attr.value == "__module__" for one in sides):
        new = string(node, "django.core.files.storage.filesystem")
        yield Hit(node, "storages are defined in modules of django.core.files.storage", new)
