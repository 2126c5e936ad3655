"""What a requirements file says, line by line, and what becomes of one that says nothing known."""

from __future__ import annotations

import itertools
from pathlib import Path, PurePosixPath

import pytest
from packaging.requirements import Requirement

from upgrader.model import UpgraderError
from upgrader.pins.declared import pin_of, plain_pin
from upgrader.pins.inventory import Inventory, choose_requirements, read_pins
from upgrader.pins.requirements import is_requirements_file, link_name, parse

FILE = PurePosixPath("requirements.txt")


def read(root: Path, **texts: str) -> Inventory:
    """Write files, named with __ for a slash and _ for a dot before the suffix, and read them all."""
    files = []
    for name, text in texts.items():
        stem, _, suffix = name.replace("__", "/").rpartition("_")
        path = PurePosixPath(f"{stem}.{suffix}")
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())
        files.append(path)
    return read_pins(root, files)


@pytest.mark.parametrize(
    ("line", "name", "version"),
    [
        ("Django==2.2.9", "django", "2.2.9"),
        ("Django == 2.2.9", "django", "2.2.9"),
        ("Django===2.2.9", "django", "2.2.9"),
        ("Django==2.2.9  # why", "django", "2.2.9"),
        ("Django==2.2.*", "django", None),
        ("Django>=2.2,<3", "django", None),
        ("Django>=2.2,==2.2.9", "django", "2.2.9"),
        ("requests[security,socks]==2.22.0", "requests", "2.22.0"),
        ("ruamel.yaml==0.16.5", "ruamel-yaml", "0.16.5"),
        ("colorama==0.4.3 ; sys_platform == 'win32'", "colorama", "0.4.3"),
        ("six", "six", None),
    ],
)
def test_a_requirement_line_is_a_pin(tmp_path: Path, line: str, name: str, version: str | None) -> None:
    (pin,) = read(tmp_path, requirements_txt=f"# head\n\n{line}\n").pins
    assert (pin.name, pin.version, pin.line, pin.file) == (name, version, 3, FILE)
    assert pin.requirement == line.partition("  #")[0]


def test_hashes_on_continuation_lines_belong_to_the_requirement() -> None:
    text = "six==1.14.0 \\\n    --hash=sha256:aa \\\n    --hash sha256:bb\n    # via mock\npytz==2019.3\n"
    first, second = parse(text, FILE)
    assert (first.line, first.end, first.hashes) == (1, 3, ("sha256:aa", "sha256:bb"))
    assert (second.line, second.hashes) == (5, ())


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    pins = read(tmp_path, requirements_txt="\ufeffsix==1.14.0 \\\r\n  --hash=sha256:aa\r\npytz==2019.3\r\n").pins
    assert [(pin.name, pin.line, pin.hashed) for pin in pins] == [("six", 1, True), ("pytz", 3, False)]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("-e git+https://example.com/a/b.git@v1#egg=b_c", "b-c"),
        ("--editable=.", ""),
        ("-e .[test]", ""),
        ("git+ssh://git@example.com/a/b.git#egg=b&subdirectory=x", "b"),
        ("https://example.com/six-1.14.0-py2.py3-none-any.whl", "six"),
        ("./vendor/six-1.14.0.tar.gz", "six"),
        ("six @ https://example.com/six.zip", "six"),
    ],
)
def test_links_are_pins_of_unknown_status(tmp_path: Path, line: str, name: str) -> None:
    (pin,) = read(tmp_path, requirements_txt=line).pins
    assert (pin.name, pin.version, pin.status) == (name, None, "unknown")
    assert "URL" in pin.why


def test_a_link_without_a_name_has_none() -> None:
    assert link_name("git+https://example.com/a/b.git") == ""


def test_options_are_no_pins_and_an_index_in_a_file_is_reported(tmp_path: Path) -> None:
    found = read(
        tmp_path, requirements_txt="--index-url https://u:secret@example.com/simple\n--pre\n-f x\nsix==1.14.0\n"
    )
    assert [pin.name for pin in found.pins] == ["six"]
    assert [skip.why.split(";")[0] for skip in found.skipped] == [
        "line 1: --index-url is not followed",
        "line 3: --find-links is not followed",
    ]
    assert "secret" not in str(found.skipped)


