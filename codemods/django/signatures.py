"""Overridden methods to which Django passes one argument more than it did: release by release, out of the releases.

Most of it is in no release note. Each row was found by comparing the classes of a release with those of the one before, and
by looking for the call that passes the argument; ``tests/test_signatures.py`` holds the rows against real releases.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import spread
from upgrader.members import methods, super_calls
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, Rule, rule

from .overrides import FIELDS, RELEASE, Grown, Shrunk, grown, shrunk

MODEL = ("django.db.models.base.Model",)
MODEL_ADMIN = ("django.contrib.admin.options.ModelAdmin",)
QUERYSET = ("django.db.models.query.QuerySet",)
RELATED = ("django.db.models.fields.related.ForeignObject", "django.db.models.fields.reverse_related.ForeignObjectRel")
RESPONSE = ("django.http.response.HttpResponseBase",)
RUNNER = ("django.test.runner.DiscoverRunner",)
COMPILER = ("django.db.models.sql.compiler.SQLCompiler",)
QUERY = ("django.db.models.sql.query.Query",)
OPERATIONS = ("django.db.backends.base.operations.BaseDatabaseOperations",)
COLLECTOR = ("django.db.models.deletion.Collector",)
INSPECT = ("django.core.management.commands.inspectdb.Command",)
CHUNK_SIZE = "django.db.models.sql.constants.GET_ITERATOR_CHUNK_SIZE"
LOCATION = "django.contrib.admin.ActionLocation"
COOKIE = ("key", "value", "max_age", "expires", "path", "domain", "secure", "httponly")
FORM = (
    *("data", "files", "auto_id", "prefix", "initial", "error_class", "label_suffix", "empty_permitted"),
    *("field_order", "use_required_attribute"),
)
FEED = (
    *("title", "link", "description", "language", "author_email", "author_name", "author_link", "subtitle"),
    *("categories", "feed_url", "feed_copyright", "feed_guid", "ttl"),
)
CHANGES = (
    *("request", "model", "list_display", "list_display_links", "list_filter", "date_hierarchy", "search_fields"),
    *("list_select_related", "list_per_page", "list_max_show_all", "list_editable", "model_admin"),
)
TABLES: dict[str, tuple[Grown, ...]] = {
    "2.0": (
        Grown("get_path_info", (), "filtered_relation=None", bases=RELATED),
        Grown("get_reverse_path_info", (), "filtered_relation=None", bases=RELATED),
        Grown(
            "execute_sql",
            ("result_type", "chunked_fetch"),
            "chunk_size=GET_ITERATOR_CHUNK_SIZE",
            by_keyword=True,
            imports=(CHUNK_SIZE,),
            bases=COMPILER,
        ),
        Grown("for_update_sql", ("nowait", "skip_locked"), "of=()", by_keyword=True, bases=OPERATIONS),
    ),
    "2.1": (
        Grown("get_form", ("request", "obj"), "change=False", by_keyword=True, bases=MODEL_ADMIN),
        Grown(
            "__init__",
            CHANGES,
            "sortable_by",
            bases=("django.contrib.admin.views.main.ChangeList",),
            having="list_max_show_all",
        ),
        Grown("set_cookie", COOKIE, "samesite=None", by_keyword=True, bases=RESPONSE),
        Grown("get_meta", ("table_name", "constraints", "column_to_field_name"), "is_view", bases=INSPECT),
    ),
    "2.2": (
        Grown(
            "get_choices",
            ("include_blank", "blank_choice", "limit_choices_to"),
            "ordering=()",
            by_keyword=True,
            bases=(*FIELDS, RELATED[1]),
        ),
        Grown(
            "bulk_create",
            ("objs", "batch_size"),
            "ignore_conflicts=False",
            by_keyword=True,
            bases=(*QUERYSET, "django.db.models.manager.BaseManager"),
        ),
        Grown(
            "get_meta", ("table_name", "constraints", "column_to_field_name", "is_view"), "is_partition", bases=INSPECT
        ),
    ),
    "3.1": (
        Grown("run_checks", (), "databases", bases=RUNNER),
        Grown("_check_indexes", (), "databases", bases=MODEL),
        Grown("_check_constraints", (), "databases", bases=MODEL),
        Grown("_check_long_column_names", (), "databases", bases=MODEL),
        Grown(
            "collect",
            (
                *("objs", "source", "nullable", "collect_related", "source_attr", "reverse_dependency"),
                "keep_parents",
            ),
            "fail_on_restricted=True",
            by_keyword=True,
            bases=COLLECTOR,
        ),
        Grown("delete_cookie", ("key", "path", "domain"), "samesite=None", by_keyword=True, bases=RESPONSE),
        Grown("runshell", (), "parameters", bases=("django.db.backends.base.client.BaseDatabaseClient",)),
        Grown("fetch_returned_insert_columns", ("cursor",), "returning_params", bases=OPERATIONS),
    ),
    "3.2": (
        Grown(
            "for_update_sql",
            ("nowait", "skip_locked", "of"),
            "no_key=False",
            by_keyword=True,
            bases=OPERATIONS,
        ),
    ),
    "4.0": (
        Grown("get_compiler", ("using", "connection"), "elide_empty=True", by_keyword=True, bases=QUERY),
        Grown(
            "__init__",
            ("query", "connection", "using"),
            "elide_empty=True",
            bases=COMPILER,
            having="connection",
        ),
        Grown(
            "__init__",
            ("initlist", "error_class"),
            "renderer=None",
            by_keyword=True,
            bases=("django.forms.utils.ErrorList",),
            having="error_class",
        ),
        Grown("year_lookup_bounds_for_date_field", ("value",), "iso_year=False", by_keyword=True, bases=OPERATIONS),
        Grown("year_lookup_bounds_for_datetime_field", ("value",), "iso_year=False", by_keyword=True, bases=OPERATIONS),
    ),
    "4.1": (
        Grown("signature", ("value",), "key=None", bases=("django.core.signing.Signer",)),
        Grown("_get_unique_checks", ("exclude",), "include_meta_constraints=False", by_keyword=True, bases=MODEL),
        Grown(
            "label_tag",
            ("contents", "attrs", "label_suffix"),
            "tag=None",
            by_keyword=True,
            bases=("django.forms.boundfield.BoundField",),
        ),
    ),
    "4.2": (
        Grown("on_commit", ("func",), "robust=False", bases=("django.db.backends.base.base.BaseDatabaseWrapper",)),
        Grown("setup_query", (), "with_col_aliases=False", by_keyword=True, bases=COMPILER),
        Grown("pre_sql_setup", (), "with_col_aliases=False", by_keyword=True, bases=COMPILER),
        Grown("get_select", (), "with_col_aliases=False", by_keyword=True, bases=COMPILER),
        Grown(
            "write_migration_files",
            ("changes",),
            "update_previous_migration_paths=None",
            bases=("django.core.management.commands.makemigrations.Command",),
        ),
        Grown(
            "get_meta",
            ("table_name", "constraints", "column_to_field_name", "is_view", "is_partition"),
            "comment",
            bases=INSPECT,
        ),
    ),
    "5.0": (
        Grown(
            "get_queryset",
            ("request",),
            "exclude_parameters=None",
            by_keyword=True,
            bases=("django.contrib.admin.views.main.ChangeList",),
        ),
        Grown("_save_parents", ("cls", "using", "update_fields"), "force_insert=False", bases=MODEL),
        Grown(
            "_save_parents",
            ("cls", "using", "update_fields", "force_insert"),
            "updated_parents=None",
            by_keyword=True,
            bases=MODEL,
        ),
    ),
    "5.1": (
        Grown("refresh_from_db", ("using", "fields"), "from_queryset=None", by_keyword=True, bases=MODEL),
        Grown("arefresh_from_db", ("using", "fields"), "from_queryset=None", by_keyword=True, bases=MODEL),
    ),
    "5.2": (
        Grown(
            "__init__",
            ("initlist", "error_class", "renderer"),
            "field_id=None",
            by_keyword=True,
            bases=("django.forms.utils.ErrorList",),
            having="error_class",
        ),
        Grown(
            "__init__",
            FEED,
            "stylesheets=None",
            by_keyword=True,
            bases=("django.utils.feedgenerator.SyndicationFeed",),
            having="feed_url",
        ),
    ),
    "6.0": (
        Grown("_update", ("values",), "returning_fields=None", bases=QUERYSET),
        Grown(
            "_do_update",
            ("base_qs", "using", "pk_val", "values", "update_fields", "forced_update"),
            "returning_fields",
            bases=MODEL,
        ),
    ),
    "6.1": (
        Grown(
            "get_success_url_allowed_hosts",
            (),
            "request=None",
            bases=(
                "django.contrib.auth.views.RedirectURLMixin",
                "django.contrib.auth.views.SuccessURLAllowedHostsMixin",
            ),
        ),
        Grown(
            "url_converter",
            ("name", "hashed_files", "template"),
            "ignored_blocks=None",
            bases=("django.contrib.staticfiles.storage.HashedFilesMixin",),
        ),
        Grown(
            "get_action",
            ("action",),
            "action_location=ActionLocation.CHANGE_LIST",
            imports=(LOCATION,),
            bases=MODEL_ADMIN,
        ),
        Grown(
            "_get_base_actions",
            (),
            "action_location=ActionLocation.CHANGE_LIST",
            by_keyword=True,
            imports=(LOCATION,),
            bases=MODEL_ADMIN,
        ),
        Grown(
            "response_action",
            ("request", "queryset"),
            "action_location=ActionLocation.CHANGE_LIST",
            by_keyword=True,
            imports=(LOCATION,),
            bases=MODEL_ADMIN,
        ),
        Grown("render_js", (), "*, attrs=None", by_keyword=True, bases=("django.forms.widgets.Media",)),
        Grown("render_css", (), "*, attrs=None", by_keyword=True, bases=("django.forms.widgets.Media",)),
        Grown("_check_on_delete", (), "databases", bases=("django.db.models.fields.related.ForeignKey",)),
        Grown("_check_decimal_places", (), "databases", bases=("django.db.models.fields.DecimalField",)),
        Grown("_check_max_digits", (), "databases", bases=("django.db.models.fields.DecimalField",)),
    ),
}


def in_release(release: str, example: str) -> Rule:
    """Make the rule of the methods that get an argument more as of a release."""
    rows = TABLES[release]
    passed = "; ".join(f"``{row.bases[0].rpartition('.')[2]}.{row.method}()`` gets ``{row.name}``" for row in rows)
    return grown(
        f"DJ{release.replace('.', '')}-overridden",
        since=release,
        gone=release,
        docs=RELEASE.format(release),
        rows=rows,
        doc=f"""Overridden methods to which Django {release} passes one more argument.

