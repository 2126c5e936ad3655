"""URL configurations: ``url()``, what ``include()`` takes, and views that were functions."""

from collections.abc import Iterator

import libcst as cst
from packaging.version import Version

from upgrader.edit import NewImport, argument, keyword, spread, without_arg
from upgrader.names import Node
from upgrader.rule import File, Hit, moves, rule
from upgrader.values import origins

DOCS_4 = "https://docs.djangoproject.com/en/4.0/releases/4.0/#features-removed-in-4-0"
DOCS_2_0 = "https://docs.djangoproject.com/en/2.0/releases/2.0/#features-removed-in-2-0"
DOCS_2_1 = "https://docs.djangoproject.com/en/2.1/releases/2.1/#features-removed-in-2-1"

url = moves(
    "DJ40-url",
    package="django",
    since="2.0",
    gone="4.0",
    docs="https://docs.djangoproject.com/en/4.0/releases/4.0/#features-removed-in-4-0",
    moved={
        "django.conf.urls.url": "django.urls.re_path",
        "django.conf.urls.re_path": "django.urls.re_path",
    },
    doc="""
    ``django.conf.urls.url`` is ``django.urls.re_path``.

    It was an alias since Django 2.0, deprecated in 3.1 and removed in 4.0. The regular expression stays as it is: a path
    converter in its place would give views an ``int`` where they got a ``str``. ``include`` may stay where it is.

    ```diff
    -from django.conf.urls import include, url
    +from django.conf.urls import include
    +from django.urls import re_path

     urlpatterns = [
    -    url(r"^books/(?P<pk>[0-9]+)/$", book, name="book"),
    -    url(r"^accounts/", include("accounts.urls")),
    +    re_path(r"^books/(?P<pk>[0-9]+)/$", book, name="book"),
    +    re_path(r"^accounts/", include("accounts.urls")),
     ]
    ```

    ```diff
    -from django.conf import urls
    +from django.urls import re_path

    -urlpatterns = [urls.url("^$", index)]
    +urlpatterns = [re_path("^$", index)]
    ```

    ```diff
     from django.conf.urls import handler404, include
     from tornado.web import url

     urlpatterns = [url("^$", index)]
    ```
    """,
)


@rule(
    "DJ40-conf-urls-star",
    package="django",
    since="2.0",
    gone="4.0",
    docs=DOCS_4,
    needles=["conf urls url"],
)
def star(module: cst.Module, file: File) -> Iterator[Hit]:
    """``from django.conf.urls import *`` brings no ``url``.

    ```diff
     from django.conf.urls import *
    +from django.urls import re_path

    -urlpatterns = [url(r"^$", home)]
    +urlpatterns = [re_path(r"^$", home)]
    ```

    ```diff
     from django.conf.urls import *
     from django.urls import re_path as url

     urlpatterns = [url(r"^$", home)]
    ```
    """
    modules = {name for name, _ in file.names.stars}
    if not modules & {"django.conf.urls", "django.conf.urls.defaults"}:
        return
    for node in file.names.nodes.get(cst.Name, ()):
        call = file.parent(node)
        if not (
            isinstance(node, cst.Name) and node.value == "url" and isinstance(call, cst.Call) and call.func is node
        ):
            continue
        if file.names.scope(node).find("url") is None and not file.guard(node):
            ref = file.ref("django.urls.re_path", node)
            yield Hit(node, "django.conf.urls.url is now django.urls.re_path", str(ref), imports=ref.imports)


_URLS = ("django.conf.urls.url", "django.conf.urls.defaults.url", "django.urls.re_path", "django.urls.path")


