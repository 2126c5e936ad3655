"""Arguments of model fields, form fields, constraints and the like."""

from collections.abc import Iterator, Mapping, Sequence

import libcst as cst

from upgrader.edit import keyword, spread, with_arg, without_arg
from upgrader.lexical import lacks_on_delete
from upgrader.members import super_calls
from upgrader.model import Safety
from upgrader.rule import File, Hit, Rule, rule

RELEASE = "https://docs.djangoproject.com/en/{0}/releases/{0}/"


def changed_keywords(
    id: str,
    *,
    since: str | None,
    gone: str,
    docs: str,
    names: Sequence[str],
    keywords: Mapping[str, str | None],
    doc: str,
    safety: Safety = Safety.SAFE,
) -> Rule:
    """Make a rule of a table from keywords that calls of ``names`` had to the new ones; None takes the argument away."""

    def find(node: cst.Call, file: File) -> Iterator[Hit]:
        for index, arg in enumerate(node.args):
            if arg.keyword is None or arg.keyword.value not in keywords:
                continue
            old = arg.keyword.value
            new = keywords[old]
            message = f"{old}= is gone" + (f": {new}=" if new else "")
            if file.guard(node) or (new and keyword(node, new)):
                yield Hit(arg.keyword, message)
            elif new is None:
                yield Hit(arg.keyword, message, also=((node, without_arg(node, index)),))
            else:
                yield Hit(arg.keyword, message, arg.keyword.with_changes(value=new))

    find.__doc__ = doc
    pattern = rf"\b(?:{'|'.join(keywords)})\s*=".encode()
    about = rule(id, package="django", since=since, gone=gone, docs=docs, safety=safety, names=names, pattern=pattern)
    return about(find)


def _models(*names: str) -> list[str]:
    modules = ("django.db.models", "django.contrib.gis.db.models")
    places = {"CheckConstraint": "django.db.models.constraints", "ForeignKey": "django.db.models.fields.related"}
    found = [f"{module}.{name}" for module in modules for name in names]
    return found + [f"{places[name]}.{name}" for name in names if name in places]


check_constraint = changed_keywords(
    "DJ60-check-constraint",
    since="5.1",
    gone="6.0",
    docs=RELEASE.format("6.0") + "#features-removed-in-6-0",
    names=_models("CheckConstraint"),
    keywords={"check": "condition"},
    doc="""``CheckConstraint(check=)`` is ``condition=``.

    Renamed in Django 5.1, a TypeError since 6.0; in models and in migrations.

    ```diff
     from django.db import migrations, models


     class Migration(migrations.Migration):
         operations = [
    -        migrations.AddConstraint("book", models.CheckConstraint(check=models.Q(price__gt=0), name="positive")),
    +        migrations.AddConstraint("book", models.CheckConstraint(condition=models.Q(price__gt=0), name="positive")),
         ]
    ```

    ```diff
     from shop.constraints import CheckConstraint

     c = CheckConstraint(check=1)
    ```
    """,
)

email_validator = changed_keywords(
    "DJ41-email-validator",
    since="3.2",
    gone="4.1",
    docs=RELEASE.format("4.1") + "#features-removed-in-4-1",
    names=["django.core.validators.EmailValidator"],
    keywords={"whitelist": "allowlist"},
    doc="""``EmailValidator(whitelist=)`` is ``allowlist=``.

    Renamed in Django 3.2, a TypeError since 4.1; in migrations too.

    ```diff
     import django.core.validators as v

    -validate = v.EmailValidator("no", whitelist=["localhost"])
    +validate = v.EmailValidator("no", allowlist=["localhost"])
    ```

    ```diff
     from shop.validators import EmailValidator

     validate = EmailValidator(whitelist=["localhost"])
    ```
    """,
)

FORM_MODULES = ("django.forms", "django.forms.fields", "django.contrib.gis.forms")

form_strip = changed_keywords(
    "DJ111-form-strip",
    since=None,
    gone="1.11",
    docs=RELEASE.format("1.11"),
    names=[f"{module}.{name}" for module in FORM_MODULES for name in ("EmailField", "URLField")],
    keywords={"strip": None},
    doc="""``strip=`` of ``forms.EmailField`` and ``forms.URLField`` goes.

    They always strip since Django 1.11; passing it is a TypeError.

    ```diff
     from django import forms

    -mail = forms.EmailField(strip=True, required=False)
    +mail = forms.EmailField(required=False)
    ```

    ```diff
     from django import forms

     name = forms.CharField(strip=False)
    ```
    """,
)

