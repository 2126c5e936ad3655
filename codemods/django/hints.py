"""What Django does otherwise since some release, as far as source can hint at it: advice, one row for a project."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import libcst as cst

from upgrader.edit import argument, keyword, spread, text_of
from upgrader.members import attributes, class_of, methods
from upgrader.rule import File, Hit, Rule, rule
from upgrader.values import origins

NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"
MODEL = "django.db.models.base.Model"
ADMIN = "django.contrib.admin.options.BaseModelAdmin"

#: Finds places of one kind in a file.
Look = Callable[[File], Iterable[Hit]]


def hints(release: str, *looks: Look, doc: str, pattern: str, needles: Sequence[str] = ()) -> Rule:
    """Make a rule that gives advice about ``release``: every place that one of ``looks`` finds, with its message.

    It is about code that runs before and after and does something else. Only projects that come from before are told.
    Files without ``pattern`` are not looked at, for the words of such places are everywhere.
    """

    def find(module: cst.Module, file: File) -> Iterator[Hit]:
        for look in looks:
            yield from look(file)

    find.__doc__ = doc
    return rule(
        f"DJ{release.replace('.', '')}-changed",
        package="django",
        since=None,
        gone=release,
        docs=NOTES.format(release),
        safety="manual",
        needles=needles,
        pattern=pattern.encode(),
        advice=True,
        changed=True,
    )(find)


# -- what a place looks like -------------------------------------------------------------------------------------------


def calls_of(file: File, *methods: str) -> Iterator[cst.Call]:
    """Yield the calls of attributes of these names, whatever they are attributes of."""
    for method in methods:
        yield from (call for call in file.calls.get(method, ()) if isinstance(call.func, cst.Attribute))


def chain(node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield an expression and what its calls, attributes and subscripts are of, outermost first."""
    while True:
        yield node
        if isinstance(node, cst.Call):
            node = node.func
        elif isinstance(node, (cst.Attribute, cst.Subscript)):
            node = node.value
        else:
            return


def is_query(call: cst.Call, file: File) -> bool:
    """Return whether a call is made on a manager or a query: ``.objects`` is in its chain, or it is known for one."""
    for part in chain(call.func):
        if isinstance(part, cst.Attribute) and part.attr.value in ("objects", "_default_manager", "get_queryset"):
            return True
    owners = origins(call.func.value, file) if isinstance(call.func, cst.Attribute) else frozenset()
    return any(name.startswith("django.db.models.query") or name.endswith("BaseManager") for name in owners)


def lookups(file: File) -> Iterator[tuple[cst.Call, cst.Arg]]:
    """Yield the keywords of ``filter()``, ``exclude()`` and ``get()`` on managers and queries, with the call."""
    for call in calls_of(file, "filter", "exclude", "get"):
        if is_query(call, file):
            yield from ((call, arg) for arg in call.args if arg.keyword is not None)


def calls(names: Sequence[str], message: str, unless: str | None = None) -> Look:
    """Look for calls of what is imported, unless they have a certain keyword."""

    def look(file: File) -> Iterator[Hit]:
        for name in names:
            for node in file.names.references.get(name, ()):
                call = file.parent(node)
                if (
                    isinstance(call, cst.Call)
                    and call.func is node
                    and not spread(call)
                    and (unless is None or keyword(call, unless) is None)
                ):
                    yield Hit(call, message)

    return look


def subclasses(bases: Sequence[str], message: str, without: str | None = None) -> Look:
    """Look for classes that name one of ``bases`` and do not set the attribute ``without``."""

    def look(file: File) -> Iterator[Hit]:
        for name in bases:
            for node in file.names.references.get(name, ()):
                definition = file.parent(file.parent(node))
                if isinstance(definition, cst.ClassDef) and isinstance(file.parent(node), cst.Arg):
                    set_here = {statement for statement, *_ in attributes(file, [without or ""], bases)}
                    if definition not in set_here:
                        yield Hit(definition.name, message)

    return look


def overrides(bases: Sequence[str], method: str, message: str) -> Look:
    """Look for methods of a name in classes that inherit from one of ``bases``."""

    def look(file: File) -> Iterator[Hit]:
        for _definition, function in methods(file, [method], bases):
            yield Hit(function.name, message)

    return look


