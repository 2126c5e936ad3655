"""Names that Django's modules defined and do not define any more, without a release note.

Where one took its place: tables of moves. What deserves an advice: tables of removals. Everything else that was private to
Django is in a table read from the releases; ``bench/vanished.py`` says how.
"""

from collections.abc import Iterator

import libcst as cst

from upgrader.django_imports import read_private
from upgrader.rule import File, Hit, Rule, moves, removals, rule

NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"


def _from(module: str, to: str, *names: str) -> dict[str, str]:
    return {f"{module}.{name}": f"{to}.{name}" for name in names}


_UTF8_ONLY = {"ugettext": "gettext", "ungettext": "ngettext"}
_COMPILERS = ("SQLCompiler", "SQLInsertCompiler", "SQLDeleteCompiler", "SQLUpdateCompiler", "SQLAggregateCompiler")

gis_2_0 = moves(
    "DJ20-gis-geometry",
    package="django",
    since="2.0",
    gone="2.0",
    docs=NOTES.format("2.0"),
    moved={
        **_from(
            "django.contrib.gis.geometry.regex", "django.contrib.gis.geometry", "hex_regex", "json_regex", "wkt_regex"
        ),
        "django.contrib.gis.geometry.backend.Geometry": "django.contrib.gis.geos.GEOSGeometry",
        "django.contrib.gis.geometry.backend.GeometryException": "django.contrib.gis.geos.GEOSException",
    },
    doc="""
    The choice of a geometry backend is gone: it is GEOS.

    ```diff
    -from django.contrib.gis.geometry.backend import Geometry
    -from django.contrib.gis.geometry.regex import wkt_regex
    +from django.contrib.gis.geos import GEOSGeometry
    +from django.contrib.gis.geometry import wkt_regex

    -print(Geometry("POINT(0 0)"), wkt_regex)
    +print(GEOSGeometry("POINT(0 0)"), wkt_regex)
    ```

    ```diff
     from shop.geometry.backend import Geometry

     print(Geometry)
    ```
    """,
)

aliases_2_0 = moves(
    "DJ20-aliases",
    package="django",
    since=None,
    gone="2.0",
    docs=NOTES.format("2.0"),
    moved={
        f"django.utils.translation.{module}.{old}": f"django.utils.translation.{module}.{new}"
        for module in ("trans_real", "trans_null")
        for old, new in _UTF8_ONLY.items()
    }
    | {"django.test.utils.strip_quotes": "django.db.backends.utils.strip_quotes"},
    doc="""
    Second names that went with Python 2.

    ```diff
    -from django.utils.translation.trans_real import ugettext
    +from django.utils.translation.trans_real import gettext

    -print(ugettext("Name"))
    +print(gettext("Name"))
    ```

    ```diff
     from shop.translation.trans_real import ugettext

     print(ugettext("Name"))
    ```
    """,
)

aliases_3_1 = moves(
    "DJ31-aliases",
    package="django",
    since=None,
    gone="3.1",
    docs=NOTES.format("3.1"),
    moved={
        **_from("django.db.backends.oracle.compiler", "django.db.models.sql.compiler", *_COMPILERS),
        "django.core.management.commands.runserver.BaseRunserverCommand": (
            "django.core.management.commands.runserver.Command"
        ),
    },
    doc="""
    Second names that went in Django 3.0 or 3.1.

    ``BaseRunserverCommand`` was the ``Command`` of ``runserver``.

    ```diff
    -from django.core.management.commands.runserver import BaseRunserverCommand
    +from django.core.management.commands.runserver import Command as BaseRunserverCommand


     class Command(BaseRunserverCommand):
         pass
    ```

    ```diff
     from shop.commands.runserver import BaseRunserverCommand


     class Command(BaseRunserverCommand):
         pass
    ```
    """,
)

