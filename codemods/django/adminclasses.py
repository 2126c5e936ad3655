"""What ModelAdmin classes say: actions they inherit, scripts and styles that are gone."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.members import attributes, class_of
from upgrader.names import Node
from upgrader.rule import DELETE, File, Hit, rule
from upgrader.values import origins

NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"
ADMIN = "django.contrib.admin.options.BaseModelAdmin"


@rule(
    "DJ22-inherited-actions",
    package="django",
    since=None,
    gone="2.2",
    docs=NOTES.format("2.2") + "#admin-actions-are-no-longer-collected-from-base-modeladmin-classes",
    safety="review",
    needles=["actions ModelAdmin"],
    changed=True,
)
def inherited_actions(module: cst.Module, file: File) -> Iterator[Hit]:
    """``ModelAdmin.actions`` are no longer collected from the base classes.

    Until Django 2.1 a class had its own actions and those of all its bases. Nothing fails: they are missing in the list.

    Review: where the class is not to have them, leave it as it was.

    ```diff
     from django.contrib import admin


     class BaseAdmin(admin.ModelAdmin):
         actions = ["sell"]


     class BookAdmin(BaseAdmin):
    -    actions = ["print"]
    +    actions = BaseAdmin.actions + ["print"]
    ```

    ```diff
     from django.contrib import admin


     class BaseAdmin(admin.ModelAdmin):
         actions = ["sell"]


     class BookAdmin(BaseAdmin):
         actions = BaseAdmin.actions + ["print"]


     class ShopAdmin(BaseAdmin):
         actions = None
    ```
    """
    found = {d.name.value: (d, value) for d, _, value in attributes(file, ["actions"], [ADMIN])}
    for definition, value in found.values():
        if not isinstance(value, (cst.List, cst.Tuple)):
            continue
        bases = [base.value.value for base in definition.bases if isinstance(base.value, cst.Name)]
        for base in bases:
            theirs = found[base][1] if base in found else None
            if not isinstance(theirs, (cst.List, cst.Tuple)) or not theirs.elements or base in file.code(value):
                continue
            inherited = {file.code(element.value) for element in theirs.elements}
            if inherited & {file.code(element.value) for element in value.elements}:
                continue
            same = type(theirs) is type(value) and (isinstance(value, cst.List) or value.lpar)
            code = f"{base}.actions + {file.code(value)}"
            yield Hit(
                value, f"the actions of {base} are not inherited", code if same and not file.guard(value) else None
            )


_GONE_SCRIPTS = ("admin/js/collapse.js", "admin/js/collapse.min.js")


@rule(
    "DJ51-collapse-script",
    package="django",
    since=None,
    gone="5.1",
    docs=NOTES.format("5.1") + "#miscellaneous",
    needles=["Media collapse"],
)
def collapse_script(node: cst.ClassDef, file: File) -> Iterator[Hit]:
    """``admin/js/collapse.js`` is gone.

    Since Django 5.1 fieldsets collapse by ``<details>``. A manifest of static files raises for the missing file.

    ```diff
     from django.contrib import admin


     class BookAdmin(admin.ModelAdmin):
         class Media:
    -        js = ["admin/js/collapse.js", "shop/book.js"]
    +        js = ["shop/book.js"]
    ```

    ```diff
     from django.contrib import admin


     class BookAdmin(admin.ModelAdmin):
         class Media:
             js = ["shop/collapse.js"]
    ```
    """
    if node.name.value != "Media":
        return
    for statement in node.body.body:
        small = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) else statement
        scripts = small.value if isinstance(small, cst.Assign) and file.code(small.targets[0].target) == "js" else None
        if not isinstance(scripts, (cst.List, cst.Tuple)):
            continue
        for element in scripts.elements:
            text = element.value.evaluated_value if isinstance(element.value, cst.SimpleString) else None
            if text in _GONE_SCRIPTS:
                alone = isinstance(scripts, cst.Tuple) and len(scripts.elements) < 3
                edits: tuple[tuple[Node, Node | str], ...] = ((element, DELETE),)
                if alone:
                    rest = [file.code(e.value) for e in scripts.elements if e is not element]
                    edits = ((scripts, f"({rest[0]},)" if rest else "()"),)
                yield Hit(element, f"{text} is gone", also=() if file.guard(node) else edits)
                return


@rule(
    "DJ61-wide-fieldset",
    package="django",
    since=None,
    gone=None,
    docs=NOTES.format("6.1") + "#miscellaneous",
    needles=["wide fieldsets"],
)
def wide_fieldset(node: cst.Dict, file: File) -> Iterator[Hit]:
    """``wide`` as a class of fieldsets has no style any more.

    Since Django 6.1 all fields are as wide.

    ```diff
     from django.contrib import admin


     class BookAdmin(admin.ModelAdmin):
         fieldsets = [
    -        (None, {"classes": ["wide"], "fields": ["title"]}),
    -        ("More", {"classes": ["wide", "collapse"], "fields": ["price"]}),
    +        (None, {"fields": ["title"]}),
    +        ("More", {"classes": ["collapse"], "fields": ["price"]}),
         ]
    ```

    ```diff
     from django.contrib import admin


     class BookAdmin(admin.ModelAdmin):
         fieldsets = [(None, {"classes": ["collapse"], "fields": ["title"]})]


     OPTIONS = {"classes": ["wide"]}
    ```
    """
    around: Node = node
    while not isinstance(around, (cst.Assign, cst.AnnAssign, cst.Module)):
        around = file.parent(around)
    definition = class_of(around, file) if not isinstance(around, cst.Module) else None
    named = isinstance(around, cst.Assign) and file.code(around.targets[0].target) in ("fieldsets", "add_fieldsets")
    if definition is None or not named or ADMIN not in file.ancestors(definition):
        return
    for entry in node.elements:
        if not isinstance(entry, cst.DictElement) or file.code(entry.key).strip("\"'") != "classes":
            continue
        classes = entry.value
        if not isinstance(classes, (cst.List, cst.Tuple)):
            continue
        wide = [e for e in classes.elements if file.code(e.value).strip("\"'") == "wide"]
        if wide and not file.guard(node):
            rest = [file.code(e.value) for e in classes.elements if e not in wide]
            if not rest:
                yield Hit(entry, "the class wide has no style", also=((entry, DELETE),))
            elif isinstance(classes, cst.List):
                yield Hit(entry, "the class wide has no style", also=((wide[0], DELETE),))
            else:
                yield Hit(entry, "the class wide has no style", also=((classes, f"({', '.join(rest)},)"),))


@rule(
    "DJ61-admin-action-parts",
    package="django",
    since="6.1",
    gone=None,
    docs=NOTES.format("6.1") + "#features-deprecated-in-6-1",
    safety="review",
    needles=["actions", "get_actions"],
    pattern=rb"(?m)^\s*\w+\s*,\s*\w+\s*,\s*\w+\s*=\s*[\w.]*actions\b[^\n]*\[",
)
def action_parts(node: cst.Assign, file: File) -> Iterator[Hit]:
    """``actions["name"]`` of a ModelAdmin has attributes, it is no triple.

    Taking it apart is deprecated in Django 6.1.

    Review: what is called ``actions`` is taken for those of a ModelAdmin.

    ```diff
    -func, name, desc = actions["delete_selected"]
    +action = actions["delete_selected"]
    +func, name, desc = action.func, action.name, action.description
    ```

    ```diff
     action = actions["delete_selected"]
     one, two = actions["delete_selected"]
    ```
    """
    target = node.targets[0].target
    value = node.value
    line = file.parent(node)
    if len(node.targets) != 1 or not isinstance(target, cst.Tuple) or len(target.elements) != 3:
        return
    if not isinstance(value, cst.Subscript) or not re.fullmatch(
        r"([\w.]+\.)?(get_)?actions(\(\w+\))?", file.code(value.value)
    ):
        return
    message = "an action has func, name and description"
    free = not file.names.bound("action") and isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1
    if not free or not isinstance(line, cst.SimpleStatementLine) or "#" in file.code(line.trailing_whitespace):
        yield Hit(node, message, certain=False)
        return
    code = f"action = {file.code(value)}\n{file.code(target)} = action.func, action.name, action.description\n"
    yield Hit(node, message, also=() if file.guard(node) else ((line, code),), certain=False)


_OF_MOCKS = ("return_value", "side_effect", "called", "call_count", "call_args", "cache_clear")


@rule(
    "DJ41-non-form-errors",
    package="django",
    since="4.1",
    gone="4.1",
    docs="https://docs.djangoproject.com/en/4.1/releases/4.1/",
    needles=["non_form_errors"],
    pattern=rb"\.non_form_errors\b(?!\s*\()",
    safety="review",
)
def non_form_errors(node: cst.Attribute, file: File) -> Iterator[Hit]:
    """``inline_admin_formset.non_form_errors`` is a method, as it is of every set of forms.

    A property until Django 4.0; since 4.1 what is read is a method, which is true and holds no errors. Templates call it.
    What says in its name that it is a form set is taken for one.

    Review: that what is not called was not meant to be called elsewhere.

    ```diff
     def errors(inline_admin_formset):
    -    if inline_admin_formset.non_form_errors:
    -        return inline_admin_formset.non_form_errors.as_text()
    +    if inline_admin_formset.non_form_errors():
    +        return inline_admin_formset.non_form_errors().as_text()
    ```

    ```diff
     def errors(formset):
         formset.non_form_errors.return_value = []
         return formset.non_form_errors()


     def panels(panel):
         return panel.non_form_errors


     class Fake:
         non_form_errors = []
    ```
    """
    around = file.parent(node)
    if node.attr.value != "non_form_errors" or isinstance(around, (cst.AssignTarget, cst.Del, cst.Arg, cst.AnnAssign)):
        return
    called = isinstance(around, cst.Call) and around.func is node
    mocked = isinstance(around, cst.Attribute) and (
        around.attr.value in _OF_MOCKS or around.attr.value.startswith("assert")
    )
    named = "formset" in file.code(node.value).lower()
    if named and not called and not mocked and not any("forms" in name for name in origins(node.value, file)):
        edit = None if file.guard(node) else f"{file.code(node)}()"
        yield Hit(node, "non_form_errors is a method", edit, certain=False)
