"""Queries: lookups, orders and arguments that mean something else, or nothing any more."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.edit import keyword, with_arg
from upgrader.methods import meant
from upgrader.names import Node
from upgrader.rule import File, Hit, Rule, rule

from .hints import grouped, is_query, ordering_of

NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"

#: Methods that end a chain with something else than a query.
_ENDS = {
    "get",
    "first",
    "last",
    "count",
    "exists",
    "aggregate",
    "latest",
    "earliest",
    "create",
    "values_list",
    "values",
}
_FILTERS = ("filter", "exclude", "get")


def _django(file: File) -> bool:
    return any(name.partition(".")[0] == "django" for name in file.names.imported)


@rule(
    "DJ20-implicit-in",
    package="django",
    since=None,
    gone="2.0",
    docs=NOTES.format("2.0"),
    safety="review",
    needles=["filter objects", "exclude objects", "get objects"],
    pattern=rb"(filter|exclude|get)\([^)]*\w+=\w+\.objects\.",
)
def implicit_in(node: cst.Arg, file: File) -> Iterator[Hit]:
    """``filter(author=Author.objects.all())`` has to say ``__in``.

    A query of more than one row as the value of a plain lookup was taken for ``IN``; it is a ValueError now.

    Review: a query of one row that is limited by slicing may stay.

    ```diff
    -Book.objects.filter(author=Author.objects.filter(name="x"), price=1)
    -Book.objects.exclude(shop_id=Shop.objects.all())
    +Book.objects.filter(author__in=Author.objects.filter(name="x"), price=1)
    +Book.objects.exclude(shop_id__in=Shop.objects.all())
    ```

    ```diff
     Book.objects.filter(author__in=Author.objects.all())
     Book.objects.filter(author=Author.objects.first())
     Book.objects.filter(author=Author.objects.all()[:1])
     Book.objects.filter(author__name__gt=Author.objects.values("name"))
    ```
    """
    call = file.parent(node)
    if node.keyword is None or not isinstance(call, cst.Call) or not isinstance(call.func, cst.Attribute):
        return
    value = node.value
    name = node.keyword.value
    if call.func.attr.value not in _FILTERS or not is_query(call, file) or "__" in name:
        return
    if (
        isinstance(value, cst.Call)
        and isinstance(value.func, cst.Attribute)
        and value.func.attr.value in ("all", "filter", "exclude")
        and is_query(value, file)
        and not _ENDS & set(re.findall(r"\.(\w+)\(", file.code(value)))
    ):
        edit = None if file.guard(node) else node.keyword.with_changes(value=f"{name}__in")
        yield Hit(node.keyword, "a query as a value has to say __in", edit)


@rule(
    "DJ40-order-by-column",
    package="django",
    since=None,
    gone="4.0",
    docs=NOTES.format("4.0") + "#features-removed-in-4-0",
    safety="review",
    needles=["order_by"],
    pattern=rb"order_by\([^)]*[\"']-?\w+\.\w+[\"']",
)
def order_by_column(node: cst.Call, file: File) -> Iterator[Hit]:
    """``order_by("table.column")`` is ``order_by(RawSQL("table.column", []))``.

    Deprecated in Django 3.1; since 4.0 it is a FieldError.

    Review: the name of a field, with ``__`` for relations, says it better.

    ```diff
    +from django.db.models.expressions import RawSQL
     from shop.models import Book

    -Book.objects.order_by("shop_book.title", "-shop_book.price", "pk")
    +Book.objects.order_by(RawSQL("shop_book.title", []), RawSQL("shop_book.price", []).desc(), "pk")
    ```

    ```diff
     from shop.models import Book

     Book.objects.order_by("title", "-price")
     session.query(Book).order_by("book.title")
    ```
    """
    func = node.func
    if not isinstance(func, cst.Attribute) or func.attr.value != "order_by":
        return
    if not is_query(node, file) and not (_django(file) and "sqlalchemy" not in str(list(file.names.imported))):
        return
    ref = file.ref("django.db.models.expressions.RawSQL", node)
    for arg in node.args:
        text = arg.value.evaluated_value if isinstance(arg.value, cst.SimpleString) else None
        if isinstance(text, str) and re.fullmatch(r"-?\w+\.\w+", text):
            code = f'{ref}("{text.lstrip("-")}", [])' + (".desc()" if text.startswith("-") else "")
            edit = None if file.guard(node) else code
            yield Hit(arg.value, "order_by() takes no column of a table", edit, imports=ref.imports if edit else ())


@rule(
    "DJ61-iexact-none",
    package="django",
    since=None,
    gone="6.1",
    docs=NOTES.format("6.1"),
    safety="review",
    pattern=rb"__iexact=None",
    changed=True,
)
def iexact_none(node: cst.Arg, file: File) -> Iterator[Hit]:
    """``__iexact=None`` is ``__isnull=True``.

    Everywhere but for the keys of a ``JSONField``, where since Django 6.1 it means the JSON null.

    Review: it is the same for every other field.

    ```diff
    -Book.objects.filter(data__key__iexact=None)
    +Book.objects.filter(data__key__isnull=True)
    ```

    ```diff
     Book.objects.filter(data__key__iexact="x", data__other=None)
    ```
    """
    if node.keyword is None or not node.keyword.value.endswith("__iexact") or file.code(node.value) != "None":
        return
    name = f"{node.keyword.value.removesuffix('__iexact')}__isnull"
    message = "iexact=None of a key in JSON is the JSON null"
    if file.guard(node):
        yield Hit(node, message, certain=False)
    else:
        also: tuple[tuple[Node, Node | str], ...]
        also = ((node.keyword, node.keyword.with_changes(value=name)), (node.value, "True"))
        yield Hit(node, message, also=also, certain=False)


@rule(
    "DJ50-create-defaults-field",
    package="django",
    since=None,
    gone="5.0",
    docs=NOTES.format("5.0") + "#backwards-incompatible-changes-in-5-0",
    safety="review",
    needles=["update_or_create create_defaults", "aupdate_or_create create_defaults"],
    changed=True,
)
def create_defaults(node: cst.Call, file: File) -> Iterator[Hit]:
    """``create_defaults`` as a field is looked up as ``create_defaults__exact``.

    ``update_or_create()`` has a parameter of this name since Django 5.0.

    Review: it is taken for a field because no release before had the parameter.

    ```diff
    -Book.objects.update_or_create(create_defaults=1, defaults={"price": 2})
    +Book.objects.update_or_create(create_defaults__exact=1, defaults={"price": 2})
    ```

    ```diff
     Book.objects.update_or_create(title="x", create_defaults={"price": 1})
    ```
    """
    given = keyword(node, "create_defaults")
    if not isinstance(node.func, cst.Attribute) or given is None or given.keyword is None:
        return
    if node.func.attr.value not in ("update_or_create", "aupdate_or_create") or isinstance(given.value, cst.Dict):
        return
    edit = None if file.guard(node) else given.keyword.with_changes(value="create_defaults__exact")
    yield Hit(given.keyword, "create_defaults is a parameter of update_or_create()", edit)


@rule(
    "DJ52-aggregate-arguments",
    package="django",
    since=None,
    gone="5.2",
    docs=NOTES.format("5.2") + "#miscellaneous",
    safety="manual",
    names=[
        f"django.db.models{module}.{name}" for module in ("", ".aggregates") for name in ("Sum", "Avg", "Max", "Min")
    ],
)
def aggregate_arguments(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Sum``, ``Avg``, ``Max`` and ``Min`` take one expression.

    More of them are a TypeError since Django 5.2; databases refused them before.

    Manual: aggregate each expression, or combine them into one.

    ```diff
     from django.db.models import Sum

     Sum("price", "tax")
    ```

    ```diff
     from django.db.models import F, Sum

     Sum(F("price") + F("tax"), distinct=True)
    ```
    """
    positional = [arg for arg in node.args if arg.keyword is None]
    if len(positional) > 1 and not any(arg.star for arg in node.args):
        yield Hit(node, "this aggregate takes one expression")


