"""Functions and constants of Django that are another expression now: tables by the release in which the old one went."""

from upgrader.calls import rewritten

_BYTE = "(25[0-5]|2[0-4][0-9]|[0-1]?[0-9]?[0-9])"
_DOT = rf"(\.{_BYTE})"
NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"

before_1_11 = rewritten(
    "DJ19-expressions",
    package="django",
    since=None,
    gone="1.9",
    docs="https://docs.djangoproject.com/en/1.9/internals/deprecation/",
    rows={
        "django.core.cache.get_cache(backend)": "<django.core.cache.caches>[{backend}]",
        "django.template.resolve_variable(path, context)": "<django.template.Variable>({path}).resolve({context})",
        "django.template.base.resolve_variable(path, context)": "<django.template.Variable>({path}).resolve({context})",
        "django.utils.text.truncate_words(s, num)": "<django.utils.text.Truncator>({s}).words({num})",
        "django.utils.text.truncate_html_words(s, num)": "<django.utils.text.Truncator>({s}).words({num}, html=True)",
        "django.views.decorators.cache.cache_page(view, timeout)": (
            "<django.views.decorators.cache.cache_page>({timeout})({view})"
        ),
        "django.db.transaction.commit_unless_managed()": "",
        "django.http.build_request_repr": "!",
    },
    doc="""
    Functions that were removed before Django 1.11 and are another call now.

    ```diff
    -from django.core.cache import get_cache
    +from django.core.cache import caches
     from django.db import transaction
    -from django.template import resolve_variable
    +from django.template import Variable

    -store = get_cache("default")
    -value = resolve_variable("a.b", context)
    -transaction.commit_unless_managed()
    +store = caches["default"]
    +value = Variable("a.b").resolve(context)
     transaction.commit()
    ```

    ```diff
     from django.views.decorators.cache import cache_page
     from shop.cache import get_cache

     view = cache_page(900)(get_cache("default"))
     other = cache_page(900, cache="x")
    ```
    """,
)

gone_in_2_1 = rewritten(
    "DJ21-expressions",
    package="django",
    since=None,
    gone="2.1",
    docs=NOTES.format("2.1") + "#features-removed-in-2-1",
    rows={
        "django.utils.functional.allow_lazy(func, resultclass)": (
            "<django.utils.functional.keep_lazy>({resultclass})({func})"
        ),
        "django.utils.dates.WEEKDAYS_REV": (
            "{str(name).lower(): number for number, name in <django.utils.dates.WEEKDAYS>.items()}"
        ),
        "django.utils.dates.MONTHS_3_REV": "{str(name): number for number, name in <django.utils.dates.MONTHS_3>.items()}",
        "django.contrib.gis.geos.HAS_GEOS": "bool(<django.contrib.gis.geos.geos_version>())",
        "django.db.models.sql.constants.QUERY_TERMS": "set(<django.db.models.Field>.get_lookups())",
    },
    doc="""
    Functions and constants that were removed in Django 2.0 or 2.1 and are another expression now.

    ```diff
    -from django.utils.functional import allow_lazy, lazy
    +from django.utils.functional import keep_lazy, lazy

    -upper = allow_lazy(lambda text: text.upper(), str)
    +upper = keep_lazy(str)(lambda text: text.upper())
     print(lazy)
    ```

    ```diff
     from shop.functional import allow_lazy

     upper = allow_lazy(str.upper, str)
    ```
    """,
)

