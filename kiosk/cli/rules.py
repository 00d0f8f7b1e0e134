"""`kiosk rules`: the rule book answers an auditor."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from kiosk.cli.output import answer, day, plain, refuse
from kiosk.cli.rules_founding import founding
from kiosk.contract.clock import system_clock
from kiosk.contract.documents import DocumentInvalid, read_programme
from kiosk.domain import identifiers
from kiosk.domain.calendar import taipei_day
from kiosk.domain.membership import Grant
from kiosk.domain.money import split as split_price
from kiosk.domain.numerals import capital_amount
from kiosk.domain.programme import Figures, Programme
from kiosk.domain.refund import RefundQuote, reckon
from kiosk.services.folders import RESOURCES

commands = typer.Typer(help="Ask the rule book.", no_args_is_help=True)
commands.command()(founding)
_Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]

_MOST_WORKING_DAYS = 1_000
_DATA_WRONG = 1


@commands.command()
def refund(
    price: Annotated[int, typer.Option(help="Price in NT$.")],
    points: Annotated[int, typer.Option(help="Points in the price.")],
    months: Annotated[int, typer.Option(help="Months of the term.")],
    start: Annotated[str, typer.Option(help="First day of the service, YYYY-MM-DD.")],
    on: Annotated[str, typer.Option(help="Day of the request, YYYY-MM-DD.")],
    as_json: _Json = False,
) -> None:
    """What a refund gives back, by the figures that held on the service's first day."""
    if months < 1 or price < 0 or points < 0:
        refuse("price and points are 0 or more, months 1 or more")
    if points > price:
        refuse(f"{points} points are more than the price of NT${price}")
    started_on, asked_on = day(start), day(on)
    if asked_on < started_on:
        refuse(f"the request of {asked_on} lies before the first day, {started_on}")
    figures = _figures_on(_programme(), started_on)
    with _within_the_calendar():
        quote = reckon(
            own=price - points,
            points=points,
            months=months,
            started_on=started_on,
            on=asked_on,
            exactly_half_is_within=figures.exactly_half_is_within,
        )
    if quote.last_day is not None and asked_on > quote.last_day:
        refuse(f"the term ended on {quote.last_day}")
    formula = _formula(price - points, points, months, quote)
    answer({**plain(quote), "programme_version": figures.version, "formula": formula}, as_json)


def _formula(own: int, points: int, months: int, quote: RefundQuote) -> str:
    """How the amounts follow, in figures."""

    def kept(total: int, name: str) -> str:
        if quote.months_used == months:
            return f"{name} = 0, the last month takes the remainder"
        return f"{name} = {total} - floor({total}/{months}) * {quote.months_used}"

    share = "more than" if quote.exceeded_half else "at most"
    half = f"2 * {quote.days_used} days used against {quote.term_days}: {share} half"
    money = "own_refund = 0" if quote.exceeded_half else kept(own, "own_refund")
    return f"{half}; {money}; {kept(points, 'points_refund')}"


@commands.command()
def points(
    granted: Annotated[str, typer.Option(help="Day of the grant, YYYY-MM-DD.")],
    on: Annotated[str, typer.Option(help="Day that is asked about, YYYY-MM-DD.")],
    activated: Annotated[str | None, typer.Option(help="Day of the first order with points.")] = None,
    as_json: _Json = False,
) -> None:
    """Where points stand: granted, active, returned or expired."""
    granted_on, asked_on = day(granted), day(on)
    activated_on = None if activated is None else day(activated)
    if asked_on < granted_on:
        refuse(f"{asked_on} lies before the day of the grant, {granted_on}")
    figures = _figures_on(_programme(), granted_on)
    with _within_the_calendar():
        grant = Grant.of(figures, granted_on)
    if activated_on is not None and not granted_on <= activated_on <= asked_on:
        refuse(f"the activation of {activated_on} does not lie between {granted_on} and {asked_on}")
    if activated_on is not None and activated_on > grant.activate_by:
        refuse(f"points could not be activated on {activated_on}: the last day was {grant.activate_by}")
    state = grant.state_on(asked_on, activated=activated_on is not None)
    answer(
        {
            "state": state.value,
            "granted": grant.points,
            "activate_by": grant.activate_by.isoformat(),
            "valid_to": grant.valid_to.isoformat(),
            "may_apply_again": state.may_apply_again,
            "programme_version": grant.programme_version,
        },
        as_json,
    )


@commands.command()
def workdays(
    start: Annotated[str, typer.Option("--from", help="The day that is not counted, YYYY-MM-DD.")],
    plus: Annotated[int, typer.Option(help="Working days to count.")],
    as_json: _Json = False,
) -> None:
    """The working day that many working days later."""
    if not 1 <= plus <= _MOST_WORKING_DAYS:
        refuse(f"--plus is 1 to {_MOST_WORKING_DAYS}")
    with _within_the_calendar():
        later = _programme().calendar.working_days_after(day(start), plus)
    answer({"date": later.isoformat()}, as_json)


@commands.command()
def split(
    price: Annotated[int, typer.Option(help="Price in NT$.")],
    points_in_hand: Annotated[int | None, typer.Option(help="Points one has (default: the grant).")] = None,
    on: Annotated[str | None, typer.Option(help="Day of the order, YYYY-MM-DD (default: today).")] = None,
    as_json: _Json = False,
) -> None:
    """How a price divides into points and own payment, by the figures of the day."""
    asked_on = taipei_day(system_clock()) if on is None else day(on)
    figures = _figures_on(_programme(), asked_on)
    in_hand = figures.grant if points_in_hand is None else points_in_hand
    if price < 0 or in_hand < 0:
        refuse("price and points are 0 or more")
    from_points, own = split_price(price, in_hand, figures.points_share, figures.own_share)
    answer({"points": from_points, "own": own}, as_json)


class Number(StrEnum):
    """A number with a check digit."""

    UBN = "ubn"
    ID = "id"


@commands.command()
def check(kind: Number, number: str, as_json: _Json = False) -> None:
    """Whether a 統一編號 or an ID number holds."""
    valid = identifiers.is_ubn(number) if kind is Number.UBN else identifiers.is_national_id(number)
    answer({"valid": valid}, as_json)


@commands.command(context_settings={"ignore_unknown_options": True})  # a figure below 0 is no option
def numeral(amount: int) -> None:
    """An amount of NT$ in capital numerals."""
    try:
        typer.echo(capital_amount(amount))
    except ValueError:
        refuse("an amount is 0 or more, and of 16 digits at most")


@commands.command()
def page() -> None:
    """The rules as a page in Markdown, from the programme's data and the rule book."""
    from kiosk.cli.rules_page import rules_page

    try:
        typer.echo(rules_page(RESOURCES), nl=False)
    except DocumentInvalid as invalid:
        refuse(str(invalid), _DATA_WRONG)


def _programme() -> Programme:
    """The programme as `resources/` says; ends with one line where it does not hold together."""
    try:
        return read_programme(RESOURCES)
    except DocumentInvalid as invalid:
        refuse(str(invalid), _DATA_WRONG)


def _figures_on(programme: Programme, on: date) -> Figures:
    try:
        return programme.figures_on(on)
    except LookupError:
        refuse(f"the programme had not begun on {on}")


@contextmanager
def _within_the_calendar() -> Iterator[None]:
    """Ends with one line where a date would lie past the year 9999."""
    try:
        yield
    except (ValueError, OverflowError):
        refuse("the dates lead past the end of the calendar")
