"""Settings whose default changed: written out as what they were, so that nothing changes silently."""

from collections.abc import Callable, Iterator

import libcst as cst

from upgrader.assigned import anywhere, assigned
from upgrader.model import Safety
from upgrader.rule import File, Hit, Rule, rule

SECURITY = "django.middleware.security.SecurityMiddleware"


def explicit(
    id: str,
    name: str,
    value: str,
    *,
    changed: str,
    docs: str,
    doc: str,
    since: str | None = None,
    safety: Safety = Safety.SAFE,
    where: Callable[[str], bool] = lambda family: True,
    below: tuple[str, ...] = (),
) -> Rule:
    """Make a rule that writes out the old default of a setting, below INSTALLED_APPS, where no settings module has it.

    ``changed`` is the release with the new default; from ``since`` on Django reads the setting, and warns where it is not
    written out. ``where`` says of the settings modules' text if it matters there;
    ``below`` are the settings to write it below where there is no INSTALLED_APPS, the first that there is.
    """

    def find(module: cst.Module, file: File) -> Iterator[Hit]:
        family = file.settings()
        if family is None or anywhere(family, name) or not where(family):
            return
        above = next((place for place in ("INSTALLED_APPS", *below) if anywhere(family, place)), None)
        for setting in assigned(file, above) if above else ():
            line = file.parent(setting.statement) if setting.statement else None
            if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1:
                message = f"the default of {name} is another since Django {changed}: it was {value}"
                code = file.code(line.with_changes(leading_lines=())) + f"{name} = {value}\n"
                yield Hit(setting.place, message, also=((line, code),), certain=safety is Safety.SAFE)
            return

    find.__doc__ = doc
    return rule(
        id,
        package="django",
        since=since,
        gone=changed,
        docs=docs,
        safety=safety,
        needles=["INSTALLED_APPS", *below],
        changed=since is None,
    )(find)


use_tz = explicit(
    "DJ50-use-tz",
    "USE_TZ",
    "False",
    changed="5.0",
    below=("TIME_ZONE",),
    docs="https://docs.djangoproject.com/en/5.0/releases/5.0/#miscellaneous",
    doc="""``USE_TZ`` is written out where no settings module has it.

    The default became True in Django 5.0: dates and times would be aware, and stored as UTC.

    ```diff settings.py
     INSTALLED_APPS = ["shop"]  # ours
    +USE_TZ = False
     TIME_ZONE = "Europe/Paris"
    ```

    ```diff settings.py
     INSTALLED_APPS = ["shop"]
     if DEBUG:
         USE_TZ = True
    ```

    ```diff settings.py
     TIME_ZONE = "Europe/Paris"
    ```
    """,
)

default_auto_field = explicit(
    "DJ60-default-auto-field",
    "DEFAULT_AUTO_FIELD",
    '"django.db.models.AutoField"',
    changed="6.0",
    since="3.2",
    docs="https://docs.djangoproject.com/en/6.0/releases/6.0/",
    doc="""``DEFAULT_AUTO_FIELD`` is written out where no settings module has it.

    Without it Django 3.2 and later warn (models.W042), and in 6.0 the default became ``BigAutoField``: every model without
    a primary key of its own would want a migration. Releases before 3.2 do not read it.

    ```diff settings.py
     INSTALLED_APPS = ["shop"]
    +DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
    ```

    ```diff settings.py
     INSTALLED_APPS = ["shop"]
     DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
    ```
    """,
)

x_frame_options = explicit(
    "DJ30-x-frame-options",
    "X_FRAME_OPTIONS",
    '"SAMEORIGIN"',
    changed="3.0",
    docs="https://docs.djangoproject.com/en/3.0/releases/3.0/#miscellaneous",
    safety=Safety.REVIEW,
    below=("MIDDLEWARE",),
    where=lambda family: "XFrameOptionsMiddleware" in family,
    doc="""``X_FRAME_OPTIONS`` is written out where the middleware is used without it.

    The default became ``DENY`` in Django 3.0: pages of the site no longer show in frames of the site.

    Review: leave it out if the site has no frames; ``DENY`` is the safer value.

    ```diff settings.py
     INSTALLED_APPS = ["shop"]
    +X_FRAME_OPTIONS = "SAMEORIGIN"
     MIDDLEWARE = ["django.middleware.clickjacking.XFrameOptionsMiddleware"]
    ```

    ```diff settings.py
     INSTALLED_APPS = ["shop"]
     MIDDLEWARE = []
    ```
    """,
)

file_upload_permissions = explicit(
    "DJ30-file-upload-permissions",
    "FILE_UPLOAD_PERMISSIONS",
    "None",
    changed="3.0",
    docs="https://docs.djangoproject.com/en/3.0/releases/3.0/#miscellaneous",
    safety=Safety.REVIEW,
    below=("MEDIA_ROOT",),
    where=lambda family: anywhere(family, "MEDIA_ROOT"),
    doc="""``FILE_UPLOAD_PERMISSIONS`` is written out where uploads are stored without it.

    The default became ``0o644`` in Django 3.0; before, it depended on the size of the upload and the system.

    Review: leave it out if uploads may be read by all users of the machine, as most web servers need.

    ```diff settings.py
     INSTALLED_APPS = ["shop"]
    +FILE_UPLOAD_PERMISSIONS = None
     MEDIA_ROOT = "/srv/media"
    ```

    ```diff settings.py
     INSTALLED_APPS = ["shop"]
    ```
    """,
)