@rule(
    "DJ110-patterns",
    package="django",
    since=None,
    gone="1.10",
    docs="https://docs.djangoproject.com/en/1.10/releases/1.10/#features-removed-in-1-10",
    names=["django.conf.urls.patterns", "django.conf.urls.defaults.patterns"],
)
def patterns(node: cst.Call, file: File) -> Iterator[Hit]:
    """``patterns("", ...)`` is a list.

    Deprecated in Django 1.8. With a prefix the views are strings, which have to become the views themselves first; tuples
    become calls of ``url``.

    ```diff
    -from django.conf.urls import patterns, url
    +from django.conf.urls import url

    -urlpatterns = patterns(
    -    "",
    +urlpatterns = [
         url(r"^$", home),  # the start
         url(r"^x$", home),
    -)
    -urlpatterns += patterns("", url(r"^y$", home))
    +]
    +urlpatterns += [url(r"^y$", home)]
    ```

    ```diff
     from django.conf.urls import patterns, url

     urlpatterns = patterns("shop.views", url(r"^$", "home"))
     urlpatterns += patterns(prefix, *more)
    ```
    """
    message = "patterns() is gone, urlpatterns is a list"
    prefix = node.args[0].value if node.args and not node.args[0].star else None
    rest = node.args[1:]
    plain = isinstance(prefix, cst.SimpleString) and prefix.evaluated_value == ""
    if not plain or any(arg.keyword or isinstance(arg.value, cst.Tuple) for arg in rest) or file.guard(node):
        yield Hit(node, message)
        return
    elements = [
        cst.StarredElement(arg.value, comma=arg.comma, whitespace_before_value=arg.whitespace_after_star)
        if arg.star
        else cst.Element(arg.value, comma=arg.comma)
        for arg in rest
    ]
    comma = node.args[0].comma
    inside = node.whitespace_before_args
    if isinstance(comma, cst.Comma) and isinstance(inside, cst.SimpleWhitespace):
        after = comma.whitespace_after
        inside = after if isinstance(after, cst.ParenthesizedWhitespace) else inside
    bracket = cst.LeftSquareBracket(whitespace_after=inside)
    last = rest[-1] if rest else None
    end = last.whitespace_after_arg if last is not None else cst.SimpleWhitespace("")
    new = cst.List(elements, lbracket=bracket, rbracket=cst.RightSquareBracket(whitespace_before=end))
    yield Hit(node, message, new)


@rule(
    "DJ110-i18n-patterns-prefix",
    package="django",
    since=None,
    gone="1.10",
    docs="https://docs.djangoproject.com/en/1.10/releases/1.10/#features-removed-in-1-10",
    names=["django.conf.urls.i18n.i18n_patterns"],
)
def i18n_prefix(node: cst.Call, file: File) -> Iterator[Hit]:
    """``i18n_patterns`` takes no prefix.

    ```diff
     from django.conf.urls.i18n import i18n_patterns

    -urlpatterns = i18n_patterns("", one, two)
    +urlpatterns = i18n_patterns(one, two)
    ```

    ```diff
     from django.conf.urls.i18n import i18n_patterns

     urlpatterns = i18n_patterns(one, two, prefix_default_language=False)
    ```
    """
    first = node.args[0].value if node.args and not node.args[0].keyword else None
    if isinstance(first, cst.SimpleString):
        empty = first.evaluated_value == ""
        edit = without_arg(node, 0) if empty and not file.guard(node) else None
        yield Hit(node, "i18n_patterns() takes no prefix", edit)


@rule(
    "DJ110-string-view",
    package="django",
    since=None,
    gone="1.10",
    docs="https://docs.djangoproject.com/en/1.10/releases/1.10/#features-removed-in-1-10",
    safety="review",
    names=list(_URLS),
    pattern=rb"(?:,|\bview\s*=)(?:\s|#[^\n]*\n)*[bBrRuU]*['\"]",
)
def string_view(node: cst.Call, file: File) -> Iterator[Hit]:
    """``url(r"...", "shop.views.home")`` is given the view itself.

    Deprecated in Django 1.8.

    Review: the module of the view is imported with the URL configuration now, which may show imports in a circle.

    ```diff
     from django.conf.urls import include, url
    +from shop import views

    -urlpatterns = [url(r"^$", "shop.views.home", name="home"), url(r"^b/", include("books.urls"))]
    +urlpatterns = [url(r"^$", views.home, name="home"), url(r"^b/", include("books.urls"))]
    ```

    ```diff
     from django.conf.urls import url

     from shop.views import home

     urlpatterns = [url(r"^$", home)]
    ```
    """
    view = argument(node, 1, "view")
    if view is None or not isinstance(view.value, cst.SimpleString):
        return
    name = view.value.evaluated_value
    message = "a view is given itself, no longer by its name"
    module, _, function = name.rpartition(".") if isinstance(name, str) else ("", "", "")
    if name in _VIEWS:
        module, function = _VIEWS[str(name)]
        ref = file.ref(f"{module}.{function}", view.value)
        edit = f"{ref}.as_view()" if argument(node, 2, "kwargs") is None and not file.guard(node) else None
        yield Hit(view.value, message, edit, imports=ref.imports if edit else ())
        return
    if not module or not function.isidentifier() or file.guard(node):
        yield Hit(view.value, message)
        return
    if "." in module:
        ref = file.ref(module, view.value)
        yield Hit(view.value, message, f"{ref}.{function}", imports=ref.imports)
    else:
        ref = file.ref(name if isinstance(name, str) else "", view.value)
        yield Hit(view.value, message, str(ref), imports=ref.imports)


