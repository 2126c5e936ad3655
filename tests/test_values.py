"""What a file shows about its values."""

from pathlib import PurePosixPath

import libcst as cst
import pytest
from packaging.version import Version

from upgrader.model import Versions
from upgrader.names import Names
from upgrader.rule import File
from upgrader.values import origins

VERSIONS = Versions(Version("3.8"))


def of_last_receiver(source: str) -> frozenset[str]:
    """Return the origins of ``x`` in the last ``x.method()`` of the source."""
    module = cst.parse_module(source)
    file = File(PurePosixPath("example.py"), module, Names(module), VERSIONS, VERSIONS)
    calls = [node for node in file.names.nodes[cst.Call] if isinstance(node, cst.Call)]
    receivers = [
        call.func.value for call in calls if isinstance(call.func, cst.Attribute) and call.func.attr.value == "m"
    ]
    return origins(receivers[-1], file)


@pytest.mark.parametrize(
    "source",
    [
        "import array\narray.array('b').m()",
        "from array import array as a\nx = a('b')\nx.m()",
        "import array\nx = y = array.array('b')\nx.m()",
        "import array\ndef f(x: array.array): x.m()",
        "import array\nfrom typing import Optional\ndef f(x: Optional[array.array] = None): x.m()",
        "import array\ndef f(x: array.array | None = None): x.m()",
        "import array\nwith array.array('b') as x:\n    x.m()",
        "import array\nclass A:\n    def __init__(self): self.x = array.array('b')\n    def f(self): self.x.m()",
        "import array\nclass A:\n    x = array.array('b')\n    def f(me): me.x.m()",
        "import array\ny, x = 1, array.array('b')\nx.m()",
        "import array\nclass A:\n    kind = array.array\n    def f(self):\n        x = self.kind('b')\n        x.m()",
        "import array\ndef f(y, x): x.m()\nf(1, array.array('b'))\nf(2, x=array.array('i'))",
        "import array\nclass A:\n    def f(self, x): x.m()\n    def g(self): self.f(array.array('b'))",
        "import array\nclass A:\n    def f(self): self.x.m()\n    def g(self):\n        self.x = None\n"
        "        self.x = array.array('b')\n    def h(self): self.x.m()",
        "import array\ndef f(x: 'array.array'): x.m()",
        "import array\nfrom typing import Union\ndef f(x: Union[None, array.array]): x.m()",
        "import array\nfrom typing import Optional\ndef f(x: Optional['array.array']): x.m()",
        "import array\nfrom typing import List\ndef f(y: List[array.array]):\n    for x in y: x.m()",
        "import array\ndef f(y: list[array.array]): y[0].m()",
        "import array\nclass A:\n    x: array.array\n    def f(self): self.x.m()",
        "import array\nclass A:\n    def g(self): self.x: array.array = make()\n    def f(self): self.x.m()",
        "import array\nclass A:\n    x: array.array\na = A()\na.x.m()",
        "import array\nclass A:\n    x = array.array('b')\nA.x.m()",
        "import array\ndef make() -> array.array: ...\nx = make()\nx.m()",
        "import array\nasync def make() -> array.array: ...\nasync def f(): (await make()).m()",
        "import array\ndef make():\n    if x:\n        return array.array('b')\n    return array.array('i')\nmake().m()",
        "import array\nclass A:\n    def g(self) -> array.array: ...\n    def f(self): self.g().m()",
        "import array\nfrom typing import Iterator\ndef g() -> Iterator[array.array]: ...\nnext(g()).m()",
        "import array\nfor x in [array.array(kind) for kind in 'bi']: x.m()",
        "import array\ny = []\ny.append(array.array('b'))\nfor x in y: x.m()",
        "import array\ny = []\nfor n in 'bi':\n    x = array.array(n)\n    y.append(x)\nfor x in list(y): x.m()",
        "import array\nclass A:\n    def __init__(self): self.y = []\n    def f(self):\n        for x in self.y: x.m()\n"
        "    def add(self): self.y.append(array.array('b'))",
    ],
)
def test_a_value_is_known_where_the_file_shows_it(source: str) -> None:
    assert of_last_receiver(source) == {"array.array"}


