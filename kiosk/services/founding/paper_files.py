"""The papers of a case, shown and saved: each as a PDF to print and an ODT to edit."""

import os
from collections.abc import Iterable
from pathlib import Path

from kiosk.services.bundle.failures import BundleTrouble
from kiosk.services.bundle.sticks import Sticks, Volume
from kiosk.services.failures import Failed
from kiosk.services.founding.desk import FoundingDesk
from kiosk.services.founding.failures import FoundingFailure
from kiosk.services.founding.papers.facts import Facts
from kiosk.services.founding.papers.kinds import PaperKind, paper
from kiosk.services.founding.papers.pdf import as_pdf

FOLDER = "設立書表"


def facts_of(desk: FoundingDesk, case_id: str) -> Facts:
    """What the papers of a case say. Raises `Failed` (CASE_GONE) and `StorageError`."""
    return Facts(desk.read(case_id), desk.rules, desk.guide)


def save_papers(facts: Facts, sticks: Sticks, volume: Volume, kinds: Iterable[PaperKind]) -> bool:
    """Write these papers to a stick, in the place of those saved before; whether it may be pulled out now.

    Raises `Failed`: MEDIUM_GONE, PAPER_NOT_SAVED; and `PaperError`.
    """
    if volume.folder not in {one.folder for one in sticks.volumes()}:
        raise Failed(BundleTrouble.MEDIUM_GONE)
    files = {name: content for kind in kinds for name, content in _files(kind, facts)}
    try:
        folder = volume.folder / FOLDER
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            _write(folder / name, content)
    except OSError as error:
        raise Failed(FoundingFailure.PAPER_NOT_SAVED) from error
    return sticks.let_go(volume)


def _files(kind: PaperKind, facts: Facts) -> Iterable[tuple[str, bytes]]:
    # When first wanted: fetching its library takes a twelfth of the program's start.
    from kiosk.services.founding.papers.odt import as_odt

    made = paper(kind, facts)
    number = list(PaperKind).index(kind) + 1
    name = f"{number:02}-{made.title}"
    return ((f"{name}.pdf", as_pdf(made)), (f"{name}.odt", as_odt(made)))


def _write(file: Path, content: bytes) -> None:
    """Write it whole, down to the stick."""
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
