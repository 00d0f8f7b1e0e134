"""The guide without a window: five steps, the dates that follow, and nothing kept."""

from datetime import date

import pytest

from kiosk.domain.founding.case import Step
from kiosk.domain.founding.guide import Part
from kiosk.domain.founding.steps import deadlines
from kiosk.services.flows.founding_guide import FoundingGuide, PartAnswered
from tests.services.counter import Counter
from tests.services.flows.hall import Hall


@pytest.fixture
def guide(counter: Counter) -> FoundingGuide:
    return FoundingGuide(Hall(counter).services)


def test_five_steps_in_their_order_and_back(guide: FoundingGuide) -> None:
    seen = [guide.scene().part.part]
    for _ in range(4):
        guide.apply(PartAnswered())
        seen.append(guide.scene().part.part)
    assert seen == list(Part)
    assert guide.leads_to == ("founding", "")
    guide.back()
    assert guide.scene().part.part is Part.FOUNDING


def test_area_and_days_count_at_the_later_steps(guide: FoundingGuide) -> None:
    assert guide.scene().authority is None
    guide.apply(PartAnswered(area=("臺北市", "新北市")))
    guide.apply(PartAnswered())
    assert guide.scene().authority == "內政部"
    guide.apply(PartAnswered())
    guide.apply(PartAnswered({Step.FOUNDING_MEETING: date(2026, 1, 31)}))
    scene = guide.scene()
    assert deadlines(scene.case, scene.rules).register_by == date(2026, 2, 28)
    assert scene.authority == "內政部"


def test_nothing_is_kept_and_no_membership_meant(counter: Counter, guide: FoundingGuide) -> None:
    guide.apply(PartAnswered(area=("臺北市",)))
    assert Hall(counter).services.drafts.open_drafts() == ()
    assert guide.membership_id == ""
