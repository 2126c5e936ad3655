"""``random`` and ``math``: what they take no longer."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import argument, spread
from upgrader.names import Node
from upgrader.rule import File, Hit, rule
from upgrader.values import origins

DOCS_311 = "https://docs.python.org/3/whatsnew/3.11.html#removed"
DOCS_312 = "https://docs.python.org/3/whatsnew/3.12.html#removed"

SHUFFLE = '''
def _shuffle(items, random):
    """Shuffle a list in place by a function of numbers from 0 to 1, as random.shuffle did."""
    for last in reversed(range(1, len(items))):
        other = int(random() * (last + 1))
        items[last], items[other] = items[other], items[last]
'''


@rule(
    "PY311-random-shuffle",
    package="python",
    since=None,
    gone="3.11",
    docs=DOCS_311,
    names=["random.shuffle"],
)
def shuffle(node: cst.Call, file: File) -> Iterator[Hit]:
    """``random.shuffle`` takes no source of random numbers any more.

    Deprecated in Python 3.9, removed in 3.11. To leave the argument out would give another order for the same numbers, so
    the four lines are carried.

    ```diff
    -import random
    -
    -random.shuffle(cards, lambda: 0.5)
    +def _shuffle(items, random):
    +    \"""Shuffle a list in place by a function of numbers from 0 to 1, as random.shuffle did.\"""
    +    for last in reversed(range(1, len(items))):
    +        other = int(random() * (last + 1))
    +        items[last], items[other] = items[other], items[last]
    +
    +
    +_shuffle(cards, lambda: 0.5)
    ```

    ```diff
     import random
     from ours import shuffle

     random.shuffle(cards)
     shuffle(cards, lambda: 0.5)
    ```
    """
    source = argument(node, 1, "random")
    items = argument(node, 0, "x")
    if source is None or items is None:
        return
    message = "random.shuffle takes no source of random numbers"
    if file.guard(node) or spread(node):
        yield Hit(node, message)
    elif file.code(source.value) == "None":
        yield Hit(node, message, f"{file.code(node.func)}({file.code(items.value)})")
    else:
        call = f"_shuffle({file.code(items.value)}, {file.code(source.value)})"
        yield Hit(node, message, call, helpers=(SHUFFLE,))


_SETS = {"builtins.set", "builtins.frozenset", "builtins.dict.keys", "builtins.dict.items"}


@rule(
    "PY311-random-sample-set",
    package="python",
    since=None,
    gone="3.11",
    docs=DOCS_311,
    names=["random.sample"],
)
def sample(node: cst.Call, file: File) -> Iterator[Hit]:
    """``random.sample`` takes a sequence, not a set.

    It made a tuple of the set; deprecated in Python 3.9, a TypeError from 3.11. ``list(...)`` gives the same sample for the
    same numbers (``sorted(...)`` would not).

    ```diff
     import random

     names = {"a", "b"}
    -print(random.sample(names, 1), random.sample(set(words), k=2))
    +print(random.sample(list(names), 1), random.sample(list(set(words)), k=2))
    ```

    ```diff
     import random
     from ours import sample

     print(random.sample(names, 1), random.sample([1, 2], 1), sample({1, 2}, 1))
    ```
    """
    population = argument(node, 0, "population")
    if population is not None and origins(population.value, file) & _SETS:
        message = "random.sample takes a sequence, not a set"
        value = population.value
        if file.guard(node):
            yield Hit(value, message)
        else:
            made = file.ref("builtins.list", node)
            yield Hit(value, message, f"{made}({file.code(value)})", imports=made.imports)


def _floats(call: cst.Call, file: File) -> Iterator[tuple[cst.BaseExpression, str]]:
    """Yield the arguments that are floats for certain, and integers that are equal to them."""
    for arg in call.args:
        value = arg.value
        if arg.star:
            continue
        if isinstance(value, cst.Float):
            number = float(value.value.replace("_", ""))
            yield value, str(int(number)) if number.is_integer() and abs(number) < 10**6 else _int(value, file)
        elif _divides(value) or "builtins.float" in origins(value, file):
            yield value, _int(value, file)


def _int(value: Node, file: File) -> str:
    return f"int({file.code(value)})"


def _divides(value: Node) -> bool:
    if not isinstance(value, cst.BinaryOperation):
        return False
    if isinstance(value.operator, cst.Divide):
        return True
    return isinstance(value.operator, (cst.Add, cst.Subtract, cst.Multiply)) and any(
        _divides(side) or isinstance(side, cst.Float) for side in (value.left, value.right)
    )


@rule(
    "PY312-random-float",
    package="python",
    since=None,
    gone="3.12",
    docs="https://docs.python.org/3/whatsnew/3.12.html#random",
    safety="review",
    names=["random.randrange", "random.randint"],
)
def ranges(node: cst.Call, file: File) -> Iterator[Hit]:
    """``random.randrange`` and ``randint`` take integers only.

    Floats that are whole numbers were taken until Python 3.9, deprecated in 3.10, a TypeError from 3.12.

    Review: ``int(...)`` cuts off a fraction, where there was a ValueError.

    ```diff
     import random

    -print(random.randrange(1e3), random.randint(0, len(names) / 2))
    +print(random.randrange(1000), random.randint(0, int(len(names) / 2)))
    ```

    ```diff
     import random
     from ours import randint

     print(random.randint(0, 10), random.uniform(0, 0.5), randint(0, 0.5))
    ```
    """
    for value, whole in _floats(node, file):
        message = f"{file.resolve(node.func)} takes integers only"
        yield Hit(value, message) if file.guard(node) else Hit(value, message, whole)


@rule(
    "PY310-math-factorial-float",
    package="python",
    since=None,
    gone="3.10",
    docs="https://docs.python.org/3/whatsnew/3.10.html#removed",
    safety="review",
    names=["math.factorial"],
)
def factorial(node: cst.Call, file: File) -> Iterator[Hit]:
    """``math.factorial`` takes integers only.

    Floats that are whole numbers were deprecated in Python 3.9; a TypeError from 3.10.

    Review: ``int(...)`` cuts off a fraction, where there was a ValueError.

    ```diff
     import math

    -print(math.factorial(5.0), math.factorial(len(names) / 2))
    +print(math.factorial(5), math.factorial(int(len(names) / 2)))
    ```

    ```diff
     import math

     print(math.factorial(5), math.sqrt(5.0))
    ```
    """
    for value, whole in _floats(node, file):
        message = "math.factorial takes integers only"
        yield Hit(value, message) if file.guard(node) else Hit(value, message, whole)


@rule(
    "PY311-random-seed",
    package="python",
    since=None,
    gone="3.11",
    docs=DOCS_311,
    safety="review",
    names=["random.seed", "random.Random"],
)
def seed(node: cst.Call, file: File) -> Iterator[Hit]:
    """``random.seed`` takes None, numbers, text and bytes only.

    Of anything else it took the hash; deprecated in Python 3.9, a TypeError from 3.11.

    Review: the hash of text, and so of a tuple with text in it, is another in every process, as before.

    ```diff
     import random
    +import sys

    -random.seed((day, month))
    +random.seed(hash((day, month)) % 2**sys.hash_info.width)
    ```

    ```diff
     import random

     random.seed(5)
     random.seed("five")
     random.seed(something)
     ours.seed((1, 2))
    ```
    """
    value = argument(node, 0, "a" if (file.resolve(node.func) or "").endswith("seed") else "x")
    if value is None or not (isinstance(value.value, cst.Tuple) or "builtins.tuple" in origins(value.value, file)):
        return
    message = "random.seed takes None, numbers, text and bytes only"
    if file.guard(node):
        yield Hit(value.value, message)
    else:
        sys = file.ref("sys", node)
        hashed = f"hash({file.code(value.value)}) % 2**{sys}.hash_info.width"
        # the whole argument: a tuple's parentheses are its own
        yield Hit(value, message, value.with_changes(value=cst.parse_expression(hashed)), imports=sys.imports)
