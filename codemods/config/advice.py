"""What settings can only hint at: defaults that changed, and what a server must provide."""

import re
from collections.abc import Callable, Iterator

import libcst as cst
from libcst import matchers as m
from packaging.version import Version

from upgrader.assigned import Setting, anywhere, assigned, is_name, text_of
from upgrader.model import Safety
from upgrader.rule import File, Hit, Rule, rule

RELEASE = "https://docs.djangoproject.com/en/{0}/releases/{0}/"


def changed_default(
    id: str,
    names: tuple[str, ...],
    *,
    changed: str,
    message: str,
    doc: str,
    where: Callable[[Setting, str], bool],
) -> Rule:
    """Make a rule that gives advice at the first setting of ``names`` for which ``where`` holds.

    ``changed`` is the release with the other default; ``where`` is asked about the setting and the text of all settings
    modules.
    """

    def find(module: cst.Module, file: File) -> Iterator[Hit]:
        if file.old.django is not None and file.old.django >= Version(changed):
            return
        family = file.settings()
        for setting in assigned(file, *names) if family is not None else ():
            if where(setting, family or ""):
                yield Hit(setting.place, message)
                return

    find.__doc__ = doc
    made = rule(
        id,
        package="django",
        since=None,
        gone=changed,
        docs=RELEASE.format(changed),
        safety=Safety.MANUAL,
        needles=list(names),
        advice=True,
    )
    return made(find)


mail_certificate = changed_default(
    "DJ42-mail-certificate",
    ("EMAIL_USE_TLS", "EMAIL_USE_SSL"),
    changed="4.2",
    message="the mail server's certificate is checked now: one that is self-signed is refused",
    where=lambda setting, family: not is_name(setting.value, "False"),
    doc="""The mail server's certificate is checked with ``EMAIL_USE_TLS`` and ``EMAIL_USE_SSL``.

    Since Django 4.2 the backend uses Python's default context: host name and certificate must be right.

    Manual: send a mail from the upgraded site; give the server a certificate that is valid, or override ``ssl_context``.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     EMAIL_USE_TLS = True
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     EMAIL_USE_TLS = False
    ```
    """,
)

#: By engine: the oldest server by release of Django (minimum_database_version of the engine's features).
SERVERS = {
    "postgresql": {"4.2": "PostgreSQL 12", "5.2": "PostgreSQL 14", "6.1": "PostgreSQL 15"},
    "mysql": {
        "4.2": "MySQL 8 or MariaDB 10.4",
        "5.2": "MySQL 8.0.11 or MariaDB 10.5",
        "6.1": "MySQL 8.4 or MariaDB 10.11",
    },
    "oracle": {"4.2": "Oracle 19c"},
    "sqlite3": {"4.2": "SQLite 3.21", "5.2": "SQLite 3.31", "6.1": "SQLite 3.37"},
}
ENGINES = {
    **{f"django.db.backends.{server}": server for server in SERVERS},
    **{f"django.contrib.gis.db.backends.{server}": server for server in SERVERS},
    "django.db.backends.postgresql_psycopg2": "postgresql",
    "django.contrib.gis.db.backends.postgis": "postgresql",
    "django.contrib.gis.db.backends.spatialite": "sqlite3",
}


@rule(
    "DJ61-database-servers",
    package="django",
    since=None,
    gone="6.1",
    docs=RELEASE.format("6.1"),
    needles=[
        "backends postgresql",
        "backends postgresql_psycopg2",
        "backends postgis",
        "backends mysql",
        "backends oracle",
        "backends sqlite3",
        "backends spatialite",
    ],
    safety=Safety.MANUAL,
    advice=True,
)
def database_servers(node: cst.SimpleString, file: File) -> Iterator[Hit]:
    """Each release of Django wants a younger database server.

    With an older one every connection fails with NotSupportedError, since Django 4.2. SQLite is the one that Python was
    built with.

    Manual: see which release each environment runs, and upgrade the servers first: the old Django runs on the new ones.

    ```diff settings.py
     DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "x"}}
    ```

    ```diff settings.py
     DATABASES = {"default": {"ENGINE": "shop.backends.postgresql", "NAME": "x"}}
    ```
    """
    server = ENGINES.get(text_of(node) or "")
    wanted = _wanted(server, file) if server is not None else None
    if wanted and not isinstance(file.parent(node), (cst.Comparison, cst.ComparisonTarget)):
        yield Hit(node, f"Django {file.target.django} needs {wanted} at least")


def _wanted(server: str, file: File) -> str | None:
    """Return the server that the target needs at least, None where the old Django needs the same."""
    target = file.target.django
    if target is None:
        return None
    known = [(Version(release), wanted) for release, wanted in SERVERS[server].items() if Version(release) <= target]
    return known[-1][1] if known and (file.old.django is None or file.old.django < known[-1][0]) else None


SCHEMES = {"postgres": "postgresql", "postgresql": "postgresql", "psql": "postgresql", "pgsql": "postgresql"} | {
    "postgis": "postgresql",
    "mysql": "mysql",
    "mysql2": "mysql",
    "oracle": "oracle",
    "sqlite": "sqlite3",
    "spatialite": "sqlite3",
}