cache_choices = changed_keywords(
    "DJ19-cache-choices",
    since=None,
    gone="1.9",
    docs=RELEASE.format("1.9") + "#features-removed-in-1-9",
    names=[
        f"{module}.{name}"
        for module in ("django.forms", "django.forms.models")
        for name in ("ModelChoiceField", "ModelMultipleChoiceField")
    ],
    keywords={"cache_choices": None},
    doc="""``cache_choices=`` of ``ModelChoiceField`` goes.

    Undocumented, and removed in Django 1.9.

    ```diff
     from django import forms

    -book = forms.ModelChoiceField(books, cache_choices=True)
    +book = forms.ModelChoiceField(books)
    ```

    ```diff
     from django import forms

     book = forms.ChoiceField(cache_choices=True)
    ```
    """,
)


@rule(
    "DJ110-regex-field-message",
    package="django",
    since=None,
    gone="1.10",
    docs=RELEASE.format("1.10") + "#features-removed-in-1-10",
    names=["django.forms.RegexField", "django.forms.fields.RegexField"],
)
def regex_field_message(node: cst.Call, file: File) -> Iterator[Hit]:
    """``RegexField(error_message=)`` is ``error_messages={"invalid": ...}``.

    ```diff
     from django import forms

    -code = forms.RegexField(r"^a$", error_message="bad")
    +code = forms.RegexField(r"^a$", error_messages={"invalid": "bad"})
    ```

    ```diff
     from django import forms

     code = forms.CharField(error_message="bad")
    ```
    """
    old = keyword(node, "error_message")
    if old is None or old.keyword is None:
        return
    message = "error_message= is gone"
    if keyword(node, "error_messages"):
        yield Hit(old.keyword, message)
    else:
        value = cst.parse_expression(f'{{"invalid": {file.code(old.value)}}}')
        yield Hit(
            old.keyword, message, also=((old, old.with_changes(keyword=cst.Name("error_messages"), value=value)),)
        )


@rule(
    "DJ40-list-message",
    package="django",
    since="3.1",
    gone="4.0",
    docs=RELEASE.format("4.0") + "#features-removed-in-4-0",
    names=["django.forms.ModelMultipleChoiceField", "django.forms.models.ModelMultipleChoiceField"],
)
def list_message(node: cst.Call, file: File) -> Iterator[Hit]:
    """``error_messages={"list": ...}`` of ``ModelMultipleChoiceField`` is ``"invalid_list"``.

    Renamed in Django 3.1, without effect since 4.0.

    ```diff
     from django import forms

    -books = forms.ModelMultipleChoiceField(all, error_messages={"list": "no list", "required": "none"})
    +books = forms.ModelMultipleChoiceField(all, error_messages={"invalid_list": "no list", "required": "none"})
    ```

    ```diff
     from django import forms

     books = forms.MultipleChoiceField(error_messages={"list": "no list"})
    ```
    """
    messages = keyword(node, "error_messages")
    if messages is None or not isinstance(messages.value, cst.Dict):
        return
    for element in messages.value.elements:
        key = element.key if isinstance(element, cst.DictElement) else None
        if isinstance(key, cst.SimpleString) and key.evaluated_value == "list":
            yield Hit(
                key,
                "the message is called invalid_list",
                key.with_changes(value=key.value.replace("list", "invalid_list")),
            )


RELATIONS = [
    *_models("ForeignKey", "OneToOneField"),
    "django.db.models.fields.related.OneToOneField",
    "mptt.models.TreeForeignKey",
    "mptt.models.TreeOneToOneField",
    "mptt.fields.TreeForeignKey",
    "mptt.fields.TreeOneToOneField",
]


