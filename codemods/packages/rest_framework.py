"""djangorestframework: names that moved or went, from 3.9 on."""

import ast
import re
from collections.abc import Iterator

import libcst as cst

from upgrader.edit import argument, keyword, spread, text_of, with_arg
from upgrader.members import methods
from upgrader.methods import meant
from upgrader.model import Safety
from upgrader.parsing import parse_syntax
from upgrader.rule import File, Hit, moves, removals, rule

NOTES = "https://www.django-rest-framework.org/community/release-notes/"
_DRF = "rest_framework"


def _from(module: str, to: str, *names: str) -> dict[str, str]:
    return {f"{_DRF}.{module}.{name}": f"{to}.{name}" for name in names}


_VALIDATORS = ("MinLengthValidator", "MaxLengthValidator", "MinValueValidator", "MaxValueValidator")
_ORDERED = ("fields", "metadata", "pagination", "relations", "renderers", "routers", "serializers", "viewsets")

gone_in_3_10 = moves(
    "drf310-moved",
    package="djangorestframework",
    since=None,
    gone="3.10",
    docs=NOTES + "#310x-series",
    moved={
        **_from("compat", "collections.abc", "Mapping", "MutableMapping"),
        **_from("compat", "django.core.validators", *_VALIDATORS),
        **_from("fields", "django.utils.functional", "lazy"),
        "rest_framework.compat.validators": "django.core.validators",
        "rest_framework.filters.DjangoFilterBackend": "django_filters.rest_framework.DjangoFilterBackend",
        "rest_framework.settings.import_module": "importlib.import_module",
    },
    requires={"django_filters": "django-filter"},
    doc="""
    What ``rest_framework.compat`` had from elsewhere, up to djangorestframework 3.9.

    ```diff
    -from rest_framework.compat import MinLengthValidator
    +from django.core.validators import MinLengthValidator

     print(MinLengthValidator(3))
    ```

    ```diff
     from rest_framework.compat import coreapi
     from shop.compat import MinLengthValidator

     print(coreapi, MinLengthValidator(3))
    ```
    """,
)

schemas = moves(
    "drf310-coreapi",
    package="djangorestframework",
    since="3.10",
    gone="3.10",
    docs=NOTES + "#310x-series",
    moved={
        **_from(
            "schemas.inspectors", "rest_framework.schemas.coreapi", "AutoSchema", "ManualSchema", "field_to_schema"
        ),
        **_from("schemas.generators", "rest_framework.schemas.coreapi", "SchemaGenerator", "is_list_view"),
    },
    doc="""
    The schemas of CoreAPI are in ``rest_framework.schemas.coreapi``.

    djangorestframework 3.10 made room for OpenAPI where they were.

    ```diff
    -from rest_framework.schemas.inspectors import AutoSchema
    +from rest_framework.schemas.coreapi import AutoSchema


     class Schema(AutoSchema):
         pass
    ```

    ```diff
     from rest_framework.schemas import AutoSchema


     class Schema(AutoSchema):
         pass
    ```
    """,
)

gone_in_3_12 = moves(
    "drf312-moved",
    package="djangorestframework",
    since=None,
    gone="3.12",
    docs=NOTES + "#312x-series",
    moved={
        **_from(
            "compat", "django.urls", "include", "path", "re_path", "register_converter", "URLPattern", "URLResolver"
        ),
        **{f"{_DRF}.{module}.url": "django.urls.re_path" for module in ("compat", "urlpatterns", "routers", "urls")},
        **_from("views", "django.db", "connection", "transaction"),
        "rest_framework.serializers.ModelDurationField": "django.db.models.DurationField",
    },
    doc="""
    What djangorestframework had from Django's URLs, up to 3.11.

    ```diff
    -from rest_framework.compat import include, path
    +from django.urls import include, path

     urlpatterns = [path("shop/", include("shop.urls"))]
    ```

    ```diff
     from shop.compat import include, path

     urlpatterns = [path("shop/", include("shop.urls"))]
    ```
    """,
)

gone_in_3_14 = moves(
    "drf314-moved",
    package="djangorestframework",
    since=None,
    gone="3.14",
    docs=NOTES + "#314x-series",
    moved={
        **_from("fields", "django.utils.timezone", "utc"),
        **_from("parsers", "django.utils.encoding", "force_str"),
        **{
            f"{_DRF}.{module}.HTTP_HEADER_ENCODING": "rest_framework.HTTP_HEADER_ENCODING"
            for module in ("negotiation", "request", "utils.mediatypes")
        },
    },
    doc="""
    Names that modules of djangorestframework do not import any more since 3.14.

    ```diff
    -from rest_framework.request import HTTP_HEADER_ENCODING, Request
    +from rest_framework.request import Request
    +from rest_framework import HTTP_HEADER_ENCODING

     print(HTTP_HEADER_ENCODING, Request)
    ```

    ```diff
     from rest_framework import HTTP_HEADER_ENCODING

     print(HTTP_HEADER_ENCODING)
    ```
    """,
)

