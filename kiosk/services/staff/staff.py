"""Who works at this counter: signing in without a network, by password or by the own 自然人憑證 card."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import RLock

import uuid_utils
from sqlalchemy.orm import Session

from kiosk.cardreader.card import CardReading
from kiosk.cardreader.pin import Pin
from kiosk.contract.audit import AuditEvent
from kiosk.contract.certificates import HolderCertificate
from kiosk.contract.clock import Clock
from kiosk.contract.codec import Malformed
from kiosk.contract.envelopes import Statement
from kiosk.contract.holder_signature import SignatureInvalid
from kiosk.contract.staff_document import CounterRole, StaffAccount
from kiosk.domain.identity import IdentityKind
from kiosk.services.failures import Failed
from kiosk.services.staff import lockout
from kiosk.services.staff.accounts import Listed, SignedIn, by_card, held, key_of, signed_in
from kiosk.services.staff.failures import StaffFailure
from kiosk.services.staff.passwords import LONGEST, SHORTEST, Passwords
from kiosk.services.staff.policy import StaffPolicy
from kiosk.services.staff.roles import may_open
from kiosk.storage import audit
from kiosk.storage.database import Database
from kiosk.storage.tables import StaffAccountRow

__all__ = ["SIGN_IN_KIND", "Approval", "CardWays", "Sign", "SignedIn", "Staff", "Verify"]

SIGN_IN_KIND = "staff_sign_in"
"""The kind of what a card signs to sign in: no command has it."""

UNKNOWN = "unknown"
"""In the audit log, whoever typed an id that is none of the list's: what was typed may be a password."""

Sign = Callable[[Statement, CardReading, Pin | None], str]
Verify = Callable[[str, bytes], HolderCertificate]


@dataclass(frozen=True, slots=True)
class CardWays:
    """How a card signs (wiping the PIN) at this device, and who signed, by a certificate trusted now."""

    device_id: str
    sign: Sign
    verify: Verify


@dataclass(frozen=True, slots=True)
class Approval:
    """The supervisor `by` agrees to just this; made by `Staff.approve` alone."""

    by: str
    what: str