@rule(
    "DJ20-on-delete",
    package="django",
    since=None,
    gone="2.0",
    docs=RELEASE.format("2.0") + "#features-removed-in-2-0",
    names=RELATIONS,
    sieve=lacks_on_delete,
)
def on_delete(node: cst.Call, file: File) -> Iterator[Hit]:
    """``ForeignKey`` and ``OneToOneField`` want ``on_delete``.

    ``CASCADE`` was the default, required since Django 2.0; in migrations too, and in the fields of django-mptt that extend
    these. A second argument by position was ``to_field``: such a call is reported.

    ```diff
     from django.db import models
     from mptt.models import TreeForeignKey


     class Book(models.Model):
    -    shop = models.ForeignKey("Shop")
    +    shop = models.ForeignKey("Shop", on_delete=models.CASCADE)
         part = TreeForeignKey(
             "self",
    -        null=True,
    +        null=True,
    +        on_delete=models.CASCADE,
         )
    ```

    ```diff
     from django.contrib.gis.db import models


     class Book(models.Model):
         shop = models.ForeignKey("Shop", on_delete=models.PROTECT)
         other = models.ForeignKey("Shop", models.CASCADE)
         options = models.ForeignKey("Shop", **OPTIONS)
         coded = models.ForeignKey("Shop", "code")
    ```
    """
    if spread(node) or keyword(node, "on_delete"):
        return
    given = [arg for arg in node.args if arg.keyword is None]
    message = "on_delete has to be given; it was CASCADE"
    if len(given) > 1:
        if isinstance(given[1].value, cst.SimpleString):
            yield Hit(node, message)
        return
    if file.guard(node):
        yield Hit(node, message)
        return
    func = node.func
    own = file.resolve(func) or ""
    if isinstance(func, cst.Attribute) and own.startswith(
        ("django.db.models.F", "django.db.models.O", "django.contrib.gis")
    ):
        yield Hit(node, message, with_arg(node, f"on_delete={file.code(func.value)}.CASCADE"))
    else:
        ref = file.ref("django.db.models.CASCADE", node)
        yield Hit(node, message, with_arg(node, f"on_delete={ref}"), imports=ref.imports)