_INCLUDES = ["django.conf.urls.include", "django.urls.include", "django.conf.urls.defaults.include"]


@rule(
    "DJ20-include",
    package="django",
    since=None,
    gone="2.0",
    docs=DOCS_2_0,
    names=_INCLUDES,
    pattern=rb"\binclude\s*(?:\(\s*\(|as\b)|\binclude\s*\([^()]*,|app_name\s*=|site\.urls|\.urls\s*\)",
)
def include(node: cst.Call, file: File) -> Iterator[Hit]:
    """``include`` takes the application's name with the patterns.

    ``app_name`` as an argument, triples, and an admin site's URLs in ``include`` were deprecated in Django 1.9.

    ```diff
     from django.conf.urls import include, url
     from django.contrib import admin

     urlpatterns = [
    -    url(r"^p/", include("polls.urls", namespace="p", app_name="polls")),
    -    url(r"^q/", include("polls.urls", "q", "polls")),
    -    url(r"^t/", include((patterns, "polls", "p"))),
    -    url(r"^admin/", include(admin.site.urls)),
    +    url(r"^p/", include(("polls.urls", "polls"), namespace="p")),
    +    url(r"^q/", include(("polls.urls", "polls"), "q")),
    +    url(r"^t/", include((patterns, "polls"), namespace="p")),
    +    url(r"^admin/", admin.site.urls),
     ]
    ```

    ```diff
     from django.urls import include, path

     urlpatterns = [
         path("p/", include("polls.urls")),
         path("q/", include(("polls.urls", "polls"), namespace="q")),
         path("r/", include(router.urls)),
     ]
    ```
    """
    if not node.args or spread(node) or file.guard(node):
        return
    first = node.args[0]
    message = "include() takes the application's name with the patterns: include((patterns, app_name), namespace)"
    app_name = argument(node, 2, "app_name")
    namespace = keyword(node, "namespace")
    if app_name is not None:
        pair = cst.parse_expression(f"({file.code(first.value)}, {file.code(app_name.value)})")
        index = next(i for i, arg in enumerate(node.args) if arg is app_name)
        call = node.with_changes(args=[arg.with_changes(value=pair) if arg is first else arg for arg in node.args])
        yield Hit(node, message, without_arg(call, index))
    elif isinstance(first.value, cst.Tuple) and len(first.value.elements) == 3 and len(node.args) == 1:
        patterns_code, app, name = (file.code(element.value) for element in first.value.elements)
        yield Hit(node, message, f"{file.code(node.func)}(({patterns_code}, {app}), namespace={name})")
    elif len(node.args) == 1 and namespace is None and _is_site_urls(first.value, file):
        yield Hit(node, "an admin site's urls are given themselves, without include()", file.code(first.value))


_SITES = {"django.contrib.admin.site", "django.contrib.admin.sites.site", "django.contrib.gis.admin.site"}


def _is_site_urls(node: Node, file: File) -> bool:
    if not isinstance(node, cst.Attribute) or node.attr.value != "urls":
        return False
    return file.resolve(node.value) in _SITES


@rule(
    "DJ20-include-namespace",
    package="django",
    since=None,
    gone="2.0",
    docs=DOCS_2_0,
    safety="review",
    names=_INCLUDES,
)
def include_namespace(node: cst.Call, file: File) -> Iterator[Hit]:
    """``include(..., namespace=...)`` needs an application's name.

    Deprecated in Django 1.9. Patterns in a list have to be given with a name. A module that is included may have one as
    ``app_name``, which then counts: so it is only asked for in a project on Django before 2.0.

    Review: another name than that of the namespace may be wanted.

    ```diff
     from django.urls import include, path

     patterns = [path("", home)]
    -urlpatterns = [path("p/", include(patterns, namespace="polls"))]
    +urlpatterns = [path("p/", include((patterns, "polls"), namespace="polls"))]
    ```

    ```diff
     from django.urls import include, path

     urlpatterns = [
         path("p/", include(("polls.urls", "polls"), namespace="polls")),
         path("q/", include("books.urls", namespace="books")),
         path("r/", include(other, name)),
     ]
    ```
    """
    namespace = argument(node, 1, "namespace")
    if namespace is None or spread(node) or argument(node, 2, "app_name") is not None or file.guard(node):
        return
    first = node.args[0].value
    before_2 = file.old.django is not None and file.old.django < Version("2.0")
    module = isinstance(first, cst.SimpleString) and before_2
    if isinstance(namespace.value, cst.SimpleString) and (module or "builtins.list" in origins(first, file)):
        message = "include() with a namespace needs the application's name, here or as app_name in the module"
        pair = f"({file.code(first)}, {file.code(namespace.value)})"
        yield Hit(first, message, pair, certain=not module)


