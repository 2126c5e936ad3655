"""Mail: ``EMAIL_*`` settings are ``MAILERS`` since Django 6.1, all of them or none."""

import ast
from collections.abc import Iterator, Mapping

import libcst as cst

from upgrader.assigned import assigned, gathered, passed, text_of, together
from upgrader.parsing import parse_syntax
from upgrader.rule import File, Hit, rule

DOCS = "https://docs.djangoproject.com/en/6.1/releases/6.1/#features-deprecated-in-6-1"
SMTP = {
    "EMAIL_HOST": "host",
    "EMAIL_PORT": "port",
    "EMAIL_HOST_USER": "username",
    "EMAIL_HOST_PASSWORD": "password",
    "EMAIL_USE_TLS": "use_tls",
    "EMAIL_USE_SSL": "use_ssl",
    "EMAIL_TIMEOUT": "timeout",
    "EMAIL_SSL_KEYFILE": "ssl_keyfile",
    "EMAIL_SSL_CERTFILE": "ssl_certfile",
}
NAMES = ("EMAIL_BACKEND", "EMAIL_FILE_PATH", *SMTP)
_PLACE = "django.core.mail.backends.{}.EmailBackend"
#: Django's own backends with their options, by the settings that held these.
BACKENDS: Mapping[str, Mapping[str, str]] = {
    _PLACE.format("smtp"): SMTP,
    _PLACE.format("filebased"): {"EMAIL_FILE_PATH": "file_path"},
    **{_PLACE.format(name): {} for name in ("console", "dummy", "locmem")},
}
#: Beside MAILERS an error if they name a backend; and what sets the old settings unseen (django-environ's).
RULED_OUT = ("get_connection", "email_backend", "email_url")


@rule(
    "DJ2028-mailers",
    package="django",
    since="6.1",
    gone="2028.0",
    docs=DOCS,
    needles=[*NAMES, "email_url"],
    safety="review",
)
def mailers(module: cst.Module, file: File) -> Iterator[Hit]:
    """``EMAIL_HOST``, ``EMAIL_BACKEND`` and the like are in ``MAILERS``.

    Deprecated in Django 6.1. Once there is ``MAILERS``, the old ones may neither be set nor read, so it is all or nothing:
    where the project reads one of them, sets one under a condition or in several settings modules, asks for a connection by
    its backend, or where the backend cannot be seen or is not one of Django's, they are reported only. Options that the
    backend does not take are left out, for it refuses them; a port that was not set is written out with TLS, for ``MAILERS``
    has another default there.

    Review: an application from elsewhere may read the old settings still.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -EMAIL_USE_TLS = True
    -EMAIL_HOST = env("EMAIL_HOST")  # ours
    +MAILERS = {
    +    "default": {
    +        "OPTIONS": {
    +            "host": env("EMAIL_HOST"),
    +            "port": 25,
    +            "use_tls": True,
    +        },
    +    },
    +}  # ours
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -EMAIL_HOST = "mail.example.com"
    -EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    +MAILERS = {
    +    "default": {
    +        "BACKEND": "django.core.mail.backends.console.EmailBackend",
    +    },
    +}
    ```

    ```diff test_mail.py
     from django.test import override_settings


    -@override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
    +@override_settings(MAILERS={"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}})
     def test(): ...
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     EMAIL_BACKEND = env("EMAIL_BACKEND")
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     EMAIL_TIMEOUT = 9
     vars().update(env.email_url())
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     EMAIL_HOST_USER = "shop@example.com"
     DEFAULT_FROM_EMAIL = EMAIL_HOST_USER
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     EMAIL_SUBJECT_PREFIX = "[shop] "
    ```
    """
    message = "{} is deprecated: MAILERS says how mail is sent"
    places = list(assigned(file, *NAMES))
    overridden = list(passed(file, *NAMES))
    reads = [node for name in NAMES for node in file.names.references.get(f"django.conf.settings.{name}", ())]
    if file.settings() is not None:
        for call in file.names.nodes.get(cst.Call, ()):
            func = cst.ensure_type(call, cst.Call).func
            if isinstance(func, cst.Attribute) and func.attr.value == "email_url":
                yield Hit(
                    call, "the mail settings that an address stands for are deprecated: MAILERS says how mail is sent"
                )
    if not (places or overridden or reads):
        return
    whole = gathered(file, *NAMES)
    alone = _alone(file)
    values = {setting.name: file.code(setting.value) for setting in whole or ()}
    given = next((text_of(setting.value) or "" for setting in places if setting.name == "EMAIL_BACKEND"), None)
    options = BACKENDS.get(_PLACE.format("smtp") if given is None else given)
    if alone and whole is not None and options is not None:
        yield from together(whole, "MAILERS", _written(values, options), message, file)
    else:
        yield from (Hit(setting.place, message.format(setting.name)) for setting in places)
    for setting in overridden:
        backend = BACKENDS.get(text_of(setting.value) or "")
        if alone and setting.name == "EMAIL_BACKEND" and backend == {}:
            code = f'{{"default": {{"BACKEND": {file.code(setting.value)}}}}}'
            yield Hit(
                setting.place,
                message.format(setting.name),
                also=((setting.target, cst.Name("MAILERS")), (setting.value, code)),
            )
        else:
            yield Hit(setting.place, message.format(setting.name))
    for node in reads:
        yield Hit(node, message.format(f"settings.{cst.ensure_type(node, cst.Attribute).attr.value}"))


