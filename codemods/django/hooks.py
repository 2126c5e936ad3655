"""Classes of the project's own that Django asks for other methods, attributes or bases than before."""

import re
from collections.abc import Iterator

import libcst as cst
from packaging.version import Version

from upgrader.members import attributes, class_of, line_of, methods, super_calls, uses
from upgrader.methods import defines
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.removed import find_unused
from upgrader.rule import File, Hit, rule

RELEASE = "https://docs.djangoproject.com/en/{0}/releases/{0}/"
FIELD = "django.db.models.fields.Field"
CACHED = "django.db.models.fields.mixins.FieldCacheMixin"
CONSTRAINT = "django.db.models.constraints.BaseConstraint"
EXPRESSION = "django.db.models.expressions.BaseExpression"


def method(source: str, file: File) -> cst.BaseStatement:
    """Return a statement for the body of a class, with a blank line above it."""
    made = cst.parse_statement(source, config=file.module.config_for_parsing)
    return made.with_changes(leading_lines=[cst.EmptyLine(indent=False)])


def with_method(
    definition: cst.ClassDef, source: str, file: File, behind: cst.FunctionDef | None = None
) -> cst.ClassDef:
    """Return a class with one more method, at its end or behind another one; one without a block gets one."""
    if not isinstance(definition.body, cst.IndentedBlock):
        made = cst.parse_statement(source, config=file.module.config_for_parsing)
        return definition.with_changes(body=cst.IndentedBlock(body=[made]))
    body = list(definition.body.body)
    place = len(body) if behind is None else next(i for i, one in enumerate(body) if one is behind) + 1
    body.insert(place, method(source, file))
    return definition.with_changes(body=definition.body.with_changes(body=body))


