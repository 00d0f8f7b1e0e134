"""Papers checked without a network: genuine ones, forged ones, scanned ones, and what is no paper at all."""

import json
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image

from kiosk.contract.paper_code import CodeFault, CodeInvalid
from kiosk.services.receipts import issue as issues
from kiosk.services.receipts import render as rendering
from kiosk.services.receipts.failures import PaperError, PaperFailure
from kiosk.services.receipts.issue import Issue
from kiosk.services.receipts.layout import A4, ROLL, Form
from kiosk.services.receipts.papers import Paper
from kiosk.services.receipts.render import render
from kiosk.services.receipts.verification import Compared, verify_code, verify_file
from tests.services.receipts.reading import pictures_of, updated
from tests.services.receipts.samples import EVERY_KIND, LONG_ORDER, ORDER, PINNED, REFUND, SHIFT, issue_of

OTHER = Ed25519PrivateKey.generate().public_key().public_bytes_raw()


def fault_of(content: bytes, key: bytes = PINNED) -> CodeFault | PaperFailure:
    with pytest.raises((CodeInvalid, PaperError)) as error:
        verify_file(content, key)
    raised: Exception = error.value
    assert isinstance(raised, CodeInvalid | PaperError)
    return raised.fault if isinstance(raised, CodeInvalid) else raised.failure


@pytest.mark.parametrize("paper", EVERY_KIND, ids=lambda paper: paper.kind)
def test_a_genuine_code_tells_what_stands_on_the_paper(paper: Paper) -> None:
    issue = issue_of(paper)
    found = verify_code(issue.code, PINNED)
    said = found.paper.said
    assert (said.kind, said.number, said.issued_at) == (paper.kind, paper.receipt_number, paper.issued_at)
    assert (found.compared, found.paper.device.terminal) == (Compared.CODE, "K01")


@pytest.mark.parametrize(
    ("paper", "form"), [(ORDER, A4), (REFUND, ROLL), (SHIFT, A4), (LONG_ORDER, A4)], ids=range(4)
)
def test_a_file_as_it_was_written_is_compared_to_the_last_dot(paper: Paper, form: Form) -> None:
    marked = replace(paper, provisional=True, training=True)
    found = verify_file(render(issue_of(marked, form, reprint=2)), PINNED)
    assert (found.compared, found.reprint) == (Compared.WHOLE, 2)
    assert (found.paper.said.provisional, found.paper.said.training) == (True, True)


def test_a_mark_that_follows_central_is_no_forgery() -> None:
    issue = issue_of(replace(ORDER, provisional=True))
    for now in (replace(issue.paper, provisional=False), replace(issue.paper, turned_down=True)):
        assert verify_file(render(replace(issue, paper=now)), PINNED).compared is Compared.WHOLE


FORGED = [
    {"price": 60_001, "own_payment": 30_001},
    {"points": 30_001, "own_payment": 29_999},
    {"ubn": "12345676"},
    {"order_number": "20260120140301000002"},
    {"receipt_number": 124},
    {"months": 7},
    {"cooperative_name": "有限責任範例消費合作社二"},
    {"training": True},
]


@pytest.mark.parametrize("changes", FORGED, ids=str)
def test_other_data_under_a_genuine_code_are_found(changes: dict[str, object]) -> None:
    genuine = issue_of(ORDER)
    paper = replace(ORDER, **changes)  # type: ignore[arg-type]
    assert fault_of(render(Issue(paper, paper.to_json(), genuine.code))) is PaperFailure.FILE_CHANGED
    assert fault_of(render(Issue(paper, genuine.snapshot, genuine.code))) is PaperFailure.FILE_CHANGED


def _repacked(pdf: bytes, change: list[tuple[bytes, bytes]]) -> bytes:
    """The PDF with something replaced in its pages' operators, wherever it stands."""
    written, at = bytearray(), 0
    while (begin := pdf.find(b"\nstream\n", at)) >= 0:
        begin += len(b"\nstream\n")
        end = pdf.index(b"endstream", begin)
        content = pdf[begin:end]
        try:
            plain = zlib.decompress(content)
        except zlib.error:
            plain = b""
        changed = plain
        for old, new in change:
            changed = changed.replace(old, new)
        written += pdf[at:begin] + (zlib.compress(changed) if changed != plain else content)
        at = end
    return bytes(written + pdf[at:])


def test_a_digit_changed_in_the_file_is_found() -> None:
    """The figures' glyphs of one line are exchanged for others, as an editor of PDFs does it."""
    pdf = render(issue_of(ORDER))
    whole = rendering._Drawing(issue_of(ORDER))
    whole.pdf()
    subset = whole._type._subset("TW-Sung")[1]
    three, nine = subset.codes("3").encode(), subset.codes("9").encode()
    zero = subset.codes("0").encode()
    comma = subset.codes(",").encode()
    changed = _repacked(pdf, [(b"<" + three + zero + comma, b"<" + nine + zero + comma)])
    assert changed != pdf
    assert fault_of(changed) is PaperFailure.FILE_CHANGED


def test_something_drawn_over_it_is_found() -> None:
    pdf = render(issue_of(ORDER))
    covered = _repacked(
        pdf, [(b"1 0 0 1 0 0 cm", b"1 g 400 380 150 20 re f 1 0 0 1 0 0 cm 0 g 510 385 9 9 re f")]
    )
    assert covered != pdf
    assert fault_of(covered) is PaperFailure.FILE_CHANGED