json_3_1 = moves(
    "DJ31-json-lookups",
    package="django",
    since="3.1",
    gone="3.1",
    docs=NOTES.format("3.1") + "#jsonfield-for-all-supported-database-backends",
    moved={
        **_from(
            "django.contrib.postgres.fields.jsonb",
            "django.db.models.fields.json",
            "KeyTransformFactory",
            "KeyTransformTextLookupMixin",
            *(
                f"KeyTransform{kind}"
                for kind in ("IExact", "IContains", "StartsWith", "IStartsWith", "EndsWith", "IEndsWith")
            ),
            "KeyTransformRegex",
            "KeyTransformIRegex",
        ),
        "django.contrib.postgres.lookups.JSONExact": "django.db.models.fields.json.JSONExact",
    },
    doc="""
    The lookups of JSON keys belong to the JSON field of all databases.

    ```diff
    -from django.contrib.postgres.fields.jsonb import KeyTransformIExact
    +from django.db.models.fields.json import KeyTransformIExact

     print(KeyTransformIExact)
    ```

    ```diff
     from shop.fields.jsonb import KeyTransformIExact

     print(KeyTransformIExact)
    ```
    """,
)

utils_4_0 = moves(
    "DJ40-internals-moved",
    package="django",
    since="4.0",
    gone="4.0",
    docs=NOTES.format("4.0"),
    moved={
        **_from(
            "django.db.migrations.operations.utils",
            "django.db.migrations.utils",
            *("FieldReference", "field_is_referenced", "field_references", "get_references", "resolve_relation"),
        ),
        "django.test.runner.default_test_processes": "django.test.runner.get_max_test_processes",
    },
    doc="""
    Internal functions that are somewhere else since Django 4.0.

    ```diff
    -from django.db.migrations.operations.utils import resolve_relation
    -from django.test.runner import default_test_processes
    +from django.db.migrations.utils import resolve_relation
    +from django.test.runner import get_max_test_processes

    -print(resolve_relation, default_test_processes())
    +print(resolve_relation, get_max_test_processes())
    ```

    ```diff
     from shop.test.runner import default_test_processes

     print(default_test_processes())
    ```
    """,
)

choices_5_0 = moves(
    "DJ50-callable-choice-iterator",
    package="django",
    since="5.0",
    gone="5.0",
    docs=NOTES.format("5.0"),
    moved=_from("django.forms.fields", "django.utils.choices", "CallableChoiceIterator"),
    doc="""
    ``CallableChoiceIterator`` is in ``django.utils.choices``.

    ```diff
    -from django.forms.fields import CallableChoiceIterator
    +from django.utils.choices import CallableChoiceIterator

     print(CallableChoiceIterator)
    ```

    ```diff
     from shop.forms.fields import CallableChoiceIterator

     print(CallableChoiceIterator)
    ```
    """,
)

geoip_5_1 = moves(
    "DJ51-geoip2",
    package="django",
    since=None,
    gone="5.1",
    docs=NOTES.format("5.1"),
    moved=_from("django.contrib.gis.geoip2.base", "django.contrib.gis.geoip2", "GeoIP2", "GeoIP2Exception"),
    doc="""
    ``django.contrib.gis.geoip2`` is one module.

    ```diff
    -from django.contrib.gis.geoip2.base import GeoIP2
    +from django.contrib.gis.geoip2 import GeoIP2

     print(GeoIP2().city("example.com"))
    ```

    ```diff
     from shop.geoip2.base import GeoIP2

     print(GeoIP2)
    ```
    """,
)

drivers_5_1 = moves(
    "DJ51-internals-moved",
    package="django",
    since="4.2",
    gone="5.1",
    docs=NOTES.format("5.1"),
    moved={
        **_from(
            "django.contrib.gis.gdal.prototypes.raster",
            "django.contrib.gis.gdal.prototypes.ds",
            *("get_driver", "get_driver_by_name", "get_driver_count", "get_driver_description", "register_all"),
        ),
        "django.test.signals.file_storage_changed": "django.test.signals.storages_changed",
    },
    doc="""
    Internal functions that are somewhere else since Django 5.1.

    ```diff
    -from django.contrib.gis.gdal.prototypes.raster import get_driver_count
    +from django.contrib.gis.gdal.prototypes.ds import get_driver_count

     print(get_driver_count())
    ```

    ```diff
     from shop.gdal.raster import get_driver_count

     print(get_driver_count())
    ```
    """,
)

