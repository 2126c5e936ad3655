"""channels: consumers and routing between 2.x and 4.x, where applications are of ASGI 3."""

from collections.abc import Iterator

import libcst as cst

from upgrader.assigned import text_of
from upgrader.edit import argument, with_entry
from upgrader.rule import File, Hit, moves, rule

NOTES = "https://channels.readthedocs.io/en/stable/releases/{0}.html"
_CONSUMERS = frozenset(
    [
        *(f"channels.consumer.{name}" for name in ("AsyncConsumer", "SyncConsumer")),
        *(
            f"channels.generic.websocket.{name}"
            for name in (
                *("WebsocketConsumer", "JsonWebsocketConsumer"),
                *("AsyncWebsocketConsumer", "AsyncJsonWebsocketConsumer"),
            )
        ),
        *(f"channels.generic.http.{name}" for name in ("AsyncHttpConsumer",)),
    ]
)


@rule(
    "channels4-as-asgi",
    package="channels",
    since="3.0",
    gone="4.0",
    docs=NOTES.format("3.0.0") + "#update-to-asgi-3",
    names=["django.urls.path", "django.urls.re_path", "django.conf.urls.url"],
)
def as_asgi(node: cst.Call, file: File) -> Iterator[Hit]:
    """``path("ws/", Consumer)`` is ``path("ws/", Consumer.as_asgi())``.

    channels 2 made an instance of a consumer for each connection, 3 takes both, and 4 calls what it is given as an
    application of ASGI 3.

    ```diff
     from channels.generic.websocket import WebsocketConsumer
     from django.urls import path


     class Chat(WebsocketConsumer):
         pass


    -websocket_urlpatterns = [path("chat/", Chat), path("other/", Chat.as_asgi())]
    +websocket_urlpatterns = [path("chat/", Chat.as_asgi()), path("other/", Chat.as_asgi())]
    ```

    ```diff
     from django.urls import path
     from shop.views import Chat

     urlpatterns = [path("chat/", Chat)]
    ```
    """
    given = argument(node, 1, "view")
    if given is None or not isinstance(given.value, (cst.Name, cst.Attribute)):
        return
    name = file.resolve(given.value)
    own = [
        definition
        for definition in file.module.body
        if isinstance(definition, cst.ClassDef) and definition.name.value == file.code(given.value)
    ]
    known = file.inherited(name) | {name} if name is not None else frozenset()
    if known & _CONSUMERS or any(file.ancestors(definition) & _CONSUMERS for definition in own):
        yield Hit(given.value, "a consumer is routed as_asgi()", f"{file.code(given.value)}.as_asgi()")


handler = moves(
    "channels4-asgi-handler",
    package="channels",
    since=None,
    gone="4.0",
    docs=NOTES.format("4.0.0"),
    safety="review",
    moved={"channels.http.AsgiHandler": "django.core.handlers.asgi.ASGIHandler"},
    doc="""
    ``channels.http.AsgiHandler`` is Django's own ``ASGIHandler``.

    Review: it wants Django 3.0, and settings that are configured before; ``get_asgi_application`` sees to that.

    ```diff
    -from channels.http import AsgiHandler
    +from django.core.handlers.asgi import ASGIHandler

    -application = AsgiHandler()
    +application = ASGIHandler()
    ```

    ```diff
     from shop.http import AsgiHandler

     application = AsgiHandler()
    ```
    """,
)


@rule(
    "channels4-http",
    package="channels",
    since="3.0",
    gone="4.0",
    docs=NOTES.format("4.0.0"),
    safety="review",
    names=["channels.routing.ProtocolTypeRouter"],
)
def http(node: cst.Call, file: File) -> Iterator[Hit]:
    """``ProtocolTypeRouter`` has to say what answers HTTP.

    channels 2 and 3 took Django for it; with 4 a request is a ValueError.

    Review: in a module that runs before Django is set up, the call has to stand above what imports models.

    ```diff
     from channels.routing import ProtocolTypeRouter, URLRouter
    +from django.core.asgi import get_asgi_application
     from shop.routing import websocket_urlpatterns

    -application = ProtocolTypeRouter({"websocket": URLRouter(websocket_urlpatterns)})
    +application = ProtocolTypeRouter({"websocket": URLRouter(websocket_urlpatterns), "http": get_asgi_application()})
    ```

    ```diff
     from channels.routing import ProtocolTypeRouter
     from shop.asgi import django_application

     application = ProtocolTypeRouter({"http": django_application})
    ```
    """
    given = argument(node, 0, "application_mapping")
    message = "ProtocolTypeRouter no longer takes Django for what answers HTTP"
    if given is None or not isinstance(given.value, cst.Dict):
        return
    entries = given.value.elements
    if any(isinstance(entry, cst.StarredDictElement) for entry in entries):
        return
    keys = [text_of(entry.key) for entry in entries if isinstance(entry, cst.DictElement)]
    if None in keys or "http" in keys:
        return
    ref = file.ref("django.core.asgi.get_asgi_application", node)
    yield Hit(node, message, also=((given.value, with_entry(given.value, f'"http": {ref}()')),), imports=ref.imports)
