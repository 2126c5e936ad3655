"""Single calls and statements that Django refuses, or takes for something else."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.edit import argument, keyword, spread, without_arg
from upgrader.members import attributes, methods
from upgrader.methods import defines
from upgrader.names import Node
from upgrader.rule import File, Hit, rule
from upgrader.values import origins

from .requests import is_request

NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"


@rule(
    "DJ19-page-range",
    package="django",
    since=None,
    gone="1.9",
    docs=NOTES.format("1.9") + "#miscellaneous",
    needles=["page_range"],
)
def page_range(node: cst.BinaryOperation, file: File) -> Iterator[Hit]:
    """``Paginator.page_range`` is a range, which cannot be added to a list.

    A list until Django 1.8.

    ```diff
    -pages = paginator.page_range + [99]
    -others = [0] + paginator.page_range
    +pages = list(paginator.page_range) + [99]
    +others = [0] + list(paginator.page_range)
    ```

    ```diff
     pages = list(paginator.page_range) + [99]
     number = self.page_range + 1
    ```
    """
    if not isinstance(node.operator, cst.Add):
        return
    for side, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(side, cst.Attribute) and side.attr.value == "page_range" and isinstance(other, cst.List):
            edit = None if file.guard(node) else f"list({file.code(side)})"
            yield Hit(side, "page_range is no list", edit)


_SPLIT = ("django.forms.SplitDateTimeWidget", "django.forms.widgets.SplitDateTimeWidget")


@rule(
    "DJ19-split-date-time",
    package="django",
    since=None,
    gone="1.9",
    docs=NOTES.format("1.9") + "#features-removed-in-1-9",
    names=["django.forms.DateTimeField", "django.forms.fields.DateTimeField"],
)
def split_date_time(node: cst.Call, file: File) -> Iterator[Hit]:
    """``DateTimeField`` with a ``SplitDateTimeWidget`` is a ``SplitDateTimeField``.

    The widget gives two values, which ``DateTimeField`` does not take since Django 1.9.

    ```diff
     from django import forms

    -day = forms.DateTimeField(widget=forms.SplitDateTimeWidget, required=False)
    +day = forms.SplitDateTimeField(required=False)
    ```

    ```diff
     from django import forms

     day = forms.DateTimeField(widget=forms.DateTimeInput)
     other = forms.SplitDateTimeField()
    ```
    """
    given = keyword(node, "widget")
    if given is None:
        return
    made = given.value.func if isinstance(given.value, cst.Call) else given.value
    if file.resolve(made) not in _SPLIT:
        return
    message = "a DateTimeField does not take the two values of a SplitDateTimeWidget"
    plain = not isinstance(given.value, cst.Call) or not given.value.args
    call = without_arg(node, next(i for i, arg in enumerate(node.args) if arg is given)) if plain else node
    if isinstance(node.func, cst.Attribute):
        func: cst.BaseExpression = node.func.with_changes(attr=cst.Name("SplitDateTimeField"))
        edit = None if file.guard(node) else call.with_changes(func=func)
        yield Hit(node, message, edit)
    else:
        ref = file.ref("django.forms.SplitDateTimeField", node)
        edit = None if file.guard(node) else call.with_changes(func=cst.parse_expression(str(ref)))
        yield Hit(node, message, edit, imports=ref.imports if edit else ())


@rule(
    "DJ110-command-args",
    package="django",
    since=None,
    gone="1.10",
    docs=NOTES.format("1.10") + "#features-removed-in-1-10",
    safety="review",
    needles=["args handle"],
)
def command_args(module: cst.Module, file: File) -> Iterator[Hit]:
    """``BaseCommand.args`` is ``add_arguments()``.

    A command with positional arguments has to declare them, since optparse went in Django 1.10.

    Review: names for the arguments would be better.

    ```diff
     from django.core.management.base import BaseCommand


     class Command(BaseCommand):
    -    args = "<id id ...>"
    +    def add_arguments(self, parser):
    +        parser.add_argument("args", nargs="*")

         def handle(self, *args, **options):
             print(args[0])
    ```

    ```diff
     from django.core.management.base import BaseCommand


     class Command(BaseCommand):
         def add_arguments(self, parser):
             parser.add_argument("args", nargs="*")

         def handle(self, *args, **options):
             print(args[0])


     class Other:
         args = "x"

         def handle(self, *args): ...
    ```
    """
    bases = ("django.core.management.base.BaseCommand",)
    for definition, statement, value in attributes(file, ["args"], bases):
        line = file.parent(statement)
        if defines(definition, "add_arguments") or not isinstance(value, (cst.SimpleString, cst.ConcatenatedString)):
            continue
        if not value.evaluated_value:
            continue
        code = 'def add_arguments(self, parser):\n    parser.add_argument("args", nargs="*")\n'
        alone = isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1
        commented = isinstance(line, cst.SimpleStatementLine) and "#" in file.code(line.trailing_whitespace)
        takes = any(
            isinstance(f.params.star_arg, cst.Param) for d, f in methods(file, ["handle"], bases) if d is definition
        )
        edit = ((line, code),) if alone and takes and not commented and not file.guard(statement) else ()
        yield Hit(statement, "the arguments of a command are declared by add_arguments()", also=edit)


@rule(
    "DJ111-post-is-immutable",
    package="django",
    since=None,
    gone="1.11",
    docs=NOTES.format("1.11") + "#miscellaneous",
    safety="review",
    needles=["POST request"],
)
def immutable_post(node: cst.Assign, file: File) -> Iterator[Hit]:
    """``request.POST`` cannot be changed, a copy can.

    Since Django 1.11 that of a request with files cannot either.

    Review: what else holds the old ``request.POST`` does not see the change.

    ```diff
     from django.http import HttpResponse


     def view(request):
    +    request.POST = request.POST.copy()
         request.POST["shop"] = "1"
         return HttpResponse()
    ```

    ```diff
     from django.http import HttpRequest, HttpResponse


     def view(request):
         request.POST = request.POST.copy()
         request.POST["shop"] = "1"
         data = request.POST.copy()
         data["shop"] = "1"
         return HttpResponse()


     def other(request):
         made = HttpRequest()
         made.POST["shop"] = "1"
         request.POST._mutable = True
         request.POST["shop"] = "1"
    ```
    """
    target = node.targets[0].target
    if not isinstance(target, cst.Subscript) or not isinstance(target.value, cst.Attribute):
        return
    data = target.value
    if data.attr.value not in ("POST", "GET") or not is_request(data.value, file):
        return
    if origins(data.value, file) & {"django.http.HttpRequest", "django.http.request.HttpRequest"}:
        return  # one that is made without a server holds dictionaries that can be changed
    code = file.code(data)
    function = file.inside(node, cst.FunctionDef)
    around = file.code(function) if function is not None else file.text
    if re.search(rf"{re.escape(code)}(\._mutable)? = ", around):
        return
    line = file.parent(node)
    alone = isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1
    commented = isinstance(line, cst.SimpleStatementLine) and "#" in file.code(line)
    edit: tuple[tuple[Node, Node | str], ...] = ()
    if alone and not commented and isinstance(line, cst.SimpleStatementLine) and not file.guard(node):
        plain = file.code(line.with_changes(leading_lines=[]))
        edit = ((line, f"{code} = {code}.copy()\n{plain}"),)
    yield Hit(node, f"{code} cannot be changed, a copy can", also=edit)


@rule(
    "DJ20-reverse-bytes",
    package="django",
    since=None,
    gone="2.0",
    docs=NOTES.format("2.0") + "#support-for-bytestrings-in-some-places-has-been-removed",
    names=[
        "django.urls.reverse",
        "django.urls.reverse_lazy",
        "django.core.urlresolvers.reverse",
        "django.shortcuts.redirect",
    ],
)
def reverse_bytes(node: cst.Call, file: File) -> Iterator[Hit]:
    """``reverse()`` takes text, no bytes.

    Since Django 2.0 bytes are not decoded: the address reads ``b'...'``.

    ```diff
     from django.urls import reverse

    -reverse("book", args=[b"abc"], kwargs={"slug": b"x"})
    +reverse("book", args=["abc"], kwargs={"slug": "x"})
    ```

    ```diff
     from django.urls import reverse

     reverse("book", args=["abc"])
    ```
    """
    for name in ("args", "kwargs"):
        given = keyword(node, name)
        value = given.value if given is not None else None
        elements = value.elements if isinstance(value, (cst.List, cst.Tuple, cst.Dict)) else ()
        for element in elements:
            text = getattr(element, "value", None)
            if isinstance(text, cst.SimpleString) and "b" in text.prefix.lower() and not file.guard(node):
                prefix = re.sub("[bB]", "", text.prefix)
                code = f"{prefix}{text.value[len(text.prefix) :]}"
                edit = code if text.value.isascii() and "\\" not in text.value else f"{text.value}.decode()"
                yield Hit(text, "reverse() takes text, no bytes", edit)


@rule(
    "DJ31-password-type",
    package="django",
    since=None,
    gone="3.1",
    docs=NOTES.format("3.1") + "#miscellaneous",
    names=["django.contrib.auth.hashers.make_password"],
)
def password_type(node: cst.Call, file: File) -> Iterator[Hit]:
    """``make_password()`` takes a text.

    Since Django 3.1 anything but text and bytes is a TypeError.

    ```diff
     from django.contrib.auth.hashers import make_password

    -make_password(1234)
    +make_password(str(1234))
    ```

    ```diff
     from django.contrib.auth.hashers import make_password

     make_password("1234")
     make_password(None)
    ```
    """
    given = argument(node, 0, "password")
    if given is not None and isinstance(given.value, (cst.Integer, cst.Float)):
        edit = None if file.guard(node) else f"str({file.code(given.value)})"
        yield Hit(given.value, "a password is a text", edit)


@rule(
    "DJ61-login-none",
    package="django",
    since=None,
    gone="6.1",
    docs=NOTES.format("6.1") + "#features-removed-in-6-1",
    names=["django.contrib.auth.login", "django.contrib.auth.alogin"],
)
def login_none(node: cst.Call, file: File) -> Iterator[Hit]:
    """``login(request, None)`` is ``login(request, request.user)``.

    None was taken for the request's user; since Django 6.1 it is an AttributeError.

    ```diff
     from django.contrib.auth import login

    -login(request, None)
    -login(request, user=None)
    +login(request, request.user)
    +login(request, user=request.user)
    ```

    ```diff
     from django.contrib.auth import login

     login(request, user)
    ```
    """
    request = argument(node, 0, "request")
    user = argument(node, 1, "user")
    if request is None or user is None or spread(node) or file.code(user.value) != "None":
        return
    simple = isinstance(request.value, (cst.Name, cst.Attribute))
    edit = f"{file.code(request.value)}.user" if simple and not file.guard(node) else None
    yield Hit(user.value, "login() wants a user", edit)


@rule(
    "DJ110-widget-choices",
    package="django",
    since=None,
    gone="1.10",
    docs=NOTES.format("1.10") + "#features-removed-in-1-10",
    safety="manual",
    needles=["render choices"],
)
def widget_choices(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Widget.render()`` takes no ``choices``.

    Removed in Django 1.10: a TypeError.

    Manual: set ``choices`` on the widget first.

    ```diff
     html = widget.render("name", "value", choices=[("a", "A")])
    ```

    ```diff
     html = widget.render("name", "value")
     page = render(request, choices=[("a", "A")])
    ```
    """
    func = node.func
    if (
        isinstance(func, cst.Attribute)
        and func.attr.value == "render"
        and file.resolve(func) is None
        and keyword(node, "choices")
        and len(node.args) == 3
        and node.args[1].keyword is None
    ):
        yield Hit(node, "render() of a widget takes no choices", certain=False)


