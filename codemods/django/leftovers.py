"""What went without a successor, and imports of what other rules rewrite that nothing uses."""

from upgrader.model import Safety
from upgrader.rule import Rule, moves, removals

NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"

gone_in_2_2 = removals(
    "DJ22-removed",
    package="django",
    gone="2.2",
    docs=NOTES.format("2.2"),
    names={
        "django.utils.html.fix_ampersands": "escape() and autoescaping see to ampersands",
        "django.utils.html.remove_tags": "use a sanitiser such as nh3",
        "django.utils.html.strip_entities": "a regular expression is all it was",
        "django.forms.widgets.RadioInput": "choose a template_name and override create_option()",
        "django.forms.widgets.RadioFieldRenderer": "choose a template_name for the widget",
        "django.forms.widgets.CheckboxFieldRenderer": "choose a template_name for the widget",
        "django.forms.widgets.ChoiceFieldRenderer": "choose a template_name for the widget",
        "django.forms.widgets.RendererMixin": "choose a template_name for the widget",
        "django.forms.forms.get_declared_fields": "DeclarativeFieldsMetaclass collects the fields",
        "django.db.models.query.ValuesQuerySet": "compare query._iterable_class with ValuesIterable",
        "django.db.models.query.ValuesListQuerySet": "compare query._iterable_class with ValuesListIterable",
        "django.db.models.expressions.Date": "use django.db.models.functions.TruncDate",
        "django.db.models.expressions.DateTime": "use django.db.models.functions.Trunc",
        "django.core.servers.fastcgi.runfastcgi": "serve the WSGI application",
        "django.test.utils.override_template_loaders": "use override_settings(TEMPLATES=...)",
        "django.template.base.add_to_builtins": "list it under OPTIONS['builtins'] of TEMPLATES",
        "django.db.transaction.commit_manually": "use atomic(), or set_autocommit() and commit()",
        "django.utils.functional.memoize": "use functools.lru_cache, which keeps the cache to itself",
        "django.utils.functional.lazy_property": "use property",
        "django.test.utils.reset_warning_registry": "unittest's assertWarns() resets what it needs",
        "django.views.i18n.render_javascript_catalog": "subclass JavaScriptCatalog",
        "django.contrib.gis.shortcuts.render_to_text": "HttpResponse(render_to_string(...), content_type='text/plain')",
        "django.utils.tzinfo.FixedOffset": "use datetime.timezone",
        "django.utils.tzinfo.LocalTimezone": "use django.utils.timezone.get_default_timezone()",
    },
    modules={
        "django.views.generic.simple": "there are class-based views",
        "django.views.generic.list_detail": "there are class-based views",
        "django.views.generic.date_based": "there are class-based views",
        "django.views.generic.create_update": "there are class-based views",
        "django.db.models.sql.aggregates": "use django.db.models.aggregates",
        "django.db.models.loading": "use django.apps.apps",
        "django.utils.checksums": "use localflavor.generic.checksums",
        "django.utils.synch": "use threading.RLock",
        "django.contrib.gis.geoip": "use django.contrib.gis.geoip2",
        "django.contrib.gis.maps": "it spoke to a service that has changed",
        "django.contrib.comments": "use django-contrib-comments",
        "django.db.migrations.topological_sort": "use graphlib.TopologicalSorter",
    },
    handled=[
        "django.contrib.gis.geoip.GeoIP",
        "django.contrib.gis.geoip.GeoIPException",
        "django.db.models.loading.get_model",
    ],
    doc="""
    Names and modules that were removed in Django 2.2 or before, without a successor of the same form.

    Manual: what comes nearest is said with each. An import that nothing uses is dropped.

    ```diff
     from django.utils.html import remove_tags

     print(remove_tags("<b>a</b>", "b"))
    -from django.utils.html import remove_tags
    ```

    ```diff
     from shop.html import remove_tags

     print(remove_tags("<b>a</b>", "b"))
    ```
    """,
)

gone_in_4_0 = removals(
    "DJ40-removed",
    package="django",
    gone="4.0",
    docs=NOTES.format("4.0") + "#features-removed-in-4-0",
    names={
        "django.core.mail.message.split_addr": "use email.headerregistry.Address",
        "django.db.models.query_utils.InvalidQuery": "catch FieldDoesNotExist and FieldError of django.core.exceptions",
        "django.contrib.staticfiles.storage.CachedStaticFilesStorage": "use ManifestStaticFilesStorage",
        "django.contrib.staticfiles.storage.CachedFilesMixin": "use ManifestFilesMixin",
        "django.middleware.csrf.REASON_BAD_TOKEN": "there are REASON_CSRF_TOKEN_MISSING and messages for each reason",
        "django.test.runner.reorder_suite": "reorder_tests() reorders an iterable of tests",
        "django.contrib.postgres.fields.jsonb.JsonAdapter": "Django adapts JSON itself",
    },
    doc="""
    Names that were removed in Django 3.0 to 4.0, without a successor of the same form.

    Manual: what comes nearest is said with each. An import that nothing uses is dropped.

    ```diff
     from django.db.models.query_utils import InvalidQuery

     try:
         pass
     except InvalidQuery:
         pass
    -from django.db.models.query_utils import InvalidQuery
    ```

    ```diff
     from shop.query import InvalidQuery

     print(InvalidQuery)
    ```
    """,
)

