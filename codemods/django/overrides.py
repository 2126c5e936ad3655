"""Overridden methods of which Django's own version takes more, or less, than it did."""

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from upgrader.edit import NewImport, keyword, spread, with_arg, without_arg
from upgrader.members import (
    catches_keywords,
    catches_positional,
    methods,
    names_of,
    positional,
    super_calls,
    uses,
    with_param,
    without_param,
)
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, Rule, rule


@dataclass(frozen=True)
class Grown:
    """A method that gets one more argument: how it was declared, and the parameter that comes behind that.

    ``new`` is spelled as in a signature; ``by_keyword`` says how Django passes it.
    """

    method: str
    old: tuple[str, ...]
    new: str
    by_keyword: bool = False
    imports: tuple[str, ...] = ()  #: dotted names that ``new`` refers to by their last part
    bases: tuple[str, ...] = ()  #: the classes that have the method, where the rule does not say it of all its rows
    passes: str = ""  #: the argument's name, where ``new`` catches it with others
    having: str = ""  #: only an override that has this parameter is called with the new one

    @property
    def name(self) -> str:
        """The new parameter's name."""
        return self.passes or self.new.partition("=")[0].strip("*, ")


def grown(
    id: str,
    *,
    since: str | None,
    gone: str,
    docs: str,
    rows: tuple[Grown, ...],
    doc: str,
    bases: tuple[str, ...] = (),
    safety: Safety = Safety.SAFE,
    pattern: bytes | None = None,
) -> Rule:
    """Make a rule of a table of methods that get one more argument; calls of ``super()`` pass it on.

    ``pattern`` is for methods of common names: what a file with one has to have, beside its ``def``.
    """

    def find(module: cst.Module, file: File) -> Iterator[Hit]:
        for row in rows:
            for definition, function in methods(file, [row.method], row.bases or bases):
                known = names_of(function)
                catches = catches_keywords(function) if row.by_keyword else catches_positional(function)
                own = positional(function)[len(row.old) :]
                # what has to be given at the new one's place can only be the new one, under another name
                takes = not row.by_keyword and len(own) > 0 and own[0].default is None
                if row.name in known or catches or takes or (row.having and row.having not in known):
                    continue
                message = f"{definition.name.value}.{row.method} has to take {row.name}"
                if not row.by_keyword and (own or len(positional(function)) < len(row.old)):
                    yield Hit(function.name, message)
                    continue
                params, imports = _grown(function, row, file)
                also: list[tuple[Node, Node | str]] = [(function.params, params)]
                for call in super_calls(function, file):
                    if not spread(call) and keyword(call, row.name) is None and len(call.args) <= len(row.old):
                        named = row.new.startswith("*") or len(call.args) < len(row.old) or _has_keywords(call)
                        passed = f"{row.name}={row.name}" if named else row.name
                        also.append((call, with_arg(call, row.new if row.new.startswith("**") else passed)))
                yield Hit(function.name, message, also=tuple(also), imports=imports)

    find.__doc__ = doc
    needles = [f"{row.method} {row.having}" for row in rows]
    pattern = pattern or rf"\bdef\s+(?:{'|'.join({row.method: 0 for row in rows})})\b".encode()
    about = rule(
        id, package="django", since=since, gone=gone, docs=docs, safety=safety, needles=needles, pattern=pattern
    )
    return about(find)


def _grown(function: cst.FunctionDef, row: Grown, file: File) -> tuple[cst.Parameters, tuple[NewImport, ...]]:
    code = row.new
    imports: tuple[NewImport, ...] = ()
    for name in row.imports:
        ref = file.ref(name, function)
        last = name.rpartition(".")[2]
        code, imports = code.replace(last, str(ref)), (*imports, *ref.imports)
    if code.startswith("**"):
        return function.params.with_changes(star_kwarg=cst.Param(cst.Name(row.new.strip("*")))), imports
    if not code.startswith("*"):
        if "=" not in code and any(param.default is not None for param in positional(function)):
            code += "=None"
        return with_param(function.params, code), imports
    name, _, default = code.strip("*, ").partition("=")
    new = cst.Param(
        cst.Name(name),
        default=cst.parse_expression(default),
        equal=cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace("")),
    )
    params = function.params.with_changes(kwonly_params=[*function.params.kwonly_params, new])
    if isinstance(params.star_arg, cst.MaybeSentinel):
        params = params.with_changes(star_arg=cst.ParamStar())
    return params, imports


