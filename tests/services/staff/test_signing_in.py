"""Signing in without a network: passwords, waits, cards, what central's list says."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.contract.audit import AuditLine
from kiosk.contract.certificates import HolderCertificate
from kiosk.contract.holder_signature import SignatureInvalid
from kiosk.contract.staff_document import CounterRole
from kiosk.domain.identity import IdentityKind
from kiosk.services.failures import Failed
from kiosk.services.staff.failures import StaffFailure
from kiosk.services.staff.lockout import FREE_TRIES, wait_after
from kiosk.services.staff.roles import first_place
from kiosk.services.staff.staff import Staff
from kiosk.storage import audit
from kiosk.storage.database import Database
from kiosk.storage.tables import StaffAccountRow
from tests.services.flows.hall import PIN
from tests.services.staff.conftest import CHEAP, FIRST, Office

OWN = "a sentence of my own"


def failure_of(staff: Staff, staff_id: str = "a01", password: str = "wrong") -> Failed:
    with pytest.raises(Failed) as raised:
        staff.sign_in(staff_id, password)
    return raised.value


def lock(office: Office, staff_id: str = "a01") -> None:
    for _ in range(FREE_TRIES):
        last = failure_of(office.staff, staff_id)
    assert (last.failure, last.values) == (StaffFailure.LOCKED, {"minutes": 1})


def told(database: Database) -> list[tuple[str, str, str]]:
    with database.snapshot() as session:
        lines = [AuditLine.read(line.text) for line in audit.lines(session)]
    return [(line.event, line.who, line.what) for line in lines if line.who != audit.PROGRAM]


def test_the_right_password_signs_in_and_is_told(office: Office, database: Database) -> None:
    me = office.staff.sign_in(" A01 ", FIRST)
    assert (me.staff_id, me.role, me.must_change) == ("a01", CounterRole.COUNTER, False)
    assert office.staff.me == me
    assert first_place(me.role) == "home"
    office.staff.sign_out("key")
    office.staff.sign_out("key")
    assert [office.staff.me] == [None]
    assert told(database) == [("authn_login_success", "a01", "password"), ("session_expired", "a01", "key")]


def test_five_wrong_passwords_lock_also_the_right_one(office: Office, database: Database) -> None:
    assert failure_of(office.staff).values == {"tries_left": 4}
    office.staff.sign_in("a01", FIRST)  # counts anew from here
    lock(office)
    assert failure_of(office.staff, password=FIRST).failure is StaffFailure.LOCKED
    office.staff.sign_in("s01", FIRST)  # others are not locked
    office.seconds += 60
    office.staff.sign_in("a01", FIRST)
    events = [event for event, who, _what in told(database) if who == "a01"]
    assert events.count("authn_login_fail_max") == 1
    assert events.count("authn_login_lock") == 1


def test_each_further_wrong_one_doubles_the_wait(office: Office) -> None:
    assert [wait_after(count) for count in (4, 5, 6, 7, 11, 99)] == [0, 60, 120, 240, 3600, 3600]
    lock(office)
    office.seconds += 60
    assert failure_of(office.staff).values == {"minutes": 2}
    office.seconds += 119
    assert failure_of(office.staff, password=FIRST).values == {"minutes": 1}


@pytest.mark.parametrize("moved", [timedelta(days=-3), timedelta(days=3)])
def test_a_clock_that_is_set_shortens_no_wait(office: Office, moved: timedelta) -> None:
    lock(office)
    office.counter.clock.now += moved
    assert failure_of(office.staff, password=FIRST).failure is StaffFailure.LOCKED
    assert failure_of(office.starts(), password=FIRST).failure is StaffFailure.LOCKED


def test_a_new_start_shortens_no_wait(office: Office) -> None:
    lock(office)
    office.seconds += 40
    assert failure_of(office.staff).failure is StaffFailure.LOCKED  # what is left is kept
    office.seconds = 0.0  # as after the machine was off
    office.starts()
    office.seconds += 19
    assert failure_of(office.staff).failure is StaffFailure.LOCKED
    office.seconds += 1
    office.staff.sign_in("a01", FIRST)


def test_a_try_counts_before_it_is_made(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def power_cut(*_: object) -> bool:
        raise KeyboardInterrupt

    for _ in range(FREE_TRIES):
        office.starts()
        with monkeypatch.context() as patched:
            patched.setattr(type(office.staff._passwords), "is_right", power_cut)
            with pytest.raises(KeyboardInterrupt):
                office.staff.sign_in("a01", "guess")
    assert failure_of(office.starts(), password=FIRST).failure is StaffFailure.LOCKED


def test_an_id_that_nobody_has_is_like_any_other_and_lies_nowhere(office: Office, database: Database) -> None:
    lock(office, "hunter2-my-password")
    with database.snapshot() as session:
        kept = [row.key for row in session.scalars(select(StaffAccountRow))]
        words = [line.text for line in audit.lines(session)]
    assert not [one for one in (*kept, *words) if "hunter2" in one]


def test_without_a_list_nobody_signs_in(office: Office) -> None:
    office.listed.clear()
    assert failure_of(office.staff, password=FIRST).failure is StaffFailure.NO_LIST
    assert not office.staff.has_list


def test_what_central_disables_is_out_with_the_list(office: Office) -> None:
    office.staff.sign_in("a01", FIRST)
    office.listed["a01"] = replace(office.listed["a01"], disabled=True)
    assert office.staff.me is None  # in the middle of work
    assert failure_of(office.staff, password=FIRST).failure is StaffFailure.DISABLED
    assert failure_of(office.staff).failure is StaffFailure.WRONG  # who does not know it learns nothing


def test_an_account_that_is_gone_or_has_another_role_works_no_more(office: Office) -> None:
    office.staff.sign_in("s01", FIRST)
    office.listed["s01"] = replace(office.listed["s01"], role=CounterRole.COUNTER)
    assert office.staff.me is None
    office.staff.sign_in("s01", FIRST)
    del office.listed["s01"]
    assert office.staff.me is None
    assert failure_of(office.staff, "s01", FIRST).failure is StaffFailure.WRONG


class TestOnesOwnPassword:
    def test_a_first_password_has_to_be_changed(self, office: Office) -> None:
        office.listed["a01"] = replace(office.listed["a01"], must_change=True)
        assert office.staff.sign_in("a01", FIRST).must_change
        assert not office.staff.change_password(FIRST, OWN).must_change
        assert failure_of(office.starts(), password=FIRST).failure is StaffFailure.WRONG
        assert not office.staff.sign_in("a01", OWN).must_change

    def test_central_s_new_password_ends_it_and_every_wait(self, office: Office) -> None:
        office.staff.sign_in("a01", FIRST)
        office.staff.change_password(FIRST, OWN)
        lock(office)
        new = CHEAP.hash("second-password-2")
        office.listed["a01"] = replace(office.listed["a01"], password_hash=new, must_change=True)
        assert office.staff.me is None
        assert office.staff.sign_in("a01", "second-password-2").must_change
        assert failure_of(office.staff, password=OWN).failure is StaffFailure.WRONG

    @pytest.mark.parametrize("unfit", ["short", "x" * 201, "aaaaaaaaaaaaaaa", "my-a01-password", FIRST])
    def test_it_has_to_be_fit(self, office: Office, unfit: str) -> None:
        office.staff.sign_in("a01", FIRST)
        with pytest.raises(Failed) as raised:
            office.staff.change_password(FIRST, unfit)
        assert raised.value.failure is StaffFailure.PASSWORD_UNFIT

    def test_the_old_one_is_asked_and_counts_as_a_try(self, office: Office) -> None:
        office.staff.sign_in("a01", FIRST)
        with pytest.raises(Failed) as raised:
            office.staff.change_password("not it", OWN)
        assert raised.value.failure is StaffFailure.WRONG
        office.staff.sign_out("key")
        with pytest.raises(Failed) as raised:
            office.staff.change_password(FIRST, OWN)
        assert raised.value.failure is StaffFailure.SIGNED_OUT


class TestOnesOwnCard:
    def bind(self, office: Office) -> None:
        office.staff.sign_in("a01", FIRST)
        assert office.staff.bind_card(office.card.reading(), bytearray(PIN)).has_card
        office.staff.sign_out("key")

    def test_it_signs_in_once_it_is_bound(self, office: Office) -> None:
        with pytest.raises(Failed) as raised:
            office.staff.sign_in_by_card(office.card.reading(), bytearray(PIN))
        assert raised.value.failure is StaffFailure.CARD_UNKNOWN
        self.bind(office)
        pin = bytearray(PIN)
        assert office.staff.sign_in_by_card(office.card.reading(), pin).staff_id == "a01"
        assert not any(pin)

    def test_another_certificate_of_the_same_person_has_to_be_bound(self, office: Office) -> None:
        self.bind(office)
        renewed = replace(office.card.certificate(), sha256="1" * 64)
        office.verify = lambda _token, _payload: renewed
        office.starts()
        with pytest.raises(Failed) as raised:
            office.staff.sign_in_by_card(office.card.reading(), bytearray(PIN))
        assert raised.value.failure is StaffFailure.CARD_UNKNOWN

    def test_a_wrong_pin_is_the_card_s_to_count(self, office: Office) -> None:
        self.bind(office)
        with pytest.raises(CardError) as raised:
            office.staff.sign_in_by_card(office.card.reading(), bytearray(b"000000"))
        assert raised.value.failure is CardFailure.PIN_WRONG

    def test_a_signature_that_is_none_signs_nobody_in(self, office: Office) -> None:
        def forged(_token: str, _payload: bytes) -> HolderCertificate:
            raise SignatureInvalid

        self.bind(office)
        office.verify = forged
        office.starts()
        with pytest.raises(Failed) as raised:
            office.staff.sign_in_by_card(office.card.reading(), bytearray(PIN))
        assert raised.value.failure is StaffFailure.CARD_UNKNOWN

    def test_only_a_citizen_s_card_is_bound(self, office: Office) -> None:
        office.staff.sign_in("a01", FIRST)
        office.card.kind = IdentityKind.ORGANISATION_CERTIFICATE
        with pytest.raises(Failed) as raised:
            office.staff.bind_card(office.card.reading(), bytearray(PIN))
        assert raised.value.failure is StaffFailure.CARD_NOT_CITIZENS

    def test_a_card_is_one_person_s(self, office: Office) -> None:
        self.bind(office)
        office.staff.sign_in("s01", FIRST)
        with pytest.raises(Failed) as raised:
            office.staff.bind_card(office.card.reading(), bytearray(PIN))
        assert raised.value.failure is StaffFailure.CARD_TAKEN
        del office.listed["a01"]  # who is gone holds no card here
        assert office.staff.bind_card(office.card.reading(), bytearray(PIN)).staff_id == "s01"

    def test_disabled_and_renewed_accounts_have_no_card(self, office: Office) -> None:
        self.bind(office)
        before = office.listed["a01"]
        office.listed["a01"] = replace(before, disabled=True)
        with pytest.raises(Failed) as raised:
            office.staff.sign_in_by_card(office.card.reading(), bytearray(PIN))
        assert raised.value.failure is StaffFailure.DISABLED
        assert office.staff.me is None
        office.listed["a01"] = replace(before, password_hash=CHEAP.hash("another one"))
        with pytest.raises(Failed) as raised:
            office.staff.sign_in_by_card(office.card.reading(), bytearray(PIN))
        assert raised.value.failure is StaffFailure.CARD_UNKNOWN
        office.listed.clear()
        with pytest.raises(Failed) as raised:
            office.staff.sign_in_by_card(office.card.reading(), bytearray(PIN))
        assert raised.value.failure is StaffFailure.NO_LIST


class TestWhatMayBeOpened:
    def test_nobody_signed_in_opens_nothing(self, office: Office) -> None:
        with pytest.raises(Failed) as raised:
            office.staff.require_may_open("home")
        assert raised.value.failure is StaffFailure.SIGNED_OUT

    @pytest.mark.parametrize(
        ("staff_id", "place", "may"),
        [
            ("a01", "refund", True), ("a01", "founding_case", True), ("a01", "printers", False),
            ("a01", "shift_close", False), ("a01", "attend_withdraw", False), ("s01", "shift_close", True),
            ("s01", "attend_withdraw", True), ("t01", "printers", True), ("t01", "refund", False),
            ("t01", "home", False), ("t01", "sync", True), ("s01", "a place nobody wrote down", False),
        ],
    )  # fmt: skip
    def test_each_role_opens_its_own(self, office: Office, staff_id: str, place: str, may: bool) -> None:
        me = office.staff.sign_in(staff_id, FIRST)
        if may:
            office.staff.require_may_open(place)
        else:
            with pytest.raises(Failed) as raised:
                office.staff.require_may_open(place)
            assert raised.value.failure is StaffFailure.NOT_ALLOWED
        office.staff.require_may_open(first_place(me.role))

    def test_self_service_asks_nobody(self, office: Office) -> None:
        alone = office.starts(attended=False)
        for place in ("refund", "founding_case", "contact"):
            alone.require_may_open(place)
        for place in ("sync", "printers", "attend", "shift_close", "sign_in"):
            with pytest.raises(Failed) as raised:
                alone.require_may_open(place)
            assert raised.value.failure is StaffFailure.NOT_ALLOWED


class TestTheProgramsEnd:
    def refused(self, staff: Staff, *told: str) -> StaffFailure:
        with pytest.raises(Failed) as raised:
            staff.end_program(*told)
        assert isinstance(raised.value.failure, StaffFailure)
        return raised.value.failure

    def test_is_a_technician_s_alone(self, office: Office, database: Database) -> None:
        assert self.refused(office.staff) is StaffFailure.SIGNED_OUT
        for staff_id in ("a01", "s01"):
            office.staff.sign_in(staff_id, FIRST)
            assert self.refused(office.staff) is StaffFailure.NOT_ALLOWED
        office.staff.sign_in("t01", FIRST)
        office.staff.end_program()
        refused = [("authz_fail", staff_id, "leave") for staff_id in ("a01", "s01")]
        noted = [line for line in told(database) if line[0].startswith("authz")]
        assert noted == [*refused, ("authz_admin", "t01", "program ended")]

    def test_in_self_service_asks_for_the_password_and_counts_its_tries(self, office: Office) -> None:
        alone = office.starts(attended=False)
        assert self.refused(alone, "s01", FIRST) is StaffFailure.NOT_ALLOWED
        office.listed["t01"] = replace(office.listed["t01"], must_change=True)
        assert self.refused(alone, "t01", FIRST) is StaffFailure.NOT_ALLOWED
        office.listed["t01"] = replace(office.listed["t01"], must_change=False)
        for _ in range(FREE_TRIES):
            last = self.refused(alone, "t01", "wrong")
        assert last is StaffFailure.LOCKED
        assert self.refused(alone, "t01", FIRST) is StaffFailure.LOCKED
        office.seconds += 60
        alone.end_program("t01", FIRST)
        assert alone.me is None


class TestSecondPersons:
    def test_a_supervisor_who_is_somebody_else_agrees_to_one_thing(self, office: Office) -> None:
        office.staff.sign_in("a01", FIRST)
        approval = office.staff.approve("s01", FIRST, "refund 1")
        office.staff.require_second(approval, "refund 1")
        for given, what in ((approval, "refund 2"), (None, "refund 1")):
            with pytest.raises(Failed) as raised:
                office.staff.require_second(given, what)
            assert raised.value.failure is StaffFailure.SECOND_NEEDED
        assert office.staff.me is not None
        assert office.staff.me.staff_id == "a01"

    @pytest.mark.parametrize(("here", "second"), [("s01", "s01"), ("s01", "a01"), ("a01", "t01")])
    def test_nobody_else_does(self, office: Office, here: str, second: str) -> None:
        office.staff.sign_in(here, FIRST)
        with pytest.raises(Failed) as raised:
            office.staff.approve(second, FIRST, "refund 1")
        assert raised.value.failure is StaffFailure.SECOND_UNFIT

    def test_a_first_password_agrees_to_nothing(self, office: Office) -> None:
        office.listed["s01"] = replace(office.listed["s01"], must_change=True)
        office.staff.sign_in("a01", FIRST)
        with pytest.raises(Failed) as raised:
            office.staff.approve("s01", FIRST, "refund 1")
        assert raised.value.failure is StaffFailure.SECOND_UNFIT

    def test_wrong_passwords_lock_here_as_well(self, office: Office) -> None:
        office.staff.sign_in("a01", FIRST)
        for _ in range(FREE_TRIES):
            with pytest.raises(Failed) as raised:
                office.staff.approve("s01", "wrong", "refund 1")
        assert raised.value.failure is StaffFailure.LOCKED
        assert failure_of(office.staff, "s01", FIRST).failure is StaffFailure.LOCKED
