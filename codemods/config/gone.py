"""Settings that Django no longer reads."""

from collections.abc import Callable, Iterator

import libcst as cst

from upgrader.assigned import Setting, assigned, is_name, passed, without
from upgrader.model import Safety
from upgrader.rule import File, Hit, Rule, rule

RELEASES = "https://docs.djangoproject.com/en/{0}/releases/{0}/#features-removed-in-{1}"

SHAPE = """
    ```diff settings.py
     INSTALLED_APPS = ["shop"]
    -{name} = {value}
     DEBUG = False
    ```

    ```diff test_settings.py
     from django.test import override_settings


    -@override_settings(DEBUG=True, {name}={value})
    +@override_settings(DEBUG=True)
     def test(): ...
    ```

    ```diff
     {name} = {value}


     def settings():
         {name} = {value}
    ```
    """


def gone_setting(
    id: str,
    name: str,
    *,
    gone: str,
    value: str,
    doc: str,
    safety: Safety = Safety.SAFE,
    unlike: Callable[[Setting], Safety | None] = lambda setting: None,
) -> Rule:
    """Make a rule that removes a setting which has no effect from the release ``gone`` on.

    ``value`` is the one to show in the documentation, ``unlike`` says for which values the rule is less certain.
    """

    def find(module: cst.Module, file: File) -> Iterator[Hit]:
        for setting in (*assigned(file, name), *passed(file, name)):
            old, new = without(setting, file)
            yield Hit(setting.place, f"{name} has no effect any more", also=((old, new),), safety=unlike(setting))

    find.__doc__ = doc + SHAPE.format(name=name, value=value)
    docs = RELEASES.format(gone, gone.replace(".", "-"))
    return rule(id, package="django", since=gone, gone=gone, docs=docs, safety=safety, needles=[name])(find)


def _unless_true(setting: Setting) -> Safety | None:
    return None if is_name(setting.value, "True") else Safety.REVIEW


use_l10n = gone_setting(
    "DJ50-use-l10n",
    "USE_L10N",
    gone="5.0",
    value="True",
    unlike=_unless_true,
    doc="""``USE_L10N`` goes.

    True since Django 4.0 unless set, without effect since 5.0: data is always shown in the format of the active locale.
    A value other than True is removed under review only: the release, not the removal, changes what is shown.
    """,
)

use_deprecated_pytz = gone_setting(
    "DJ50-use-deprecated-pytz",
    "USE_DEPRECATED_PYTZ",
    gone="5.0",
    value="False",
    unlike=lambda setting: None if is_name(setting.value, "False") else Safety.REVIEW,
    doc="""``USE_DEPRECATED_PYTZ`` goes.

    It kept pytz as Django's time zones from 4.0 to 4.2. Since 5.0 they are always zoneinfo's. True is removed under
    review only: code that calls ``localize()`` or ``normalize()`` on them has to change as well.
    """,
)

csrf_cookie_masked = gone_setting(
    "DJ50-csrf-cookie-masked",
    "CSRF_COOKIE_MASKED",
    gone="5.0",
    value="True",
    doc="""``CSRF_COOKIE_MASKED`` goes.

    A transitional setting of Django 4.1, for instances of 4.0 that ran beside it. Without effect since 5.0.
    """,
)

default_hashing_algorithm = gone_setting(
    "DJ40-default-hashing-algorithm",
    "DEFAULT_HASHING_ALGORITHM",
    gone="4.0",
    value='"sha1"',
    doc="""``DEFAULT_HASHING_ALGORITHM`` goes.

    A transitional setting of Django 3.1, for instances of 3.0 that ran beside it. Without effect since 4.0.
    """,
)

secure_browser_xss_filter = gone_setting(
    "DJ40-secure-browser-xss-filter",
    "SECURE_BROWSER_XSS_FILTER",
    gone="4.0",
    value="True",
    doc="""``SECURE_BROWSER_XSS_FILTER`` goes.

    The header ``X-XSS-Protection``, which browsers no longer read, is not sent since Django 4.0.
    """,
)

forms_urlfield_assume_https = gone_setting(
    "DJ60-forms-urlfield-assume-https",
    "FORMS_URLFIELD_ASSUME_HTTPS",
    gone="6.0",
    value="True",
    unlike=_unless_true,
    doc="""``FORMS_URLFIELD_ASSUME_HTTPS`` goes.

    A transitional setting of Django 5.0: since 6.0 a ``forms.URLField`` always takes an address without a scheme for
    ``https``. Any value other than True is removed under review only: give such fields ``assume_scheme="http"``.
    """,
)

allowed_include_roots = gone_setting(
    "DJ110-allowed-include-roots",
    "ALLOWED_INCLUDE_ROOTS",
    gone="1.10",
    value='("/srv",)',
    doc="""``ALLOWED_INCLUDE_ROOTS`` goes.

    It was read by the template tag ``ssi`` only, removed in Django 1.10.
    """,
)

anonymous_only = gone_setting(
    "DJ18-cache-middleware-anonymous-only",
    "CACHE_MIDDLEWARE_ANONYMOUS_ONLY",
    gone="1.8",
    value="True",
    doc="""``CACHE_MIDDLEWARE_ANONYMOUS_ONLY`` goes.

    Without effect since Django 1.8: pages that vary by cookie are cached per user anyway.
    """,
)

file_charset = gone_setting(
    "DJ31-file-charset",
    "FILE_CHARSET",
    gone="3.1",
    value='"latin-1"',
    safety=Safety.REVIEW,
    doc="""``FILE_CHARSET`` goes.

    Since Django 3.1 templates and other text files are read as UTF-8.

    Review: files in another encoding have to be converted.
    """,
)

default_content_type = gone_setting(
    "DJ30-default-content-type",
    "DEFAULT_CONTENT_TYPE",
    gone="3.0",
    value='"application/xhtml+xml"',
    safety=Safety.REVIEW,
    doc="""``DEFAULT_CONTENT_TYPE`` goes.

    Since Django 3.0 a response without a content type is ``text/html``.

    Review: responses of another type need ``content_type=``.
    """,
)
