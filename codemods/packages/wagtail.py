"""wagtail: modules that moved or went between 2.x and the releases that run on a current Django."""

import re
from collections.abc import Iterator

import libcst as cst
from packaging.version import Version

from upgrader.edit import keyword, spread, string
from upgrader.rule import File, Hit, moves, removals, rule
from upgrader.texts import gone_strings, moved_strings, plain_strings

NOTES = "https://docs.wagtail.org/en/stable/releases/{0}.html"


def _from(module: str, to: str, *names: str) -> dict[str, str]:
    return {f"wagtail.{module}.{name}": f"wagtail.{to}.{name}" for name in names}


_AUTH = (
    *("PermissionPolicyChecker", "any_permission_required", "permission_denied", "permission_required"),
    *("user_has_any_page_permission", "user_passes_test"),
)
_LOCALIZATION = (
    *("WAGTAILADMIN_PROVIDED_LANGUAGES", "get_available_admin_languages", "get_available_admin_time_zones"),
    "get_js_translation_strings",
)

admin_utils = moves(
    "wagtail29-admin-utils",
    package="wagtail",
    since="2.7",
    gone="2.9",
    docs=NOTES.format("2.7"),
    moved={
        **_from("admin.utils", "admin.auth", *_AUTH),
        **_from("admin.utils", "admin.localization", *_LOCALIZATION),
        **_from("admin.utils", "admin.mail", "send_mail", "send_notification"),
        **_from("admin.utils", "admin.models", "get_object_usage", "popular_tags_for_model"),
        **_from("admin.utils", "admin.navigation", "get_site_for_user"),
        **_from("admin.decorators", "admin.auth", "reject_request", "require_admin_access"),
    },
    doc="""
    What ``wagtail.admin.utils`` and ``wagtail.admin.decorators`` had is in modules by topic.

    ```diff
    -from wagtail.admin.utils import permission_required, send_mail
    +from wagtail.admin.auth import permission_required
    +from wagtail.admin.mail import send_mail

     print(permission_required("shop.add_book"), send_mail)
    ```

    ```diff
     from wagtail.admin.utils import get_valid_next_url_from_request
     from shop.admin.utils import send_mail

     print(get_valid_next_url_from_request, send_mail)
    ```
    """,
)

api_views = moves(
    "wagtail210-api-views",
    package="wagtail",
    since="2.8",
    gone="2.10",
    docs=NOTES.format("2.8"),
    moved={
        "wagtail.api.v2.endpoints.BaseAPIEndpoint": "wagtail.api.v2.views.BaseAPIViewSet",
        "wagtail.api.v2.endpoints.PagesAPIEndpoint": "wagtail.api.v2.views.PagesAPIViewSet",
        "wagtail.images.api.v2.endpoints.ImagesAPIEndpoint": "wagtail.images.api.v2.views.ImagesAPIViewSet",
        "wagtail.documents.api.v2.endpoints.DocumentsAPIEndpoint": "wagtail.documents.api.v2.views.DocumentsAPIViewSet",
        "wagtail.documents.models.get_document_model": "wagtail.documents.get_document_model",
    },
    doc="""
    The end points of the API are view sets in ``views``; ``get_document_model`` is in ``wagtail.documents``.

    ```diff
    -from wagtail.api.v2.endpoints import PagesAPIEndpoint
    +from wagtail.api.v2.views import PagesAPIViewSet
     from wagtail.api.v2.router import WagtailAPIRouter

     router = WagtailAPIRouter("wagtailapi")
    -router.register_endpoint("pages", PagesAPIEndpoint)
    +router.register_endpoint("pages", PagesAPIViewSet)
    ```

    ```diff
     from shop.api.v2.endpoints import PagesAPIEndpoint

     print(PagesAPIEndpoint)
    ```
    """,
)

_SAME = (
    *("blocks", "compat", "exceptions", "fields", "forms", "hooks", "jinja2tags", "log_actions", "models"),
    *("permission_policies", "permissions", "query", "rich_text", "signal_handlers", "signals", "telepath"),
    *("templatetags", "url_routing", "urls", "views", "wagtail_hooks", "whitelist", "workflows"),
)
_CORE = {
    **{f"wagtail.core.{name}": f"wagtail.{name}" for name in _SAME},
    "wagtail.core.middleware": "wagtail.contrib.legacy.sitemiddleware",
    "wagtail.core.utils": "wagtail.coreutils",
}
_NOT_MOVED = ("apps", "sites.get_site_for_hostname", "models.PageRevision", "models.UserPagePermissionsProxy")
_CORE_GONE = tuple(f"wagtail.core.{name}" for name in (*_NOT_MOVED, "utils.escape_script"))

