"""Tags, filters and lookups that mean something else now, or nothing."""

import re
from collections.abc import Iterator
from itertools import pairwise

from packaging.version import Version

from upgrader.model import Safety
from upgrader.templates import Edit, Found, Span, Tag, Template, expression, template_rule


@template_rule(
    "DJ110-cycle-commas",
    since=None,
    gone="1.10",
    docs="https://docs.djangoproject.com/en/1.10/releases/1.10/#features-removed-in-1-10",
    needles=["cycle"],
)
def cycle_commas(template: Template) -> Iterator[Found]:
    """``{% cycle a,b %}`` becomes ``{% cycle "a" "b" %}``.

    The old syntax took the words between commas as plain text. It was deprecated in Django 1.8 and removed in 1.10.

    ```diff page.html
    -<tr class="{% cycle odd,even %}">{% cycle odd,even as row silent %}
    +<tr class="{% cycle "odd" "even" %}">{% cycle "odd" "even" as row silent %}
    ```

    ```diff page.html
     <tr class="{% cycle "a,b" "c" %}">{% cycle a|default:"x,y" b %}{% cycle a b %}
    ```
    """
    for tag in template.blocks("cycle"):
        word = tag.words[1] if len(tag.words) > 1 else tag.words[0]
        if re.fullmatch(r"[\w-]+(,[\w-]+)+", word.text):
            new = " ".join(f'"{part}"' for part in word.text.split(","))
            yield Found(word, "cycle takes its values apart by spaces", (Edit(word, new),))


@template_rule(
    "DJ110-removed-tags",
    since=None,
    gone="1.10",
    docs="https://docs.djangoproject.com/en/1.10/releases/1.10/#features-removed-in-1-10",
    needles=["removetags", "ssi", "admin_media_prefix"],
    safety=Safety.MANUAL,
)
def removed_tags(template: Template) -> Iterator[Found]:
    """``removetags``, ``{% ssi %}`` and ``{% admin_media_prefix %}`` are gone.

    Manual: ``removetags`` never made text safe; use a sanitising library such as nh3 in a filter of your own, or
    ``striptags`` to lose all tags. For ``ssi`` put the file into a template folder and ``include`` it. The admin's files
    are at ``{% static "admin/..." %}``.

    ```diff page.html
     {{ text|removetags:"b span" }}
     {% ssi "/srv/footer.html" %}
    ```

    ```diff page.html
     {{ text|striptags }}{{ removetags }}{% include "ssi.html" %}
    ```
    """
    advice = {"ssi": "include a template", "admin_media_prefix": 'use {% static "admin/" %}'}
    for tag in template.tags:
        if tag.name in advice:
            yield Found(tag.span, f"{tag.name} is gone: {advice[tag.name]}")
        for filter in _filters(tag):
            if filter == "removetags":
                yield Found(tag.span, "removetags is gone: sanitise with a library, or use striptags")


@template_rule(
    "DJ20-safe-escape",
    since=None,
    gone="2.0",
    docs="https://docs.djangoproject.com/en/2.0/releases/2.0/#features-removed-in-2-0",
    needles=["safe escape"],
    safety=Safety.MANUAL,
)
def safe_escape(template: Template) -> Iterator[Found]:
    """``escape`` no longer escapes what is marked safe before it.

    Since Django 2.0 the filter is ``conditional_escape``, applied where it stands: text that is safe already stays as it
    is. Nothing fails; the page shows markup where it showed text.

    Manual: write ``force_escape`` if the text is to be escaped all the same, else leave ``escape`` out.

    ```diff page.html
     {{ text|safe|escape }}
    ```

    ```diff page.html
     {{ text|escape }}{{ text|escape|linebreaks }}{{ text|force_escape }}
    ```
    """
    for tag in template.tags:
        names = _filters(tag)
        if "safe" in names and "escape" in names[names.index("safe") :]:
            yield Found(tag.span, "escape does nothing to text that safe marked: force_escape does")


@template_rule(
    "DJ2028-double-dot",
    since=None,
    gone="2028.0",
    docs="https://docs.djangoproject.com/en/6.1/releases/6.1/",
    needles=[""],
    safety=Safety.REVIEW,
)
def double_dot(template: Template) -> Iterator[Found]:
    """``{{ book..title }}`` becomes ``{{ book.title }}``.

    The empty part between two dots is looked up as well: nothing is found, and nothing printed. Since Django 6.1 it warns.

    Review: what stayed empty shows a value now.

    ```diff page.html
    -{{ book..title|default:"a..b" }}{% if book..author...name == "x..y" %}{% endif %}
    +{{ book.title|default:"a..b" }}{% if book.author.name == "x..y" %}{% endif %}
    ```

    ```diff page.html
     {{ "a..b" }}{{ book.title|default:'a..b' }} a..b {% include "../b.html" %}
    ```
    """
    for tag in template.tags:
        for word in _operands(tag):
            parsed = expression(word)
            if parsed is None or not re.fullmatch(r"[A-Za-z_][\w.]*\.\.[\w.]*\w", parsed.operand.text):
                continue
            new = re.sub(r"\.{2,}", ".", parsed.operand.text)
            yield Found(parsed.operand, "an empty lookup between two dots", (Edit(parsed.operand, new),))


