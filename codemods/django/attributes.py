"""Class attributes that Django reads under another name, with another value, or not at all."""

from collections.abc import Callable, Iterator

import libcst as cst

from upgrader.members import attributes, line_of, meta_attributes, set_outside
from upgrader.model import Safety
from upgrader.rule import DELETE, File, Hit, Rule, rule

RELEASE = "https://docs.djangoproject.com/en/{0}/releases/{0}/"
COMMANDS = ("django.core.management.base.BaseCommand",)

#: What takes an attribute's place: ``name = value`` as source, ``""`` for nothing, None for a finding only.
Change = Callable[[cst.BaseExpression, File], str | None]


def changed_attribute(
    id: str,
    name: str,
    change: Change,
    *,
    since: str | None,
    gone: str,
    docs: str,
    bases: tuple[str, ...],
    message: str,
    doc: str,
    safety: Safety = Safety.SAFE,
    in_meta: bool = False,
) -> Rule:
    """Make a rule about an attribute of classes that inherit from ``bases``, or of their ``class Meta``."""

    def find(module: cst.Module, file: File) -> Iterator[Hit]:
        found = (meta_attributes if in_meta else attributes)(file, [name], bases)
        for _definition, statement, value in found:
            new = change(value, file)
            if new == "":
                yield Hit(statement, message, also=((line_of(statement, file), DELETE),))
            elif new is not None:
                target, _, code = new.partition(" = ")
                old = statement.target if isinstance(statement, cst.AnnAssign) else statement.targets[0].target
                yield Hit(statement, message, also=((old, target), (value, code)))
            elif not _is_current(value, file):
                yield Hit(statement, message)
        for outside, value in () if in_meta else set_outside(file, name, bases):
            new = change(value, file)
            target, _, code = (new or "").partition(" = ")
            if target == name:
                yield Hit(outside, message, also=((value, code),))
            elif new is not None or not _is_current(value, file):
                yield Hit(outside, message)

    def _is_current(value: cst.BaseExpression, file: File) -> bool:
        return name == "requires_system_checks" and not isinstance(value, cst.Name)

    find.__doc__ = doc
    return rule(id, package="django", since=since, gone=gone, docs=docs, safety=safety, needles=[name])(find)


def removed(value: cst.BaseExpression, file: File) -> str:
    """Delete the attribute."""
    return ""


def by_value(name: str, *, true: str, false: str) -> Change:
    """Rename the attribute and replace True and False; anything else is reported."""

    def change(value: cst.BaseExpression, file: File) -> str | None:
        known = {"True": true, "False": false}.get(value.value) if isinstance(value, cst.Name) else None
        return f"{name} = {known}" if known else None

    return change


system_checks = changed_attribute(
    "DJ41-requires-system-checks",
    "requires_system_checks",
    by_value("requires_system_checks", true='"__all__"', false="[]"),
    since="3.2",
    gone="4.1",
    docs=RELEASE.format("4.1") + "#features-removed-in-4-1",
    bases=COMMANDS,
    message="requires_system_checks is a list of tags, or '__all__'",
    doc="""``requires_system_checks`` of management commands is ``"__all__"`` or a list.

    ``True`` and ``False`` were deprecated in Django 3.2; since 4.1 they are a TypeError.

    ```diff
     from django.core.management.base import BaseCommand


     class Command(BaseCommand):
    -    requires_system_checks = False
    +    requires_system_checks = []


     class Checked(Command):
    -    requires_system_checks: bool = True  # all
    +    requires_system_checks: bool = "__all__"  # all
    ```

    ```diff
     from django.core.management.base import BaseCommand


     class Command(BaseCommand):
         pass


    -Command.requires_system_checks = False
    +Command.requires_system_checks = []
    ```

    ```diff
     from django.core.management.base import BaseCommand


     class Command(BaseCommand):
         requires_system_checks = ["models"]


     class Other:
         requires_system_checks = False


     Other.requires_system_checks = True
    ```
    """,
)

model_validation = changed_attribute(
    "DJ19-requires-model-validation",
    "requires_model_validation",
    by_value("requires_system_checks", true='"__all__"', false="[]"),
    since="3.2",
    gone="1.9",
    docs=RELEASE.format("1.9") + "#features-removed-in-1-9",
    bases=COMMANDS,
    message="requires_model_validation is requires_system_checks",
    doc="""``requires_model_validation`` of management commands is ``requires_system_checks``.

    Without effect since Django 1.9. The new name takes ``"__all__"`` or a list, since 3.2.

    ```diff
     from django.core.management.base import BaseCommand


     class Command(BaseCommand):
    -    requires_model_validation = False
    +    requires_system_checks = []
    ```

    ```diff
     class Other:
         requires_model_validation = False
    ```
    """,
)

can_import_settings = changed_attribute(
    "DJ111-can-import-settings",
    "can_import_settings",
    removed,
    since="1.11",
    gone="1.11",
    docs=RELEASE.format("1.11"),
    bases=COMMANDS,
    message="can_import_settings has no effect",
    doc="""``can_import_settings`` of management commands goes.

    Nothing read it any more in Django 1.11.

    ```diff
     from django.core.management.base import BaseCommand


     class Command(BaseCommand):
         help = "x"
    -    can_import_settings = True
    ```

    ```diff
     class Other:
         can_import_settings = True
    ```
    """,
)


