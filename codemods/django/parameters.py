"""Parameters of methods, and of functions that few projects call: renamed, dropped, keyword only."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

import libcst as cst

from upgrader.edit import argument, keyword, spread, with_arg, without_arg
from upgrader.members import methods, super_calls, uses
from upgrader.methods import defines, meant, to_keywords
from upgrader.model import Safety
from upgrader.rule import File, Hit, Rule, rule
from upgrader.values import origins

from .arguments import SAVE, changed_keywords
from .assigned_relations import is_found

NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"
MODEL = "django.db.models.base.Model"


def method_keywords(
    id: str,
    *,
    since: str | None,
    gone: str,
    methods: Mapping[str, Mapping[str, str | None]],
    owners: Sequence[str],
    doc: str,
) -> Rule:
    """Make a rule of a table from methods to their old keywords and the new ones; None takes the argument away.

    ``owners`` are the classes that have the methods. On a receiver that is not seen, the keyword has to do: the finding
    is then no must. On one that is seen and is none of them, nothing is found.
    """

    def find(node: cst.Call, file: File) -> Iterator[Hit]:
        if not isinstance(node.func, cst.Attribute) or node.func.attr.value not in methods:
            return
        name = node.func.attr.value
        if _defined_here(node.func, file):
            return
        known = meant(node.func, file)
        certain = bool(known & {f"{owner}.{name}" for owner in owners})
        if (known and not certain) or file.resolve(node.func) is not None:
            return
        for index, arg in enumerate(node.args):
            if arg.keyword is None or arg.keyword.value not in methods[name]:
                continue
            old = arg.keyword.value
            new = methods[name][old]
            message = f"{old}= of {name}() is gone" + (f": {new}=" if new else "")
            if file.guard(node) or (new and keyword(node, new)):
                yield Hit(arg.keyword, message, certain=certain)
            elif new is None:
                yield Hit(arg.keyword, message, also=((node, without_arg(node, index)),), certain=certain)
                return
            else:
                yield Hit(arg.keyword, message, arg.keyword.with_changes(value=new), certain=certain)

    find.__doc__ = doc
    words = [f"{name} {old}" for name, keywords in methods.items() for old in keywords]
    docs = NOTES.format(gone)
    return rule(id, package="django", since=since, gone=gone, docs=docs, safety="review", needles=words)(find)


def _defined_here(node: cst.Attribute, file: File) -> bool:
    """Return whether a method is called on ``self`` whose class defines it itself."""
    definition = file.class_around(node)
    own = isinstance(node.value, cst.Name) and node.value.value in ("self", "cls")
    return own and definition is not None and defines(definition, node.attr.value)


private_fields = method_keywords(
    "DJ20-private-fields",
    since="1.10",
    gone="2.0",
    methods={"contribute_to_class": {"virtual_only": "private_only"}, "add_field": {"virtual": "private"}},
    owners=["django.db.models.fields.Field", "django.db.models.options.Options"],
    doc="""Fields of a model are private, no longer virtual.

    Renamed in Django 1.10, without the old names since 2.0.

    Review: what the method is called on is not always seen.

    ```diff
    -field.contribute_to_class(cls, "n", virtual_only=True)
    -cls._meta.add_field(field, virtual=True)
    +field.contribute_to_class(cls, "n", private_only=True)
    +cls._meta.add_field(field, private=True)
    ```

    ```diff
     cls._meta.add_field(field)
     make_field(virtual=True)
    ```
    """,
)

annotation = method_keywords(
    "DJ42-add-annotation",
    since=None,
    gone="4.2",
    methods={"add_annotation": {"is_summary": None}},
    owners=["django.db.models.sql.query.Query"],
    doc="""``Query.add_annotation()`` takes no ``is_summary``.

    Removed in Django 4.2; it meant nothing to annotations that are no summaries.

    Review: a summary is made another way since 4.2, by ``Query.get_aggregation()``.

    ```diff
    -query.add_annotation(value, "total", is_summary=True)
    +query.add_annotation(value, "total")
    ```

    ```diff
     query.add_annotation(value, "total")
    ```
    """,
)

sitemap_location = method_keywords(
    "DJ32-sitemap-location",
    since="3.2",
    gone="3.2",
    methods={"location": {"obj": "item"}},
    owners=["django.contrib.sitemaps.Sitemap"],
    doc="""The parameter of ``Sitemap.location()`` is called ``item``.

    Renamed in Django 3.2.

    Review: what the method is called on is not always seen; an override of the project may still call it ``obj``.

    ```diff
     from django.contrib.sitemaps import Sitemap

    -print(Sitemap().location(obj=book))
    +print(Sitemap().location(item=book))
    ```

    ```diff
     from django.contrib.sitemaps import Sitemap

     print(Sitemap().location(book))
    ```
    """,
)

log_change = method_keywords(
    "DJ40-admin-log",
    since="4.0",
    gone="4.0",
    methods={name: {"object": "obj"} for name in ("log_addition", "log_change", "log_deletion")},
    owners=["django.contrib.admin.options.ModelAdmin"],
    doc="""What ``ModelAdmin.log_change()`` and its like log is called ``obj``.

    Renamed from ``object`` in Django 4.0.

    Review: what the method is called on is not always seen.

    ```diff
     from django.contrib import admin


     class BookAdmin(admin.ModelAdmin):
         def sell(self, request, book):
    -        self.log_change(request, object=book, message="sold")
    +        self.log_change(request, obj=book, message="sold")
    ```

    ```diff
     from django.contrib import admin


     class BookAdmin(admin.ModelAdmin):
         def log_change(self, request, object, message): ...

         def sell(self, request, book):
             super().log_change(request, book, "sold")


     class Diary:
         def log_change(self, request, object): ...

         def write(self, request):
             self.log_change(request, object=1)
    ```
    """,
)

extra_tests = method_keywords(
    "DJ50-extra-tests",
    since=None,
    gone="5.0",
    methods={"run_tests": {"extra_tests": None}, "build_suite": {"extra_tests": None}},
    owners=["django.test.runner.DiscoverRunner"],
    doc="""``DiscoverRunner.run_tests()`` takes no ``extra_tests``.

    Deprecated in Django 4.0, taken for an option without effect since 5.0.

    Review: tests that were given so are run no more; name them as labels.

    ```diff
     from django.test.runner import DiscoverRunner

    -DiscoverRunner().run_tests(["shop"], extra_tests=None)
    +DiscoverRunner().run_tests(["shop"])
    ```

    ```diff
     from django.test.runner import DiscoverRunner

     DiscoverRunner().run_tests(["shop"])
    ```
    """,
)

skip_checks = changed_keywords(
    "DJ110-skip-validation",
    since=None,
    gone="1.10",
    docs=NOTES.format("1.10"),
    names=["django.core.management.call_command"],
    keywords={"skip_validation": "skip_checks"},
    doc="""``call_command(skip_validation=)`` is ``skip_checks=``.

    ```diff
     from django.core.management import call_command

    -call_command("migrate", skip_validation=True)
    +call_command("migrate", skip_checks=True)
    ```

    ```diff
     from shop.commands import call_command

     call_command("migrate", skip_validation=True)
    ```
    """,
)


@rule(
    "DJ20-feed-enclosure",
    package="django",
    since="1.9",
    gone="2.0",
    docs=NOTES.format("2.0") + "#features-removed-in-2-0",
    needles=["add_item enclosure"],
)
def feed_enclosure(node: cst.Call, file: File) -> Iterator[Hit]:
    """``feed.add_item(enclosure=)`` is ``enclosures=``, a list.

    Deprecated in Django 1.9; since 2.0 the old name is an extra without effect.

    ```diff
     from django.utils.feedgenerator import Enclosure

    -feed.add_item("t", "l", "d", enclosure=Enclosure("u", "1", "m"))
    +feed.add_item("t", "l", "d", enclosures=[Enclosure("u", "1", "m")])
    ```

    ```diff
     from django.utils.feedgenerator import Enclosure

     feed.add_item("t", "l", "d", enclosures=[Enclosure("u", "1", "m")])
     names.add_item(enclosure="fence")
    ```
    """
    given = keyword(node, "enclosure")
    if not (isinstance(node.func, cst.Attribute) and node.func.attr.value == "add_item") or given is None:
        return
    value = file.code(given.value)
    made = file.resolve(given.value.func) if isinstance(given.value, cst.Call) else None
    known = [*origins(node.func.value, file), made or ""]
    if not any(name.startswith("django.utils.feedgenerator.") for name in known):
        return
    if file.guard(node) or given.keyword is None:
        return
    if value == "None":
        index = next(i for i, arg in enumerate(node.args) if arg is given)
        yield Hit(node, "add_item() takes enclosures, a list", without_arg(node, index))
    else:
        new = cst.List([cst.Element(given.value)])
        renamed = given.keyword.with_changes(value="enclosures")
        yield Hit(
            given.keyword, "add_item() takes enclosures, a list", also=((given.keyword, renamed), (given.value, new))
        )


@rule(
    "DJ110-template-dirs",
    package="django",
    since=None,
    gone="1.10",
    docs=NOTES.format("1.10") + "#features-removed-in-1-10",
    safety="manual",
    names=[
        f"django.template.loader.{name}"
        for name in ("get_template", "select_template", "render_to_string", "find_template")
    ],
)
def template_dirs(node: cst.Call, file: File) -> Iterator[Hit]:
    """``get_template()`` and its neighbours take no ``dirs``.

    Deprecated in Django 1.8, removed in 1.10.

    Manual: list the folders in ``TEMPLATES``, or make an ``Engine(dirs=...)`` of its own and ask that.

    ```diff
     from django.template.loader import get_template

     get_template("book.html", dirs=["/templates"])
    ```

    ```diff
     from django.template.loader import get_template

     get_template("book.html")
    ```
    """
    for name in ("dirs", "dictionary", "context_instance"):
        given = keyword(node, name)
        if given is not None and name == "dirs":
            yield Hit(given, "dirs= is gone: list the folders in TEMPLATES")


@rule(
    "DJ110-content-type-name",
    package="django",
    since="1.8",
    gone="1.10",
    docs=NOTES.format("1.10"),
    safety="review",
    names=["django.contrib.contenttypes.models.ContentType"],
    pattern=rb"\bname\s*=",
)
def content_type_name(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``ContentType`` has no field ``name``.

    It went in Django 1.8; the name is a property that the model gives.

    Review: a lookup by name has to become one by ``model``; it is only reported.

    ```diff
     from django.contrib.contenttypes.models import ContentType

    -ContentType.objects.create(name="book", app_label="shop", model="book")
    +ContentType.objects.create(app_label="shop", model="book")
    ```

    ```diff
     from django.contrib.contenttypes.models import ContentType

     ContentType.objects.get(name="book")
     ContentType.objects.create(app_label="shop", model="book")
    ```
    """
    objects = file.parent(node)
    method = file.parent(objects)
    call: cst.CSTNode = file.parent(method)
    makes = isinstance(method, cst.Attribute) and method.attr.value in ("create", "get_or_create")
    if isinstance(objects, cst.Call) and objects.func is node:
        call, makes = objects, True
    elif not (isinstance(method, cst.Attribute) and isinstance(call, cst.Call) and call.func is method):
        return
    given = keyword(call, "name") if isinstance(call, cst.Call) else None
    if given is None or not isinstance(call, cst.Call):
        return
    index = next(i for i, arg in enumerate(call.args) if arg is given)
    edit = without_arg(call, index) if makes and not file.guard(node) else None
    yield Hit(call, "ContentType has no field name: the model gives it", edit)