core = moves(
    "wagtail5-core",
    package="wagtail",
    since="3.0",
    gone="5.0",
    docs=NOTES.format("3.0") + "#changes-to-module-paths",
    moved={},
    modules=_CORE,
    handled=_CORE_GONE,
    doc="""
    ``wagtail.core`` is ``wagtail``.

    What is in migrations too: an old one has to run.

    ```diff
    -from wagtail.core import blocks, hooks
    -from wagtail.core.fields import RichTextField
    -from wagtail.core.models import Page
    -from wagtail.core.utils import resolve_model_string
    -import wagtail.core.fields
    +from wagtail import blocks, hooks
    +from wagtail.fields import RichTextField
    +from wagtail.models import Page
    +from wagtail.coreutils import resolve_model_string
    +import wagtail.fields

     print(blocks, hooks, RichTextField, Page, resolve_model_string)
    -print(wagtail.core.fields.StreamField)
    +print(wagtail.fields.StreamField)
    ```

    ```diff
     from shop.core.models import Page
     from wagtail.core.models import UserPagePermissionsProxy

     print(Page, UserPagePermissionsProxy)
    ```
    """,
)

_CORE_NAME = re.compile(r"wagtail\.core(?:\.\w+)*")


@rule(
    "wagtail5-core-strings",
    package="wagtail",
    since="3.0",
    gone="5.0",
    docs=NOTES.format("3.0") + "#changes-to-module-paths",
    needles=["wagtail core"],
    pattern=rb"""["']wagtail\.core["'.]""",
)
def core_strings(module: cst.Module, file: File) -> Iterator[Hit]:
    """``"wagtail.core"`` in settings is ``"wagtail"``.

    In ``INSTALLED_APPS``, in the options of templates, in ``MIDDLEWARE``. The app is labelled ``wagtailcore`` as before.

    ```diff settings.py
     INSTALLED_APPS = [
         "wagtail.admin",
    -    "wagtail.core",
    +    "wagtail",
     ]
    -MIDDLEWARE = ["wagtail.core.middleware.SiteMiddleware"]
    -TEMPLATES = [{"OPTIONS": {"extensions": ["wagtail.core.jinja2tags.core"]}}]
    +MIDDLEWARE = ["wagtail.contrib.legacy.sitemiddleware.SiteMiddleware"]
    +TEMPLATES = [{"OPTIONS": {"extensions": ["wagtail.jinja2tags.core"]}}]
    ```

    ```diff settings.py
     INSTALLED_APPS = ["wagtail.contrib.forms", "shop.wagtail.core"]
     HELP = "wagtail.core is in every site"
    ```
    """
    for constant, text in plain_strings(file):
        if not _CORE_NAME.fullmatch(text):
            continue
        old = next((old for old in _CORE if f"{text}.".startswith(f"{old}.")), "wagtail.core")
        new = _CORE.get(old, "wagtail") + text[len(old) :]
        message = f"{text} is now {new}"
        yield Hit(constant, message) if file.guard(constant) else Hit(constant, message, string(constant, new))


core_gone = removals(
    "wagtail5-core-removed",
    package="wagtail",
    gone="5.0",
    docs=NOTES.format("4.0"),
    names={
        "wagtail.core.apps.WagtailCoreAppConfig": "it is wagtail.apps.WagtailAppConfig",
        "wagtail.core.sites.get_site_for_hostname": "use Site.find_for_request(request)",
        "wagtail.core.models.PageRevision": "use wagtail.models.Revision, which is about any model: page is content_object",
        "wagtail.core.models.UserPagePermissionsProxy": "use page.permissions_for_user(user)",
        "wagtail.core.utils.escape_script": "use the element template of HTML",
    },
    doc="""
    What ``wagtail.core`` had and ``wagtail`` has not.

    Manual: what comes nearest is said with each.

    ```diff
     from wagtail.core.models import PageRevision

     print(PageRevision)
    -from wagtail.core.models import PageRevision
    ```

    ```diff
     from wagtail.models import Revision

     print(Revision)
    ```
    """,
)

