"""Names that live elsewhere in Django, or were renamed there: tables by the release in which the old name went.

Many of them moved without a release note: a module stopped importing what it did not need itself any more. Each was
looked up in every release from 1.11 to 6.1.
"""

from collections.abc import Mapping

from upgrader.rule import moves

NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"


def _from(module: str, to: str, *names: str) -> dict[str, str]:
    """Return the table rows for names that kept their spelling."""
    return {f"{module}.{name}": f"{to}.{name}" for name in names}


def _renamed(module: str, names: Mapping[str, str]) -> dict[str, str]:
    """Return the table rows for names that stayed in their module."""
    return {f"{module}.{old}": f"{module}.{new}" for old, new in names.items()}


_CONTENT_TYPES = "django.contrib.contenttypes"
_RELATED = "django.db.models.fields.related"
_DESCRIPTORS = {
    "SingleRelatedObjectDescriptor": "ReverseOneToOneDescriptor",
    "ReverseSingleRelatedObjectDescriptor": "ForwardManyToOneDescriptor",
    "ForeignRelatedObjectsDescriptor": "ReverseManyToOneDescriptor",
    "ManyRelatedObjectsDescriptor": "ManyToManyDescriptor",
    "ReverseManyRelatedObjectsDescriptor": "ManyToManyDescriptor",
}
_GENERIC_FIELDS = ("GenericForeignKey", "GenericRelation", "GenericRel")
_GENERIC_ADMIN = ("GenericTabularInline", "GenericStackedInline", "GenericInlineModelAdmin")
_GENERIC_FORMS = ("BaseGenericInlineFormSet", "generic_inlineformset_factory")

before_1_11 = moves(
    "DJ19-moved",
    package="django",
    since=None,
    gone="1.9",
    docs="https://docs.djangoproject.com/en/1.9/internals/deprecation/",
    modules={
        "django.utils.simplejson": "json",
        "django.utils.importlib": "importlib",
        "django.utils.dictconfig": "logging.config",
        "django.utils.unittest": "unittest",
        "django.contrib.admin.util": "django.contrib.admin.utils",
        "django.forms.util": "django.forms.utils",
        "django.db.backends.util": "django.db.backends.utils",
        "django.core.context_processors": "django.template.context_processors",
    },
    moved={
        "django.contrib.gis.sitemaps.views.index": "django.contrib.sitemaps.views.index",
        "django.contrib.gis.sitemaps.views.sitemap": "django.contrib.sitemaps.views.sitemap",
        "django.utils.itercompat.product": "itertools.product",
        "django.views.defaults.shortcut": "django.contrib.contenttypes.views.shortcut",
        "django.db.close_connection": "django.db.close_old_connections",
        "django.contrib.sites.models.RequestSite": "django.contrib.sites.requests.RequestSite",
        "django.contrib.sites.models.get_current_site": "django.contrib.sites.shortcuts.get_current_site",
        "django.utils.datastructures.SortedDict": "collections.OrderedDict",
        "django.contrib.sitemaps.FlatPageSitemap": "django.contrib.flatpages.sitemaps.FlatPageSitemap",
        **_from(f"{_CONTENT_TYPES}.generic", f"{_CONTENT_TYPES}.fields", *_GENERIC_FIELDS),
        **_from(f"{_CONTENT_TYPES}.generic", f"{_CONTENT_TYPES}.forms", *_GENERIC_FORMS),
        **_from(f"{_CONTENT_TYPES}.generic", f"{_CONTENT_TYPES}.admin", *_GENERIC_ADMIN),
        "django.db.models.get_model": "django.apps:apps.get_model",
        "django.db.models.loading.get_model": "django.apps:apps.get_model",
        "django.template.loader.BaseLoader": "django.template.loaders.base.Loader",
        "django.core.handlers.wsgi.STATUS_CODE_TEXT": "http.client.responses",
        "django.http.response.REASON_PHRASES": "http.client.responses",
        "django.utils.functional.lru_cache": "functools.lru_cache",
        **{f"{_RELATED}.{old}": f"{_RELATED}_descriptors.{new}" for old, new in _DESCRIPTORS.items()},
        **_renamed("django.utils.encoding", {"force_unicode": "force_str", "smart_unicode": "smart_str"}),
        "django.utils.safestring.SafeUnicode": "django.utils.safestring.SafeString",
        "django.http.cookie.Morsel": "http.cookies.Morsel",
        "django.core.serializers.json.DateTimeAwareJSONEncoder": "django.core.serializers.json.DjangoJSONEncoder",
        "django.views.decorators.csrf.csrf_view_exempt": "django.views.decorators.csrf.csrf_exempt",
        "django.db.transaction.commit_on_success": "django.db.transaction.atomic",
        "django.conf.urls.defaults.url": "django.urls.re_path",
        **_from("django.conf.urls.defaults", "django.urls", "include"),
        **_from(
            "django.conf.urls.defaults", "django.conf.urls", "handler400", "handler403", "handler404", "handler500"
        ),
    },
    doc="""
    Names that were moved before Django 1.11.

    Deprecated in 1.5 to 1.8. They still turn up where code was never run on a newer version, and in branches for one.

    ```diff
    -from django.contrib.contenttypes.generic import GenericForeignKey
    -from django.db.models.loading import get_model
    -from django.utils.simplejson import dumps
    +from django.contrib.contenttypes.fields import GenericForeignKey
    +from django.apps import apps
    +from json import dumps

     link = GenericForeignKey("ct", "oid")
    -print(dumps({}), get_model("shop", "Book"))
    +print(dumps({}), apps.get_model("shop", "Book"))
    ```

    ```diff
     import simplejson
     from shop.utils.importlib import import_module

     simplejson.dumps(import_module("shop"))
    ```
    """,
)

