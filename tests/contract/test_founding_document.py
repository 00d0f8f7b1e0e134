"""founding.toml as it is shipped, and what is said of one that does not hold together."""

import re
from datetime import date
from pathlib import Path

import pytest

from kiosk.contract.documents import DocumentInvalid, read_founding
from kiosk.domain.founding.case import Business
from kiosk.domain.founding.rules import FoundingRules

RESOURCES = Path(__file__).parents[2] / "resources"
RULES = read_founding(RESOURCES)
TEXT = (RESOURCES / "founding.toml").read_text(encoding="utf-8")
CHINESE = re.compile(r"[\u3400-\u9fff]")


def test_the_figures_of_the_law() -> None:
    figures = RULES.figures
    assert (figures.founders_at_least, figures.adult_years) == (7, 18)
    assert (figures.share_value_least, figures.share_value_most) == (6, 150)
    assert (figures.shares_at_least, figures.shares_percent_most, figures.first_payment_parts) == (1, 20, 4)
    assert (figures.directors_at_least, figures.supervisors_at_least, figures.term_years_most) == (3, 3, 3)
    assert (figures.directors_per_supervisor, figures.holders_per_alternate) == (3, 3)
    assert (figures.register_months, figures.decision_days) == (1, 15)
    assert (figures.business_months, figures.chairs_days) == (6, 15)


def test_the_lists_of_the_law() -> None:
    assert (len(RULES.articles), len(RULES.register), len(RULES.businesses)) == (16, 13, 11)
    assert len(set(RULES.counties)) == 22
    assert {kind for kind, term in RULES.businesses.items() if term.apart} == {
        Business.CREDIT,
        Business.INSURANCE,
    }


def test_each_finding_cites_an_article_and_speaks_both_languages() -> None:
    for entry in RULES.findings.values():
        assert "§" in entry.article or entry.article.startswith("手冊")
        for text in (entry.zh.title, entry.zh.remedy):
            assert CHINESE.search(text)
        for text in (entry.en.title, entry.en.remedy):
            assert re.search(r"[a-z]{2}", text)


def changed(folder: Path, what: str, instead: str) -> FoundingRules:
    assert what in TEXT
    (folder / "founding.toml").write_text(TEXT.replace(what, instead, 1), encoding="utf-8")
    return read_founding(folder)


@pytest.mark.parametrize(
    ("what", "instead", "fault"),
    [
        ("founders_at_least = 7", 'founders_at_least = "seven"', "figures.founders_at_least"),
        ("founders_at_least = 7", "", "figures.founders_at_least"),
        ("founders_at_least = 7", "founders_at_least = 0", "figures.founders_at_least: less than 1"),
        ("share_value_most = 150", "share_value_most = 5",
         "figures.share_value_most: less than share_value_least"),
        ("shares_percent_most = 20", "shares_percent_most = 100",
         "figures.shares_percent_most: more than 99"),
        ('adult_years = "years', 'adult_year = "years', "sources.adult_years: missing"),
        ('limited = { zh = "有限責任", en', 'limited = { zh = "", en', "liabilities.limited.zh: empty"),
        ('supply = { zh = "供給", en = "supply (供給)" }', "", "businesses.supply: missing"),
        ('supply = { zh = "供給"', 'supplies = { zh = "供給"', "businesses.supplies.[key]"),
        ('area = { zh = "組織區域", en = "area" }', "", "words.area: missing"),
        ('"社員第 {number} 位"', '"社員第 {line} 位"', "words.members.#.zh: braces that nobody fills in"),
        ('zh = "社名", en', 'zh = "社名 {number}", en', "words.name.zh: braces that nobody fills in"),
        ('"{county}政府"', '"{city}政府"', "local_authority: braces that nobody fills in"),
        ('"發起人只有 {found} 位"', '"發起人只有 {count} 位"',
         "findings.founders_too_few.zh.title: braces that nobody fills in"),
        ('"Founders entered: {found}"', '"Founders entered: {found"',
         "findings.founders_too_few.en.title: braces that nobody fills in"),
        ('remedy = "至少要有 {needed} 位不同的發起人，請再邀集並補上資料。"', 'remedy = " "',
         "findings.founders_too_few.zh.remedy: empty"),
        ('article = "合作社法 §8"', 'article = ""', "findings.founders_too_few.article: empty"),
        ('severity = "broken"', 'severity = "bad"', "findings.founders_too_few.severity"),
        ("[findings.name_missing]", "[findings.nameless]", "findings.nameless.[key]"),
        ('zh = "其他處理社務事宜"', 'zh = ""', "articles.15.zh: empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named_by_its_place(
    tmp_path: Path, what: str, instead: str, fault: str
) -> None:
    with pytest.raises(DocumentInvalid) as caught:
        changed(tmp_path, what, instead)
    assert str(caught.value).startswith(f"founding.toml: {fault}")


def test_lists_that_say_nothing_and_a_finding_left_out(tmp_path: Path) -> None:
    start = TEXT.index("[findings.founder_twice]")
    end = TEXT.index("[findings.founder_id_invalid]")
    without_finding = TEXT[:start] + TEXT[end:]
    without_counties = re.sub(r"counties = \[.*?\]\n", "counties = []\n", without_finding, flags=re.DOTALL)
    (tmp_path / "founding.toml").write_text(without_counties, encoding="utf-8")
    with pytest.raises(DocumentInvalid) as caught:
        read_founding(tmp_path)
    assert str(caught.value) == "founding.toml: findings.founder_twice: missing; counties: none"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentInvalid, match=r"founding\.toml: "):
        read_founding(tmp_path)


def test_a_changed_figure_holds_at_once(tmp_path: Path) -> None:
    from kiosk.domain.founding.case import Case
    from kiosk.domain.founding.check import check
    from kiosk.domain.founding.findings import What

    rules = changed(tmp_path, "founders_at_least = 7", "founders_at_least = 5")
    found = {one.what: one.needed for one in check(Case(), rules, date(2026, 1, 1))}
    assert found[What.FOUNDERS_TOO_FEW] == 5