@rule(
    "DJ2028-smtp-backend",
    package="django",
    since="6.1",
    gone="2028.0",
    docs=NOTES.format("6.1") + "#features-deprecated-in-6-1",
    safety="manual",
    names=["django.core.mail.backends.smtp.EmailBackend"],
)
def smtp_backend(node: cst.Call, file: File) -> Iterator[Hit]:
    """``EmailBackend(host=...)`` is a mailer of the settings.

    Making one by oneself is deprecated in Django 6.1; ``mail.mailers`` makes those that the setting ``MAILERS`` describes.

    Manual: describe the connection in ``MAILERS``, and take it by its name.

    ```diff
     from django.core.mail.backends.smtp import EmailBackend

     connection = EmailBackend(host="example.com")
    ```

    ```diff
     from django.core.mail.backends.smtp import EmailBackend


     class Backend(EmailBackend):
         pass


     connection = Backend(alias="other")
     other = EmailBackend(alias="other")
    ```
    """
    if not any(arg.star == "**" or (arg.keyword is not None and arg.keyword.value == "alias") for arg in node.args):
        yield Hit(node, "making an EmailBackend is deprecated: mailers makes those of the setting MAILERS")


_RADIO = ("django.forms.RadioSelect", "django.forms.widgets.RadioSelect")
_BOXES = ("django.forms.CheckboxSelectMultiple", "django.forms.widgets.CheckboxSelectMultiple")


