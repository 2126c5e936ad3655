"""Relations, user models, queries, methods of the admin and messages: what a file shows to be one of them."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import NewImport, text_of
from upgrader.members import class_of, line_of, methods
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import DELETE, File, Hit, rule

from .rendering import returned, safe_markup

NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"
_FIELDS = ("fields", "local_fields", "concrete_fields", "many_to_many", "local_many_to_many", "private_fields")


@rule(
    "DJ20-field-rel",
    package="django",
    since="1.9",
    gone="2.0",
    docs=NOTES.format("2.0") + "#features-removed-in-2-0",
    safety="review",
    needles=["rel _meta", "rel to"],
    pattern=rb"\.rel\b",
)
def field_rel(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``field.rel`` is ``field.remote_field``, ``field.rel.to`` is ``field.remote_field.model``.

    Deprecated in Django 1.9, removed in 2.0. A field is what ``_meta`` gives; ``.rel.to`` is one by its names alone.

    Review: ``remote_field`` is there for reverse relations as well.

    ```diff
    -kind = Book._meta.get_field("shop").rel
    +kind = Book._meta.get_field("shop").remote_field
     for field in Book._meta.fields:
    -    if field.rel and field.rel.to is Shop:
    +    if field.remote_field and field.remote_field.model is Shop:
             print(field)
    ```

    ```diff
     print(link.rel, link.rel.title)
     for field in shop.fields:
         print(field.rel)
    ```
    """
    if node.attr.value != "rel" or file.resolve(node) is not None:
        return
    whole = file.parent(node)
    to = isinstance(whole, cst.Attribute) and whole.value is node and whole.attr.value == "to"
    known = _is_field(node.value, file)
    if not known and (not to or _is_own(node.value, file)):
        return
    owner = file.code(node.value)
    if to:
        yield Hit(whole, ".rel.to is .remote_field.model", f"{owner}.remote_field.model", certain=known)
    else:
        yield Hit(node, ".rel is .remote_field", f"{owner}.remote_field")


def _is_own(value: cst.BaseExpression, file: File) -> bool:
    """Return whether ``value`` is ``self`` in a class that inherits from nothing of Django's."""
    definition = file.class_around(value)
    own = isinstance(value, cst.Name) and value.value == "self" and definition is not None
    return own and definition is not None and not any(name.startswith("django.") for name in file.ancestors(definition))


def _is_field(value: cst.BaseExpression, file: File) -> bool:
    """Return whether ``value`` is what ``_meta`` gives for a field, or a name that holds nothing else."""
    if isinstance(value, cst.Call):
        return _of_meta(value.func, ("get_field",))
    scope = file.names.scope(value).find(value.value) if isinstance(value, cst.Name) else None
    if scope is None or not isinstance(value, cst.Name):
        return False
    return all(_is_bound_to_field(binding.node, file) for binding in scope.bindings[value.value])


def _is_bound_to_field(target: Node, file: File) -> bool:
    around = file.parent(target)
    if isinstance(around, cst.AssignTarget):
        assign = file.parent(around)
        made = assign.value if isinstance(assign, cst.Assign) else None
        return isinstance(made, cst.Call) and _of_meta(made.func, ("get_field",))
    if isinstance(around, (cst.For, cst.CompFor)):
        given = around.iter.func if isinstance(around.iter, cst.Call) else around.iter
        return _of_meta(given, (*_FIELDS, "get_fields"))
    return False


def _of_meta(value: cst.BaseExpression, names: tuple[str, ...]) -> bool:
    if not isinstance(value, cst.Attribute) or value.attr.value not in names:
        return False
    return isinstance(value.value, cst.Attribute) and value.value.attr.value == "_meta"