def _has_keywords(call: cst.Call) -> bool:
    return any(arg.keyword is not None for arg in call.args)


WIDGETS = ("django.forms.widgets.Widget",)
ADMINS = ("django.contrib.admin.options.BaseModelAdmin",)
RELEASE = "https://docs.djangoproject.com/en/{0}/releases/{0}/"

widget_render = grown(
    "DJ21-widget-render",
    since="1.11",
    gone="2.1",
    docs=RELEASE.format("2.1") + "#features-removed-in-2-1",
    bases=WIDGETS,
    rows=(Grown("render", ("name", "value", "attrs"), "renderer=None", by_keyword=True),),
    # forms give two arguments; those of template nodes and views are called render as well, and take one
    pattern=rb"\bdef\s+render\s*\([^,()]*,[^,()]*,",
    doc="""``Widget.render()`` takes ``renderer``.

    Form templates pass it since Django 1.11; an override without it is a TypeError since 2.1.

    ```diff
     from django import forms


     class Stars(forms.TextInput):
    -    def render(self, name, value, attrs=None):
    +    def render(self, name, value, attrs=None, renderer=None):
    -        return "<b>" + super().render(name, value, attrs) + "</b>"
    +        return "<b>" + super().render(name, value, attrs, renderer) + "</b>"


     class Half(Stars):
         def render(
             self,
             name,
             value,
    -        attrs=None,  # of the tag
    +        attrs=None,
    +        renderer=None,  # of the tag
         ):
    -        return super(Half, self).render(name, value, attrs=attrs)
    +        return super(Half, self).render(name, value, attrs=attrs, renderer=renderer)
    ```

    ```diff
     from django import forms
     from shop.charts import Widget


     class Chart(Widget):
         def render(self, name, value, attrs=None): ...


     class Any(forms.Select):
         def render(self, name, value, **kwargs): ...


     class New(forms.Select):
         def render(self, name, value, attrs=None, renderer=None): ...
    ```
    """,
)

lookup_allowed = grown(
    "DJ60-lookup-allowed",
    since="5.0",
    gone="6.0",
    docs=RELEASE.format("6.0") + "#features-removed-in-6-0",
    bases=ADMINS,
    rows=(Grown("lookup_allowed", ("lookup", "value"), "request"),),
    doc="""``ModelAdmin.lookup_allowed()`` takes ``request``.

    Passed since Django 5.0 to overrides that take it; one without it is a TypeError since 6.0.

    ```diff
     from django.contrib import admin


     class BookAdmin(admin.ModelAdmin):
    -    def lookup_allowed(self, lookup, value):
    +    def lookup_allowed(self, lookup, value, request):
    -        return lookup == "shop" or super().lookup_allowed(lookup, value)
    +        return lookup == "shop" or super().lookup_allowed(lookup, value, request)
    ```

    ```diff
     from django.contrib import admin


     class BookAdmin(admin.ModelAdmin):
         def lookup_allowed(self, *args):
             return True


     class Filter:
         def lookup_allowed(self, lookup, value): ...
    ```
    """,
)

inline_has_add_permission = grown(
    "DJ30-inline-has-add-permission",
    since="2.1",
    gone="3.0",
    docs=RELEASE.format("3.0") + "#features-removed-in-3-0",
    bases=("django.contrib.admin.options.InlineModelAdmin",),
    rows=(Grown("has_add_permission", ("request",), "obj=None"),),
    doc="""``InlineModelAdmin.has_add_permission()`` takes ``obj``.

    Passed since Django 2.1; an override without it is a TypeError since 3.0. That of ``ModelAdmin`` stays as it is.

    ```diff
     from django.contrib import admin


     class PageInline(admin.TabularInline):
    -    def has_add_permission(self, request):
    +    def has_add_permission(self, request, obj=None):
    -        return super().has_add_permission(request)
    +        return super().has_add_permission(request, obj)
    ```

    ```diff
     from django.contrib import admin


     class BookAdmin(admin.ModelAdmin):
         def has_add_permission(self, request):
             return False
    ```
    """,
)

