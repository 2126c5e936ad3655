"""What other distributions read in Django's settings, and read no more or otherwise."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.assigned import assigned, passed, text_of
from upgrader.edit import string, with_element
from upgrader.model import Safety
from upgrader.rule import DELETE, File, Hit, rule
from upgrader.texts import gone_strings, moved_strings, plain_strings

_CRISPY = "https://github.com/django-crispy-forms/django-crispy-forms/blob/main/CHANGELOG.md#20-2023-02-17"
_PACK = re.compile(r"""^[ \t]*CRISPY_TEMPLATE_PACK[^\n=]*=[ \t]*["'](\w+)["']""", re.MULTILINE)
_PACKS = {"bootstrap3": "crispy-bootstrap3", "bootstrap4": "crispy-bootstrap4"}
_ELSEWHERE = {"bootstrap": "crispy-forms-bootstrap2 has them", "uni_form": "choose another pack"}


@rule(
    "crispy2-template-pack",
    package="django-crispy-forms",
    since="1.14",
    gone="2.0",
    docs=_CRISPY,
    needles=["crispy_forms"],
    pattern=rb"""["']crispy_forms["']""",
    safety="review",
)
def template_pack(module: cst.Module, file: File) -> Iterator[Hit]:
    """Install the templates of ``CRISPY_TEMPLATE_PACK``: they are a distribution and an app of their own.

    django-crispy-forms 2.0 has no templates: a form that is rendered raises TemplateDoesNotExist.

    Review: the pack is released on its own, and what it makes of a form may differ a little from release to release.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     INSTALLED_APPS = [
         "django.contrib.auth",
         "crispy_forms",  # nice ones
    +    "crispy_bootstrap4",
         "shop",
     ]
     CRISPY_TEMPLATE_PACK = "bootstrap4"
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -THIRD_PARTY_APPS = ("rest_framework", "crispy_forms")
    +THIRD_PARTY_APPS = ("rest_framework", "crispy_forms", "crispy_bootstrap3")
     INSTALLED_APPS = THIRD_PARTY_APPS + ("shop",)
     CRISPY_TEMPLATE_PACK = "bootstrap3"
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     INSTALLED_APPS = ["crispy_forms", "crispy_bootstrap4"]
     CRISPY_TEMPLATE_PACK = "bootstrap4"
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     INSTALLED_APPS = ["crispy_forms", "crispy_bootstrap5"]
     CRISPY_TEMPLATE_PACK = "bootstrap5"
    ```
    """
    family = file.settings()
    if family is None:
        return
    packs = set(_PACK.findall(family)) or ({"bootstrap"} if "CRISPY_TEMPLATE_PACK" not in family else set())
    for constant, text in plain_strings(file):
        element = file.parent(constant)
        listed = file.parent(element)
        if text != "crispy_forms" or not isinstance(element, cst.Element):
            continue
        if not isinstance(listed, (cst.List, cst.Tuple)) or file.names.scope(constant).kind == "function":
            continue
        for pack in sorted(packs):
            app = f"crispy_{pack}"
            if pack in _ELSEWHERE and app not in family and "crispy_forms_" not in family:
                message = f"django-crispy-forms has no templates of the pack {pack} any more: {_ELSEWHERE[pack]}"
                yield Hit(constant, message, safety=Safety.MANUAL)
            elif pack in _PACKS and app not in family:
                message = f"the templates of the pack {pack} are in {_PACKS[pack]}"
                quoted = file.code(constant).replace("crispy_forms", app)
                new = with_element(listed, list(listed.elements).index(element), quoted)
                yield Hit(constant, message, also=((listed, new),), requires=(_PACKS[pack],))


_CORS = "https://github.com/adamchainz/django-cors-headers/blob/main/CHANGELOG.rst"
_LOCAL = re.compile(r"(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::\d+)?$")


@rule(
    "cors3-schemes",
    package="django-cors-headers",
    since="3.0",
    gone="3.0",
    docs=_CORS + "#300-2019-05-10",
    needles=["CORS_ORIGIN_WHITELIST", "CORS_ALLOWED_ORIGINS"],
    safety="review",
)
def cors_schemes(module: cst.Module, file: File) -> Iterator[Hit]:
    """``CORS_ORIGIN_WHITELIST`` needs schemes.

    Since django-cors-headers 3.0 an entry is an origin, with its scheme; one without is an error of the system checks
    (corsheaders.E013). Before, it stood for both schemes, and one with a scheme was not understood.

    Review: ``https`` is taken for all but the own machine. A site that calls by ``http`` wants that origin too.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -CORS_ORIGIN_WHITELIST = ("shop.example", "localhost:3000", "https://api.example")
    +CORS_ORIGIN_WHITELIST = ("https://shop.example", "http://localhost:3000", "https://api.example")
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     CORS_ORIGIN_WHITELIST = ["https://shop.example", "null", "file://"]
     CORS_ALLOWED_ORIGINS = env.list("ORIGINS")
    ```
    """
    names = ("CORS_ORIGIN_WHITELIST", "CORS_ALLOWED_ORIGINS")
    for setting in (*assigned(file, *names), *passed(file, *names)):
        for element in setting.value.elements if isinstance(setting.value, (cst.List, cst.Tuple)) else ():
            text = text_of(element.value)
            if text and text != "null" and "://" not in text and isinstance(element.value, cst.SimpleString):
                scheme = "http" if _LOCAL.match(text) else "https"
                message = "an origin that may call needs its scheme"
                yield Hit(element.value, message, string(element.value, f"{scheme}://{text}"))


@rule(
    "cors4-referer",
    package="django-cors-headers",
    since=None,
    gone="4.0",
    docs=_CORS + "#400-2023-05-12",
    needles=["CORS_REPLACE_HTTPS_REFERER", "CorsPostCsrfMiddleware corsheaders"],
    safety="manual",
)
def cors_referer(module: cst.Module, file: File) -> Iterator[Hit]:
    """``CORS_REPLACE_HTTPS_REFERER`` is ``CSRF_TRUSTED_ORIGINS``, and ``CorsPostCsrfMiddleware`` goes.

    Removed in django-cors-headers 4.0: Django does not start with the middleware, and refuses posts from other origins.

    Manual: list the origins in ``CSRF_TRUSTED_ORIGINS`` and drop both.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -CORS_REPLACE_HTTPS_REFERER = True
    +CSRF_TRUSTED_ORIGINS = ["https://shop.example"]
     MIDDLEWARE = [
         "corsheaders.middleware.CorsMiddleware",
         "django.middleware.csrf.CsrfViewMiddleware",
    -    "corsheaders.middleware.CorsPostCsrfMiddleware",
     ]
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     CSRF_TRUSTED_ORIGINS = ["https://shop.example"]
     MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware"]
    ```
    """
    instead = "is gone: list the origins in CSRF_TRUSTED_ORIGINS"
    for setting in assigned(file, "CORS_REPLACE_HTTPS_REFERER"):
        yield Hit(setting.place, f"CORS_REPLACE_HTTPS_REFERER {instead}")
    for constant, text in plain_strings(file):
        if text == "corsheaders.middleware.CorsPostCsrfMiddleware":
            yield Hit(constant, f"{text} {instead}")


whitenoise_storage = moved_strings(
    "whitenoise4-storage",
    package="whitenoise",
    since="3.0",
    gone="4.0",
    docs="https://whitenoise.readthedocs.io/en/stable/changelog.html#v4-0",
    moved={
        "whitenoise.django.GzipManifestStaticFilesStorage": "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
    doc="""``GzipManifestStaticFilesStorage`` of whitenoise is ``CompressedManifestStaticFilesStorage``.

    Two names of one class; the module of the old one raises ImportError since whitenoise 4.0.

    ```diff settings.py
    -STATICFILES_STORAGE = "whitenoise.django.GzipManifestStaticFilesStorage"
    +STATICFILES_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    ```

    ```diff settings.py
     STATICFILES_STORAGE = "shop.django.GzipManifestStaticFilesStorage"
    ```
    """,
)


@rule(
    "redis5-parser-class",
    package="redis",
    since=None,
    gone="5.0",
    docs="https://github.com/redis/redis-py/releases/tag/v5.0.0",
    needles=["redis connection HiredisParser", "redis connection PythonParser"],
    safety="review",
)
def parser_class(module: cst.Module, file: File) -> Iterator[Hit]:
    """``"PARSER_CLASS": "redis.connection.HiredisParser"`` goes.

    redis 5.0 has no such name. By itself it takes the parser of hiredis where that is installed.

    Review: hiredis has to be installed for it, and has no say where Python's own parser was asked for.

    ```diff settings.py
     CACHES = {
         "default": {
             "BACKEND": "django_redis.cache.RedisCache",
             "OPTIONS": {
                 "CLIENT_CLASS": "django_redis.client.DefaultClient",
    -            "PARSER_CLASS": "redis.connection.HiredisParser",
             },
         }
     }
    ```

    ```diff settings.py
     OPTIONS = {"PARSER_CLASS": "shop.redis.connection.HiredisParser"}
    ```
    """
    for constant, text in plain_strings(file):
        if text not in ("redis.connection.HiredisParser", "redis.connection.PythonParser"):
            continue
        element = file.parent(constant)
        message = f"{text} is gone; redis chooses the parser by itself"
        if isinstance(element, cst.DictElement) and text_of(element.key) == "PARSER_CLASS":
            yield Hit(constant, message, also=((element, DELETE),))
        else:
            yield Hit(constant, message)


toolbar_logging = gone_strings(
    "toolbar4-logging-panel",
    package="django-debug-toolbar",
    since=None,
    gone="4.0",
    docs="https://django-debug-toolbar.readthedocs.io/en/latest/changes.html#id27",
    names=("debug_toolbar.panels.logging.LoggingPanel",),
    message="is gone",
    doc="""The logging panel of django-debug-toolbar goes.

    Removed in 4.0, which warns when it is listed.

    ```diff settings.py
     DEBUG_TOOLBAR_PANELS = [
         "debug_toolbar.panels.signals.SignalsPanel",
    -    "debug_toolbar.panels.logging.LoggingPanel",
         "debug_toolbar.panels.redirects.RedirectsPanel",
     ]
    ```

    ```diff settings.py
     DEBUG_TOOLBAR_PANELS = ["shop.panels.logging.LoggingPanel"]
    ```
    """,
)

s3_storage = moved_strings(
    "storages19-s3boto",
    package="django-storages",
    since="1.2",
    gone="1.9",
    docs="https://github.com/jschneier/django-storages/blob/master/CHANGELOG.rst#19-2020-02-02",
    safety=Safety.REVIEW,
    moved={"storages.backends.s3boto.S3BotoStorage": "storages.backends.s3boto3.S3Boto3Storage"},
    requires=("boto3",),
    doc="""``S3BotoStorage`` is ``S3Boto3Storage``, which works with boto3.

    Review: some settings have other names or defaults: ``AWS_S3_SIGNATURE_VERSION``, ``AWS_HEADERS`` (now
    ``AWS_S3_OBJECT_PARAMETERS``), ``AWS_S3_HOST`` (now ``AWS_S3_ENDPOINT_URL``).

    ```diff settings.py
    -DEFAULT_FILE_STORAGE = "storages.backends.s3boto.S3BotoStorage"
    +DEFAULT_FILE_STORAGE = "storages.backends.s3boto3.S3Boto3Storage"
    ```

    ```diff settings.py
     DEFAULT_FILE_STORAGE = "shop.backends.s3boto.S3BotoStorage"
    ```
    """,
)
