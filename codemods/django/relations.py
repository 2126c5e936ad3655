"""Relation fields of the project's own: what Django's query code asks of them."""

from collections.abc import Iterator

import libcst as cst

from upgrader.methods import defines
from upgrader.rule import File, Hit, rule

FIELDS = "django.db.models.fields."
#: The classes of Django that have the properties themselves.
COMPLETE = {f"{FIELDS}related.ForeignObject", f"{FIELDS}related.ManyToManyField"}
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
            source = f"@property\ndef {name}(self):\n    return self.{statement.name.value}()\n"
            added = cst.ensure_type(cst.parse_statement(source, config=file.module.config_for_parsing), cst.FunctionDef)
            body.append(added.with_changes(leading_lines=[cst.EmptyLine(indent=False)]))
    if len(body) > len(node.body.body):
        message = f"Queries ask {node.name.value} for path_infos"
        yield Hit(node, message, node.with_changes(body=node.body.with_changes(body=body)))


def _is_incomplete(ancestors: frozenset[str]) -> bool:
    return f"{FIELDS}Field" in ancestors and not ancestors & COMPLETE