gone_in_5_1 = removals(
    "DJ51-removed",
    package="django",
    gone="5.1",
    docs=NOTES.format("5.1") + "#features-removed-in-5-1",
    names={
        "django.contrib.gis.admin.OpenLayersWidget": "use django.contrib.gis.forms.widgets.OpenLayersWidget",
        "django.contrib.gis.admin.widgets.OpenLayersWidget": "use django.contrib.gis.forms.widgets.OpenLayersWidget",
        "django.contrib.postgres.fields.CIText": "use a collation that ignores case",
        "django.contrib.postgres.fields.citext.CIText": "use a collation that ignores case",
    },
    doc="""
    Names that were removed in Django 4.1 to 5.1, without a successor of the same form.

    Manual: what comes nearest is said with each. An import that nothing uses is dropped.

    ```diff
     from django.contrib.postgres.fields import CIText

     print(CIText)
    -from django.contrib.postgres.fields import CIText
    ```

    ```diff
     from shop.fields import CIText

     print(CIText)
    ```
    """,
)

gone_in_5_2 = removals(
    "DJ52-removed",
    package="django",
    gone="5.2",
    docs=NOTES.format("5.2"),
    modules={"django.utils.jslex": "makemessages leaves JavaScript to gettext"},
    doc="""
    ``django.utils.jslex`` is gone.

    Manual: it prepared JavaScript for gettext, which reads it by itself since 0.21.

    ```diff
     from django.utils.jslex import prepare_js_for_gettext

     print(prepare_js_for_gettext(""))
    -from django.utils.jslex import prepare_js_for_gettext
    ```

    ```diff
     from shop.jslex import prepare_js_for_gettext

     print(prepare_js_for_gettext(""))
    ```
    """,
)

reexported = moves(
    "DJ40-reexported",
    package="django",
    since=None,
    gone="4.0",
    docs=NOTES.format("4.0") + "#features-removed-in-4-0",
    moved={
        f"{module}.{name}": f"django.utils.encoding.{new}"
        for module in (
            "django.utils.text",
            "django.utils.html",
            "django.utils.http",
            "django.contrib.admin.options",
            "django.contrib.admin.utils",
            "django.contrib.admin.helpers",
            "django.contrib.admin.widgets",
            "django.contrib.auth.forms",
            "django.forms.widgets",
            "django.forms.models",
            "django.forms.forms",
            "django.forms.utils",
            "django.db.models.fields",
            "django.core.validators",
            "django.http.request",
            "django.http.response",
            "django.template.defaultfilters",
            "django.template.base",
            "django.test.client",
        )
        for name, new in {"force_text": "force_str", "smart_text": "smart_str"}.items()
    },
    doc="""
    ``force_text`` by way of a module that only used it.

    ```diff
    -from django.contrib.admin.options import ModelAdmin, force_text
    +from django.contrib.admin.options import ModelAdmin
    +from django.utils.encoding import force_str

    -print(force_text(1), ModelAdmin)
    +print(force_str(1), ModelAdmin)
    ```

    ```diff
     from shop.options import force_text

     print(force_text(1))
    ```
    """,
)


def removed_warnings(id: str, gone: str, releases: tuple[str, ...]) -> Rule:
    """Make a rule that takes the warnings of removed releases for that of the next one."""
    return moves(
        id,
        package="django",
        since=None,
        gone=gone,
        docs="https://docs.djangoproject.com/en/stable/internals/deprecation/",
        moved={
            f"django.utils.deprecation.RemovedInDjango{release}Warning": (
                "django.utils.deprecation.RemovedInNextVersionWarning"
            )
            for release in releases
        },
        safety=Safety.REVIEW,
        doc=f"""
        ``RemovedInDjango{releases[-1]}Warning`` is ``RemovedInNextVersionWarning``.

        The class goes with the release it announces. That of the next release has a name that stays.

        Review: the warnings that are meant are others now.

        ```diff
         import warnings

        -from django.utils.deprecation import RemovedInDjango{releases[-1]}Warning as Removed
        +from django.utils.deprecation import RemovedInNextVersionWarning as Removed

         warnings.simplefilter("error", Removed)
        ```

        ```diff
         from shop.deprecation import RemovedInDjango{releases[-1]}Warning

         print(RemovedInDjango{releases[-1]}Warning)
        ```
        """,
    )


removed_warnings_3_0 = removed_warnings(
    "DJ30-removed-warnings", "3.0", ("15", "16", "17", "18", "19", "20", "21", "30")
)
removed_warnings_3_1 = removed_warnings("DJ31-removed-warnings", "3.1", ("31",))
removed_warnings_4_0 = removed_warnings("DJ40-removed-warnings", "4.0", ("40",))
removed_warnings_4_1 = removed_warnings("DJ41-removed-warnings", "4.1", ("41",))
removed_warnings_5_0 = removed_warnings("DJ50-removed-warnings", "5.0", ("50",))
removed_warnings_5_1 = removed_warnings("DJ51-removed-warnings", "5.1", ("51",))
removed_warnings_6_0 = removed_warnings("DJ60-removed-warnings", "6.0", ("60",))
removed_warnings_6_1 = removed_warnings("DJ61-removed-warnings", "6.1", ("61",))