json_object_5_2 = moves(
    "DJ52-json-object",
    package="django",
    since="3.2",
    gone="5.2",
    docs=NOTES.format("5.2"),
    moved=_from("django.db.models.functions.comparison", "django.db.models.functions", "JSONObject"),
    doc="""
    ``JSONObject`` is in ``django.db.models.functions``, where it is documented.

    ```diff
    -from django.db.models.functions.comparison import Cast, JSONObject
    +from django.db.models.functions.comparison import Cast
    +from django.db.models.functions import JSONObject

     print(Cast, JSONObject)
    ```

    ```diff
     from shop.functions.comparison import JSONObject

     print(JSONObject)
    ```
    """,
)

renderers_6_0 = moves(
    "DJ60-div-renderers",
    package="django",
    since="5.0",
    gone="6.0",
    docs=NOTES.format("6.0") + "#features-removed-in-6-0",
    moved={
        "django.forms.renderers.DjangoDivFormRenderer": "django.forms.renderers.DjangoTemplates",
        "django.forms.renderers.Jinja2DivFormRenderer": "django.forms.renderers.Jinja2",
        "django.contrib.auth.admin.csrf_protect_m": "django.contrib.admin.options.csrf_protect_m",
    },
    doc="""
    ``DjangoDivFormRenderer`` is ``DjangoTemplates``, which renders forms with ``<div>`` since Django 5.0.

    The transitional form renderers were removed in Django 6.0, with what ``django.contrib.auth.admin`` had a copy of.

    ```diff
    -from django.forms.renderers import DjangoDivFormRenderer
    +from django.forms.renderers import DjangoTemplates


    -class Renderer(DjangoDivFormRenderer):
    +class Renderer(DjangoTemplates):
         form_template_name = "form.html"
    ```

    ```diff
     from shop.forms.renderers import DjangoDivFormRenderer

     print(DjangoDivFormRenderer)
    ```
    """,
)

serializer_6_0 = moves(
    "DJ60-deconstructible-serializer",
    package="django",
    since="6.0",
    gone="6.0",
    docs=NOTES.format("6.0"),
    moved={
        "django.db.migrations.serializer.DeconstructableSerializer": (
            "django.db.migrations.serializer.DeconstructibleSerializer"
        )
    },
    doc="""
    ``DeconstructableSerializer`` is ``DeconstructibleSerializer``.

    ```diff
    -from django.db.migrations.serializer import DeconstructableSerializer
    +from django.db.migrations.serializer import DeconstructibleSerializer


    -class Money(DeconstructableSerializer):
    +class Money(DeconstructibleSerializer):
         pass
    ```

    ```diff
     from shop.serializer import DeconstructableSerializer

     print(DeconstructableSerializer)
    ```
    """,
)

_HASHER = "subclass BasePasswordHasher to go on reading such passwords, or have them set anew"
_TEMPLATE = "it is a template file now, below django/views/templates"
_ESCAPE = "mark_for_escaping() went with it; conditional_escape() escapes once"
_GEO = "django.contrib.gis has no such name any more"
_SETTING = "the setting is gone, and so is its default"
_WARNING = "it went with the release it announced; the current ones are in django.utils.deprecation"
_BASECONV = "django.core.signing has b62_encode() and b62_decode(); other bases are a few lines"

