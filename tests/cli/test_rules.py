"""What an auditor asks of the rule book."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from kiosk.cli import application


def ask(*words: str) -> str:
    result = CliRunner().invoke(application, ["rules", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_brochures_refund_after_two_months() -> None:
    words = "refund --price 60000 --points 30000 --months 6 --start 2026-01-15 --on 2026-03-10 --json"
    answered = json.loads(ask(*words.split()))
    assert answered.pop("formula").startswith("own_refund = 30000 - ")
    assert answered == {
        "on": "2026-03-10",
        "months_used": 2,
        "days_used": 54,
        "term_days": 181,
        "exceeded_half": False,
        "own_refund": 20000,
        "points_refund": 20000,
        "own_kept": 10000,
        "points_kept": 10000,
        "last_day": "2026-07-14",
    }


def test_the_brochures_refund_after_five_months() -> None:
    words = "refund --price 60000 --points 30000 --months 6 --start 2026-01-15 --on 2026-06-10 --json"
    answered = json.loads(ask(*words.split()))
    assert (answered["own_refund"], answered["points_refund"]) == (0, 5000)


@pytest.mark.parametrize(
    ("words", "answered"),
    [
        ("workdays --from 2026-02-13 --plus 2 --json", {"date": "2026-02-24"}),
        ("split --price 15001 --json", {"points": 7500, "own": 7501}),
        ("split --price 15001 --points-in-hand 100 --json", {"points": 100, "own": 14901}),
        ("check ubn 12345670 --json", {"valid": True}),
        ("check id A123456788 --json", {"valid": False}),
    ],
)
def test_answers_in_json(words: str, answered: dict[str, object]) -> None:
    assert json.loads(ask(*words.split())) == answered


def test_answers_in_words() -> None:
    assert ask("check", "id", "A123456789") == "valid: True\n"
    assert ask("numeral", "15005") == "新臺幣壹萬伍仟零伍元整\n"


@pytest.mark.parametrize(
    "words",
    [
        "refund --price 100 --points 200 --months 6 --start 2026-01-15 --on 2026-03-10",
        "refund --price 100 --points 50 --months 0 --start 2026-01-15 --on 2026-03-10",
        "refund --price -1 --points -2 --months 6 --start 2026-01-15 --on 2026-03-10",
        "refund --price 100 --points 50 --months 6 --start 2026-01-15 --on 2026-01-14",
        "refund --price 100 --points 50 --months 6 --start 2026-01-15 --on 2026-07-15",
        "refund --price 100 --points 50 --months 6 --start 2026-02-30 --on 2026-07-15",
        "workdays --from 2026-02-13 --plus 0",
        "split --price -1",
        "numeral -- -1",
    ],
)
def test_what_cannot_be_is_told_in_one_line(words: str) -> None:
    result = CliRunner().invoke(application, ["rules", *words.split()], catch_exceptions=False)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1


def test_starts_without_the_window_and_the_database() -> None:
    script = (
        "import sys; from typer.testing import CliRunner; from kiosk.cli import application; "
        "CliRunner().invoke(application, ['rules', 'numeral', '1']); "
        "print([name for name in ('PySide6', 'sqlalchemy', 'smartcard') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
