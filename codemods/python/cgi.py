"""``cgi``: what of it has a successor (the module itself, gone in Python 3.13, is in dead_batteries)."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import argument, keyword, spread
from upgrader.model import Safety
from upgrader.rule import Carried, File, Hit, carries, moves, rule

DOCS = "https://docs.python.org/3/whatsnew/3.8.html#api-and-feature-removals"
PEP = "https://peps.python.org/pep-0594/#cgi"

PARSE_HEADER = '''
def _parse_header(line):
    """Return the value of a header and a dictionary of its parameters, as cgi.parse_header did."""

    def split(rest):
        while rest[:1] == ";":
            rest = rest[1:]
            end = rest.find(";")
            while end > 0 and (rest.count('"', 0, end) - rest.count('\\\\"', 0, end)) % 2:
                end = rest.find(";", end + 1)
            end = len(rest) if end < 0 else end
            yield rest[:end].strip()
            rest = rest[end:]

    parts = split(";" + line)
    key = next(parts)
    parameters = {}
    for part in parts:
        name, found, value = part.partition("=")
        if found:
            value = value.strip()
            if len(value) >= 2 and value[0] == value[-1] == '"':
                value = value[1:-1].replace("\\\\\\\\", "\\\\").replace('\\\\"', '"')
            parameters[name.strip().lower()] = value
    return key, parameters
'''

header = carries(
    "PY313-cgi-parse-header",
    package="python",
    gone="3.13",
    docs=PEP,
    functions={"cgi.parse_header": Carried("_parse_header", PARSE_HEADER)},
    doc="""
    ``cgi.parse_header`` is carried along.

    The recipe of the release notes (``email.message``) answers text/plain for every Content-Disposition: its values
    are no media types. The function itself is short and has no dependencies.

    ```diff
    -from cgi import parse_header
    +def _parse_header(line):
    +    \"""Return the value of a header and a dictionary of its parameters, as cgi.parse_header did.\"""
    +
    +    def split(rest):
    +        while rest[:1] == ";":
    +            rest = rest[1:]
    +            end = rest.find(";")
    +            while end > 0 and (rest.count('"', 0, end) - rest.count('\\\\"', 0, end)) % 2:
    +                end = rest.find(";", end + 1)
    +            end = len(rest) if end < 0 else end
    +            yield rest[:end].strip()
    +            rest = rest[end:]
    +
    +    parts = split(";" + line)
    +    key = next(parts)
    +    parameters = {}
    +    for part in parts:
    +        name, found, value = part.partition("=")
    +        if found:
    +            value = value.strip()
    +            if len(value) >= 2 and value[0] == value[-1] == '"':
    +                value = value[1:-1].replace("\\\\\\\\", "\\\\").replace('\\\\"', '"')
    +            parameters[name.strip().lower()] = value
    +    return key, parameters
    +

    -kind, options = parse_header("text/html; charset=utf-8")
    +kind, options = _parse_header("text/html; charset=utf-8")
    ```

    ```diff
     from werkzeug.http import parse_options_header as parse_header

     print(parse_header("text/html"))
    ```
    """,
)

moved = moves(
    "PY38-cgi-parse-qs",
    package="python",
    since=None,
    gone="3.8",
    docs=DOCS,
    moved={"cgi.parse_qs": "urllib.parse.parse_qs", "cgi.parse_qsl": "urllib.parse.parse_qsl"},
    doc="""
    ``cgi.parse_qs`` is ``urllib.parse.parse_qs``.

    Deprecated since Python 2.6, removed in 3.8.

    ```diff
    -import cgi
    +from urllib.parse import parse_qs

    -print(cgi.parse_qs("a=1"))
    +print(parse_qs("a=1"))
    ```

    ```diff
     def parse(cgi):
         return cgi.parse_qs("a=1")
    ```
    """,
)


@rule("PY38-cgi-escape", package="python", since="3.2", gone="3.8", docs=DOCS, names=["cgi.escape"])
def escape(node: cst.Call, file: File) -> Iterator[Hit]:
    """``cgi.escape(s)`` becomes ``html.escape(s, quote=False)``.

    Removed in Python 3.8. ``html.escape`` escapes quotes unless told otherwise, and with them the single one too; so
    where quotes were asked for, the fix needs a review.

    ```diff
    -import cgi
    +from html import escape

    -print(cgi.escape("<a>"), cgi.escape('"', quote=True))
    +print(escape("<a>", quote=False), escape('"'))
    ```

    ```diff
     from cgi import escape
     from html import escape as e

     print(e("<"), escape("<", flag), escape(*args))
    ```
    """
    quote = argument(node, 1, "quote")
    text = argument(node, 0, "s")
    literal = file.code(quote.value) if quote is not None else "False"
    known = text is not None and not spread(node) and len(node.args) == (1 if quote is None else 2)
    if text is None or not known or literal not in ("True", "1", "False", "0", "None") or file.guard(node):
        yield Hit(node, "cgi.escape is gone, html.escape also escapes quotes")
        return
    ref = file.ref("html.escape", node)
    on = literal in ("True", "1")
    new = f"{ref}({file.code(text.value)})" if on else f"{ref}({file.code(text.value)}, quote=False)"
    safety = Safety.REVIEW if on else None
    yield Hit(node, "cgi.escape is gone", new, imports=ref.imports, safety=safety)


@rule(
    "PY313-cgi-parse",
    package="python",
    since=None,
    gone="3.13",
    docs=PEP,
    safety="review",
    names=["cgi.parse"],
)
def parse(node: cst.Call, file: File) -> Iterator[Hit]:
    """``cgi.parse()`` of a query string becomes ``urllib.parse.parse_qs``.

    Gone with the module in Python 3.13.

    Review: the body of a POST request is not read any more, and ``sys.argv`` does not stand in for a missing query
    string.

    ```diff
    -import cgi
    +from os import environ
    +from urllib.parse import parse_qs

    -print(cgi.parse(environ=env, keep_blank_values=True), cgi.parse())
    +print(parse_qs(env.get("QUERY_STRING", ""), keep_blank_values=True), parse_qs(environ.get("QUERY_STRING", "")))
    ```

    ```diff
     import cgi

     print(cgi.parse(body), cgi.FieldStorage())
    ```
    """
    environ = keyword(node, "environ")
    others = [arg for arg in node.args if arg is not environ]
    named = {arg.keyword.value for arg in others if arg.keyword is not None}
    known = len(named) == len(others) and named <= {"keep_blank_values", "strict_parsing", "separator"}
    if not known or file.guard(node):
        yield Hit(node, "cgi.parse is gone, urllib.parse.parse_qs reads query strings")
        return
    ref = file.ref("urllib.parse.parse_qs", node)
    imports = ref.imports
    if environ is None:
        os = file.ref("os.environ", node)
        source, imports = str(os), (*imports, *os.imports)
    else:
        source = file.code(environ.value)
    if environ is not None and not isinstance(
        environ.value, (cst.Name, cst.Attribute, cst.Call, cst.Subscript, cst.Dict)
    ):
        source = f"({source})"
    more = "".join(f", {file.code(arg.with_changes(comma=cst.MaybeSentinel.DEFAULT))}" for arg in others)
    yield Hit(node, "cgi.parse is gone", f'{ref}({source}.get("QUERY_STRING", ""){more})', imports=imports)
