from pathlib import Path

from kiosk.services.drafts import Draft, Drafts
from kiosk.storage.database import Database, open_database
from tests.services.conftest import DATABASE_KEY
from tests.services.counter import TestClock

ANSWERS = {"contact": {"name": "林曉明𠊎", "email": "someone@example.com"}, "declared": [True, None, 3]}


def test_a_draft_comes_back_as_it_was_left(database: Database, clock: TestClock) -> None:
    drafts = Drafts(database, clock)
    drafts.save("one", "registration", None, "contact", ANSWERS)
    assert drafts.load("one") == Draft("one", "registration", None, "contact", ANSWERS, clock())


def test_saving_again_replaces(database: Database, clock: TestClock) -> None:
    drafts = Drafts(database, clock)
    drafts.save("one", "registration", None, "card", {})
    clock.pass_by(minutes=1)
    drafts.save("one", "registration", "membership", "contact", ANSWERS)
    assert drafts.open_drafts() == (Draft("one", "registration", "membership", "contact", ANSWERS, clock()),)


def test_the_one_worked_on_last_comes_first(database: Database, clock: TestClock) -> None:
    drafts = Drafts(database, clock)
    for draft_id in ("one", "two", "three", "one"):
        clock.pass_by(seconds=1)
        drafts.save(draft_id, "order", None, "plan", {})
    assert [draft.draft_id for draft in drafts.open_drafts()] == ["one", "three", "two"]


def test_discarding(database: Database, clock: TestClock) -> None:
    drafts = Drafts(database, clock)
    drafts.save("one", "order", None, "plan", {})
    drafts.discard("one")
    drafts.discard("one")
    assert drafts.load("one") is None
    assert drafts.open_drafts() == ()


def test_a_draft_survives_the_program(tmp_path: Path, clock: TestClock) -> None:
    file = tmp_path / "other" / "kiosk.db"
    first = open_database(file, DATABASE_KEY)
    Drafts(first, clock).save("one", "order", None, "plan", ANSWERS)
    again = open_database(file, DATABASE_KEY)  # the first one is never closed, as after a power cut
    draft = Drafts(again, clock).load("one")
    assert draft is not None
    assert draft.data == ANSWERS
    first.close()
    again.close()


def test_its_representation_is_without_the_answers(database: Database, clock: TestClock) -> None:
    drafts = Drafts(database, clock)
    drafts.save("one", "registration", None, "contact", ANSWERS)
    assert repr(drafts.open_drafts()) == "(Draft(one, registration, contact),)"
