"""bleach: what 5.0 and 6.0 changed."""

from collections.abc import Iterator

import libcst as cst
from packaging.version import Version

from upgrader.calls import rewritten
from upgrader.edit import keyword, with_arg, with_element, without_arg
from upgrader.rule import File, Hit, rule

CHANGES = "https://bleach.readthedocs.io/en/latest/changes.html"
_SETS = [f"{module}.ALLOWED_{what}" for module in ("bleach", "bleach.sanitizer") for what in ("TAGS", "PROTOCOLS")]


@rule(
    "bleach6-sets",
    package="bleach",
    since=None,
    gone="6.0",
    docs=CHANGES + "#version-6-0-0-january-23rd-2023",
    names=_SETS,
)
def sets(node: cst.Name | cst.Attribute, file: File) -> Iterator[Hit]:
    """``bleach.ALLOWED_TAGS + ["p"]`` is ``[*bleach.ALLOWED_TAGS, "p"]``.

    The constants are frozensets since bleach 6.0, and were lists. A list can still be passed to all functions.

    ```diff
     import bleach

    -TAGS = bleach.ALLOWED_TAGS + ["p", "br"]
    -MORE = ["p"] + bleach.sanitizer.ALLOWED_TAGS + OTHERS
    +TAGS = [*bleach.ALLOWED_TAGS, "p", "br"]
    +MORE = ["p", *bleach.sanitizer.ALLOWED_TAGS] + OTHERS
     print(bleach.clean(text, tags=TAGS))
    ```

    ```diff
     from bleach import ALLOWED_TAGS

    -TAGS = ALLOWED_TAGS + [
    +TAGS = [
    +    *ALLOWED_TAGS,
         "p",  # text
         # and lines
         "br",
     ]
    ```

    ```diff
     import bleach
     from shop.text import ALLOWED_TAGS

     TAGS = ALLOWED_TAGS + ["p"], list(bleach.ALLOWED_TAGS) + ["p"]
     print(bleach.clean(text, tags=bleach.ALLOWED_TAGS | {"p"}))
    ```
    """
    if not isinstance(node, (cst.Name, cst.Attribute)):
        return
    around = file.parent(node)
    message = f"{file.code(node)} is a frozenset"
    if isinstance(around, cst.BinaryOperation) and isinstance(around.operator, cst.Add):
        if file.guard(node):
            yield Hit(node, message)
        else:
            yield Hit(around, message, _joined(around, file))
    elif isinstance(around, cst.Attribute) and around.attr.value in ("append", "extend", "insert", "remove", "index"):
        yield Hit(around, f"{message}: it has no {around.attr.value}()")
    elif isinstance(around, cst.Subscript) and around.value is node:
        yield Hit(around, f"{message}: it has no order")


def _joined(sum_: cst.BinaryOperation, file: File) -> cst.BaseExpression:
    """Return a sum of lists as one list; a list that is written out there keeps its layout and its comments."""
    left, right = sum_.left, sum_.right
    space = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    if isinstance(right, cst.List):
        opening = right.lbracket.whitespace_after
        if isinstance(opening, cst.ParenthesizedWhitespace):
            opening = opening.with_changes(first_line=cst.TrailingWhitespace(), empty_lines=[])
            space = cst.Comma(whitespace_after=opening)
        added = cst.StarredElement(left, comma=space if right.elements else cst.MaybeSentinel.DEFAULT)
        return right.with_changes(elements=[added, *right.elements])
    if isinstance(left, cst.List) and left.elements:
        return with_element(left, len(left.elements) - 1, f"*{file.code(right)}")
    if isinstance(left, cst.List):
        return left.with_changes(elements=[cst.StarredElement(right)])
    return cst.List([cst.StarredElement(left, comma=space), cst.StarredElement(right)])


_CLEANERS = ("bleach.clean", "bleach.Cleaner", "bleach.sanitizer.Cleaner")


@rule(
    "bleach5-styles",
    package="bleach",
    since="5.0",
    gone="5.0",
    docs=CHANGES + "#version-5-0-0-april-7th-2022",
    names=_CLEANERS,
    safety="review",
)
def styles(node: cst.Call, file: File) -> Iterator[Hit]:
    """``clean(styles=)`` is ``clean(css_sanitizer=CSSSanitizer(allowed_css_properties=))``.

    Since bleach 5.0 the style attributes are read by tinycss2, which has to be installed.

    Review: it is another parser: of values that it cannot read, other parts are left.

    ```diff
     import bleach
    +from bleach.css_sanitizer import CSSSanitizer

    -print(bleach.clean(text, tags=["p"], styles=["color"], strip=True))
    +print(bleach.clean(text, tags=["p"], strip=True, css_sanitizer=CSSSanitizer(allowed_css_properties=["color"])))
    ```

    ```diff
     import bleach
     from shop.text import clean

     print(clean(text, styles=["color"]), bleach.clean(text, tags=["p"], strip=True))
    ```
    """
    given = keyword(node, "styles")
    message = "styles= is gone: a css_sanitizer= looks at them"
    first = 3 if file.resolve(node.func) == "bleach.clean" else 2
    if given is None:
        old = file.old.of("bleach")  # newer code may well pass protocols there
        positional = [arg for arg in node.args if arg.keyword is None and not arg.star]
        if old is not None and old < Version("5.0") and len(positional) > first:
            yield Hit(node, "styles is gone, so what follows by position is taken for something else")
        return
    empty = isinstance(given.value, (cst.List, cst.Tuple)) and not given.value.elements
    rest = without_arg(node, node.args.index(given))
    if file.guard(node):
        yield Hit(node, message)
    elif empty:
        yield Hit(node, message, rest)
    else:
        ref = file.ref("bleach.css_sanitizer.CSSSanitizer", node)
        call = with_arg(rest, f"css_sanitizer={ref}(allowed_css_properties={file.code(given.value)})")
        yield Hit(node, message, call, imports=ref.imports, requires=("tinycss2",))


allowed_styles = rewritten(
    "bleach5-allowed-styles",
    package="bleach",
    since=None,
    gone="5.0",
    docs=CHANGES + "#version-5-0-0-april-7th-2022",
    rows={"bleach.ALLOWED_STYLES": "[]", "bleach.sanitizer.ALLOWED_STYLES": "[]"},
    doc="""
    ``bleach.ALLOWED_STYLES`` was an empty list.

    ```diff
     import bleach

    -STYLES = bleach.ALLOWED_STYLES + ["color"]
    +STYLES = [] + ["color"]
     print(bleach.clean(text))
    ```

    ```diff
     from shop.text import ALLOWED_STYLES

     STYLES = ALLOWED_STYLES + ["color"]
    ```
    """,
)