storage_max_length = grown(
    "DJ110-storage-max-length",
    since="1.8",
    gone="1.10",
    docs=RELEASE.format("1.10") + "#features-removed-in-1-10",
    bases=("django.core.files.storage.Storage", "django.core.files.storage.base.Storage"),
    rows=(
        Grown("get_available_name", ("name",), "max_length=None", by_keyword=True),
        Grown("save", ("name", "content"), "max_length=None", by_keyword=True),
    ),
    # file fields give two arguments; save() of models takes them by keyword
    pattern=rb"\bdef\s+(?:get_available_name\b|save\s*\([^,()]*,\s*(?!\*|force_|commit\b)\w)",
    doc="""``Storage.save()`` and ``get_available_name()`` take ``max_length``.

    File fields pass it; an override without it is a TypeError since Django 1.10.

    ```diff
     from django.core.files.storage import FileSystemStorage


     class Overwriting(FileSystemStorage):
    -    def get_available_name(self, name):
    +    def get_available_name(self, name, max_length=None):
             self.delete(name)
             return name
    ```

    ```diff
     from django.core.files.storage import FileSystemStorage


     class Overwriting(FileSystemStorage):
         def get_available_name(self, name, max_length=None): ...


     class Cart:
         def save(self, name, content): ...
    ```
    """,
)

change_list = grown(
    "DJ40-changelist-init",
    since="4.0",
    gone="4.0",
    docs=RELEASE.format("4.0"),
    bases=("django.contrib.admin.views.main.ChangeList",),
    rows=(
        Grown(
            "__init__",
            (
                *("request", "model", "list_display", "list_display_links", "list_filter", "date_hierarchy"),
                *("search_fields", "list_select_related", "list_per_page", "list_max_show_all", "list_editable"),
                *("model_admin", "sortable_by"),
            ),
            "search_help_text=None",
        ),
    ),
    # it is given thirteen arguments by position: one that has not as many parameters never worked
    pattern=rb"\bdef\s+__init__\s*\((?:(?:[^,()*]|\(\))*,){12}",
    doc="""``ChangeList.__init__()`` takes ``search_help_text``.

    ``ModelAdmin.get_changelist_instance()`` passes everything by position, and one argument more since Django 4.0. The
    release notes do not say so.

    ```diff
     from django.contrib.admin.views.main import ChangeList


     class Changes(ChangeList):
         def __init__(self, request, model, list_display, list_display_links, list_filter, date_hierarchy, search_fields,
                      list_select_related, list_per_page, list_max_show_all, list_editable, model_admin,
    -                 sortable_by):
    +                 sortable_by,
    +                 search_help_text=None):
             super().__init__(request, model, list_display, list_display_links, list_filter, date_hierarchy, search_fields,
                              list_select_related, list_per_page, list_max_show_all, list_editable, model_admin,
    -                         sortable_by)
    +                         sortable_by,
    +                         search_help_text)
    ```

    ```diff
     from django.contrib.admin.views.main import ChangeList


     class Changes(ChangeList):
         def __init__(self, *args, **kwargs):
             super().__init__(*args, **kwargs)
    ```
    """,
)

from_db = grown(
    "DJ2028-from-db",
    since="6.1",
    gone="2028.0",
    docs=RELEASE.format("6.1") + "#features-deprecated-in-6-1",
    bases=("django.db.models.base.Model",),
    rows=(Grown("from_db", ("db", "field_names", "values"), "*, fetch_mode=None", by_keyword=True),),
    doc="""``Model.from_db()`` takes ``fetch_mode``.

    Passed by keyword since Django 6.1, which warns about overrides without it.

    ```diff
     from django.db import models


     class Book(models.Model):
         @classmethod
    -    def from_db(cls, db, field_names, values):
    +    def from_db(cls, db, field_names, values, *, fetch_mode=None):
    -        return super().from_db(db, field_names, values)
    +        return super().from_db(db, field_names, values, fetch_mode=fetch_mode)
    ```

    ```diff
     from django.db import models


     class Book(models.Model):
         @classmethod
         def from_db(cls, db, field_names, values, **kwargs):
             return super().from_db(db, field_names, values, **kwargs)
    ```
    """,
)

