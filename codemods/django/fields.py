"""Fields, managers and admin classes that are gone, or live elsewhere."""

import ast
from collections.abc import Iterator

import libcst as cst

from upgrader.edit import keyword, spread, with_arg
from upgrader.members import class_of, meta_attributes
from upgrader.model import Safety
from upgrader.rule import File, Hit, moves, rule

RELEASE = "https://docs.djangoproject.com/en/{0}/releases/{0}/"

json_field = moves(
    "DJ40-postgres-json-field",
    package="django",
    since="3.1",
    gone="4.0",
    docs=RELEASE.format("4.0") + "#features-removed-in-4-0",
    moved={
        "django.contrib.postgres.fields.JSONField": "django.db.models.JSONField",
        "django.contrib.postgres.fields.jsonb.JSONField": "django.db.models.JSONField",
        "django.contrib.postgres.forms.JSONField": "django.forms.JSONField",
    },
    doc="""
    ``JSONField`` of ``django.contrib.postgres`` is that of ``django.db.models`` and ``django.forms``.

    For all databases since Django 3.1; since 4.0 a model with the old one does not pass the system checks (fields.E904).
    The column is the same. Migrations are rewritten with the models, so that the autodetector sees no difference.

    ```diff models.py
    -from django.contrib.postgres.fields import ArrayField, JSONField
    +from django.contrib.postgres.fields import ArrayField
    +from django.db.models import JSONField
     from django.db import models


     class Book(models.Model):
         data = JSONField(default=dict)
    ```

    ```diff 0001_initial.py
    -import django.contrib.postgres.fields.jsonb
     from django.db import migrations
    +from django.db.models import JSONField


     class Migration(migrations.Migration):
         operations = [
    -        migrations.AddField("book", "data", django.contrib.postgres.fields.jsonb.JSONField(default=dict)),
    +        migrations.AddField("book", "data", JSONField(default=dict)),
         ]
    ```

    ```diff
     from jsonfield import JSONField

     data = JSONField()
    ```
    """,
)

geo_manager = moves(
    "DJ20-geo-manager",
    package="django",
    since="1.8",
    gone="2.0",
    docs=RELEASE.format("2.0") + "#features-removed-in-2-0",
    moved={
        "django.contrib.gis.db.models.GeoManager": "django.contrib.gis.db.models.Manager",
        "django.contrib.gis.db.models.manager.GeoManager": "django.db.models.Manager",
    },
    doc="""
    ``GeoManager`` is a plain ``Manager``.

    Spatial lookups and functions work with every manager since Django 1.8; removed in 2.0.

    ```diff
     from django.contrib.gis.db import models


     class Place(models.Model):
    -    objects = models.GeoManager()
    +    objects = models.Manager()
    ```

    ```diff
     from shop.managers import GeoManager

     objects = GeoManager()
    ```
    """,
)

osm_geo_admin = moves(
    "DJ50-osm-geo-admin",
    package="django",
    since="4.0",
    gone="5.0",
    docs=RELEASE.format("5.0") + "#features-removed-in-5-0",
    moved={
        "django.contrib.gis.admin.OSMGeoAdmin": "django.contrib.gis.admin.GISModelAdmin",
        "django.contrib.gis.admin.options.OSMGeoAdmin": "django.contrib.gis.admin.GISModelAdmin",
    },
    doc="""
    ``OSMGeoAdmin`` is ``GISModelAdmin``.

    Both show OpenStreetMap; since Django 4.0, without the old one since 5.0.

    ```diff
     from django.contrib.gis import admin


    -class PlaceAdmin(admin.OSMGeoAdmin): ...
    +class PlaceAdmin(admin.GISModelAdmin): ...
    ```

    ```diff
     from shop.admin import OSMGeoAdmin


     class PlaceAdmin(OSMGeoAdmin): ...
    ```
    """,
)

geo_model_admin = moves(
    "DJ50-geo-model-admin",
    package="django",
    since="4.0",
    gone="5.0",
    docs=RELEASE.format("5.0") + "#features-removed-in-5-0",
    moved={
        "django.contrib.gis.admin.GeoModelAdmin": "django.contrib.gis.admin.ModelAdmin",
        "django.contrib.gis.admin.options.GeoModelAdmin": "django.contrib.admin.ModelAdmin",
    },
    safety=Safety.REVIEW,
    doc="""
    ``GeoModelAdmin`` is a ``ModelAdmin``.

    Deprecated in Django 4.0, removed in 5.0.

    Review: the map and the attributes that set it up (``default_lon``, ``map_width``, ...) are other ones:
    ``GISModelAdmin`` takes them in ``gis_widget_kwargs``.

    ```diff
     from django.contrib.gis import admin


    -class PlaceAdmin(admin.GeoModelAdmin): ...
    +class PlaceAdmin(admin.ModelAdmin): ...
    ```

    ```diff
     from shop.admin import GeoModelAdmin


     class PlaceAdmin(GeoModelAdmin): ...
    ```
    """,
)