_SESSION = ("SESSION_COOKIE_SECURE", "SESSION_COOKIE_AGE", "SESSION_COOKIE_DOMAIN", "SESSION_ENGINE", "MIDDLEWARE")

session_samesite = explicit(
    "DJ21-samesite",
    "SESSION_COOKIE_SAMESITE",
    "None",
    changed="2.1",
    docs="https://docs.djangoproject.com/en/2.1/releases/2.1/#samesite-flag-added-by-default-to-cookies",
    safety=Safety.REVIEW,
    below=_SESSION,
    where=lambda family: "SessionMiddleware" in family or any(anywhere(family, name) for name in _SESSION[:-1]),
    doc="""``SESSION_COOKIE_SAMESITE`` is written out where sessions are used without it.

    The default became ``Lax`` in Django 2.1: the browser does not send the cookie with a POST, or in a frame, of another
    site. Payments and single sign-on that come back with a POST lose the session.

    Review: leave it out if no other site embeds this one or sends it forms; ``Lax`` is the safer value.

    ```diff settings.py
     INSTALLED_APPS = ["shop"]
    +SESSION_COOKIE_SAMESITE = None
     MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     SESSION_COOKIE_SECURE = True
    +SESSION_COOKIE_SAMESITE = None
    ```

    ```diff settings.py
     INSTALLED_APPS = ["shop"]
     SESSION_COOKIE_SECURE = True
     SESSION_COOKIE_SAMESITE = "Strict"
    ```
    """,
)

csrf_samesite = explicit(
    "DJ21-csrf-samesite",
    "CSRF_COOKIE_SAMESITE",
    "None",
    changed="2.1",
    docs="https://docs.djangoproject.com/en/2.1/releases/2.1/#samesite-flag-added-by-default-to-cookies",
    safety=Safety.REVIEW,
    below=("MIDDLEWARE",),
    where=lambda family: "CsrfViewMiddleware" in family,
    doc="""``CSRF_COOKIE_SAMESITE`` is written out where the middleware is used without it.

    The default became ``Lax`` in Django 2.1: the browser does not send the cookie to a frame of this site in another one,
    and forms there are refused.

    Review: leave it out if no other site embeds this one; ``Lax`` is the safer value.

    ```diff settings.py
     INSTALLED_APPS = ["shop"]
    +CSRF_COOKIE_SAMESITE = None
     MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    ```

    ```diff settings.py
     INSTALLED_APPS = ["shop"]
     MIDDLEWARE = ["shop.middleware.csrf"]
    ```
    """,
)

nosniff = explicit(
    "DJ30-nosniff",
    "SECURE_CONTENT_TYPE_NOSNIFF",
    "False",
    changed="3.0",
    docs="https://docs.djangoproject.com/en/3.0/releases/3.0/#security",
    safety=Safety.REVIEW,
    below=("MIDDLEWARE",),
    where=lambda family: SECURITY in family,
    doc="""``SECURE_CONTENT_TYPE_NOSNIFF`` is written out where ``SecurityMiddleware`` is used without it.

    The default became True in Django 3.0: a script or style sheet that is served with the wrong type does not run.

    Review: leave it out if uploads and generated files are served with their right types; True is the safer value.

    ```diff settings.py
     INSTALLED_APPS = ["shop"]
    +SECURE_CONTENT_TYPE_NOSNIFF = False
     MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
    ```

    ```diff settings.py
     INSTALLED_APPS = ["shop"]
     MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
     SECURE_CONTENT_TYPE_NOSNIFF = True
    ```
    """,
)

referrer_policy = explicit(
    "DJ31-referrer-policy",
    "SECURE_REFERRER_POLICY",
    "None",
    changed="3.1",
    docs="https://docs.djangoproject.com/en/3.1/releases/3.1/#security",
    safety=Safety.REVIEW,
    below=("MIDDLEWARE",),
    where=lambda family: SECURITY in family,
    doc="""``SECURE_REFERRER_POLICY`` is written out where ``SecurityMiddleware`` is used without it.

    The default became ``same-origin`` in Django 3.1: other sites no longer see where a visitor comes from.

    Review: leave it out unless partners count visitors by their referrer or check it; ``same-origin`` tells them less.

    ```diff settings.py
     INSTALLED_APPS = ["shop"]
    +SECURE_REFERRER_POLICY = None
     MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
    ```

    ```diff settings.py
     INSTALLED_APPS = ["shop"]
     MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
     SECURE_REFERRER_POLICY = "origin"
    ```
    """,
)