gone_in_2_0 = moves(
    "DJ20-moved",
    package="django",
    since=None,
    gone="2.0",
    docs=NOTES.format("2.0") + "#features-removed-in-2-0",
    modules={
        "django.core.urlresolvers": "django.urls",
        "django.forms.extras": "django.forms",
        "django.forms.extras.widgets": "django.forms.widgets",
        "django.dispatch.weakref_backports": "weakref",
    },
    moved={
        "django.forms.extras.SelectDateWidget": "django.forms.widgets.SelectDateWidget",
        "django.template.loader.LoaderOrigin": "django.template.Origin",
        "django.template.loader.Origin": "django.template.Origin",
        "django.template.base.StringOrigin": "django.template.base.Origin",
        "django.contrib.gis.db.models.query.GeoQuerySet": "django.db.models.QuerySet",
        "django.contrib.gis.gdal.OGRException": "django.contrib.gis.gdal.GDALException",
        "django.contrib.gis.gdal.error.OGRException": "django.contrib.gis.gdal.error.GDALException",
        "django.contrib.gis.gdal.OGRIndexError": "builtins.IndexError",
        "django.contrib.gis.gdal.error.OGRIndexError": "builtins.IndexError",
        "django.core.exceptions.DjangoRuntimeWarning": "builtins.RuntimeWarning",
        "django.utils.glob.glob_escape": "glob.escape",
        "django.contrib.auth.models.user_logged_in": "django.contrib.auth.signals.user_logged_in",
        "django.views.generic.base.NoReverseMatch": "django.urls.NoReverseMatch",
        "django.utils.deprecation.CallableTrue": "builtins.True",
        "django.utils.deprecation.CallableFalse": "builtins.False",
        "django.template.base.TemplateEncodingError": "builtins.UnicodeDecodeError",
    },
    doc="""
    Names that were removed in Django 2.0 and live elsewhere.

    ``django.core.urlresolvers`` became ``django.urls`` in 1.10.

    ```diff
    -from django.core import urlresolvers
    -from django.core.urlresolvers import NoReverseMatch, reverse  # by name
    +from django import urls
    +from django.urls import NoReverseMatch, reverse  # by name
     from unittest import mock

    -print(urlresolvers.resolve("/"), reverse("home"), NoReverseMatch)
    -with mock.patch("django.core.urlresolvers.reverse"):
    +print(urls.resolve("/"), reverse("home"), NoReverseMatch)
    +with mock.patch("django.urls.reverse"):
         pass
    ```

    ```diff
    -import django.core.urlresolvers
    +import django.urls

    -django.core.urlresolvers.reverse("home")
    +django.urls.reverse("home")
    ```

    ```diff
     try:
         from django.urls import reverse
     except ImportError:
    -    from django.core.urlresolvers import reverse
    +    from django.urls import reverse
    ```

    ```diff
     from shop.core.urlresolvers import reverse

     print(reverse("home"), "django.core.urlresolvers")
    ```
    """,
)

