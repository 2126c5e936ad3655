"""What the files look like afterwards: their own style, the new versions, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path, PurePosixPath

import pytest
from packaging.version import Version

from upgrader.model import Change, Pin, Skip, Versions
from upgrader.pins.index import File, Metadata, Release
from upgrader.pins.inventory import read_pins
from upgrader.pins.pyproject import move_poetry
from upgrader.pins.requirements import parse
from upgrader.pins.rewrite import Rewritten, add_requirement, add_to_source, rewrite

TARGET = Versions(Version("3.12"), Version("5.2"))
FILE = PurePosixPath("requirements.txt")
LONG_AGO = datetime(2020, 1, 1, tzinfo=timezone.utc)


def release(name: str, version: str, *digests: str, yanked: str = "", uploaded: datetime = LONG_AGO) -> Release:
    """Return a release with one wheel for each digest; the digest ``yanked`` belongs to a yanked file."""
    files = [
        File(
            f"{name}-{version}-{digest}-py3-none-any.whl",
            "",
            True,
            None,
            digest == yanked,
            uploaded,
            {"sha256": digest},
        )
        for digest in digests
    ]
    return Release(Version(version), tuple(files))


class Known:
    """An index that knows what it is given."""

    def __init__(self, **releases: Sequence[Release]) -> None:
        """Take the releases of each project in version order."""
        self._releases = releases

    def releases(self, name: str) -> tuple[Release, ...]:
        """Return what was given."""
        return tuple(self._releases.get(name, ()))

    def metadata(self, release: Release) -> Metadata | None:
        """Return nothing."""
        return None

    def download(self, file: File) -> bytes | None:
        """Return nothing."""
        return None

    def advisories(self, name: str, version: Version) -> tuple[str, ...] | None:
        """Return nothing."""
        return None


INDEX = Known(
    django=[release("django", "5.2.1", "dd", "cc", "yy", yanked="yy")],
    six=[release("six", "1.16.0", "aa"), release("six", "1.17.0", "bb"), release("six", "2.0rc1", "rr")],
    asgiref=[release("asgiref", "3.8.1", "f1", "f0")],
    bare=[Release(Version("2"), (File("bare-2.tar.gz", "", False),))],
)


def rewritten(root: Path, text: str, moves: dict[str, str], *more: Pin, file: str = "requirements.txt") -> Rewritten:
    """Rewrite one file whose pins move as told."""
    (root / file).write_bytes(text.encode())
    inventory = read_pins(root, [PurePosixPath(file)])
    proposed = [
        replace(pin, status="upgrade", to=moves[pin.name], why="because") if pin.name in moves else pin
        for pin in inventory.pins
    ]
    return rewrite(inventory, [*proposed, *more], TARGET, root, INDEX)


def after(root: Path, text: str, moves: dict[str, str], *more: Pin, file: str = "requirements.txt") -> str:
    """Return the new text of one file."""
    (change,) = rewritten(root, text, moves, *more, file=file).changes
    assert change.before == text.encode()
    assert (root / file).read_bytes() == text.encode(), "rewriting returns changes and writes nothing"
    return change.after.decode()


MOVES = {"django": "5.2.1", "six": "1.17.0"}


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Django==2.2.9\n", "Django==5.2.1\n"),
        ("Django == 2.2.9", "Django == 5.2.1"),
        ("Django==2.2.9  # see 2.2.9 notes\n", "Django==5.2.1  # see 2.2.9 notes\n"),
        ("django[argon2]==2.2.9 ; python_version >= '3'\n", "django[argon2]==5.2.1 ; python_version >= '3'\n"),
        ("# top\n\n-r other.txt\nDjango==2.2.9\n\n# end\n", "# top\n\n-r other.txt\nDjango==5.2.1\n\n# end\n"),
        ("Django==2.2.9\r\nsix==1.14.0\r\n", "Django==5.2.1\r\nsix==1.17.0\r\n"),
        ("\ufeffDjango==2.2.9\n", "\ufeffDjango==5.2.1\n"),
        ("Django \\\n  ==2.2.9\nsix==1.14.0\n", "Django \\\n  ==5.2.1\nsix==1.17.0\n"),
        ("Django>=2.2,<3.0\n", "Django>=2.2,<6.0\n"),
        ("Django~=2.2.0 ; python_version > '3'\n", "Django~=5.2.1 ; python_version > '3'\n"),
    ],
)
def test_a_line_keeps_its_style(tmp_path: Path, before: str, expected: str) -> None:
    assert after(tmp_path, before, MOVES) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (
            "django==2.2.9 \\\n    --hash=sha256:old1 \\\n    --hash=sha256:old2\n    # via -r requirements.in\n",
            "django==5.2.1 \\\n    --hash=sha256:cc \\\n    --hash=sha256:dd\n    # via -r requirements.in\n",
        ),
        ("django==2.2.9 --hash=sha256:old\n", "django==5.2.1 --hash=sha256:cc --hash=sha256:dd\n"),
        (
            "django==2.2.9 \\\r\n  --hash=sha256:old\r\nsix==1.0\r\n",
            "django==5.2.1 \\\r\n  --hash=sha256:cc \\\r\n  --hash=sha256:dd\r\nsix==1.17.0\r\n",
        ),
    ],
)
def test_hashes_are_those_of_every_file_that_is_not_yanked(tmp_path: Path, before: str, expected: str) -> None:
    assert after(tmp_path, before, MOVES) == expected
    (entry, *_) = parse(expected, FILE)
    assert entry.hashes == ("sha256:cc", "sha256:dd")


def replaced(root: Path, file: str, text: str) -> Rewritten:
    """Rewrite one file in which ``old`` gives its place to six, and ``late`` is for older Pythons alone."""
    (root / file).write_bytes(text.encode())
    inventory = read_pins(root, [PurePosixPath(file)])
    becomes = {"old": ("1.17.0", "six==1.17.0"), "late": ("1.0", 'late==1.0 ; python_version < "3.9"')}
    proposed = [
        replace(pin, status="upgrade", to=becomes[pin.name][0], becomes=becomes[pin.name][1], why="because")
        for pin in inventory.pins
    ]
    return rewrite(inventory, proposed, TARGET, root, INDEX)


@pytest.mark.parametrize(
    ("file", "before", "expected"),
    [
        ("requirements.txt", "old==2  # why\nlate==1.0\n", 'six==1.17.0  # why\nlate==1.0 ; python_version < "3.9"\n'),
        ("requirements.txt", "old==2 \\\n  --hash=sha256:zz\n", "six==1.17.0 \\\n  --hash=sha256:bb\n"),
        (
            "pyproject.toml",
            "[project]\ndependencies = [\n  'old==2',  # why\n]\n",
            "[project]\ndependencies = [\n  'six==1.17.0',  # why\n]\n",
        ),
        ("Pipfile", '[packages]\nold = "==2"  # why\n', '[packages]\nsix = "==1.17.0"  # why\n'),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\nold = {version = "^0.2", extras = ["x"]}\n',
            '[tool.poetry.dependencies]\nsix = {version = "^1.17", extras = ["x"]}\n',
        ),
        (
            "setup.cfg",
            "[options]\ninstall_requires =\n    old==2\n",
            "[options]\ninstall_requires =\n    six==1.17.0\n",
        ),
        (
            "Pipfile",
            '[packages]\nlate = "==1.0"\n',
            '[packages]\nlate = {version = "==1.0", markers = "python_version < \'3.9\'"}\n',
        ),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\nlate = {version = "1.0", optional = true}\n',
            '[tool.poetry.dependencies]\nlate = {version = "1.0", optional = true, markers = "python_version < \'3.9\'"}\n',
        ),
    ],
)
def test_another_package_takes_the_place_of_a_line(tmp_path: Path, file: str, before: str, expected: str) -> None:
    found = replaced(tmp_path, file, before)
    assert found.changes[0].after.decode() == expected
    assert found.skipped == ()


@pytest.mark.parametrize("text", ["old \\\n ==2\n", "old==2 \\\n --hash=sha256:zz \\\n --hash=sha256:yy\n"])
def test_a_line_is_replaced_whole_or_left_to_a_person(tmp_path: Path, text: str) -> None:
    found = replaced(tmp_path, "requirements.txt", text)
    changed = [change.after.decode() for change in found.changes]
    assert changed == ([] if "hash" not in text else ["six==1.17.0 \\\n --hash=sha256:bb\n"])
    assert [skip.why for skip in found.skipped] == (
        [] if changed else ["line 1: change 'old  ==2' to 'six==1.17.0' by hand: because"]
    )


def test_a_marker_is_left_to_a_person_where_poetry_has_words_of_its_own(tmp_path: Path) -> None:
    row = '{version = "1.0", python = "<3.11"}'
    found = replaced(tmp_path, "pyproject.toml", f"[tool.poetry.dependencies]\nlate = {row}\n")
    assert found.changes == ()
    assert "by hand: because" in found.skipped[0].why


def test_a_release_without_hashes_is_left_and_reported(tmp_path: Path) -> None:
    found = rewritten(tmp_path, "bare==1 --hash=sha256:old\n", {"bare": "2"})
    assert found.changes == ()
    assert [skip.why for skip in found.skipped] == ["line 1: the index offers no hashes for bare 2"]


def test_new_packages_are_added_with_hashes_and_the_reason(tmp_path: Path) -> None:
    new = Pin("asgiref", None, FILE, 0, "asgiref==3.8.1", True, "upgrade", "3.8.1", "needed by django")
    text = after(tmp_path, "django==2.2.9 --hash=sha256:old\n", MOVES, new)
    assert text.partition("\n")[2] == (
        "asgiref==3.8.1 \\\n    --hash=sha256:f0 \\\n    --hash=sha256:f1\n    # via django\n"
    )


def test_a_file_without_a_last_line_end_gets_none(tmp_path: Path) -> None:
    new = Pin("asgiref", None, FILE, 0, "asgiref==3.8.1", False, "upgrade", "3.8.1", "needed by django")
    assert after(tmp_path, "django==2.2.9", MOVES, new) == "django==5.2.1\nasgiref==3.8.1  # via django"


@pytest.mark.parametrize(
    ("file", "before", "expected"),
    [
        (
            "pyproject.toml",
            """\
