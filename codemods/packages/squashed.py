"""Migrations of packages that a later release has squashed: what depends on them depends on what took their place."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import string, text_of
from upgrader.rule import File, Hit, rule

_OAUTH = (
    *("0002_08_updates", "0003_auto_20160316_1503", "0004_auto_20160525_1623", "0005_auto_20170514_1141"),
    "0006_auto_20171214_2232",
)


@rule(
    "oauth-toolkit13-squashed",
    package="django-oauth-toolkit",
    since="1.3",
    gone="1.3",
    docs="https://django-oauth-toolkit.readthedocs.io/en/latest/changelog.html#id68",
    needles=[f"oauth2_provider {name}" for name in _OAUTH],
)
def oauth(node: cst.Tuple, file: File) -> Iterator[Hit]:
    """Depend on ``0001_initial`` of django-oauth-toolkit: its migrations 0002 to 0006 are part of it.

    Since 1.3 a migration that depends on one of them raises NodeNotFoundError. Databases that have run them have run
    ``0001_initial``, too.

    ```diff migrations/0002_setup.py
     from django.db import migrations


     class Migration(migrations.Migration):
         dependencies = [
    -        ("oauth2_provider", "0006_auto_20171214_2232"),
    +        ("oauth2_provider", "0001_initial"),
             ("users", "0001_initial"),
         ]
    ```

    ```diff migrations/0002_setup.py
     from django.db import migrations


     class Migration(migrations.Migration):
         dependencies = [
             ("oauth2_provider", "0002_auto_20190406_1805"),
             ("oauth2_provider_extra", "0006_auto_20171214_2232"),
         ]
         replaces = [("oauth2_provider", "0006_auto_20171214_2232")]
    ```
    """
    texts = [text_of(element.value) for element in node.elements]
    if len(texts) != 2 or texts[0] != "oauth2_provider" or texts[1] not in _OAUTH:
        return
    around = file.inside(node, cst.Assign)
    name = around.targets[0].target if around is not None else None
    last = node.elements[1].value
    if (
        isinstance(name, cst.Name)
        and name.value in ("dependencies", "run_before")
        and isinstance(last, cst.SimpleString)
    ):
        yield Hit(node, f"{texts[1]} is part of 0001_initial", also=((last, string(last, "0001_initial")),))
