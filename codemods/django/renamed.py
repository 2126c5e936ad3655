"""Methods and attributes of Django's objects that have another name."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import spread
from upgrader.methods import renamed_methods
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.removed import is_taken
from upgrader.rule import File, Hit, Rule, moves, rule
from upgrader.values import origins

NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"

#: What replaces an attribute or a call of ``Model._meta``; ``{m}`` is the options, ``{model}`` the model.
_META = {
    "module_name": "{m}.model_name",
    "virtual_fields": "{m}.private_fields",
    "has_auto_field": "({m}.auto_field is not None)",
    "installed": "({m}.app_config is not None)",
}
_META_CALLS = {
    "get_all_field_names": "[f.name for f in {m}.get_fields()]",
    "get_all_related_objects": (
        "[f for f in {m}.get_fields() if (f.one_to_many or f.one_to_one) and f.auto_created and not f.concrete]"
    ),
    "get_all_related_many_to_many_objects": (
        "[f for f in {m}.get_fields(include_hidden=True) if f.many_to_many and f.auto_created]"
    ),
    "get_fields_with_model": "[(f, f.model if f.model != {model} else None) for f in {m}.get_fields()]",
    "get_m2m_with_model": (
        "[(f, f.model if f.model != {model} else None) for f in {m}.get_fields() if f.many_to_many and not f.auto_created]"
    ),
    "get_concrete_fields_with_model": "[(f, f.model if f.model != {model} else None) for f in {m}.concrete_fields]",
    "get_all_related_objects_with_model": (
        "[(f, f.model if f.model != {model} else None) for f in {m}.get_fields() if f.auto_created and not f.concrete]"
    ),
    "get_all_related_m2m_objects_with_model": (
        "[(f, f.model if f.model != {model} else None) for f in {m}.get_fields() if f.many_to_many and f.auto_created]"
    ),
}
_PERMISSIONS = {f"get_{action}_permission": action for action in ("add", "change", "delete")}


@rule(
    "DJ110-meta",
    package="django",
    since=None,
    gone="1.10",
    docs="https://docs.djangoproject.com/en/1.10/releases/1.10/#features-removed-in-1-10",
    safety="review",
    needles=[
        *(f"_meta {name}" for name in (*_META, *_META_CALLS, "get_field_by_name")),
        *_PERMISSIONS,
    ],
)
def meta(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``Model._meta`` became a public API in Django 1.8, with other methods.

    The old ones were removed in 1.8 to 2.1; what replaces each is in the documentation of the model ``_meta`` API.

    Review: lists where there were tuples or cached lists; generic relations are among the fields.

    ```diff
     from django.contrib.auth import get_user_model

     User = get_user_model()
    -print(User._meta.module_name, User._meta.get_all_field_names())
    -field = User._meta.get_field_by_name("name")[0]
    -if User._meta.has_auto_field and User._meta.virtual_fields:
    +print(User._meta.model_name, [f.name for f in User._meta.get_fields()])
    +field = User._meta.get_field("name")
    +if (User._meta.auto_field is not None) and User._meta.private_fields:
         pass
    ```

    ```diff
    -permission = options.get_add_permission()
    +from django.contrib.auth import get_permission_codename
    +
    +permission = get_permission_codename("add", options)
    ```

    ```diff
     print(User._meta.model_name, other.module_name, other.get_all_field_names())
     print(User._meta.get_field("name"))
    ```
    """
    name = node.attr.value
    call = file.parent(node)
    called = isinstance(call, cst.Call) and call.func is node
    if name in _PERMISSIONS and called and isinstance(call, cst.Call) and not call.args:
        ref = file.ref("django.contrib.auth.get_permission_codename", node)
        code = f'{ref}("{_PERMISSIONS[name]}", {file.code(node.value)})'
        yield Hit(call, f"_meta.{name}() is gone", None if file.guard(node) else code, imports=ref.imports)
        return
    options = node.value
    if not isinstance(options, cst.Attribute) or options.attr.value != "_meta":
        return
    message = f"_meta.{name} is gone"
    m, model = file.code(options), file.code(options.value)
    if name in _META and not called and not isinstance(call, cst.AssignTarget):
        yield Hit(node, message, None if file.guard(node) else _META[name].format(m=m, model=model))
    elif name in _META_CALLS and called and isinstance(call, cst.Call):
        plain = not call.args and not file.guard(node)
        yield Hit(call, message, _META_CALLS[name].format(m=m, model=model) if plain else None)
    elif name == "get_field_by_name" and called and isinstance(call, cst.Call):
        item = file.parent(call)
        index = item.slice[0].slice if isinstance(item, cst.Subscript) and item.value is call else None
        first = isinstance(index, cst.Index) and file.code(index.value) == "0"
        field = f"{m}.get_field({', '.join(file.code(arg.value) for arg in call.args)})"
        if first and isinstance(item, cst.Subscript) and not file.guard(node):
            yield Hit(item, message, field)


