"""Signing in: three things are needed, each code works once, and guessing locks."""

import logging
from datetime import timedelta

import pyotp
import pytest

from central.app import Central
from central.audit import COMMAND_LINE, ReasonMissing, Role, entries
from central.backoffice.accounts import (
    LOCKED,
    TRIES,
    Accounts,
    NameTaken,
    NewAccess,
    PasswordTrouble,
    StaffUnknown,
)
from central.backoffice.passwords import Passwords
from central.backoffice.sessions import IDLE, LONGEST, Sessions
from central.backoffice.totp import Totp
from tests.central.conftest import HandClock

NEW = "a-long-password-of-my-own"


@pytest.fixture
def accounts(central: Central, clock: HandClock) -> Accounts:
    return Accounts(central.store.database, Passwords(), Totp(b"k" * 32), clock)


@pytest.fixture
def access(accounts: Accounts) -> NewAccess:
    return accounts.add("承辦人員甲", Role.AGENCY, None, COMMAND_LINE)


def _code(access: NewAccess, clock: HandClock, steps: int = 0) -> str:
    totp = pyotp.parse_uri(access.totp_uri)
    assert isinstance(totp, pyotp.TOTP)
    return totp.at(clock() + timedelta(seconds=30 * steps))


def test_all_three_are_needed(accounts: Accounts, access: NewAccess, clock: HandClock) -> None:
    right = _code(access, clock)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    assert accounts.sign_in("somebody", access.password, right) is None
    assert accounts.sign_in("", access.password, right) is None
    assert accounts.sign_in("承辦人員甲", "another-password", right) is None
    assert accounts.sign_in("承辦人員甲", access.password, wrong) is None
    assert accounts.sign_in("承辦人員甲", access.password, "") is None
    assert accounts.sign_in("承辦人員甲", access.password, "１２３４５６") is None
    row = accounts.sign_in(" 承辦人員甲 ", access.password, f"{right[:3]} {right[3:]}")
    assert row is not None
    assert row.must_change


def test_a_code_works_once_and_not_backwards(accounts: Accounts, access: NewAccess, clock: HandClock) -> None:
    late = _code(access, clock)
    assert accounts.sign_in("承辦人員甲", access.password, _code(access, clock, 1)) is not None
    assert accounts.sign_in("承辦人員甲", access.password, _code(access, clock, 1)) is None
    assert accounts.sign_in("承辦人員甲", access.password, late) is None
    clock.move(seconds=60)
    assert accounts.sign_in("承辦人員甲", access.password, _code(access, clock)) is not None
    clock.move(minutes=5)
    assert accounts.sign_in("承辦人員甲", access.password, _code(access, clock, -2)) is None


def test_guessing_locks_for_a_while(accounts: Accounts, access: NewAccess, clock: HandClock) -> None:
    for _ in range(TRIES):
        assert accounts.sign_in("承辦人員甲", "guess-guess-guess", _code(access, clock)) is None
    assert accounts.sign_in("承辦人員甲", access.password, _code(access, clock)) is None
    clock.move(seconds=LOCKED.total_seconds() + 1)
    assert accounts.sign_in("承辦人員甲", access.password, _code(access, clock)) is not None


def test_a_lock_is_in_the_log_of_changes(
    central: Central, accounts: Accounts, access: NewAccess, clock: HandClock
) -> None:
    for _ in range(TRIES):
        accounts.sign_in("承辦人員甲", "guess-guess-guess", _code(access, clock))
    with central.store.database.reading() as connection:
        assert [one.act for one in entries(connection)] == ["lock_staff", "add_staff"]


