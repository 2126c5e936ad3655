"""Overridden methods that Django calls by another name."""

from collections.abc import Iterator, Mapping

import libcst as cst

from upgrader.members import methods
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import DELETE, File, Hit, Rule, class_of, rule

RELEASE = "https://docs.djangoproject.com/en/{0}/releases/{0}/"


def renamed_methods(
    id: str,
    *,
    since: str | None,
    gone: str,
    docs: str,
    bases: tuple[str, ...],
    renamed: Mapping[str, str],
    doc: str,
    safety: Safety = Safety.SAFE,
) -> Rule:
    """Make a rule of a table of methods that were renamed: their definitions in classes that inherit from ``bases``.

    Calls on ``self`` and ``super()`` in these classes go with them. A class that defines both names is only reported.
    """

    def find(module: cst.Module, file: File) -> Iterator[Hit]:
        for definition, function in methods(file, renamed, bases):
            old = function.name.value
            new = renamed[old]
            message = f"{definition.name.value}.{old} is never called: it is {new} now"
            own = [n for n in file.names.nodes.get(cst.FunctionDef, ()) if file.inside(n, cst.ClassDef) is definition]
            if any(isinstance(other, cst.FunctionDef) and other.name.value == new for other in own):
                yield Hit(function.name, message, safety=Safety.MANUAL)
                continue
            also: list[tuple[Node, Node | str]] = []
            for node in file.names.nodes.get(cst.Attribute, ()):
                attribute = cst.ensure_type(node, cst.Attribute)
                if attribute.attr.value == old and _is_own(attribute.value, file) and _in(attribute, definition, file):
                    also.append((attribute, attribute.with_changes(attr=attribute.attr.with_changes(value=new))))
            also += _in_body(definition, old, new, file)
            yield Hit(function.name, message, function.name.with_changes(value=new), also=tuple(also))

    find.__doc__ = doc
    pattern = rf"\bdef\s+(?:{'|'.join(renamed)})\b".encode()
    about = rule(
        id, package="django", since=since, gone=gone, docs=docs, safety=safety, needles=tuple(renamed), pattern=pattern
    )
    return about(find)


def _in_body(definition: cst.ClassDef, old: str, new: str, file: File) -> Iterator[tuple[Node, Node | str]]:
    """Yield the edits of what names the method in the class's body: ``new = old`` goes, anything else is renamed."""
    for node in file.names.nodes.get(cst.Name, ()):
        name = cst.ensure_type(node, cst.Name)
        around = file.parent(name)
        if name.value != old or isinstance(around, (cst.FunctionDef, cst.Attribute, cst.AssignTarget)):
            continue
        if file.names.scope(name).node is not definition:
            continue
        line = file.parent(around)
        aliased = isinstance(around, cst.Assign) and [file.code(target.target) for target in around.targets] == [new]
        if aliased and class_of(around, file) is definition and isinstance(line, cst.SimpleStatementLine):
            yield (line if len(line.body) == 1 else around), DELETE
        else:
            yield name, new


def _is_own(value: cst.BaseExpression, file: File) -> bool:
    if isinstance(value, cst.Call):
        return file.resolve(value.func) == "builtins.super"
    return isinstance(value, cst.Name) and value.value == "self"


def _in(node: Node, definition: cst.ClassDef, file: File) -> bool:
    return any(around is definition for around in file.names.parents(node))


get_query_set = renamed_methods(
    "DJ18-get-query-set",
    since="1.6",
    gone="1.8",
    docs=RELEASE.format("1.8") + "#features-removed-in-1-8",
    bases=("django.db.models.manager.BaseManager",),
    renamed={"get_query_set": "get_queryset"},
    doc="""``Manager.get_query_set()`` is ``get_queryset()``.

    Renamed in Django 1.6, without the old name since 1.8. Nothing fails: the manager gives all rows.

    ```diff
     from django.db import models


     class Sold(models.Manager):
    -    def get_query_set(self):
    +    def get_queryset(self):
    -        return super(Sold, self).get_query_set().filter(sold=True)
    +        return super(Sold, self).get_queryset().filter(sold=True)

         def first(self):
    -        return self.get_query_set().first()
    +        return self.get_queryset().first()


     class Bridge(models.Manager):
    -    def get_query_set(self): ...
    +    def get_queryset(self): ...

    -    get_queryset = get_query_set
    -
         use_for_related_fields = True
    ```

    ```diff
     from django.db import models


     class Both(models.Manager):
         def get_queryset(self): ...

         def get_query_set(self): ...


     class Other:
         def get_query_set(self): ...
    ```
    """,
)

admin_queryset = renamed_methods(
    "DJ18-admin-queryset",
    since="1.6",
    gone="1.8",
    docs=RELEASE.format("1.8") + "#features-removed-in-1-8",
    bases=("django.contrib.admin.options.BaseModelAdmin",),
    renamed={"queryset": "get_queryset"},
    doc="""``ModelAdmin.queryset()`` is ``get_queryset()``.

    Renamed in Django 1.6, without the old name since 1.8. Nothing fails: the admin shows all rows.

    ```diff
     from django.contrib import admin


     class BookAdmin(admin.ModelAdmin):
    -    def queryset(self, request):
    +    def get_queryset(self, request):
    -        return super().queryset(request).filter(owner=request.user)
    +        return super().get_queryset(request).filter(owner=request.user)
    ```

    ```diff
     from django.contrib.admin import SimpleListFilter


     class Sold(SimpleListFilter):
         def queryset(self, request, queryset):
             return queryset
    ```
    """,
)

