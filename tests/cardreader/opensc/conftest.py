from pathlib import Path

import pytest

from tests.cardreader.opensc.programs import OpenSc


@pytest.fixture
def opensc(tmp_path: Path) -> OpenSc:
    """Somebody else's programs for cards."""
    folder = tmp_path / "opensc"
    folder.mkdir()
    return OpenSc(folder)