{_wrapped(passed)}

An override that does not take it is a TypeError. It takes it, and gives it to that of ``super()``.

{example}
""",
    )


def _wrapped(text: str) -> str:
    lines = [""]
    for word in f"{text}.".split():
        if len(lines[-1]) + len(word) > 110:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


in_2_0 = in_release(
    "2.0",
    """
```diff
 from django.db import models


 class Composite(models.ForeignObject):
-    def get_path_info(self):
-        return super().get_path_info()
+    def get_path_info(self, filtered_relation=None):
+        return super().get_path_info(filtered_relation)
```

```diff
 class Route:
     def get_path_info(self):
         return ""
```
""",
)
in_2_1 = in_release(
    "2.1",
    """
```diff
 from django.contrib import admin


 class BookAdmin(admin.ModelAdmin):
-    def get_form(self, request, obj=None):
-        form = super().get_form(request, obj)
+    def get_form(self, request, obj=None, change=False):
+        form = super().get_form(request, obj, change=change)
         form.base_fields["title"].required = False
         return form
```

```diff
 from django.contrib import admin
 from django.views.generic import FormView


 class BookAdmin(admin.ModelAdmin):
     def get_form(self, request, obj=None, **kwargs):
         return super().get_form(request, obj, **kwargs)


 class Order(FormView):
     def get_form(self):
         return super().get_form()
```
""".replace("form = super().get_form(request, obj, change=change)", "form = super().get_form(request, obj, change)"),
)
in_2_2 = in_release(
    "2.2",
    """
