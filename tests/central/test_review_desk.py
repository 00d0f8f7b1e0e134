"""The review desk: refused, conflicting and waiting commands, each settled once; on both databases."""

import pytest
import sqlalchemy as sa

from central.app import Central
from central.audit import ReasonMissing, Role, Who, entries
from central.review_desk import ReviewDesk, ReviewSettled
from central.store import reviews
from central.store.reviews import Decision, ReviewRow
from central.store.tables import command, mail
from kiosk.contract.api import ApiProblem
from kiosk.domain.commands import ConfirmEmail
from kiosk.domain.programme import Programme
from tests.central.conftest import HandClock
from tests.central.direct import DirectKiosk
from tests.central.kiosk import SoftCard, application, new_id
from tests.central.postgres import both_databases
from tests.central.registered import register

AGENCY = Who("承辦人員甲", Role.AGENCY)

database = both_databases


@pytest.fixture
def desk(central: Central) -> ReviewDesk:
    return ReviewDesk(central.store.database, central.clock, mails=True)


def _cases(central: Central, text: str = "") -> tuple[ReviewRow, ...]:
    with central.store.database.reading() as connection:
        found = reviews.reviews(connection, text=text)
        assert len(found) == reviews.count_reviews(connection, text)
    return found


def _open(central: Central) -> int:
    with central.store.database.reading() as connection:
        return reviews.count_reviews(connection, open_only=True)


def _mails(central: Central) -> list[str]:
    with central.store.database.reading() as connection:
        return list(connection.scalars(sa.select(mail.c.text).order_by(mail.c.mail_id)))


@pytest.fixture
def kiosk(central: Central) -> DirectKiosk:
    return DirectKiosk(central)


def test_refused_and_conflicting(central: Central, desk: ReviewDesk, kiosk: DirectKiosk) -> None:
    refused = kiosk.command(application(), new_id())
    assert kiosk.send(refused)[0][0] == "refused"
    other = refused.model_copy(
        update={"statement": refused.statement.model_copy(update={"membership_id": new_id()})}
    )
    assert kiosk.send(other) == [("rejected", "K-SYNC-14")]
    assert {one.code for one in _cases(central)} == {"K-RULE-02", "K-SYNC-14"}
    with central.store.database.reading() as connection:
        firsts = [reviews.earlier(connection, one) for one in _cases(central, "K-SYNC-14")]
        assert reviews.earlier(connection, _cases(central, "K-RULE-02")[0]) is None
    assert [(one.kind, one.status) for one in firsts if one is not None] == [("apply", "refused")]
    for one in _cases(central):
        assert not one.is_parked
        assert not desk.settle(one.review_id, Decision.EXPLAINED, "", AGENCY, "電話說明").mailed
        with pytest.raises(ReviewSettled):
            desk.settle(one.review_id, Decision.NOTHING, "", AGENCY, "再一次")
    assert (_open(central), _mails(central)) == (0, [])
    with pytest.raises(ReviewSettled):
        desk.settle(new_id(), Decision.NOTHING, "", AGENCY, "沒有這件")


def test_a_command_that_waits_is_a_case(
    central: Central, desk: ReviewDesk, kiosk: DirectKiosk, clock: HandClock
) -> None:
    waiting, refused = (kiosk.command(application(), new_id()) for _ in range(2))
    kiosk.send(waiting, refused)
    with central.store.database.writing() as connection:  # as if a fault of ours had kept it from its answer
        connection.exec_driver_sql("DELETE FROM review")
        connection.execute(
            sa.update(command)
            .where(command.c.command_id == waiting.statement.command_id)
            .values(answer=None, decided_at=None)
        )
    (case,) = _cases(central, waiting.statement.command_id)
    assert (case.is_parked, case.code, case.settled_at) == (True, ApiProblem.INTERNAL.value, None)
    assert case.at == waiting.statement.issued_at
    assert _open(central) == 1
    with pytest.raises(ReasonMissing):
        desk.settle(case.review_id, Decision.DO_AGAIN, "", AGENCY, "")
    desk.settle(case.review_id, Decision.DO_AGAIN, "", AGENCY, "已通報系統維護")
    (settled,) = _cases(central)
    assert (settled.is_parked, settled.decision, settled.settled_by) == (False, "do_again", "承辦人員甲")
    with pytest.raises(ReviewSettled):
        desk.settle(case.review_id, Decision.DO_AGAIN, "", AGENCY, "再一次")
    assert _open(central) == 0
    assert kiosk.send(waiting)[0][0] == "refused", "central's own next try decides it"


def test_words_go_to_the_cooperative(
    central: Central, desk: ReviewDesk, organisation: SoftCard, programme: Programme
) -> None:
    membership = register(central, organisation, programme)
    kiosk, before = DirectKiosk(central), len(_mails(central))
    assert kiosk.send(kiosk.command(ConfirmEmail("a@b.example"), membership))[0][0] == "rejected"
    (case,) = _cases(central)
    words = "請攜帶憑證再來一次。<b>"
    done = desk.settle(case.review_id, Decision.DO_AGAIN, words, AGENCY, "與合作社聯繫")
    assert done.mailed
    assert words in _mails(central)[before]
    with central.store.database.reading() as connection:
        (entry,) = entries(connection)
    assert entry.details == {"decision": "do_again", "code": "K-SYNC-13", "mailed": 1}
    assert words not in str(entry), "the words stay with the case"


def test_words_about_another_offices_membership_go_nowhere(
    central: Central, desk: ReviewDesk, organisation: SoftCard, programme: Programme
) -> None:
    membership = register(central, organisation, programme)
    kiosk, before = DirectKiosk(central, "訓練用南區服務據點"), len(_mails(central))
    assert kiosk.send(kiosk.command(application(), membership))[0][0] == "rejected"
    (case,) = _cases(central)
    assert not desk.settle(case.review_id, Decision.EXPLAINED, "說明", AGENCY, "x").mailed
    assert len(_mails(central)) == before
