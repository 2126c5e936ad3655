"""Tags and filters that compare."""

import re
from collections.abc import Iterator

from upgrader.model import Safety
from upgrader.templates import Edit, Expression, Found, Span, Tag, Template, expression, template_rule

#: What ``{% if %}`` reads as an operator (django/template/smartif.py), so that no operand may be spelled like it.
OPERATORS = {"or", "and", "not", "in", "is", "==", "!=", ">", ">=", "<", "<=", "="}
_LOOSER = {"or", "and", "not"}  #: operators that bind less tightly than a comparison


@template_rule(
    "DJ40-ifequal",
    since=None,
    gone="4.0",
    docs="https://docs.djangoproject.com/en/4.0/releases/4.0/#features-removed-in-4-0",
    needles=["ifequal", "ifnotequal", "endifequal", "endifnotequal"],
)
def ifequal(template: Template) -> Iterator[Found]:
    """``{% ifequal a b %}`` becomes ``{% if a == b %}``, ``{% ifnotequal a b %}`` becomes ``{% if a != b %}``.

    Removed in Django 4.0. Both resolve what does not exist to None and compare with ``==``, so nothing changes. A
    variable that is called like an operator of ``if`` cannot be written there: such a tag is reported and left.

    ```diff page.html
    -{% ifequal user.pk comment.user_id %}mine{% else %}theirs{% endifequal %}
    +{% if user.pk == comment.user_id %}mine{% else %}theirs{% endif %}
    -{%ifnotequal   a|default:"x y"  'b c'%}{% ifequal a "c" %}{% endifequal %}{%endifnotequal%}
    +{%if   a|default:"x y" !=  'b c'%}{% if a == "c" %}{% endif %}{%endif%}
    ```

    ```diff page.html
     {% ifequal in b %}{% endifequal %}
     {% verbatim %}{% ifequal a b %}{% endifequal %}{% endverbatim %}
     {# {% ifequal a b %} #} {{ ifequal }} {% if ifequal %}{% endif %}
    ```
    """
    for opening, closing in template.pairs:
        if opening.name not in ("ifequal", "ifnotequal"):
            continue
        operands = opening.words[1:]
        message = f"{opening.name} is gone: use if"
        if len(operands) != 2 or any(word.text in OPERATORS for word in operands):
            yield Found(opening.span, message)
            continue
        operator = "==" if opening.name == "ifequal" else "!="
        edits = (
            Edit(opening.words[0], "if"),
            Edit(Span(operands[0].end, ""), f" {operator}"),
            Edit(closing.words[0], "endif"),
        )
        yield Found(opening.span, message, edits)


@template_rule(
    "DJ110-if-single-equals",
    since=None,
    gone="1.10",
    docs="https://docs.djangoproject.com/en/1.10/releases/1.10/#features-removed-in-1-10",
    needles=["if", "elif"],
)
def single_equals(template: Template) -> Iterator[Found]:
    """``{% if a = b %}`` becomes ``{% if a == b %}``.

    The single ``=`` was an undocumented spelling of ``==``, deprecated in Django 1.8 and removed in 1.10.

    ```diff page.html
    -{% if a = b %}x{% elif a.c = "= d" %}y{% endif %}
    +{% if a == b %}x{% elif a.c == "= d" %}y{% endif %}
    ```

    ```diff page.html
     {% if a == b %}x{% endif %}{% with a=b %}{% endwith %}{% if a == "=" %}{% endif %}
    ```
    """
    for tag in template.blocks("if", "elif"):
        for word in tag.words[1:]:
            if word.text == "=":
                yield Found(word, "if compares with ==", (Edit(word, "=="),))


