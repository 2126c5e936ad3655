"""Dotted names in strings, as settings have them."""

from collections.abc import Iterator

import libcst as cst

from upgrader.assigned import text_of
from upgrader.edit import string
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import DELETE, File, Hit, Rule, rule
from upgrader.texts import gone_strings, moved_strings, plain_strings

RELEASE = "https://docs.djangoproject.com/en/{0}/releases/{0}/"


context_processors = moved_strings(
    "DJ110-context-processors",
    since="1.8",
    gone="1.10",
    docs=RELEASE.format("1.10") + "#features-removed-in-1-10",
    moved={
        f"django.core.context_processors.{name}": f"django.template.context_processors.{name}"
        for name in ("csrf", "debug", "i18n", "media", "request", "static", "tz")
    },
    doc="""``django.core.context_processors`` in settings is ``django.template.context_processors``.

    Moved in Django 1.8, without the old place since 1.10.

    ```diff settings.py
    -PROCESSORS = ["django.core.context_processors.request", "shop.context_processors.cart"]
    +PROCESSORS = ["django.template.context_processors.request", "shop.context_processors.cart"]
    ```

    ```diff settings.py
     PROCESSORS = ["django.core.context_processors.ours"]
     SAYS = "see django.core.context_processors.request"
    ```
    """,
)

staticfiles_builtins = moved_strings(
    "DJ30-staticfiles-builtins",
    since="1.10",
    gone="3.0",
    docs=RELEASE.format("3.0") + "#features-removed-in-3-0",
    moved={
        "django.contrib.staticfiles.templatetags.staticfiles": "django.templatetags.static",
        "django.contrib.admin.templatetags.admin_static": "django.templatetags.static",
    },
    doc="""The ``static`` template tags in settings are ``django.templatetags.static``.

    ```diff settings.py
    -OPTIONS = {"builtins": ["django.contrib.staticfiles.templatetags.staticfiles"]}
    +OPTIONS = {"builtins": ["django.templatetags.static"]}
    ```

    ```diff settings.py
     OPTIONS = {"builtins": ["shop.templatetags.staticfiles"]}
    ```
    """,
)

xview_middleware = moved_strings(
    "DJ18-xview-middleware",
    since="1.7",
    gone="1.8",
    docs=RELEASE.format("1.8") + "#features-removed-in-1-8",
    moved={"django.middleware.doc.XViewMiddleware": "django.contrib.admindocs.middleware.XViewMiddleware"},
    doc="""``XViewMiddleware`` is in ``django.contrib.admindocs.middleware``.

    ```diff settings.py
    -MIDDLEWARE = ["django.middleware.doc.XViewMiddleware"]
    +MIDDLEWARE = ["django.contrib.admindocs.middleware.XViewMiddleware"]
    ```

    ```diff settings.py
     MIDDLEWARE = ["shop.middleware.doc.XViewMiddleware"]
    ```
    """,
)

postgresql = moved_strings(
    "DJ20-postgresql-psycopg2",
    since="1.9",
    gone=None,
    docs=RELEASE.format("1.9"),
    moved={"django.db.backends.postgresql_psycopg2": "django.db.backends.postgresql"},
    doc="""The database engine ``postgresql_psycopg2`` is called ``postgresql``.

    Renamed in Django 1.9. The old name still works as an ENGINE.

    ```diff settings.py
    -DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql_psycopg2"}}
    +DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}
    ```

    ```diff settings.py
     DATABASES = {"default": {"ENGINE": "transaction_hooks.backends.postgresql_psycopg2"}}
    ```
    """,
)

