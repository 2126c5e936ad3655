"""Methods and attributes of the project's classes that Django does not call or read any more: nothing fails, or all does."""

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from upgrader.members import attributes, line_of, methods, super_calls
from upgrader.methods import defines
from upgrader.model import Safety
from upgrader.rule import File, Hit, Rule, rule

from .hooks import with_method

RELEASE = "https://docs.djangoproject.com/en/{0}/releases/{0}/"
FIELD = "django.db.models.fields.Field"
WIDGET = "django.forms.widgets.Widget"
ADMIN = "django.contrib.admin.options.BaseModelAdmin"
LOADER = "django.template.loaders.base.Loader"
EMAIL = "django.core.mail.message.EmailMessage"

LOG_DELETIONS = """\
def log_deletions(self, request, queryset):
    return [self.log_deletion(request, obj, str(obj)) for obj in queryset]
"""
OVERWRITING = """\
def __init__(self, *args, **kwargs):
    kwargs.setdefault("allow_overwrite", True)
    super().__init__(*args, **kwargs)
"""
SEND_MAIL = """\
def send_mail(self, subject, message, *args, **kwargs):
    kwargs.pop("fail_silently", None)  # that is the connection's business
    {0}(subject, message, *args, connection=self.connection(), **kwargs)
"""


@dataclass(frozen=True)
class Unused:
    """A method, or an attribute of the class's body, of classes that inherit from ``base``; and what to do instead."""

    name: str
    base: str
    instead: str
    only_super: bool = False  #: only where the method calls that of ``super()``, which is gone
    value: str = ""  #: what to write for the call of ``super()``
    successor: str = ""  #: the method that is called instead
    calling: str = ""  #: the source of such a one: it calls the old method, or does what the attribute did
    uses: str = ""  #: the dotted name of what that source has as ``{0}``
    unless: str = ""  #: what stands in an attribute's value where that is not what it did


def unused(id: str, gone: str, rows: tuple[Unused, ...], doc: str, since: str | None = None) -> Rule:
    """Make a rule of a table of what Django no longer calls or reads as of the release ``gone``."""

    def find(module: cst.Module, file: File) -> Iterator[Hit]:
        for row in rows:
            for definition, function in methods(file, [row.name], [row.base]):
                calls = list(super_calls(function, file))
                message = f"{definition.name.value}.{row.name} has no use: {row.instead}"
                if calls and row.value and not any(call.args for call in calls):
                    yield from (Hit(call, message, row.value) for call in calls)
                elif row.calling and not calls:
                    if not defines(definition, row.successor):
                        ref = file.ref(row.uses, function) if row.uses else None
                        source = row.calling.replace("{0}", str(ref)) if ref is not None else row.calling
                        new = with_method(definition, source, file, function)
                        imports = ref.imports if ref is not None else ()
                        yield Hit(function.name, message, also=((definition, new),), imports=imports)
                elif calls or not row.only_super:
                    yield Hit(function.name, message, safety=Safety.MANUAL)
            if not row.only_super:
                for definition, statement, value in attributes(file, [row.name], [row.base]):
                    message = f"{definition.name.value}.{row.name} has no use: {row.instead}"
                    line = line_of(statement, file)
                    body = [one for one in definition.body.body if one is not line]
                    fits = len(body) < len(definition.body.body) and not defines(definition, row.successor)
                    if row.calling and fits and row.unless not in file.code(value):
                        rest = definition.with_changes(body=definition.body.with_changes(body=body))
                        yield Hit(statement, message, also=((definition, with_method(rest, row.calling, file)),))
                    else:
                        yield Hit(statement, message, safety=Safety.MANUAL)

    find.__doc__ = doc
    names = [row.name for row in rows]
    pattern = rf"(?m)^[ \t]+(?:(?:async\s+)?def\s+(?:{'|'.join(names)})\b|(?:{'|'.join(names)})\s*[:=])".encode()
    about = rule(
        id,
        package="django",
        since=since,
        gone=gone,
        docs=RELEASE.format(gone),
        safety="review" if any(row.value or row.calling for row in rows) else "manual",
        needles=names,
        pattern=pattern,
    )
    return about(find)


