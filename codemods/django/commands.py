"""Management commands and their options, where Python code calls them: ``call_command`` and lists of arguments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

import libcst as cst
from packaging.version import Version

from upgrader.assigned import is_name, text_of
from upgrader.edit import string, without_arg
from upgrader.model import Safety
from upgrader.names import Node
from upgrader.rule import DELETE, File, Hit, rule

RELEASE = "https://docs.djangoproject.com/en/{0}/releases/{0}/#features-removed-in-{1}"
CALL_COMMAND = ("django.core.management.call_command", "django.core.management.base.call_command")
PROGRAMS = ("manage.py", "django-admin", "django-admin.py")


@dataclass(frozen=True, eq=False)
class _Command:
    """A command by its name, with its words; ``call`` where it is ``call_command``, whose keywords are options too."""

    name: cst.SimpleString
    words: tuple[cst.SimpleString, ...]
    call: cst.Call | None = None

    @property
    def text(self) -> str:
        return text_of(self.name) or ""

    def keyword(self, name: str) -> cst.Arg | None:
        """Return the keyword argument of this name."""
        args = self.call.args if self.call is not None else ()
        return next((arg for arg in args if arg.keyword is not None and arg.keyword.value == name), None)


def _commands(file: File) -> Iterator[_Command]:
    for name in CALL_COMMAND:
        for node in file.names.references.get(name, ()):
            call = file.parent(node)
            if isinstance(call, cst.Call) and call.func is node:
                values = [arg.value for arg in call.args if arg.keyword is None and not arg.star]
                words = tuple(value for value in values[1:] if isinstance(value, cst.SimpleString))
                if values and isinstance(values[0], cst.SimpleString):
                    yield _Command(values[0], words, call)
    for first, *others in _argument_lists(file):
        yield _Command(first, tuple(others))


def _argument_lists(file: File) -> Iterator[list[cst.SimpleString]]:
    """Yield the words after the program in lists of arguments: ["python", "manage.py", "test"]."""
    for kind in (cst.List, cst.Tuple):
        for node in file.names.nodes.get(kind, ()):
            assert isinstance(node, (cst.List, cst.Tuple))
            values = [element.value for element in node.elements]
            at = next((n for n, value in enumerate(values) if _is_program(value)), None)
            following = values[at + 1 :] if at is not None else []
            words = [value for value in following if isinstance(value, cst.SimpleString)]
            if words and words[0] is following[0]:
                yield words


def _is_program(value: Node) -> bool:
    text = text_of(value) if isinstance(value, cst.BaseExpression) else None
    return text is not None and PurePosixPath(text).name in PROGRAMS


def _renamed(command: _Command, name: str, words: dict[str, str], message: str) -> Iterator[Hit]:
    """Yield hits that rename words of one command."""
    if command.text == name:
        for word in command.words:
            new = words.get(text_of(word) or "")
            if new is not None:
                yield Hit(word, message, string(word, new))


GONE = {
    "syncdb": "migrate",
    "validate": "check",
    **dict.fromkeys(("sqlall", "sql", "sqlclear", "sqlcustom", "sqldropindexes", "sqlindexes", "runfcgi")),
}


@rule(
    "DJ19-commands",
    package="django",
    since="1.7",
    gone="1.9",
    docs=RELEASE.format("1.9", "1-9"),
    needles=[f"{where} {name}" for where in ("call_command", "manage", "admin") for name in (*GONE, "natural", "n")],
)
def gone_commands(module: cst.Module, file: File) -> Iterator[Hit]:
    """``syncdb`` is ``migrate``, ``validate`` is ``check``, ``dumpdata --natural`` is ``--natural-foreign``.

    Removed in Django 1.9, as are ``sqlall`` and its like, of which ``sqlmigrate`` took the place: they are reported.

    ```diff
     from django.core.management import call_command

    -call_command("syncdb", interactive=False)
    +call_command("migrate", interactive=False)
    -call_command("dumpdata", "--natural", "shop")
    +call_command("dumpdata", "--natural-foreign", "shop")
    -call_command("dumpdata", use_natural_keys=True)
    +call_command("dumpdata", use_natural_foreign_keys=True)
    ```

    ```diff
     from django.core.management import call_command

     call_command("migrate")
     call_command("sqlall", "shop")
     names = ["syncdb", "validate"]
     print("syncdb")
    ```
    """
    for command in _commands(file):
        if command.text in GONE:
            new = GONE[command.text]
            message = f"the command {command.text} is gone" + (f": {new} does it" if new else ", sqlmigrate shows SQL")
            yield Hit(command.name, message, string(command.name, new) if new else None)
        message = "dumpdata has --natural-foreign and --natural-primary"
        options = {"--natural": "--natural-foreign", "-n": "--natural-foreign"}
        yield from _renamed(command, "dumpdata", options, message)
        for old in ("use_natural_keys", "natural"):
            given = command.keyword(old) if command.text == "dumpdata" else None
            if given is not None and given.keyword is not None:
                yield Hit(given, message, also=((given.keyword, cst.Name("use_natural_foreign_keys")),))


@rule(
    "DJ110-migrate-list",
    package="django",
    since="1.8",
    gone="1.10",
    docs=RELEASE.format("1.10", "1-10"),
    needles=["migrate list"],
)
def migrate_list(module: cst.Module, file: File) -> Iterator[Hit]:
    """``migrate --list`` is ``showmigrations``.

    Removed in Django 1.10.

    ```diff
     import subprocess

     from django.core.management import call_command

    -call_command("migrate", list=True)
    +call_command("showmigrations")
    -subprocess.run(["./manage.py", "migrate", "--list", "shop"])
    +subprocess.run(["./manage.py", "showmigrations", "shop"])
    ```

    ```diff
     from django.core.management import call_command

     call_command("migrate", plan=True)
     call_command("other", list=True)
    ```
    """
    message = "migrate --list is showmigrations"
    for command in _commands(file):
        if command.text != "migrate":
            continue
        new = string(command.name, "showmigrations")
        given = command.keyword("list")
        words = [word for word in command.words if text_of(word) in ("--list", "-l")]
        if given is not None and command.call is not None and is_name(given.value, "True") and not words:
            first = command.call.args[0].with_changes(value=new)
            call = command.call.with_changes(args=[first, *command.call.args[1:]])
            yield Hit(given, message, also=((command.call, without_arg(call, list(command.call.args).index(given))),))
        elif words and command.call is not None:
            yield Hit(words[0], message, also=((command.name, new), (words[0], string(words[0], "--list"))))
        elif words:
            yield Hit(words[0], message, also=((command.name, new), (file.parent(words[0]), DELETE)))


@rule(
    "DJ20-command-options",
    package="django",
    since="1.10",
    gone="2.0",
    docs=RELEASE.format("2.0", "2-0"),
    needles=["makemigrations exit", "makemigrations e", "shell plain"],
)
def command_options(module: cst.Module, file: File) -> Iterator[Hit]:
    """``makemigrations --exit`` is ``--check``, ``shell --plain`` is ``--interface=python``.

    Removed in Django 2.0.

    ```diff
     from django.core.management import call_command

    -call_command("makemigrations", "--exit")
    +call_command("makemigrations", "--check")
    -call_command("makemigrations", exit_code=True, dry_run=True)
    +call_command("makemigrations", check_changes=True, dry_run=True)
    -call_command("shell", plain=True)
    +call_command("shell", interface="python")
    -ARGS = ["python", "manage.py", "shell", "--plain"]
    +ARGS = ["python", "manage.py", "shell", "--interface=python"]
    ```

    ```diff
     from django.core.management import call_command

     call_command("other", "--exit", plain=True)
    ```
    """
    for command in _commands(file):
        message = "makemigrations --exit is --check"
        yield from _renamed(command, "makemigrations", {"--exit": "--check", "-e": "--check"}, message)
        given = command.keyword("exit_code") if command.text == "makemigrations" else None
        if given is not None and given.keyword is not None:
            yield Hit(given, message, also=((given.keyword, cst.Name("check_changes")),))
        message = "shell --plain is --interface=python"
        yield from _renamed(command, "shell", {"--plain": "--interface=python"}, message)
        given = command.keyword("plain") if command.text == "shell" else None
        if given is not None and given.keyword is not None:
            known = is_name(given.value, "True")
            edits: tuple[tuple[Node, Node | str], ...] = (
                (given.keyword, cst.Name("interface")),
                (given.value, '"python"'),
            )
            yield Hit(given, message, also=edits if known else ())


@rule(
    "DJ111-test-liveserver",
    package="django",
    since=None,
    gone="1.11",
    docs=RELEASE.format("1.11", "1-11"),
    needles=["call_command liveserver", "manage liveserver"],
    safety=Safety.REVIEW,
)
def liveserver(module: cst.Module, file: File) -> Iterator[Hit]:
    """``test --liveserver`` goes.

    Since Django 1.11 the live server binds to a free port by itself.

    Review: where a fixed port is needed, set ``port`` in the class of the tests.

    ```diff
     from django.core.management import call_command

    -call_command("test", "shop", liveserver="localhost:8081")
    +call_command("test", "shop")
    ```

    ```diff
     from django.core.management import call_command

     call_command("other", liveserver="localhost:8081")
    ```
    """
    for command in _commands(file):
        given = command.keyword("liveserver") if command.text == "test" else None
        if given is not None and command.call is not None:
            index = list(command.call.args).index(given)
            yield Hit(given, "test has no --liveserver", also=((command.call, without_arg(command.call, index)),))
        for word in command.words if command.text == "test" else ():
            if (text_of(word) or "").startswith("--liveserver"):
                yield Hit(word, "test has no --liveserver")


ABBREVIATIONS = {whole[:length]: whole for whole in ("settings", "pythonpath") for length in range(4, len(whole))}


@rule(
    "DJ21-abbreviated-options",
    package="django",
    since=None,
    gone="2.1",
    docs="https://docs.djangoproject.com/en/2.1/releases/2.1/#miscellaneous",
    needles=[f"{program} {part}" for program in ("manage", "admin") for part in ABBREVIATIONS],
)
def abbreviated_options(module: cst.Module, file: File) -> Iterator[Hit]:
    """Options of ``manage.py`` are not abbreviated: ``--setting`` is ``--settings``.

    Since Django 2.1 ``--settings`` and ``--pythonpath`` are known by their whole names only.

    ```diff
     import subprocess

    -subprocess.run(["manage.py", "migrate", "--setting=shop.settings", "--python", "src"])
    +subprocess.run(["manage.py", "migrate", "--settings=shop.settings", "--pythonpath", "src"])
    ```

    ```diff
     import subprocess

     subprocess.run(["manage.py", "migrate", "--settings=shop.settings", "--set", "--p"])
     subprocess.run(["other.py", "migrate", "--setting=shop.settings"])
    ```
    """
    for words in _argument_lists(file):
        for word in words[1:]:
            option, equals, value = (text_of(word) or "").partition("=")
            whole = ABBREVIATIONS.get(option.removeprefix("--")) if option.startswith("--") else None
            if whole is not None:
                yield Hit(word, f"{option} is --{whole}", string(word, f"--{whole}{equals}{value}"))


@rule(
    "DJ30-test-keepdb",
    package="django",
    since="1.8",
    gone="3.0",
    docs="https://docs.djangoproject.com/en/3.0/releases/3.0/#miscellaneous",
    needles=["manage test k", "admin test k", "call_command test k"],
)
def test_keepdb(module: cst.Module, file: File) -> Iterator[Hit]:
    """``test -k`` is ``test --keepdb``.

    Since Django 3.0 ``-k`` takes a pattern for the names of tests.

    ```diff
     import subprocess

    -subprocess.run(["python", "manage.py", "test", "-k"])
    +subprocess.run(["python", "manage.py", "test", "--keepdb"])
    ```

    ```diff
     import subprocess

     subprocess.run(["python", "manage.py", "other", "-k"])
     subprocess.run(["pytest", "test", "-k"])
    ```
    """
    if file.old.django is None or file.old.django < Version("3.0"):
        for command in _commands(file):
            yield from _renamed(
                command, "test", {"-k": "--keepdb"}, "test -k takes a pattern: --keepdb keeps the database"
            )


@rule(
    "DJ40-django-admin-py",
    package="django",
    since="1.7",
    gone="4.0",
    docs=RELEASE.format("4.0", "4-0"),
    needles=["django admin py"],
)
def django_admin_py(node: cst.SimpleString, file: File) -> Iterator[Hit]:
    """``django-admin.py`` is ``django-admin``.

    Deprecated in Django 3.1, removed in 4.0.

    ```diff
     import os
     import subprocess

    -subprocess.run(["django-admin.py", "migrate"])
    +subprocess.run(["django-admin", "migrate"])
    -os.system("django-admin.py compilemessages && ./deploy")
    +os.system("django-admin compilemessages && ./deploy")
    ```

    ```diff
     import subprocess

     subprocess.run(["my-django-admin.py", "migrate"])
     open("django-admin.py")
     print("use django-admin.py")
    ```
    """
    text = text_of(node) or ""
    first = isinstance(file.parent(node), cst.Element) and text == "django-admin.py"
    if first or re.match(r"django-admin\.py\s+\w", text):
        yield Hit(
            node, "django-admin.py is django-admin", string(node, text.replace("django-admin.py", "django-admin", 1))
        )


@rule(
    "DJ42-makemigrations-check",
    package="django",
    since=None,
    gone="4.2",
    docs="https://docs.djangoproject.com/en/4.2/releases/4.2/#miscellaneous",
    needles=["makemigrations check", "makemigrations check_changes"],
    safety=Safety.MANUAL,
    advice=True,
)
def makemigrations_check(module: cst.Module, file: File) -> Iterator[Hit]:
    """``makemigrations --check`` writes nothing.

    Until Django 4.1 it wrote the migrations that were missing, and failed; since 4.2 it only fails.

    Manual: where they are to be written, call it without ``--check``.

    ```diff
     import subprocess

     subprocess.run(["manage.py", "makemigrations", "--check"])
    ```

    ```diff
     import subprocess

     subprocess.run(["manage.py", "makemigrations"])
     subprocess.run(["manage.py", "makemigrations", "--check", "--dry-run"])
    ```
    """
    if file.old.django is not None and file.old.django >= Version("4.2"):
        return
    for command in _commands(file):
        words = {text_of(word) for word in command.words}
        checks = "--check" in words or command.keyword("check_changes") is not None
        dry = "--dry-run" in words or command.keyword("dry_run") is not None
        if command.text == "makemigrations" and checks and not dry:
            yield Hit(command.name, "makemigrations --check writes no migrations")


@rule(
    "DJ61-check-databases",
    package="django",
    since=None,
    gone="6.1",
    docs="https://docs.djangoproject.com/en/6.1/releases/6.1/",
    needles=["call_command check", "manage check", "admin check"],
    safety=Safety.MANUAL,
    advice=True,
)
def check_databases(module: cst.Module, file: File) -> Iterator[Hit]:
    """``check`` looks at the databases as well.

    Since Django 6.1 it runs the checks of every database unless some are named: it wants to connect.

    Manual: where there is none, while an image is built say, pass ``databases=[]`` to ``call_command``.

    ```diff
     from django.core.management import call_command

     call_command("check")
    ```

    ```diff
     from django.core.management import call_command

     call_command("check", databases=[])
     call_command("check", "--database", "default")
    ```
    """
    for command in _commands(file):
        named = any((text_of(word) or "").startswith("--database") for word in command.words)
        if command.text == "check" and not named and command.keyword("databases") is None:
            yield Hit(command.name, "check connects to the databases")