comments = moved_strings(
    "DJ18-contrib-comments",
    since="1.6",
    gone="1.8",
    docs=RELEASE.format("1.8") + "#features-removed-in-1-8",
    moved={"django.contrib.comments": "django_comments"},
    safety=Safety.REVIEW,
    requires=("django-contrib-comments",),
    doc="""``django.contrib.comments`` in settings is ``django_comments``.

    Removed in Django 1.8; the distribution django-contrib-comments has it, with the same tables.

    Review: it has to be installed, and its imports are ``django_comments`` everywhere.

    ```diff settings.py
    -INSTALLED_APPS = ["django.contrib.comments", "shop"]
    +INSTALLED_APPS = ["django_comments", "shop"]
    ```

    ```diff settings.py
     INSTALLED_APPS = ["shop.contrib.comments"]
    ```
    """,
)

form_renderers = moved_strings(
    "DJ60-form-renderers",
    since="5.0",
    gone="6.0",
    docs=RELEASE.format("6.0") + "#features-removed-in-6-0",
    moved={
        "django.forms.renderers.DjangoDivFormRenderer": "django.forms.renderers.DjangoTemplates",
        "django.forms.renderers.Jinja2DivFormRenderer": "django.forms.renderers.Jinja2",
    },
    doc="""``DjangoDivFormRenderer`` in settings is ``DjangoTemplates``, ``Jinja2DivFormRenderer`` is ``Jinja2``.

    Transitional classes of Django 4.1: since 5.0 the plain ones do the same.

    ```diff settings.py
    -FORM_RENDERER = "django.forms.renderers.DjangoDivFormRenderer"
    +FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
    ```

    ```diff settings.py
     FORM_RENDERER = "shop.renderers.DjangoDivFormRenderer"
    ```
    """,
)

forms_default_html = moved_strings(
    "DJ50-forms-default-html-name",
    since="4.0",
    gone="5.0",
    docs=RELEASE.format("5.0") + "#features-removed-in-5-0",
    moved={
        "django/forms/default.html": "django/forms/table.html",
        "django/forms/formsets/default.html": "django/forms/formsets/table.html",
    },
    doc="""``django/forms/default.html`` is ``django/forms/table.html``.

    Both transitional templates, for forms and formsets, were removed in Django 5.0.

    ```diff
     class SearchForm:
    -    template_name = "django/forms/default.html"
    +    template_name = "django/forms/table.html"
    ```

    ```diff
     template_name = "shop/forms/default.html"
    ```
    """,
)

test_runner = moved_strings(
    "DJ18-test-runner",
    since="1.6",
    gone="1.8",
    docs=RELEASE.format("1.8") + "#features-removed-in-1-8",
    moved={
        "django.test.simple.DjangoTestSuiteRunner": "django.test.runner.DiscoverRunner",
        "django.test.simple.DjangoTestRunner": "django.test.runner.DiscoverRunner",
    },
    safety=Safety.REVIEW,
    doc="""``DjangoTestSuiteRunner`` in settings is ``DiscoverRunner``.

    Review: it finds tests by the names of their files (``test*.py``), not in ``models.py`` and ``tests`` packages alone.

    ```diff settings.py
    -TEST_RUNNER = "django.test.simple.DjangoTestSuiteRunner"
    +TEST_RUNNER = "django.test.runner.DiscoverRunner"
    ```

    ```diff settings.py
     TEST_RUNNER = "shop.test.simple.DjangoTestSuiteRunner"
    ```
    """,
)

memcached = moved_strings(
    "DJ41-memcached-cache",
    since="3.2",
    gone="4.1",
    docs=RELEASE.format("4.1") + "#features-removed-in-4-1",
    moved={
        "django.core.cache.backends.memcached.MemcachedCache": "django.core.cache.backends.memcached.PyMemcacheCache"
    },
    safety=Safety.REVIEW,
    requires=("pymemcache",),
    doc="""The cache backend ``MemcachedCache`` is ``PyMemcacheCache``.

    Its library, python-memcached, is not maintained. Removed in Django 4.1.

    Review: pymemcache has to be installed, OPTIONS are those of its client, and what is cached under the old library may
    not be readable: empty the cache.

    ```diff settings.py
    -CACHES = {"default": {"BACKEND": "django.core.cache.backends.memcached.MemcachedCache"}}
    +CACHES = {"default": {"BACKEND": "django.core.cache.backends.memcached.PyMemcacheCache"}}
    ```

    ```diff settings.py
     CACHES = {"default": {"BACKEND": "shop.cache.MemcachedCache"}}
    ```
    """,
)

