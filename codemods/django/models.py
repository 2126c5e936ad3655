"""Options and fields of models."""

import re
from collections.abc import Iterator, Sequence

import libcst as cst
from packaging.version import Version

from upgrader.assigned import text_of
from upgrader.edit import keyword
from upgrader.members import class_attributes, class_of, line_of
from upgrader.migrations import index_name
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import DELETE, File, Hit, rule

MODEL = "django.db.models.base.Model"


@rule(
    "DJ51-index-together",
    package="django",
    since="4.1",
    gone="5.1",
    docs="https://docs.djangoproject.com/en/5.1/releases/5.1/#features-removed-in-5-1",
    needles=["index_together"],
    safety=Safety.REVIEW,
)
def index_together(node: cst.Assign | cst.AnnAssign, file: File) -> Iterator[Hit]:
    """``Meta.index_together`` becomes ``Meta.indexes``.

    Deprecated in Django 4.2; since 5.1 the option is a TypeError. In migrations it stays, and is still understood there.

    The migration that goes with it is written as well: ``RenameIndex`` gives each index the name that the model says, the
    one that Django would give it; where SQLite may have lost it on the way, it is made. Where the app has no migrations, or
    no single last one, where the model is abstract or the migrations do not show the index, ``makemigrations`` has to
    write it, on Django 4.2 or later: earlier ones would drop and create each index.

    Review: the new migration has to run in every database, and Django below 4.1 does not know ``RenameIndex``.

    ```diff models.py
     from django.db import models


     class Sale(models.Model):
         class Meta:
    -        index_together = [["shop", "day"], ("day", "book")]
    +        indexes = [models.Index(fields=["shop", "day"]), models.Index(fields=["day", "book"])]
             ordering = ["day"]


     class Rent(models.Model):
         class Meta:
    -        index_together = ("shop", "day")  # for the report
    +        indexes = [models.Index(fields=["shop", "day"])]  # for the report
    ```

    ```diff models.py
     from django.db import models


     class Sale(models.Model):
         class Meta:
             indexes = [
    -            models.Index(fields=["book"], name="book"),
    +            models.Index(fields=["book"], name="book"), models.Index(fields=["shop", "day"]),
             ]
    -        index_together = [["shop", "day"]]
    ```

    ```diff 0002_sale.py
     from django.db import migrations


     class Migration(migrations.Migration):
         operations = [migrations.CreateModel("Sale", [], {"index_together": {("shop", "day")}})]
    ```

    ```diff
     from django.db import models


     class Sale(models.Model):
         class Meta(Base.Meta):
             index_together = TOGETHER


     class Form:
         class Meta:
             index_together = [["shop", "day"]]
    ```
    """
    assigned = node.target if isinstance(node, cst.AnnAssign) else node.targets[0].target
    if not isinstance(assigned, cst.Name) or assigned.value != "index_together":
        return  # before looking at all that every class sets
    for meta, statement, value in class_attributes(file, ["index_together"]):
        model = class_of(meta, file)
        if statement is not node or meta.name.value != "Meta" or model is None or MODEL not in file.ancestors(model):
            continue
        message = "Meta.index_together is gone: use indexes"
        groups = _groups(value, file)
        if groups is None:
            yield Hit(node, message)
            continue
        if not groups:
            yield Hit(node, message, also=((line_of(node, file), DELETE),))
            continue
        ref = file.ref("django.db.models.Index", node)
        names = _index_names(model, meta, groups, file)
        made = [
            f"{ref}(fields=[{', '.join(group)}]" + (f', name="{name}")' if name else ")")
            for group, name in zip(groups, names, strict=True)
        ]
        operations = tuple(
            "migrations.RenameIndex(\n"
            f'    model_name="{model.name.value.lower()}",\n'
            f'    new_name="{name}",\n'
            f"    old_fields=({', '.join(group)}{',' if len(group) == 1 else ''}),\n"
            ")"
            for group, name in zip(groups, names, strict=True)
            if name
        )
        others = [(s, v) for m, s, v in class_attributes(file, ["indexes"]) if m is meta]
        also: list[tuple[Node, Node | str]]
        if not others:
            target = node.target if isinstance(node, cst.AnnAssign) else node.targets[0].target
            also = [(target, "indexes"), (value, cst.parse_expression(f"[{', '.join(made)}]"))]
        elif len(others) == 1 and isinstance(others[0][1], (cst.List, cst.Tuple)):
            extended = _extended(others[0][1], made)
            also = [(others[0][1], extended), (line_of(node, file), DELETE)]
        else:
            yield Hit(node, message)
            continue
        yield Hit(node, message, also=tuple(also), imports=ref.imports, operations=operations)


