"""Which files django-upgrade may change, told from their words before it is imported.

Importing it takes a quarter of what a hook does about a clean file, and most files have nothing that any of its fixers
looks for. What is said here is true of the releases in ``KNOWN``, by their source; for any other one every file may
change.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

from upgrader.lexical import words
from upgrader.second_half import version_beside

KNOWN = frozenset({"1.33.0"})

#: What a file must have to be changed, by fixer: one of these, all of its words. A fixer that is not here is left off.
NEEDLES = {
    "admin_allow_tags": ("allow_tags",),
    "admin_lookup_needs_distinct": ("lookup_needs_distinct",),
    "assert_form_error": ("assertFormError", "assertFormsetError"),
    "assert_set_methods": ("assertFormsetError", "assertQuerysetEqual"),
    "check_constraint_condition": ("CheckConstraint",),
    "compatibility_imports": (
        *("admin ACTION_CHECKBOX_NAME", "template BaseContext", "template Context", "template ContextPopException"),
        *(
            "template RequestContext",
            "forms pretty_name",
            "forms BoundField",
            "extras SelectDateWidget",
            "urlresolvers",
        ),
        *("staticfiles static", "FieldDoesNotExist", "EmptyResultSet", "setup_databases", "functional lru_cache"),
        *("decorators ContextDecorator", "cookie SimpleCookie", "postgres JSONField", "postgres KeyTextTransform"),
        *("postgres KeyTransform", "template TRANSLATOR_COMMENT_MARK"),
        *("postgres BitAnd", "postgres BitOr", "postgres BitXor"),
    ),
    "crypto_get_random_string": ("get_random_string",),
    "default_auto_field": ("DEFAULT_AUTO_FIELD",),
    "email_validator": ("EmailValidator",),
    "format_html": ("format_html format",),
    "forms_model_multiple_choice_field": ("ModelMultipleChoiceField",),
    "index_together": ("index_together",),
    "mail_api_kwargs": (
        *("mail get_connection", "mail mail_admins", "mail mail_managers", "mail send_mail", "mail send_mass_mail"),
        *("mail EmailMessage", "mail EmailMultiAlternatives"),
    ),
    "mail_fail_silently": ("mail fail_silently",),
    "mail_get_connection": ("mail get_connection",),
    "management_commands": ("requires_system_checks",),
    "on_delete": ("ForeignKey", "OneToOneField"),
    "password_reset_timeout_days": ("PASSWORD_RESET_TIMEOUT_DAYS",),
    "permalink": ("permalink",),
    "postgres_aggregate_order_by": ("ArrayAgg", "JSONBAgg", "StringAgg"),
    "postgres_float_range_field": ("FloatRangeField",),
    "queryset_paginator": ("QuerySetPaginator",),
    "render_to_response": ("render_to_response",),
    "request_user_attributes": ("is_anonymous", "is_authenticated"),
    "settings_admins_managers": ("ADMINS", "MANAGERS"),
    "settings_database_postgresql": ("DATABASES",),
    "settings_forms_urlfield_assume_https": ("FORMS_URLFIELD_ASSUME_HTTPS",),
    "settings_storages": ("DEFAULT_FILE_STORAGE", "STATICFILES_STORAGE"),
    "signal_providing_args": ("Signal",),
    "staticfiles_find_all": ("find all staticfiles",),
    "stringagg": ("StringAgg",),
    "testcase_databases": ("allow_database_queries", "multi_db"),
    "timezone_fixedoffset": ("FixedOffset",),
    "transaction_savepoint": ("savepoint",),
    "use_l10n": ("USE_L10N",),
    "utils_encoding": ("force_text", "smart_text"),
    "utils_http": ("is_safe_url", "urlquote", "urlquote_plus", "urlunquote", "urlunquote_plus"),
    "utils_text": ("unescape_entities",),
    "utils_timezone": ("utc timezone",),
    "utils_translation": ("ugettext", "ugettext_lazy", "ugettext_noop", "ungettext", "ungettext_lazy"),
    "versioned_branches": ("VERSION",),
}
_NEEDLES = frozenset(frozenset(needle.encode().split()) for needles in NEEDLES.values() for needle in needles)
_BY_WORD = {word: [needle for needle in _NEEDLES if word in needle] for needle in _NEEDLES for word in needle}


def may_change(data: bytes) -> bool:
    """Return whether django-upgrade may change a file of these contents."""
    found = words(data)
    return not _is_known() or any(needle <= found for word in _BY_WORD.keys() & found for needle in _BY_WORD[word])


@cache
def _is_known() -> bool:
    spec = find_spec("django_upgrade")
    return spec is not None and version_beside(spec.origin, "django_upgrade") in KNOWN
