"""``NullBooleanField`` of models and migrations."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import NewImport, keyword, with_arg
from upgrader.model import Safety
from upgrader.rule import File, Hit, rule

MODULES = ("django.db.models", "django.db.models.fields", "django.contrib.gis.db.models")


@rule(
    "DJ40-null-boolean-field",
    package="django",
    since="2.1",
    gone="4.0",
    docs="https://docs.djangoproject.com/en/4.0/releases/4.0/#features-removed-in-4-0",
    names=[f"{module}.NullBooleanField" for module in MODULES],
)
def null_boolean_field(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``NullBooleanField`` is ``BooleanField(null=True, blank=True)``.

    Deprecated in Django 3.1; since 4.0 a model that has one does not pass the system checks (fields.E903). The field set
    both ``null=True`` and ``blank=True`` and overruled whatever was passed, so both are written out: without ``null`` the
    column becomes NOT NULL with the next migration, without ``blank`` ``full_clean()`` starts to refuse None. Migrations
    are rewritten with the models, so that the autodetector sees no difference between them. ``forms.NullBooleanField``
    is another class, and stays.

    A subclass is reported: its own ``__init__`` and ``deconstruct`` decide what migrations say. So is ``isinstance``,
    which is false for the new field. Other references are left: the class is still there, for migrations.

    ```diff models.py
     from django.db import models


     class Answer(models.Model):
    -    agreed = models.NullBooleanField("agreed?", help_text="unknown until asked")
    +    agreed = models.BooleanField("agreed?", help_text="unknown until asked", null=True, blank=True)
    -    sent = models.NullBooleanField()
    +    sent = models.BooleanField(null=True, blank=True)
    -    seen = models.NullBooleanField(null=False, default=None)
    +    seen = models.BooleanField(null=True, default=None, blank=True)
    ```

    ```diff models.py
    -from django.contrib.gis.db.models import Model, NullBooleanField as NBF
    +from django.contrib.gis.db.models import BooleanField, Model


     class Place(Model):
    -    open = NBF(
    +    open = BooleanField(
             verbose_name="open",  # on weekdays
             db_index=True,
    +        null=True,
    +        blank=True,
         )
    ```

    ```diff 0001_initial.py
     import django.db.models
     from django.db import migrations


     class Migration(migrations.Migration):
         operations = [
    -        migrations.AddField("answer", "late", django.db.models.NullBooleanField(default=False)),
    +        migrations.AddField("answer", "late", django.db.models.BooleanField(default=False, null=True, blank=True)),
         ]
    ```

    ```diff
     from django import forms
     from django.db import models

     from shop.fields import NullBooleanField


     class AnswerForm(forms.Form):
         agreed = forms.NullBooleanField()


     class Answer(models.Model):
         agreed = NullBooleanField()


     def fields(NullBooleanField=models.NullBooleanField):
         return NullBooleanField()
    ```
    """
    call = file.parent(node)
    if isinstance(call, cst.ImportAlias):
        return
    if not isinstance(call, cst.Call) or call.func is not node:
        above = file.parent(call)
        if isinstance(call, cst.Arg) and isinstance(above, cst.ClassDef) and call in above.bases:
            message = "NullBooleanField is gone; a subclass of it must set null and blank itself"
            yield Hit(node, message, safety=Safety.MANUAL)
        elif isinstance(above, cst.Call) and file.resolve(above.func) in ("builtins.isinstance", "builtins.issubclass"):
            yield Hit(node, "NullBooleanField is gone; a nullable BooleanField is none", safety=Safety.MANUAL)
        return
    if file.guard(node):
        yield Hit(node, "NullBooleanField is gone")
        return
    imports: tuple[NewImport, ...] = ()
    func: cst.BaseExpression
    if isinstance(node, cst.Attribute):
        func = node.with_changes(attr=node.attr.with_changes(value="BooleanField"))
    else:
        module = (file.resolve(node) or "").rpartition(".")[0]
        ref = file.ref(f"{module}.BooleanField", node)
        func, imports = cst.parse_expression(ref.text), ref.imports
    new = call.with_changes(func=func)
    safety = None
    hidden = next((arg for arg in call.args if arg.star == "**"), None)
    if hidden is not None:
        # the unpacked mapping may hold either key, and a keyword may be passed only once
        merged = f'{{**{file.code(hidden.value)}, "null": True, "blank": True}}'
        others = [arg for arg in call.args if arg.keyword is None or arg.keyword.value not in ("null", "blank")]
        args = [a.with_changes(value=cst.parse_expression(merged)) if a is hidden else a for a in others]
        new, safety = new.with_changes(args=args), Safety.REVIEW
        if sum(arg.star == "**" for arg in call.args) > 1:
            yield Hit(node, "NullBooleanField is gone: write null=True, blank=True", safety=Safety.REVIEW)
            return
    else:
        for name in ("null", "blank"):
            given = keyword(new, name)
            if given is None:
                new = with_arg(new, f"{name}=True")
            elif not (isinstance(given.value, cst.Name) and given.value.value == "True"):
                changed = given.with_changes(value=cst.Name("True"))
                new = new.with_changes(args=[changed if arg is given else arg for arg in new.args])
    yield Hit(
        call, "NullBooleanField is gone: BooleanField(null=True, blank=True)", new, imports=imports, safety=safety
    )
