"""The sealed bundle that was taken last from each device, and the answers to its commands."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from central.store.tables import command, device_bundle, doubted_command

_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class TakenBundle:
    """What the answer to a bundle is about.

    `sealing_key` (X25519) is the device's, `cursor` how far it had events; its commands go from `first_seq`
    to `last_seq`, which is less where there are none.
    """

    device_id: str
    sealing_key: bytes
    cursor: str
    first_seq: int
    last_seq: int
    taken_at: datetime


def keep_taken(connection: sa.Connection, taken: TakenBundle) -> None:
    """Keep what is known of a bundle, in the place of the device's last one."""
    ours = device_bundle.c.device_id == taken.device_id
    values = asdict(taken)
    if connection.execute(sa.update(device_bundle).where(ours).values(values)).rowcount == 0:
        connection.execute(sa.insert(device_bundle).values(values))


def find_taken(connection: sa.Connection, device_id: str) -> TakenBundle | None:
    """The device's last bundle."""
    columns = [device_bundle.c[name] for name in TakenBundle.__slots__]
    query = sa.select(*columns).where(device_bundle.c.device_id == device_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else TakenBundle(*row)


def answers_to(connection: sa.Connection, taken: TakenBundle) -> Iterator[tuple[bytes, bytes]]:
    """The canonical bytes of the bundle's commands and their answers, those of doubted ones too.

    As they are kept, in the order of `device_seq`; what has no answer yet is left out.
    """
    parts = [
        sa.select(table.c.device_seq, table.c.sent, table.c.answer).where(
            table.c.device_id == taken.device_id,
            table.c.device_seq.between(taken.first_seq, taken.last_seq),
            table.c.answer.is_not(None),
        )
        for table in (command, doubted_command)
    ]
    query = sa.union_all(*parts).order_by("device_seq")
    for row in connection.execution_options(yield_per=_AT_A_TIME).execute(query):
        yield row.sent, row.answer
