"""Settings of which the value, or the name, is another now."""

import re
from collections.abc import Iterator, Mapping

import libcst as cst
from packaging.version import Version

from upgrader.assigned import (
    Setting,
    anywhere,
    assigned,
    gathered,
    is_name,
    mentions,
    passed,
    text_of,
    together,
    without,
)
from upgrader.edit import keyword, string, with_entry, without_arg
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, rule

RELEASE = "https://docs.djangoproject.com/en/{0}/releases/{0}/"


@rule(
    "DJ40-password-reset-timeout",
    package="django",
    since="3.1",
    gone="4.0",
    docs=RELEASE.format("4.0") + "#features-removed-in-4-0",
    needles=["PASSWORD_RESET_TIMEOUT_DAYS"],
)
def password_reset_timeout(module: cst.Module, file: File) -> Iterator[Hit]:
    """``PASSWORD_RESET_TIMEOUT_DAYS`` is ``PASSWORD_RESET_TIMEOUT``, in seconds.

    Deprecated in Django 3.1, without effect since 4.0: links for a new password are good for three days.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -PASSWORD_RESET_TIMEOUT_DAYS = 4
    +PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 4
    ```

    ```diff test_reset.py
     from django.test import override_settings


    -@override_settings(PASSWORD_RESET_TIMEOUT_DAYS=DAYS + 1)
    +@override_settings(PASSWORD_RESET_TIMEOUT=60 * 60 * 24 * (DAYS + 1))
     def test(): ...
    ```

    ```diff
     PASSWORD_RESET_TIMEOUT_DAYS = 4
    ```
    """
    name = "PASSWORD_RESET_TIMEOUT_DAYS"
    for setting in (*assigned(file, name), *passed(file, name)):
        code = file.code(setting.value)
        simple = isinstance(setting.value, (cst.Integer, cst.Name, cst.Call, cst.Attribute, cst.Subscript))
        new = f"60 * 60 * 24 * {code}" if simple or setting.value.lpar else f"60 * 60 * 24 * ({code})"
        renamed = setting.target.with_changes(value="PASSWORD_RESET_TIMEOUT")
        yield Hit(setting.place, f"{name} has no effect", also=((setting.target, renamed), (setting.value, new)))


