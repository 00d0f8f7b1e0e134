"""What every profile promises; each profile's own tests inherit it."""

from abc import ABC, abstractmethod
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest

from kiosk.cardreader.apdu import MAXIMUM_APDUS, CardChannel
from kiosk.cardreader.card import CardReading
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.profiles.probe import KnownCard, open_card
from kiosk.cardreader.virtual.card import Card
from kiosk.cardreader.virtual.contents import Holding
from tests.cardreader.conftest import Answer, DirectConnection
from tests.cardreader.profiles.direct import ATR, NUMBER, failure_of, holdings, verifies


class WritableCard(Card, Protocol):
    """A virtual card whose files can be written to."""

    files: dict[bytes, bytes]


class ProfileContract(ABC):
    profile: str
    tries_left: int | None
    probes: int
    """How many commands it takes before this profile has its turn."""

    @abstractmethod
    def make(self, training: Path, held: tuple[Holding, ...]) -> WritableCard:
        """A card of this profile."""

    @abstractmethod
    def probe(self, channel: CardChannel) -> KnownCard | None:
        """This profile alone."""

    @abstractmethod
    def certificate_file(self, held: Holding) -> bytes:
        """The path of the file with that certificate."""

    @abstractmethod
    def least_apdus(self, sizes: list[int]) -> int:
        """How few commands can do, for certificates of these sizes."""

    def connect(self, training: Path, holder: str = "citizen") -> tuple[WritableCard, DirectConnection]:
        card = self.make(training, holdings(training, holder))
        return card, DirectConnection(card)

    def read(self, connection: DirectConnection) -> CardReading:
        card = self.probe(CardChannel(connection))
        assert card is not None
        return card.reading

    @pytest.mark.parametrize("holder", ["citizen", "organisation", "ec-citizen", "ec-organisation"])
    def test_reads_without_a_pin(self, training: Path, holder: str) -> None:
        _card, connection = self.connect(training, holder)
        reading = open_card(connection).reading
        encryption, signature = holdings(training, holder)
        assert (reading.reader, reading.atr, reading.profile) == ("direct", ATR, self.profile)
        assert reading.card_number == NUMBER
        assert [each.der for each in reading.certificates] == [encryption.der, signature.der]
        assert [each.label for each in reading.certificates] == ["Encryption", "Signature"]
        assert (reading.pin.minimum, reading.pin.maximum, reading.pin.tries_left) == (6, 8, self.tries_left)
        assert reading.apdus == len(connection.apdus)
        assert verifies(connection.apdus) == []

    @pytest.mark.parametrize("turn", [1, -1])
    def test_the_use_tells_which_one_signs(self, training: Path, turn: int) -> None:
        held = holdings(training)[::turn]
        reading = self.read(DirectConnection(self.make(training, held)))
        assert reading.signing_certificate.der == holdings(training)[1].der
        assert [each.for_signing for each in reading.certificates].count(True) == 1

    def test_without_a_certificate_for_signatures(self, training: Path) -> None:
        encryption, _signature = holdings(training)
        reading = self.read(DirectConnection(self.make(training, (encryption,))))
        assert len(reading.certificates) == 1
        error = failure_of(lambda: reading.signing_certificate)
        assert error.failure is CardFailure.NO_SIGNING_CERTIFICATE

    def test_takes_as_few_commands_as_can_be(self, training: Path) -> None:
        _card, connection = self.connect(training)
        sizes = [len(held.der) for held in holdings(training)]
        assert open_card(connection).reading.apdus == self.probes + self.least_apdus(sizes)

    def test_a_certificate_cut_off_is_no_certificate(self, training: Path) -> None:
        card, connection = self.connect(training)
        file = self.certificate_file(holdings(training)[1])
        card.files[file] = card.files[file][:-900]
        error = failure_of(lambda: self.read(connection))
        assert (error.failure, error.reader, error.atr) == (CardFailure.CARD_DATA, "direct", ATR)

    @pytest.mark.parametrize(
        "content",
        [b"", b"\x00" * 40, b"\xff" * 300, b"\x30\x80\x00\x00", b"\x1f" * 90],
        ids=["empty", "zeros", "erased", "indefinite", "endless tag"],
    )
    def test_every_file_may_be_spoilt(self, training: Path, content: bytes) -> None:
        for file in list(self.connect(training)[0].files):
            card, connection = self.connect(training)
            card.files[file] = content
            try:
                reading = open_card(connection).reading
            except CardError as error:
                assert error.failure in (CardFailure.CARD_DATA, CardFailure.UNKNOWN_CARD)  # noqa: PT017
            else:
                assert reading.profile == self.profile
            assert verifies(connection.apdus) == []

    def test_a_file_missing_is_no_bug(self, training: Path) -> None:
        for file in list(self.connect(training)[0].files):
            card, connection = self.connect(training)
            del card.files[file]
            try:
                open_card(connection)
            except CardError as error:
                assert error.failure in (CardFailure.CARD_DATA, CardFailure.UNKNOWN_CARD)  # noqa: PT017

    def test_answers_without_end_are_refused(self, training: Path) -> None:
        _card, connection = self.connect(training)
        connection.alter = lambda apdu, answer: (b"\x30", 0x9000) if apdu[1] == 0xB0 else answer
        assert failure_of(lambda: open_card(connection)).failure is CardFailure.CARD_DATA
        assert len(connection.apdus) <= MAXIMUM_APDUS

    def test_a_card_of_200_ms_a_command_is_read(self, training: Path) -> None:
        _card, connection = self.connect(training)
        clock = count(0, 0.2)
        assert self.probe(CardChannel(connection, lambda: next(clock))) is not None

    def test_a_card_of_2_s_a_command_is_too_slow(self, training: Path) -> None:
        _card, connection = self.connect(training)
        clock = count(0, 2)
        error = failure_of(lambda: self.probe(CardChannel(connection, lambda: next(clock))))
        assert error.failure is CardFailure.CARD_SLOW
        assert len(connection.apdus) <= 11

    def test_pulled_out_at_any_moment(self, training: Path) -> None:
        for moment in range(open_card(self.connect(training)[1]).reading.apdus):
            assert self._pulled_out_at(moment, training).failure is CardFailure.CARD_REMOVED

    def _pulled_out_at(self, moment: int, training: Path) -> CardError:
        _card, connection = self.connect(training)

        def pull_out(_apdu: bytes, answer: Answer) -> Answer:
            if len(connection.apdus) > moment:
                raise CardError(CardFailure.CARD_REMOVED)
            return answer

        connection.alter = pull_out
        return failure_of(lambda: open_card(connection))

    def test_goes_by_what_the_card_says_last(self, training: Path) -> None:
        """62xx is a warning, and the data that come with it count."""
        _card, connection = self.connect(training)
        plain = self.read(connection)
        connection.alter = lambda _apdu, answer: (answer[0], 0x6281 if answer[1] == 0x9000 else answer[1])
        assert self.read(connection).certificates == plain.certificates

    def test_reads_in_smaller_pieces_where_the_card_wants_that(self, training: Path) -> None:
        _card, connection = self.connect(training)
        plain = self.read(connection)

        def refuse(apdu: bytes, answer: Answer) -> Answer:
            too_many = apdu[1] == 0xB0 and (apdu[-1] or 256) > 16
            return (b"", 0x6987) if too_many else answer

        connection.alter = refuse
        assert self.read(connection).certificates == plain.certificates