def _places(name: str) -> list[str]:
    return [
        f"{module}.{name}" for module in ("django.db.models", "django.db.models.fields", "django.contrib.gis.db.models")
    ]


def _in_migration(node: cst.CSTNode, file: File) -> bool:
    definition = file.inside(node, cst.ClassDef)
    return definition is not None and "django.db.migrations.migration.Migration" in file.ancestors(definition)


def _other_field(node: cst.Call, name: str, file: File) -> tuple[cst.Call, Hit]:
    """Return the call of another field of the same module, and the finding for where it cannot be had."""
    func = node.func
    old = (file.resolve(func) or "").rpartition(".")[2]
    report = Hit(node, f"{old} is gone: use {name}")
    if file.guard(node) or spread(node):
        return node, report
    if isinstance(func, cst.Attribute):
        return node.with_changes(func=func.with_changes(attr=func.attr.with_changes(value=name))), report
    ref = file.ref(f"django.db.models.{name}", node)
    report = Hit(node, report.message, imports=ref.imports)
    return node.with_changes(func=cst.parse_expression(str(ref))), report


@rule(
    "DJ20-comma-separated-integer-field",
    package="django",
    since="1.9",
    gone="2.0",
    docs=RELEASE.format("2.0") + "#features-removed-in-2-0",
    names=_places("CommaSeparatedIntegerField"),
    safety=Safety.REVIEW,
)
def comma_separated_integer_field(node: cst.Call, file: File) -> Iterator[Hit]:
    """``CommaSeparatedIntegerField`` is ``CharField`` with a validator.

    Deprecated in Django 1.9; since 2.0 a model that has one does not pass the system checks (fields.E901). In migrations
    it still works, and stays.

    Review: ``makemigrations`` writes an ``AlterField`` that changes nothing in the database.

    ```diff models.py
    +from django.core.validators import validate_comma_separated_integer_list
     from django.db import models


     class Draw(models.Model):
    -    numbers = models.CommaSeparatedIntegerField(max_length=50)
    +    numbers = models.CharField(max_length=50, validators=[validate_comma_separated_integer_list])
    ```

    ```diff models.py
     from django.db import migrations, models
     from shop.fields import CommaSeparatedIntegerField

     numbers = CommaSeparatedIntegerField(max_length=50)


     class Migration(migrations.Migration):
         operations = [migrations.AddField("draw", "numbers", models.CommaSeparatedIntegerField(max_length=9))]
    ```
    """
    if _in_migration(node, file):
        return
    new, hit = _other_field(node, "CharField", file)
    if new is node or keyword(node, "validators"):
        yield Hit(node, hit.message)
        return
    ref = file.ref("django.core.validators.validate_comma_separated_integer_list", node)
    yield Hit(node, hit.message, with_arg(new, f"validators=[{ref}]"), imports=(*hit.imports, *ref.imports))


@rule(
    "DJ19-ip-address-field",
    package="django",
    since=None,
    gone="1.9",
    docs=RELEASE.format("1.9") + "#features-removed-in-1-9",
    names=[*_places("IPAddressField"), "django.forms.IPAddressField", "django.forms.fields.IPAddressField"],
    safety=Safety.REVIEW,
)
def ip_address_field(node: cst.Call, file: File) -> Iterator[Hit]:
    """``IPAddressField`` is ``GenericIPAddressField``, in models and in forms.

    Deprecated in Django 1.7; since 1.9 a model that has one does not pass the system checks (fields.E900). In migrations
    it still works, and stays.

    Review: ``makemigrations`` writes an ``AlterField``; on databases without a type for addresses the column becomes 39
    characters long. IPv6 addresses are valid then, unless ``protocol="IPv4"`` is given.

    ```diff models.py
     from django.db import models


     class Visit(models.Model):
    -    address = models.IPAddressField(null=True)
    +    address = models.GenericIPAddressField(null=True)
    ```

    ```diff models.py
     from django.db import migrations, models
     from shop.fields import IPAddressField

     address = IPAddressField()


     class Migration(migrations.Migration):
         operations = [migrations.AddField("visit", "address", models.IPAddressField())]
    ```
    """
    if _in_migration(node, file):
        return
    form = (file.resolve(node.func) or "").startswith("django.forms")
    if form and isinstance(node.func, cst.Name):
        ref = file.ref("django.forms.GenericIPAddressField", node)
        yield Hit(
            node, "IPAddressField is gone", node.with_changes(func=cst.parse_expression(str(ref))), imports=ref.imports
        )
        return
    new, hit = _other_field(node, "GenericIPAddressField", file)
    yield Hit(node, hit.message, new if new is not node else None, imports=hit.imports if new is not node else ())