def asserting(node: cst.CSTNode, file: File) -> bool:
    """Return whether a value is compared by an assertion: an argument of ``assert...()``, or in ``assert``."""
    around = node
    for around in file.names.parents(node):
        if isinstance(around, cst.Assert):
            return True
        if isinstance(around, cst.Call):
            name = around.func.attr if isinstance(around.func, cst.Attribute) else around.func
            if isinstance(name, cst.Name) and name.value.startswith("assert"):
                return True
        if isinstance(around, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
            return False
    return False


def asserted(pattern: str, message: str) -> Look:
    """Look for texts of this pattern in assertions."""
    compiled = re.compile(pattern)

    def look(file: File) -> Iterator[Hit]:
        if "assert" not in file.text:
            return
        for node, text in file.texts:
            if compiled.search(text) and asserting(node, file):
                yield Hit(node, message)

    return look


# -- places ------------------------------------------------------------------------------------------------------------


def _plain_iterator(file: File) -> Iterator[Hit]:
    for call in calls_of(file, "iterator"):
        looped = isinstance(file.parent(call), (cst.For, cst.CompFor))
        if not call.args and (is_query(call, file) or looped):
            yield Hit(call, "iterator() takes 2000 rows at a time instead of 100")


def _search(file: File) -> Iterator[Hit]:
    for _call, arg in lookups(file):
        if arg.keyword is not None and arg.keyword.value.endswith("__search"):
            yield Hit(arg, "the search lookup is PostgreSQL's alone: there is none for MySQL any more")


def _dotted_reverse(file: File) -> Iterator[Hit]:
    for name in ("django.urls.reverse", "django.core.urlresolvers.reverse", "django.shortcuts.redirect"):
        for node in file.names.references.get(name, ()):
            call = file.parent(node)
            if (
                isinstance(call, cst.Call)
                and call.func is node
                and call.args
                and re.fullmatch(r"\w+(\.\w+)*\.views(\.\w+)+", text_of(call.args[0].value) or "")
            ):
                yield Hit(call, "a URL is reversed by its name, no longer by the dotted path of its view")


def _related_add(file: File) -> Iterator[Hit]:
    for call in calls_of(file, "add"):
        owner = call.func.value if isinstance(call.func, cst.Attribute) else None
        related = isinstance(owner, cst.Attribute) and owner.attr.value.endswith("_set")
        if related and keyword(call, "bulk") is None:
            yield Hit(call, "add() saves with one UPDATE, without save() and signals, unless it has bulk=False")


def _stripped_password(file: File) -> Iterator[Hit]:
    for name in ("django.forms.CharField", "django.forms.fields.CharField"):
        for node in file.names.references.get(name, ()):
            call = file.parent(node)
            if isinstance(call, cst.Call) and call.func is node and keyword(call, "strip") is None:
                widget = keyword(call, "widget")
                if widget is not None and "PasswordInput" in file.code(widget.value):
                    yield Hit(call, "a CharField strips its value, of a password as well")


changed_1_9 = hints(
    "1.9",
    _related_add,
    _stripped_password,
    pattern=r"_set\.add\(|PasswordInput",
    doc="""What related managers and form fields do otherwise since Django 1.9.

    ``add()`` of the other side of a foreign key writes with one query; ``save()`` is not called and no signal is sent. A
    ``CharField`` of a form strips what was typed.

    Manual: give ``bulk=False`` where ``save()`` or a signal matters, and ``strip=False`` for passwords.

    ```diff
     from django import forms

     password = forms.CharField(widget=forms.PasswordInput)
     author.book_set.add(book)
    ```

    ```diff
     from django import forms

     password = forms.CharField(widget=forms.PasswordInput, strip=False)
     author.book_set.add(book, bulk=False)
     names.add(name)
    ```
    """,
)

changed_1_10 = hints(
    "1.10",
    _dotted_reverse,
    pattern=r"\.views\.",
    doc="""URLs are not reversed by the dotted path of a view since Django 1.10.

    Manual: give the URL a name and reverse that.

    ```diff
     from django.urls import reverse

     reverse("shop.views.index")
    ```

    ```diff
     from django.urls import reverse

     reverse("shop:index")
     reverse("shop.index")
    ```
    """,
)

changed_2_0 = hints(
    "2.0",
    _plain_iterator,
    _search,
    asserted(r"^\w+ object$", "an object without __str__ is shown with its key: Book object (1)"),
    pattern=r"\.iterator\(\)|__search\b| object[\"']",
    doc="""What queries do otherwise since Django 2.0.

    ``iterator()`` fetches 2000 rows at a time instead of 100, and the ``search`` lookup of MySQL is gone. ``str()`` of an
    object without a text of its own has its key.

    Manual: give ``chunk_size=`` where rows are large; for MySQL write a lookup of your own, or ``icontains``. Expect the
    key.

    ```diff
     assert str(book) == "Book object"
     for book in Book.objects.all().iterator():
         print(book, Book.objects.filter(title__search="x"))
    ```

    ```diff
     assert str(book) == "Book object (1)"
     for book in Book.objects.iterator(chunk_size=100):
         print(book, Book.objects.filter(title__icontains="x"))
     print(names.iterator())
    ```
    """,
)


def _usable_password(file: File) -> Iterator[Hit]:
    for call in calls_of(file, "has_usable_password"):
        around = file.parent(call)
        if not call.args and isinstance(around, cst.UnaryOperation):
            owner = call.func.value if isinstance(call.func, cst.Attribute) else call
            test = file.parent(around)
            tested = isinstance(test, cst.BooleanOperation) and f"{file.code(owner)}.password" in file.code(test)
            if not tested:
                yield Hit(call, "has_usable_password() is true for an empty or unknown password, too")


changed_2_1 = hints(
    "2.1",
    _usable_password,
    asserted(r"<(input|img|br|hr|link|meta)\b[^>]* ?/>", "Django writes <input> and its like without a slash"),
    asserted(r'\bvalue="0"', "the empty choice of a SelectDateWidget is '' instead of 0"),
    pattern=r"not [\w.]+\.has_usable_password|/>|value=\"0\"",
    doc="""What Django answers otherwise since 2.1.

    ``has_usable_password()`` is no longer False for an empty password or an unknown hash. Void elements are written without
    a slash, and the empty choice of a ``SelectDateWidget`` is an empty text.

    Manual: look at ``password`` as well; use ``assertInHTML()`` and ``assertHTMLEqual()``.

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_form(self):
             self.assertIn('<input type="text" name="a" />', html)
             self.assertIn('value="0"', html)
             if not self.user.has_usable_password():
                 pass
    ```

    ```diff
     from django.test import TestCase

     INPUT = '<input type="text" name="a" />'


     class BookTests(TestCase):
         def test_form(self):
             self.assertIn('<input type="text" name="a">', html)
             if self.user.has_usable_password():
                 pass
    ```
    """,
)

_INIT_JS = "admin/js/jquery.init.js"


def _media(file: File) -> Iterator[Hit]:
    for node in file.names.nodes.get(cst.ClassDef, ()):
        media = cst.ensure_type(node, cst.ClassDef)
        outer = class_of(media, file)
        if media.name.value != "Media" or (outer is not None and ADMIN not in file.ancestors(outer)):
            continue
        for statement in media.body.body:
            small = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) else statement
            if isinstance(small, cst.Assign) and file.code(small.targets[0].target) == "js":
                scripts = small.value
                if (
                    isinstance(scripts, (cst.List, cst.Tuple))
                    and scripts.elements
                    and _INIT_JS not in file.code(scripts)
                    and "http" not in file.code(scripts)
                ):
                    yield Hit(small, f"scripts that use django.jQuery name {_INIT_JS} before them")