admin_actions = grown(
    "DJ2028-admin-get-actions",
    since="6.1",
    gone="2028.0",
    docs=RELEASE.format("6.1") + "#features-deprecated-in-6-1",
    bases=ADMINS,
    rows=(
        Grown(
            "get_actions",
            ("request",),
            "action_location=ActionLocation.CHANGE_LIST",
            by_keyword=True,
            imports=("django.contrib.admin.ActionLocation",),
        ),
        Grown(
            "get_action_choices",
            ("request", "default_choices"),
            "action_location=ActionLocation.CHANGE_LIST",
            by_keyword=True,
            imports=("django.contrib.admin.ActionLocation",),
        ),
    ),
    doc="""``ModelAdmin.get_actions()`` and ``get_action_choices()`` take ``action_location``.

    Passed since Django 6.1, which warns about overrides without it.

    ```diff
     from django.contrib import admin


     class BookAdmin(admin.ModelAdmin):
    -    def get_actions(self, request):
    +    def get_actions(self, request, action_location=admin.ActionLocation.CHANGE_LIST):
    -        return {} if request.GET else super().get_actions(request)
    +        return {} if request.GET else super().get_actions(request, action_location)
    ```

    ```diff
     class Robot:
         def get_actions(self, request): ...
    ```
    """,
)


@dataclass(frozen=True)
class Shrunk:
    """A method that gets one argument less."""

    method: str
    bases: tuple[str, ...]
    gone: str
    instead: str | None = None  #: the dotted name of what was always passed
    always: bool = False  #: also where it has a default and nothing is done with it
    reads: str = ""  #: what to read instead; ``{0}`` is the method's first parameter, ``self`` left out


FIELDS = ("django.db.models.fields.Field",)
EXPRESSIONS = ("django.db.models.expressions.BaseExpression",)


def shrunk(
    id: str,
    *,
    since: str | None,
    gone: str,
    docs: str,
    rows: tuple[Shrunk, ...],
    doc: str,
    safety: Safety = Safety.SAFE,
) -> Rule:
    """Make a rule of a table of methods that get one argument less.

    What uses the argument is reported only, unless it was always the same thing.
    """

    def find(module: cst.Module, file: File) -> Iterator[Hit]:
        for row in rows:
            for definition, function in methods(file, [row.method], row.bases):
                param = next((param for param in positional(function) if param.name.value == row.gone), None)
                passes_on = any(_is(arg.value, row.gone) for call in super_calls(function, file) for arg in call.args)
                may_stay = param is not None and param.default is not None and param is positional(function)[-1]
                if param is None or (may_stay and not passes_on and not row.always):
                    continue
                message = f"{definition.name.value}.{row.method} gets no {row.gone} any more"
                also: list[tuple[Node, Node | str]] = [(function.params, without_param(function.params, row.gone))]
                passed = 0
                for call in super_calls(function, file):
                    at = [i for i, arg in enumerate(call.args) if _is(arg.value, row.gone)]
                    if len(at) == 1:
                        passed += 1
                        also.append((call, without_arg(call, at[0])))
                used = uses(function, row.gone, file)
                if len(used) == passed:
                    yield Hit(function.name, message, also=tuple(also))
                elif row.reads and not passed:
                    rest = [one for one in positional(function) if one is not param]
                    also += [(use, row.reads.format(*(one.name.value for one in rest))) for use in used]
                    yield Hit(function.name, message, also=tuple(also))
                elif row.instead is not None and not passed:
                    ref = file.ref(row.instead, function)
                    also += [(use, str(ref)) for use in used]
                    yield Hit(function.name, message, also=tuple(also), imports=ref.imports)
                else:
                    yield Hit(function.name, message + ", but uses it")

    find.__doc__ = doc
    needles = [f"{row.method} {row.gone}" for row in rows]
    return rule(id, package="django", since=since, gone=gone, docs=docs, safety=safety, needles=needles)(find)


def _is(value: cst.BaseExpression, name: str) -> bool:
    return isinstance(value, cst.Name) and value.value == name