def _locale(value: cst.BaseExpression, file: File) -> str | None:
    return "" if isinstance(value, cst.Name) and value.value == "True" else None


leave_locale_alone = changed_attribute(
    "DJ21-leave-locale-alone",
    "leave_locale_alone",
    _locale,
    since="2.1",
    gone="2.1",
    docs=RELEASE.format("2.1") + "#miscellaneous",
    bases=COMMANDS,
    message="leave_locale_alone has no effect: commands run in the active locale",
    doc="""``leave_locale_alone = True`` of management commands goes.

    Since Django 2.1 every command runs in the active locale. ``False`` is reported: decorate ``handle()`` with
    ``django.core.management.base.no_translations`` to keep translations off.

    ```diff
     from django.core.management.base import BaseCommand


     class Command(BaseCommand):
    -    leave_locale_alone = True
    +    pass
    ```

    ```diff
     from django.core.management.base import BaseCommand


     class Command(BaseCommand):
         leave_locale_alone = False
    ```
    """,
)

multi_db = changed_attribute(
    "DJ31-multi-db",
    "multi_db",
    by_value("databases", true='"__all__"', false='{"default"}'),
    since="2.2",
    gone="3.1",
    docs=RELEASE.format("3.1") + "#features-removed-in-3-1",
    bases=("django.test.TransactionTestCase",),
    message="multi_db is databases",
    doc="""``multi_db`` of test cases is ``databases``.

    Deprecated in Django 2.2; since 3.1 it has no effect, and a query to another database than the default is a failure.

    ```diff
     from django.test import TestCase


     class StockTest(TestCase):
    -    multi_db = True
    +    databases = "__all__"
    ```

    ```diff
     from unittest import TestCase


     class StockTest(TestCase):
         multi_db = True
    ```
    """,
)

allow_database_queries = changed_attribute(
    "DJ31-allow-database-queries",
    "allow_database_queries",
    by_value("databases", true='"__all__"', false="set()"),
    since="2.2",
    gone="3.1",
    docs=RELEASE.format("3.1") + "#features-removed-in-3-1",
    bases=("django.test.SimpleTestCase",),
    message="allow_database_queries is databases",
    doc="""``allow_database_queries`` of test cases is ``databases``.

    Deprecated in Django 2.2; since 3.1 it has no effect.

    ```diff
     from django.test import SimpleTestCase


     class StockTest(SimpleTestCase):
    -    allow_database_queries = True
    +    databases = "__all__"
    ```

    ```diff
     class StockTest:
         allow_database_queries = True
    ```
    """,
)


def _content_type(value: cst.BaseExpression, file: File) -> str:
    return f"content_type = {file.code(value)}"


mime_type = changed_attribute(
    "DJ20-feed-mime-type",
    "mime_type",
    _content_type,
    since="1.8",
    gone="2.0",
    docs=RELEASE.format("2.0") + "#features-removed-in-2-0",
    bases=("django.utils.feedgenerator.SyndicationFeed",),
    message="mime_type of feeds is content_type",
    doc="""``mime_type`` of feed generators is ``content_type``.

    Renamed in Django 1.8, without effect since 2.0.

    ```diff
     from django.utils.feedgenerator import Atom1Feed


     class News(Atom1Feed):
    -    mime_type = "application/xml"
    +    content_type = "application/xml"
    ```

    ```diff
     class News:
         mime_type = "application/xml"
    ```
    """,
)

supports_recursion = changed_attribute(
    "DJ20-loader-supports-recursion",
    "supports_recursion",
    removed,
    since="1.9",
    gone="2.0",
    docs=RELEASE.format("2.0") + "#features-removed-in-2-0",
    bases=("django.template.loaders.base.Loader",),
    message="supports_recursion of template loaders has no effect",
    doc="""``supports_recursion`` of template loaders goes.

    A transitional attribute of Django 1.9, without effect since 2.0.

    ```diff
     from django.template.loaders.base import Loader


     class Themes(Loader):
         is_usable = True
    -    supports_recursion = True
    ```

    ```diff
     class Themes:
         supports_recursion = True
    ```
    """,
)

manager_inheritance = changed_attribute(
    "DJ20-manager-inheritance-from-future",
    "manager_inheritance_from_future",
    removed,
    since="2.0",
    gone="2.0",
    docs=RELEASE.format("2.0") + "#features-removed-in-2-0",
    bases=("django.db.models.base.Model",),
    message="manager_inheritance_from_future is an error: it is always so",
    in_meta=True,
    doc="""``Meta.manager_inheritance_from_future`` goes.

    A transitional option of Django 1.10; since 2.0 models always inherit managers so, and the option is a TypeError.

    ```diff
     from django.db import models


     class Book(models.Model):
         class Meta:
    -        manager_inheritance_from_future = True
             ordering = ["title"]
    ```

    ```diff
     class Book:
         class Meta:
             manager_inheritance_from_future = True
    ```
    """,
)
