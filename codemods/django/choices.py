"""The choices of form fields."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import spread
from upgrader.methods import defines
from upgrader.rule import File, Hit, rule

CHOICE_FIELD = "django.forms.fields.ChoiceField"
CHOICES = {"_get_choices": "fget", "_set_choices": "fset"}


@rule(
    "DJ50-set-choices",
    package="django",
    since=None,
    gone="5.0",
    docs="https://docs.djangoproject.com/en/5.0/releases/5.0/#forms",
    safety="review",
    needles=["super _get_choices", "super _set_choices"],
)
def set_choices(node: cst.Call, file: File) -> Iterator[Hit]:
    """``super()._set_choices()`` of a form field goes through the property ``choices``.

    ``ChoiceField.choices`` is made of other functions since Django 5.0, and ``_get_choices()`` and ``_set_choices()`` are
    gone. The property of the next class is there in every release.

    Review: in a mixin that no file shows in front of a form field, ``choices`` may be something else.

    ```diff
     from django import forms


     class Sorted:
         def _set_choices(self, value):
    -        super()._set_choices(value)
    +        super(Sorted, type(self)).choices.fset(self, value)
             self._choices = sorted(self._choices)

         choices = property(lambda self: self._choices, _set_choices)


     class SortedField(Sorted, forms.ChoiceField):
         pass
    ```

    ```diff
     from django import forms
     from shop.widgets import Lazy


     class LazyField(Lazy, forms.ChoiceField):
         def _set_choices(self, value):
             super()._set_choices(value)
    ```

    ```diff
     class Menu(Board):
         def _set_choices(self, value):
             super()._set_choices(value)
    ```
    """
    function = node.func
    if not (isinstance(function, cst.Attribute) and function.attr.value in CHOICES) or spread(node):
        return
    start = function.value
    if not isinstance(start, cst.Call) or file.resolve(start.func) != "builtins.super":
        return
    definition, method = file.class_around(node), file.inside(node, cst.FunctionDef)
    if definition is None or method is None or not method.params.params:
        return
    if CHOICE_FIELD not in file.ancestors(definition) and not defines(definition, "choices"):
        return
    if any(_may_define(base.value, function.attr.value, file) for base in definition.bases):
        return
    self = method.params.params[0].name.value
    owner = file.code(start.args[0].value) if start.args else definition.name.value
    arguments = ", ".join([self, *(file.code(arg.value) for arg in node.args)])
    replacement = f"super({owner}, type({self})).choices.{CHOICES[function.attr.value]}({arguments})"
    message = f"Form fields have no {function.attr.value}(): their choices are a property"
    yield Hit(node, message, replacement)


def _may_define(base: cst.BaseExpression, name: str, file: File) -> bool:
    """Return whether a base is a class of the project's own that has such a method, or is not seen to have none."""
    known = file.resolve(base)
    if known is not None:
        return not known.startswith(("django.", "builtins.")) and CHOICE_FIELD not in file.inherited(known)
    own = [node for node in file.names.nodes.get(cst.ClassDef, ()) if isinstance(node, cst.ClassDef)]
    return any(defines(node, name) for node in own if node.name.value == file.code(base))


_NAMES = tuple(
    f"{module}.{field}.{name}"
    for module in ("django.forms", "django.forms.fields")
    for field in ("ChoiceField", "TypedChoiceField", "MultipleChoiceField", "TypedMultipleChoiceField")
    for name in CHOICES
)


