"""Calls of the admin's ``ChangeList``, whose signature grew; classes that override it are in ``overrides``."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import keyword, with_arg
from upgrader.rule import File, Hit, rule

ADMIN = "django.contrib.admin.BaseModelAdmin"


@rule(
    "DJ40-changelist-call",
    package="django",
    since="4.0",
    gone="4.0",
    docs="https://docs.djangoproject.com/en/4.0/releases/4.0/#django-contrib-admin",
    safety="review",
    names=["django.contrib.admin.views.main.ChangeList"],
)
def changelist_call(node: cst.Call, file: File) -> Iterator[Hit]:
    """``ChangeList()`` wants ``search_help_text``.

    Django 4.0 added it to the parameters without a default (ticket #28628). A ModelAdmin has the attribute since then;
    ``ModelAdmin.get_changelist_instance()`` is the public way to the same object.

    Review: ``*args`` may hold the argument already. A call as of Django 2.0, without ``sortable_by``, becomes one of
    ``get_changelist_instance()``, which takes everything from the ModelAdmin.

    ```diff
     from django.contrib import admin
     from django.contrib.admin.views.main import ChangeList


     class BookAdmin(admin.ModelAdmin):
         def changes(self, request):
             args = (request, self.model, self.list_display, self.sortable_by)
    -        return ChangeList(*args)
    +        return ChangeList(*args, search_help_text=self.search_help_text)


     def changes(request, admin):
         args = [request, admin.model, admin.list_display]
         if hasattr(admin, "sortable_by"):
             args.append(admin.sortable_by)
    -    return ChangeList(*args)
    +    return ChangeList(*args, search_help_text=admin.search_help_text)
    ```

    ```diff
    -from django.contrib.admin.views.main import ChangeList
    -
    -changes = ChangeList(request, model, show, link, only, by, find, select, page, top, edit, admin)
    +changes = admin.get_changelist_instance(request)
    ```

    ```diff
     from django.contrib import admin
     from django.contrib.admin.views.main import ChangeList
     from shop import ChangeList as Ours


     class BookAdmin(admin.ModelAdmin):
         def changes(self, request, *args, **options):
             return ChangeList(request, *args, search_help_text=""), ChangeList(**options), Ours(*args)
    ```
    """
    starred = any(arg.star == "*" for arg in node.args)
    if keyword(node, "search_help_text") or any(arg.star == "**" for arg in node.args):
        return
    if not starred and len(node.args) != 13:
        if len(node.args) == 12 and all(arg.keyword is None for arg in node.args) and not file.guard(node):
            request, admin = (file.code(node.args[index].value) for index in (0, -1))
            yield Hit(node, "ChangeList() wants more of its ModelAdmin", f"{admin}.get_changelist_instance({request})")
        return  # neither the signature of Django 2.1 to 3.2 nor anything that may be it
    definition = file.class_around(node)
    function = file.inside(node, cst.FunctionDef)
    first = function.params.params[0].name.value if function is not None and function.params.params else None
    message = "ChangeList() wants search_help_text"
    if definition is not None and first is not None and ADMIN in file.ancestors(definition):
        admin = first
    else:
        admin = _asked_admin(node, function, file)
    yield Hit(node, message, with_arg(node, f"search_help_text={admin}.search_help_text") if admin else None)


def _asked_admin(node: cst.Call, function: cst.FunctionDef | None, file: File) -> str:
    """Return what the other arguments come from: the one name whose ``list_display`` is asked for around the call."""
    around = function or node
    names = {
        file.code(asked.value)
        for asked in file.names.nodes.get(cst.Attribute, ())
        if isinstance(asked, cst.Attribute)
        and asked.attr.value == "list_display"
        and (file.inside(asked, cst.FunctionDef) is function if function else file.inside(asked, cst.Call) is around)
    }
    return names.pop() if len(names) == 1 else ""
