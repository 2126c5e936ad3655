"""Names by way of modules that only used them: a module stopped importing what it does not need itself any more.

No release note says so. The table was read from the releases; ``bench/vanished.py`` says how.
"""

import re
from collections import defaultdict
from collections.abc import Callable

from upgrader.django_imports import read_imports
from upgrader.rule import Rule, moves

_IMPORTS = read_imports()
_FROM = re.compile(rb"\bfrom[ \t]+(django(?:\.\w+)*)[ \t]+import\b[ \t]*(\([^)]*\)|[^\n]*(?:\\\n[^\n]*)*)")
_DOTTED = re.compile(rb"\bdjango(?:\.\w+)+")
_WORD = re.compile(rb"\w+")


def _sieve(names: dict[str, str]) -> Callable[[bytes], bool]:
    """Return what tells by a file's bytes whether it may import one of ``names``, or name it in full."""
    of_module: dict[bytes, set[bytes]] = defaultdict(set)
    for name in names:
        module, _, last = name.rpartition(".")
        of_module[module.encode()].add(last.encode())

    def look(data: bytes) -> bool:
        for module, imported in _FROM.findall(data):
            words = set(_WORD.findall(imported))
            if words & of_module.get(module, set()):
                return True
            for word in words:
                within = of_module.get(module + b"." + word)
                if within and not within.isdisjoint(_WORD.findall(data)):
                    return True
        for dotted in _DOTTED.findall(data):
            module, _, last = dotted.rpartition(b".")
            if last in of_module.get(module, ()):
                return True
            if dotted in of_module and b"import " + dotted + b" as " in data:
                return True
        return False

    return look


def passed_on(gone: str, module: str, name: str, home: str) -> Rule:
    """Make the rule of the names that a release is the first one without; an example shows one of them."""
    return moves(
        f"DJ{gone.replace('.', '')}-passed-on",
        package="django",
        since=None,
        gone=gone,
        docs=f"https://docs.djangoproject.com/en/{gone}/releases/{gone}/",
        moved=_IMPORTS[gone],
        needles=["django"],
        sieve=_sieve(_IMPORTS[gone]),
        doc=f"""
Names that modules do not import any more as of Django {gone}.

They were never part of these modules, and no release note says that they went; they are imported from where the modules had
them.

```diff
-from {module} import {name}
+from {home} import {name}

 print({name})
```

```diff
 from shop.{module.rpartition(".")[2]} import {name}

 print({name})
```
""",
    )


in_2_0 = passed_on("2.0", "django.utils.tree", "force_str", "django.utils.encoding")
in_2_1 = passed_on("2.1", "django.http.response", "force_bytes", "django.utils.encoding")
in_2_2 = passed_on("2.2", "django.utils.text", "mark_safe", "django.utils.safestring")
in_3_0 = passed_on("3.0", "django.db.models.sql.compiler", "Subquery", "django.db.models.expressions")
in_3_1 = passed_on("3.1", "django.db.backends.utils", "settings", "django.conf")
in_3_2 = passed_on("3.2", "django.template.defaultfilters", "VariableDoesNotExist", "django.template.base")
in_4_0 = passed_on("4.0", "django.forms.boundfield", "conditional_escape", "django.utils.html")
in_4_1 = passed_on("4.1", "django.db.models.base", "DEFAULT_DB_ALIAS", "django.db")
in_4_2 = passed_on("4.2", "django.core.files.storage", "safe_join", "django.utils._os")
in_5_0 = passed_on("5.0", "django.forms.forms", "conditional_escape", "django.utils.html")
in_5_1 = passed_on("5.1", "django.contrib.auth.base_user", "get_random_string", "django.utils.crypto")
in_5_2 = passed_on("5.2", "django.utils.html", "punycode", "django.utils.encoding")
in_6_0 = passed_on("6.0", "django.db.models.constraints", "FieldError", "django.core.exceptions")
in_6_1 = passed_on("6.1", "django.db.models.fields", "duration_microseconds", "django.utils.duration")