# ours
[project]
dependencies = [
    'Django==2.2.9',  # the framework
    "pytz==2019.3",
]
optional-dependencies.test = ["six>=1.9,<1.15"]
""",
            {"Django==2.2.9": "Django==5.2.1", "<1.15": "<1.18"},
        ),
        (
            "pyproject.toml",
            """\
[project]
dependencies = ["django (>=2.2,<3.0)", "six[x] (==1.14.0) ; python_version > '3'"]
""",
            {"(>=2.2,<3.0)": "(>=2.2,<6.0)", "(==1.14.0)": "(==1.17.0)"},
        ),
        (
            "pyproject.toml",
            """\
[dependency-groups]
dev = [{include-group = "lint"}, "django==2.2.9"]  # with all of lint
lint = ["six==1.14.0"]
[tool.pdm.dev-dependencies]
test = ["six>=1.9,<1.15"]
[tool.hatch.envs.test]
dependencies = ["six~=1.14.0"]
extra-dependencies = ["django<3"]
""",
            {
                "django==2.2.9": "django==5.2.1",
                "six==1.14.0": "six==1.17.0",
                "<1.15": "<1.18",
                "~=1.14.0": "~=1.17.0",
                "django<3": "django<6",
            },
        ),
        (
            "pyproject.toml",
            """\
