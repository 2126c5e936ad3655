"""Code on which edits of tokens go wrong: for each cause of the fixes in django-upgrade 1.32.0, cases of our own.

The causes are told from what that release changed. What is expected here keeps its comments, its meaning and its layout.
"""

from pathlib import PurePosixPath

import pytest
from packaging.version import Version

from upgrader.catalogue import load_rules
from upgrader.engine import Settings, fix_file
from upgrader.model import Versions

OLD, NEW = Versions(Version("3.8"), Version("1.11")), Versions(Version("3.12"), Version("5.2"))


def fixed(before: str, path: str = "shop/x.py") -> str:
    settings = Settings(OLD, NEW, frozenset(rule.id for rule in load_rules()))
    looked = fix_file(PurePosixPath(path), before.encode(), settings)
    assert looked.skipped == ()
    return looked.change.after.decode() if looked.change is not None else before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            'from django.conf.urls import url\n\nurlpatterns = [\n    url(r"^a/" r"(?P<b>\\d+)/$", view),  # two parts\n]\n',
            "from django.urls import re_path\n\nurlpatterns = [\n"
            '    re_path(r"^a/" r"(?P<b>\\d+)/$", view),  # two parts\n]\n',
            id="a text of several tokens",
        ),
        pytest.param(
            'from unittest.mock import patch\n\npatch("collections." "Mapping")\n',
            'from unittest.mock import patch\n\npatch("collections." "Mapping")\n',
            id="a name in a text of several tokens",
        ),
        pytest.param(
            "from django.utils.translation import ugettext\n\n"
            'print(("a", ugettext)[1]("b"), (ugettext)("c"), not (ugettext("d")), (ugettext("e"),))\n',
            "from django.utils.translation import gettext\n\n"
            'print(("a", gettext)[1]("b"), (gettext)("c"), not (gettext("d")), (gettext("e"),))\n',
            id="parentheses, and a tuple of one",
        ),
        pytest.param(
            "import datetime\n\nages = 2 * datetime.datetime.utcnow().year - 1, lambda: datetime.datetime.utcnow()\n",
            "import datetime\n\nages = 2 * datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None).year - 1, "
            "lambda: datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)\n",
            id="inside operators and a lambda",
        ),
        pytest.param(
            "from django.utils.encoding import force_text\nfrom django.utils.http import urlquote\n\n"
            "clean = urlquote\nnames = list(map(force_text, [1]))\n",
            "from django.utils.encoding import force_str\nfrom urllib.parse import quote\n\n"
            "clean = quote\nnames = list(map(force_str, [1]))\n",
            id="a name that is not called",
        ),
        pytest.param(
            "from django.db import models\n\noptions = {'on_delete': models.PROTECT}\n\n\nclass Book(models.Model):\n"
            "    shop = models.ForeignKey('Shop', **options)\n    other = models.ForeignKey(*['Shop', models.CASCADE])\n",
            "from django.db import models\n\noptions = {'on_delete': models.PROTECT}\n\n\nclass Book(models.Model):\n"
            "    shop = models.ForeignKey('Shop', **options)\n    other = models.ForeignKey(*['Shop', models.CASCADE])\n",
            id="unpacked arguments",
        ),
        pytest.param(
            "import sys; from django.utils.six import text_type; print(text_type(sys))  # kept\n"
            "if sys: from django.utils.translation import ugettext as _; print(_(sys))\n",
            "import sys; print(str(sys))  # kept\n"
            "if sys: from django.utils.translation import gettext as _; print(_(sys))\n",
            id="statements that share a line",
        ),
        pytest.param(
            "from django.utils.translation import gettext, ugettext as _, ugettext  # words\n\n"
            "print(gettext('a'), _('b'), ugettext('c'))\n",
            "from django.utils.translation import gettext, gettext as _  # words\n\n"
            "print(gettext('a'), _('b'), gettext('c'))\n",
            id="an alias beside the new name",
        ),
        pytest.param(
            "def words():\n    from django.utils.translation import ugettext\n    return ugettext\n\n\n"
            "def gettext(word):\n    return word\n",
            "def words():\n    from django.utils.translation import gettext as ugettext\n    return ugettext\n\n\n"
            "def gettext(word):\n    return word\n",
            id="the new name is bound further down",
        ),
        pytest.param(
            "from django.db import models\n\n\nclass Book(models.Model):\n"
            "    shop = models.ForeignKey(\n        'Shop',  # why\n        null=True,  # it may\n    )\n"
            "    other = models.ForeignKey(\n        'Shop'\n        # no comma\n    )\n",
            "from django.db import models\n\n\nclass Book(models.Model):\n"
            "    shop = models.ForeignKey(\n        'Shop',  # why\n        null=True,  # it may\n"
            "        on_delete=models.CASCADE,\n    )\n"
            "    other = models.ForeignKey(\n        'Shop',\n        on_delete=models.CASCADE\n        # no comma\n    )\n",
            id="commas and comments at the end of arguments",
        ),
        pytest.param(
            "from django.utils.translation import ugettext as _\n\nx = 1\nprint(f\"{_('a')!r:>{x}} {x}\")\n",
            "from django.utils.translation import gettext as _\n\nx = 1\nprint(f\"{_('a')!r:>{x}} {x}\")\n",
            id="inside an f-string",
        ),
    ],
)
def test_awkward_code_is_edited_as_it_should_be(before: str, after: str) -> None:
    assert fixed(before) == after
    assert fixed(after) == after


def test_a_block_of_one_statement_that_goes_stays_a_block() -> None:
    line = "default_app_config = 'shop.apps.Shop'"
    before = f"if True:\n    {line}  # the only one\nx = 1; {line}\n"
    after = fixed(before, "shop/__init__.py")
    compile(after, "shop/__init__.py", "exec")
    assert "x = 1" in after