_PANELS = (
    *("FieldPanel", "FieldRowPanel", "HelpPanel", "InlinePanel", "MultiFieldPanel", "ObjectList", "PageChooserPanel"),
    "TabbedInterface",
)
_FIELD_PANELS = {
    "wagtail.admin.edit_handlers": ("StreamFieldPanel", "RichTextFieldPanel"),
    "wagtail.images.edit_handlers": ("ImageChooserPanel",),
    "wagtail.documents.edit_handlers": ("DocumentChooserPanel",),
    "wagtail.snippets.edit_handlers": ("SnippetChooserPanel",),
}

panels = moves(
    "wagtail5-panels",
    package="wagtail",
    since="3.0",
    gone="5.0",
    docs=NOTES.format("3.0") + "#changes-to-module-paths",
    moved={
        **_from("admin.edit_handlers", "admin.panels", *_PANELS),
        **{
            f"{module}.{name}": "wagtail.admin.panels.FieldPanel"
            for module, names in _FIELD_PANELS.items()
            for name in names
        },
        "wagtail.admin.edit_handlers.EditHandler": "wagtail.admin.panels.Panel",
        "wagtail.admin.edit_handlers.BaseCompositeEditHandler": "wagtail.admin.panels.PanelGroup",
    },
    modules={
        "wagtail.admin.edit_handlers": "wagtail.admin.panels",
        "wagtail.contrib.forms.edit_handlers": "wagtail.contrib.forms.panels",
    },
    doc="""
    ``wagtail.admin.edit_handlers`` is ``wagtail.admin.panels``.

    Its ``FieldPanel`` knows images, documents, snippets and streams.

    ```diff
    -from wagtail.admin.edit_handlers import FieldPanel, MultiFieldPanel, StreamFieldPanel
    -from wagtail.images.edit_handlers import ImageChooserPanel
    +from wagtail.admin.panels import FieldPanel, MultiFieldPanel

    -panels = [FieldPanel("title"), StreamFieldPanel("body"), MultiFieldPanel([ImageChooserPanel("cover")])]
    +panels = [FieldPanel("title"), FieldPanel("body"), MultiFieldPanel([FieldPanel("cover")])]
    ```

    ```diff
     from wagtail.admin.panels import FieldPanel
     from shop.edit_handlers import ImageChooserPanel

     panels = [FieldPanel("title"), ImageChooserPanel("cover")]
    ```
    """,
)

site_settings = moves(
    "wagtail5-site-setting",
    package="wagtail",
    since="4.0",
    gone="5.0",
    docs=NOTES.format("4.0"),
    moved={"wagtail.contrib.settings.models.BaseSetting": "wagtail.contrib.settings.models.BaseSiteSetting"},
    doc="""
    ``BaseSetting`` is ``BaseSiteSetting``.

    ```diff
    -from wagtail.contrib.settings.models import BaseSetting, register_setting
    +from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


     @register_setting
    -class Links(BaseSetting):
    +class Links(BaseSiteSetting):
         pass
    ```

    ```diff
     from shop.settings.models import BaseSetting


     class Links(BaseSetting):
         pass
    ```
    """,
)

modeladmin = moves(
    "wagtail6-modeladmin",
    package="wagtail",
    since="5.2",
    gone="6.0",
    docs=NOTES.format("6.0"),
    moved={},
    modules={"wagtail.contrib.modeladmin": "wagtail_modeladmin"},
    requires={"wagtail_modeladmin": "wagtail-modeladmin"},
    doc="""
    ``wagtail.contrib.modeladmin`` is a distribution of its own.

    ```diff
    -from wagtail.contrib.modeladmin.options import ModelAdmin, modeladmin_register
    +from wagtail_modeladmin.options import ModelAdmin, modeladmin_register

     print(ModelAdmin, modeladmin_register)
    ```

    ```diff
     from wagtail_modeladmin.options import ModelAdmin

     print(ModelAdmin)
    ```
    """,
)

modeladmin_app = moved_strings(
    "wagtail6-modeladmin-app",
    package="wagtail",
    since="5.2",
    gone="6.0",
    docs=NOTES.format("6.0"),
    moved={"wagtail.contrib.modeladmin": "wagtail_modeladmin"},
    requires=("wagtail-modeladmin",),
    doc="""The app ``wagtail.contrib.modeladmin`` is ``wagtail_modeladmin``, a distribution of its own.

    ```diff settings.py
    -INSTALLED_APPS = ["wagtail.contrib.modeladmin", "wagtail.admin"]
    +INSTALLED_APPS = ["wagtail_modeladmin", "wagtail.admin"]
    ```

    ```diff settings.py
     INSTALLED_APPS = ["wagtail_modeladmin", "wagtail.contrib.forms"]
    ```
    """,
)

