"""Rows that go to the database together.

To send rows one by one takes the driver and PostgreSQL longer than to find out what they say. So PostgreSQL
gets any number of them in one statement, as JSON; SQLite is in this process, and gets them one by one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from pydantic_core import to_json
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
        self._table, self.names, self._once = table, tuple(names), once
        self._computed = dict(computed or {})
        one = sqlite.insert(table)
        each = (one.on_conflict_do_nothing() if once else one).values(self._computed)
        self.each = each.execution_options(preserve_rowcount=True)

    def from_rows(self, parameter: str) -> sa.Insert:
        """The statement that takes its rows from a parameter, as `given_rows` has them."""
        table = self._table
        rows = given_rows(parameter, **{name: table.c[name] for name in self.names})
        said = {name: _as_bytes(rows.c[name], table.c[name]) for name in self.names}
        every = postgresql.insert(table)
        every = every.on_conflict_do_nothing() if self._once else every
        return every.from_select(
            [*said, *self._computed], sa.select(*said.values(), *self._computed.values())
        )


class Update:
    """Brings rows of a table, each found by the columns `of`, to the values in the columns `to`.

    `of` and `to` name those columns by what a row says them as.
    """

    def __init__(self, table: sa.Table, of: Mapping[str, str], to: Mapping[str, str]) -> None:
        self._table, self._of, self._to = table, dict(of), dict(to)
        self.names = (*of, *to)
        told = {said: sa.bindparam(said, type_=table.c[name].type) for said, name in {**of, **to}.items()}
        self.each = self._from(told)

    def from_rows(self, parameter: str) -> sa.Update:
        """The statement that takes its rows from a parameter, as `given_rows` has them."""
        columns = {said: self._table.c[name] for said, name in {**self._of, **self._to}.items()}
        return self._from(given_rows(parameter, **columns).c)

    def _from(self, source: Any) -> sa.Update:
        return (
            sa.update(self._table)
            .where(*(self._table.c[name] == source[said] for said, name in self._of.items()))
            .values({name: source[said] for said, name in self._to.items()})
        )


@dataclass(frozen=True, slots=True)
class Write:
    """Rows, and how they are written; `otherwise` is raised where one of them was not."""

    how: Insert | Update
    rows: Sequence[Row]
    otherwise: Exception | None = None

    def run(self, connection: sa.Connection) -> int:
        """Write them now; how many were. Raises `otherwise`, and IntegrityError (see `Insert`)."""
        return sum(write_together(connection, [self]))

    def check(self, written: int) -> None:
        """Raise `otherwise` where so many are too few."""
        if self.otherwise is not None and written != len(self.rows):
            raise self.otherwise


def write_together(connection: sa.Connection, writes: Iterable[Write]) -> list[int]:
    """Write to several tables, each of them once: in PostgreSQL in one statement for all of them.

    None of them sees what the others write; only then is it checked that what they refer to is there. So
    instead of a write's `otherwise` it may be IntegrityError that is raised. Gives how many rows each has
    written that had any.
    """
    some = [one for one in writes if one.rows]
    if not some:
        return []
    if connection.dialect.name == "postgresql":
        said = {_parameter(number): as_json(one) for number, one in enumerate(some)}
        counts = list(connection.execute(_statement(tuple(one.how for one in some)), said).one())
        for one, written in zip(some, counts, strict=True):
            one.check(written)
        return counts
    counts = []
    for one in some:
        rows = [{name: row[name] for name in one.how.names} for row in one.rows]
        counts.append(connection.execute(one.how.each, rows).rowcount)
        one.check(counts[-1])
    return counts


@lru_cache(maxsize=1024)
def _statement(hows: tuple[Insert | Update, ...]) -> sa.Select[Any]:
    """Each of them as a part of one statement, which tells how many rows each has written."""
    parts = (
        how.from_rows(_parameter(number)).returning(sa.literal(1).label("one")).cte(f"part_{number}")
        for number, how in enumerate(hows)
    )
    return sa.select(*(sa.select(sa.func.count()).select_from(part).scalar_subquery() for part in parts))


def _parameter(number: int) -> str:
    return f"rows_{number}"


def given_rows(parameter: str, **columns: sa.Column[Any]) -> sa.TableValuedAlias:
    """In PostgreSQL: the rows in a parameter, as `as_json` writes them, in their order.

    What they say is, by its name, of the type that the column has.
    """
    text = sa.cast(sa.bindparam(parameter, type_=sa.Text()), sa.JSON())
    named = (sa.column(name, sa.Text() if _is_bytes(one) else one.type) for name, one in columns.items())
    return sa.func.json_to_recordset(text).table_valued(*named).render_derived("given", with_types=True)


def as_json(write: Write) -> str:
    """Its rows as `given_rows` reads them. Bytes have to be UTF-8 without NUL, as all JSON of ours is."""
    return to_json(write.rows).decode()


def _is_bytes(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.LargeBinary)


def _as_bytes(said: sa.ColumnElement[Any], column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    return sa.func.convert_to(said, sa.literal_column("'UTF8'")) if _is_bytes(column) else said