def test_the_public_index_is_no_news(tmp_path: Path) -> None:
    said = "-i https://pypi.python.org/simple/\n--extra-index-url https://pypi.org/simple\n"
    assert read(tmp_path, requirements_txt=said).skipped == ()


@pytest.mark.parametrize("line", ["Django=2.2", "django == dev ==", "??", "--no-such-option x", "<<<<<<< HEAD", "-r"])
def test_a_line_that_says_nothing_known_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(UpgraderError) as caught:
        read(tmp_path, requirements_txt=f"six\n{line}\n")
    assert str(caught.value).startswith(f"requirements.txt:2: {line!r} is no requirement.")


def test_a_password_is_not_repeated_in_the_complaint(tmp_path: Path) -> None:
    with pytest.raises(UpgraderError) as caught:
        read(tmp_path, requirements_txt="six=1 --index https://me:secret@example.com\n")
    assert "secret" not in str(caught.value)


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"six\n# caf\xe9\n")
    with pytest.raises(UpgraderError, match=r"requirements\.txt:2 is not UTF-8"):
        read_pins(tmp_path, [FILE])


@pytest.mark.parametrize("name", ["docs/ref/constraints.txt", "docs/requirements/models.txt", "requirements/odd.txt"])
def test_a_file_that_is_only_called_like_requirements_is_a_row(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text("Constraints reference\n=====================\n")
    (tmp_path / FILE).write_text("six==1.14.0\n")
    inventory = read_pins(tmp_path, [PurePosixPath(name), FILE])
    assert [pin.name for pin in inventory.pins] == ["six"]
    assert [(skip.path, skip.why.partition(":")[0]) for skip in inventory.skipped] == [
        (PurePosixPath(name), "not read as requirements")
    ]
    with pytest.raises(UpgraderError, match="is no requirement"):
        read_pins(tmp_path, [PurePosixPath(name), FILE], [name])


def test_a_file_of_constraints_in_the_documentation_is_never_the_main_one(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/constraints.txt").write_text("Constraints reference\n")
    assert len(read_pins(tmp_path, [PurePosixPath("docs/constraints.txt")]).skipped) == 1


def test_includes_are_followed_once_even_in_a_circle(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        requirements__base_txt="-r dev.txt\nsix==1.14.0\n",
        requirements__dev_txt="-r base.txt\npytz==2019.3\n",
    )
    assert sorted(pin.name for pin in found.pins) == ["pytz", "six"]
    assert [str(skip.path) for skip in found.skipped] == ["requirements/dev.txt"]


def test_an_included_file_is_read_whatever_it_is_called_but_not_outside_the_project(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("pytz==2019.3\n")
    root = tmp_path / "site"
    root.mkdir()
    (root / "more.pip").write_text("six==1.14.0\n")
    found = read(root, requirements_txt="-r more.pip\n-r ../outside.txt\n-r missing.txt\n")
    assert [(pin.name, str(pin.file)) for pin in found.pins] == [("six", "more.pip")]
    assert [skip.why for skip in found.skipped] == [
        "line 2: ../outside.txt lies outside the project and was not read",
        "line 3: missing.txt does not exist",
    ]


def test_constraints_limit_and_do_not_install(tmp_path: Path) -> None:
    found = read(tmp_path, constraints_txt="six==1.14.0\n", requirements_txt="-c constraints.txt\nsix\n")
    chosen = choose_requirements(found)
    assert chosen.requirements == ("six",)
    assert chosen.constraints == ("six==1.14.0",)


@pytest.mark.parametrize(
    "path",
    ["requirements.txt", "requirements-dev.in", "dev-requirements.txt", "a/requirements/prod.txt", "constraints-3.txt"],
)
def test_requirement_files_are_known_by_their_names(path: str) -> None:
    assert is_requirements_file(PurePosixPath(path))


@pytest.mark.parametrize("path", ["notes.txt", "requirements.md", "templates/base.txt"])
def test_other_files_are_not_requirement_files(path: str) -> None:
    assert not is_requirements_file(PurePosixPath(path))


def test_a_file_for_tests_wins_and_the_other_version_is_reported(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        requirements__base_txt="Django==2.2.9\nsix==1.14.0\n",
        requirements__test_txt="Django==2.2.10\npytest==5.3.2\n",
        requirements__production_txt="gunicorn==20.0.4\n",
    )
    chosen = choose_requirements(found)
    assert sorted(chosen.requirements) == ["Django==2.2.10", "pytest==5.3.2", "six==1.14.0"]
    assert {(str(skip.path), skip.why) for skip in chosen.skipped} == {
        ("requirements/base.txt", "line 1: Django==2.2.9 left out: requirements/test.txt line 1 says Django==2.2.10"),
        ("requirements/production.txt", "line 1: gunicorn==20.0.4 left out: not a file that tests need, by its name"),
    }


def test_a_production_file_counts_when_it_is_the_only_one(tmp_path: Path) -> None:
    assert choose_requirements(read(tmp_path, requirements__production_txt="six==1.14.0\n")).requirements == (
        "six==1.14.0",
    )


def test_configured_files_are_the_only_ones_taken(tmp_path: Path) -> None:
    found = read(tmp_path, requirements_txt="six==1.14.0\n", requirements__ci_txt="pytz==2019.3\n")
    chosen = choose_requirements(found, ["requirements.txt"])
    assert chosen.requirements == ("six==1.14.0",)
    assert len(chosen.skipped) == 1


def test_a_range_that_excludes_the_exact_pin_is_left_out(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        requirements_txt="Django==2.2.9\n",
        setup_py='from setuptools import setup\nsetup(install_requires=["Django>=3", "six>=1"])\n',
    )
    chosen = choose_requirements(found)
    assert chosen.requirements == ("Django==2.2.9", "six>=1")
    assert [skip.why for skip in chosen.skipped] == [
        "line 2: Django>=3 left out: requirements.txt line 1 says Django==2.2.9"
    ]


def test_a_compiled_file_stands_for_its_source(tmp_path: Path) -> None:
    found = read(tmp_path, requirements_in="Django<3\n", requirements_txt="django==2.2.9\n")
    assert choose_requirements(found).requirements == ("django==2.2.9",)


def test_the_project_itself_is_not_among_the_requirements(tmp_path: Path) -> None:
    found = read(tmp_path, requirements_txt="-e .\n./lib\ngit+https://example.com/x.git#egg=x\n")
    chosen = choose_requirements(found)
    assert chosen.requirements == ("git+https://example.com/x.git#egg=x",)
    assert len(chosen.skipped) == 2


def test_a_requirements_file_that_constrains_another_is_installed_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("django==2.2.10\n")
    (tmp_path / "requirements-dev.in").write_text("-c requirements.txt\nmock\n")
    files = [PurePosixPath("requirements-dev.in"), PurePosixPath("requirements.txt")]
    chosen = choose_requirements(read_pins(tmp_path, files))
    assert set(chosen.requirements) == {"django==2.2.10", "mock"}
    assert chosen.constraints == ()


def test_a_frozen_file_wins_over_loose_ones_that_disagree_with_it(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements.txt").write_text("markdown==3.1.1\npytz==2019.3\n")
    (tmp_path / "requirements" / "test.txt").write_text("markdown==2.6.4\npytz\ncoverage\n")
    (tmp_path / "requirements" / "maintainer.txt").write_text("pytz==2016.6.1\ntwine\n")
    files = [
        PurePosixPath(name) for name in ("requirements.txt", "requirements/test.txt", "requirements/maintainer.txt")
    ]
    chosen = choose_requirements(read_pins(tmp_path, files))
    assert {"markdown==3.1.1", "pytz==2019.3"} <= set(chosen.requirements)
    assert not {"markdown==2.6.4", "pytz==2016.6.1"} & set(chosen.requirements)
    assert {row.path.name for row in chosen.skipped} == {"test.txt", "maintainer.txt"}


def test_a_frozen_pin_wins_over_a_link_to_a_repository(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements.txt").write_text("shelf==1.1.2\n")
    (tmp_path / "requirements" / "test.txt").write_text("git+https://example.com/shelf.git@main#egg=shelf\npytest\n")
    files = [PurePosixPath("requirements.txt"), PurePosixPath("requirements/test.txt")]
    chosen = choose_requirements(read_pins(tmp_path, files))
    assert set(chosen.requirements) == {"shelf==1.1.2", "pytest"}
    assert [row.path.name for row in chosen.skipped] == ["test.txt"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("-r a\0b.txt", "line 1: 'a\\x00b.txt' is no file name"),
        (f"-r {'a' * 5000}", f"line 1: '{'a' * 80}' is no file name"),
        ("-r .", "line 1: . does not exist"),
        ("http://[options]", ""),
        ("https://[::1/x.whl", ""),
    ],
)
def test_what_looks_like_a_file_or_a_link_and_is_none_does_not_stop_the_rest(
    tmp_path: Path, line: str, why: str
) -> None:
    found = read(tmp_path, requirements_txt=f"{line}\nsix==1.14.0\n")
    assert found.pins[-1].name == "six"
    assert [skip.why for skip in found.skipped] == ([why] if why else [])


def test_a_version_of_thousands_of_digits_is_no_requirement(tmp_path: Path) -> None:
    with pytest.raises(UpgraderError, match=r"requirements\.txt:1: 'six==1111"):
        read(tmp_path, requirements_txt=f"six=={'1' * 5000}\n")


@pytest.mark.parametrize(
    ("manifest", "text"),
    [
        ("setup.py", "from setuptools import setup\nNAME = 'Book_Shop'\nsetup(name=NAME)\n"),
        ("setup.cfg", "[metadata]\nname = book-shop\n"),
        ("pyproject.toml", '[project]\nname = "book.shop"\nversion = "1"\n'),
        ("pyproject.toml", '[tool.poetry]\nname = "book-shop"\n'),
    ],
)
def test_what_asks_for_the_project_itself_is_no_requirement(tmp_path: Path, manifest: str, text: str) -> None:
    (tmp_path / manifest).write_text(text)
    (tmp_path / "template").mkdir()
    (tmp_path / "template" / "requirements.txt").write_text("book-shop==1.0\nbook-shopping==1.0\n")
    found = read_pins(tmp_path, [PurePosixPath(manifest), PurePosixPath("template/requirements.txt")])
    assert [pin.requirement for pin in found.pins] == ["book-shopping==1.0"]
    assert "book-shop==1.0 is the project itself" in " ".join(skip.why for skip in found.skipped)


def test_a_circle_is_named_with_what_to_do(tmp_path: Path) -> None:
    inventory = read(
        tmp_path, requirements_txt="six==1.14.0\n-r a.txt\n", a_txt="\n-r requirements.txt\npytz==2019.3\n"
    )
    assert [pin.name for pin in inventory.pins] == ["six", "pytz"]
    assert [f"{skip.path} {skip.why}" for skip in inventory.skipped] == [
        "a.txt line 2: requirements.txt -> a.txt -> requirements.txt goes in a circle, which pip refuses: "
        "remove one of these lines"
    ]


def test_of_two_files_of_exact_pins_that_disagree_the_fuller_one_wins(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        requirements_txt="Django==3.1.4\npytest==6.1.2\npytz==2020.4\n",
        requirements__test_txt="pytest==5.0.1\ntox==3.13.2\n",
    )
    chosen = choose_requirements(found)
    assert sorted(chosen.requirements) == ["Django==3.1.4", "pytest==6.1.2", "pytz==2020.4", "tox==3.13.2"]
    assert [skip.why for skip in chosen.skipped] == [
        "line 1: pytest==5.0.1 left out: requirements.txt line 2 says pytest==6.1.2"
    ]


def test_what_is_read_without_a_parser_is_what_the_parser_says() -> None:
    operators = ("==", ">=", "<=", "<", ">", "!=", "~=", "===", "=>", " >= ")
    versions = ("1", "1.2", "1.2.*", "1.*", "2.0a1", "*", "1.", "01.2")
    clauses = [operator + version for operator in operators for version in versions]
    file, known = PurePosixPath("requirements.txt"), 0
    for one, other in itertools.product(clauses, ["", ",<3", ", !=1.2.*", "; python_version<'3'"]):
        text = f"Foo_bar{one}{other}"
        if pin := plain_pin(text, file, 1):
            known += 1
            assert pin == pin_of(Requirement(text), file, 1, text=text)
    assert known > 100
