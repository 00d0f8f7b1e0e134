"""The papers as PDF, read back as any reader would."""

import re
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from kiosk.services.receipts.failures import PaperError, PaperFailure
from kiosk.services.receipts.issue import Issue
from kiosk.services.receipts.layout import A4, FORMS, ROLL, Form
from kiosk.services.receipts.logo import offices_logo
from kiosk.services.receipts.papers import KINDS, OrderPaper, Paper, RefundPaper
from kiosk.services.receipts.render import render
from kiosk.services.receipts.verification import Compared, verify_file
from tests.services.receipts.reading import codes_of, pictures_of, text_of, words_of
from tests.services.receipts.samples import (
    ASSESSMENT,
    EVERY_KIND,
    FOUNDING,
    LONG_ORDER,
    ORDER,
    PAYMENT,
    PINNED,
    POINTS,
    RARE,
    REFUND,
    REGISTRATION,
    SHIFT,
    issue_of,
    long_names,
)

PICTURES, SAID = Path(__file__).parent / "pictures", Path(__file__).parent / "said"
BOTH_FORMS = list(FORMS.values())
every_kind = pytest.mark.parametrize("paper", EVERY_KIND, ids=lambda paper: paper.kind)
both_forms = pytest.mark.parametrize("form", BOTH_FORMS, ids=lambda form: form.name)
# Each kind on A4, and those that differ most on the roll: enough where kind and form do not meet.
EACH = [*((paper, A4) for paper in EVERY_KIND), (ORDER, ROLL), (SHIFT, ROLL)]
each = pytest.mark.parametrize(("paper", "form"), EACH, ids=[f"{one.kind}-{form.name}" for one, form in EACH])


def pages_of(paper: Paper, form: Form = A4, **how: Any) -> list[str]:
    return text_of(render(issue_of(paper, form, **how)))


@both_forms
def test_an_order_receipt_says_everything_on_both_copies(form: Form) -> None:
    cooperative, office = pages_of(ORDER, form)
    for page in (cooperative, office):
        for words in (
            "訂購收據（非統一發票）",
            "K01-000123",
            "中華民國115年1月20日14:03",
            "範例經辦",
            "有限責任範例消費合作社",
            "12345675",
            "20260120140301000001",
            "範例進銷存雲端方案",
            "範例資訊服務廠商",
            "6個月",
            "NT$60,000",
            "新臺幣陸萬元整",
            "本櫃台未收取任何款項",
            "Nomoneywastakenatthiscounter",
            "合作社蓋章處",
            "辦理單位蓋章處",
            ORDER.check_code,
            "第1頁，共1頁",
            "告知事項Notice1.0（115年1月14日09:30告知shown）",
        ):
            assert words in page
        assert page.count("30,000") == 2
    assert "第一聯合作社收執聯" in cooperative
    assert "第二聯辦理單位存查聯" in office
    assert "至少保存五年" in office


@both_forms
def test_a_refund_notice_says_what_comes_back(form: Form) -> None:
    for page in pages_of(REFUND, form):
        for words in (
            "退訂退款通知單",
            "範例-0001",
            "中華民國115年1月26日",
            "中華民國115年3月15日",
            "已使用2個月",
            "新臺幣貳萬元整",
            "貳萬點",
            "中華民國115年4月15日",
            "本櫃台未收取亦未退還任何款項",
        ):
            assert words in page
        assert page.count("20,000") == 2
        assert page.count("10,000") == 2
        assert "即予收回" not in page


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        (PAYMENT, ("付款及發票通知單（非統一發票）", "中華民國115年1月22日", "範例-0001")),
        (replace(PAYMENT, invoice_number=None), ("尚未開立，期限中華民國115年1月26日",)),
        (REGISTRATION, ("註冊受理回執", "someone@example.com", "林曉明", "已聲明符合5項申請條件")),
        (POINTS, ("數位點數明細表", "+30,000", "-15,000", "可用點數", "12,000", "115年1月18日")),
        (ASSESSMENT, ("數位自評報告", "銷售管理與通路", "83", "範例雲端方案5號", "72,000")),
        (replace(ASSESSMENT, plans=()), ("各主題均達滿分",)),
        (SHIFT, ("值班報表", "範例合作社服務處", "08:37", "000125", "無現金結餘")),
        (FOUNDING, ("合作社設立檢核表", "新北市政府", "必須補正：發起人不足七人", "（合作社法§8）")),
    ],
)  # fmt: skip
@both_forms
def test_the_other_papers_say_what_they_are_for(paper: Paper, words: tuple[str, ...], form: Form) -> None:
    page = "".join(pages_of(paper, form))
    assert [one for one in words if one not in page] == []


