"""Markdown: what 3.0 and 3.4 did away with."""

from collections.abc import Iterator

import libcst as cst

from upgrader.assigned import is_name, text_of
from upgrader.edit import keyword, without_arg
from upgrader.members import methods, uses, without_param
from upgrader.methods import to_keywords
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import File, Hit, moves, removals, rule

CHANGES = "https://python-markdown.github.io/changelog/"
_RENDERS = ("markdown.markdown", "markdown.Markdown")
_EXTENSIONS = ("markdown.Extension", "markdown.extensions.Extension")

util = moves(
    "markdown34-util",
    package="markdown",
    since="3.0",
    gone="3.4",
    docs=CHANGES,
    moved={
        "markdown.util.etree": "xml.etree.ElementTree",
        "markdown.util.string_type": "builtins.str",
        "markdown.util.text_type": "builtins.str",
        "markdown.util.int2str": "builtins.chr",
        "markdown.util.iterrange": "builtins.range",
        "markdown.version": "markdown.__version__",
        "markdown.version_info": "markdown.__version_info__",
    },
    doc="""
    What ``markdown.util`` had for Python 2 is the standard library's.

    Markdown 3.4 dropped it, and the module's second names of its version.

    ```diff
    -from markdown.util import AtomicString, etree
    +from markdown.util import AtomicString
    +from xml.etree import ElementTree

    -item = etree.Element("span")
    +item = ElementTree.Element("span")
     item.text = AtomicString("shop")
    ```

    ```diff
     import markdown

    -print(markdown.version)
    +print(markdown.__version__)
    ```

    ```diff
     from shop.util import etree

     print(etree.Element("span"))
    ```
    """,
)


@rule(
    "markdown30-positional",
    package="markdown",
    since=None,
    gone="3.0",
    docs=CHANGES,
    names=_RENDERS,
)
def positional(node: cst.Call, file: File) -> Iterator[Hit]:
    """``markdown(text, ["extra"])`` is ``markdown(text, extensions=["extra"])``.

    Since Markdown 3.0 only the text is taken by position.

    ```diff
     from markdown import Markdown, markdown

    -print(markdown(text, ["extra"]))
    -print(Markdown(["extra"], {"extra": {}}))
    +print(markdown(text, extensions=["extra"]))
    +print(Markdown(extensions=["extra"], extension_configs={"extra": {}}))
    ```

    ```diff
     from markdown import markdown
     from shop.text import markdown as ours

     print(markdown(text), markdown(text, extensions=["extra"]), ours(text, ["extra"]))
    ```
    """
    first = 1 if file.resolve(node.func) == _RENDERS[0] else 0
    new = to_keywords(node, first, ["extensions", "extension_configs", "safe_mode", "output_format"])
    if new is not None:
        yield Hit(node, "Markdown takes only the text by position", None if file.guard(node) else new)
    elif sum(arg.keyword is None and not arg.star for arg in node.args) > first:
        yield Hit(node, "Markdown takes only the text by position")


_IGNORED = {
    "safe_mode": "safe_mode= is ignored: HTML in the text is passed on; clean what comes out, with bleach or nh3",
    "html_replacement_text": "html_replacement_text= is ignored, as safe_mode= is",
    "enable_attributes": "enable_attributes= is ignored: use the extension legacy_attrs",
    "smart_emphasis": "smart_emphasis= is ignored: use the extension legacy_em for what False did",
    "lazy_ol": "lazy_ol= is ignored: use the extension sane_lists for what False did",
}


