"""Names from the time when Python 2's text was ``unicode``."""

from upgrader.rule import moves

translation = moves(
    "DJ40-ugettext",
    package="django",
    since="2.0",
    gone="4.0",
    docs="https://docs.djangoproject.com/en/3.0/releases/3.0/#id3",
    moved={
        f"django.utils.translation.{old}": f"django.utils.translation.{new}"
        for old, new in {
            "ugettext": "gettext",
            "ugettext_lazy": "gettext_lazy",
            "ugettext_noop": "gettext_noop",
            "ungettext": "ngettext",
            "ungettext_lazy": "ngettext_lazy",
        }.items()
    },
    doc="""
    Translation functions lost their ``u``.

    The ``u`` variants were aliases since Django 2.0 (all text is ``str`` on Python 3), deprecated in 3.0 and removed in
    4.0. Found through any import: an aliased module, an aliased name, a bare reference.

    ```diff
    -from django.utils.translation import ugettext, ugettext_lazy as _
    +from django.utils.translation import gettext, gettext_lazy as _

     name = _("Name")
    -print(ugettext("Hello"))
    +print(gettext("Hello"))
    ```

    ```diff
     from django.utils import translation as t

    -title = t.ugettext_lazy("Title")
    +title = t.gettext_lazy("Title")
    ```

    ```diff
     from myproject.translation import ugettext

     ugettext("ours")
    ```
    """,
)
