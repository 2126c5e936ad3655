"""Django's messages to people, as tests expect them: with typographic quotes since Django 3.0."""

import re
from collections.abc import Callable, Iterator

import libcst as cst

from upgrader.edit import string, text_of
from upgrader.rule import File, Hit, rule

from .hints import asserting

#: What Django says since 3.0, from its sources; the same with straight quotes is what Django 2.2 said.
_MESSAGES = """
“%(pk)s” is not a valid value.
“%(path)s” does not exist
%(ct_name)s objects don’t have a get_absolute_url() method
%(datetime)s couldn’t be interpreted in time zone %(current_timezone)s;
%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?
Content type %(ct_id)s object %(obj_id)s doesn’t exist
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
Added %(name)s “%(object)s”.
Deleted “%(object)s.”
Deleted %(name)s “%(object)s”.
Changed %(fields)s for %(name)s “%(object)s”.
Empty list and “%(class_name)s.allow_empty” is False.
Enter a valid “slug” consisting of
First, enter a username and password. Then, you’ll be able to edit more user options.
Forgotten your password? Enter your email address below, and we’ll email instructions for setting a new one.
Hold down “Control”, or “Command” on a Mac, to select more than one.
If you don’t receive an email, please make sure you’ve entered the address you registered with
Invalid date string “%(datestr)s” given format “%(format)s”
Page is not “last”, nor can it be converted to an int.
Please enter your old password, for security’s sake, and then enter your new password twice
Slug %(slug)s isn’t registered.
The %(name)s “%(obj)s” was deleted successfully.
The %(name)s “%(obj)s” was added successfully.
The %(name)s “%(obj)s” was changed successfully.
The two password fields didn’t match.
The value of “%(key)s” is not a string or null.
There’s been an error. It’s been reported to the site administrators via email and should be fixed shortly.
This object doesn’t have a change history. It probably wasn’t added via this admin site.
We’re sorry, but the requested page could not be found.
We’ve emailed you instructions for setting your password, if an account exists with the email you entered.
Yes, I’m sure
You don’t have permission to view or edit anything.
Your password can’t be a commonly used password.
Your password can’t be entirely numeric.
Your password can’t be too similar to your other personal information.
Your username, in case you’ve forgotten:
"""  # noqa: RUF001 - the quotes that are meant


def _old(message: str) -> re.Pattern[str]:
    """Return what the message was with straight quotes; what is filled in may be anything without a quote.

    A message that begins with what is filled in is none where a word goes before it: "user 'x' does not exist".
    """
    before = r"(?<!\w )" if message.startswith("“") else ""
    pattern = before + re.sub("[“”]", "[\"']", re.escape(message)).replace("’", "'")  # noqa: RUF001 - the quote that is meant
    return re.compile(re.sub(r"%\\\(\w+\\\)s", lambda _: "([^\"'“”]+?)", pattern))


#: What finds the old message, with the parts of the new one between what is filled in.
_OLD = [(_old(message), re.split(r"%\(\w+\)s", message)) for message in _MESSAGES.strip().splitlines()]


def typographic(text: str) -> str:
    """Return a text in which what Django said until 2.2 is what it says since 3.0."""
    if not _SAYS.search(text):
        return text
    for old, parts in _OLD:
        text = old.sub(lambda found, parts=parts: _filled(parts, found.groups()), text)  # type: ignore[misc]
    return text


def _filled(parts: list[str], groups: tuple[str, ...]) -> str:
    return "".join(part + group for part, group in zip(parts, (*groups, ""), strict=True))


#: What each of them has in it, among others.
_SOME = (
    r"value must be |value has |password can|password fields did|successfully|is not a valid|Enter a valid|Hold down"
    r"|t exist\. Perhaps|be interpreted in|Page is not|allow_empty|Invalid date string|Added |Deleted |The value of"
    r"|Changed |does not exist|t have a |t exist|Forgotten your password|t receive an email|t registered|for security"
    r"|be able to edit|been an error|the requested page|emailed you|I.m sure|t have permission|Your username, in case"
)
_SAYS = re.compile(_SOME)


