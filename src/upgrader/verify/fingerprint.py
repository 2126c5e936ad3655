"""Writes down how a Django project is set up: what tests may never look at and an upgrade must not move.

Copied into the environment as ``upgrader_fingerprint`` beside the probe, which calls ``write`` once ``django.setup()`` is
done, in the project's own process. Standard library and Django (1.11 to 6.1) only, syntax of Python 3.6 to 3.14. Nothing
is written to the project and no database is asked.

The result is JSON: sections, each a mapping of names to texts. A section that cannot be told has the one name
``(not told)`` with the reason. Texts are made so that two runs of the same code in two folders say the same: addresses
are left out, the project's folder and the environment's are written as ``<project>`` and ``<environment>``.
"""
# ruff: noqa: UP031, UP035, UP037 - what Python 3.6 understands
# mypy: disable-error-code="import-not-found"

import json
import os
import re
import sys
from typing import Any, Callable

NOT_TOLD = "(not told)"
NOT_COMPARED = "about "  # how the names of sections begin that only help to understand the others
_SECRET = re.compile("API|AUTH|TOKEN|KEY|SECRET|PASS|SIGNATURE|CREDENTIAL|DSN", re.IGNORECASE)
_ADDRESS = re.compile(" at 0x[0-9a-fA-F]+")
#: Settings that Django came to know in 3.1 to 6.0. An older one does not look at them: setting them changes nothing there.
LATER = (
    *("DEFAULT_AUTO_FIELD", "DEFAULT_HASHING_ALGORITHM", "SECRET_KEY_FALLBACKS", "SECURE_CROSS_ORIGIN_OPENER_POLICY"),
    *("USE_DEPRECATED_TZ", "CSRF_COOKIE_MASKED", "FORMS_URLFIELD_ASSUME_HTTPS", "STORAGES", "SECURE_CSP"),
)
_DEEP = 12  # how far values within values are followed
_LONG = 2000  # characters kept of one text


def write(path: str) -> None:
    """Write the fingerprint of the project that is set up in this process to ``path``."""
    result = {}
    for name, section in _SECTIONS.items():
        try:
            result[name] = {key: _text(value) for key, value in section().items()}
        except BaseException as error:  # SystemExit, too: one section must not cost the others
            result[name] = {NOT_TOLD: _text("%s: %s" % (type(error).__name__, error))}
    with open(path + ".part", "w", encoding="utf-8") as file:  # noqa: PTH123
        json.dump(result, file, indent=1)
    os.replace(path + ".part", path)  # noqa: PTH105


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else _show(value)
    for folder, name in ((os.getcwd(), "<project>"), (sys.prefix, "<environment>")):  # noqa: PTH109
        text = text.replace(folder, name)
    text = re.sub(r"lib/python3\.\d+/", "lib/python/", text)
    return text if len(text) <= _LONG else text[:_LONG] + "..."


def _show(value: Any, depth: int = 0) -> str:
    """Return a value as source text would have it, objects that know how to be built again as that."""
    from django.utils.functional import Promise

    if depth > _DEEP:
        return "..."
    deeper = depth + 1
    if isinstance(value, Promise):
        return repr(str(value))
    if isinstance(value, (str, bytes, int, float, complex)) or value is None:
        return repr(value)
    if isinstance(value, dict):
        items = ["%s: %s" % (_show(key, deeper), _show(item, deeper)) for key, item in value.items()]
        return "{%s}" % ", ".join(items)
    if isinstance(value, (list, tuple)):
        inside = ", ".join(_show(item, deeper) for item in value)
        return "[%s]" % inside if isinstance(value, list) else "(%s)" % inside
    if isinstance(value, (set, frozenset)):
        return "{%s}" % ", ".join(sorted(_show(item, deeper) for item in value))
    if hasattr(value, "deconstruct") and not isinstance(value, type):
        return _deconstructed(value, deeper)
    if isinstance(value, re.Pattern if hasattr(re, "Pattern") else type(re.compile(""))):
        return "re(%r, %d)" % (value.pattern, value.flags)
    name = getattr(value, "__qualname__", None)
    if name is not None:
        return "%s.%s" % (getattr(value, "__module__", "?"), name)
    if hasattr(value, "func") and hasattr(value, "keywords"):  # functools.partial
        return "partial(%s, %s, %s)" % (
            _show(value.func, deeper),
            _show(value.args, deeper),
            _show(value.keywords, deeper),
        )
    return _ADDRESS.sub("", repr(value))


