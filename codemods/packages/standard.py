"""Distributions that held what the standard library has itself by now, and that cannot be had for a Python of today."""

from upgrader.rule import moves

zoneinfo = moves(
    "PY310-backports-zoneinfo",
    package="python",
    since="3.9",
    gone="3.10",
    docs="https://docs.python.org/3/library/zoneinfo.html",
    moved={},
    modules={"backports.zoneinfo": "zoneinfo"},
    doc="""
    ``backports.zoneinfo`` is the standard library's ``zoneinfo``.

    It came with Python 3.9. The last release of the backport, of 2021, has wheels up to Python 3.8, and from Python 3.10
    on it cannot be built either.

    ```diff
    -import backports.zoneinfo
    -from backports.zoneinfo import ZoneInfo as Zone
    +import zoneinfo
    +from zoneinfo import ZoneInfo as Zone

     PARIS = Zone("Europe/Paris")
    -NAMES = backports.zoneinfo.available_timezones()
    +NAMES = zoneinfo.available_timezones()
    ```

    ```diff
    -from backports import zoneinfo
    +import zoneinfo

     PARIS = zoneinfo.ZoneInfo("Europe/Paris")
    ```

    Two imports that have become the same are one for the rule about second tries.

    ```diff
     try:
         import zoneinfo
     except ImportError:
    -    from backports import zoneinfo
    +    import zoneinfo

     PARIS = zoneinfo.ZoneInfo("Europe/Paris")
    ```

    ```diff
     from shop.backports import zoneinfo

     PARIS = zoneinfo.ZoneInfo("Europe/Paris")
    ```
    """,
)

unittest2 = moves(
    "PY310-unittest2",
    package="python",
    since="3.5",
    gone="3.10",
    docs="https://pypi.org/project/unittest2/",
    safety="review",
    moved={},
    modules={"unittest2": "unittest"},
    handled={f"unittest2.{name}" for name in ("collector", "compatibility", "__main__")},
    doc="""
    ``unittest2`` is the standard library's ``unittest``.

    It brought the ``unittest`` of Python 3.5 to older ones. Its last release, of 2015, asks ``collections`` for
    ``MutableMapping`` as soon as it is imported, which went in Python 3.10.

    Review: a test case of the one is none of the other: what asks ``isinstance`` may see more of them, and a runner that
    was written for the one gets the other's results.

    ```diff
    -import unittest2
    -from unittest2 import mock, skipIf
    +import unittest
    +from unittest import mock, skipIf


    -class ShopTests(unittest2.TestCase):
    +class ShopTests(unittest.TestCase):
         @skipIf(True, "no shop")
         def test_shop(self):
             mock.Mock()
    ```

    ```diff
    -import unittest2 as unittest
    +import unittest


     class ShopTests(unittest.TestCase):
         pass
    ```

    ```diff
     from shop import unittest2

     unittest2.collector()
    ```
    """,
)
