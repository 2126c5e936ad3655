"""HTML that tests expect: what the table of announced changes explains, where it is written, and what a run makes of it."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import textwrap
from pathlib import Path, PurePosixPath

import pytest
from packaging.version import Version
from releases import django
from test_run import git, make, run, trailers
from test_verify_probe import bare, environment, outcomes, write
from test_verify_probe import run as run_recorded

from upgrader.model import Compared, TestResult, Versions
from upgrader.rendering.announced import ATTRIBUTES, ELEMENTS, SPELLINGS, Row
from upgrader.rendering.causes import causes
from upgrader.rendering.differences import apply, explain, first_difference, same_markup, without_announced
from upgrader.rendering.places import Literal, place, read_literals, whole_file
from upgrader.verify import probe
from upgrader.verify.tasks import headline


def versions(django: str) -> Versions:
    return Versions(Version("3.12"), Version(django))


def explained(
    how: str, left: str, right: str, old: str = "2.2", new: str = "5.2", count: int | None = None
) -> str | None:
    """Return what is to be expected instead, None where that is not explained."""
    found = explain(Compared(how, left, right, count), versions(old), versions(new))
    return None if found is None else apply(found.expected, found.edits)


FIELD = '<input type="text" name="x" required id="id_x">'
HELPED = '<input type="text" name="x" required aria-describedby="id_x_helptext" id="id_x">'
HELP = '<span class="helptext">Some help</span>'
HELP_ID = '<span class="helptext" id="id_x_helptext">Some help</span>'


# -- the table -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "before", "after"),
    [
        ("5.0", FIELD, HELPED),
        ("5.0", HELP, HELP_ID),
        ("5.0", '<textarea id="id_x">a</textarea>', '<textarea aria-invalid="true" id="id_x">a</textarea>'),
        ("5.1", "<fieldset><p>a</p></fieldset>", '<fieldset aria-describedby="id_x_helptext"><p>a</p></fieldset>'),
        ("5.2", '<select id="id_x"></select>', '<select aria-describedby="id_x_error" id="id_x"></select>'),
        ("5.2", HELPED, HELPED.replace("_helptext", "_helptext id_x_error")),
        ("5.2", '<ul class="errorlist"><li>a</li></ul>', '<ul class="errorlist" id="id_x_error"><li>a</li></ul>'),
        ("4.2", '<input type="email" name="x">', '<input type="email" name="x" maxlength="320">'),
        ("5.0", '<input type="text" name="x">', '<input type="text" name="x" maxlength="39">'),
        ("3.0", '<input type="password">', '<input type="password" autocomplete="new-password">'),
        ("2.1", '<input type="file" id="id_x">', '<input type="file" accept="image/*" id="id_x">'),
        ("4.0", '<label for="id_x_0">X:</label>', "<label>X:</label>"),
        ("3.1", '<script type="text/javascript" src="a.js"></script>', '<script src="a.js"></script>'),
        ("4.1", '<link href="a.css" type="text/css" rel="stylesheet">', '<link href="a.css" rel="stylesheet">'),
        ("2.2", '<option value="2">Yes</option>', '<option value="true">Yes</option>'),
        ("2.1", '<option value="0">---</option>', '<option value="">---</option>'),
        (
            "4.0",
            '<ul id="id_x"><li><label for="id_x_0"><input type="radio" id="id_x_0"> A</label></li></ul>',
            '<div id="id_x"><div><label for="id_x_0"><input type="radio" id="id_x_0"> A</label></div></div>',
        ),
    ],
)
def test_a_row_explains_what_it_announces_between_its_releases_and_in_one_direction(
    since: str, before: str, after: str
) -> None:
    earlier = f"{int(since[0]) - 1}.2"
    for how in ("html", "equal"):
        assert explained(how, before, after, earlier, since) == after
        assert explained(how, after, before, earlier, since) == after  # which of the two was expected is not known
        assert explained(how, before, after, since, "6.1") is None
        assert explained(how, before, after, "1.1", earlier) is None


def test_every_row_says_where_it_is_announced() -> None:
    rows: list[Row] = [*ATTRIBUTES, *ELEMENTS, *SPELLINGS]
    for row in rows:
        assert row.docs.startswith("https://docs.djangoproject.com/en/")
        assert row.since in row.docs


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (FIELD, HELPED.replace("id_x_helptext", "id_other_helptext")),  # of another field
        (FIELD, FIELD.replace("required", 'required data-role="tag"')),
        (FIELD, HELPED.replace('name="x"', 'name="y"')),
        (FIELD, HELPED.replace("required ", "")),
        (FIELD, HELPED + "<br>"),
        (f"{FIELD} now", f"{HELPED} then"),
        ('<p class="helptext">a</p>', '<p class="helptext" id="help">a</p>'),
        ('<span class="hint">a</span>', '<span class="hint" id="id_x_helptext">a</span>'),
        ("<ul><li>a</li></ul>", "<div><div>a</div></div>"),
        ('<label for="id_x">X:</label>', "<label>X:</label>"),
        ('<input type="text" id="id_x">', '<input type="email" id="id_x">'),
        ("plain", "text"),
        ("", HELPED),
    ],
)
def test_what_no_row_announces_explains_nothing_even_beside_something_that_one_does(before: str, after: str) -> None:
    assert explained("html", before, after) is None
    assert explained("html", f"{FIELD}{before}", f"{HELPED}{after}") is None


def test_a_comparison_of_plain_texts_sees_more_than_one_of_html() -> None:
    old, new = "<p>It&#39;s <br /></p>", "<p>It&#x27;s <br></p>"
    assert explained("equal", old, new, "2.0", "5.2") == new
    assert explained("equal", old, new, "2.2", "5.2") is None  # the slash went in 2.1
    assert explained("equal", f"<p>{FIELD} </p>", f"<p>{HELPED}</p>") is None
    assert explained("in", "It&#39;s", f"<p>And: {old}</p>".replace("&#39;", "&#x27;"), "2.2") == "It&#x27;s"
    assert explained("in", "It", "<p>is</p>", "2.2") is None
    assert explained("html", f"<p>{FIELD} </p>", f"<p>{HELPED}</p>") == f"<p>{HELPED} </p>"


def test_a_part_is_found_in_the_whole_and_has_to_be_there_as_often_as_it_was() -> None:
    page = f"<form>{HELPED}{HELP_ID}</form>"
    assert explained("in html", FIELD, page) == HELPED
    assert explained("in html", f"{FIELD}{HELP}", page) == f"{HELPED}{HELP_ID}"
    assert explained("in", f"{FIELD}<span", page) is None  # half a tag
    assert explained("in", f"<form>{FIELD}", page) == f"<form>{HELPED}"
    assert explained("in html", FIELD, page, count=1) == HELPED
    assert explained("in html", FIELD, page, count=2) is None
    two = page + page.replace("id_x_helptext", "id_x_error").replace(HELP, "")
    assert explained("in html", FIELD, two) is None  # which of the two is meant?
    assert explained("not in", FIELD, page) is None


def test_broken_and_huge_html_is_read_in_reasonable_time() -> None:
    for text in ("<" * 50_000, "<a '" * 20_000, '<p class="' * 20_000, f"{FIELD}\ud800\0<!--"):
        assert explained("html", text, text + "<p>") is None
        assert isinstance(without_announced(text, versions("2.2"), versions("5.2"))[0], str)
    many = FIELD * 2000
    assert explained("html", many, HELPED * 2000) == HELPED * 2000


RENDER = """
import json
from django.conf import settings
settings.configure(USE_TZ=True, USE_I18N=False, TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}])
import django
django.setup()
from django import forms
names = "Char Integer Float Boolean NullBoolean Date DateTime Time Email URL Slug File UUID GenericIPAddress SplitDateTime"
fields = {name: getattr(forms, name + "Field") for name in names.split()}
choices = [("a", "A"), ("b", "B's")]
for name in ("Select", "RadioSelect"):
    fields[name] = lambda name=name, **more: forms.ChoiceField(choices=choices, widget=getattr(forms, name), **more)