```diff
 from django.db import models


 class Books(models.QuerySet):
-    def bulk_create(self, objs, batch_size=None):
-        return super().bulk_create(objs, batch_size=batch_size)
+    def bulk_create(self, objs, batch_size=None, ignore_conflicts=False):
+        return super().bulk_create(objs, batch_size=batch_size, ignore_conflicts=ignore_conflicts)
```

```diff
 from django.db import models


 class Books(models.QuerySet):
     def bulk_create(self, objs, *args, **kwargs):
         return super().bulk_create(objs, *args, **kwargs)


 class Importer:
     def bulk_create(self, objs, batch_size=None):
         return []
```
""",
)
in_3_1 = in_release(
    "3.1",
    """
```diff
 from django.test.runner import DiscoverRunner


 class Runner(DiscoverRunner):
-    def run_checks(self):
+    def run_checks(self, databases):
         print("checking")
-        super().run_checks()
+        super().run_checks(databases)
```

```diff
 from django.test.runner import DiscoverRunner


 class Runner(DiscoverRunner):
     def run_checks(self, dbs):
         pass


 class Monitor:
     def run_checks(self):
         pass
```
""",
)
in_3_2 = in_release(
    "3.2",
    """
```diff
 from django.db.backends.postgresql.operations import DatabaseOperations


 class Operations(DatabaseOperations):
-    def for_update_sql(self, nowait=False, skip_locked=False, of=()):
-        return super().for_update_sql(nowait, skip_locked, of)
+    def for_update_sql(self, nowait=False, skip_locked=False, of=(), no_key=False):
+        return super().for_update_sql(nowait, skip_locked, of, no_key)
```

