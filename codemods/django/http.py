"""``django.utils.http`` and its neighbours."""

from collections.abc import Iterator

import libcst as cst
from packaging.version import Version

from upgrader.edit import argument, keyword, spread, with_arg
from upgrader.rule import File, Hit, moves, rule

DOCS_4 = "https://docs.djangoproject.com/en/4.0/releases/4.0/#features-removed-in-4-0"
DOCS_3 = "https://docs.djangoproject.com/en/3.0/releases/3.0/#features-removed-in-3-0"
NEW = "django.utils.http.url_has_allowed_host_and_scheme"

is_safe_url = moves(
    "DJ40-is-safe-url",
    package="django",
    since="3.0",
    gone="4.0",
    docs=DOCS_4,
    moved={"django.utils.http.is_safe_url": NEW, "django.contrib.auth.views.is_safe_url": NEW},
    doc="""
    ``is_safe_url`` is ``url_has_allowed_host_and_scheme``.

    Renamed in Django 3.0 for what it does and does not check.

    ```diff
    -from django.contrib.auth.views import LoginView, is_safe_url
    +from django.contrib.auth.views import LoginView
    +from django.utils.http import url_has_allowed_host_and_scheme

    -print(is_safe_url("/", allowed_hosts=None), LoginView)
    +print(url_has_allowed_host_and_scheme("/", allowed_hosts=None), LoginView)
    ```

    ```diff
    -from django.utils.http import is_safe_url as safe
    +from django.utils.http import url_has_allowed_host_and_scheme as safe

     print(safe("/", allowed_hosts=None))
    ```

    ```diff
     from shop.http import is_safe_url

     print(is_safe_url("/"))
    ```
    """,
)


@rule(
    "DJ21-is-safe-url-host",
    package="django",
    since="1.11",
    gone="2.1",
    docs="https://docs.djangoproject.com/en/2.1/releases/2.1/#features-removed-in-2-1",
    names=["django.utils.http.is_safe_url", "django.contrib.auth.views.is_safe_url", NEW],
)
def is_safe_url_host(node: cst.Call, file: File) -> Iterator[Hit]:
    """``is_safe_url(url, host=...)`` takes a set of hosts.

    ``host`` was deprecated in Django 1.11 for ``allowed_hosts`` and removed in 2.1, where the hosts became required.

    ```diff
     from django.utils.http import is_safe_url


     def show(request, url):
    -    if is_safe_url(url=url, host=request.get_host()):
    +    if is_safe_url(url=url, allowed_hosts={request.get_host()}):
             return url
    -    return is_safe_url(url)
    +    return is_safe_url(url, allowed_hosts=None)
    ```

    ```diff
     from django.utils.http import is_safe_url

     is_safe_url("/", {"example.com"})
     is_safe_url("/", allowed_hosts=None)
     is_safe_url(*arguments)
    ```
    """
    if spread(node) or file.guard(node):
        return
    host = keyword(node, "host")
    message = "is_safe_url() takes allowed_hosts, a set, instead of host"
    if host is not None:
        value = file.code(host.value)
        new = cst.ensure_type(cst.parse_expression(f"f(allowed_hosts={{{value}}})"), cst.Call).args[0]
        changed = host.with_changes(keyword=new.keyword, value=new.value)
        if argument(node, 2, "allowed_hosts") is None:
            yield Hit(node, message, node.with_changes(args=[changed if a is host else a for a in node.args]))
        else:
            yield Hit(node, message)
    elif argument(node, 1, "allowed_hosts") is None:
        yield Hit(node, "is_safe_url() has to be told the allowed hosts", with_arg(node, "allowed_hosts=None"))
    elif file.old.django is not None and file.old.django < Version("2.1") and keyword(node, "allowed_hosts") is None:
        second = argument(node, 1, "host")
        if second is not None and not isinstance(second.value, (cst.Set, cst.List, cst.Tuple, cst.SetComp)):
            new = second.with_changes(value=cst.parse_expression(f"{{{file.code(second.value)}}}"))
            if len(node.args) == 2:
                yield Hit(node, message, node.with_changes(args=[node.args[0], new]))
            else:
                yield Hit(node, message)