@rule(
    "DJ20-user-properties-defined",
    package="django",
    since="1.10",
    gone="2.0",
    docs=NOTES.format("2.0") + "#features-removed-in-2-0",
    safety="review",
    needles=["is_authenticated AbstractBaseUser", "is_anonymous AbstractBaseUser", "is_authenticated AbstractUser"],
    pattern=rb"\bdef\s+is_(?:authenticated|anonymous)\b",
)
def user_properties_defined(node: cst.FunctionDef, file: File) -> Iterator[Hit]:
    """``is_authenticated`` and ``is_anonymous`` of a user model are properties.

    Django reads them without a call since 1.10: a method is true, whatever it would return.

    Review: calls of it in the project lose their parentheses.

    ```diff
     from django.contrib.auth.models import AbstractBaseUser


     class Member(AbstractBaseUser):
    +    @property
         def is_authenticated(self):
             return True
    ```

    ```diff
     from django.contrib.auth.models import AbstractBaseUser


     class Member(AbstractBaseUser):
         @property
         def is_authenticated(self):
             return True


     class Visitor:
         def is_authenticated(self):
             return True
    ```
    """
    if node.decorators:
        return
    bases = ("django.contrib.auth.base_user.AbstractBaseUser",)
    for definition, function in methods(file, ["is_authenticated", "is_anonymous"], bases):
        if function is node:
            new = node.with_changes(decorators=[cst.Decorator(cst.Name("property"))])
            yield Hit(node.name, f"{definition.name.value}.{node.name.value} is a property", also=((node, new),))


@rule(
    "DJ20-sliced-last",
    package="django",
    since=None,
    gone="2.0",
    docs=NOTES.format("2.0"),
    safety="review",
    needles=["last", "reverse"],
    pattern=rb"\]\s*\.\s*(?:last|reverse)\(\)",
)
def sliced_last(node: cst.Call, file: File) -> Iterator[Hit]:
    """``books[:5].last()`` cannot turn a query round that is cut off.

    Since Django 2.0 it is a TypeError. Before it was the last of all rows, or of the five, as the order had it.

    Review: this is the last of the five; ``reverse()`` is reported only.

    ```diff
     def latest(books):
    -    return books[:5].last()
    +    return next(reversed(books[:5]), None)
    ```

    ```diff
     def latest(books, rows):
         return books[5].last() or rows[:5].first()
    ```
    """
    function = node.func
    if not isinstance(function, cst.Attribute) or node.args or function.attr.value not in ("last", "reverse"):
        return
    cut = function.value
    if not isinstance(cut, cst.Subscript) or len(cut.slice) != 1 or not isinstance(cut.slice[0].slice, cst.Slice):
        return
    if function.attr.value == "last":
        code = f"next(reversed({file.code(cut)}), None)"
        yield Hit(node, "a query that is cut off has no last()", None if file.guard(node) else code, certain=False)
    elif not isinstance(file.parent(node), cst.Expr):
        # a statement of its own is that of a list, which has reverse() as well
        yield Hit(node, "a query that is cut off has no reverse()", certain=False)


@rule(
    "DJ20-allow-tags",
    package="django",
    since=None,
    gone="2.0",
    docs=NOTES.format("2.0") + "#features-removed-in-2-0",
    safety="review",
    needles=["allow_tags"],
    pattern=rb"\.allow_tags\s*=\s*True",
)
def allow_tags(node: cst.Assign, file: File) -> Iterator[Hit]:
    """``allow_tags`` of a method that the admin shows is ``mark_safe()`` of what it returns.

    Deprecated in Django 1.9, removed in 2.0. Nothing fails: the tags show as text. ``format_html()`` where attributes alone
    are filled in, as it escapes them. Where a result may be something else than a text, it is reported only.

    Review: see that nothing from outside gets into what is marked safe; it was no better before.

    ```diff
     from django.contrib import admin
    +from django.utils.html import format_html
    +from django.utils.safestring import mark_safe


     class BookAdmin(admin.ModelAdmin):
         def link(self, obj):
    -        return "<a>%s</a>" % obj.pk
    +        return format_html("<a>{}</a>", obj.pk)

    -    link.allow_tags = True
    -
         def covers(self, obj):
             if not obj.covers:
                 return None
    -        return "<br>".join(obj.covers)
    +        return mark_safe("<br>".join(obj.covers))

         covers.short_description = "Covers"
    -    covers.allow_tags = True
    ```

    ```diff
     from django.contrib import admin


     class BookAdmin(admin.ModelAdmin):
         def link(self, obj):
             return "<a>%s</a>" % obj.pk

         link.allow_tags = False


     class Cleaner:
         rules.allow_tags = True
    ```
    """
    target = node.targets[0].target
    if not isinstance(target, cst.Attribute) or target.attr.value != "allow_tags" or file.code(node.value) != "True":
        return
    definition = class_of(node, file)
    shown = ("django.contrib.admin.options.BaseModelAdmin", "django.db.models.base.Model")
    if definition is None or not file.ancestors(definition) & set(shown):
        return
    message = "allow_tags has no effect: the tags show as text"
    named = [one for owner, one in file.methods if owner is definition and one.name.value == file.code(target.value)]
    edits = [_marked(value, file) for value in returned(named[0], file)] if len(named) == 1 else [None]
    if any(edit is None for edit in edits):
        yield Hit(node, message, safety=Safety.MANUAL)
        return
    made = [pair for edit in edits if edit is not None for pair in edit]
    also = tuple((value, code) for value, code, _ in made)
    imports = tuple(new for *_, needed in made for new in needed)
    yield Hit(node, message, also=((line_of(node, file), DELETE), *also), imports=imports)


