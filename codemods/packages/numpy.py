"""NumPy: the second names that 1.24 and 2.0 dropped."""

from upgrader.rule import moves

_NOTES = "https://numpy.org/doc/stable/release/{}-notes.html"

builtin = moves(
    "numpy124-builtins",
    package="numpy",
    since=None,
    gone="1.24",
    docs=_NOTES.format("1.24.0"),
    # numpy.bool and numpy.long are back since 2.0, as something else
    moved={f"numpy.{name}": f"builtins.{name}" for name in ("float", "int", "object", "str", "complex")}
    | {"numpy.unicode": "builtins.str"},
    doc="""
    ``numpy.float`` is Python's ``float``, and was nothing else.

    ```diff
     import numpy as np

    -prices = np.zeros(3, dtype=np.float).astype(np.int)
    +prices = np.zeros(3, dtype=float).astype(int)
    ```

    ```diff
     import numpy as np

     prices = np.zeros(3, dtype=np.float64).astype(np.int_), np.bool
    ```
    """,
)

names = moves(
    "numpy2-names",
    package="numpy",
    since="1.18",
    gone="2.0",
    docs=_NOTES.format("2.0.0"),
    moved={
        "numpy.float_": "numpy.float64",
        "numpy.complex_": "numpy.complex128",
        "numpy.singlecomplex": "numpy.complex64",
        "numpy.string_": "numpy.bytes_",
        "numpy.unicode_": "numpy.str_",
        "numpy.cfloat": "numpy.complex128",
        "numpy.longfloat": "numpy.longdouble",
        "numpy.longcomplex": "numpy.clongdouble",
        "numpy.clongfloat": "numpy.clongdouble",
        **{f"numpy.{name}": "numpy.inf" for name in ("Inf", "Infinity", "infty", "PINF")},
        **{f"numpy.{name}": "numpy.nan" for name in ("NaN", "NAN")},
        "numpy.product": "numpy.prod",
        "numpy.cumproduct": "numpy.cumprod",
        "numpy.sometrue": "numpy.any",
        "numpy.alltrue": "numpy.all",
        "numpy.round_": "numpy.round",
        "numpy.bool8": "numpy.bool_",
    },
    doc="""
    Names of NumPy that stood beside another one.

    ```diff
     import numpy as np

    -print(np.NaN, np.Inf, np.float_(1), np.product([2, 3]))
    +print(np.nan, np.inf, np.float64(1), np.prod([2, 3]))
    ```

    ```diff
     import numpy as np
     from shop.numbers import NaN

     print(np.nan, np.inf, NaN)
    ```
    """,
)
