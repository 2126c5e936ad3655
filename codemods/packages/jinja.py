"""Jinja2 and MarkupSafe: what 3.0, 3.1 and MarkupSafe 2.1 did away with."""

from collections.abc import Iterator

import libcst as cst

from upgrader.assigned import text_of
from upgrader.removed import find_unused
from upgrader.rule import DELETE, File, Hit, moves, removals, rule
from upgrader.texts import gone_strings

CHANGES = "https://jinja.palletsprojects.com/en/stable/changes/"
_PASSED = {"context": "pass_context", "environment": "pass_environment", "evalcontext": "pass_eval_context"}

markup = moves(
    "jinja31-markup",
    package="jinja2",
    since=None,
    gone="3.1",
    docs=CHANGES + "#version-3-1-0",
    moved={
        f"{module}.{name}": f"markupsafe.{name}"
        for module in ("jinja2", "jinja2.utils")
        for name in ("Markup", "escape")
    },
    doc="""
    ``jinja2.Markup`` and ``jinja2.escape`` are MarkupSafe's.

    They always were; Jinja2 3.1 does not pass them on any more.

    ```diff
    -from jinja2 import Environment, Markup, escape
    +from jinja2 import Environment
    +from markupsafe import Markup, escape

     print(Environment(), Markup("<b>"), escape("<b>"))
    ```

    ```diff
     from markupsafe import Markup
     from shop.jinja2 import escape

     print(Markup("<b>"), escape("<b>"))
    ```
    """,
)

passed = moves(
    "jinja31-pass-context",
    package="jinja2",
    since="3.0",
    gone="3.1",
    docs=CHANGES + "#version-3-1-0",
    moved={
        **{
            f"{module}.{what}{kind}": f"jinja2.{new}"
            for what, new in _PASSED.items()
            for module, kind in (
                ("jinja2", "filter"),
                ("jinja2", "function"),
                ("jinja2.filters", "filter"),
                ("jinja2.utils", "function"),
            )
        },
        "jinja2.utils.unicode_urlencode": "jinja2.utils.url_quote",
    },
    doc="""
    ``@contextfilter`` and ``@contextfunction`` are ``@pass_context``.

    Filters, tests and functions of Jinja2 share one decorator each since 3.0; 3.1 has only those.

    ```diff
    -from jinja2 import contextfilter, environmentfilter, evalcontextfunction
    +from jinja2 import pass_context, pass_environment, pass_eval_context


    -@contextfilter
    +@pass_context
     def price(context, value):
         return value


    -@environmentfilter
    +@pass_environment
     def tax(environment, value):
         return value


    -@evalcontextfunction
    +@pass_eval_context
     def total(eval_ctx):
         return 0
    ```

    ```diff
     import jinja2


    -@jinja2.contextfunction
    +@jinja2.pass_context
     def price(context):
         return context
    ```

    ```diff
     from shop.jinja2 import contextfilter


     @contextfilter
     def price(context, value):
         return value
    ```
    """,
)

soft_unicode = moves(
    "jinja30-soft-unicode",
    package="jinja2",
    since=None,
    gone="3.0",
    docs=CHANGES + "#version-3-0-0",
    moved={f"jinja2.{module}.soft_unicode": "markupsafe.soft_str" for module in ("utils", "filters", "runtime")},
    doc="""
    ``soft_unicode`` by way of Jinja2 is ``markupsafe.soft_str``.

    Modules of Jinja2 imported it up to 2.11; Jinja2 3.0 wants MarkupSafe 2.0, which has the new name.

    ```diff
    -from jinja2.utils import soft_unicode
    +from markupsafe import soft_str

    -print(soft_unicode(1))
    +print(soft_str(1))
    ```

    ```diff
     from shop.utils import soft_unicode

     print(soft_unicode(1))
    ```
    """,
)

markupsafe = moves(
    "markupsafe21-soft-unicode",
    package="markupsafe",
    since="2.0",
    gone="2.1",
    docs="https://markupsafe.palletsprojects.com/en/stable/changes/#version-2-1-0",
    moved={"markupsafe.soft_unicode": "markupsafe.soft_str"},
    doc="""
    ``markupsafe.soft_unicode`` is ``soft_str``.

    ```diff
    -from markupsafe import Markup, soft_unicode
    +from markupsafe import Markup, soft_str

    -print(Markup(), soft_unicode(1))
    +print(Markup(), soft_str(1))
    ```

    ```diff
     from shop.markup import soft_unicode

     print(soft_unicode(1))
    ```
    """,
)