for name in ("SelectMultiple", "CheckboxSelectMultiple"):
    fields[name] = lambda name=name, **more: forms.MultipleChoiceField(choices=choices, widget=getattr(forms, name), **more)
for name in ("Textarea", "PasswordInput", "HiddenInput", "ClearableFileInput", "NullBooleanSelect"):
    fields[name] = lambda name=name, **more: forms.CharField(widget=getattr(forms, name), **more)
found = {}
for name, make in fields.items():
    for help in ("", "Some help"):
        for data in (None, {"x": ""}):
            form = type("Form", (forms.Form,), {"x": make(help_text=help)})(data)
            for how in ("as_p", "as_table", "as_ul"):
                found[" ".join([name, help, str(data), how])] = str(getattr(form, how)())
print(json.dumps(found))
"""


@pytest.mark.slow
@pytest.mark.parametrize(("old", "new"), [("2.2", "5.2"), ("3.2", "6.1"), ("4.2", "6.1")])
def test_the_table_explains_all_that_releases_render_differently(old: str, new: str) -> None:
    before, after = (
        json.loads(
            subprocess.run([django(release), "-W", "ignore", "-c", RENDER], capture_output=True, check=True).stdout
        )
        for release in (old, new)
    )
    assert before.keys() == after.keys()
    differ = [key for key in before if not same_markup(before[key], after[key])]
    assert len(differ) > 50
    for key in differ:
        told = explained("html", before[key], after[key], old, new)
        assert told is not None, (key, before[key], after[key])
        assert same_markup(told, after[key])


# -- where it is written ---------------------------------------------------------------------------------------------

PATH = PurePosixPath("tests/test_forms.py")


def rewritten(source: str, expected: str, actual: str, line: int, how: str = "html", *more: Literal) -> str | None:
    """Return the source with what it expects changed, None where that is not found in one place."""
    found = explain(Compared(how, expected, actual), versions("2.2"), versions("5.2"))
    assert found is not None
    edits = place(found.expected, found.edits, (*read_literals(PATH, source), *more), [(str(PATH), line)])
    if edits is None:
        return None
    for edit in sorted(edits, key=lambda one: one.start, reverse=True):
        source = source[: edit.start] + edit.text + source[edit.end :]
    ast.parse(source)
    return source


ARIA = ' aria-describedby="id_x_helptext"'


@pytest.mark.parametrize(
    "code",
    [
        'E = \'<input type="text" name="x" required@ id="id_x">\'',
        'E = b\'<input type="text" name="x" required@ id="id_x">\'',
        "E = r'''<input type=\"text\" name=\"x\" required@ id=\"id_x\">'''",
        'E = (\'<input type="text" \'  # a "comment"\n     \'name="x" required@ id="id_x">\')',
        'E = \'<input type="text" name="x"\' + \' required@ id="id_x">\'',
        "E = '\\n'.join(['<input type=\"text\"', 'name=\"x\" required@', 'id=\"id_x\">'])",
        "E = dedent('''\n    <input type=\"text\"\n        name=\"x\" required@\n    id=\"id_x\">\n    ''')",
        "E = '<input type=\"text\" name=\"%s\" required@ id=\"id_%s\">' % ('x', 'x')",
        'E = \'<input type="text" name="{0}" required@ id="id_{0}">\'.format(\'x\')',
        'E = f\'<input type="text" name="{name}" required@ id="id_{name}">\'',
        "E = '<input type=\"text\" name=\"' + name + '\" required@ id=\"id_' + name + '\">'",
        'E = \'\\x3cinput type="text"\\tname="x" required@ id="id_x">\'',
        'é = \'é\'; E = \'<input type="text" name="x" required@ id="id_x">\'',
    ],
)
def test_only_the_attribute_is_inserted_however_the_expectation_is_written(code: str) -> None:
    source = f"import unittest\n\n{code}\n"
    assert rewritten(source.replace("@", ""), FIELD, HELPED, 3) == source.replace("@", ARIA)


def test_quotes_are_escaped_where_they_must_be_and_a_raw_text_that_cannot_is_left() -> None:
    escaped, aria = FIELD.replace('"', '\\"'), ARIA.replace('"', '\\"')
    assert rewritten(f'E = "{escaped}"\n', FIELD, HELPED, 1) == f'E = "{escaped}"\n'.replace(
        "required", f"required{aria}"
    )
    single, after = (text.replace('"', "'") for text in (FIELD, HELPED))
    assert rewritten(f'E = "{single}"\n', single, HELPED, 1) == f'E = "{after}"\n'
    bare, helped = "<input id=id_x>", f"<input{ARIA} id=id_x>"
    assert rewritten(f"E = r'{bare}'\n", bare, helped, 1) == f"E = r'{helped}'\n"
    assert rewritten(f'E = r"""{bare}"""\n', bare, helped, 1) == f'E = r"""{helped}"""\n'
    assert rewritten(f'E = r"{bare}"\n', bare, helped, 1) is None


def test_what_formatting_fills_in_is_looked_for_where_it_stands() -> None:
    source = """
    PARTS = {"help": '<span class="helptext">'}

    def test():
        check('<p>%(field)s, %(help)sSome help</span></p>' % PARTS)
    """
    source = textwrap.dedent(source)
    expected = f"<p><b>x</b>, {HELP}</p>"
    actual = expected.replace(HELP, HELP_ID)
    after = source.replace('"helptext">', '"helptext" id="id_x_helptext">')
    assert rewritten(source, expected, actual, 5) == after
    twice = source.replace("PARTS = {", "PARTS = {1: '<span class=\"helptext\">', ")
    assert rewritten(twice, expected, actual, 5) is None


def test_the_place_nearest_to_the_assertion_is_meant_and_of_two_as_near_none() -> None:
    one = f"def test_one():\n    check(1, '{FIELD}')\n    check(2, '{FIELD}')\n\n"
    two = f"def test_two():\n    a = '{FIELD}'\n    check(a)\n"
    source = one + two
    assert rewritten(source, FIELD, HELPED, 3) == source.replace(f"2, '{FIELD}'", f"2, '{HELPED}'")
    assert rewritten(source, FIELD, HELPED, 7) == source.replace(f"a = '{FIELD}'", f"a = '{HELPED}'")
    assert rewritten(source, FIELD, HELPED, 1) is None
    assert rewritten(source, FIELD, HELPED, 4) is None


def test_a_file_of_expected_html_is_edited_as_it_is_laid_out() -> None:
    text = '<p>\n  <input type="text"\n    name="x" required\n    id="id_x">\n</p>\n'
    found = explain(Compared("html", f"<p>{FIELD}</p>", f"<p>{HELPED}</p>"), versions("2.2"), versions("5.2"))
    assert found is not None
    (edit,) = place(found.expected, found.edits, [whole_file(PurePosixPath("a.html"), text)], []) or ()
    assert text[: edit.start] + edit.text + text[edit.end :] == text.replace("required", f"required{ARIA}")
    assert same_markup(text, "<p><input id='id_x' name=x type=text required></p>")
    assert not same_markup(text, f"<p>{HELPED}</p>")


def test_source_that_is_not_python_has_no_literals() -> None:
    for source in ("E = '<p>", "E = f'<p>{'", "\0", "E = " + "(" * 5000):
        assert read_literals(PATH, source) == ()


# -- causes ----------------------------------------------------------------------------------------------------------


def said(one: Compared, code: str = "", old: str = "2.2") -> str:
    return "\n".join(causes(one, f"test_a.py:3: {code}", versions(old), versions("5.2")))


def test_two_texts_are_shown_from_where_they_differ_and_what_django_has_to_do_with_it() -> None:
    assert first_difference("a" * 100 + "b" + "c" * 100, "a" * 100 + "d") == (
        f"...{'a' * 30}b{'c' * 59}...",
        f"...{'a' * 30}d",
    )
    assert first_difference("a b", "a  b") == ("a b", "a  b")
    assert (
        said(Compared("equal", "one two", "one three"))
        == "The two texts differ from here on: “one two” and “one three”."
    )
    whole = said(Compared("html", FIELD, HELPED))
    assert "Django announces all of the difference: a form field with a help text names its id" in whole
    assert "Django 5.0, https://docs.djangoproject.com/en/5.0/releases/5.0/" in whole
    assert "Django" not in said(Compared("html", FIELD, HELPED), old="5.0")
    assert "Django announces a part of it, and not the rest" in said(Compared("html", f"{FIELD}a", f"{HELPED}b"))
    assert said(Compared("in", "a", "b")) == ""


def test_a_word_that_is_only_in_what_django_announces_is_told() -> None:
    page = '<ul class="errorlist" id="id_x_error"><li>a</li></ul>'
    assert "“_error” is only in what Django announces: the errors" in said(Compared("not in", "_error", page))
    assert said(Compared("not in", "errorlist", page)) == ""
    counted = Compared(texts=(("html", page), ("other", page)))
    assert "“error” is 2 times in html, 1 of them in what Django announces" in said(
        counted, "assert html.count('error') == 1"
    )
    assert said(counted, "assert html.count('errorlist') == 2") == ""


# -- what the probe records ------------------------------------------------------------------------------------------

AWKWARD = """
    import unittest

    class Own(str):
        def __repr__(self): raise RuntimeError
        def __str__(self): raise RuntimeError
        def __len__(self): return 3

    class Broken:
        def __repr__(self): raise RuntimeError
        @property
        def content(self): raise RuntimeError

    class Lazy:
        asked = []
        @property
        def __class__(self):
            self.asked.append(1)
            return str

    class Awkward(unittest.TestCase):
        maxDiff = None
        def test_texts(self):
            page = "<p>" + "x" * 10
            self.assertEqual("<b>one</b>", "<b>two</b>")
        def test_bytes(self):
            self.assertIn(b"\\xff<p>", b"\\xfe<p>")
        def test_surrogates(self):
            self.assertMultiLineEqual("<p>\\ud800", "<p>\\udfff")
        def test_huge(self):
            self.assertNotIn("a", "a" * 300000)
        def test_numbers(self):
            self.assertEqual(1, 2)
        def test_own(self):
            self.assertTrue(self.same(Own("<p>"), Own("<b>")), "no")
        def same(self, one, other):
            return False
        def test_lazy(self):
            lazy = Lazy()
            self.assertEqual("<p>", "<b>")
        def test_lazy_is_not_asked(self):
            self.assertEqual(Lazy.asked, [])
        def test_broken(self):
            assertHTMLEqual(Broken(), Broken())
        def test_subtests(self):
            with self.subTest(n=1):
                self.assertEqual("<i>", "<u>")
        def test_caught(self):
            with self.assertRaises(AssertionError):
                self.assertEqual("<i>", "<u>")

    def assertHTMLEqual(html1, html2):
        raise AssertionError
