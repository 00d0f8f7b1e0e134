"""The papers as PDF, read back with poppler's tools as any reader would."""

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import pytest

from kiosk.services.receipts.layout import LEFT, PAGE_HEIGHT, RIGHT
from kiosk.services.receipts.papers import OrderPaper, PaperError, PaperFailure, RefundPaper
from kiosk.services.receipts.render import render
from tests.services.receipts.samples import ORDER, RARE, REFUND, long_names

PAPERS = [ORDER, REFUND]


@dataclass(frozen=True)
class Word:
    """A word on a page and its box, in points from the top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Word") -> bool:
        """Whether the two boxes share more than a hair."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.1 and down > 0.1


def poppler(pdf: bytes, tool: str, *options: str) -> str:
    return subprocess.run(
        [tool, *options, "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def text_of(pdf: bytes) -> list[str]:
    """The text of each page without its spaces and line ends."""
    pages = poppler(pdf, "pdftotext", "-raw").split("\f")[:-1]
    return [re.sub(r"\s", "", page) for page in pages]


def words_of(pdf: bytes, page: int) -> list[Word]:
    number = str(page)
    found = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>',
        poppler(pdf, "pdftotext", "-bbox", "-f", number, "-l", number),
    )
    return [Word(text, *map(float, box)) for *box, text in found]


def test_an_order_receipt_says_everything_on_both_copies() -> None:
    cooperative, office = text_of(render(ORDER))
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
        ):
            assert words in page
        assert page.count("30,000") == 2
    assert "第一聯合作社收執聯" in cooperative
    assert "第二聯辦理單位存查聯" in office
    assert "至少保存五年" in office


def test_a_refund_notice_says_what_comes_back() -> None:
    for page in text_of(render(REFUND)):
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


def test_a_refund_of_expired_points_before_any_service_or_invoice() -> None:
    paper = replace(REFUND, invoice_number=None, service_started=None, points_reclaimed=True)
    page = text_of(render(paper))[0]
    assert "點數已逾有效期限，即予收回" in page
    assert "尚未開始" in page
    assert "尚未開立" in page


def test_an_order_paid_without_points_has_no_date_for_points() -> None:
    paper = replace(
        REFUND, points=0, own_payment=60_000, own_refund=50_000, points_refund=0, points_kept=0,
        points_valid_to=None,
    )  # fmt: skip
    assert "無none" in text_of(render(paper))[0]


@pytest.mark.parametrize("paper", PAPERS)
def test_marks_are_borne_only_when_they_are_true(paper: OrderPaper | RefundPaper) -> None:
    for page in text_of(render(paper)):
        assert "離線受理" not in page
        assert "TRAINING" not in page
        assert "未成立" not in page
    for page in text_of(render(replace(paper, provisional=False, turned_down=True))):
        assert "未成立，不生效" in page
        assert "離線受理" not in page
    for page in text_of(render(replace(paper, provisional=True, training=True))):
        assert "離線受理，待中央確認" in page
        # The watermark stands at a slant; its letters come out one by one.
        assert set("訓練TRAINING") <= set(page)


@pytest.mark.parametrize("paper", PAPERS)
def test_rare_characters_copy_out_as_they_went_in(paper: OrderPaper | RefundPaper) -> None:
    for page in text_of(render(replace(paper, cooperative_name=RARE))):
        assert RARE in page


@pytest.mark.parametrize("paper", PAPERS)
def test_the_same_snapshot_gives_the_same_bytes(paper: OrderPaper | RefundPaper) -> None:
    assert render(paper) == render(paper)


def test_papers_made_on_several_threads_are_like_those_made_alone() -> None:
    papers = [replace(ORDER, receipt_number=number) for number in range(1, 9)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(render, papers)) == [render(paper) for paper in papers]


def test_every_font_is_embedded_as_a_subset_and_of_one_family() -> None:
    pdf = render(long_names(ORDER))
    fonts = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    rows = fonts.splitlines()[2:]
    assert rows
    for row in rows:
        assert re.match(r"[A-Z]{6}\+TW-Sung", row)
        assert re.search(r"yes yes yes", row), row


@pytest.mark.parametrize(
    "paper",
    [
        *PAPERS,
        long_names(ORDER),
        long_names(REFUND),
        replace(long_names(REFUND), points_reclaimed=True),
        replace(ORDER, points=0, price=99_999_999, own_payment=99_999_999),
    ],
)
def test_no_word_leaves_the_margins_or_covers_another(paper: OrderPaper | RefundPaper) -> None:
    pdf = render(paper)
    for page in (1, 2):
        words = words_of(pdf, page)
        assert len(words) > 50
        for word in words:
            assert word.left >= LEFT - 0.5, word
            assert word.right <= RIGHT + 0.5, word
            assert word.top >= 0, word
            assert word.bottom <= PAGE_HEIGHT, word
        covered = [(a.text, b.text) for a, b in combinations(words, 2) if a.overlaps(b)]
        assert covered == []


@pytest.mark.parametrize("paper", PAPERS)
def test_figures_end_in_one_line(paper: OrderPaper | RefundPaper) -> None:
    last = [word.right for word in words_of(render(paper), 1) if word.right > RIGHT - 3]
    assert len(last) >= 4
    assert max(last) - min(last) < 0.1


@pytest.mark.parametrize(
    "changes",
    [{"cooperative_name": "範" * 5_000}, {"vendor_name": "範" * 700}, {"programme_version": "2" * 99}],
)
@pytest.mark.parametrize("paper", PAPERS)
def test_what_does_not_fit_is_an_error(paper: OrderPaper | RefundPaper, changes: dict[str, Any]) -> None:
    with pytest.raises(PaperError) as error:
        render(replace(paper, **changes))
    assert error.value.failure is PaperFailure.DOES_NOT_FIT


def test_a_character_without_a_glyph_is_an_error_before_anything_is_written() -> None:
    with pytest.raises(PaperError) as error:
        render(replace(ORDER, cooperative_name="範例😀合作社"))
    assert error.value.failure is PaperFailure.GLYPH_MISSING
    assert error.value.character == "😀"


def test_an_error_tells_nothing_about_the_paper() -> None:
    with pytest.raises(PaperError, match=r"^K-PAPER-02$"):
        render(replace(ORDER, handled_by="範例\x00"))


@pytest.mark.parametrize("paper", PAPERS)
def test_no_paper_looks_like_an_electronic_invoice(paper: OrderPaper | RefundPaper) -> None:
    pdf = render(paper)
    assert "電子發票" not in "".join(text_of(pdf))
    assert b"/Subtype /Image" not in pdf
