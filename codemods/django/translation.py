"""``string_concat``, and imports of functions that other rules rewrite which nothing uses."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import spread
from upgrader.removed import find_unused
from upgrader.rule import File, Hit, Rule, rule


@rule(
    "DJ21-string-concat",
    package="django",
    since="1.11",
    gone="2.1",
    docs="https://docs.djangoproject.com/en/2.1/releases/2.1/#features-removed-in-2-1",
    names=["django.utils.translation.string_concat"],
)
def string_concat(node: cst.Call, file: File) -> Iterator[Hit]:
    """``string_concat(a, ": ", b)`` is ``format_lazy("{}: {}", a, b)``.

    Deprecated in Django 1.11.

    ```diff
    -from django.utils.translation import gettext_lazy as _, string_concat
    +from django.utils.text import format_lazy
    +from django.utils.translation import gettext_lazy as _

    -label = string_concat(_("Name"), ": ", name)
    -other = string_concat(_("Name"), "{", name)
    +label = format_lazy("{}: {}", _("Name"), name)
    +other = format_lazy("{}{}{}", _("Name"), "{", name)
    ```

    ```diff
     from shop.translation import string_concat

     label = string_concat("Name", ": ", name)
    ```
    """
    message = "string_concat() is gone, format_lazy() is lazy as well"
    if spread(node) or file.guard(node) or any(arg.keyword for arg in node.args):
        yield Hit(node, message)
        return
    template = ""
    rest = []
    for arg in node.args:
        value = arg.value
        plain = isinstance(value, cst.SimpleString) and value.prefix in ("", "u") and value.quote == '"'
        if plain and isinstance(value, cst.SimpleString) and not set(str(value.raw_value)) & set("{}"):
            template += str(value.raw_value)
        else:
            template += "{}"
            rest.append(file.code(value))
    ref = file.ref("django.utils.text.format_lazy", node)
    yield Hit(node, message, f"{ref}({', '.join([chr(34) + template + chr(34), *rest])})", imports=ref.imports)


_AUTH = (
    *("login", "logout", "password_change", "password_change_done", "password_reset", "password_reset_done"),
    *("password_reset_confirm", "password_reset_complete"),
)


def unused_imports(gone: str, *names: str) -> Rule:
    """Make the rule of imports without a use of what went in the release ``gone``, the uses of which have rules."""
    module, _, name = names[0].rpartition(".")

    def find(node: cst.ImportAlias, file: File) -> Iterator[Hit]:
        statement = file.parent(node)
        if isinstance(statement, cst.ImportFrom):
            old = f"{file.names.module_of(statement)}.{file.code(node.name)}"
            for hit in find_unused(old, f"{old} is gone", file):
                if hit.node is node:
                    yield hit

    find.__doc__ = f"""``from {module} import {name}`` breaks a module that does not use it, too.

    The uses of such names are rewritten by rules of their own. An import without a use is dropped. Gone in Django {gone}.

    Review: that nothing imports the name from here.

    ```diff
    -from {module} import ours, {name}
    +from {module} import ours

     print(ours)
    ```

    ```diff
     from shop import {name}
    ```
    """
    return rule(
        f"DJ{gone.replace('.', '')}-unused-imports",
        package="django",
        since=None,
        gone=gone,
        docs=f"https://docs.djangoproject.com/en/{gone}/releases/{gone}/",
        safety="review",
        names=names,
    )(find)


unused_1_10 = unused_imports(
    "1.10",
    "django.conf.urls.patterns",
    "django.views.decorators.csrf.csrf_response_exempt",
    "django.contrib.auth.tests.utils.skipIfCustomUser",
)
unused_2_0 = unused_imports(
    "2.0",
    "django.views.i18n.javascript_catalog",
    "django.views.i18n.json_catalog",
    "django.contrib.auth.decorators.available_attrs",
    "django.contrib.auth.views.deprecate_current_app",
)
unused_2_1 = unused_imports(
    "2.1", "django.utils.translation.string_concat", *(f"django.contrib.auth.views.{name}" for name in _AUTH)
)
unused_3_0 = unused_imports(
    "3.0",
    "django.shortcuts.render_to_response",
    "django.utils.decorators.available_attrs",
    "django.utils.encoding.python_2_unicode_compatible",
    "django.utils._os.upath",
    "django.utils._os.npath",
    "django.test.utils.str_prefix",
    "django.utils.safestring.SafeBytes",
)
unused_3_1 = unused_imports("3.1", "django.utils.timezone.FixedOffset")
unused_4_2 = unused_imports("4.2", "django.http.multipartparser.parse_header")
unused_5_0 = unused_imports("5.0", "django.utils.timezone.utc")