[tool.poetry.dependencies]
python = "^3.8"
django = "2.2.9"  # exact
six = {version = "^1.14", optional = true}
[tool.poetry.dev-dependencies]
six = "~0.9"
[tool.poetry.group.docs.dependencies]
Django = ">=2.2,<3.0"
six = "*"
""",
            {'"2.2.9"': '"5.2.1"', '"~0.9"': '"~1.17"', "<3.0": "<6.0"},
        ),
        (
            "Pipfile",
            """\
[packages]
Django = "==2.2.9"  # the framework
[dev-packages]
six = {version = "<=1.14", markers = "python_version >= '3'"}
""",
            {"==2.2.9": "==5.2.1", "<=1.14": "<1.18"},
        ),
        (
            "setup.cfg",
            """\
[options]
install_requires =
    Django>=2.2,<3  ; python_version > "3"  # the framework
    six==1.14.0
[options.extras_require]
test = six<1.15; pytz
""",
            {"<3  ;": "<6  ;", "six==1.14.0": "six==1.17.0", "six<1.15": "six<1.18"},
        ),
        (
            "setup.py",
            """\
from setuptools import setup
NEEDED = ["Django>=2.2,<3", 'six==1.14.0']  # both
setup(install_requires=NEEDED, extras_require={"test": ["six<1.15"]})
""",
            {"<3": "<6", "six==1.14.0": "six==1.17.0", "six<1.15": "six<1.18"},
        ),
        (
            "setup.py",
            """\
