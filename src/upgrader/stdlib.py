"""The names of the standard library's modules, the same under every interpreter that runs this program."""

import sys

_SINCE_3_13 = (
    "aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib ossaudiodev pipes sndhdr spwd sunau "
    "telnetlib uu xdrlib"
)
#: Modules that are gone, with the Python that has them no more, from its What's New.
GONE = {
    "macpath": "3.8",
    "dummy_threading": "3.9",
    "formatter": "3.10",
    "parser": "3.10",
    "symbol": "3.10",
    "binhex": "3.11",
    "asynchat": "3.12",
    "asyncore": "3.12",
    "distutils": "3.12",
    "imp": "3.12",
    "smtpd": "3.12",
    **dict.fromkeys(_SINCE_3_13.split(), "3.13"),
}
_NEW = "annotationlib compression tomllib"
MODULES = frozenset({*sys.stdlib_module_names, *GONE, *_NEW.split()})