@rule(
    "DJ61-percent-alias",
    package="django",
    since=None,
    gone=None,
    docs=NOTES.format("6.1") + "#features-deprecated-in-6-1",
    safety="manual",
    needles=["annotate", "alias"],
    pattern=rb"\*\*\{[^}]*[\"'][^\"':]*%[^\"':]*[\"']\s*:",
)
def percent_alias(node: cst.Call, file: File) -> Iterator[Hit]:
    """``annotate()`` takes no alias with a percent sign.

    Deprecated in Django 6.1.

    Manual: name it otherwise.

    ```diff
     Book.objects.annotate(**{"share%": F("price")})
    ```

    ```diff
     Book.objects.annotate(**{"share": F("price")})
     format(**{"a%b": 1})
    ```
    """
    methods = ("annotate", "alias", "extra", "aggregate", "values")
    if not isinstance(node.func, cst.Attribute) or node.func.attr.value not in methods:
        return
    for arg in node.args:
        if arg.star == "**" and isinstance(arg.value, cst.Dict):
            keys = [element.key for element in arg.value.elements if isinstance(element, cst.DictElement)]
            if any(isinstance(key, cst.SimpleString) and "%" in str(key.evaluated_value) for key in keys):
                yield Hit(arg, "an alias must not have a percent sign")