_FUNCTIONS = ("Cast", "Coalesce", "Concat", "ConcatPair", "Greatest", "Least", "Length", "Lower", "Now", "StrIndex")

gone_in_2_1 = moves(
    "DJ21-moved",
    package="django",
    since=None,
    gone="2.1",
    docs=NOTES.format("2.1"),
    modules={"django.utils.html_parser": "html.parser"},
    moved={
        **_from("django.db.models.functions.base", "django.db.models.functions", *_FUNCTIONS, "Substr", "Upper"),
        **_from("django.test.runner", "django.test.utils", "setup_databases"),
    },
    doc="""
    Names that were removed in Django 2.1 and live elsewhere.

    ```diff
    -from django.test.runner import DiscoverRunner, setup_databases
    -from django.utils.html_parser import HTMLParser
    +from django.test.runner import DiscoverRunner
    +from django.test.utils import setup_databases
    +from html.parser import HTMLParser

     print(DiscoverRunner, setup_databases, HTMLParser)
    ```

    ```diff
     from django.test.utils import setup_databases

     print(setup_databases)
    ```
    """,
)

token_types = moves(
    "DJ21-token-types",
    package="django",
    since="2.1",
    gone="2.1",
    docs=NOTES.format("2.1") + "#miscellaneous",
    moved={
        f"django.template.base.TOKEN_{kind}": f"django.template.base:TokenType.{kind}"
        for kind in ("BLOCK", "COMMENT", "TEXT", "VAR")
    },
    doc="""
    ``TOKEN_BLOCK`` and its like are ``TokenType.BLOCK`` and its like.

    Constants of the template lexer, an enumeration since Django 2.1.

    ```diff
     from django.template import base
    -from django.template.base import TOKEN_BLOCK, TOKEN_VAR as VAR

    -print(token.token_type in (TOKEN_BLOCK, VAR), base.TOKEN_TEXT)
    +print(token.token_type in (base.TokenType.BLOCK, base.TokenType.VAR), base.TokenType.TEXT)
    ```

    ```diff
     from tokenize import TOKEN_BLOCK

     print(TOKEN_BLOCK)
    ```
    """,
)

gone_in_3_0 = moves(
    "DJ30-moved",
    package="django",
    since=None,
    gone="3.0",
    docs=NOTES.format("3.0") + "#removed-private-python-2-compatibility-apis",
    modules={
        "django.db.backends.postgresql_psycopg2": "django.db.backends.postgresql",
        "django.utils.lru_cache": "functools",
        "django.contrib.staticfiles.templatetags.staticfiles": "django.templatetags.static",
        "django.contrib.admin.templatetags.admin_static": "django.templatetags.static",
    },
    moved={
        "django.utils.decorators.ContextDecorator": "contextlib.ContextDecorator",
        "django.utils._os.abspathu": "os.path.abspath",
        "django.contrib.gis.db.models.functions.ForceRHR": "django.contrib.gis.db.models.functions.ForcePolygonCW",
        "django.contrib.auth.views.INTERNAL_RESET_URL_TOKEN": (
            "django.contrib.auth.views:PasswordResetConfirmView.reset_url_token"
        ),
    },
    doc="""
    Names that were removed in Django 3.0 and live elsewhere.

    Most were there for Python 2.

    ```diff
    -from django.contrib.staticfiles.templatetags import staticfiles
    -from django.utils._os import abspathu
    -from django.utils.decorators import ContextDecorator, classonlymethod
    -from django.utils.lru_cache import lru_cache
    +from django.templatetags import static
    +from os.path import abspath
    +from django.utils.decorators import classonlymethod
    +from contextlib import ContextDecorator
    +from functools import lru_cache

    -print(staticfiles.static("a.css"), abspathu("."), ContextDecorator, classonlymethod)
    +print(static.static("a.css"), abspath("."), ContextDecorator, classonlymethod)


     @lru_cache(maxsize=None)
     def one():
         return 1
    ```

    ```diff
     from django.contrib.staticfiles import finders
     from django.templatetags.static import static

     print(finders, static)
    ```
    """,
)

_EMPTY_RESULT_SET = "django.core.exceptions.EmptyResultSet"
_NO_FIELD = "django.core.exceptions.FieldDoesNotExist"