in_1_10 = unused(
    "DJ110-uncalled",
    "1.10",
    (
        Unused("get_prep_lookup", FIELD, "register a Lookup that has get_prep_lookup(self)"),
        Unused("get_db_prep_lookup", FIELD, "register a Lookup that has get_db_prep_lookup(self, value, connection)"),
        Unused("validator_class", ADMIN, "it is checks_class, of another interface"),
    ),
    """What Django asks for no more since 1.10 or before.

    Lookups of fields are classes, and so is what checks admin classes.

    Manual: what takes its place is said with each.

    ```diff
     from django.db import models


     class Colors(models.Field):
         def get_prep_lookup(self, lookup_type, value):
             return value
    ```

    ```diff
     class Colors:
         def get_prep_lookup(self, lookup_type, value):
             return value
    ```
    """,
)

in_2_0 = unused(
    "DJ20-uncalled",
    "2.0",
    (
        Unused("load_template_source", LOADER, "define get_template_sources() and get_contents()"),
        Unused("get_filename", "django.db.models.fields.files.FileField", "override generate_filename()"),
        Unused("get_directory_name", "django.db.models.fields.files.FileField", "override generate_filename()"),
        Unused("format_output", "django.forms.widgets.MultiWidget", "set template_name"),
        Unused("render_option", "django.forms.widgets.ChoiceWidget", "override create_option(), or set a template"),
        Unused("render_options", "django.forms.widgets.ChoiceWidget", "override optgroups(), or set a template"),
    ),
    """What Django asks for no more since 2.0 or before.

    Widgets are rendered by templates since Django 1.11, template loaders give sources and contents since 1.9, a file
    field's path is made by ``generate_filename()`` since 1.10. Nothing fails.

    Manual: what takes its place is said with each.

    ```diff
     from django import forms


     class Both(forms.MultiWidget):
         def format_output(self, rendered_widgets):
             return "".join(rendered_widgets)
    ```

    ```diff
     class Both:
         def format_output(self, rendered_widgets):
             return "".join(rendered_widgets)
    ```
    """,
)

in_3_2 = unused(
    "DJ32-uncalled",
    "3.2",
    (
        Unused(
            "clean_password",
            "django.contrib.auth.forms.UserChangeForm",
            "the field is disabled, and the method of super() is gone",
            only_super=True,
            value='self.initial.get("password")',
        ),
        Unused("autocomplete_view", ADMIN, "the view is that of AdminSite: override it there"),
    ),
    """What Django asks for no more since 3.2.

    ``UserChangeForm`` disables its password field. The view that completes a choice belongs to the ``AdminSite``.

    Review: the method of ``super()`` returned the password as it was. A view of a ModelAdmin is reported only.

    ```diff
     from django.contrib import admin
     from django.contrib.auth.forms import UserChangeForm


     class ChangeForm(UserChangeForm):
         def clean_password(self):
    -        return super().clean_password()
    +        return self.initial.get("password")


     class BookAdmin(admin.ModelAdmin):
         def autocomplete_view(self, request): ...
    ```

    ```diff
     from django.contrib import admin
     from django.contrib.auth.forms import UserChangeForm


     class ChangeForm(UserChangeForm):
         def clean_password(self):
             return self.initial["password"]


     class Site(admin.AdminSite):
         def autocomplete_view(self, request): ...
    ```
    """,
)

in_5_1 = unused(
    "DJ51-uncalled",
    "5.1",
    (
        Unused(
            "clean_password2",
            "django.contrib.auth.forms.BaseUserCreationForm",
            "clean() does it, and the method of super() is gone",
            only_super=True,
            value='self.cleaned_data["password2"]',
        ),
        Unused(
            "clean_new_password2",
            "django.contrib.auth.forms.SetPasswordForm",
            "clean() does it, and the method of super() is gone",
            only_super=True,
            value='self.cleaned_data["new_password2"]',
        ),
    ),
    """Forms of ``django.contrib.auth`` check passwords in ``clean()`` since Django 5.1.

    ``clean_password2()`` of ``super()`` is an AttributeError; a method that does not call it still runs, before ``clean()``.

    Review: what the method does with two passwords that differ, or that the validators refuse, it did not get to do before.

    ```diff
     from django.contrib.auth.forms import SetPasswordForm


     class Reset(SetPasswordForm):
         def clean_new_password2(self):
    -        password = super().clean_new_password2()
    +        password = self.cleaned_data["new_password2"]
             return password
    ```

    ```diff
     from django.contrib.auth.forms import SetPasswordForm


     class Reset(SetPasswordForm):
         def clean_new_password2(self):
             return self.cleaned_data["new_password2"]
    ```
    """,
    since="5.1",
)

