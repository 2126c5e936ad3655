"""What renders: template tags, nodes, forms and lists of errors, and what they may return."""

from collections.abc import Iterator, Sequence

import libcst as cst

from upgrader.edit import NewImport, string
from upgrader.members import methods
from upgrader.methods import meant
from upgrader.names import Node
from upgrader.rule import File, Hit, rule
from upgrader.values import origins

from .markup import _places

NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"
FORMS = ("django.forms.forms.BaseForm", "django.forms.formsets.BaseFormSet")


def safe_markup(value: cst.BaseExpression, file: File) -> tuple[str, tuple[NewImport, ...]] | None:
    """Return code for a text with markup that is no longer escaped: ``format_html()`` with what was filled in.

    None when no text with markup is seen, or what is filled in needs more than ``str()``.
    """
    if isinstance(value, cst.SimpleString) and _has_markup(value):
        safe = file.ref("django.utils.safestring.mark_safe", value)
        return f"{safe}({file.code(value)})", safe.imports
    ref = file.ref("django.utils.html.format_html", value)
    if isinstance(value, cst.BinaryOperation) and isinstance(value.operator, cst.Modulo):
        template, right = value.left, value.right
        filled = [element.value for element in right.elements] if isinstance(right, cst.Tuple) else [right]
        if not isinstance(template, cst.SimpleString) or not _has_markup(template) or isinstance(right, cst.Dict):
            return None
        if _places(template) != len(filled):
            return None
        text = string(template, str(template.raw_value).replace("%s", "{}").replace("%%", "%"))
        return f"{ref}({', '.join(file.code(part) for part in (text, *filled))})", ref.imports
    if isinstance(value, cst.Call) and isinstance(value.func, cst.Attribute) and value.func.attr.value == "format":
        template = value.func.value
        if isinstance(template, cst.SimpleString) and _has_markup(template):
            given = [file.code(arg.with_changes(comma=cst.MaybeSentinel.DEFAULT)) for arg in value.args]
            return f"{ref}({', '.join([file.code(template), *given])})", ref.imports
    return None


def _has_markup(text: cst.SimpleString) -> bool:
    value = text.evaluated_value
    return isinstance(value, str) and "<" in value and ">" in value


def returned(function: cst.FunctionDef, file: File) -> Iterator[cst.BaseExpression]:
    """Yield what a function returns, at each of its own ``return`` statements that have a value."""
    for node in file.names.nodes.get(cst.Return, ()):
        if isinstance(node, cst.Return) and file.inside(node, cst.FunctionDef) is function and node.value is not None:
            yield node.value


@rule(
    "DJ19-simple-tag-escapes",
    package="django",
    since=None,
    gone="1.9",
    docs=NOTES.format("1.9") + "#simple-tag-now-wraps-tag-output-in-conditional-escape",
    safety="review",
    needles=["simple_tag"],
    changed=True,
)
def simple_tag(node: cst.FunctionDef, file: File) -> Iterator[Hit]:
    """``simple_tag`` escapes what is returned, unless it is marked safe.

    Since Django 1.9. Nothing fails: the page shows the markup as text.

    Review: what is filled in is escaped now, which it was not before.

    ```diff
     from django import template
    +from django.utils.html import format_html
    +from django.utils.safestring import mark_safe

     register = template.Library()


     @register.simple_tag
     def bold(text):
    -    return "<b>%s</b>" % text
    +    return format_html("<b>{}</b>", text)


     @register.simple_tag(name="line")
     def rule():
    -    return "<hr>"
    +    return mark_safe("<hr>")
    ```

    ```diff
     from django import template

     register = template.Library()


     @register.simple_tag
     def name(text):
         return "%s" % text


     def bold(text):
         return "<b>%s</b>" % text
    ```
    """
    for decorator in node.decorators:
        called = decorator.decorator.func if isinstance(decorator.decorator, cst.Call) else decorator.decorator
        if any(name.endswith(".Library.simple_tag") for name in meant(called, file)):
            for value in returned(node, file):
                new = safe_markup(value, file)
                if new is not None:
                    yield Hit(value, "what a simple_tag returns is escaped", new[0], imports=new[1])