gone_in_3_1 = moves(
    "DJ31-moved",
    package="django",
    since=None,
    gone="3.1",
    docs=NOTES.format("3.1") + "#id1",
    moved={
        "django.core.paginator.QuerySetPaginator": "django.core.paginator.Paginator",
        "django.db.models.query.EmptyResultSet": _EMPTY_RESULT_SET,
        "django.db.models.sql.EmptyResultSet": _EMPTY_RESULT_SET,
        "django.db.models.sql.datastructures.EmptyResultSet": _EMPTY_RESULT_SET,
        "django.db.models.fields.FieldDoesNotExist": _NO_FIELD,
        "django.db.models.FieldDoesNotExist": _NO_FIELD,
        **_from("django.forms.forms", "django.forms.utils", "pretty_name"),
        **_from("django.forms.forms", "django.forms.boundfield", "BoundField"),
        **_from("django.forms.fields", "django.core.validators", "EMPTY_VALUES"),
        **_from("django.template.base", "django.template.context", "Context", "ContextPopException", "RequestContext"),
        **_from("django.contrib.admin", "django.contrib.admin.helpers", "ACTION_CHECKBOX_NAME"),
        "django.views.debug.ExceptionReporterFilter": "django.views.debug.SafeExceptionReporterFilter",
        "django.contrib.admindocs.utils.trim_docstring": "inspect.cleandoc",
    },
    doc="""
    Names that were removed in Django 3.1 and live elsewhere.

    ```diff
    -from django.db import models
    -from django.db.models.fields import AutoField, FieldDoesNotExist
    -from django.forms import forms
    -from django.forms.fields import EMPTY_VALUES
    +from django.db.models.fields import AutoField
    +from django.core.exceptions import FieldDoesNotExist
    +from django.core.validators import EMPTY_VALUES
    +from django.forms.boundfield import BoundField

     try:
    -    print(AutoField, forms.BoundField, EMPTY_VALUES)
    -except (FieldDoesNotExist, models.FieldDoesNotExist):
    +    print(AutoField, BoundField, EMPTY_VALUES)
    +except (FieldDoesNotExist, FieldDoesNotExist):
         pass
    ```

    ```diff
     from django.core.exceptions import FieldDoesNotExist
     from django.db import models


     def find(models, name):
         try:
             return models.get(name)
         except models.FieldDoesNotExist:
             raise FieldDoesNotExist
    ```
    """,
)

gone_in_3_1_since_3_1 = moves(
    "DJ31-moved-late",
    package="django",
    since="3.1",
    gone="3.1",
    docs=NOTES.format("3.1"),
    moved={
        **_from("django.utils.decorators", "django.utils.functional", "classproperty"),
        **_from("django.contrib.postgres.forms.jsonb", "django.forms.fields", "InvalidJSONInput", "JSONString"),
        **_from("django.contrib.postgres.fields.mixins", "django.db.models.fields.mixins", "CheckFieldDefaultMixin"),
    },
    doc="""
    Names that are somewhere else since Django 3.1, and nowhere in both.

    ```diff
    -from django.utils.decorators import classproperty
    +from django.utils.functional import classproperty


     class Shop:
         @classproperty
         def name(cls):
             return cls.__name__
    ```

    ```diff
     from shop.decorators import classproperty

     print(classproperty)
    ```
    """,
)

float_range = moves(
    "DJ31-float-range",
    package="django",
    since="2.2",
    gone="3.1",
    docs=NOTES.format("2.2") + "#features-deprecated-in-2-2",
    moved={
        f"django.contrib.postgres.{module}.FloatRangeField": f"django.contrib.postgres.{module}.DecimalRangeField"
        for module in ("fields", "fields.ranges", "forms", "forms.ranges")
    },
    doc="""
    ``FloatRangeField`` is ``DecimalRangeField``.

    It held a numeric range all along; the column does not change. Deprecated in Django 2.2, removed in 3.1.

    ```diff
    -from django.contrib.postgres.fields import FloatRangeField
    +from django.contrib.postgres.fields import DecimalRangeField

    -price = FloatRangeField()
    +price = DecimalRangeField()
    ```

    ```diff 0002_price.py
     import django.contrib.postgres.fields.ranges
     from django.db import migrations


     class Migration(migrations.Migration):
         operations = [
    -        migrations.AddField("book", "price", django.contrib.postgres.fields.ranges.FloatRangeField()),
    +        migrations.AddField("book", "price", django.contrib.postgres.fields.ranges.DecimalRangeField()),
         ]
    ```

    ```diff
     from shop.fields import FloatRangeField

     price = FloatRangeField()
    ```
    """,
)