def _expected(node: cst.SimpleString, new: Callable[[str], str], file: File, message: str) -> Iterator[Hit]:
    """Yield a text that is asserted, where it is another one in the words of the new version."""
    text = text_of(node)
    if text is None or node.prefix not in ("", "u"):
        return
    becomes = new(text)
    if becomes == text or not asserting(node, file):
        return
    plain = not set("\\\n\r") & set(becomes) and node.quote[0] not in becomes
    yield Hit(node, message, string(node, becomes) if plain and not file.guard(node) else None)


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
             self.assertContains(self.page, "The shelf 'x' does not exist")
    ```
    """  # noqa: RUF002 - the quotes that are meant
    yield from _expected(node, typographic, file, "Django's messages have typographic quotes")


_FORMS = re.compile(r"Please submit ([^\s<>]+) or (fewer|more) forms\.")


@rule(
    "DJ32-numbers-of-forms",
    package="django",
    since="3.2",
    gone="3.2",
    docs="https://docs.djangoproject.com/en/3.2/topics/forms/formsets/",
    safety="review",
    pattern=rb"Please submit \S+ or (fewer|more) forms\.",
)
def numbers_of_forms(node: cst.SimpleString, file: File) -> Iterator[Hit]:
    """Formsets say "at most 2 forms" where they said "2 or fewer forms", and "at least" for "or more".

    Django 3.2 has a singular and a plural of ``max_num`` and ``min_num``.

    Review: a message of the project may be the same word for word.

    ```diff
     from django.test import TestCase


     class BookTests(TestCase):
         def test_messages(self):
    -        self.assertContains(self.page, "<li>Please submit 1 or fewer forms.</li>")
    -        self.assertEqual(self.errors, ["Please submit 2 or more forms."])
    +        self.assertContains(self.page, "<li>Please submit at most 1 form.</li>")
    +        self.assertEqual(self.errors, ["Please submit at least 2 forms."])
    ```

    ```diff
     message = "Please submit 1 or fewer forms."
    ```
    """

    def counted(found: re.Match[str]) -> str:
        number, way = found.groups()
        return f"Please submit at {'most' if way == 'fewer' else 'least'} {number} form{'s' * (number != '1')}."

    yield from _expected(node, lambda text: _FORMS.sub(counted, text), file, "formsets word this otherwise")


_RANGES = re.compile(r"Ensure that this range is completely (greater|less) than or equal to")


@rule(
    "DJ42-reworded-messages",
    package="django",
    since="4.2",
    gone="4.2",
    docs="https://docs.djangoproject.com/en/4.2/ref/contrib/postgres/validators/",
    safety="review",
    pattern=_RANGES.pattern.encode() + rb"|only English letters, numbers, and @",
)
def reworded_4_2(node: cst.SimpleString, file: File) -> Iterator[Hit]:
    """Messages about the bounds of a range and about ASCII user names have other words.

    Django 4.2 names the bound that a range validator looks at, and the letters that ``ASCIIUsernameValidator`` allows.

    Review: a message of the project may be the same word for word.

    ```diff
     def test_range(errors):
    -    assert errors == ["Ensure that this range is completely less than or equal to 5."]
    +    assert errors == ["Ensure that the upper bound of the range is not greater than 5."]
    ```

    ```diff
     def test_range(errors):
         assert errors == ["Ensure that this value is less than or equal to 5."]
    ```
    """
    bounds = {"greater": "lower bound of the range is not less", "less": "upper bound of the range is not greater"}

    def new(text: str) -> str:
        text = _RANGES.sub(lambda found: f"Ensure that the {bounds[found[1]]} than", text)
        return text.replace(
            "only English letters, numbers, and @",
            "only unaccented lowercase a-z and uppercase A-Z letters, numbers, and @",
        )

    yield from _expected(node, new, file, "Django words this otherwise")


#: What Django said until 5.1, and what it says since 5.2, from its sources.
_SINCE_5_2 = (
    (r"\b(instance with \S+ \S+) does not exist\.", r"\1 is not a valid choice."),
    (r"Forgotten your password or username\?", "Forgotten your login credentials?"),
    (r"Your username, in case you’ve forgotten:", "In case you’ve forgotten, you are:"),  # noqa: RUF001 - the quote that is meant
    (
        r"First, enter a username and password\. Then, you’ll be able to edit more user options\.",  # noqa: RUF001
        "After you’ve created a user, you’ll be able to edit more user options.",  # noqa: RUF001
    ),
)


@rule(
    "DJ52-reworded-messages",
    package="django",
    since="5.2",
    gone="5.2",
    docs="https://docs.djangoproject.com/en/5.2/releases/5.2/",
    safety="review",
    pattern=rb"instance with |Forgotten your password or|Your username, in case|First, enter a username",
)
def reworded_5_2(node: cst.SimpleString, file: File) -> Iterator[Hit]:
    """Expect "not a valid choice" in the error of a foreign key whose object is not there.

    Django 5.2 says so in ``ForeignKey.validate()``, and words some texts of the admin's log-in pages otherwise.

    Review: a message of the project may be the same word for word.

    ```diff
     def test_author(errors, page):
    -    assert errors == ["author instance with id 5 does not exist."]
    -    assert "Forgotten your password or username?" in page
    +    assert errors == ["author instance with id 5 is not a valid choice."]
    +    assert "Forgotten your login credentials?" in page
    ```

    ```diff
     def test_author(errors):
         assert errors == ["author with id 5 does not exist."]
    ```
    """

    def new(text: str) -> str:
        for old, replacement in _SINCE_5_2:
            text = re.sub(old, replacement, text)
        return text

    yield from _expected(node, new, file, "Django words this otherwise")
