"""In which order transactions became visible: what a cursor over the events stands on.

PostgreSQL commits out of order: an event with a lower number may become visible after one with a higher. So
each event has the number of its transaction, and only events of transactions below the oldest one that still
runs are given out: nothing can come in among those any more. SQLite has one writer at a time; there every
transaction has the number 0, and all that is visible may be given out.

A database that was restored into another PostgreSQL begins there with lower numbers. `transactions_before`, a
row of the table `counter`, is added to each so that they go on rising.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

TRANSACTIONS_BEFORE = "transactions_before"

_BEFORE = f"(SELECT value FROM counter WHERE name = '{TRANSACTIONS_BEFORE}')"  # noqa: S608 - a constant
_THIS = "CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
_OLDEST = "CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)"
_NO_END = 2**63 - 1
_LATEST = 100_000  # events; the highest number is among the latest, if not the last of all


class this_transaction(FunctionElement[int]):  # noqa: N801 - written like SQL's functions
    """The number of the transaction that runs it; never less than another one that is given, if any."""

    type = sa.BigInteger()
    inherit_cache = True


class oldest_running(FunctionElement[int]):  # noqa: N801
    """The number below which every transaction has ended, in the statement's own view of the data."""

    type = sa.BigInteger()
    inherit_cache = True


@compiles(this_transaction)
def _this_in_sqlite(_element: this_transaction, _compiler: SQLCompiler, **_options: Any) -> str:
    return "0"


@compiles(this_transaction, "postgresql")
def _this_in_postgresql(element: this_transaction, compiler: SQLCompiler, **options: Any) -> str:
    at_least = "".join(f", {compiler.process(clause, **options)}" for clause in element.clauses)
    return f"greatest({_BEFORE} + {_THIS}{at_least})"


@compiles(oldest_running)
def _oldest_in_sqlite(_element: oldest_running, _compiler: SQLCompiler, **_options: Any) -> str:
    return str(_NO_END)


@compiles(oldest_running, "postgresql")
def _oldest_in_postgresql(_element: oldest_running, _compiler: SQLCompiler, **_options: Any) -> str:
    return f"({_BEFORE} + {_OLDEST})"


def keep_rising(connection: sa.Connection) -> None:
    """Let the numbers go on above all that are recorded, also where the database came from elsewhere."""
    from central.store.tables import counter, event

    latest = sa.select(event.c.transaction_id).order_by(event.c.position.desc()).limit(_LATEST).subquery()
    highest, this = connection.execute(
        sa.select(sa.func.coalesce(sa.func.max(latest.c.transaction_id), 0), this_transaction())
    ).one()
    if highest > this:
        connection.execute(
            sa.update(counter)
            .where(counter.c.name == TRANSACTIONS_BEFORE)
            .values(value=counter.c.value + highest - this + 1)
        )
