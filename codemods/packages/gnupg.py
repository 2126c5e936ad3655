"""python-gnupg: the parameter that was called ``file`` until 0.5."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import keyword
from upgrader.methods import meant, to_positional
from upgrader.rule import File, Hit, rule

_METHODS = ("encrypt_file", "decrypt_file", "sign_file", "verify_file")


@rule(
    "gnupg05-file",
    package="python-gnupg",
    since=None,
    gone="0.5",
    docs="https://gnupg.readthedocs.io/en/latest/",
    needles=[f"gnupg {name} file" for name in _METHODS],
)
def file_parameter(node: cst.Call, file: File) -> Iterator[Hit]:
    """``GPG().encrypt_file(file=)`` is given by position.

    The parameter is ``fileobj_or_path`` since python-gnupg 0.5, and the first one in every release.

    ```diff
     import gnupg

     tool = gnupg.GPG()
    -tool.encrypt_file(file=source, recipients="me")
    -gnupg.GPG().decrypt_file(passphrase="x", file=source)
    +tool.encrypt_file(source, recipients="me")
    +gnupg.GPG().decrypt_file(source, passphrase="x")
    ```

    ```diff
     import gnupg
     from shop.crypt import GPG

     gnupg.GPG().verify_file(source, data_filename="signed")
     GPG().encrypt_file(file=source)
    ```
    """
    wanted = {f"gnupg.GPG.{name}" for name in _METHODS}
    if keyword(node, "file") is not None and meant(node.func, file) & wanted:
        message = "the parameter file is called fileobj_or_path"
        new = to_positional(node, ["file"]) if not file.guard(node) else None
        yield Hit(node, message) if new is None else Hit(node, message, new)