@rule(
    "DJ110-signer-separator",
    package="django",
    since=None,
    gone="1.10",
    docs=NOTES.format("1.10"),
    safety="manual",
    names=["django.core.signing.Signer", "django.core.signing.TimestampSigner"],
)
def signer_separator(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Signer(sep=)`` must not be a character that a signature may have.

    Letters, digits, ``-``, ``_`` and ``=`` are a ValueError since Django 1.10.

    Manual: take ``:``, the default. What was signed with the old separator cannot be read any more.

    ```diff
     from django.core.signing import Signer

     Signer(sep="-")
    ```

    ```diff
     from django.core.signing import Signer

     Signer(sep="/")
    ```
    """
    given = argument(node, 1, "sep")
    text = given.value.evaluated_value if given is not None and isinstance(given.value, cst.SimpleString) else None
    if isinstance(text, str) and re.fullmatch(r"[A-z0-9-_=]*", text):
        yield Hit(node, "this separator of a Signer is a ValueError")


@rule(
    "DJ22-thread-sharing",
    package="django",
    since="2.2",
    gone="2.2",
    docs=NOTES.format("2.2") + "#database-backend-api",
    safety="manual",
    names=[
        f"django.db.backends.{name}.base.DatabaseWrapper"
        for name in ("sqlite3", "postgresql", "mysql", "oracle", "base")
    ],
)
def thread_sharing(node: cst.Call, file: File) -> Iterator[Hit]:
    """``DatabaseWrapper`` takes no ``allow_thread_sharing``.

    Since Django 2.2 it is counted by methods.

    Manual: call ``inc_thread_sharing()`` on the connection.

    ```diff
     from django.db.backends.sqlite3.base import DatabaseWrapper

     DatabaseWrapper({}, "default", True)
    ```

    ```diff
     from django.db.backends.sqlite3.base import DatabaseWrapper

     DatabaseWrapper({}, "default").inc_thread_sharing()
    ```
    """
    if argument(node, 2, "allow_thread_sharing") is not None:
        yield Hit(node, "a connection is shared between threads by inc_thread_sharing()")


@rule(
    "DJ17-select-related-depth",
    package="django",
    since=None,
    gone="1.7",
    docs=NOTES.format("1.7") + "#features-removed-in-1-7",
    safety="manual",
    needles=["select_related depth"],
)
def select_related_depth(node: cst.Call, file: File) -> Iterator[Hit]:
    """``select_related(depth=)`` is gone.

    Removed in Django 1.7: a TypeError.

    Manual: name the relations.

    ```diff
     Book.objects.select_related(depth=1)
    ```

    ```diff
     Book.objects.select_related("author")
    ```
    """
    if isinstance(node.func, cst.Attribute) and node.func.attr.value == "select_related" and keyword(node, "depth"):
        yield Hit(node, "select_related() takes the names of relations, no depth")


@rule(
    "DJ61-paginator-orphans",
    package="django",
    since=None,
    gone=None,
    docs=NOTES.format("6.1") + "#features-deprecated-in-6-1",
    safety="manual",
    names=[f"django.core.paginator.{name}" for name in ("Paginator", "AsyncPaginator")],
)
def orphans(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Paginator(orphans=)`` has to be less than ``per_page``.

    Deprecated in Django 6.1: pages would repeat objects.

    Manual: take a smaller number.

    ```diff
     from django.core.paginator import Paginator

     Paginator(books, 5, orphans=5)
    ```

    ```diff
     from django.core.paginator import Paginator

     Paginator(books, 5, orphans=4)
    ```
    """
    size = argument(node, 1, "per_page")
    rest = argument(node, 2, "orphans")
    if (
        size is not None
        and rest is not None
        and isinstance(size.value, cst.Integer)
        and isinstance(rest.value, cst.Integer)
        and rest.value.evaluated_value >= size.value.evaluated_value
    ):
        yield Hit(node, "orphans of a Paginator are less than a page")


@rule(
    "DJ32-autocomplete-field",
    package="django",
    since="3.2",
    gone="3.2",
    docs=NOTES.format("3.2") + "#django-contrib-admin",
    safety="review",
    names=[f"django.contrib.admin.widgets.{name}" for name in ("AutocompleteSelect", "AutocompleteSelectMultiple")],
)
def autocomplete_field(node: cst.Call, file: File) -> Iterator[Hit]:
    """``AutocompleteSelect`` takes the field, not its relation.

    Since Django 3.2 the first argument is ``field`` instead of ``field.remote_field``.

    Review: a relation under another name is not seen.

    ```diff
     from django.contrib.admin.widgets import AutocompleteSelect

    -AutocompleteSelect(Book._meta.get_field("shop").remote_field, site)
    +AutocompleteSelect(Book._meta.get_field("shop"), site)
    ```

    ```diff
     from django.contrib.admin.widgets import AutocompleteSelect

     AutocompleteSelect(Book._meta.get_field("shop"), site)
    ```
    """
    given = argument(node, 0, "rel")
    if given is None or file.guard(node):
        return
    value = given.value
    if isinstance(value, cst.Attribute) and value.attr.value in ("remote_field", "rel"):
        new = given.with_changes(value=value.value)
        if given.keyword is not None:
            new = new.with_changes(keyword=cst.Name("field"))
        args = [new if arg is given else arg for arg in node.args]
        message = "AutocompleteSelect takes the field, not its relation"
        # a relation is enough as long as nothing is looked up by the field's name
        yield Hit(node, message, node.with_changes(args=args), certain=False)


@rule(
    "DJ61-inclusion-admin-node",
    package="django",
    since="6.1",
    gone="6.1",
    docs=NOTES.format("6.1") + "#miscellaneous",
    safety="review",
    names=["django.contrib.admin.templatetags.base.InclusionAdminNode"],
)
def inclusion_admin_node(node: cst.Call, file: File) -> Iterator[Hit]:
    """``InclusionAdminNode`` takes the tag's name first.

    Since Django 6.1; the name stands in errors.

    Review: the name is that of the tag that the code around registers, else that of the function.

    ```diff
     from django import template
     from django.contrib.admin.templatetags.base import InclusionAdminNode

     register = template.Library()


     @register.tag(name="books")
     def books_tag(parser, token):
    -    return InclusionAdminNode(parser, token, func=books, template_name="books.html")
    +    return InclusionAdminNode("books", parser, token, func=books, template_name="books.html")
    ```

    ```diff
     from django.contrib.admin.templatetags.base import InclusionAdminNode

     InclusionAdminNode("books", parser, token, books, "books.html")
    ```
    """
    given = [arg for arg in node.args if arg.keyword is None]
    if spread(node) or keyword(node, "name") or len(node.args) > 5 or not given:
        return
    first = given[0].value
    complete = isinstance(first, cst.SimpleString) or len(node.args) - bool(keyword(node, "takes_context")) == 5
    if complete or file.guard(node):
        return
    function = file.inside(node, cst.FunctionDef)
    name = ""
    for decorator in function.decorators if function is not None else ():
        registered = re.search(r"\.tag\((?:name=)?[\"'](\w+)[\"']", file.code(decorator))
        name = registered[1] if registered else name
    if not name:
        called = argument(node, 2, "func")
        code = file.code(called.value) if called is not None else ""
        name = code.rpartition(".")[2] if re.fullmatch(r"[\w.]+", code) else ""
    yield Hit(node, "InclusionAdminNode takes the tag's name first", _first_arg(node, f'"{name}"') if name else None)


def _first_arg(call: cst.Call, code: str) -> cst.Call:
    args = list(call.args)
    comma = args[0].comma if len(args) > 1 else cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    return call.with_changes(args=[cst.Arg(cst.parse_expression(code), comma=comma), *args])


@rule(
    "DJ61-parse-bits",
    package="django",
    since="6.1",
    gone="6.1",
    docs=NOTES.format("6.1") + "#miscellaneous",
    names=["django.template.library.parse_bits"],
)
def parse_bits(node: cst.Call, file: File) -> Iterator[Hit]:
    """``parse_bits()`` takes no ``takes_context``.

    Removed in Django 6.1. A truthy value made it drop the first parameter, ``context``: such a call is reported.

    ```diff
     from django.template.library import parse_bits

    -parse_bits(parser, bits, params, varargs, varkw, defaults, kwonly, kwonly_defaults, False, "name")
    +parse_bits(parser, bits, params, varargs, varkw, defaults, kwonly, kwonly_defaults, "name")
    ```

    ```diff
     from django.template.library import parse_bits

     parse_bits(parser, bits, params, varargs, varkw, defaults, kwonly, kwonly_defaults, True, "name")
     parse_bits(parser, bits, params, varargs, varkw, defaults, kwonly, kwonly_defaults, "name")
    ```
    """
    given = argument(node, 8, "takes_context")
    if given is None or spread(node) or (len(node.args) < 10 and given.keyword is None):
        return
    edit = None
    if file.code(given.value) in ("False", "None") and not file.guard(node):
        edit = without_arg(node, next(i for i, arg in enumerate(node.args) if arg is given))
    yield Hit(node, "parse_bits() takes no takes_context", edit)


@rule(
    "DJ50-exclusion-opclasses",
    package="django",
    since="4.1",
    gone="5.0",
    docs=NOTES.format("5.0") + "#features-removed-in-5-0",
    names=[f"django.contrib.postgres.constraints{name}" for name in (".ExclusionConstraint",)],
    safety="review",
)
def exclusion_opclasses(node: cst.Call, file: File) -> Iterator[Hit]:
    """``ExclusionConstraint(opclasses=)`` is ``OpClass()`` around each expression.

    Deprecated in Django 4.1, removed in 5.0; in models and in migrations.

    Review: the constraint is another one to the autodetector, which makes it anew, unless its migration is rewritten too.

    ```diff
     from django.contrib.postgres.constraints import ExclusionConstraint
    +from django.contrib.postgres.indexes import OpClass

    -apart = ExclusionConstraint(name="apart", expressions=[("span", "&&")], opclasses=["range_ops"])
    +apart = ExclusionConstraint(name="apart", expressions=[(OpClass("span", name="range_ops"), "&&")])
    ```

    ```diff
     from django.contrib.postgres.constraints import ExclusionConstraint

     apart = ExclusionConstraint(name="apart", expressions=EXPRESSIONS, opclasses=["range_ops"])
     other = ExclusionConstraint(name="other", expressions=[("span", "&&")])
    ```
    """
    given = keyword(node, "opclasses")
    expressions = keyword(node, "expressions")
    if given is None:
        return
    message = "opclasses= is gone: OpClass() stands around the expression"
    lists = [arg.value if arg is not None else None for arg in (expressions, given)]
    pairs, classes = ([*value.elements] if isinstance(value, (cst.List, cst.Tuple)) else [] for value in lists)
    ref = file.ref("django.contrib.postgres.indexes.OpClass", node)
    new: dict[cst.CSTNode, cst.CSTNode] = {}
    for pair, opclass in zip(pairs, classes, strict=False):
        if not isinstance(pair.value, (cst.Tuple, cst.List)) or not pair.value.elements:
            continue
        first = pair.value.elements[0].value
        code = f"{ref}({file.code(first)}, name={file.code(opclass.value)})"
        new[first] = cst.parse_expression(code)
    if not pairs or len(new) != len(classes) or len(pairs) != len(classes) or file.guard(node) or expressions is None:
        yield Hit(node, message)
        return
    value = expressions.value
    for old, replacement in new.items():
        replaced = value.deep_replace(old, replacement)
        assert isinstance(replaced, cst.BaseExpression)
        value = replaced
    changed = node.with_changes(
        args=[arg.with_changes(value=value) if arg is expressions else arg for arg in node.args]
    )
    index = next(i for i, arg in enumerate(node.args) if arg is given)
    yield Hit(node, message, without_arg(changed, index), imports=ref.imports)


@rule(
    "DJ50-save-existing",
    package="django",
    since=None,
    gone="5.0",
    docs=NOTES.format("5.0") + "#miscellaneous",
    safety="review",
    needles=["save_existing instance"],
)
def save_existing(node: cst.FunctionDef, file: File) -> Iterator[Hit]:
    """``BaseModelFormSet.save_existing()`` calls its second parameter ``obj``.

    Renamed from ``instance`` in Django 5.0.

    Review: code that calls the override with ``instance=`` has to follow.

    ```diff
     from django.forms import BaseModelFormSet


     class BookFormSet(BaseModelFormSet):
    -    def save_existing(self, form, instance, commit=True):
    +    def save_existing(self, form, obj, commit=True):
    -        instance.touch()
    +        obj.touch()
    -        return super().save_existing(form, instance, commit=commit)
    +        return super().save_existing(form, obj, commit=commit)
    ```

    ```diff
     from django.forms import BaseModelFormSet


     class BookFormSet(BaseModelFormSet):
         def save_existing(self, form, obj, commit=True): ...


     class Other:
         def save_existing(self, form, instance): ...
    ```
    """
    found = methods(file, ["save_existing"], ["django.forms.models.BaseModelFormSet"])
    if not any(function is node for _, function in found):
        return
    names = [param.name for param in node.params.params if param.name.value == "instance"]
    taken = "obj" in file.code(node.body).replace("objects", "")
    if names and not taken:
        changes = [(use, use.with_changes(value="obj")) for use in uses(node, "instance", file)]
        yield Hit(names[0], "this parameter is called obj", cst.Name("obj"), also=tuple(changes))
    elif names:
        yield Hit(names[0], "this parameter is called obj")


@rule(
    "DJ61-bcc-header",
    package="django",
    since=None,
    gone="6.1",
    docs=NOTES.format("6.1") + "#miscellaneous",
    names=[
        f"django.core.mail{module}.{name}"
        for module in ("", ".message")
        for name in ("EmailMessage", "EmailMultiAlternatives")
    ],
)
def bcc_header(node: cst.Call, file: File) -> Iterator[Hit]:
    """``EmailMessage(headers={"Bcc": ...})`` is ``bcc=[...]``.

    As a header it was sent to everybody, and was no address that the message went to; a ValueError since Django 6.1.

    ```diff
     from django.core.mail import EmailMessage

    -EmailMessage("s", "b", headers={"Bcc": "a@example.com"})
    -EmailMessage("s", "b", headers={"Bcc": "a@example.com", "X-Shop": "1"})
    +EmailMessage("s", "b", bcc=["a@example.com"])
    +EmailMessage("s", "b", headers={"X-Shop": "1"}, bcc=["a@example.com"])
    ```

    ```diff
     from django.core.mail import EmailMessage

     EmailMessage("s", "b", headers={"X-Shop": "1"})
     EmailMessage("s", "b", bcc=["b@example.com"], headers={"Bcc": "a@example.com"})
    ```
    """
    given = keyword(node, "headers")
    if given is None or not isinstance(given.value, cst.Dict):
        return
    elements = list(given.value.elements)
    found = [
        element
        for element in elements
        if isinstance(element, cst.DictElement)
        and isinstance(element.key, cst.SimpleString)
        and str(element.key.evaluated_value).lower() == "bcc"
    ]
    if not found:
        return
    message = "Bcc is no header: give bcc="
    value = found[0].value
    if keyword(node, "bcc") or spread(node) or not isinstance(value, cst.SimpleString) or file.guard(node):
        yield Hit(node, message)
        return
    index = next(i for i, arg in enumerate(node.args) if arg is given)
    rest = [element for element in elements if element is not found[0]]
    bcc = f"bcc=[{file.code(value)}]"
    if not rest:
        yield Hit(node, message, with_arg(without_arg(node, index), bcc))
        return
    rest[-1] = rest[-1].with_changes(comma=elements[-1].comma)
    args = list(node.args)
    args[index] = given.with_changes(value=given.value.with_changes(elements=rest))
    yield Hit(node, message, with_arg(node.with_changes(args=args), bcc))


@rule(
    "DJ60-constraint-positional",
    package="django",
    since=None,
    gone="6.0",
    docs=NOTES.format("6.0") + "#features-removed-in-6-0",
    needles=["BaseConstraint"],
)
def constraint_positional(node: cst.FunctionDef, file: File) -> Iterator[Hit]:
    """``BaseConstraint.__init__()`` takes keywords only.

    Deprecated in Django 5.0, a TypeError since 6.0.

    ```diff
     from django.db.models import BaseConstraint


     class Never(BaseConstraint):
         def __init__(self, name):
    -        super().__init__(name)
    +        super().__init__(name=name)
    ```

    ```diff
     from django.db.models import BaseConstraint


     class Never(BaseConstraint):
         def __init__(self, name):
             super().__init__(name=name)
    ```
    """
    definition = file.class_around(node)
    bases = [file.resolve(base.value) or "" for base in definition.bases] if definition is not None else []
    if node.name.value != "__init__" or not any(base.endswith(".BaseConstraint") for base in bases):
        return
    for call in super_calls(node, file):
        new = to_keywords(call, 0, ["name", "violation_error_message"])
        if new is not None:
            yield Hit(call, "BaseConstraint takes keywords only", None if file.guard(call) else new)


_LIKE_A_FORM = re.compile(r"form|session|serializer|file|image|^self$|^super\b", re.IGNORECASE)


@rule(
    "DJ60-save-call",
    package="django",
    since=None,
    gone="6.0",
    docs=NOTES.format("6.0") + "#features-removed-in-6-0",
    needles=["save True", "asave True", "save False", "asave False", "save None", "asave None"],
    pattern=rb"\.a?save\s*\(\s*(?:True|False|None)\b",
)
def save_call(node: cst.Call, file: File) -> Iterator[Hit]:
    """``book.save(True)`` wants keywords.

    By position ``force_insert`` and what follows are deprecated since Django 5.1 and a TypeError since 6.0. Where the file
    does not show what is saved, and its name does not say form, session or file, it is taken for a model, to be reviewed:
    nothing else has a ``save()`` that takes True.

    ```diff
     from django.db import models


     class Book(models.Model):
         pass


    -Book().save(True)
    +Book().save(force_insert=True)
     for book in Book.objects.filter(price=1):
    -    book.save(False, True)
    -thing.save(True)
    +    book.save(force_insert=False, force_update=True)
    +thing.save(force_insert=True)
    ```

    ```diff
     from django.db import models


     class Book(models.Model):
         pass


     Book().save(force_insert=True)
     form.save(True)
     request.session.save(True)
     cover.save("a.png", data, True)
    ```
    """
    func = node.func
    if not isinstance(func, cst.Attribute) or func.attr.value not in ("save", "asave") or spread(node):
        return
    positional = [arg for arg in node.args if arg.keyword is None]
    if not positional or any(file.code(arg.value) not in ("True", "False", "None") for arg in positional[:2]):
        return
    known = origins(func.value, file)
    message = "save() of a model takes keywords only"
    if MODEL in known or is_found(func.value, file):
        yield Hit(node, message, None if file.guard(node) else to_keywords(node, 0, SAVE))
    elif not known and file.code(positional[0].value) == "True" and not _LIKE_A_FORM.search(file.code(func.value)):
        edit = None if file.guard(node) else to_keywords(node, 0, SAVE)
        yield Hit(node, message, edit, safety=Safety.REVIEW, certain=False)


@rule(
    "DJ31-sql-flush",
    package="django",
    since="3.1",
    gone="3.1",
    docs=NOTES.format("3.1") + "#database-backend-api",
    safety="review",
    needles=["sql_flush ops"],
)
def sql_flush(node: cst.Call, file: File) -> Iterator[Hit]:
    """``DatabaseOperations.sql_flush()`` takes ``reset_sequences`` instead of the sequences.

    Since Django 3.1, and keywords only.

    Review: all sequences of the tables are reset, not just those that were given.

    ```diff
     from django.db import connection

    -connection.ops.sql_flush(style, tables, sequences, True)
    -connection.ops.sql_flush(style, tables, [])
    +connection.ops.sql_flush(style, tables, reset_sequences=bool(sequences), allow_cascade=True)
    +connection.ops.sql_flush(style, tables)
    ```

    ```diff
     from django.db import connection

     connection.ops.sql_flush(style, tables, reset_sequences=True)
    ```
    """
    func = node.func
    if not (
        isinstance(func, cst.Attribute) and func.attr.value == "sql_flush" and isinstance(func.value, cst.Attribute)
    ):
        return
    sequences = argument(node, 2, "sequences")
    if func.value.attr.value != "ops" or sequences is None or spread(node) or len(node.args) > 4:
        return
    cascade = argument(node, 3, "allow_cascade")
    edit = node.with_changes(args=node.args[:2])
    edit = edit.with_changes(args=[*edit.args[:1], edit.args[1].with_changes(comma=cst.MaybeSentinel.DEFAULT)])
    if not (isinstance(sequences.value, (cst.List, cst.Tuple)) and not sequences.value.elements):
        literal = isinstance(sequences.value, (cst.List, cst.Tuple))
        edit = with_arg(edit, "reset_sequences=" + ("True" if literal else f"bool({file.code(sequences.value)})"))
    if cascade is not None:
        edit = with_arg(edit, f"allow_cascade={file.code(cascade.value)}")
    yield Hit(node, "sql_flush() takes reset_sequences, no sequences", None if file.guard(node) else edit)


@rule(
    "DJ42-schema-editor",
    package="django",
    since="4.2",
    gone="4.2",
    docs=NOTES.format("4.2") + "#database-backend-api",
    safety="review",
    needles=["_alter_column_type_sql"],
)
def alter_column_type(node: cst.Call, file: File) -> Iterator[Hit]:
    """``_alter_column_type_sql()`` takes a model, and the two collations.

    The model came in Django 2.0 in the place of a table, ``old_collation`` and ``new_collation`` in 4.2.

    Review: the collations are those that the fields name; the one that a database has by itself is None.

    ```diff
    -editor._alter_column_type_sql(book._meta.db_table, a, b, "int")
    +editor._alter_column_type_sql(book, a, b, "int", getattr(a, "db_collation", None), getattr(b, "db_collation", None))
     editor._alter_column_type_sql(table, a, b, "int")
    ```

    ```diff
     editor._alter_column_type_sql(model, old, new, type, old_collation, new_collation)
    ```
    """
    if (
        isinstance(node.func, cst.Attribute)
        and node.func.attr.value == "_alter_column_type_sql"
        and len(node.args) < 6
        and not spread(node)
    ):
        message = "_alter_column_type_sql() takes a model first, and two collations last"
        given = [file.code(arg.value) for arg in node.args if arg.keyword is None]
        plain = len(given) == len(node.args) == 4 and given[1].isidentifier() and given[2].isidentifier()
        if not plain or file.guard(node) or not (given[0] == "model" or given[0].endswith("._meta.db_table")):
            yield Hit(node, message)
            return
        given[0] = given[0].removesuffix("._meta.db_table")
        given += [f'getattr({field}, "db_collation", None)' for field in given[1:3]]
        yield Hit(node, message, f"{file.code(node.func)}({', '.join(given)})")


@rule(
    "DJ40-unique-sql-columns",
    package="django",
    since="4.0",
    gone="4.0",
    docs=NOTES.format("4.0") + "#database-backend-api",
    safety="review",
    needles=["_create_unique_sql columns", "_delete_unique_sql columns"],
)
def unique_sql(node: cst.Call, file: File) -> Iterator[Hit]:
    """``_create_unique_sql()`` takes fields, no names of columns.

    Since Django 4.0.

    Review: a column may have another name than its field.

    ```diff
    -editor._create_unique_sql(model, columns=["code"])
    +editor._create_unique_sql(model, fields=[model._meta.get_field("code")])
    ```

    ```diff
     editor._create_unique_sql(model, columns=columns)
     editor._create_unique_sql(model, fields=[field])
    ```
    """
    given = keyword(node, "columns")
    if not isinstance(node.func, cst.Attribute) or node.func.attr.value != "_create_unique_sql" or given is None:
        return
    message = "_create_unique_sql() takes fields, no columns"
    texts = [element.value for element in given.value.elements] if isinstance(given.value, cst.List) else []
    if not texts or not all(isinstance(text, cst.SimpleString) for text in texts) or file.guard(node) or spread(node):
        yield Hit(node, message)
        return
    model = file.code(node.args[0].value)
    fields = ", ".join(f"{model}._meta.get_field({file.code(text)})" for text in texts)
    new = given.with_changes(keyword=cst.Name("fields"), value=cst.parse_expression(f"[{fields}]"))
    yield Hit(node, message, node.with_changes(args=[new if arg is given else arg for arg in node.args]))


@rule(
    "DJ40-add-filter",
    package="django",
    since="4.0",
    gone="4.0",
    docs=NOTES.format("4.0") + "#miscellaneous",
    safety="review",
    needles=["add_filter"],
)
def add_filter(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Query.add_filter()`` takes two arguments instead of a pair.

    Since Django 4.0.

    Review: what is called ``query`` is taken for one.

    ```diff
    -books.query.add_filter(("price", 1))
    +books.query.add_filter("price", 1)
     for pair in filters.items():
    -    books.query.add_filter(pair)
    +    books.query.add_filter(*pair)
    ```

    ```diff
     books.query.add_filter("price", 1)
     photo.add_filter(("blur", 1))
    ```
    """
    func = node.func
    if not isinstance(func, cst.Attribute) or func.attr.value != "add_filter" or len(node.args) != 1:
        return
    owner = func.value
    name = owner.attr.value if isinstance(owner, cst.Attribute) else owner.value if isinstance(owner, cst.Name) else ""
    pair = node.args[0].value
    if name != "query" or node.args[0].star or node.args[0].keyword:
        return
    if isinstance(pair, cst.Tuple) and len(pair.elements) == 2:
        inner = ", ".join(file.code(element.value) for element in pair.elements)
    elif isinstance(pair, (cst.Name, cst.Attribute)):
        inner = f"*{file.code(pair)}"
    else:
        return
    edit = None if file.guard(node) else f"{file.code(func)}({inner})"
    yield Hit(node, "add_filter() takes two arguments, no pair", edit)


@rule(
    "DJ60-serialize-test-db",
    package="django",
    since="6.0",
    gone=None,
    docs=NOTES.format("6.0") + "#features-deprecated-in-6-0",
    safety="review",
    needles=["create_test_db serialize"],
)
def create_test_db(node: cst.Call, file: File) -> Iterator[Hit]:
    """``create_test_db(serialize=)`` goes, a method of its own serializes.

    Deprecated in Django 6.0.

    Review: what the method is called on is not always seen.

    ```diff
     from django.db import connection

    -connection.creation.create_test_db(serialize=True)
    +connection.creation.create_test_db()
    +connection._test_serialized_contents = connection.creation.serialize_db_to_string()
    -connection.creation.create_test_db(serialize=False)
    +connection.creation.create_test_db()
    ```

    ```diff
     from django.db import connection

     name = connection.creation.create_test_db(serialize=True)
     connection.creation.create_test_db()
    ```
    """
    given = keyword(node, "serialize")
    func = node.func
    if not isinstance(func, cst.Attribute) or func.attr.value != "create_test_db" or given is None:
        return
    message = "create_test_db() no longer serializes: serialize_db_to_string() does"
    plain = without_arg(node, next(i for i, arg in enumerate(node.args) if arg is given))
    value = file.code(given.value)
    line = file.parent(file.parent(node))
    creation = func.value
    block = file.parent(line)
    if value == "False" and not file.guard(node):
        yield Hit(node, message, plain)
    elif (
        value == "True"
        and isinstance(line, cst.SimpleStatementLine)
        and len(line.body) == 1
        and isinstance(line.body[0], cst.Expr)
        and isinstance(creation, cst.Attribute)
        and isinstance(block, (cst.Module, cst.IndentedBlock))
        and not file.guard(node)
    ):
        serializes = (
            f"{file.code(creation.value)}._test_serialized_contents = {file.code(creation)}.serialize_db_to_string()"
        )
        yield Hit(node, message, also=((line, f"{file.code(plain)}\n{serializes}\n"),))
    else:
        yield Hit(node, message)


_AGGREGATES = ("django.contrib.postgres.aggregates", "django.contrib.postgres.aggregates.general")
_EMPTY = {"ArrayAgg": "{Value}([])", "JSONBAgg": "{Value}([], {JSONField}())", "StringAgg": '{Value}("")'}


@rule(
    "DJ50-aggregate-default",
    package="django",
    since="4.0",
    gone="5.0",
    docs=NOTES.format("5.0") + "#features-removed-in-5-0",
    names=[f"{module}.{name}" for module in _AGGREGATES for name in _EMPTY],
    safety="review",
    changed=True,
)
def aggregate_default(node: cst.Call, file: File) -> Iterator[Hit]:
    """``ArrayAgg``, ``JSONBAgg`` and ``StringAgg`` of no rows are None, unless they have a default.

    Until Django 4.2 they were an empty list or text.

    Review: where None is as good, leave the default out.

    ```diff
    -from django.contrib.postgres.aggregates import ArrayAgg, StringAgg
    +from django.contrib.postgres.aggregates import ArrayAgg, StringAgg
    +from django.db.models import Value

    -Book.objects.aggregate(numbers=ArrayAgg("number"), names=StringAgg("name", ", "))
    +Book.objects.aggregate(numbers=ArrayAgg("number", default=Value([])), names=StringAgg("name", ", ", default=Value("")))
    ```

    ```diff
     from django.contrib.postgres.aggregates import ArrayAgg

     Book.objects.aggregate(numbers=ArrayAgg("number", default=None))
    ```
    """
    name = (file.resolve(node.func) or "").rpartition(".")[2]
    if name not in _EMPTY or keyword(node, "default") or spread(node) or not node.args:
        return
    value = file.ref("django.db.models.Value", node)
    field = file.ref("django.db.models.JSONField", node)
    code = _EMPTY[name].format(Value=value, JSONField=field)
    imports = (*value.imports, *(field.imports if name == "JSONBAgg" else ()))
    edit = None if file.guard(node) else with_arg(node, f"default={code}")
    yield Hit(node, f"{name} of no rows is None: give it a default", edit, imports=imports if edit is not None else ())


@rule(
    "DJ51-json-literal-default",
    package="django",
    since="4.2",
    gone="5.1",
    docs=NOTES.format("5.1") + "#features-removed-in-5-1",
    names=[f"{module}.JSONBAgg" for module in _AGGREGATES],
    safety="review",
)
def json_literal_default(node: cst.Call, file: File) -> Iterator[Hit]:
    """``JSONBAgg(default=Value("[]"))`` is ``Value([], JSONField())``.

    JSON that is written out as text was deprecated in Django 4.2; since 5.1 it is a text.

    Review: a text that was meant has to be left.

    ```diff
     from django.contrib.postgres.aggregates import JSONBAgg
    -from django.db.models import Value
    +from django.db.models import JSONField, Value

    -print(JSONBAgg("name", default=Value("[]")))
    +print(JSONBAgg("name", default=Value([], JSONField())))
    ```

    ```diff
     from django.contrib.postgres.aggregates import JSONBAgg
     from django.db.models import JSONField, Value

     print(JSONBAgg("name", default=Value([], JSONField())))
    ```
    """
    given = keyword(node, "default")
    made = given.value if given is not None else None
    if not isinstance(made, cst.Call) or len(made.args) != 1 or file.guard(node):
        return
    text = made.args[0].value
    named = (file.resolve(made.func) or "").rpartition(".")[2]
    if named != "Value" or not isinstance(text, cst.SimpleString):
        return
    literal = str(text.evaluated_value).strip()
    try:
        value = ast.literal_eval(literal)
    except (SyntaxError, ValueError):
        return
    if isinstance(value, (list, dict)):
        ref = file.ref("django.db.models.JSONField", node)
        new = f"{file.code(made.func)}({literal}, {ref}())"
        yield Hit(made, "a default in JSON is a value with a JSONField", new, imports=ref.imports)


@rule(
    "DJ60-string-agg-delimiter",
    package="django",
    since="6.0",
    gone=None,
    docs=NOTES.format("6.0") + "#features-deprecated-in-6-0",
    names=[f"{module}.StringAgg" for module in (*_AGGREGATES, "django.db.models")],
)
def string_agg_delimiter(node: cst.Call, file: File) -> Iterator[Hit]:
    """``StringAgg`` takes a ``Value`` for its delimiter.

    Deprecated in Django 6.0; a text will be the name of a field.

    ```diff
     from django.contrib.postgres.aggregates import StringAgg
    +from django.db.models import Value

    -print(StringAgg("name", delimiter=", "), StringAgg("name", ", "))
    +print(StringAgg("name", delimiter=Value(", ")), StringAgg("name", Value(", ")))
    ```

    ```diff
     from django.contrib.postgres.aggregates import StringAgg
     from django.db.models import Value

     print(StringAgg("name", delimiter=Value(", ")))
    ```
    """
    given = argument(node, 1, "delimiter")
    if given is None or not isinstance(given.value, cst.SimpleString) or file.guard(node):
        return
    ref = file.ref("django.db.models.Value", node)
    yield Hit(given.value, "a delimiter is a Value", f"{ref}({file.code(given.value)})", imports=ref.imports)