gone_in_3_2 = moves(
    "DJ32-moved",
    package="django",
    since=None,
    gone="3.2",
    docs=NOTES.format("3.2"),
    moved={"django.utils.http.limited_parse_qsl": "urllib.parse.parse_qsl"},
    doc="""
    ``limited_parse_qsl`` is ``urllib.parse.parse_qsl``.

    A copy for a security fix that Python has had since 3.8.8. Its ``fields_limit`` is ``max_num_fields`` there.

    ```diff
    -from django.utils.http import limited_parse_qsl
    +from urllib.parse import parse_qsl

    -print(limited_parse_qsl("a=1"))
    +print(parse_qsl("a=1"))
    ```

    ```diff
     from urllib.parse import parse_qsl

     print(parse_qsl("a=1"))
    ```
    """,
)

random_function = moves(
    "DJ32-random",
    package="django",
    since="3.2",
    gone="3.2",
    docs=NOTES.format("3.2"),
    moved=_from("django.db.models.expressions", "django.db.models.functions", "Random"),
    doc="""
    ``Random`` is a database function.

    ```diff
    -from django.db.models.expressions import F, Random
    +from django.db.models.expressions import F
    +from django.db.models.functions import Random

     print(F, Random())
    ```

    ```diff
     from random import Random

     print(Random())
    ```
    """,
)

gone_in_4_0 = moves(
    "DJ40-moved",
    package="django",
    since=None,
    gone="4.0",
    docs=NOTES.format("4.0") + "#features-removed-in-4-0",
    moved={
        "django.utils.http.urlquote": "urllib.parse.quote",
        "django.utils.http.urlquote_plus": "urllib.parse.quote_plus",
        "django.utils.http.urlunquote": "urllib.parse.unquote",
        "django.utils.http.urlunquote_plus": "urllib.parse.unquote_plus",
        "django.utils.http.parse_qsl": "urllib.parse.parse_qsl",
        "django.utils.text.unescape_entities": "html.unescape",
        **_renamed("django.utils.encoding", {"force_text": "force_str", "smart_text": "smart_str"}),
        **_from("django.template.base", "django.utils.translation.template", "TRANSLATOR_COMMENT_MARK"),
        "django.utils.timezone.pytz": "pytz",
    },
    requires={"pytz": "pytz"},
    doc="""
    Names that were removed in Django 4.0 and live elsewhere.

    The ``*_text`` functions were aliases since text is ``str``, the ``url*`` functions thin wrappers, deprecated in 3.0.

    ```diff
    -from django.utils import encoding, http
    -from django.utils.encoding import force_text as text, smart_text
    -from django.utils.text import slugify, unescape_entities
    +from django.utils import encoding
    +from django.utils.encoding import force_str as text, smart_str
    +from django.utils.text import slugify
    +from html import unescape
    +from urllib.parse import quote

    -print(text(1), smart_text(2), encoding.force_text(3), slugify(unescape_entities("a")))
    -print(http.urlquote("a b", safe="/"), map(smart_text, []))
    +print(text(1), smart_str(2), encoding.force_str(3), slugify(unescape("a")))
    +print(quote("a b", safe="/"), map(smart_str, []))
    ```

    ```diff
     from django.utils.encoding import force_bytes
     from shop.encoding import force_text


     def urlquote(http):
         return http.urlquote(force_text(force_bytes("a")))
    ```
    """,
)

duplicates = moves(
    "DJ40-lookup-needs-distinct",
    package="django",
    since="4.0",
    gone="4.0",
    docs=NOTES.format("4.0") + "#miscellaneous",
    moved=_renamed("django.contrib.admin.utils", {"lookup_needs_distinct": "lookup_spawns_duplicates"}),
    doc="""
    ``lookup_needs_distinct`` is ``lookup_spawns_duplicates``.

    ```diff
    -from django.contrib.admin.utils import lookup_needs_distinct
    +from django.contrib.admin.utils import lookup_spawns_duplicates

    -print(lookup_needs_distinct(opts, "author"))
    +print(lookup_spawns_duplicates(opts, "author"))
    ```

    ```diff
     def lookup_needs_distinct(opts):
         return lookup_needs_distinct(opts)
    ```
    """,
)