def test_a_refund_of_expired_points_before_any_service_or_invoice() -> None:
    paper = replace(REFUND, invoice_number=None, service_started=None, points_reclaimed=True)
    page = pages_of(paper)[0]
    assert "點數已逾有效期限，即予收回" in page
    assert "尚未開始" in page
    assert "尚未開立" in page


def test_an_order_paid_without_points_has_no_date_for_points() -> None:
    paper = replace(
        REFUND, points=0, own_payment=60_000, own_refund=50_000, points_refund=0, points_kept=0,
        points_valid_to=None,
    )  # fmt: skip
    assert "無none" in pages_of(paper)[0]


@each
def test_marks_are_borne_only_when_they_are_true(paper: Paper, form: Form) -> None:
    for page in pages_of(paper, form):
        for mark in ("離線受理", "TRAINING", "未成立", "補印（"):
            assert mark not in page
    for page in pages_of(replace(paper, provisional=False, turned_down=True), form):
        assert "未成立，不生效" in page
        assert "離線受理" not in page
    for page in pages_of(replace(paper, provisional=True, training=True), form, reprint=3):
        assert "離線受理，待中央確認" in page
        assert "補印（第3次）" in page
        # On A4 the watermark stands at a slant; its letters come out one by one.
        assert set("訓練TRAINING") <= set(page)


@each
def test_rare_characters_copy_out_as_they_went_in(paper: Paper, form: Form) -> None:
    for page in pages_of(replace(paper, handled_by=RARE), form):
        assert RARE in page


@every_kind
def test_the_same_snapshot_gives_the_same_bytes(paper: Paper) -> None:
    assert render(issue_of(paper)) == render(issue_of(paper))


def test_papers_made_on_several_threads_are_like_those_made_alone() -> None:
    papers = [issue_of(replace(ORDER, receipt_number=number)) for number in range(1, 9)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(render, papers)) == [render(paper) for paper in papers]


@every_kind
def test_every_font_is_embedded_as_a_subset_and_of_one_family(paper: Paper) -> None:
    pdf = render(issue_of(replace(paper, handled_by=RARE)))
    fonts = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    rows = fonts.splitlines()[2:]
    assert len(rows) == 2
    for row in rows:
        assert re.match(r"[A-Z]{6}\+TW-Sung", row)
        assert re.search(r"yes yes yes", row), row


FULL = (
    *EVERY_KIND,
    long_names(ORDER),
    long_names(REFUND),
    replace(long_names(REFUND), points_reclaimed=True),
    replace(ORDER, points=0, price=99_999_999, own_payment=99_999_999),
    LONG_ORDER,
    replace(LONG_ORDER, terminal="臺" * 40, provisional=True),
)


@pytest.mark.parametrize("paper", FULL, ids=[f"{number}-{paper.kind}" for number, paper in enumerate(FULL)])
@both_forms
def test_no_word_leaves_the_margins_or_covers_another(paper: Paper, form: Form) -> None:
    pdf = render(issue_of(paper, form, reprint=2))
    for page in range(1, len(text_of(pdf)) + 1):
        words = words_of(pdf, page)
        assert len(words) > 25
        for word in words:
            assert word.left >= form.left - 0.5, word
            assert word.right <= form.right + 0.5, word
            assert word.top >= 0, word
            assert form.height is None or word.bottom <= form.height, word
        covered = [(a.text, b.text) for a, b in combinations(words, 2) if a.overlaps(b)]
        assert covered == []


@pytest.mark.parametrize("paper", [ORDER, REFUND], ids=lambda paper: paper.kind)
@both_forms
def test_figures_end_in_one_line(paper: Paper, form: Form) -> None:
    words = words_of(render(issue_of(paper, form)), 1)
    figures = [
        word.right for word in words if re.fullmatch(r"[\d,]+", word.text) and word.right > form.right - 9
    ]
    assert len(figures) >= 3
    assert max(figures) - min(figures) < 0.1