from setuptools import setup
BASE = ["Django>=2.2,<3"]
MORE = ["six==1.14.0"]
setup(install_requires=BASE, extras_require={"test": BASE + MORE, "all": BASE + MORE + ["pytz"]})
""",
            {"<3": "<6", "six==1.14.0": "six==1.17.0"},
        ),
    ],
)
def test_manifests_are_changed_in_place(tmp_path: Path, file: str, before: str, expected: dict[str, str]) -> None:
    wanted = before
    for old, new in expected.items():
        assert old in wanted
        wanted = wanted.replace(old, new, 1)
    found = rewritten(tmp_path, before, MOVES, file=file)
    assert found.changes[0].after.decode() == wanted
    assert found.skipped == ()


def test_what_setup_py_does_not_say_literally_is_left_to_a_person(tmp_path: Path) -> None:
    text = "from setuptools import setup\nsetup(install_requires=['Django' '>=2.2,<3'])\n"
    found = rewritten(tmp_path, text, {"django": "5.2.1"}, file="setup.py")
    assert found.changes == ()
    assert [skip.why for skip in found.skipped] == [
        "line 2: change 'Django>=2.2,<3' to 'Django>=2.2,<6' by hand: because"
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("^2.2", "^5.2"),
        ("^5", "^5"),
        ("~2.2.9", "~5.2.1"),
        ("~2", "~5"),
        ("2.2.9", "5.2.1"),
        ("==2.2.9", "==5.2.1"),
        ("2.2.*", "5.2.*"),
        ("^2.2b1", "^5.2"),
        ("3.0a1", "5.2.1"),
        (">=2.2,<3", ">=2.2,<6"),
        ("*", "*"),
        ("^2 || ^3", "^2 || ^3"),
    ],
)
def test_constraints_of_poetry_move_in_their_own_words(old: str, new: str) -> None:
    assert move_poetry(old, Version("5.2.1")) == new


def test_what_need_not_move_is_not_touched(tmp_path: Path) -> None:
    assert rewritten(tmp_path, "Django==5.2.1\npytz\n", {}) == Rewritten((), ())


def test_version_mentions_move_with_the_pins(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM python:3.8\n")
    inventory = read_pins(tmp_path, [PurePosixPath("Dockerfile")])
    (change,) = rewrite(inventory, [], TARGET, tmp_path, INDEX).changes
    assert (str(change.path), change.after) == ("Dockerfile", b"FROM python:3.12\n")


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Django==2.2.9\n", "Django==2.2.9\nsix==1.17.0  # it is imported\n"),
        ("Django>=2.2\n", "Django>=2.2\nsix  # it is imported\n"),
        ("Django==2.2.9\r\n", "Django==2.2.9\r\nsix==1.17.0  # it is imported\r\n"),
        (
            "django==2.2.9 --hash=sha256:old\n",
            "django==2.2.9 --hash=sha256:old\nsix==1.17.0 \\\n    --hash=sha256:bb\n    # it is imported\n",
        ),
        ("", "six  # it is imported\n"),
    ],
)
def test_a_requirement_is_added_in_the_files_style(tmp_path: Path, before: str, expected: str) -> None:
    (tmp_path / FILE).write_bytes(before.encode())
    change = add_requirement(tmp_path, [FILE], "six", "it is imported", INDEX)
    assert isinstance(change, Change)
    assert change.after == expected.encode()


def test_a_requirement_goes_to_what_a_file_is_compiled_from_as_well(tmp_path: Path) -> None:
    (tmp_path / "requirements.in").write_bytes(b"django<3\r\n")
    found = add_to_source(tmp_path, PurePosixPath("requirements.txt"), "pytz", "a.py imports it")
    assert found is not None
    assert (found.path.name, found.after) == ("requirements.in", b"django<3\r\npytz  # a.py imports it\r\n")
    assert add_to_source(tmp_path, PurePosixPath("requirements.in"), "pytz", "") is None
    assert add_to_source(tmp_path, PurePosixPath("other.txt"), "pytz", "") is None


def test_a_requirement_goes_to_the_main_file(tmp_path: Path) -> None:
    files = [PurePosixPath(name) for name in ("constraints.txt", "requirements/dev.txt", "requirements/base.txt")]
    (tmp_path / "requirements").mkdir()
    for file in files:
        (tmp_path / file).write_text("Django==2.2.9\n")
    change = add_requirement(tmp_path, files, "six<1.17", "it is imported", INDEX)
    assert isinstance(change, Change)
    assert (str(change.path), change.after) == (
        "requirements/base.txt",
        b"Django==2.2.9\nsix==1.16.0  # it is imported\n",
    )


@pytest.mark.parametrize(
    ("file", "before", "expected"),
    [
        (
            "pyproject.toml",
            '[project]\ndependencies = [\n    "django>=2.2",  # ours\n]\n',
            '[project]\ndependencies = [\n    "django>=2.2",  # ours\n    "six<2",\n]\n',
        ),
        ("pyproject.toml", "[project]\ndependencies = []\n", '[project]\ndependencies = ["six<2"]\n'),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\npython = "^3.8"\n\n[tool.black]\n',
            '[tool.poetry.dependencies]\npython = "^3.8"\nsix = "<2"\n\n[tool.black]\n',
        ),
        ("Pipfile", '[packages]\ndjango = "*"\n', '[packages]\ndjango = "*"\nsix = "<2"\n'),
        (
            "setup.py",
            'setup(install_requires=[\n    "pytz",\n    "django>=2.2",  # ours\n])\n',
            'setup(install_requires=[\n    "pytz",\n    "six<2",\n    "django>=2.2",  # ours\n])\n',
        ),
        ("setup.py", "setup(install_requires=['django'])\n", "setup(install_requires=['six<2', 'django'])\n"),
        (
            "setup.cfg",
            "[options]\ninstall_requires =\n    django>=2.2\n[options.extras_require]\ntest = pytest\n",
            "[options]\ninstall_requires =\n    six<2\n    django>=2.2\n[options.extras_require]\ntest = pytest\n",
        ),
        (
            "environment.yml",
            "dependencies:\n  - python=3.8\n  - django=2.2\n",
            "dependencies:\n  - python=3.8\n  - six<2\n  - django=2.2\n",
        ),
        (
            "environment.yml",
            "dependencies:\n  - django=2.2\n  - pip:\n      - pytz==2019.3\n",
            "dependencies:\n  - django=2.2\n  - pip:\n      - six<2\n      - pytz==2019.3\n",
        ),
    ],
)
def test_without_a_requirement_file_a_requirement_goes_into_the_manifest(
    tmp_path: Path, file: str, before: str, expected: str
) -> None:
    (tmp_path / file).write_text(before)
    change = add_requirement(tmp_path, [PurePosixPath(file)], "six<2", "it is imported", INDEX)
    assert isinstance(change, Change)
    assert change.after.decode() == expected


@pytest.mark.parametrize(
    ("file", "before", "expected"),
    [
        (
            "setup.py",
            'setup(install_requires=["django"])\n',
            """setup(install_requires=["six; python_version >= '3.12'", "django"])\n""",
        ),
        (
            "setup.py",
            "setup(install_requires=['django'])\n",
            """setup(install_requires=['six; python_version >= "3.12"', 'django'])\n""",
        ),
        (
            "setup.py",
            'setup(install_requires=[\n    "django",\n])\n',
            """setup(install_requires=[\n    "six; python_version >= '3.12'",\n    "django",\n])\n""",
        ),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\npython = "^3.8"\n',
            '[tool.poetry.dependencies]\npython = "^3.8"\n'
            """six = {version = "*", markers = "python_version >= \\"3.12\\""}\n""",
        ),
    ],
)
def test_a_marker_stays_with_what_a_manifest_is_given(tmp_path: Path, file: str, before: str, expected: str) -> None:
    (tmp_path / file).write_text(before)
    change = add_requirement(tmp_path, [PurePosixPath(file)], 'six; python_version >= "3.12"', "it is imported", INDEX)
    assert isinstance(change, Change)
    assert change.after.decode() == expected


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("setup.py", "setup(install_requires=open('x').read())\n"),
        ("setup.py", "setup(extras_require={'test': ['pytest']})\n"),
        ("setup.cfg", "[options]\ninstall_requires = file: x.txt\n"),
    ],
)
def test_a_manifest_without_a_place_for_a_requirement_is_left_alone(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / file).write_text(text)
    row = add_requirement(tmp_path, [PurePosixPath(file)], "six", "it is imported", INDEX)
    assert row == Skip(FILE, "there is no requirement file to add six to: it is imported")


def test_a_requirement_that_cannot_be_added_is_reported(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("django==2.2.9 --hash=sha256:old\n")
    assert add_requirement(tmp_path, [FILE], "six", "why") == Skip(FILE, "add six with its hashes: why")
    assert isinstance(add_requirement(tmp_path, [], "six", "why"), Skip)


def test_a_release_younger_than_the_cooldown_is_not_added(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("Django==2.2.9\n")
    young = Known(six=[release("six", "1.16.0", "aa"), release("six", "9", "bb", uploaded=datetime.now(timezone.utc))])
    change = add_requirement(tmp_path, [FILE], "six", "why", young)
    assert isinstance(change, Change)
    assert b"six==1.16.0" in change.after


def test_a_manifest_in_which_lines_moved_since_it_was_read_is_rewritten_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "setup.py"
    path.write_text(
        "# coding: utf-8\nfrom setuptools import setup\nnote = 'six<1'\nsetup(\n    install_requires=['six<1'])\n"
    )
    (pin,) = read_pins(tmp_path, [PurePosixPath("setup.py")]).pins
    proposed = replace(pin, status="upgrade", to="1.17.0", why="because")
    path.write_text(path.read_text().partition("\n")[2])  # what a codemod did
    found = rewrite(read_pins(tmp_path, [PurePosixPath("setup.py")]), [proposed], TARGET, tmp_path, INDEX)
    assert found.skipped == ()
    assert found.changes[0].after.decode().endswith("note = 'six<1'\nsetup(\n    install_requires=['six<2'])\n")