"""


@pytest.mark.parametrize("version", ["3.6", "3.8", "3.12", "3.14"])
def test_the_texts_of_failed_assertions_are_recorded_whatever_they_are(tmp_path: Path, version: str) -> None:
    write(tmp_path, test_awkward=AWKWARD)
    done, recorded = run_recorded(tmp_path, *bare(tmp_path, version, "unittest", "test_awkward"))
    found = {id.rpartition("test_")[2]: one.compared for id, one in recorded.items()}
    assert set(outcomes(recorded).values()) == {"passed", "failed"}, done.stderr
    texts = found["texts"]
    assert texts is not None
    assert (texts.how, texts.left, texts.right) == ("equal", "<b>one</b>", "<b>two</b>")
    assert texts.texts == (("page", "<p>xxxxxxxxxx"),)
    assert [path for path, _ in texts.frames] == ["test_awkward.py"]
    raw, lone, subtests = found["bytes"], found["surrogates"], found["subtests"]
    assert raw is not None
    assert (raw.how, raw.left, raw.right) == ("in", "\ufffd<p>", "\ufffd<p>")
    assert lone is not None
    assert lone.left == "<p>\ud800"
    assert found["lazy"] is not None
    assert found["lazy"].texts == ()
    assert recorded["test_awkward.Awkward.test_lazy_is_not_asked"].outcome == "passed"
    assert subtests is not None
    assert subtests.left == "<i>"
    assert [found[name] for name in ("huge", "numbers", "own", "broken", "caught")] == [None] * 5


def test_what_pytest_compares_is_recorded_too(tmp_path: Path) -> None:
    write(
        tmp_path,
        test_plain="""
        def test_equal():
            html = "<i>1</i>"
            assert html == "<b>2</b>"

        def test_in():
            assert b"<i>" not in b"<p><i></p>"

        def test_call():
            html = "<i>"
            assert html.count("i") == 2

        def test_caught_before():
            try:
                assert "<i>" == "<u>"
            except AssertionError:
                pass
            raise OSError
        """,
    )
    command = bare(tmp_path, f"{sys.version_info[0]}.{sys.version_info[1]}")[:2]
    start = (
        f"import site, sys; site.addsitedir({str(tmp_path / 'site')!r}); import pytest; sys.exit(pytest.main(['-q']))"
    )
    _, recorded = run_recorded(tmp_path, sys.executable, command[1], start)
    found: dict[str, TestResult] = {id.rpartition("::")[2]: one for id, one in recorded.items()}
    equal, inside, call = (found[name].compared for name in ("test_equal", "test_in", "test_call"))
    assert equal is not None
    assert (equal.how, equal.left, equal.right) == ("equal", "<i>1</i>", "<b>2</b>")
    assert equal.frames == (("test_plain.py", 4),)
    assert inside is not None
    assert (inside.how, inside.left) == ("not in", "<i>")
    assert call is not None
    assert (call.how, call.texts) == ("", (("html", "<i>"),))
    assert found["test_caught_before"].compared is None


def test_of_a_long_message_of_pytest_the_first_line_is_kept_which_says_what_it_was() -> None:
    message = [f"E         line {number}" for number in range(20)]
    text = "\n".join(
        ["    code", ">   assert a == b", "E   assert 1 == 2", "E", *message, "", "test_a.py:3: AssertionError"]
    )
    short = probe._last_lines(text)
    assert len(short.splitlines()) == 12
    assert headline(short) == "assert 1 == 2"
    assert short.endswith("E         line 19\n\ntest_a.py:3: AssertionError")
    assert probe._last_lines("\n".join("abcdefghijklmnop")) == "\n".join("efghijklmnop")


@pytest.mark.slow
@pytest.mark.parametrize("options", [[], ["--parallel", "2"]], ids=["alone", "parallel"])
def test_djangos_own_assertions_are_known_by_both_of_their_values(tmp_path: Path, options: list[str]) -> None:
    write(
        tmp_path,
        settings="""
        SECRET_KEY = "x"
        ROOT_URLCONF = "urls"
        DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
        ALLOWED_HOSTS = ["*"]
        """,
        urls="""
        from django.http import HttpResponse
        from django.urls import path
        urlpatterns = [path("", lambda request: HttpResponse("<p>one</p><p>two</p>"))]
        """,
        test_django="""
        from django.test import SimpleTestCase

        class One(SimpleTestCase):
            def test_equal(self):
                self.assertHTMLEqual("<p>one</p>", "<p>two</p>")
            def test_in(self):
                self.assertInHTML("<p>one</p>", "<b><p>two</p></b>", count=1)

        class Other(SimpleTestCase):
            def test_contains(self):
                self.assertContains(self.client.get("/"), "<p>three</p>", html=True)
            def test_contains_twice(self):
                self.assertContains(self.client.get("/"), "one", 2)
            def test_status(self):
                self.assertContains(self.client.get("/none"), "one")
        """,
    )
    interpreter = environment(tmp_path, "3.12", "django==5.2", "tblib")
    command: list[str | Path] = [interpreter, "-m", "django", "test", "--settings=settings", "--pythonpath=.", *options]
    done, recorded = run_recorded(tmp_path, *command)
    found = {id.rpartition(".test_")[2]: one.compared or Compared() for id, one in recorded.items()}
    page = "<p>one</p><p>two</p>"
    assert {name: (one.how, one.left, one.right, one.count) for name, one in found.items()} == {
        "equal": ("html", "<p>one</p>", "<p>two</p>", None),
        "in": ("in html", "<p>one</p>", "<b><p>two</p></b>", 1),
        "contains": ("in html", "<p>three</p>", page, None),
        "contains_twice": ("in", "one", page, 2),
        "status": ("in", "one", found["status"].right, None),  # the page of an error; nothing will be like it
    }, done.stderr


# -- a whole run -----------------------------------------------------------------------------------------------------

SETTINGS = """
    SECRET_KEY = "x"
    USE_TZ = True
    INSTALLED_APPS = []
    DATABASES = {}
    TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
