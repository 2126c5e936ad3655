"""Starts a rule: a file that loads, with an example that changes and one that is left alone, to be written over."""

from __future__ import annotations

import re
from pathlib import Path

from upgrader.catalogue import cards
from upgrader.model import UpgraderError

_ID = re.compile(r"(?P<package>PY|DJ)(?P<major>\d)(?P<minor>\d+)-(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)")

_RULE = '''"""{title}."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.rule import File, Hit, rule


@rule(
    "{id}",
    package="{package}",
    since=None,  # the version from which the new spelling works, None for always
    gone="{version}",  # the one in which the old spelling stops, None when it works on
    docs="{docs}",
    safety="review",
    names=["{top}.old_name"],
)
def {function}(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``old_name`` is now ``new_name``.

    Why, and what is exact about it.

    Review: what may differ. Without this paragraph and ``safety``, the rule is safe: same behaviour, proven.

    ```diff
     import {top}

    -{top}.old_name(1)
    +{top}.new_name(1)
    ```

    ```diff
     from shop import old_name

     old_name(1)
    ```
    """
    if isinstance(node, cst.Attribute):
        new = None if file.guard(node) else node.with_changes(attr=cst.Name("new_name"))
        yield Hit(node, "old_name is now new_name", new)
'''


def new_rule(id: str, folder: Path | None = None) -> str:
    """Write the file of a new rule and return what to do next.

    Raises UpgraderError for an id that is none or is taken, and for a file that is there already.
    """
    match = _ID.fullmatch(id)
    if match is None:
        raise UpgraderError(f"{id!r} is no id of a rule. Write package, version and a name: PY313-name or DJ51-name.")
    if any(card.id == id for card in cards()):
        raise UpgraderError(f"There is a rule {id} already. `upgrader explain {id}` shows it.")
    package = "python" if match["package"] == "PY" else "django"
    version = f"{match['major']}.{match['minor']}"
    home = folder or (Path("codemods", package) if Path("codemods", package).is_dir() else Path())
    name = match["name"].replace("-", "_")
    file = home / f"{name}.py"
    if file.exists():
        raise UpgraderError(f"{file} is there already. Add the rule to it, or name another --folder.")
    docs = {
        "python": f"https://docs.python.org/3/whatsnew/{version}.html",
        "django": f"https://docs.djangoproject.com/en/{version}/releases/{version}/",
    }
    text = _RULE.format(
        id=id,
        title=match["name"].replace("-", " ").capitalize(),
        package=package,
        version=version,
        docs=docs[package],
        top="os" if package == "python" else "django.utils.text",
        function=name if not name[0].isdigit() else f"rule_{name}",
    )
    home.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    test = f"python -m pytest tests/test_rules.py -k {id}"
    return f"{file} is written. Write your facts and examples over its own, then: {test}"
