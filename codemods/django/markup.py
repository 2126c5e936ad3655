"""Text that is marked safe: ``format_html`` and ``django.utils.safestring``."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.edit import spread, string
from upgrader.rule import File, Hit, moves, rule

NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"
_SIMPLE = re.compile(r"%(?:s|%)|\{|\}")


@rule(
    "DJ60-format-html",
    package="django",
    since=None,
    gone="6.0",
    docs=NOTES.format("6.0") + "#features-removed-in-6-0",
    safety="review",
    names=["django.utils.html.format_html"],
)
def format_html(node: cst.Call, file: File) -> Iterator[Hit]:
    """``format_html`` formats and escapes its arguments, and refuses to be called without.

    Deprecated in Django 5.0. What was formatted before is not escaped, which may be a hole for injection: so the arguments
    of ``str.format`` and ``%`` become those of ``format_html``. Text without any is marked safe. An f-string is reported.

    Review: arguments that are HTML themselves, and not marked safe, are escaped now.

    ```diff
    -from django.utils.html import format_html
    +from django.utils.html import format_html, mark_safe

    -print(format_html("<b>{}</b>".format(name)), format_html("<b>%s</b> %s" % (name, title)))
    -print(format_html("<b>%s</b>" % name), format_html("<i>new</i>"))
    +print(format_html("<b>{}</b>", name), format_html("<b>{}</b> {}", name, title))
    +print(format_html("<b>{}</b>", name), mark_safe("<i>new</i>"))
    ```

    ```diff
     from django.utils.html import format_html

     print(format_html("<b>{}</b>", name), format_html("<b>{n}</b>", n=name), format_html(*parts))
    ```
    """
    if len(node.args) != 1 or spread(node):
        return
    message = "format_html() has to be given the arguments that it escapes"
    value = node.args[0].value
    func = file.code(node.func)
    if file.guard(node):
        yield Hit(node, message)
    elif isinstance(value, (cst.SimpleString, cst.ConcatenatedString)) and "{" not in file.code(value):
        ref = file.ref("django.utils.html.mark_safe", node)
        yield Hit(node, message, f"{ref}({file.code(value)})", imports=ref.imports)
    elif (
        isinstance(value, cst.Call)
        and isinstance(value.func, cst.Attribute)
        and value.func.attr.value == "format"
        and isinstance(value.func.value, (cst.SimpleString, cst.ConcatenatedString))
    ):
        text = node.args[0].with_changes(
            value=value.func.value, comma=cst.Comma(cst.SimpleWhitespace(""), cst.SimpleWhitespace(" "))
        )
        yield Hit(node, message, node.with_changes(args=[text, *value.args]))
    elif isinstance(value, cst.BinaryOperation) and isinstance(value.operator, cst.Modulo):
        template = value.left
        right = value.right
        elements = [e.value for e in right.elements] if isinstance(right, cst.Tuple) else [right]
        places = _places(template)
        if places is None or not isinstance(template, cst.SimpleString) or places != len(elements):
            yield Hit(node, message)
            return
        if isinstance(right, (cst.Dict, cst.Name)) and not isinstance(right, cst.Name):
            yield Hit(node, message)
            return
        text_value = string(template, str(template.raw_value).replace("%s", "{}").replace("%%", "%"))
        arguments = ", ".join([file.code(text_value), *(file.code(element) for element in elements)])
        yield Hit(node, message, f"{func}({arguments})")
    else:
        yield Hit(node, message)


def _places(template: cst.BaseExpression) -> int | None:
    """Return how many ``%s`` a text has, None when it has anything that cannot be told in braces."""
    if not isinstance(template, cst.SimpleString) or template.prefix not in ("", "r", "u"):
        return None
    text = str(template.raw_value)
    found = _SIMPLE.findall(text)
    if "{" in found or "}" in found or len(found) != text.count("%") - found.count("%%"):
        return None
    return found.count("%s")


safe_text = moves(
    "DJ40-safe-text",
    package="django",
    since=None,
    gone=None,
    docs="https://docs.djangoproject.com/en/4.0/ref/utils/#module-django.utils.safestring",
    moved={"django.utils.safestring.SafeText": "django.utils.safestring.SafeString"},
    doc="""
    ``SafeText`` is ``SafeString``.

    An alias for compatibility since Django 2.0.

    ```diff
    -from django.utils.safestring import SafeText, mark_safe
    +from django.utils.safestring import SafeString, mark_safe

    -print(isinstance(mark_safe("a"), SafeText))
    +print(isinstance(mark_safe("a"), SafeString))
    ```

    ```diff
     from shop.text import SafeText

     print(SafeText)
    ```
    """,
)


@rule(
    "DJ30-safe-bytes",
    package="django",
    since=None,
    gone="3.0",
    docs=NOTES.format("3.0") + "#removed-private-python-2-compatibility-apis",
    safety="review",
    names=["django.utils.safestring.SafeBytes", "django.utils.safestring.SafeData"],
)
def safe_bytes(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``SafeBytes`` is gone, text is ``SafeString``.

    Review: nothing marks bytes as safe any more.

    ```diff
    -from django.utils.safestring import SafeBytes, SafeText
    +from django.utils.safestring import SafeText

    -print(isinstance(value, (SafeBytes, SafeText)), isinstance(value, SafeBytes))
    +print(isinstance(value, SafeText), isinstance(value, SafeText))
    ```

    ```diff
     from shop.text import SafeBytes

     print(SafeBytes)
    ```
    """
    if file.resolve(node) != "django.utils.safestring.SafeBytes" or isinstance(file.parent(node), cst.ImportAlias):
        return
    message = "SafeBytes is gone, text is SafeString"
    element = file.parent(node)
    pair = file.parent(element)
    if file.guard(node):
        yield Hit(node, message)
    elif isinstance(element, cst.Element) and isinstance(pair, cst.Tuple) and len(pair.elements) == 2:
        other = next(one.value for one in pair.elements if one is not element)
        if (file.resolve(other) or "").rpartition(".")[2] in ("SafeText", "SafeString"):
            yield Hit(pair, message, other)
        else:
            ref = file.ref("django.utils.safestring.SafeString", node)
            yield Hit(node, message, str(ref), imports=ref.imports)
    else:
        text = file.names.imported.get("django.utils.safestring.SafeText")
        ref = file.ref(f"django.utils.safestring.{'SafeText' if text else 'SafeString'}", node)
        yield Hit(node, message, str(ref), imports=ref.imports)


