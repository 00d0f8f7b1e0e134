"""What printers say of themselves and of their papers."""

import pytest

from kiosk.services.printing.failures import PrintFailure
from kiosk.services.printing.media import longest_page, media_for, sizes_of
from kiosk.services.printing.reasons import trouble_of
from kiosk.services.printing.spooler import PaperSize
from tests.services.printing.papers import paper

A4, ROLL = PaperSize.A4, PaperSize.ROLL_80
FULL, EMPTY, UNKNOWN = "type=other;level=120;name=main", "type=other;level=0;name=main", "level=-2;name=hand"


@pytest.mark.parametrize(
    ("reasons", "trouble"),
    [
        ([], None),
        (["none"], None),
        (["media-low-warning", "toner-low-report", "cups-waiting-for-job-completed"], None),
        (["media-empty-error"], PrintFailure.MEDIA_EMPTY),
        (["media-empty-warning"], PrintFailure.MEDIA_EMPTY),
        (["media-empty-report"], PrintFailure.MEDIA_EMPTY),
        (["media-needed"], PrintFailure.MEDIA_EMPTY),
        (["cover-open"], PrintFailure.DOOR_OPEN),
        (["door-open-report"], PrintFailure.DOOR_OPEN),
        (["media-jam-error"], PrintFailure.JAM),
        (["offline-report", "media-empty-error"], PrintFailure.OFFLINE),
        (["toner-empty-error"], PrintFailure.SUPPLIES),
        (["marker-supply-empty-report"], None),
        (["output-area-full-warning"], PrintFailure.FAULT),
        (["other-report"], None),
        (["paused"], PrintFailure.STOPPED),
    ],
)
def test_reasons(reasons: list[str], trouble: PrintFailure | None) -> None:
    assert trouble_of(reasons) is trouble


@pytest.mark.parametrize(
    ("trays", "trouble"),
    [
        ([EMPTY, UNKNOWN], PrintFailure.MEDIA_EMPTY),
        ([EMPTY, FULL], None),
        (["level=-3;"], None),
        ([], PrintFailure.MEDIA_EMPTY),
    ],
)
def test_an_empty_tray_beside_a_full_one(trays: list[str], trouble: PrintFailure | None) -> None:
    assert trouble_of(["media-empty-warning"], trays) is trouble
    assert trouble_of(["media-empty-warning", "media-needed-error"], trays) is PrintFailure.MEDIA_EMPTY


@pytest.mark.parametrize(
    ("names", "sizes"),
    [
        ([], {A4, ROLL}),  # it does not say
        (["", "any"], {A4, ROLL}),
        (["iso_a4_210x297mm", "na_letter_8.5x11in"], {A4}),
        (["A4"], {A4}),
        (["na_letter_8.5x11in"], set()),
        (["om_80x297mm"], {ROLL}),
        (["custom_min_20x20mm", "custom_max_80x3276mm"], {ROLL}),
        (["custom_max_3.15x100in"], set()),  # 80.01 mm
        (["custom_max_210x297mm"], set()),  # a limit is no paper
        (["roll_max_72x1000mm", "iso_a4_210x297mm"], {A4, ROLL}),
    ],
)
def test_sizes(names: list[str], sizes: set[PaperSize]) -> None:
    assert sizes_of(names) == sizes


@pytest.mark.parametrize(
    ("names", "length", "media"),
    [
        (["custom_max_80x3276mm", "om_80x297mm"], 143.6, "custom_kiosk_80x144mm"),
        (["om_80x297mm", "om_80x200mm", "iso_a4_210x297mm"], 150, "om_80x200mm"),
        (["om_80x297mm", "om_80x200mm"], 250, "om_80x297mm"),
        (["om_80x297mm", "om_80x200mm"], 900, "om_80x297mm"),
        ([], 150, ""),
    ],
)
def test_what_is_asked_for_on_a_roll(names: list[str], length: float, media: str) -> None:
    assert media_for(ROLL, names, length) == media


def test_what_is_asked_for_on_a4() -> None:
    assert media_for(A4, [], 297) == "iso_a4_210x297mm"


def test_how_long_a_paper_is() -> None:
    assert longest_page(paper(size=(226.77, 425.2))) == pytest.approx(150, abs=0.1)
    assert longest_page(b"no paper") == 0
