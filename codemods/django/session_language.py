"""The language that a project keeps in the session, where Django looked for it until 4.0."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

import libcst as cst

from upgrader.assigned import assigned, text_of
from upgrader.parsing import parse_syntax
from upgrader.rule import File, Hit, rule

_LOCALE = "django.middleware.locale.LocaleMiddleware"
_LIST = re.compile(
    r"""^MIDDLEWARE\s*=\s*[\[(][^\])]*\.SessionMiddleware["'][^\])]*["']django\.middleware\.locale\.LocaleMiddleware["']""",
    re.MULTILINE,
)
_URLS = re.compile(r"""^ROOT_URLCONF\s*=\s*["']([\w.]+)\.\w+["']""", re.MULTILINE)
_WRITES = re.compile(r"""\.session\[\s*(?:[\w.]*LANGUAGE_SESSION_KEY|["']_language["'])\s*\]\s*=(?!=)""")

MODULE = '''"""The language in a visitor's session."""

from django.conf import settings


class SessionLanguageMiddleware:
    """Let LocaleMiddleware find the language of the session, where Django itself looked for it before 4.0."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = request.session.get("_language")
        if language in dict(settings.LANGUAGES):
            request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = language
        response = self.get_response(request)
        chosen = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen and "_language" in request.session:
            request.session["_language"] = chosen.value  # as the view set_language did
        elif language and "_language" not in request.session:
            request.session["_language"] = language  # as logout() did
        return response
'''


def middleware_home(path: PurePosixPath, text: str) -> tuple[str, PurePosixPath] | None:
    """Return dotted name and path of the module for the middleware that settings of this text get; None without a place.

    It is beside ROOT_URLCONF, where the settings are below that folder and list LocaleMiddleware after the session's.
    """
    urls = _URLS.search(text)
    if urls is None or not _LIST.search(text):
        return None
    package = tuple(urls[1].split("."))
    home = next((above for above in path.parents if above.parts[-len(package) :] == package), None)
    return (f"{urls[1]}.session_language", home / "session_language.py") if home is not None else None


def has_home(others: Mapping[PurePosixPath, str]) -> bool:
    """Return whether one of these is a settings module that takes the middleware."""
    return any(middleware_home(path, text) for path, text in others.items())


def keeps_language(text: str) -> bool:
    """Return whether code writes the language to the session where no response is at hand that takes a cookie."""
    if not _WRITES.search(text):
        return False
    try:
        tree = parse_syntax(text)
    except (SyntaxError, ValueError):
        return False
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and any(_stays(one, block[-1]) for one in block if isinstance(one, ast.Assign)):
                return True
    return False


def _stays(statement: ast.Assign, last: ast.stmt) -> bool:
    target = _target(statement)
    return bool(_WRITES.match(f".{target}=")) and ("_language" in target or not _returns(last))


def _target(statement: ast.Assign) -> str:
    target = ast.unparse(statement.targets[0])
    return target[target.find("session[") :]


def _returns(last: ast.stmt) -> bool:
    """Whether a block ends with a response: what is returned has a cookie set by another rule."""
    return isinstance(last, ast.Return) and isinstance(last.value, (ast.Name, ast.Call))


@rule(
    "DJ40-language-session-middleware",
    package="django",
    since="1.10",
    gone="4.0",
    docs="https://docs.djangoproject.com/en/4.0/releases/4.0/#features-removed-in-4-0",
    safety="review",
    needles=["LocaleMiddleware MIDDLEWARE"],
    pattern=rb"django\.middleware\.locale\.LocaleMiddleware",
)
def session_language(module: cst.Module, file: File) -> Iterator[Hit]:
    """Let ``LocaleMiddleware`` find a language that the project keeps in the session.

    Since Django 4.0 it looks into the cookie only. A small middleware before it, in a module of its own, takes what the
    session says for the cookie; what ``set_language`` sets and what ``logout`` kept goes back to the session.

    Review: pages that vary by this cookie vary by the session now.

    ```diff shop/settings.py
     ROOT_URLCONF = "shop.urls"
     MIDDLEWARE = [
         "django.contrib.sessions.middleware.SessionMiddleware",
    +    "shop.session_language.SessionLanguageMiddleware",
         "django.middleware.locale.LocaleMiddleware",
     ]


     def remember(request, user):
         request.session["_language"] = user.language
    ```

    ```diff shop/settings.py
     ROOT_URLCONF = "shop.urls"
     MIDDLEWARE = [
         "django.contrib.sessions.middleware.SessionMiddleware",
         "django.middleware.locale.LocaleMiddleware",
     ]
    ```
    """
    home = middleware_home(file.path, file.text)
    if home is None or home[0] in (file.settings() or home[0]):
        return
    texts = [file.text, *file.others("LANGUAGE_SESSION_KEY").values(), *file.others("_language").values()]
    if not any(map(keeps_language, texts)):
        return
    for setting in assigned(file, "MIDDLEWARE"):
        value = setting.value
        if not isinstance(value, (cst.List, cst.Tuple)):
            continue
        elements = list(value.elements)
        at = next((i for i, element in enumerate(elements) if text_of(element.value) == _LOCALE), None)
        if at:
            added = cst.Element(
                cst.SimpleString(f'"{home[0]}.SessionLanguageMiddleware"'), comma=elements[at - 1].comma
            )
            new = value.with_changes(elements=[*elements[:at], added, *elements[at:]])
            message = "LocaleMiddleware does not look into the session, where the project keeps the language"
            yield Hit(elements[at], message, also=((value, new),), files=((home[1], MODULE),))