def _decimal_average(file: File) -> Iterator[Hit]:
    for node in file.names.nodes.get(cst.BinaryOperation, ()):
        operation = cst.ensure_type(node, cst.BinaryOperation)
        sides = {True: operation.left, False: operation.right}
        for left in (True, False):
            if isinstance(sides[left], cst.Float) and isinstance(sides[not left], cst.Subscript):
                code = file.code(sides[not left])
                if ".aggregate(" in code and "Avg(" in code:
                    yield Hit(operation, "Avg of a DecimalField is a Decimal, which does not go with a float")


def _undashed(file: File) -> Iterator[Hit]:
    for node in file.names.nodes.get(cst.Attribute, ()):
        attribute = cst.ensure_type(node, cst.Attribute)
        call = file.parent(file.parent(node))
        if (
            attribute.attr.value == "hex"
            and isinstance(call, cst.Call)
            and file.code(call.func).endswith((".assertIn", ".assertContains"))
        ):
            yield Hit(node, "a UUIDField is shown with dashes")


changed_2_2 = hints(
    "2.2",
    _media,
    _decimal_average,
    _undashed,
    asserted(r'\bvalue="[23]"', "the values of a NullBooleanSelect are true, false and unknown"),
    asserted(r"\w\.\.\.$", "texts that Django cuts off end in an ellipsis character"),
    pattern=r"class Media\b|Avg\(|value=\"[23]\"|\.\.\.[\"']|\.hex\b",
    doc="""What Django does otherwise since 2.2.

    Scripts of forms and of the admin are merged by what each list says of their order, so that a script is no longer
    behind jQuery because of its place alone. ``Avg`` of a ``DecimalField`` gives a ``Decimal``. Texts are cut off with one
    character, ``NullBooleanSelect`` has words for values, a ``UUIDField`` dashes.

    Manual: name ``admin/js/jquery.init.js`` before scripts that use ``django.jQuery``; make a float of the average; expect
    the other texts.

    ```diff
     from django.contrib import admin


     class BookAdmin(admin.ModelAdmin):
         class Media:
             js = ["shop/book.js"]


     double = books.aggregate(a=Avg("price"))["a"] * 2.5
     assert "Hello w..." == short
     assert 'value="2"' in html
     self.assertContains(page, book.uuid.hex)
    ```

    ```diff
     from django.contrib import admin
     from django.db.models import Avg


     class BookAdmin(admin.ModelAdmin):
         class Media:
             js = ["admin/js/jquery.init.js", "shop/book.js"]


     class Other:
         class Media:
             js = ["other.js"]


     double = float(books.aggregate(a=Avg("price"))["a"]) * 2.5
    ```
    """,
)


def _key_then_object(file: File) -> Iterator[Hit]:
    for node in file.names.nodes.get(cst.Assign, ()):
        target = cst.ensure_type(node, cst.Assign).targets[0].target
        if not (isinstance(target, cst.Attribute) and target.attr.value.endswith("_id")):
            continue
        relation = f"{file.code(target).removesuffix('_id')}."
        line = file.parent(node)
        block = file.parent(line)
        statements = list(block.body) if isinstance(block, (cst.IndentedBlock, cst.Module)) else []
        places = [index for index, statement in enumerate(statements) if statement is line]
        if places and any(relation in file.code(statement) for statement in statements[places[0] + 1 :]):
            yield Hit(node, "a foreign key's object is fetched anew after its id was assigned")


