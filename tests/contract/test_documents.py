import tomllib
from datetime import date
from pathlib import Path

import pytest

from kiosk.contract.documents import DocumentInvalid, read_programme
from kiosk.domain.commands import Condition

RESOURCES = Path(__file__).parents[2] / "resources"
PAUSE = "pauses = [{ first_day = 2026-05-01, last_day = 2026-05-31 }]"
NO_QUESTIONS = '{theme_id = "a", name = "a", name_en = "a", kinds = [], questions = []}'
CHECKED = "\n".join(f'{condition.value} = "agency"' for condition in Condition)
FILES = ("programme.toml", "catalogue.toml", "questionnaire.toml")
CATALOGUE = tomllib.loads((RESOURCES / "catalogue.toml").read_text(encoding="utf-8"))
OF_CARDS = [
    f"plans.{number}.kinds.{plan['kinds'].index('信用卡/票證')}"
    for number, plan in enumerate(CATALOGUE["plans"])
    if "信用卡/票證" in plan["kinds"]
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).write_bytes((RESOURCES / name).read_bytes())
    return tmp_path


def change(file: Path, what: str, instead: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert what in text
    file.write_text(text.replace(what, instead, 1), encoding="utf-8")


def invalid(folder: Path) -> str:
    """What is said of the documents in `folder`, which do not hold together."""
    with pytest.raises(DocumentInvalid) as caught:
        read_programme(folder)
    return str(caught.value)


def test_the_programme_is_read(folder: Path) -> None:
    programme = read_programme(folder)
    assert programme.versions[0].grant == 30_000
    assert programme.plans["management-inventory"].terms.price == 60_000
    assert programme.questionnaire.version == "2026-1"


def test_days_that_the_printed_calendar_does_not_know(folder: Path) -> None:
    change(folder / "programme.toml", "closed = []", "closed = [2026-03-02]")
    change(folder / "programme.toml", "opened = []", "opened = [2026-03-07]")
    calendar = read_programme(folder).calendar
    assert [day.day for day in calendar.closed] == [2]
    assert [day.day for day in calendar.opened] == [7]


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(DocumentInvalid, match=name):
        read_programme(folder)


@pytest.mark.parametrize("content", [b"grant = ", b"\xff\xfe", b"= 1"])
def test_a_file_that_is_no_toml_is_named(folder: Path, content: bytes) -> None:
    (folder / "catalogue.toml").write_bytes(content)
    with pytest.raises(DocumentInvalid, match=r"catalogue\.toml: "):
        read_programme(folder)


@pytest.mark.parametrize(
    ("name", "what", "instead", "place"),
    [
        ("programme.toml", "grant = 30000", 'grant = "many"', "figures.0.grant"),
        ("programme.toml", "holds_from = 2023-01-01", "", "figures.0.holds_from"),
        ("programme.toml", "closed = []", "closed = [1]", "closed.0"),
        ("catalogue.toml", 'category = "marketing"\n', 'category = "other"\n', "plans.0.category"),
        ("catalogue.toml", "price = 48000", "price = 480.5", "plans.0.terms.price"),
        ("questionnaire.toml", 'name_en = "Daily operations"', "", "themes.0.name_en"),
    ],
)
def test_a_wrong_value_is_named_by_its_place(
    folder: Path, name: str, what: str, instead: str, place: str
) -> None:
    change(folder / name, what, instead)
    assert invalid(folder) == f"{name}: {place}"


@pytest.mark.parametrize(
    ("name", "what", "instead", "fault"),
    [
        ("programme.toml", "grant = 30000", "grant = 0", "figures.0.grant: less than 1"),
        ("programme.toml", "points_share = 1", "points_share = 0", "figures.0.points_share: less than 1"),
        ("programme.toml", "own_share = 1", "own_share = -1", "figures.0.own_share: less than 1"),
        ("programme.toml", "activation_months = 1", "activation_months = 4",
         "figures.0.validity_months: shorter than activation_months"),
        ("programme.toml", 'version = "2023-1"', 'version = " "', "figures.0.version: empty"),
        ("catalogue.toml", "price = 48000", "price = -1", "plans.0.terms.price: less than 1"),
        ("catalogue.toml", "months = 6", "months = 0", "plans.0.terms.months: less than 1"),
        ("catalogue.toml", 'vendor_name = "範例資訊服務廠商甲"', 'vendor_name = ""',
         "plans.0.terms.vendor_name: empty"),
        ("catalogue.toml", "marketing-social", "marketing-adverts",
         "plans.1.terms.plan_id: marketing-adverts a second time"),
        ("programme.toml", 'no_breach = "agency"', "", "conditions.no_breach: nobody checks it"),
        ("catalogue.toml", 'kinds = ["數位廣告", "SEO"]', 'kinds = ["數位廣告", "ERP系統"]',
         "plans.0.kinds.1: no kind of this name here"),
        ("catalogue.toml", 'name = "信用卡/票證"', 'name = "SEO"',
         "kinds.6.name: SEO a second time; "
         + "; ".join(f"{place}: no kind of this name here" for place in OF_CARDS)),
        ("catalogue.toml", 'name_en = "Mobile payment"', 'name_en = ""', "kinds.5.name_en: empty"),
        ("questionnaire.toml", '"防毒軟體"', '"防毒"', "themes.4.kinds.0: no kind of this name here"),
        ("questionnaire.toml", 'version = "2026-1"', 'version = ""', "questionnaire.version: empty"),
        ("questionnaire.toml", "internal_operations_2", "internal_operations_1",
         "questions.1.question_id: internal_operations_1 a second time"),
        ("questionnaire.toml", '    "線上系統即時更新，社員可查自己的資料",\n', "",
         "themes.0.questions.0.anchors: not 5 texts"),
        ("questionnaire.toml", '"A spreadsheet on a single computer"', '""',
         "themes.0.questions.0.anchors_en: not 5 texts"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named_by_its_place(
    folder: Path, name: str, what: str, instead: str, fault: str
) -> None:
    change(folder / name, what, instead)
    assert invalid(folder) == f"{name}: {fault}"


def test_a_second_version_needs_a_name_and_a_day_of_its_own(folder: Path) -> None:
    document = folder / "programme.toml"
    text = document.read_text(encoding="utf-8")
    document.write_text(text + text[text.index("[[figures]]") :], encoding="utf-8")
    assert invalid(folder) == (
        "programme.toml: figures.1.version: 2023-1 a second time; "
        "figures.1.holds_from: 2023-01-01 a second time"
    )


def test_pauses_and_budget(folder: Path) -> None:
    assert (read_programme(folder).pauses, read_programme(folder).budget) == ((), None)
    change(folder / "programme.toml", "pauses = []", PAUSE + "\nbudget = 60000")
    programme = read_programme(folder)
    assert programme.is_paused(date(2026, 5, 31))
    assert programme.budget == 60_000


def test_a_pause_ends_after_it_begins_and_a_budget_is_not_below_nothing(folder: Path) -> None:
    change(folder / "programme.toml", "pauses = []", PAUSE.replace("05-31", "04-30") + "\nbudget = -1")
    assert invalid(folder) == "programme.toml: pauses.0.last_day: before first_day; budget: less than 0"


def test_a_budget_misspelt_is_not_passed_over(folder: Path) -> None:
    change(folder / "programme.toml", "pauses = []", "pauses = []\nbudgett = 60000")
    assert invalid(folder) == "programme.toml: budgett"


def test_a_day_is_not_closed_and_opened_at_once(folder: Path) -> None:
    change(folder / "programme.toml", "closed = []", "closed = [2026-03-02, 2026-03-07]")
    change(folder / "programme.toml", "opened = []", "opened = [2026-03-07]")
    assert invalid(folder) == "programme.toml: opened: 2026-03-07 is closed as well"


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("programme.toml", f"closed = []\nopened = []\npauses = []\nfigures = []\n[conditions]\n{CHECKED}",
         "figures: none"),
        ("catalogue.toml", "plans = []\nkinds = []", "plans: none"),
        ("questionnaire.toml", 'version = "1"\nthemes = []', "themes: none"),
        ("questionnaire.toml", f'version = "1"\nthemes = [{NO_QUESTIONS}]', "themes.0.questions: none"),
    ],
)  # fmt: skip
def test_a_document_that_says_nothing(folder: Path, name: str, content: str, fault: str) -> None:
    (folder / name).write_text(content, encoding="utf-8")
    assert invalid(folder) == f"{name}: {fault}"


def test_themes_are_told_apart(folder: Path) -> None:
    text = (folder / "questionnaire.toml").read_text(encoding="utf-8")
    second = [line for line in text.splitlines() if line.startswith("theme_id")][1]
    change(folder / "questionnaire.toml", second, 'theme_id = "internal_operations"')
    assert invalid(folder) == "questionnaire.toml: themes.1.theme_id: internal_operations a second time"
