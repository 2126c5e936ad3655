"""Filters of the admin's lists: the values they are given."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import spread
from upgrader.rule import File, Hit, rule

_FIELD = {"django.contrib.admin.filters.FieldListFilter", "django.contrib.admin.FieldListFilter"}
_LIST = {
    "django.contrib.admin.filters.ListFilter",
    "django.contrib.admin.ListFilter",
    "django.contrib.admin.SimpleListFilter",
}
_LAST = "django.contrib.admin.utils.get_last_value_from_parameters"


@rule(
    "DJ50-filter-values",
    package="django",
    since="5.0",
    gone="5.0",
    docs="https://docs.djangoproject.com/en/5.0/releases/5.0/#miscellaneous",
    needles=["used_parameters", "params admin"],
)
def filter_values(node: cst.Call, file: File) -> Iterator[Hit]:
    """``params`` and ``used_parameters`` of a list filter hold lists of values.

    Since Django 5.0 a filter may have several. Nothing fails: a list is no choice, and what is chosen is not marked. The
    last value is the one that counted before. ``SimpleListFilter`` puts it into ``used_parameters`` by itself.

    ```diff
     from django.contrib import admin
    +from django.contrib.admin.utils import get_last_value_from_parameters


     class CountryFilter(admin.FieldListFilter):
         def __init__(self, field, request, params, model, model_admin, field_path):
    -        self.chosen = params.get("country")
    +        self.chosen = get_last_value_from_parameters(params, "country")
             super().__init__(field, request, params, model, model_admin, field_path)

         def choices(self, changelist):
    -        value = self.used_parameters.get(self.field.name)
    +        value = get_last_value_from_parameters(self.used_parameters, self.field.name)
             yield {"selected": value is None}
    ```

    ```diff
     from django.contrib import admin


     class CountryFilter(admin.SimpleListFilter):
         parameter_name = "country"

         def value(self):
             return self.used_parameters.get(self.parameter_name)


     class Shop:
         def choices(self, params):
             return params.get("country"), self.used_parameters.get("country")
    ```
    """
    read = _read(node)
    if read is None:
        return
    parameters, key = read
    around, function = file.class_around(node), file.inside(node, cst.FunctionDef)
    if around is None or function is None or not isinstance(key, (cst.Name, cst.Attribute, cst.SimpleString)):
        return
    ancestors = file.ancestors(around)
    if isinstance(parameters, cst.Name):
        found = (
            parameters.value == "params" and function.name.value == "__init__" and bool(ancestors & (_FIELD | _LIST))
        )
    else:
        found = file.code(parameters) == "self.used_parameters" and bool(ancestors & _FIELD)
    if found:
        ref = file.ref(_LAST, node)
        new = f"{ref}({file.code(parameters)}, {file.code(key)})"
        yield Hit(node, "the values of a list filter are lists", new, imports=ref.imports)


def _read(node: cst.Call) -> tuple[cst.BaseExpression, cst.BaseExpression] | None:
    """Return the mapping and the key of ``mapping.get(key)``."""
    if not isinstance(node.func, cst.Attribute) or spread(node):
        return None
    if node.func.attr.value != "get" or len(node.args) != 1 or node.args[0].keyword is not None:
        return None
    return node.func.value, node.args[0].value
