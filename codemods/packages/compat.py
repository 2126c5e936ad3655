"""django-compat: its last release imports what Django 4.0 dropped, and all that it has is elsewhere today."""

from collections.abc import Iterator

import libcst as cst

from upgrader.rule import DELETE, File, Hit, moves, rule
from upgrader.texts import plain_strings

_URLS = (
    "NoReverseMatch",
    "Resolver404",
    "ResolverMatch",
    "URLPattern",
    "URLResolver",
    "clear_url_caches",
    "get_callable",
    "get_ns_resolver",
    "get_resolver",
    "get_script_prefix",
    "get_urlconf",
    "include",
    "is_valid_path",
    "resolve",
    "reverse",
    "reverse_lazy",
    "set_script_prefix",
    "set_urlconf",
)
_MOVED = {
    "BytesIO": "io.BytesIO",
    "DjangoJSONEncoder": "django.core.serializers.json.DjangoJSONEncoder",
    "EmailValidator": "django.core.validators.EmailValidator",
    "HttpResponseBase": "django.http.response.HttpResponseBase",
    "JsonResponse": "django.http.JsonResponse",
    "RegexURLPattern": "django.urls.URLPattern",
    "RegexURLResolver": "django.urls.URLResolver",
    "SortedDict": "collections.OrderedDict",
    "StringIO": "io.StringIO",
    "URLValidator": "django.core.validators.URLValidator",
    "VariableNode": "django.template.base.VariableNode",
    "View": "django.views.generic.View",
    "atomic": "django.db.transaction.atomic",
    "basestring": "builtins.str",
    "close_connection": "django.db.close_old_connections",
    "commit_on_success": "django.db.transaction.atomic",
    "conditional_escape": "django.utils.html.conditional_escape",
    "force_text": "django.utils.encoding.force_str",
    "format_html": "django.utils.html.format_html",
    "get_current_site": "django.contrib.sites.shortcuts.get_current_site",
    "get_ident": "threading.get_ident",
    "get_model": "django.apps:apps.get_model",
    "get_user_model": "django.contrib.auth.get_user_model",
    "handler404": "django.conf.urls.handler404",
    "handler500": "django.conf.urls.handler500",
    "import_module": "importlib.import_module",
    "import_string": "django.utils.module_loading.import_string",
    "models.GenericForeignKey": "django.contrib.contenttypes.fields.GenericForeignKey",
    "parse_qs": "urllib.parse.parse_qs",
    "python_2_unicode_compatible": "django.utils.encoding.python_2_unicode_compatible",
    "resolve_url": "django.shortcuts.resolve_url",
    "slugify": "django.utils.text.slugify",
    "smart_text": "django.utils.encoding.smart_str",
    "unicode": "builtins.str",
    "unquote_plus": "urllib.parse.unquote_plus",
    "url": "django.conf.urls.url",
    "urlencode": "urllib.parse.urlencode",
    "urlparse": "urllib.parse.urlparse",
    "urlunparse": "urllib.parse.urlunparse",
}
_MODULES = {
    "admin_utils": "django.contrib.admin.utils",
    "mock": "unittest.mock",
    "simplejson": "json",
    "six": "django.utils.six",
    "unittest": "unittest",
}

names = moves(
    "compat1-names",
    package="django-compat",
    since=None,
    gone="1.0",
    docs="https://pypi.org/project/django-compat/",
    moved={
        f"compat.{name}": new
        for name, new in (_MOVED | {name: f"django.urls.{name}" for name in _URLS} | _MODULES).items()
    },
    doc="""
    What django-compat has for Django 1.4 to 2.0 is Django's and the standard library's own.

    No release of it can be imported with Django 4.0: the last, 1.0.15 of 2018, wants ``django.conf.urls.url``.

    ```diff
    -from compat import StringIO, close_connection
    -from compat.models import GenericForeignKey
    +from io import StringIO
    +from django.db import close_old_connections
    +from django.contrib.contenttypes.fields import GenericForeignKey

     text = StringIO()
    -close_connection()
    +close_old_connections()
     owner = GenericForeignKey()
    ```

    ```diff
     from compat import get_username_field
     from shop.compat import StringIO

     text = StringIO(get_username_field())
    ```
    """,
)


@rule(
    "compat1-app",
    package="django-compat",
    since=None,
    gone="1.0",
    docs="https://pypi.org/project/django-compat/",
    needles=["compat"],
    pattern=rb"""["']compat["']""",
    safety="review",
)
def app(module: cst.Module, file: File) -> Iterator[Hit]:
    """``"compat"`` leaves ``INSTALLED_APPS``.

    Nothing starts with it: it imports what Django 4.0 dropped. The app has template tags only.

    Review: a template that has ``{% load compat %}`` wants the tags of Django in its place.

    ```diff settings.py
     INSTALLED_APPS = [
         "django.contrib.auth",
    -    "compat",
         "shop",
     ]
    ```

    ```diff settings.py
     INSTALLED_APPS = ["django.contrib.auth", "shop.compat"]
     PARTS = ["compat", "shop"]
    ```
    """
    for constant, text in plain_strings(file):
        element = file.parent(constant)
        listed = file.parent(element)
        if text == "compat" and isinstance(element, cst.Element) and isinstance(listed, (cst.List, cst.Tuple)):
            others = [file.code(other.value).strip("\"'") for other in listed.elements]
            if any(other.startswith("django.contrib.") for other in others) and not file.guard(constant):
                yield Hit(constant, "django-compat cannot be imported any more", also=((element, DELETE),))
