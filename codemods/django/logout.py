"""Tests that log out by GET."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.rule import File, Hit, rule

TEST_CASE = "unittest.TestCase"


@rule(
    "DJ50-logout-get",
    package="django",
    since="1.11",
    gone="5.0",
    docs="https://docs.djangoproject.com/en/4.1/releases/4.1/#log-out-via-get",
    safety="review",
    needles=[f"{name} get client" for name in ("logout", "auth_logout")],
)
def logout_get(node: cst.Call, file: File) -> Iterator[Hit]:
    """Log out by POST in tests.

    ``LogoutView``, the admin's included, answers a GET with 405 (method not allowed) since Django 5.0; it took a POST from
    the start.

    Review: which view has the name or the path ``logout`` is not seen from here; one of the project's own may want the GET.

    ```diff
     from django.test import TestCase
     from django.urls import reverse


     class LogoutTests(TestCase):
         def test_logout(self):
    -        self.client.get(reverse("admin:logout"))
    -        response = self.client.get(reverse("logout"), follow=True)
    +        self.client.post(reverse("admin:logout"))
    +        response = self.client.post(reverse("logout"), follow=True)
    -        self.client.get("/accounts/logout/?next=/")
    +        self.client.post("/accounts/logout/?next=/")
    ```

    ```diff
     from django.test import TestCase
     from django.urls import reverse


     class LogoutTests(TestCase):
         def test_logout(self):
             self.client.get(reverse("logout-page"))
             self.client.get("/logout/done/")
             self.other.get(reverse("logout"))


     def visit(self):
         self.client.get(reverse("logout"))
    ```
    """
    method = node.func
    if not (isinstance(method, cst.Attribute) and method.attr.value == "get" and node.args):
        return
    address = node.args[0].value
    if isinstance(address, cst.Call) and file.resolve(address.func) in _REVERSE and address.args:
        text = _text(address.args[0].value)
        leaves = text.rpartition(":")[2] in ("logout", "auth_logout")
    else:
        path = re.split("[?#]", _text(address))[0]
        leaves = path.strip("/").rpartition("/")[2] == "logout" and path.startswith("/")
    if leaves and file.code(method.value) == "self.client" and _in_test_case(node, file):
        post = method.with_changes(attr=method.attr.with_changes(value="post"))
        yield Hit(method, "a GET no longer logs out", None if file.guard(node) else post)


def _in_test_case(node: cst.Call, file: File) -> bool:
    """Return whether a call stands in a test case; code on its own, outside of any function, may be of one."""
    definition = file.class_around(node)
    if definition is None:
        return file.inside(node, cst.FunctionDef) is None
    return TEST_CASE in file.ancestors(definition)


def _text(value: cst.BaseExpression) -> str:
    text = value.evaluated_value if isinstance(value, cst.SimpleString) else None
    return text if isinstance(text, str) else ""


_REVERSE = {"django.urls.reverse", "django.core.urlresolvers.reverse", "django.shortcuts.reverse"}
