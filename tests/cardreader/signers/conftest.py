"""Cards of the training holders under a PIN of the tests' own, and tokens that hold the same."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.cardreader.card import CardCertificate, CardReading, PinPolicy
from kiosk.cardreader.virtual.card import MAXIMUM_TRIES, SigningCard
from kiosk.cardreader.virtual.contents import Holding, lay_out
from kiosk.cardreader.virtual.hicos_card import HicosCard2
from kiosk.cardreader.virtual.personalise import answer_to_reset
from tests.cardreader.signers.contract import PIN
from tests.cardreader.signers.softhsm import MODULE, Token, new_token

NUMBER = "TR00000000000099"


@pytest.fixture
def iso_card(training: Path) -> Callable[..., SigningCard]:
    """Make an ISO 7816-15 card of a holder."""

    def make(holder: str, pin: bytes = PIN) -> SigningCard:
        holdings = holdings_of(training, holder)
        atr = answer_to_reset(b"TRAINING")
        return SigningCard(atr, lay_out(holdings, NUMBER), holdings, pin, MAXIMUM_TRIES)

    return make


@pytest.fixture
def hicos_card(training: Path) -> Callable[..., HicosCard2]:
    """Make a HiCOS card of a holder."""

    def make(holder: str, pin: bytes = PIN) -> HicosCard2:
        issuer = (training / "cards" / holder / "issuer.der").read_bytes()
        holdings = holdings_of(training, holder)
        return HicosCard2(
            answer_to_reset(b"TRAINING"), holdings, issuer, issuer, NUMBER, MAXIMUM_TRIES, pin=pin
        )

    return make


def holdings_of(training: Path, holder: str) -> tuple[Holding, Holding]:
    folder = training / "cards" / holder
    return Holding.load(folder, "encrypt"), Holding.load(folder, "sign")


@pytest.fixture
def hicos_reading(training: Path) -> Callable[[str], CardReading]:
    """What reading a holder's HiCOS card gives, without a reader."""

    def make(holder: str) -> CardReading:
        certificates = tuple(
            CardCertificate(held.der, held.label, held.identifier == b"SIGN")
            for held in holdings_of(training, holder)
        )
        return CardReading("reader", b"\x3b", "HiCOS 2", NUMBER, certificates, PinPolicy(6, 8, None))

    return make


@pytest.fixture(scope="session")
def _tokens(training: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Token]:
    """A SoftHSM token of each holder; made once, for others to copy."""
    made: dict[str, Token] = {}

    def token(holder: str) -> Token:
        if holder not in made:
            made[holder] = new_token(tmp_path_factory.mktemp("token"), training / "cards" / holder, PIN)
        return made[holder]

    return token


@pytest.fixture
def put_token(
    _tokens: Callable[[str], Token], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., None]:
    """Let SoftHSM show the tokens of these holders, and no other."""

    def put(*holders: str) -> None:
        folder = tmp_path / "tokens"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for holder in holders:
            shutil.copytree(_tokens(holder).folder, folder, dirs_exist_ok=True)
        monkeypatch.setenv("SOFTHSM2_CONF", str(Token(folder).settings))

    return put


@pytest.fixture(scope="session")
def vendor_module(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SoftHSM behind a module that counts tries as a card does, and can be out of order."""
    library = tmp_path_factory.mktemp("vendor") / "vendor.so"
    source = Path(__file__).parent / "vendor_module.c"
    subprocess.run(
        ["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", f'-DBEHIND="{MODULE}"', "-o", library, source],
        check=True,
    )
    return library
