"""Mail: what ``fail_silently`` and ``connection`` become, deprecated in Django 6.1."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.edit import keyword, spread, without_arg
from upgrader.methods import meant
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, rule
from upgrader.values import origins

from .hooks import with_method

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
    safety="review",
    names=[*_FUNCTIONS, *_MESSAGES],
)
def backend_arguments(node: cst.Call, file: File) -> Iterator[Hit]:
    """``send_mail(connection=)`` and ``auth_user=`` are ``using=``, the name of a mailer.

    Deprecated in Django 6.1. What is sent at once is given to the connection instead, which is what Django does with it;
    the rest is reported: describe the connection in the setting ``MAILERS`` and name it.

    Review: a connection that may be None is none. A message without recipients is given to the connection, too, where
    ``send()`` left it.

    ```diff
    -from django.core.mail import EmailMessage, send_mail, send_mass_mail
    +from django.core.mail import EmailMessage

    -send_mail("s", "m", "from@example.com", recipient_list=["to@example.com"], connection=connection)
    -send_mass_mail(messages, connection=connection)
    -EmailMessage("s", "b", connection=connection).send()
    +connection.send_messages([EmailMessage("s", "m", "from@example.com", to=["to@example.com"])])
    +connection.send_messages([EmailMessage(*message) for message in messages])
    +connection.send_messages([EmailMessage("s", "b")])
    ```

    ```diff
     from django.core.mail import EmailMessage, send_mail

     send_mail("s", "m", "from@example.com", ["to@example.com"], auth_user="u", auth_password="p")
     message = EmailMessage("s", "m", connection=connection)
    ```

    ```diff
     from django.core.mail import send_mail

     send_mail("s", "m", "from@example.com", ["to@example.com"], using="other")
    ```
    """
    for name in ("connection", "auth_user", "auth_password"):
        given = keyword(node, name)
        if given is not None and file.code(given.value) != "None":
            message = f"{name}= is deprecated: using= names a mailer"
            sent = _given_to(given.value, node, file) if name == "connection" and not file.guard(node) else None
            if sent is None:
                yield Hit(node, message)
            else:
                place, code = sent
                imports = file.ref("django.core.mail.EmailMessage", node).imports
                yield Hit(node, message, also=((place, code),), imports=imports)
            return


def _given_to(connection: cst.BaseExpression, call: cst.Call, file: File) -> tuple[cst.Call, str] | None:
    """Return the call to replace and the code by which a connection sends what it sent; None where that is not seen."""
    plain = _without(call, ("connection",))
    named = {arg.keyword.value for arg in plain.args if arg.keyword is not None}
    if not isinstance(connection, (cst.Name, cst.Attribute)) or spread(call) or named & {"html_message", *_OPTIONS}:
        return None
    function = (file.resolve(call.func) or "").rpartition(".")[2]
    message = file.ref("django.core.mail.EmailMessage", call)
    if function == "send_mass_mail" and len(plain.args) == 1:
        sent = f"{message}(*message) for message in {file.code(plain.args[0].value)}"
        place = call
    elif function == "send_mail" and len(plain.args) == 4:
        words = {"message": "body", "recipient_list": "to"}
        args = [
            arg.with_changes(keyword=cst.Name(words.get(arg.keyword.value, arg.keyword.value))) if arg.keyword else arg
            for arg in plain.args
        ]
        sent = file.code(plain.with_changes(func=cst.parse_expression(str(message)), args=args))
        place = call
    elif function in ("EmailMessage", "EmailMultiAlternatives"):
        send = file.parent(call)
        outer = file.parent(send)
        direct = isinstance(send, cst.Attribute) and send.attr.value == "send" and send.value is call
        if not (direct and isinstance(outer, cst.Call) and outer.func is send and not outer.args):
            return None
        sent = file.code(plain)
        place = outer
    else:
        return None
    return place, f"{file.code(connection)}.send_messages([{sent}])"


@rule(
    "DJ2028-get-connection",
    package="django",
    since="6.1",
    gone="2028.0",
    docs=NOTES + "#features-deprecated-in-6-1",
    names=["django.core.mail.get_connection"],
)
def get_connection(node: cst.Call, file: File) -> Iterator[Hit]:
    """``get_connection()`` is ``mailers.default``.

    Deprecated in Django 6.1. Without ``MAILERS`` that is what the ``EMAIL_...`` settings say, as before. With a backend or
    options it is only reported: describe these in ``MAILERS``, and take them by their name.

    ```diff
    -from django.core.mail import get_connection
    +from django.core.mail import mailers

    -with get_connection() as connection:
    +with mailers.default as connection:
         connection.send_messages(messages)
    ```

    ```diff
     from django.core.mail import get_connection

     console = get_connection("django.core.mail.backends.console.EmailBackend")
    ```

    ```diff
     from django.db import get_connection

     get_connection()
    ```
    """
    message = "get_connection() is deprecated: django.core.mail.mailers has the connections"
    if node.args or file.guard(node):
        yield Hit(node, message, safety=Safety.MANUAL)
    else:
        ref = file.ref("django.core.mail.mailers", node)
        yield Hit(node, message, f"{ref}.default", imports=ref.imports)


@rule(
    "DJ2028-attach-mime",
    package="django",
    since="6.0",
    gone="2028.0",
    docs="https://docs.djangoproject.com/en/6.0/releases/6.0/#features-deprecated-in-6-0",
    safety="manual",
    needles=["attach email mime"],
    pattern=rb"email\.mime|email import mime",
)
def attach_mime(node: cst.Call, file: File) -> Iterator[Hit]:
    """``attach()`` of a message takes no ``MIMEImage`` and the like.

    Deprecated in Django 6.0: the classes of ``email.mime`` are the old API of Python's mail.

    Manual: make a ``MIMEPart`` of ``email.message``: ``part.set_content(data, maintype="image", subtype="png",
    cid="<logo>")``.

    ```diff
     from email.mime.image import MIMEImage

     from django.core.mail import EmailMultiAlternatives


     def letter(data):
         message = EmailMultiAlternatives("s", "b")
         logo = MIMEImage(data)
         logo.add_header("Content-ID", "<logo>")
         message.attach(logo)


     def sign(message, data):
         message.attach(MIMEImage(data))
    ```

    ```diff
     from email.mime.image import MIMEImage
     from email.mime.multipart import MIMEMultipart

     from django.core.mail import EmailMessage


     def letter(data):
         whole = MIMEMultipart()
         whole.attach(MIMEImage(data))
         EmailMessage("s", "b").attach("a.png", data, "image/png")
    ```
    """
    function = node.func
    if not isinstance(function, cst.Attribute) or function.attr.value != "attach" or len(node.args) != 1:
        return
    known = bool(meant(function, file) & {f"{name}.attach" for name in _MESSAGES})
    # smtplib sends what is all of email.mime
    unseen = not origins(function.value, file) and not re.search(r"\b(?:smtplib|MIMEMultipart)\b", file.text)
    made = any(name.startswith("email.mime.") for name in origins(node.args[0].value, file))
    if made and (known or unseen):
        yield Hit(node, "a message takes a MIMEPart instead of what is of email.mime", certain=known)


#: Classes of other packages that are messages and keep the request, with the name of the attribute.
KEEP_REQUEST = {"templated_mail.mail.BaseEmailMessage": "request"}
REQUESTS = ("django.http.HttpRequest", "django.http.request.HttpRequest", "rest_framework.request.Request")


@rule(
    "DJ51-mail-keeps-request",
    package="django",
    since=None,
    gone="5.1",
    docs="https://docs.djangoproject.com/en/5.1/releases/5.1/",
    safety="review",
    needles=["mail request", "templated_mail"],
    pattern=rb"\bself\.\w+\s*=\s*\w+|\btemplated_mail\b",
)
def keeps_request(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """Leave the request out of the copies of a message that keeps it.

    The mail backend of tests puts a deep copy of each message into ``mail.outbox`` since Django 5.1, and a request that was
    answered has a ``ResolverMatch``, which cannot be copied or pickled since 4.0: a PicklingError where the message is sent.

    Review: the copies in ``mail.outbox`` have None in the place of the request.

    ```diff
     from django.core.mail import EmailMessage


     class Letter(EmailMessage):
         def __init__(self, request, **kwargs):
             super().__init__(**kwargs)
             self.request = request
    +
    +    def __getstate__(self):
    +        # tests look at a copy of what was sent, and a request cannot be copied
    +        return {**self.__dict__, "request": None}
    ```

    ```diff
     from django.core.mail import EmailMessage


     class Letter(EmailMessage):
         def __init__(self, request, **kwargs):
             super().__init__(**kwargs)
             self.host = request.get_host()


     class Order:
         def __init__(self, request):
             self.request = request
    ```
    """
    known = file.ancestors(node)
    if "__getstate__" in file.code(node) or "__deepcopy__" in file.code(node):
        return
    kept = ""
    if "django.core.mail.message.EmailMessage" in known:
        kept = next((name for name in _kept_requests(node, file)), "")
    else:
        bases = [file.resolve(base.value) or "" for base in node.bases]
        kept = next((KEEP_REQUEST[base] for base in bases if base in KEEP_REQUEST), "")
    if kept:
        source = (
            "def __getstate__(self):\n"
            "    # tests look at a copy of what was sent, and a request cannot be copied\n"
            f'    return {{**self.__dict__, "{kept}": None}}\n'
        )
        message = (
            f"{node.name.value} keeps the request, which cannot be copied: mail.outbox has copies since Django 5.1"
        )
        fits = isinstance(node.body, cst.IndentedBlock) and not file.guard(node)
        yield Hit(node.name, message, also=((node, with_method(node, source, file)),) if fits else ())


def _kept_requests(definition: cst.ClassDef, file: File) -> Iterator[str]:
    """Yield the attributes of ``self`` that methods of a class set to a request that they are given."""
    for owner, function in file.methods:
        if owner is not definition:
            continue
        given = {
            param.name.value
            for param in (*function.params.params, *function.params.kwonly_params)
            if param.name.value == "request"
            or (param.annotation and file.resolve(param.annotation.annotation) in REQUESTS)
        }
        for line in function.body.body:
            small = line.body if isinstance(line, cst.SimpleStatementLine) else ()
            for one in small:
                target = one.targets[0].target if isinstance(one, cst.Assign) else None
                if (
                    isinstance(one, cst.Assign)
                    and isinstance(target, cst.Attribute)
                    and file.code(target.value) == "self"
                    and isinstance(one.value, cst.Name)
                    and one.value.value in given
                ):
                    yield target.attr.value