_USER = ("is_authenticated", "is_anonymous")


@rule(
    "DJ20-user-properties",
    package="django",
    since=None,
    gone="2.0",
    docs=NOTES.format("2.0") + "#features-removed-in-2-0",
    needles=list(_USER),
)
def user_properties(node: cst.Call, file: File) -> Iterator[Hit]:
    """``user.is_authenticated()`` is ``user.is_authenticated``.

    Properties since Django 1.10, which could still be called until 2.0. A receiver that is no ``user`` by name and not
    seen to be one is reported only, as is everything in a file that defines such a method itself.

    ```diff
     def show(request, user):
    -    if request.user.is_authenticated() and not self.request.user.is_anonymous():
    +    if request.user.is_authenticated and not self.request.user.is_anonymous:
    -        return user.is_authenticated()
    +        return user.is_authenticated
    ```

    ```diff
     class Visitor:
         def is_authenticated(self):
             return True

         def show(self, user):
             return self.is_authenticated() or user.is_authenticated()
    ```
    """
    function = node.func
    if not isinstance(function, cst.Attribute) or function.attr.value not in _USER or node.args:
        return
    defined = any(
        isinstance(other, cst.FunctionDef) and other.name.value in _USER
        for other in file.names.nodes.get(cst.FunctionDef, ())
    )
    owner = function.value
    name = owner.attr.value if isinstance(owner, cst.Attribute) else owner.value if isinstance(owner, cst.Name) else ""
    message = f"{function.attr.value} is a property"
    if file.guard(node) or defined:
        return
    if name == "user" or name.endswith("_user") or any("auth.models" in known for known in origins(owner, file)):
        yield Hit(node, message, function)
    elif any(imported.split(".")[0] == "django" for imported in file.names.imported):
        yield Hit(node, f"{message}, if {file.code(owner)} is a user", certain=False, safety=Safety.REVIEW)


tags = renamed_methods(
    "DJ20-assignment-tag",
    package="django",
    since=None,
    gone="2.0",
    docs=NOTES.format("2.0") + "#features-removed-in-2-0",
    moved={
        "django.template.Library.assignment_tag": "simple_tag",
        "django.template.library.Library.assignment_tag": "simple_tag",
    },
    doc="""
    ``register.assignment_tag`` is ``register.simple_tag``.

    A simple tag can store its result itself since Django 1.9.

    ```diff
     from django import template

     register = template.Library()


    -@register.assignment_tag
    +@register.simple_tag
     def one():
         return 1


    -@register.assignment_tag(takes_context=True)
    +@register.simple_tag(takes_context=True)
     def two(context):
         return 2
    ```

    ```diff
     from shop import register


     @register.assignment_tag
     def one():
         return 1
    ```
    """,
)

_GEOMETRIES = ("GEOSGeometry", "Point", "LineString", "LinearRing", "Polygon", "MultiPoint", "MultiPolygon")
_GEOS = {
    "GEOSGeometry": {"get_srid": ".srid", "set_srid": "srid="},
    "Point": {
        **{f"get_{axis}": f".{axis}" for axis in "xyz"},
        **{f"set_{axis}": f"{axis}=" for axis in "xyz"},
        "get_coords": ".tuple",
        "set_coords": "tuple=",
    },
}

