"""The driver for Oracle."""

from upgrader.rule import moves

cx_oracle = moves(
    "DJ60-cx-oracle",
    package="django",
    since="5.0",
    gone="6.0",
    docs="https://docs.djangoproject.com/en/6.0/releases/6.0/#features-removed-in-6-0",
    moved={},
    modules={"cx_Oracle": "oracledb"},
    requires={"oracledb": "oracledb"},
    safety="review",
    doc="""
    ``cx_Oracle`` is called ``oracledb``.

    Renamed by its authors; Django 5.0 knows both, 6.0 the new one only.

    Review: it connects without Oracle's client libraries unless ``init_oracle_client()`` is called.

    ```diff
    -import cx_Oracle
    +import oracledb

    -print(cx_Oracle.connect(user="shop").version, cx_Oracle.DatabaseError)
    +print(oracledb.connect(user="shop").version, oracledb.DatabaseError)
    ```

    ```diff
     from shop import cx_Oracle

     print(cx_Oracle.connect())
    ```
    """,
)
