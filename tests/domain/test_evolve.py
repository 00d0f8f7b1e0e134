from dataclasses import replace

from kiosk.domain.evolve import evolve, fold
from kiosk.domain.membership import Membership
from tests.domain.long_story import many_events
from tests.domain.story import CONFIRM, PAY, Story


def test_folding_nothing_changes_nothing() -> None:
    state = Story().ordered().state
    assert fold((), state) is state
    assert fold(()) == Membership()


def test_a_state_once_given_never_changes() -> None:
    """Whoever keeps a membership keeps it as it was, whatever is folded on from it."""
    story = Story().ordered()
    kept, copy = story.state, replace(story.state, orders=dict(story.state.orders))
    story.do(CONFIRM, PAY)
    assert kept == copy
    assert kept != story.state


def test_folding_on_from_any_moment_leads_to_the_same() -> None:
    events = many_events(60)
    whole = fold(iter(events))
    assert whole.version == len(events)
    for moment in range(len(events)):
        assert fold(events[moment:], fold(events[:moment])) == whole
    stepped = Membership()
    for event in events:
        stepped = evolve(stepped, event)
    assert stepped == whole
