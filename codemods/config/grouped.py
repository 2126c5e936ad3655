"""Settings of their own that became one dictionary, before Django 2."""

from collections.abc import Iterator

import libcst as cst

from upgrader.assigned import anywhere, assigned, gathered, mentions, text_of, together
from upgrader.rule import File, Hit, rule

RELEASE = "https://docs.djangoproject.com/en/{0}/releases/{0}/"

TEMPLATES = {
    "TEMPLATE_DIRS": "DIRS",
    "TEMPLATE_CONTEXT_PROCESSORS": "context_processors",
    "TEMPLATE_LOADERS": "loaders",
    "TEMPLATE_DEBUG": "debug",
    "TEMPLATE_STRING_IF_INVALID": "string_if_invalid",
}
PROCESSORS = (
    "django.contrib.auth.context_processors.auth",
    *(f"django.template.context_processors.{name}" for name in ("debug", "i18n", "media", "static", "tz")),
    "django.contrib.messages.context_processors.messages",
)


@rule(
    "DJ110-templates",
    package="django",
    since="1.8",
    gone="1.10",
    docs=RELEASE.format("1.10") + "#features-removed-in-1-10",
    needles=list(TEMPLATES),
    safety="review",
)
def templates(module: cst.Module, file: File) -> Iterator[Hit]:
    """``TEMPLATE_DIRS``, ``TEMPLATE_CONTEXT_PROCESSORS`` and the like are in ``TEMPLATES``.

    Without effect since Django 1.10, and since 1.8 where ``TEMPLATES`` is set. What was not set is written out as the old
    default: the context processors that templates of that time count on, and the loaders for ``DIRS`` and applications.
    Where ``TEMPLATES`` is set they are left alone: the project may use the names for itself.

    Review: since Django 1.11 templates are cached when ``debug`` is False, and ``debug`` is ``DEBUG`` if it is not set.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -TEMPLATE_DEBUG = DEBUG
    -TEMPLATE_DIRS = [BASE / "templates"]
     DEBUG = False
    -TEMPLATE_LOADERS = ("django.template.loaders.filesystem.Loader",)  # ours
    +TEMPLATES = [
    +    {
    +        "BACKEND": "django.template.backends.django.DjangoTemplates",
    +        "DIRS": [BASE / "templates"],
    +        "OPTIONS": {
    +            "context_processors": [
    +                "django.contrib.auth.context_processors.auth",
    +                "django.template.context_processors.debug",
    +                "django.template.context_processors.i18n",
    +                "django.template.context_processors.media",
    +                "django.template.context_processors.static",
    +                "django.template.context_processors.tz",
    +                "django.contrib.messages.context_processors.messages",
    +            ],
    +            "loaders": ("django.template.loaders.filesystem.Loader",),
    +            "debug": DEBUG,
    +        },
    +    },
    +]  # ours
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -TEMPLATE_CONTEXT_PROCESSORS = ["shop.context.cart"]
    +TEMPLATES = [
    +    {
    +        "BACKEND": "django.template.backends.django.DjangoTemplates",
    +        "APP_DIRS": True,
    +        "OPTIONS": {
    +            "context_processors": ["shop.context.cart"],
    +        },
    +    },
    +]
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     TEMPLATE_DIRS = ["/srv/templates"]
     TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": TEMPLATE_DIRS}]
    ```
    """
    family = file.settings()
    if family is None or mentions(family, ["TEMPLATES"]):
        return
    message = "{} has no effect: TEMPLATES says where templates are"
    whole = gathered(file, *TEMPLATES)
    if whole is None:
        for setting in assigned(file, *TEMPLATES):
            yield Hit(setting.place, message.format(setting.name))
        return
    values = {TEMPLATES[setting.name]: file.code(setting.value) for setting in whole}
    lines = ['"BACKEND": "django.template.backends.django.DjangoTemplates",']
    if "DIRS" in values:
        lines.append(f'"DIRS": {values.pop("DIRS")},')
    if "loaders" not in values:
        lines.append('"APP_DIRS": True,')
    default = "".join(f'                "{name}",\n' for name in PROCESSORS)
    options = {"context_processors": f"[\n{default}            ]", **values}
    entries = "".join(f'            "{name}": {options[name]},\n' for name in TEMPLATES.values() if name in options)
    lines.append(f'"OPTIONS": {{\n{entries}        }},')
    inner = "".join(f"        {line}\n" for line in lines)
    yield from together(whole, "TEMPLATES", f"[\n    {{\n{inner}    }},\n]", message, file)


DATABASE = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
ENGINES = {
    "sqlite3": "django.db.backends.sqlite3",
    "mysql": "django.db.backends.mysql",
    "oracle": "django.db.backends.oracle",
    "postgresql": "django.db.backends.postgresql",
    "postgresql_psycopg2": "django.db.backends.postgresql",
}


@rule(
    "DJ14-databases",
    package="django",
    since="1.2",
    gone="1.4",
    docs=RELEASE.format("1.4"),
    needles=["DATABASE_ENGINE"],
    safety="review",
)
def databases(module: cst.Module, file: File) -> Iterator[Hit]:
    """``DATABASE_ENGINE``, ``DATABASE_NAME`` and the like are in ``DATABASES``.

    Without effect since Django 1.4.

    Review: whether the settings are Django's at all; a project whose database works may use the names for itself.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -DATABASE_ENGINE = "sqlite3"
    -DATABASE_NAME = BASE / "db.sqlite3"
    +DATABASES = {
    +    "default": {
    +        "ENGINE": "django.db.backends.sqlite3",
    +        "NAME": BASE / "db.sqlite3",
    +    },
    +}
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     DATABASE_ENGINE = "sqlite3"
     DATABASES = {"default": {"ENGINE": "django.db.backends." + DATABASE_ENGINE}}
    ```
    """
    family = file.settings()
    if family is None or mentions(family, ["DATABASES"]):
        return
    names = [f"DATABASE_{name}" for name in DATABASE]
    message = "{} has no effect: DATABASES says where the data is"
    whole = gathered(file, *names)
    if whole is None:
        for setting in assigned(file, "DATABASE_ENGINE"):
            yield Hit(setting.place, message.format(setting.name))
        return
    entries = ""
    for setting in whole:
        name = setting.name.removeprefix("DATABASE_")
        engine = text_of(setting.value) if name == "ENGINE" else None
        value = f'"{ENGINES[engine]}"' if engine in ENGINES else file.code(setting.value)
        entries += f'        "{name}": {value},\n'
    if anywhere(family, "DATABASE_ENGINE"):
        yield from together(whole, "DATABASES", f'{{\n    "default": {{\n{entries}    }},\n}}', message, file)