def _deconstructed(value: Any, depth: int) -> str:
    parts = value.deconstruct()
    path, args, keywords = parts[-3:]  # a field says its name first
    if path == "django.db.models.NullBooleanField":  # the same column by its old name
        path, keywords = "django.db.models.BooleanField", dict({"null": True, "blank": True}, **keywords)
    if isinstance(keywords.get("to"), str):  # a model's name, in small letters since Django 3.2
        keywords = dict(keywords, to=keywords["to"].lower())
    shown = [_show(item, depth) for item in args]
    shown += ["%s=%s" % (name, _show(keywords[name], depth)) for name in sorted(keywords)]
    return "%s(%s)" % (path, ", ".join(shown))


# --- whose it is

_foreign: "dict[str, str]" = {}  # section and name of what packages say of their own


def _is_foreign(module: str) -> bool:
    """Return whether a module is none of the project's."""
    file = getattr(sys.modules.get(module), "__file__", None) or ""
    inside = os.path.abspath(file).startswith(os.getcwd() + os.sep)  # noqa: PTH100, PTH109
    return not inside or os.path.abspath(file).startswith(sys.prefix + os.sep)  # noqa: PTH100


def _note_foreign(section: str, name: str, module: str) -> None:
    if _is_foreign(module):
        _foreign["%s: %s" % (section, name)] = ""


# --- the sections


def _fields() -> "dict[str, Any]":
    from django.apps import apps

    found = {}
    for model in apps.get_models(include_auto_created=True, include_swapped=True):
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            name = "%s.%s" % (model._meta.label, field.name)
            found[name] = field
            _note_foreign("model fields", name, model.__module__)
    return found


def _models() -> "dict[str, Any]":
    from django.apps import apps
    from django.db.migrations.state import ModelState

    found = {}
    for model in apps.get_models(include_swapped=True):
        state = ModelState.from_model(model)
        options = {key: list(value) if isinstance(value, tuple) else value for key, value in state.options.items()}
        for name in ("indexes", "constraints"):
            if not options.get(name):
                options.pop(name, None)
        _note_foreign("models", model._meta.label, model.__module__)
        found[model._meta.label] = "%s, table %s" % (
            ", ".join("%s=%s" % (name, _show(options[name])) for name in sorted(options)) or "no options",
            model._meta.db_table,
        )
    return found


def _migrations() -> "dict[str, Any]":
    """Return what ``makemigrations`` would write, app by app, without a database and without questions."""
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.questioner import MigrationQuestioner
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(None)
    questioner = MigrationQuestioner(defaults={"ask_initial": True}, specified_apps=None, dry_run=True)
    wanted = ProjectState.from_apps(apps)
    changes = MigrationAutodetector(loader.project_state(), wanted, questioner).changes(graph=loader.graph)
    found = {}
    for label in sorted(changes):
        operations = [operation for migration in changes[label] for operation in migration.operations]
        for number, operation in enumerate(operations, 1):
            name, args, keywords = operation.deconstruct()
            shown = [_show(item) for item in args]
            shown += ["%s=%s" % (key, _show(keywords[key])) for key in sorted(keywords)]
            found["%s %d" % (label, number)] = "%s(%s)" % (name, ", ".join(shown))
            _note_foreign("pending migrations", "%s %d" % (label, number), apps.get_app_config(label).name)
    return found


def _urls() -> "dict[str, Any]":
    from django.conf import settings
    from django.urls import get_resolver

    found: "dict[str, str]" = {}

    def walk(patterns: Any, prefix: str, namespaces: str) -> None:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, route, namespaces + (pattern.namespace + ":" if pattern.namespace else ""))
                continue
            view = pattern.callback
            view = getattr(view, "view_class", getattr(view, "cls", view))
            converters = getattr(pattern.pattern, "converters", {})
            kinds = ", ".join("%s: %s" % (name, type(converters[name]).__name__) for name in sorted(converters))
            said = "%s named %s%s; %s" % (_show(view), namespaces, pattern.name, _show(pattern.default_args))
            key = route
            while key in found:  # the first one wins, the others are there all the same
                key += " (again)"
            found[key] = said + ("; " + kinds if kinds else "")
            _note_foreign("urls", key, getattr(view, "__module__", ""))

    if getattr(settings, "ROOT_URLCONF", None):
        walk(get_resolver().url_patterns, "", "")
    return found