def _own_key(file: File) -> Iterator[Hit]:
    for call in calls_of(file, "save"):
        made = call.func.value if isinstance(call.func, cst.Attribute) else None
        if isinstance(made, cst.Call) and isinstance(made.func, (cst.Name, cst.Attribute)) and len(made.args) > 1:
            key = keyword(made, "pk") or keyword(made, "id")
            if key is not None and "force_" not in file.code(call):
                yield Hit(call, "save() of an object made with its key inserts, where the key has a default")


def _content_type_text(file: File) -> Iterator[Hit]:
    for call in file.calls.get("str", ()):
        if file.resolve(call.func) == "builtins.str" and len(call.args) == 1 and asserting(call, file):
            name = file.code(call.args[0].value).rpartition(".")[2]
            around = file.inside(call, cst.SimpleStatementLine)
            if around is not None and " | " in file.code(around):
                continue
            if re.fullmatch(r"\w*(ct|content_type|contenttype)", name):
                yield Hit(call, "str() of a content type names the app as well: shop | book")


changed_3_0 = hints(
    "3.0",
    _key_then_object,
    _own_key,
    _content_type_text,
    pattern=r"str\(\w*(ct|content_type)\w*\)|_id = |\((.*\W)?(pk|id)=.*\)\.save\(",
    doc="""What models do otherwise since Django 3.0.

    An object whose primary key has a default is inserted by ``save()`` when it was made here, without a try to update. The
    object behind a foreign key is dropped when another id is assigned. ``str()`` of a content type names its app.

    Manual: update such rows with ``update_or_create()``; assign the object where it is used afterwards.

    ```diff
     assert str(content_type) == "book"
     Book(pk=known, title="x").save()
     book.author_id = 2
     print(book.author.name)
    ```

    ```diff
     Book(title="x").save()
     Book(pk=known, title="x").save(force_update=True)
     book.author = other
     print(book.author.name)
     book.shop_id = 2
    ```
    """,
)


def _cached_pages(file: File) -> Iterator[Hit]:
    for node in file.names.references.get("django.views.decorators.cache.cache_page", ()):
        call = file.parent(node)
        decorator = file.parent(call)
        function = file.parent(decorator)
        if not isinstance(call, cst.Call) or not isinstance(function, cst.FunctionDef) or not call.args:
            continue
        for other in function.decorators:
            made = other.decorator
            age = keyword(made, "max_age") if isinstance(made, cst.Call) else None
            if age is not None and file.code(age.value) != file.code(call.args[0].value):
                yield Hit(call, "cache_page() keeps pages as long as it says, whatever cache_control(max_age=) says")


_AGGREGATES = ("Count", "Sum", "Avg", "Max", "Min", "StdDev", "Variance")


def grouped(file: File) -> Iterator[cst.Call]:
    """Yield the calls of ``annotate()`` that make groups of ``values()`` and are not ordered."""
    for call in calls_of(file, "annotate"):
        inner = call.func.value if isinstance(call.func, cst.Attribute) else None
        if not (isinstance(inner, cst.Call) and isinstance(inner.func, cst.Attribute)):
            continue
        if inner.func.attr.value != "values" or not inner.args or not is_query(call, file):
            continue
        made = [arg.value.func for arg in call.args if isinstance(arg.value, cst.Call)]
        outer = file.parent(file.parent(call)) if isinstance(file.parent(call), cst.Attribute) else None
        ordered = ".order_by(" in file.code(outer if isinstance(outer, cst.Call) else call)
        if not ordered and any(file.code(func).rpartition(".")[2] in _AGGREGATES for func in made):
            yield call


#: A class at the top of a text: its bases, and its body.
CLASS = r"(?m)^class {}\(([^)]*)\):((?s:.*?))(?=^\S|\Z)"


def ordering_of(call: cst.Call, file: File) -> tuple[str, ...] | None:
    """Return ``Meta.ordering`` of the model that a query is of, None where the project does not show it as plain names."""
    managers = [part for part in chain(call.func) if isinstance(part, cst.Attribute) and part.attr.value == "objects"]
    model = file.code(managers[-1].value).rpartition(".")[2] if managers else ""
    if not model.isidentifier():
        return None
    own = [file.code(one) for one in file.module.body if isinstance(one, cst.ClassDef) and one.name.value == model]
    texts = [*own, *file.others(f"class {model}(").values()]
    found = [match for text in texts for match in re.finditer(CLASS.format(model), text.lstrip("\n"))]
    if len(found) != 1:
        return None
    bases, body = found[0].groups()
    given = re.findall(r"(?m)^[ \t]+ordering\s*=\s*(.*(?:\n[ \t]+[\"'].*|\n[ \t]*[\])])*)", body)
    if not given:
        return () if bases.strip() == "models.Model" and "class Meta(" not in body else None
    try:
        names = ast.literal_eval(given[0])
    except (SyntaxError, ValueError):
        return None
    names = names if isinstance(names, (list, tuple)) else None
    return tuple(names) if names is not None and all(isinstance(name, str) for name in names) else None