def test_a_password_of_ones_own(accounts: Accounts, access: NewAccess, clock: HandClock) -> None:
    row = accounts.sign_in("承辦人員甲", access.password, _code(access, clock))
    assert row is not None
    for old, new, trouble in (
        ("wrong", NEW, PasswordTrouble.OLD_WRONG),
        (access.password, "short", PasswordTrouble.TOO_SHORT),
        (access.password, "x" * 201, PasswordTrouble.TOO_SHORT),
        (access.password, access.password, PasswordTrouble.AS_BEFORE),
        (access.password, "我是承辦人員甲我是承辦人員甲我是承辦人員甲", PasswordTrouble.NAME_IN_IT),
        (access.password, NEW, None),
    ):
        assert accounts.change_password(row.staff_id, old, new) is trouble
    clock.move(minutes=1)
    assert accounts.sign_in("承辦人員甲", access.password, _code(access, clock)) is None
    again = accounts.sign_in("承辦人員甲", NEW, _code(access, clock))
    assert again is not None
    assert not again.must_change
    with pytest.raises(StaffUnknown):
        accounts.change_password("nobody", NEW, NEW)


def test_who_may_be_added(accounts: Accounts, access: NewAccess) -> None:
    with pytest.raises(NameTaken):
        accounts.add("承辦人員甲", Role.ADMINISTRATOR, None, COMMAND_LINE)
    for name, role, vendor in (
        ("", Role.AGENCY, None),
        ("x" * 81, Role.AGENCY, None),
        ("line\nbreak", Role.AGENCY, None),
        ("a", Role.AGENCY, "sample-vendor-a"),
        ("a", Role.VENDOR, None),
        ("a", Role.PROGRAM, None),
    ):
        with pytest.raises(ValueError, match=r"name|vendor"):
            accounts.add(name, role, vendor, COMMAND_LINE)
    assert accounts.is_staffed()
    assert access.password not in repr(access)


def test_renewed_and_disabled_access_ends_the_old(
    central: Central, accounts: Accounts, access: NewAccess, clock: HandClock
) -> None:
    sessions = Sessions(central.store.database, clock)
    row = accounts.sign_in("承辦人員甲", access.password, _code(access, clock))
    assert row is not None
    token = sessions.begin(row.staff_id)
    with pytest.raises(ReasonMissing):
        accounts.renew(row.staff_id, COMMAND_LINE, " ")
    assert sessions.find(token) is not None
    renewed = accounts.renew(row.staff_id, COMMAND_LINE, "手機遺失")
    assert sessions.find(token) is None
    clock.move(minutes=1)
    assert accounts.sign_in("承辦人員甲", access.password, _code(access, clock)) is None
    assert accounts.sign_in("承辦人員甲", renewed.password, _code(renewed, clock)) is not None
    token = sessions.begin(row.staff_id)
    accounts.disable(row.staff_id, COMMAND_LINE, "離職")
    assert sessions.find(token) is None
    clock.move(minutes=1)
    assert accounts.sign_in("承辦人員甲", renewed.password, _code(renewed, clock)) is None
    with pytest.raises(StaffUnknown):
        accounts.disable("nobody", COMMAND_LINE, "離職")


def test_sessions_end_by_themselves(
    central: Central, accounts: Accounts, access: NewAccess, clock: HandClock
) -> None:
    sessions = Sessions(central.store.database, clock)
    (row,) = accounts.everybody()
    token = sessions.begin(row.staff_id)
    assert sessions.find("another") is None
    begun = clock()
    while clock() - begun <= LONGEST:
        assert sessions.find(token) is not None
        clock.move(minutes=20)
    assert sessions.find(token) is None, "even for who never rests"
    token = sessions.begin(row.staff_id)
    clock.move(seconds=IDLE.total_seconds() + 1)
    assert sessions.find(token) is None
    token = sessions.begin(row.staff_id)
    sessions.end(token)
    assert sessions.find(token) is None


def test_a_second_factor_is_sealed_to_its_owner(clock: HandClock) -> None:
    totp = Totp(b"k" * 32)
    secret, sealed = totp.new_secret("one")
    code = pyotp.TOTP(secret).at(clock())
    assert secret.encode() not in sealed
    assert totp.step_of(code, "one", sealed, clock()) is not None
    assert totp.step_of(code, "another", sealed, clock()) is None
    assert Totp(b"x" * 32).step_of(code, "one", sealed, clock()) is None


def test_nothing_secret_is_logged(
    accounts: Accounts, access: NewAccess, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        accounts.sign_in("承辦人員甲", access.password, _code(access, clock))
    assert access.password not in caplog.text
