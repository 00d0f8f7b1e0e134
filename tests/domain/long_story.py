"""A long membership: order after order, each taken to its service."""

from datetime import date

from kiosk.domain import commands as asked
from kiosk.domain.events import Event
from tests.domain.story import HOLDER, PLANS, Story

TERMS = PLANS["small"].terms


def many_events(number_of_events: int) -> tuple[Event, ...]:
    """The first events of a membership that buys the same plan over and over, paying all itself."""
    story = Story(date(2026, 1, 15)).granted()
    while len(story.events) < number_of_events:
        number = f"{len(story.events):020}"
        story.do(
            asked.PlaceOrder(number, TERMS, 0, TERMS.price, HOLDER),
            asked.ConfirmOrder(number, "https://pay.example.com/1"),
            asked.RecordPayment(number, TERMS.price),
            asked.IssueInvoice(number, "範例00000000"),
            asked.StartService(number, story.today),
        )
    return story.events[:number_of_events]
