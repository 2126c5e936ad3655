"""Werkzeug and what comes with it: names that moved, from 1.0 to 3.0, of itsdangerous and click as well."""

from upgrader.rule import moves, removals

CHANGES = "https://werkzeug.palletsprojects.com/en/stable/changes/"
_TOP = {
    "utils": ("secure_filename", "cached_property", "import_string", "redirect", "escape"),
    "datastructures": ("FileStorage", "Headers", "MultiDict", "ImmutableMultiDict"),
    "security": ("generate_password_hash", "check_password_hash"),
    "exceptions": ("abort",),
    "local": ("LocalProxy",),
    "debug": ("DebuggedApplication",),
    "test": ("EnvironBuilder", "create_environ"),
    "wsgi": ("wrap_file",),
}

top = moves(
    "werkzeug1-top-level",
    package="werkzeug",
    since=None,
    gone="1.0",
    docs=CHANGES + "#version-1-0-0",
    moved={f"werkzeug.{name}": f"werkzeug.{module}.{name}" for module, names in _TOP.items() for name in names},
    doc="""
    ``from werkzeug import secure_filename`` is ``from werkzeug.utils import secure_filename``.

    Werkzeug 1.0 passes few names on at its top.

    ```diff
    -from werkzeug import FileStorage, secure_filename
    +from werkzeug.utils import secure_filename
    +from werkzeug.datastructures import FileStorage

     print(secure_filename("a/b"), FileStorage())
    ```

    ```diff
     from shop.uploads import secure_filename
     from werkzeug import Response, run_simple

     print(secure_filename("a/b"), Response, run_simple)
    ```
    """,
)

middleware = moves(
    "werkzeug1-middleware",
    package="werkzeug",
    since="0.15",
    gone="1.0",
    docs=CHANGES + "#version-1-0-0",
    moved={
        "werkzeug.wsgi.DispatcherMiddleware": "werkzeug.middleware.dispatcher.DispatcherMiddleware",
        "werkzeug.wsgi.SharedDataMiddleware": "werkzeug.middleware.shared_data.SharedDataMiddleware",
        "werkzeug.contrib.lint.LintMiddleware": "werkzeug.middleware.lint.LintMiddleware",
        "werkzeug.contrib.profiler.ProfilerMiddleware": "werkzeug.middleware.profiler.ProfilerMiddleware",
    },
    doc="""
    Middleware of Werkzeug is in ``werkzeug.middleware``.

    ```diff
    -from werkzeug.wsgi import DispatcherMiddleware
    +from werkzeug.middleware.dispatcher import DispatcherMiddleware

     application = DispatcherMiddleware(shop)
    ```

    ```diff
     from shop.wsgi import DispatcherMiddleware

     application = DispatcherMiddleware(shop)
    ```
    """,
)

proxy_fix = moves(
    "werkzeug1-proxy-fix",
    package="werkzeug",
    since="0.15",
    gone="1.0",
    docs=CHANGES + "#version-0-15-0",
    safety="review",
    moved={"werkzeug.contrib.fixers.ProxyFix": "werkzeug.middleware.proxy_fix.ProxyFix"},
    doc="""
    ``werkzeug.contrib.fixers.ProxyFix`` is ``werkzeug.middleware.proxy_fix.ProxyFix``.

    Review: ``num_proxies=`` is ``x_for=``, ``x_host=`` and the like, one for each header that the proxy sets.

    ```diff
    -from werkzeug.contrib.fixers import ProxyFix
    +from werkzeug.middleware.proxy_fix import ProxyFix

     application = ProxyFix(shop)
    ```

    ```diff
     from shop.fixers import ProxyFix

     application = ProxyFix(shop)
    ```
    """,
)

