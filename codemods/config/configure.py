"""Settings that a script configures by itself, without a settings module."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import keyword, with_arg
from upgrader.rule import File, Hit, rule


@rule(
    "DJ32-configure-secret-key",
    package="django",
    since=None,
    gone="3.2",
    docs="https://docs.djangoproject.com/en/3.2/releases/3.2/#security",
    safety="review",
    names=["django.conf.settings.configure"],
)
def secret_key(node: cst.Call, file: File) -> Iterator[Hit]:
    """``settings.configure()`` gets a ``SECRET_KEY``.

    Since Django 3.2 an empty key raises ImproperlyConfigured when it is read, by sessions, signing or password reset;
    until then a script that configured none ran with the empty one. Settings without INSTALLED_APPS (to render a template,
    say) have no use for one.

    Review: what was signed with the empty key is no longer valid. The key written here is for tests: a script that serves
    anybody needs one that is secret.

    ```diff
     from django.conf import settings

     SETTINGS = {
         "INSTALLED_APPS": ["django.contrib.auth"],
     }
    -settings.configure(**SETTINGS)
    +settings.configure(**SETTINGS, SECRET_KEY="insecure, for tests")
    ```

    ```diff
     from django.conf import settings as conf

    -conf.configure(INSTALLED_APPS=apps)
    +conf.configure(INSTALLED_APPS=apps, SECRET_KEY="insecure, for tests")
    ```

    ```diff
     from django.conf import settings
     from logging import settings as log

     KEYS = {"SECRET_KEY": key}
     settings.configure(INSTALLED_APPS=apps, **KEYS)
     settings.configure(INSTALLED_APPS=apps, SECRET_KEY=key)
     settings.configure(TEMPLATES=templates)
     settings.configure(defaults)
     log.configure(INSTALLED_APPS=apps)
    ```
    """
    spreads = [arg.value for arg in node.args if arg.star == "**"]
    if keyword(node, "SECRET_KEY") or any(arg.keyword is None and arg.star != "**" for arg in node.args):
        return
    known = [_keys(value, file) for value in spreads]
    seen = {arg.keyword.value for arg in node.args if arg.keyword}.union(*(keys for keys in known if keys))
    if "SECRET_KEY" in seen or "INSTALLED_APPS" not in seen:
        return
    message = "settings without a SECRET_KEY raise ImproperlyConfigured when it is read"
    if all(keys is not None for keys in known):
        yield Hit(node, message, with_arg(node, 'SECRET_KEY="insecure, for tests"'))
    else:
        yield Hit(node, f"{message}; whether there is one cannot be seen from here", certain=False)


def _keys(value: cst.BaseExpression, file: File) -> set[str] | None:
    """Return the keys of a dictionary display, or of the variable that holds one; None when they cannot be seen."""
    if isinstance(value, cst.Name):
        scope = file.names.scope(value).find(value.value)
        bindings = scope.bindings[value.value] if scope else []
        around = file.inside(bindings[0].node, cst.Assign) if len(bindings) == 1 else None
        if around is None or not isinstance(around.targets[0].target, cst.Name):
            return None
        value = around.value
    if isinstance(value, cst.Call) and file.resolve(value.func) == "builtins.dict":
        names = [arg.keyword for arg in value.args]
        return {name.value for name in names if name} if all(names) else None
    if not isinstance(value, cst.Dict):
        return None
    keys = [element.key for element in value.elements if isinstance(element, cst.DictElement)]
    if len(keys) != len(value.elements) or not all(isinstance(key, cst.SimpleString) for key in keys):
        return None
    return {str(key.evaluated_value) for key in keys if isinstance(key, cst.SimpleString)}
