"""PC/SC, the only module that knows it: contexts, slots and connections over `smartcard.scard`."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from smartcard import scard  # type: ignore[import-untyped]

from kiosk.cardreader.exchanges import note
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin_pad import PinPad

# Reports that a reader was plugged in or out (PC/SC part 5).
_PLUG_AND_PLAY = "\\\\?PnP?\\Notification"
# How long the service may take to notice that a card which stopped answering is gone.
_REMOVAL_NOTICED_MS = 1500

# How long another program's transaction with the card is waited for: its signature may take a second or two.
_TURN_SECONDS = 5.0

_SECURITY_VIOLATION = 0x8010006A  # SCARD_W_SECURITY_VIOLATION
_GET_FEATURES = scard.SCARD_CTL_CODE(3400)  # CM_IOCTL_GET_FEATURE_REQUEST (PC/SC part 10)

_FAILURES = {
    scard.SCARD_E_NO_SERVICE: CardFailure.NO_SERVICE,
    scard.SCARD_E_SERVICE_STOPPED: CardFailure.NO_SERVICE,
    scard.SCARD_E_INVALID_HANDLE: CardFailure.NO_SERVICE,  # the context died with the service
    scard.SCARD_F_COMM_ERROR: CardFailure.NO_SERVICE,  # between client and service, not reader and card
    scard.SCARD_F_INTERNAL_ERROR: CardFailure.NO_SERVICE,
    scard.SCARD_E_SERVER_TOO_BUSY: CardFailure.NO_SERVICE,
    _SECURITY_VIOLATION: CardFailure.NO_SERVICE,  # what a service answers that is just ending
    scard.SCARD_E_NO_READERS_AVAILABLE: CardFailure.NO_READER,
    scard.SCARD_E_UNKNOWN_READER: CardFailure.NO_READER,
    scard.SCARD_E_READER_UNAVAILABLE: CardFailure.NO_READER,
    scard.SCARD_E_NO_SMARTCARD: CardFailure.NO_CARD,
    scard.SCARD_W_REMOVED_CARD: CardFailure.CARD_REMOVED,
    scard.SCARD_E_SHARING_VIOLATION: CardFailure.CARD_BUSY,
    scard.SCARD_W_RESET_CARD: CardFailure.CARD_BUSY,  # another program took the card in between
    scard.SCARD_W_UNRESPONSIVE_CARD: CardFailure.MUTE_CARD,
    scard.SCARD_W_UNPOWERED_CARD: CardFailure.MUTE_CARD,
    scard.SCARD_W_UNSUPPORTED_CARD: CardFailure.MUTE_CARD,
    scard.SCARD_E_PROTO_MISMATCH: CardFailure.MUTE_CARD,
    scard.SCARD_E_NOT_TRANSACTED: CardFailure.MUTE_CARD,
}


class CardConnection(Protocol):
    """A card that can be talked to; profiles know cards through this alone."""

    @property
    def reader(self) -> str:
        """The reader's name."""

    @property
    def atr(self) -> bytes:
        """The card's answer to reset."""

    def transmit(self, apdu: bytes | bytearray) -> tuple[bytes, int]:
        """Send one command; its response data and status word. Raises CardError."""


@dataclass(frozen=True)
class ReaderSlot:
    """A reader and what lies in it; `atr` is empty for a card that does not answer, or for none."""

    name: str
    card_present: bool
    atr: bytes


@dataclass(frozen=True)
class ReaderDriver:
    """What a reader's driver says of itself: each may be empty. `pin_pad`: the reader has keys for a PIN."""

    vendor: str
    model: str
    version: str
    pin_pad: bool