geometries = renamed_methods(
    "DJ20-geometry-properties",
    package="django",
    since=None,
    gone="2.0",
    docs=NOTES.format("2.0") + "#features-removed-in-2-0",
    moved={
        f"django.contrib.gis.geos.{geometry}.{old}": new
        for geometry in _GEOMETRIES
        for old, new in {**_GEOS["GEOSGeometry"], **(_GEOS["Point"] if geometry == "Point" else {})}.items()
    },
    unsure=("set_srid", "get_coords", "set_coords"),
    doc="""
    Getters and setters of geometries are properties.

    Deprecated in Django 1.10.

    ```diff
     from django.contrib.gis.geos import Point

     point = Point(1, 2)
    -print(point.get_x(), point.get_srid(), point.get_coords())
    -point.set_y(3)
    +print(point.x, point.srid, point.tuple)
    +point.y = 3
    ```

    ```diff
     from shop.geometry import Point

     point = Point(1, 2)
     print(point.get_x())
    ```
    """,
)

_STORAGE = "django.core.files.storage.default_storage"

storage_times = moves(
    "DJ20-storage-times",
    package="django",
    since=None,
    gone="2.0",
    docs=NOTES.format("2.0") + "#features-removed-in-2-0",
    safety="review",
    moved={
        f"{_STORAGE}.{name}": f"{_STORAGE}.get_{name}" for name in ("accessed_time", "created_time", "modified_time")
    },
    doc="""
    ``default_storage.modified_time()`` is ``get_modified_time()``.

    Deprecated in Django 1.10.

    Review: the time is aware where ``USE_TZ`` is on; it was naive.

    ```diff
     from django.core.files.storage import default_storage

    -print(default_storage.modified_time("a"))
    +print(default_storage.get_modified_time("a"))
    ```

    ```diff
     from shop.storage import default_storage

     print(default_storage.modified_time("a"))
    ```
    """,
)

_CONNECTION = "django.db.connection"
_CONNECTION_NAMES = {
    "introspection.table_name_converter": "introspection.identifier_converter",
    "introspection.get_indexes": "introspection.get_constraints",
    "features.allow_sliced_subqueries": "features.allow_sliced_subqueries_with_in",
    "features.can_return_id_from_insert": "features.can_return_columns_from_insert",
    "features.can_return_ids_from_bulk_insert": "features.can_return_rows_from_bulk_insert",
    "features.allows_group_by_pk": "features.allows_group_by_selected_pks",
    "ops.proj4_version": "ops.proj_version",
    "ops.get_geom_placeholder": "ops.get_geom_placeholder_sql",
    "ops.return_insert_columns": "ops.returning_columns",
}
_INTROSPECTED = {
    "can_introspect_autofield": "AutoField",
    **{
        f"can_introspect_{old}_field": f"{new}Field"
        for old, new in {
            "big_integer": "BigInteger",
            "binary": "Binary",
            "duration": "Duration",
            "ip_address": "GenericIPAddress",
            "positive_integer": "PositiveInteger",
            "small_integer": "SmallInteger",
            "time": "Time",
        }.items()
    },
}
#: Methods that take more than they did, with the number of arguments that they took: what they give has changed as well.
_CONNECTION_CALLS = {
    "ops.distinct_sql": (1, "distinct_sql() takes params as well, and gives a pair of lists"),
    "ops.binary_placeholder_sql": (1, "binary_placeholder_sql() takes the compiler as well, and gives SQL and params"),
    **{
        f"ops.{name}": (count, f"{name}() takes params as well, and gives SQL and params")
        for name, count in (
            ("date_trunc_sql", 2),
            ("date_extract_sql", 2),
            ("datetime_trunc_sql", 3),
            ("datetime_extract_sql", 3),
            ("datetime_cast_date_sql", 2),
            ("datetime_cast_time_sql", 2),
            ("time_extract_sql", 2),
        )
    },
}
_CONNECTION_LAST = frozenset(
    {*_INTROSPECTED, "_nodb_connection", "runshell"}
    | {name.rpartition(".")[2] for name in (*_CONNECTION_NAMES, *_CONNECTION_CALLS)}
)
_INLINED = """
def _inlined(sql, params):
    \"\"\"Return SQL with its parameters written into it, as Django 4.0 and earlier did.\"\"\"
    texts = ("'%s'" % value.replace("%", "%%") if isinstance(value, str) else value for value in params)
    return sql % tuple("NULL" if text is None else text for text in texts)
"""


