"""What is known of packages and their indexes do not say: successors, who has a module, the first release that works.

Only names of this table and names that the project has already enter a project: a misspelled name on an index may be
anyone's.
"""

from __future__ import annotations

from dataclasses import dataclass

from packaging.version import Version

from upgrader.model import Versions

#: Packages that nobody maintains for current Django or Python, or that Django has dropped, and what people moved to.
SUCCESSORS = {
    "aioredis": "redis",
    "argparse": "the standard library's argparse",
    "asgi-redis": "channels-redis",
    "azure-storage": "azure-storage-blob",
    "backports-zoneinfo": "the standard library's zoneinfo",
    "beautifulsoup": "beautifulsoup4",
    "boto": "boto3",
    "dataclasses": "the standard library's dataclasses",
    "django-admin-bootstrapped": "django-jazzmin",
    "django-bulk-update": "bulk_update of Django's own QuerySet",
    "django-cas": "django-cas-ng",
    "django-celery": "django-celery-beat and django-celery-results",
    "django-choices": "Django's own TextChoices and IntegerChoices",
    "django-cors-middleware": "django-cors-headers",
    "django-discover-runner": "Django's own test runner",
    "django-dotenv": "python-dotenv",
    "django-endless-pagination": "django-el-pagination",
    "django-enumfields": "Django's own TextChoices and IntegerChoices",
    "django-flat-theme": "Django's own admin",
    "django-floppyforms": "Django's own widgets and form templates",
    "django-heroku": "dj-database-url and whitenoise",
    "django-hijack-admin": "django-hijack",
    "django-hstore": "django.contrib.postgres.fields.HStoreField",
    "django-hvad": "django-parler",
    "django-jsonfield": "django.db.models.JSONField",
    "django-mssql": "mssql-django",
    "django-nocaptcha-recaptcha": "django-recaptcha",
    "django-nose": "pytest-django, or Django's own test runner",
    "django-oauth2-provider": "django-oauth-toolkit",
    "django-pagination": "Django's own Paginator",
    "django-piston": "djangorestframework",
    "django-pylibmc": "Django's own PyLibMCCache or PyMemcacheCache",
    "django-pyodbc-azure": "mssql-django",
    "django-q": "django-q2",
    "django-recaptcha2": "django-recaptcha",
    "django-redis-cache": "django-redis, or Django's own RedisCache",
    "django-rest-auth": "dj-rest-auth",
    "django-rest-swagger": "drf-spectacular",
    "django-secure": "Django's own SecurityMiddleware",
    "django-sendfile": "django-sendfile2",
    "django-social-auth": "social-auth-app-django",
    "django-sslserver": "runserver_plus of django-extensions",
    "django-storages-redux": "django-storages",
    "django-suit": "django-jazzmin",
    "django-tagging": "django-taggit",
    "django-transaction-hooks": "transaction.on_commit of Django itself",
    "django-uni-form": "django-crispy-forms",
    "django-uuidfield": "django.db.models.UUIDField",
    "djangorestframework-jwt": "djangorestframework-simplejwt",
    "djongo": "django-mongodb-backend",
    "drf-jwt": "djangorestframework-simplejwt",
    "enum34": "the standard library's enum",
    "fabric3": "fabric",
    "fake-factory": "Faker",
    "functools32": "the standard library's functools",
    "futures": "the standard library's concurrent.futures",
    "ipaddress": "the standard library's ipaddress",
    "model-mommy": "model-bakery",
    "mysql-python": "mysqlclient",
    "nose": "pytest",
    "oauth2client": "google-auth",
    "opbeat": "elastic-apm",
    "pathlib2": "the standard library's pathlib",
    "pep257": "ruff",
    "pep8": "pycodestyle",
    "psycopg2": "psycopg2-binary, which has wheels, or psycopg",
    "py-bcrypt": "bcrypt",
    "pycrypto": "pycryptodome",
    "pyldap": "python-ldap",
    "pypdf2": "pypdf",
    "pytest-pythonpath": "the setting pythonpath of pytest itself",
    "python-memcached": "pymemcache",
    "python-openid": "python3-openid",
    "python-social-auth": "social-auth-app-django",
    "raven": "sentry-sdk",
    "slackclient": "slack-sdk",
    "south": "Django's own migrations",
    "suds-jurko": "zeep",
    "typing": "the standard library's typing",
    "unittest2": "the standard library's unittest",
}


@dataclass(frozen=True)
class StandIn:
    """A maintained package that is imported under the names of one that is not.

    ``lost`` is the Python from which no release of the old one works, where its files do not show it, and ``why``.
    """

    name: str
    lost: str = ""
    why: str = ""


