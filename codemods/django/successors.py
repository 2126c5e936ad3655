"""Methods and functions that another one stands in for, or that take more than they did."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.calls import rewritten
from upgrader.edit import argument, spread, text_of, without_arg
from upgrader.members import methods, super_calls, uses
from upgrader.methods import defines, meant, renamed_methods
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.removed import find_unused
from upgrader.rule import DELETE, File, Hit, rule
from upgrader.values import origins

from .hooks import with_method
from .session_language import has_home, keeps_language

NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"

namespace_resolver = rewritten(
    "DJ20-namespace-resolver",
    package="django",
    since="2.0",
    gone="2.0",
    docs=NOTES.format("2.0"),
    safety="review",
    rows={
        "django.urls.resolvers.get_ns_resolver(ns_pattern, resolver)": (
            "<django.urls.resolvers.get_ns_resolver>({ns_pattern}, {resolver}, ())"
        ),
    },
    doc="""``get_ns_resolver()`` takes converters.

    Since Django 2.0; there is no release note.

    Review: a namespace below a ``path()`` with converters wants these, as pairs of name and converter.

    ```diff
     from django.urls.resolvers import get_ns_resolver

    -get_ns_resolver("^", resolver)
    +get_ns_resolver("^", resolver, ())
    ```

    ```diff
     from django.urls.resolvers import get_ns_resolver

     get_ns_resolver("^", resolver, converters)
    ```
    """,
)


@rule(
    "DJ61-remote-user-async",
    package="django",
    since="5.2",
    gone="6.1",
    docs=NOTES.format("6.1") + "#features-removed-in-6-1",
    safety="review",
    needles=["RemoteUserMiddleware process_request"],
)
def remote_user(module: cst.Module, file: File) -> Iterator[Hit]:
    """``RemoteUserMiddleware.process_request()`` is not called under ASGI: ``aprocess_request()`` is.

    Since Django 6.1; until then an override was called there as well, in a thread.

    Review: without ASGI it changes nothing.

    ```diff
    +from asgiref.sync import sync_to_async
     from django.contrib.auth.middleware import RemoteUserMiddleware


     class Intranet(RemoteUserMiddleware):
         def process_request(self, request):
             request.intranet = True
             return super().process_request(request)
    +
    +    async def aprocess_request(self, request):
    +        return await sync_to_async(self.process_request)(request)
    ```

    ```diff
     from django.contrib.auth.middleware import RemoteUserMiddleware


     class Intranet(RemoteUserMiddleware):
         def process_request(self, request): ...

         async def aprocess_request(self, request): ...


     class Cart:
         def process_request(self, request): ...
    ```
    """
    base = "django.contrib.auth.middleware.RemoteUserMiddleware"
    for definition, function in methods(file, ["process_request"], [base]):
        if not defines(definition, "aprocess_request"):
            ref = file.ref("asgiref.sync.sync_to_async", definition)
            source = (
                f"async def aprocess_request(self, request):\n    return await {ref}(self.process_request)(request)\n"
            )
            new = with_method(definition, source, file, function)
            message = "under ASGI process_request() is not called: aprocess_request() is"
            yield Hit(function.name, message, also=((definition, new),), imports=ref.imports, certain=False)


@rule(
    "DJ20-media-add",
    package="django",
    since=None,
    gone="2.0",
    docs=NOTES.format("2.0"),
    safety="review",
    needles=["add_js", "add_css"],
    pattern=rb"\.add_(?:js|css)\(",
)
def media_add(node: cst.Call, file: File) -> Iterator[Hit]:
    """``media.add_js()`` and ``media.add_css()`` are sums: ``media + forms.Media(js=...)``.

    The methods of a form's media went in Django 2.0.

    Review: other names of the same object do not see the sum. Where the file does not show that it is a form's media, a list
    of scripts or a dictionary of style sheets tells it.

    ```diff
     from django import forms


     def collect(media, form):
    -    media.add_js(["a.js"])
    -    media.add_css({"all": ["a.css"]})
    +    media = media + forms.Media(js=["a.js"])
    +    media = media + forms.Media(css={"all": ["a.css"]})
         return media
    ```

    ```diff
     def page(builder):
         builder.add_js("a.js")
         builder.add_css("a.css", media="print")
    ```
    """
    function = node.func
    if not isinstance(function, cst.Attribute) or function.attr.value not in ("add_js", "add_css"):
        return
    known = bool(meant(function, file) & {f"django.forms.widgets.Media.{function.attr.value}"})
    if len(node.args) != 1 or spread(node) or node.args[0].keyword is not None:
        return
    kind = function.attr.value.removeprefix("add_")
    shapes = (cst.List, cst.Tuple) if kind == "js" else (cst.Dict,)
    if not known and (not isinstance(node.args[0].value, shapes) or origins(function.value, file)):
        return
    message = f"{function.attr.value}() is gone: media are added up"
    alone = isinstance(file.parent(node), cst.Expr) and isinstance(function.value, cst.Name)
    if not alone or file.guard(node):
        yield Hit(node, message, certain=known)
        return
    ref = file.ref("django.forms.Media", node)
    name = file.code(function.value)
    code = f"{name} = {name} + {ref}({kind}={file.code(node.args[0].value)})"
    yield Hit(node, message, also=((file.parent(node), code),), imports=ref.imports, certain=known)


@rule(
    "DJ50-html-output",
    package="django",
    since=None,
    gone="5.0",
    docs=NOTES.format("5.0") + "#features-removed-in-5-0",
    safety="manual",
    needles=["_html_output"],
)
def html_output(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``_html_output()`` of forms is gone: forms are rendered by templates.

    Deprecated in Django 4.0, removed in 5.0.

    Manual: write the rows as a template, and render that: ``return self.render("form.html")`` (4.0 or later).

    ```diff
     from django import forms


     class Contact(forms.Form):
         def as_cells(self):
             return self._html_output("<td>%(field)s</td>", "%s", "</td>", "%s", False)
    ```

    ```diff
     from django import forms


     class Contact(forms.Form):
         def _html_output(self, row):
             return row

         def as_cells(self):
             return self._html_output("<td>")
    ```
    """
    if node.attr.value == "_html_output" and "django.forms.forms.BaseForm._html_output" in meant(node, file):
        yield Hit(node, "_html_output() is gone: forms are rendered by templates")


