"""Relation fields of the project's own: what Django's query code asks of them."""

from collections.abc import Iterator

import libcst as cst

from upgrader.methods import defines
from upgrader.rule import File, Hit, rule

FIELDS = "django.db.models.fields."
#: The classes of Django that have the properties themselves.
COMPLETE = {f"{FIELDS}related.ForeignObject", f"{FIELDS}related.ManyToManyField"}
RELATIONS = f"{FIELDS}related.RelatedField"
JOINING = '''
def _joining_fields(relation, columns):
    """Return the fields of a join's pairs of columns, as Django 5.0 and later want them."""
    field = getattr(relation, "field", relation)
    for path in (*field.get_path_info(), *field.get_reverse_path_info()):
        if path.join_field is relation:
            left, right = ({f.column: f for f in o.concrete_fields} for o in (path.from_opts, path.to_opts))
            return tuple((left[one], right[other]) for one, other in columns)
    return ()
'''
PROPERTIES = {"get_path_info": "path_infos", "get_reverse_path_info": "reverse_path_infos"}


@rule(
    "DJ41-path-infos",
    package="django",
    since=None,
    gone="4.1",
    docs="https://docs.djangoproject.com/en/4.1/releases/4.1/",
    needles=list(PROPERTIES),
)
def path_infos(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """``path_infos`` of relation fields stands beside ``get_path_info()``.

    Queries ask a field for the property ``path_infos`` since Django 4.1, not for ``get_path_info()``.
    ``ForeignObject`` and ``ManyToManyField`` have it; a ``Field`` or ``RelatedField`` of one's own, without it, is a
    column for Django: "Unsupported lookup", or an AttributeError about ``get_col``.

    ```diff
     from django.db.models.fields.related import RelatedField


     class Tags(RelatedField):
         def get_path_info(self, filtered_relation=None):
             return self._paths(direct=True)

    +    @property
    +    def path_infos(self):
    +        return self.get_path_info()
    +
         def get_reverse_path_info(self, filtered_relation=None):
             return self._paths(direct=False)

    +    @property
    +    def reverse_path_infos(self):
    +        return self.get_reverse_path_info()
    +
         def _paths(self, direct):
             return []
    ```

    ```diff
     from django.db import models


     class Parent(models.ForeignKey):
         def get_path_info(self, filtered_relation=None):
             return super().get_path_info(filtered_relation)


     class Roads:
         def get_path_info(self):
             return []
    ```
    """
    if not isinstance(node.body, cst.IndentedBlock) or not _is_incomplete(file.ancestors(node)):
        return
    body: list[cst.BaseStatement] = []
    for statement in node.body.body:
        body.append(statement)
        name = PROPERTIES.get(statement.name.value) if isinstance(statement, cst.FunctionDef) else None
        if isinstance(statement, cst.FunctionDef) and name is not None and not defines(node, name):
            body.append(_method(f"@property\ndef {name}(self):\n    return self.{statement.name.value}()\n", file))
    if len(body) > len(node.body.body):
        message = f"Queries ask {node.name.value} for path_infos"
        yield Hit(node, message, node.with_changes(body=node.body.with_changes(body=body)))


def _method(source: str, file: File) -> cst.FunctionDef:
    """Return a method with a blank line above it."""
    method = cst.ensure_type(cst.parse_statement(source, config=file.module.config_for_parsing), cst.FunctionDef)
    return method.with_changes(leading_lines=[cst.EmptyLine(indent=False)])


def _is_incomplete(ancestors: frozenset[str]) -> bool:
    return f"{FIELDS}Field" in ancestors and not ancestors & COMPLETE


@rule(
    "DJ50-joining-fields",
    package="django",
    since=None,
    gone="5.0",
    docs="https://docs.djangoproject.com/en/6.0/releases/6.0/#features-removed-in-6-0",
    safety="review",
    needles=["get_joining_columns"],
)
def joining_fields(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """``get_joining_columns()`` of relation fields stands beside ``get_joining_fields()``.

    Django 5.0 asks ``get_joining_fields()`` and, for the way back, ``get_reverse_joining_fields()``; with the columns alone
    the way back is an AttributeError since 5.0 and the way there since 6.0. ``ForeignObject`` has them itself.

    Review: the fields are looked up by their columns in the two models that the path of the relation names.

    ```diff
     from django.db.models.fields.related import RelatedField


    +def _joining_fields(relation, columns):
    +    \"""Return the fields of a join's pairs of columns, as Django 5.0 and later want them.\"""
    +    field = getattr(relation, "field", relation)
    +    for path in (*field.get_path_info(), *field.get_reverse_path_info()):
    +        if path.join_field is relation:
    +            left, right = ({f.column: f for f in o.concrete_fields} for o in (path.from_opts, path.to_opts))
    +            return tuple((left[one], right[other]) for one, other in columns)
    +    return ()
    +
    +
     class Tags(RelatedField):
         def get_joining_columns(self, reverse_join=False):
             return (("object_id", "id"),)

         def get_reverse_joining_columns(self):
             return (("id", "object_id"),)
    +
    +    def get_joining_fields(self):
    +        return _joining_fields(self, self.get_joining_columns())
    +
    +    def get_reverse_joining_fields(self):
    +        return _joining_fields(self.remote_field, self.get_reverse_joining_columns())
    ```

    ```diff
     from django.db import models


     class Parent(models.ForeignObject):
         def get_joining_columns(self, reverse_join=False):
             return super().get_joining_columns(reverse_join)


     class Roads:
         def get_joining_columns(self):
             return ()
    ```
    """
    ancestors = file.ancestors(node)
    own = defines(node, "get_joining_columns") and defines(node, "get_reverse_joining_columns")
    if not own or RELATIONS not in ancestors or ancestors & COMPLETE or defines(node, "get_joining_fields"):
        return
    if not isinstance(node.body, cst.IndentedBlock):
        return
    there = "def get_joining_fields(self):\n    return _joining_fields(self, self.get_joining_columns())\n"
    back = (
        "def get_reverse_joining_fields(self):\n"
        "    return _joining_fields(self.remote_field, self.get_reverse_joining_columns())\n"
    )
    body = [*node.body.body, _method(there, file), _method(back, file)]
    message = f"Joins ask {node.name.value} for fields, not for columns"
    yield Hit(node, message, node.with_changes(body=node.body.with_changes(body=body)), helpers=(JOINING,))


@rule(
    "DJ42-over-clause",
    package="django",
    since=None,
    gone="4.2",
    docs="https://docs.djangoproject.com/en/4.2/releases/4.2/#models",
    needles=["contains_aggregate as_sql"],
)
def over_clause(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """``contains_over_clause`` of what stands in a WHERE clause stands beside ``contains_aggregate``.

    Django 4.2 filters by window functions, and asks everything in a clause for both; what is no expression of Django's
    own, as ``get_extra_restriction()`` returns it, has to say it itself.

    ```diff
     class Kinds:
         contains_aggregate = False
    +    contains_over_clause = False

         def as_sql(self, compiler, connection):
             return "kind = 1", ()
    ```

    ```diff
     from django.db.models import Func


     class Kinds(Func):
         contains_aggregate = False

         def as_sql(self, compiler, connection):
             return "kind = 1", ()


     class Kind:
         contains_aggregate = False
    ```
    """
    if not isinstance(node.body, cst.IndentedBlock) or defines(node, "contains_over_clause"):
        return
    if not defines(node, "as_sql") or any(base.startswith("django.") for base in file.ancestors(node)):
        return
    for index, line in enumerate(node.body.body):
        small = line.body[0] if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None
        if isinstance(small, cst.Assign) and file.code(small) == "contains_aggregate = False":
            added = cst.parse_statement("contains_over_clause = False", config=file.module.config_for_parsing)
            body = [*node.body.body[: index + 1], added, *node.body.body[index + 1 :]]
            message = f"Queries ask {node.name.value} for contains_over_clause"
            yield Hit(node, message, node.with_changes(body=node.body.with_changes(body=body)))
