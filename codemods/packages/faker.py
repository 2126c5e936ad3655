"""Faker: the seed belongs to the class since 3.0."""

from collections.abc import Iterator

import libcst as cst

from upgrader.rule import File, Hit, rule
from upgrader.values import origins

_MAKERS = ("faker.Faker", "faker.proxy.Faker")


@rule(
    "faker3-seed",
    package="faker",
    since="3.0",
    gone="3.0",
    docs="https://faker.readthedocs.io/en/master/#seeding-the-generator",
    needles=["faker Faker seed"],
)
def seed(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Faker().seed(1)`` is ``Faker.seed(1)``.

    It always was the seed of all instances; Faker 3.0 raises TypeError where an instance is asked for it.

    ```diff
     from faker import Faker

     fake = Faker()
    -fake.seed(4321)
    +Faker.seed(4321)
     print(fake.name())
    ```

    ```diff
     from faker import Factory, Faker
     from shop.fakes import Other

     Faker.seed(1)
     Faker().seed_instance(1)
     Factory.create().seed(1)
     Other().seed(1)
    ```
    """
    func = node.func
    if not isinstance(func, cst.Attribute) or func.attr.value != "seed" or file.resolve(func) is not None:
        return
    made = origins(func.value, file) & set(_MAKERS)
    if not made:
        return
    message = "an instance of Faker does not take a seed: the class does"
    if file.guard(node):
        yield Hit(func, message)
    else:
        ref = file.ref(sorted(made)[0], node)
        yield Hit(func, message, f"{ref}.seed", imports=ref.imports)
