"""Options and fields of models."""

from collections.abc import Iterator

import libcst as cst

from upgrader.members import class_attributes, class_of, line_of
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import DELETE, File, Hit, rule

MODEL = "django.db.models.base.Model"


@rule(
    "DJ51-index-together",
    package="django",
    since="1.11",
    gone="5.1",
    docs="https://docs.djangoproject.com/en/5.1/releases/5.1/#features-removed-in-5-1",
    needles=["index_together"],
    safety=Safety.REVIEW,
)
def index_together(node: cst.Assign | cst.AnnAssign, file: File) -> Iterator[Hit]:
    """``Meta.index_together`` becomes ``Meta.indexes``.

    Deprecated in Django 4.2; since 5.1 the option is a TypeError. In migrations it stays, and is still understood there.

    Review: the indexes get names, so that ``makemigrations`` has an operation to write: on Django 4.2 and later
    ``RenameIndex``, which only renames them; before that it drops and creates each. Run it on 4.2 or later, once.

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
        made = [f"{ref}(fields=[{', '.join(group)}])" for group in groups]
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
        yield Hit(node, message, also=tuple(also), imports=ref.imports)


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