def _index_names(model: cst.ClassDef, meta: cst.ClassDef, groups: list[list[str]], file: File) -> list[str]:
    """Return the names that Django would give a model's indexes, empty ones where a migration for them cannot be written."""
    app = file.app()
    options = {name: value for name in META for m, _, value in class_attributes(file, [name]) if m is meta}
    fields = [[cst.ensure_type(cst.parse_expression(code), cst.SimpleString) for code in group] for group in groups]
    plain = [[str(field.evaluated_value) for field in group] for group in fields]
    if app is None or not all(app.says(model.name.value, *group) for group in plain):
        return [""] * len(groups)
    known = re.search("index_?together", app.text, re.IGNORECASE)
    if not known or meta.bases or options.keys() & {"abstract", "managed", "proxy", "app_label"}:
        return [""] * len(groups)
    table = text_of(options["db_table"]) if "db_table" in options else f"{app.label}_{model.name.value.lower()}"
    return [index_name(table or "", [_column(field, model, file) for field in group]) for group in plain]


ADD_INDEX = """\
def _add_index(model, fields):
    index = {Index}(fields=list(fields))
    index.set_name_with_model(model)
    model._meta.indexes.append(index)
"""


@rule(
    "DJ51-options-index-together",
    package="django",
    since="1.11",
    gone="5.1",
    docs="https://docs.djangoproject.com/en/5.1/releases/5.1/#features-removed-in-5-1",
    needles=["_meta index_together"],
    pattern=rb"\b_meta\s*\.\s*index_together\b",
    safety=Safety.REVIEW,
)
def options_index_together(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``model._meta.index_together`` is gone: ``model._meta.indexes`` has all indexes.

    Reading it is an AttributeError since Django 5.1, setting it does nothing. What is added to it becomes an index with the
    name that Django gives it.

    Review: ``indexes`` has those of ``Meta.indexes`` as well. As before, migrations see what is added in code only where the
    model's ``Meta`` has the option: then ``makemigrations`` writes one for it.

    ```diff
    +from django.db.models import Index
    +
    +
    +def _add_index(model, fields):
    +    index = Index(fields=list(fields))
    +    index.set_name_with_model(model)
    +    model._meta.indexes.append(index)
    +
    +
     def prepare(cls, fields):
    -    if fields not in cls._meta.index_together:
    -        cls._meta.index_together += (fields,)
    +    if fields not in [tuple(index.fields) for index in cls._meta.indexes]:
    +        _add_index(cls, fields)
    ```

    ```diff
     def prepare(cls):
         if hasattr(cls._meta, "index_together"):
             print(cls._meta.index_together)
         print(cls.options.index_together, getattr(cls._meta, "index_together", ()))


     def overwrite(cls):
         cls._meta.index_together = ()
    ```
    """
    if node.attr.value != "index_together" or not isinstance(node.value, cst.Attribute):
        return
    if node.value.attr.value != "_meta" or file.guard(node):
        return
    around = file.parent(node)
    message = "_meta.index_together is gone: _meta.indexes has all indexes"
    if isinstance(around, cst.AugAssign) and around.target is node:
        groups = around.value.elements if isinstance(around.value, (cst.Tuple, cst.List)) else []
        line = file.parent(around)
        alone = isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1
        if groups and alone and isinstance(around.operator, cst.AddAssign) and not _starred(groups):
            ref = file.ref("django.db.models.Index", node)
            model = file.code(node.value.value)
            calls = "".join(f"_add_index({model}, {file.code(group.value)})\n" for group in groups)
            helper = ADD_INDEX.format(Index=ref)
            yield Hit(node, message, also=((line, calls),), imports=ref.imports, helpers=(helper,))
        else:
            yield Hit(node, message)
    elif isinstance(around, (cst.AssignTarget, cst.AnnAssign, cst.AugAssign, cst.Del)):
        yield Hit(node, message)
    else:
        yield Hit(node, message, f"[tuple(index.fields) for index in {file.code(node.value)}.indexes]")


def _starred(elements: Sequence[cst.BaseElement]) -> bool:
    return any(isinstance(element, cst.StarredElement) for element in elements)


META = ("abstract", "managed", "proxy", "app_label", "db_table")


def _column(field: str, model: cst.ClassDef, file: File) -> str:
    for definition, _, value in class_attributes(file, [field]):
        if definition is model and isinstance(value, cst.Call):
            column = keyword(value, "db_column")
            if column is not None:
                return text_of(column.value) or field
            kind = (file.resolve(value.func) or "").rpartition(".")[2]
            return f"{field}_id" if kind in ("ForeignKey", "OneToOneField") else field
    return field


def _groups(value: cst.BaseExpression, file: File) -> list[list[str]] | None:
    """Return the spelled field names of each index, None when they are not all constants."""
    if not isinstance(value, (cst.List, cst.Tuple, cst.Set)):
        return None
    parts = [element.value for element in value.elements]
    if parts and all(isinstance(part, cst.SimpleString) for part in parts):
        return [[file.code(part) for part in parts]]
    groups = []
    for part in parts:
        if not isinstance(part, (cst.List, cst.Tuple)):
            return None
        fields = [element.value for element in part.elements]
        if not fields or not all(isinstance(field, cst.SimpleString) for field in fields):
            return None
        groups.append([file.code(field) for field in fields])
    return groups


def _extended(value: cst.List | cst.Tuple, made: list[str]) -> cst.List | cst.Tuple:
    """Return the list with more elements at its end."""
    space = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    new = [cst.Element(cst.parse_expression(code), comma=space) for code in made]
    if not value.elements:
        return value.with_changes(elements=[*new[:-1], new[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)])
    *before, last = value.elements
    new[-1] = new[-1].with_changes(comma=last.comma)
    return value.with_changes(elements=[*before, last.with_changes(comma=space), *new])


@rule(
    "DJ21-view-permission",
    package="django",
    since="2.1",
    gone="2.1",
    docs="https://docs.djangoproject.com/en/2.1/releases/2.1/#model-view-permission",
    needles=["permissions Meta"],
    safety=Safety.REVIEW,
)
def view_permission(node: cst.Element, file: File) -> Iterator[Hit]:
    """``Meta.permissions`` has no ``view_...`` of its own model.

    Since Django 2.1 every model has the permission to view it; a second one of the name is an error of the system checks
    (auth.E005).

    Review: it is called "Can view sale" then, and users who may change a model see it in the admin with it.

    ```diff models.py
     from django.db import models


     class Sale(models.Model):
         class Meta:
    -        permissions = [("view_sale", "May see sales"), ("close_sale", "May close sales")]
    +        permissions = [("close_sale", "May close sales")]
    ```

    ```diff models.py
     from django.db import models


     class Sale(models.Model):
         class Meta:
             permissions = [("view_sales", "May see sales")]


     class Rent(models.Model):
         class Meta:
             permissions = [("view_rent", "May see rents")]
             default_permissions = ("add",)
    ```
    """
    listed = file.parent(node)
    pair = node.value
    if (
        not isinstance(pair, (cst.Tuple, cst.List))
        or len(pair.elements) != 2
        or not isinstance(listed, (cst.Tuple, cst.List))
    ):
        return
    name = text_of(pair.elements[0].value) or ""
    if not name.startswith("view_"):
        return
    for meta, _, value in class_attributes(file, ["permissions"]):
        model = class_of(meta, file) if meta.name.value == "Meta" else None
        if value is not listed or model is None or name != f"view_{model.name.value.lower()}":
            continue
        defaults = any(m is meta for m, _, _ in class_attributes(file, ["default_permissions"]))
        if MODEL in file.ancestors(model) and not defaults:
            yield Hit(node, f"every model has {name} by itself", also=((node, DELETE),))


@rule(
    "DJ31-abstract-user",
    package="django",
    since=None,
    gone="3.1",
    docs="https://docs.djangoproject.com/en/3.1/releases/3.1/#abstractuser-first-name-max-length-increased-to-150",
    names=["django.contrib.auth.models.AbstractUser"],
    safety=Safety.MANUAL,
    advice=True,
)
def abstract_user(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """``AbstractUser`` has longer names: the user model wants a migration.

    ``last_name`` has 150 characters since Django 2.0, ``first_name`` since 3.1; ``username`` has validators of its own.

    Manual: run ``makemigrations`` after the upgrade, look at what it writes, and commit it.

    ```diff models.py
     from django.contrib.auth.models import AbstractUser


     class User(AbstractUser):
         pass
    ```

    ```diff models.py
     from django.contrib.auth.base_user import AbstractBaseUser


     class User(AbstractBaseUser):
         pass
    ```
    """
    if file.old.django is None or file.old.django < Version("3.1"):
        yield Hit(node.name, "makemigrations writes longer names for a user model of AbstractUser")


@rule(
    "DJ50-uuid-mariadb",
    package="django",
    since=None,
    gone="5.0",
    docs="https://docs.djangoproject.com/en/5.0/releases/5.0/#migrating-existing-uuidfield-on-mariadb-10-7",
    names=["django.db.models.UUIDField", "django.db.models.fields.UUIDField"],
    safety=Safety.MANUAL,
    advice=True,
)
def uuid_mariadb(node: cst.Call, file: File) -> Iterator[Hit]:
    """``UUIDField`` is a column of type ``uuid`` on MariaDB 10.7 and later.

    Since Django 5.0, for new columns and in every query: those that are ``char(32)`` are no longer found. Said only where
    the project names Django's MySQL engine.

    Manual: on MariaDB use a subclass whose ``db_type`` is ``char(32)``, as the release notes show, or convert the columns.

    ```diff models.py
     from django.db import models

     ENGINE = "django.db.backends.mysql"
     key = models.UUIDField()
    ```

    ```diff models.py
     from django.db import models

     key = models.UUIDField()
    ```
    """
    engine = "django.db.backends.mysql"
    if file.old.django is not None and file.old.django >= Version("5.0"):
        return
    if engine in file.text or file.others(engine):
        yield Hit(node, "UUIDField is another type of column on MariaDB 10.7 and later")


@rule(
    "DJ60-model-checks",
    package="django",
    since=None,
    gone="6.0",
    docs="https://docs.djangoproject.com/en/6.0/releases/6.0/#miscellaneous",
    names=[f"django.core.checks.model_checks.check_{name}" for name in ("all_models", "lazy_references")],
)
def model_checks(node: cst.Call, file: File) -> Iterator[Hit]:
    """``check_all_models()`` wants ``app_configs``: None is all of them.

    Its default went in Django 6.0.

    ```diff
     from django.core.checks.model_checks import check_all_models

    -print(check_all_models())
    +print(check_all_models(None))
    ```

    ```diff
     from django.core.checks.model_checks import check_all_models

     print(check_all_models(configs), check_all_models(app_configs=None), check_all_models(**options))
    ```
    """
    if not any(arg.keyword is None or arg.keyword.value == "app_configs" for arg in node.args):
        first = cst.Arg(cst.Name("None"), comma=cst.MaybeSentinel.DEFAULT)
        yield Hit(node, "app_configs has no default", node.with_changes(args=[first, *node.args]))