def _grouped(file: File) -> Iterator[Hit]:
    for call in grouped(file):
        if ordering_of(call, file) is None:
            yield Hit(call, "Meta.ordering no longer splits the groups of values().annotate()")


changed_3_1 = hints(
    "3.1",
    _cached_pages,
    _grouped,
    calls(
        ["django.core.serializers.serialize"],
        "the JSON serializer writes other than ASCII characters as they are",
        unless="ensure_ascii",
    ),
    asserted(r'<script type="text/javascript"', "scripts of a form are written without a type"),
    pattern=r"text/javascript|cache_page|values\(.*\)\s*\.annotate\(|serialize\(",
    doc="""What Django does otherwise since 3.1.

    ``cache_page()`` goes before a ``max-age`` of ``cache_control()``. ``Meta.ordering`` is no part of ``GROUP BY``. JSON
    is written with ``ensure_ascii=False``. Scripts of forms have no type.

    Manual: give ``cache_page()`` the time that is meant; add ``order_by()`` to groups that were split; give
    ``ensure_ascii=True`` where ASCII is wanted.

    ```diff
     from django.core import serializers
     from django.db.models import Count

     serializers.serialize("json", books)
     Book.objects.values("shop").annotate(number=Count("pk"))
    ```

    ```diff
     from django.core import serializers
     from django.db.models import Count

     serializers.serialize("json", books, ensure_ascii=True)
     Book.objects.values("shop").annotate(number=Count("pk")).order_by("shop")
     Book.objects.annotate(number=Count("pk"))
    ```
    """,
)


def _suspicious(file: File) -> Iterator[Hit]:
    names = ("django.core.exceptions.SuspiciousOperation",)
    for name in names:
        for node in file.names.references.get(name, ()):
            handler = file.inside(node, cst.ExceptHandler)
            if handler is not None and handler.type is not None and "SessionInterrupted" not in file.code(handler.type):
                around = [handler.type, *(e.value for e in getattr(handler.type, "elements", ()))]
                if node in around:
                    yield Hit(node, "a session that was deleted meanwhile raises SessionInterrupted")


changed_3_2 = hints(
    "3.2",
    _suspicious,
    calls(
        ["django.utils.text.slugify", "django.template.defaultfilters.slugify"],
        "slugify() strips dashes and underscores at both ends",
    ),
    pattern=r"slugify\(|SuspiciousOperation",
    doc="""What Django does otherwise since 3.2.

    ``slugify()`` strips leading and trailing dashes and underscores. Saving a session that was deleted meanwhile raises
    ``SessionInterrupted``, which is no ``SuspiciousOperation``.

    Manual: see whether stored slugs are compared with new ones; catch the other exception as well.

    ```diff
     from django.core.exceptions import SuspiciousOperation
     from django.utils.text import slugify

     try:
         print(slugify(title))
     except SuspiciousOperation:
         pass
    ```

    ```diff
     from shop.text import slugify

     print(slugify(title))
    ```
    """,
)


changed_4_0 = hints(
    "4.0",
    asserted(r"^<ul id=|<ul id=\"id_", "a RadioSelect and a CheckboxSelectMultiple are rendered in <div>"),
    asserted(r"<(\w+)></\1>", "empty elements of feeds are written as one tag"),
    pattern=r"<ul id=|<(\w+)></\1>",
    doc="""What Django writes otherwise since 4.0.

    ``RadioSelect`` and ``CheckboxSelectMultiple`` are rendered in ``<div>``. Elements of feeds without content are one tag.

    Manual: expect the other markup.

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_markup(self):
             self.assertIn('<ul id="id_shop">', html)
             self.assertIn("<description></description>", feed)
    ```

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_markup(self):
             self.assertIn('<div id="id_shop">', html)
             self.assertIn("<description/>", feed)
    ```
    """,
)


def _search_fields(file: File) -> Iterator[Hit]:
    for _definition, statement, value in attributes(file, ["search_fields"], [ADMIN]):
        if isinstance(value, (cst.List, cst.Tuple)):
            fields = [text_of(element.value) or "" for element in value.elements]
            relations = [field.lstrip("^=@").rpartition("__")[0] for field in fields if "__" in field]
            if len(relations) > len(set(relations)):
                yield Hit(statement, "words of one admin search may match different related objects no longer")


def _unsaved_related(file: File) -> Iterator[Hit]:
    for node in file.names.nodes.get(cst.Attribute, ()):
        attribute = cst.ensure_type(node, cst.Attribute)
        made = attribute.value
        if (
            attribute.attr.value.endswith("_set")
            and isinstance(made, cst.Call)
            and _is_class(made.func)
            and keyword(made, "pk") is None
            and keyword(made, "id") is None
        ):
            yield Hit(node, "the related objects of an object that was not saved are a ValueError")