@rule(
    "DJ40-password-reset-timeout-read",
    package="django",
    since="3.1",
    gone="4.0",
    docs=RELEASE.format("4.0") + "#features-removed-in-4-0",
    names=["django.conf.settings.PASSWORD_RESET_TIMEOUT_DAYS"],
    safety=Safety.REVIEW,
)
def password_reset_timeout_read(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``settings.PASSWORD_RESET_TIMEOUT_DAYS`` is computed from ``PASSWORD_RESET_TIMEOUT``.

    Review: the setting may be no whole number of days.

    ```diff
     from django.conf import settings

    -days = settings.PASSWORD_RESET_TIMEOUT_DAYS
    +days = settings.PASSWORD_RESET_TIMEOUT // (60 * 60 * 24)
    ```

    ```diff
     from shop.conf import settings

     days = settings.PASSWORD_RESET_TIMEOUT_DAYS
    ```
    """
    new = f"{file.code(node.value)}.PASSWORD_RESET_TIMEOUT // (60 * 60 * 24)"
    yield Hit(node, "settings.PASSWORD_RESET_TIMEOUT_DAYS is gone", new)


@rule(
    "DJ40-csrf-trusted-origins",
    package="django",
    since="4.0",
    gone="4.0",
    docs=RELEASE.format("4.0") + "#csrf-trusted-origins-changes",
    needles=["CSRF_TRUSTED_ORIGINS"],
    safety=Safety.REVIEW,
)
def csrf_trusted_origins(module: cst.Module, file: File) -> Iterator[Hit]:
    """``CSRF_TRUSTED_ORIGINS`` needs schemes.

    Since Django 4.0 an entry is an origin: ``https://example.com``, ``https://*.example.com`` for all subdomains. One
    without a scheme is an error of the system checks (4_0.E001).

    Review: a site that is also served over ``http`` wants that origin too. Releases before 4.0 do not understand schemes.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -CSRF_TRUSTED_ORIGINS = ["example.com", ".example.org", "https://shop.example"]
    +CSRF_TRUSTED_ORIGINS = ["https://example.com", "https://*.example.org", "https://shop.example"]
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     CSRF_TRUSTED_ORIGINS = env.list("TRUSTED")
    ```
    """
    for setting in (*assigned(file, "CSRF_TRUSTED_ORIGINS"), *passed(file, "CSRF_TRUSTED_ORIGINS")):
        message = "an origin that is trusted needs its scheme"
        if not isinstance(setting.value, (cst.List, cst.Tuple)):
            if file.old.django is None or file.old.django < Version("4.0"):
                yield Hit(setting.place, f"{message}, wherever it comes from", safety=Safety.MANUAL, certain=False)
            continue
        for element in setting.value.elements:
            text = text_of(element.value)
            if text is not None and "://" not in text and isinstance(element.value, cst.SimpleString):
                host = f"*{text}" if text.startswith(".") else text
                yield Hit(element.value, message, string(element.value, f"https://{host}"))


@rule(
    "DJ40-csrf-cookie-domain",
    package="django",
    since="4.0",
    gone="4.0",
    docs=RELEASE.format("4.0") + "#csrf",
    needles=["CSRF_COOKIE_DOMAIN"],
    safety=Safety.REVIEW,
)
def csrf_cookie_domain(module: cst.Module, file: File) -> Iterator[Hit]:
    """``CSRF_COOKIE_DOMAIN`` for subdomains wants them in ``CSRF_TRUSTED_ORIGINS``.

    Since Django 4.0 the ``Origin`` header is checked: a form that one subdomain shows and another takes fails with 403
    unless the first is trusted.

    Review: leave it out if forms are sent to the host that shows them only; trust fewer hosts if you can.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     CSRF_COOKIE_DOMAIN = ".example.com"
    +CSRF_TRUSTED_ORIGINS = ["https://*.example.com"]
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     CSRF_COOKIE_DOMAIN = ".example.com"
     CSRF_TRUSTED_ORIGINS = ["https://shop.example.com"]
    ```
    """
    family = file.settings() or ""
    if anywhere(family, "CSRF_TRUSTED_ORIGINS"):
        return
    for setting in assigned(file, "CSRF_COOKIE_DOMAIN"):
        domain = text_of(setting.value) or ""
        line = file.parent(setting.statement) if setting.statement else None
        message = "a form that another subdomain takes needs CSRF_TRUSTED_ORIGINS"
        if domain.startswith(".") and isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1:
            added = f'CSRF_TRUSTED_ORIGINS = ["https://*{domain}"]\n'
            code = file.code(line.with_changes(leading_lines=())) + added
            yield Hit(setting.place, message, also=((line, code),), certain=False)


@rule(
    "DJ110-login-url",
    package="django",
    since=None,
    gone="1.10",
    docs=RELEASE.format("1.10") + "#features-removed-in-1-10",
    needles=["LOGIN_URL", "LOGIN_REDIRECT_URL", "LOGOUT_REDIRECT_URL"],
    safety=Safety.MANUAL,
)
def login_url(module: cst.Module, file: File) -> Iterator[Hit]:
    """``LOGIN_URL`` is no dotted path of a view.

    Since Django 1.10 only names of URLs are reversed; a dotted path is taken for an address, and nobody gets to log in.

    Manual: give the URL a name in the URL configuration and write that, or the view's address.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     LOGIN_URL = "shop.views.login"
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     LOGIN_URL = "shop:login"
     LOGIN_REDIRECT_URL = "index.html"
     LOGOUT_REDIRECT_URL = "https://example.com/"
    ```
    """
    for setting in assigned(file, "LOGIN_URL", "LOGIN_REDIRECT_URL", "LOGOUT_REDIRECT_URL"):
        if re.fullmatch(r"[a-zA-Z_]\w*(\.\w+)*\.views?(\.\w+)+", text_of(setting.value) or ""):
            yield Hit(setting.place, f"{setting.name} is the name of a URL, or an address")


@rule(
    "DJ18-transactions-managed",
    package="django",
    since="1.6",
    gone="1.8",
    docs=RELEASE.format("1.8") + "#features-removed-in-1-8",
    needles=["TRANSACTIONS_MANAGED"],
    safety=Safety.REVIEW,
)
def transactions_managed(module: cst.Module, file: File) -> Iterator[Hit]:
    """``TRANSACTIONS_MANAGED`` is ``AUTOCOMMIT`` of a database.

    Without effect since Django 1.8: every statement is committed at once.

    Review: a project that has worked so for years may no longer count on it.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}
    -TRANSACTIONS_MANAGED = True
    +DATABASES["default"]["AUTOCOMMIT"] = False
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     TRANSACTIONS_MANAGED = MANAGED
    ```
    """
    message = "TRANSACTIONS_MANAGED has no effect: AUTOCOMMIT of a database does it"
    body: list[Node | None] = list(module.body)
    for setting in assigned(file, "TRANSACTIONS_MANAGED"):
        line = file.parent(setting.statement) if setting.statement else None
        above = body[: body.index(line)] if line in body else []
        known = any(file.parent(other.statement or other.target) in above for other in assigned(file, "DATABASES"))
        known = known or anywhere(file.star_imported(), "DATABASES")
        if is_name(setting.value, "False"):
            yield Hit(setting.place, message, also=(without(setting, file),))
        elif is_name(setting.value, "True") and known:
            new = 'DATABASES["default"]["AUTOCOMMIT"] = False'
            yield Hit(setting.place, message, also=((setting.statement or setting.target, new),))
        else:
            yield Hit(setting.place, message)


@rule(
    "DJ21-pylibmc-behaviors",
    package="django",
    since="1.11",
    gone="2.1",
    docs=RELEASE.format("2.1") + "#features-removed-in-2-1",
    needles=["PyLibMCCache OPTIONS"],
)
def pylibmc_behaviors(node: cst.Dict, file: File) -> Iterator[Hit]:
    """``OPTIONS`` of ``PyLibMCCache`` are arguments of its client: behaviors are in ``behaviors``.

    Since Django 2.1 a behavior beside it is a TypeError.

    ```diff settings.py
     BACKEND = "django.core.cache.backends.memcached.PyLibMCCache"
     CACHES = {
         "default": {
             "BACKEND": "django.core.cache.backends.memcached.PyLibMCCache",
    -        "OPTIONS": {"tcp_nodelay": True, "ketama": True},
    +        "OPTIONS": {"behaviors": {"tcp_nodelay": True, "ketama": True}},
         }
     }
    ```

    ```diff settings.py
     CACHES = {
         "default": {
             "BACKEND": "django.core.cache.backends.memcached.PyLibMCCache",
             "OPTIONS": {"binary": True, "behaviors": {"ketama": True}},
         },
         "other": {"BACKEND": "shop.PyLibMCCache", "OPTIONS": {"ketama": True}},
     }
    ```
    """
    entries = {text_of(e.key): e.value for e in node.elements if isinstance(e, cst.DictElement)}
    backend, options = entries.get("BACKEND"), entries.get("OPTIONS")
    if backend is None or text_of(backend) != "django.core.cache.backends.memcached.PyLibMCCache":
        return
    if not isinstance(options, cst.Dict):
        return
    given = {text_of(e.key) for e in options.elements if isinstance(e, cst.DictElement)}
    if not given - {"behaviors", "binary", "username", "password"}:
        return
    message = "behaviors of the client are in behaviors"
    if given & {"behaviors", "binary", "username", "password"} or len(given) != len(options.elements) or None in given:
        yield Hit(options, message)
    else:
        yield Hit(options, message, f'{{"behaviors": {file.code(options)}}}')


@rule(
    "DJ20-middleware-classes",
    package="django",
    since="1.10",
    gone="2.0",
    docs=RELEASE.format("2.0") + "#features-removed-in-2-0",
    needles=["MIDDLEWARE_CLASSES"],
    safety=Safety.REVIEW,
)
def middleware_classes(module: cst.Module, file: File) -> Iterator[Hit]:
    """``MIDDLEWARE_CLASSES`` is ``MIDDLEWARE``.

    Without effect since Django 2.0. Nothing fails but what relied on a middleware.

    Review: a middleware in the new style wraps the next one, so that ``process_response`` is not called for what stands
    above the one that answered, and exceptions become responses in between. Classes of your own need ``MiddlewareMixin``.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -MIDDLEWARE_CLASSES = ["django.middleware.common.CommonMiddleware"]
    +MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
    -MIDDLEWARE_CLASSES += ("shop.middleware.Cart",)
    +MIDDLEWARE += ["shop.middleware.Cart"]
    ```

    ```diff
     from django.conf import settings

    -settings.configure(MIDDLEWARE_CLASSES=[], MIDDLEWARE=["django.middleware.common.CommonMiddleware"])
    +settings.configure(MIDDLEWARE=["django.middleware.common.CommonMiddleware"])
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     MIDDLEWARE = []
     MIDDLEWARE_CLASSES = MIDDLEWARE
    ```
    """
    family = file.settings()
    found = [*assigned(file, "MIDDLEWARE_CLASSES"), *passed(file, "MIDDLEWARE_CLASSES")]
    both = family is not None and anywhere(family, "MIDDLEWARE")
    message = "MIDDLEWARE_CLASSES has no effect"
    for setting in found:
        if both and setting.statement is not None:
            yield Hit(setting.place, message)  # a project that runs on both sides of 1.10 has both
            continue
        call, argument = setting.call, setting.argument
        if call is not None and argument is not None and keyword(call, "MIDDLEWARE") is not None:
            yield Hit(setting.place, message, also=((call, without_arg(call, call.args.index(argument))),))
            continue
        also: list[tuple[Node, Node | str]] = [(setting.target, setting.target.with_changes(value="MIDDLEWARE"))]
        if isinstance(setting.value, cst.Tuple):
            also.append((setting.value, _as_list(setting.value)))
        yield Hit(setting.place, message, also=tuple(also))
    if family is not None and not both:
        for node in file.names.nodes.get(cst.AugAssign, ()):
            added = cst.ensure_type(node, cst.AugAssign)
            target = added.target
            if isinstance(target, cst.Name) and target.value == "MIDDLEWARE_CLASSES":
                also = [(target, target.with_changes(value="MIDDLEWARE"))]
                if isinstance(added.value, cst.Tuple):
                    also.append((added.value, _as_list(added.value)))
                yield Hit(added, message, also=tuple(also))
        for reference in file.names.nodes.get(cst.Name, ()):
            name = cst.ensure_type(reference, cst.Name)
            is_target = isinstance(file.parent(name), (cst.AssignTarget, cst.AugAssign, cst.AnnAssign, cst.Arg))
            if name.value == "MIDDLEWARE_CLASSES" and not is_target and file.names.scope(name).kind == "module":
                yield Hit(name, message, name.with_changes(value="MIDDLEWARE"))


def _as_list(value: cst.Tuple) -> cst.List:
    """Return a list of a tuple's elements, in the same layout."""
    left = value.lpar[0].whitespace_after if value.lpar else cst.SimpleWhitespace("")
    right = value.rpar[-1].whitespace_before if value.rpar else cst.SimpleWhitespace("")
    elements = list(value.elements)
    if len(elements) == 1 and isinstance(right, cst.SimpleWhitespace):
        elements = [elements[0].with_changes(comma=cst.MaybeSentinel.DEFAULT)]
    return cst.List(elements, lbracket=cst.LeftSquareBracket(left), rbracket=cst.RightSquareBracket(right))


@rule(
    "DJ19-language-code",
    package="django",
    since="1.7",
    gone="1.9",
    docs=RELEASE.format("1.9") + "#features-removed-in-1-9",
    needles=["LANGUAGE_CODE zh"],
)
def language_code(module: cst.Module, file: File) -> Iterator[Hit]:
    """``LANGUAGE_CODE`` ``zh-cn`` is ``zh-hans``, ``zh-tw`` is ``zh-hant``.

    The old codes were removed in Django 1.9.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -LANGUAGE_CODE = "zh-cn"
    +LANGUAGE_CODE = "zh-hans"
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     LANGUAGE_CODE = "zh-hans"
     REGION = "zh-cn"
    ```
    """
    for setting in (*assigned(file, "LANGUAGE_CODE"), *passed(file, "LANGUAGE_CODE")):
        new = {"zh-cn": "zh-hans", "zh-tw": "zh-hant"}.get((text_of(setting.value) or "").lower())
        if new and isinstance(setting.value, cst.SimpleString):
            yield Hit(setting.value, f"the language is called {new}", string(setting.value, new))


@rule(
    "DJ111-time-zone-none",
    package="django",
    since=None,
    gone="1.11",
    docs=RELEASE.format("1.11"),
    needles=["TIME_ZONE"],
    safety=Safety.REVIEW,
)
def time_zone_none(module: cst.Module, file: File) -> Iterator[Hit]:
    """``TIME_ZONE = None`` is an error with ``USE_TZ``.

    Review: None meant the zone of the machine; write that one instead of UTC if it is another.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -TIME_ZONE = None
    +TIME_ZONE = "UTC"
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     DATABASE_TIME_ZONE = None
    ```
    """
    for setting in assigned(file, "TIME_ZONE"):
        if isinstance(setting.value, cst.Name) and setting.value.value == "None":
            yield Hit(setting.value, "TIME_ZONE may not be None", '"UTC"')


@rule(
    "DJ2028-admins",
    package="django",
    since="6.0",
    gone="2028.0",
    docs=RELEASE.format("6.0") + "#features-deprecated-in-6-0",
    needles=["ADMINS", "MANAGERS"],
)
def admins(module: cst.Module, file: File) -> Iterator[Hit]:
    """``ADMINS`` and ``MANAGERS`` are lists of addresses.

    Pairs of name and address are deprecated since Django 6.0: only the address was ever used.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -ADMINS = [("Ada", "ada@example.com"), ("Bob", BOB)]
    +ADMINS = ["ada@example.com", BOB]
    -MANAGERS = (("Ada", "ada@example.com"),)
    +MANAGERS = ["ada@example.com"]
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     ADMINS = ["ada@example.com"]
     MANAGERS = ADMINS
     STAFF = [("Ada", "ada@example.com")]
    ```
    """
    for setting in (*assigned(file, "ADMINS", "MANAGERS"), *passed(file, "ADMINS", "MANAGERS")):
        value = setting.value
        if not isinstance(value, (cst.List, cst.Tuple)) or not value.elements:
            continue
        pairs = [element.value for element in value.elements]
        if not all(isinstance(pair, (cst.List, cst.Tuple)) and len(pair.elements) == 2 for pair in pairs):
            continue
        new = _as_list(value) if isinstance(value, cst.Tuple) else value
        elements = [
            element.with_changes(value=cst.ensure_type(element, cst.Element).value.elements[1].value)  # type: ignore[attr-defined]
            for element in new.elements
        ]
        yield Hit(
            setting.place,
            f"{setting.name} is a list of addresses",
            also=((value, new.with_changes(elements=elements)),),
        )


FILE_STORAGE = "django.core.files.storage.FileSystemStorage"
STATIC_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"
DEFAULT_STORAGES = f"""{{
    "default": {{
        "BACKEND": "{FILE_STORAGE}",
    }},
    "staticfiles": {{
        "BACKEND": "{STATIC_STORAGE}",
    }},
}}"""
STORAGES = {"DEFAULT_FILE_STORAGE": "default", "STATICFILES_STORAGE": "staticfiles"}


@rule(
    "DJ51-storages",
    package="django",
    since="4.2",
    gone="5.1",
    docs=RELEASE.format("5.1") + "#features-removed-in-5-1",
    needles=list(STORAGES),
)
def storages(module: cst.Module, file: File) -> Iterator[Hit]:
    """``DEFAULT_FILE_STORAGE`` and ``STATICFILES_STORAGE`` become ``STORAGES``.

    Deprecated in Django 4.2, without effect since 5.1: uploads go to the local disk, silently. Where one of them is set in
    an ``if``, ``STORAGES`` gets Django's own first; a settings module that changes what it star-imports from another makes
    a copy. Where settings modules read the old ones they are reported only.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -DEFAULT_FILE_STORAGE = "shop.storage.Bucket"
     STATIC_URL = "/static/"
    -STATICFILES_STORAGE = STATIC  # hashed
    +STORAGES = {
    +    "default": {
    +        "BACKEND": "shop.storage.Bucket",
    +    },
    +    "staticfiles": {
    +        "BACKEND": STATIC,
    +    },
    +}  # hashed
    ```

    ```diff test_files.py
     from django.test import override_settings


    -@override_settings(DEFAULT_FILE_STORAGE="shop.storage.Memory")
    +@override_settings(STORAGES={"default": {"BACKEND": "shop.storage.Memory"}, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}})
     def test(): ...
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    +STORAGES = {
    +    "default": {
    +        "BACKEND": "django.core.files.storage.FileSystemStorage",
    +    },
    +    "staticfiles": {
    +        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
    +    },
    +}
     if S3:
    -    DEFAULT_FILE_STORAGE = "shop.storage.Bucket"  # fast
    -    STATICFILES_STORAGE = env("STATIC")
    +    STORAGES["default"] = {"BACKEND": "shop.storage.Bucket"}  # fast
    +    STORAGES["staticfiles"] = {"BACKEND": env("STATIC")}
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     DEFAULT_FILE_STORAGE = "shop.storage.Bucket"
     THUMBNAILS = DEFAULT_FILE_STORAGE
    ```
    """  # noqa: E501 - the decorator is one line
    message = "{} has no effect: STORAGES says where files go"
    whole = gathered(file, *STORAGES)
    places = list(assigned(file, *STORAGES))
    if whole is not None and not anywhere(file.settings() or "", "STORAGES"):
        yield from _storages_at_once(whole, message, file)
    elif places:
        yield from _storages_in_parts(places, message, file)
    calls: dict[int, list[Setting]] = {}
    for setting in passed(file, *STORAGES):
        calls.setdefault(id(setting.call), []).append(setting)
    for settings in calls.values():
        yield from _storages_in_call(settings, file)


def _storages_at_once(whole: list[Setting], message: str, file: File) -> Iterator[Hit]:
    values = {setting.name: file.code(setting.value) for setting in whole}
    code = "".join(
        f'    "{alias}": {{\n        "BACKEND": {values.get(name, default)},\n    }},\n'
        for name, alias, default in (
            ("DEFAULT_FILE_STORAGE", "default", f'"{FILE_STORAGE}"'),
            ("STATICFILES_STORAGE", "staticfiles", f'"{STATIC_STORAGE}"'),
        )
    )
    yield from together(whole, "STORAGES", f"{{\n{code}}}", message, file)


def _storages_in_parts(places: list[Setting], message: str, file: File) -> Iterator[Hit]:
    """Yield the hits for storages that are set under conditions, or over what another settings module has."""
    inherited = file.star_imported()
    has_base = any(anywhere(inherited, name) for name in ("STORAGES", *STORAGES))
    read = any(
        cst.ensure_type(node, cst.Name).value in STORAGES
        and not isinstance(file.parent(node), (cst.AssignTarget, cst.AnnAssign, cst.Arg, cst.Attribute))
        for node in file.names.nodes.get(cst.Name, ())
    )
    elsewhere = (file.settings() or "").removeprefix(file.text)
    set_there = sum(len(re.findall(rf"^[ \t]*{name}\s*=(?!=)", elsewhere, re.MULTILINE)) for name in STORAGES)
    read = read or mentions(elsewhere, STORAGES) != set_there
    outermost = [_outermost(setting, file) for setting in places]
    if read or None in outermost or anywhere(file.text, "STORAGES"):
        for setting in places:
            yield Hit(setting.place, message.format(setting.name))
        return
    plain = all(isinstance(one, cst.SimpleStatementLine) and len(one.body) == 1 for one in outermost)
    if plain and not has_base and len({setting.name for setting in places}) == len(places):
        yield from _storages_at_once(places, message, file)
        return
    for number, statement in enumerate(outermost):
        assert statement is not None
        if statement in outermost[:number]:
            yield Hit(places[number].place, message.format(places[number].name))  # written with the first one
            continue
        new: dict[Node, cst.BaseSmallStatement] = {}
        for setting, around in zip(places, outermost, strict=True):
            if around is statement and setting.statement is not None:
                value = f'{{"BACKEND": {file.code(setting.value)}}}'
                alias = STORAGES[setting.name]
                code = (
                    f'STORAGES = {{**STORAGES, "{alias}": {value}}}' if has_base else f'STORAGES["{alias}"] = {value}'
                )
                new[setting.statement] = cst.ensure_type(cst.parse_statement(code), cst.SimpleStatementLine).body[0]
        first = "" if has_base or number else f"STORAGES = {DEFAULT_STORAGES}\n"
        swapped = cst.ensure_type(statement.with_changes(leading_lines=()).visit(_Swap(new)), type(statement))
        code = first + file.code(swapped)
        yield Hit(places[number].place, message.format(places[number].name), also=((statement, code),))


class _Swap(cst.CSTTransformer):
    """Puts some nodes in the places of others."""

    def __init__(self, new: Mapping[Node, cst.BaseSmallStatement]) -> None:
        super().__init__()
        self.new = new

    def leave_Assign(self, original_node: cst.Assign, updated_node: cst.Assign) -> cst.BaseSmallStatement:
        return self.new.get(original_node, updated_node)

    def leave_AnnAssign(self, original_node: cst.AnnAssign, updated_node: cst.AnnAssign) -> cst.BaseSmallStatement:
        return self.new.get(original_node, updated_node)


def _outermost(setting: Setting, file: File) -> cst.BaseCompoundStatement | cst.SimpleStatementLine | None:
    """Return the statement of the module in which a setting is assigned, None when that is a class."""
    node: Node = setting.statement or setting.target
    while file.parent(node) is not file.module:
        node = file.parent(node)
    return node if isinstance(node, (cst.If, cst.Try, cst.SimpleStatementLine, cst.With)) else None


def _storages_in_call(settings: list[Setting], file: File) -> Iterator[Hit]:
    call = settings[0].call
    assert call is not None
    values = {setting.name: file.code(setting.value) for setting in settings}
    default = values.get("DEFAULT_FILE_STORAGE", f'"{FILE_STORAGE}"')
    static = values.get("STATICFILES_STORAGE", f'"{STATIC_STORAGE}"')
    code = f'{{"default": {{"BACKEND": {default}}}, "staticfiles": {{"BACKEND": {static}}}}}'
    first, *others = [setting.argument for setting in settings]
    args = [
        arg.with_changes(keyword=cst.Name("STORAGES"), value=cst.parse_expression(code)) if arg is first else arg
        for arg in call.args
        if arg not in others
    ]
    if others and args:
        args[-1] = args[-1].with_changes(comma=call.args[-1].comma)
    yield Hit(settings[0].place, "STORAGES says where files go", also=((call, call.with_changes(args=args)),))


@rule(
    "DJ51-storages-read",
    package="django",
    since="4.2",
    gone="5.1",
    docs=RELEASE.format("5.1") + "#features-removed-in-5-1",
    names=[f"django.conf.settings.{name}" for name in STORAGES],
)
def storages_read(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``settings.DEFAULT_FILE_STORAGE`` is ``settings.STORAGES["default"]["BACKEND"]``.

    ```diff
     from django.conf import settings

    -name = settings.DEFAULT_FILE_STORAGE.rpartition(".")[2]
    +name = settings.STORAGES["default"]["BACKEND"].rpartition(".")[2]
    -static = settings.STATICFILES_STORAGE
    +static = settings.STORAGES["staticfiles"]["BACKEND"]
    ```

    ```diff
     from shop.conf import settings

     name = settings.DEFAULT_FILE_STORAGE
    ```
    """
    new = f'{file.code(node.value)}.STORAGES["{STORAGES[node.attr.value]}"]["BACKEND"]'
    yield Hit(node, f"settings.{node.attr.value} is gone", new)


@rule(
    "DJ31-static-url",
    package="django",
    since=None,
    gone="3.1",
    docs=RELEASE.format("3.1") + "#miscellaneous",
    needles=["STATIC_URL", "MEDIA_URL"],
    pattern=rb"(?m)^\s*(?:STATIC|MEDIA)_URL\b[^=\n]*=\s*[\"'][\w.-]",
    safety=Safety.REVIEW,
    changed=True,
)
def static_url(module: cst.Module, file: File) -> Iterator[Hit]:
    """``STATIC_URL`` without a leading slash is relative to the site.

    Since Django 3.1 ``static/`` is ``/static/``, below the prefix under which the site is mounted, if there is one; until
    then it was relative to each page.

    Review: leave the slash out if the site is mounted below a prefix.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -STATIC_URL = "static/"
    +STATIC_URL = "/static/"
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     STATIC_URL = "/static/"
     MEDIA_URL = "https://cdn.example.com/"
    ```
    """
    for setting in assigned(file, "STATIC_URL", "MEDIA_URL"):
        text = text_of(setting.value) or ""
        if isinstance(setting.value, cst.SimpleString) and re.match(r"[\w.-]+(?:/|$)", text):
            message = f"{setting.name} is no longer relative to the page"
            new = string(setting.value, f"/{text}")
            yield Hit(setting.place, message, also=((setting.value, new),), certain=False)


@rule(
    "DJ52-mysql-charset",
    package="django",
    since="5.2",
    gone="5.2",
    docs=RELEASE.format("5.2") + "#database-backend-api",
    needles=["backends mysql ENGINE"],
    safety=Safety.REVIEW,
    changed=True,
)
def mysql_charset(node: cst.Dict, file: File) -> Iterator[Hit]:
    """``charset`` of connections to MySQL is written out as what it was.

    The default became ``utf8mb4`` in Django 5.2; it was ``utf8``, which is ``utf8mb3``. New tables and indexes of long
    columns may become too large, and comparisons with older tables may need a conversion.

    Review: leave it out if the tables are ``utf8mb4`` already, and convert them some day: servers deprecate ``utf8mb3``.

    ```diff settings.py
     DATABASES = {
    -    "default": {"ENGINE": "django.db.backends.mysql", "NAME": "x"},
    +    "default": {"ENGINE": "django.db.backends.mysql", "NAME": "x", "OPTIONS": {"charset": "utf8mb3"}},
         "other": {
             "ENGINE": "django.db.backends.mysql",
    -        "OPTIONS": {"init_command": "SET sql_mode='STRICT_ALL_TABLES'"},
    +        "OPTIONS": {"init_command": "SET sql_mode='STRICT_ALL_TABLES'", "charset": "utf8mb3"},
         },
     }
    ```

    ```diff settings.py
     DATABASES = {
         "default": {"ENGINE": "django.db.backends.mysql", "OPTIONS": {"charset": "utf8mb4"}},
         "other": {"ENGINE": "django.db.backends.mysql", "OPTIONS": {"read_default_file": "/etc/my.cnf"}},
         "third": {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {}},
     }
    ```
    """
    entries = {text_of(e.key): e.value for e in node.elements if isinstance(e, cst.DictElement)}
    engine, options = entries.get("ENGINE"), entries.get("OPTIONS")
    if engine is None or text_of(engine) not in ("django.db.backends.mysql", "django.contrib.gis.db.backends.mysql"):
        return
    given = {text_of(e.key) for e in getattr(options, "elements", ()) if isinstance(e, cst.DictElement)}
    if given & {"charset", "read_default_file"}:
        return
    message = "connections to MySQL use utf8mb4 now"
    if options is None and len(entries) == len(node.elements):
        new = with_entry(node, '"OPTIONS": {"charset": "utf8mb3"}')
        yield Hit(engine, message, also=((node, new),), certain=False)
    elif isinstance(options, cst.Dict):
        yield Hit(engine, message, also=((options, with_entry(options, '"charset": "utf8mb3"')),), certain=False)
    else:
        yield Hit(engine, message, certain=False)
