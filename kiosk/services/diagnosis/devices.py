"""Probes of what is plugged in: the PC/SC service, each reader and the card in it, printers."""

from contextlib import closing

from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.reader import ReaderDriver, describe_reader, list_readers, read_card
from kiosk.services.diagnosis.failures import Ailment
from kiosk.services.diagnosis.report import Finding, Found, Probe, Unwell, diagnose
from kiosk.services.failures import Failed
from kiosk.services.printing.failures import PrintFailure
from kiosk.services.printing.system import system_spooler

_READER_SECONDS = 7.0  # a card may be waited for 5 s while another program signs with it


def card_readers() -> Found:
    """The PC/SC service and what is plugged in; then each reader, with the time of its own."""
    names = list_readers()
    if not names:
        raise Unwell("none", CardFailure.NO_READER, harmless=True)
    every = Finding("card readers", True, ", ".join(names))
    probes = [
        probe
        for name in names
        for probe in (
            Probe(f"reader {name}", lambda name=name: _driver(name), _READER_SECONDS),  # type: ignore[misc]
            Probe(f"card in {name}", lambda name=name: _card(name), _READER_SECONDS),  # type: ignore[misc]
        )
    ]
    return (every, *diagnose(probes))


def _driver(name: str) -> str:
    told: ReaderDriver = describe_reader(name)
    driver = " ".join(filter(None, (told.vendor, told.model, told.version)))
    return f"{driver or 'its driver says nothing of itself'}; {'with' if told.pin_pad else 'no'} PIN pad"


def _card(name: str) -> str:
    """Which kind of card, never whose."""
    try:
        reading = read_card(name)
    except CardError as error:
        if error.failure is CardFailure.NO_CARD:
            return "empty"
        raise
    left = reading.pin.tries_left
    if left == 0:
        raise Unwell(f"{reading.profile}, PIN blocked", CardFailure.PIN_BLOCKED, harmless=True)
    return f"{reading.profile}, {'tries of the PIN not told' if left is None else f'{left} tries left'}"


def printers() -> str:
    """A counter may do without a printer, as without a card reader; one that cannot print is not well."""
    with closing(system_spooler()) as spooler:
        try:
            found = spooler.printers()
        except Failed:
            raise Unwell("no print service answers", PrintFailure.NO_SPOOLER, harmless=True) from None
    troubles = [one for one in found if one.trouble is not None]
    if troubles:
        seen = ", ".join(f"{one.name}: {one.trouble.name}" for one in troubles if one.trouble is not None)
        raise Unwell(seen, troubles[0].trouble or PrintFailure.FAULT)
    if not found:
        raise Unwell("none", Ailment.NO_PRINTER, harmless=True)
    return ", ".join(one.name for one in found)
