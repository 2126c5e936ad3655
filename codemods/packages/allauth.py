"""What django-allauth asks for since the version that an upgrade brings along."""

from collections.abc import Iterator

import libcst as cst

from upgrader.assigned import assigned, text_of
from upgrader.rule import File, Hit, rule

MIDDLEWARE = "allauth.account.middleware.AccountMiddleware"
AFTER = "django.contrib.auth.middleware.AuthenticationMiddleware"


@rule(
    "allauth056-middleware",
    package="django-allauth",
    since="0.56",
    gone="0.56",
    docs="https://docs.allauth.org/en/latest/release-notes/2023.html",
    needles=["MIDDLEWARE"],
    pattern=rb"django\.contrib\.auth\.middleware\.AuthenticationMiddleware",
)
def account_middleware(module: cst.Module, file: File) -> Iterator[Hit]:
    """``MIDDLEWARE`` has to name allauth's ``AccountMiddleware``.

    Since django-allauth 0.56, Django does not start without it where ``allauth.account`` is installed. The module is not in
    older versions.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     INSTALLED_APPS = ["django.contrib.auth", "allauth", "allauth.account"]
     MIDDLEWARE = [
         "django.contrib.sessions.middleware.SessionMiddleware",
         "django.contrib.auth.middleware.AuthenticationMiddleware",
         "django.contrib.messages.middleware.MessageMiddleware",
    +    "allauth.account.middleware.AccountMiddleware",
     ]
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     INSTALLED_APPS = ["django.contrib.auth"]
     MIDDLEWARE = ["django.contrib.auth.middleware.AuthenticationMiddleware"]
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     INSTALLED_APPS = ["allauth.account"]
     MIDDLEWARE = [
         "django.contrib.auth.middleware.AuthenticationMiddleware",
         "allauth.account.middleware.AccountMiddleware",
     ]
    ```
    """
    family = file.settings()
    if family is None or MIDDLEWARE in family or "allauth.account" not in family:
        return
    for setting in assigned(file, "MIDDLEWARE"):
        value = setting.value
        message = f"django-allauth wants {MIDDLEWARE} in MIDDLEWARE"
        if not isinstance(value, (cst.List, cst.Tuple)):
            continue
        if not any(text_of(element.value) == AFTER for element in value.elements):
            continue
        # at the end: it needs the session, the user and the messages
        elements = list(value.elements)
        last = elements[-1]
        before = elements[-2].comma if len(elements) > 1 else last.comma
        between = before if isinstance(before, cst.Comma) else cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
        added = cst.Element(cst.SimpleString(f'"{MIDDLEWARE}"'), comma=last.comma)
        new = value.with_changes(elements=[*elements[:-1], last.with_changes(comma=between), added])
        yield Hit(setting.place, message, also=((value, new),))