def _is_class(func: cst.BaseExpression) -> bool:
    name = func.attr if isinstance(func, cst.Attribute) else func
    return isinstance(name, cst.Name) and name.value[:1].isupper()


_NOT_COPIED = ("builtins.open", "threading.Lock", "threading.RLock", "socket.socket", "tempfile.TemporaryFile")


def _shared_test_data(file: File) -> Iterator[Hit]:
    for _definition, function in methods(file, ["setUpTestData"], ["django.test.testcases.TestCase"]):
        for node in file.names.nodes.get(cst.Assign, ()):
            assign = cst.ensure_type(node, cst.Assign)
            made = assign.value.func if isinstance(assign.value, cst.Call) else None
            target = assign.targets[0].target
            kept = made is not None and isinstance(target, cst.Attribute) and file.resolve(made) in _NOT_COPIED
            if kept and file.inside(node, cst.FunctionDef) is function:
                yield Hit(node, "what setUpTestData() keeps is copied for each test; this cannot be")


changed_4_1 = hints(
    "4.1",
    _search_fields,
    _unsaved_related,
    _shared_test_data,
    pattern=r"setUpTestData|search_fields|\)\.\w+_set\b",
    doc="""What Django does otherwise since 4.1.

    All words of an admin search have to be found in one related object. Related objects of an object that was not saved
    are a ``ValueError`` instead of none. What ``setUpTestData()`` keeps has to be copied by ``deepcopy()``.

    Manual: look at ``search_fields`` that go through a relation to many; save the object first; open files in ``setUp()``.

    ```diff
     from django.contrib import admin
     from django.test import TestCase


     class ShopAdmin(admin.ModelAdmin):
         search_fields = ["book__title", "book__subtitle"]


     class BookTests(TestCase):
         @classmethod
         def setUpTestData(cls):
             cls.cover = open("cover.png")


     Shop().book_set.all()
    ```

    ```diff
     from django.contrib import admin


     class ShopAdmin(admin.ModelAdmin):
         search_fields = ["name", "book__title"]


     Shop(pk=1).book_set.all()
    ```
    """,
)


_AGGREGATE = re.compile(r"\s*(SUM|COUNT|AVG|MIN|MAX)\b", re.IGNORECASE)


def _raw_aggregates(file: File) -> Iterator[Hit]:
    for name in ("django.db.models.expressions.RawSQL",):
        for node in file.names.references.get(name, ()):
            call = file.parent(node)
            if (
                isinstance(call, cst.Call)
                and call.func is node
                and call.args
                and _AGGREGATE.match(text_of(call.args[0].value) or "")
            ):
                yield Hit(call, "an aggregate in RawSQL no longer groups the rows, on MySQL and MariaDB")


changed_4_2 = hints(
    "4.2",
    _raw_aggregates,
    subclasses(
        ["django.contrib.auth.forms.UserCreationForm"],
        "UserCreationForm refuses names that differ in case only; BaseUserCreationForm does not",
    ),
    pattern=r"RawSQL|UserCreationForm",
    doc="""What Django does otherwise since 4.2.

    ``UserCreationForm`` refuses a user name that differs from another one in case only. An aggregate that is written as
    ``RawSQL`` makes no group on MySQL and MariaDB.

    Manual: inherit from ``BaseUserCreationForm`` for the old behaviour; use Django's aggregates.

    ```diff
     from django.contrib.auth.forms import UserCreationForm
     from django.db.models.expressions import RawSQL


     class SignUp(UserCreationForm):
         pass


     Book.objects.annotate(total=RawSQL("SUM(price)", []))
    ```

    ```diff
     from django.contrib.auth.forms import BaseUserCreationForm
     from django.db.models.expressions import RawSQL


     class SignUp(BaseUserCreationForm):
         pass


     Book.objects.annotate(total=RawSQL("price * 2", []))
    ```
    """,
)


def _encoding(file: File) -> Iterator[Hit]:
    for node in file.names.nodes.get(cst.Assign, ()):
        assign = cst.ensure_type(node, cst.Assign)
        target = assign.targets[0].target
        if not (isinstance(target, cst.Attribute) and target.attr.value == "encoding"):
            continue
        named = file.code(target) in ("request.encoding", "self.request.encoding")
        if named and (text_of(assign.value) or "utf-8").lower() not in ("utf-8", "utf8"):
            yield Hit(node, "a body of a form that is not UTF-8 is a BadRequest, whatever request.encoding says")


def _ready(file: File) -> Iterator[Hit]:
    for _definition, function in methods(file, ["ready"], ["django.apps.config.AppConfig"]):
        if ".objects." in file.code(function.body):
            yield Hit(function.name, "a query in ready() is a RuntimeWarning: the database may not be there yet")


def _large_number(file: File) -> Iterator[Hit]:
    for _call, arg in lookups(file):
        code = file.code(arg.value)
        if "output_field" in code:
            continue
        if any(int(number) >= 2**31 for number in re.findall(r"(?<![\w.])\d{10,}(?![\w.])", code)):
            yield Hit(arg, "a number that the column cannot hold finds nothing, instead of an error of the database")


