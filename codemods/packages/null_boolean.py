"""``NullBooleanField`` of djangorestframework."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import NewImport, with_arg
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.removed import find_unused
from upgrader.rule import DELETE, File, Hit, rule

NOTES = "https://www.django-rest-framework.org/community/release-notes/"
_OLD = ("rest_framework.serializers.NullBooleanField", "rest_framework.fields.NullBooleanField")
_NEW = ("rest_framework.serializers.BooleanField", "rest_framework.fields.BooleanField")


@rule(
    "drf314-null-boolean",
    package="djangorestframework",
    since="3.9",
    gone="3.14",
    docs=NOTES + "#314x-series",
    safety="review",
    names=_OLD,
)
def null_boolean(node: cst.Call, file: File) -> Iterator[Hit]:
    """``NullBooleanField()`` of a serializer is ``BooleanField(allow_null=True)``.

    Review: an HTML form that leaves the field out gives ``False``, no longer ``None``.

    ```diff
     from rest_framework import serializers


     class Book(serializers.Serializer):
    -    sold = serializers.NullBooleanField(required=False)
    +    sold = serializers.BooleanField(required=False, allow_null=True)
    ```

    ```diff
     from shop import serializers


     class Book(serializers.Serializer):
         sold = serializers.NullBooleanField()
    ```
    """
    old = file.resolve(node.func) or ""
    message = "NullBooleanField is BooleanField(allow_null=True)"
    if any(arg.star for arg in node.args):
        yield Hit(node, message)
        return
    if isinstance(node.func, cst.Attribute):
        function: cst.BaseExpression = node.func.with_changes(attr=node.func.attr.with_changes(value="BooleanField"))
        yield Hit(node, message, with_arg(node.with_changes(func=function), "allow_null=True"))
        return
    ref = file.ref(f"{old.rpartition('.')[0]}.BooleanField", node)
    call = node.with_changes(func=cst.parse_expression(str(ref)))
    yield Hit(node, message, with_arg(call, "allow_null=True"), imports=ref.imports)


@rule(
    "drf314-null-boolean-class",
    package="djangorestframework",
    since="3.9",
    gone="3.14",
    docs=NOTES + "#314x-series",
    safety="review",
    names=_OLD,
)
def null_boolean_class(node: cst.Name | cst.Attribute | cst.ImportAlias, file: File) -> Iterator[Hit]:
    """``NullBooleanField``, named without being called, is ``BooleanField`` or nothing.

    Serializers have one class for both. In a table or a tuple that has ``BooleanField`` as well, the other goes.

    Review: where the two meant different things, ask the field for ``allow_null``.

    ```diff
     from rest_framework import serializers

     TYPES = [
         (serializers.CharField, "string"),
         (serializers.BooleanField, "boolean"),
    -    (serializers.NullBooleanField, "boolean"),
     ]
     INPUTS = {
         serializers.BooleanField: "checkbox",
    -    serializers.NullBooleanField: "select",
     }
    -CHOICES = {serializers.NullBooleanField: "select"}
    +CHOICES = {serializers.BooleanField: "select"}


     def kind(field):
    -    if isinstance(field, serializers.NullBooleanField):
    +    if isinstance(field, serializers.BooleanField) and field.allow_null:
             return "maybe"
    -    return isinstance(field, (serializers.BooleanField, serializers.NullBooleanField))
    +    return isinstance(field, (serializers.BooleanField,))
    ```

    ```diff
    -from rest_framework.fields import BooleanField, Field, NullBooleanField
    +from rest_framework.fields import BooleanField, Field

     print(BooleanField, Field)
    ```

    ```diff
     from django import forms
     from shop import serializers

     TYPES = [(serializers.NullBooleanField, "boolean"), (forms.NullBooleanField, "boolean")]
    ```
    """
    message = "NullBooleanField is BooleanField"
    around = file.parent(node)
    if isinstance(node, cst.ImportAlias):
        yield from (hit for old in _OLD for hit in find_unused(old, message, file) if hit.node is node)
        return
    if isinstance(around, cst.ImportAlias) or (isinstance(around, cst.Call) and around.func is node):
        return
    above = file.parent(around)
    if file.guard(node):
        yield Hit(node, message)
    elif isinstance(around, cst.Arg) and isinstance(above, cst.ClassDef):
        message = "NullBooleanField is gone; a subclass of BooleanField sets allow_null itself"
        yield Hit(node, message, safety=Safety.MANUAL)
    elif (entry := _beside_boolean(node, file)) is not None:
        yield Hit(node, f"{message}, which is there already", also=((entry, DELETE),))
    else:
        function, imports = _boolean(node, file)
        call = file.parent(around) if isinstance(around, cst.Arg) else None
        if isinstance(call, cst.Call) and file.resolve(call.func) == "builtins.isinstance":
            first = call.args[0].value
            code = f"isinstance({file.code(first)}, {function}) and {file.code(first)}.allow_null"
            if not isinstance(first, (cst.Name, cst.Attribute)):
                yield Hit(node, message)
            else:
                plain = isinstance(file.parent(call), (cst.If, cst.Return, cst.Assign))
                yield Hit(node, message, also=((call, code if plain else f"({code})"),), imports=imports)
        else:
            yield Hit(node, message, function, imports=imports)


def _boolean(node: cst.Name | cst.Attribute, file: File) -> tuple[str, tuple[NewImport, ...]]:
    """Return how ``BooleanField`` is spelled where ``node`` is the old class, and the imports it needs."""
    if isinstance(node, cst.Attribute):
        return f"{file.code(node.value)}.BooleanField", ()
    module = (file.resolve(node) or "").rpartition(".")[0]
    ref = file.ref(f"{module}.BooleanField", node)
    return str(ref), ref.imports


def _beside_boolean(node: Node, file: File) -> Node | None:
    """Return the entry of a collection that has one for ``BooleanField`` too: the class, a pair it begins, its key."""
    element = file.parent(node)
    listed = file.parent(element)
    if isinstance(element, cst.DictElement) and isinstance(listed, cst.Dict) and element.key is node:
        keys = [entry.key for entry in listed.elements if isinstance(entry, cst.DictElement)]
        return element if _has_boolean(keys, file) else None
    if not isinstance(element, cst.Element) or not isinstance(listed, (cst.List, cst.Tuple, cst.Set)):
        return None
    if _has_boolean([entry.value for entry in listed.elements], file):
        return element
    pair, pairs = file.parent(listed), file.parent(file.parent(listed))
    if not isinstance(pair, cst.Element) or listed.elements[0] is not element:
        return None
    rows = [entry.value for entry in pairs.elements] if isinstance(pairs, (cst.List, cst.Tuple)) else []
    firsts = [row.elements[0].value for row in rows if isinstance(row, (cst.List, cst.Tuple)) and row.elements]
    return pair if _has_boolean(firsts, file) else None


def _has_boolean(nodes: list[cst.BaseExpression], file: File) -> bool:
    return any(file.resolve(node) in _NEW for node in nodes)
