"""Templates: tags as Django sees them, edits that touch nothing else, and pages that still render the same."""

from __future__ import annotations

import codecs
import json
import os
import subprocess
import textwrap
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version
from releases import django

from upgrader.catalogue import load_rules
from upgrader.kinds import is_template, may_be_template
from upgrader.model import Safety, Versions
from upgrader.sweep import Settings, fix, scan
from upgrader.templates import Span, Template, expression, fix_template, scan_template

SETTINGS = Settings(
    old=Versions(Version("3.8"), Version("2.2")),
    target=Versions(Version("3.12"), Version("6.1")),
    rules=frozenset(rule.id for rule in load_rules()),
)
PAGE = PurePosixPath("shop/templates/page.html")


def fixed(data: bytes) -> bytes:
    looked = fix_template(PAGE, data, SETTINGS)
    assert looked.skipped == ()
    return looked.change.after if looked.change else data


# -- which files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "data", "expected"),
    [
        pytest.param("shop/templates/mail.tex", b"no tag at all", True, id="anything below a templates folder"),
        pytest.param("web/page.html", b"<p>{% load static %}", True, id="a page with tags, wherever it lies"),
        pytest.param("web/page.html", b"<p>{{ x }}", False, id="braces alone may be anything"),
        pytest.param("web/page.js", b"{% load static %}", False, id="a script outside a templates folder"),
        pytest.param("docs/tags.txt", b"{% load static %}", False, id="documentation that shows tags"),
        pytest.param("shop/jinja2/page.html", b"{% if a %}", False, id="a folder of Jinja's"),
        pytest.param("shop/templates/tags.py", b"{% load static %}", False, id="Python below a templates folder"),
        pytest.param("shop/templates/logo.png", b"\x89PNG\0", False, id="an image below a templates folder"),
    ],
)
def test_a_file_is_a_template_by_where_it_lies_and_what_it_holds(path: str, data: bytes, expected: bool) -> None:
    assert (may_be_template(PurePosixPath(path)) and is_template(PurePosixPath(path), data)) is expected


