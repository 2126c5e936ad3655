"""Keyword arguments of Django's functions that were renamed or dropped, and arguments that are keywords only now."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import argument, keyword, spread, with_arg, without_arg
from upgrader.methods import to_keywords
from upgrader.model import Safety
from upgrader.rule import File, Hit, rule

from .arguments import changed_keywords

NOTES = "https://docs.djangoproject.com/en/{0}/releases/{0}/"
_RESPONSES = ("HttpResponse", "HttpResponseBadRequest", "HttpResponseForbidden", "HttpResponseNotFound")

mimetype = changed_keywords(
    "DJ17-mimetype",
    since=None,
    gone="1.7",
    docs=NOTES.format("1.7") + "#features-removed-in-1-7",
    names=[
        *(f"django.http.{name}" for name in (*_RESPONSES, "StreamingHttpResponse", "HttpResponseServerError")),
        "django.shortcuts.render",
        "django.template.response.TemplateResponse",
    ],
    keywords={"mimetype": "content_type"},
    doc="""``HttpResponse(mimetype=)`` is ``content_type=``.

    ```diff
     from django.http import HttpResponse

    -answer = HttpResponse("{}", mimetype="application/json")
    +answer = HttpResponse("{}", content_type="application/json")
    ```

    ```diff
     from shop.http import HttpResponse

     answer = HttpResponse("{}", mimetype="application/json")
    ```
    """,
)

natural_keys = changed_keywords(
    "DJ19-natural-keys",
    since=None,
    gone="1.9",
    docs=NOTES.format("1.9") + "#features-removed-in-1-9",
    names=["django.core.serializers.serialize"],
    keywords={"use_natural_keys": "use_natural_foreign_keys"},
    doc="""``serialize(use_natural_keys=)`` is ``use_natural_foreign_keys=``.

    ```diff
     from django.core import serializers

    -serializers.serialize("json", books, use_natural_keys=True)
    +serializers.serialize("json", books, use_natural_foreign_keys=True)
    ```

    ```diff
     from shop import serializers

     serializers.serialize("json", books, use_natural_keys=True)
    ```
    """,
)

leaving = changed_keywords(
    "DJ21-logout-then-login",
    since=None,
    gone="2.1",
    docs=NOTES.format("2.1") + "#features-removed-in-2-1",
    names=["django.contrib.auth.views.logout_then_login"],
    keywords={"extra_context": None},
    doc="""``logout_then_login(extra_context=)`` goes, it had no effect.

    ```diff
     from django.contrib.auth.views import logout_then_login

    -logout_then_login(request, extra_context={})
    +logout_then_login(request)
    ```

    ```diff
     from shop.views import logout_then_login

     logout_then_login(request, extra_context={})
    ```
    """,
)

kml = changed_keywords(
    "DJ31-kml-version",
    since=None,
    gone="3.1",
    docs=NOTES.format("3.1"),
    names=["django.contrib.gis.db.models.functions.AsKML"],
    keywords={"version": None},
    doc="""``AsKML(version=)`` goes.

    ```diff
     from django.contrib.gis.db.models.functions import AsKML

    -AsKML("point", version=2)
    +AsKML("point")
    ```

    ```diff
     from django.contrib.gis.db.models.functions import AsGML

     AsGML("point", version=2)
    ```
    """,
)

connection_handler = changed_keywords(
    "DJ32-connection-handler",
    since="3.2",
    gone="3.2",
    docs=NOTES.format("3.2"),
    names=["django.db.utils.ConnectionHandler", "django.db.ConnectionHandler"],
    keywords={"databases": "settings"},
    doc="""``ConnectionHandler(databases=)`` is ``settings=``.

    ```diff
     from django.db.utils import ConnectionHandler

    -handler = ConnectionHandler(databases={})
    +handler = ConnectionHandler(settings={})
    ```

    ```diff
     from shop.db import ConnectionHandler

     handler = ConnectionHandler(databases={})
    ```
    """,
)

log_response = changed_keywords(
    "DJ41-log-response",
    since="4.1",
    gone="4.1",
    docs=NOTES.format("4.1"),
    names=["django.utils.log.log_response"],
    keywords={"exc_info": "exception"},
    safety=Safety.REVIEW,
    doc="""``log_response(exc_info=)`` is ``exception=``.

    Review: it takes the exception itself, no triple.

    ```diff
     from django.utils.log import log_response

    -log_response("broken", exc_info=error)
    +log_response("broken", exception=error)
    ```

    ```diff
     from logging import info

     info("broken", exc_info=error)
    ```
    """,
)

cached_name = changed_keywords(
    "DJ50-cached-property-name",
    since=None,
    gone="5.0",
    docs=NOTES.format("5.0") + "#features-removed-in-5-0",
    names=["django.utils.functional.cached_property"],
    keywords={"name": None},
    doc="""``cached_property(name=)`` goes, the class says the name.

    Unnecessary since Django 2.2, deprecated in 4.1.

    ```diff
     from django.utils.functional import cached_property


     class Book:
         def _pages(self):
             return 1

    -    pages = cached_property(_pages, name="pages")
    +    pages = cached_property(_pages)
    ```

    ```diff
     from shop.functional import cached_property

     pages = cached_property(count, name="pages")
    ```
    """,
)

finders = changed_keywords(
    "DJ61-finders-all",
    since="5.2",
    gone="6.1",
    docs=NOTES.format("6.1") + "#features-removed-in-6-1",
    names=["django.contrib.staticfiles.finders.find"],
    keywords={"all": "find_all"},
    doc="""``finders.find(all=)`` is ``find_all=``.

    Renamed in Django 5.2, for finders as well.

    ```diff
     from django.contrib.staticfiles import finders

    -finders.find("a.css", all=True)
    +finders.find("a.css", find_all=True)
    ```

    ```diff
     from shop import finders

     finders.find("a.css", all=True)
    ```
    """,
)

aggregates = changed_keywords(
    "DJ61-aggregate-ordering",
    since="5.2",
    gone="6.1",
    docs=NOTES.format("6.1") + "#features-removed-in-6-1",
    names=[
        f"django.contrib.postgres.aggregates{module}.{name}"
        for module in ("", ".general")
        for name in ("ArrayAgg", "JSONBAgg", "StringAgg")
    ],
    keywords={"ordering": "order_by"},
    doc="""``ArrayAgg(ordering=)`` is ``order_by=``, like ``JSONBAgg``'s and ``StringAgg``'s.

    Renamed in Django 5.2. From 6.1 on the old one is taken for an extra, and orders nothing.

    ```diff
     from django.contrib.postgres.aggregates import ArrayAgg

    -ArrayAgg("name", ordering="-name")
    +ArrayAgg("name", order_by="-name")
    ```

    ```diff
     from shop.aggregates import ArrayAgg

     ArrayAgg("name", ordering="-name")
    ```
    """,
)

MAIL = {
    "send_mail": (4, ("fail_silently", "auth_user", "auth_password", "connection", "html_message")),
    "send_mass_mail": (1, ("fail_silently", "auth_user", "auth_password", "connection")),
    "mail_admins": (2, ("fail_silently", "connection", "html_message")),
    "mail_managers": (2, ("fail_silently", "connection", "html_message")),
    "get_connection": (1, ("fail_silently",)),
    "EmailMessage": (4, ("bcc", "connection", "attachments", "headers", "cc", "reply_to")),
    "EmailMultiAlternatives": (
        4,
        ("bcc", "connection", "attachments", "headers", "alternatives", "cc", "reply_to"),
    ),
}


@rule(
    "DJ60-mail-keywords",
    package="django",
    since=None,
    gone=None,
    docs=NOTES.format("6.0") + "#positional-arguments-in-django-core-mail-apis",
    names=[
        *(f"django.core.mail.{name}" for name in MAIL),
        "django.core.mail.message.EmailMessage",
        "django.core.mail.message.EmailMultiAlternatives",
    ],
)
def mail(node: cst.Call, file: File) -> Iterator[Hit]:
    """``send_mail`` and its neighbours take all but the first arguments by keyword.

    Deprecated in Django 6.0.

    ```diff
     from django.core import mail

    -mail.send_mail("s", "m", "from@example.com", ["to@example.com"], True)
    -mail.EmailMessage("s", "m", "from@example.com", ["to@example.com"], ["bcc@example.com"], headers={})
    +mail.send_mail("s", "m", "from@example.com", ["to@example.com"], fail_silently=True)
    +mail.EmailMessage("s", "m", "from@example.com", ["to@example.com"], bcc=["bcc@example.com"], headers={})
    ```

    ```diff
     from django.core.mail import send_mail
     from shop.mail import mail_admins

     send_mail("s", "m", "from@example.com", ["to@example.com"])
     mail_admins("s", "m", True)
    ```
    """
    name = (file.resolve(node.func) or "").rpartition(".")[2]
    first, names = MAIL[name]
    new = to_keywords(node, first, names)
    if new is not None:
        yield Hit(node, f"{name}() takes this by keyword", None if file.guard(node) else new)


@rule(
    "DJ50-nulls-false",
    package="django",
    since=None,
    gone="5.0",
    docs=NOTES.format("5.0") + "#features-removed-in-5-0",
    needles=["nulls_first", "nulls_last"],
)
def nulls(node: cst.Call, file: File) -> Iterator[Hit]:
    """``asc(nulls_last=False)`` is ``asc()``.

    Deprecated in Django 4.1: False was no other than nothing, and is refused now.

    ```diff
     from django.db.models import F

    -F("a").asc(nulls_last=False)
    -F("a").desc(nulls_first=True, nulls_last=False)
    +F("a").asc()
    +F("a").desc(nulls_first=True)
    ```

    ```diff
     from django.db.models import F

     F("a").asc(nulls_last=True)
     sort(nulls_last=False)
    ```
    """
    method = node.func.attr.value if isinstance(node.func, cst.Attribute) else ""
    if method not in ("asc", "desc") and not (file.resolve(node.func) or "").endswith("expressions.OrderBy"):
        return
    for index, arg in enumerate(node.args):
        named = arg.keyword is not None and arg.keyword.value in ("nulls_first", "nulls_last")
        if named and file.code(arg.value) == "False":
            new = None if file.guard(node) else without_arg(node, index)
            yield Hit(node, "nulls_first and nulls_last are True or not given", new)
            return


@rule(
    "DJ40-isnull-boolean",
    package="django",
    since=None,
    gone="4.0",
    docs=NOTES.format("4.0") + "#features-removed-in-4-0",
    pattern=rb"__isnull",
)
def isnull(node: cst.Arg, file: File) -> Iterator[Hit]:
    """``__isnull`` takes True or False, no number.

    Deprecated in Django 3.1.

    ```diff
     from django.db.models import Q

    -Book.objects.filter(Q(author__isnull=0), price__isnull=1)
    +Book.objects.filter(Q(author__isnull=False), price__isnull=True)
    ```

    ```diff
     Book.objects.filter(author__isnull=True, count=1, price__isnull=flag)
    ```
    """
    value = node.value
    if node.keyword is not None and node.keyword.value.endswith("__isnull") and isinstance(value, cst.Integer):
        new = {"0": "False", "1": "True"}.get(value.value)
        yield Hit(value, "isnull takes True or False", None if file.guard(node) else new)


@rule(
    "DJ50-iterator-chunk-size",
    package="django",
    since="2.0",
    gone="5.0",
    docs=NOTES.format("5.0") + "#features-removed-in-5-0",
    needles=["prefetch_related iterator"],
)
def iterator(node: cst.Call, file: File) -> Iterator[Hit]:
    """``prefetch_related().iterator()`` has to be told the size of its chunks.

    Deprecated in Django 4.1; until then the prefetching was left out. 2000 is the default of ``iterator()`` elsewhere.

    ```diff
    -for book in Book.objects.prefetch_related("authors").filter(price=1).iterator():
    +for book in Book.objects.prefetch_related("authors").filter(price=1).iterator(chunk_size=2000):
         print(book)
    ```

    ```diff
     for book in Book.objects.prefetch_related("authors").iterator(100):
         print(Book.objects.iterator(), Book.objects.prefetch_related(None).iterator())
    ```
    """
    if not (isinstance(node.func, cst.Attribute) and node.func.attr.value == "iterator") or node.args:
        return
    chain: cst.BaseExpression = node.func.value
    while isinstance(chain, cst.Call) and isinstance(chain.func, cst.Attribute):
        if chain.func.attr.value == "prefetch_related":
            if chain.args and file.code(chain.args[0].value) != "None":
                message = "iterator() after prefetch_related() has to be told chunk_size"
                yield Hit(node, message, None if file.guard(node) else with_arg(node, "chunk_size=2000"))
            return
        chain = chain.func.value


@rule(
    "DJ30-latest-field-name",
    package="django",
    since=None,
    gone="3.0",
    docs=NOTES.format("3.0") + "#features-removed-in-3-0",
    needles=["field_name latest", "field_name earliest"],
)
def latest(node: cst.Call, file: File) -> Iterator[Hit]:
    """``latest(field_name=...)`` takes the field by position.

    Deprecated in Django 2.0, when it came to take several.

    ```diff
    -Book.objects.latest(field_name="published")
    -Book.objects.earliest(field_name="published")
    +Book.objects.latest("published")
    +Book.objects.earliest("published")
    ```

    ```diff
     Book.objects.latest("published")
     find(field_name="published")
    ```
    """
    method = node.func.attr.value if isinstance(node.func, cst.Attribute) else ""
    given = keyword(node, "field_name")
    if method in ("latest", "earliest") and given is not None and len(node.args) == 1:
        bare = given.with_changes(keyword=None, equal=cst.MaybeSentinel.DEFAULT)
        edit = None if file.guard(node) else node.with_changes(args=[bare])
        yield Hit(node, f"{method}() takes the field by position", edit)


@rule(
    "DJ61-values-list-flat",
    package="django",
    since=None,
    gone=None,
    docs=NOTES.format("6.1") + "#features-deprecated-in-6-1",
    needles=["values_list flat"],
)
def values_list(node: cst.Call, file: File) -> Iterator[Hit]:
    """``values_list(flat=True)`` has to be told the field.

    Deprecated in Django 6.1: without one it gave the first field of the model, which is the primary key where none is
    declared.

    ```diff
    -Book.objects.values_list(flat=True)
    +Book.objects.values_list("pk", flat=True)
    ```

    ```diff
     Book.objects.values_list("name", flat=True)
     Book.objects.values_list(*names, flat=True)
     Book.objects.values_list(flat=False)
    ```
    """
    if not (isinstance(node.func, cst.Attribute) and node.func.attr.value == "values_list") or len(node.args) != 1:
        return
    flat = node.args[0]
    if flat.keyword is not None and flat.keyword.value == "flat" and file.code(flat.value) == "True":
        field = cst.ensure_type(cst.parse_expression('f("pk", flat=True)'), cst.Call).args[0]
        edit = None if file.guard(node) else node.with_changes(args=[field, flat])
        yield Hit(node, "values_list(flat=True) has to be told the field", edit)


@rule(
    "DJ61-first-after-order-by",
    package="django",
    since=None,
    gone="6.1",
    docs=NOTES.format("6.1"),
    needles=["order_by first", "order_by last"],
    pattern=rb"order_by\s*\(\s*\)",
)
def first(node: cst.Call, file: File) -> Iterator[Hit]:
    """``order_by().first()`` has to say by what, to be the first by primary key.

    An order that was cleared made ``first`` and ``last`` order by the primary key until Django 6.0; since 6.1 they take
    what comes.

    ```diff
    -Book.objects.order_by().first()
    +Book.objects.order_by("pk").first()
    ```

    ```diff
     Book.objects.order_by("name").first()
     Book.objects.order_by()
    ```
    """
    if not (isinstance(node.func, cst.Attribute) and node.func.attr.value in ("first", "last")) or node.args:
        return
    inner = node.func.value
    cleared = isinstance(inner, cst.Call) and isinstance(inner.func, cst.Attribute) and not inner.args
    if cleared and isinstance(inner, cst.Call) and file.code(inner).endswith(".order_by()"):
        edit = None if file.guard(node) else with_arg(inner, '"pk"')
        yield Hit(inner, "a cleared order stays cleared for first() and last()", edit)


@rule(
    "DJ42-exists-negated",
    package="django",
    since="3.0",
    gone="4.2",
    docs=NOTES.format("4.2"),
    names=["django.db.models.Exists", "django.db.models.expressions.Exists"],
)
def exists(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Exists(books, negated=True)`` is ``~Exists(books)``.

    From Django 4.2 on ``negated`` is taken for an extra, and negates nothing.

    ```diff
     from django.db.models import Exists

    -one = Exists(books, negated=True)
    -two = Exists(books, negated=False)
    +one = ~Exists(books)
    +two = Exists(books)
    ```

    ```diff
     from shop.models import Exists

     one = Exists(books, negated=True)
    ```
    """
    given = argument(node, 1, "negated")
    if given is None or spread(node):
        return
    message = "Exists() takes no negated, ~ negates it"
    index = next(i for i, arg in enumerate(node.args) if arg is given)
    plain = without_arg(node, index)
    if file.code(given.value) == "True" and not file.guard(node):
        yield Hit(node, message, f"~{file.code(plain)}")
    elif file.code(given.value) == "False" and not file.guard(node):
        yield Hit(node, message, plain)
    else:
        yield Hit(node, message)