def _unsaved_value(file: File) -> Iterator[Hit]:
    for _call, arg in lookups(file):
        made = arg.value
        if isinstance(made, cst.Call) and not made.args and _is_class(made.func):
            name = file.resolve(made.func)
            if name is None or MODEL in file.inherited(name) or MODEL in origins(made, file):
                yield Hit(arg, "an object that was not saved cannot be looked for")


changed_5_0 = hints(
    "5.0",
    _encoding,
    _ready,
    _large_number,
    _unsaved_value,
    asserted(r'<h1 id="site-name"', "the name of the site is in a <div> on the admin's pages"),
    asserted(r"^\s*<tr><th>|<tr>\s*<th><label", "a form is rendered as <div>, no longer as rows of a table"),
    asserted(r"helptext", "help texts have an id, and their fields aria-describedby"),
    subclasses(
        ["django.contrib.sitemaps.Sitemap", "django.contrib.sitemaps.GenericSitemap"],
        "addresses of a sitemap that is written outside of a request start with https",
        without="protocol",
    ),
    overrides(
        ["django.db.models.fields.files.ImageField"],
        "update_dimension_fields",
        "update_dimension_fields() is called when an object is made only where there is a dimension field",
    ),
    pattern=r"site-name|<tr>|helptext|request\.encoding|def ready|\d{10}|=[A-Z]\w*\(\)|Sitemap\)|update_dimension_fields",
    doc="""What Django does otherwise since 5.0.

    Form data that is not UTF-8 is refused. Queries in ``AppConfig.ready()`` warn. Numbers out of a column's range find
    nothing. Objects that were not saved are refused in filters. Sitemaps default to https outside of requests. Forms are
    rendered as ``<div>``, with ``aria-describedby``.

    Manual: look at each place; set ``protocol = "http"`` on a sitemap that is only ever served so.

    ```diff
     from django.apps import AppConfig
     from django.contrib.sitemaps import Sitemap


     class ShopConfig(AppConfig):
         def ready(self):
             list(Book.objects.all())


     class BookSitemap(Sitemap):
         limit = 10


     def view(request):
         request.encoding = "latin-1"
         Book.objects.filter(number__gt=99999999999, shop=Shop())
    ```

    ```diff
     from django.apps import AppConfig
     from django.contrib.sitemaps import Sitemap


     class ShopConfig(AppConfig):
         def ready(self):
             from shop import signals


     class BookSitemap(Sitemap):
         protocol = "http"


     def view(request):
         request.encoding = "utf-8"
         Book.objects.filter(number__gt=9, shop=shop)
    ```
    """,
)


def _log_entries(file: File) -> Iterator[Hit]:
    for node in file.names.references.get("django.contrib.admin.models.LogEntry", ()):
        given = file.parent(node)
        call = file.parent(given)
        as_sender = isinstance(given, cst.Arg) and given.keyword is not None and given.keyword.value == "sender"
        if as_sender and re.search(r"(post|pre)_save", file.code(call)):
            yield Hit(call, "deleting selected objects in the admin sends no signal for each LogEntry")


def _nameless(file: File) -> Iterator[Hit]:
    for node in file.names.references.get("django.core.files.base.ContentFile", ()):
        call = file.parent(node)
        assign = file.parent(call)
        if isinstance(call, cst.Call) and call.func is node and isinstance(assign, cst.Assign) and not spread(call):
            to_attribute = isinstance(assign.targets[0].target, cst.Attribute)
            if to_attribute and argument(call, 1, "name") is None:
                yield Hit(call, "a file without a name cannot be saved in a FileField")


changed_5_1 = hints(
    "5.1",
    _log_entries,
    _nameless,
    pattern=r"LogEntry|ContentFile\(",
    doc="""What Django does otherwise since 5.1.

    Deleting selected objects in the admin writes all log entries at once, without signals. A file without a name is an
    error when its object is saved.

    Manual: override ``ModelAdmin.log_deletions()`` instead of listening; give ``ContentFile`` a ``name``.

    ```diff
     from django.contrib.admin.models import LogEntry
     from django.core.files.base import ContentFile
     from django.db.models.signals import post_save

     post_save.connect(notice, sender=LogEntry)
     book.cover = ContentFile(b"a")
    ```

    ```diff
     from django.contrib.admin.models import LogEntry
     from django.core.files.base import ContentFile
     from django.db.models.signals import post_delete

     post_delete.connect(notice, sender=LogEntry)
     book.cover = ContentFile(b"a", name="cover.png")
     data = ContentFile(b"a")
    ```
    """,
)


def _accepted(file: File) -> Iterator[Hit]:
    for node in file.names.nodes.get(cst.Subscript, ()):
        value = cst.ensure_type(node, cst.Subscript).value
        if isinstance(value, cst.Attribute) and value.attr.value == "accepted_types":
            yield Hit(node, "accepted_types are in the order of the client's preference")