class PcscContext:
    """A session with the PC/SC service. Raises CardError NO_SERVICE when it is not there."""

    def __init__(self) -> None:
        result, self._handle = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        _check(result)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the session; a call blocked in `wait_for_change` must have been cancelled before."""
        scard.SCardReleaseContext(self._handle)

    def readers(self) -> tuple[str, ...]:
        """Names of the readers plugged in."""
        result, names = scard.SCardListReaders(self._handle, [])
        if _unsigned(result) == scard.SCARD_E_NO_READERS_AVAILABLE:
            return ()
        _check(result)
        return tuple(names)

    def slots(self) -> tuple[ReaderSlot, ...]:
        """Every reader with what lies in it at this moment."""
        return tuple(slot for slot, _state in self._statuses())

    def wait_for_change(self, known: Sequence[ReaderSlot], milliseconds: int) -> tuple[ReaderSlot, ...]:
        """The slots, as soon as they differ from `known`, or after `milliseconds` at most, or on `cancel`."""
        statuses = self._statuses()
        slots = tuple(slot for slot, _state in statuses)
        if slots != tuple(known):
            return slots
        watched = [(slot.name, state & ~scard.SCARD_STATE_CHANGED) for slot, state in statuses]
        watched.append((_PLUG_AND_PLAY, len(statuses) << 16))
        result, _states = scard.SCardGetStatusChange(self._handle, milliseconds, watched)
        if _unsigned(result) in (scard.SCARD_E_TIMEOUT, scard.SCARD_E_CANCELLED):
            return slots
        # A reader that went away meanwhile is news, not a failure: the fresh list tells.
        if _unsigned(result) not in (scard.SCARD_E_UNKNOWN_READER, scard.SCARD_E_READER_UNAVAILABLE):
            _check(result)
        return self.slots()

    def cancel(self) -> None:
        """Wake a call blocked in `wait_for_change`; may be called from another thread."""
        scard.SCardCancel(self._handle)

    def connect(self, reader: str) -> "PcscConnection":
        """Connect to the card in `reader`, exclusively if possible, else within a transaction.

        The service lets a caller wait, without end, while another program has a transaction with the card.
        So it is asked in a thread and a session of their own, that are left behind where it takes too long.

        Raises CardError NO_READER, NO_CARD, MUTE_CARD, CARD_BUSY, NO_SERVICE.
        """
        connecting: Future[PcscConnection] = Future()
        threading.Thread(target=_connect, args=(reader, connecting), name="card-connect", daemon=True).start()
        try:
            return connecting.result(_TURN_SECONDS)
        except TimeoutError:
            connecting.add_done_callback(_close_unwanted)
            raise CardError(CardFailure.CARD_BUSY, reader=reader) from None

    def take(self, reader: str) -> "PcscConnection":
        """As `connect`, for as long as it takes; the connection closes this session with itself."""
        protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        for sharing in (scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_SHARE_SHARED):
            result, card, protocol = scard.SCardConnect(self._handle, reader, sharing, protocols)
            if _unsigned(result) != scard.SCARD_E_SHARING_VIOLATION:
                break
        _check(result, reader)
        return PcscConnection(self, reader, card, protocol)

    def driver(self, reader: str) -> ReaderDriver:
        """What the reader's driver says of itself, with or without a card in it.

        Raises CardError NO_READER, CARD_BUSY while another program has the reader for itself, NO_SERVICE.
        """
        result, slot, _protocol = scard.SCardConnect(self._handle, reader, scard.SCARD_SHARE_DIRECT, 0)
        _check(result, reader)

        def told(attribute: int) -> bytes:
            result, answer = scard.SCardGetAttrib(slot, attribute)
            return bytes(answer) if _unsigned(result) == scard.SCARD_S_SUCCESS else b""

        def control(code: int, data: bytes) -> bytes:
            result, answer = scard.SCardControl(slot, code, list(data))
            return bytes(answer) if _unsigned(result) == scard.SCARD_S_SUCCESS else b""

        try:
            vendor, model = (
                told(attribute).rstrip(b"\0").decode("ascii", "replace")
                for attribute in (scard.SCARD_ATTR_VENDOR_NAME, scard.SCARD_ATTR_VENDOR_IFD_TYPE)
            )
            version = told(scard.SCARD_ATTR_VENDOR_IFD_VERSION)  # 0xMMmmbbbb, little-endian
            shown = f"{version[3]}.{version[2]}.{version[1] << 8 | version[0]}" if len(version) == 4 else ""
            return ReaderDriver(vendor, model, shown, PinPad.find(control, _GET_FEATURES) is not None)
        finally:
            scard.SCardDisconnect(slot, scard.SCARD_LEAVE_CARD)

    def card_gone(self, reader: str) -> bool:
        """Whether `reader` is empty, or becomes so while the service looks once more."""
        watched = [(reader, scard.SCARD_STATE_PRESENT)]
        result, states = scard.SCardGetStatusChange(self._handle, _REMOVAL_NOTICED_MS, watched)
        return _unsigned(result) == scard.SCARD_S_SUCCESS and not states[0][1] & scard.SCARD_STATE_PRESENT

    def _statuses(self) -> tuple[tuple[ReaderSlot, int], ...]:
        names = self.readers()
        if not names:
            return ()
        result, states = scard.SCardGetStatusChange(
            self._handle, 0, [(name, scard.SCARD_STATE_UNAWARE) for name in names]
        )
        if _unsigned(result) != scard.SCARD_E_TIMEOUT:
            _check(result)
        return tuple((_slot(name, state, atr), state) for name, state, atr in states)


class PcscConnection:
    """A connected card, ours alone until closed; leaves the card powered unless told to reset it."""

    def __init__(self, context: PcscContext, reader: str, card: int, protocol: int) -> None:
        self.reader = reader
        self._context = context
        self._card = card
        self._protocol = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1
        self._disposition = scard.SCARD_LEAVE_CARD
        try:
            _check(scard.SCardBeginTransaction(card), reader)
            result, _name, _state, _protocol, atr = scard.SCardStatus(card)
            _check(result, reader)
        except CardError:
            self._let_go()
            raise
        self.atr = bytes(atr)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def transmit(self, apdu: bytes | bytearray) -> tuple[bytes, int]:
        """Send one command; its response data and status word.

        Raises CardError CARD_REMOVED, MUTE_CARD, CARD_BUSY, NO_SERVICE.
        """
        octets = list(_for_t0(apdu) if self._protocol == scard.SCARD_PCI_T0 else apdu)
        try:
            result, answer = scard.SCardTransmit(self._card, self._protocol, octets)
        finally:
            for position in range(len(octets)):  # it may have held a PIN; a slice would be copied first
                octets[position] = 0
        if _unsigned(result) == scard.SCARD_S_SUCCESS and len(answer) < 2:
            result = scard.SCARD_E_NOT_TRANSACTED  # some drivers say so of a card that stopped answering
        if _unsigned(result) == scard.SCARD_E_NOT_TRANSACTED and self._context.card_gone(self.reader):
            result = scard.SCARD_W_REMOVED_CARD
        _check(result, self.reader, self.atr)
        data, status = bytes(answer[:-2]), answer[-2] << 8 | answer[-1]
        note(apdu, data, status)
        return data, status

    def pin_pad(self) -> PinPad | None:
        """The reader's own keys for a PIN, None where it has none. Raises CardError as `transmit` does."""
        return PinPad.find(self._ask_driver, _GET_FEATURES)

    def _ask_driver(self, code: int, data: bytes) -> bytes:
        """The reader driver's answer under a control code; nothing where it does not know a mere question."""
        result, answer = scard.SCardControl(self._card, code, list(data))
        if _unsigned(result) == scard.SCARD_S_SUCCESS:
            return bytes(answer)
        if not data:
            return b""  # drivers have many ways to say that they lack a feature
        if self._context.card_gone(self.reader):
            result = scard.SCARD_W_REMOVED_CARD
        failure = _FAILURES.get(_unsigned(result), CardFailure.SIGNATURE_REFUSED)
        raise CardError(failure, reader=self.reader, atr=self.atr)

    def reset_on_close(self) -> None:
        """Have the card reset when the connection closes, so that nobody finds its PIN verified."""
        self._disposition = scard.SCARD_RESET_CARD

    def close(self) -> None:
        """Give the card back, and end the session."""
        self._let_go()
        self._context.close()

    def _let_go(self) -> None:
        scard.SCardEndTransaction(self._card, scard.SCARD_LEAVE_CARD)
        scard.SCardDisconnect(self._card, self._disposition)