gone_in_3_15 = moves(
    "drf315-moved",
    package="djangorestframework",
    since=None,
    gone="3.15",
    docs=NOTES + "#315x-series",
    moved={f"{_DRF}.{module}.OrderedDict": "collections.OrderedDict" for module in _ORDERED},
    doc="""
    ``OrderedDict`` by way of djangorestframework, which uses ``dict`` since 3.15.

    ```diff
    -from rest_framework.serializers import ModelSerializer, OrderedDict
    +from rest_framework.serializers import ModelSerializer
    +from collections import OrderedDict

     print(ModelSerializer, OrderedDict())
    ```

    ```diff
     from shop.serializers import OrderedDict

     print(OrderedDict())
    ```
    """,
)

removed = removals(
    "drf310-removed",
    package="djangorestframework",
    gone="3.10",
    docs=NOTES + "#310x-series",
    names={
        "rest_framework.filters.DjangoObjectPermissionsFilter": (
            "use ObjectPermissionsFilter of djangorestframework-guardian"
        ),
        "rest_framework.compat.is_guardian_installed": "ask for 'guardian' in INSTALLED_APPS",
        "rest_framework.compat.unicode_repr": "use repr()",
        "rest_framework.compat.unicode_to_repr": "Python 3 has no use for it",
        "rest_framework.routers.DynamicListRoute": "use DynamicRoute(detail=False, ...)",
        "rest_framework.routers.DynamicDetailRoute": "use DynamicRoute(detail=True, ...)",
    },
    doc="""
    What djangorestframework 3.10 removed without a successor of the same form.

    Manual: what comes nearest is said with each.

    ```diff
     from rest_framework.routers import DynamicListRoute

     print(DynamicListRoute)
    -from rest_framework.routers import DynamicListRoute
    ```

    ```diff
     from rest_framework.routers import DynamicRoute

     print(DynamicRoute)
    ```
    """,
)


coreapi = removals(
    "drf317-coreapi",
    package="djangorestframework",
    gone="3.17",
    docs=NOTES + "#317x-series",
    names={
        **{f"rest_framework.compat.{name}": "CoreAPI has no successor" for name in ("coreapi", "coreschema")},
        "rest_framework.renderers.CoreJSONRenderer": "use JSONOpenAPIRenderer",
        "rest_framework.renderers.DocumentationRenderer": "use drf-spectacular",
        "rest_framework.renderers.SchemaJSRenderer": "use drf-spectacular",
        "rest_framework.schemas.ManualSchema": "describe the view to rest_framework.schemas.openapi or drf-spectacular",
        "rest_framework.test.CoreAPIClient": "use RequestsClient",
    },
    modules={
        "rest_framework.schemas.coreapi": "use rest_framework.schemas.openapi, or drf-spectacular",
        "rest_framework.documentation": "use drf-spectacular for pages of documentation",
    },
    doc="""
    What djangorestframework had for CoreAPI.

    Deprecated since 3.10 and gone in 3.17.

    Manual: OpenAPI takes its place, in ``rest_framework.schemas.openapi`` or, with pages, in drf-spectacular.

    ```diff
    -from rest_framework.documentation import include_docs_urls
    -
    -print(include_docs_urls(title="Shop"))
    ```

    ```diff
     from rest_framework.schemas import get_schema_view
     from shop.documentation import include_docs_urls

     print(get_schema_view(title="Shop"), include_docs_urls())
    ```
    """,
)