search_backends = moved_strings(
    "wagtail3-search-backends",
    package="wagtail",
    since="2.15",
    gone="3.0",
    docs=NOTES.format("2.15") + "#database-search-backends-replaced",
    moved={
        "wagtail.search.backends.db": "wagtail.search.backends.database",
        "wagtail.contrib.postgres_search.backend": "wagtail.search.backends.database",
    },
    doc="""The search in a database is ``wagtail.search.backends.database``, which knows PostgreSQL.

    The index is made anew by ``manage.py update_index``.

    ```diff settings.py
     WAGTAILSEARCH_BACKENDS = {
    -    "default": {"BACKEND": "wagtail.contrib.postgres_search.backend"},
    +    "default": {"BACKEND": "wagtail.search.backends.database"},
     }
    ```

    ```diff settings.py
     WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.elasticsearch7"}}
    ```
    """,
)

postgres_search = gone_strings(
    "wagtail3-postgres-search",
    package="wagtail",
    since="2.15",
    gone="3.0",
    docs=NOTES.format("2.15") + "#database-search-backends-replaced",
    names=("wagtail.contrib.postgres_search",),
    message="is gone: wagtail.search does it",
    doc="""The app ``wagtail.contrib.postgres_search`` goes.

    ```diff settings.py
     INSTALLED_APPS = [
         "wagtail.search",
    -    "wagtail.contrib.postgres_search",
         "wagtail.admin",
     ]
    ```

    ```diff settings.py
     INSTALLED_APPS = ["wagtail.search", "wagtail.contrib.search_promotions"]
    ```
    """,
)

query = moves(
    "wagtail6-search-query",
    package="wagtail",
    since="5.0",
    gone="6.0",
    docs=NOTES.format("5.0"),
    safety="review",
    moved={"wagtail.search.models.Query": "wagtail.contrib.search_promotions.models.Query"},
    doc="""
    What visitors searched for is stored by ``wagtail.contrib.search_promotions``.

    Review: the app has to be in ``INSTALLED_APPS``.

    ```diff
    -from wagtail.search.models import Query
    +from wagtail.contrib.search_promotions.models import Query

     Query.get("wine").add_hit()
    ```

    ```diff
     from shop.search.models import Query

     Query.get("wine").add_hit()
    ```
    """,
)

hallo = removals(
    "wagtail3-hallo",
    package="wagtail",
    gone="3.0",
    docs=NOTES.format("3.0"),
    names={
        f"wagtail.admin.rich_text.{name}": "Draftail is the editor; wagtail-hallo has the old one"
        for name in ("HalloFormatPlugin", "HalloHeadingPlugin", "HalloListPlugin", "HalloPlugin", "HalloRichTextArea")
    },
    doc="""
    The editor Hallo.

    Manual: extend Draftail, the editor since wagtail 2.0, or install wagtail-hallo.

    ```diff
     from wagtail.admin.rich_text import HalloPlugin

     print(HalloPlugin)
    -from wagtail.admin.rich_text import HalloPlugin
    ```

    ```diff
     from wagtail.admin.rich_text import DraftailRichTextArea

     print(DraftailRichTextArea)
    ```
    """,
)


@rule(
    "wagtail5-stream-json",
    package="wagtail",
    since="3.0",
    gone="6.0",
    docs=NOTES.format("3.0") + "#streamfields-use-jsonfield-internally",
    safety="manual",
    advice=True,
    names=["wagtail.core.fields.StreamField", "wagtail.fields.StreamField"],
)
def stream_json(node: cst.Call, file: File) -> Iterator[Hit]:
    """Migrate the columns of a ``StreamField``: they are of JSON since wagtail 6.0, of text before.

    No migration is made for one without ``use_json_field``: on PostgreSQL and MySQL the column stays one of text, which the
    new release cannot write to. SQLite has text for both.

    Manual: with wagtail 3.0 to 5.2 set ``use_json_field=True``, run ``makemigrations`` and ``migrate``; then go on.

    ```diff
     from wagtail.fields import StreamField

    -body = StreamField([])
    +body = StreamField([], use_json_field=True)
    ```

    ```diff
     from shop.fields import StreamField

     body = StreamField([])
    ```
    """
    before = file.old.of("wagtail")
    if before is not None and before >= Version("6.0"):
        return
    if file.path.parent.name == "migrations" or spread(node) or keyword(node, "use_json_field") is not None:
        return
    yield Hit(node, "the column of a StreamField is one of JSON since wagtail 6.0: migrate it with 3.0 to 5.2 first")