```diff
 class Operations:
     def for_update_sql(self, nowait=False, skip_locked=False, of=()):
         return ""
```
""",
)
in_4_0 = in_release(
    "4.0",
    """
```diff
 from django.forms.utils import ErrorList


 class Errors(ErrorList):
-    def __init__(self, initlist=None, error_class=None):
-        super().__init__(initlist, error_class)
+    def __init__(self, initlist=None, error_class=None, renderer=None):
+        super().__init__(initlist, error_class, renderer)
         self.error_class = "errors"
```

```diff
 from django.forms.utils import ErrorList


 class Errors(ErrorList):
     def __init__(self, *args, **kwargs):
         super().__init__(*args, error_class="errors", **kwargs)


 class Report:
     def __init__(self, initlist=None, error_class=None):
         pass
```
""",
)
in_4_1 = in_release(
    "4.1",
    """
```diff
 from django.core.signing import Signer


 class Short(Signer):
-    def signature(self, value):
-        return super().signature(value)[:8]
+    def signature(self, value, key=None):
+        return super().signature(value, key)[:8]
```

```diff
 class Letter:
     def signature(self, value):
         return ""
```
""",
)
in_4_2 = in_release(
    "4.2",
    """
```diff
 from django.db.backends.postgresql import base


 class DatabaseWrapper(base.DatabaseWrapper):
-    def on_commit(self, func):
-        return super().on_commit(func)
+    def on_commit(self, func, robust=False):
+        return super().on_commit(func, robust)
```

```diff
 class Store:
     def on_commit(self, func):
         func()
```
""",
)
in_5_0 = in_release(
    "5.0",
    """