@rule(
    "DJ61-combined-order",
    package="django",
    since=None,
    gone="6.1",
    docs=NOTES.format("6.1"),
    safety="review",
    needles=["union values", "intersection values", "difference values", "union values_list"],
    changed=True,
)
def combined_order(node: cst.Call, file: File) -> Iterator[Hit]:
    """``one.values("x").union(...)`` has to be told that it has no order.

    The default ordering of a model holds for combined queries since Django 6.1, and is an error where its fields are not
    among the values. Until then such a query had no order.

    Review: a query whose model has no ordering need not say so.

    ```diff
    -names = one.values("x").union(other.values("x"))
    +names = one.values("x").union(other.values("x")).order_by()
    ```

    ```diff
     names = one.values("x").union(other.values("x")).order_by("x")
     number = one.values("x").union(other.values("x")).count()
     both = one.union(other)
    ```
    """
    func = node.func
    if not isinstance(func, cst.Attribute) or func.attr.value not in ("union", "intersection", "difference"):
        return
    first = func.value
    made = first.func.attr.value if isinstance(first, cst.Call) and isinstance(first.func, cst.Attribute) else ""
    if made not in ("values", "values_list") or ".values" not in "".join(file.code(arg) for arg in node.args):
        return
    if not isinstance(file.parent(node), cst.Attribute):
        edit = None if file.guard(node) else f"{file.code(node)}.order_by()"
        yield Hit(node, "the ordering of the model holds for a combined query", edit, certain=False)


@rule(
    "DJ30-urlencode-lists",
    package="django",
    since=None,
    gone="3.0",
    docs=NOTES.format("3.0") + "#miscellaneous",
    safety="review",
    names=["django.utils.http.urlencode"],
    changed=True,
)
def urlencode_lists(node: cst.Call, file: File) -> Iterator[Hit]:
    """``urlencode()`` of a list wants ``doseq=True``.

    Without it a list was written as the ``repr()`` of a list of texts; since Django 3.0 as that of the list itself.

    Review: each item is a parameter of its own then, which is what was meant, but not what was sent.

    ```diff
     from django.utils.http import urlencode

    -urlencode({"a": [1, 2]})
    +urlencode({"a": [1, 2]}, doseq=True)
    ```

    ```diff
     from django.utils.http import urlencode

     urlencode({"a": 1})
     urlencode({"a": [1, 2]}, doseq=True)
    ```
    """
    if len(node.args) != 1 or node.args[0].star or not isinstance(node.args[0].value, cst.Dict):
        return
    if any(isinstance(element.value, (cst.List, cst.Tuple)) for element in node.args[0].value.elements):
        edit = None if file.guard(node) else with_arg(node, "doseq=True")
        yield Hit(node, "urlencode() writes a list as its repr()", edit)


