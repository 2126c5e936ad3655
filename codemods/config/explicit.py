"""Settings whose default changed: written out as what they were, so that nothing changes silently."""

from collections.abc import Callable, Iterator

import libcst as cst
from packaging.version import Version

from upgrader.assigned import anywhere, assigned
from upgrader.model import Safety
from upgrader.rule import File, Hit, Rule, rule


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
    below: str = "INSTALLED_APPS",
) -> Rule:
    """Make a rule that writes out the old default of a setting, below INSTALLED_APPS, where no settings module has it.

    ``changed`` is the release with the new default, ``where`` says of the settings modules' text if it matters there;
    ``below`` is the setting to write it below where there is no INSTALLED_APPS.
    """

    def find(module: cst.Module, file: File) -> Iterator[Hit]:
        if file.old.django is not None and file.old.django >= Version(changed):
            return
        family = file.settings()
        if family is None or anywhere(family, name) or not where(family):
            return
        for setting in assigned(file, "INSTALLED_APPS" if anywhere(family, "INSTALLED_APPS") else below):
            line = file.parent(setting.statement) if setting.statement else None
            if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1:
                message = f"the default of {name} is another since Django {changed}: it was {value}"
                code = file.code(line.with_changes(leading_lines=())) + f"{name} = {value}\n"
                yield Hit(setting.place, message, also=((line, code),))
            return

    find.__doc__ = doc
    gone = changed if safety is Safety.SAFE else None
    needles = ["INSTALLED_APPS"] if below == "INSTALLED_APPS" else ["INSTALLED_APPS", below]
    return rule(id, package="django", since=since, gone=gone, docs=docs, safety=safety, needles=needles)(find)


use_tz = explicit(
    "DJ50-use-tz",
    "USE_TZ",
    "False",
    changed="5.0",
    below="TIME_ZONE",
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
    below="MIDDLEWARE",
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
    below="MEDIA_ROOT",
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
