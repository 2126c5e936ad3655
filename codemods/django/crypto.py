"""``django.utils.crypto`` and ``django.core.signing``."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.edit import argument, keyword, spread, string, text_of, with_arg
from upgrader.methods import to_keywords
from upgrader.rule import File, Hit, moves, removals, rule


@rule(
    "DJ40-random-string-length",
    package="django",
    since=None,
    gone="4.0",
    docs="https://docs.djangoproject.com/en/4.0/releases/4.0/#features-removed-in-4-0",
    names=["django.utils.crypto.get_random_string"],
)
def random_string(node: cst.Call, file: File) -> Iterator[Hit]:
    """``get_random_string()`` has to be told the length.

    It was 12 when nothing was said, deprecated in Django 3.1.

    ```diff
     from django.utils import crypto
     from django.utils.crypto import get_random_string as random_string

    -print(random_string(), crypto.get_random_string(allowed_chars="ab"))
    +print(random_string(length=12), crypto.get_random_string(allowed_chars="ab", length=12))
    ```

    ```diff
     from django.utils.crypto import get_random_string

     print(get_random_string(8), get_random_string(length=9), get_random_string(*sizes), map(get_random_string, [1]))
    ```
    """
    if argument(node, 0, "length") is None and not spread(node):
        new = None if file.guard(node) else with_arg(node, "length=12")
        yield Hit(node, "get_random_string() has to be told the length, which was 12", new)


@rule(
    "DJ61-hmac-algorithm",
    package="django",
    since="3.1",
    gone=None,
    docs="https://docs.djangoproject.com/en/6.1/releases/6.1/#features-deprecated-in-6-1",
    names=["django.utils.crypto.salted_hmac", "django.core.signing.base64_hmac"],
)
def hmac_algorithm(node: cst.Call, file: File) -> Iterator[Hit]:
    """``salted_hmac()`` and ``base64_hmac()`` have to be told the algorithm.

    It is SHA-1 when nothing is said, and will be another; what was signed with one does not verify with the other.

    ```diff
     from django.core.signing import base64_hmac
     from django.utils.crypto import salted_hmac

    -print(salted_hmac("salt", "value", secret="key"))
    -print(base64_hmac("salt", "value", "key"))
    +print(salted_hmac("salt", "value", secret="key", algorithm="sha1"))
    +print(base64_hmac("salt", "value", "key", algorithm="sha1"))
    ```

    ```diff
     from django.core.signing import base64_hmac
     from django.utils.crypto import salted_hmac

     print(salted_hmac("salt", "value", algorithm="sha256"), base64_hmac("salt", "value", "key", "sha256"))
     print(salted_hmac("salt", "value", **options))
    ```
    """
    given = (
        keyword(node, "algorithm")
        if file.resolve(node.func) == "django.utils.crypto.salted_hmac"
        else argument(node, 3, "algorithm")
    )
    if given is None and not spread(node):
        new = None if file.guard(node) else with_arg(node, 'algorithm="sha1"')
        yield Hit(node, "salted_hmac() and base64_hmac() have to be told the algorithm, which was sha1", new)


_SIGNERS = {
    "django.core.signing.Signer": ("key", "sep", "salt", "algorithm"),
    "django.core.signing.TimestampSigner": ("key", "sep", "salt", "algorithm"),
}


@rule(
    "DJ51-signer-positional",
    package="django",
    since=None,
    gone="5.1",
    docs="https://docs.djangoproject.com/en/5.1/releases/5.1/#features-removed-in-5-1",
    names=list(_SIGNERS),
)
def signer(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Signer`` and ``TimestampSigner`` take keywords only.

    Deprecated in Django 4.2.

    ```diff
     from django.core import signing
     from django.core.signing import TimestampSigner

    -print(signing.Signer("key", ":", salt="salt"), TimestampSigner("key"))
    +print(signing.Signer(key="key", sep=":", salt="salt"), TimestampSigner(key="key"))
    ```

    ```diff
     from django.core.signing import Signer
     from itsdangerous import TimestampSigner

     print(Signer(), Signer(key="key"), Signer(*parts), TimestampSigner("key"))
    ```
    """
    if node.args and node.args[0].keyword is None and not node.args[0].star:
        new = to_keywords(node, 0, _SIGNERS[file.resolve(node.func) or ""])
        yield Hit(node, "Signer() takes keywords only", None if file.guard(node) else new)