@rule(
    "DJ50-error-list-escapes",
    package="django",
    since=None,
    gone="5.0",
    docs=NOTES.format("5.0") + "#features-removed-in-5-0",
    safety="review",
    needles=["ErrorList", "ErrorDict"],
    changed=True,
)
def error_list(node: cst.FunctionDef, file: File) -> Iterator[Hit]:
    """``ErrorList.__str__()`` has to return safe text.

    Since Django 5.0 lists of errors are rendered by templates, and what an override returns is escaped there.

    Review: what is filled in is escaped, unless it is safe itself.

    ```diff
     from django.forms.utils import ErrorList
    +from django.utils.html import format_html


     class Errors(ErrorList):
         def __str__(self):
    -        return "<b>%s</b>" % self.as_text()
    +        return format_html("<b>{}</b>", self.as_text())
    ```

    ```diff
     from django.forms.utils import ErrorList


     class Errors(ErrorList):
         def __str__(self):
             return self.as_text()
    ```
    """
    names = ("__str__", "as_ul", "as_divs")
    bases = ("django.forms.utils.ErrorList", "django.forms.utils.ErrorDict")
    if any(function is node for _, function in methods(file, names, bases)):
        for value in returned(node, file):
            new = safe_markup(value, file)
            if new is not None:
                yield Hit(value, "what this method returns is escaped", new[0], imports=new[1])


@rule(
    "DJ40-node-render",
    package="django",
    since=None,
    gone="4.0",
    docs=NOTES.format("4.0") + "#miscellaneous",
    needles=["render Node"],
)
def node_render(node: cst.FunctionDef, file: File) -> Iterator[Hit]:
    """``Node.render()`` has to return a text.

    Since Django 4.0; anything else is a TypeError where it is joined.

    ```diff
     from django import template


     class Number(template.Node):
         def render(self, context):
    -        return 1
    +        return "1"
    ```

    ```diff
     from django import template


     class Number(template.Node):
         def render(self, context):
             return "1"


     class Other:
         def render(self, context):
             return 1
    ```
    """
    if node.name.value != "render" or not any(
        f is node for _, f in methods(file, ["render"], ["django.template.base.Node"])
    ):
        return
    for value in returned(node, file):
        if isinstance(value, (cst.Integer, cst.Float)):
            yield Hit(value, "Node.render() has to return a text", f'"{value.evaluated_value}"')


@rule(
    "DJ50-str-form",
    package="django",
    since=None,
    gone="5.0",
    docs=NOTES.format("5.0") + "#features-removed-in-5-0",
    safety="review",
    needles=["str"],
    pattern=rb"(?i)form",
    changed=True,
)
def str_form(node: cst.Call, file: File) -> Iterator[Hit]:
    """``str(form)`` is ``form.as_table()``.

    A form was rendered as the rows of a table; since Django 5.0 it is rendered as ``<div>``.

    Review: what is seen to be a form, or is called so; a project with templates of its own for forms has them used.

    ```diff
     from django import forms


     class BookForm(forms.Form):
         pass


     form = BookForm()
    -print(str(form), str(BookForm()))
    +print(form.as_table(), BookForm().as_table())
    ```

    ```diff
     from django import forms


     def show(form, field):
         print(str(form), str(field))
    ```
    """
    if file.resolve(node.func) != "builtins.str" or len(node.args) != 1 or node.args[0].star or node.args[0].keyword:
        return
    value = node.args[0].value
    if not isinstance(value, (cst.Name, cst.Attribute, cst.Call)):
        return
    known = origins(value, file)
    unbound = isinstance(value, cst.Name) and value.value == "form" and file.names.scope(value).find("form") is None
    if (known & set(FORMS) or (unbound and not file.names.stars)) and not _own_text(known, file):
        edit = None if file.guard(node) else f"{file.code(value)}.as_table()"
        yield Hit(node, "str() of a form renders <div> since Django 5.0", edit)


def _own_text(known: frozenset[str], file: File) -> bool:
    """Return whether a class of the file that is among the known ones renders itself."""
    own: Sequence[Node] = file.names.nodes.get(cst.ClassDef, [])
    return any(
        isinstance(node, cst.ClassDef)
        and f"<{node.name.value}>" in known
        and any(
            isinstance(part, cst.FunctionDef) and part.name.value in ("__str__", "render") for part in node.body.body
        )
        for node in own
    )