_AUTH_VIEWS = {
    "login": "LoginView",
    "logout": "LogoutView",
    "password_change": "PasswordChangeView",
    "password_change_done": "PasswordChangeDoneView",
    "password_reset": "PasswordResetView",
    "password_reset_done": "PasswordResetDoneView",
    "password_reset_confirm": "PasswordResetConfirmView",
    "password_reset_complete": "PasswordResetCompleteView",
}
_RENAMED_OPTIONS = {
    "login": {
        "redirect_field_name",
        "template_name",
        "authentication_form",
        "extra_context",
        "redirect_authenticated_user",
    },
    "logout": {"next_page", "template_name", "redirect_field_name", "extra_context"},
    "password_change": {"template_name", "post_change_redirect", "password_change_form", "extra_context"},
    "password_change_done": {"template_name", "extra_context"},
    "password_reset": {
        "template_name",
        "email_template_name",
        "subject_template_name",
        "password_reset_form",
        "token_generator",
        "post_reset_redirect",
        "from_email",
        "extra_context",
        "html_email_template_name",
        "extra_email_context",
    },
    "password_reset_done": {"template_name", "extra_context"},
    "password_reset_confirm": {
        "template_name",
        "token_generator",
        "set_password_form",
        "post_reset_redirect",
        "extra_context",
    },
    "password_reset_complete": {"template_name", "extra_context"},
}
_NEW_OPTIONS = {
    "post_change_redirect": "success_url",
    "post_reset_redirect": "success_url",
    "password_change_form": "form_class",
    "password_reset_form": "form_class",
    "set_password_form": "form_class",
}
_CATALOGS = {"javascript_catalog": "JavaScriptCatalog", "json_catalog": "JSONCatalog"}
_VIEWS = {
    **{f"django.contrib.auth.views.{old}": ("django.contrib.auth.views", new) for old, new in _AUTH_VIEWS.items()},
    **{f"django.views.i18n.{old}": ("django.views.i18n", new) for old, new in _CATALOGS.items()},
}


