"""What Django's query code, routers, finders and logs give and take otherwise, in the project's own classes and calls."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.edit import NewImport, keyword, spread
from upgrader.members import attributes, methods, names_of, uses
from upgrader.methods import renamed_methods
from upgrader.names import Node
from upgrader.rule import File, Hit, removals, rule

from .hints import calls_of, is_query

NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"
EXPRESSIONS = (
    "django.db.models.expressions.BaseExpression",
    "django.db.models.lookups.Lookup",
    "django.db.models.lookups.Transform",
)
_PARAMS = ("process_lhs", "process_rhs", "compile", "as_sql", "process_lhs_params", "batch_process_rhs")


@rule(
    "DJ60-params-tuple",
    package="django",
    since=None,
    gone="6.0",
    docs=NOTES.format("6.0") + "#miscellaneous",
    safety="review",
    needles=[f"as_sql {name}" for name in _PARAMS] + [f"as_sqlite {name}" for name in _PARAMS],
)
def params_tuple(node: cst.BinaryOperation, file: File) -> Iterator[Hit]:
    """Parameters of SQL may be lists or tuples: ``a + b`` of both is a TypeError.

    What ``process_lhs()``, ``process_rhs()`` and ``compiler.compile()`` give as parameters is mostly a tuple since Django
    6.0, and was mostly a list before.

    Review: the result is a tuple; code of one's own that appends to it needs a list.

    ```diff
     from django.db.models import Lookup


     class NotEqual(Lookup):
         def as_sql(self, compiler, connection):
             lhs, lhs_params = self.process_lhs(compiler, connection)
             rhs, rhs_params = self.process_rhs(compiler, connection)
    -        params = lhs_params + rhs_params
    +        params = (*lhs_params, *rhs_params)
             return "%s <> %s" % (lhs, rhs), params
    ```

    ```diff
     from django.db.models import Lookup


     class NotEqual(Lookup):
         def as_sql(self, compiler, connection):
             lhs, lhs_params = self.process_lhs(compiler, connection)
             rhs, rhs_params = self.process_rhs(compiler, connection)
             return lhs + " <> " + rhs, (*lhs_params, *rhs_params)


     class Text:
         def as_sql(self, compiler, connection):
             one, a = self.process_lhs(compiler, connection)
             two, b = self.process_rhs(compiler, connection)
             return a + b
    ```
    """
    if not isinstance(node.operator, cst.Add) or isinstance(file.parent(node), cst.BinaryOperation):
        return
    operands: list[cst.BaseExpression] = []
    pending: cst.BaseExpression = node
    while isinstance(pending, cst.BinaryOperation) and isinstance(pending.operator, cst.Add):
        operands.insert(0, pending.right)
        pending = pending.left
    operands.insert(0, pending)
    definition = file.class_around(node)
    if definition is None or not file.ancestors(definition) & set(EXPRESSIONS):
        return
    if len(operands) > 1 and all(_is_params(operand, file) for operand in operands):
        code = ", ".join(f"*{file.code(operand)}" for operand in operands)
        # two tuples can be added as two lists could: only what comes from elsewhere may be of the other kind
        yield Hit(node, "parameters of SQL are tuples", None if file.guard(node) else f"({code})", certain=False)


def _is_params(node: cst.BaseExpression, file: File) -> bool:
    """Return whether a name is bound once, as the second of the pair that gives SQL and its parameters."""
    scope = file.names.scope(node).find(node.value) if isinstance(node, cst.Name) else None
    if scope is None or not isinstance(node, cst.Name):
        return False
    bindings = scope.bindings[node.value]
    element = file.parent(bindings[0].node) if len(bindings) == 1 else None
    row = file.parent(element) if isinstance(element, cst.Element) else None
    assign = file.parent(file.parent(row)) if isinstance(row, cst.Tuple) else None
    if not isinstance(row, cst.Tuple) or not isinstance(assign, cst.Assign) or not isinstance(assign.value, cst.Call):
        return False
    function = assign.value.func
    gives = isinstance(function, cst.Attribute) and function.attr.value in _PARAMS
    return gives and len(row.elements) == 2 and row.elements[1] is element


@rule(
    "DJ110-router-methods",
    package="django",
    since="1.8",
    gone="1.10",
    docs=NOTES.format("1.10") + "#features-removed-in-1-10",
    safety="review",
    needles=["allow_syncdb", "allow_migrate model"],
    pattern=rb"\bdef\s+(?:allow_syncdb\b|allow_migrate\s*\(\s*self\s*,\s*db\s*,\s*model\s*\))",
)
def router_methods(node: cst.FunctionDef, file: File) -> Iterator[Hit]:
    """Routers say ``allow_migrate(db, app_label, model_name=None, **hints)``.

    ``allow_syncdb()`` is never asked since Django 1.9, ``allow_migrate(db, model)`` is a TypeError since 1.10.

    Review: the method is asked about ``RunPython`` and ``RunSQL`` as well, then without a model. One that uses the model
    for more than its label and name is reported only.

    ```diff
     class Router:
    -    def allow_syncdb(self, db, model):
    +    def allow_migrate(self, db, app_label, model_name=None, **hints):
    -        return db == "stock" and model._meta.app_label == "stock"
    +        return db == "stock" and app_label == "stock"
    ```

    ```diff
     class Router:
         def allow_migrate(self, db, app_label, model_name=None, **hints):
             return db == "stock"


     class Old:
         def allow_migrate(self, db, model):
             return model in self.models
    ```
    """
    if node.name.value not in ("allow_syncdb", "allow_migrate") or names_of(node) != ["db", "model"]:
        return
    also: list[tuple[Node, Node | str]] = [
        (node.params, cst.ensure_type(cst.parse_statement(_ROUTER), cst.FunctionDef).params),
        (node.name, cst.Name("allow_migrate")),
    ]
    for use in uses(node, "model", file):
        meta = file.parent(use)
        name = file.parent(meta)
        is_meta = isinstance(meta, cst.Attribute) and meta.attr.value == "_meta"
        if not is_meta or not isinstance(name, cst.Attribute) or name.attr.value not in ("app_label", "model_name"):
            yield Hit(node.name, "allow_migrate() gets app_label and model_name")
            return
        also.append((name, name.attr.value))
    yield Hit(node.name, "allow_migrate() gets app_label and model_name", also=tuple(also))


_ROUTER = "def allow_migrate(self, db, app_label, model_name=None, **hints): pass"


@rule(
    "DJ61-finder-find-all",
    package="django",
    since="5.2",
    gone="6.1",
    docs=NOTES.format("6.1") + "#features-removed-in-6-1",
    needles=["find all BaseFinder", "find all finders"],
)
def finder_find_all(module: cst.Module, file: File) -> Iterator[Hit]:
    """``find()`` of finders of static files takes ``find_all``, no longer ``all``.

    Renamed in Django 5.2, without the old name since 6.1: a TypeError.

    ```diff
     from django.contrib.staticfiles.finders import BaseFinder


     class Finder(BaseFinder):
    -    def find(self, path, all=False):
    +    def find(self, path, find_all=False):
    -        return [] if all else None
    +        return [] if find_all else None
    ```

    ```diff
     class Finder:
         def find(self, path, all=False): ...
    ```
    """
    bases = ("django.contrib.staticfiles.finders.BaseFinder",)
    for definition, function in methods(file, ["find"], bases):
        param = next((one for one in function.params.params if one.name.value == "all"), None)
        if param is None:
            continue
        also: list[tuple[Node, Node | str]] = [(param.name, cst.Name("find_all"))]
        also += [(use, "find_all") for use in uses(function, "all", file)]
        passed = [
            call
            for call in file.calls.get("find", ())
            if file.inside(call, cst.FunctionDef) is function and keyword(call, "all")
        ]
        message = f"{definition.name.value}.find has to take find_all"
        yield Hit(function.name, message, also=() if passed else tuple(also))


@rule(
    "DJ61-get-relations",
    package="django",
    since=None,
    gone="6.1",
    docs=NOTES.format("6.1") + "#database-backend-api",
    needles=["get_relations items", "get_relations values"],
)
def get_relations(node: cst.For | cst.CompFor, file: File) -> Iterator[Hit]:
    """``introspection.get_relations()`` gives three values for each column.

    What the database does on deletion is the third since Django 6.1; taking two out of it is a ValueError.

    ```diff
     from django.db import connection

    -for column, (other, table) in connection.introspection.get_relations(cursor, "book").items():
    +for column, (other, table, *_) in connection.introspection.get_relations(cursor, "book").items():
         print(column, other, table)
    ```

    ```diff
     from django.db import connection

     for column, found in connection.introspection.get_relations(cursor, "book").items():
         print(column, found[0])
     for column, (other, table) in shop.get_relations("book").items():
         print(column, other, table)
    ```
    """
    call = node.iter
    items = call.func if isinstance(call, cst.Call) else None
    made = items.value if isinstance(items, cst.Attribute) else None
    if not isinstance(items, cst.Attribute) or not isinstance(made, cst.Call):
        return
    if not re.search(r"\bintrospection\s*\.\s*get_relations$", file.code(made.func)):
        return
    target: Node = node.target
    if items.attr.value == "items" and isinstance(target, cst.Tuple) and len(target.elements) == 2:
        target = target.elements[1].value
    if isinstance(target, cst.Tuple) and len(target.elements) == 2:
        inner = ", ".join(file.code(element.value) for element in target.elements)
        code = f"({inner}, *_)" if target.lpar else f"{inner}, *_"
        yield Hit(target, "get_relations() gives three values", None if file.guard(node) else code)


@rule(
    "DJ40-csrf-meta",
    package="django",
    since=None,
    gone="4.0",
    docs=NOTES.format("4.0"),
    safety="review",
    needles=["META CSRF_COOKIE_USED", "META csrf_cookie_needs_reset"],
)
def csrf_meta(node: cst.SimpleString, file: File) -> Iterator[Hit]:
    """``request.META["CSRF_COOKIE_NEEDS_UPDATE"]`` makes Django send the cookie.

    It was ``CSRF_COOKIE_USED`` until 3.2, and ``csrf_cookie_needs_reset`` beside it. Nothing fails: no cookie is sent.

    Review: no release note speaks of it; ``get_token(request)`` is the public way.

    ```diff
     def view(request):
    -    request.META["CSRF_COOKIE_USED"] = True
    +    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    ```

    ```diff
     def view(request, data):
         data["CSRF_COOKIE_USED"] = True
         request.META["CSRF_COOKIE"] = "a"
    ```
    """
    if node.evaluated_value not in ("CSRF_COOKIE_USED", "csrf_cookie_needs_reset"):
        return
    around: Node = node
    while isinstance(around, (cst.SimpleString, cst.Index, cst.SubscriptElement)):
        around = file.parent(around)
    if isinstance(around, cst.Subscript) and file.code(around.value).endswith(".META"):
        code = node.quote + "CSRF_COOKIE_NEEDS_UPDATE" + node.quote
        yield Hit(node, f"{node.evaluated_value} is CSRF_COOKIE_NEEDS_UPDATE", code)


@rule(
    "DJ2028-select-related",
    package="django",
    since=None,
    gone="2028.0",
    docs=NOTES.format("6.1") + "#features-deprecated-in-6-1",
    safety="manual",
    needles=["select_related", "list_select_related", "get_list_select_related"],
    pattern=rb"select_related(?:\(\s*(?:True\s*)?\)|\s*=\s*True|[^\n]*\n?\s*return True)",
)
def select_all(module: cst.Module, file: File) -> Iterator[Hit]:
    """``select_related()`` without names is deprecated in Django 6.1.

    As is ``select_related(True)``, and ``list_select_related = True`` of a ModelAdmin.

    Manual: name the relations that the code reads.

    ```diff
     from django.contrib import admin

     books = Book.objects.select_related()


     class BookAdmin(admin.ModelAdmin):
         list_select_related = True
    ```

    ```diff
     from django.contrib import admin

     books = Book.objects.select_related("shop")
     more = shop.select_related()


     class BookAdmin(admin.ModelAdmin):
         list_select_related = ["shop"]
    ```
    """
    admins = ("django.contrib.admin.options.BaseModelAdmin",)
    message = "to select all relations is deprecated: name those that are wanted"
    for call in calls_of(file, "select_related"):
        everything = not call.args or (len(call.args) == 1 and file.code(call.args[0].value) == "True")
        if everything and not spread(call) and is_query(call, file):
            yield Hit(call, message)
    for _definition, statement, value in attributes(file, ["list_select_related"], admins):
        if file.code(value) == "True":
            yield Hit(statement, message)
    for _definition, function in methods(file, ["get_list_select_related"], admins):
        for node in file.names.nodes.get(cst.Return, ()):
            returned = cst.ensure_type(node, cst.Return).value
            if (
                file.inside(node, cst.FunctionDef) is function
                and returned is not None
                and file.code(returned) == "True"
            ):
                yield Hit(node, message)


geoip = renamed_methods(
    "DJ60-geoip2-coords",
    package="django",
    since="5.1",
    gone="6.0",
    docs=NOTES.format("6.0") + "#features-removed-in-6-0",
    moved={"django.contrib.gis.geoip2.GeoIP2.coords": "lon_lat"},
    doc="""
    ``GeoIP2.coords()`` is ``lon_lat()``.

    Deprecated in Django 5.1, removed in 6.0.

    ```diff
     from django.contrib.gis.geoip2 import GeoIP2

     places = GeoIP2()
    -print(places.coords("example.com"))
    +print(places.lon_lat("example.com"))
    ```

    ```diff
     from shop.places import GeoIP2

     places = GeoIP2()
     print(places.coords("example.com"))
    ```
    """,
)


@rule(
    "DJ60-geoip2-open",
    package="django",
    since=None,
    gone="6.0",
    docs=NOTES.format("6.0") + "#features-removed-in-6-0",
    names=["django.contrib.gis.geoip2.GeoIP2.open"],
)
def geoip_open(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``GeoIP2.open()`` is ``GeoIP2()``.

    Deprecated in Django 5.1, removed in 6.0.

    ```diff
     from django.contrib.gis.geoip2 import GeoIP2

    -places = GeoIP2.open("/data", 0)
    +places = GeoIP2("/data", 0)
    ```

    ```diff
     from shop.places import GeoIP2

     places = GeoIP2.open("/data", 0)
    ```
    """
    yield Hit(node, "GeoIP2.open() is GeoIP2()", None if file.guard(node) else node.value)


