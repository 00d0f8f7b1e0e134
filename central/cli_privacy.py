"""The command line of what persons ask about their data."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from central.audit import COMMAND_LINE
from central.cli_offices import AsJson, Data, answer, opened

if TYPE_CHECKING:
    from central.app import Central
    from central.privacy import PrivacyDesk

privacy_app = typer.Typer(no_args_is_help=True, help="Requests for access, correction and deletion (個資法).")
_Request = Annotated[str, typer.Argument(metavar="REQUEST", help="The request's id.")]
_Why = Annotated[str, typer.Option("--reason", help="Why; it is told to who asked.")]


def _desk(central: "Central") -> "PrivacyDesk":
    from central.privacy import PrivacyDesk

    mails = central.settings.training or central.settings.smtp is not None
    return PrivacyDesk(central.store.database, central.clock, mails=mails)


def _told(one: object, *, as_json: bool) -> None:
    from central.privacy import PrivacyRequest

    assert isinstance(one, PrivacyRequest)
    fields = {name: str(value) for name, value in asdict(one).items()}
    answer(fields, "\n".join(f"{name:14}{value}" for name, value in fields.items()), as_json=as_json)


@privacy_app.command("add")
def add(
    membership: Annotated[str, typer.Argument(metavar="MEMBERSHIP", help="The member's number.")],
    kind: Annotated[str, typer.Option(help="access, correction, stop or deletion.")],
    data: Data,
    as_json: AsJson = False,
) -> None:
    """A member asks today: tells by when it is to be answered."""
    from central.privacy import RequestUnknown
    from kiosk.domain.data_rights import DataRight

    if kind not in set(DataRight):
        raise typer.BadParameter(f"one of {', '.join(DataRight)}", param_hint="--kind")
    with opened(data, as_json=as_json) as central:
        try:
            _told(_desk(central).add(membership, DataRight(kind), COMMAND_LINE), as_json=as_json)
        except RequestUnknown:
            raise typer.BadParameter("there is no such member", param_hint="MEMBERSHIP") from None


@privacy_app.command("list")
def waiting(data: Data, as_json: AsJson = False) -> None:
    """What waits, the most urgent first. Exit code 1 where something is late."""
    with opened(data, as_json=as_json) as central:
        desk = _desk(central)
        desk.take_new()
        found = desk.waiting()
    rows = [{**asdict(one), "days_left": left} for one, left in found]
    lines = [f"{one.due_on}  {left:4} days  {one.kind:11}{one.request_id}" for one, left in found]
    told = json.loads(json.dumps(rows, default=str))
    answer({"requests": told}, "\n".join(lines) or "nothing waits", as_json=as_json)
    if any(left < 0 for _one, left in found):
        raise typer.Exit(1)


@privacy_app.command("extend")
def extend(request: _Request, reason: _Why, data: Data, as_json: AsJson = False) -> None:
    """Put it off, once, by as many days again."""
    from central.audit import ReasonMissing
    from central.privacy import ExtendedBefore, RequestUnknown

    with opened(data, as_json=as_json) as central:
        try:
            _told(_desk(central).extend(request, reason, COMMAND_LINE), as_json=as_json)
        except (RequestUnknown, ExtendedBefore):
            why = "it does not wait, or was put off before"
            raise typer.BadParameter(why, param_hint="REQUEST") from None
        except ReasonMissing:
            raise typer.BadParameter("not without a reason", param_hint="--reason") from None


@privacy_app.command("answer")
def close(
    request: _Request,
    reason: _Why,
    data: Data,
    refused: Annotated[bool, typer.Option("--refused", help="It was refused, for the reason given.")] = False,
    as_json: AsJson = False,
) -> None:
    """It was answered: what was done, or why not."""
    from central.audit import ReasonMissing
    from central.erasure import RecordStays
    from central.privacy import RequestUnknown

    with opened(data, as_json=as_json) as central:
        desk = _desk(central)
        try:
            done = desk.answer(request, granted=not refused, reason=reason, who=COMMAND_LINE)
            desk.end_old()
        except RequestUnknown:
            raise typer.BadParameter("no such request waits", param_hint="REQUEST") from None
        except RecordStays:
            why = "points were granted or a plan was ordered: the record stays for the programme's time"
            raise typer.BadParameter(f"{why}; answer with --refused", param_hint="REQUEST") from None
        except ReasonMissing:
            raise typer.BadParameter("not without a reason", param_hint="--reason") from None
        _told(done, as_json=as_json)


@privacy_app.command("copy")
def copy(
    membership: Annotated[str, typer.Argument(metavar="MEMBERSHIP", help="The member's number.")], data: Data
) -> None:
    """All that is recorded of a member, as JSON lines, for who asked for a copy."""
    from central.privacy import RequestUnknown
    from central.privacy_copy import copy_of

    with opened(data, as_json=False) as central:
        try:
            rows = copy_of(central.store.database, membership, COMMAND_LINE, central.clock())
        except RequestUnknown:
            raise typer.BadParameter("there is no such member", param_hint="MEMBERSHIP") from None
    for row in rows:
        typer.echo(json.dumps(row, ensure_ascii=False))