json_lookups = moves(
    "DJ40-json-transforms",
    package="django",
    since="3.1",
    gone="4.0",
    docs=NOTES.format("4.0") + "#features-removed-in-4-0",
    moved={
        **_from(
            "django.contrib.postgres.fields.jsonb", "django.db.models.fields.json", "KeyTextTransform", "KeyTransform"
        ),
        "django.contrib.postgres.forms.jsonb.JSONField": "django.forms.JSONField",
    },
    doc="""
    ``KeyTransform``, ``KeyTextTransform`` and the form field belong to the JSON field of all databases.

    ```diff
    -from django.contrib.postgres.fields.jsonb import KeyTextTransform
    +from django.db.models.fields.json import KeyTextTransform

     print(KeyTextTransform("a", "data"))
    ```

    ```diff
     from django.db.models.fields.json import KeyTransform

     print(KeyTransform("a", "data"))
    ```
    """,
)

urlizer = moves(
    "DJ41-urlizer",
    package="django",
    since="4.1",
    gone="4.1",
    docs=NOTES.format("4.1"),
    moved={
        f"django.utils.html.{old}": f"django.utils.html:Urlizer.{new}"
        for old, new in {
            "TRAILING_PUNCTUATION_CHARS": "trailing_punctuation_chars",
            "WRAPPING_PUNCTUATION": "wrapping_punctuation",
            "simple_url_2_re": "simple_url_2_re",
            "simple_url_re": "simple_url_re",
            "word_split_re": "word_split_re",
        }.items()
    },
    doc="""
    What ``urlize`` goes by is in the class ``Urlizer``.

    Constants of ``django.utils.html`` until Django 4.0, attributes of the class since 4.1.

    ```diff
    -from django.utils.html import WRAPPING_PUNCTUATION
    +from django.utils.html import Urlizer

    -PAIRS = [*WRAPPING_PUNCTUATION, ("<", ">")]
    +PAIRS = [*Urlizer.wrapping_punctuation, ("<", ">")]
    ```

    ```diff
     from shop.html import word_split_re

     print(word_split_re)
    ```
    """,
)

gone_in_4_1 = moves(
    "DJ41-redirect-mixin",
    package="django",
    since="4.1",
    gone="4.1",
    docs=NOTES.format("4.1") + "#miscellaneous",
    moved=_renamed("django.contrib.auth.views", {"SuccessURLAllowedHostsMixin": "RedirectURLMixin"}),
    doc="""
    ``SuccessURLAllowedHostsMixin`` is ``RedirectURLMixin``.

    ```diff
    -from django.contrib.auth.views import SuccessURLAllowedHostsMixin
    +from django.contrib.auth.views import RedirectURLMixin


    -class Enter(SuccessURLAllowedHostsMixin):
    +class Enter(RedirectURLMixin):
         pass
    ```

    ```diff
     from shop.views import SuccessURLAllowedHostsMixin


     class Enter(SuccessURLAllowedHostsMixin):
         pass
    ```
    """,
)

gone_in_4_2 = moves(
    "DJ42-moved",
    package="django",
    since=None,
    gone="4.2",
    docs=NOTES.format("4.2"),
    moved={
        "django.core.files.storage.File": "django.core.files.File",
        "django.core.files.storage.get_valid_filename": "django.utils.text.get_valid_filename",
    },
    doc="""
    What ``django.core.files.storage`` imported for itself.

    It became a package in Django 4.2.

    ```diff
    -from django.core.files.storage import File, FileSystemStorage
    +from django.core.files.storage import FileSystemStorage
    +from django.core.files import File

     print(File, FileSystemStorage)
    ```

    ```diff
     from django.core.files.storage import FileSystemStorage

     print(FileSystemStorage().get_valid_name("a"))
    ```
    """,
)

gone_in_5_0 = moves(
    "DJ50-moved",
    package="django",
    since=None,
    gone="5.0",
    docs=NOTES.format("5.0") + "#features-removed-in-5-0",
    moved={
        "django.utils.datetime_safe.datetime": "datetime.datetime",
        "django.utils.datetime_safe.date": "datetime.date",
        "django.utils.datetime_safe.time": "datetime.time",
        "django.utils.datetime_safe.real_date": "datetime.date",
        "django.utils.datetime_safe.real_datetime": "datetime.datetime",
        "django.utils.functional.total_ordering": "functools.total_ordering",
    },
    doc="""
    ``django.utils.datetime_safe`` is ``datetime``.

    It made years before 1000 print with four digits, which Python does by itself on the platforms that have it.

    ```diff
    -from django.utils import datetime_safe
    -from django.utils.datetime_safe import date, datetime
    +from datetime import date, datetime

    -print(date.today(), datetime.now(), datetime_safe.datetime(1, 1, 1))
    +print(date.today(), datetime.now(), datetime(1, 1, 1))
    ```

    ```diff
     from shop.datetime_safe import date

     print(date)
    ```
    """,
)