_SAFE = tuple(
    f"django.{name}"
    for name in (
        "utils.safestring.mark_safe",
        "utils.html.format_html",
        "utils.html.format_html_join",
        "template.loader.render_to_string",
    )
)
_TEXTS = ("format", "join", "replace", "strip")

_Marked = tuple[cst.BaseExpression, str, tuple[NewImport, ...]]


def _marked(value: cst.BaseExpression, file: File) -> list[_Marked] | None:
    """Return what to write for a result that the admin shows as it is: nothing for None and for what is safe already.

    None where it need not be a text.
    """
    if isinstance(value, cst.IfExp):
        parts = [_marked(value.body, file), _marked(value.orelse, file)]
        return None if any(part is None for part in parts) else [one for part in parts for one in part or ()]
    if isinstance(value, cst.Call) and (file.resolve(value.func) or "") in _SAFE:
        return []
    if (isinstance(value, cst.Name) and value.value == "None") or text_of(value) == "":
        return []
    if isinstance(value, cst.BinaryOperation) and isinstance(value.operator, cst.Modulo):
        filled = [one.value for one in value.right.elements] if isinstance(value.right, cst.Tuple) else [value.right]
        better = safe_markup(value, file) if all(isinstance(one, cst.Attribute) for one in filled) else None
        if better is not None:
            return [(value, *better)]
    function = value.func if isinstance(value, cst.Call) else None
    made = isinstance(function, cst.Attribute) and function.attr.value in _TEXTS
    if not made and not _is_text(value):
        return None
    safe = file.ref("django.utils.safestring.mark_safe", value)
    return [(value, f"{safe}({file.code(value)})", safe.imports)]


def _is_text(value: cst.BaseExpression) -> bool:
    """Return whether an expression is a text: a literal, or one to which others are added or in which they are filled."""
    if isinstance(value, cst.BinaryOperation) and isinstance(value.operator, (cst.Add, cst.Modulo)):
        return _is_text(value.left) or (isinstance(value.operator, cst.Add) and _is_text(value.right))
    return isinstance(value, (cst.SimpleString, cst.ConcatenatedString, cst.FormattedString))


@rule(
    "DJ52-alternatives-append",
    package="django",
    since=None,
    gone="5.2",
    docs=NOTES.format("5.2"),
    safety="review",
    needles=["alternatives append"],
    pattern=rb"\.alternatives\s*\.\s*append\s*\(\s*\(",
)
def alternatives_append(node: cst.Call, file: File) -> Iterator[Hit]:
    """``message.alternatives.append((content, type))`` is ``message.attach_alternative(content, type)``.

    Since Django 5.2 the alternatives are named tuples; a plain one is an AttributeError when the message is sent.

    Review: that something with ``.alternatives`` which takes pairs is a message is told by the names alone.

    ```diff
     def letter(message):
    -    message.alternatives.append(("<p>a</p>", "text/html"))
    +    message.attach_alternative("<p>a</p>", "text/html")
    ```

    ```diff
     def letter(message, alternatives):
         alternatives.append(("<p>a</p>", "text/html"))
         message.alternatives.append(other)
    ```
    """
    function = node.func
    owner = function.value if isinstance(function, cst.Attribute) and function.attr.value == "append" else None
    if not isinstance(owner, cst.Attribute) or owner.attr.value != "alternatives" or len(node.args) != 1:
        return
    pair = node.args[0].value
    if not isinstance(pair, cst.Tuple) or len(pair.elements) != 2 or not isinstance(file.parent(node), cst.Expr):
        return
    content, kind = (file.code(element.value) for element in pair.elements)
    code = None if file.guard(node) else f"{file.code(owner.value)}.attach_alternative({content}, {kind})"
    yield Hit(node, "alternatives of a message are named tuples", code, certain=False)