def test_scan_and_fix_of_a_project_reach_its_templates(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/a.html").write_text("{% load staticfiles %}")
    (tmp_path / "b.py").write_text("x = '{% load staticfiles %}'")
    files = [PurePosixPath("templates/a.html"), PurePosixPath("b.py")]
    assert [f.rule for looked in scan(tmp_path, files, SETTINGS) for f in looked.findings] == ["DJ30-load-staticfiles"]
    changes = [looked.change for looked in fix(tmp_path, files, SETTINGS) if looked.change]
    assert [change.after for change in changes] == [b"{% load static %}"]
    assert (tmp_path / "templates/a.html").read_text() == "{% load staticfiles %}"


# -- what a template holds -------------------------------------------------------------------------------------------


def test_tags_in_verbatim_and_comment_blocks_are_text() -> None:
    text = "{% verbatim x %}{% a %}{% endverbatim %}{{ b }}{% endverbatim x %}{% c %}{% comment n %}{% d %}{% endcomment %}"
    assert [tag.name for tag in Template(PAGE, text).tags] == ["c"]


def test_a_tag_does_not_span_lines() -> None:
    assert Template(PAGE, "{% if\n a %}{{\n}}").tags == ()


def test_end_tags_close_the_nearest_block_of_their_name() -> None:
    template = Template(PAGE, "{% if a %}{% url 'x' %}{% if b %}{% endif %}{% block c %}{% endblock %}{% endif %}")
    pairs = [(a.inside.text, b.name) for a, b in template.pairs]
    assert pairs == [("if b", "endif"), ("block c", "endblock"), ("if a", "endif")]
    inner = next(template.blocks("url"))
    assert [tag.inside.text for tag in template.around(inner)] == ["if a"]


def test_an_expression_is_taken_apart_with_its_places() -> None:
    parsed = expression(Span(10, """a.b|default:"x|y:z" | length_is:'4'"""))
    assert parsed is not None
    assert [(f.name, f.argument, f.span.start) for f in parsed.filters] == [
        ("default", '"x|y:z"', 13),
        ("length_is", "'4'", 29),
    ]
    assert expression(Span(0, "a b")) is None


@given(st.text(alphabet="{}%# \nabcif'\"|:", max_size=60))
def test_every_span_says_where_its_text_stands(text: str) -> None:
    for tag in Template(PAGE, text).tags:
        for span in (tag.span, tag.inside, *tag.words):
            assert text[span.start : span.end] == span.text


@given(st.text(alphabet="{}%# \r\nabifequalstcnd'\"|:4_", max_size=80))
def test_a_template_with_nothing_to_fix_stays_byte_for_byte(text: str) -> None:
    data = text.encode()
    assert "ifequal" in text or "=" in text or fixed(data) == data


# -- bytes -----------------------------------------------------------------------------------------------------------


def test_byte_order_mark_and_mixed_line_ends_survive() -> None:
    before = codecs.BOM_UTF8 + "é\r\n{% load staticfiles %}\n\x0c{% ifequal a b %}\r\n{% endifequal %}".encode()
    after = codecs.BOM_UTF8 + "é\r\n{% load static %}\n\x0c{% if a == b %}\r\n{% endif %}".encode()
    assert fixed(before) == after
    assert fixed(after) == after


def test_a_template_that_is_not_utf8_is_a_row_in_the_report() -> None:
    looked = scan_template(PAGE, b"\xe9{% load staticfiles %}", SETTINGS)
    assert [row.why for row in looked.skipped] == ["not utf-8: invalid continuation byte at byte 0"]
    assert fix_template(PAGE, b"\xe9{% load staticfiles %}", SETTINGS).change is None


# -- findings and suppressions ---------------------------------------------------------------------------------------


def test_a_finding_names_line_and_column_from_one() -> None:
    finding = scan_template(PAGE, b"<p>\n  {% load i18n staticfiles %}", SETTINGS).findings[0]
    assert (finding.line, finding.column, finding.must, finding.fixable) == (2, 16, True, True)


def test_a_comment_on_the_line_suppresses_and_an_idle_one_is_reported() -> None:
    data = b"""{% load staticfiles %}{# upgrader: ignore[DJ30-load-staticfiles] loaded by hand #}
{% load staticfiles %}
{# upgrader: ignore[DJ40] #}
"""
    looked = scan_template(PAGE, data, SETTINGS)
    assert [finding.line for finding in looked.findings] == [2]
    assert [row.why for row in looked.skipped] == ["line 3: the ignore of DJ40 matches nothing"]
    change = fix_template(PAGE, data, SETTINGS).change
    assert change is not None
    assert change.after.splitlines()[:2] == [data.splitlines()[0], b"{% load static %}"]


def test_a_comment_can_suppress_a_rule_in_the_whole_file() -> None:
    data = b"{# upgrader: ignore-file[DJ40-ifequal] #}\n{% ifequal a b %}{% endifequal %}"
    assert scan_template(PAGE, data, SETTINGS).findings == ()


def test_what_needs_review_is_left_without_it() -> None:
    link = b"""<a href="{% url 'logout' %}">Log out</a>"""
    safe = Settings(**{**vars(SETTINGS), "safety": frozenset([Safety.SAFE])})
    assert fix_template(PAGE, link, safe).change is None
    assert fix_template(PAGE, link, SETTINGS).change is not None


def test_a_link_to_log_out_inside_a_form_is_reported_only() -> None:
    data = b"""<form method="post"><a href="{% url 'logout' %}">Log out</a></form>"""
    assert [finding.fixable for finding in scan_template(PAGE, data, SETTINGS).findings] == [False]
    assert fixed(data) == data


# -- against Django --------------------------------------------------------------------------------------------------

LEX = """
    import json, sys
    from django.template.base import DebugLexer, TokenType
    for text in json.load(sys.stdin):
        found, skipping = [], False
        for token in DebugLexer(text).tokenize():
            if skipping:
                skipping = token.token_type != TokenType.BLOCK or token.contents != "endcomment"
            elif token.token_type == TokenType.BLOCK and token.contents.split()[:1] == ["comment"]:
                skipping = True
            elif token.token_type != TokenType.TEXT:
                words = token.split_contents() if token.token_type == TokenType.BLOCK else []
                if words[:1] != ["verbatim"] and not (words and words[0].startswith("endverbatim")):
                    found.append([token.position[0], words])
        print(json.dumps(found))
    """
PAGES = [
    """{% load i18n %}{{ a|b:'%}' }}{# {% c %} #}{% d 'x y' _("z") e="f g" %}""",
    "{% verbatim %}{{ a }}{% if %}{% endverbatim %}{%if a%}{{}}{% comment 'x' %}{% a %}{# b #}{% endcomment %}{{ c }}",
    "{% verbatim x y %}{% endverbatim %}{% endverbatim x y %}{% a\n%}{%%}{{ }} }}{%  b  c   %}",
]
RENDER = """
    import json, sys
    from django.conf import settings
    import django
    apps = ["django.contrib." + app for app in "admin auth contenttypes messages staticfiles".split()]
    engine = {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
    settings.configure(INSTALLED_APPS=apps, STATIC_URL="/s/", TEMPLATES=[engine])
    django.setup()
    from django.template import engines
    from django.test import RequestFactory
    for ajax in ({}, {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}):
        request = RequestFactory().get("/", **ajax)
        context = {"a": 1, "b": 1, "c": "1", "items": [1, 2], "none": None, "text": "ab", "n": 2, "digits": "2"}
        print(json.dumps(engines["django"].from_string(json.loads(sys.argv[1])).render(context, request)))
    """
SAME = [
    "{% load staticfiles i18n %}{% static 'x.css' %}",
    "{% load admin_static staticfiles %}{% static 'x.css' %}",
    "{% load static from staticfiles %}{% static 'x.css' %}",
    "{% ifequal a b %}same{% else %}other{% endifequal %}{% ifequal a c %}same{% else %}other{% endifequal %}",
    "{% ifnotequal missing none %}{% ifequal a 'x' %}1{% endifequal %}2{% else %}3{% endifnotequal %}",
    "{% ifequal text|upper 'AB' %}{% ifequal items|length 2 %}both{% endifequal %}{% endifequal %}",
    "{% if items|length_is:2 and not text|length_is:'3' %}yes{% elif a|length_is:1 %}no{% endif %}",
    "{% if a|length_is:1 or missing|length_is:2 %}yes{% else %}no{% endif %}{% if text|upper|length_is:'2' %}x{% endif %}",
    "{{ items|length_is:2 }}{{ text|length_is:'5' }}{{ text|length_is:2|yesno:'two,not' }}",
    "{% if request.is_ajax %}ajax{% else %}page{% endif %}{% if not request.is_ajax and a %}page{% endif %}",
]


def run(python: Path, code: str, *arguments: str, stdin: str = "") -> list[str]:
    done = subprocess.run(
        [python, "-W", "ignore", "-c", textwrap.dedent(code), *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"]},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("release", ["2.2", "6.1"])
def test_tags_and_words_are_those_of_django(release: str) -> None:
    python = django(release)
    home = next((python.parent.parent / "lib").iterdir()) / "site-packages/django"
    pages = PAGES + [path.read_text() for path in sorted(home.rglob("*.html"))]
    assert len(pages) > 50
    said = run(python, LEX, stdin=json.dumps(pages))
    for page, line in zip(pages, said, strict=True):
        ours = [
            [t.span.start, [w.text for w in t.words] if t.kind == "block" else []] for t in Template(PAGE, page).tags
        ]
        assert ours == json.loads(line)


@pytest.mark.slow
@pytest.mark.parametrize("page", SAME)
def test_a_fixed_page_renders_on_the_new_release_as_the_old_page_did_on_the_old(page: str) -> None:
    new = fixed(page.encode()).decode()
    assert new != page
    before = run(django("2.2"), RENDER, json.dumps(page))
    assert run(django("6.1"), RENDER, json.dumps(new)) == before
    if ".headers." not in new:  # which may be asked with underscores since 3.0
        assert run(django("2.2"), RENDER, json.dumps(new)) == before
