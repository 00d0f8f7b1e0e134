"""A paper's file: whole or not at all."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.services.receipts.failures import PaperError, PaperFailure
from kiosk.services.receipts.writing import write_paper


def test_it_is_written_in_the_place_of_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "單據.pdf"
    file.write_bytes(b"older")
    write_paper(b"%PDF", file)
    assert file.read_bytes() == b"%PDF"
    assert list(tmp_path.iterdir()) == [file]


def test_without_a_place_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(PaperError) as error:
        write_paper(b"%PDF", tmp_path / "gone" / "paper.pdf")
    assert error.value.failure is PaperFailure.NOT_WRITTEN
    (tmp_path / "paper.pdf").mkdir()
    with pytest.raises(PaperError):
        write_paper(b"%PDF", tmp_path / "paper.pdf")
    assert [one.name for one in tmp_path.iterdir()] == ["paper.pdf"]


def test_a_full_disk_leaves_what_was_there_and_nothing_half_written(tmp_path: Path) -> None:
    """A process that may write no more than 4 kB to a file, as on a disk with no room for more."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(b"older")
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "before = resource.getrlimit(resource.RLIMIT_FSIZE)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))\n"
        "from kiosk.services.receipts.failures import PaperError\n"
        "from kiosk.services.receipts.writing import write_paper\n"
        "try:\n    write_paper(b'x' * 100_000, Path(sys.argv[1]))\n"
        "except PaperError as error:\n    print(error.failure.value)\n"
        "finally:\n    resource.setrlimit(resource.RLIMIT_FSIZE, before)\n"
    )
    command = [sys.executable, "-B", "-c", program, str(file)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    ended = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (ended.stdout.strip(), ended.stderr) == (PaperFailure.NOT_WRITTEN.value, "")
    assert file.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [file]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 4096
