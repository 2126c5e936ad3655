"""urllib3: words that 2.0 does not know any more."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import keyword
from upgrader.rule import File, Hit, moves, removals, rule

GUIDE = "https://urllib3.readthedocs.io/en/stable/v2-migration-guide.html"
_RETRIES = (
    *("urllib3.Retry", "urllib3.util.Retry", "urllib3.util.retry.Retry"),
    *("requests.adapters.Retry", "requests.packages.urllib3.Retry"),
    *("requests.packages.urllib3.util.Retry", "requests.packages.urllib3.util.retry.Retry"),
)
_WORDS = {
    "DEFAULT_METHOD_WHITELIST": "DEFAULT_ALLOWED_METHODS",
    "DEFAULT_REDIRECT_HEADERS_BLACKLIST": "DEFAULT_REMOVE_HEADERS_ON_REDIRECT",
    "BACKOFF_MAX": "DEFAULT_BACKOFF_MAX",
}


@rule(
    "urllib3-2-allowed-methods",
    package="urllib3",
    since="1.26",
    gone="2.0",
    docs=GUIDE,
    names=_RETRIES,
)
def allowed_methods(node: cst.Call, file: File) -> Iterator[Hit]:
    """``Retry(method_whitelist=)`` is ``allowed_methods=``.

    ```diff
     from requests.adapters import HTTPAdapter
     from urllib3.util.retry import Retry

    -retry = Retry(total=3, method_whitelist=["GET", "POST"])
    +retry = Retry(total=3, allowed_methods=["GET", "POST"])
     adapter = HTTPAdapter(max_retries=retry)
    ```

    ```diff
     from shop.http import Retry
     from urllib3 import Retry as Theirs

     retry = Retry(method_whitelist=["GET"]), Theirs(allowed_methods=["GET"])
    ```
    """
    given = keyword(node, "method_whitelist")
    if given is None or given.keyword is None:
        return
    message = "method_whitelist= of a Retry is allowed_methods="
    new = () if file.guard(node) else ((given.keyword, given.keyword.with_changes(value="allowed_methods")),)
    yield Hit(given, message, also=new)


constants = moves(
    "urllib3-2-constants",
    package="urllib3",
    since="1.26",
    gone="2.0",
    docs=GUIDE,
    moved={f"{retry}.{old}": f"{retry}.{new}" for retry in _RETRIES for old, new in _WORDS.items()},
    doc="""
    Constants of ``Retry`` have other names.

    ```diff
     from urllib3.util.retry import Retry

    -print(Retry.DEFAULT_METHOD_WHITELIST, Retry.BACKOFF_MAX)
    +print(Retry.DEFAULT_ALLOWED_METHODS, Retry.DEFAULT_BACKOFF_MAX)
    ```

    ```diff
     from shop.http import Retry

     print(Retry.DEFAULT_METHOD_WHITELIST)
    ```
    """,
)

_CIPHERS = "TLS 1.2 and good ciphers are the default; others go to create_urllib3_context(ciphers=) of an adapter"
gone = removals(
    "urllib3-2-removed",
    package="urllib3",
    gone="2.0",
    docs=GUIDE,
    names={
        "urllib3.util.ssl_.DEFAULT_CIPHERS": _CIPHERS,
        "requests.packages.urllib3.util.ssl_.DEFAULT_CIPHERS": _CIPHERS,
        "urllib3.exceptions.SNIMissingWarning": "every Python knows SNI",
        "urllib3.exceptions.SubjectAltNameWarning": "such certificates are refused",
        "requests.packages.urllib3.exceptions.SNIMissingWarning": "every Python knows SNI",
        "requests.packages.urllib3.exceptions.SubjectAltNameWarning": "such certificates are refused",
        "urllib3.request.RequestMethods": "urllib3.PoolManager has its methods",
    },
    modules={
        "urllib3.contrib.appengine": "App Engine has sockets now",
        "urllib3.contrib.ntlmpool": "use requests-ntlm",
        "urllib3.packages": "Python 3 has what it carried; six is a distribution of its own",
        "requests.packages.urllib3.packages": "Python 3 has what it carried; six is a distribution of its own",
    },
    doc="""
    What urllib3 2.0 removed without a successor of the same form.

    Manual: what comes nearest is said with each.

    ```diff
    -import requests
    -
    -requests.packages.urllib3.util.ssl_.DEFAULT_CIPHERS += ":HIGH"
    ```

    ```diff
     import requests
     import urllib3

     requests.packages.urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
    ```
    """,
)