removed = moves(
    "werkzeug21-names",
    package="werkzeug",
    since=None,
    gone="2.1",
    docs=CHANGES + "#version-2-1-0",
    safety="review",
    moved={
        "werkzeug.security.safe_str_cmp": "hmac.compare_digest",
        "werkzeug.wrappers.BaseRequest": "werkzeug.wrappers.Request",
        "werkzeug.wrappers.BaseResponse": "werkzeug.wrappers.Response",
    },
    doc="""
    ``safe_str_cmp`` is ``hmac.compare_digest``, ``BaseResponse`` is ``Response``.

    Review: ``compare_digest`` takes two texts of ASCII or two values of bytes, where ``safe_str_cmp`` encoded texts first.

    ```diff
    -from werkzeug.security import safe_str_cmp
    +from hmac import compare_digest

    -print(safe_str_cmp("a", "b"))
    +print(compare_digest("a", "b"))
    ```

    ```diff
     from shop.security import safe_str_cmp

     print(safe_str_cmp("a", "b"))
    ```
    """,
)

urls = moves(
    "werkzeug3-urls",
    package="werkzeug",
    since=None,
    gone="3.0",
    docs=CHANGES + "#version-2-3-0",
    safety="review",
    moved={
        f"werkzeug.urls.{old}": f"urllib.parse.{new}"
        for old, new in (
            ("url_quote", "quote"),
            ("url_quote_plus", "quote_plus"),
            ("url_unquote", "unquote"),
            ("url_unquote_plus", "unquote_plus"),
            ("url_encode", "urlencode"),
            ("url_join", "urljoin"),
            ("url_parse", "urlsplit"),
        )
    },
    doc="""
    ``werkzeug.urls.url_quote`` is ``urllib.parse.quote``, and so on.

    Review: what counts as safe differs a little (``!*'()``), ``urlencode`` wants ``doseq=True`` for lists, and what
    ``url_parse`` gave has other attributes than the result of ``urlsplit`` (``host``, ``ascii_host``).

    ```diff
    -from werkzeug.urls import url_quote
    +from urllib.parse import quote

    -print(url_quote("a b"))
    +print(quote("a b"))
    ```

    ```diff
     from shop.urls import url_quote

     print(url_quote("a b"))
    ```
    """,
)

itsdangerous = removals(
    "itsdangerous21-jws",
    package="itsdangerous",
    gone="2.1",
    docs="https://itsdangerous.palletsprojects.com/en/stable/changes/#version-2-1-0",
    names={
        "itsdangerous.TimedJSONWebSignatureSerializer": "use URLSafeTimedSerializer, or PyJWT for web tokens",
        "itsdangerous.JSONWebSignatureSerializer": "use URLSafeSerializer, or PyJWT for web tokens",
        "itsdangerous.json": "use json itself",
    },
    modules={"itsdangerous.jws": "use URLSafeTimedSerializer, or PyJWT for web tokens"},
    doc="""
    itsdangerous makes no JSON web signatures any more.

    Manual: ``URLSafeTimedSerializer`` takes the age where a token is read, not where it is made; tokens that are out are not
    understood by it.

    ```diff
    -from itsdangerous import TimedJSONWebSignatureSerializer
    -
    -print(TimedJSONWebSignatureSerializer("key", expires_in=60))
    +from itsdangerous import URLSafeTimedSerializer
    +
    +print(URLSafeTimedSerializer("key"))
    ```

    ```diff
     from itsdangerous import URLSafeTimedSerializer

     print(URLSafeTimedSerializer("key"))
    ```
    """,
)

click = moves(
    "click81-terminal-size",
    package="click",
    since=None,
    gone="8.1",
    docs="https://click.palletsprojects.com/en/stable/changes/#version-8-1-0",
    moved={"click.get_terminal_size": "shutil.get_terminal_size"},
    doc="""
    ``click.get_terminal_size`` is ``shutil.get_terminal_size``.

    ```diff
    -import click
    +from shutil import get_terminal_size

    -width, height = click.get_terminal_size()
    +width, height = get_terminal_size()
    ```

    ```diff
     import click

     width, height = click.core.get_terminal_size()
    ```
    """,
)
