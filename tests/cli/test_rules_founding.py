"""`kiosk rules founding`: the bad input of a founding case, told with articles."""

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kiosk.cli import application
from tests.domain.founding_case import ID_NUMBERS

PEOPLE = [
    {"name": f"訓練用{number}", "id_number": number, "birth_date": "1990-02-28"} for number in ID_NUMBERS[:7]
]
READY: dict[str, Any] = {
    "founders": PEOPLE,
    "name": "有限責任訓練用消費合作社",
    "liability": "limited",
    "main_business": "consumption",
    "area": ["臺北市"],
    "share_value": 100,
    "members": [{**person, "shares": 10, "paid_in": 250} for person in PEOPLE],
    "boards": {"directors": 9, "supervisors": 3, "director_years": 3, "supervisor_years": 3},
    "attendance": {"members": 7, "present": 6},
    "days": {
        "application": "2026-01-05",
        "approval": "2026-01-20",
        "preparation_meeting": "2026-02-01",
        "founding_meeting": "2026-03-02",
        "chair_election": "2026-03-02",
        "registration_application": "2026-03-10",
        "registration": "2026-03-20",
        "business_start": "2026-04-01",
    },
    "articles": [*range(1, 17)],
    "register": [*range(1, 14)],
}


def run(file: Path, *words: str) -> Result:
    asked = ["rules", "founding", str(file), *words]
    return CliRunner().invoke(application, asked, catch_exceptions=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "case.json"


def answered(file: Path, case: Mapping[str, Any]) -> dict[str, Any]:
    file.write_text(json.dumps(case), encoding="utf-8")
    result = run(file, "--on", "2026-06-01", "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def test_a_case_with_nothing_missing(file: Path) -> None:
    assert answered(file, READY) == {
        "ready": True,
        "findings": [],
        "authority": "臺北市政府",
        "deadlines": {
            "chairs_by": "2026-03-17",
            "register_by": "2026-04-02",
            "decision_by": "2026-03-25",
            "business_by": "2026-09-20",
        },
        "on": "2026-06-01",
    }


@pytest.mark.parametrize(
    ("change", "code", "article"),
    [
        ({"founders": PEOPLE[:6]}, "founders_too_few", "合作社法 §8"),
        ({"founders": [*PEOPLE, PEOPLE[0]]}, "founder_twice", "合作社法 §8"),
        ({"founders": [*PEOPLE[:6], {**PEOPLE[6], "birth_date": "2010-01-01"}]}, "founder_under_age",
         "民法 §12；合作社法 §11"),
        ({"name": "有限責任訓練用生產消費合作社"}, "name_two_businesses", "合作社法 §6"),
        ({"name": "有限責任訓練合作社"}, "name_without_business", "合作社法 §6"),
        ({"share_value": 200}, "share_value_out_of_range", "合作社法 §16"),
        ({"members": [{**PEOPLE[0], "shares": 21, "paid_in": 525},
                      *({**person, "shares": shares, "paid_in": 500}
                        for person, shares in zip(PEOPLE[1:], (19, 15, 15, 10, 10, 10), strict=True))]},
         "shares_too_many", "合作社法 §17"),
        ({"boards": {**READY["boards"], "supervisors": 4}}, "supervisors_too_many",
         "合作社選舉罷免辦法 §5"),
        ({"days": {**READY["days"], "preparation_meeting": "2026-03-03"}}, "steps_out_of_order",
         "合作社法 §9；手冊「合作社設立程序」"),
        ({"other_businesses": ["credit"]}, "businesses_mixed", "合作社法 §3"),
    ],
)  # fmt: skip
def test_bad_input_is_found_with_its_article(
    file: Path, change: dict[str, Any], code: str, article: str
) -> None:
    told = answered(file, {**READY, **change})
    assert not told["ready"]
    assert (code, article, "broken") in {
        (one["code"], one["article"], one["severity"]) for one in told["findings"]
    }
    assert all(
        one[key] for one in told["findings"] for key in ("title", "remedy", "title_en", "remedy_en", "place")
    )


def test_a_late_registration_is_told_with_the_articles_of_deadline_and_fine(file: Path) -> None:
    days = {**READY["days"], "registration_application": "2026-04-03", "registration": "2026-04-10"}
    (finding,) = answered(file, {**READY, "days": {**days, "business_start": "2026-04-20"}})["findings"]
    assert finding == {
        "code": "registration_late",
        "severity": "broken",
        "article": "合作社法 §9",
        "laws": ["https://law.moj.gov.tw/LawClass/LawAll.aspx?pcode=D0050112"],
        "title": "成立登記應在 2026-04-02 前申請",
        "remedy": finding["remedy"],
        "title_en": "Registration was to be applied for by 2026-04-02",
        "remedy_en": finding["remedy_en"],
        "place": "days.registration_application",
        "found": "2026-04-03",
        "needed": "2026-04-02",
        "due": "2026-04-02",
        "fine": "合作社法 §73-1",
    }
    assert "2,000" in finding["remedy"]
    assert "罰鍰" in finding["remedy"]


def test_five_thousand_members_line_by_line_within_two_seconds_of_processor_time(file: Path) -> None:
    lines = [{"name": f"社員{line}", "shares": 1, "paid_in": 1} for line in range(5_000)]
    file.write_text(json.dumps({**READY, "members": lines}), encoding="utf-8")
    before = time.process_time()
    result = run(file, "--on", "2026-06-01", "--json")
    assert time.process_time() - before < 2
    findings = json.loads(result.stdout)["findings"]
    assert {one["place"] for one in findings} == {f"members.{line}" for line in range(5_000)}
    assert findings[-1]["title"] == "社員第 5000 位資料未填齊：身分證統一編號、出生日期"
    assert {one["code"] for one in findings} == {"member_incomplete", "first_payment_short"}


def test_in_words_and_today(file: Path) -> None:
    file.write_text(json.dumps({**READY, "name": None, "liability": "limited"}), encoding="utf-8")
    lines = run(file).stdout.splitlines()
    assert lines[:2] == ["ready: False", "authority: 臺北市政府"]
    assert len(lines) == 7
    assert lines[6].startswith("missing: No name yet [合作社法 §6] The name shows the liability and ")
    file.write_text(json.dumps({**READY, "name": "訓練用消費合作社"}), encoding="utf-8")
    assert "[合作社法 §6; 合作社法 §74-1]" in run(file).stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "case.json: not JSON: line 1, column 2"),
        (
            b'{"days": {"approval": "2026-02-30"}}',
            "case.json: days.approval: not a day that exists (YYYY-MM-DD)",
        ),
        (b'{"founder": []}', "case.json: founder: not a known key"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(file: Path, content: bytes, said: str) -> None:
    file.write_bytes(content)
    result = run(file, "--json")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said + "\n")


def test_a_file_or_day_that_is_not_there_is_told_in_one_line(file: Path) -> None:
    result = run(file)
    assert (result.exit_code, result.stderr) == (2, "case.json: No such file or directory\n")
    file.write_text("{}", encoding="utf-8")
    result = run(file, "--on", "2026-02-30")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_rules_that_do_not_hold_together_are_told_in_one_line(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("{}", encoding="utf-8")
    monkeypatch.setattr(import_module("kiosk.cli.rules_founding"), "RESOURCES", tmp_path)
    result = run(file)
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert result.stderr.startswith("founding.toml: ")


def test_starts_without_the_window_and_the_database(file: Path) -> None:
    file.write_text("{}", encoding="utf-8")
    script = (
        "import sys; from typer.testing import CliRunner; from kiosk.cli import application; "
        f"print(CliRunner().invoke(application, ['rules', 'founding', {str(file)!r}]).exit_code, "
        "[name for name in ('PySide6', 'sqlalchemy', 'smartcard', 'cryptography') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "0 []"
