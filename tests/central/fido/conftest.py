"""A stand-in for TW FidO, and central set up to ask it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from central.settings import FidoSource, Settings
from tests.central.fido.stand_in import TwFido, serving

PERSON = "A123456789"
KEY = bytes(range(32))


@dataclass(frozen=True)
class StandIn:
    service: TwFido
    url: str


@pytest.fixture
def stand_in(cards: Path) -> Iterator[StandIn]:
    service = TwFido("service-1", KEY, {PERSON: cards / "cards" / "citizen"})
    with serving(service) as url:
        yield StandIn(service, url)


@pytest.fixture
def settings(settings: Settings, stand_in: StandIn, tmp_path: Path) -> Settings:
    key_file = tmp_path / "fido.key"
    key_file.write_text(KEY.hex() + "\n", "ascii")
    return replace(settings, fido=FidoSource(stand_in.url, "service-1", key_file))
