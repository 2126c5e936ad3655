"""``ssl``: what checks nothing, and what is gone."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import NewImport, argument, keyword, spread
from upgrader.methods import meant, renamed_methods
from upgrader.names import Node
from upgrader.rule import Carried, File, Hit, carries, removals, rule

DOCS_312 = "https://docs.python.org/3/whatsnew/3.12.html#ssl"
DOCS_310 = "https://docs.python.org/3/whatsnew/3.10.html#ssl"

WRAP_SOCKET = '''
def _wrap_socket(
    sock,
    keyfile=None,
    certfile=None,
    server_side=False,
    cert_reqs=ssl.CERT_NONE,
    ssl_version=None,
    ca_certs=None,
    do_handshake_on_connect=True,
    suppress_ragged_eofs=True,
    ciphers=None,
):
    """Wrap a socket without checking host names, as ssl.wrap_socket did."""
    if server_side and not certfile:
        raise ValueError("certfile must be specified for server-side operations")
    if keyfile and not certfile:
        raise ValueError("certfile must be specified")
    if ssl_version is None:
        ssl_version = ssl.PROTOCOL_TLS_SERVER if server_side else ssl.PROTOCOL_TLS_CLIENT
    context = ssl.SSLContext(ssl_version)
    context.check_hostname = False
    context.verify_mode = cert_reqs
    if ca_certs:
        context.load_verify_locations(ca_certs)
    if certfile:
        context.load_cert_chain(certfile, keyfile)
    if ciphers:
        context.set_ciphers(ciphers)
    return context.wrap_socket(
        sock,
        server_side=server_side,
        do_handshake_on_connect=do_handshake_on_connect,
        suppress_ragged_eofs=suppress_ragged_eofs,
    )
'''

wrap_socket = carries(
    "PY312-ssl-wrap-socket",
    package="python",
    gone="3.12",
    docs=DOCS_312,
    safety="review",
    functions={"ssl.wrap_socket": Carried("_wrap_socket", WRAP_SOCKET, (NewImport("ssl"),))},
    doc="""
    ``ssl.wrap_socket`` becomes a function of its own.

    Deprecated since Python 3.7, removed in 3.12, because it checks no certificate unless told to, and never the host name.

    Review: the carried function checks what the old one did, so as to go on working: nothing, without ``cert_reqs``. For a
    client, ``ssl.create_default_context().wrap_socket(sock, server_hostname=host)`` is what should be there.

    ```diff
     import ssl

    -connection = ssl.wrap_socket(sock)
    +
    +def _wrap_socket(
    +    sock,
    +    keyfile=None,
    +    certfile=None,
    +    server_side=False,
    +    cert_reqs=ssl.CERT_NONE,
    +    ssl_version=None,
    +    ca_certs=None,
    +    do_handshake_on_connect=True,
    +    suppress_ragged_eofs=True,
    +    ciphers=None,
    +):
    +    \"""Wrap a socket without checking host names, as ssl.wrap_socket did.\"""
    +    if server_side and not certfile:
    +        raise ValueError("certfile must be specified for server-side operations")
    +    if keyfile and not certfile:
    +        raise ValueError("certfile must be specified")
    +    if ssl_version is None:
    +        ssl_version = ssl.PROTOCOL_TLS_SERVER if server_side else ssl.PROTOCOL_TLS_CLIENT
    +    context = ssl.SSLContext(ssl_version)
    +    context.check_hostname = False
    +    context.verify_mode = cert_reqs
    +    if ca_certs:
    +        context.load_verify_locations(ca_certs)
    +    if certfile:
    +        context.load_cert_chain(certfile, keyfile)
    +    if ciphers:
    +        context.set_ciphers(ciphers)
    +    return context.wrap_socket(
    +        sock,
    +        server_side=server_side,
    +        do_handshake_on_connect=do_handshake_on_connect,
    +        suppress_ragged_eofs=suppress_ragged_eofs,
    +    )
    +
    +
    +connection = _wrap_socket(sock)
    ```

    ```diff
     import ssl
     from ours import wrap_socket

     connection = ssl.create_default_context().wrap_socket(sock)
     other = wrap_socket(sock)
    ```
    """,
)

PSEUDO = '''
def _pseudo_random_bytes(count):
    """Return random bytes and that they are good, as ssl.RAND_pseudo_bytes did."""
    return os.urandom(count), True
'''

pseudo_bytes = carries(
    "PY312-ssl-rand-pseudo-bytes",
    package="python",
    gone="3.12",
    docs=DOCS_312,
    functions={"ssl.RAND_pseudo_bytes": Carried("_pseudo_random_bytes", PSEUDO, (NewImport("os"),))},
    doc="""
    ``ssl.RAND_pseudo_bytes`` is ``os.urandom``.

    Deprecated since Python 3.6, removed in 3.12. It gave a pair: the bytes, and whether they are good enough for keys.

    ```diff
    -import ssl
    +import os
    +
    +
    +def _pseudo_random_bytes(count):
    +    \"""Return random bytes and that they are good, as ssl.RAND_pseudo_bytes did.\"""
    +    return os.urandom(count), True
    +

    -salt, good = ssl.RAND_pseudo_bytes(8)
    +salt, good = _pseudo_random_bytes(8)
    ```

    ```diff
     import ssl

     salt = ssl.RAND_bytes(8)
    ```
    """,
)

protocols = removals(
    "PY310-ssl-protocols",
    package="python",
    gone=None,
    docs=DOCS_310,
    names={
        f"ssl.{name}": advice
        for names, advice in (
            (
                ("PROTOCOL_TLS", "PROTOCOL_SSLv23", "PROTOCOL_SSLv2", "PROTOCOL_SSLv3"),
                "use PROTOCOL_TLS_CLIENT (which checks certificate and host name) or PROTOCOL_TLS_SERVER",
            ),
            (
                ("PROTOCOL_TLSv1", "PROTOCOL_TLSv1_1", "PROTOCOL_TLSv1_2"),
                "use PROTOCOL_TLS_CLIENT or PROTOCOL_TLS_SERVER, and SSLContext.minimum_version",
            ),
        )
        for name in names
    },
    doc="""
    Protocols that say nothing about the side, or too much about the version.

    Deprecated in Python 3.10.

    Manual: ``PROTOCOL_TLS_CLIENT`` checks certificate and host name, which ``PROTOCOL_TLS`` did not; switch these off
    (``check_hostname = False``, then ``verify_mode = CERT_NONE``) only where it has to be.

    ```diff
     import ssl

     context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    ```
    """,
)


@rule(
    "PY310-ssl-context-without-protocol",
    package="python",
    since=None,
    gone=None,
    docs=DOCS_310,
    safety="manual",
    names=["ssl.SSLContext"],
)
def context_without_protocol(node: cst.Call, file: File) -> Iterator[Hit]:
    """``ssl.SSLContext()`` says nothing about the side.

    Deprecated in Python 3.10.

    Manual: pass ``ssl.PROTOCOL_TLS_CLIENT`` (which checks certificate and host name, unlike the context without a protocol)
    or ``ssl.PROTOCOL_TLS_SERVER``.

    ```diff
     import ssl

     context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
     other = ssl.create_default_context()
    ```
    """
    if not node.args:
        yield Hit(node, "SSLContext wants PROTOCOL_TLS_CLIENT or PROTOCOL_TLS_SERVER")


#: the lowest version that is left when each option switches one off
OPTIONS = {
    "ssl.OP_NO_SSLv2": "SSLv3",
    "ssl.OP_NO_SSLv3": "TLSv1",
    "ssl.OP_NO_TLSv1": "TLSv1_1",
    "ssl.OP_NO_TLSv1_1": "TLSv1_2",
    "ssl.OP_NO_TLSv1_2": "TLSv1_3",
}


def _options(node: Node, file: File) -> list[str] | None:
    """Return the options in ``A | B``; None when there is anything else in it."""
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.BitOr):
        left, right = _options(node.left, file), _options(node.right, file)
        return left + right if left is not None and right is not None else None
    name = file.resolve(node)
    return [name] if name in OPTIONS else None


@rule(
    "PY310-ssl-no-version-options",
    package="python",
    since="3.7",
    gone=None,
    docs=DOCS_310,
    safety="review",
    needles=[name.rpartition(".")[2] for name in OPTIONS],
)
def options(node: cst.AugAssign, file: File) -> Iterator[Hit]:
    """``OP_NO_SSLv3`` and its kind are ``SSLContext.minimum_version``.

    Deprecated since Python 3.7, a DeprecationWarning when set from 3.10.

    Review: the version after the highest one that was switched off becomes the lowest. Since Python 3.10 that is TLS 1.2
    anyhow, and lower ones are not asked for.

    ```diff
     import ssl

     context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    -context.options |= ssl.OP_NO_TLSv1 | ssl.OP_NO_TLSv1_1
    +context.minimum_version = ssl.TLSVersion.TLSv1_2
    ```

    ```diff
     import ssl

     context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
     context.options |= ssl.OP_ALL
     ours.options |= OP_NO_TLSv1
    ```
    """
    target = node.target
    if (
        not isinstance(target, cst.Attribute)
        or target.attr.value != "options"
        or not isinstance(node.operator, cst.BitOrAssign)
    ):
        return
    found = _options(node.value, file)
    if not found:
        return
    message = "SSLContext.minimum_version is what says which versions there are"
    order = list(OPTIONS)
    highest = max(order.index(name) for name in found)
    # TLS 1.2 is what a context begins with since 3.10: never lower it
    version = max("TLSv1_2", OPTIONS[order[highest]])
    statement = file.parent(node)
    if file.guard(node) or not isinstance(statement, cst.SimpleStatementLine):
        yield Hit(node, message)
    else:
        tls = file.ref("ssl.TLSVersion", node)
        code = f"{file.code(target.value)}.minimum_version = {tls}.{version}"
        yield Hit(node, message, code, imports=tls.imports)


npn = renamed_methods(
    "PY310-ssl-npn",
    package="python",
    since=None,
    gone=None,
    docs=DOCS_310,
    safety="manual",
    moved={
        "ssl.SSLContext.set_npn_protocols": "",
        "ssl.SSLSocket.selected_npn_protocol": "",
        "ssl.SSLObject.selected_npn_protocol": "",
    },
    doc="""
    NPN is gone from OpenSSL: ALPN is what replaced it.

    Deprecated in Python 3.10; with current OpenSSL it raises NotImplementedError.

    Manual: use ``set_alpn_protocols`` and ``selected_alpn_protocol``.

    ```diff
     import ssl

     ssl.create_default_context().set_alpn_protocols(["h2"])
    ```
    """,
)

CLIENT_CONTEXT = '''
def _client_context(certfile, keyfile=None):
    """Return an SSL context that shows a client certificate and checks no server's, as keyfile and certfile did."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if certfile:
        context.load_cert_chain(certfile, keyfile)
    return context