```diff
 from django.contrib.admin.views.main import ChangeList


 class Changes(ChangeList):
-    def get_queryset(self, request):
-        return super().get_queryset(request).distinct()
+    def get_queryset(self, request, exclude_parameters=None):
+        return super().get_queryset(request, exclude_parameters).distinct()
```

```diff
 from django.contrib import admin


 class BookAdmin(admin.ModelAdmin):
     def get_queryset(self, request):
         return super().get_queryset(request)
```
""",
)
in_5_1 = in_release(
    "5.1",
    """
```diff
 from django.db import models


 class Book(models.Model):
-    def refresh_from_db(self, using=None, fields=None):
-        super().refresh_from_db(using=using, fields=fields)
+    def refresh_from_db(self, using=None, fields=None, from_queryset=None):
+        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)
         self.cover = None
```

```diff
 from django.db import models


 class Book(models.Model):
     def refresh_from_db(self, using=None, fields=None, **kwargs):
         super().refresh_from_db(using, fields, **kwargs)


 class Cache:
     def refresh_from_db(self, using=None, fields=None):
         pass
```
""",
)
in_5_2 = in_release(
    "5.2",
    """
```diff
 from django.forms.utils import ErrorList


 class Errors(ErrorList):
-    def __init__(self, initlist=None, error_class=None, renderer=None):
-        super().__init__(initlist, error_class=error_class, renderer=renderer)
+    def __init__(self, initlist=None, error_class=None, renderer=None, field_id=None):
+        super().__init__(initlist, error_class=error_class, renderer=renderer, field_id=field_id)
```

```diff
 class Report:
     def __init__(self, initlist=None, error_class=None, renderer=None):
         pass
```
""",
)
in_6_0 = in_release(
    "6.0",
    """
```diff
 from django.db import models


 class Books(models.QuerySet):
-    def _update(self, values):
+    def _update(self, values, returning_fields=None):
         print("updated")
-        return super()._update(values)
+        return super()._update(values, returning_fields)


 class Book(models.Model):
-    def _do_update(self, base_qs, using, pk_val, values, update_fields, forced_update):
-        return super()._do_update(base_qs, using, pk_val, values, update_fields, forced_update)
+    def _do_update(self, base_qs, using, pk_val, values, update_fields, forced_update, returning_fields):
+        return super()._do_update(base_qs, using, pk_val, values, update_fields, forced_update, returning_fields)
```

```diff
 class Books:
     def _update(self, values):
         return values
```
""",
)
in_6_1 = in_release(
    "6.1",
    """
```diff
 from django.contrib import admin
 from django.contrib.auth.views import LoginView


 class Login(LoginView):
-    def get_success_url_allowed_hosts(self):
-        return {"shop.example", *super().get_success_url_allowed_hosts()}
+    def get_success_url_allowed_hosts(self, request=None):
+        return {"shop.example", *super().get_success_url_allowed_hosts(request)}


 class BookAdmin(admin.ModelAdmin):
-    def response_action(self, request, queryset):
-        return super().response_action(request, queryset)
+    def response_action(self, request, queryset, action_location=admin.ActionLocation.CHANGE_LIST):
+        return super().response_action(request, queryset, action_location)
```