@rule(
    "drf310-routes",
    package="djangorestframework",
    since="3.8",
    gone="3.10",
    docs=NOTES + "#38x-series",
    names=["rest_framework.decorators.detail_route", "rest_framework.decorators.list_route"],
)
def routes(node: cst.Call, file: File) -> Iterator[Hit]:
    """``@detail_route(...)`` is ``@action(detail=True, ...)``.

    ``action`` makes the name of the URL from the method's name, the old decorators made it from ``url_path``: where that is
    given, the name is given as well.

    ```diff
    -from rest_framework.decorators import detail_route, list_route
    +from rest_framework.decorators import action
     from rest_framework.viewsets import ModelViewSet


     class Books(ModelViewSet):
    -    @detail_route(methods=["post"], url_path="sell_now")
    +    @action(methods=["post"], url_path="sell_now", detail=True, url_name="sell-now")
         def sell(self, request, pk=None): ...

    -    @list_route()
    +    @action(detail=False)
         def recent(self, request): ...
    ```

    ```diff
     from rest_framework.decorators import action
     from shop.decorators import list_route


     class Books:
         @action(detail=True)
         def sell(self, request, pk=None): ...

         @list_route()
         def recent(self, request): ...
    ```
    """
    old = (file.resolve(node.func) or "").rpartition(".")[2]
    detail = old == "detail_route"
    message = f"{old} is action(detail={detail})"
    path = keyword(node, "url_path")
    ref = file.ref("rest_framework.decorators.action", node)
    call = with_arg(node.with_changes(func=cst.parse_expression(str(ref))), f"detail={detail}")
    if any(arg.star for arg in node.args):
        yield Hit(node, message)
    elif path is None or keyword(node, "url_name") is not None:
        yield Hit(node, message, call, imports=ref.imports)
    elif isinstance(path.value, cst.SimpleString) and isinstance(path.value.evaluated_value, str):
        name = file.code(path.value).replace("_", "-")
        yield Hit(node, message, with_arg(call, f"url_name={name}"), imports=ref.imports)
    else:
        yield Hit(node, message)


_ROUTERS = tuple(f"rest_framework.routers.{name}" for name in ("BaseRouter", "SimpleRouter", "DefaultRouter"))


@rule(
    "drf311-basename",
    package="djangorestframework",
    since="3.9",
    gone="3.11",
    docs=NOTES + "#39x-series",
    needles=["base_name rest_framework register"],
)
def basename(node: cst.Call, file: File) -> Iterator[Hit]:
    """``router.register(base_name=)`` is ``basename=``.

    Where the file does not show that the receiver is a router, the fix wants ``--review``.

    ```diff
     from rest_framework import routers

     router = routers.DefaultRouter()
    -router.register("books", Books, base_name="book")
    +router.register("books", Books, basename="book")
    ```

    ```diff
     from rest_framework import routers
     from shop import registry

     registry.register("books", base_name="book")
    ```
    """
    given = keyword(node, "base_name")
    function = node.func
    if given is None or given.keyword is None or not isinstance(function, cst.Attribute):
        return
    if function.attr.value != "register" or file.resolve(function) is not None:
        return
    known = {f"{router}.register" for router in _ROUTERS} & meant(function, file)
    message = "base_name= of a router is basename="
    yield Hit(node, message, also=((given.keyword, "basename"),), safety=None if known else Safety.REVIEW)


@rule(
    "drf311-default-basename",
    package="djangorestframework",
    since="3.9",
    gone="3.11",
    docs=NOTES + "#39x-series",
    needles=["get_default_base_name rest_framework"],
)
def default_basename(module: cst.Module, file: File) -> Iterator[Hit]:
    """``Router.get_default_base_name()`` is ``get_default_basename()``.

    ```diff
     from rest_framework.routers import SimpleRouter


     class Router(SimpleRouter):
    -    def get_default_base_name(self, viewset):
    +    def get_default_basename(self, viewset):
             return "book"
    ```

    ```diff
     from shop.routers import SimpleRouter


     class Router(SimpleRouter):
         def get_default_base_name(self, viewset):
             return "book"
    ```
    """
    for definition, function in methods(file, ["get_default_base_name"], _ROUTERS):
        message = f"{definition.name.value}.get_default_base_name is never called: it is get_default_basename now"
        yield Hit(function.name, message, function.name.with_changes(value="get_default_basename"))


_PATTERNS = {"get_original_route": "str({}.pattern)", "get_regex_pattern": "{}.pattern.regex.pattern"}