def _connection_call(call: cst.Call, name: str, file: File) -> tuple[str, tuple[str, ...]] | None:
    """Return what gives the SQL alone that the call of a method of ``connection.ops`` gave, with the function it needs."""
    if any(arg.keyword is not None for arg in call.args):
        return None
    method, values = file.code(call.func), [file.code(arg.value) for arg in call.args]
    if name == "distinct_sql":
        return f'" ".join({method}({values[0]}, ())[0])', ()
    if name == "binary_placeholder_sql":
        return f"{method}({values[0]}, None)[0]", ()
    if is_taken("_inlined", file):
        return None
    values.insert(1 if "_cast_" in name else 2, "()")
    return f"_inlined(*{method}({', '.join(values)}))", (_INLINED,)


@rule(
    "DJ22-connection",
    package="django",
    since=None,
    gone=None,
    docs=NOTES.format("2.2") + "#database-backend-api",
    safety="review",
    needles=[
        *(
            " ".join(reversed(name.split(".")))
            for name in (*_CONNECTION_NAMES, *_CONNECTION_CALLS, *(f"features.{name}" for name in _INTROSPECTED))
        ),
        "_nodb_connection",
        "runshell client",
    ],
)
def connection(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``connection.introspection`` and its neighbours have other names for some of what they do.

    A private API for database backends, changed in many releases; Django says so under "Database backend API". That
    something with ``.features``, ``.ops`` or ``.introspection`` of these names is a connection is told by the names alone.

    Review: ``get_constraints`` returns more than the indexes ``get_indexes`` did, and in another form;
    ``get_geom_placeholder_sql`` gives parameters as well. What gives SQL and parameters now is made the SQL alone that it
    was: the parameters of dates are written into it again. The others take and give what they did.

    ```diff
     from django.db import connection, connections

     name = connections["default"].introspection
    -name = connection.introspection.table_name_converter("Book")
    -if connection.features.can_return_id_from_insert:
    +name = connection.introspection.identifier_converter("Book")
    +if connection.features.can_return_columns_from_insert:
         print(name)
    -if connections["default"].features.can_introspect_time_field:
    +if (connections["default"].features.introspected_field_types["TimeField"] == "TimeField"):
    -    connection.client.runshell()
    +    connection.client.runshell([])
    -with connection._nodb_connection.cursor() as cursor:
    +with connection._nodb_cursor() as cursor:
         pass
    -print(connection.ops.distinct_sql(["a"]), connection.ops.binary_placeholder_sql(value))
    +print(" ".join(connection.ops.distinct_sql(["a"], ())[0]), connection.ops.binary_placeholder_sql(value, None)[0])
    ```

    ```diff
     from django.db import connection

    +
    +def _inlined(sql, params):
    +    \"""Return SQL with its parameters written into it, as Django 4.0 and earlier did.\"""
    +    texts = ("'%s'" % value.replace("%", "%%") if isinstance(value, str) else value for value in params)
    +    return sql % tuple("NULL" if text is None else text for text in texts)
    +
    +
    -month = connection.ops.date_trunc_sql("month", "day")
    -books = Book.objects.extra({"month": month, "day": connection.ops.datetime_cast_date_sql("sold", "UTC")})
    +month = _inlined(*connection.ops.date_trunc_sql("month", "day", ()))
    +books = Book.objects.extra({"month": month, "day": _inlined(*connection.ops.datetime_cast_date_sql("sold", (), "UTC"))})
    ```

    ```diff
     from django.db import connections
     from shop.db import connection

     name = connection.introspection.table_name_converter("Book")
     one = connections["default"].ops.distinct_sql(["a"], [])
     two = shop.table_name_converter("Book")
     sql, params = connections["default"].ops.date_trunc_sql("month", "day", ())
    ```
    """
    if node.attr.value not in _CONNECTION_LAST:
        return
    name = file.resolve(node)
    if name is not None and not name.startswith(f"{_CONNECTION}."):
        return
    certain = name is not None
    around = file.parent(node)
    call = around if isinstance(around, cst.Call) and around.func is node else None
    free = not file.guard(node)
    last, owner = node.attr.value, node.value
    if last == "_nodb_connection":
        cursor = file.parent(node)
        made = file.parent(cursor)
        if isinstance(cursor, cst.Attribute) and cursor.attr.value == "cursor" and isinstance(made, cst.Call):
            plain = made.func is cursor and not made.args and free
            code = f"{file.code(owner)}._nodb_cursor()"
            yield Hit(made, "_nodb_connection is now _nodb_cursor()", code if plain else None, certain=certain)
        else:
            yield Hit(node, "_nodb_connection is now _nodb_cursor()", certain=certain)
        return
    if not isinstance(owner, cst.Attribute):
        return
    old = f"{owner.attr.value}.{last}"
    if old in _CONNECTION_NAMES:
        new = _CONNECTION_NAMES[old].rpartition(".")[2]
        edit = node.with_changes(attr=node.attr.with_changes(value=new)) if free else None
        yield Hit(node, f"connection.{old} is now {new}", edit, certain=certain)
    elif owner.attr.value == "features" and last in _INTROSPECTED:
        field = _INTROSPECTED[last]
        code = f'({file.code(owner)}.introspected_field_types["{field}"] == "{field}")'
        yield Hit(node, f"{last} is in introspected_field_types", code if free else None, certain=certain)
    elif old == "client.runshell" and call is not None and not call.args:
        code = f"{file.code(node)}([])"
        yield Hit(call, "runshell() has to be given parameters", code if free else None, certain=certain)
    elif old in _CONNECTION_CALLS and call is not None and not spread(call):
        count, message = _CONNECTION_CALLS[old]
        if len(call.args) == count:
            inlined = _connection_call(call, last, file) if free else None
            code, helpers = inlined or ("", ())
            yield Hit(call, message, code or None, helpers=helpers, certain=certain)


@rule(
    "DJ110-has-key",
    package="django",
    since=None,
    gone="2.0",
    docs=NOTES.format("2.0") + "#features-removed-in-2-0",
    needles=["has_key", "iteritems", "itervalues", "iterlists"],
)
def mapping(node: cst.Call, file: File) -> Iterator[Hit]:
    """``context.has_key(k)`` is ``k in context``, ``request.GET.iteritems()`` is ``request.GET.items()``.

    Python 2's methods of mappings, which Django's own had a while longer.

    ```diff
     def render(self, context, request):
    -    if context.has_key("a"):
    +    if "a" in context:
    -        return [pair for pair in request.GET.iteritems()]
    +        return [pair for pair in request.GET.items()]
    ```

    ```diff
     def render(self, cache, store):
         if cache.has_key("a"):
             return store.iteritems()
    ```
    """
    function = node.func
    if not isinstance(function, cst.Attribute) or file.guard(node):
        return
    name, owner = function.attr.value, function.value
    if name == "has_key" and len(node.args) == 1 and isinstance(owner, cst.Name) and owner.value == "context":
        yield Hit(node, "has_key() is gone", f"{file.code(node.args[0].value)} in {owner.value}")
    elif name in ("iteritems", "itervalues", "iterlists") and not node.args:
        data = isinstance(owner, cst.Attribute) and owner.attr.value in ("GET", "POST", "FILES", "META", "COOKIES")
        if data:
            new = function.with_changes(attr=function.attr.with_changes(value=name.removeprefix("iter")))
            yield Hit(node, f"{name}() is gone", node.with_changes(func=new))


_UNUSUAL: dict[str, tuple[str, str | None, str]] = {
    "_get_val_from_obj": ("2.0", "value_from_object", "fields"),
    "_has_changed": ("1.10", "has_changed", "forms and form fields"),
    "root_query_set": ("1.8", "root_queryset", "the admin's change list"),
    "cascaded_union": ("2.0", "unary_union", "geometries"),
    "get_srid": ("2.0", None, "geometries: srid"),
    "get_user_id": ("2.1", None, "AuthenticationForm: get_user().pk"),
    "has_related_field_in_list_display": ("6.1", None, "the admin's change list: get_select_related_fields()"),
    "get_joining_columns": ("6.0", None, "relations: get_joining_fields()"),
    "get_reverse_joining_columns": ("6.0", None, "relations: get_reverse_joining_fields()"),
    "quote_name_unless_alias": ("2028.0", "quote_name", "SQL compilers"),
    "get_current_queryset": ("6.0", None, "Prefetch: get_current_querysets()"),
    "get_cache_name": ("6.0", None, "fields: cache_name"),
    "where_class": ("4.0", None, "Query: WhereNode()"),
    "get_key_columns": ("4.1", None, "introspection: get_relations()"),
    "random_function_sql": ("3.2", None, "connection.ops: the database function Random"),
    "ignore_conflicts_suffix_sql": ("4.1", None, "connection.ops: on_conflict_suffix_sql()"),
    "_convert_field_to_tz": ("4.1", None, "connection.ops: _convert_sql_to_tz()"),
    "fetch_returned_insert_id": ("3.0", None, "connection.ops: fetch_returned_rows()"),
    "prohibits_dollar_signs_in_column_aliases": ("6.1", None, "connection.features"),
    "original_content_type_id": ("1.10", None, "inline admin forms"),
    "declared_fieldsets": ("1.9", None, "ModelAdmin: get_fieldsets(request)"),
    "make_random_password": ("5.1", None, "user managers: django.utils.crypto.get_random_string()"),
    "log_deletion": ("6.0", None, "ModelAdmin: log_deletions(request, queryset)"),
}
_LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
#: What a call becomes that has this many arguments, ``{0}`` and so on; ``{o}`` is what the method is called on.
_UNUSUAL_CALLS: dict[str, tuple[int, str]] = {
    "get_srid": (0, "{o}.srid"),
    "get_user_id": (0, "{o}.get_user().pk"),
    "get_cache_name": (0, "{o}.cache_name"),
    "has_related_field_in_list_display": (0, "{o}.get_select_related_fields()"),
    "get_joining_columns": (0, "tuple((lhs.column, rhs.column) for lhs, rhs in {o}.get_joining_fields())"),
    "get_reverse_joining_columns": (
        0,
        "tuple((lhs.column, rhs.column) for lhs, rhs in {o}.get_reverse_joining_fields())",
    ),
    "get_current_queryset": (1, "({o}.get_current_querysets({0}) or [None])[0]"),
    # what it did, with every database but Oracle
    "fetch_returned_insert_id": (1, "{0}.fetchone()[0]"),
    # two values in a row's tuple until 6.0, three from 6.1 on
    "get_key_columns": (
        2,
        "[(column, table, field) for column, (field, table, *_) in {o}.get_relations({0}, {1}).items()]",
    ),
}
_UNUSUAL_FUNCTIONS: dict[str, tuple[str, str]] = {
    "make_random_password": ("django.utils.crypto.get_random_string", f'{{f}}(10, "{_LETTERS}")'),
    "where_class": ("django.db.models.sql.where.WhereNode", "{f}()"),
}


#: From which release the successor is there, where Django 1.11 does not have it.
_UNUSUAL_SINCE = {
    "ignore_conflicts_suffix_sql": "4.1",
    "_convert_field_to_tz": "4.1",
    "get_joining_columns": "5.0",
    "get_reverse_joining_columns": "5.0",
    "get_current_queryset": "5.0",
    "get_cache_name": "5.1",
    "log_deletion": "5.1",
    "quote_name_unless_alias": "6.1",
    "has_related_field_in_list_display": "6.1",
}


def unusual(id: str, since: str | None, doc: str) -> Rule:
    """Make the rule of those unusual names whose successors are there from a release on."""
    needles = [name for name in _UNUSUAL if _UNUSUAL_SINCE.get(name) == since]

    def find(node: cst.Attribute, file: File) -> Iterator[Hit]:
        if node.attr.value in needles:
            yield from _unusual(node, file)

    find.__doc__ = doc
    docs = "https://docs.djangoproject.com/en/6.1/releases/"
    about = rule(id, package="django", since=since, gone=None, docs=docs, safety="review", needles=needles)
    return about(find)


unusual_methods = unusual(
    "DJ110-unusual-methods",
    None,
    """``_get_val_from_obj`` and others of names that nobody else has are renamed or gone.

    Methods of fields, forms, compilers and change lists, on objects that a file is handed: that they are Django's is told
    by the name alone, which is unusual enough to say so, never to call it a must. A class that defines the name itself is
    left alone.

    Review: that the object is one of Django's.

    ```diff
     from django.db import models


     class Price(models.Field):
         def value_to_string(self, obj):
    -        return str(self._get_val_from_obj(obj))
    +        return str(self.value_from_object(obj))


    -print(cursor.connection.ops.fetch_returned_insert_id(cursor), cursor.features.prohibits_dollar_signs_in_column_aliases)
    +print(cursor.fetchone()[0], False)
    ```

    ```diff
     class Price:
         def _get_val_from_obj(self, obj):
             return obj

         def value_to_string(self, obj):
             return str(self._get_val_from_obj(obj))
    ```
    """,
)

unusual_methods_4_1 = unusual(
    "DJ41-unusual-methods",
    "4.1",
    """``_convert_field_to_tz()`` and ``ignore_conflicts_suffix_sql()`` of a connection's operations have other names.

    See DJ110-unusual-methods; what takes their place is there since Django 4.1.

    Review: that the object is one of Django's.

    ```diff
     from django.db import connection

    +
    +def _inlined(sql, params):
    +    \"""Return SQL with its parameters written into it, as Django 4.0 and earlier did.\"""
    +    texts = ("'%s'" % value.replace("%", "%%") if isinstance(value, str) else value for value in params)
    +    return sql % tuple("NULL" if text is None else text for text in texts)
    +
    +
    -print(connection.ops._convert_field_to_tz("sold", "UTC"))
    +print(_inlined(*connection.ops._convert_sql_to_tz("sold", (), "UTC")))
    ```

    ```diff
     class Operations:
         def _convert_field_to_tz(self, name, zone):
             return self._convert_field_to_tz(name, zone)
    ```
    """,
)

unusual_methods_5_0 = unusual(
    "DJ50-unusual-methods",
    "5.0",
    """``get_joining_columns()`` of relations and ``get_current_queryset()`` of ``Prefetch`` have other names.

    See DJ110-unusual-methods; what takes their place is there since Django 5.0, they are gone since 6.0.

    Review: that the object is one of Django's.

    ```diff
     def columns(field):
    -    return field.get_joining_columns()
    +    return tuple((lhs.column, rhs.column) for lhs, rhs in field.get_joining_fields())
    ```

    ```diff
     class Join:
         def get_joining_columns(self):
             return self.other.get_joining_columns()
    ```
    """,
)

unusual_methods_5_1 = unusual(
    "DJ51-unusual-methods",
    "5.1",
    """``get_cache_name()`` of fields and ``log_deletion()`` of the admin have other names.

    See DJ110-unusual-methods; what takes their place is there since Django 5.1, they are gone since 6.0.

    Review: that the object is one of Django's.

    ```diff
     def forget(model_admin, request, obj, field):
    -    model_admin.log_deletion(request, obj, str(obj))
    +    model_admin.log_deletions(request, [obj])
         model_admin.log_deletion(request, obj, "gone")
    -    return field.get_cache_name()
    +    return field.cache_name
    ```

    ```diff
     class Store:
         def get_cache_name(self):
             return self.inner.get_cache_name()
    ```
    """,
)

unusual_methods_6_1 = unusual(
    "DJ61-unusual-methods",
    "6.1",
    """``quote_name_unless_alias()`` of compilers and a method of the admin's change list have other names.

    See DJ110-unusual-methods; what takes their place is there since Django 6.1.

    Review: that the object is one of Django's.

    ```diff
     def as_sql(self, compiler, connection):
    -    return compiler.quote_name_unless_alias("t"), []
    +    return compiler.quote_name("t"), []
    ```

    ```diff
     class Compiler:
         def quote_name_unless_alias(self, name):
             return self.inner.quote_name_unless_alias(name)
    ```
    """,
)


def _unusual(node: cst.Attribute, file: File) -> Iterator[Hit]:
    name = node.attr.value
    known = _UNUSUAL.get(name)
    if known is None or isinstance(file.parent(node), (cst.AssignTarget, cst.Del)):
        return
    defined = any(
        isinstance(other, cst.FunctionDef) and other.name.value == node.attr.value
        for other in file.names.nodes.get(cst.FunctionDef, ())
    )
    if defined or (name == "get_srid" and not file.code(file.parent(node)).endswith("get_srid()")):
        return  # that of fields takes an object
    version, new, owner = known
    when = f"is deprecated and goes in Django {version}" if version == "2028.0" else f"is gone since Django {version}"
    owner, _, successor = owner.partition(": ")
    successor = new or successor
    message = f"{node.attr.value} of {owner} {when}" + (f": now {successor}" if successor else "")
    call = file.parent(node)
    plain = isinstance(call, cst.Call) and call.func is node and not file.guard(node)
    if isinstance(call, cst.Call) and plain and all(arg.keyword is None and not arg.star for arg in call.args):
        values = [file.code(arg.value) for arg in call.args]
        if name in _UNUSUAL_CALLS and len(values) == _UNUSUAL_CALLS[name][0]:
            code = _UNUSUAL_CALLS[name][1].format(*values, o=file.code(node.value))
            yield Hit(call, message, code, certain=False)
            return
        if name == "_convert_field_to_tz" and len(values) == 2 and not is_taken("_inlined", file):
            code = f"_inlined(*{file.code(node.value)}._convert_sql_to_tz({values[0]}, (), {values[1]}))"
            yield Hit(call, message, code, helpers=(_INLINED,), certain=False)
            return
        if name in _UNUSUAL_FUNCTIONS and not values:
            function, template = _UNUSUAL_FUNCTIONS[name]
            ref = file.ref(function, node)
            yield Hit(call, message, template.format(f=ref), imports=ref.imports, certain=False)
            return
        if name == "log_deletion" and len(values) == 3 and values[2] == f"str({values[1]})":
            code = f"{file.code(node.value)}.log_deletions({values[0]}, [{values[1]}])"
            yield Hit(call, message, code, certain=False)
            return
    if name == "ignore_conflicts_suffix_sql" and plain and isinstance(call, cst.Call) and len(call.args) == 1:
        ref = file.ref("django.db.models.constants.OnConflict", node)
        given = file.code(call.args[0].value)
        kind = f"{ref}.IGNORE" if given == "True" else f"{ref}.IGNORE if {given} else None"
        code = f"{file.code(node.value)}.on_conflict_suffix_sql([], {kind}, [], [])"
        yield Hit(call, message, code, imports=ref.imports, certain=False)
        return
    if name == "prohibits_dollar_signs_in_column_aliases":
        # every alias is quoted since Django 6.1
        yield Hit(node, message, None if file.guard(node) else "False", certain=False)
        return
    edit: Node | None = None
    if new is not None and not file.guard(node):
        edit = node.with_changes(attr=node.attr.with_changes(value=new))
    yield Hit(node, message, edit, certain=False)