format_value = renamed_methods(
    "DJ20-format-value",
    since="1.10",
    gone="2.0",
    docs=RELEASE.format("2.0") + "#features-removed-in-2-0",
    bases=("django.forms.widgets.Widget",),
    renamed={"_format_value": "format_value"},
    doc="""``Widget._format_value()`` is ``format_value()``.

    Renamed in Django 1.10, without the old name since 2.0. Nothing fails: the value shows as it is.

    ```diff
     from django import forms


     class Price(forms.TextInput):
    -    def _format_value(self, value):
    +    def format_value(self, value):
    -        return super()._format_value(value) + " EUR"
    +        return super().format_value(value) + " EUR"
    ```

    ```diff
     class Price:
         def _format_value(self, value): ...
    ```
    """,
)

next_page = renamed_methods(
    "DJ41-logout-next-page",
    since="4.1",
    gone="4.1",
    docs=RELEASE.format("4.1") + "#miscellaneous",
    bases=("django.contrib.auth.views.LogoutView",),
    renamed={"get_next_page": "get_success_url"},
    doc="""``LogoutView.get_next_page()`` is ``get_success_url()``.

    Since Django 4.1. Nothing fails: the user goes where ``next_page`` or LOGOUT_REDIRECT_URL says.

    ```diff
     from django.contrib.auth.views import LogoutView


     class Leave(LogoutView):
    -    def get_next_page(self):
    +    def get_success_url(self):
             return "/bye/"
    ```

    ```diff
     from django.views.generic import ListView


     class Books(ListView):
         def get_next_page(self): ...
    ```
    """,
)

aggregate_support = renamed_methods(
    "DJ20-check-aggregate-support",
    since="1.8",
    gone="2.0",
    docs=RELEASE.format("2.0") + "#features-removed-in-2-0",
    bases=("django.db.backends.base.operations.BaseDatabaseOperations",),
    renamed={"check_aggregate_support": "check_expression_support"},
    doc="""``DatabaseOperations.check_aggregate_support()`` is ``check_expression_support()``.

    Renamed in Django 1.8, without the old name since 2.0.

    ```diff
     from django.db.backends.base.operations import BaseDatabaseOperations


     class Operations(BaseDatabaseOperations):
    -    def check_aggregate_support(self, expression): ...
    +    def check_expression_support(self, expression): ...
    ```

    ```diff
     class Operations:
         def check_aggregate_support(self, expression): ...
    ```
    """,
)

memcache_timeout = renamed_methods(
    "DJ19-memcache-timeout",
    since="1.7",
    gone="1.9",
    docs=RELEASE.format("1.9") + "#features-removed-in-1-9",
    bases=("django.core.cache.backends.memcached.BaseMemcachedCache",),
    renamed={"_get_memcache_timeout": "get_backend_timeout"},
    doc="""``BaseMemcachedCache._get_memcache_timeout()`` is ``get_backend_timeout()``.

    Renamed in Django 1.7, without the old name since 1.9.

    ```diff
     from django.core.cache.backends.memcached import BaseMemcachedCache


     class Cache(BaseMemcachedCache):
    -    def _get_memcache_timeout(self, timeout): ...
    +    def get_backend_timeout(self, timeout): ...
    ```

    ```diff
     class Cache:
         def _get_memcache_timeout(self, timeout): ...
    ```
    """,
)

has_changed = renamed_methods(
    "DJ110-has-changed",
    since="1.8",
    gone="1.10",
    docs=RELEASE.format("1.10") + "#features-removed-in-1-10",
    bases=("django.forms.forms.BaseForm", "django.forms.fields.Field", "django.forms.formsets.BaseFormSet"),
    renamed={"_has_changed": "has_changed"},
    doc="""``_has_changed()`` of forms and form fields is ``has_changed()``.

    Public since Django 1.8, without the old name since 1.10.

    ```diff
     from django import forms


     class Search(forms.Form):
    -    def _has_changed(self):
    +    def has_changed(self):
    -        return super()._has_changed()
    +        return super().has_changed()
    ```

    ```diff
     class Search:
         def _has_changed(self): ...
    ```
    """,
)

get_formsets = renamed_methods(
    "DJ19-admin-get-formsets",
    since="1.7",
    gone="1.9",
    docs=RELEASE.format("1.9") + "#features-removed-in-1-9",
    bases=("django.contrib.admin.options.BaseModelAdmin",),
    renamed={"get_formsets": "get_formsets_with_inlines"},
    safety=Safety.REVIEW,
    doc="""``ModelAdmin.get_formsets()`` is ``get_formsets_with_inlines()``.

    Without the old name since Django 1.9. Nothing fails: all formsets show.

    Review: the new method yields pairs of formset and inline, the old one formsets alone.

    ```diff
     from django.contrib import admin


     class BookAdmin(admin.ModelAdmin):
    -    def get_formsets(self, request, obj=None): ...
    +    def get_formsets_with_inlines(self, request, obj=None): ...
    ```

    ```diff
     class BookAdmin:
         def get_formsets(self, request, obj=None): ...
    ```
    """,
)

handle_app = renamed_methods(
    "DJ19-handle-app",
    since="1.7",
    gone="1.9",
    docs=RELEASE.format("1.9") + "#features-removed-in-1-9",
    bases=("django.core.management.base.AppCommand",),
    renamed={"handle_app": "handle_app_config"},
    safety=Safety.REVIEW,
    doc="""``AppCommand.handle_app()`` is ``handle_app_config()``.

    Without the old name since Django 1.9: the command is a NotImplementedError.

    Review: it gets the app's configuration instead of its models module, which is ``app_config.models_module``.

    ```diff
     from django.core.management.base import AppCommand


     class Command(AppCommand):
    -    def handle_app(self, app, **options): ...
    +    def handle_app_config(self, app, **options): ...
    ```

    ```diff
     class Command:
         def handle_app(self, app, **options): ...
    ```
    """,
)
