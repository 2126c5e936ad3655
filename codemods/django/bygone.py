"""What went before Django 1.11 and is written otherwise since: commands, scripts, tests, transactions."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.edit import keyword, spread, with_arg
from upgrader.members import attributes, catches_positional, line_of, methods, uses
from upgrader.methods import defines
from upgrader.model import Safety
from upgrader.removed import find_unused, is_taken
from upgrader.rule import DELETE, File, Hit, rule

from .hooks import with_attribute, without_line

COMMAND = "django.core.management.base.BaseCommand"
DEPRECATED = "https://docs.djangoproject.com/en/1.11/internals/deprecation/#deprecation-removed-in-{}"

#: The types that optparse knows by name, and what argparse calls.
_TYPES = {"string": "str", "int": "int", "long": "int", "float": "float", "complex": "complex"}
_KEYWORDS = {"action", "dest", "default", "help", "metavar", "choices", "const", "nargs", "type"}
_ACTIONS = {"store", "store_true", "store_false", "store_const", "append", "append_const", "count"}


@rule(
    "DJ110-option-list",
    package="django",
    since="1.8",
    gone="1.10",
    docs=DEPRECATED.format("1-10"),
    needles=["option_list"],
    pattern=rb"(?m)^[ \t]+option_list\s*[:=]",
    safety=Safety.REVIEW,
)
def option_list(module: cst.Module, file: File) -> Iterator[Hit]:
    """``option_list`` of a management command is ``add_arguments()``.

    Commands parse with argparse since Django 1.8; the options of optparse went in 1.10.

    Review: a command whose ``handle()`` takes ``*args`` takes any number of arguments; ``%default`` in a help text is
    ``%(default)s``, and a percent sign is doubled.

    ```diff
    -from optparse import make_option
    -
     from django.core.management.base import BaseCommand


     class Command(BaseCommand):
    -    option_list = BaseCommand.option_list + (
    -        make_option("-n", "--number", type="int", default=1, help="how many [%default]"),
    -        make_option("--dry", action="store_true", dest="dry"),
    -    )
    +    def add_arguments(self, parser):
    +        parser.add_argument("args", nargs="*")
    +        parser.add_argument("-n", "--number", type=int, default=1, help="how many [%(default)s]")
    +        parser.add_argument("--dry", action="store_true", dest="dry")

         def handle(self, *args, **options):
             print(args, options["number"])
    ```

    ```diff
     from optparse import make_option

     from django.core.management.base import BaseCommand


     class Command(BaseCommand):
         option_list = BaseCommand.option_list + (make_option("--dry", action="callback", callback=print),)


     class Parser:
         option_list = ()
    ```
    """
    for definition, statement, value in attributes(file, ["option_list"], [COMMAND]):
        message = f"{definition.name.value}.option_list has no use: add_arguments(self, parser) adds options"
        rows = _options(value, file)
        line = line_of(statement, file)
        plain = file.parent(line) is definition.body and not defines(definition, "add_arguments")
        if rows is None or not plain or file.guard(statement) or "#" in file.code(line).lstrip("#"):
            yield Hit(statement, message)
            continue
        takes = any(
            catches_positional(function)
            for owner, function in methods(file, ["handle"], [COMMAND])
            if owner is definition
        )
        lines = (['parser.add_argument("args", nargs="*")'] if takes else []) + rows
        if not lines:
            yield Hit(statement, message, also=((line, DELETE),))
            continue
        code = "def add_arguments(self, parser):\n" + "".join(f"    {row}\n" for row in lines)
        yield Hit(statement, message, also=((line, code),))


def _options(value: cst.BaseExpression, file: File) -> list[str] | None:
    """Return the calls of ``add_argument()`` for a list of options, None where one of them is not seen through."""
    if isinstance(value, cst.BinaryOperation) and isinstance(value.operator, cst.Add):
        left, right = _options(value.left, file), _options(value.right, file)
        return None if left is None or right is None else left + right
    if isinstance(value, cst.Attribute) and value.attr.value == "option_list":
        inherited = file.resolve(value.value) or ""
        return [] if inherited.startswith("django.core.management.base.") else None
    if isinstance(value, cst.Call) and file.resolve(value.func) in ("builtins.tuple", "builtins.list"):
        return _options(value.args[0].value, file) if len(value.args) == 1 and not spread(value) else None
    if not isinstance(value, (cst.Tuple, cst.List)):
        return None
    found = []
    for element in value.elements:
        row = _option(element.value, file) if isinstance(element, cst.Element) else None
        if row is None:
            return None
        found.append(row)
    return found


def _option(made: cst.BaseExpression, file: File) -> str | None:
    if not isinstance(made, cst.Call) or file.resolve(made.func) not in ("optparse.make_option", "optparse.Option"):
        return None
    parts = []
    for arg in made.args:
        code = file.code(arg.value)
        name = arg.keyword.value if arg.keyword is not None else ""
        text = arg.value.evaluated_value if isinstance(arg.value, cst.SimpleString) else None
        if arg.star or "\n" in code or (name and name not in _KEYWORDS):
            return None
        if name == "type":
            code = _TYPES.get(str(text), "") if text is not None else code
            if text == "choice":
                continue
            if not code:
                return None
        if name == "action" and text not in _ACTIONS:
            return None
        if name == "help":
            if text is None and "%" in code:
                return None
            code = re.sub(r"%(?!\()", "%%", code).replace("%%default", "%(default)s")
        parts.append(f"{name}={code}" if name else code)
    return f"parser.add_argument({', '.join(parts)})"


SCRIPTS = {
    "django.core.management.setup_environ": "django.setup",
    "django.core.management.execute_manager": "django.core.management.execute_from_command_line",
}


@rule(
    "DJ16-scripts",
    package="django",
    since="1.7",
    gone="1.6",
    docs=DEPRECATED.format("1-6"),
    names=list(SCRIPTS),
    safety=Safety.REVIEW,
)
def scripts(module: cst.Module, file: File) -> Iterator[Hit]:
    """``setup_environ(settings)`` and ``execute_manager(settings)`` are the environment and a call without the settings.

    Deprecated in Django 1.4, removed in 1.6. The settings are named by ``DJANGO_SETTINGS_MODULE``.

    Review: the module is named as the script imports it; it has to be found by that name from wherever the script runs.

    ```diff
    -import settings
    -from django.core.management import setup_environ
    +import os

    -setup_environ(settings)
    +import django
    +
    +os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
    +django.setup()
    ```

    ```diff
    -from django.core.management import execute_manager
    -from shop import settings
    +import os
    +import sys
    +
    +from django.core.management import execute_from_command_line

     if __name__ == "__main__":
    -    execute_manager(settings)
    +    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    +    execute_from_command_line(sys.argv)
    ```

    ```diff
     from shop.management import setup_environ

     setup_environ(settings)
    ```
    """
    for old, new in SCRIPTS.items():
        message = f"{old.rpartition('.')[2]} is gone: set DJANGO_SETTINGS_MODULE and call {new}()"
        yield from find_unused(old, message, file)
        for node in file.names.references.get(old, ()):
            call = file.parent(node)
            line = file.parent(file.parent(call))
            named = file.resolve(call.args[0].value) if isinstance(call, cst.Call) and len(call.args) == 1 else None
            alone = isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1
            if named is None or not alone or file.guard(node) or spread(cst.ensure_type(call, cst.Call)):
                yield Hit(node, message)
                continue
            module_name = new.rpartition(".")[0] if "execute" not in new else new
            os, setup = file.ref("os", node), file.ref(module_name, node)
            code = f'{os}.environ.setdefault("DJANGO_SETTINGS_MODULE", "{named}")\n'
            imports = (*os.imports, *setup.imports)
            if module_name == new:
                sys = file.ref("sys", node)
                code, imports = f"{code}{setup}({sys}.argv)\n", (*imports, *sys.imports)
            else:
                code += f"{setup}.setup()\n"
            yield Hit(node, message, also=((line, code),), imports=imports)


@rule(
    "DJ110-test-urls",
    package="django",
    since="1.8",
    gone="1.10",
    docs=DEPRECATED.format("1-10"),
    needles=["urls"],
    pattern=rb"(?m)^[ \t]+urls\s*=\s*[\"']",
)
def test_urls(module: cst.Module, file: File) -> Iterator[Hit]:
    """``urls`` of a test case is ``override_settings(ROOT_URLCONF=...)``.

    Deprecated in Django 1.8, without effect since 1.10.

    ```diff
    -from django.test import TestCase
    +from django.test import TestCase, override_settings


    +@override_settings(ROOT_URLCONF="shop.test_urls")
     class BookTests(TestCase):
    -    urls = "shop.test_urls"
    -
         def test_list(self):
             self.client.get("/books/")
    ```

    ```diff
     from unittest import TestCase


     class BookTests(TestCase):
         urls = "shop.test_urls"
    ```
    """
    for definition, statement, value in attributes(file, ["urls"], ["django.test.SimpleTestCase"]):
        message = f"{definition.name.value}.urls has no effect: override_settings(ROOT_URLCONF=...) has"
        if file.guard(statement) or file.parent(line_of(statement, file)) is not definition.body:
            yield Hit(statement, message)
            continue
        ref = file.ref("django.test.override_settings", definition)
        decorator = cst.Decorator(cst.parse_expression(f"{ref}(ROOT_URLCONF={file.code(value)})"))
        made = without_line(definition, line_of(statement, file))
        made = made.with_changes(decorators=[decorator, *definition.decorators])
        yield Hit(statement, message, also=((definition, made),), imports=ref.imports)


@rule(
    "DJ18-autocommit",
    package="django",
    since="1.6",
    gone="1.8",
    docs=DEPRECATED.format("1-8"),
    names=["django.db.transaction.autocommit"],
    safety=Safety.REVIEW,
)
def autocommit(module: cst.Module, file: File) -> Iterator[Hit]:
    """``transaction.autocommit`` goes: Django commits every query by itself since 1.6.

    Removed in Django 1.8.

    Review: with ``ATOMIC_REQUESTS`` a view that was to commit by itself wants ``non_atomic_requests`` instead.

    ```diff
     from django.db import transaction


    -@transaction.autocommit
     def show(request):
         transaction.get_connection()
    ```

    ```diff
     from shop import transaction


     @transaction.autocommit
     def show(request):
         pass
    ```
    """
    old = "django.db.transaction.autocommit"
    message = "transaction.autocommit is gone: it is the default"
    yield from find_unused(old, message, file)
    for node in file.names.references.get(old, ()):
        around = file.parent(node)
        if isinstance(around, cst.Decorator) and not file.guard(node):
            yield Hit(around, message, DELETE)
        else:
            yield Hit(node, message)


_BY_NAME = '''
def _get_field_by_name(options, name):
    """Return the field, the model of a parent that has it, whether it is no reverse relation, many to many."""
    field = options.get_field(name)
    model = field.model if field.model._meta.concrete_model is not options.concrete_model else None
    return field, model, not field.auto_created or field.concrete, field.many_to_many
'''


@rule(
    "DJ110-field-by-name",
    package="django",
    since="1.8",
    gone="1.10",
    docs=DEPRECATED.format("1-10"),
    needles=["_meta get_field_by_name"],
    safety=Safety.REVIEW,
)
def field_by_name(node: cst.Call, file: File) -> Iterator[Hit]:
    """``_meta.get_field_by_name()`` is written out, where more than the field is taken from what it gives.

    Deprecated in Django 1.8, removed in 1.10. The field alone is ``_meta.get_field()``.

    Review: for a reverse relation the field is the relation, as the method gave it.

    ```diff
     from shop.models import Book

    +
    +def _get_field_by_name(options, name):
    +    \"""Return the field, the model of a parent that has it, whether it is no reverse relation, many to many.\"""
    +    field = options.get_field(name)
    +    model = field.model if field.model._meta.concrete_model is not options.concrete_model else None
    +    return field, model, not field.auto_created or field.concrete, field.many_to_many
    +
    +
    -field, model, direct, m2m = Book._meta.get_field_by_name("shop")
    +field, model, direct, m2m = _get_field_by_name(Book._meta, "shop")
    ```

    ```diff
     from shop.models import Book

     field = Book._meta.get_field_by_name("shop")[0]
     other = Book.get_field_by_name("shop")
    ```
    """
    func = node.func
    if not isinstance(func, cst.Attribute) or func.attr.value != "get_field_by_name" or len(node.args) != 1:
        return
    options = func.value
    item = file.parent(node)
    first = isinstance(item, cst.Subscript) and item.value is node and file.code(item.slice[0]) == "0"
    if not isinstance(options, cst.Attribute) or options.attr.value != "_meta" or first or node.args[0].keyword:
        return
    message = "_meta.get_field_by_name is gone, get_field() returns the field alone"
    code = f"_get_field_by_name({file.code(options)}, {file.code(node.args[0].value)})"
    if file.guard(node) or is_taken("_get_field_by_name", file):
        yield Hit(node, message)
    else:
        yield Hit(node, message, code, helpers=(_BY_NAME,))


@rule(
    "DJ21-deleted-objects",
    package="django",
    since="2.1",
    gone="2.1",
    docs="https://docs.djangoproject.com/en/2.1/releases/2.1/",
    names=["django.contrib.admin.utils.get_deleted_objects"],
    safety=Safety.REVIEW,
)
def deleted_objects(node: cst.Call, file: File) -> Iterator[Hit]:
    """``get_deleted_objects()`` of the admin takes the objects, the request and the site.

    Since Django 2.1, without a release note. What the options and the database were, it finds by itself.

    Review: permissions are asked of the site's own admin classes now.

    ```diff
     from django.contrib.admin.utils import get_deleted_objects


     def preview(request, objs, opts, site, using):
    -    return get_deleted_objects(objs, opts, request.user, site, using)
    +    return get_deleted_objects(objs, request, site)
    ```

    ```diff
     from django.contrib.admin.utils import get_deleted_objects

     get_deleted_objects(objs, request, site)
    ```
    """
    if len(node.args) != 5 or any(arg.star or arg.keyword is not None for arg in node.args):
        return
    objs, _, user, site, _ = (arg.value for arg in node.args)
    message = "get_deleted_objects() takes the objects, the request and the site"
    if not isinstance(user, cst.Attribute) or user.attr.value != "user" or file.guard(node):
        yield Hit(node, message)
        return
    given = ", ".join(map(file.code, (objs, user.value, site)))
    yield Hit(node, message, f"{file.code(node.func)}({given})")


@rule(
    "DJ110-compiler-call",
    package="django",
    since=None,
    gone="1.10",
    docs=DEPRECATED.format("1-10"),
    needles=["as_sql", "as_sqlite", "as_postgresql", "as_mysql", "as_oracle"],
    pattern=rb"\bdef\s+as_(?:sql|sqlite|postgresql|mysql|oracle)\s*\(",
    safety=Safety.REVIEW,
)
def compiler_call(node: cst.FunctionDef, file: File) -> Iterator[Hit]:
    """``qn("name")`` in ``as_sql(self, qn, connection)`` is ``qn.quote_name_unless_alias("name")``.

    What ``as_sql()`` is given is a compiler since Django 1.7. It could be called, as the function that it had been before,
    until 1.9.

    Review: what has a method ``as_sql(self, ..., connection)`` is taken for part of a query.

    ```diff
     class Rank:
         def as_sql(self, qn, connection):
    -        return "RANK(%s.%s)" % (qn(self.table), qn("price")), []
    +        return "RANK(%s.%s)" % (qn.quote_name_unless_alias(self.table), qn.quote_name_unless_alias("price")), []
    ```

    ```diff
     class Rank:
         def as_sql(self, compiler, connection):
             return compiler.quote_name("price"), []


     class Table:
         def as_sql(self, write):
             return write("price")
    ```
    """
    names = [param.name.value for param in node.params.params]
    if not node.name.value.startswith("as_") or len(names) < 3 or names[0] != "self" or names[2] != "connection":
        return
    if node.name.value.removeprefix("as_") not in ("sql", "sqlite", "postgresql", "mysql", "oracle"):
        return
    for use in uses(node, names[1], file):
        call = file.parent(use)
        if isinstance(call, cst.Call) and call.func is use and len(call.args) == 1 and not call.args[0].star:
            edit = None if file.guard(use) else f"{use.value}.quote_name_unless_alias"
            yield Hit(use, "a compiler cannot be called: it quotes names by quote_name_unless_alias()", edit)


REDIRECTS = ("django.views.generic.RedirectView", "django.views.generic.base.RedirectView")


@rule(
    "DJ19-permanent-redirect",
    package="django",
    since=None,
    gone="1.9",
    docs=DEPRECATED.format("1-9"),
    names=[*REDIRECTS, *(f"{name}.as_view" for name in REDIRECTS)],
    changed=True,
    safety=Safety.REVIEW,
)
def permanent_redirect(node: cst.ClassDef | cst.Call, file: File) -> Iterator[Hit]:
    """``RedirectView`` is told to be ``permanent``, as it was by itself.

    Since Django 1.9 it is not: 302 instead of 301.

    Review: browsers remember a permanent redirect; many that are were not meant to be.

    ```diff
     from django.views.generic import RedirectView


     class Old(RedirectView):
    +    permanent = True
         url = "/shop/"


    -view = RedirectView.as_view(url="/shop/")
    +view = RedirectView.as_view(url="/shop/", permanent=True)
    ```

    ```diff
     from django.views.generic import RedirectView


     class Old(RedirectView):
         permanent = False


     view = RedirectView.as_view(url="/shop/", permanent=False)
    ```
    """
    message = "RedirectView is not permanent by itself since Django 1.9"
    if isinstance(node, cst.ClassDef):
        direct = any(file.resolve(base.value) in REDIRECTS for base in node.bases)
        if direct and not defines(node, "permanent") and isinstance(node.body, cst.IndentedBlock):
            made = with_attribute(node, "permanent = True\n", file)
            yield Hit(node.name, message, also=((node, made),) if made is not None else ())
    elif not spread(node) and keyword(node, "permanent") is None:
        named = node.func.attr.value if isinstance(node.func, cst.Attribute) else ""
        if named == "as_view":
            yield Hit(node, message, None if file.guard(node) else with_arg(node, "permanent=True"))