@rule(
    "DJ20-index-positional",
    package="django",
    since="1.11",
    gone="2.0",
    docs=RELEASE.format("2.0") + "#miscellaneous",
    names=["django.db.models.Index", "django.db.models.indexes.Index"],
)
def index_positional(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Index([...], "name")`` wants keywords.

    Since Django 2.0 its arguments are keywords only; what is positional since 3.2 is an expression.

    ```diff
     from django.db import models

    -by_day = models.Index(["day", "-price"], "by_day")
    +by_day = models.Index(fields=["day", "-price"], name="by_day")
    ```

    ```diff
     from django.db import models
     from django.db.models.functions import Lower

     by_title = models.Index(Lower("title"), name="by_title")
     by_day = models.Index(fields=["day"], name="by_day")
     by_price = models.Index("price", name="by_price")
    ```
    """
    given = [arg for arg in node.args if arg.keyword is None]
    if spread(node) or not given or not isinstance(given[0].value, (cst.List, cst.Tuple)) or len(given) > 2:
        return
    args = [_named(arg, name) for arg, name in zip(node.args, ("fields", "name"), strict=False) if arg.keyword is None]
    new = node.with_changes(args=[*args, *node.args[len(args) :]])
    yield Hit(node, "Index takes keywords only", new)


def _named(arg: cst.Arg, name: str) -> cst.Arg:
    tight = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    return arg.with_changes(keyword=cst.Name(name), equal=tight)


SAVE = ("force_insert", "force_update", "using", "update_fields")


@rule(
    "DJ60-model-save-positional",
    package="django",
    since=None,
    gone="6.0",
    docs=RELEASE.format("6.0") + "#features-removed-in-6-0",
    needles=["super save"],
    pattern=rb"\.a?save\s*\(\s*[^\s)*]",
)
def save_positional(node: cst.FunctionDef, file: File) -> Iterator[Hit]:
    """``super().save(force_insert, ...)`` of a model wants keywords.

    By position they are deprecated since Django 5.1 and a TypeError since 6.0.

    ```diff
     from django.db import models


     class Book(models.Model):
         def save(self, force_insert=False, force_update=False, using=None, **kwargs):
    -        super().save(force_insert, force_update, using=using)
    -        super().save(force_insert, force_update, **kwargs)
    +        super().save(force_insert=force_insert, force_update=force_update, using=using)
    +        super().save(force_insert=force_insert, force_update=force_update, **kwargs)

         async def asave(self, now):
    -        await super().asave(now)
    +        await super().asave(force_insert=now)
    ```

    ```diff
     from django.db import models
     from django import forms


     class Book(models.Model):
         def save(self, *args, **kwargs):
             super().save(*args, **kwargs)


     class BookForm(forms.ModelForm):
         def save(self, commit=True):
             return super().save(commit)
    ```
    """
    if node.name.value not in ("save", "asave"):
        return
    definition = file.inside(node, cst.ClassDef)
    if definition is None or "django.db.models.base.Model" not in file.ancestors(definition):
        return
    for call in super_calls(node, file):
        given = [arg for arg in call.args if arg.keyword is None and not arg.star]
        if given and len(given) <= len(SAVE) and not any(arg.star == "*" for arg in call.args):
            args = [_named(arg, SAVE[i]) if i < len(given) else arg for i, arg in enumerate(call.args)]
            yield Hit(call, "save() takes keywords only", call.with_changes(args=args))


@rule(
    "DJ60-url-field-scheme",
    package="django",
    since="5.0",
    gone=None,
    docs=RELEASE.format("6.0") + "#features-removed-in-6-0",
    names=["django.forms.URLField", "django.forms.fields.URLField"],
    safety=Safety.REVIEW,
)
def url_field_scheme(node: cst.Call, file: File) -> Iterator[Hit]:
    """``forms.URLField`` takes an address without a scheme for ``https`` since Django 6.0.

    Nothing fails: what users type without a scheme is stored with another. Warned about since 5.0.

    Review: leave it out if ``https`` is what you want.

    ```diff
     from django import forms

    -site = forms.URLField(required=False)
    +site = forms.URLField(required=False, assume_scheme="http")
    ```

    ```diff
     from django import forms
     from django.db import models

     site = forms.URLField(assume_scheme="https")
     other = models.URLField()
    ```
    """
    if not spread(node) and keyword(node, "assume_scheme") is None:
        yield Hit(
            node,
            "an address that is typed without a scheme is taken for https: it was http",
            with_arg(node, 'assume_scheme="http"'),
        )


#: Order of the parameters of form fields in Django 1.11 (django/forms/fields.py), by which they could be given.
_FIELD = ("required", "widget", "label", "initial", "help_text", "error_messages", "show_hidden_initial", "validators")
_POSITIONS = {
    "Field": _FIELD,
    "CharField": ("max_length", "min_length", "strip", "empty_value"),
    "IntegerField": ("max_value", "min_value"),
    "FloatField": ("max_value", "min_value"),
    "DecimalField": ("max_value", "min_value", "max_digits", "decimal_places"),
    "DateField": ("input_formats",),
    "TimeField": ("input_formats",),
    "DateTimeField": ("input_formats",),
    "BooleanField": _FIELD,
    "NullBooleanField": _FIELD,
    "ChoiceField": ("choices", *_FIELD),
    "MultipleChoiceField": ("choices", *_FIELD),
}


@rule(
    "DJ20-form-field-positional",
    package="django",
    since=None,
    gone="2.0",
    docs=RELEASE.format("2.0") + "#miscellaneous",
    names=[f"{module}.{name}" for module in FORM_MODULES for name in _POSITIONS],
)
def form_field_positional(node: cst.Call, file: File) -> Iterator[Hit]:
    """``forms.CharField(50)`` and other form fields want keywords.

    Since Django 2.0 their optional arguments are keywords only, except those that a field cannot do without.

    ```diff
     from django import forms

    -name = forms.CharField(50, label="Name")
    +name = forms.CharField(max_length=50, label="Name")
    -size = forms.IntegerField(25, 10)
    +size = forms.IntegerField(max_value=25, min_value=10)
    ```

    ```diff
     from django import forms
     from django.db import models

     name = forms.CharField(max_length=50)
     code = forms.RegexField("a")
     title = models.CharField("title", max_length=9)
    ```
    """
    given = [arg for arg in node.args if arg.keyword is None]
    order = _POSITIONS[(file.resolve(node.func) or "").rpartition(".")[2]]
    if not given or spread(node):
        return
    message = "form fields take keywords only"
    if len(given) > len(order):
        yield Hit(node, message)
        return
    args = [_named(arg, order[i]) if arg.keyword is None else arg for i, arg in enumerate(node.args)]
    yield Hit(node, message, node.with_changes(args=args))
