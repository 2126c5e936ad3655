"""django-import-export: the hooks of a resource got other arguments."""

from collections.abc import Iterator

import libcst as cst

from upgrader.members import methods, positional, super_calls, with_param
from upgrader.rule import File, Hit, rule

_CHANGES = "https://django-import-export.readthedocs.io/en/latest/release_notes.html"
_RESOURCES = tuple(f"import_export.resources.{name}" for name in ("Resource", "ModelResource"))
#: hooks that get the row since 4.0, behind the instance, and everything else by keyword
_WITH_ROW = ("before_save_instance", "after_save_instance", "before_delete_instance", "after_delete_instance")
_BY_KEYWORD = {"using_transactions", "dry_run"}


@rule(
    "import-export4-hooks",
    package="django-import-export",
    since="4.0",
    gone="4.0",
    docs=_CHANGES,
    needles=[f"import_export {name}" for name in _WITH_ROW],
    safety="review",
)
def hooks(module: cst.Module, file: File) -> Iterator[Hit]:
    """``before_save_instance(instance, row, **kwargs)`` is given the row.

    So are the hooks after it and around deletion, since django-import-export 4.0; what else they got, they get by keyword.

    Review: a hook that calls that of its base class by ``super()`` is only reported.

    ```diff
     from import_export import resources


     class Books(resources.ModelResource):
    -    def before_save_instance(self, instance, using_transactions, dry_run):
    +    def before_save_instance(self, instance, row, using_transactions, dry_run, **kwargs):
             instance.seen = not dry_run

    -    def after_delete_instance(self, instance, dry_run):
    +    def after_delete_instance(self, instance, row, dry_run, **kwargs):
             instance.shop.count()
    ```

    ```diff
     from import_export import resources
     from shop.resources import Other


     class Books(resources.ModelResource):
         def before_save_instance(self, instance, row, **kwargs): ...


     class More(Other):
         def before_save_instance(self, instance, using_transactions, dry_run): ...
    ```
    """
    for definition, function in methods(file, _WITH_ROW, _RESOURCES):
        given = [param.name.value for param in positional(function)]
        if len(given) < 2 or given[1] not in _BY_KEYWORD:
            continue
        message = f"{definition.name.value}.{function.name.value}() is given the row behind the instance"
        params = with_param(function.params, "row", 2)
        if params.star_kwarg is None:
            params = params.with_changes(star_kwarg=cst.Param(cst.Name("kwargs"), star="**"))
        if list(super_calls(function, file)) or not set(given[1:]) <= _BY_KEYWORD:
            yield Hit(function.name, message)
        else:
            yield Hit(function.name, message, also=((function.params, params),))


@rule(
    "import-export3-skip-row",
    package="django-import-export",
    since="3.0",
    gone="3.0",
    docs=_CHANGES,
    needles=["import_export skip_row"],
)
def skip_row(module: cst.Module, file: File) -> Iterator[Hit]:
    """``skip_row(instance, original, row, import_validation_errors=None)`` is given the row.

    django-import-export 3.0 gives two more arguments. A method that calls that of its base class is only reported.

    ```diff
     from import_export.resources import ModelResource


     class Books(ModelResource):
    -    def skip_row(self, instance, original):
    +    def skip_row(self, instance, original, row, import_validation_errors=None):
             return instance.sold
    ```

    ```diff
     from import_export.resources import ModelResource
     from shop.resources import Other


     class Books(ModelResource):
         def skip_row(self, instance, original, row, import_validation_errors=None):
             return instance.sold


     class More(Other):
         def skip_row(self, instance, original): ...
    ```
    """
    for definition, function in methods(file, ["skip_row"], _RESOURCES):
        if len(positional(function)) != 2 or isinstance(function.params.star_arg, cst.Param):
            continue
        message = f"{definition.name.value}.skip_row() is given the row and the errors of its validation"
        params = with_param(with_param(function.params, "row"), "import_validation_errors=None")
        if list(super_calls(function, file)):
            yield Hit(function.name, message)
        else:
            yield Hit(function.name, message, also=((function.params, params),))


@rule(
    "import-export4-methods",
    package="django-import-export",
    since="4.0",
    gone="4.0",
    docs=_CHANGES,
    needles=["import_export import_obj", "import_export save_instance", "import_export save_m2m"],
    safety="manual",
)
def other_methods(module: cst.Module, file: File) -> Iterator[Hit]:
    """``import_obj()`` of a resource is ``import_instance()``, and ``save_instance()`` has other arguments.

    Since django-import-export 4.0 nothing calls ``import_obj()``: what overrides it has no effect.

    Manual: write ``import_instance(self, instance, row, **kwargs)``, ``save_instance(self, instance, is_create, row,
    **kwargs)`` and ``save_m2m(self, instance, row, **kwargs)``; ``dry_run`` and ``using_transactions`` are keywords.

    ```diff
     from import_export.resources import ModelResource


     class Books(ModelResource):
    -    def import_obj(self, obj, data, dry_run):
    -        super().import_obj(obj, data, dry_run)
    +    def import_instance(self, instance, row, **kwargs):
    +        super().import_instance(instance, row, **kwargs)
    ```

    ```diff
     from import_export.resources import ModelResource
     from shop.resources import Other


     class Books(ModelResource):
         def save_instance(self, instance, is_create, row, **kwargs): ...

         def save_m2m(self, instance, row, **kwargs): ...


     class More(Other):
         def import_obj(self, obj, data, dry_run): ...
    ```
    """
    wanted = {
        "import_obj": "import_instance(self, instance, row, **kwargs)",
        "save_instance": "save_instance(self, instance, is_create, row, **kwargs)",
        "save_m2m": "save_m2m(self, instance, row, **kwargs)",
    }
    for definition, function in methods(file, list(wanted), _RESOURCES):
        name = function.name.value
        given = {param.name.value for param in positional(function)}
        if name == "import_obj" or given & _BY_KEYWORD:
            yield Hit(function.name, f"{definition.name.value}.{name}() is {wanted[name]} now")