@rule(
    "DJ40-language-session",
    package="django",
    since="3.0",
    gone="4.0",
    docs=NOTES.format("4.0") + "#features-removed-in-4-0",
    safety="review",
    names=["django.utils.translation.LANGUAGE_SESSION_KEY"],
)
def language_session(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``LANGUAGE_SESSION_KEY`` is gone: a visitor's language is in a cookie.

    Django writes it to the cookie ``settings.LANGUAGE_COOKIE_NAME`` since 3.0, and reads it nowhere else since 4.0, where
    ``LANGUAGE_SESSION_KEY`` was removed.

    Review: what visitors chose before the upgrade is in their sessions. What is written without a response at hand stays
    in the session where a project has a ``MIDDLEWARE`` that another rule adds to, and is only reported where it has none.

    ```diff
    -from django.utils import translation
    +from django.conf import settings


     def choose(request, language):
    -    request.session[translation.LANGUAGE_SESSION_KEY] = language
         log(request)
    -    return redirect("/")
    +    response = redirect("/")
    +    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language)
    +    return response


     def chosen(request):
    -    if translation.LANGUAGE_SESSION_KEY in request.session:
    -        return request.session[translation.LANGUAGE_SESSION_KEY]
    -    return request.session.get(translation.LANGUAGE_SESSION_KEY, "en")
    +    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
    +        return request.COOKIES[settings.LANGUAGE_COOKIE_NAME]
    +    return request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "en")
    ```

    ```diff
     from shop.translation import LANGUAGE_SESSION_KEY


     def chosen(request):
         return request.session.get(LANGUAGE_SESSION_KEY)
    ```
    """
    message = "the language is in the cookie settings.LANGUAGE_COOKIE_NAME"
    around: Node = file.parent(node)
    while isinstance(around, (cst.Arg, cst.Index, cst.SubscriptElement, cst.ComparisonTarget)):
        around = file.parent(around)
    settings = file.ref("django.conf.settings", node)
    name = f"{settings}.LANGUAGE_COOKIE_NAME"
    session = _session(around)
    if isinstance(around, (cst.ImportFrom, cst.Import)):
        return
    if session is None or file.guard(node):
        yield Hit(node, message)
    elif isinstance(file.parent(around), cst.AssignTarget):
        edit = _set(cst.ensure_type(file.parent(file.parent(around)), cst.Assign), name, file)
        if not edit and has_home(file.others("LocaleMiddleware")) and keeps_language(file.text):
            yield Hit(node, f"{message}; a middleware takes it from the session", '"_language"')
        else:
            yield Hit(node, message, also=edit, imports=settings.imports if edit else ())
    elif isinstance(file.parent(around), (cst.Del, cst.AugAssign)):
        yield Hit(node, message)
    else:
        cookies = session.with_changes(attr=cst.Name("COOKIES"))
        yield Hit(node, message, name, also=((session, cookies),), imports=settings.imports)


@rule(
    "DJ40-language-session-unused",
    package="django",
    since=None,
    gone="4.0",
    docs=NOTES.format("4.0") + "#features-removed-in-4-0",
    safety="review",
    needles=["LANGUAGE_SESSION_KEY"],
)
def language_session_unused(module: cst.Module, file: File) -> Iterator[Hit]:
    """``LANGUAGE_SESSION_KEY`` that is imported without a use is dropped.

    Review: other files may take it from this one.

    ```diff
    -from django.utils.translation import LANGUAGE_SESSION_KEY
    -
     print("nothing")
    ```

    ```diff
     from shop.translation import LANGUAGE_SESSION_KEY
    ```
    """
    yield from find_unused("django.utils.translation.LANGUAGE_SESSION_KEY", "LANGUAGE_SESSION_KEY is gone", file)


def _session(around: Node) -> cst.Attribute | None:
    """Return ``request.session`` of ``request.session[key]``, ``request.session.get(key)``, ``key in request.session``."""
    found: Node | None = None
    if isinstance(around, cst.Subscript):
        found = around.value
    elif isinstance(around, cst.Call) and isinstance(around.func, cst.Attribute) and around.func.attr.value == "get":
        found = around.func.value
    elif isinstance(around, cst.Comparison) and len(around.comparisons) == 1:
        found = around.comparisons[0].comparator
    return found if isinstance(found, cst.Attribute) and found.attr.value == "session" else None


def _set(statement: cst.Assign, name: str, file: File) -> tuple[tuple[Node, Node | str], ...]:
    """Return the edit that sets a cookie where the statement's block returns a response; empty where it does not."""
    line = file.parent(statement)
    block = file.parent(line)
    simple = isinstance(statement.value, (cst.Name, cst.Attribute, cst.SimpleString)) and len(statement.targets) == 1
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1 or not isinstance(block, cst.IndentedBlock):
        return ()
    last = block.body[-1]
    returned = last.body[0] if isinstance(last, cst.SimpleStatementLine) and len(last.body) == 1 else None
    if not simple or not isinstance(returned, cst.Return) or returned.value is None or text_of(returned.value):
        return ()
    value = file.code(statement.value)
    if isinstance(returned.value, cst.Name):
        code = f"{file.code(returned.value)}.set_cookie({name}, {value})\n{file.code(returned)}\n"
    elif file.names.scope(returned).find("response") is None and isinstance(returned.value, cst.Call):
        response = f"response = {file.code(returned.value)}"
        code = f"{response}\nresponse.set_cookie({name}, {value})\nreturn response\n"
    else:
        return ()
    return ((line, DELETE), (last, code))


@rule(
    "DJ2028-mail-backend-silent",
    package="django",
    since=None,
    gone="2028.0",
    docs=NOTES.format("6.1") + "#features-deprecated-in-6-1",
    safety="review",
    needles=["BaseEmailBackend __init__ fail_silently"],
)
def backend_silent(module: cst.Module, file: File) -> Iterator[Hit]:
    """``BaseEmailBackend.__init__()`` takes no ``fail_silently``.

    Deprecated in Django 6.1: a backend that has it sets the attribute itself.

    Review: a class between this one and Django's may set it too.

    ```diff
     from django.core.mail.backends.base import BaseEmailBackend


     class Pigeon(BaseEmailBackend):
         def __init__(self, fail_silently=False, **kwargs):
    -        super().__init__(fail_silently=fail_silently, **kwargs)
    +        super().__init__(**kwargs)
    +        self.fail_silently = fail_silently
    ```

    ```diff
     from django.core.mail.backends.base import BaseEmailBackend
     from django.core.mail.backends.smtp import EmailBackend


     class Pigeon(BaseEmailBackend):
         def __init__(self, fail_silently=False, **kwargs):
             super().__init__(**kwargs)
             self.fail_silently = fail_silently


     class Owl(EmailBackend):
         def __init__(self, fail_silently=False, **kwargs):
             super().__init__(fail_silently=fail_silently, **kwargs)
    ```
    """
    base = "django.core.mail.backends.base.BaseEmailBackend"
    for definition, function in methods(file, ["__init__"], [base]):
        above = file.ancestors(definition)
        if any(name.startswith("django.core.mail.backends.") and name != base for name in above):
            continue
        for call in super_calls(function, file):
            given = argument(call, 0, "fail_silently")
            if given is None or given.star:
                continue
            message = "fail_silently of a backend is its own"
            statement = file.parent(call)
            line = file.parent(statement)
            alone = isinstance(line, (cst.SimpleStatementLine, cst.SimpleStatementSuite)) and len(line.body) == 1
            if isinstance(statement, cst.Expr) and alone and isinstance(given.value, cst.Name) and not file.guard(call):
                plain = file.code(without_arg(call, list(call.args).index(given)))
                own = f"self.fail_silently = {file.code(given.value)}"
                if isinstance(line, cst.SimpleStatementLine):
                    code: Node | str = f"{plain}\n{own}\n"
                else:
                    block = cst.parse_statement(f"if 1:\n    {plain}\n    {own}\n", file.module.config_for_parsing)
                    code = cst.ensure_type(block, cst.If).body
                yield Hit(call, message, also=((line, code),))
            else:
                yield Hit(call, message)


@rule(
    "DJ31-choice-value",
    package="django",
    since=None,
    gone="3.1",
    docs=NOTES.format("3.1") + "#miscellaneous",
    safety="review",
    needles=["create_option"],
    pattern=rb"def create_option\(",
    changed=True,
)
def choice_value(node: cst.FunctionDef, file: File) -> Iterator[Hit]:
    """``create_option()`` of a widget gets a ``ModelChoiceIteratorValue`` for the key of an object.

    Since Django 3.1. It is equal to the key and prints as it, but is no text, no number and not JSON.

    Review: what is no choice of a model keeps its value, but for objects with an attribute ``value``, as members of an
    enumeration are.

    ```diff
     from django import forms


     class Covers(forms.Select):
         def create_option(self, name, value, *args, **kwargs):
    +        value = getattr(value, "value", value)
             option = super().create_option(name, value, *args, **kwargs)
             option["attrs"]["data-cover"] = self.covers[value]
             return option
    ```

    ```diff
     from django import forms


     class Covers(forms.Select):
         def create_option(self, name, value, *args, **kwargs):
             option = super().create_option(name, value, *args, **kwargs)
             option["attrs"]["data-cover"] = covers[value.instance]
             return option


     class Plain(forms.Select):
         def create_option(self, name, value, *args, **kwargs):
             return super().create_option(name, value, *args, **kwargs)
    ```
    """
    params = [param.name.value for param in node.params.params]
    if node.name.value != "create_option" or params[:3] != ["self", "name", "value"]:
        return
    code = file.code(node.body)
    if "ModelChoiceIteratorValue" in code or re.search(r"value\.(?:value|instance)|\"value\"", code):
        return
    if not re.search(r"\bvalue\b", re.sub(r"create_option\([^)]*\)", "", code)):
        return
    first = cst.parse_statement('value = getattr(value, "value", value)\n', file.module.config_for_parsing)
    if isinstance(node.body, cst.IndentedBlock):
        start = 1 if node.get_docstring(clean=False) is not None else 0
        body = [*node.body.body[:start], first, *node.body.body[start:]]
        new = node.body.with_changes(body=body)
    else:
        rest = cst.ensure_type(node.body, cst.SimpleStatementSuite).body
        new = cst.IndentedBlock([first, cst.SimpleStatementLine(list(rest))])
    message = "the value of a choice of a model is a ModelChoiceIteratorValue"
    yield Hit(node.name, message, also=((node.body, new),), certain=False)


token_days = renamed_methods(
    "DJ31-token-days",
    package="django",
    since=None,
    gone="3.1",
    docs=NOTES.format("3.1") + "#django-contrib-auth",
    safety="manual",
    moved={
        "django.contrib.auth.tokens.PasswordResetTokenGenerator._num_days": "",
        "django.contrib.auth.tokens.PasswordResetTokenGenerator._today": "",
    },
    doc="""
    ``_num_days()`` and ``_today()`` of a token generator are gone.

    Tokens count seconds since Django 3.1; there are ``_num_seconds()`` and ``_now()``, which gives a time.

    Manual: write ``self._num_seconds(self._now())`` and compare with ``settings.PASSWORD_RESET_TIMEOUT``.

    ```diff
     from django.contrib.auth.tokens import PasswordResetTokenGenerator


     class Tokens(PasswordResetTokenGenerator):
         def age(self, day):
             return self._num_days(self._today()) - day
    ```

    ```diff
     from django.contrib.auth.tokens import PasswordResetTokenGenerator


     class Tokens(PasswordResetTokenGenerator):
         def age(self, day):
             return self._num_days() - day

         def _num_days(self):
             return 0
    ```
    """,
)


@rule(
    "DJ50-filter-params",
    package="django",
    since="5.0",
    gone="5.0",
    docs=NOTES.format("5.0"),
    safety="review",
    needles=["params ListFilter", "params FieldListFilter", "params SimpleListFilter", "params RelatedFieldListFilter"],
    pattern=rb"\bparams\s*(?:\[|\.\s*(?:get|pop)\()",
)
def filter_params(module: cst.Module, file: File) -> Iterator[Hit]:
    """``params`` of a list filter of the admin holds lists of values.

    Since Django 5.0, where several values are possible; the last one is what it was. There is no release note.

    Review: what is taken with a default of its own, or in a filter of a field, is reported only.

    ```diff
     from django.contrib import admin


     class Decade(admin.SimpleListFilter):
         parameter_name = "decade"

         def __init__(self, request, params, model, model_admin):
    -        self.shop = params.pop("shop")
    -        self.page = params.get("p")
    +        self.shop = params.pop("shop")[-1]
    +        self.page = params.get("p", [None])[-1]
             super().__init__(request, params, model, model_admin)
    ```

    ```diff
     from django.contrib import admin


     class Decade(admin.SimpleListFilter):
         def __init__(self, request, params, model, model_admin):
             self.shop = params.pop("shop")[-1]
             super().__init__(request, params, model, model_admin)


     class Shelf:
         def __init__(self, params):
             self.shop = params.get("shop")
    ```
    """
    message = "params of a filter holds lists of values"
    for definition, function in methods(file, ["__init__"], ["django.contrib.admin.filters.ListFilter"]):
        # Django's own filters of fields work with the lists that they keep
        of_field = "django.contrib.admin.filters.FieldListFilter" in file.ancestors(definition)
        for name in uses(function, "params", file):
            method = file.parent(name)
            call = file.parent(method)
            if not isinstance(method, cst.Attribute) or not isinstance(call, cst.Call) or call.func is not method:
                continue
            around = file.parent(call)
            if method.attr.value not in ("get", "pop") or isinstance(around, (cst.Subscript, cst.Expr)) or spread(call):
                continue
            if len(call.args) > 1 or of_field:
                yield Hit(call, message, safety=Safety.MANUAL, certain=False)
                continue
            default = ", [None]" if method.attr.value == "get" else ""
            key = file.code(call.args[0].value)
            yield Hit(call, message, f"params.{method.attr.value}({key}{default})[-1]", certain=False)
