"""Commands that no kiosk sent: of vendors, of the agency and of central itself."""

from datetime import datetime

import sqlalchemy as sa
import uuid_utils

from central.ruling import Case, Ruling
from central.store.commands import NewCommand, keep_commands
from central.store.ledger import Ledger
from central.store.memberships import office_of
from kiosk.contract.api import CommandAnswer, Status
from kiosk.contract.codec import command_body
from kiosk.contract.envelopes import Statement
from kiosk.domain.commands import Command
from kiosk.domain.events import Event


class MembershipUnknown(Exception):
    """There is no such membership."""


class Issuer:
    """Gives central's own commands an id, has them decided, and keeps them beside those of the kiosks."""

    def __init__(self, ruling: Ruling) -> None:
        self._ruling = ruling

    def issue(
        self, connection: sa.Connection, membership_id: str, command: Command, at: datetime
    ) -> tuple[Event, ...]:
        """Have `command` decided at `at` (UTC); one without any effect is not kept.

        Raises `Refused` and `MembershipMoved` (nothing may be committed then), and `MembershipUnknown`.
        """
        office = office_of(connection, membership_id)
        if office is None:
            raise MembershipUnknown(membership_id)
        case, ledger = Case(str(uuid_utils.uuid7()), membership_id, office), Ledger(connection)
        events = self._ruling.rule(ledger, case, command, at)
        ledger.write()
        if events:
            self._keep(connection, case, command, at)
        return events

    def _keep(self, connection: sa.Connection, case: Case, command: Command, at: datetime) -> None:
        statement = Statement(
            command_id=case.command_id,
            membership_id=case.membership_id,
            issued_at=at,
            kind=command.kind,
            body=command_body(command),
        )
        answer = CommandAnswer(command_id=case.command_id, status=Status.ACCEPTED, code="", decided_at=at)
        kept = NewCommand(
            command_id=case.command_id,
            membership_id=case.membership_id,
            kind=command.kind,
            sent=statement.canonical_bytes(),
            answer=answer.model_dump_json().encode(),
            decided_at=at,
        )
        keep_commands(connection, [kept])
