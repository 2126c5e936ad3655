"""Template tag libraries that are gone."""

from collections.abc import Iterator

from upgrader.templates import Edit, Found, Span, Tag, Template, template_rule

STATIC = ("staticfiles", "admin_static")


@template_rule(
    "DJ30-load-staticfiles",
    since="1.10",
    gone="3.0",
    docs="https://docs.djangoproject.com/en/3.0/releases/3.0/#features-removed-in-3-0",
    needles=["load staticfiles", "load admin_static"],
)
def load_staticfiles(template: Template) -> Iterator[Found]:
    """``{% load staticfiles %}`` and ``{% load admin_static %}`` become ``{% load static %}``.

    Since Django 1.10 the ``static`` tag asks the storage itself when staticfiles is installed, so that all three are the
    same. The libraries were removed in 3.0: a template that loads one is a TemplateSyntaxError.

    ```diff page.html
    -{% load staticfiles %}
    +{% load static %}
    -{% load i18n staticfiles  admin_urls %}
    +{% load i18n static  admin_urls %}
    -{% load admin_static i18n static %}{% load static from staticfiles %}
    +{% load i18n static %}{% load static %}
    -{%load static from admin_static%}
    +{%load static%}
     <img src="{% static "logo.png" %}">
    ```

    ```diff page.html
     {% load static %}
     {% load staticfiles_extra %}
     {% verbatim %}{% load staticfiles %}{% endverbatim %}
     {% comment %}{% load staticfiles %}{% endcomment %}
     load staticfiles
    ```
    """
    for tag in template.blocks("load"):
        names = tag.words[1:]
        if len(names) > 2 and names[-2].text == "from":
            library = names[-1]
            if library.text in STATIC:
                message = f"the tag library {library.text} is gone: load static"
                if [name.text for name in names[:-2]] == ["static"]:
                    yield Found(tag.span, message, (_cut(template, names[0].end, library.end),))
                else:
                    yield Found(tag.span, message, (Edit(library, "static"),))
            continue
        for name in names:
            if name.text in STATIC:
                message = f"the tag library {name.text} is gone: load static"
                others = [other.text for other in names if other is not name]
                if "static" in others or any(other.text in STATIC for other in names if other.start < name.start):
                    edit = _cut(template, _before(tag, name).end, name.end)
                else:
                    edit = Edit(name, "static")
                yield Found(name, message, (edit,))


@template_rule(
    "DJ19-load-from-future",
    since=None,
    gone="1.9",
    docs="https://docs.djangoproject.com/en/1.9/releases/1.9/#features-removed-in-1-9",
    needles=["load future"],
)
def load_from_future(template: Template) -> Iterator[Found]:
    """``{% load url from future %}`` goes: the tags it brought are the built-in ones.

    The library held ``url``, ``ssi``, ``cycle`` and ``firstof`` as they would become, and was removed in Django 1.9.
    Only the tag goes, not its line, so that what is rendered stays the same.

    ```diff page.html
    -{% load url from future %}<a href="{% url "home" %}">
    +<a href="{% url "home" %}">
    -{% load cycle firstof from future %}{% load future i18n %}
    +{% load i18n %}
    ```

    ```diff page.html
     {% load future_tags %}{% load back from the_future %}
    ```
    """
    for tag in template.blocks("load"):
        names = [word.text for word in tag.words[1:]]
        message = "the tag library future is gone: its tags are built in"
        if names == ["future"] or (names[-2:] == ["from", "future"] and len(names) > 2):
            yield Found(tag.span, message, (Edit(tag.span, ""),))
        elif "future" in names and "from" not in names:
            name = tag.words[1 + names.index("future")]
            yield Found(tag.span, message, (_cut(template, _before(tag, name).end, name.end),))


def _before(tag: Tag, word: Span) -> Span:
    return tag.words[tag.words.index(word) - 1]


def _cut(template: Template, start: int, end: int) -> Edit:
    return Edit(Span(start, template.text[start:end]), "")