cookie_date = moves(
    "DJ30-cookie-date",
    package="django",
    since=None,
    gone="3.0",
    docs=DOCS_3,
    safety="review",
    moved={"django.utils.http.cookie_date": "django.utils.http.http_date"},
    doc="""
    ``cookie_date`` is ``http_date``.

    Review: ``cookie_date`` put dashes into the date (``01-Jan-1970``), ``http_date`` does not, as RFC 7231 has it. Browsers
    read both.

    ```diff
    -from django.utils.http import cookie_date
    +from django.utils.http import http_date

    -print(cookie_date(0))
    +print(http_date(0))
    ```

    ```diff
     from requests.cookies import cookie_date

     print(cookie_date(0))
    ```
    """,
)


@rule(
    "DJ42-parse-header",
    package="django",
    since="4.2",
    gone="4.2",
    docs="https://docs.djangoproject.com/en/4.2/releases/4.2/#miscellaneous",
    safety="review",
    names=["django.http.multipartparser.parse_header"],
)
def parse_header(node: cst.Call, file: File) -> Iterator[Hit]:
    """``multipartparser.parse_header`` is ``django.utils.http.parse_header_parameters``.

    Review: it takes and returns text, where the old one took bytes and returned bytes as values.

    ```diff
    -from django.http.multipartparser import MultiPartParser, parse_header
    +from django.http.multipartparser import MultiPartParser
    +from django.utils.http import parse_header_parameters

    -print(parse_header(b"a; b=c"), MultiPartParser)
    -print(parse_header(header))
    +print(parse_header_parameters("a; b=c"), MultiPartParser)
    +print(parse_header_parameters(header.decode("ascii")))
    ```

    ```diff
     from werkzeug.http import parse_header

     print(parse_header(b"a; b=c"))
    ```
    """
    message = "multipartparser.parse_header is gone"
    if file.guard(node) or len(node.args) != 1 or node.args[0].star or node.args[0].keyword:
        yield Hit(node, message)
        return
    value = node.args[0].value
    ref = file.ref("django.utils.http.parse_header_parameters", node)
    if isinstance(value, cst.SimpleString) and value.prefix == "b":
        text = file.code(value)[1:]
    elif isinstance(value, (cst.Name, cst.Attribute, cst.Subscript, cst.Call)):
        text = f'{file.code(value)}.decode("ascii")'
    else:
        text = f'({file.code(value)}).decode("ascii")'
    yield Hit(node, message, f"{ref}({text})", imports=ref.imports)


@rule(
    "DJ22-urlsafe-base64",
    package="django",
    since="2.2",
    gone="3.0",
    docs="https://docs.djangoproject.com/en/2.2/releases/2.2/#miscellaneous",
    names=["django.utils.http.urlsafe_base64_encode", "django.utils.http.urlsafe_base64_decode"],
)
def urlsafe_base64(node: cst.Call, file: File) -> Iterator[Hit]:
    """``urlsafe_base64_encode`` returns text, ``urlsafe_base64_decode`` takes it.

    Bytes until Django 2.1; in 2.2 the returned text still had a ``decode()``, gone in 3.0.

    ```diff
     from django.utils.encoding import force_bytes
     from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

    -uid = urlsafe_base64_encode(force_bytes(1)).decode()
    -other = urlsafe_base64_encode(b"1").decode("utf-8")
    -print(urlsafe_base64_decode(b"YWJj"))
    +uid = urlsafe_base64_encode(force_bytes(1))
    +other = urlsafe_base64_encode(b"1")
    +print(urlsafe_base64_decode("YWJj"))
    ```

    ```diff
     from base64 import urlsafe_b64encode

     from django.utils.http import urlsafe_base64_decode

     print(urlsafe_b64encode(b"1").decode(), urlsafe_base64_decode("YWJj").decode())
    ```
    """
    if file.resolve(node.func) == "django.utils.http.urlsafe_base64_decode":
        value = node.args[0].value if node.args else None
        if isinstance(value, cst.SimpleString) and value.prefix == "b" and not file.guard(node):
            yield Hit(value, "urlsafe_base64_decode() takes text", file.code(value)[1:])
        return
    method = file.parent(node)
    call = file.parent(method)
    if isinstance(method, cst.Attribute) and method.attr.value == "decode" and isinstance(call, cst.Call):
        message = "urlsafe_base64_encode() returns text, which has no decode()"
        yield Hit(call, message, None if file.guard(node) else node)