#: Installed and imported in the place of the other, each.
STAND_INS = {
    "django-cors-middleware": StandIn("django-cors-headers"),
    "django-enumfields": StandIn("django-enumfields2"),
    "django-q": StandIn("django-q2"),
    "django-storages-redux": StandIn("django-storages"),
    "djangorestframework-jwt": StandIn("drf-jwt"),
    "fake-factory": StandIn("faker", "3.0", "its last releases only say that it is called Faker now"),
    "jsonfield2": StandIn("jsonfield"),
    "mysql-python": StandIn("mysqlclient"),
    "nose": StandIn("pynose"),
    "psycopg2": StandIn("psycopg2-binary"),
    "pycrypto": StandIn("pycryptodome", "3.11", "it includes longintrepr.h, which CPython has elsewhere since 3.11"),
    "python-openid": StandIn("python3-openid"),
    "sklearn": StandIn("scikit-learn", "3.0", "it is an empty package whose last releases refuse to be installed"),
    "suds-jurko": StandIn("suds"),
}

#: Packages that hold modules of the standard library for Pythons that lack them, and the first that has them.
BACKPORTS = {
    "argparse": "3.2",
    "asyncio": "3.4",
    "backports-zoneinfo": "3.9",
    "contextvars": "3.7",
    "dataclasses": "3.7",
    "enum34": "3.4",
    "futures": "3.2",
    "ipaddress": "3.3",
    "pathlib": "3.4",
    "statistics": "3.4",
    "typed-ast": "3.8",
    "typing": "3.5",
    "unittest2": "3.5",
    "uuid": "2.5",
    "wsgiref": "2.5",
}

#: Modules that code imports without saying so, since something else brought them: who has each.
MODULES = {
    "PIL": "Pillow",
    "asgiref": "asgiref",
    "attr": "attrs",
    "babel": "Babel",
    "bs4": "beautifulsoup4",
    "cachetools": "cachetools",
    "certifi": "certifi",
    "chardet": "chardet",
    "cryptography": "cryptography",
    "dateutil": "python-dateutil",
    "coreapi": "coreapi",
    "coverage": "coverage",
    "decorator": "decorator",
    "defusedxml": "defusedxml",
    "docutils": "docutils",
    "faker": "Faker",
    "filelock": "filelock",
    "freezegun": "freezegun",
    "future": "future",
    "html5lib": "html5lib",
    "idna": "idna",
    "importlib_metadata": "importlib-metadata",
    "importlib_resources": "importlib-resources",
    "jinja2": "Jinja2",
    "jsonschema": "jsonschema",
    "jwt": "PyJWT",
    "lxml": "lxml",
    "markdown": "Markdown",
    "markupsafe": "MarkupSafe",
    "mock": "mock",
    "more_itertools": "more-itertools",
    "oauthlib": "oauthlib",
    "packaging": "packaging",
    "pkg_resources": "setuptools<81",  # the last whose pkg_resources does not warn; 82 has none
    "py": "py",
    "pygments": "Pygments",
    "pyparsing": "pyparsing",
    "psutil": "psutil",
    "pytz": "pytz",
    "requests": "requests",
    "setuptools": "setuptools",
    "simplejson": "simplejson",
    "six": "six",
    "sqlparse": "sqlparse",
    "toml": "toml",
    "typing_extensions": "typing-extensions",
    "tzlocal": "tzlocal",
    "uritemplate": "uritemplate",
    "urllib3": "urllib3",
    "webencodings": "webencodings",
    "yaml": "PyYAML",
}


@dataclass(frozen=True)
class Fact:
    """The lowest release of a package that works from a version of Python or Django on, and where that is written."""

    product: str
    version: str
    lowest: str
    source: str


def _of_django(lowest: str, *earlier: Fact) -> tuple[Fact, ...]:
    """Return the facts about what Django's own metadata does not ask for: it needs these where a project uses them."""
    return (Fact("django", "6.0", lowest, "the release notes of Django 6.0, on dependencies"), *earlier)


_BACKEND = "Django's database backend, which refuses to start"
_FACTS = {
    "argon2-cffi": _of_django("23.1.0"),
    "bcrypt": _of_django("4.1.1"),
    "geoip2": _of_django("4.8.0"),
    "mysqlclient": _of_django("2.2.1", Fact("django", "3.2", "1.4.0", _BACKEND)),
    "pillow": _of_django("10.1.0"),
    "psycopg": _of_django("3.1.12", Fact("django", "4.2", "3.1.8", _BACKEND)),
    "psycopg2": _of_django("2.9.9", Fact("django", "4.2", "2.8.4", _BACKEND)),
    "psycopg2-binary": _of_django("2.9.9", Fact("django", "4.2", "2.8.4", _BACKEND)),
    "pyyaml": _of_django("6.0.2"),
    "redis": _of_django("5.1.0"),
    "selenium": _of_django("4.23.0"),
    # Python 3.12 asks importers for find_spec alone (whatsnew/3.12.html#importlib); six.moves has it since this release.
    "six": (Fact("python", "3.12", "1.16.0", "its change log: six.moves can be imported on 3.12"),),
}


def lowest_known(name: str, target: Versions) -> Fact | None:
    """Return the fact about a package that concerns the target, None where nothing is known."""
    for fact in _FACTS.get(name, ()):
        version = target.of(fact.product)
        if version is not None and version >= Version(fact.version):
            return fact
    return None


def successor(name: str) -> str:
    """Return a half sentence on what took a package's place, empty when nothing is known."""
    return f"; what people use instead: {SUCCESSORS[name]}" if name in SUCCESSORS else ""
