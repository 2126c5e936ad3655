"""``tkinter`` and ``turtle``."""

from __future__ import annotations

from upgrader.methods import renamed_methods
from upgrader.rule import moves

#: what the dialog modules passed on from tkinter by accident, until Python 3.8; found by comparing dir() of 3.8 and 3.9
_PASSED_ON = """
    ACTIVE ALL ANCHOR ARC BASELINE BEVEL BROWSE BUTT BaseWidget BitmapImage BooleanVar CASCADE CENTER CHAR CHECKBUTTON
    CHORD COMMAND CURRENT CallWrapper Canvas Checkbutton DISABLED DOTBOX DoubleVar E END EW EXCEPTION EXTENDED Event
    EventType FALSE FIRST FLAT GROOVE Grid HIDDEN HORIZONTAL INSERT INSIDE Image IntVar LAST Label LabelFrame MITER
    MOVETO MULTIPLE Menu Menubutton Message Misc N NE NO NONE NORMAL NS NSEW NUMERIC NW NoDefaultRoot OFF ON OUTSIDE
    OptionMenu PAGES PIESLICE PROJECTING PanedWindow PhotoImage Place RADIOBUTTON RAISED READABLE RIDGE ROUND
    Radiobutton S SCROLL SE SEL SEL_FIRST SEL_LAST SEPARATOR SINGLE SOLID SUNKEN SW Scale Spinbox StringVar TRUE Tcl
    TclVersion Text TkVersion UNDERLINE UNITS VERTICAL Variable W WORD WRITABLE Wm XView YView getboolean getdouble
    getint image_names image_types mainloop
"""

dialogs = moves(
    "PY39-tkinter-dialogs",
    package="python",
    since=None,
    gone="3.9",
    docs="https://docs.python.org/3/library/dialog.html",
    moved={
        f"tkinter.{module}.{name}": f"tkinter.{name}"
        for module in ("commondialog", "dialog", "filedialog")
        for name in _PASSED_ON.split()
        if (module, name) != ("filedialog", "END")  # uses it, so it still has it
    },
    doc="""
    Names of ``tkinter`` come from ``tkinter``, not from its dialogs.

    The dialog modules imported everything of tkinter until Python 3.8, and passed it on. Since 3.9 they have their own names
    only.

    ```diff
    -from tkinter.filedialog import IntVar, askopenfilename
    +from tkinter.filedialog import askopenfilename
    +from tkinter import IntVar

     print(IntVar, askopenfilename)
    ```

    ```diff
     from tkinter import IntVar
     from tkinter.filedialog import askopenfilename
     from ours.filedialog import StringVar

     print(IntVar, askopenfilename, StringVar)
    ```
    """,
)

tilt = moves(
    "PY313-turtle-settiltangle",
    package="python",
    since=None,
    gone="3.13",
    docs="https://docs.python.org/3/whatsnew/3.13.html#turtle",
    moved={"turtle.settiltangle": "turtle.tiltangle"},
    doc="""
    ``turtle.settiltangle`` is ``tiltangle``.

    Deprecated since Python 3.1, removed in 3.13; ``tiltangle`` with an argument sets it.

    ```diff
     import turtle

    -turtle.settiltangle(45)
    +turtle.tiltangle(45)
    ```

    ```diff
     from ours import settiltangle

     settiltangle(45)
    ```
    """,
)

tilt_methods = renamed_methods(
    "PY313-turtle-settiltangle-methods",
    package="python",
    since=None,
    gone="3.13",
    docs="https://docs.python.org/3/whatsnew/3.13.html#turtle",
    moved={f"turtle.{name}.settiltangle": "tiltangle" for name in ("RawTurtle", "RawPen", "Turtle", "Pen", "TPen")},
    unsure=("settiltangle",),
    doc="""
    ``Turtle.settiltangle`` is ``tiltangle``.

    Deprecated since Python 3.1, removed in 3.13; ``tiltangle`` with an argument sets it.

    ```diff
     import turtle

     pen = turtle.Turtle()
    -pen.settiltangle(45)
    +pen.tiltangle(45)
    ```

    ```diff
     pen.settiltangle(45)
    ```
    """,
)

traces = renamed_methods(
    "PY314-tkinter-trace",
    package="python",
    since=None,
    gone=None,
    docs="https://docs.python.org/3/library/tkinter.html#tkinter.Variable",
    safety="manual",
    moved={
        f"tkinter.{variable}.{name}": ""
        for variable in ("Variable", "StringVar", "IntVar", "DoubleVar", "BooleanVar")
        for name in ("trace", "trace_variable", "trace_vdelete", "trace_vinfo")
    },
    doc="""
    ``Variable.trace_variable`` is ``trace_add``, ``trace_vdelete`` is ``trace_remove``, ``trace_vinfo`` is ``trace_info``.

    Deprecated since Python 3.6, with a warning from 3.14.

    Manual: the modes are words: ``"w"`` is ``"write"``, ``"r"`` is ``"read"``, ``"u"`` is ``"unset"``.

    ```diff
     import tkinter

     tkinter.StringVar().trace_add("write", print)
     ours.trace_variable("w", print)
    ```
    """,
)

split = moves(
    "PY311-tkinter-split",
    package="python",
    since=None,
    gone="3.11",
    docs="https://docs.python.org/3/whatsnew/3.11.html#removed",
    safety="review",
    moved={"_tkinter.TkappType.split": "_tkinter.TkappType.splitlist"},
    doc="""
    ``split`` of the Tcl interpreter is ``splitlist``.

    Deprecated in Python 3.9, removed in 3.11.

    Review: ``splitlist`` takes one level apart, ``split`` took all.

    ```diff
     import _tkinter

    -print(_tkinter.TkappType.split)
    +print(_tkinter.TkappType.splitlist)
    ```

    ```diff
     print("a b".split())
    ```
    """,
)