def _unique_messages(file: File) -> Iterator[Hit]:
    for module in ("django.db.models", "django.db.models.constraints"):
        for node in file.names.references.get(f"{module}.UniqueConstraint", ()):
            call = file.parent(node)
            if not (isinstance(call, cst.Call) and call.func is node and keyword(call, "fields")):
                continue
            if keyword(call, "violation_error_message") and keyword(call, "condition") is None:
                yield Hit(call, "violation_error_message of a UniqueConstraint of fields is shown")


changed_5_2 = hints(
    "5.2",
    _accepted,
    _unique_messages,
    pattern=r"accepted_types\[|violation_error_message",
    doc="""What Django does otherwise since 5.2.

    ``request.accepted_types`` are in the order of the client's preference, not in that of the header. A
    ``UniqueConstraint`` of fields alone shows its ``violation_error_message`` and code.

    Manual: use ``request.get_preferred_type()``; see whether the message is meant to be shown.

    ```diff
     from django.db import models

     one = models.UniqueConstraint(fields=["a"], name="one", violation_error_message="m")


     def view(request):
         return request.accepted_types[0]
    ```

    ```diff
     from django.db import models

     one = models.UniqueConstraint(fields=["a"], name="one")
     two = models.UniqueConstraint(fields=["a"], condition=models.Q(b=1), name="two", violation_error_message="m")


     def view(request):
         return request.get_preferred_type(["text/html"])
    ```
    """,
)


def _pre_save(file: File) -> Iterator[Hit]:
    for _definition, function in methods(file, ["pre_save"], ["django.db.models.fields.Field"]):
        instance = function.params.params[1].name.value if len(function.params.params) > 1 else "instance"
        for node in file.names.nodes.get(cst.AugAssign, ()):
            change = cst.ensure_type(node, cst.AugAssign)
            if file.inside(node, cst.FunctionDef) is function and file.code(change.target).startswith(f"{instance}."):
                yield Hit(node, "pre_save() may be called more than once for one save()")


changed_6_0 = hints(
    "6.0",
    _pre_save,
    pattern=r"def pre_save",
    doc="""Fields are asked more than once since Django 6.0.

    ``Field.pre_save()`` may be called several times for one ``save()``, so that it must come to the same each time.

    Manual: work the value out of what does not change.

    ```diff
     from django.db import models


     class Version(models.IntegerField):
         def pre_save(self, instance, add):
             instance.version += 1
             return instance.version
    ```

    ```diff
     from django.db import models


     class Version(models.IntegerField):
         def pre_save(self, instance, add):
             return instance.version
    ```
    """,
)


def _headers(file: File) -> Iterator[Hit]:
    bases = ("django.contrib.auth.middleware.RemoteUserMiddleware",)
    for _definition, statement, value in attributes(file, ["header"], bases):
        name = text_of(value) or "HTTP_"
        if not name.startswith("HTTP_") and name != "REMOTE_USER":
            yield Hit(statement, "under ASGI a header of RemoteUserMiddleware is called HTTP_ and its name")


def _empty_file(file: File) -> Iterator[Hit]:
    for name in ("django.core.files.File", "django.core.files.base.File"):
        for node in file.names.references.get(name, ()):
            call = file.parent(node)
            if isinstance(call, cst.Call) and call.func is node and isinstance(file.parent(call), (cst.If, cst.IfExp)):
                yield Hit(call, "a File is always true, with or without a name")


def _raw_alias(file: File) -> Iterator[Hit]:
    for call in calls_of(file, "extra"):
        where = file.code(call)
        for part in chain(call.func):
            made = part if isinstance(part, cst.Call) and isinstance(part.func, cst.Attribute) else None
            if made is not None and isinstance(made.func, cst.Attribute) and made.func.attr.value == "annotate":
                names = [arg.keyword.value for arg in made.args if arg.keyword is not None]
                if any(re.search(rf"\b{name}\b", where) and name != name.lower() for name in names):
                    yield Hit(call, "an alias in capitals is quoted, so that raw SQL does not find it unquoted")


changed_6_1 = hints(
    "6.1",
    _headers,
    _empty_file,
    _raw_alias,
    pattern=r"RemoteUserMiddleware|File\(|\.extra\(",
    doc="""What Django does otherwise since 6.1.

    Under ASGI, ``RemoteUserMiddleware.header`` is looked for as a header's name. A ``File`` without a name is true. Aliases
    are quoted in SQL.

    Manual: name headers ``HTTP_...`` under ASGI; ask for ``.name``; quote aliases in raw SQL.

    ```diff
     from django.contrib.auth.middleware import RemoteUserMiddleware
     from django.core.files import File


     class Remote(RemoteUserMiddleware):
         header = "AUTHUSER"


     if File(cover):
         Book.objects.annotate(inStock=F("n")).extra(where=["inStock > 1"])
    ```

    ```diff
     from django.contrib.auth.middleware import RemoteUserMiddleware
     from django.core.files import File


     class Remote(RemoteUserMiddleware):
         header = "HTTP_AUTHUSER"


     if File(cover).name:
         Book.objects.annotate(in_stock=F("n")).extra(where=["in_stock > 1"])
    ```
    """,
)
