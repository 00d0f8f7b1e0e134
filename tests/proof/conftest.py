from pathlib import Path

import pytest

from kiosk.cardreader.virtual.training_ca import make_training_cards
from kiosk.contract.documents import read_programme
from kiosk.domain.programme import Programme
from tests.central.conftest import RESOURCES


@pytest.fixture(scope="session")
def training_cards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Training authorities and the cards they gave out: `trust/*.der`, `cards/<holder>/`."""
    folder = tmp_path_factory.mktemp("training")
    make_training_cards(folder)
    return folder


@pytest.fixture(scope="session")
def programme() -> Programme:
    return read_programme(RESOURCES)
