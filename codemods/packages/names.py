"""attrs and SQLAlchemy: second names that went."""

from collections.abc import Iterator

import libcst as cst

from upgrader.edit import keyword
from upgrader.rule import File, Hit, moves, rule


@rule(
    "attrs192-convert",
    package="attrs",
    since="17.4",
    gone="19.2",
    docs="https://www.attrs.org/en/stable/changelog.html",
    names=["attr.ib", "attr.attrib"],
)
def convert(node: cst.Call, file: File) -> Iterator[Hit]:
    """``attr.ib(convert=)`` is ``converter=``.

    ```diff
     import attr


     @attr.s
     class Book:
    -    price = attr.ib(convert=int)
    +    price = attr.ib(converter=int)
    ```

    ```diff
     import attr
     from shop.fields import ib


     @attr.s
     class Book:
         price = attr.ib(converter=int)
         other = ib(convert=int)
    ```
    """
    given = keyword(node, "convert")
    if given is not None and given.keyword is not None:
        renamed = given.keyword.with_changes(value="converter")
        yield Hit(given, "convert= is converter=", also=() if file.guard(node) else ((given.keyword, renamed),))


sqlalchemy = moves(
    "sqlalchemy2-orm-names",
    package="sqlalchemy",
    since=None,
    gone="2.0",
    docs="https://docs.sqlalchemy.org/en/20/changelog/migration_20.html",
    moved={
        "sqlalchemy.orm.relation": "sqlalchemy.orm.relationship",
        "sqlalchemy.orm.eagerload": "sqlalchemy.orm.joinedload",
    },
    doc="""
    ``sqlalchemy.orm.relation`` is ``relationship``, ``eagerload`` is ``joinedload``.

    ```diff
    -from sqlalchemy.orm import relation
    +from sqlalchemy.orm import relationship

    -books = relation("Book")
    +books = relationship("Book")
    ```

    ```diff
     from shop.orm import relation

     books = relation("Book")
    ```
    """,
)