gone_modules = removals(
    "jinja30-removed",
    package="jinja2",
    gone="3.0",
    docs=CHANGES + "#version-3-0-0",
    modules={
        "jinja2._compat": "Python 3 has what it gave",
        "jinja2.asyncsupport": "enable_async=True of the environment is all it takes",
        "jinja2.asyncfilters": "jinja2.filters has them",
    },
    doc="""
    Modules of Jinja2 for Python 2 and 3.5, gone since 3.0.

    Manual: what takes their place is said with each.

    ```diff
     from jinja2._compat import text_type

     print(text_type)
    -from jinja2._compat import text_type
    ```

    ```diff
     from shop._compat import text_type

     print(text_type)
    ```
    """,
)

BUILT_IN = ("jinja2.ext.with_", "jinja2.ext.autoescape")
_CLASSES = ("jinja2.ext.WithExtension", "jinja2.ext.AutoEscapeExtension")

extension_names = gone_strings(
    "jinja31-extension-names",
    package="jinja2",
    since="2.9",
    gone="3.1",
    docs=CHANGES + "#version-3-1-0",
    names=(*BUILT_IN, *_CLASSES),
    message="is gone: the tags are always there",
    doc="""``jinja2.ext.with_`` and ``jinja2.ext.autoescape`` go from lists of extensions.

    The tags are part of the language since Jinja2 2.9, and the extensions did nothing from then on. 3.1 has none.

    ```diff settings.py
     TEMPLATES = [
         {
             "BACKEND": "django.template.backends.jinja2.Jinja2",
             "OPTIONS": {
                 "extensions": [
                     "jinja2.ext.do",
    -                "jinja2.ext.with_",
    -                "jinja2.ext.autoescape",
                     "shop.jinja2.Cart",
                 ]
             },
         }
     ]
    ```

    ```diff
     from jinja2 import Environment

    -env = Environment(extensions=["jinja2.ext.autoescape", "jinja2.ext.i18n"])
    +env = Environment(extensions=["jinja2.ext.i18n"])
    ```

    ```diff
     from jinja2 import Environment

     env = Environment(extensions=["jinja2.ext.loopcontrols", "shop.ext.with_"])
    ```
    """,
)


@rule(
    "jinja31-extensions",
    package="jinja2",
    since="2.9",
    gone="3.1",
    docs=CHANGES + "#version-3-1-0",
    needles=["jinja2 with_", "jinja2 ext autoescape", "WithExtension", "AutoEscapeExtension"],
)
def extensions(module: cst.Module, file: File) -> Iterator[Hit]:
    """``jinja2.ext.with_`` and ``jinja2.ext.autoescape`` need not be asked for.

    ```diff
     from jinja2 import Environment
    -from jinja2.ext import autoescape, do, with_
    +from jinja2.ext import do

    -env = Environment(extensions=[do, with_, autoescape])
    +env = Environment(extensions=[do])
    -env.add_extension("jinja2.ext.with_")
    ```

    ```diff
     from jinja2 import Environment
     from shop.ext import with_

     env = Environment(extensions=[with_], autoescape=True)
     env.add_extension("jinja2.ext.do")
    ```
    """
    for name in (*BUILT_IN, *_CLASSES):
        message = f"{name} is gone: the tags are always there"
        yield from find_unused(name, message, file)
        for node in file.names.references.get(name, ()):
            element = file.parent(node)
            listed = isinstance(element, cst.Element) and isinstance(file.parent(element), (cst.List, cst.Tuple))
            if isinstance(element, cst.ImportAlias):
                continue
            if listed and not file.guard(node):
                yield Hit(node, message, also=((element, DELETE),))
            else:
                yield Hit(node, message)
    for call in file.calls.get("add_extension", ()):
        text = text_of(call.args[0].value) if len(call.args) == 1 else None
        line = file.parent(call)
        if text in BUILT_IN and isinstance(line, cst.Expr):
            yield Hit(line, f"{text} is gone: the tags are always there", DELETE)
