"""Django's messages to people, as tests expect them: with typographic quotes since Django 3.0."""

import re
from collections.abc import Iterator

import libcst as cst

from upgrader.edit import string, text_of
from upgrader.rule import File, Hit, rule

from .hints import asserting

#: What Django says since 3.0, from its sources; the same with straight quotes is what Django 2.2 said.
_MESSAGES = """
“%(pk)s” is not a valid value.
%(datetime)s couldn’t be interpreted in time zone %(current_timezone)s;
%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?
“%(value)s” is not a valid UUID.
“%(value)s” value has an invalid date format.
“%(value)s” value has an invalid format.
“%(value)s” value has the correct format
“%(value)s” value must be a decimal number.
“%(value)s” value must be a float.
“%(value)s” value must be an integer.
“%(value)s” value must be either None, True or False.
“%(value)s” value must be either True or False.
“%(value)s” value must be either True, False, or None.
Added “%(object)s”.
Deleted “%(object)s.”
Empty list and “%(class_name)s.allow_empty” is False.
Enter a valid “slug” consisting of
Hold down “Control”, or “Command” on a Mac, to select more than one.
Invalid date string “%(datestr)s” given format “%(format)s”
Page is not “last”, nor can it be converted to an int.
The %(name)s “%(obj)s” was deleted successfully.
The %(name)s “%(obj)s” was added successfully.
The %(name)s “%(obj)s” was changed successfully.
The two password fields didn’t match.
The value of “%(key)s” is not a string or null.
Your password can’t be a commonly used password.
Your password can’t be entirely numeric.
Your password can’t be too similar to your other personal information.
"""  # noqa: RUF001 - the quotes that are meant


def _old(message: str) -> re.Pattern[str]:
    """Return what the message was with straight quotes; what is filled in may be anything without a quote."""
    pattern = re.sub("[“”]", "[\"']", re.escape(message)).replace("’", "'")  # noqa: RUF001 - the quote that is meant
    return re.compile(re.sub(r"%\\\(\w+\\\)s", lambda _: "([^\"'“”]+?)", pattern))


_OLD = [(_old(message), message) for message in _MESSAGES.strip().splitlines()]


def typographic(text: str) -> str:
    """Return a text in which what Django said until 2.2 is what it says since 3.0."""
    for old, message in _OLD:
        parts = re.split(r"%\(\w+\)s", message)
        text = old.sub(lambda found, parts=parts: _filled(parts, found.groups()), text)  # type: ignore[misc]
    return text


def _filled(parts: list[str], groups: tuple[str, ...]) -> str:
    return "".join(part + group for part, group in zip(parts, (*groups, ""), strict=True))


#: What each of them has in it, among others.
_SOME = (
    r"value must be |value has |password can|password fields did|successfully|is not a valid|Enter a valid|Hold down"
    r"|t exist\. Perhaps|be interpreted in|Page is not|allow_empty|Invalid date string|Added |Deleted |The value of"
)
_SAYS = re.compile(_SOME)


@rule(
    "DJ30-typographic-messages",
    package="django",
    since="3.0",
    gone="3.0",
    docs="https://docs.djangoproject.com/en/3.0/releases/3.0/",
    safety="review",
    pattern=_SOME.encode(),
)
def typographic_messages(node: cst.SimpleString, file: File) -> Iterator[Hit]:
    """Messages that tests expect of Django have typographic quotes.

    Since Django 3.0 those of model fields, of the admin and of passwords have.

    Review: a message of the project may be the same word for word.

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_messages(self):
    -        self.assertContains(self.page, "Your password can't be entirely numeric.")
    -        self.assertEqual(self.errors, ["'x' value must be an integer."])
    -        self.assertContains(self.page, 'The book "Emma" was added successfully.')
    +        self.assertContains(self.page, "Your password can’t be entirely numeric.")
    +        self.assertEqual(self.errors, ["“x” value must be an integer."])
    +        self.assertContains(self.page, 'The book “Emma” was added successfully.')
    ```

    ```diff
     from django.test import TestCase

     MESSAGE = "Your password can't be entirely numeric."


     class BookTests(TestCase):
         def test_messages(self):
             self.assertEqual(self.errors, ["'x' has to be an integer."])
    ```
    """  # noqa: RUF002 - the quotes that are meant
    text = text_of(node)
    if text is None or not _SAYS.search(text) or node.prefix not in ("", "u"):
        return
    new = typographic(text)
    if new == text or not asserting(node, file):
        return
    plain = not set("\\\n\r") & set(new) and node.quote[0] not in new
    edit = string(node, new) if plain and not file.guard(node) else None
    yield Hit(node, "Django's messages have typographic quotes", edit)