@rule(
    "markdown30-ignored",
    package="markdown",
    since=None,
    gone="3.0",
    docs=CHANGES,
    names=_RENDERS,
    safety="manual",
    at_best="safe",
)
def ignored(node: cst.Call, file: File) -> Iterator[Hit]:
    """``markdown(text, safe_mode=True)`` is not safe any more.

    Markdown 3.0 ignores what it does not know, without a word: HTML in the text reaches the page.

    Manual: clean the HTML that comes out. The other keywords that went have an extension in their place.

    ```diff
     from markdown import markdown

    -print(markdown(text, safe_mode="escape"))
    +print(bleach.clean(markdown(text)))
    ```

    ```diff
     from markdown import markdown
     from shop.text import markdown as ours

     print(markdown(text, output_format="html"), ours(text, safe_mode=True))
    ```
    """
    for name, message in _IGNORED.items():
        given = keyword(node, name)
        if given is None:
            continue
        default = is_name(given.value, "True" if name in ("enable_attributes", "smart_emphasis") else "False")
        if name == "safe_mode" and default:  # what it was without it, and is
            yield Hit(given, message, also=((node, without_arg(node, node.args.index(given))),), safety=Safety.SAFE)
        else:
            yield Hit(given, message)
    listed = keyword(node, "extensions")
    for element in (
        listed.value.elements if listed is not None and isinstance(listed.value, (cst.List, cst.Tuple)) else ()
    ):
        text = text_of(element.value)
        if text is not None and text.endswith(")"):
            yield Hit(element.value, f"{text}: options of an extension go to extension_configs=")
        elif text in ("headerid", "markdown.extensions.headerid"):
            yield Hit(element.value, f"{text} is gone: the extension toc gives headers their ids")


@rule(
    "markdown34-extend-markdown",
    package="markdown",
    since="3.0",
    gone="3.4",
    docs=CHANGES,
    needles=["markdown extendMarkdown md_globals"],
)
def extend_markdown(module: cst.Module, file: File) -> Iterator[Hit]:
    """``extendMarkdown(self, md)`` gets no ``md_globals``.

    It is empty since Markdown 3.0, and not given any more since 3.4.

    ```diff
     from markdown.extensions import Extension


     class Prices(Extension):
    -    def extendMarkdown(self, md, md_globals):
    +    def extendMarkdown(self, md):
             md.registerExtension(self)
    ```

    ```diff
     from markdown.extensions import Extension
     from shop.text import Other


     class Prices(Extension):
         def extendMarkdown(self, md, md_globals=None): ...


     class Ours(Other):
         def extendMarkdown(self, md, md_globals): ...
    ```
    """
    for definition, function in methods(file, ["extendMarkdown"], _EXTENSIONS):
        last = function.params.params[-1] if len(function.params.params) == 3 else None
        if last is None or last.default is not None:
            continue
        message = f"{definition.name.value}.extendMarkdown is not given {last.name.value} any more"
        if uses(function, last.name.value, file):
            yield Hit(function.name, message)
        else:
            new = without_param(function.params, last.name.value)
            yield Hit(function.name, message, also=((function.params, new),))


_REGISTRIES = ("preprocessors", "inlinePatterns", "treeprocessors", "postprocessors", "parser.blockprocessors")


@rule(
    "markdown34-registries",
    package="markdown",
    since="3.0",
    gone="3.4",
    docs=CHANGES,
    needles=[f"markdown {name.rpartition('.')[2]}" for name in _REGISTRIES],
    safety="review",
)
def registries(node: cst.FunctionDef, file: File) -> Iterator[Hit]:
    """``md.treeprocessors.add("prices", Prices(), "<inline")`` is ``register(Prices(), "prices", 25)``.

    Markdown 3.0 orders what an extension adds by a number, highest first; 3.4 has no ``add()`` and no item assignment.

    Review: the number puts it where the old place was among what Markdown brings along, whose numbers are 10 apart; what
    other extensions add may come to stand on the other side. What is put beside an item of another extension, or under a
    name that is computed, is only reported.

    ```diff
     from markdown.extensions import Extension


     class Prices(Extension):
         def extendMarkdown(self, md):
    -        md.treeprocessors.add("prices", Finder(md), "_end")
    -        md.treeprocessors.add("codes", Codes(md), "<inline")
    -        md.inlinePatterns["link"] = Price(md)
    -        del md.preprocessors["html_block"]
    +        md.treeprocessors.register(Finder(md), "prices", 0)
    +        md.treeprocessors.register(Codes(md), "codes", 25)
    +        md.inlinePatterns.register(Price(md), "link", 160)
    +        md.preprocessors.deregister("html_block")
    ```

    ```diff
     from markdown.extensions import Extension


     class Prices(Extension):
         def extendMarkdown(self, md):
             md.treeprocessors.register(Finder(md), "prices", 5)
             md.found.add("prices")
    ```
    """
    around = file.class_around(node)
    if node.name.value != "extendMarkdown" or around is None or not file.ancestors(around) & set(_EXTENSIONS):
        return
    given = node.params.params[1].name.value if len(node.params.params) > 1 else ""
    wanted = {f"{given}.{name}" for name in _REGISTRIES}
    for kind in (cst.Call, cst.AssignTarget, cst.Del):
        for place in file.names.nodes.get(kind, ()):
            if isinstance(place, cst.Call):
                func = place.func
                owner = func.value if isinstance(func, cst.Attribute) and func.attr.value == "add" else None
            else:
                assert isinstance(place, (cst.AssignTarget, cst.Del))
                owner = place.target.value if isinstance(place.target, cst.Subscript) else None
            if owner is not None and file.code(owner) in wanted and node in file.names.parents(place):
                what = "deregister(name)" if isinstance(place, cst.Del) else "register(item, name, priority)"
                message = f"{file.code(owner)} has no such method any more: use {what}"
                yield Hit(place, message, also=_registered(place, owner, file))