md5 = moves(
    "DJ50-crypto-md5",
    package="django",
    since=None,
    gone="5.0",
    docs="https://docs.djangoproject.com/en/5.0/releases/5.0/",
    moved={"django.utils.crypto.md5": "hashlib.md5"},
    doc="""
    ``django.utils.crypto.md5`` is ``hashlib.md5``.

    It was there in Django 4.1 and 4.2 for Python 3.8, which does not know ``usedforsecurity``.

    ```diff
    -from django.utils.crypto import get_random_string, md5
    +from django.utils.crypto import get_random_string
    +from hashlib import md5

     print(get_random_string(5), md5(b"a", usedforsecurity=False))
    ```

    ```diff
     from hashlib import md5

     print(md5(b"a"))
    ```
    """,
)

random = removals(
    "DJ30-crypto-random",
    package="django",
    gone="3.0",
    docs="https://docs.djangoproject.com/en/3.0/releases/3.0/",
    names={"django.utils.crypto.random": "use the secrets module, secrets.SystemRandom() has all that random has"},
    doc="""
    ``django.utils.crypto`` imported ``random`` for itself.

    Manual: it was ``random.SystemRandom()`` where the system has one. Use ``secrets``.

    ```diff
     from django.utils.crypto import random

     print(random.choice([1]))
    -from django.utils.crypto import random
    ```

    ```diff
     import random

     print(random.choice([1]))
    ```
    """,
)


@rule(
    "DJ52-cookie-signer-salt",
    package="django",
    since="5.2",
    gone="5.2",
    docs="https://docs.djangoproject.com/en/5.2/releases/5.2.15/",
    names=["django.core.signing.get_cookie_signer"],
    safety="review",
)
def cookie_signer_salt(node: cst.Call, file: File) -> Iterator[Hit]:
    """``get_cookie_signer(name)`` does not sign what ``set_signed_cookie(name)`` does.

    Since Django 5.2.15 and 6.0.6 (CVE-2026-6873) the salt of a signed cookie says how long it is, and a prefix comes before
    the cookie's name. Only projects that also have signed cookies of Django are looked at.

    Review: cookies that were signed by hand before are no longer right; Django itself reads its own old ones for a while.

    ```diff
     from django.core import signing


     def test_cookie(response, storage):
         response.set_signed_cookie(storage.prefix, "a")
    -    signer = signing.get_cookie_signer(storage.prefix)
    +    signer = signing.get_cookie_signer(f"django.http.cookies.v2:0:{storage.prefix}")
         print(response.cookies[storage.prefix].value == signer.sign("a"))
    -    print(signing.get_cookie_signer(salt="book").unsign("b"))
    +    print(signing.get_cookie_signer(salt="django.http.cookies.v2:0:book").unsign("b"))
    ```

    ```diff
     from django.core.signing import get_cookie_signer

     signer = get_cookie_signer("book")
    ```
    """
    words = ("set_signed_cookie(", "get_signed_cookie(")
    salt = argument(node, 0, "salt")
    if salt is None or spread(node) or not any(word in file.text or file.others(word) for word in words):
        return
    message = "the salt of a signed cookie has a prefix"
    # what is signed by hand may be read by hand, with any salt: then it is right as it is
    certain = re.search(rf"(?i)cookies\[{re.escape(file.code(salt.value))}\]", file.text) is not None
    text = text_of(salt.value)
    if text is not None and isinstance(salt.value, cst.SimpleString):
        if not text.startswith(_COOKIE):
            yield Hit(node, message, also=((salt.value, string(salt.value, _COOKIE + text)),), certain=certain)
    elif isinstance(salt.value, (cst.Name, cst.Attribute)):
        yield Hit(node, message, also=((salt.value, f'f"{_COOKIE}{{{file.code(salt.value)}}}"'),), certain=certain)
    elif not isinstance(salt.value, cst.FormattedString):
        yield Hit(node, message, certain=certain)


_COOKIE = "django.http.cookies.v2:0:"
