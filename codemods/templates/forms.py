"""Templates of forms, widgets and the admin."""

import re
from collections.abc import Iterator

from packaging.version import Version

from upgrader.model import Safety
from upgrader.templates import Edit, Found, Span, Tag, Template, expression, template_rule


@template_rule(
    "DJ50-form-in-table",
    since=None,
    gone="5.0",
    docs="https://docs.djangoproject.com/en/5.0/releases/5.0/#features-removed-in-5-0",
    needles=["table form", "table formset"],
    safety=Safety.REVIEW,
)
def form_in_table(template: Template) -> Iterator[Found]:
    """``<table>{{ form }}</table>`` becomes ``<table>{{ form.as_table }}</table>``.

    A form printed as such was table rows; since Django 5.0 it is ``<div>``s, which browsers move out of a table.

    Review: only a variable that is called a form, where rows of a table are due, is taken for one. A form class with a
    ``template_name`` or ``__str__`` of its own prints what it printed.

    ```diff page.html
     <table class="wide">{% csrf_token %}
    -{{ form }}
    +{{ form.as_table }}
     <tr><td>{{ form }}</td></tr>
    -{{ view.search_form }}</table>
    +{{ view.search_form.as_table }}</table>
    ```

    ```diff page.html
     <form>{{ form }}</form><table><tr><td>{{ form }}</td></tr>{{ form.as_table }}{{ rows }}</table>{{ form }}
    ```
    """
    for tag in _printed_forms(template):
        if _is_due_for_rows(tag, template):
            message = "a form prints divs, not rows of a table"
            yield Found(tag.span, message, (Edit(tag.inside, f"{tag.inside.text}.as_table"),))


def _printed_forms(template: Template) -> Iterator[Tag]:
    return (tag for tag in template.variables() if re.fullmatch(r"[\w.]*form(set)?", tag.inside.text, re.IGNORECASE))


def _is_due_for_rows(tag: Tag, template: Template) -> bool:
    above = re.findall(r"<(/?[a-zA-Z]\w*)", template.text[: tag.span.start])
    return bool(above) and above[-1].lower() in ("table", "tbody", "/tr", "/thead", "/caption")


@template_rule(
    "DJ50-form-divs",
    since=None,
    gone="5.0",
    docs="https://docs.djangoproject.com/en/5.0/releases/5.0/#features-removed-in-5-0",
    needles=["form", "formset"],
    safety=Safety.MANUAL,
    advice=True,
)
def form_divs(template: Template) -> Iterator[Found]:
    """``{{ form }}`` prints ``<div>``s since Django 5.0, rows of a table before.

    Manual: look at such pages; ``{{ form.as_table }}`` and ``{{ form.as_p }}`` print what they printed.

    ```diff page.html
    -<form>{{ form }}</form>
    +<form>{{ form.as_div }}</form>
    ```

    ```diff page.html
     <form>{{ form.as_p }}</form><table>{{ form }}</table>{{ inform }} {{ forms }}
    ```
    """
    if template.old is not None and template.old.django is not None and template.old.django >= Version("5.0"):
        return
    for tag in _printed_forms(template):
        if re.fullmatch(r"(?:[\w.]*[_.])?form(set)?", tag.inside.text) and not _is_due_for_rows(tag, template):
            yield Found(tag.span, "a form prints divs since Django 5.0, no rows of a table")


@template_rule(
    "DJ50-forms-default-html",
    since="4.0",
    gone="5.0",
    docs="https://docs.djangoproject.com/en/5.0/releases/5.0/#features-removed-in-5-0",
    needles=["forms default html"],
)
def forms_default_html(template: Template) -> Iterator[Found]:
    """``django/forms/default.html`` is ``django/forms/table.html``.

    Both transitional templates, for forms and formsets, were removed in Django 5.0.

    ```diff page.html
    -{% include "django/forms/default.html" %}{% include 'django/forms/formsets/default.html' with x=1 %}
    +{% include "django/forms/table.html" %}{% include 'django/forms/formsets/table.html' with x=1 %}
    ```

    ```diff page.html
     {% include "shop/django/forms/default.html" %} django/forms/default.html
    ```
    """
    for tag in template.blocks("include", "extends"):
        for word in tag.words[1:]:
            if re.fullmatch(r"""(["'])django/forms/(formsets/)?default\.html\1""", word.text):
                new = word.text.replace("default.html", "table.html")
                yield Found(word, "the forms' default.html is gone: table.html is the same", (Edit(word, new),))


@template_rule(
    "DJ21-wrap-label",
    since="1.11",
    gone="2.1",
    docs="https://docs.djangoproject.com/en/2.1/releases/2.1/#miscellaneous",
    needles=["wrap_label"],
    safety=Safety.REVIEW,
)
def wrap_label(template: Template) -> Iterator[Found]:
    """``wrap_label`` in a widget's template is ``widget.wrap_label``.

    It moved into ``widget`` in Django 2.1. Nothing fails: the label is no longer wrapped.

    Review: only in the template of a form widget.

    ```diff input_option.html
    -{% if wrap_label %}<label>{% endif %}{% include "django/forms/widgets/input.html" %}{% if wrap_label %}</label>{% endif %}
    +{% if widget.wrap_label %}<label>{% endif %}{% include "django/forms/widgets/input.html" %}{% if widget.wrap_label %}</label>{% endif %}
    ```

    ```diff input_option.html
     {% if widget.wrap_label or options.wrap_label %}<label>{% endif %}
     {% with wrap_label=1 %}{% if wrap_label %}{% endif %}{% endwith %}
    ```
    """  # noqa: E501 - a template's tag cannot be broken into lines
    for tag in template.tags:
        if tag.kind == "comment" or any("wrap_label=" in outer.span.text for outer in template.around(tag)):
            continue
        for word in tag.words if tag.kind == "variable" else tag.words[1:]:
            parsed = expression(word)
            if parsed and parsed.operand.text == "wrap_label":
                yield Found(word, "wrap_label is in widget", (Edit(parsed.operand, "widget.wrap_label"),))


