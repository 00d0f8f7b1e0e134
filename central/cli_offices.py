"""The command line of those behind the counters: vendor, agency, and the clock."""

import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from central.settings import load_settings

if TYPE_CHECKING:
    from central.app import Central
    from central.store.memberships import OrderRow



def _of_its_own_user(context: typer.Context, data: Path) -> Path:
    """Root is refused, but in training: what it leaves there the service could not open any more."""
    from kiosk.contract.as_root import runs_as_root

    if context.info_name != "serve" and runs_as_root() and not _is_training(data):
        raise typer.BadParameter("it does not run as root; run it as central's own user", param_hint="--data")
    return data


def _is_training(data: Path) -> bool:
    try:
        return load_settings(data).training
    except FileNotFoundError:
        return False


Data = Annotated[
    Path, typer.Option("--data", help="The data folder.", file_okay=False, callback=_of_its_own_user)
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON, for programs.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; in earnest there is none without.")]
Order = Annotated[str, typer.Argument(metavar="ORDER", help="The order's number.")]

vendor_app = typer.Typer(no_args_is_help=True, help="What a 資訊服務廠商 does with an order.")
agency_app = typer.Typer(no_args_is_help=True, help="What the authority decides.")


def answer(fields: Mapping[str, Any], text: str, *, as_json: bool) -> None:
    """Say what came out: `fields` for a program, `text` for a person."""
    sys.stdout.write(json.dumps(fields, ensure_ascii=False) if as_json else text)
    sys.stdout.write("\n")


@contextmanager
def opened(data: Path, *, as_json: bool) -> Iterator["Central"]:
    """Central on a data folder that has served before. A refusal ends the command with exit code 1."""
    from central.app import open_central
    from central.issuing import MembershipUnknown
    from central.vendor import OrderUnknown, PaymentLinkInvalid
    from kiosk.contract.api import ApiProblem
    from kiosk.domain.refusals import Refusal, Refused

    try:
        settings = load_settings(data)
    except FileNotFoundError:
        raise typer.BadParameter("central has not served from here yet", param_hint="--data") from None
    central = open_central(data, settings)
    try:
        yield central
    except Refused as refused:
        code = refused.refusal.value
    except OrderUnknown:
        code = Refusal.ORDER_UNKNOWN.value
    except MembershipUnknown:
        code = ApiProblem.MEMBERSHIP_UNKNOWN.value
    except PaymentLinkInvalid:
        raise typer.BadParameter("an https address", param_hint="--link") from None
    else:
        return
    finally:
        central.store.database.close()
    refuse(central, code, as_json=as_json)


def refuse(central: "Central", code: str, *, as_json: bool) -> NoReturn:
    """End with exit code 1 and a failure's words."""
    answer({"refused": code}, words(central.settings.resources, code), as_json=as_json)
    raise typer.Exit(1)


@vendor_app.command()
def confirm(
    order: Order,
    data: Data,
    link: Annotated[str, typer.Option(help="Where the buyer pays; training has a page of its own.")] = "",
    as_json: AsJson = False,
) -> None:
    """接單: take an order; the payment link is sent."""
    with opened(data, as_json=as_json) as central:
        _show(central.vendor.confirm(order, link), as_json=as_json)


@vendor_app.command()
def decline(order: Order, data: Data, reason: Reason = "", as_json: AsJson = False) -> None:
    """Do not take an order."""
    with opened(data, as_json=as_json) as central:
        _show(central.vendor.decline(order, _reason(central, reason)), as_json=as_json)


@vendor_app.command()
def pay(order: Order, data: Data, reason: Reason = "", as_json: AsJson = False) -> None:
    """The whole own payment has been received."""
    with opened(data, as_json=as_json) as central:
        _show(central.vendor.pay(order, _reason(central, reason)), as_json=as_json)


@vendor_app.command()
def invoice(
    order: Order,
    data: Data,
    number: Annotated[str, typer.Option(help="The invoice's number; training makes one up.")] = "",
    as_json: AsJson = False,
) -> None:
    """The invoice has been issued."""
    from central.vendor import training_invoice_number

    with opened(data, as_json=as_json) as central:
        if not number and not central.settings.training:
            raise typer.BadParameter("an invoice has a number", param_hint="--number")
        invoiced = central.vendor.invoice(order, number or training_invoice_number(order))
        _show(invoiced, as_json=as_json)


@vendor_app.command()
def start(order: Order, data: Data, as_json: AsJson = False) -> None:
    """開通: the service may be used from today on."""
    with opened(data, as_json=as_json) as central:
        _show(central.vendor.start(order), as_json=as_json)


@agency_app.command()
def approve(
    membership: Annotated[str, typer.Argument(metavar="MEMBERSHIP", help="The membership's id.")],
    data: Data,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """The conditions are met (資格確認)."""
    with opened(data, as_json=as_json) as central:
        central.agency.approve(membership, _reason(central, reason))
        answer({"membership_id": membership, "eligibility": "approved"}, "approved", as_json=as_json)


def _reason(central: "Central", reason: str) -> str:
    """The reason that was given; training needs none."""
    if not reason.strip() and not central.settings.training:
        raise typer.BadParameter("money and eligibility are not touched without one", param_hint="--reason")
    return reason.strip() or "訓練"


def _show(order: "OrderRow", *, as_json: bool) -> None:
    fields = {
        "order_number": order.order_number,
        "state": order.state,
        "own": order.own,
        "points": order.points,
        "payment_url": order.payment_url,
    }
    answer(fields, f"{order.order_number}  {order.state}", as_json=as_json)


def words(resources: Path, code: str) -> str:
    """A refusal in both languages, from the failure catalogue."""
    entry = tomllib.loads((resources / "failures.toml").read_text(encoding="utf-8"))[code]
    return f"{code}  {entry['zh']['title']}  {entry['en']['title']}"