ipv4_re = rewritten(
    "DJ20-ipv4-re",
    package="django",
    since=None,
    gone="2.0",
    docs=NOTES.format("2.0"),
    rows={"django.core.validators.ipv4_re": f'<re.compile>(r"^{_BYTE}{_DOT}{_DOT}{_DOT}\\Z")'},
    safety="review",
    doc=r"""
    ``ipv4_re`` of ``django.core.validators`` is a regular expression that can be written out.

    Gone since Django 2.0, without a release note.

    Review: ``validate_ipv4_address()`` and the module ``ipaddress`` refuse leading zeros, which this does not.

    ```diff
    -from django.core.validators import ipv4_re
    +from re import compile

    -print(ipv4_re.match("127.0.0.1"))
    +print(compile(r"^BYTE(\.BYTE)(\.BYTE)(\.BYTE)\Z").match("127.0.0.1"))
    ```

    ```diff
     from shop.validators import ipv4_re

     print(ipv4_re.match("127.0.0.1"))
    ```
    """.replace("BYTE", _BYTE),
)

ensure_defaults = rewritten(
    "DJ41-ensure-defaults",
    package="django",
    since="4.1",
    gone="4.1",
    docs=NOTES.format("4.1"),
    rows={
        f"django.db.connections.{name}(alias)": (
            "<django.db.connections>.configure_settings(<django.db.connections>.databases)"
        )
        for name in ("ensure_defaults", "prepare_test_settings")
    },
    safety="review",
    doc="""
    ``connections.ensure_defaults()`` and ``prepare_test_settings()`` are ``configure_settings()``.

    Since Django 4.1 one method sets what is left out in the settings of databases, in their own dictionaries.

    Review: it does so for all databases; those that are complete stay as they are.

    ```diff
     from django.db import connections

     connections.databases["copy"] = {"ENGINE": "django.db.backends.sqlite3"}
    -connections.ensure_defaults("copy")
    +connections.configure_settings(connections.databases)
    ```

    ```diff
     from shop.db import connections

     connections.ensure_defaults("copy")
    ```
    """,
)

gone_in_2_2 = rewritten(
    "DJ22-autoreload",
    package="django",
    since="2.2",
    gone="2.2",
    docs=NOTES.format("2.2") + "#miscellaneous",
    rows={
        "django.utils.autoreload.main(main_func)": "<django.utils.autoreload.run_with_reloader>({main_func})",
        "django.utils.autoreload.main": "!",
    },
    doc="""
    ``autoreload.main(function)`` is ``run_with_reloader(function)``.

    ```diff
     from django.utils import autoreload

    -autoreload.main(work)
    +autoreload.run_with_reloader(work)
    ```

    ```diff
     from shop import autoreload

     autoreload.main(work)
    ```
    """,
)

safe_settings = rewritten(
    "DJ31-safe-settings",
    package="django",
    since="3.1",
    gone="3.1",
    docs=NOTES.format("3.1") + "#error-reporting",
    rows={
        "django.views.debug.get_safe_settings()": (
            "<django.views.debug.get_default_exception_reporter_filter>().get_safe_settings()"
        ),
        "django.views.debug.get_safe_settings": (
            "<django.views.debug.get_default_exception_reporter_filter>().get_safe_settings"
        ),
        "django.views.debug.cleanse_setting(key, value)": (
            "<django.views.debug.get_default_exception_reporter_filter>().cleanse_setting({key}, {value})"
        ),
        "django.views.debug.HIDDEN_SETTINGS": "<django.views.debug.SafeExceptionReporterFilter>.hidden_settings",
        "django.views.debug.CLEANSED_SUBSTITUTE": "<django.views.debug.SafeExceptionReporterFilter>.cleansed_substitute",
    },
    doc="""
    ``get_safe_settings`` and ``cleanse_setting`` are methods of the exception reporter's filter.

    Moved without a release note when the filter could be customised, in Django 3.1.

    ```diff
     from django.views import debug
    -from django.views.debug import HIDDEN_SETTINGS, get_safe_settings

    -print(get_safe_settings())
    -print(HIDDEN_SETTINGS)
    -print(debug.cleanse_setting("KEY", 1))
    +print(debug.get_default_exception_reporter_filter().get_safe_settings())
    +print(debug.SafeExceptionReporterFilter.hidden_settings)
    +print(debug.get_default_exception_reporter_filter().cleanse_setting("KEY", 1))
    ```

    ```diff
     from shop.debug import get_safe_settings

     print(get_safe_settings())
    ```
    """,
)