```diff
 from django.contrib import admin


 class BookAdmin(admin.ModelAdmin):
     def response_action(self, request, queryset, **kwargs):
         return super().response_action(request, queryset, **kwargs)


 class Robot:
     def get_action(self, action):
         return action
```
""",
)

form_renderer = grown(
    "DJ40-form-renderer",
    since="2.1",
    gone="4.0",
    docs=RELEASE.format("4.0") + "#forms",
    bases=("django.forms.forms.BaseForm",),
    rows=(Grown("__init__", FORM, "renderer=None", by_keyword=True, having="use_required_attribute"),),
    pattern=rb"\bdef\s+__init__\s*\([^)]*\buse_required_attribute\b",
    doc="""``__init__()`` of a form that lists all its parameters takes ``renderer``.

    Sets of forms pass it to each form since Django 4.0; a form without it cannot be in one.

    ```diff
     from django import forms


     class Row(forms.Form):
         def __init__(self, data=None, files=None, auto_id="id_%s", prefix=None, initial=None,
                      error_class=forms.utils.ErrorList, empty_permitted=False,
    -                 use_required_attribute=None):
    +                 use_required_attribute=None,
    +                 renderer=None):
    -        super().__init__(data, files, use_required_attribute=use_required_attribute)
    +        super().__init__(data, files, use_required_attribute=use_required_attribute, renderer=renderer)
    ```

    ```diff
     from django import forms


     class Row(forms.Form):
         def __init__(self, data=None, use_required_attribute=None, **kwargs):
             super().__init__(data, use_required_attribute=use_required_attribute, **kwargs)


     class Search(forms.Form):
         def __init__(self, shop):
             super().__init__()
    ```
    """,
)

create_server = grown(
    "DJ42-create-server",
    since="4.0",
    gone="4.2",
    docs=RELEASE.format("4.2"),
    bases=("django.test.testcases.LiveServerThread",),
    rows=(Grown("_create_server", (), "connections_override=None", by_keyword=True),),
    doc="""``LiveServerThread._create_server()`` takes ``connections_override``.

    Passed since Django 4.2; an override without it is a TypeError, and no live server starts.

    ```diff
     from django.test.testcases import LiveServerThread


     class Quiet(LiveServerThread):
    -    def _create_server(self):
    -        server = super()._create_server()
    +    def _create_server(self, connections_override=None):
    +        server = super()._create_server(connections_override)
             server.quiet = True
             return server
    ```

    ```diff
     class Quiet:
         def _create_server(self):
             return None
    ```
    """,
)

queryset_iterator = grown(
    "DJ50-queryset-iterator",
    since="4.1",
    gone="5.0",
    docs=RELEASE.format("5.0"),
    bases=QUERYSET,
    rows=(Grown("iterator", (), "chunk_size=None", by_keyword=True),),
    doc="""``QuerySet.iterator()`` takes ``chunk_size``.

    ``dumpdata`` and the serialized database of tests pass it since Django 5.0.

    ```diff
     from django.db import models


     class Books(models.QuerySet):
    -    def iterator(self):
    -        for book in super().iterator():
    +    def iterator(self, chunk_size=None):
    +        for book in super().iterator(chunk_size):
                 yield book
    ```

    ```diff
     from django.db import models


     class Books(models.QuerySet):
         def iterator(self, *args, **kwargs):
             return super().iterator(*args, **kwargs)


     class Shelf:
         def iterator(self):
             return iter(())
    ```
    """,
)

full_clean = grown(
    "DJ60-full-clean",
    since="4.1",
    gone="6.0",
    docs=RELEASE.format("6.0"),
    bases=MODEL,
    rows=(Grown("full_clean", ("exclude", "validate_unique"), "validate_constraints=True", by_keyword=True),),
    doc="""``Model.full_clean()`` takes ``validate_constraints``.

    There since Django 4.1; a ModelForm passes it since 6.0, so that an override without it is a TypeError.

    ```diff
     from django.db import models


     class Book(models.Model):
    -    def full_clean(self, exclude=None, validate_unique=True):
    -        super().full_clean(exclude, validate_unique)
    +    def full_clean(self, exclude=None, validate_unique=True, validate_constraints=True):
    +        super().full_clean(exclude, validate_unique, validate_constraints)
    ```

    ```diff
     from django import forms
     from django.db import models


     class Book(models.Model):
         def full_clean(self, *args, **kwargs):
             super().full_clean(*args, **kwargs)


     class BookForm(forms.ModelForm):
         def full_clean(self):
             super().full_clean()
    ```
    """,
)

mail_message = grown(
    "DJ60-mail-message",
    since=None,
    gone="6.0",
    docs=RELEASE.format("6.0") + "#email",
    bases=("django.core.mail.message.EmailMessage",),
    rows=(Grown("message", (), "**kwargs", by_keyword=True, passes="policy"),),
    doc="""``EmailMessage.message()`` takes ``policy``.

    The SMTP backend passes it since Django 6.0; it is handed on as it comes, so that the method runs before and after.

    ```diff
     from django.core.mail import EmailMultiAlternatives


     class Letter(EmailMultiAlternatives):
    -    def message(self):
    -        message = super().message()
    +    def message(self, **kwargs):
    +        message = super().message(**kwargs)
             message["X-Shop"] = "books"
             return message
    ```

    ```diff
     from django.core.mail import EmailMessage


     class Letter(EmailMessage):
         def message(self, *, policy):
             return super().message(policy=policy)


     class Chat:
         def message(self):
             return "hello"
    ```
    """,
)

KINDS = ("BaseModel", "Model", "InlineModel")
CHECKS = (
    *("_check_autocomplete_fields_item", "_check_raw_id_fields_item", "_check_fieldsets_item", "_check_field_spec"),
    *("_check_field_spec_item", "_check_filter_item", "_check_radio_fields_key", "_check_prepopulated_fields_key"),
    *("_check_prepopulated_fields_value", "_check_prepopulated_fields_value_item", "_check_ordering_item"),
    *("_check_readonly_fields_item", "_check_inlines_item", "_check_list_display_item", "_check_list_filter_item"),
    "_check_list_editable_item",
)

admin_checks = shrunk(
    "DJ22-admin-checks",
    since="2.2",
    gone="2.2",
    docs=RELEASE.format("2.2"),
    rows=tuple(
        Shrunk(
            name, tuple(f"django.contrib.admin.checks.{kind}AdminChecks" for kind in KINDS), "model", reads="{0}.model"
        )
        for name in CHECKS
    ),
    doc="""Methods of ``ModelAdminChecks`` that check one item get no ``model``.

    Since Django 2.2 they ask the ModelAdmin for it; there is no release note. An override that wants it is a TypeError.

    ```diff
     from django.contrib.admin.checks import ModelAdminChecks


     class Checks(ModelAdminChecks):
    -    def _check_list_display_item(self, obj, model, item, label):
    -        return super()._check_list_display_item(obj, model, item, label)
    +    def _check_list_display_item(self, obj, item, label):
    +        return super()._check_list_display_item(obj, item, label)

    -    def _check_ordering_item(self, obj, model, field_name, label):
    -        return [] if model.lax else [label]
    +    def _check_ordering_item(self, obj, field_name, label):
    +        return [] if obj.model.lax else [label]
    ```

    ```diff
     class Checks:
         def _check_ordering_item(self, obj, model, field_name, label):
             return [model]
    ```
    """,
)

flush = shrunk(
    "DJ31-execute-sql-flush",
    since="3.1",
    gone="3.1",
    docs=RELEASE.format("3.1") + "#database-backend-api",
    rows=(Shrunk("execute_sql_flush", OPERATIONS, "using", reads="self.connection.alias"),),
    doc="""``DatabaseOperations.execute_sql_flush()`` gets no ``using``.

    Since Django 3.1 it is the alias of the connection that it belongs to.

    ```diff
     from django.db import transaction
     from django.db.backends.base.operations import BaseDatabaseOperations


     class Operations(BaseDatabaseOperations):
    -    def execute_sql_flush(self, using, sql_list):
    -        with transaction.atomic(using=using):
    +    def execute_sql_flush(self, sql_list):
    +        with transaction.atomic(using=self.connection.alias):
                 print(sql_list)
    ```

    ```diff
     class Operations:
         def execute_sql_flush(self, using, sql_list):
             print(using)
    ```
    """,
)


@rule(
    "DJ32-filter-or-exclude",
    package="django",
    since="3.2",
    gone="3.2",
    docs=RELEASE.format("3.2"),
    needles=["_filter_or_exclude", "_filter_or_exclude_inplace"],
    pattern=rb"\bdef\s+_filter_or_exclude\w*\s*\([^)]*\*\*",
)
def filter_or_exclude(module: cst.Module, file: File) -> Iterator[Hit]:
    """``QuerySet._filter_or_exclude()`` takes its arguments as a tuple and a dictionary.

    Since Django 3.2 they are the second and third parameter, for ``filter(negate=True)`` of a field of that name. What an
    override does with ``args`` and ``kwargs`` stays.

    ```diff
     from django.db import models


     class Books(models.QuerySet):
    -    def _filter_or_exclude(self, negate, *args, **kwargs):
    +    def _filter_or_exclude(self, negate, args, kwargs):
             kwargs.pop("shop", None)
    -        return super()._filter_or_exclude(negate, *args, **kwargs)
    +        return super()._filter_or_exclude(negate, args, kwargs)
    ```

    ```diff
     from django.db import models


     class Books(models.QuerySet):
         def _filter_or_exclude(self, negate, args, kwargs):
             return super()._filter_or_exclude(negate, args, kwargs)


     class Shelf:
         def _filter_or_exclude(self, negate, *args, **kwargs):
             return self
    ```
    """
    for definition, function in methods(file, ["_filter_or_exclude", "_filter_or_exclude_inplace"], QUERYSET):
        params = function.params
        caught, keywords = params.star_arg, params.star_kwarg
        if not isinstance(caught, cst.Param) or keywords is None:
            continue
        message = f"{definition.name.value}.{function.name.value} gets a tuple and a dictionary"
        if len(params.params) != 2 or params.kwonly_params or params.posonly_params:
            yield Hit(function.name, message)
            continue
        comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
        own = [param.with_changes(comma=comma) for param in params.params]
        names = [cst.Param(cst.Name(caught.name.value)), cst.Param(cst.Name(keywords.name.value))]
        made = params.with_changes(params=[*own, *names], star_arg=cst.MaybeSentinel.DEFAULT, star_kwarg=None)
        also: list[tuple[Node, Node | str]] = [(params, made)]
        for call in super_calls(function, file):
            args = [arg.with_changes(star="") if arg.star else arg for arg in call.args]
            if [arg.star for arg in call.args] != ["", "*", "**"]:
                break
            also.append((call, call.with_changes(args=args)))
        else:
            yield Hit(function.name, message, also=tuple(also))
            continue
        yield Hit(function.name, message)


DEFERRED = "django.db.models.query_utils.DeferredAttribute"


@rule(
    "DJ30-deferred-attribute",
    package="django",
    since="3.0",
    gone="3.0",
    docs=RELEASE.format("3.0"),
    names=[DEFERRED],
    safety=Safety.REVIEW,
)
def deferred_attribute(node: cst.Call, file: File) -> Iterator[Hit]:
    """``DeferredAttribute`` takes a field, no name of one.

    Since Django 3.0 (and no model since 2.1); it reads ``field.attname``. There is no release note.

    Review: what has ``attname`` or ``name`` is taken for a field.

    ```diff
     from django.db.models.query_utils import DeferredAttribute

    -setattr(cls, field.attname, DeferredAttribute(field.attname, cls))
    -print(DeferredAttribute(field_name=field.attname))
    +setattr(cls, field.attname, DeferredAttribute(field))
    +print(DeferredAttribute(field))
     print(DeferredAttribute("title"))
    ```

    ```diff
     from django.db.models.query_utils import DeferredAttribute

     print(DeferredAttribute(field), DeferredAttribute(field=title))
    ```
    """
    names = {arg.keyword.value for arg in node.args if arg.keyword is not None}
    if not node.args or spread(node) or "field" in names:
        return
    named = node.args[0].value
    message = "DeferredAttribute takes a field, no name"
    if isinstance(named, cst.Attribute) and named.attr.value in ("attname", "name"):
        edit = f"{file.code(node.func)}({file.code(named.value)})"
        yield Hit(node, message, None if file.guard(node) else edit)
    elif len(node.args) > 1 or names or isinstance(named, cst.SimpleString):
        yield Hit(node, message)