#: What to do about a name, by its longest prefix in here.
_ADVICE = {
    "django.conf.global_settings": _SETTING,
    "django.contrib.admin.templatetags.admin_list.DOT": "use ChangeList.paginator.ELLIPSIS",
    "django.contrib.auth.admin.sensitive_post_parameters_m": (
        "use method_decorator(sensitive_post_parameters()) of django.views.decorators.debug"
    ),
    "django.contrib.auth.hashers": _HASHER,
    "django.contrib.auth.middleware.SessionAuthenticationMiddleware": (
        "AuthenticationMiddleware does it; take it out of MIDDLEWARE"
    ),
    "django.contrib.gis.gdal.libgdal": "use gdal_version_info()",
    "django.contrib.gis.geos.libgeos": "use geos_version_tuple()",
    "django.contrib.gis.utils.wkt": "use django.contrib.gis.geos.WKTWriter(precision=...)",
    "django.contrib.sessions.serializers.PickleSerializer": "use JSONSerializer; sessions that hold more are lost",
    "django.contrib.sitemaps": "the service that was pinged was shut down",
    "django.core.cache.DefaultCacheProxy": "it is a django.utils.connection.ConnectionProxy",
    "django.core.cache.backends.memcached.MemcachedCache": "use PyMemcacheCache, with pymemcache",
    "django.db.DefaultConnectionProxy": "it is a django.utils.connection.ConnectionProxy",
    "django.db.backends.utils.rev_typecast_decimal": "use format_number() or str()",
    "django.db.backends.utils.typecast_decimal": "use decimal.Decimal",
    "django.db.models.fields.json.compile_json_path": "use connection.ops.compile_json_path()",
    "django.db.models.fields.related_lookups.MultiColSource": "it is django.db.models.expressions.ColPairs",
    "django.db.models.lookups.Search": "use SearchVector of django.contrib.postgres, or write the lookup",
    "django.db.models.lookups.YearComparisonLookup": "it is YearLookup",
    "django.db.models.query_utils.QueryWrapper": "use django.db.models.expressions.RawSQL",
    "django.template.defaultfilters.length_is": "compare with the length filter",
    "django.template.defaulttags": "use the if tag",
    "django.template.loader_tags.ExtendsError": "catch TemplateSyntaxError or TemplateDoesNotExist",
    "django.template.loaders.eggs": "there are no eggs any more; use the app_directories loader",
    "django.templatetags.tz.UnknownTimezoneException": "catch zoneinfo.ZoneInfoNotFoundError",
    "django.urls.resolvers.LocaleRegexURLResolver": "it is a URLResolver with a LocalePrefixPattern",
    "django.urls.resolvers.LocaleRegexProvider": "it is LocaleRegexDescriptor",
    "django.utils._os.fs_encoding": "use sys.getfilesystemencoding()",
    "django.utils.autoreload": "the reloader was rewritten: see run_with_reloader() and the signal autoreload_started",
    "django.utils.baseconv": _BASECONV,
    "django.utils.crypto.new_hash": "use hashlib.new(name, usedforsecurity=False)",
    "django.utils.crypto.using_sysrandom": "random numbers are always of the system's source",
    "django.utils.datetime_safe": "use datetime and its strftime()",
    "django.utils.deprecation": _WARNING,
    "django.utils.deprecation.CallableBool": "is_authenticated and is_anonymous are plain properties",
    "django.utils.deprecation.DeprecationInstanceCheck": "define __instancecheck__ in a metaclass of your own",
    "django.utils.inspect.func_has_no_args": "use method_has_no_args()",
    "django.utils.safestring": _ESCAPE,
    "django.utils.timezone.ZERO": "use datetime.timedelta(0)",
    "django.views.csrf.CSRF_FAILURE_TEMPLATE": _TEMPLATE,
    "django.views.debug": _TEMPLATE,
    "django.views.i18n": "use JavaScriptCatalog",
    "django.views.i18n.js_catalog_template": _TEMPLATE,
    "django.views.static": _TEMPLATE,
}
_PRIVATE = read_private()


