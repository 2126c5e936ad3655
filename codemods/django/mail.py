"""Mail: what ``fail_silently`` and ``connection`` become, deprecated in Django 6.1."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import keyword, without_arg
from upgrader.methods import meant
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, rule

NOTES = "https://docs.djangoproject.com/en/6.1/releases/6.1/"
_FUNCTIONS = [f"django.core.mail.{name}" for name in ("send_mail", "send_mass_mail", "mail_admins", "mail_managers")]
_MESSAGES = [
    f"django.core.mail{module}.{name}"
    for module in ("", ".message")
    for name in ("EmailMessage", "EmailMultiAlternatives")
]
_OPTIONS = ("fail_silently", "auth_user", "auth_password")


def suppressed(call: cst.Call, without: cst.Call, file: File) -> tuple[tuple[Node, Node | str], ...]:
    """Return the edit that puts a call, as ``without`` says it, into ``with contextlib.suppress(OSError):``.

    Empty where the call is not a statement that stands alone on its lines, or has comments.
    """
    statement = file.parent(call)
    line = file.parent(statement)
    if not isinstance(statement, cst.Expr) or not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
        return ()
    if not isinstance(file.parent(line), (cst.Module, cst.IndentedBlock)) or "#" in file.code(line.trailing_whitespace):
        return ()
    suppress = file.ref("contextlib.suppress", call)
    new = cst.With(
        items=[cst.WithItem(cst.ensure_type(cst.parse_expression(f"{suppress}(OSError)"), cst.Call))],
        body=cst.IndentedBlock([cst.SimpleStatementLine([cst.Expr(without)])]),
        leading_lines=line.leading_lines,
    )
    return ((line, new),)


def _without(call: cst.Call, names: tuple[str, ...]) -> cst.Call:
    for name in names:
        given = keyword(call, name)
        if given is not None:
            call = without_arg(call, next(i for i, arg in enumerate(call.args) if arg is given))
    return call


@rule(
    "DJ61-mail-connection",
    package="django",
    since=None,
    gone="6.1",
    docs=NOTES,
    safety="review",
    names=_FUNCTIONS,
)
def connection_and_options(node: cst.Call, file: File) -> Iterator[Hit]:
    """``send_mail(connection=)`` takes no ``fail_silently`` and no ``auth_user`` beside it.

    Both were without effect where a connection is given; since Django 6.1 they are a TypeError.

    Review: a connection that may be None is one that is not given.

    ```diff
     from django.core.mail import send_mail

    -send_mail("s", "m", "from@example.com", ["to@example.com"], fail_silently=True, connection=connection)
    +send_mail("s", "m", "from@example.com", ["to@example.com"], connection=connection)
    ```

    ```diff
     from django.core.mail import send_mail

     send_mail("s", "m", "from@example.com", ["to@example.com"], connection=connection)
     send_mail("s", "m", "from@example.com", ["to@example.com"], connection=None, auth_user="u")
    ```
    """
    given = keyword(node, "connection")
    if given is None or file.code(given.value) == "None":
        return
    new = _without(node, _OPTIONS)
    if new is not node:
        yield Hit(node, "options of a connection go to get_connection()", None if file.guard(node) else new)


@rule(
    "DJ61-mail-fail-silently",
    package="django",
    since=None,
    gone=None,
    docs=NOTES + "#features-deprecated-in-6-1",
    safety="review",
    at_best="safe",
    names=_FUNCTIONS,
)
def silent_functions(node: cst.Call, file: File) -> Iterator[Hit]:
    """``send_mail(fail_silently=True)`` is ``suppress(OSError)``, False is nothing.

    Deprecated in Django 6.1. ``fail_silently=False`` is what ``send_mail`` does anyway. What the SMTP backend leaves unsaid
    are OSErrors: those of smtplib are, too.

    Review: other backends may raise what is none. Where the result is used, it is only reported.

    ```diff
    +from contextlib import suppress
    +
     from django.core.mail import send_mail

    -send_mail("s", "m", "from@example.com", ["to@example.com"], fail_silently=False)
    -send_mail("s", "m", "from@example.com", ["to@example.com"], fail_silently=True)
    +send_mail("s", "m", "from@example.com", ["to@example.com"])
    +with suppress(OSError):
    +    send_mail("s", "m", "from@example.com", ["to@example.com"])
    ```

    ```diff
     from django.core.mail import send_mail

     send_mail("s", "m", "from@example.com", ["to@example.com"])
     sent = send_mail("s", "m", "from@example.com", ["to@example.com"], fail_silently=True)
     send_mail("s", "m", "from@example.com", ["to@example.com"], fail_silently=silent)
    ```
    """
    given = keyword(node, "fail_silently")
    if given is None:
        return
    message = "fail_silently is deprecated"
    plain = _without(node, ("fail_silently",))
    connection = keyword(node, "connection")
    if connection is not None and file.code(connection.value) != "None":
        return  # DJ61-mail-connection has it
    if file.code(given.value) == "False" and not file.guard(node):
        yield Hit(node, message, plain, safety=Safety.SAFE)
        return
    edit = suppressed(node, plain, file) if file.code(given.value) == "True" and not file.guard(node) else ()
    imports = file.ref("contextlib.suppress", node).imports if edit else ()
    yield Hit(node, f"{message}, catch what may be raised", also=edit, imports=imports)


@rule(
    "DJ61-message-silent",
    package="django",
    since=None,
    gone=None,
    docs=NOTES + "#features-deprecated-in-6-1",
    safety="review",
    needles=["send fail_silently"],
)
def silent_message(node: cst.Call, file: File) -> Iterator[Hit]:
    """``message.send(fail_silently=True)`` is ``suppress(OSError)``.

    Deprecated in Django 6.1. ``fail_silently=False`` is what ``send()`` does anyway.

    Review: what has a ``send(fail_silently=)`` is taken for a message; other backends may raise what is no OSError.

    ```diff
    +from contextlib import suppress
    +
     from django.core.mail import EmailMessage

     message = EmailMessage("s", "m")
    -message.send(fail_silently=False)
    +message.send()
    -message.send(fail_silently=True)
    +with suppress(OSError):
    +    message.send()
    ```

    ```diff
     from django.core.mail import EmailMessage

     message = EmailMessage("s", "m")
     message.send()
     sent = message.send(fail_silently=True)
     message.send(fail_silently=silent)
    ```
    """
    given = keyword(node, "fail_silently")
    if not isinstance(node.func, cst.Attribute) or node.func.attr.value != "send" or given is None:
        return
    known = bool(meant(node.func, file) & {f"{name}.send" for name in _MESSAGES})
    message = "fail_silently is deprecated, catch what may be raised"
    plain = _without(node, ("fail_silently",))
    if file.code(given.value) == "False" and not file.guard(node):
        yield Hit(node, message, plain, certain=known)
        return
    edit = suppressed(node, plain, file) if file.code(given.value) == "True" and not file.guard(node) else ()
    imports = file.ref("contextlib.suppress", node).imports if edit else ()
    yield Hit(node, message, also=edit, imports=imports, certain=known)


@rule(
    "DJ61-mail-backend",
    package="django",
    since="6.1",
    gone=None,
    docs=NOTES + "#features-deprecated-in-6-1",
    safety="manual",
    names=[*_FUNCTIONS, *_MESSAGES],
)
def backend_arguments(node: cst.Call, file: File) -> Iterator[Hit]:
    """``send_mail(connection=)`` and ``auth_user=`` are ``using=``, the name of a mailer.

    Deprecated in Django 6.1.

    Manual: describe the connection in the setting ``MAILERS`` and name it.

    ```diff
     from django.core.mail import send_mail

     send_mail("s", "m", "from@example.com", ["to@example.com"], connection=connection)
     send_mail("s", "m", "from@example.com", ["to@example.com"], auth_user="u", auth_password="p")
    ```

    ```diff
     from django.core.mail import send_mail

     send_mail("s", "m", "from@example.com", ["to@example.com"], using="other")
    ```
    """
    for name in ("connection", "auth_user", "auth_password"):
        given = keyword(node, name)
        if given is not None and file.code(given.value) != "None":
            yield Hit(node, f"{name}= is deprecated: using= names a mailer")
            return