@rule(
    "DJ50-get-choices",
    package="django",
    since=None,
    gone="5.0",
    docs="https://docs.djangoproject.com/en/5.0/releases/5.0/#forms",
    names=_NAMES,
)
def get_choices(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``ChoiceField._get_choices`` is ``ChoiceField.choices.fget``.

    The property is there in every release, the methods only up to Django 4.2.

    ```diff
     from django import forms


     class LazyField(forms.ChoiceField):
         def _set_choices(self, value):
             self._choices = self.widget.choices = value

    -    choices = property(forms.ChoiceField._get_choices, _set_choices)
    +    choices = property(forms.ChoiceField.choices.fget, _set_choices)
    ```

    ```diff
     from shop import forms


     class LazyField(forms.ChoiceField):
         choices = property(forms.ChoiceField._get_choices)
    ```
    """
    name = node.attr.value
    message = f"ChoiceField.{name} is the property's own function: ChoiceField.choices.{CHOICES[name]}"
    yield Hit(node, message, f"{file.code(node.value)}.choices.{CHOICES[name]}")


@rule(
    "DJ50-field-choices-list",
    package="django",
    since=None,
    gone="5.0",
    docs="https://docs.djangoproject.com/en/5.0/releases/5.0/#forms",
    needles=["get_choices"],
)
def field_choices(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``Field.get_choices()`` of a model's field may be an iterator.

    Since Django 5.0 the choices come one by one, the empty one first. Before, they were a list, which has a length and takes
    a ``+``.

    ```diff
     from django.db import models
     from django.utils.functional import lazy


     class CountryField(models.CharField):
         def formfield(self, **kwargs):
    -        kwargs["choices"] = lazy(self.get_choices, list)
    -        kwargs["size"] = len(self.get_choices())
    -        kwargs["more"] = self.get_choices(include_blank=False) + [("x", "X")]
    +        kwargs["choices"] = lazy(lambda *args, **kwargs: list(self.get_choices(*args, **kwargs)), list)
    +        kwargs["size"] = len(list(self.get_choices()))
    +        kwargs["more"] = list(self.get_choices(include_blank=False)) + [("x", "X")]
             return super().formfield(**kwargs)


     class ShopField(models.CharField):
         def get_choices(self, **kwargs):
    -        return super().get_choices(**kwargs)
    +        return list(super().get_choices(**kwargs))

         get_choices = lazy(get_choices, list)
    ```

    ```diff
     from django.db import models
     from shop import registry


     class CountryField(models.CharField):
         def codes(self):
             return [code for code, name in self.get_choices()] + registry.get_choices()


     class Shops(models.CharField):
         def get_choices(self, **kwargs):
             return []

         def all(self):
             return self.get_choices() + [""]
    ```
    """
    definition = file.class_around(node)
    if node.attr.value != "get_choices" or definition is None:
        return
    above = isinstance(node.value, cst.Call) and file.resolve(node.value.func) == "builtins.super"
    own = isinstance(node.value, cst.Name) and node.value.value == "self" and not defines(definition, "get_choices")
    if not (above or own) or not file.ancestors(definition) & {
        "django.db.models.Field",
        "django.db.models.fields.Field",
    }:
        return
    around = file.parent(node)
    message = "the choices of a field may be an iterator"
    if isinstance(around, cst.Call) and around.func is node:
        user = file.parent(around)
        call = file.parent(user) if isinstance(user, cst.Arg) else None
        measured = isinstance(call, cst.Call) and file.resolve(call.func) == "builtins.len"
        indexed = isinstance(user, cst.Subscript) and user.value is around
        made = isinstance(user, cst.Return) and "get_choices = lazy(get_choices, list)" in file.code(definition)
        if (
            measured
            or indexed
            or made
            or (isinstance(user, cst.BinaryOperation) and isinstance(user.operator, cst.Add))
        ):
            yield Hit(around, message, f"list({file.code(around)})")
    elif isinstance(around, cst.Arg):
        call = file.parent(around)
        lazy = isinstance(call, cst.Call) and file.resolve(call.func) == "django.utils.functional.lazy"
        kinds = call.args[1:] if isinstance(call, cst.Call) else ()
        if lazy and any(file.resolve(kind.value) == "builtins.list" for kind in kinds):
            yield Hit(node, message, "lambda *args, **kwargs: list(self.get_choices(*args, **kwargs))")
