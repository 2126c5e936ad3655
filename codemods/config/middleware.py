"""Settings that are middleware now."""

from collections.abc import Iterator

import libcst as cst

from upgrader.assigned import anywhere, assigned, is_name, mentions, text_of, without
from upgrader.rule import File, Hit, Rule, rule

RELEASE = "https://docs.djangoproject.com/en/{0}/releases/{0}/"
COMMON = "django.middleware.common.CommonMiddleware"


def now_middleware(id: str, name: str, path: str, *, since: str, gone: str, doc: str) -> Rule:
    """Make a rule for a switch of ``CommonMiddleware`` that is a middleware of its own now, which goes above it."""

    def find(module: cst.Module, file: File) -> Iterator[Hit]:
        family = file.settings()
        if family is None or mentions(family, [name]) > sum(1 for _ in assigned(file, name)):
            message = f"{name} has no effect: {path} does it"
            yield from (Hit(setting.place, message) for setting in assigned(file, name))
            return
        for setting in assigned(file, name):
            old, new = without(setting, file)
            lists = [
                value.value
                for value in assigned(file, "MIDDLEWARE", "MIDDLEWARE_CLASSES")
                if isinstance(value.value, (cst.List, cst.Tuple))
            ]
            common = [element for value in lists for element in value.elements if text_of(element.value) == COMMON]
            unused = not anywhere(family, "MIDDLEWARE") and not anywhere(family, "MIDDLEWARE_CLASSES")
            if is_name(setting.value, "False") or unused or path in family:
                yield Hit(setting.place, f"{name} has no effect", also=((old, new),))
            elif is_name(setting.value, "True") and len(common) == len(lists) == 1:
                elements = list(lists[0].elements)
                at = elements.index(common[0])
                added = cst.Element(cst.SimpleString(f'"{path}"'), comma=_comma(lists[0], at))
                middleware = lists[0].with_changes(elements=[*elements[:at], added, *elements[at:]])
                yield Hit(
                    setting.place, f"{name} has no effect: {path} does it", also=((old, new), (lists[0], middleware))
                )
            else:
                yield Hit(setting.place, f"{name} has no effect: {path} does it")

    find.__doc__ = doc
    docs = RELEASE.format(gone)
    return rule(id, package="django", since=since, gone=gone, docs=docs, needles=[name], safety="review")(find)


def _comma(value: cst.List | cst.Tuple, at: int) -> cst.Comma:
    """Return the comma of the element before, so that the new one has the same layout."""
    before = value.elements[at - 1].comma if at else value.elements[0].comma
    if isinstance(before, cst.Comma) and not (
        isinstance(before.whitespace_after, cst.ParenthesizedWhitespace) and before.whitespace_after.first_line.comment
    ):
        return before
    return cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))


use_etags = now_middleware(
    "DJ21-use-etags",
    "USE_ETAGS",
    "django.middleware.http.ConditionalGetMiddleware",
    since="1.11",
    gone="2.1",
    doc="""``USE_ETAGS`` is ``ConditionalGetMiddleware``.

    Without effect since Django 2.1: no ETag is sent and every page goes out whole.

    Review: the middleware answers for pages with ``Last-Modified`` as well. False, and a site without
    ``CommonMiddleware``, loses nothing.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -USE_ETAGS = True
     MIDDLEWARE = [
         "django.middleware.security.SecurityMiddleware",
    +    "django.middleware.http.ConditionalGetMiddleware",
         "django.middleware.common.CommonMiddleware",
     ]
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -USE_ETAGS = False
     MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     USE_ETAGS = env.bool("ETAGS")
     MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
    ```
    """,
)

broken_link_emails = now_middleware(
    "DJ18-broken-link-emails",
    "SEND_BROKEN_LINK_EMAILS",
    "django.middleware.common.BrokenLinkEmailsMiddleware",
    since="1.6",
    gone="1.8",
    doc="""``SEND_BROKEN_LINK_EMAILS`` is ``BrokenLinkEmailsMiddleware``.

    Without effect since Django 1.8.

    Review: mail is sent again that nobody got for a while.

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
    -SEND_BROKEN_LINK_EMAILS = True
    -MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
    +MIDDLEWARE = ["django.middleware.common.BrokenLinkEmailsMiddleware", "django.middleware.common.CommonMiddleware"]
    ```

    ```diff settings.py
     ROOT_URLCONF = "shop.urls"
     SEND_BROKEN_LINK_EMAILS = not DEBUG
     MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
    ```
    """,
)