def _for_t0(apdu: bytes | bytearray) -> bytes | bytearray:
    """The command as T=0 takes it (ISO 7816-3 §12.1): with P3 in any case, without Le behind data."""
    if len(apdu) == 4:
        return apdu + b"\0"
    return apdu[:-1] if len(apdu) > 5 and len(apdu) == 6 + apdu[4] else apdu


def _connect(reader: str, connecting: Future[PcscConnection]) -> None:
    """Keep the promise of a connection, with a connection or with what was raised instead."""
    try:
        context = PcscContext()
        try:
            connecting.set_result(context.take(reader))
        except BaseException:
            context.close()
            raise
    except Exception as error:  # noqa: BLE001  # it is raised where the connection is waited for
        connecting.set_exception(error)


def _close_unwanted(connecting: Future[PcscConnection]) -> None:
    """Give back at once a card that was waited for too long."""
    if connecting.exception() is None:
        connecting.result().close()


def _slot(name: str, state: int, atr: Sequence[int]) -> ReaderSlot:
    present = bool(state & scard.SCARD_STATE_PRESENT)
    answered = present and not state & scard.SCARD_STATE_MUTE
    return ReaderSlot(name, present, bytes(atr) if answered else b"")


def _unsigned(result: int) -> int:
    """PC/SC's result codes are signed on some systems."""
    return result & 0xFFFFFFFF


def _check(result: int, reader: str | None = None, atr: bytes | None = None) -> None:
    code = _unsigned(result)
    if code == scard.SCARD_S_SUCCESS:
        return
    failure = _FAILURES.get(code)
    if failure is None:
        raise RuntimeError(f"unexpected PC/SC result {code:08X}")
    raise CardError(failure, reader=reader, atr=atr)