@rule(
    "DJ40-checkboxes-are-radios",
    package="django",
    since=None,
    gone="4.0",
    docs="https://docs.djangoproject.com/en/4.0/ref/forms/widgets/#checkboxselectmultiple",
    names=_RADIO,
    changed=True,
)
def checkboxes_are_radios(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """Ask whether a ``RadioSelect`` is no ``CheckboxSelectMultiple``, which inherits from it.

    Since Django 4.0; until then both were a ``ChoiceWidget`` only. What asks for radio buttons finds check boxes, too.

    ```diff
    -from django.forms import RadioSelect
    +from django.forms import CheckboxSelectMultiple, RadioSelect


     def is_radio(field):
    -    return isinstance(field.widget, RadioSelect)
    +    return isinstance(field.widget, RadioSelect) and not isinstance(field.widget, CheckboxSelectMultiple)
    ```

    ```diff
     from django import forms


     def template(widget):
         if isinstance(widget, forms.CheckboxSelectMultiple):
             return "boxes.html"
         if isinstance(widget, forms.RadioSelect):
             return "radio.html"
         return None


     def inline(widget):
         return isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))
    ```
    """
    arg = file.parent(node)
    call = file.parent(arg)
    if not isinstance(call, cst.Call) or len(call.args) != 2 or call.args[1] is not arg:
        return
    if file.resolve(call.func) != "builtins.isinstance":
        return
    around = file.inside(node, cst.FunctionDef)
    others = (other for name in _BOXES for other in file.names.references.get(name, ()))
    if any(file.inside(other, cst.FunctionDef) is around for other in others if not _imported(other, file)):
        return
    ref = file.ref(_BOXES[0], node)
    widget = call.args[0].value
    new = f"{file.code(call)} and not isinstance({file.code(widget)}, {ref})"
    place = file.parent(call)
    if isinstance(place, (cst.UnaryOperation, cst.BooleanOperation, cst.Comparison, cst.IfExp)):
        new = f"({new})"
    repeatable = isinstance(widget, (cst.Name, cst.Attribute)) and not file.guard(node)
    edit = ((call, new),) if repeatable else ()
    yield Hit(node, "CheckboxSelectMultiple is a RadioSelect, too", also=edit, imports=ref.imports if edit else ())


def _imported(node: Node, file: File) -> bool:
    return file.inside(node, cst.ImportFrom) is not None
