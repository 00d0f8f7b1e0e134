"""docs/rules.md says what the programme's data and the rule book say."""

import tomllib
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kiosk.cli import application
from kiosk.cli.rules_page import rules_page
from kiosk.domain.membership import Eligibility, GrantState, OrderState
from kiosk.domain.notices import NoticeKind
from kiosk.domain.programme import Figures
from kiosk.domain.refusals import Refusal

PROJECT = Path(__file__).parents[2]
RESOURCES = PROJECT / "resources"
PAGE = rules_page(RESOURCES)
SAID = tomllib.loads((RESOURCES / "rules.toml").read_text(encoding="utf-8"))


@pytest.fixture
def resources(tmp_path: Path) -> Path:
    for file in RESOURCES.glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def test_the_page_is_fresh() -> None:
    written = (PROJECT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert written == PAGE, "run `make rules`"


def test_the_command_prints_the_page() -> None:
    result = CliRunner().invoke(application, ["rules", "page"], catch_exceptions=False)
    assert result.stdout == PAGE


def test_every_figure_and_state_is_explained() -> None:
    assert ["version", *SAID["figures"]] == [field.name for field in fields(Figures)]
    assert list(SAID["eligibility"]) == [state.value for state in Eligibility]
    assert list(SAID["order_states"]) == [state.value for state in OrderState]
    assert list(SAID["notices"]) == [kind.value for kind in NoticeKind]
    assert list(SAID["grant_states"]) == [state.value for state in GrantState]


def test_every_order_state_and_refusal_is_on_the_page() -> None:
    assert all(
        f"| `{state.value}` {SAID['order_states'][state.value]} | refused |" in PAGE for state in OrderState
    )
    assert all(f"| {refusal.value} | {refusal.name} |" in PAGE for refusal in Refusal)


@pytest.mark.parametrize(
    "line",
    [
        "| applied | `confirm_email` | central | `email_confirmed` |  | 資格確認中 |",
        "| not approved | `apply` | counter | `applied` |  | 資格確認中 |",
        "| `paid` 已付款 | `request_refund` | holder | `order_refunded` | 已退訂 | `refunded` 已退訂 |",
        "| 2026-03-01 | `returned` 全數返還，可再次申請 | `active` 使用中 |",
    ],
)
def test_the_rule_books_answers_are_on_the_page(line: str) -> None:
    assert line in PAGE.splitlines()


def test_a_changed_figure_changes_the_page(resources: Path) -> None:
    document = resources / "programme.toml"
    text = document.read_text(encoding="utf-8")
    document.write_text(
        text.replace("payment_working_days = 2 ", "payment_working_days = 3 "), encoding="utf-8"
    )
    changed = set(rules_page(resources).splitlines()) - set(PAGE.splitlines())
    assert len(changed) == 2
    assert any("3 working days after the confirmation" in line for line in changed)
    assert any(line.startswith("| `payment_working_days` | 3 |") for line in changed)


def test_documents_that_do_not_hold_together_give_no_page(
    resources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (resources / "programme.toml").unlink()
    monkeypatch.setattr(import_module("kiosk.cli.rules"), "RESOURCES", resources)
    result = CliRunner().invoke(application, ["rules", "page"], catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("programme.toml: ")
