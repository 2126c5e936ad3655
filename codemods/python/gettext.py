"""``gettext``: the functions that returned bytes, and the codeset they used, gone in Python 3.11."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import argument, keyword, without_arg
from upgrader.rule import DELETE, File, Hit, removals, rule
from upgrader.values import origins

DOCS = "https://docs.python.org/3/whatsnew/3.11.html#removed"

removed = removals(
    "PY311-lgettext",
    package="python",
    gone="3.11",
    docs=DOCS,
    names={
        f"gettext.{name}": f"gettext.{name.replace('l', '', 1) if name[0] == 'l' else 'd' + name[2:]} returns str, not bytes"
        for name in ("lgettext", "lngettext", "ldgettext", "ldngettext")
    },
    doc="""
    ``gettext.lgettext`` and its kin are gone in Python 3.11.

    Deprecated in 3.8: they returned bytes in the preferred encoding, which nobody wants.

    Manual: take the function without the ``l``, which returns str, and encode where bytes are wanted.

    ```diff
    -from gettext import ldgettext
     import gettext

     print(gettext.lgettext("x"))
    ```

    ```diff
     import gettext

     print(gettext.gettext("x"), gettext.ngettext("x", "y", 1))
    ```
    """,
)


@rule(
    "PY311-lgettext-method",
    package="python",
    since=None,
    gone="3.11",
    docs=DOCS,
    safety="manual",
    needles=["lgettext", "lngettext"],
)
def methods(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """Report ``lgettext`` and ``lngettext`` of translations.

    Deprecated in Python 3.8, removed in 3.11. No other class in use has methods of these names.

    Manual: take the method without the ``l``, which returns str, and encode where bytes are wanted.

    ```diff
     import gettext

    -print(gettext.translation("site").lgettext("x"))
    +print(gettext.translation("site").gettext("x"))
    ```

    ```diff
     import gettext

     print(gettext.translation("site").gettext("x"), gettext.lgettext("x"))
    ```
    """
    if node.attr.value in ("lgettext", "lngettext") and file.resolve(node) is None:
        yield Hit(node, f"{node.attr.value} is gone, the method without the l returns str")


_TRANSLATIONS = {f"gettext.{name}" for name in ("NullTranslations", "GNUTranslations", "translation")}


@rule(
    "PY311-gettext-codeset",
    package="python",
    since=None,
    gone="3.11",
    docs=DOCS,
    names=["gettext.translation", "gettext.install", "gettext.bind_textdomain_codeset"],
)
def codeset(node: cst.Call, file: File) -> Iterator[Hit]:
    """Drop the codeset of ``gettext``.

    Deprecated in Python 3.8, removed in 3.11: only the ``l*gettext`` functions looked at it.

    ```diff
     import gettext
    -from gettext import bind_textdomain_codeset as bind

    -gettext.install("site", codeset="utf-8", names=["ngettext"])
    -t = gettext.translation("site", None, None, None, True, "utf-8")
    -bind("site", "utf-8")
    +gettext.install("site", names=["ngettext"])
    +t = gettext.translation("site", None, None, None, True)
    ```

    ```diff
     import gettext
     from django.utils import translation

     t = gettext.translation("site", fallback=True)
     old = gettext.bind_textdomain_codeset("site")
     translation("site", codeset="utf-8")
    ```
    """
    name = (file.resolve(node.func) or "").rpartition(".")[2]
    message = f"gettext.{name} knows no codeset any more"
    if name == "bind_textdomain_codeset":
        line = file.parent(node)
        if isinstance(line, cst.Expr) and not file.guard(node):
            yield Hit(line, "gettext.bind_textdomain_codeset is gone", DELETE)
        else:
            yield Hit(node, "gettext.bind_textdomain_codeset is gone")
        return
    if name == "install":
        given = keyword(node, "codeset")
        if given is None and len(node.args) > 2 and all(arg.keyword is None for arg in node.args[:3]):
            # from here on positional: install(domain, localedir, codeset, names)
            yield Hit(node, message)
            return
    else:
        given = argument(node, 5, "codeset")
    if given is not None:
        new = without_arg(node, list(node.args).index(given))
        last = given.keyword is not None or given is node.args[-1]
        yield Hit(node, message, new if last and not file.guard(node) else None)


@rule(
    "PY311-gettext-charset",
    package="python",
    since=None,
    gone="3.11",
    docs=DOCS,
    needles=["set_output_charset gettext", "output_charset gettext"],
)
def charset(node: cst.Call, file: File) -> Iterator[Hit]:
    """Drop ``set_output_charset`` of translations.

    Deprecated in Python 3.8, removed in 3.11 with the functions that looked at it. ``output_charset()`` is reported
    only.

    ```diff
     import gettext

     t = gettext.translation("site", fallback=True)
    -t.set_output_charset("utf-8")
     print(t.gettext("x"))
    ```

    ```diff
     import gettext
     from email.charset import Charset

     c = Charset("utf-8")
     c.set_output_charset("utf-8")
    ```
    """
    if not isinstance(node.func, cst.Attribute) or node.func.attr.value not in ("set_output_charset", "output_charset"):
        return
    if not origins(node.func.value, file) & _TRANSLATIONS:
        return
    line = file.parent(node)
    message = f"{node.func.attr.value} is gone"
    if node.func.attr.value == "set_output_charset" and isinstance(line, cst.Expr) and not file.guard(node):
        yield Hit(line, message, DELETE)
    else:
        yield Hit(node, message)


@rule(
    "PY313-gettext-plural",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/whatsnew/3.13.html#deprecated",
    safety="manual",
    needles=["ngettext gettext", "npgettext gettext", "dngettext gettext"],
)
def plural(node: cst.Call, file: File) -> Iterator[Hit]:
    """Report plural forms that are asked for with a number that is no integer.

    Deprecated in Python 3.13.

    Manual: decide which form a fraction takes, and pass an int.

    ```diff
     import gettext

    -print(gettext.ngettext("%s hour", "%s hours", 1.5))
    +print(gettext.ngettext("%s hour", "%s hours", 2))
    ```

    ```diff
     import gettext

     print(gettext.ngettext("%s hour", "%s hours", count))
    ```
    """
    function = node.func
    method = function.attr.value if isinstance(function, cst.Attribute) else ""
    known = (file.resolve(function) or "").startswith("gettext.") or (
        isinstance(function, cst.Attribute)
        and method in ("ngettext", "npgettext", "dngettext")
        and bool(origins(function.value, file) & _TRANSLATIONS)
    )
    if known and any(isinstance(arg.value, cst.Float) for arg in node.args):
        yield Hit(node, "the number of a plural form should be an integer")