@rule(
    "DJ21-view-functions",
    package="django",
    since="1.11",
    gone="2.1",
    docs=DOCS_2_1,
    safety="review",
    names=list(_VIEWS),
)
def view_functions(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``auth.views.login`` and its like, and ``javascript_catalog``, are class-based views.

    Deprecated in Django 1.11 and 1.10. What a URL pattern passed in a dictionary is passed to ``as_view``, under the name
    it has there.

    Review: a view that other code calls as a function takes its options from ``as_view`` and from nowhere else;
    ``post_reset_redirect`` and its like went through ``resolve_url``, ``success_url`` is an address.

    ```diff
     from django.conf.urls import url
     from django.contrib.auth import views
    -from django.views.i18n import javascript_catalog
    +from django.views.i18n import JavaScriptCatalog

     urlpatterns = [
    -    url(r"^in/$", views.login, {"template_name": "in.html"}, name="login"),
    -    url(r"^out/$", views.logout, name="logout"),
    -    url(r"^change/$", views.password_change, kwargs={"post_change_redirect": "/"}),
    -    url(r"^js/$", javascript_catalog, {"packages": ("shop",)}),
    +    url(r"^in/$", views.LoginView.as_view(template_name="in.html"), name="login"),
    +    url(r"^out/$", views.LogoutView.as_view(), name="logout"),
    +    url(r"^change/$", views.PasswordChangeView.as_view(success_url="/")),
    +    url(r"^js/$", JavaScriptCatalog.as_view(packages=["shop"])),
     ]


     def enter(request):
    -    return views.login(request, template_name="in.html")
    +    return views.LoginView.as_view(template_name="in.html")(request)
    ```

    ```diff
     from django.contrib.auth import login, logout
     from django.contrib.auth.views import LoginView, logout_then_login

     login(request, user)
     logout(request)
     print(LoginView, logout_then_login)
    ```
    """
    old = file.resolve(node) or ""
    module, new = _VIEWS[old]
    name = old.rpartition(".")[2]
    message = f"{old} is now {new}"
    arg = file.parent(node)
    call = file.parent(arg) if isinstance(arg, cst.Arg) else None
    if isinstance(arg, cst.ImportAlias):
        return
    if file.guard(node):
        yield Hit(node, message)
        return
    ref = file.ref(f"{module}.{new}", node)
    if isinstance(node, cst.Attribute) and file.resolve(node.value) == module:
        view = f"{file.code(node.value)}.{new}"
        imports: tuple[NewImport, ...] = ()
    else:
        view, imports = str(ref), ref.imports
    if isinstance(arg, cst.Call) and arg.func is node:
        passed = [a for a in arg.args if a.keyword is None]
        options = _options([(a.keyword.value, a.value) for a in arg.args if a.keyword is not None], name, file)
        if spread(arg) or len(passed) != 1 or options is None:
            yield Hit(node, message)
        else:
            yield Hit(arg, message, f"{view}.as_view({options})({file.code(passed[0].value)})", imports=imports)
        return
    if isinstance(call, cst.Call) and isinstance(arg, cst.Arg) and argument(call, 1, "view") is arg:
        # whoever the caller is: what stands behind a view is what the view is passed
        extra = argument(call, 2, "kwargs")
        if extra is not None:
            options = _from_dictionary(extra.value, name, file)
            if options is None:
                yield Hit(node, message)
                return
            new_view = arg.with_changes(value=cst.parse_expression(f"{view}.as_view({options})"))
            index = next(i for i, other in enumerate(call.args) if other is extra)
            new_call = call.with_changes(args=[new_view if other is arg else other for other in call.args])
            yield Hit(call, message, without_arg(new_call, index), imports=imports)
            return
    yield Hit(node, message, f"{view}.as_view()", imports=imports)


def _from_dictionary(node: cst.BaseExpression, name: str, file: File) -> str | None:
    if isinstance(node, cst.Call) and file.resolve(node.func) == "builtins.dict" and not spread(node):
        if all(arg.keyword is not None for arg in node.args):
            return _options([(a.keyword.value, a.value) for a in node.args if a.keyword is not None], name, file)
        return None
    if not isinstance(node, cst.Dict):
        return None
    pairs = []
    for element in node.elements:
        if not (isinstance(element, cst.DictElement) and isinstance(element.key, cst.SimpleString)):
            return None
        pairs.append((str(element.key.evaluated_value), element.value))
    return _options(pairs, name, file)


def _options(pairs: list[tuple[str, cst.BaseExpression]], name: str, file: File) -> str | None:
    """Return the arguments of ``as_view``, None when one of them is not known there."""
    made = []
    for key, value in pairs:
        if key in ("current_app", "is_admin_site"):
            continue
        if key not in _RENAMED_OPTIONS.get(name, {"domain", "packages"}):
            return None
        code = file.code(value)
        if key == "packages":
            if isinstance(value, cst.Tuple):
                code = "[" + ", ".join(file.code(element.value) for element in value.elements) + "]"
            elif not isinstance(value, cst.List):
                return None
        made.append(f"{_NEW_OPTIONS.get(key, key)}={code}")
    return ", ".join(made)


@rule(
    "DJ20-error-view",
    package="django",
    since=None,
    gone="2.0",
    docs=DOCS_2_0,
    needles=["handler400", "handler403", "handler404"],
)
def error_view(node: cst.Assign, file: File) -> Iterator[Hit]:
    """``handler404`` and its like are given the exception.

    Views for 400, 403 and 404 with one parameter were deprecated in Django 1.9; the check urls.E007 refuses them. Edited
    where the view stands in the same file, reported where it is imported.

    ```diff urls.py
    -def missing(request):
    +def missing(request, exception):
         return None


     handler404 = missing
    ```

    ```diff urls.py
     def missing(request, exception=None):
         return None


     def broken(request):
         return None


     handler404 = "shop.urls.missing"
     handler500 = broken
    ```
    """
    if len(node.targets) != 1 or not isinstance(node.targets[0].target, cst.Name):
        return
    if node.targets[0].target.value not in ("handler400", "handler403", "handler404"):
        return
    value = node.value
    name = value.value if isinstance(value, cst.Name) else None
    if isinstance(value, cst.SimpleString) and isinstance(value.evaluated_value, str):
        module, _, function = value.evaluated_value.rpartition(".")
        own = file.path.with_suffix("").as_posix().replace("/", ".")
        name = function if own == module or own.endswith("." + module) or module.endswith("." + own) else None
    bindings = file.names.root.bindings.get(name or "", [])
    view = bindings[0].node if len(bindings) == 1 else None
    if not isinstance(view, cst.FunctionDef) or file.guard(node):
        return
    params = view.params
    if params.star_kwarg or isinstance(params.star_arg, cst.Param) or params.posonly_params or params.kwonly_params:
        return
    if len(params.params) == 1:
        added = cst.Param(cst.Name("exception"))
        new = params.with_changes(params=[*params.params, added])
        yield Hit(params, "the view of an error is given the exception as well", new)