gone_in_4_1 = rewritten(
    "DJ41-expressions",
    package="django",
    since=None,
    gone="4.1",
    docs=NOTES.format("4.1") + "#miscellaneous",
    rows={
        "django.views.static.was_modified_since(header, mtime, size)": (
            "<django.views.static.was_modified_since>({header}, {mtime})"
        ),
        "django.core.handlers.wsgi.LimitedStream(stream, limit, buf_size)": (
            "<django.core.handlers.wsgi.LimitedStream>({stream}, {limit})"
        ),
    },
    doc="""
    Arguments that ``was_modified_since`` and ``LimitedStream`` lost in Django 4.1.

    ```diff
     from django.views.static import was_modified_since

    -print(was_modified_since(header, 1, 2), was_modified_since(header, mtime=1, size=2))
    +print(was_modified_since(header, 1), was_modified_since(header, 1))
    ```

    ```diff
     from shop.static import was_modified_since

     print(was_modified_since(header, 1, 2))
    ```
    """,
)

gone_in_5_0 = rewritten(
    "DJ50-expressions",
    package="django",
    since="4.0",
    gone="5.0",
    docs=NOTES.format("5.0") + "#features-removed-in-5-0",
    rows={
        "django.utils.baseconv.base62.encode(value)": "<django.core.signing.b62_encode>({value})",
        "django.utils.baseconv.base62.decode(value)": "<django.core.signing.b62_decode>({value})",
        "django.utils.baseconv": "!",
        "django.templatetags.tz.timezone_constructor": "<zoneinfo.ZoneInfo>",
        "django.contrib.admin.helpers.checkbox": (
            '<django.forms.CheckboxInput>({"class": "action-select"}, lambda value: False)'
        ),
        "django.contrib.sitemaps.ping_google(sitemap_url=None, ping_url=None)": "",
        "django.contrib.sitemaps.SitemapNotFound": "!",
        "django.utils.topological_sort.stable_topological_sort": "!",
        "django.utils.topological_sort.topological_sort_as_sets": "!",
        "django.core.serializers.base.PickleSerializer": "!",
    },
    doc="""
    Functions that were removed in Django 5.0 and are another call now, or none.

    ``ping_google`` has nothing to call any more: the service was shut down.

    ```diff
    -from django.contrib.sitemaps import Sitemap, ping_google
    -from django.utils import baseconv
    +from django.contrib.sitemaps import Sitemap
    +from django.core.signing import b62_encode


     class Books(Sitemap):
         def published(self):
    -        ping_google("/sitemap.xml")
    -        return baseconv.base62.encode(10)
    +        return b62_encode(10)
    ```

    ```diff
     from shop.sitemaps import ping_google

     ping_google()
    ```
    """,
)

storage_class = rewritten(
    "DJ51-storage-class",
    package="django",
    since="4.2",
    gone="5.1",
    docs=NOTES.format("5.1") + "#features-removed-in-5-1",
    rows={
        "django.core.files.storage.get_storage_class(import_path)": (
            "<django.utils.module_loading.import_string>({import_path})"
        ),
        "django.core.files.storage.get_storage_class()": 'type(<django.core.files.storage.storages>["default"])',
    },
    doc="""
    ``get_storage_class(path)`` is ``import_string(path)``, and the class of the default storage without a path.

    Deprecated in Django 4.2.

    ```diff
    -from django.core.files.storage import get_storage_class
    +from django.core.files.storage import storages
    +from django.utils.module_loading import import_string

    -print(get_storage_class("shop.storage.Shelf"), get_storage_class())
    +print(import_string("shop.storage.Shelf"), type(storages["default"]))
    ```

    ```diff
     from shop.storage import get_storage_class

     print(get_storage_class())
    ```
    """,
)