@rule(
    "DJ61-database-url",
    package="django",
    since=None,
    gone="6.1",
    docs=RELEASE.format("6.1"),
    needles=["DATABASES dj_database_url", "DATABASES env", "DATABASES environ"],
    safety=Safety.MANUAL,
    advice=True,
)
def database_url(module: cst.Module, file: File) -> Iterator[Hit]:
    """``DATABASE_URL`` may name a server that is too old.

    As ``DJ61-database-servers``, where ``dj_database_url`` or django-environ read the database from a variable.

    Manual: see what the variable says in each environment, and which release runs there.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     DATABASES = {"default": dj_database_url.config(default="postgres://localhost/shop")}
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     DATABASES = {"default": {"ENGINE": "shop.backend", "NAME": env("DATABASE_NAME")}}
    ```
    """
    for setting in assigned(file, "DATABASES"):
        for node in m.findall(setting.value, m.Call()):
            call = cst.ensure_type(node, cst.Call)
            function = call.func.attr.value if isinstance(call.func, cst.Attribute) else ""
            of_url = (file.resolve(call.func) or "").startswith("dj_database_url.")
            if not of_url and function not in ("db", "db_url", "dj_db_url"):
                continue
            said = re.findall(r"""["'](\w+)://""", file.code(call))
            servers = sorted({SCHEMES[scheme] for scheme in said if scheme in SCHEMES}) or list(SERVERS)
            wanted = [text for server in servers if (text := _wanted(server, file))]
            if wanted:
                yield Hit(
                    call, f"Django {file.target.django} needs {', '.join(wanted)} at least, whatever the address names"
                )


@rule(
    "DJ2028-transitional-settings",
    package="django",
    since=None,
    gone="2028.0",
    docs=RELEASE.format("6.1") + "#features-deprecated-in-6-1",
    needles=["URLIZE_ASSUME_HTTPS", "USE_BLANK_CHOICE_DASH", "SIGNED_COOKIE_LEGACY_SALT_FALLBACK"],
    safety=Safety.MANUAL,
)
def transitional(module: cst.Module, file: File) -> Iterator[Hit]:
    """``URLIZE_ASSUME_HTTPS``, ``USE_BLANK_CHOICE_DASH`` and ``SIGNED_COOKIE_LEGACY_SALT_FALLBACK`` are transitional.

    Each decides for the old or the new behaviour until the old one ends, and warns at every start.

    Manual: nothing to do before; then remove them, and see that links, empty choices and signed cookies are right without.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     URLIZE_ASSUME_HTTPS = True
    ```

    ```diff
     URLIZE_ASSUME_HTTPS = True
    ```
    """
    for setting in assigned(file, "URLIZE_ASSUME_HTTPS", "USE_BLANK_CHOICE_DASH", "SIGNED_COOKIE_LEGACY_SALT_FALLBACK"):
        yield Hit(setting.place, f"{setting.name} is transitional: it goes when the old behaviour does")


@rule(
    "DJ2028-admin-email-backend",
    package="django",
    since="6.1",
    gone="2028.0",
    docs=RELEASE.format("6.1") + "#features-deprecated-in-6-1",
    needles=["AdminEmailHandler email_backend"],
    safety=Safety.MANUAL,
)
def admin_email_backend(node: cst.Dict, file: File) -> Iterator[Hit]:
    """``email_backend`` of the log's ``AdminEmailHandler`` is ``using``, an alias of ``MAILERS``.

    Deprecated in Django 6.1.

    Manual: once the project has ``MAILERS``, add the backend there and name its alias here.

    ```diff settings.py
     LOGGING = {"handlers": {"mail": {"class": "django.utils.log.AdminEmailHandler", "email_backend": "shop.Backend"}}}
    ```

    ```diff settings.py
     LOGGING = {"handlers": {"mail": {"class": "shop.log.AdminEmailHandler", "email_backend": "shop.Backend"}}}
     LOGGING = {"handlers": {"mail": {"class": "django.utils.log.AdminEmailHandler", "using": "log"}}}
    ```
    """
    entries = {text_of(e.key): e for e in node.elements if isinstance(e, cst.DictElement)}
    handler, backend = entries.get("class"), entries.get("email_backend")
    if handler is not None and backend is not None and text_of(handler.value) == "django.utils.log.AdminEmailHandler":
        yield Hit(backend.key, "email_backend of AdminEmailHandler is using, an alias of MAILERS")


@rule(
    "DJ15-cache-backend",
    package="django",
    since="1.3",
    gone="1.5",
    docs=RELEASE.format("1.5"),
    needles=["CACHE_BACKEND"],
    safety=Safety.MANUAL,
)
def cache_backend(module: cst.Module, file: File) -> Iterator[Hit]:
    """``CACHE_BACKEND`` is in ``CACHES``.

    Without effect since Django 1.5: each process caches for itself.

    Manual: write the address as ``BACKEND`` and ``LOCATION`` of ``CACHES["default"]``.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     CACHE_BACKEND = "memcached://127.0.0.1:11211/"
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     CACHE_BACKEND = "django.core.cache.backends.db.DatabaseCache"
     CACHES = {"default": {"BACKEND": CACHE_BACKEND}}
    ```
    """
    family = file.settings()
    if family is not None and not anywhere(family, "CACHES"):
        for setting in assigned(file, "CACHE_BACKEND"):
            yield Hit(setting.place, "CACHE_BACKEND has no effect: CACHES says where the cache is")