@rule(
    "DJ60-log-action",
    package="django",
    since="5.1",
    gone="6.0",
    docs=NOTES.format("6.0") + "#features-removed-in-6-0",
    safety="review",
    names=["django.contrib.admin.models.LogEntry.objects.log_action"],
)
def log_action(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``LogEntry.objects.log_action()`` is ``log_actions()``, which takes the objects themselves.

    Deprecated in Django 5.1, removed in 6.0.

    Review: the content type is that of the object, whatever ``content_type_id`` was. A call that does not show the object
    is reported only.

    ```diff
     from django.contrib.admin.models import CHANGE, LogEntry

    -LogEntry.objects.log_action(
    -    user_id=user.pk,
    -    content_type_id=kind.pk,
    -    object_id=book.pk,
    -    object_repr=str(book),
    -    action_flag=CHANGE,
    -    change_message="sold",
    -)
    +LogEntry.objects.log_actions(user.pk, [book], CHANGE, change_message="sold", single_object=True)
     LogEntry.objects.log_action(user.pk, kind.pk, number, "A book", CHANGE)
    ```

    ```diff
     from shop.models import LogEntry

     LogEntry.objects.log_action(user_id=1)
    ```
    """
    call = file.parent(node)
    message = "log_action() is log_actions(), with the objects"
    if not isinstance(call, cst.Call) or call.func is not node or spread(call) or file.guard(node):
        yield Hit(node, message)
        return
    order = ("user_id", "content_type_id", "object_id", "object_repr", "action_flag", "change_message")
    given = {
        (arg.keyword.value if arg.keyword is not None else order[at] if at < len(order) else ""): file.code(arg.value)
        for at, arg in enumerate(call.args)
    }
    found = re.fullmatch(r"([\w.]+)\.(?:pk|id)", given.get("object_id", ""))
    shown = found is not None and given.get("object_repr") in (f"str({found[1]})", f"force_str({found[1]})")
    if found is None or not shown or not {"user_id", "action_flag"} <= given.keys() <= set(order):
        yield Hit(call, message)
        return
    text = f", change_message={given['change_message']}" if "change_message" in given else ""
    code = f"({given['user_id']}, [{found[1]}], {given['action_flag']}{text}, single_object=True)"
    yield Hit(call, message, f"{file.code(node.value)}.log_actions{code}")


deprecated_6_1 = removals(
    "DJ2028-removed",
    package="django",
    gone="2028.0",
    docs=NOTES.format("6.1"),
    names={
        "django.core.mail.forbid_multi_line_headers": "Python's email package refuses line breaks in headers",
        "django.core.mail.message.forbid_multi_line_headers": "Python's email package refuses line breaks in headers",
        "django.core.mail.message.sanitize_address": "use email.headerregistry.Address",
        **{
            f"{module}.{name}": "EmailMessage.message() returns an email.message.EmailMessage, which is safe"
            for module, names in (
                ("django.core.mail", ("SafeMIMEText", "SafeMIMEMultipart")),
                ("django.core.mail.message", ("SafeMIMEMessage", "SafeMIMEText", "SafeMIMEMultipart")),
            )
            for name in names
        },
    },
    doc="""
    Names that are deprecated in Django 6.0 and 6.1, without a successor of the same form.

    Manual: what comes nearest is said with each. An import that nothing uses is dropped.

    ```diff
     from django.core.mail.message import sanitize_address

     print(sanitize_address("a@example.com", "utf-8"))
    -from django.core.mail.message import sanitize_address
    ```

    ```diff
     from shop.mail import sanitize_address

     print(sanitize_address("a@example.com", "utf-8"))
    ```
    """,
)


_COMPILE_WHERE = '''
def _compile_where(compiler, where):
    """Return the SQL of conditions and its parameters: none for no conditions, as before Django 4.2."""
    try:
        return compiler.compile(where)
    except FullResultSet:
        return "", []
'''


@rule(
    "DJ42-full-result-set",
    package="django",
    since="4.2",
    gone="4.2",
    docs=NOTES.format("4.2") + "#miscellaneous",
    needles=["compile where query"],
    safety="review",
)
def full_result_set(node: cst.Call, file: File) -> Iterator[Hit]:
    """``compiler.compile(query.where)`` raises FullResultSet where there are no conditions.

    Before Django 4.2 it returned an empty text and no parameters.

    Review: what has a ``where`` is taken for a query of Django's.

    ```diff
    +from django.core.exceptions import FullResultSet
    +
    +
    +def _compile_where(compiler, where):
    +    \"""Return the SQL of conditions and its parameters: none for no conditions, as before Django 4.2.\"""
    +    try:
    +        return compiler.compile(where)
    +    except FullResultSet:
    +        return "", []
    +
    +
     def conditions(books):
         compiler = books.query.get_compiler(using=books.db)
    -    where, params = compiler.compile(books.query.where)
    +    where, params = _compile_where(compiler, books.query.where)
         return where, params
    ```

    ```diff
     from django.core.exceptions import FullResultSet


     def conditions(books, compiler):
         try:
             return compiler.compile(books.query.where)
         except FullResultSet:
             return "", []


     def pattern(compiler, clause):
         return compiler.compile(clause.where)
    ```
    """
    function, given = node.func, node.args[0].value if len(node.args) == 1 else None
    if not isinstance(function, cst.Attribute) or function.attr.value != "compile":
        return
    if not isinstance(given, cst.Attribute) or given.attr.value != "where" or "FullResultSet" in file.text:
        return
    query = given.value.attr if isinstance(given.value, cst.Attribute) else given.value
    if isinstance(query, cst.Name) and query.value == "query":
        new = f"_compile_where({file.code(function.value)}, {file.code(given)})"
        needed = (NewImport("django.core.exceptions", "FullResultSet"),)
        message = "no conditions are a FullResultSet, no empty text"
        yield Hit(node, message, new, imports=needed, helpers=(_COMPILE_WHERE,))


@rule(
    "DJ51-source-expressions",
    package="django",
    since=None,
    gone="5.1",
    docs="https://docs.djangoproject.com/en/5.1/releases/5.1/#miscellaneous",
    needles=["get_source_expressions"],
)
def source_expressions(node: cst.For, file: File) -> Iterator[Hit]:
    """``get_source_expressions()`` of an aggregate has None for a filter that it does not have.

    Since Django 5.1; 6.0 has another for its order. Before, what was not given was not there.

    ```diff
     def names(expression):
    -    for inner in expression.get_source_expressions():
    +    for inner in (one for one in expression.get_source_expressions() if one is not None):
             names(inner)
    ```

    ```diff
     def names(expression):
         for inner in expression.get_source_expressions():
             if inner is None:
                 continue
             names(inner)
         for inner in expression.get_source_expressions():
             if inner:
                 names(inner)
         for inner in list(shop.get_source_expressions()):
             print(inner)
    ```
    """
    call = node.iter
    if not isinstance(call, cst.Call) or call.args or not isinstance(call.func, cst.Attribute):
        return
    target = node.target
    if call.func.attr.value != "get_source_expressions" or not isinstance(target, cst.Name):
        return
    name = target.value
    body = file.code(node.body)
    if re.search(rf"\b{name} is (?:not )?None\b|\bif (?:not )?{name}\b|\b{name} (?:and|or)\b", body):
        return
    each = "one" if name != "one" else "each"
    new = f"({each} for {each} in {file.code(call)} if {each} is not None)"
    yield Hit(call, "an aggregate without a filter has None among its source expressions", new, certain=False)