@template_rule(
    "DJ51-length-is",
    since=None,
    gone="5.1",
    docs="https://docs.djangoproject.com/en/5.1/releases/5.1/#features-removed-in-5-1",
    needles=["length_is"],
)
def length_is(template: Template) -> Iterator[Found]:
    """``{% if value|length_is:4 %}`` becomes ``{% if value|length == 4 %}``.

    Deprecated in Django 4.2, removed in 5.1. ``length_is`` took a number or its digits and gave an empty string for what
    has no length, ``length`` gives 0 for it. So a comparison with 0, or with a variable that may hold digits, is applied
    under review only, as is the filter in ``{{ }}``, where ``False`` takes the place of that empty string.

    ```diff page.html
    -{% if a and not v.items|length_is:"4" %}x{% elif v|dictsort:"name"|length_is:2 %}y{% endif %}
    +{% if a and not v.items|length == 4 %}x{% elif v|dictsort:"name"|length == 2 %}y{% endif %}
    -{% if v|length_is:count %}{{ v|length_is:4 }}{% endif %}
    +{% if v|length == count %}{% if v|length == 4 %}True{% else %}False{% endif %}{% endif %}
    -{{ v|length_is:"1"|yesno:"one,many" }}
    +{% if v|length == 1 %}one{% else %}many{% endif %}
    ```

    ```diff page.html
     {% if v|length_is:4 == True %}{% endif %}
     {% with one=v|length_is:1 %}{{ one }}{% endwith %}
     {% if v|default:"length_is:4" %}{{ length_is }}{% endif %}
    ```
    """
    message = "length_is is gone: compare with length"
    for tag in template.tags:
        if "length_is" not in tag.span.text or tag.kind == "comment":
            continue
        if tag.kind == "variable":
            parsed = expression(tag.inside)
            if parsed and any(f.name == "length_is" for f in parsed.filters):
                yield Found(tag.span, message, _printed(tag, parsed), Safety.REVIEW)
            continue
        for number, word in enumerate(tag.words[1:], 1):
            parsed = expression(word) or _value(word)
            if parsed is None or not any(f.name == "length_is" for f in parsed.filters):
                continue
            neighbours = [other.text for other in tag.words[number - 1 : number] + tag.words[number + 1 : number + 2]]
            alone = number == 1 or neighbours[0] in _LOOSER
            alone = alone and (len(neighbours) == 1 or neighbours[1] in _LOOSER)
            compared = _compared(parsed)
            if tag.name in ("if", "elif") and alone and compared:
                text, exact = compared
                yield Found(word, message, (Edit(word, text),), None if exact else Safety.REVIEW)
            else:
                yield Found(word, message)


def _value(word: Span) -> Expression | None:
    """Return the expression of ``name=expression``."""
    name, equals, _ = word.text.partition("=")
    start = len(name) + len(equals)
    return expression(Span(word.start + start, word.text[start:])) if equals else None


def _compared(parsed: Expression) -> tuple[str, bool] | None:
    """Return the comparison that a trailing ``length_is`` stands for, and whether it is exactly the same."""
    *before, last = parsed.filters
    if last.name != "length_is" or last.argument is None or any(f.name == "length_is" for f in before):
        return None
    operand = parsed.operand.text + "".join(f.span.text for f in before)
    number = last.argument.strip("\"'")
    if re.fullmatch(r"\d+", number):
        return f"{operand}|length == {int(number)}", int(number) > 0
    if number != last.argument or number in OPERATORS:
        return None
    return f"{operand}|length == {number}", False


def _printed(tag: Tag, parsed: Expression) -> tuple[Edit, ...]:
    yes, no = "True", "False"
    *before, last = parsed.filters
    if last.name == "yesno" and last.argument and before:
        words = last.argument[1:-1].split(",") if last.argument[0] in "\"'" else []
        if len(words) != 2 or re.search(r"[\\{%}<>&\"']", last.argument[1:-1]):
            return ()
        yes, no = words
        parsed = Expression(parsed.operand, tuple(before))
    compared = _compared(parsed)
    if compared is None or re.search(r"\s", compared[0].replace(" == ", "")):
        return ()
    return (Edit(tag.span, f"{{% if {compared[0]} %}}{yes}{{% else %}}{no}{{% endif %}}"),)