reviewed = moves(
    "DJ20-escaping",
    package="django",
    since=None,
    gone="2.0",
    docs=NOTES.format("2.0") + "#features-removed-in-2-0",
    safety="review",
    moved={
        "django.utils.safestring.mark_for_escaping": "django.utils.html.conditional_escape",
        "django.utils.text.javascript_quote": "django.utils.html.escapejs",
        "django.utils.module_loading.import_by_path": "django.utils.module_loading.import_string",
        "django.utils.inspect.getargspec": "inspect.getfullargspec",
        "django.utils.datastructures.MergeDict": "collections.ChainMap",
        "django.db.models.signals.post_syncdb": "django.db.models.signals.post_migrate",
        "django.db.models.signals.pre_syncdb": "django.db.models.signals.pre_migrate",
        "django.urls.RegexURLPattern": "django.urls.URLPattern",
        "django.urls.RegexURLResolver": "django.urls.URLResolver",
        "django.urls.resolvers.RegexURLPattern": "django.urls.resolvers.URLPattern",
        "django.urls.resolvers.RegexURLResolver": "django.urls.resolvers.URLResolver",
        "django.contrib.gis.geoip.GeoIP": "django.contrib.gis.geoip2.GeoIP2",
        "django.contrib.gis.geoip.GeoIPException": "django.contrib.gis.geoip2.GeoIP2Exception",
        "django.db.models.fields.related.add_lazy_relation": "django.db.models.fields.related.lazy_related_operation",
        "django.contrib.gis.utils.precision_wkt": "django.contrib.gis.geos.WKTWriter",
    },
    doc="""
    Names whose successors take or do something else.

    Removed in Django 1.8 to 2.0.

    Review: ``conditional_escape`` escapes at once, ``escapejs`` escapes more characters and leaves out the quotes,
    ``import_string`` raises ImportError; ``getfullargspec`` returns seven things; ``ChainMap`` is no MultiValueDict; the
    handlers of ``post_migrate`` get an ``app_config``, ``URLPattern`` has its regular expression in ``pattern``, GeoIP2
    reads databases of another format.

    ```diff
    -from django.utils.safestring import mark_for_escaping, mark_safe
    +from django.utils.safestring import mark_safe
    +from django.utils.html import conditional_escape

    -print(mark_for_escaping("<"), mark_safe("<"))
    +print(conditional_escape("<"), mark_safe("<"))
    ```

    ```diff
     from shop.text import mark_for_escaping

     print(mark_for_escaping("<"))
    ```
    """,
)
