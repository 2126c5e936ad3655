"""PyJWT: what ``encode()`` returns and ``decode()`` is told changed in 2.0."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.assigned import text_of
from upgrader.edit import keyword, spread, with_arg, with_entry, without_arg
from upgrader.methods import meant
from upgrader.model import Safety
from upgrader.rule import File, Hit, rule
from upgrader.values import origins

DOCS = "https://pyjwt.readthedocs.io/en/stable/changelog.html#v2-0-0"
_ENCODE = frozenset(["jwt.encode", "jwt.api_jwt.encode"])


@rule(
    "pyjwt2-encode",
    package="pyjwt",
    since="2.0",
    gone="2.0",
    docs=DOCS,
    needles=["jwt encode decode", "jwt encode str"],
)
def encoded(node: cst.Call, file: File) -> Iterator[Hit]:
    """``jwt.encode()`` returns a str, which needs no ``decode()``.

    ```diff
     import jwt

    -print(jwt.encode({"id": 1}, "secret").decode("utf-8"))
    +print(jwt.encode({"id": 1}, "secret"))
     token = jwt.encode({"id": 2}, "secret", algorithm="HS256")
    -print(token.decode(), str(token, "ascii"))
    +print(token, token)
    ```

    ```diff
     import jwt
     from shop.tokens import encode

     print(jwt.decode("...", "secret", algorithms=["HS256"]), encode({"id": 1}).decode())
    ```
    """
    function = node.func
    if isinstance(function, cst.Attribute) and function.attr.value == "decode":
        value: cst.BaseExpression = function.value
    elif file.resolve(function) == "builtins.str" and len(node.args) > 1:
        value = node.args[0].value
    else:
        return
    if origins(value, file) & _ENCODE:
        message = "jwt.encode() returns a str"
        yield Hit(node, message) if file.guard(node) else Hit(node, message, value)


@rule(
    "pyjwt2-verify",
    package="pyjwt",
    since="2.0",
    gone="2.0",
    docs=DOCS,
    needles=["jwt decode verify"],
)
def verify(node: cst.Call, file: File) -> Iterator[Hit]:
    """``jwt.decode(verify=False)`` is ``options={"verify_signature": False}``.

    ``verify`` is not looked at any more since PyJWT 2.0: what was not verified fails for want of ``algorithms``.

    ```diff
     import jwt

    -jwt.decode(token, verify=False)
    -jwt.decode(token, "secret", verify=True, algorithms=["HS256"])
    +jwt.decode(token, options={"verify_signature": False})
    +jwt.decode(token, "secret", algorithms=["HS256"])


     def read(token, aud, verify=True):
    -    print(jwt.decode(token, "secret", ["HS256"], verify=verify))
    -    return jwt.decode(token, "secret", ["HS256"], verify=verify, options={"verify_aud": aud})
    +    print(jwt.decode(token, "secret", ["HS256"], options={"verify_signature": verify}))
    +    return jwt.decode(token, "secret", ["HS256"], options={"verify_aud": verify and aud, "verify_signature": verify})
    ```

    ```diff
     import jwt
     from shop.tokens import decode

     jwt.decode(token, "secret", algorithms=["HS256"])
     decode(token, verify=False)
    ```
    """
    given = keyword(node, "verify")
    if given is None or not _decodes(node, file):
        return
    said = file.code(given.value)
    without = without_arg(node, node.args.index(given))
    message = "jwt.decode() does not look at verify="
    if said == "True":
        yield Hit(node, message, without)
    elif (options := keyword(node, "options")) is None and (said == "False" or _is_plain(given.value)):
        yield Hit(node, message, with_arg(without, f'options={{"verify_signature": {said}}}'))
    elif options is not None and isinstance(options.value, cst.Dict) and _is_plain(given.value):
        # what is named is verified although the signature is not; verify= was for everything
        values = [
            one.with_changes(value=cst.parse_expression(_both(said, file.code(one.value))))
            for one in options.value.elements
            if isinstance(one, cst.DictElement)
        ]
        if len(values) != len(options.value.elements):
            yield Hit(node, f"{message}: say options=")
            return
        stated = with_entry(options.value.with_changes(elements=values), f'"verify_signature": {said}')
        changed = [
            arg.with_changes(value=stated) if arg.keyword and arg.keyword.value == "options" else arg
            for arg in without.args
        ]
        yield Hit(node, message, without.with_changes(args=changed))
    else:
        yield Hit(node, f"{message}: say options=")


def _is_plain(node: cst.BaseExpression) -> bool:
    return isinstance(node, (cst.Name, cst.Attribute))


def _both(one: str, other: str) -> str:
    """Return the code of ``one and other``."""
    if other in ("True", "False"):
        return one if other == "True" else other
    return f"{one} and {other}" if re.fullmatch(r"[\w.]+(\(\))?", other) else f"{one} and ({other})"


@rule(
    "pyjwt2-algorithms",
    package="pyjwt",
    since="1.0",
    gone="2.0",
    docs=DOCS,
    safety="review",
    at_best="safe",
    needles=["jwt decode"],
)
def algorithms(node: cst.Call, file: File) -> Iterator[Hit]:
    """``jwt.decode()`` wants to know which ``algorithms`` are allowed.

    It took any of them up to PyJWT 2.0.

    Review: it is the algorithm that the file encodes with, else the one that ``encode()`` takes by itself. Tokens that
    another program made may have another one.

    ```diff
     import jwt

     token = jwt.encode({"id": 1}, "secret")
    -jwt.decode(token, "secret")
    +jwt.decode(token, "secret", algorithms=["HS256"])
    -jwt.decode(token, "secret", algorithm="HS512")
    +jwt.decode(token, "secret", algorithms=["HS512"])
    ```

    ```diff
     import jwt

     jwt.encode({"id": 1}, "secret", "RS256")
    -jwt.decode(token, public)
    +jwt.decode(token, public, algorithms=["RS256"])
    ```

    ```diff
     import jwt
     from shop.tokens import decode

     jwt.decode(token, "secret", algorithms=["HS256"])
     jwt.decode(token, "secret", ["HS256"])
     jwt.decode(token, verify=False)
     jwt.decode(token, options={"verify_signature": False})
     decode(token, "secret")
    ```
    """
    if not _decodes(node, file) or spread(node) or keyword(node, "algorithms") is not None:
        return
    if sum(arg.keyword is None for arg in node.args) > 2:
        return
    unverified, options, single = keyword(node, "verify"), keyword(node, "options"), keyword(node, "algorithm")
    if (unverified is not None and file.code(unverified.value) != "True") or options is not None:
        return
    message = "jwt.decode() wants algorithms="
    if single is not None:
        value = f"algorithms=[{file.code(single.value)}]"
        yield Hit(node, message, with_arg(without_arg(node, node.args.index(single)), value), safety=Safety.SAFE)
        return
    known = set(_encoded_with(file)) or {"HS256"}
    if len(known) == 1 and None not in known:
        yield Hit(node, message, with_arg(node, f'algorithms=["{known.pop()}"]'))
    else:
        yield Hit(node, message)


def _decodes(node: cst.Call, file: File) -> bool:
    return not meant(node.func, file).isdisjoint(["jwt.decode", "jwt.api_jwt.decode"])


def _encoded_with(file: File) -> Iterator[str | None]:
    """Yield the algorithm of each ``jwt.encode()`` in the file, None where it is not a literal."""
    for call in file.calls.get("encode", ()):
        if meant(call.func, file) & _ENCODE:
            positional = [arg for arg in call.args if arg.keyword is None]
            given: cst.Arg | None = positional[2] if len(positional) > 2 else keyword(call, "algorithm")
            yield "HS256" if given is None and not spread(call) else _literal(given)


def _literal(given: cst.Arg | None) -> str | None:
    return text_of(given.value) if given is not None else None
