"""Sticks and network mixed in any order: whatever is late, doubled or forgotten, both sides end up alike."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.programme import Programme
from kiosk.storage.tables import EventRow
from tests.services.bundle.conftest import Kiosk, Office


class Mixed:
    """One kiosk, a shelf of bundles on their way up, and one of those on their way back."""

    def __init__(self, office: Office, kiosk: Kiosk, membership_id: str) -> None:
        self.office, self.kiosk, self.membership_id = office, kiosk, membership_id
        self.count = 0
        self.up: list[Path] = []
        self.down: list[Path] = []

    def do(self, act: str, which: int) -> None:
        if act == "command":
            self.kiosk.apply(self.membership_id)
        elif act == "network":
            assert self.kiosk.with_network().failure is None
        elif act == "export":
            self.count += 1
            self.up.append(self.kiosk.export(f"up{self.count}.bundle"))
        elif act == "import" and self.up:
            self.count += 1
            self.office.take(self.up[which % len(self.up)])
            self.down.append(self.office.answer(self.kiosk, f"down{self.count}.bundle"))
        elif act == "take" and self.down:
            self.kiosk.bundles.take(self.down[which % len(self.down)])

    def one_stick_more(self) -> None:
        self.office.take(self.kiosk.export("last-up.bundle"))
        self.kiosk.bundles.take(self.office.answer(self.kiosk, "last-down.bundle"))

    def require_alike(self) -> None:
        """Nothing waits, each event is here once, and the view of the membership is central's."""
        assert self.kiosk.sync.status().waiting == 0
        assert self.kiosk.desk.things_to_attend() == ()
        with self.kiosk.database.snapshot() as session:
            here = list(session.scalars(sa.select(EventRow.event_id)))
        assert sorted(here) == sorted(self.office.events())
        view = self.kiosk.desk.view(self.membership_id)
        assert not view.provisional


@pytest.fixture(scope="module")
def mixed(
    tmp_path_factory: pytest.TempPathFactory, training_cards: Path, rules: Programme
) -> Iterator[Mixed]:
    """What one example leaves behind, the next one begins with."""
    with ExitStack() as stack:
        office = Office(tmp_path_factory.mktemp("mixed"), training_cards, rules, stack)
        kiosk = office.kiosk()
        yield Mixed(office, kiosk, kiosk.register())


ACTS = st.tuples(
    st.sampled_from(["command", "command", "export", "import", "take", "network"]), st.integers(0, 9)
)


@settings(max_examples=25)
@given(acts=st.lists(ACTS, max_size=12), by_stick=st.booleans())
def test_any_order_of_sticks_and_network(mixed: Mixed, acts: list[tuple[str, int]], by_stick: bool) -> None:
    mixed.up.clear()
    mixed.down.clear()
    for act, which in acts:
        mixed.do(act, which)
    if by_stick:
        mixed.one_stick_more()
    else:
        mixed.do("network", 0)
    mixed.require_alike()
    for late in mixed.down:  # what was forgotten in a drawer
        mixed.kiosk.bundles.take(late)
    mixed.require_alike()


STORIES = {
    "some went by network meanwhile": "command export command network import take",
    "the answer came by network first": "command export import network take",
    "the older answer last": "command export import command export import take1 take0",
    "the older stick last": "command export command export import1 import0 take1 take0",
    "exported twice, answered once": "command export export import take",
    "answered twice": "command export import import take take",
}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_a_story(mixed: Mixed, story: str) -> None:
    mixed.up.clear()
    mixed.down.clear()
    for step in story.split():
        mixed.do(step.rstrip("0123456789"), int("0" + step.lstrip("abcdefghijklmnopqrstuvwxyz")))
    mixed.one_stick_more()
    mixed.require_alike()
    report = mixed.kiosk.with_network()
    assert (report.sent, report.received, report.failure) == (0, 0, None)
