"""Configurations of apps: found by themselves."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.edit import string, text_of
from upgrader.members import class_attributes
from upgrader.rule import File, Hit, rule

_CONFIG = {"django.apps.AppConfig", "django.apps.config.AppConfig"}


@rule(
    "DJ32-app-config-name",
    package="django",
    since=None,
    gone="3.2",
    docs="https://docs.djangoproject.com/en/3.2/releases/3.2/#automatic-appconfig-discovery",
    needles=["AppConfig name"],
    safety="review",
)
def app_config_name(module: cst.Module, file: File) -> Iterator[Hit]:
    """``AppConfig.name`` has to be the name under which the app is imported.

    Since Django 3.2 the one configuration in ``apps.py`` is taken although ``INSTALLED_APPS`` names the package alone;
    before, it was not looked at. With a wrong name the project does not start.

    Review: ``ready()`` of the configuration runs from then on.

    ```diff tests/books/apps.py
     from django.apps import AppConfig

     INSTALLED_APPS = ["django.contrib.auth", "tests.books"]


     class BooksConfig(AppConfig):
    -    name = "books"
    +    name = "tests.books"
    ```

    ```diff apps.py
     from django.apps import AppConfig


     class BooksConfig(AppConfig):
         name = "books"
    ```
    """
    if file.path.name != "apps.py":
        return
    parts = file.path.parent.parts
    for definition, _, value in class_attributes(file, ["name"]):
        name = text_of(value)
        if not name or not isinstance(value, cst.SimpleString) or not file.ancestors(definition) & _CONFIG:
            continue
        short = tuple(name.split("."))
        if len(parts) <= len(short) or parts[-len(short) :] != short:
            continue
        longer = [".".join(parts[start:]) for start in range(len(parts) - len(short))]
        listed = [one for one in longer if _quoted(one, file)]
        if len(listed) == 1 and not _quoted(f"{name}.apps.{definition.name.value}", file):
            message = f"the app is {listed[0]}, and Django takes the name of its configuration"
            yield Hit(value, message, string(value, listed[0]))


def _quoted(name: str, file: File) -> bool:
    """Return whether a file of the project lists an app by this name."""
    pattern = rf"""["']{re.escape(name)}["']\s*[,\])]"""
    return any(re.search(pattern, text) for text in (file.text, *file.others(name).values()))
