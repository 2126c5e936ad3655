"""Overridden methods and base classes that want more than a name or an argument changed."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import libcst as cst

from upgrader.edit import argument, keyword, spread, with_arg
from upgrader.lexical import links_to_parent
from upgrader.members import (
    attributes,
    catches_keywords,
    catches_positional,
    methods,
    names_of,
    positional,
    super_calls,
    uses,
    with_param,
)
from upgrader.methods import defines
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import DELETE, File, Hit, rule

RELEASE = "https://docs.djangoproject.com/en/{0}/releases/{0}/"


@rule(
    "DJ110-get-form",
    package="django",
    since="1.8",
    gone="1.10",
    docs=RELEASE.format("1.10") + "#features-removed-in-1-10",
    needles=["get_form form_class"],
)
def get_form(module: cst.Module, file: File) -> Iterator[Hit]:
    """``FormMixin.get_form()`` is called without ``form_class``.

    Since Django 1.8 it is optional; without a default it is a TypeError since 1.10.

    ```diff
     from django.views.generic import FormView


     class Contact(FormView):
    -    def get_form(self, form_class):
    +    def get_form(self, form_class=None):
             return super().get_form(form_class)
    ```

    ```diff
     class Contact:
         def get_form(self, form_class): ...
    ```
    """
    for _definition, function in methods(file, ["get_form"], ["django.views.generic.edit.FormMixin"]):
        params = positional(function)
        if len(params) == 1 and params[0].name.value == "form_class" and params[0].default is None:
            tight = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
            new = params[0].with_changes(default=cst.Name("None"), equal=tight)
            own = [new if param is params[0] else param for param in function.params.params]
            yield Hit(
                function.name,
                "get_form() gets no form_class",
                also=((function.params, function.params.with_changes(params=own)),),
            )


@rule(
    "DJ31-configure-user-request",
    package="django",
    since="2.2",
    gone="3.1",
    docs=RELEASE.format("3.1") + "#features-removed-in-3-1",
    needles=["configure_user"],
)
def configure_user_request(module: cst.Module, file: File) -> Iterator[Hit]:
    """``RemoteUserBackend.configure_user()`` gets ``request`` first.

    Since Django 2.2; an override without it is a TypeError since 3.1.

    ```diff
     from django.contrib.auth.backends import RemoteUserBackend


     class Intranet(RemoteUserBackend):
    -    def configure_user(self, user):
    +    def configure_user(self, request, user):
    -        return super().configure_user(user)
    +        return super().configure_user(request, user)
    ```

    ```diff
     class Intranet:
         def configure_user(self, user): ...
    ```
    """
    for _definition, function in methods(file, ["configure_user"], ["django.contrib.auth.backends.RemoteUserBackend"]):
        if names_of(function) != ["user"] or catches_positional(function):
            continue
        also: list[tuple[Node, Node | str]] = [(function.params, with_param(function.params, "request", 1))]
        for call in super_calls(function, file):
            if len(call.args) == 1 and not spread(call):
                space = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
                also.append((call, call.with_changes(args=[cst.Arg(cst.Name("request"), comma=space), *call.args])))
        yield Hit(function.name, "configure_user() gets request first", also=tuple(also))


@rule(
    "DJ50-configure-user-created",
    package="django",
    since="4.1",
    gone="5.0",
    docs=RELEASE.format("5.0") + "#features-removed-in-5-0",
    needles=["configure_user"],
)
def configure_user_created(module: cst.Module, file: File) -> Iterator[Hit]:
    """``RemoteUserBackend.configure_user()`` gets ``created``.

    Since Django 4.1 it is called at every login, ``created`` saying whether the user is new; an override without it is a
    TypeError since 5.0. So that it does what it did, it returns at once for users that were there before.

    ```diff
     from django.contrib.auth.backends import RemoteUserBackend


     class Intranet(RemoteUserBackend):
    -    def configure_user(self, request, user):
    +    def configure_user(self, request, user, created=True):
    +        if not created:
    +            return user
             user.is_staff = True
             return user


     class Extranet(RemoteUserBackend):
    -    def configure_user(self, request, user):
    +    def configure_user(self, request, user, created=True):
             \"""Let some in.\"""
    +        if not created:
    +            return user
             # the rest are guests
             if user.email:
                 user.is_staff = True
             return user
    ```

    ```diff
     from django.contrib.auth.backends import RemoteUserBackend


     class Intranet(RemoteUserBackend):
         def configure_user(self, request, user, created=True): ...
    ```
    """
    for _definition, function in methods(file, ["configure_user"], ["django.contrib.auth.backends.RemoteUserBackend"]):
        if names_of(function) != ["request", "user"] or catches_positional(function) or catches_keywords(function):
            continue
        message = "configure_user() gets created, at every login"
        also: list[tuple[Node, Node | str]] = [(function.params, with_param(function.params, "created=True"))]
        first = _first(function)
        if first is not None:
            also.append((first, "if not created:\n    return user\n" + file.code(first).lstrip()))
        elif file.code(function.body).strip() != "return user":
            also.append((function.body, _guarded(function, file)))
        yield Hit(function.name, message, also=tuple(also))


def _guarded(function: cst.FunctionDef, file: File) -> cst.IndentedBlock:
    """Return a method's body that begins, below its docstring, by returning for users who were there before."""
    guard = cst.parse_statement("if not created:\n    return user\n", file.module.config_for_parsing)
    if not isinstance(function.body, cst.IndentedBlock):
        return cst.IndentedBlock(
            [guard, cst.SimpleStatementLine(list(cst.ensure_type(function.body, cst.SimpleStatementSuite).body))]
        )
    start = 1 if function.get_docstring(clean=False) is not None else 0
    body = function.body.body
    return function.body.with_changes(body=[*body[:start], guard, *body[start:]])


