"""`kiosk rules`: the rule book answers an auditor."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from kiosk.cli.output import answer, day, plain, refuse
from kiosk.domain import identifiers
from kiosk.domain.calendar import WorkCalendar
from kiosk.domain.money import split as split_price
from kiosk.domain.numerals import capital_amount
from kiosk.domain.refund import reckon

commands = typer.Typer(help="Ask the rule book.", no_args_is_help=True)
_Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


@commands.command()
def refund(
    price: Annotated[int, typer.Option(help="Price in NT$.")],
    points: Annotated[int, typer.Option(help="Points in the price.")],
    months: Annotated[int, typer.Option(help="Months of the term.")],
    start: Annotated[str, typer.Option(help="First day of the service, YYYY-MM-DD.")],
    on: Annotated[str, typer.Option(help="Day of the request, YYYY-MM-DD.")],
    as_json: _Json = False,
) -> None:
    """What a refund gives back."""
    if points > price:
        refuse(f"{points} points are more than the price of NT${price}")
    if months < 1 or price < 0 or points < 0:
        refuse("price and points are 0 or more, months 1 or more")
    started_on, asked_on = day(start), day(on)
    if asked_on < started_on:
        refuse(f"the request of {asked_on} lies before the first day, {started_on}")
    quote = reckon(
        own=price - points,
        points=points,
        months=months,
        started_on=started_on,
        on=asked_on,
        exactly_half_is_within=True,
    )
    if quote.last_day is not None and asked_on > quote.last_day:
        refuse(f"the term ended on {quote.last_day}")
    formula = _formula(price - points, points, months, quote.exceeded_half)
    answer({**plain(quote), "formula": formula}, as_json)


def _formula(own: int, points: int, months: int, exceeded: bool) -> str:
    share = f"points_refund = {points} - floor({points}/{months}) * months_used"
    money = "own_refund = 0" if exceeded else f"own_refund = {own} - floor({own}/{months}) * months_used"
    return f"{money}; {share}; the last month takes the remainder"


@commands.command()
def workdays(
    start: Annotated[str, typer.Option("--from", help="The day that is not counted, YYYY-MM-DD.")],
    plus: Annotated[int, typer.Option(help="Working days to count.")],
    as_json: _Json = False,
) -> None:
    """The working day that many working days later."""
    if plus < 1:
        refuse("--plus is 1 or more")
    later: date = WorkCalendar().working_days_after(day(start), plus)
    answer({"date": later.isoformat()}, as_json)


@commands.command()
def split(
    price: Annotated[int, typer.Option(help="Price in NT$.")],
    points_in_hand: Annotated[int, typer.Option(help="Points one has.")] = 30_000,
    as_json: _Json = False,
) -> None:
    """How a price divides into points and own payment."""
    if price < 0 or points_in_hand < 0:
        refuse("price and points are 0 or more")
    points, own = split_price(price, points_in_hand)
    answer({"points": points, "own": own}, as_json)


class Number(StrEnum):
    """A number with a check digit."""

    UBN = "ubn"
    ID = "id"


@commands.command()
def check(kind: Number, number: str, as_json: _Json = False) -> None:
    """Whether a 統一編號 or an ID number holds."""
    valid = identifiers.is_ubn(number) if kind is Number.UBN else identifiers.is_national_id(number)
    answer({"valid": valid}, as_json)


@commands.command()
def numeral(amount: int) -> None:
    """An amount of NT$ in capital numerals."""
    if amount < 0:
        refuse("an amount is 0 or more")
    typer.echo(capital_amount(amount))