def without_base(definition: cst.ClassDef, base: Node) -> cst.ClassDef:
    """Return a class without one of its bases or keywords, and without parentheses where that was all in them."""
    bases = [arg for arg in definition.bases if arg.value is not base]
    keywords = [arg for arg in definition.keywords if arg.value is not base]
    if bases and not keywords:
        bases[-1] = bases[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    made = definition.with_changes(bases=bases, keywords=keywords)
    if bases or keywords:
        return made
    return made.with_changes(lpar=cst.MaybeSentinel.DEFAULT, rpar=cst.MaybeSentinel.DEFAULT)


def without_line(definition: cst.ClassDef, line: Node) -> cst.ClassDef:
    """Return a class without one statement of its body; what stood below the first one loses the blank lines above it."""
    if not isinstance(definition.body, cst.IndentedBlock):
        return definition
    kept = [one for one in definition.body.body if one is not line]
    if kept and definition.body.body[0] is line:
        leading = [one for one in getattr(kept[0], "leading_lines", ()) if one.comment is not None]
        kept[0] = kept[0].with_changes(leading_lines=leading)
    return definition.with_changes(body=definition.body.with_changes(body=kept or [cst.parse_statement("pass")]))


def _is_empty(definition: cst.ClassDef, file: File) -> bool:
    return file.code(definition.body).strip() in ("...", "pass")


@rule(
    "DJ2028-placeholder",
    package="django",
    since=None,
    gone="2028.0",
    docs=RELEASE.format("6.1") + "#features-deprecated-in-6-1",
    needles=["get_placeholder"],
    pattern=rb"\bdef\s+get_placeholder\b",
)
def placeholder(module: cst.Module, file: File) -> Iterator[Hit]:
    """``get_placeholder_sql()`` of fields stands beside ``get_placeholder()``.

    It gives the SQL with its parameters. Django 6.1 deprecates the old one of a class that has not both; what is written
    here is what Django makes of it until it goes. A call of ``super().get_placeholder()`` is reported: Django's own fields
    have it no more.

    ```diff
     from django.db import models


     class Point(models.Field):
         def get_placeholder(self, value, compiler, connection):
             return "point(%s)"

    +    def get_placeholder_sql(self, value, compiler, connection):
    +        placeholder = self.get_placeholder(value, compiler, connection)
    +        if hasattr(value, "as_sql"):
    +            sql, params = compiler.compile(value)
    +            return placeholder % sql, params
    +        return placeholder, (value,)
    +
         def db_type(self, connection):
             return "point"
    ```

    ```diff
     from django.db import models


     class Point:
         def get_placeholder(self, value, compiler, connection):
             return "%s"


     class Both(models.Field):
         def get_placeholder(self, value, compiler, connection):
             return "%s"

         def get_placeholder_sql(self, value, compiler, connection):
             return "%s", (value,)
    ```
    """
    source = (
        "def get_placeholder_sql(self, value, compiler, connection):\n"
        "    placeholder = self.get_placeholder(value, compiler, connection)\n"
        '    if hasattr(value, "as_sql"):\n'
        "        sql, params = compiler.compile(value)\n"
        "        return placeholder % sql, params\n"
        "    return placeholder, (value,)\n"
    )
    for definition, function in methods(file, ["get_placeholder"], [FIELD]):
        if not defines(definition, "get_placeholder_sql"):
            message = (
                f"{definition.name.value}.get_placeholder is deprecated: get_placeholder_sql gives the parameters too"
            )
            plain = not any(super_calls(function, file)) and file.parent(file.parent(function)) is definition
            edit = with_method(definition, source, file, function) if plain else None
            yield Hit(function.name, message, also=((definition, edit),) if edit else ())


@rule(
    "DJ60-cache-name",
    package="django",
    since=None,
    gone="6.0",
    docs=RELEASE.format("6.0") + "#features-removed-in-6-0",
    needles=["get_cache_name"],
    pattern=rb"\bdef\s+get_cache_name\b",
)
def cache_name(module: cst.Module, file: File) -> Iterator[Hit]:
    """``cache_name`` of relation fields stands beside ``get_cache_name()``.

    Django 5.1 asks a field for the property and warns where it has the method alone; since 6.0 nothing calls the method.

    ```diff
     from django.db import models


     class Parent(models.ForeignKey):
         def get_cache_name(self):
             return f"_{self.name}"
    +
    +    @property
    +    def cache_name(self):
    +        return self.get_cache_name()
    ```

    ```diff
     class Store:
         def get_cache_name(self):
             return "store"
    ```
    """
    source = "@property\ndef cache_name(self):\n    return self.get_cache_name()\n"
    for definition, function in methods(file, ["get_cache_name"], [CACHED]):
        if defines(definition, "cache_name"):
            continue
        message = f"{definition.name.value}.get_cache_name is not called: Django reads cache_name"
        named = "cache_name" in file.code(definition).replace("get_cache_name", "")
        plain = not named and not any(super_calls(function, file)) and file.parent(file.parent(function)) is definition
        edit = with_method(definition, source, file, function) if plain else None
        yield Hit(function.name, message, also=((definition, edit),) if edit else ())


@rule(
    "DJ41-constraint-validate",
    package="django",
    since=None,
    gone="4.1",
    docs=RELEASE.format("4.1") + "#validation-of-constraints",
    names=["django.db.models.BaseConstraint", "django.db.models.constraints.BaseConstraint"],
    safety=Safety.REVIEW,
)
def constraint_validate(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """``BaseConstraint.validate()`` is to be defined by a constraint of one's own.

    Since Django 4.1 ``Model.full_clean()`` calls it; that of ``BaseConstraint`` is a NotImplementedError.

    Review: an empty one leaves the check to the database, as before. It can raise a ValidationError for what the database
    would refuse.

    ```diff
     from django.db import models


     class Exclusive(models.BaseConstraint):
         def create_sql(self, model, schema_editor):
             return None
    +
    +    def validate(self, model, instance, exclude=None, using=None):
    +        pass
    ```

    ```diff
     from django.db import models

     from shop.constraints import Checked


     class Exclusive(models.BaseConstraint):
         def validate(self, model, instance, exclude=None, using="default"):
             pass


     class Mixed(Checked, models.BaseConstraint):
         pass
    ```
    """
    if len(node.bases) != 1 or defines(node, "validate") or CONSTRAINT not in file.ancestors(node):
        return
    heirs = [d for d in file.names.nodes.get(cst.ClassDef, ()) if d is not node and isinstance(d, cst.ClassDef)]
    below = [
        d for d in heirs if any(isinstance(b.value, cst.Name) and b.value.value == node.name.value for b in d.bases)
    ]
    if below and all(defines(heir, "validate") for heir in below):
        return
    message = f"full_clean() calls {node.name.value}.validate(), which is a NotImplementedError"
    edit = None
    if (isinstance(node.body, cst.IndentedBlock) or _is_empty(node, file)) and not file.guard(node):
        edit = with_method(node, "def validate(self, model, instance, exclude=None, using=None):\n    pass\n", file)
    yield Hit(node.name, message, also=((node, edit),) if edit else ())


MIXINS = [f"django.contrib.postgres.aggregates{module}.OrderableAggMixin" for module in ("", ".mixins")]


@rule(
    "DJ2028-orderable-aggregate",
    package="django",
    since="6.0",
    gone="2028.0",
    docs=RELEASE.format("6.0") + "#features-deprecated-in-6-0",
    names=MIXINS,
    safety=Safety.REVIEW,
)
def orderable(module: cst.Module, file: File) -> Iterator[Hit]:
    """``OrderableAggMixin`` is ``allow_order_by = True`` of an aggregate.

    Deprecated in Django 6.0, where every ``Aggregate`` can have an order.

    Review: a template of one's own says ``%(order_by)s`` instead of ``%(ordering)s``.

    ```diff
    -from django.contrib.postgres.aggregates.mixins import OrderableAggMixin
     from django.db.models import Aggregate


    -class Joined(OrderableAggMixin, Aggregate):
    +class Joined(Aggregate):
    +    allow_order_by = True
         function = "JOINED"
    -    template = "%(function)s(%(expressions)s %(ordering)s)"
    +    template = "%(function)s(%(expressions)s %(order_by)s)"
    ```

    ```diff
     from shop.aggregates import OrderableAggMixin


     class Joined(OrderableAggMixin):
         pass
    ```
    """
    message = "OrderableAggMixin is deprecated: an aggregate says allow_order_by = True"
    for name in MIXINS:
        yield from find_unused(name, message, file)
        for node in file.names.references.get(name, ()):
            definition = file.parent(file.parent(node))
            if not isinstance(definition, cst.ClassDef) or not isinstance(file.parent(node), cst.Arg):
                yield Hit(node, message)
                continue
            made = with_attribute(
                cst.ensure_type(without_base(definition, node).visit(_Orders()), cst.ClassDef),
                "allow_order_by = True\n",
                file,
            )
            yield Hit(node, message, also=((definition, made),) if made and not file.guard(node) else ())


class _Orders(cst.CSTTransformer):
    def leave_SimpleString(self, original_node: cst.SimpleString, updated_node: cst.SimpleString) -> cst.SimpleString:
        return updated_node.with_changes(value=updated_node.value.replace("%(ordering)s", "%(order_by)s"))


def with_attribute(definition: cst.ClassDef, source: str, file: File) -> cst.ClassDef | None:
    """Return a class whose body begins with one more attribute, None where its body is one line of code."""
    line = cst.parse_statement(source, config=file.module.config_for_parsing)
    if isinstance(definition.body, cst.IndentedBlock) and not _is_empty(definition, file):
        start = 1 if definition.get_docstring(clean=False) is not None else 0
        body = [*definition.body.body[:start], line, *definition.body.body[start:]]
        return definition.with_changes(body=definition.body.with_changes(body=body))
    return definition.with_changes(body=cst.IndentedBlock(body=[line])) if _is_empty(definition, file) else None


@rule(
    "DJ31-postgres-simple-lookup",
    package="django",
    since="3.1",
    gone="3.1",
    docs=RELEASE.format("3.1"),
    names=["django.contrib.postgres.lookups.PostgresSimpleLookup"],
    safety=Safety.REVIEW,
)
def simple_lookup(module: cst.Module, file: File) -> Iterator[Hit]:
    """``PostgresSimpleLookup`` is ``PostgresOperatorLookup``, and its ``operator`` is ``postgres_operator``.

    Moved to ``django.db.models.lookups`` in Django 3.1, without a release note.

    Review: it is ``as_postgresql()`` that writes the SQL; a class that overrides ``as_sql()`` may want that instead.

    ```diff
    -from django.contrib.postgres.lookups import PostgresSimpleLookup
    +from django.db.models.lookups import PostgresOperatorLookup


    -class Within(PostgresSimpleLookup):
    +class Within(PostgresOperatorLookup):
         lookup_name = "within"
    -    operator = "<@"
    +    postgres_operator = "<@"
    ```

    ```diff
     from shop.lookups import PostgresSimpleLookup


     class Within(PostgresSimpleLookup):
         operator = "<@"
    ```
    """
    old = "django.contrib.postgres.lookups.PostgresSimpleLookup"
    message = "PostgresSimpleLookup is now PostgresOperatorLookup of django.db.models.lookups"
    yield from find_unused(old, message, file)
    for node in file.names.references.get(old, ()):
        if file.guard(node):
            yield Hit(node, message)
            continue
        ref = file.ref("django.db.models.lookups.PostgresOperatorLookup", node)
        also: list[tuple[Node, Node | str]] = [(node, str(ref))]
        definition = file.parent(file.parent(node))
        if isinstance(definition, cst.ClassDef) and isinstance(file.parent(node), cst.Arg):
            for owner, statement, _value in attributes(file, ["operator"], [old]):
                if owner is definition:
                    target = statement.target if isinstance(statement, cst.AnnAssign) else statement.targets[0].target
                    also.append((target, "postgres_operator"))
        yield Hit(node, message, also=tuple(also), imports=ref.imports)


@rule(
    "DJ17-str-and-unicode",
    package="django",
    since=None,
    gone="1.7",
    docs="https://docs.djangoproject.com/en/1.7/internals/deprecation/",
    names=["django.utils.encoding.StrAndUnicode"],
    safety=Safety.REVIEW,
)
def str_and_unicode(module: cst.Module, file: File) -> Iterator[Hit]:
    """``StrAndUnicode`` and its ``__unicode__()`` are ``__str__()``.

    The base class made ``__str__()`` of ``__unicode__()`` on Python 2; removed in Django 1.7.

    Review: what calls ``__unicode__()`` by that name has to call ``str()``.

    ```diff
    -from django.utils.encoding import StrAndUnicode
    -
    -
    -class Book(StrAndUnicode):
    +class Book:
    -    def __unicode__(self):
    +    def __str__(self):
             return "book"
    ```

    ```diff
     from shop.encoding import StrAndUnicode


     class Book(StrAndUnicode):
         def __unicode__(self):
             return "book"
    ```
    """
    old = "django.utils.encoding.StrAndUnicode"
    message = "StrAndUnicode is gone: define __str__"
    yield from find_unused(old, message, file)
    for node in file.names.references.get(old, ()):
        definition = file.parent(file.parent(node))
        if not isinstance(definition, cst.ClassDef) or not isinstance(file.parent(node), cst.Arg) or file.guard(node):
            yield Hit(node, message)
            continue
        made = without_base(definition, node)
        if isinstance(made.body, cst.IndentedBlock) and not defines(definition, "__str__"):
            body = [
                one.with_changes(name=one.name.with_changes(value="__str__"))
                if isinstance(one, cst.FunctionDef) and one.name.value == "__unicode__"
                else one
                for one in made.body.body
            ]
            made = made.with_changes(body=made.body.with_changes(body=body))
        yield Hit(node, message, also=((definition, made),))


SUBFIELDS = ["django.db.models.SubfieldBase", "django.db.models.fields.subclassing.SubfieldBase"]


@rule(
    "DJ110-subfield-base",
    package="django",
    since="1.8",
    gone="1.10",
    docs=RELEASE.format("1.10") + "#features-removed-in-1-10",
    names=SUBFIELDS,
    safety=Safety.REVIEW,
)
def subfield_base(module: cst.Module, file: File) -> Iterator[Hit]:
    """``SubfieldBase`` is ``from_db_value()`` of a field.

    Deprecated in Django 1.8, removed in 1.10.

    Review: the metaclass called ``to_python()`` for every assignment to the attribute too, which nothing does now.

    ```diff
     from django.db import models


    -class Colors(models.TextField, metaclass=models.SubfieldBase):
    +class Colors(models.TextField):
         def to_python(self, value):
             return value.split()
    +
    +    def from_db_value(self, value, *args):
    +        return self.to_python(value)
    ```

    ```diff
     from shop import models


     class Colors(models.TextField, metaclass=models.SubfieldBase):
         def to_python(self, value):
             return value.split()
    ```

    ```diff
     from django.db.models import SubfieldBase, TextField
    -from six import add_metaclass


     class Meta(SubfieldBase):
         pass


    -@add_metaclass(SubfieldBase)
     class Colors(TextField):
    -    __metaclass__ = SubfieldBase
    -
         def to_python(self, value):
             return value.split()
    +
    +    def from_db_value(self, value, *args):
    +        return self.to_python(value)
    ```
    """
    message = "SubfieldBase is gone: from_db_value() converts what the database gives"
    for name in SUBFIELDS:
        yield from find_unused(name, message, file)
        for node in file.names.references.get(name, ()):
            around = file.parent(node)
            definition: Node | None = None
            if isinstance(around, cst.Arg):  # metaclass=..., or six.add_metaclass(...) above a class
                call = file.parent(around)
                added = isinstance(call, cst.Call) and (file.resolve(call.func) or "").endswith("six.add_metaclass")
                definition = file.parent(file.parent(call)) if added else call if around.keyword is not None else None
                around = file.parent(call) if added else around
            elif isinstance(around, (cst.AssignTarget, cst.Assign)) and file.code(node) != "__metaclass__":
                around = file.parent(around) if isinstance(around, cst.AssignTarget) else around
                named = isinstance(around, cst.Assign) and file.code(around.targets[0].target) == "__metaclass__"
                definition = class_of(around, file) if named else None
            nested = isinstance(around, cst.Assign) and file.parent(line_of(around, file)) is not getattr(
                definition, "body", None
            )
            if not isinstance(definition, cst.ClassDef) or nested or file.guard(node):
                yield Hit(node, message)
                continue
            source = "def from_db_value(self, value, *args):\n    return self.to_python(value)\n"
            made = without_base(definition, node)
            if isinstance(around, cst.Assign):
                made = without_line(made, line_of(around, file))
            if isinstance(around, cst.Decorator):
                made = made.with_changes(decorators=[one for one in made.decorators if one is not around])
            if not isinstance(made.body, cst.IndentedBlock) and not _is_empty(made, file):
                yield Hit(node, message)
                continue
            if not defines(definition, "from_db_value"):
                made = with_method(made, source, file)
            yield Hit(node, message, also=((definition, made),))


@rule(
    "DJ20-output-field",
    package="django",
    since="2.0",
    gone="2.0",
    docs=RELEASE.format("2.0"),
    needles=["_output_field"],
    safety=Safety.REVIEW,
)
def output_field(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``_output_field`` of expressions is ``output_field``.

    Django 2.0 sets and reads the attribute of that name, without a release note; the old one it ignores, and reading it is
    an AttributeError.

    Review: ``_resolve_output_field()`` returns the field since then, and does not set it.

    ```diff
     from django.db import models


     class Share(models.Func):
    -    _output_field = models.FloatField()
    +    output_field = models.FloatField()

         def __init__(self, *expressions, field=None):
             super().__init__(*expressions)
             if field:
    -            self._output_field = field
    +            self.output_field = field
             else:
    -            self._output_field = None
    +            self.__dict__.pop("output_field", None)

         def as_sql(self, compiler, connection):
    -        print(self._output_field)
    +        print(self._output_field_or_none)
             return super().as_sql(compiler, connection)
    ```

    ```diff
     from django.db import models


     class Share:
         _output_field = models.FloatField()

         def __init__(self):
             self._output_field = None
    ```
    """
    parent = file.parent(node)
    around = file.class_around(node)
    name = node.attr.value if isinstance(node, cst.Attribute) else node.value
    if name != "_output_field" or around is None or EXPRESSION not in file.ancestors(around):
        return
    message = "_output_field of expressions is now output_field"
    # set in a project of a later release, it never had an effect
    certain = file.old.django is None or file.old.django < Version("2.0") or not isinstance(parent, cst.AssignTarget)
    if isinstance(node, cst.Name):
        if class_of(file.parent(parent), file) is around and isinstance(parent, cst.AssignTarget):
            yield Hit(node, message, "output_field", certain=certain)
        return
    if not isinstance(node.value, cst.Name) or node.value.value != "self" or file.guard(node):
        return
    function = file.inside(node, cst.FunctionDef)
    renamed = node.with_changes(attr=node.attr.with_changes(value="output_field"))
    if function is not None and function.name.value == "_resolve_output_field":
        yield Hit(node, f"{message}: _resolve_output_field() returns it")
    elif isinstance(parent, cst.AssignTarget):
        assign = cst.ensure_type(file.parent(parent), cst.Assign)
        if file.code(assign.value) == "None" and len(assign.targets) == 1:
            yield Hit(assign, message, 'self.__dict__.pop("output_field", None)', certain=certain)
        else:
            yield Hit(node, message, renamed, certain=certain)
    elif not isinstance(parent, (cst.Del, cst.AugAssign, cst.AnnAssign)):
        yield Hit(node, message, node.with_changes(attr=node.attr.with_changes(value="_output_field_or_none")))


OPERATIONS = "django.db.backends.base.operations.BaseDatabaseOperations"


@rule(
    "DJ60-field-cast",
    package="django",
    since=None,
    gone="6.0",
    docs=RELEASE.format("6.0"),
    needles=["field_cast_sql"],
    pattern=rb"\bdef\s+field_cast_sql\b",
    safety=Safety.REVIEW,
)
def field_cast(module: cst.Module, file: File) -> Iterator[Hit]:
    """``field_cast_sql()`` of a database backend is ``lookup_cast()``.

    Lookups asked both; since Django 6.0 they ask the second alone, without a release note. Nothing fails.

    Review: it is asked for every lookup then, with its name first.

    ```diff
     from django.db.backends.base.operations import BaseDatabaseOperations


     class Operations(BaseDatabaseOperations):
    -    def field_cast_sql(self, db_type, internal_type):
    +    def lookup_cast(self, lookup_type, internal_type=None):
             return "CAST(%s AS text)" if internal_type == "TextField" else "%s"


     class Other(BaseDatabaseOperations):
         def field_cast_sql(self, db_type, internal_type):
             return "CAST(%s AS text)" if db_type == "blob" else "%s"
    ```

    ```diff
     class Operations:
         def field_cast_sql(self, db_type, internal_type):
             return "%s"
    ```
    """
    for definition, function in methods(file, ["field_cast_sql"], [OPERATIONS]):
        message = f"{definition.name.value}.field_cast_sql has no use: lookup_cast() does it"
        params = [param.name.value for param in function.params.params]
        taken = defines(definition, "lookup_cast") or any(super_calls(function, file))
        if len(params) != 3 or taken or uses(function, params[1], file) or "lookup_type" in params:
            yield Hit(function.name, message)
            continue
        source = f"def lookup_cast({params[0]}, lookup_type, {params[2]}=None):\n    pass\n"
        made = cst.ensure_type(cst.parse_statement(source), cst.FunctionDef)
        also: list[tuple[Node, Node | str]] = [(function.name, "lookup_cast"), (function.params, made.params)]
        yield Hit(function.name, message, also=tuple(also))


@rule(
    "DJ19-check-field",
    package="django",
    since="1.9",
    gone="1.9",
    docs="https://docs.djangoproject.com/en/1.9/releases/1.9/#database-backend-api",
    needles=["validate_field"],
    pattern=rb"\bdef\s+validate_field\b",
    safety=Safety.REVIEW,
)
def check_field(module: cst.Module, file: File) -> Iterator[Hit]:
    """``check_field()`` of a backend's validation stands beside ``validate_field()``.

    Django 1.9 asks for a list of errors; what added them to a collection is not called any more. Nothing fails.

    Review: errors have ids and hints of their own, which texts do not give.

    ```diff
    +from django.core.checks import Error
     from django.db.backends.base.validation import BaseDatabaseValidation


     class Validation(BaseDatabaseValidation):
         def validate_field(self, errors, opts, f):
             if f.unique:
                 errors.add(opts, "no unique fields")
    +
    +    def check_field(self, field, **kwargs):
    +        texts = []
    +        errors = type("Errors", (), {"add": lambda self, opts, text: texts.append(text)})()
    +        self.validate_field(errors, field.model._meta, field)
    +        return [Error(text, obj=field) for text in texts]
    ```

    ```diff
     class Validation:
         def validate_field(self, errors, opts, f):
             return []
    ```
    """
    base = "django.db.backends.base.validation.BaseDatabaseValidation"
    for definition, function in methods(file, ["validate_field"], [base]):
        if defines(definition, "check_field"):
            continue
        message = (
            f"{definition.name.value}.validate_field has no use: check_field(self, field, **kwargs) returns errors"
        )
        if file.parent(file.parent(function)) is not definition or any(super_calls(function, file)):
            yield Hit(function.name, message)
            continue
        ref = file.ref("django.core.checks.Error", function)
        source = (
            "def check_field(self, field, **kwargs):\n"
            "    texts = []\n"
            '    errors = type("Errors", (), {"add": lambda self, opts, text: texts.append(text)})()\n'
            "    self.validate_field(errors, field.model._meta, field)\n"
            f"    return [{ref}(text, obj=field) for text in texts]\n"
        )
        made = with_method(definition, source, file, function)
        yield Hit(function.name, message, also=((definition, made),), imports=ref.imports)


@rule(
    "DJ52-stand-in-options",
    package="django",
    since=None,
    gone="5.2",
    docs=RELEASE.format("5.2") + "#composite-primary-keys",
    needles=["_meta app_label"],
    pattern=rb"\b_meta\s*=\s*\w+\(\)",
)
def stand_in_options(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """Say that what stands in for a model's options has no composite primary key.

    ``AdminSite.register()`` asks for ``_meta.is_composite_pk`` since Django 5.2, of classes that only look like models, too.

    ```diff
     class Config:
         class Meta:
             app_label = "shop"
    +        is_composite_pk = False
             object_name = "Config"
             model_name = "config"
             abstract = False

         _meta = Meta()
    ```

    ```diff
     class Config:
         class Meta:
             app_label = "shop"

         _meta = Meta()


     class Other:
         class Meta:
             app_label = "shop"
             model_name = "other"
             is_composite_pk = False

         _meta = Meta()
    ```
    """
    around = class_of(node, file)
    if around is None or not isinstance(node.body, cst.IndentedBlock) or node.bases:
        return
    lines = {
        target.value: line
        for line in node.body.body
        if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 and isinstance(line.body[0], cst.Assign)
        for target in (one.target for one in line.body[0].targets)
        if isinstance(target, cst.Name)
    }
    if (
        not {"app_label", "model_name"} <= lines.keys()
        or defines(node, "is_composite_pk")
        or "is_composite_pk" in lines
    ):
        return
    used = re.search(rf"^\s*_meta\s*=\s*{node.name.value}\(\)", file.code(around.body), re.MULTILINE)
    if used:
        body = list(node.body.body)
        body.insert(body.index(lines["app_label"]) + 1, cst.parse_statement("is_composite_pk = False"))
        new = node.with_changes(body=node.body.with_changes(body=body))
        yield Hit(node.name, "the admin asks for is_composite_pk", also=((node, new),))


DATE_TIME = ("django.forms.DateTimeField", "django.forms.fields.DateTimeField")


@rule(
    "DJ31-strptime",
    package="django",
    since=None,
    gone="3.1",
    docs=RELEASE.format("3.1") + "#forms",
    needles=["DateTimeField strptime"],
    pattern=rb"\bdef\s+strptime\b",
    changed=True,
)
def strptime(module: cst.Module, file: File) -> Iterator[Hit]:
    """``strptime()`` of a ``forms.DateTimeField`` is asked before ISO 8601 is tried, as it was.

    Since Django 3.1 ``to_python()`` takes what looks like ISO 8601 for itself, and only the rest gets to ``strptime()``. The
    method that is written here gives all of it to ``strptime()``, as before.

    ```diff
     from django import forms
    +from django.forms.utils import from_current_timezone


     class Loose(forms.DateTimeField):
         def strptime(self, value, format):
             return super().strptime(value.lower(), format)
    +
    +    def to_python(self, value):
    +        if isinstance(value, str) and value not in self.empty_values:
    +            # that of the base: DateTimeField reads ISO 8601 without strptime() since Django 3.1
    +            return from_current_timezone(super(forms.DateTimeField, self).to_python(value))
    +        return super().to_python(value)
    ```

    ```diff
     from django import forms


     class Loose(forms.DateTimeField):
         def strptime(self, value, format):
             return super().strptime(value, format)

         def to_python(self, value):
             return self.strptime(value, "%Y")


     class Day(forms.DateField):
         def strptime(self, value, format):
             return super().strptime(value, format)
    ```
    """
    for definition, function in methods(file, ["strptime"], DATE_TIME[1:]):
        if defines(definition, "to_python") or function.decorators:
            continue
        message = f"{definition.name.value}.strptime is not asked about what looks like ISO 8601"
        base = definition.bases[0].value if len(definition.bases) == 1 else None
        if base is None or file.resolve(base) not in DATE_TIME:
            yield Hit(function.name, message)
            continue
        local = file.ref("django.forms.utils.from_current_timezone", function)
        source = (
            "def to_python(self, value):\n"
            "    if isinstance(value, str) and value not in self.empty_values:\n"
            "        # that of the base: DateTimeField reads ISO 8601 without strptime() since Django 3.1\n"
            f"        return {local}(super({file.code(base)}, self).to_python(value))\n"
            "    return super().to_python(value)\n"
        )
        made = with_method(definition, source, file, function)
        yield Hit(function.name, message, also=((definition, made),), imports=local.imports)
