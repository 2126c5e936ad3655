"""URL configurations: ``url()`` became ``re_path()``."""

from upgrader.rule import moves

url = moves(
    "DJ40-url",
    package="django",
    since="2.0",
    gone="4.0",
    docs="https://docs.djangoproject.com/en/4.0/releases/4.0/#features-removed-in-4-0",
    moved={
        "django.conf.urls.url": "django.urls.re_path",
        "django.conf.urls.re_path": "django.urls.re_path",
        "django.conf.urls.path": "django.urls.path",
    },
    doc="""
    ``django.conf.urls.url`` is ``django.urls.re_path``.

    It was an alias since Django 2.0, deprecated in 3.1 and removed in 4.0. The regular expression stays as it is: a path
    converter in its place would give views an ``int`` where they got a ``str``. ``include`` may stay where it is.

    ```diff
    -from django.conf.urls import include, url
    +from django.conf.urls import include
    +from django.urls import re_path

     urlpatterns = [
    -    url(r"^books/(?P<pk>[0-9]+)/$", book, name="book"),
    -    url(r"^accounts/", include("accounts.urls")),
    +    re_path(r"^books/(?P<pk>[0-9]+)/$", book, name="book"),
    +    re_path(r"^accounts/", include("accounts.urls")),
     ]
    ```

    ```diff
    -from django.conf import urls
    +from django.urls import re_path

    -urlpatterns = [urls.url("^$", index)]
    +urlpatterns = [re_path("^$", index)]
    ```

    ```diff
     from django.conf.urls import handler404, include
     from tornado.web import url

     urlpatterns = [url("^$", index)]
    ```
    """,
)
