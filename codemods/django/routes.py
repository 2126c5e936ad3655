"""What URL configurations say in an order, or under names, that Django takes otherwise now."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.assigned import text_of
from upgrader.edit import argument, string
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, rule

RELEASE = "https://docs.djangoproject.com/en/{0}/releases/{0}/"
PATHS = ("django.urls.path", "django.urls.conf.path")
RE_PATHS = ("django.urls.re_path", "django.urls.conf.re_path", "django.conf.urls.url", "django.conf.urls.re_path")


def _calls(file: File, names: tuple[str, ...]) -> Iterator[cst.Call]:
    for name in names:
        for node in file.names.references.get(name, ()):
            call = file.parent(node)
            if isinstance(call, cst.Call) and call.func is node:
                yield call


@rule(
    "DJ32-admin-catch-all",
    package="django",
    since=None,
    gone="3.2",
    docs=RELEASE.format("3.2") + "#miscellaneous",
    needles=["admin urls"],
    safety=Safety.REVIEW,
)
def admin_catch_all(module: cst.Module, file: File) -> Iterator[Hit]:
    """Other URLs that begin like the admin's stand above it.

    Since Django 3.2 the admin answers for every address below its own: what comes later and begins so is a page that
    does not exist, or the admin's login.

    Review: the order of the URLs is another.

    ```diff urls.py
     from django.contrib import admin
     from django.urls import path

    -urlpatterns = [
    -    path("admin/", admin.site.urls),
    -    path("admin/report/", report),
    +urlpatterns = [
    +    path("admin/report/", report),
    +    path("admin/", admin.site.urls),
         path("", index),
     ]
    ```

    ```diff urls.py
     from django.contrib import admin
     from django.urls import path

     urlpatterns = [
         path("admin/report/", report),
         path("admin/", admin.site.urls),
         path("administration/", index),
     ]
    ```
    """
    for call in _calls(file, (*PATHS, *RE_PATHS)):
        element = file.parent(call)
        around = file.parent(element)
        view = argument(call, 1, "view")
        if not isinstance(element, cst.Element) or not isinstance(around, cst.List) or view is None:
            continue
        if not file.code(view.value).endswith(".urls") or "admin" not in (file.resolve(view.value) or ""):
            continue
        prefix = _route(call)
        elements = list(around.elements)
        at = elements.index(element)
        later = [n for n in range(at + 1, len(elements)) if _route(elements[n].value).startswith(prefix)]
        if prefix and later:
            values = [one.value for one in elements]
            values[at : later[-1] + 1] = [*values[at + 1 : later[-1] + 1], call]
            moved = [one.with_changes(value=value) for one, value in zip(elements, values, strict=True)]
            message = "what begins like the admin's address is never reached below it"
            yield Hit(call, message, also=((around, around.with_changes(elements=moved)),))


def _route(call: Node) -> str:
    """Return the constant route of ``path``, or of ``re_path`` without its anchor; empty for anything else."""
    route = argument(call, 0, "route") or argument(call, 0, "regex") if isinstance(call, cst.Call) else None
    return (text_of(route.value) or "").removeprefix("^") if route is not None else ""


@rule(
    "DJ30-optional-group",
    package="django",
    since=None,
    gone="3.0",
    docs=RELEASE.format("3.0") + "#miscellaneous",
    names=RE_PATHS,
)
def optional_group(node: cst.Call, file: File) -> Iterator[Hit]:
    """``re_path`` passes nothing for an optional group that did not match.

    Since Django 3.0 a named group that did not match is not passed at all; until then it was None.

    ```diff urls.py
     from django.urls import re_path


    -def index(request, page):
    +def index(request, page=None):
         return page


     urlpatterns = [re_path(r"^books/(?:(?P<page>\\d+)/)?$", index)]
    ```

    ```diff urls.py
     from django.urls import re_path


     def index(request, page, size=2):
         return page


     urlpatterns = [re_path(r"^books/(?P<page>\\d+)/(?:(?P<size>\\d+)/)?$", index)]
    ```
    """
    view = argument(node, 1, "view")
    optional = _optional(_route(node))
    if view is None or not isinstance(view.value, cst.Name) or not optional:
        return
    scope = file.names.scope(view.value).find(view.value.value)
    bindings = scope.bindings[view.value.value] if scope is not None else []
    function = bindings[0].node if len(bindings) == 1 else None
    if not isinstance(function, cst.FunctionDef):
        return
    params = function.params.params
    for number, param in enumerate(params):
        if param.name.value in optional and param.default is None:
            message = f"the view is called without {param.name.value} where the group does not match"
            if all(later.default is not None or later.name.value in optional for later in params[number + 1 :]):
                plain = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
                yield Hit(function, message, also=((param, param.with_changes(default=cst.Name("None"), equal=plain)),))
            else:
                yield Hit(function, message)


def _optional(pattern: str) -> set[str]:
    """Return the named groups of a regular expression that stand in something optional."""
    found: set[str] = set()
    opened: list[int] = []
    for token in re.finditer(r"\\.|\[(?:\\.|[^\]])*\]|[()]", pattern):
        if token[0] == "(":
            opened.append(token.start())
        elif token[0] == ")" and opened:
            start = opened.pop()
            if re.match(r"[?*]|\{0?,", pattern[token.end() :]):
                found.update(re.findall(r"\(\?P<(\w+)>", pattern[start : token.end()]))
    return found


@rule(
    "DJ60-register-converter",
    package="django",
    since=None,
    gone="6.0",
    docs=RELEASE.format("6.0") + "#features-removed-in-6-0",
    names=["django.urls.register_converter", "django.urls.converters.register_converter"],
    safety=Safety.REVIEW,
)
def register_converter(node: cst.Call, file: File) -> Iterator[Hit]:
    """``register_converter`` cannot take the name of one of Django's converters.

    Since Django 6.0, or of one that is registered already: it is a ValueError. It gets a name of its own, and so do the
    routes of the file that mean it.

    Review: that routes of other packages did not mean it as well. Where other files of the project have routes with the
    name, or what is registered is no class, it is reported only.

    ```diff urls.py
     from django.urls import path, register_converter

     from shop.converters import Money

    -register_converter(Money, "int")
    +register_converter(Money, "money")
     urlpatterns = [
    -    path("<int:price>/<str:name>/", show),
    +    path("<money:price>/<str:name>/", show),
     ]
    ```

    ```diff urls.py
     from django.urls import register_converter

     register_converter(Year, "year")
    ```
    """
    given = argument(node, 1, "type_name")
    name = text_of(given.value) if given is not None else None
    if given is None or name not in ("int", "path", "slug", "str", "uuid"):
        return
    message = f"{name} is a converter of Django's"
    made = node.args[0].value
    new = (
        made.value.lower()
        if isinstance(made, cst.Name)
        else made.attr.value.lower()
        if isinstance(made, cst.Attribute)
        else ""
    )
    new = new.removesuffix("converter").rstrip("_") or new
    taken = new in ("", "int", "path", "slug", "str", "uuid") or f'"{new}"' in file.text or f"<{new}:" in file.text
    if taken or file.guard(node) or any(f"<{name}:" in text for text in file.others(name).values()):
        yield Hit(node, message)
        return
    routes = [text for text in file.names.nodes.get(cst.SimpleString, ()) if isinstance(text, cst.SimpleString)]
    also: list[tuple[Node, Node | str]] = [
        (text, string(text, text.raw_value.replace(f"<{name}:", f"<{new}:")))
        for text in routes
        if f"<{name}:" in text.raw_value
    ]
    if isinstance(given.value, cst.SimpleString):
        yield Hit(node, message, also=((given.value, string(given.value, new)), *also))
    else:
        yield Hit(node, message)


@rule(
    "DJ20-handlers",
    package="django",
    since=None,
    gone="2.0",
    docs=RELEASE.format("2.0") + "#miscellaneous",
    names=[f"django.conf.urls.handler{code}" for code in (400, 403, 404, 500)],
    safety=Safety.MANUAL,
)
def handlers(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``handler404`` and its like are functions, no longer dotted names.

    Since Django 2.0. To import them into a URL configuration is right; to compare one with a string never holds.

    Manual: compare with the function, ``django.views.defaults.page_not_found``.

    ```diff
     from django.conf.urls import handler404

     assert handler404 == "django.views.defaults.page_not_found"
    ```

    ```diff urls.py
     from django.conf.urls import handler404, handler500

     print(handler404(request, error))
    ```
    """
    around = file.parent(node)
    if isinstance(around, (cst.Comparison, cst.ComparisonTarget)):
        comparison = around if isinstance(around, cst.Comparison) else file.parent(around)
        if re.search(r"""["'][\w.]+["']""", file.code(comparison)):
            yield Hit(node, "it is a function, not its dotted name")