from_db_value = shrunk(
    "DJ30-from-db-value-context",
    since="2.0",
    gone="3.0",
    docs=RELEASE.format("3.0") + "#features-removed-in-3-0",
    rows=(Shrunk("from_db_value", FIELDS, "context"), Shrunk("convert_value", EXPRESSIONS, "context")),
    doc="""``Field.from_db_value()`` and ``Expression.convert_value()`` get no ``context``.

    An empty dict since Django 2.0, passed only to methods that take it; since 3.0 nobody gets it, so that a method that
    asks for it is a TypeError. One that uses it is reported only.

    ```diff
     from django.db import models


     class Price(models.Field):
    -    def from_db_value(self, value, expression, connection, context):
    +    def from_db_value(self, value, expression, connection):
             return value


     class Sale(Price):
    -    def from_db_value(self, value, expression, connection, context):
    +    def from_db_value(self, value, expression, connection):
    -        return -super().from_db_value(value, expression, connection, context)
    +        return -super().from_db_value(value, expression, connection)
    ```

    ```diff
     from django.db import models


     class Price(models.Field):
         def from_db_value(self, value, expression, connection, context=None): ...


     class Kept(models.Field):
         def from_db_value(self, value, expression, connection, *args): ...


     class Parser:
         def from_db_value(self, value, expression, connection, context): ...
    ```
    """,
)

extra_restriction = shrunk(
    "DJ40-extra-restriction",
    since="4.0",
    gone="4.0",
    docs=RELEASE.format("4.0"),
    rows=(
        Shrunk(
            "get_extra_restriction",
            (*FIELDS, "django.db.models.fields.reverse_related.ForeignObjectRel"),
            "where_class",
            "django.db.models.sql.where.WhereNode",
        ),
    ),
    doc="""``get_extra_restriction()`` of a relation gets no ``where_class``.

    It was ``WhereNode`` for every query; Django 4.0 took the argument out, without a note in its release notes.

    ```diff
     from django.db import models
    +from django.db.models.sql.where import WhereNode


     class Current(models.ForeignKey):
    -    def get_extra_restriction(self, where_class, alias, related_alias):
    +    def get_extra_restriction(self, alias, related_alias):
    -        return where_class(alias)
    +        return WhereNode(alias)


     class Same(models.ForeignKey):
    -    def get_extra_restriction(self, where_class, alias, related_alias):
    +    def get_extra_restriction(self, alias, related_alias):
    -        return super().get_extra_restriction(where_class, alias, related_alias)
    +        return super().get_extra_restriction(alias, related_alias)
    ```

    ```diff
     class Current:
         def get_extra_restriction(self, where_class, alias, related_alias): ...
    ```
    """,
)

extra_tests = shrunk(
    "DJ50-extra-tests-override",
    since=None,
    gone="5.0",
    docs=RELEASE.format("5.0") + "#features-removed-in-5-0",
    rows=tuple(
        Shrunk(name, ("django.test.runner.DiscoverRunner",), "extra_tests") for name in ("build_suite", "run_tests")
    ),
    doc="""``DiscoverRunner.build_suite()`` and ``run_tests()`` get no ``extra_tests``.

    Deprecated since Django 4.0, removed in 5.0. Passing it on to ``super()`` is a TypeError from then on.

    ```diff
     from django.test.runner import DiscoverRunner


     class Runner(DiscoverRunner):
    -    def build_suite(self, test_labels, extra_tests, **kwargs):
    +    def build_suite(self, test_labels, **kwargs):
    -        return super().build_suite(test_labels, extra_tests, **kwargs)
    +        return super().build_suite(test_labels, **kwargs)
    ```

    ```diff
     class Runner:
         def build_suite(self, test_labels, extra_tests): ...
    ```
    """,
)

loader_template_dirs = shrunk(
    "DJ20-loader-template-dirs",
    since="1.9",
    gone="2.0",
    docs=RELEASE.format("2.0") + "#features-removed-in-2-0",
    rows=(
        Shrunk("get_template_sources", ("django.template.loaders.base.Loader",), "template_dirs"),
        Shrunk("cache_key", ("django.template.loaders.cached.Loader",), "template_dirs"),
        Shrunk("get_template", ("django.template.loaders.base.Loader",), "template_dirs"),
    ),
    doc="""Template loaders get no ``template_dirs``.

    Deprecated since Django 1.9, removed in 2.0.

    ```diff
     from django.template.loaders.filesystem import Loader


     class Themes(Loader):
    -    def get_template_sources(self, template_name, template_dirs=None):
    +    def get_template_sources(self, template_name):
    -        yield from super().get_template_sources(template_name, template_dirs)
    +        yield from super().get_template_sources(template_name)
    ```

    ```diff
     class Themes:
         def get_template_sources(self, template_name, template_dirs=None): ...
    ```
    """,
)

