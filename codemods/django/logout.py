"""Tests that log out by GET."""

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
    needles=["reverse logout get client"],
)
def logout_get(node: cst.Call, file: File) -> Iterator[Hit]:
    """Log out by POST in tests.

    ``LogoutView``, the admin's included, answers a GET with 405 (method not allowed) since Django 5.0; it took a POST from
    the start.

    Review: which view has the name ``logout`` is not seen from here; one of the project's own may want the GET.

    ```diff
     from django.test import TestCase
     from django.urls import reverse


     class LogoutTests(TestCase):
         def test_logout(self):
    -        self.client.get(reverse("admin:logout"))
    -        response = self.client.get(reverse("logout"), follow=True)
    +        self.client.post(reverse("admin:logout"))
    +        response = self.client.post(reverse("logout"), follow=True)
    ```

    ```diff
     from django.test import TestCase
     from django.urls import reverse


     class LogoutTests(TestCase):
         def test_logout(self):
             self.client.get(reverse("logout-page"))
             self.client.get("/logout/")
             self.other.get(reverse("logout"))


     def visit(self):
         self.client.get(reverse("logout"))
    ```
    """
    method = node.func
    if not (isinstance(method, cst.Attribute) and method.attr.value == "get" and node.args):
        return
    address = node.args[0].value
    if not (isinstance(address, cst.Call) and file.resolve(address.func) in _REVERSE and address.args):
        return
    name = address.args[0].value
    text = name.evaluated_value if isinstance(name, cst.SimpleString) else None
    definition = file.class_around(node)
    if (
        isinstance(text, str)
        and text.rpartition(":")[2] == "logout"
        and file.code(method.value) == "self.client"
        and definition is not None
        and TEST_CASE in file.ancestors(definition)
    ):
        post = method.with_changes(attr=method.attr.with_changes(value="post"))
        yield Hit(method, "a GET no longer logs out", post)


_REVERSE = {"django.urls.reverse", "django.core.urlresolvers.reverse", "django.shortcuts.reverse"}