@rule(
    "DJ20-javascript-catalog-packages",
    package="django",
    since="1.10",
    gone="2.0",
    docs=RELEASE.format("2.0") + "#miscellaneous",
    names=["django.views.i18n.JavaScriptCatalog.as_view", "django.views.i18n.JSONCatalog.as_view"],
    safety=Safety.MANUAL,
)
def javascript_packages(node: cst.Call, file: File) -> Iterator[Hit]:
    """``JavaScriptCatalog`` takes installed applications as ``packages``.

    Since Django 2.0 another one is a ValueError when the page is asked for. ``django.conf`` is Django's own translations,
    which are there anyway.

    Manual: leave ``django.conf`` out.

    ```diff urls.py
     from django.views.i18n import JavaScriptCatalog

     view = JavaScriptCatalog.as_view(packages=["django.conf"])
    ```

    ```diff urls.py
     from django.views.i18n import JavaScriptCatalog

     view = JavaScriptCatalog.as_view(packages=["shop"])
    ```
    """
    for arg in node.args:
        if arg.keyword is not None and arg.keyword.value == "packages":
            elements = arg.value.elements if isinstance(arg.value, (cst.List, cst.Tuple)) else []
            if any(text_of(element.value) in ("django.conf", "django") for element in elements):
                yield Hit(arg, "django.conf is no installed application")