gone_in_5_1 = rewritten(
    "DJ51-expressions",
    package="django",
    since=None,
    gone="5.1",
    docs=NOTES.format("5.1"),
    rows={
        "django.urls.converters.get_converter(raw_converter)": "<django.urls.converters.get_converters>()[{raw_converter}]",
        "django.test.client.is_iterable(x)": "isinstance({x}, <collections.abc.Iterable>)",
        **{
            f"django.utils.version.PY{major}{minor}": f"<sys.version_info> >= ({major}, {minor})"
            for major, minor in ((3, 5), (3, 6), (3, 7))
        },
        "django.utils.version.PY2": "False",
        "django.utils.version.PY3": "True",
    },
    doc="""
    Helpers for Django itself that went with the Pythons they were for, or in Django 5.1.

    ```diff
    -from django.urls.converters import get_converter
    -from django.utils.version import PY36, get_version
    +from sys import version_info
    +
    +from django.urls.converters import get_converters
    +from django.utils.version import get_version

    -print(PY36 and get_converter("int"), get_version())
    +print((version_info >= (3, 6)) and get_converters()["int"], get_version())
    ```

    ```diff
     from shop.converters import get_converter

     print(get_converter("int"))
    ```
    """,
)

gone_in_6_1 = rewritten(
    "DJ61-python-versions",
    package="django",
    since=None,
    gone="6.1",
    docs=NOTES.format("6.1"),
    rows={
        f"django.utils.version.PY{major}{minor}": f"<sys.version_info> >= ({major}, {minor})"
        for major, minor in ((3, 8), (3, 9))
    },
    doc="""
    ``django.utils.version.PY38`` is a look at ``sys.version_info``.

    Such constants go with the Pythons they are for.

    ```diff
    -from django.utils.version import PY38, get_version
    +from sys import version_info

    -print(PY38, get_version())
    +from django.utils.version import get_version
    +
    +print(version_info >= (3, 8), get_version())
    ```

    ```diff
     from shop.version import PY38

     print(PY38)
    ```
    """,
)

is_iterable = rewritten(
    "DJ60-is-iterable",
    package="django",
    since=None,
    gone="6.0",
    docs=NOTES.format("6.0") + "#features-removed-in-6-0",
    rows={"django.utils.itercompat.is_iterable(x)": "isinstance({x}, <collections.abc.Iterable>)"},
    safety="review",
    doc="""
    ``is_iterable(x)`` is ``isinstance(x, collections.abc.Iterable)``.

    Deprecated in Django 5.1.

    Review: what can be iterated over by ``__getitem__`` alone is no ``Iterable``.

    ```diff
    -from django.utils.itercompat import is_iterable
    +from collections.abc import Iterable

    -print(is_iterable([1]))
    +print(isinstance([1], Iterable))
    ```

    ```diff
     from shop.itercompat import is_iterable

     print(is_iterable([1]))
    ```
    """,
)

blank_choice = rewritten(
    "DJ61-blank-choice-dash",
    package="django",
    since=None,
    gone=None,
    docs=NOTES.format("6.1") + "#features-deprecated-in-6-1",
    rows={
        "django.db.models.fields.BLANK_CHOICE_DASH": '[("", "---------")]',
        "django.db.models.BLANK_CHOICE_DASH": '[("", "---------")]',
    },
    doc="""
    ``BLANK_CHOICE_DASH`` is a list that can be written out.

    Deprecated in Django 6.1.

    ```diff
    -from django.db.models import BLANK_CHOICE_DASH, Model
    +from django.db.models import Model

    -SIZES = BLANK_CHOICE_DASH + [("s", "small")]
    +SIZES = [("", "---------")] + [("s", "small")]
     print(Model)
    ```

    ```diff
     from shop.choices import BLANK_CHOICE_DASH

     SIZES = BLANK_CHOICE_DASH + [("s", "small")]
    ```
    """,
)
