"""djangorestframework: defaults and validators that ask for the field they belong to."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import text_of
from upgrader.members import names_of, positional, super_calls, with_param
from upgrader.names import Node
from upgrader.rule import File, Hit, rule

DOCS = "https://www.django-rest-framework.org/community/3.11-announcement/#validator-default-context"


@rule(
    "drf312-set-context",
    package="djangorestframework",
    since="3.11",
    gone="3.12",
    docs=DOCS,
    needles=["set_context __call__ rest_framework"],
    safety="review",
)
def set_context(definition: cst.ClassDef, file: File) -> Iterator[Hit]:
    """``set_context()`` of a default or validator is not called any more.

    Since djangorestframework 3.12 the field is an argument of ``__call__`` where ``requires_context`` is set.

    Review: who calls the object without djangorestframework has to pass the field.

    ```diff
     from rest_framework import serializers


     class Today:
    +    requires_context = True
    +
         def set_context(self, serializer_field):
             self.clock = serializer_field.context["clock"]

    -    def __call__(self):
    +    def __call__(self, serializer_field):
    +        self.set_context(serializer_field)
             return self.clock.today()


     class Even:
    +    requires_context = True
    +
         message = "odd"

    -    def __call__(self, value):
    +    def __call__(self, value, field):
    +        self.set_context(field)
             if value % 2:
                 raise serializers.ValidationError(self.message)

         def set_context(self, field):
             self.field = field
    ```

    ```diff
     from rest_framework import serializers


     class Today:
         requires_context = True

         def set_context(self, serializer_field):
             self.clock = serializer_field.context["clock"]

         def __call__(self, serializer_field):
             self.set_context(serializer_field)
             return self.clock.today()


     class Page:
         def set_context(self, context, request):
             self.context = context

         def __call__(self):
             return serializers.Serializer()
    ```
    """
    if not isinstance(definition.body, cst.IndentedBlock):
        return
    functions = {one.name.value: one for one in definition.body.body if isinstance(one, cst.FunctionDef)}
    setter, call = functions.get("set_context"), functions.get("__call__")
    if setter is None or call is None or "requires_context" in file.code(definition):
        return
    asked, given = names_of(setter), names_of(call)
    if len(asked) != 1 or len(given) > 1 or len(positional(call)) != len(given):
        return
    message = f"{definition.name.value}.set_context is not called any more"
    if asked[0] in given or any(super_calls(setter, file)) or not isinstance(call.body, cst.IndentedBlock):
        yield Hit(setter.name, message)
        return
    first = cst.parse_statement(f"self.set_context({asked[0]})\n")
    body = list(call.body.body)
    at = 1 if call.get_docstring() is not None else 0
    new = call.with_changes(
        params=with_param(call.params, asked[0]),
        body=call.body.with_changes(body=[*body[:at], first, *body[at:]]),
    )
    statements: list[cst.BaseStatement] = [new if one is call else one for one in _statements(definition.body)]
    at = 1 if definition.get_docstring() is not None else 0
    mark = cst.parse_statement("requires_context = True\n")
    behind = statements[at]
    if not getattr(behind, "leading_lines", ()):
        behind = behind.with_changes(leading_lines=[cst.EmptyLine(indent=False)])
    changed = [*statements[:at], mark, behind, *statements[at + 1 :]]
    edited = definition.with_changes(body=definition.body.with_changes(body=changed))
    yield Hit(setter.name, message, also=((definition, edited),))


def _statements(body: cst.IndentedBlock) -> list[cst.BaseStatement]:
    return [one for one in body.body if isinstance(one, cst.BaseStatement)]


@rule(
    "drf312-pass-context",
    package="djangorestframework",
    since="3.11",
    gone="3.12",
    docs=DOCS,
    needles=["set_context hasattr rest_framework"],
    safety="review",
)
def pass_context(node: cst.If, file: File) -> Iterator[Hit]:
    """Call a default with its field where it asks for one by ``requires_context``: none has ``set_context()`` any more.

    Review: see that the field is right where the default is called more than once.

    ```diff
     from rest_framework import serializers


     def default_of(field):
         default = field.default
         if hasattr(default, "set_context"):
             default.set_context(field)
    -    return default()
    +    return default(field) if getattr(default, "requires_context", False) else default()
    ```

    ```diff
     from rest_framework import serializers


     def default_of(field):
         default = field.default
         if getattr(default, "requires_context", False):
             return default(field)
         if hasattr(default, "set_context"):
             default.set_context(field)
         return default()
    ```
    """
    test, function = node.test, file.inside(node, cst.FunctionDef)
    if not isinstance(test, cst.Call) or file.resolve(test.func) != "builtins.hasattr" or len(test.args) != 2:
        return
    owner = test.args[0].value
    if text_of(test.args[1].value) != "set_context" or not isinstance(owner, cst.Name) or function is None:
        return
    inside = [call for call in file.calls.get("set_context", ()) if file.inside(call, cst.If) is node]
    fields = {file.code(call.args[0].value) for call in inside if len(call.args) == 1}
    if len(fields) != 1 or "requires_context" in file.code(function):
        return
    name, passed = owner.value, fields.pop()
    also: list[tuple[Node, Node | str]] = []
    for call in file.calls.get(name, ()):
        if isinstance(call.func, cst.Name) and not call.args and file.inside(call, cst.FunctionDef) is function:
            also.append((call, f'{name}({passed}) if getattr({name}, "requires_context", False) else {name}()'))
    yield Hit(test, "no default has set_context() any more: it is called with its field", also=tuple(also))
