"""What django-allauth asks for since the version that an upgrade brings along."""

from collections.abc import Iterator

import libcst as cst

from upgrader.assigned import assigned, gathered, is_name, text_of, together
from upgrader.model import Safety
from upgrader.rule import File, Hit, removals, rule

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


NOTES = "https://docs.allauth.org/en/latest/release-notes/recent.html"
_METHODS = {"username": ("username",), "email": ("email",), "username_email": ("email", "username")}


@rule(
    "allauth654-login-methods",
    package="django-allauth",
    since="65.4",
    gone=None,
    docs=NOTES,
    needles=["ACCOUNT_AUTHENTICATION_METHOD"],
)
def login_methods(module: cst.Module, file: File) -> Iterator[Hit]:
    """``ACCOUNT_AUTHENTICATION_METHOD`` is ``ACCOUNT_LOGIN_METHODS``.

    The system checks warn of the old one since 65.4.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -ACCOUNT_AUTHENTICATION_METHOD = "username_email"
    +ACCOUNT_LOGIN_METHODS = {"email", "username"}
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     ACCOUNT_LOGIN_METHODS = {"email"}
    ```
    """
    message = "ACCOUNT_AUTHENTICATION_METHOD is ACCOUNT_LOGIN_METHODS, a set"
    name = "ACCOUNT_AUTHENTICATION_METHOD"
    places = gathered(file, name) or []
    methods = [_METHODS.get(text_of(place.value) or "", ()) for place in places]
    if not any(methods):
        yield from (Hit(setting.place, message, safety=Safety.MANUAL) for setting in assigned(file, name))
        return
    code = ", ".join(f'"{method}"' for method in methods[0])
    yield from together(places, "ACCOUNT_LOGIN_METHODS", f"{{{code}}}", message, file)


#: The old settings with what they are when they are not set.
_SIGNUP = {
    "ACCOUNT_EMAIL_REQUIRED": False,
    "ACCOUNT_USERNAME_REQUIRED": True,
    "ACCOUNT_SIGNUP_EMAIL_ENTER_TWICE": False,
    "ACCOUNT_SIGNUP_PASSWORD_ENTER_TWICE": True,
}


@rule(
    "allauth655-signup-fields",
    package="django-allauth",
    since="65.5",
    gone=None,
    docs=NOTES,
    needles=list(_SIGNUP),
)
def signup_fields(module: cst.Module, file: File) -> Iterator[Hit]:
    """``ACCOUNT_EMAIL_REQUIRED``, ``ACCOUNT_USERNAME_REQUIRED`` and their like are ``ACCOUNT_SIGNUP_FIELDS``.

    The system checks warn of the old ones since 65.5. An asterisk stands for a field that is required.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -ACCOUNT_EMAIL_REQUIRED = True
    -ACCOUNT_USERNAME_REQUIRED = False
    +ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
     ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    ```
    """
    message = "{} is part of ACCOUNT_SIGNUP_FIELDS"
    family = file.settings() or ""
    places = (
        None if "ACCOUNT_SIGNUP_FIELDS" in family or "PASSWORD_VERIFICATION" in family else gathered(file, *_SIGNUP)
    )
    if places is None or not all(is_name(place.value, "True") or is_name(place.value, "False") for place in places):
        for setting in assigned(file, *_SIGNUP):
            yield Hit(setting.place, message.format(setting.name), safety=Safety.MANUAL)
        return
    given = _SIGNUP | {place.name: is_name(place.value, "True") for place in places}
    email, username, twice, password = given.values()
    star = "*" if email else ""
    fields = [f"email{star}", *[f"email2{star}"] * twice, *["username*"] * username, "password1*"]
    fields += ["password2*"] * password
    code = ", ".join(f'"{field}"' for field in fields)
    yield from together(places, "ACCOUNT_SIGNUP_FIELDS", f"[{code}]", message, file)


removed = removals(
    "allauth65-removed",
    package="django-allauth",
    gone="65.10",
    docs=NOTES,
    names={
        "allauth.account.utils.send_email_confirmation": "use EmailAddress.send_confirmation(request)",
        "allauth.account.utils.sync_user_email_addresses": "make an EmailAddress where the user's has none",
        "allauth.utils.email_address_exists": "ask EmailAddress and the model of users",
        "allauth.utils.serialize_instance": "it was internal: use django.core.serializers",
        "allauth.utils.deserialize_instance": "it was internal: use django.core.serializers",
        "allauth.account.utils.logout_on_password_change": "it is internal now",
        "allauth.socialaccount.helpers.complete_social_signup": "SocialLogin and its adapter have the steps",
    },
    doc="""
    Functions that django-allauth dropped between 0.57 and 65.10.

    Manual: what comes nearest is said with each.

    ```diff
     from allauth.account.utils import send_email_confirmation

     print(send_email_confirmation)
    -from allauth.account.utils import send_email_confirmation
    ```

    ```diff
     from allauth.account.utils import user_email
     from shop.utils import send_email_confirmation

     print(user_email, send_email_confirmation)
    ```
    """,
)
