from datetime import date, timedelta

from kiosk.domain.deadlines import due
from kiosk.domain.evolve import fold
from kiosk.domain.finished import is_finished
from kiosk.domain.membership import Membership
from tests.domain.story import APPROVE, CANCEL, CONFIRM_EMAIL, Story, noon

MUCH_LATER = noon(date(2030, 1, 15))


def told_by_time(story: Story) -> Membership:
    """The membership after all that time alone brings, much later."""
    return fold(due(story.state, MUCH_LATER), story.state)


def test_nothing_at_all_is_finished() -> None:
    assert is_finished(Membership(), MUCH_LATER)


def test_who_did_not_go_on_is_finished() -> None:
    assert is_finished(Story().applied().state, MUCH_LATER)


def test_a_check_that_runs_is_not_however_late_it_is() -> None:
    story = Story().applied()
    story.do(CONFIRM_EMAIL)
    assert story.state.check_by is not None
    assert not is_finished(told_by_time(story), MUCH_LATER)
    story.do(APPROVE)
    assert is_finished(story.state, MUCH_LATER)


def test_who_was_refused_is_finished() -> None:
    assert is_finished(Story().not_eligible().state, MUCH_LATER)


def test_points_that_can_lapse_are_under_way_until_central_has_said_so() -> None:
    story = Story().granted()
    grant = story.grant
    assert not is_finished(story.state, story.at)
    assert not is_finished(story.state, noon(grant.valid_to)), "they have lapsed, and nobody has told"
    assert not is_finished(story.state, MUCH_LATER)
    assert is_finished(told_by_time(story), MUCH_LATER)


def test_an_order_that_runs_is_under_way_and_one_that_ended_is_not() -> None:
    for story in (Story().ordered(), Story().confirmed()):
        assert not is_finished(story.state, story.at)
        assert not is_finished(story.state, MUCH_LATER)
        assert is_finished(told_by_time(story), MUCH_LATER)
    paid = Story().paid()
    assert not is_finished(told_by_time(paid), MUCH_LATER)
    served = Story().in_service()
    assert served.order.last_day is not None
    assert not is_finished(served.state, noon(served.order.last_day))
    assert is_finished(told_by_time(served), MUCH_LATER)


def test_a_cancelled_order_leaves_its_points_under_way() -> None:
    story = Story().ordered()
    story.do(CANCEL)
    assert not is_finished(story.state, story.at)
    assert is_finished(told_by_time(story), noon(story.grant.valid_to) + timedelta(days=1))
