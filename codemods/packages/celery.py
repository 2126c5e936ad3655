"""What Celery gave as attributes of its package, up to version 4."""

from collections.abc import Iterator

import libcst as cst

from upgrader.removed import find_unused
from upgrader.rule import File, Hit, rule

NOTES = "https://docs.celeryq.dev/en/stable/history/whatsnew-5.0.html"


@rule(
    "celery5-task-attribute",
    package="celery",
    since="3.1",
    gone="5.0",
    docs=NOTES,
    safety="review",
    needles=["celery task"],
    pattern=rb"\bfrom\s+celery\s+import\b[^\n]*(?:\n[^\n]*){0,9}?\btask\b|\bcelery\.task\b",
)
def task_attribute(module: cst.Module, file: File) -> Iterator[Hit]:
    """``from celery import task`` is ``from celery import shared_task``.

    Up to Celery 4 the module ``celery.task`` could be called; since 5.0 the import fails.

    Review: the task belongs to every app of the process, not only to the one that was current at the import.

    ```diff
    -from celery import task
    +from celery import shared_task


    -@task
    +@shared_task
     def sell(): ...


    -@task(ignore_result=True)
    +@shared_task(ignore_result=True)
     def buy(): ...
    ```

    ```diff
     from celery import shared_task
     from shop import task


     @task
     def sell(): ...
    ```
    """
    message = "celery.task is gone: shared_task makes tasks"
    for node in file.names.references.get("celery.task", ()):
        around = file.parent(node)
        made = isinstance(around, cst.Decorator) or (isinstance(around, cst.Call) and around.func is node)
        if not made:
            continue
        ref = file.ref("celery.shared_task", node)
        if file.guard(node):
            yield Hit(node, message)
        else:
            yield Hit(node, message, str(ref), imports=ref.imports)
    yield from find_unused("celery.task", message, file)
