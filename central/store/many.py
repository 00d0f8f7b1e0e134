"""Rows that go to the database together.

To send rows one by one takes the driver and PostgreSQL longer than to find out what they say. So PostgreSQL
gets any number of them in one statement, as JSON; SQLite is in this process, and gets them one by one.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, object]
_Computed = Mapping[str, sa.ColumnElement[Any]]


class Insert:
    """Inserts rows that say the columns `names` of a table.

    `computed` are found by the database for each row, which PostgreSQL knows as `given`. With `once` a row
    is left out where something unique in it is there already; else that raises IntegrityError.
    """

    def __init__(
        self, table: sa.Table, names: Sequence[str], *, computed: _Computed | None = None, once: bool = False
    ) -> None:
        self._names = tuple(names)
        found = dict(computed or {})
        every, one = postgresql.insert(table), sqlite.insert(table)
        rows = given_rows(**{name: table.c[name] for name in names})
        said = {name: _as_bytes(rows.c[name], table.c[name]) for name in names}
        if once:
            every, one = every.on_conflict_do_nothing(), one.on_conflict_do_nothing()
        together = every.from_select([*said, *found], sa.select(*said.values(), *found.values()))
        self._together = together.execution_options(preserve_rowcount=True)
        self._each = one.values(found).execution_options(preserve_rowcount=True)

    def __call__(self, connection: sa.Connection, rows: Sequence[Row]) -> int:
        """How many of the rows were inserted."""
        if not rows:
            return 0
        said = [{name: row[name] for name in self._names} for row in rows]
        if connection.dialect.name == "postgresql":
            return connection.execute(self._together, {"rows": as_json(said)}).rowcount
        return connection.execute(self._each, said).rowcount


class Update:
    """Brings rows of a table, each found by the columns `of`, to the values in the columns `to`.

    `of` and `to` name those columns by what a row says them as.
    """

    def __init__(self, table: sa.Table, of: Mapping[str, str], to: Mapping[str, str]) -> None:
        self._names = (*of, *to)
        rows = given_rows(**{said: table.c[name] for said, name in {**of, **to}.items()})
        told = {said: sa.bindparam(said, type_=table.c[name].type) for said, name in {**of, **to}.items()}
        self._together, self._each = (
            sa.update(table)
            .where(*(table.c[name] == source[said] for said, name in of.items()))
            .values({name: source[said] for said, name in to.items()})
            for source in (rows.c, told)
        )

    def __call__(self, connection: sa.Connection, rows: Sequence[Row]) -> int:
        """How many rows were found."""
        if not rows:
            return 0
        if connection.dialect.name == "postgresql":
            said = [{name: row[name] for name in self._names} for row in rows]
            return connection.execute(self._together, {"rows": as_json(said)}).rowcount
        return connection.execute(self._each, rows).rowcount


def given_rows(**columns: sa.Column[Any]) -> sa.TableValuedAlias:
    """In PostgreSQL: the rows in the parameter `rows`, as `as_json` writes them, in their order.

    What they say is, by its name, of the type that the column has.
    """
    text = sa.cast(sa.bindparam("rows", type_=sa.Text()), sa.JSON())
    named = (sa.column(name, sa.Text() if _is_bytes(one) else one.type) for name, one in columns.items())
    return sa.func.json_to_recordset(text).table_valued(*named).render_derived("given", with_types=True)


def as_json(rows: Sequence[Row]) -> str:
    """Rows as `given_rows` reads them. Bytes have to be UTF-8 without NUL, as all JSON of ours is."""
    return json.dumps(rows, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, date):  # or datetime
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _is_bytes(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.LargeBinary)


def _as_bytes(said: sa.ColumnElement[Any], column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    return sa.func.convert_to(said, sa.literal_column("'UTF8'")) if _is_bytes(column) else said
