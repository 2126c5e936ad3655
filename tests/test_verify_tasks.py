"""What is left to do: grouping by cause, and what is known about each."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from packaging.version import Version

from upgrader.catalogue import load_rules
from upgrader.evidence import place_in
from upgrader.model import Finding, Outcome, Safety, TakenBack, TestResult, TestRun, Verdict, Versions
from upgrader.verify.installed import Definition, Installed
from upgrader.verify.tasks import Evidence, find_tasks, headline

OLD, NEW = Versions(Version("3.8"), Version("2.2")), Versions(Version("3.12"), Version("5.2"))


def verdict(
    broken: Sequence[TestResult] = (),
    vanished: Sequence[str] = (),
    errors: Sequence[TestResult] = (),
    exit_code: int | None = 1,
) -> Verdict:
    passed = tuple(TestResult(id, "passed") for id in (*(one.id for one in broken), *vanished))
    return Verdict(
        Outcome.BROKE,
        "",
        TestRun("before", OLD, 0, passed),
        TestRun("after", NEW, exit_code, (*broken, *errors)),
        broken=tuple(broken),
        vanished=tuple(vanished),
    )


def failed(id: str, why: str, at: str = "") -> TestResult:
    return TestResult(id, "failed", 0.1, why, at)


@pytest.mark.parametrize(
    ("why", "line"),
    [
        ('  File "a.py", line 3, in f\n    g()\nAttributeError: no get_col', "AttributeError: no get_col"),
        ('  File "a.py", line 3, in f\n    g()\n    ^^^\nValueError: one\nand more', "ValueError: one and more"),
        (">   f()\nE   assert 1 == 2\nE    +  where 1 = f()\n\ntests.py:4: AssertionError", "assert 1 == 2"),
        ("x.py:3: in f\nE   KeyError: 1\n\nDuring\n\nE   ImportError: no a\nx.py:9: ImportError", "ImportError: no a"),
        (
            "ImportError: Failed to import test module: a\nTraceback (most recent call last):\n"
            "  File \"a.py\", line 1, in <module>\n    import six\nModuleNotFoundError: No module named 'six'\n",
            "ModuleNotFoundError: No module named 'six'",
        ),
        ("is skipped now: no sqlite", "is skipped now: no sqlite"),
        ("", "no reason is given"),
    ],
)
def test_the_line_that_says_what_went_wrong(why: str, line: str) -> None:
    assert headline(why) == line


def test_one_cause_is_one_task_however_many_tests_and_places_it_has() -> None:
    gone = "E   AttributeError: module 'shop.compat' has no attribute 'six'"
    tasks = find_tasks(
        verdict(
            [
                failed("a", gone, "shop/a.py:3: six.text_type"),
                failed("b", gone, "shop/b.py:9: six.u('')"),
                failed("c", "AssertionError: 1 != 2", "tests/test_c.py:5: self.assertEqual(one, two)"),
                failed("d", "AssertionError: 7 != 8", "tests/test_c.py:5: self.assertEqual(one, two)"),
                failed("e", "AssertionError: False is not true", "tests/test_c.py:8: self.assertTrue(x)"),
                failed("f", "AssertionError: False is not true", "tests/test_c.py:9: self.assertTrue(y)"),
                failed("g", "<A object at 0x7f1234567890>", ""),
                failed("h", "<A object at 0x7f0987654321>", ""),
            ]
        ),
        Evidence(),
    )
    assert [(task.what, task.tests) for task in tasks] == [
        ("<A object at 0x...>", ("g", "h")),
        ("AssertionError: 1 != 2 (and 1 like it)", ("c", "d")),
        ("AttributeError: module 'shop.compat' has no attribute 'six'", ("a", "b")),
        ("AssertionError: False is not true", ("e",)),
        ("AssertionError: False is not true", ("f",)),
    ]
    assert tasks[2].places == ("shop/a.py:3: six.text_type", "shop/b.py:9: six.u('')")


def test_tests_that_an_error_hides_are_its_proof_and_the_rest_is_said_to_be_gone_without_a_reason() -> None:
    tasks = find_tasks(
        verdict(
            vanished=[
                "shop/test_a.py::test_1",
                "shop/test_a.py::T::test_2",
                "pkg.test_b.B.test_3",
                "pkg.C.test_4",
                "x",
            ],
            errors=[
                TestResult("shop/test_a.py", "error", why="E   ImportError: no a"),
                TestResult("unittest.loader._FailedTest.pkg.test_b", "error", why="ImportError: no b"),
                TestResult("setUpClass (pkg.C)", "error", why="ValueError: no c"),
            ],
        ),
        Evidence(),
    )
    assert {task.what: task.tests for task in tasks} == {
        "ImportError: no a": ("shop/test_a.py::T::test_2", "shop/test_a.py::test_1"),
        "ImportError: no b": ("pkg.test_b.B.test_3",),
        "ValueError: no c": ("pkg.C.test_4",),
        "These tests were not collected, and no error says why.": ("x",),
    }


def test_a_project_that_does_not_start_is_one_task_with_the_place_in_its_output(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "settings.py").write_text("import os\nfrom django.utils import six\n")
    said = (
        "Traceback (most recent call last):\n"
        '  File "manage.py", line 9, in <module>\n    main()\n'
        f'  File "{tmp_path}/site/settings.py", line 2, in <module>\n    from django.utils import six\n'
        '  File "/env/lib/python3.12/site-packages/x/y.py", line 4, in z\n    q\n'
        "ImportError: cannot import name 'six' from 'django.utils' (/env/django/utils/__init__.py)\n\nGoodbye.\n"
    )
    evidence = Evidence(said, rules=load_rules(), place=lambda text: place_in(text, tmp_path))
    (task,) = find_tasks(verdict(vanished=["b", "a"]), evidence)
    assert task.what.startswith("ImportError: cannot import name 'six' from 'django.utils'")
    assert task.places == ("site/settings.py:2: from django.utils import six",)
    assert task.tests == ("a", "b")
    assert any("django.utils.six" in cause and cause.startswith("DJ30") for cause in task.causes), task.causes


def test_a_failing_system_check_is_told_by_what_it_says() -> None:
    said = (
        "Traceback (most recent call last):\n"
        "django.core.management.base.SystemCheckError: System check identified some issues:\n\nERRORS:\n"
        "shop.Item.flag: (fields.E903) NullBooleanField is removed except for support in historical migrations.\n"
        "\tHINT: Use BooleanField(null=True, blank=True) instead.\n"
        "shop.Item.other: (fields.E903) NullBooleanField is removed except for support in historical migrations.\n"
    )
    (task,) = find_tasks(verdict(vanished=["a"]), Evidence(said))
    assert task.what == (
        "shop.Item.flag: (fields.E903) NullBooleanField is removed except for support in historical migrations. "
        "(and 1 more failing system checks)"
    )


def test_a_new_side_that_could_not_be_made_is_a_task_with_the_pins_that_stand_in_the_way() -> None:
    passed = TestRun("before", OLD, 0, (TestResult("a", "passed"),))
    missing = TestRun("after", NEW, None, why="The requirements cannot be resolved.")
    not_run = Verdict(Outcome.NOT_RUN, "", passed, missing)
    (task,) = find_tasks(not_run, Evidence(blocked=["shoplib has no release that supports the target."]))
    assert (task.what, task.causes) == (
        "The requirements cannot be resolved.",
        ("shoplib has no release that supports the target.",),
    )


def finding(line: int, message: str = "X is gone: use Y", must: bool = True) -> Finding:
    path = PurePosixPath("shop/a.py")
    return Finding("DJ99-x", path, line, 1, message, Safety.MANUAL, False, must, None, "5.0", "https://docs")


def test_what_is_known_about_a_place_comes_first() -> None:
    tasks = find_tasks(
        verdict([failed("a", "AttributeError: 'Q' object has no attribute 'zzz'", "shop/a.py:3: q.zzz")]),
        Evidence(
            findings=[finding(3), finding(30, "other thing is gone"), finding(40, "harmless", must=False)],
            warned=[("shop/a.py:2: q.zzz", "RemovedInDjango40Warning: zzz goes")],
            wrote=lambda path, line: "Rewrite with pyupgrade" if (path, line) == ("shop/a.py", 3) else "",
        ),
    )
    assert tasks[0].causes == (
        "DJ99-x at shop/a.py:3: X is gone: use Y https://docs",
        "The old side warned here: RemovedInDjango40Warning: zzz goes",
        "shop/a.py:3 was written by the step “Rewrite with pyupgrade”.",
        "In the same file: DJ99-x at shop/a.py:30: other thing is gone https://docs",
    )


def test_what_was_taken_back_and_must_be_is_a_task_with_its_tests() -> None:
    one = TakenBack(
        "rules", "bridge", "DJ99-x", PurePosixPath("a.py"), 7, "-old\n+new", (TestResult("t", "failed"),), must=True
    )
    (task,) = find_tasks(verdict(), Evidence(taken_back=[one]))
    assert (task.what, task.places, task.tests, task.lines) == (
        "DJ99-x, by hand",
        ("a.py:7: old",),
        ("t",),
        ("-old", "+new"),
    )


def install(site: Path, distribution: str, files: dict[str, str]) -> None:
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)
    (site / f"{distribution}.dist-info").mkdir()
    (site / f"{distribution}.dist-info" / "RECORD").write_text("".join(f"{name},,\n" for name in files))


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Installed, Installed]:
    old, new = tmp_path / "old", tmp_path / "new"
    install(
        old, "shoplib-1.0", {"shoplib/__init__.py": "", "shoplib/fields.py": "class Price:\n    def cents(self): ...\n"}
    )
    install(old, "six-1.15.0", {"six.py": "text_type = str\n"})
    install(old, "Forms_Kit-2.0", {"formskit.py": "def build(form, *, name=None): ...\n"})
    install(
        new,
        "shoplib-3.0",
        {
            "shoplib/__init__.py": "",
            "shoplib/money.py": "class Price:\n    pass\n",
            "shoplib/tests/a.py": "class Price: pass\n",
        },
    )
    install(new, "forms_kit-4.0", {"formskit.py": "def build(form, *, title=None): ...\n"})
    return Installed(old), Installed(new)


@pytest.mark.parametrize(
    ("what", "cause"),
    [
        (
            "ImportError: cannot import name 'Price' from 'shoplib.fields' (/env/fields.py)",
            "In shoplib 3.0, Price is defined in shoplib.money.",
        ),
        (
            "ImportError: cannot import name 'Cost' from 'shoplib'",
            "shoplib 3.0 defines no Cost; shoplib 1.0 did.",
        ),
        (
            "ModuleNotFoundError: No module named 'shoplib.fields'",
            "shoplib 3.0 has no module shoplib.fields; shoplib 1.0 had.",
        ),
        (
            "ModuleNotFoundError: No module named 'six'",
            "six came with six 1.15.0 on the old side and is not installed on the new one: nothing requires it there. "
            "Add it to the requirements if the code needs it.",
        ),
        (
            "AttributeError: 'Price' object has no attribute 'cents'",
            "Price.cents(self) was defined in shoplib.fields; the new side has no such method.",
        ),
        (
            "TypeError: build() got an unexpected keyword argument 'name'",
            "build of formskit took (form, *, name=None) and takes (form, *, title=None) now.",
        ),
    ],
)
def test_both_environments_say_where_a_name_went(sides: tuple[Installed, Installed], what: str, cause: str) -> None:
    old, new = sides
    (task,) = find_tasks(verdict([failed("a", what)]), Evidence(old=old, new=new))
    assert task.causes == (cause,)


FIELD = "class ForeignObject:\n    def get_extra(self, alias{more}): ...\n{rest}"


@pytest.fixture
def djangos(tmp_path: Path) -> tuple[Installed, Installed]:
    old, new = tmp_path / "old", tmp_path / "new"
    install(
        old,
        "Django-2.2",
        {
            "django/related.py": FIELD.format(more="", rest=""),
            "django/http.py": "class Response:\n    def __init__(self):\n        self._headers = {}\n",
        },
    )
    rest = "    def get_fields(self): ...\n"
    install(
        new,
        "Django-5.2",
        {
            "django/related.py": FIELD.format(more=", related", rest=rest),
            "django/http.py": "class Response:\n    def __init__(self):\n        self.headers = {}\n",
        },
    )
    install(new, "nose-1.3.7", {"nose/importer.py": "import imp\n"})
    return Installed(old), Installed(new)


@pytest.mark.parametrize(
    ("what", "causes"),
    [
        (
            "TypeError: Tags.get_extra() missing 1 required positional argument: 'related'",
            (
                "Tags.get_extra is the project's own: shop/tags.py:2: get_extra",
                "get_extra of django.related.ForeignObject took (self, alias) and takes (self, alias, related) now.",
            ),
        ),
        (
            "AttributeError: 'Tags' object has no attribute 'get_fields'",
            (
                "Tags is the project's own: shop/tags.py:2:",
                "get_fields(self) is new in Django 5.2, a method of django.related.ForeignObject: "
                "what stands in for one has to have it.",
            ),
        ),
        (
            "AttributeError: 'Response' object has no attribute '_headers'",
            ("Django 2.2 set _headers in django.http; Django 5.2 knows no such attribute.",),
        ),
    ],
)
def test_classes_of_the_project_are_held_against_those_of_django(
    djangos: tuple[Installed, Installed], what: str, causes: tuple[str, ...]
) -> None:
    old, new = djangos

    def defined(name: str, member: str) -> str:
        return f"shop/tags.py:2: {member}".strip() if name == "Tags" else ""

    (task,) = find_tasks(verdict([failed("a", what)]), Evidence(old=old, new=new, defined=defined))
    assert task.causes == causes


def test_an_import_that_fails_in_a_package_is_not_the_projects_and_folders_are_left_out(
    djangos: tuple[Installed, Installed],
) -> None:
    _, new = djangos
    site = new.site.rename(new.site.parent / "site-packages")
    why = (
        f"  File \"{site}/nose/importer.py\", line 1, in f\n    import imp\nModuleNotFoundError: No module named 'imp'"
    )
    evidence = Evidence(new=Installed(site), rules=load_rules(), folders=[(f"{site}/", "site-packages/")])
    (task,) = find_tasks(verdict([failed("a", why)]), evidence)
    assert task.causes == (
        "It is raised in nose 1.3.7 (nose/importer.py:1), a package that the project installs: "
        "another release or package is needed.",
    )
    assert task.lines[0] == '  File "site-packages/nose/importer.py", line 1, in f'


def test_definitions_leave_out_tests_and_methods_of_other_classes(sides: tuple[Installed, Installed]) -> None:
    old, new = sides
    assert new.definitions("Price") == (Definition("shoplib.money"),)
    assert old.definitions("Price", member="cents") == (Definition("shoplib.fields", "self"),)
    assert old.definitions("Price", member="euros") == ()
    assert new.version_of("Forms.Kit") == "4.0"


def test_a_module_of_a_namespace_package_is_its_own_distributions(tmp_path: Path) -> None:
    install(tmp_path, "pinax_invitations-8.0", {"pinax/invitations/__init__.py": ""})
    install(tmp_path, "pinax_teams-1.0", {"pinax/teams/__init__.py": "", "pinax/teams/models.py": ""})
    installed = Installed(tmp_path)
    assert installed.owner_of(f"{tmp_path}/site-packages/pinax/teams/models.py") == "pinax_teams 1.0"
    assert installed.owner_of(f"{tmp_path}/site-packages/pinax/invitations/__init__.py") == "pinax_invitations 8.0"


def test_what_was_installed_against_its_own_word_is_left_to_do() -> None:
    run = replace(verdict(), after=TestRun("after", NEW, 0, against=(("thing==1.1", "requires Django<5"),)))
    (task,) = find_tasks(run, Evidence(blocked=["thing==1.0 has no release", "thingy==1.0 has none either"]))
    assert task.what.startswith("thing==1.1 requires Django<5: ask for a release that does not")
    assert task.causes[0] == "thing==1.0 has no release"
    assert "which Django it is to be" in task.causes[1]
    run = replace(verdict(), after=TestRun("after", NEW, 0, against=(("thing==1.1", "requires Python <3.10"),)))
    (task,) = find_tasks(run, Evidence())
    assert "--ignore-requires-python" in task.causes[0]