def _in_admin(template: Template) -> bool:
    return template.extends.startswith("admin/") or "admin" in template.path.parts[:-1]


@template_rule(
    "DJ21-admin-field-box",
    since="2.1",
    gone="2.1",
    docs="https://docs.djangoproject.com/en/2.1/releases/2.1/#miscellaneous",
    needles=["field box"],
)
def field_box(template: Template) -> Iterator[Found]:
    """``field-box``, a CSS class of the admin, is ``fieldBox``.

    Renamed in Django 2.1. Looked for in templates that extend one of the admin's, or lie in a folder called ``admin``.

    ```diff templates/admin/includes/fieldset.html
    -<div class="field-box wide">{% if line.fields_count > 1 %} class="a field-box{% if x %} b{% endif %}"{% endif %}
    +<div class="fieldBox wide">{% if line.fields_count > 1 %} class="a fieldBox{% if x %} b{% endif %}"{% endif %}
    ```

    ```diff templates/shop/page.html
     <div class="field-box">
    ```

    ```diff templates/admin/page.html
     <div class="my-field-box field-boxes" id="field-box">
    ```
    """
    if not _in_admin(template):
        return
    for value in re.finditer(r"""\bclass=(["'])(.*?)\1""", template.text):
        for name in re.finditer(r"(?<![\w-])field-box(?![\w-])", value[2]):
            span = Span(value.start(2) + name.start(), name[0])
            yield Found(span, "the admin's class field-box is called fieldBox", (Edit(span, "fieldBox"),))


@template_rule(
    "DJ61-admin-object-tools",
    since=None,
    gone="6.1",
    docs="https://docs.djangoproject.com/en/6.1/releases/6.1/",
    needles=["object tools"],
    safety=Safety.MANUAL,
)
def object_tools(template: Template) -> Iterator[Found]:
    """``object-tools``, a block of the admin, stands beside ``content``, no longer in it.

    Since Django 6.1 the admin's form templates have it before the content block: what an overridden ``content`` block
    says for it shows twice, or not where it was.

    Manual: move the block out of ``{% block content %}``.

    ```diff templates/admin/shop/change_form.html
     {% extends "admin/change_form.html" %}
     {% block content %}{% block object-tools %}x{% endblock %}{% endblock %}
    ```

    ```diff templates/admin/shop/change_form.html
     {% extends "admin/change_form.html" %}
     {% block object-tools %}x{% endblock %}{% block content %}{% endblock %}
    ```
    """
    if not template.extends.startswith("admin/"):
        return
    for tag in template.blocks("block"):
        named = [word.text for word in tag.words[1:2]]
        if named == ["object-tools"] and any(
            outer.name == "block" and [word.text for word in outer.words[1:2]] == ["content"]
            for outer in template.around(tag)
        ):
            yield Found(tag.span, "the block object-tools is no longer inside content")


@template_rule(
    "DJ41-formset-events",
    since="4.1",
    gone="4.1",
    docs="https://docs.djangoproject.com/en/4.1/releases/4.1/#miscellaneous",
    needles=["formset added", "formset removed"],
    safety=Safety.REVIEW,
)
def formset_events(template: Template) -> Iterator[Found]:
    """``formset:added`` and ``formset:removed`` of the admin are events of the browser, not of jQuery.

    Since Django 4.1 a handler gets the event alone; the row is ``event.target``, the formset's name
    ``event.detail.formsetName``. A jQuery handler with more parameters gets undefined for them; it is given them from the
    event. The row that ``formset:removed`` passed is in no event: such handlers are reported only.

    Review: try it in a browser. ``document.addEventListener("formset:added", (event) => { ... })`` does without jQuery.

    ```diff templates/admin/page.html
     <script>
    -$(document).on("formset:added", (event, row) => {
    +$(document).on("formset:added", (event, row) => { if (!row) { row = $(event.target); }
         show(row);
     });
     </script>
    ```

    ```diff templates/admin/page.html
     <script>document.addEventListener("formset:added", (event) => {});</script>
    ```
    """
    message = "formset events pass no row and no name: see event.detail"
    for match in _HANDLER.finditer(template.text):
        callee, kind, event, row, name, block = match.group("jquery", "kind", "event", "row", "name", "block")
        if re.match(rf"\s*if \(!{re.escape(row)}\)", template.text[match.end() :]):
            continue
        if callee is None or kind != "added" or block is None:
            yield Found(Span(match.start(), match[0]), message)
            continue
        code = f"{row} = {callee}({event}.target);" + (f" {name} = {event}.detail.formsetName;" if name else "")
        place = Span(match.end(), "")
        yield Found(Span(match.start(), match[0]), message, (Edit(place, f" if (!{row}) {{ {code} }}"),))


_HANDLER = re.compile(
    r"""
    (?:(?P<jquery>[\w$.]+)\(\s*document\s*\))?
    \.(?:on|bind)\(\s*(?P<quote>["'])formset:(?P<kind>added|removed)(?P=quote)\s*,\s*
    (?:function\b\s*\w*\s*)?\(\s*(?P<event>[\w$]+)\s*,\s*(?P<row>[\w$]+)\s*(?:,\s*(?P<name>[\w$]+)\s*)?
    (?:\)\s*(?:=>\s*)?(?P<block>\{))?
    """,
    re.VERBOSE,
)