"""

FORMS = """
    from django import forms


    class TagForm(forms.Form):
        tags = forms.CharField(help_text="With commas.")
        size = forms.CharField()
"""

TESTS = """
    from django.test import SimpleTestCase
    from django.test.html import parse_html

    from forms import TagForm

    START = '<span class="helptext">'


    class FormTests(SimpleTestCase):
        def test_field(self):
            self.assertHTMLEqual(
                str(TagForm()["tags"]),
                '<input type="text" name="tags"'  # in two parts
                ' required id="id_tags">',
            )

        def test_twice(self):
            form = TagForm({"tags": "a", "size": "b"})
            self.assertHTMLEqual(str(form["tags"]), "<input name='tags' value='a' type='text' required id='id_tags'>")
            self.assertInHTML("%sWith commas.</span>" % START, form.as_p())

        def test_file(self):
            with open("expected.html") as file:
                self.assertHTMLEqual(TagForm().as_p(), file.read())

        def test_parsed(self):
            self.assertEqual(
                parse_html(str(TagForm()["tags"])),
                parse_html("<input name=tags type=text id=id_tags required>"),
            )

        def test_more_than_that(self):
            self.assertHTMLEqual(str(TagForm()["tags"]), '<input type="text" name="labels" required id="id_tags">'
                                 .replace("labels", "tags"))

        def test_counted(self):
            html = TagForm().as_p()
            self.assertEqual(html.count("helptext"), 1)