@rule(
    "drf312-url-patterns",
    package="djangorestframework",
    since=None,
    gone="3.12",
    docs=NOTES + "#312x-series",
    names=[f"{_DRF}.compat.{name}" for name in _PATTERNS],
)
def url_patterns(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``get_original_route`` and ``get_regex_pattern`` bridged Django 1.11 and 2.0.

    What they did on Django 2.0 and later is a line.

    ```diff
    -from rest_framework.compat import get_original_route, get_regex_pattern
    -
     def show(pattern):
    -    return get_original_route(pattern), get_regex_pattern(pattern)
    +    return str(pattern.pattern), pattern.pattern.regex.pattern
    ```

    ```diff
     from shop.compat import get_original_route


     def show(pattern):
         return get_original_route(pattern)
    ```
    """
    call = file.parent(node)
    dotted = file.resolve(node) or ""
    code = _PATTERNS.get(dotted.rpartition(".")[2])
    message = "rest_framework.compat no longer bridges Django 1.11"
    called = isinstance(call, cst.Call) and call.func is node and len(call.args) == 1
    if code is None or file.guard(node):
        return
    if isinstance(call, cst.Call) and called and isinstance(call.args[0].value, (cst.Name, cst.Attribute)):
        yield Hit(call, message, code.format(file.code(call.args[0].value)))
    else:
        yield Hit(node, message)


@rule(
    "drf315-same-basename",
    package="djangorestframework",
    since="3.9",
    gone="3.15",
    docs=NOTES + "#315x-series",
    needles=["register rest_framework routers"],
    safety="review",
)
def same_basename(module: cst.Module, file: File) -> Iterator[Hit]:
    """Two viewsets of one router want basenames of their own.

    Since djangorestframework 3.15 the second raises ImproperlyConfigured. A basename that is not given is the name of the
    model in ``queryset``. Of two URLs of one name ``reverse()`` finds the one that was registered last: that one keeps the
    name, the others get their prefix added.

    Review: a route that only an earlier viewset has is found by its new name only.

    ```diff
     from rest_framework import routers, viewsets
     from shop.models import Book


     class Books(viewsets.ModelViewSet):
         queryset = Book.objects.all()


     class Recent(Books):
         pass


     router = routers.DefaultRouter()
    -router.register(r"books", Books)
    -router.register(r"new/books", viewset=Books, basename="book")
    +router.register(r"books", Books, basename="book-books")
    +router.register(r"new/books", viewset=Books, basename="book-new-books")
     router.register(r"recent", Recent)
    ```

    ```diff
     from rest_framework import routers, viewsets
     from shop.models import Author, Book


     class Books(viewsets.ModelViewSet):
         queryset = Book.objects.all()


     class Authors(viewsets.ModelViewSet):
         queryset = Author.objects.all()


     router = routers.DefaultRouter()
     router.register(r"books", Books)
     router.register(r"authors", Authors)
     router.register(r"recent", Books, basename="recent")

     others = routers.DefaultRouter()
     others.register(r"books", Books)
    ```
    """
    known: dict[str, list[tuple[cst.Call, str]]] = {}
    for call in file.calls.get("register", ()):
        function = call.func
        if not isinstance(function, cst.Attribute) or spread(call) or file.resolve(function) is not None:
            continue
        if not {f"{router}.register" for router in _ROUTERS} & meant(function, file):
            continue
        given, viewset = argument(call, 2, "basename"), argument(call, 1, "viewset")
        name = text_of(given.value) if given else _default_basename(viewset.value, file) if viewset else None
        if name is not None:
            scope = file.names.scope(call)
            known.setdefault(f"{file.code(function.value)} {id(scope)} {name}", []).append((call, name))
    for calls in known.values():
        for call, name in calls[:-1]:
            message = f"the basename {name} is another viewset's too"
            given, prefix = argument(call, 2, "basename"), argument(call, 0, "prefix")
            own = re.sub(r"[^a-z0-9]+", "-", (text_of(prefix.value) or "").lower()).strip("-") if prefix else ""
            if not own:
                yield Hit(call, message)
            elif given is not None:
                yield Hit(call, message, also=((given.value, f'"{name}-{own}"'),))
            else:
                yield Hit(call, message, with_arg(call, f'basename="{name}-{own}"'))


def _default_basename(viewset: cst.BaseExpression, file: File) -> str | None:
    """Return the name that a router gives a viewset of the project, from the model of its ``queryset``."""
    name = file.code(viewset).rpartition(".")[2]
    if not name.isidentifier():
        return None
    texts = [file.text, *file.others(f"class {name}(").values()]
    found = [text for text in texts if re.search(rf"(?m)^class {name}\(", text)]
    model = _queried(name, found[0]) if len(found) == 1 else None
    return model.lower() if model else None


def _queried(name: str, text: str) -> str | None:
    try:
        classes = {one.name: one for one in parse_syntax(text).body if isinstance(one, ast.ClassDef)}
    except (SyntaxError, ValueError):
        return None
    seen: set[str] = set()
    while name in classes and name not in seen:
        seen.add(name)
        for statement in classes[name].body:
            target = statement.targets[0] if isinstance(statement, ast.Assign) else None
            if isinstance(statement, ast.Assign) and isinstance(target, ast.Name) and target.id == "queryset":
                match = re.match(r"(?:\w+\.)*(\w+)\.objects\b", ast.unparse(statement.value))
                return match[1] if match else None
        first = classes[name].bases[0] if classes[name].bases else None
        name = first.id if isinstance(first, ast.Name) else ""
    return None