def _first(function: cst.FunctionDef) -> cst.BaseStatement | None:
    """Return the first statement of a method that is no docstring and has no comment above it."""
    if not isinstance(function.body, cst.IndentedBlock):
        return None
    body = list(function.body.body)
    if (
        body
        and isinstance(body[0], cst.SimpleStatementLine)
        and isinstance(body[0].body[0], cst.Expr)
        and len(body) > 1
    ):
        value = body[0].body[0].value
        body = body[1:] if isinstance(value, (cst.SimpleString, cst.ConcatenatedString)) else body
    first = body[0] if body else None
    return first if first is not None and not getattr(first, "leading_lines", ()) else None


@rule(
    "DJ21-authenticate-request",
    package="django",
    since="1.11",
    gone="2.1",
    docs=RELEASE.format("2.1") + "#features-removed-in-2-1",
    needles=["authenticate"],
    safety=Safety.REVIEW,
)
def authenticate_request(node: cst.FunctionDef, file: File) -> Iterator[Hit]:
    """``authenticate()`` of an authentication backend gets ``request`` first.

    Since Django 1.11; a backend that does not take it is skipped without a word since 2.1, and its users cannot log in.

    Review: a class is taken for a backend if it inherits from one of Django's, or has ``get_user`` too, or takes
    ``username`` and ``password``. Who calls its ``authenticate()`` by position has to pass the request as well.

    ```diff
     from django.contrib.auth.backends import ModelBackend


     class Mail(ModelBackend):
    -    def authenticate(self, username=None, password=None, **kwargs):
    +    def authenticate(self, request, username=None, password=None, **kwargs):
    -        return super().authenticate(username=username, password=password, **kwargs)
    +        return super().authenticate(request, username=username, password=password, **kwargs)


     class Token:
    -    def authenticate(self, token):
    +    def authenticate(self, request, token):
             return None

         def get_user(self, pk): ...
    ```

    ```diff
     from rest_framework.authentication import BaseAuthentication


     class Header(BaseAuthentication):
         def authenticate(self, req): ...


     class Service:
         def authenticate(self, key): ...
    ```
    """
    definition = file.class_around(node)
    if node.name.value != "authenticate" or definition is None or node.decorators:
        return
    names = names_of(node)
    if file.parent(file.parent(node)) is not definition or catches_positional(node) or not names:
        return
    above = file.ancestors(definition)
    own = {n.name.value for n in definition.body.body if isinstance(n, cst.FunctionDef)}
    is_backend = bool(above & {"django.contrib.auth.backends.BaseBackend", "django.contrib.auth.backends.ModelBackend"})
    looks_like = not definition.bases and ("get_user" in own or {"username", "password"} <= set(names))
    if "request" in names or not (is_backend or looks_like or (_only_object(definition, file) and "get_user" in own)):
        return
    also: list[tuple[Node, Node | str]] = [(node.params, with_param(node.params, "request", 1))]
    for call in super_calls(node, file):
        space = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
        comma = space if call.args else cst.MaybeSentinel.DEFAULT
        also.append((call, call.with_changes(args=[cst.Arg(cst.Name("request"), comma=comma), *call.args])))
    yield Hit(node.name, "a backend's authenticate() gets request first", also=tuple(also))


