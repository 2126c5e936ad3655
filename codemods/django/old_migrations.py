"""Migrations of the past that the target cannot run as they stand."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import argument
from upgrader.methods import meant
from upgrader.rule import File, Hit, rule

_OPERATIONS = {"django.db.migrations.AlterIndexTogether", "django.db.migrations.operations.models.AlterIndexTogether"}
_HELPER = """class DropIndexTogether(migrations.AlterIndexTogether):
    # Django 5.1 and later lose these indexes where SQLite makes a table anew: what is gone need not be dropped.
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        except ValueError:
            pass
"""


@rule(
    "DJ51-dropped-index-together",
    package="django",
    since=None,
    gone="5.1",
    docs="https://docs.djangoproject.com/en/5.1/releases/5.1/#features-removed-in-5-1",
    needles=["AlterIndexTogether"],
    safety="review",
)
def dropped_index_together(node: cst.Call, file: File) -> Iterator[Hit]:
    """``AlterIndexTogether(index_together=set())`` finds nothing to drop on SQLite.

    Since Django 5.1 the indexes of ``index_together`` are lost where an operation in between has SQLite make the table
    anew, and ``AlterIndexTogether`` ends in "Found wrong number (0) of constraints": no test database can be made. What is
    gone need not be dropped. In databases that have run the migration nothing happens.

    Review: an index that is missing on another database is passed over, too.

    ```diff 0003_unindex.py
     from django.db import migrations
    +
    +
    +class DropIndexTogether(migrations.AlterIndexTogether):
    +    # Django 5.1 and later lose these indexes where SQLite makes a table anew: what is gone need not be dropped.
    +    def database_forwards(self, app_label, schema_editor, from_state, to_state):
    +        try:
    +            super().database_forwards(app_label, schema_editor, from_state, to_state)
    +        except ValueError:
    +            pass


     class Migration(migrations.Migration):
         operations = [
    -        migrations.AlterIndexTogether(name="check", index_together=set()),
    +        DropIndexTogether(name="check", index_together=set()),
    -        migrations.AlterIndexTogether("flip", set([])),
    +        DropIndexTogether("flip", set([])),
         ]
    ```

    ```diff 0002_index.py
     from django.db import migrations


     class Migration(migrations.Migration):
         operations = [
             migrations.AlterIndexTogether(name="check", index_together={("status", "user")}),
         ]
    ```
    """
    if not meant(node.func, file) & _OPERATIONS:
        return
    given = argument(node, 1, "index_together")
    value = given.value if given is not None else None
    if isinstance(value, cst.Call) and file.resolve(value.func) == "builtins.set" and len(value.args) == 1:
        value = value.args[0].value  # set([]), as migrations were written for Python 2
    empty = isinstance(value, (cst.List, cst.Tuple)) and not value.elements
    made = isinstance(value, cst.Call) and file.resolve(value.func) == "builtins.set" and not value.args
    if not (empty or made):
        return
    message = "on SQLite the index may be gone before it is dropped"
    if file.code(node.func) != "migrations.AlterIndexTogether":
        yield Hit(node, message)
        return
    yield Hit(node.func, message, "DropIndexTogether", helpers=(_HELPER,))