class Staff:
    """Signs in and out. Every method raises `StorageError`; may be used from any thread.

    `attended`: at this counter somebody has to sign in; self-service needs nobody, and only calls. `policy`
    is asked each time: central may set another.
    """

    def __init__(
        self,
        database: Database,
        listed: Listed,
        clock: Clock,
        cards: CardWays,
        policy: Callable[[], StaffPolicy],
        *,
        attended: bool,
        passwords: Passwords | None = None,
        ticking: Callable[[], float] = time.monotonic,
    ) -> None:
        self.attended, self._policy = attended, policy
        self._database, self._listed, self._clock = database, listed, clock
        self._cards = cards
        self._passwords = passwords or Passwords()
        self._waits = lockout.Waits(ticking)
        self._me: SignedIn | None = None
        self._guard = RLock()

    @property
    def policy(self) -> StaffPolicy:
        """What the counter asks of its staff now."""
        return self._policy()

    @property
    def has_list(self) -> bool:
        """Whether central's list has come, and somebody may sign in by it."""
        return any(not one.disabled for one in self._listed() or ())

    @property
    def me(self) -> SignedIn | None:
        """Who works here now; nobody any more once central has disabled, changed or renewed the account."""
        me = self._me
        if me is None:
            return None
        account = self._account(me.staff_id)
        same = account is not None and (account.role, account.password_hash) == (me.role, me.given_hash)
        return me if account is not None and same and not account.disabled else None

    def sign_in(self, staff_id: str, password: str) -> SignedIn:
        """By password. Raises `Failed`: NO_LIST, WRONG, LOCKED, DISABLED."""
        with self._guard:
            self._me = self._by_password(staff_id, password)
            return self._me

    def sign_in_by_card(self, reading: CardReading, pin: bytearray) -> SignedIn:
        """By the card in the reader, whose certificate somebody has bound to the account here. Wipes `pin`.

        Raises `Failed` (NO_LIST, CARD_UNKNOWN, DISABLED), CardError and Untrusted.
        """
        with self._guard:
            certificate = self._proven(reading, pin)
            with self._database.session() as session:
                row = by_card(session, certificate.sha256)
                account = None if row is None else self._of_key(row.key)
                if row is None or account is None or row.given_hash != account.password_hash:
                    audit.record(session, AuditEvent.SIGN_IN_FAILED, "card", who=UNKNOWN)
                    found = None
                else:
                    found = signed_in(account, row)
                    self._note_sign_in(session, account, "card")
            if account is None or found is None:
                raise Failed(StaffFailure.CARD_UNKNOWN)
            _require_enabled(account)
            self._me = found
            return found

    def sign_out(self, why: str) -> None:
        """Nobody works here any more: `why` is "key", "idle" or "list"."""
        with self._guard:
            me, self._me = self._me, None
            if me is not None:
                with self._database.session() as session:
                    audit.record(session, AuditEvent.SESSION_ENDED, why, who=me.staff_id)

    def require_may_open(self, place: str) -> None:
        """Raises `Failed`: SIGNED_OUT where nobody works here, NOT_ALLOWED where it is for others."""
        if not self.attended:
            if not may_open(None, place):
                raise Failed(StaffFailure.NOT_ALLOWED)
            return
        me = self.me
        if me is None:
            raise Failed(StaffFailure.SIGNED_OUT)
        if not may_open(me.role, place):
            with self._database.session() as session:
                audit.record(session, AuditEvent.NOT_ALLOWED, place, who=me.staff_id)
            raise Failed(StaffFailure.NOT_ALLOWED)

    def end_program(self, staff_id: str = "", password: str = "") -> None:
        """Note that a technician ends the program: who works here, in self-service whose password that is.

        Raises `Failed`: SIGNED_OUT, NOT_ALLOWED; in self-service NO_LIST, WRONG, LOCKED, DISABLED as well.
        """
        with self._guard:
            me = self._require_me() if self.attended else self._by_password(staff_id, password)
            may = may_open(me.role, "leave") and not me.must_change
            event = AuditEvent.ADMINISTRATION if may else AuditEvent.NOT_ALLOWED
            with self._database.session() as session:
                audit.record(session, event, "program ended" if may else "leave", who=me.staff_id)
            if not may:
                raise Failed(StaffFailure.NOT_ALLOWED)

    def change_password(self, old: str, new: str) -> SignedIn:
        """Set the own password at this machine.

        Raises `Failed`: WRONG, LOCKED, SIGNED_OUT, PASSWORD_UNFIT.
        """
        with self._guard:
            me = self._require_me()
            unfit = not SHORTEST <= len(new) <= LONGEST or me.staff_id in new.lower()
            if unfit or len(set(new)) < SHORTEST // 3 or new == old:
                raise Failed(StaffFailure.PASSWORD_UNFIT, shortest=SHORTEST)
            self._by_password(me.staff_id, old)
            hashed = self._passwords.hashed(new)
            account = self._account(me.staff_id)
            with self._database.session() as session:
                row = held(session, me.staff_id, account)
                row.password_hash = hashed
                audit.record(session, AuditEvent.PASSWORD_CHANGED, "own password", who=me.staff_id)
                assert account is not None
                self._me = signed_in(account, row)
            return self._me

    def bind_card(self, reading: CardReading, pin: bytearray) -> SignedIn:
        """Let the card in the reader sign in as who works here, and no other card. Wipes `pin`.

        Raises `Failed` (SIGNED_OUT, CARD_NOT_CITIZENS, CARD_TAKEN), CardError and Untrusted.
        """
        with self._guard:
            me = self._require_me()
            certificate = self._proven(reading, pin)
            if certificate.kind is not IdentityKind.CITIZEN_CERTIFICATE:
                raise Failed(StaffFailure.CARD_NOT_CITIZENS)
            account = self._account(me.staff_id)
            assert account is not None
            with self._database.session() as session:
                row, other = held(session, me.staff_id, account), by_card(session, certificate.sha256)
                if other is not None and other.key != row.key:
                    if self._of_key(other.key) is not None:
                        raise Failed(StaffFailure.CARD_TAKEN)
                    other.card = None  # of an account that the list has no more
                    session.flush()
                row.card = certificate.sha256
                audit.record(session, AuditEvent.ADMINISTRATION, "own card bound", who=me.staff_id)
                self._me = signed_in(account, row)
            return self._me

    def approve(self, staff_id: str, password: str, what: str) -> Approval:
        """A supervisor, another person than who works here, agrees to `what`.

        Raises `Failed`: NO_LIST, WRONG, LOCKED, DISABLED, SECOND_UNFIT.
        """
        with self._guard:
            second, me = self._by_password(staff_id, password), self.me
            unfit = second.role is not CounterRole.SUPERVISOR or second.must_change
            same = me is not None and me.staff_id == second.staff_id
            event = AuditEvent.NOT_ALLOWED if unfit or same else AuditEvent.ADMINISTRATION
            told = {"for": me.staff_id if me is not None else ""}
            with self._database.session() as session:
                audit.record(session, event, what, who=second.staff_id, details=told)
            if unfit or same:
                raise Failed(StaffFailure.SECOND_UNFIT)
            return Approval(second.staff_id, what)

    def require_second(self, approval: Approval | None, what: str) -> None:
        """Raises `Failed` (SECOND_NEEDED) unless a supervisor agreed to just this."""
        if approval is None or approval.what != what:
            raise Failed(StaffFailure.SECOND_NEEDED)

    def _require_me(self) -> SignedIn:
        me = self.me
        if me is None:
            raise Failed(StaffFailure.SIGNED_OUT)
        return me

    def _by_password(self, staff_id: str, password: str) -> SignedIn:
        if not self.has_list:
            raise Failed(StaffFailure.NO_LIST)
        staff_id = staff_id.strip().lower()
        account = self._account(staff_id)
        right_hash, failures = self._begin_try(staff_id, account)
        right = self._passwords.is_right(password, right_hash)
        who = UNKNOWN if account is None else staff_id
        with self._database.session() as session:
            if not right or account is None:
                audit.record(session, AuditEvent.SIGN_IN_FAILED, "password", who=who)
                if lockout.wait_after(failures):
                    audit.record(session, AuditEvent.SIGN_IN_FAILED_TOO_OFTEN, "password", who=who)
                found = None
            else:
                row = held(session, staff_id, account)
                row.failures = row.wait_seconds = 0
                self._waits.begin(_wait_of(row), 0)
                self._note_sign_in(session, account, "password")
                found = signed_in(account, row)
        if account is None or found is None:
            wait = lockout.wait_after(failures)
            if wait:
                raise Failed(StaffFailure.LOCKED, minutes=math.ceil(wait / 60))
            raise Failed(StaffFailure.WRONG, tries_left=lockout.FREE_TRIES - failures)
        _require_enabled(account)
        return found

    def _begin_try(self, staff_id: str, account: StaffAccount | None) -> tuple[str | None, int]:
        """The hash to compare with, and how many tries failed if this one does.

        It is counted before it is made, so that no power cut makes a try free. Raises `Failed` (LOCKED).
        """
        with self._database.session() as session:
            row = held(session, staff_id, account)
            left = self._waits.left(_wait_of(row), row.wait_seconds)
            row.wait_seconds = left
            if left:
                who = UNKNOWN if account is None else staff_id
                audit.record(session, AuditEvent.SIGN_IN_LOCKED, "password", who=who)
            else:
                row.failures += 1
                row.wait_seconds = lockout.wait_after(row.failures)
                self._waits.begin(_wait_of(row), row.wait_seconds)
            failures = row.failures
            right_hash = None if account is None else row.password_hash or account.password_hash
        if left:
            raise Failed(StaffFailure.LOCKED, minutes=math.ceil(left / 60))
        return right_hash, failures

    def _proven(self, reading: CardReading, pin: bytearray) -> HolderCertificate:
        """Whose card that is, shown by its signature under something new."""
        statement = Statement(
            command_id=str(uuid_utils.uuid7()),
            membership_id=str(uuid_utils.uuid7()),  # of none
            issued_at=self._clock(),
            kind=SIGN_IN_KIND,
            body={"device_id": self._cards.device_id},
        )
        with Pin(pin) as secret:
            if not self.has_list:
                raise Failed(StaffFailure.NO_LIST)
            token = self._cards.sign(statement, reading, None if reading.pin_pad else secret)
        try:
            return self._cards.verify(token, statement.canonical_bytes())
        except (SignatureInvalid, Malformed):
            raise Failed(StaffFailure.CARD_UNKNOWN) from None

    def _note_sign_in(self, session: Session, account: StaffAccount, by: str) -> None:
        event = AuditEvent.SIGN_IN_FAILED if account.disabled else AuditEvent.SIGN_IN
        audit.record(session, event, by, who=account.staff_id)

    def _account(self, staff_id: str) -> StaffAccount | None:
        return next((one for one in self._listed() or () if one.staff_id == staff_id), None)

    def _of_key(self, key: str) -> StaffAccount | None:
        return next((one for one in self._listed() or () if key_of(one.staff_id) == key), None)


def _require_enabled(account: StaffAccount) -> None:
    if account.disabled:
        raise Failed(StaffFailure.DISABLED)


def _wait_of(row: StaffAccountRow) -> str:
    """A password that central gives anew ends the wait that the one before has earned."""
    return f"{row.key} {row.given_hash}"
