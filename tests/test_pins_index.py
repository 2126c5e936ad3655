"""What the index client learns, remembers and never says."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from packaging.version import Version
from pins.served import Made, serve
from pypi_simple import PYPI_SIMPLE_ENDPOINT

from upgrader.model import UpgraderError
from upgrader.pins.index import IndexSettings, SimpleIndex, parse_metadata, read_settings


def test_releases_come_in_version_order_with_what_the_page_says(tmp_path: Path) -> None:
    files = (
        Made("six", "1.10", "2021-05-01"),
        Made("six", "1.9", "2019-01-02"),
        Made("six", "1.9", "2020-01-02", tag=""),
        Made("six", "1.11", yanked=True),
    )
    with serve(*files) as served:
        releases = SimpleIndex(IndexSettings(served.url), tmp_path).releases("Six")
    assert [str(release.version) for release in releases] == ["1.9", "1.10", "1.11"]
    assert releases[0].uploaded and releases[0].uploaded.isoformat() == "2019-01-02T00:00:00+00:00"
    assert [release.yanked for release in releases] == [False, False, True]


@pytest.mark.parametrize("announced", [True, False])
def test_metadata_is_read_even_where_a_mirror_does_not_announce_it(tmp_path: Path, announced: bool) -> None:
    with serve(Made("six", "1.9", requires=("pytz>=1",), classifiers=("A :: B",), announced=announced)) as served:
        index = SimpleIndex(IndexSettings(served.url), tmp_path)
        found = index.metadata(index.releases("six")[0])
    assert found is not None
    assert [str(item) for item in found.requires] == ["pytz>=1"]
    assert found.classifiers == {"A :: B"}


@pytest.mark.parametrize("padding", [0, 500_000])
def test_metadata_is_read_from_the_end_of_a_wheel_where_there_is_no_file_of_it(tmp_path: Path, padding: int) -> None:
    with serve(Made("six", "1.9", requires=("pytz>=1",), announced=False, padding=padding)) as served:
        index = SimpleIndex(IndexSettings(served.url), tmp_path)
        found = index.metadata(index.releases("six")[0])
    assert found is not None
    assert [str(item) for item in found.requires] == ["pytz>=1"]


def test_a_source_archive_has_no_metadata_to_read(tmp_path: Path) -> None:
    with serve(Made("six", "1.9", tag="")) as served:
        index = SimpleIndex(IndexSettings(served.url), tmp_path)
        assert index.metadata(index.releases("six")[0]) is None


def test_a_source_archive_says_what_its_author_wrote_into_it(tmp_path: Path) -> None:
    requires = ("pytz>=1", "[docs]", "sphinx", '[:python_version < "3"]', "ipaddress")
    made = Made("six", "1.9", tag="", classifiers=("A :: B",), requires=requires, code=(("setup.py", "exit(1)"),))
    with serve(made) as served:
        index = SimpleIndex(IndexSettings(served.url), tmp_path)
        found = index.metadata(index.releases("six")[0])
    assert found is not None
    assert [str(item) for item in found.requires] == [
        "pytz>=1",
        'sphinx; extra == "docs"',
        'ipaddress; python_version < "3"',
    ]
    assert found.classifiers == {"A :: B"}


def test_a_download_that_is_not_what_the_index_says_is_refused(tmp_path: Path) -> None:
    with serve(Made("six", "1.9", code=(("six.py", ""),))) as served:
        index = SimpleIndex(IndexSettings(served.url), tmp_path)
        (file,) = index.releases("six")[0].files
        assert index.download(file)
        assert index.download(replace(file, hashes={"sha256": "0" * 64})) is None
        assert index.download(replace(file, hashes={})) is None


def test_offline_what_an_earlier_run_learned_is_believed_and_the_rest_is_one_sentence(tmp_path: Path) -> None:
    with serve(Made("six", "1.9"), Made("pytz", "1")) as served:
        SimpleIndex(IndexSettings(served.url), tmp_path).releases("six")
    for page in tmp_path.rglob("*.json"):
        os.utime(page, (0, 1))
    index = SimpleIndex(IndexSettings(served.url, offline=True), tmp_path)
    assert [str(release.version) for release in index.releases("six")] == ["1.9"]
    with pytest.raises(UpgraderError, match=r"Nothing is remembered about pytz\. Run once without --offline\."):
        index.releases("pytz")
    with pytest.raises(UpgraderError, match=r"Nothing is remembered about six-1\.9"):
        index.metadata(index.releases("six")[0])


def test_advisories_are_told_where_the_index_serves_them(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"id": "PYSEC-1", "aliases": ["CVE-2020-1"], "fixed_in": ["2.2.10", "3.0.3"], "withdrawn": None},
        {"id": "PYSEC-2", "aliases": [], "fixed_in": [], "withdrawn": "2021-01-01"},
    ]
    with serve(Made("six", "1.9")) as served:
        assert SimpleIndex(IndexSettings(served.url), tmp_path).advisories("six", Version("1.9")) is None
        served.advisories["six/1.9"] = rows
        found = SimpleIndex(IndexSettings(served.url), tmp_path).advisories("six", Version("1.9"))
    assert found == ("CVE-2020-1 (fixed in 2.2.10, 3.0.3)",)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2026-01-31", datetime(2026, 2, 1).astimezone()),
        ("2026-01-31T12:00:00Z", datetime(2026, 1, 31, 12, tzinfo=timezone.utc)),
        ("2026-01-31T12:00:00+02:00", datetime(2026, 1, 31, 10, tzinfo=timezone.utc)),
    ],
)
def test_the_time_after_which_uv_takes_nothing_is_read(tmp_path: Path, said: str, expected: datetime) -> None:
    assert read_settings({**CLEAN, "UV_EXCLUDE_NEWER": said}, tmp_path).newest == expected
    (tmp_path / "uv.toml").write_text(f'exclude-newer = "{said}"\n')
    assert read_settings({**CLEAN, "UV_CONFIG_FILE": str(tmp_path / "uv.toml")}, tmp_path).newest == expected


@pytest.mark.parametrize(("said", "days"), [("7 days", 7), ("P3D", 3), ("2 weeks", 14), ("1w", 7)])
def test_the_time_after_which_uv_takes_nothing_may_be_an_age(tmp_path: Path, said: str, days: int) -> None:
    newest = read_settings({**CLEAN, "UV_EXCLUDE_NEWER": said}, tmp_path).newest
    assert newest is not None
    assert (datetime.now(timezone.utc) - newest + timedelta(hours=1)).days == days


def test_a_time_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UpgraderError, match="uv's exclude-newer is 'soon', which is no date"):
        read_settings({**CLEAN, "UV_EXCLUDE_NEWER": "soon"}, tmp_path)


def test_an_unknown_project_has_no_releases(tmp_path: Path) -> None:
    with serve() as served:
        assert SimpleIndex(IndexSettings(served.url), tmp_path).releases("six") == ()


def test_answers_are_kept_for_the_next_run(tmp_path: Path) -> None:
    with serve(Made("six", "1.9")) as served:
        index = SimpleIndex(IndexSettings(served.url), tmp_path)
        first = index.releases("six")
        told = index.metadata(first[0])
    again = SimpleIndex(IndexSettings(served.url), tmp_path)
    assert again.releases("six") == first
    assert again.metadata(first[0]) == told


@pytest.mark.parametrize(
    ("status", "says"), [(401, "refuses access (401)"), (403, "refuses access (403)"), (418, "answered with error 418")]
)
def test_an_index_that_refuses_is_one_sentence(tmp_path: Path, status: int, says: str) -> None:
    with serve() as served:
        served.status = status
        url = served.url.replace("//", "//me:secret@")
        with pytest.raises(UpgraderError) as caught:
            SimpleIndex(IndexSettings(url), tmp_path).releases("six")
    assert says in str(caught.value)
    assert "secret" not in str(caught.value)


def test_an_index_that_cannot_be_reached_is_one_sentence(tmp_path: Path) -> None:
    with serve() as served:
        pass
    with pytest.raises(UpgraderError, match=r"cannot be reached\. Check the network"):
        SimpleIndex(IndexSettings(served.url), tmp_path).releases("six")


def test_credentials_in_the_address_are_sent(tmp_path: Path) -> None:
    with serve(Made("six", "1.9")) as served:
        served.credentials = "me:se/cret"
        url = served.url.replace("//", "//me:se%2Fcret@")
        index = SimpleIndex(IndexSettings(url), tmp_path)
        assert index.metadata(index.releases("six")[0]) is not None
    kept = "".join(path.read_text() + path.name for path in tmp_path.rglob("*") if path.is_file())
    assert "cret" not in kept


@pytest.mark.parametrize(("best_match", "versions"), [(False, ["1"]), (True, ["1", "2"])])
def test_of_several_indexes_the_first_or_all_answer(tmp_path: Path, best_match: bool, versions: list[str]) -> None:
    with serve(Made("six", "1")) as one, serve(Made("six", "2")) as two:
        index = SimpleIndex(IndexSettings(two.url, (one.url,), best_match), tmp_path)
        assert [str(release.version) for release in index.releases("six")] == versions


def test_metadata_that_means_nothing_says_nothing() -> None:
    found = parse_metadata("Name: x\nVersion: 1\nRequires-Python: 3.x!\nRequires-Dist: ???\nRequires-Dist: six\n")
    assert Version("2.7") in found.requires_python
    assert [str(item) for item in found.requires] == ["six"]


CLEAN = {"XDG_CONFIG_DIRS": "/nowhere", "XDG_CONFIG_HOME": "/nowhere", "PIP_CONFIG_FILE": "/dev/null"}


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"UV_DEFAULT_INDEX": "https://a/s"}, IndexSettings("https://a/s")),
        ({"UV_DEFAULT_INDEX": "corp=https://a/s"}, IndexSettings("https://a/s")),
        ({"UV_INDEX_URL": "https://a/s", "PIP_INDEX_URL": "https://b/s"}, IndexSettings("https://a/s")),
        ({"UV_INDEX": "https://a/s"}, IndexSettings(PYPI_SIMPLE_ENDPOINT, ("https://a/s",))),
        (
            {"UV_INDEX": "corp=https://a/s", "UV_INDEX_CORP_USERNAME": "me", "UV_INDEX_CORP_PASSWORD": "x@y"},
            IndexSettings(PYPI_SIMPLE_ENDPOINT, ("https://me:x%40y@a/s",)),
        ),
        ({"PIP_INDEX_URL": "https://b/s"}, IndexSettings("https://b/s", best_match=True)),
        (
            {"PIP_EXTRA_INDEX_URL": "https://b/s file:///folder"},
            IndexSettings(PYPI_SIMPLE_ENDPOINT, ("https://b/s",), best_match=True),
        ),
    ],
)
def test_variables_of_uv_come_before_those_of_pip(
    tmp_path: Path, variables: dict[str, str], expected: IndexSettings
) -> None:
    assert read_settings({**CLEAN, **variables}, tmp_path) == expected


def test_configuration_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = https://u:p%40ss@b/s\nextra-index-url =\n  https://c/s\n")
    (tmp_path / "uv.toml").write_text('[[index]]\nurl = "https://d/s"\ndefault = true\n')
    pip = {**CLEAN, "PIP_CONFIG_FILE": str(tmp_path / "pip.conf")}
    assert read_settings(pip, tmp_path) == IndexSettings("https://u:p%40ss@b/s", ("https://c/s",), best_match=True)
    assert read_settings({**pip, "UV_CONFIG_FILE": str(tmp_path / "uv.toml")}, tmp_path) == IndexSettings("https://d/s")


def test_a_configuration_file_that_is_broken_is_named(tmp_path: Path) -> None:
    (tmp_path / "uv.toml").write_text("[[index\n")
    with pytest.raises(UpgraderError, match=r"uv\.toml cannot be read"):
        read_settings({**CLEAN, "UV_CONFIG_FILE": str(tmp_path / "uv.toml")}, tmp_path)


def test_a_folder_as_the_only_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UpgraderError, match="is a folder"):
        read_settings({**CLEAN, "PIP_INDEX_URL": "file:///folder"}, tmp_path)


def test_uv_is_told_the_index_by_variables() -> None:
    assert IndexSettings("https://a/s", ("https://b/s", "https://c/s"), best_match=True).environment() == {
        "UV_DEFAULT_INDEX": "https://a/s",
        "UV_INDEX": "https://b/s https://c/s",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }
