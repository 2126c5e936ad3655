"""PyYAML: loading wants to be told how, since 6.0."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import argument, spread, with_arg
from upgrader.rule import File, Hit, rule


@rule(
    "pyyaml6-loader",
    package="pyyaml",
    since="5.1",
    gone="6.0",
    docs="https://github.com/yaml/pyyaml/wiki/PyYAML-yaml.load(input)-Deprecation",
    names=["yaml.load", "yaml.load_all"],
    safety="review",
)
def loader(node: cst.Call, file: File) -> Iterator[Hit]:
    """``yaml.load(text)`` needs a ``Loader``.

    PyYAML 5.1 warned and took ``FullLoader``, 6.0 raises TypeError.

    Review: ``yaml.safe_load(text)`` is the better choice for data from outside, and enough where no tag makes a Python
    object. Up to 5.0, ``load`` made any object that the text named, as ``yaml.UnsafeLoader`` still does; ``FullLoader`` made
    some up to 5.3 and makes none but Python's own plain types since 5.4.

    ```diff
     import yaml

     with open("shop.yml") as file:
    -    print(yaml.load(file))
    +    print(yaml.load(file, Loader=yaml.FullLoader))
    ```

    ```diff
    -from yaml import load_all
    +from yaml import FullLoader, load_all

    -print(list(load_all(text)))
    +print(list(load_all(text, Loader=FullLoader)))
    ```

    ```diff
     import yaml
     from shop.files import load

     print(yaml.load(text, yaml.SafeLoader), yaml.load(text, Loader=yaml.CLoader), yaml.safe_load(text), load(text))
    ```
    """
    if argument(node, 1, "Loader") is not None or spread(node) or not node.args:
        return
    message = "yaml.load() wants a Loader"
    if file.guard(node):
        yield Hit(node, message)
    else:
        ref = file.ref("yaml.FullLoader", node)
        yield Hit(node, message, with_arg(node, f"Loader={ref}"), imports=ref.imports)