def _form(about: bytes, drawn: bytes) -> bytes:
    """Something that can be drawn on a page."""
    head = b"<< /Type /XObject /Subtype /Form %b /Length %d >>" % (about, len(drawn))
    return b"%b\nstream\n%b\nendstream" % (head, drawn)


_STAMP = (
    b"<< /Type /Annot %b /Rect [400 380 490 400] /F 4 /AP << /N 901 0 R >> >>",
    _form(b"/BBox [0 0 90 20]", b"0 g 0 0 90 20 re f"),
)


@pytest.mark.parametrize("kind", [b"/Subtype /Stamp", b"/Subtype /Widget /FT /Tx /T (x) /V (99,999)"])
def test_what_lies_on_a_page_without_being_part_of_it_is_found(kind: bytes) -> None:
    """Some readers show a form's field, and others do not."""
    root = b"/AcroForm << /Fields [900 0 R] >>" if b"Widget" in kind else b""
    changed = updated(
        render(issue_of(ORDER)), page=b"/Annots [900 0 R]", root=root, more=[_STAMP[0] % kind, _STAMP[1]]
    )
    assert fault_of(changed) is PaperFailure.FILE_CHANGED


def test_a_layer_that_shows_on_paper_alone_is_found() -> None:
    pdf = _repacked(render(issue_of(ORDER)), [(b"1 0 0 1 0 0 cm", b"1 0 0 1 0 0 cm /Fm Do")])
    states = b"/Print << /PrintState /ON >> /View << /ViewState /OFF >>"
    layer = b"<< /Type /OCG /Name (x) /Usage << %b >> >>" % states
    form = _form(b"/BBox [0 0 595 842] /OC 900 0 R", b"0 g 400 380 90 20 re f")
    uses = b" ".join(
        b"<< /Event /%b /Category [/%b] /OCGs [900 0 R] >>" % (one, one) for one in (b"View", b"Print")
    )
    changed = updated(
        pdf,
        page=b"/Resources << /Font 1 0 R /XObject << /Fm 901 0 R >> >>",
        root=b"/OCProperties << /OCGs [900 0 R] /D << /AS [%b] >> >>" % uses,
        more=[layer, form],
    )
    assert fault_of(changed) is PaperFailure.FILE_CHANGED


def test_a_page_left_out_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    issue = issue_of(LONG_ORDER)
    shorter = replace(LONG_ORDER, lines=(replace(LONG_ORDER.lines[0], amount=60_000),))
    data = rendering._data(issue)
    monkeypatch.setattr(rendering, "_data", lambda _issue: data)
    pdf = render(Issue(shorter, shorter.to_json(), issue.code))
    monkeypatch.undo()
    assert fault_of(pdf) is PaperFailure.FILE_CHANGED


@pytest.mark.parametrize(
    "told",
    [
        b"no JSON",
        b"[]",
        b"{}",
        b'{"snapshot": "{}"}',
        json.dumps({"snapshot": ORDER.to_json(), "code": "", "form": "a3"}).encode(),
        b"[" * 100_000,
    ],
    ids=["no JSON", "a list", "nothing", "no kind", "no form", "nested"],
)
def test_data_that_make_no_sense_are_found(told: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "_data", lambda _issue: told)
    assert fault_of(render(issue_of(ORDER))) is PaperFailure.FILE_CHANGED


def test_a_paper_of_another_version_is_compared_by_its_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "LAYOUT", issues.LAYOUT + 1)
    assert verify_file(render(issue_of(ORDER)), PINNED).compared is Compared.DATA


def test_a_scanned_paper_tells_what_to_compare_by_eye(tmp_path: Path) -> None:
    first, *others = pictures_of(render(issue_of(ORDER)), 200, tmp_path)
    scanned = BytesIO()
    first.rotate(1.5, fillcolor=255).save(scanned, "PDF", resolution=200, save_all=True, append_images=others)
    found = verify_file(scanned.getvalue(), PINNED)
    assert (found.compared, found.paper.said.own) == (Compared.CODE, 30_000)


def test_two_papers_in_one_file_are_not_one_genuine_paper(tmp_path: Path) -> None:
    one, other = (pictures_of(render(issue_of(paper)), 200, tmp_path)[0] for paper in (ORDER, REFUND))
    both = BytesIO()
    one.save(both, "PDF", resolution=200, save_all=True, append_images=[other])
    assert fault_of(both.getvalue()) is CodeFault.NOT_GENUINE


def test_another_central_has_not_issued_it() -> None:
    assert fault_of(render(issue_of(ORDER)), OTHER) is CodeFault.NOT_GENUINE


def test_a_paper_without_a_code_of_ours_is_none() -> None:
    assert fault_of(render(issue_of(ORDER, sealed=False))) is CodeFault.NOT_OURS
    assert fault_of(render(replace(issue_of(ORDER), code="https://example.com/1234"))) is CodeFault.NOT_OURS


def _blank(size: tuple[int, int], pages: int = 1) -> bytes:
    written, page = BytesIO(), Image.new("1", size, 1)
    page.save(written, "PDF", resolution=72, save_all=True, append_images=[page] * (pages - 1))
    return written.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no PDF",
        render(issue_of(ORDER))[:5_000],
        b"%PDF-1.7\n" + b"\0" * 1_000,
        _blank((5_000, 5_000)),
        _blank((30_000, 300)),
        _blank((100, 100), 41),
        b"%PDF" * 6_000_000,
    ],
    ids=["empty", "no PDF", "cut off", "zeros", "a poster", "a ribbon", "a book", "too large"],
)
def test_what_is_no_paper_is_told_calmly(content: bytes) -> None:
    assert fault_of(content) is PaperFailure.FILE_UNREADABLE