def test_an_order_of_forty_lines_goes_on_over_pages_that_are_counted() -> None:
    pages = pages_of(LONG_ORDER)
    assert len(pages) == 4
    for number, page in enumerate(pages):
        assert f"第{number % 2 + 1}頁，共2頁" in page
        assert "品名" in page
        assert "K01-000123" in page
    first, second, *_ = pages
    lines = [f"範例工具第{number}項" for number in range(1, 41)]
    assert [line for line in lines if line not in first + second] == []
    assert "新臺幣陸萬元整" in second
    assert ORDER.check_code not in first
    assert len(pages_of(LONG_ORDER, ROLL)) == 2


def test_what_closes_a_paper_never_stands_alone() -> None:
    """However many lines there are, a row stands on the last page with codes and seals."""
    for count in range(10, 24):
        lines = tuple(replace(LONG_ORDER.lines[0], amount=0) for _ in range(count - 1))
        paper = replace(LONG_ORDER, lines=(*lines, replace(LONG_ORDER.lines[0], amount=60_000)))
        *_, last = pages_of(paper)[: len(pages_of(paper)) // 2]
        assert "本櫃台未收取任何款項" in last
        assert ORDER.check_code in last


LONGEST = "".join(f"第{number:03}段範例名" for number in range(125))


@pytest.mark.parametrize(
    "paper",
    [
        replace(ORDER, cooperative_name=LONGEST, plan_name=LONGEST, vendor_name=LONGEST),
        replace(ASSESSMENT, plans=tuple(replace(ASSESSMENT.plans[0], plan_name=LONGEST) for _ in range(6))),
    ],
    ids=lambda paper: paper.kind,
)
@both_forms
def test_names_of_a_thousand_characters_go_on_over_lines_and_pages(paper: Paper, form: Form) -> None:
    assert len(LONGEST) == 1_000
    pdf = render(issue_of(paper, form))
    pages = text_of(pdf)
    half = pages[: len(pages) // 2]
    parts = [f"第{number:03}段" for number in range(125)]
    told = "".join(half)
    names = 3 if paper.kind == "order" else 6
    if form.narrow or paper.kind == "order":
        assert [part for part in parts if told.count(part) < names] == []
    else:  # beside it other cells' lines break its own
        letters = Counter(told)
        assert letters["段"] == 125 * names
    for page in range(1, len(pages) + 1):
        words = words_of(pdf, page)
        assert [a.text for a, b in combinations(words, 2) if a.overlaps(b)] == []
        assert all(form.height is None or word.bottom <= form.height for word in words)


@pytest.mark.parametrize("changes", [{"cooperative_name": "範" * 5_000}, {"vendor_name": "範" * 1_001}])
@pytest.mark.parametrize("paper", [ORDER, REFUND], ids=lambda paper: paper.kind)
@both_forms
def test_what_does_not_fit_is_an_error(
    paper: OrderPaper | RefundPaper, changes: dict[str, Any], form: Form
) -> None:
    with pytest.raises(PaperError) as error:
        render(issue_of(replace(paper, **changes), form))
    assert error.value.failure is PaperFailure.DOES_NOT_FIT


def test_a_character_without_a_glyph_is_an_error_before_anything_is_written() -> None:
    with pytest.raises(PaperError) as error:
        render(issue_of(replace(ORDER, cooperative_name="範例😀合作社")))
    assert error.value.failure is PaperFailure.GLYPH_MISSING
    assert error.value.character == "😀"


def test_an_error_tells_nothing_about_the_paper() -> None:
    with pytest.raises(PaperError, match=r"^K-PAPER-02$"):
        render(issue_of(replace(ORDER, handled_by="範例\x00")))


@each
def test_no_paper_looks_like_an_electronic_invoice(paper: Paper, form: Form) -> None:
    pdf = render(issue_of(paper, form))
    text = "".join(text_of(pdf))
    assert "電子發票" not in text
    assert not re.search(r"[A-Z]{2}-?\d{8}", text)
    assert b"/Subtype /Image" not in pdf


@each
def test_the_codes_are_read_at_200_dpi(paper: Paper, form: Form, tmp_path: Path) -> None:
    issue = issue_of(paper, form)
    for found in codes_of(render(issue), tmp_path):
        assert found == {"QR Code": issue.code, "Code 128": paper.check_code.replace("-", "")}


def test_a_paper_of_before_has_no_codes_and_says_how_to_ask(tmp_path: Path) -> None:
    older = replace(ORDER, check_code="—")
    for form in BOTH_FORMS:
        pdf = render(Issue(older, older.to_json(), form=form))
        assert codes_of(pdf, tmp_path) == [{}, {}]
        assert "未附QR碼，請以檢查碼查驗" in text_of(pdf)[0]


@every_kind
@both_forms
def test_the_papers_look_as_they_were_approved(paper: Paper, form: Form, tmp_path: Path) -> None:
    """Beside a stored picture; after a change on purpose look at the new one in out/papers and store it."""
    picture = pictures_of(render(issue_of(paper, form)), 60, tmp_path)[0].convert("L")
    stored = PICTURES / f"{paper.kind}-{form.name}.png"
    seen = Path("out/papers") / stored.name
    seen.parent.mkdir(parents=True, exist_ok=True)
    picture.save(seen)
    approved = Image.open(BytesIO(stored.read_bytes()))
    assert picture.size == approved.size
    # The edges of letters may be drawn a shade lighter or darker by another version of poppler.
    differing = ImageChops.difference(picture, approved).point(lambda value: 255 if value > 96 else 0)
    assert differing.getbbox() is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_later_version_says_what_was_said(kind: str) -> None:
    """Snapshots of November 2026 and the words drawn from them then.

    Who wants other words on a kind of paper has to keep these for what was issued before.
    """
    snapshot = (SAID / f"{kind}.json").read_text("utf-8").strip()
    page = "".join(text_of(render(Issue(KINDS[kind].from_json(snapshot), snapshot))))
    said = (SAID / f"{kind}.txt").read_text("utf-8").splitlines()
    assert len(said) > 25
    assert [line for line in said if line not in page] == []


@every_kind
@both_forms
def test_a_paper_is_small(paper: Paper, form: Form) -> None:
    assert (
        len(render(issue_of(long_names(paper) if isinstance(paper, OrderPaper) else paper, form))) < 100_000
    )


def test_the_title_is_told_to_the_reader() -> None:
    pdf = render(issue_of(ORDER))
    told = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert told.splitlines()[0] == "Title:           訂購收據（非統一發票） K01-000123"


def _picture(form: str, mode: str = "RGBA", size: tuple[int, int] = (90, 30)) -> bytes:
    written = BytesIO()
    Image.new(mode, size, 40 if mode == "L" else None).save(written, form)
    return written.getvalue()


@pytest.mark.parametrize(
    "logo",
    [_picture("PNG"), _picture("JPEG", "L"), _picture("PNG", "RGB", (900, 90))],
    ids=["png", "jpeg", "very wide"],
)
@both_forms
def test_the_offices_logo_stands_at_the_head(logo: bytes, form: Form) -> None:
    with_logo = render(replace(issue_of(ORDER, form), logo=logo))
    assert b"/Subtype /Image" in with_logo
    assert text_of(with_logo) == text_of(render(issue_of(ORDER, form)))
    assert verify_file(with_logo, PINNED).compared is Compared.WHOLE


def test_the_logo_is_what_lies_in_the_folder(tmp_path: Path) -> None:
    assert offices_logo(tmp_path) is None
    (tmp_path / "logo.jpg").write_bytes(b"jpg")
    assert offices_logo(tmp_path) == b"jpg"
    (tmp_path / "logo.png").write_bytes(b"png")
    assert offices_logo(tmp_path) == b"png"
    (tmp_path / "logo.png").unlink()
    (tmp_path / "logo.png").mkdir()
    with pytest.raises(PaperError):
        offices_logo(tmp_path)


@pytest.mark.parametrize(
    "logo",
    [
        b"",
        b"no picture",
        _picture("PNG")[:60],
        _picture("GIF", "L"),
        _picture("PNG", "L", (9_000, 2_000)),
        b"\0" * 300_001,
    ],
    ids=["empty", "no picture", "cut off", "gif", "too many pixels", "too many bytes"],
)
def test_a_logo_that_is_no_picture_is_an_error(logo: bytes) -> None:
    with pytest.raises(PaperError) as error:
        render(replace(issue_of(ORDER), logo=logo))
    assert error.value.failure is PaperFailure.LOGO_UNUSABLE
