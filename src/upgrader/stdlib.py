"""The names of the standard library's modules, the same under every interpreter that runs this program."""

import sys

_GONE = (
    "aifc asynchat asyncore audioop binhex cgi cgitb chunk crypt distutils dummy_threading formatter imghdr imp lib2to3 "
    "macpath mailcap msilib nis nntplib ossaudiodev parser pipes smtpd sndhdr spwd sunau symbol telnetlib uu xdrlib"
)
_NEW = "annotationlib compression tomllib"
MODULES = frozenset({*sys.stdlib_module_names, *_GONE.split(), *_NEW.split()})