'''

#: functions, and where keyfile, certfile and context stand among their parameters
KEYFILES: dict[str, tuple[int, int]] = {
    "poplib.POP3_SSL": (2, 3),
    "smtplib.SMTP_SSL": (3, 4),
    "smtplib.SMTP.starttls": (0, 1),
    "smtplib.SMTP_SSL.starttls": (0, 1),
}


@rule(
    "PY312-mail-keyfile",
    package="python",
    since="3.6",
    gone="3.12",
    docs="https://docs.python.org/3/whatsnew/3.12.html#removed",
    safety="review",
    needles=["keyfile smtplib", "certfile smtplib", "keyfile poplib", "certfile poplib"],
)
def mail_keyfile(node: cst.Call, file: File) -> Iterator[Hit]:
    """``keyfile`` and ``certfile`` of mail clients become an SSL context.

    Deprecated in Python 3.6, removed in 3.12.

    Review: these clients never checked the server's certificate when they got these two, and the new context does not
    either: ``ssl.create_default_context()`` would.

    ```diff
     import smtplib
    +import ssl

    -smtplib.SMTP_SSL("localhost", keyfile=None, certfile=None)
    -smtplib.SMTP("localhost").starttls(keyfile="k", certfile="c")
    +
    +def _client_context(certfile, keyfile=None):
    +    \"""Return an SSL context that shows a client certificate and checks no server's, as keyfile and certfile did.\"""
    +    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    +    context.check_hostname = False
    +    context.verify_mode = ssl.CERT_NONE
    +    if certfile:
    +        context.load_cert_chain(certfile, keyfile)
    +    return context
    +
    +
    +smtplib.SMTP_SSL("localhost")
    +smtplib.SMTP("localhost").starttls(context=_client_context("c", "k"))
    ```

    ```diff
     import smtplib
     from tools import POP3_SSL

     smtplib.SMTP("localhost").starttls(context=context)
     POP3_SSL(keyfile="k")
    ```
    """
    for name in meant(node.func, file) & KEYFILES.keys():
        key_at, cert_at = KEYFILES[name]
        key, cert = argument(node, key_at, "keyfile"), argument(node, cert_at, "certfile")
        given = [arg for arg in (key, cert) if arg is not None]
        if not given:
            return
        message = f"{name} takes an SSL context in place of keyfile and certfile"
        plain = all(arg.keyword is not None for arg in given) and keyword(node, "context") is None
        if file.guard(node) or spread(node) or not plain:
            yield Hit(node, message)
            return
        files = [file.code(arg.value) if arg is not None else "None" for arg in (cert, key)]
        kept = [arg for arg in node.args if arg not in given]
        helpers: tuple[str, ...] = ()
        if files != ["None", "None"]:
            files = files[:1] if files[1] == "None" else files
            made = cst.parse_expression(f"f(context=_client_context({', '.join(files)}))")
            kept.append(cst.ensure_type(made, cst.Call).args[0])
            helpers = (CLIENT_CONTEXT,)
        args = [arg.with_changes(comma=old.comma) for arg, old in zip(kept, node.args, strict=False)]
        if args:
            args[-1] = args[-1].with_changes(comma=node.args[-1].comma)
        imports = (NewImport("ssl"),) if helpers else ()
        yield Hit(node, message, node.with_changes(args=args), imports=imports, helpers=helpers)
        return


@rule(
    "PY313-urlopen-cafile",
    package="python",
    since=None,
    gone="3.13",
    docs="https://docs.python.org/3/whatsnew/3.13.html#urllib",
    safety="review",
    names=["urllib.request.urlopen"],
)
def urlopen(node: cst.Call, file: File) -> Iterator[Hit]:
    """``urlopen`` takes an SSL context in place of ``cafile``, ``capath`` and ``cadefault``.

    Deprecated since Python 3.6, removed in 3.13.

    Review: ``cadefault`` meant what the context does by itself, without a file or folder of certificates.

    ```diff
    +import ssl
     from urllib.request import urlopen

    -urlopen(url, cafile="ca.pem", timeout=5)
    -urlopen(url, cadefault=True)
    +urlopen(url, timeout=5, context=ssl.create_default_context(cafile="ca.pem"))
    +urlopen(url)
    ```

    ```diff
     from urllib.request import urlopen

     urlopen(url, context=context)
     ours.urlopen(url, cafile="ca.pem")
    ```
    """
    given = {name: arg for name in ("cafile", "capath", "cadefault") if (arg := keyword(node, name)) is not None}
    if not given:
        return
    message = f"urlopen takes an SSL context in place of {', '.join(given)}"
    if file.guard(node) or spread(node) or keyword(node, "context") is not None:
        yield Hit(node, message)
        return
    kept = [arg for arg in node.args if arg not in given.values()]
    files = [f"{name}={file.code(arg.value)}" for name, arg in given.items() if name != "cadefault"]
    imports: tuple[NewImport, ...] = ()
    if any(not text.endswith("=None") for text in files):
        context = file.ref("ssl", node)
        made = cst.parse_expression(f"f(context={context}.create_default_context({', '.join(files)}))")
        kept.append(cst.ensure_type(made, cst.Call).args[0])
        imports = context.imports
    args = [arg.with_changes(comma=old.comma) for arg, old in zip(kept, node.args, strict=False)]
    if args:
        args[-1] = args[-1].with_changes(comma=node.args[-1].comma)
    yield Hit(node, message, node.with_changes(args=args), imports=imports)