@rule(
    "DJ31-ordered-groups",
    package="django",
    since=None,
    gone="3.1",
    docs=NOTES.format("3.1") + "#features-removed-in-3-1",
    safety="review",
    needles=["values annotate"],
    pattern=rb"values\(.*\)\s*\.annotate\(",
    changed=True,
)
def ordered_groups(module: cst.Module, file: File) -> Iterator[Hit]:
    """``values().annotate()`` says that it is ordered, where ``Meta.ordering`` of the model has split its groups.

    Until Django 3.0 the fields of ``Meta.ordering`` were among those that a query was grouped by, and its rows were in that
    order. Since 3.1 they are neither, unless the query says so. A model of the project is asked for its ordering; what it
    does not show is an advice.

    Review: the groups are those of before. They may have been a mistake all along: without ``order_by()`` there is one for
    each of the values.

    ```diff
     from django.db import models
     from django.db.models import Count


     class Book(models.Model):
         class Meta:
             ordering = ["-title", "pk"]


    -shops = Book.objects.values("shop").annotate(number=Count("pk"))
    +shops = Book.objects.values("shop").annotate(number=Count("pk")).order_by("-title", "pk")
    ```

    ```diff
     from django.db import models
     from django.db.models import Count


     class Book(models.Model):
         ordering = models.TextField()


     shops = Book.objects.values("shop").annotate(number=Count("pk"))
     others = Shop.objects.values("town").annotate(number=Count("pk"))
    ```
    """
    for call in grouped(file):
        ordering = ordering_of(call, file)
        if ordering and not file.guard(call):
            names = ", ".join(f'"{name}"' for name in ordering)
            yield Hit(call, "Meta.ordering no longer splits these groups", f"{file.code(call)}.order_by({names})")


_QUERYSET = "django.db.models.query.QuerySet"


def _copied_with(id: str, name: str, gone: str, docs: str) -> Rule:
    """Make the rule of a method that copies a query set and once took attributes of the copy."""

    def find(node: cst.Call, file: File) -> Iterator[Hit]:
        called = node.func
        if not isinstance(called, cst.Attribute) or called.attr.value != name or not node.args:
            return
        if f"{_QUERYSET}.{name}" not in meant(called, file) or any(not _names(arg) for arg in node.args):
            return
        message = f"QuerySet.{name}() takes no attributes any more: set them on the copy"
        statement = file.parent(node)
        line = file.parent(statement)
        assigned = (
            statement.targets[0].target if isinstance(statement, cst.Assign) and statement.value is node else None
        )
        if isinstance(assigned, cst.Name) and isinstance(statement, cst.Assign) and len(statement.targets) == 1:
            copy, end = assigned.value, ""
        elif isinstance(statement, cst.Return) and file.names.scope(node).find("copy") is None:
            copy, end = "copy", "return copy\n"
        else:
            yield Hit(node, message)
            return
        if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
            yield Hit(node, message)
            return
        sets = [
            f"{copy}.{arg.keyword.value} = {file.code(arg.value)}\n"
            if arg.keyword
            else f"{copy}.__dict__.update({file.code(arg.value)})\n"
            for arg in node.args
        ]
        code = f"{copy} = {file.code(node.with_changes(args=[]))}\n{''.join(sets)}{end}"
        yield Hit(node, message, also=((line, code),))

    find.__doc__ = f"""``QuerySet.{name}()`` takes no attributes for the copy any more.

    They are set on it, as it did. Gone in Django {gone}, where a keyword is a TypeError.

    ```diff
     from django.db import models


     class Books(models.QuerySet):
         def sold(self, when):
    -        return self.{name}(when=when)
    +        copy = self.{name}()
    +        copy.when = when
    +        return copy


     class Kept(models.QuerySet):
         def {name}(self, **kwargs):
    -        books = super().{name}(**kwargs)
    +        books = super().{name}()
    +        books.__dict__.update(kwargs)
             return books
    ```

    ```diff
     from django.db import models


     class Books(models.QuerySet):
         def all(self):
             return self.{name}()


     class Other:
         def all(self):
             return self.{name}(when=1)
    ```
    """
    return rule(id, package="django", since=None, gone=gone, docs=docs, needles=[name])(find)


def _names(arg: cst.Arg) -> bool:
    return arg.star == "**" or arg.keyword is not None


clone_attributes = _copied_with(
    "DJ20-clone-attributes", "_clone", "2.0", "https://docs.djangoproject.com/en/2.0/releases/2.0/"
)
chain_attributes = _copied_with(
    "DJ40-chain-attributes", "_chain", "4.0", "https://docs.djangoproject.com/en/4.0/releases/4.0/"
)