CITEXT = {"CICharField": "CharField", "CIEmailField": "EmailField", "CITextField": "TextField"}
COLLATION = "case_insensitive"
#: Whichever app's migration runs first makes the collation.
CREATE = f"""migrations.RunSQL(
    "CREATE COLLATION IF NOT EXISTS {COLLATION} "
    "(provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
    migrations.RunSQL.noop,
)"""
INDEXED = ("unique=True", "db_index=True")
_MODEL = "django.db.models.base.Model"
_LAZY = ("gettext_lazy", "ugettext_lazy", "gettext", "ugettext")


@rule(
    "DJ51-citext",
    package="django",
    since="4.2",
    gone="5.1",
    docs=RELEASE.format("5.1") + "#features-removed-in-5-1",
    names=[
        f"django.contrib.postgres.fields.{module}{name}" for module in ("", "citext.") for name in (*CITEXT, "CIText")
    ],
    safety=Safety.REVIEW,
)
def citext(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``CICharField``, ``CIEmailField`` and ``CITextField`` are plain fields with a collation.

    Deprecated in Django 4.2; since 5.1 a model that has one does not pass the system checks (fields.E905 to E907). In
    migrations they stay, and are still understood there.

    The migration that goes with it is written as well: it makes the collation ``case_insensitive`` and changes the columns.
    What it cannot say of a field, because an argument is no constant or the model is abstract, ``makemigrations`` writes;
    an index on such a column has to be dropped before and made again. A primary key is reported.
    Where the app has no migrations, the collation has to be made by hand: ``CreateCollation("case_insensitive",
    provider="icu", locale="und-u-ks-level2", deterministic=False)``.

    Review: the column changes its type, which rewrites the table. Lookups such as ``__contains`` do not work with such a
    collation before PostgreSQL 18, and no other database has it.

    ```diff models.py
    -from django.contrib.postgres.fields import CICharField, CITextField
     from django.db import models


     class Book(models.Model):
    -    code = CICharField(max_length=9)
    -    note = CITextField(blank=True, help_text="any case")
    +    code = models.CharField(max_length=9, db_collation="case_insensitive")
    +    note = models.TextField(blank=True, help_text="any case", db_collation="case_insensitive")
    ```

    ```diff models.py
     from django.contrib.postgres.fields import CICharField
     from django.db import models


     class Code(CICharField):
         pass


     class Book(models.Model):
         code = CICharField(max_length=9, db_collation="C")
         others = [CICharField]
    ```

    ```diff 0001_initial.py
     import django.contrib.postgres.fields.citext
     from django.db import migrations


     class Migration(migrations.Migration):
         operations = [
             migrations.AddField("book", "code", django.contrib.postgres.fields.citext.CICharField(max_length=9)),
         ]
    ```
    """
    if _in_migration(node, file) or isinstance(file.parent(node), cst.ImportAlias):
        return
    message = "case-insensitive fields are gone: use a collation"
    call = file.parent(node)
    new = CITEXT.get((file.resolve(node) or "").rpartition(".")[2])
    called = isinstance(call, cst.Call) and call.func is node
    if new is None or not called or not isinstance(call, cst.Call) or spread(call) or file.guard(node):
        yield Hit(node, message)
        return
    if keyword(call, "db_collation") is not None or keyword(call, "primary_key") is not None:
        yield Hit(node, message)
        return
    ref = file.ref(f"django.db.models.{new}", node)
    made = with_arg(call.with_changes(func=cst.parse_expression(str(ref))), f'db_collation="{COLLATION}"')
    operations = tuple(_collated(call, made, new, file))
    yield Hit(node, message, also=((call, made),), imports=ref.imports, operations=operations)


def _collated(call: cst.Call, made: cst.Call, new: str, file: File) -> Iterator[str]:
    """Yield the operations of the migration that goes with a field: the collation, and the column where that can be said."""
    app = file.app()
    assign = file.parent(call)
    definition = class_of(assign, file)
    if app is None:
        return
    yield CREATE
    if definition is None or not isinstance(assign, cst.Assign) or _MODEL not in file.ancestors(definition):
        return
    abstract = any(
        class_of(meta, file) is definition and file.code(value) != "False"
        for meta, _, value in meta_attributes(file, ["abstract"], [_MODEL])
    )
    name = file.code(assign.targets[0].target)
    parts = [_constant(arg, file) for arg in made.args]
    if abstract or None in parts or not app.says(definition.name.value, name):
        return
    said = [part for part in parts if part]
    bare = [part for part in said if part not in INDEXED]
    # where the old migrations run on Django 5.1 or later, the index is of a kind that cannot have the collation
    for given in ([part for part in bare if not part.startswith("db_collation=")],) * (bare != said) + (said,):
        yield (
            "migrations.AlterField(\n"
            f'    model_name="{definition.name.value.lower()}",\n'
            f'    name="{name}",\n'
            f"    field=models.{new}({', '.join(given)}),\n"
            ")"
        )


def _constant(arg: cst.Arg, file: File) -> str | None:
    """Return an argument as a migration can say it, None where it is no constant; what is translated is said as it is."""
    value = arg.value
    if isinstance(value, cst.Call) and (file.resolve(value.func) or "").rpartition(".")[2] in _LAZY:
        value = value.args[0].value if len(value.args) == 1 else value
    code = file.code(value)
    try:
        ast.literal_eval(code)
    except (ValueError, SyntaxError):
        return None
    code = " ".join(code.split()) if not isinstance(value, (cst.SimpleString, cst.ConcatenatedString)) else code
    return None if "\n" in code else f"{arg.keyword.value}={code}" if arg.keyword else code


_COLLATED = frozenset(
    f"django.db.models.{place}{name}" for place in ("", "fields.") for name in ("CharField", "TextField")
)


@rule(
    "DJ32-skipped-collation",
    package="django",
    since=None,
    gone="3.2",
    docs=RELEASE.format("3.2") + "#models",
    needles=["super CharField __init__", "super TextField __init__"],
)
def skipped_collation(node: cst.Call, file: File) -> Iterator[Hit]:
    """``super(CharField, self).__init__()`` passes by what sets ``db_collation``.

    A field that skips ``CharField.__init__`` or ``TextField.__init__`` has to set it by itself: since Django 3.2 migrations
    and the schema editor ask for it. Older releases do not look at it.

    ```diff
     from django.db.models import CharField


     class CountryField(CharField):
         def __init__(self, *args, **kwargs):
             super(CharField, self).__init__(*args, **kwargs)
    +        self.db_collation = None
    ```

    ```diff
     from django.db.models import CharField, SlugField


     class CountryField(CharField):
         def __init__(self, *args, **kwargs):
             super(CountryField, self).__init__(*args, **kwargs)


     class PageField(CharField):
         def __init__(self, *args, **kwargs):
             super(CharField, self).__init__(*args, **kwargs)
             self.db_collation = None
    ```
    """
    function, definition = file.inside(node, cst.FunctionDef), file.class_around(node)
    inner = node.func.value if isinstance(node.func, cst.Attribute) and node.func.attr.value == "__init__" else None
    if not isinstance(inner, cst.Call) or not inner.args or file.resolve(inner.func) != "builtins.super":
        return
    if file.resolve(inner.args[0].value) not in _COLLATED or function is None or definition is None:
        return
    if "db_collation" in file.code(function) or not isinstance(function.body, cst.IndentedBlock):
        return
    lines = list(function.body.body)
    at = next((n for n, line in enumerate(lines) if node in _calls_of(line)), None)
    first = function.params.params[0].name.value if function.params.params else "self"
    message = "nothing sets db_collation, which migrations ask for"
    if at is None:
        yield Hit(node, message)
        return
    new = cst.parse_statement(f"{first}.db_collation = None\n")
    body = function.body.with_changes(body=[*lines[: at + 1], new, *lines[at + 1 :]])
    yield Hit(node, message, also=((function.body, body),))


def _calls_of(line: cst.BaseStatement) -> list[cst.BaseExpression]:
    small = line.body if isinstance(line, cst.SimpleStatementLine) else ()
    return [one.value for one in small if isinstance(one, cst.Expr)]
