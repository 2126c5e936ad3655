"""What models and their forms define: overridden ``save()`` and ``clean_fields()``, cached properties, abstract models."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.edit import NewImport
from upgrader.members import attributes, class_of, line_of, methods
from upgrader.methods import defines
from upgrader.names import Node
from upgrader.rule import DELETE, File, Hit, rule
from upgrader.values import origins

NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"
MODEL = "django.db.models.base.Model"
_EXCLUDING = ("clean_fields", "validate_unique", "full_clean", "validate_constraints")


@rule(
    "DJ41-exclude-set",
    package="django",
    since=None,
    gone="4.1",
    docs=NOTES.format("4.1") + "#miscellaneous",
    needles=[*(f"{name} exclude" for name in _EXCLUDING), "_get_validation_exclusions"],
)
def exclude_set(node: cst.Call, file: File) -> Iterator[Hit]:
    """``exclude`` of ``Model.clean_fields()`` and its neighbours is a set.

    Since Django 4.1, and what ``ModelForm._get_validation_exclusions()`` returns, too: it has no ``append()``.

    ```diff
     from django import forms
     from django.db import models


     class Book(models.Model):
         def clean_fields(self, exclude=None):
    -        exclude.append("title")
    +        exclude = {*(exclude or ()), "title"}
             super().clean_fields(exclude)


     class BookForm(forms.ModelForm):
         def _get_validation_exclusions(self):
             names = super()._get_validation_exclusions()
    -        names.append("title")
    +        names = {*names, "title"}
             return names
    ```

    ```diff
     from django.db import models


     class Book(models.Model):
         def clean_fields(self, exclude=None):
             exclude = list(exclude or ())
             exclude.append("title")

         def other(self, exclude):
             exclude.append("title")
    ```
    """
    func = node.func
    if not isinstance(func, cst.Attribute) or func.attr.value not in ("append", "extend") or len(node.args) != 1:
        return
    statement = file.parent(node)
    function = file.inside(node, cst.FunctionDef)
    if not isinstance(func.value, cst.Name) or not isinstance(statement, cst.Expr) or function is None:
        return
    name = func.value.value
    scope = file.names.scope(func.value).find(name)
    bindings = [binding.node for binding in scope.bindings[name]] if scope is not None else []
    overridden = [f for _, f in methods(file, _EXCLUDING, [MODEL])]
    if function in overridden and bindings and all(isinstance(binding, cst.Param) for binding in bindings):
        given = f"*({name} or ())"
    elif len(bindings) == 1 and _is_exclusions(bindings[0], file):
        given = f"*{name}"
    else:
        return
    added = file.code(node.args[0].value)
    more = added if func.attr.value == "append" else f"*{added}"
    edit = None if file.guard(node) else f"{name} = {{{given}, {more}}}"
    yield Hit(statement, f"{name} is a set since Django 4.1", edit)


def _is_exclusions(binding: Node, file: File) -> bool:
    assign = file.parent(file.parent(binding))
    value = assign.value if isinstance(assign, cst.Assign) else None
    called = value.func if isinstance(value, cst.Call) else None
    return isinstance(called, cst.Attribute) and called.attr.value == "_get_validation_exclusions"


@rule(
    "DJ42-save-update-fields",
    package="django",
    since=None,
    gone="4.2",
    docs=NOTES.format("4.2") + "#setting-update-fields-in-model-save-may-now-be-required",
    safety="review",
    needles=["save super"],
    changed=True,
)
def save_update_fields(module: cst.Module, file: File) -> Iterator[Hit]:
    """``Model.save()`` that sets fields has to add them to ``update_fields``.

    Since Django 4.2 ``update_or_create()`` passes the fields that it was given. Nothing fails: what an overridden
    ``save()`` sets besides is not written.

    Review: whoever passes ``update_fields`` writes these fields from now on, too. A field that the class does not define
    itself is only reported.

    ```diff
     from django.db import models


     class Book(models.Model):
         title = models.TextField()
         slug = models.SlugField()

         def save(self, *args, **kwargs):
             self.slug = slugify(self.title)
    +        if kwargs.get("update_fields") is not None:
    +            kwargs["update_fields"] = {"slug", *kwargs["update_fields"]}
             super().save(*args, **kwargs)
    ```

    ```diff
     from django.db import models


     class Book(models.Model):
         title = models.TextField()

         def save(self, *args, **kwargs):
             self._saving = True
             super().save(*args, **kwargs)


     class Shop(models.Model):
         name = models.TextField()

         def save(self, *args, update_fields=None, **kwargs):
             self.name = self.name.strip()
             super().save(*args, update_fields=update_fields, **kwargs)
    ```
    """
    for definition, function in methods(file, ["save"], [MODEL]):
        star = function.params.star_kwarg
        if star is None or "update_fields" in file.code(function):
            continue
        calls = [call for call in _super_saves(function, file) if any(arg.star == "**" for arg in call.args)]
        names = _set_here(function, file)
        line = file.inside(calls[0], cst.SimpleStatementLine) if len(calls) == 1 else None
        if not names or line is None:
            continue
        message = "update_or_create() writes only what it was given: update_fields wants what save() sets"
        fields = [name for name in names if _is_field(definition, name)]
        if not fields or "#" in file.code(line.trailing_whitespace):
            yield Hit(function.name, message, certain=bool(fields))
            continue
        keywords = star.name.value
        added = ", ".join(f'"{name}"' for name in fields)
        plain = file.code(line.with_changes(leading_lines=[]))
        code = (
            f'if {keywords}.get("update_fields") is not None:\n'
            f'    {keywords}["update_fields"] = {{{added}, *{keywords}["update_fields"]}}\n{plain}'
        )
        yield Hit(function.name, message, also=((line, code),))


def _super_saves(function: cst.FunctionDef, file: File) -> Iterator[cst.Call]:
    for node in file.names.nodes.get(cst.Call, ()):
        call = cst.ensure_type(node, cst.Call)
        func = call.func
        if (
            isinstance(func, cst.Attribute)
            and func.attr.value == "save"
            and isinstance(func.value, cst.Call)
            and file.resolve(func.value.func) == "builtins.super"
            and file.inside(call, cst.FunctionDef) is function
        ):
            yield call


def _set_here(function: cst.FunctionDef, file: File) -> list[str]:
    """Return the public attributes of ``self`` that a method assigns, in order."""
    found: dict[str, None] = {}
    for kind in (cst.Assign, cst.AugAssign):
        for node in file.names.nodes.get(kind, ()):
            if file.inside(node, cst.FunctionDef) is not function:
                continue
            assert isinstance(node, (cst.Assign, cst.AugAssign))
            target = node.target if isinstance(node, cst.AugAssign) else node.targets[0].target
            if isinstance(target, cst.Attribute) and file.code(target.value) == "self":
                found[target.attr.value] = None
    return [name for name in found if not name.startswith("_")]


def _is_field(definition: cst.ClassDef, name: str) -> bool:
    for statement in definition.body.body:
        for small in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
            if isinstance(small, cst.Assign) and isinstance(small.value, cst.Call):
                target = small.targets[0].target
                func = small.value.func
                made = (
                    func.attr.value
                    if isinstance(func, cst.Attribute)
                    else func.value
                    if isinstance(func, cst.Name)
                    else ""
                )
                many = made.endswith(("ManyToManyField", "GenericForeignKey", "GenericRelation"))
                if isinstance(target, cst.Name) and target.value == name and not many:
                    return made.endswith(("Field", "ForeignKey"))
    return False


@rule(
    "DJ22-cached-property-alias",
    package="django",
    since=None,
    gone="2.2",
    docs=NOTES.format("2.2") + "#cached-property-aliases",
    needles=["cached_property"],
)
def cached_property_alias(node: cst.Assign, file: File) -> Iterator[Hit]:
    """``cached_property`` has one name.

    Since Django 2.2 a second name in the class is a TypeError.

    ```diff
    +import operator
    +
     from django.utils.functional import cached_property


     class Book:
         @cached_property
         def pages(self):
             return 1

    -    length = pages
    +    length = property(operator.attrgetter("pages"))
    ```

    ```diff
     from django.utils.functional import cached_property


     class Book:
         @cached_property
         def pages(self):
             return 1

         def number(self):
             return 2

         count = number
    ```
    """
    definition = class_of(node, file)
    if definition is None or not isinstance(node.value, cst.Name):
        return
    for statement in definition.body.body:
        if not isinstance(statement, cst.FunctionDef) or statement.name.value != node.value.value:
            continue
        names = {file.resolve(d.decorator) for d in statement.decorators}
        if "django.utils.functional.cached_property" in names:
            code = f'property(operator.attrgetter("{node.value.value}"))'
            edit = None if file.guard(node) else code
            imports = (NewImport("operator"),) if edit else ()
            yield Hit(node.value, "a cached_property has one name", edit, imports=imports)


@rule(
    "DJ32-abstract-instance",
    package="django",
    since=None,
    gone="3.2",
    docs=NOTES.format("3.2") + "#miscellaneous",
    safety="manual",
    needles=["abstract"],
)
def abstract_instance(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Model()`` is refused where the model is abstract.

    A TypeError since Django 3.2.

    Manual: make a model that inherits from it, in tests as well.

    ```diff
     from django.db import models


     class Base(models.Model):
         class Meta:
             abstract = True


     Base()
    ```

    ```diff
     from django.db import models


     class Base(models.Model):
         class Meta:
             abstract = True


     class Book(Base):
         pass


     Book()
    ```
    """
    if not isinstance(node.func, cst.Name) or MODEL not in origins(node, file):
        return
    scope = file.names.scope(node.func).find(node.func.value)
    for binding in scope.bindings[node.func.value] if scope is not None else ():
        if isinstance(binding.node, cst.ClassDef) and _is_abstract(binding.node, file):
            yield Hit(node, "an abstract model cannot be instantiated")


