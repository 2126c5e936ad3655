"""What the admin's system checks ask of settings."""

from collections.abc import Iterator

import libcst as cst

from upgrader.assigned import Setting, assigned, is_name, passed, text_of
from upgrader.edit import with_element
from upgrader.rule import File, Hit, rule

ADMIN, MESSAGES = "django.contrib.admin", "django.contrib.messages"
SESSION = "django.contrib.sessions.middleware.SessionMiddleware"
#: In the order that they need each other.
MIDDLEWARE = (
    SESSION,
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
)
PROCESSORS = (
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
)


@rule(
    "DJ22-admin-needs",
    package="django",
    since=None,
    gone="2.2",
    docs="https://docs.djangoproject.com/en/2.2/ref/checks/#admin",
    safety="review",
    changed=True,
    needles=["INSTALLED_APPS admin", "MIDDLEWARE", "TEMPLATES context_processors"],
    pattern=rb"INSTALLED_APPS|MIDDLEWARE|context_processors",
)
def admin_needs(module: cst.Module, file: File) -> Iterator[Hit]:
    """Install what the admin works with: messages, and the middleware for sessions, users and messages.

    The system checks ask for it since Django 2.2 (admin.E404 to E410): nothing starts, no test runs.

    Review: the admin worked without, as long as nobody opened it.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     INSTALLED_APPS = [
         "django.contrib.admin",
    +    "django.contrib.messages",
         "django.contrib.auth",
     ]
     MIDDLEWARE = [
         "django.contrib.sessions.middleware.SessionMiddleware",
         "django.contrib.auth.middleware.AuthenticationMiddleware",
    +    "django.contrib.messages.middleware.MessageMiddleware",
     ]
    ```

    ```diff runtests.py
     from django.conf import settings

     settings.configure(
    -    INSTALLED_APPS=["django.contrib.admin"],
    +    INSTALLED_APPS=["django.contrib.admin", "django.contrib.messages"],
         MIDDLEWARE=[
    +        "django.contrib.sessions.middleware.SessionMiddleware",
             "django.contrib.auth.middleware.AuthenticationMiddleware",
    +        "django.contrib.messages.middleware.MessageMiddleware",
         ],
     )
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     INSTALLED_APPS = ["django.contrib.auth"]
     MIDDLEWARE = ["django.contrib.auth.middleware.AuthenticationMiddleware"]
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     INSTALLED_APPS = ["django.contrib.admin", "django.contrib.messages"]
     MIDDLEWARE = ["shop.SessionMiddleware", "shop.AuthenticationMiddleware", "shop.MessageMiddleware"]
    ```
    """
    family = file.settings() or ""
    for setting in _given(file, "INSTALLED_APPS"):
        given = _elements(setting)
        around = file.code(setting.call) if setting.call else family
        if ADMIN in given and not _has(MESSAGES, around) and isinstance(setting.value, (cst.List, cst.Tuple)):
            new = with_element(setting.value, given.index(ADMIN), f'"{MESSAGES}"')
            yield Hit(setting.place, f"the admin wants {MESSAGES} in INSTALLED_APPS", also=((setting.value, new),))
    for setting in _middleware(file):
        around = file.code(setting.call) if setting.call else family
        value = setting.value
        missing = [name for name in MIDDLEWARE if name.rpartition(".")[2] not in around]
        if not _has(ADMIN, around) or not missing or not isinstance(value, (cst.List, cst.Tuple)) or not value.elements:
            continue
        new = value
        for name in missing:
            if name is not SESSION:
                new = with_element(new, len(new.elements) - 1, f'"{name}"')
        if SESSION in missing:
            first = new.elements[0]
            between = new.elements[0].comma if len(new.elements) > 1 else cst.MaybeSentinel.DEFAULT
            added = cst.Element(cst.SimpleString(f'"{SESSION}"'), comma=between)
            new = new.with_changes(elements=[added, first, *new.elements[1:]])
        yield Hit(setting.place, f"the admin wants {missing[0]} in MIDDLEWARE", also=((value, new),))
    if _has(ADMIN, family):
        yield from _processors(family, file)


def _processors(family: str, file: File) -> Iterator[Hit]:
    """Yield the hit for lists of context processors that lack one that the admin wants."""
    for setting in assigned(file, "TEMPLATES"):
        for node in file.names.nodes.get(cst.DictElement, ()):
            entry = cst.ensure_type(node, cst.DictElement)
            inside = any(around is setting.value for around in file.names.parents(entry))
            value = entry.value
            if not inside or text_of(entry.key) != "context_processors" or not isinstance(value, (cst.List, cst.Tuple)):
                continue
            missing = [name for name in PROCESSORS if name not in family]
            if missing and value.elements:
                new = value
                for name in missing:
                    new = with_element(new, len(new.elements) - 1, f'"{name}"')
                yield Hit(entry, f"the admin wants {missing[0]} among the context processors", also=((value, new),))


def _middleware(file: File) -> Iterator[Setting]:
    """Yield what says which middleware there is, also under the old name where the new one takes that."""
    for setting in _given(file, "MIDDLEWARE"):
        yield from assigned(file, "MIDDLEWARE_CLASSES") if is_name(setting.value, "MIDDLEWARE_CLASSES") else [setting]


def _given(file: File, name: str) -> Iterator[Setting]:
    """Yield what settings modules and ``settings.configure`` say; the checks do not run for what a test overrides."""
    yield from assigned(file, name)
    for setting in passed(file, name):
        if setting.call is not None and file.resolve(setting.call.func) == "django.conf.settings.configure":
            yield setting


def _has(name: str, text: str) -> bool:
    return f'"{name}"' in text or f"'{name}'" in text


def _elements(setting: Setting) -> list[str | None]:
    value = setting.value
    return [text_of(element.value) for element in value.elements] if isinstance(value, (cst.List, cst.Tuple)) else []