"""

EXPECTED = """\
<p><label for="id_tags">Tags:</label>
  <input type="text" name="tags" required id="id_tags">
  <span class="helptext">With commas.</span></p>
<p><label for="id_size">Size:</label>
  <input type="text" name="size" required id="id_size"></p>
"""


@pytest.mark.slow
def test_expectations_of_html_are_changed_in_a_commit_of_their_own_and_what_cannot_be_is_a_task(tmp_path: Path) -> None:
    project = make(tmp_path / "site", settings=SETTINGS, forms=FORMS, test_forms=TESTS)
    (project / "expected.html").write_text(EXPECTED)
    (project / "requirements.txt").write_text("Django==2.2.28\n")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "More")
    arguments = ("--to-django", "5.2", "--test-command", "python -m django test --settings=settings")
    code, report, heard = run(project, *arguments)
    assert code == 1, heard
    broken = {one["id"].rpartition(".")[2] for one in report["verdict"]["broken"]}
    assert broken == {"test_more_than_that", "test_counted"}, heard
    assert "6 expectations of HTML in tests were changed to what Django 5.0 announces" in report["verdict"]["why"]
    (commit,) = git(
        project, "log", "--format=%H", "-1", "--grep=^Upgrader-Step: expectations$", report["branch"]
    ).split()
    diff = git(project, "show", "--format=", "-U0", commit)
    added = [line[1:].strip() for line in diff.splitlines() if line.startswith("+") and not line.startswith("+++")]
    removed = [line[1:].strip() for line in diff.splitlines() if line.startswith("-") and not line.startswith("---")]
    assert sorted(added) == sorted(
        [
            '<input type="text" name="tags" required aria-describedby="id_tags_helptext" id="id_tags">',
            '<span class="helptext" id="id_tags_helptext">With commas.</span></p>',
            'parse_html("<input aria-describedby=\\"id_tags_helptext\\" name=tags type=text id=id_tags required>"),',
            'START = \'<span class="helptext" id="id_tags_helptext">\'',
            '\' required aria-describedby="id_tags_helptext" id="id_tags">\',',
            "self.assertHTMLEqual(str(form[\"tags\"]), \"<input name='tags' value='a' type='text' required "
            "aria-describedby='id_tags_helptext' id='id_tags'>\")",
        ]
    )
    assert len(removed) == 6
    told = trailers(project, report["branch"], "Upgrader-Expectation")
    assert len(told) == len(report["expectations"]) == 6
    assert {one["since"] for one in report["expectations"]} == {"5.0"}
    tasks = "\n".join(cause for task in report["tasks"] for cause in task["causes"])
    assert "Django announces all of the difference: a form field with a help text names its id" in tasks
    assert "“helptext” is 3 times in html, 2 of them in what Django announces" in tasks

    code, again, heard = run(project, "--resume", *arguments)
    assert again["expectations"] == report["expectations"]
    assert again["verdict"]["why"] == report["verdict"]["why"]
    assert "looking for where they say so" not in heard