def _is_abstract(definition: cst.ClassDef, file: File) -> bool:
    for statement in definition.body.body:
        if isinstance(statement, cst.ClassDef) and statement.name.value == "Meta":
            return any(file.code(line).strip().startswith("abstract = True") for line in statement.body.body)
    return False


@rule(
    "DJ41-domain-allowlist",
    package="django",
    since="3.2",
    gone="4.1",
    docs=NOTES.format("4.1") + "#features-removed-in-4-1",
    needles=["domain_whitelist"],
)
def domain_allowlist(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """``EmailValidator.domain_whitelist`` is ``domain_allowlist``.

    Renamed in Django 3.2; nothing reads the old name since 4.1, so that these domains are refused.

    ```diff
     from django.core.validators import EmailValidator


     class Mail(EmailValidator):
    -    domain_whitelist = ["localhost", "shop"]
    +    domain_allowlist = ["localhost", "shop"]
    ```

    ```diff
     class Mail:
         domain_whitelist = ["localhost"]
    ```
    """
    if "django.core.validators.EmailValidator" not in {
        file.resolve(base.value) for base in node.bases
    } and "django.core.validators.EmailValidator" not in file.ancestors(node):
        return
    if defines(node, "domain_allowlist"):
        return
    for statement in node.body.body:
        for small in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
            target = small.targets[0].target if isinstance(small, cst.Assign) else None
            if isinstance(target, cst.Name) and target.value == "domain_whitelist":
                yield Hit(target, "this attribute is domain_allowlist", cst.Name("domain_allowlist"))


MANAGER = "django.db.models.manager.BaseManager"


@rule(
    "DJ20-use-for-related-fields",
    package="django",
    since="1.10",
    gone="2.0",
    docs="https://docs.djangoproject.com/en/2.0/releases/2.0/#features-removed-in-2-0",
    needles=["use_for_related_fields"],
    safety="review",
)
def use_for_related_fields(module: cst.Module, file: File) -> Iterator[Hit]:
    """``use_for_related_fields`` of a manager is ``Meta.base_manager_name`` of the models that have it.

    Deprecated in Django 1.10, removed in 2.0. Nothing fails: related objects come from the plain manager. A manager that
    other files name as well is reported: their models want the option too.

    Review: ``makemigrations`` writes the option into a migration, which changes nothing in the database. What the manager
    filters out is not found by ``refresh_from_db()`` either, and not saved.

    ```diff
     from django.db import models


     class Sold(models.Manager):
    -    use_for_related_fields = True
    -
         def get_queryset(self):
             return super().get_queryset().filter(sold=True)


     class Book(models.Model):
         sold = models.BooleanField(default=False)
         objects = Sold()

    +    class Meta:
    +        base_manager_name = "objects"
    +
         def __str__(self):
             return "book"


     class Shop(models.Model):
         objects = Sold()

         class Meta:
             ordering = ["name"]
    +        base_manager_name = "objects"
    ```

    ```diff
     class Sold:
         use_for_related_fields = True
    ```
    """
    for definition, statement, value in attributes(file, ["use_for_related_fields"], [MANAGER]):
        name = definition.name.value
        message = "use_for_related_fields has no effect: name the manager in Meta.base_manager_name"
        if file.code(value) == "False":
            yield Hit(statement, message, also=((line_of(statement, file), DELETE),))
            continue
        edits = list(_based_on(name, file))
        elsewhere = any(re.search(rf"\b{name}\b", text) for text in file.others(name).values())
        known = bool(edits) and None not in edits and not elsewhere and file.code(value) == "True"
        also = tuple(edit for edit in edits if edit is not None)
        line = line_of(statement, file)
        yield Hit(statement, message, also=((line, DELETE), *also) if known and not file.guard(statement) else ())


def _based_on(manager: str, file: File) -> Iterator[tuple[cst.CSTNode, cst.CSTNode] | None]:
    """Yield the edit of each model of the file that has a manager, None for one that is not seen through."""
    for node in file.names.nodes.get(cst.Assign, ()):
        assign = cst.ensure_type(node, cst.Assign)
        made = assign.value
        if not isinstance(made, cst.Call) or not isinstance(made.func, cst.Name) or made.func.value != manager:
            continue
        model = class_of(assign, file)
        if model is None or MODEL not in file.ancestors(model) or not isinstance(model.body, cst.IndentedBlock):
            yield None
            continue
        option = f'base_manager_name = "{file.code(assign.targets[0].target)}"\n'
        line = cst.parse_statement(option, config=file.module.config_for_parsing)
        meta = [one for one in model.body.body if isinstance(one, cst.ClassDef) and one.name.value == "Meta"]
        if meta and "base_manager_name" in file.code(meta[0]):
            continue
        if meta and isinstance(meta[0].body, cst.IndentedBlock):
            yield meta[0].body, meta[0].body.with_changes(body=[*meta[0].body.body, line])
        elif meta:
            yield None
        else:
            new = cst.parse_statement(f"class Meta:\n    {option}", config=file.module.config_for_parsing)
            new = new.with_changes(leading_lines=[cst.EmptyLine(indent=False)])
            place = 1 + next(i for i, one in enumerate(model.body.body) if one is line_of(assign, file))
            body = [*model.body.body[:place], new, *model.body.body[place:]]
            yield model.body, model.body.with_changes(body=body)