gone_in_5_1 = moves(
    "DJ51-moved",
    package="django",
    since=None,
    gone="5.1",
    docs=NOTES.format("5.1"),
    moved=_from("django.contrib.auth.admin", "django.contrib.auth.forms", "UserCreationForm"),
    doc="""
    What ``django.contrib.auth.admin`` imported for itself.

    The admin has an ``AdminUserCreationForm`` of its own since Django 5.1.

    ```diff
    -from django.contrib.auth.admin import UserAdmin, UserCreationForm
    +from django.contrib.auth.admin import UserAdmin
    +from django.contrib.auth.forms import UserCreationForm

     print(UserAdmin, UserCreationForm)
    ```

    ```diff
     from django.contrib.auth.forms import UserCreationForm

     print(UserCreationForm)
    ```
    """,
)

choices_type = moves(
    "DJ60-choices-type",
    package="django",
    since="5.0",
    gone="6.0",
    docs=NOTES.format("6.0") + "#features-removed-in-6-0",
    moved=_renamed("django.db.models.enums", {"ChoicesMeta": "ChoicesType"}),
    doc="""
    ``ChoicesMeta`` is ``ChoicesType``.

    ```diff
    -from django.db.models.enums import ChoicesMeta
    +from django.db.models.enums import ChoicesType

    -print(isinstance(Size, ChoicesMeta))
    +print(isinstance(Size, ChoicesType))
    ```

    ```diff
     from shop.enums import ChoicesMeta

     print(ChoicesMeta)
    ```
    """,
)

bit_aggregates = moves(
    "DJ61-bit-aggregates",
    package="django",
    since="6.1",
    gone=None,
    docs=NOTES.format("6.1") + "#features-deprecated-in-6-1",
    moved=_from("django.contrib.postgres.aggregates", "django.db.models", "BitAnd", "BitOr", "BitXor"),
    doc="""
    ``BitAnd``, ``BitOr`` and ``BitXor`` are aggregates of all databases.

    The ones of ``django.contrib.postgres`` are deprecated since Django 6.1.

    ```diff
    -from django.contrib.postgres.aggregates import BitAnd
    +from django.db.models import BitAnd

     print(BitAnd("flags"))
    ```

    ```diff
     from ast import BitAnd

     print(BitAnd())
    ```
    """,
)

savepoint = moves(
    "DJ61-savepoint",
    package="django",
    since="6.1",
    gone=None,
    docs=NOTES.format("6.1") + "#features-deprecated-in-6-1",
    moved=_renamed("django.db.transaction", {"savepoint": "savepoint_create"}),
    doc="""
    ``transaction.savepoint`` is ``transaction.savepoint_create``.

    ```diff
     from django.db import transaction

    -mark = transaction.savepoint()
    +mark = transaction.savepoint_create()
     transaction.savepoint_commit(mark)
    ```

    ```diff
     def mark(transaction):
         return transaction.savepoint()
    ```
    """,
)

bad_header = moves(
    "DJ60-bad-header",
    package="django",
    since=None,
    gone="2028.0",
    docs=NOTES.format("6.0") + "#features-deprecated-in-6-0",
    moved={
        "django.core.mail.BadHeaderError": "builtins.ValueError",
        "django.core.mail.message.BadHeaderError": "builtins.ValueError",
    },
    doc="""
    ``BadHeaderError`` is ``ValueError``.

    The email package raises ``ValueError`` for a header with a line break, of which ``BadHeaderError`` was a subclass.

    ```diff
    -from django.core.mail import BadHeaderError, send_mail
    +from django.core.mail import send_mail

     try:
         send_mail("s", "m", "from@example.com", ["to@example.com"])
    -except BadHeaderError:
    +except ValueError:
         pass
    ```

    ```diff
     from shop.mail import BadHeaderError

     try:
         pass
     except BadHeaderError:
         pass
    ```
    """,
)