#: Where Markdown itself puts what it brings along, from the ``build_...`` functions of 3.0 to 3.9.
_PRIORITIES = {
    "preprocessors": {"normalize_whitespace": 30, "html_block": 20},
    "parser.blockprocessors": {
        "empty": 100,
        "indent": 90,
        "code": 80,
        "hashheader": 70,
        "setextheader": 60,
        "hr": 50,
        "olist": 40,
        "ulist": 30,
        "quote": 20,
        "paragraph": 10,
    },
    "treeprocessors": {"inline": 20, "prettify": 10},
    "inlinePatterns": {
        "backtick": 190,
        "escape": 180,
        "reference": 170,
        "link": 160,
        "image_link": 150,
        "image_reference": 140,
        "short_reference": 130,
        "autolink": 120,
        "automail": 110,
        "linebreak": 100,
        "html": 90,
        "entity": 80,
        "not_strong": 70,
        "em_strong": 60,
        "em_strong2": 50,
    },
    "postprocessors": {"raw_html": 30, "amp_substitute": 20},
}


def _registered(place: Node, owner: cst.BaseExpression, file: File) -> tuple[tuple[Node, str], ...]:
    """Return the edit of one change of a registry, nothing where its place is not told."""
    registry = file.code(owner)
    known = _PRIORITIES[next(name for name in _PRIORITIES if registry.endswith(f".{name}"))]
    if isinstance(place, cst.Call):
        if len(place.args) != 3 or any(arg.keyword is not None or arg.star for arg in place.args):
            return ()
        name, item, where = (arg.value for arg in place.args)
        said = text_of(where) or ""
        at = {"_begin": max(known.values()) + 5, "_end": 0}.get(said)
        if at is None and said[:1] in ("<", ">") and said[1:] in known:
            at = known[said[1:]] + (5 if said[0] == "<" else -5)
        if at is None:
            return ()
        return ((place, f"{registry}.register({file.code(item)}, {file.code(name)}, {at})"),)
    assert isinstance(place, (cst.AssignTarget, cst.Del))
    subscript = cst.ensure_type(place.target, cst.Subscript)
    name_code = file.code(subscript.slice[0].slice)
    if isinstance(place, cst.Del):
        return ((place, f"{registry}.deregister({name_code})"),)
    statement = file.parent(place)
    called = text_of(cst.ensure_type(subscript.slice[0].slice, cst.Index).value)
    if not isinstance(statement, cst.Assign) or len(statement.targets) != 1 or called is None:
        return ()
    code = f"{registry}.register({file.code(statement.value)}, {name_code}, {known.get(called, 0)})"
    return ((statement, code),)


block_level = removals(
    "markdown34-block-level",
    package="markdown",
    gone="3.4",
    docs=CHANGES,
    names={"markdown.util.isBlockLevel": "use is_block_level() of the Markdown instance"},
    doc="""
    ``markdown.util.isBlockLevel`` is a method of the ``Markdown`` instance.

    Manual: call ``md.is_block_level(tag)``.

    ```diff
    -from markdown.util import isBlockLevel
    -
    -print(isBlockLevel("p"))
    +print(self.md.is_block_level("p"))
    ```

    ```diff
     from shop.util import isBlockLevel

     print(isBlockLevel("p"))
    ```
    """,
)