@template_rule(
    "DJ110-url-dotted-view",
    since=None,
    gone="1.10",
    docs="https://docs.djangoproject.com/en/1.10/releases/1.10/#features-removed-in-1-10",
    needles=["url views"],
    safety=Safety.MANUAL,
)
def dotted_view(template: Template) -> Iterator[Found]:
    """``{% url "shop.views.cart" %}``: a view's dotted path is no name of a URL.

    Since Django 1.10 only names are reversed; the page fails with NoReverseMatch.

    Manual: give the URL a name in the URL configuration and use it here.

    ```diff page.html
     <a href="{% url "shop.views.cart" pk=3 %}">
    ```

    ```diff page.html
     <a href="{% url "cart" %}">{% url "shop:views.cart" %}{% url views.cart %}
    ```
    """
    for tag in template.blocks("url"):
        name = tag.words[1].text if len(tag.words) > 1 else ""
        if re.fullmatch(r"""(["'])\w+(\.\w+)*\.views(\.\w+)+\1""", name):
            yield Found(tag.span, f"{name} is a view's path: reverse the URL by its name")


@template_rule(
    "DJ50-sitemap-index",
    since="4.1",
    gone="5.0",
    docs="https://docs.djangoproject.com/en/5.0/releases/5.0/#features-removed-in-5-0",
    needles=["sitemaps"],
    safety=Safety.REVIEW,
)
def sitemap_index(template: Template) -> Iterator[Found]:
    """``{{ sitemap }}`` in a sitemap index becomes ``{{ sitemap.location }}``.

    Since Django 4.1 the ``sitemaps`` of the index view's context are objects with ``location`` and ``last_mod``, no
    longer strings; they still printed as such until 5.0.

    Review: only where the template is rendered by ``django.contrib.sitemaps.views.index``.

    ```diff sitemap_index.xml
    -{% for place in sitemaps %}<sitemap><loc>{{ place }}</loc></sitemap>{% endfor %}
    +{% for place in sitemaps %}<sitemap><loc>{{ place.location }}</loc></sitemap>{% endfor %}
    ```

    ```diff sitemap_index.xml
     {% for site in sitemaps %}<sitemap><loc>{{ site.location }}</loc></sitemap>{% endfor %}
     {% for site in sites %}<loc>{{ site }}</loc>{% endfor %}
    ```
    """
    for tag in template.variables():
        for loop in template.around(tag):
            words = [word.text for word in loop.words]
            if words[0] == "for" and words[2:] == ["in", "sitemaps"] and tag.inside.text == words[1]:
                edit = Edit(tag.inside, f"{words[1]}.location")
                yield Found(tag.span, "a sitemap's place is its location", (edit,))


@template_rule(
    "DJ42-blocktranslate-asvar",
    since=None,
    gone="4.2",
    docs="https://docs.djangoproject.com/en/4.2/releases/4.2/#miscellaneous",
    needles=["asvar safe"],
    safety=Safety.MANUAL,
    advice=True,
)
def blocktranslate_asvar(template: Template) -> Iterator[Found]:
    """``{% blocktranslate asvar %}`` gives a text that is safe already.

    Since Django 4.2 what it stores is marked safe, its variables escaped. ``safe`` behind it has nothing to do any more;
    ``escape`` and ``force_escape`` escaped variables twice.

    Manual: leave the filter out.

    ```diff page.html
     {% blocktranslate asvar title %}About{% endblocktranslate %}{{ title|safe }}
    ```

    ```diff page.html
     {% blocktranslate asvar title %}About{% endblocktranslate %}{{ title }}{{ text|safe }}
    ```
    """
    stored: set[str] = set()
    for tag in template.blocks("blocktranslate", "blocktrans"):
        words = [word.text for word in tag.words]
        stored.update(name for word, name in pairwise(words) if word == "asvar")
    for tag in template.variables():
        parsed = expression(tag.inside)
        if parsed and parsed.operand.text in stored and any(filter.name == "safe" for filter in parsed.filters):
            yield Found(tag.span, f"{parsed.operand.text} is marked safe where it is translated")


@template_rule(
    "DJ40-floatformat",
    since="4.0",
    gone="4.0",
    docs="https://docs.djangoproject.com/en/4.0/releases/4.0/#miscellaneous",
    needles=["floatformat"],
    safety=Safety.MANUAL,
    advice=True,
)
def floatformat(template: Template) -> Iterator[Found]:
    """``floatformat`` writes numbers as the language does.

    Since Django 4.0 whatever ``USE_L10N`` says: a number in a style sheet, in JavaScript or in a file for a machine may get
    a comma for its point.

    Manual: add ``u`` to the argument (``floatformat:"2u"``) where a machine reads the number.

    ```diff page.html
     <div style="width: {{ share|floatformat:2 }}%">
    ```

    ```diff page.html
     <div style="width: {{ share|floatformat:"2u" }}%">{{ price|floatformat:"2g" }}{{ floatformat }}
    ```
    """
    if template.old and template.old.django and template.old.django >= Version("4.0"):
        return
    for tag in template.tags:
        for word in _operands(tag):
            for filter in parsed.filters if (parsed := expression(word)) else ():
                if filter.name == "floatformat" and not re.search("[ug]", filter.argument or ""):
                    yield Found(tag.span, "floatformat writes numbers as the language does")


def _filters(tag: Tag) -> list[str]:
    """Return the names of the filters in a tag's expressions, in order."""
    return [filter.name for word in _operands(tag) if (parsed := expression(word)) for filter in parsed.filters]


def _operands(tag: Tag) -> Iterator[Span]:
    """Yield what may be a filter expression in a tag, values of ``name=value`` included."""
    if tag.kind == "variable":
        yield tag.inside
    elif tag.kind == "block":
        for word in tag.words[1:]:
            name, equals, value = word.text.partition("=")
            yield Span(word.end - len(value), value) if equals and value and name.isidentifier() else word