pickle_serializer = moved_strings(
    "DJ50-pickle-serializer",
    since=None,
    gone="5.0",
    docs=RELEASE.format("5.0") + "#features-removed-in-5-0",
    moved={
        "django.contrib.sessions.serializers.PickleSerializer": "django.contrib.sessions.serializers.JSONSerializer"
    },
    safety=Safety.REVIEW,
    doc="""The session serializer ``PickleSerializer`` is ``JSONSerializer``.

    Removed in Django 5.0: whoever had the secret key could run code.

    Review: sessions may hold only what JSON can; those stored with pickle are lost, their users have to log in again.

    ```diff settings.py
    -SESSION_SERIALIZER = "django.contrib.sessions.serializers.PickleSerializer"
    +SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
    ```

    ```diff settings.py
     SESSION_SERIALIZER = "shop.serializers.PickleSerializer"
    ```
    """,
)

cached_static_files = moved_strings(
    "DJ31-cached-static-files-storage",
    since="1.7",
    gone="3.1",
    docs=RELEASE.format("3.1") + "#features-removed-in-3-1",
    moved={
        "django.contrib.staticfiles.storage.CachedStaticFilesStorage": (
            "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        )
    },
    safety=Safety.REVIEW,
    doc="""``CachedStaticFilesStorage`` is ``ManifestStaticFilesStorage``.

    Removed in Django 3.1.

    Review: the names are kept in a file, not in the cache, so ``collectstatic`` has to run where the site runs.

    ```diff settings.py
    -STORAGE = "django.contrib.staticfiles.storage.CachedStaticFilesStorage"
    +STORAGE = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    ```

    ```diff settings.py
     STORAGE = "shop.storage.CachedStaticFilesStorage"
    ```
    """,
)


session_auth = gone_strings(
    "DJ20-session-authentication-middleware",
    since="1.10",
    gone="2.0",
    docs=RELEASE.format("2.0") + "#features-removed-in-2-0",
    names=("django.contrib.auth.middleware.SessionAuthenticationMiddleware",),
    message="is gone, and always on",
    doc="""``SessionAuthenticationMiddleware`` goes.

    Since Django 1.10 it did nothing: sessions end when the password changes. Removed in 2.0.

    ```diff settings.py
     MIDDLEWARE = [
         "django.contrib.auth.middleware.AuthenticationMiddleware",
    -    "django.contrib.auth.middleware.SessionAuthenticationMiddleware",  # new
         "django.contrib.messages.middleware.MessageMiddleware",
     ]
    ```

    ```diff settings.py
     MIDDLEWARE = ["shop.middleware.SessionAuthenticationMiddleware"]
     NAME = "django.contrib.auth.middleware.SessionAuthenticationMiddleware"
    ```
    """,
)

eggs_loader = gone_strings(
    "DJ20-eggs-loader",
    since=None,
    gone="2.0",
    docs=RELEASE.format("2.0") + "#features-removed-in-2-0",
    names=("django.template.loaders.eggs.Loader",),
    message="is gone",
    safety=Safety.REVIEW,
    doc="""The template loader for eggs goes.

    Removed in Django 2.0.

    Review: templates that are inside eggs are no longer found; install such packages unpacked.

    ```diff settings.py
    -LOADERS = ["django.template.loaders.app_directories.Loader", "django.template.loaders.eggs.Loader"]
    +LOADERS = ["django.template.loaders.app_directories.Loader"]
    ```

    ```diff settings.py
     LOADERS = ["shop.loaders.eggs.Loader"]
    ```
    """,
)

HASHERS = "django.contrib.auth.hashers."


def gone_hashers(id: str, gone: str, names: tuple[str, ...], doc: str) -> Rule:
    """Make a rule of password hashers that Django has no more: with one of them in the list nobody can log in."""

    def find(module: cst.Module, file: File) -> Iterator[Hit]:
        for constant, text in plain_strings(file):
            name = text.removeprefix(HASHERS).removesuffix("PasswordHasher")
            if text != f"{HASHERS}{name}PasswordHasher" or name not in names:
                continue
            message = f"{text} is gone: while it is listed nobody can log in, without it nobody with such a password"
            element = file.parent(constant)
            listed = file.parent(element)
            if not isinstance(listed, (cst.List, cst.Tuple)) or file.guard(constant):
                yield Hit(constant, message)
            elif all(_is_gone(other.value, names) for other in listed.elements):
                if listed.elements[0] is element:
                    yield Hit(constant, message, string(constant, f"{HASHERS}PBKDF2PasswordHasher"))
                else:
                    yield Hit(constant, message, also=((element, DELETE),))
            else:
                yield Hit(constant, message, also=((element, DELETE),))

    find.__doc__ = doc
    docs = RELEASE.format(gone) + f"#features-removed-in-{gone.replace('.', '-')}"
    needles = [f"{name}PasswordHasher" for name in names]
    return rule(id, package="django", since=None, gone=gone, docs=docs, safety=Safety.REVIEW, needles=needles)(find)


def _is_gone(value: cst.BaseExpression, names: tuple[str, ...]) -> bool:
    return any(text_of(value) == f"{HASHERS}{name}PasswordHasher" for name in names)


hashers = gone_hashers(
    "DJ51-password-hashers",
    "5.1",
    ("SHA1", "UnsaltedSHA1", "UnsaltedMD5"),
    """The password hashers for SHA-1 and unsalted MD5 are gone.

    Removed in Django 5.1: while one is listed, each login and each new password is an ImportError.

    Review: users whose password is stored so have to reset it, unless the stored hashes are wrapped before the upgrade as
    "Password upgrading without requiring a login" in the documentation shows.

    ```diff settings.py
     PASSWORD_HASHERS = [
         "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    -    "django.contrib.auth.hashers.SHA1PasswordHasher",
    -    "django.contrib.auth.hashers.UnsaltedMD5PasswordHasher",
     ]
    ```

    ```diff settings.py
    -PASSWORD_HASHERS = ["django.contrib.auth.hashers.UnsaltedMD5PasswordHasher"]
    +PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    ```

    ```diff settings.py
     PASSWORD_HASHERS = ["shop.hashers.SHA1PasswordHasher", "django.contrib.auth.hashers.MD5PasswordHasher"]
    ```
    """,
)
crypt_hasher = gone_hashers(
    "DJ50-crypt-password-hasher",
    "5.0",
    ("Crypt",),
    """``CryptPasswordHasher`` is gone.

    Removed in Django 5.0, as is the module it used from Python 3.13.

    Review: users whose password is stored so have to reset it.

    ```diff settings.py
     PASSWORD_HASHERS = [
         "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    -    "django.contrib.auth.hashers.CryptPasswordHasher",
     ]
    ```

    ```diff settings.py
     PASSWORD_HASHERS = ["shop.hashers.CryptPasswordHasher"]
    ```
    """,
)

transaction_middleware = gone_strings(
    "DJ18-transaction-middleware",
    since=None,
    gone="1.8",
    docs=RELEASE.format("1.8") + "#features-removed-in-1-8",
    names=("django.middleware.transaction.TransactionMiddleware",),
    message='is gone: set "ATOMIC_REQUESTS" in DATABASES',
    safety=Safety.MANUAL,
    doc="""``TransactionMiddleware`` is gone.

    Manual: take it out of the list and set ``"ATOMIC_REQUESTS": True`` for each database in DATABASES.

    ```diff settings.py
     MIDDLEWARE = ["django.middleware.transaction.TransactionMiddleware"]
    ```

    ```diff settings.py
     MIDDLEWARE = ["shop.middleware.TransactionMiddleware"]
    ```
    """,
)

DATABASE_TESTS = {
    "TEST_CHARSET": "CHARSET",
    "TEST_COLLATION": "COLLATION",
    "TEST_DEPENDENCIES": "DEPENDENCIES",
    "TEST_MIRROR": "MIRROR",
    "TEST_NAME": "NAME",
    "TEST_CREATE": "CREATE_DB",
    "TEST_USER_CREATE": "CREATE_USER",
    "TEST_USER": "USER",
    "TEST_PASSWD": "PASSWORD",
    "TEST_TBLSPACE": "TBLSPACE",
    "TEST_TBLSPACE_TMP": "TBLSPACE_TMP",
}


@rule(
    "DJ19-database-test-settings",
    package="django",
    since="1.7",
    gone="1.9",
    docs=RELEASE.format("1.9") + "#features-removed-in-1-9",
    needles=[f"ENGINE {name}" for name in DATABASE_TESTS],
)
def database_tests(node: cst.Dict, file: File) -> Iterator[Hit]:
    """``TEST_NAME`` and the like of a database are in its ``TEST``.

    Without effect since Django 1.9.

    ```diff settings.py
    -DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "TEST_NAME": "t", "TEST_MIRROR": "x"}}
    +DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "TEST": {"NAME": "t", "MIRROR": "x"}}}
    ```

    ```diff settings.py
     OTHER = {"TEST_NAME": "t"}
     DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "TEST": {"NAME": "t"}}}
    ```
    """
    keys = {text_of(e.key): e for e in node.elements if isinstance(e, cst.DictElement)}
    old = [keys[name] for name in keys if name in DATABASE_TESTS]
    if "ENGINE" not in keys or not old:
        return
    message = "a database's settings for tests are in its TEST"
    if "TEST" in keys:
        yield Hit(old[0].key, message)
        return
    entries = ", ".join(f'"{DATABASE_TESTS[text_of(e.key) or ""]}": {file.code(e.value)}' for e in old)
    also: tuple[tuple[Node, Node | str], ...] = (
        (old[0].key, '"TEST"'),
        (old[0].value, f"{{{entries}}}"),
        *((e, DELETE) for e in old[1:]),
    )
    yield Hit(old[0].key, message, also=also)


@rule(
    "DJ50-database-test-serialize",
    package="django",
    since="4.0",
    gone="5.0",
    docs=RELEASE.format("5.0") + "#features-removed-in-5-0",
    needles=["TEST SERIALIZE"],
)
def test_serialize(node: cst.Dict, file: File) -> Iterator[Hit]:
    """``SERIALIZE`` of a database's ``TEST`` goes.

    Without effect since Django 5.0: what ``serialized_rollback`` needs is found by the tests.

    ```diff settings.py
    -DATABASES = {"default": {"ENGINE": "x", "TEST": {"NAME": "t", "SERIALIZE": False}}}
    +DATABASES = {"default": {"ENGINE": "x", "TEST": {"NAME": "t"}}}
    ```

    ```diff settings.py
     OTHER = {"default": {"TEST": {"SERIALIZE": False}}}
    ```
    """
    keys = {text_of(e.key): e for e in node.elements if isinstance(e, cst.DictElement)}
    test = keys.get("TEST")
    if "ENGINE" in keys and test is not None and isinstance(test.value, cst.Dict):
        for element in test.value.elements:
            if isinstance(element, cst.DictElement) and text_of(element.key) == "SERIALIZE":
                yield Hit(element.key, "SERIALIZE has no effect", also=((element, DELETE),))