@pytest.mark.parametrize(
    "source",
    [
        "x.m()",
        "def f(x): x.m()",
        "import array\nx = array.array('b')\nx = None\nx.m()",
        "import array\nx = array.array('b')\nfor x in y: x.m()",
        "import array\ny = [array.array('b')]\ny.append(1)\nfor x in y: x.m()",
        "import array\ny = [array.array('b')]\ny.extend(z)\nfor x in y: x.m()",
        "import array\ny = [array.array('b')]\ny[0] = z\nfor x in y: x.m()",
        "import array\ny = [array.array('b'), *z]\nfor x in y: x.m()",
        "import array\ny = {'a': array.array('b')}\nfor x in y: x.m()",
        "import array\nfrom typing import Dict\ndef f(y: Dict[array.array, int]): y[0].m()",
        "import array\nfrom typing import Union\ndef f(x: Union[int, array.array]): x.m()",
        "import array\ndef f(x: 'list[array.array]'): x.m()",
        "import array\nasync def make() -> array.array: ...\nx = make()\nx.m()",
        "import array\nasync def make(): return array.array('b')\nmake().m()",
        "import array\ndef make():\n    if x:\n        return array.array('b')\n    return other()\nmake().m()",
        "import array\ndef make():\n    yield 1\n    return array.array('b')\nmake().m()",
        "import array\n@cached\ndef make(): return array.array('b')\nmake().m()",
        "import array\n@cached\ndef make() -> array.array: ...\nmake().m()",
        "import array\nclass A:\n    x: array.array\nclass B:\n    def f(self, a): a.x.m()",
        "import array\nclass A:\n    def f(self, other):\n        other.x = array.array('b')\n        self.x.m()",
        "import array\nclass A:\n    x = array.array('b')\nclass B:\n    def f(self): self.x.m()",
        "import array\nclass A:\n    @staticmethod\n    def f(self):\n        self.x = array.array('b')\n        self.x.m()",
        "x = y\ny = x\nx.m()",
        "import array\ndef f(x): x.m()\nf(array.array('b'))\nf(1)",
        "import array\ndef f(x): x.m()\nf(*array.array('b'))",
        "import array\ndef f(x): x.m()\nf(y=array.array('b'))",
        "import array\nclass A:\n    def f(self, x): x.m()\n    def g(self): self.f(array.array('b'))\n"
        "class B:\n    def f(self, x): pass",
        "def f(x): f(x); x.m()",
        "import array\nx, *y = array.array('b'), 1\nx.m()",
        "import array\nx, y = array.array('b')\nx.m()",
    ],
)
def test_a_value_is_unknown_where_anything_else_could_be(source: str) -> None:
    assert of_last_receiver(source) == frozenset()


def test_an_instance_of_a_class_is_also_one_of_what_it_inherits_from() -> None:
    source = "import ftplib\nclass F(ftplib.FTP): pass\nclass G(F):\n    def f(self): self.m()"
    assert of_last_receiver(source) == {"ftplib.FTP", "<G>"}


@pytest.mark.parametrize(
    ("source", "origin"),
    [
        ("import xml.etree.ElementTree as ET\nET.parse(f).getroot().m()", "xml.etree.ElementTree.Element"),
        ("import xml.etree.ElementTree as ET\nfor x in ET.fromstring(s):\n    x.m()", "xml.etree.ElementTree.Element"),
        ("import xml.etree.ElementTree as ET\n[x.m() for x in ET.XML(s).iter()]", "xml.etree.ElementTree.Element"),
        ("from pathlib import Path\n(Path(a) / 'b').m()", "pathlib.Path"),
        ("from pathlib import Path\nx = Path(a).parent\nx.m()", "pathlib.Path"),
        ("{1, 2}.m()", "builtins.set"),
        ("b'x'.m()", "builtins.bytes"),
        ("x = True\nx.m()", "builtins.bool"),
    ],
)
def test_results_items_and_literals_are_known(source: str, origin: str) -> None:
    assert origin in of_last_receiver(source)


def test_the_target_of_a_nested_loop_is_not_taken_for_an_item() -> None:
    source = "import xml.etree.ElementTree as ET\nfor a, x in enumerate(ET.fromstring(s)):\n    x.m()"
    assert of_last_receiver(source) == frozenset()


def test_a_caught_error_is_of_the_class_that_is_caught() -> None:
    assert of_last_receiver("import os\ntry: pass\nexcept os.error as x: x.m()") == {"os.error"}


def test_the_result_of_a_method_is_named_by_what_it_is_called_on() -> None:
    assert of_last_receiver("import a\nx = a.b().c()\nx.m()") == {"a.b.c"}


def test_values_that_come_from_each_other_are_followed_once_each() -> None:
    # asked again and again, twenty bindings of a name lead to twenty to the eighth questions
    assert of_last_receiver("x = x\n" * 20 + "x.m()\n") == frozenset()
