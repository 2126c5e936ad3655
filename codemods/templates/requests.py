"""What a template asks of the request, and what it makes the browser send."""

import re
from collections.abc import Iterator

from upgrader.model import Safety
from upgrader.templates import Edit, Found, Span, Template, template_rule


@template_rule(
    "DJ40-is-ajax-template",
    since="3.0",
    gone="4.0",
    docs="https://docs.djangoproject.com/en/4.0/releases/4.0/#features-removed-in-4-0",
    needles=["is_ajax"],
)
def is_ajax(template: Template) -> Iterator[Found]:
    """``request.is_ajax`` becomes the comparison it made.

    The method was removed in Django 4.0. In a template that is silent: the condition is false from then on.
    ``request.headers`` may be asked with underscores since 3.0.

    ```diff page.html
    -{% if not request.is_ajax and user %}{% include "head.html" %}{% elif request.is_ajax %}{% endif %}
    +{% if not request.headers.x_requested_with == "XMLHttpRequest" and user %}{% include "head.html" %}{% elif request.headers.x_requested_with == "XMLHttpRequest" %}{% endif %}
    ```

    ```diff page.html
     {% extends request.is_ajax|yesno:"part.html,base.html" %}
     {% if is_ajax or options.is_ajax %}{% endif %}
    ```
    """  # noqa: E501 - a template's tag cannot be broken into lines
    message = "request.is_ajax is gone, and false"
    for tag in template.tags:
        if tag.kind == "comment":
            continue
        for number, word in enumerate(tag.words):
            if not re.match(r"request\.is_ajax(?!\w)", word.text):
                continue
            around = [*tag.words[max(number, 1) - 1 : number], *tag.words[number + 1 : number + 2]]
            plain = {"if", "elif", "and", "or", "not"}
            if tag.name in ("if", "elif") and word.text == "request.is_ajax" and all(w.text in plain for w in around):
                edit = Edit(word, 'request.headers.x_requested_with == "XMLHttpRequest"')
                yield Found(word, message, (edit,))
            else:
                yield Found(word, message)


_SKIPPED = r"(?:[^<>{]|\{(?![{%#])|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\})*?"
_LINK = re.compile(
    rf"""<a\b(?P<before>{_SKIPPED})\s+href=(?P<quote>["'])(?P<url>(?:(?!(?P=quote)).|\{{%.*?%\}})*?)(?P=quote)"""
    rf"(?P<after>{_SKIPPED})>(?P<label>(?:(?!</?a\b).)*?)</a>",
    re.IGNORECASE | re.DOTALL,
)
_LOGOUT = re.compile(r"""\{%\s*url\s+(["'])(?:[\w-]+:)*logout\1[^%]*?%\}""")


@template_rule(
    "DJ50-logout-link",
    since=None,
    gone="5.0",
    docs="https://docs.djangoproject.com/en/5.0/releases/5.0/#features-removed-in-5-0",
    needles=["url logout"],
    safety=Safety.REVIEW,
)
def logout_link(template: Template) -> Iterator[Found]:
    """``{% url "logout" %}`` in a link: a form with a button takes the link's place.

    ``LogoutView`` answers only POST since Django 5.0 (deprecated in 4.1); a link gets "405 Method Not Allowed". Inside
    another form, where a form cannot stand, the link is reported.

    Review: only where the URL called ``logout`` is Django's ``LogoutView`` or the admin's; the button may want a style
    that makes it look as the link did.

    ```diff page.html
    -<a href="{% url 'logout' %}">Log out</a>
    +<form method="post" action="{% url 'logout' %}">{% csrf_token %}<button type="submit">Log out</button></form>
    -<a class="nav" href='{% url "admin:logout" %}?next=/' id="x">
    -  {% trans "Log out" %} <i class="icon"></i></a>
    +<form method="post" action='{% url "admin:logout" %}?next=/'>{% csrf_token %}<button type="submit" class="nav" id="x">
    +  {% trans "Log out" %} <i class="icon"></i></button></form>
    ```

    ```diff page.html
     <a href="{% url "login" %}">Log in</a><a href="{% url "logout_help" %}">?</a>
     <form method="post" action="{% url "logout" %}">{% csrf_token %}<button>Log out</button></form>
    ```
    """
    live = {tag.span.start for tag in template.blocks("url")}
    message = "LogoutView answers POST only: a form instead of a link"
    for link in _LINK.finditer(template.text):
        url = _LOGOUT.search(link["url"])
        if url is None or link.start("url") + url.start() not in live:
            continue
        before = template.text[: link.start()].lower()
        if before.count("<form") > before.count("</form") or "{%" in link["before"] + link["after"]:
            yield Found(Span(link.start(), link[0]), message)
            continue
        attributes = f"{link['before']}{link['after']}".strip()
        button = f'<button type="submit"{" " + attributes if attributes else ""}>'
        action = f"{link['quote']}{link['url']}{link['quote']}"
        new = f'<form method="post" action={action}>{{% csrf_token %}}{button}{link["label"]}</button></form>'
        yield Found(Span(link.start(), link[0]), message, (Edit(Span(link.start(), link[0]), new),))
    for tag in template.blocks("url"):
        if _LOGOUT.fullmatch(tag.span.text) and len(tag.words) > 3 and tag.words[-2].text == "as":
            name = re.escape(tag.words[-1].text)
            if re.search(rf"""<a\b[^>]*\bhref=["']\{{\{{\s*{name}\b""", template.text):
                yield Found(tag.span, "LogoutView answers POST only: this address is for a form", safety=Safety.MANUAL)
