"""Assignments to the other side of many-to-many and reverse relations."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import libcst as cst

from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, rule

from .hints import chain


@rule(
    "DJ20-related-assignment",
    package="django",
    since="1.9",
    gone="2.0",
    docs="https://docs.djangoproject.com/en/2.0/releases/2.0/#features-removed-in-2-0",
    # names of such relations are plurals; the values lists, queries or other names
    pattern=rb"(?m)^[ \t]*\w[\w.]*\.\w+(?:s|_set) *= *(?:[\[(]|\w[\w.]*\.(?:all|filter|exclude)\(|\w+\.objects\b|\w+$)",
    needles=["objects"],
    safety=Safety.REVIEW,
    changed=True,
)
def related_assignment(node: cst.Assign, file: File) -> Iterator[Hit]:
    """``book.tags = [tag]`` is ``book.tags.set([tag])``.

    Assigning to a many-to-many relation, or to the reverse side of a foreign key, was deprecated in Django 1.10 and is a
    TypeError since 2.0. What is assigned to has to be seen: an object made or found by a model of the project that has such
    a relation. Something called ``..._set`` is taken for one.

    Review: that the object is of that model.

    ```diff
     from django.db import models


     class Book(models.Model):
         tags = models.ManyToManyField("Tag")
         kinds = models.TextField()


     class Tag(models.Model):
         shops = models.ManyToManyField("Shop", related_name="labels")


     def fill(tags):
         book = Book.objects.create()
    -    book.tags = tags.filter(old=False)
    +    book.tags.set(tags.filter(old=False))
         book.kinds = tags.all()
         shop = Shop(name="x")
    -    shop.labels = [Tag.objects.get()]
    -    shop.book_set = [book]
    +    shop.labels.set([Tag.objects.get()])
    +    shop.book_set.set([book])
    ```

    ```diff
     from django.db import models


     class Book(models.Model):
         tags = models.ManyToManyField("Tag")


     class Draft(models.Model):
         tags = ParentalManyToManyField("Tag")


     def fill(other, tags):
         other.tags = [1, 2]
         draft = Draft()
         draft.tags = [1, 2]
         draft.tag_set = Tags.objects.get()
         book = Book.objects.create()
         book.names = [tag.name for tag in Tag.objects.all()]
         book.tags.set(tags)
    ```
    """
    target = node.targets[0].target
    line = file.parent(node)
    if len(node.targets) != 1 or not isinstance(target, cst.Attribute) or not isinstance(line, cst.SimpleStatementLine):
        return
    name = target.attr.value
    many = isinstance(node.value, (cst.List, cst.ListComp, cst.Tuple)) or _last_called(node.value) in _QUERIES
    reverse = name.endswith("_set") and many
    if not reverse:
        having = _having(file).get(name, set())
        models = _models(target.value, file) if having else frozenset()
        if len(models) != 1 or not models <= having:
            return
    message = f"{name} is a relation of many: it has a method set()"
    plain = len(line.body) == 1 and not file.guard(node)
    code = f"{file.code(target)}.set({file.code(node.value)})"
    yield Hit(node, message, code if plain else None, certain=not reverse)


_QUERIES = ("all", "filter", "exclude")
_GIVING = {
    *(*_QUERIES, "order_by", "iterator", "select_related", "prefetch_related", "distinct", "reverse", "using"),
    *("get", "create", "first", "last", "latest", "earliest", "get_or_create", "update_or_create"),
}


def _last_called(node: cst.BaseExpression) -> str:
    return node.func.attr.value if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) else ""


def _models(node: cst.BaseExpression, file: File) -> frozenset[str]:
    """Return the names of the classes by which an object was made or found; more than one where it may be of several."""
    return frozenset().union(*(_made(source) for source in _sources(node, file)))


def is_found(node: cst.BaseExpression, file: File) -> bool:
    """Return whether an object is one that a manager made or found, whatever else it may have been before."""
    sources = list(_sources(node, file))
    return bool(sources) and all(_manager(source) is not None for source in sources)


def _sources(node: cst.BaseExpression, file: File, depth: int = 3) -> Iterator[cst.BaseExpression]:
    """Yield the expressions that an object may come from: what its name or attribute is set to, or what is iterated over."""
    if isinstance(node, cst.Name) and depth:
        scope = file.names.scope(node).find(node.value)
        for binding in scope.bindings[node.value] if scope else ():
            yield from _bound(binding.node, file, depth)
    elif isinstance(node, cst.Attribute) and isinstance(node.value, cst.Name) and node.value.value == "self":
        owner, code = file.class_around(node), file.code(node)
        for other in file.names.nodes.get(cst.AssignTarget, ()):
            target = cst.ensure_type(other, cst.AssignTarget).target
            mine = isinstance(target, cst.Attribute) and target.attr.value == node.attr.value
            if mine and file.class_around(other) is owner and file.code(target) == code:
                yield cst.ensure_type(file.parent(other), cst.Assign).value
    else:
        yield node


def _bound(node: Node, file: File, depth: int) -> Iterator[cst.BaseExpression]:
    if isinstance(node, cst.Param):
        around = file.class_around(node)
        # an object of its class, as a call of that would be
        yield cst.Call(around.name) if around is not None and node.name.value == "self" else node.name
        return
    place = file.parent(node) if isinstance(node, cst.Name) else node
    row = file.parent(place)
    if isinstance(place, cst.AssignTarget) and isinstance(row, cst.Assign):
        yield from _sources(row.value, file, depth - 1)
    elif isinstance(place, (cst.For, cst.CompFor)):
        yield place.iter
    elif isinstance(place, cst.Element) and isinstance(row, cst.Tuple) and row.elements[0] is place:
        assign = file.parent(file.parent(row))  # book, made = Book.objects.get_or_create()
        yield assign.value if isinstance(assign, cst.Assign) else cst.Name("_")
    else:
        yield cst.Name("_")


def _manager(value: cst.BaseExpression) -> cst.Attribute | None:
    """Return the ``Book.objects`` of an expression that gives objects of it."""
    while isinstance(value, cst.Subscript):
        value = value.value
    if _last_called(value) not in _GIVING:
        return None
    for part in chain(value):
        if isinstance(part, cst.Attribute) and part.attr.value in ("objects", "_default_manager"):
            return part
    return None


def _made(value: cst.BaseExpression) -> frozenset[str]:
    """Return the name of the class that a call makes an object of, or whose manager it asks."""
    manager = _manager(value)
    if manager is not None:
        return _last(manager.value)
    return _last(value.func) if isinstance(value, cst.Call) else frozenset()


def _last(node: cst.BaseExpression) -> frozenset[str]:
    name = node.attr.value if isinstance(node, cst.Attribute) else node.value if isinstance(node, cst.Name) else ""
    return frozenset([name]) if name[:1].isupper() else frozenset()


@lru_cache(maxsize=2)
def _having(file: File) -> Mapping[str, set[str]]:
    """Return, for each name of a relation of many objects in the project, the classes that have one of this name."""
    found: dict[str, set[str]] = {}
    for text in (file.text, *file.others("ManyToManyField").values(), *file.others("related_name").values()):
        for model, relation in _relations(text):
            found.setdefault(relation, set()).add(model)
    return found


@lru_cache(maxsize=4096)
def _relations(text: str) -> frozenset[tuple[str, str]]:
    """Return the relations of many objects that classes have, as pairs of class and name."""
    model, found = "", set()
    for match in _DECLARED.finditer(text):
        model = match["model"] or model
        if match["many"]:
            found.add((model, match["many"]))
    found.update((match["model"], match["name"]) for match in _REVERSE.finditer(text))
    return frozenset(found)


_DECLARED = re.compile(
    r"(?m)^class (?P<model>\w+)|^[ \t]+(?P<many>\w+)\s*=\s*(?:\w+\.)*(?:ManyToManyField|GenericRelation)\("
)
_REVERSE = re.compile(
    r"""(?<!\w)(?:ManyToManyField|ForeignKey)\(\s*["']?(?:\w+\.)*(?P<model>\w+)\b[^()]*related_name\s*=\s*["'](?P<name>\w+)["']"""
)
