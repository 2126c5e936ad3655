"""Facts about releases that are the same for every project."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from packaging.version import Version

#: Lowest and highest Python of each Django series, with its latest release.
#: https://docs.djangoproject.com/en/stable/faq/install/#faq-python-version-support, in the edition of each release.
DJANGO_RUNS_ON: Mapping[str, tuple[str, str]] = {
    "1.8": ("2.7", "3.5"),
    "1.9": ("2.7", "3.5"),
    "1.10": ("2.7", "3.5"),
    "1.11": ("2.7", "3.7"),
    "2.0": ("3.4", "3.7"),
    "2.1": ("3.5", "3.7"),
    "2.2": ("3.5", "3.9"),
    "3.0": ("3.6", "3.9"),
    "3.1": ("3.6", "3.9"),
    "3.2": ("3.6", "3.10"),
    "4.0": ("3.8", "3.10"),
    "4.1": ("3.8", "3.11"),
    "4.2": ("3.8", "3.12"),
    "5.0": ("3.10", "3.12"),
    "5.1": ("3.10", "3.13"),
    "5.2": ("3.10", "3.14"),
    "6.0": ("3.12", "3.14"),
    "6.1": ("3.12", "3.14"),
}

#: When each Python came out (https://devguide.python.org/versions/): what is younger can have been tried on it.
PYTHON_RELEASED = {
    "3.8": date(2019, 10, 14),
    "3.9": date(2020, 10, 5),
    "3.10": date(2021, 10, 4),
    "3.11": date(2022, 10, 24),
    "3.12": date(2023, 10, 2),
    "3.13": date(2024, 10, 7),
    "3.14": date(2025, 10, 7),
}

DJANGO_LTS = "5.2"  #: the newest series with long-term support

#: What one can upgrade to; the last is not a target by the name of "latest" until its ecosystem has followed.
PYTHONS = tuple(Version(f"3.{minor}") for minor in range(8, 15))
LATEST_PYTHON = Version("3.13")
DEFAULT_PYTHON = Version("3.12")