def _only_object(definition: cst.ClassDef, file: File) -> bool:
    return all(file.resolve(base.value) == "builtins.object" for base in definition.bases)


HOOKS = {
    "process_request": 1,
    "process_view": 4,
    "process_template_response": 2,
    "process_response": 2,
    "process_exception": 2,
}


@rule(
    "DJ20-old-style-middleware",
    package="django",
    since="1.10",
    gone="2.0",
    docs=RELEASE.format("2.0") + "#features-removed-in-2-0",
    needles=list(HOOKS),
    pattern=rb"\bclass\s+\w+\s*(?:\(\s*(?:object\s*,?\s*)?\)\s*)?:",
    safety=Safety.REVIEW,
)
def old_style_middleware(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """``process_request()`` and the like want a base class: ``MiddlewareMixin``.

    ``MIDDLEWARE`` wants callables that wrap the next one; the mixin makes one of a class with ``process_request`` and the
    like. Without it the class is a TypeError.

    Review: a class without bases that has a method with such a name and such arguments is taken for a middleware.

    ```diff middleware.py
    +from django.utils.deprecation import MiddlewareMixin
    +
    -class Cart(object):
    +class Cart(MiddlewareMixin):
         def process_request(self, request):
             request.cart = {}


    -class Theme:
    +class Theme(MiddlewareMixin):
         def process_response(self, request, response):
             return response
    ```

    ```diff middleware.py
     class Spider:
         def process_response(self, request, response, spider): ...


     class New:
         def __init__(self, get_response):
             self.get_response = get_response

         def __call__(self, request):
             return self.get_response(request)

         def process_view(self, request, view, args, kwargs): ...
    ```
    """
    own = {n.name.value: n for n in node.body.body if isinstance(n, cst.FunctionDef)}
    hooks = [name for name in own if name in HOOKS]
    if not hooks or "__call__" in own or not _only_object(node, file) or node.decorators:
        return
    if any(len(names_of(own[name])) != HOOKS[name] or names_of(own[name])[0] != "request" for name in hooks):
        return
    message = "a middleware with process_ methods inherits from MiddlewareMixin"
    if "__init__" in own:
        if not names_of(own["__init__"]):  # one that takes arguments is called by somebody else
            yield Hit(node.name, message + ", and takes get_response")
        return
    ref = file.ref("django.utils.deprecation.MiddlewareMixin", node)
    if node.bases:
        yield Hit(node.name, message, also=((node.bases[0].value, str(ref)),), imports=ref.imports)
    else:
        new = node.with_changes(
            bases=[cst.Arg(cst.parse_expression(str(ref)))], lpar=cst.LeftParen(), rpar=cst.RightParen()
        )
        yield Hit(node.name, message, also=((node, new),), imports=ref.imports)


@rule(
    "DJ110-no-args-command",
    package="django",
    since="1.8",
    gone="1.10",
    docs=RELEASE.format("1.10") + "#features-removed-in-1-10",
    names=["django.core.management.base.NoArgsCommand", "django.core.management.NoArgsCommand"],
)
def no_args_command(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """``NoArgsCommand`` is ``BaseCommand``, its ``handle_noargs()`` is ``handle()``.

    Commands take no arguments by default since Django 1.8; removed in 1.10.

    ```diff
    -from django.core.management.base import NoArgsCommand
    +from django.core.management.base import BaseCommand


    -class Command(NoArgsCommand):
    +class Command(BaseCommand):
    -    def handle_noargs(self, **options): ...
    +    def handle(self, **options): ...
    ```

    ```diff
     from shop.management import NoArgsCommand


     class Command(NoArgsCommand):
         def handle_noargs(self, **options): ...
    ```
    """
    names = ("django.core.management.base.NoArgsCommand", "django.core.management.NoArgsCommand")
    base = next(base.value for base in node.bases if file.resolve(base.value) in names)
    ref = file.ref("django.core.management.base.BaseCommand", node)
    own = [n for n in node.body.body if isinstance(n, cst.FunctionDef)]
    also = [(n.name, n.name.with_changes(value="handle")) for n in own if n.name.value == "handle_noargs"]
    if file.guard(base) or any(n.name.value == "handle" for n in own):
        yield Hit(base, "NoArgsCommand is gone")
    else:
        yield Hit(
            base, "NoArgsCommand is gone: BaseCommand takes no arguments", str(ref), tuple(also), imports=ref.imports
        )


@rule(
    "DJ110-success-url",
    package="django",
    since="1.8",
    gone="1.10",
    docs=RELEASE.format("1.10") + "#features-removed-in-1-10",
    needles=["success_url"],
)
def success_url(module: cst.Module, file: File) -> Iterator[Hit]:
    """``success_url = "/%(slug)s/"`` of a view is ``"/{slug}/"``.

    Since Django 1.8; the old style is used as it stands since 1.10, silently.

    ```diff
     from django.views.generic import CreateView


     class AddBook(CreateView):
    -    success_url = "/books/%(slug)s/"
    +    success_url = "/books/{slug}/"
    ```

    ```diff
     from django.views.generic import FormView


     class Contact(FormView):
         success_url = "/books/%(slug)s/"
    ```
    """
    bases = ("django.views.generic.edit.ModelFormMixin", "django.views.generic.edit.DeletionMixin")
    for _definition, _statement, value in attributes(file, ["success_url"], bases):
        if isinstance(value, cst.SimpleString) and re.search(r"%\(\w+\)s", value.value):
            message = "success_url is formatted with braces"
            if re.search(r"[{}\\]|%(?!\(\w+\)s)", value.value):
                yield Hit(value, message)
            else:
                yield Hit(value, message, value.with_changes(value=re.sub(r"%\((\w+)\)s", r"{\1}", value.value)))


@rule(
    "DJ60-get-prefetch-queryset",
    package="django",
    since="5.0",
    gone="6.0",
    docs=RELEASE.format("6.0") + "#features-removed-in-6-0",
    needles=["get_prefetch_queryset"],
    safety=Safety.REVIEW,
)
def get_prefetch_queryset(module: cst.Module, file: File) -> Iterator[Hit]:
    """``get_prefetch_queryset()`` of managers is ``get_prefetch_querysets()``.

    Deprecated in Django 5.0; since 6.0 the old one is not called, silently.

    Review: it gets a list of querysets, of which only the first was passed before; on releases before 5.0 the new name is
    not called.

    ```diff
     from django.db import models


     class Sold(models.Manager):
    -    def get_prefetch_queryset(self, instances, queryset=None):
    +    def get_prefetch_querysets(self, instances, querysets=None):
    +        queryset = querysets[0] if querysets else None
             return self.join(instances, queryset)


     class Lent(models.Manager):
    -    def get_prefetch_queryset(self, instances, queryset=None):
    -        return super().get_prefetch_queryset(instances, queryset)
    +    def get_prefetch_querysets(self, instances, querysets=None):
    +        return super().get_prefetch_querysets(instances, querysets)


     class Open(models.Manager):
    -    def get_prefetch_queryset(self, instances, queryset=None):
    +    def get_prefetch_querysets(self, instances, querysets=None):
    +        queryset = querysets[0] if querysets else None
             if queryset is None:
                 queryset = self.open()
    -        return super().get_prefetch_queryset(instances, queryset=queryset)
    +        return super().get_prefetch_querysets(instances, querysets=None if queryset is None else [queryset])


     class Read(models.Manager):
    -    def get_prefetch_queryset(self, instances, queryset=None):
    +    def get_prefetch_querysets(self, instances, querysets=None):
    +        queryset = querysets[0] if querysets else None
             if queryset is not None:
                 raise ValueError("no queryset is taken")

             return self.join(instances)
    ```

    ```diff
     class Sold:
         def get_prefetch_queryset(self, instances, queryset=None): ...
    ```
    """
    bases = (
        "django.db.models.manager.BaseManager",
        "django.contrib.contenttypes.fields.GenericForeignKey",
        "django.db.models.fields.related_descriptors.ForwardManyToOneDescriptor",
        "django.db.models.fields.related_descriptors.ReverseOneToOneDescriptor",
    )
    for _definition, function in methods(file, ["get_prefetch_queryset"], bases):
        message = "get_prefetch_queryset() is never called: it is get_prefetch_querysets() now"
        params = list(function.params.params)
        first = _first(function)
        used = uses(function, "queryset", file)
        calls = list(super_calls(function, file))
        passed = [argument(call, 1, "queryset") for call in calls]
        handed_on = [one for one in passed if one is not None and any(use is one.value for use in used)]
        alone = len(handed_on) == len(used)
        if (
            len(params) != 3
            or params[2].name.value != "queryset"
            or any(spread(call) or len(call.args) > 2 for call in calls)
            or (used and not alone and (first is None or (calls and file.parent(file.parent(calls[0])) is first)))
        ):
            yield Hit(function.name, message)
            continue
        params[2] = params[2].with_changes(name=cst.Name("querysets"))
        also: list[tuple[Node, Node | str]] = [(function.params, function.params.with_changes(params=params))]
        for call, given in zip(calls, passed, strict=True):
            func = cst.ensure_type(call.func, cst.Attribute)
            also.append((func.attr, cst.Name("get_prefetch_querysets")))
            if given is not None:
                code = file.code(given.value)
                simple = isinstance(given.value, cst.Name)
                made = "querysets" if alone else f"None if {code} is None else [{code}]" if simple else f"[{code}]"
                keyword = given.keyword and cst.Name("querysets")
                also.append((given, given.with_changes(keyword=keyword, value=cst.parse_expression(made))))
        if used and not alone and first is not None:
            also.append((first, "queryset = querysets[0] if querysets else None\n" + file.code(first).lstrip()))
        yield Hit(function.name, message, function.name.with_changes(value="get_prefetch_querysets"), tuple(also))


@rule(
    "DJ40-delete-view",
    package="django",
    since="4.0",
    gone="4.0",
    docs=RELEASE.format("4.0") + "#deleteview-changes",
    needles=["delete request"],
    pattern=rb"\bdef\s+delete\b",
    safety=Safety.REVIEW,
)
def delete_view(module: cst.Module, file: File) -> Iterator[Hit]:
    """``DeleteView.delete()`` is no longer called on POST.

    Since Django 4.0 a ``DeleteView`` handles a form, so that what an overridden ``delete()`` does besides deleting is
    silently left out. It moves into ``form_valid(self, form)``, where ``self.object`` is there already.

    Review: the HTTP method DELETE still comes to ``delete()``. Where ``delete()`` does not end in that of the base class, it
    is only reported.

    ```diff
     from django.contrib import messages
     from django.views.generic import DeleteView


     class Remove(DeleteView):
    -    def delete(self, request, *args, **kwargs):
    +    def form_valid(self, form):
    -        messages.info(request, "%s is gone" % self.get_object())
    +        messages.info(self.request, "%s is gone" % self.object)
    -        return super().delete(request, *args, **kwargs)
    +        return super().form_valid(form)
    ```

    ```diff
     from django.views.generic import DeleteView, View


     class Remove(DeleteView):
         def form_valid(self, form): ...


     class Hide(DeleteView):
         def delete(self, request, *args, **kwargs):
             self.get_object().hide()
             return redirect("/")


     class Api(View):
         def delete(self, request): ...
    ```
    """
    for definition, function in methods(file, ["delete"], ["django.views.generic.edit.BaseDeleteView"]):
        own = {n.name.value for n in definition.body.body if isinstance(n, cst.FunctionDef)}
        if not own & {"form_valid", "post"}:
            new = _form_valid(function, file)
            message = "delete() is not called on POST: form_valid() is"
            yield Hit(function.name, message, new[0][1] if new else None, also=tuple(new[1:]))


def _form_valid(function: cst.FunctionDef, file: File) -> list[tuple[Node, Node | str]]:
    """Return the edits that make ``form_valid()`` of a ``delete()`` that ends in that of the base class; else nothing."""
    calls = list(super_calls(function, file))
    returns = [
        node
        for node in file.names.nodes.get(cst.Return, ())
        if isinstance(node, cst.Return) and file.inside(node, cst.FunctionDef) is function
    ]
    names = [param.name.value for param in function.params.params]
    if len(calls) != 1 or [node.value for node in returns] != calls or len(names) != 2 or file.guard(function):
        return []
    if any(file.code(arg.value) not in (names[1], "args", "kwargs") for arg in calls[0].args):
        return []
    in_call = {id(node) for arg in calls[0].args for node in (arg.value,)}
    params = cst.ensure_type(cst.parse_expression("lambda self, form: 0"), cst.Lambda).params
    edits: list[tuple[Node, Node | str]] = [
        (function.name, function.name.with_changes(value="form_valid")),
        (function.params, params),
        (calls[0], f"{file.code(calls[0].func).rpartition('.')[0]}.form_valid(form)"),
    ]
    for name in (names[1], "args", "kwargs"):
        edits += [(use, f"self.{name if name != names[1] else 'request'}") for use in uses(function, name, file)]
    for node in file.names.nodes.get(cst.Call, ()):
        gets = isinstance(node, cst.Call) and file.code(node) == "self.get_object()"
        if gets and file.inside(node, cst.FunctionDef) is function and not isinstance(file.parent(node), cst.Assign):
            edits.append((node, "self.object"))
    return [(old, new) for old, new in edits if id(old) not in in_call]


@rule(
    "DJ20-is-authenticated-method",
    package="django",
    since="1.10",
    gone="2.0",
    docs=RELEASE.format("2.0") + "#features-removed-in-2-0",
    needles=["is_authenticated", "is_anonymous"],
    safety=Safety.REVIEW,
)
def is_authenticated_method(module: cst.Module, file: File) -> Iterator[Hit]:
    """``is_authenticated()`` and ``is_anonymous()`` of a user model are properties.

    Since Django 1.10, and nothing else since 2.0: a method is always true, so that everyone counts as logged in.

    Review: who calls them has to drop the parentheses.

    ```diff
     from django.contrib.auth.models import AbstractBaseUser


     class User(AbstractBaseUser):
    +    @property
         def is_authenticated(self):
             return True
    ```

    ```diff
     from django.contrib.auth.models import AbstractBaseUser


     class User(AbstractBaseUser):
         @property
         def is_anonymous(self):
             return False


     class Other:
         def is_authenticated(self): ...
    ```
    """
    bases = ("django.contrib.auth.base_user.AbstractBaseUser", "django.contrib.auth.models.AnonymousUser")
    for _definition, function in methods(file, ["is_authenticated", "is_anonymous"], bases):
        if not function.decorators:
            new = function.with_changes(decorators=[cst.Decorator(cst.Name("property"))])
            yield Hit(function.name, f"{function.name.value} is a property", also=((function, new),))


@rule(
    "DJ20-parent-link",
    package="django",
    since=None,
    gone="2.0",
    docs=RELEASE.format("2.0") + "#features-removed-in-2-0",
    names=["django.db.models.OneToOneField", "django.contrib.gis.db.models.OneToOneField"],
    sieve=links_to_parent,
)
def parent_link(node: cst.Call, file: File) -> Iterator[Hit]:
    """``OneToOneField`` to a parent model wants ``parent_link=True``.

    Since Django 2.0 such a field is not taken for the link to the parent by itself (ImproperlyConfigured).

    ```diff
     from django.db import models


     class Place(models.Model): ...


     class Shop(Place):
    -    place = models.OneToOneField(Place, on_delete=models.CASCADE)
    +    place = models.OneToOneField(Place, on_delete=models.CASCADE, parent_link=True)
    ```

    ```diff
     from django.db import models


     class Place(models.Model): ...


     class Shop(models.Model):
         place = models.OneToOneField(Place, on_delete=models.CASCADE)
    ```
    """
    definition = file.class_around(node)
    to = argument(node, 0, "to")
    if definition is None or to is None or spread(node) or keyword(node, "parent_link"):
        return
    parents = {file.code(base.value) for base in definition.bases}
    if file.code(to.value) in parents and not _is_abstract(file.code(to.value), file):
        yield Hit(node, "the link to the parent has to say so", with_arg(node, "parent_link=True"))


def _is_abstract(name: str, file: File) -> bool:
    """Whether a class of this file says that it is an abstract model."""
    for node in file.names.nodes.get(cst.ClassDef, ()):
        definition = cst.ensure_type(node, cst.ClassDef)
        if definition.name.value == name:
            return "abstract = True" in file.code(definition)
    return False


@rule(
    "DJ41-admin-actions-tuple",
    package="django",
    since=None,
    gone="4.1",
    docs=RELEASE.format("4.1") + "#miscellaneous",
    names=[f"django.contrib.admin.{cls}.{name}" for cls in ("ModelAdmin",) for name in ("actions", "inlines")],
)
def admin_actions(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``ModelAdmin.actions`` and ``inlines`` are tuples.

    Since Django 4.1; adding a list to them is a TypeError.

    ```diff
     from django.contrib import admin


     class BookAdmin(admin.ModelAdmin):
    -    actions = admin.ModelAdmin.actions + ["sell"]
    +    actions = [*admin.ModelAdmin.actions, "sell"]
    ```

    ```diff
     from django.contrib import admin


     class BookAdmin(admin.ModelAdmin):
         actions = [*admin.ModelAdmin.actions, "sell"]
         inlines = Base.inlines + ["x"]
    ```
    """
    sum_ = file.parent(node)
    adds = isinstance(sum_, cst.BinaryOperation) and isinstance(sum_.operator, cst.Add) and sum_.left is node
    if adds and isinstance(sum_, cst.BinaryOperation) and isinstance(sum_.right, cst.List):
        space = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
        first = cst.StarredElement(node, comma=space if sum_.right.elements else cst.MaybeSentinel.DEFAULT)
        new = sum_.right.with_changes(elements=[first, *sum_.right.elements])
        yield Hit(sum_, f"{file.code(node)} is a tuple", new)


@rule(
    "DJ41-default-app-config",
    package="django",
    since="3.2",
    gone="4.1",
    docs=RELEASE.format("4.1") + "#features-removed-in-4-1",
    needles=["default_app_config", "class name"],
    pattern=(
        rb"default_app_config|class\s[^\n]*Config\b[^\n]*:(?s:.*)\nclass\s[^\n]*Config\b[^\n]*:"
        rb"|class\s+\w+\(\s*(?!AppConfig\b)\w*Config\s*[,)]"
    ),
    safety=Safety.REVIEW,
)
def default_app_config(module: cst.Module, file: File) -> Iterator[Hit]:
    """``default_app_config`` goes.

    Since Django 3.2 the one AppConfig in an app's ``apps`` module is found by itself; the name is not read since 4.1. Where
    that module has more of them, of its own or imported, the one that was named says ``default = True``.

    Review: a class that is not in ``apps`` is not found: where there is no such module, a new one imports it. Where there is
    one, that is reported.

    ```diff shop/__init__.py
    -default_app_config = "shop.apps.ShopConfig"
     VERSION = "1"
    ```

    ```diff shop/__init__.py
     default_app_config = "shop.config.ShopConfig"
    ```

    ```diff shop/conf.py
     default_app_config = "shop.apps.ShopConfig"
    ```
    """
    if file.path.name == "apps.py":
        yield from _one_of_more(file)
    if file.path.name != "__init__.py":
        return
    for node in file.names.nodes.get(cst.Assign, ()):
        assign = cst.ensure_type(node, cst.Assign)
        target = assign.targets[0].target
        if (
            isinstance(target, cst.Name)
            and target.value == "default_app_config"
            and file.names.scope(node).kind == "module"
        ):
            line = file.parent(node)
            message = "default_app_config is not read: the AppConfig in apps is found"
            value = assign.value.evaluated_value if isinstance(assign.value, cst.SimpleString) else ""
            alone = isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1
            if isinstance(value, str) and re.fullmatch(r"[\w.]+\.apps\.\w+", value) and alone:
                yield Hit(node, message, also=((line, DELETE),))
            elif isinstance(value, str) and alone and _may_have_apps(value, file):
                where, _, name = value.rpartition(".")
                text = f'from {where} import {name}\n\n__all__ = ["{name}"]\n'
                added = (file.path.with_name("apps.py"), text)
                yield Hit(node, f"{message}, which imports {value}", also=((line, DELETE),), files=(added,))
            else:
                yield Hit(node, message)


def _may_have_apps(value: str, file: File) -> bool:
    """Return whether a package has the module of its configuration, and nothing that is called ``apps``."""
    here, others = file.path.parent, file.others("")
    module = value.split(".")[-2:-1]
    taken = any(path in (here / "apps.py", here / "apps" / "__init__.py") for path in others)
    return bool(module) and here / f"{module[0]}.py" in others and value.split(".")[-3:-2] == [here.name] and not taken


def _one_of_more(file: File) -> Iterator[Hit]:
    """Yield a hit for the class that the package names, in a module that has more than one."""
    package = next((text for path, text in file.others("default_app_config").items() if path == _package(file)), "")
    named = re.search(r"""(?m)^default_app_config\s*=\s*\(?\s*["'][\w.]+\.(\w+)["']""", package)
    if named is None:
        return
    known = ("django.apps.config.AppConfig", "django.apps.AppConfig")
    configs = [
        definition
        for definition in file.module.body
        if isinstance(definition, cst.ClassDef)
        and (file.ancestors(definition) & set(known) or definition.name.value == named[1])
    ]
    chosen = any(defines(definition, "default") for definition in configs)
    if len(configs) + len(_brought_configs(configs, known, file)) < 2 or chosen:
        return
    bases = {file.code(base.value) for definition in configs for base in definition.bases}
    for definition in configs:
        if definition.name.value == named[1] and named[1] in bases:
            # what inherits from it would inherit that, too
            yield Hit(definition.name, "of several such classes one alone has to have default = True")
        elif definition.name.value == named[1] and isinstance(definition.body, cst.IndentedBlock):
            line = cst.parse_statement("default = True\n", config=file.module.config_for_parsing)
            start = 1 if definition.get_docstring(clean=False) is not None else 0
            body = list(definition.body.body)
            made = definition.with_changes(body=definition.body.with_changes(body=[*body[:start], line, *body[start:]]))
            yield Hit(
                definition.name, "of several such classes one has to say default = True", also=((definition, made),)
            )


def _brought_configs(configs: list[cst.ClassDef], known: tuple[str, ...], file: File) -> set[str]:
    """Return the names of configurations that a module imports: they count as much as its own."""
    brought = {
        file.names.local(alias)
        for qualified, aliases in file.names.imported.items()
        if file.inherited(qualified) & set(known)
        for alias in aliases
        if file.names.scope(alias) is file.names.root
    }
    for definition in configs:
        only = definition.bases[0].value if len(definition.bases) == 1 else None
        if isinstance(only, cst.Name) and file.resolve(only) not in (None, *known):
            brought.add(only.value)
    return brought


def _package(file: File) -> PurePosixPath:
    return file.path.with_name("__init__.py")


@rule(
    "DJ21-permalink",
    package="django",
    since="1.10",
    gone="2.1",
    docs=RELEASE.format("2.1") + "#features-removed-in-2-1",
    names=["django.db.models.permalink"],
)
def permalink(node: cst.Decorator, file: File) -> Iterator[Hit]:
    """``@models.permalink`` becomes a call of ``reverse()``.

    Deprecated in Django 1.11, removed in 2.1. The method returned the URL's name, its arguments and its keywords.

    ```diff
     from django.db import models
    +from django.urls import reverse


     class Book(models.Model):
    -    @models.permalink
         def get_absolute_url(self):
    -        return ("book", [self.pk])
    +        return reverse("book", args=[self.pk])


     class Shop(models.Model):
    -    @models.permalink
         def get_absolute_url(self):
    -        return "shop", (), {"slug": self.slug}
    +        return reverse("shop", kwargs={"slug": self.slug})
    ```

    ```diff
     from django.db import models


     class Book(models.Model):
         @models.permalink
         def get_absolute_url(self):
             return self.address()
    ```
    """
    function = file.parent(node)
    message = "permalink is gone: call reverse()"
    returns = [
        r
        for r in file.names.nodes.get(cst.Return, ())
        if isinstance(r, cst.Return) and file.inside(r, cst.FunctionDef) is function
    ]
    ref = file.ref("django.urls.reverse", node)
    also: list[tuple[Node, Node | str]] = []
    for returned in returns:
        value = returned.value
        parts = [e.value for e in value.elements] if isinstance(value, cst.Tuple) else []
        if not 1 <= len(parts) <= 3 or value is None or any(isinstance(e, cst.StarredElement) for e in parts):
            yield Hit(node, message)
            return
        given = [file.code(parts[0])]
        for name, part in zip(("args", "kwargs"), parts[1:], strict=False):
            empty = isinstance(part, (cst.Tuple, cst.List, cst.Dict)) and not part.elements
            given += [] if empty else [f"{name}={file.code(part)}"]
        also.append((value, cst.parse_expression(f"{ref}({', '.join(given)})")))
    if not also:
        yield Hit(node, message)
        return
    yield Hit(node, message, DELETE, tuple(also), imports=ref.imports)
