"""What tests of the version say about the target, and which code is taken for guarded by them."""

import libcst as cst
import pytest
from packaging.version import Version

from upgrader.model import Versions
from upgrader.names import Names
from upgrader.version_tests import decided

TARGET = Versions(Version("3.12"), Version("5.2"))
ABOVE = """
import platform, sys, django, six
from sys import version_info as info
from shelf.compat import PY3, is_py2, PY310

PY34 = sys.version_info >= (3, 4)
_ver = sys.version_info
OLD = _ver[0] == 2
TWICE = sys.version_info < (3, 0)
TWICE = True
DEBUG = False
FLAGS = 0
"""


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("sys.version_info >= (3, 0)", True),
        ("sys.version_info < (3,)", False),
        ("(3, 8) <= sys.version_info", True),
        ("sys.version_info >= (3, 12)", True),
        ("sys.version_info > (3, 12)", True),
        ("sys.version_info >= (3, 12, 4)", None),
        ("sys.version_info >= (3, 13)", False),
        ("sys.version_info == (3, 12)", False),
        ("sys.version_info[:2] == (3, 12)", True),
        ("sys.version_info[:3] >= (3, 12, 1)", None),
        ("sys.version_info[0] == 2", False),
        ("sys.version_info[0] in (2, 3)", True),
        ("sys.version_info[2] > 1", None),
        ("sys.version_info.major < 3", False),
        ("sys.version_info.micro < 3", None),
        ("tuple(sys.version_info) >= (3, 3)", True),
        ("info >= (3,)", True),
        ("_ver.major == 3", True),
        ("OLD", False),
        ("not OLD", True),
        ("PY34", True),
        ("PY34 and not OLD", True),
        ("PY34 and DEBUG", None),
        ("OLD and DEBUG", False),
        ("OLD or DEBUG", None),
        ("PY34 or DEBUG", True),
        ("TWICE", None),
        ("DEBUG", None),
        ("FLAGS == 0", None),
        ("True", None),
        ("six.PY2", False),
        ("six.PY3", True),
        ("six.PY34", None),
        ("PY3", True),
        ("is_py2", False),
        ("PY310", None),
        ("PY2", None),
        ("sys.version[0] == '2'", False),
        ("sys.version < '3'", False),
        ("sys.version >= '3.12.1'", None),
        ("sys.version[:3] >= '3.6'", None),
        ("sys.version[:3] >= '2.7'", True),
        ("platform.python_version_tuple() >= ('3', '6')", None),
        ("sys.version.startswith('3')", True),
        ("sys.version.startswith('3.12.1')", None),
        ("int(sys.version[0]) >= 3", True),
        ("sys.hexversion < 0x03000000", False),
        ("sys.hexversion >= 0x030C0000", True),
        ("sys.hexversion >= 0x030C0100", None),
        ("sys.hexversion != 0x030C0100", None),
        ("platform.python_version_tuple()[0] == '3'", True),
        ("platform.python_version().startswith('2.')", False),
        ("platform.python_implementation() == 'PyPy'", None),
        ("django.VERSION >= (2, 0)", True),
        ("django.VERSION[:2] < (5, 2)", False),
        ("django.VERSION < (5, 2, 3)", None),
        ("hasattr(sys, 'maxint')", None),
    ],
)
def test_a_test_is_decided_by_what_is_known_of_the_target(test: str, expected: bool | None) -> None:
    module = cst.parse_module(f"{ABOVE}\nif {test}:\n    pass\n")
    names = Names(module)
    (statement,) = names.nodes[cst.If]
    assert isinstance(statement, cst.If)
    assert decided(statement.test, names, TARGET) is expected


def test_without_django_its_version_is_not_known() -> None:
    module = cst.parse_module("import django\nif django.VERSION >= (2, 0):\n    pass\n")
    names = Names(module)
    (statement,) = names.nodes[cst.If]
    assert isinstance(statement, cst.If)
    assert decided(statement.test, names, Versions(Version("3.12"))) is None