def _advice(name: str) -> str:
    parts = name.split(".")
    prefixes = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next(
        (_ADVICE[prefix] for prefix in prefixes if prefix in _ADVICE), "it was private to Django; copy it if need be"
    )


def private(gone: str, module: str, name: str) -> Rule:
    """Make the rule of the names that were defined for Django's own use and that a release is the first one without."""
    return removals(
        f"DJ{gone.replace('.', '')}-private",
        package="django",
        gone=gone,
        docs=NOTES.format(gone),
        names={old: _advice(old) for old in _PRIVATE[gone]},
        doc=f"""
Names that Django {gone} does not have any more, and that no release note speaks of.

Manual: what to do instead is said where there is something; the rest was private and has no successor. An import that
nothing uses is dropped.

```diff
 from {module} import {name}

 print({name})
-from {module} import {name}
```

```diff
 from shop.{module.rpartition(".")[2]} import {name}

 print({name})
```
""",
    )


private_2_0 = private("2.0", "django.utils.safestring", "EscapeData")
private_2_1 = private("2.1", "django.template.base", "TOKEN_MAPPING")
private_2_2 = private("2.2", "django.utils.autoreload", "gen_filenames")
private_3_0 = private("3.0", "django.test.html", "WHITESPACE")
private_3_1 = private("3.1", "django.db.models.query_utils", "QueryWrapper")
private_3_2 = private("3.2", "django.core.cache", "DefaultCacheProxy")
private_4_0 = private("4.0", "django.template.defaulttags", "IfEqualNode")
private_4_1 = private("4.1", "django.core.cache.backends.memcached", "MemcachedCache")
private_4_2 = private("4.2", "django.utils.timesince", "TIMESINCE_CHUNKS")
private_5_0 = private("5.0", "django.contrib.sessions.serializers", "PickleSerializer")
private_5_1 = private("5.1", "django.contrib.auth.hashers", "SHA1PasswordHasher")
private_5_2 = private("5.2", "django.http.request", "parse_accept_header")
private_6_0 = private("6.0", "django.db.models.fields.json", "compile_json_path")
private_6_1 = private("6.1", "django.utils.cache", "cc_delim_re")


def not_called(gone: str, *names: str) -> Rule:
    """Make the rule of what went in the release ``gone``, the calls of which have rules, named without being called."""
    module, _, name = names[0].rpartition(".")

    def find(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
        parent = file.parent(node)
        while isinstance(parent, cst.Attribute):
            node, parent = parent, file.parent(parent)
        called = isinstance(parent, cst.Call) and parent.func is node
        if not called and not isinstance(parent, (cst.Decorator, cst.ImportAlias, cst.AsName)):
            yield Hit(node, f"{file.code(node)} is gone")

    find.__doc__ = f"""``partial({name}, ...)`` names what is gone as much as a call does.

    Calls and decorators are rewritten by rules of their own, one for each function. Gone in Django {gone}.

    Manual: pass a function that calls what took its place.

    ```diff
     from functools import partial

     from {module} import {name}

     made = partial({name}, "a")
    -from {module} import {name}
    ```

    ```diff
     from {module} import {name}

     print({name}("a"))
    ```
    """
    return rule(
        f"DJ{gone.replace('.', '')}-not-called",
        package="django",
        since=None,
        gone=gone,
        docs=NOTES.format(gone),
        safety="manual",
        names=names,
    )(find)


not_called_2_0 = not_called("2.0", "django.contrib.auth.views.deprecate_current_app")
not_called_2_1 = not_called("2.1", "django.db.models.permalink", "django.utils.translation.string_concat")
not_called_3_0 = not_called("3.0", "django.shortcuts.render_to_response", "django.test.utils.str_prefix")
not_called_4_2 = not_called("4.2", "django.http.multipartparser.parse_header")
not_called_5_0 = not_called("5.0", "django.utils.baseconv.base62")