in_6_0 = unused(
    "DJ60-uncalled",
    "6.0",
    (
        Unused(
            "log_deletion",
            ADMIN,
            "log_deletions(self, request, queryset) is called, once for all objects",
            successor="log_deletions",
            calling=LOG_DELETIONS,
        ),
        Unused("mixed_subtype", EMAIL, "override message()"),
        Unused("alternative_subtype", EMAIL, "override message()"),
        Unused("_create_message", EMAIL, "override message()"),
        Unused("_create_attachment", EMAIL, "override message()"),
        Unused("_create_attachments", EMAIL, "override message()"),
        Unused("_create_mime_attachment", EMAIL, "override message()"),
        Unused("_create_alternatives", EMAIL, "override message()"),
        *(
            Unused(
                "OS_OPEN_FLAGS",
                f"django.core.files.storage.{module}FileSystemStorage",
                "give allow_overwrite to __init__()",
                successor="__init__",
                calling=OVERWRITING,
                unless="O_EXCL",
            )
            for module in ("", "filesystem.")
        ),
    ),
    """What Django asks for no more since 6.0 or before.

    The admin logs deletions all at once since Django 5.1. Mail is built by the modern API of Python since 6.0, the methods
    that built its parts are not called. ``OS_OPEN_FLAGS`` of a storage was deprecated in 5.1; flags of one's own are there
    to overwrite files.

    Review: a storage that overwrites gives a new file the name of the old one, whatever ``get_available_name()`` of
    ``Storage`` did before. The rest is reported only; what takes its place is said with each.

    ```diff
    -import os
    -
     from django.contrib import admin
     from django.core.files.storage import FileSystemStorage
     from django.core.mail import EmailMessage


     class BookAdmin(admin.ModelAdmin):
         def log_deletion(self, request, obj, object_repr):
             print("gone", obj)

    +    def log_deletions(self, request, queryset):
    +        return [self.log_deletion(request, obj, str(obj)) for obj in queryset]
    +

     class Overwriting(FileSystemStorage):
    -    OS_OPEN_FLAGS = os.O_WRONLY | os.O_CREAT
    +
    +    def __init__(self, *args, **kwargs):
    +        kwargs.setdefault("allow_overwrite", True)
    +        super().__init__(*args, **kwargs)


     class Letter(EmailMessage):
         mixed_subtype = "related"
    ```

    ```diff
     from django.contrib import admin


     class BookAdmin(admin.ModelAdmin):
         def log_deletions(self, request, queryset): ...


     class Letter:
         mixed_subtype = "related"
    ```
    """,
    since="5.1",
)

in_6_1 = unused(
    "DJ61-uncalled",
    "6.1",
    (
        Unused(
            "connection",
            "django.utils.log.AdminEmailHandler",
            "override send_mail()",
            successor="send_mail",
            calling=SEND_MAIL,
            uses="django.core.mail.mail_admins",
        ),
        Unused(
            "__get__",
            "django.contrib.contenttypes.fields.GenericForeignKey",
            "the descriptor is a GenericForeignKeyDescriptor",
        ),
        Unused(
            "__set__",
            "django.contrib.contenttypes.fields.GenericForeignKey",
            "the descriptor is a GenericForeignKeyDescriptor",
        ),
    ),
    """What Django asks for no more since 6.1.

    ``AdminEmailHandler`` does not ask ``connection()`` for one. What is read and set at an object is a descriptor beside the
    ``GenericForeignKey``.

    Review: the handler goes on to send by its own connection, which Django 6.1 deprecates; once there are MAILERS, it is to
    name one of them. The rest is reported only; what takes its place is said with each.

    ```diff
    +from django.core.mail import mail_admins
     from django.utils.log import AdminEmailHandler


     class Handler(AdminEmailHandler):
         def connection(self):
             return open_connection()
    +
    +    def send_mail(self, subject, message, *args, **kwargs):
    +        kwargs.pop("fail_silently", None)  # that is the connection's business
    +        mail_admins(subject, message, *args, connection=self.connection(), **kwargs)
    ```

    ```diff
     class Handler:
         def connection(self):
             return None
    ```
    """,
)
