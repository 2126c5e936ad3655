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
    "beautifulsoup": "beautifulsoup4",
    "boto": "boto3",
    "django-admin-bootstrapped": "django-jazzmin",
    "django-celery": "django-celery-beat and django-celery-results",
    "django-hstore": "django.contrib.postgres.fields.HStoreField",
    "django-jsonfield": "django.db.models.JSONField",
    "django-nose": "pytest-django, or Django's own test runner",
    "django-oauth2-provider": "django-oauth-toolkit",
    "django-piston": "djangorestframework",
    "django-pylibmc": "Django's own PyLibMCCache or PyMemcacheCache",
    "django-redis-cache": "django-redis, or Django's own RedisCache",
    "django-rest-auth": "dj-rest-auth",
    "django-rest-swagger": "drf-spectacular",
    "django-social-auth": "social-auth-app-django",
    "django-storages-redux": "django-storages",
    "django-suit": "django-jazzmin",
    "django-tagging": "django-taggit",
    "django-uuidfield": "django.db.models.UUIDField",
    "djangorestframework-jwt": "djangorestframework-simplejwt",
    "model-mommy": "model-bakery",
    "mysql-python": "mysqlclient",
    "nose": "pytest",
    "pep8": "pycodestyle",
    "psycopg2": "psycopg2-binary, which has wheels, or psycopg",
    "pycrypto": "pycryptodome",
    "pytest-pythonpath": "the setting pythonpath of pytest itself",
    "python-memcached": "pymemcache",
    "python-social-auth": "social-auth-app-django",
    "raven": "sentry-sdk",
    "south": "Django's own migrations",
}

#: Modules that code imports without saying so, since something else brought them: who has each.
MODULES = {
    "PIL": "Pillow",
    "asgiref": "asgiref",
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "certifi": "certifi",
    "chardet": "chardet",
    "cryptography": "cryptography",
    "dateutil": "python-dateutil",
    "decorator": "decorator",
    "defusedxml": "defusedxml",
    "docutils": "docutils",
    "html5lib": "html5lib",
    "idna": "idna",
    "importlib_metadata": "importlib-metadata",
    "importlib_resources": "importlib-resources",
    "jinja2": "Jinja2",
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


_FACTS = {
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