def _written(values: Mapping[str, str], options: Mapping[str, str]) -> str:
    """Return ``MAILERS`` as source code for settings with their values."""
    written = {name: values[name] for name in options if name in values}
    if options is SMTP:
        written.setdefault("EMAIL_HOST", '"localhost"')
        if written.keys() & {"EMAIL_USE_TLS", "EMAIL_USE_SSL"}:
            written.setdefault("EMAIL_PORT", "25")
    lines = [f'"BACKEND": {values["EMAIL_BACKEND"]},\n'] if "EMAIL_BACKEND" in values else []
    if written:
        entries = "".join(f'            "{options[name]}": {written[name]},\n' for name in options if name in written)
        lines.append(f'"OPTIONS": {{\n{entries}        }},\n')
    return '{\n    "default": {\n' + "".join(f"        {line}" for line in lines) + "    },\n}"


def _alone(file: File) -> bool:
    """Return whether all that the project has to do with mail settings can become ``MAILERS``, in whatever file it is."""
    texts = {file.path: file.text}
    for word in ("EMAIL_", *RULED_OUT):
        texts |= file.others(word)
    settings = 0
    for text in texts.values():
        try:
            tree = parse_syntax(text)
        except (SyntaxError, ValueError):
            return False
        top = [s for s in tree.body if isinstance(s, ast.Assign) and len(s.targets) == 1 and _is_setting(s.targets[0])]
        settings += bool(top)
        if not _only_sets(tree, top):
            return False
    return settings < 2


def _is_setting(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in NAMES


def _only_sets(tree: ast.Module, top: list[ast.Assign]) -> bool:
    """Return whether a file sets mail settings at its top (in ``top``) or overrides the backend, and no more."""
    fine = {id(statement.targets[0]) for statement in top}
    for statement in top:  # what the values call by such a name is another thing: env("EMAIL_HOST")
        fine.update(id(node) for node in ast.walk(statement.value) if isinstance(node, (ast.Constant, ast.keyword)))
    for node in ast.walk(tree):
        named = (getattr(node, field, None) for field in ("id", "attr", "arg", "name", "value"))
        words = {word for word in named if isinstance(word, str)}
        if id(node) in fine or not words & {*NAMES, *RULED_OUT}:
            continue
        backend = node.value if isinstance(node, ast.keyword) and node.arg == "EMAIL_BACKEND" else None
        if not (isinstance(backend, ast.Constant) and BACKENDS.get(str(backend.value)) == {}):
            return False
    return True