operation_reduce = shrunk(
    "DJ22-operation-reduce",
    since="2.2",
    gone="2.2",
    docs=RELEASE.format("2.2"),
    rows=(Shrunk("reduce", ("django.db.migrations.operations.base.Operation",), "in_between"),),
    doc="""``Operation.reduce()`` of migrations gets no ``in_between``.

    Since Django 2.2 it takes the operation and the app's label only.

    ```diff
     from django.db.migrations.operations.base import Operation


     class Load(Operation):
    -    def reduce(self, operation, in_between, app_label=None):
    +    def reduce(self, operation, app_label=None):
    -        return super().reduce(operation, in_between, app_label=app_label)
    +        return super().reduce(operation, app_label=app_label)
    ```

    ```diff
     class Load:
         def reduce(self, operation, in_between): ...
    ```
    """,
)


app_list = grown(
    "DJ41-get-app-list",
    since="4.1",
    gone="4.1",
    docs="https://docs.djangoproject.com/en/4.1/releases/4.1/#django-contrib-admin",
    bases=("django.contrib.admin.sites.AdminSite",),
    rows=(Grown("get_app_list", ("request",), "app_label=None"),),
    safety=Safety.REVIEW,
    doc="""
    ``AdminSite.get_app_list()`` gets ``app_label``.

    Since Django 4.1 for the page of one app, where an override without it is a TypeError.

    Review: what makes the list without ``super()`` puts all apps on that page; ``_build_app_dict(request, app_label)`` makes
    that of one.

    ```diff
     from django.contrib.admin import AdminSite


     class Shop(AdminSite):
    -    def get_app_list(self, request):
    -        return sorted(super().get_app_list(request), key=str)
    +    def get_app_list(self, request, app_label=None):
    +        return sorted(super().get_app_list(request, app_label), key=str)
    ```

    ```diff
     from django.contrib.admin import AdminSite


     class Shop(AdminSite):
         def get_app_list(self, request, app_label=None):
             return []


     class Market:
         def get_app_list(self, request):
             return []
    ```
    """,
)

token_secret = grown(
    "DJ41-token-secret",
    since="4.1",
    gone="4.1",
    docs="https://docs.djangoproject.com/en/4.1/releases/4.1/#security",
    bases=("django.contrib.auth.tokens.PasswordResetTokenGenerator",),
    rows=(Grown("_make_token_with_timestamp", ("user", "timestamp"), "secret"),),
    safety=Safety.REVIEW,
    doc="""
    ``PasswordResetTokenGenerator._make_token_with_timestamp()`` gets ``secret``.

    Since Django 4.1, for ``SECRET_KEY_FALLBACKS``; there is no release note. An override without it is a TypeError.

    Review: what makes a token should use it: ``salted_hmac(..., secret=secret)``.

    ```diff
     from django.contrib.auth.tokens import PasswordResetTokenGenerator


     class Tokens(PasswordResetTokenGenerator):
    -    def _make_token_with_timestamp(self, user, timestamp):
    -        return super()._make_token_with_timestamp(user, timestamp).upper()
    +    def _make_token_with_timestamp(self, user, timestamp, secret):
    +        return super()._make_token_with_timestamp(user, timestamp, secret).upper()
    ```

    ```diff
     class Tokens:
         def _make_token_with_timestamp(self, user, timestamp):
             return ""
    ```
    """,
)

group_by_alias = shrunk(
    "DJ42-group-by-alias",
    since="4.2",
    gone="4.2",
    docs=RELEASE.format("4.2") + "#miscellaneous",
    rows=(Shrunk("get_group_by_cols", EXPRESSIONS, "alias", always=True),),
    doc="""``Expression.get_group_by_cols()`` gets no ``alias``.

    Asked for since Django 3.0, and gone in 4.2: that of ``super()`` does not take it any more.

    ```diff
     from django.db.models import Expression


     class Score(Expression):
    -    def get_group_by_cols(self, alias=None):
    +    def get_group_by_cols(self):
    -        return super().get_group_by_cols(alias=alias)
    +        return super().get_group_by_cols()
    ```

    ```diff
     class Score:
         def get_group_by_cols(self, alias=None):
             return []
    ```
    """,
)