def _settings() -> "dict[str, Any]":
    """Return what every setting comes to, whether the project says it or Django does."""
    from django.conf import global_settings, settings

    unread = {name for name in LATER if not hasattr(global_settings, name)}
    names = [name for name in dir(settings) if name.isupper() and name not in unread]
    return {name: _masked(name, getattr(settings, name)) for name in names}


def _said_settings() -> "dict[str, Any]":
    """Return the names of the settings that the project itself says."""
    return dict.fromkeys(sorted(_explicit_settings()), "")


def _explicit_settings() -> "set[str]":
    from django.conf import settings

    return {name for name in dir(settings) if name.isupper() and settings.is_overridden(name)}


def _masked(name: str, value: Any) -> Any:
    if _SECRET.search(name) and isinstance(value, (str, bytes)):
        return "a secret of %d characters" % len(value)
    if name == "DATABASES" and isinstance(value, dict):
        value = {alias: _without_defaults(database) for alias, database in value.items()}
    if isinstance(value, dict):
        return {key: _masked(str(key), item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_masked("", item) for item in value) if type(value) in (list, tuple) else value
    return value


def _without_defaults(database: Any) -> Any:
    """Return a database without what Django adds to it, which is more in each release."""
    if not isinstance(database, dict):
        return database
    tests = {key: value for key, value in dict(database.get("TEST") or {}).items() if value not in (None, True)}
    said = {key: value for key, value in dict(database, TEST=tests).items() if value or value not in ("", None, {}, 0)}
    return {key: value for key, value in said.items() if (key, value) != ("AUTOCOMMIT", True)}


def _checks() -> "dict[str, Any]":
    from django.core.checks import run_checks

    found: "dict[str, str]" = {}
    for message in run_checks():
        place = _show(message.obj) if message.obj is not None else "?"
        key = "%s %s" % (message.id, getattr(getattr(message.obj, "_meta", None), "label", place))
        found[key] = found.get(key, "") + "%d: %s" % (message.level, message.msg)
        if hasattr(message.obj, "__module__"):
            _note_foreign("system checks", key, getattr(message.obj, "model", message.obj).__module__)
    return found


def _middleware() -> "dict[str, Any]":
    from django.conf import settings
    from django.utils.module_loading import import_string

    found = {}
    for number, path in enumerate(settings.MIDDLEWARE or (), 1):
        found["%02d" % number] = "%s, which is %s" % (path, _show(import_string(path)))
    return found


def _admin() -> "dict[str, Any]":
    from django.apps import apps

    if not apps.is_installed("django.contrib.admin"):
        return {}
    from django.contrib import admin

    admin.autodiscover()
    found = {}
    for model, registered in admin.site._registry.items():
        kind = type(registered)
        own = {
            name: value
            for base in reversed(kind.__mro__)
            if base not in admin.ModelAdmin.__mro__
            for name, value in vars(base).items()
            if not name.startswith("_") and name != "media" and not callable(value)
        }
        actions = [action if isinstance(action, str) else _show(action) for action in registered.actions or ()]
        found[model._meta.label] = "%s.%s %s actions %s" % (kind.__module__, kind.__qualname__, _show(own), actions)
        _note_foreign("admin", model._meta.label, kind.__module__)
    return found


def _templates() -> "dict[str, Any]":
    """Return what comes of compiling every template that the engines' loaders could find."""
    from django.template import engines

    found = {}
    for engine in engines.all():
        for folder in engine.template_dirs:
            inside = os.path.abspath(str(folder)).startswith(os.getcwd() + os.sep)  # noqa: PTH100, PTH109
            if not inside or os.path.abspath(str(folder)).startswith(sys.prefix + os.sep):  # noqa: PTH100
                continue  # what packages bring is theirs
            for root, _folders, files in sorted(os.walk(str(folder))):
                for name in sorted(files):
                    path = os.path.relpath(os.path.join(root, name), str(folder)).replace(os.sep, "/")  # noqa: PTH118
                    try:
                        engine.get_template(path)
                        found["%s: %s" % (engine.name, path)] = "compiles"
                    except Exception as error:
                        found["%s: %s" % (engine.name, path)] = "%s: %s" % (type(error).__name__, error)
    return found


_SECTIONS: "dict[str, Callable[[], dict[str, Any]]]" = {
    "model fields": _fields,
    "models": _models,
    "pending migrations": _migrations,
    "urls": _urls,
    "settings": _settings,
    NOT_COMPARED + "settings of the project": _said_settings,
    "system checks": _checks,
    "middleware": _middleware,
    "admin": _admin,
    "templates": _templates,
    NOT_COMPARED + "packages": lambda: _foreign,
}
