"""`kiosk failures` and docs/failures.md say what the catalogue says."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kiosk.cli import application
from kiosk.cli.failures_page import failures_page
from kiosk.services.failures import FailureCatalogue

PROJECT = Path(__file__).parents[2]
CATALOGUE = FailureCatalogue(PROJECT / "resources" / "failures.toml")
PAGE = failures_page(CATALOGUE)


def test_the_page_is_fresh() -> None:
    assert (PROJECT / "docs" / "failures.md").read_text(encoding="utf-8") == PAGE, "run `make failures`"


def test_the_page_has_every_failure_in_both_languages() -> None:
    for code in CATALOGUE.codes():
        for language in ("zh", "en"):
            told = CATALOGUE.text(code, language)
            assert all(text in PAGE for text in (code, told.title, told.cause, told.remedy, told.who))


def test_the_command_prints_the_page() -> None:
    result = CliRunner().invoke(application, ["failures", "page"], catch_exceptions=False)
    assert result.stdout == PAGE


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_code_is_told(language: str) -> None:
    arguments = ["failures", "show", "K-CARD-07", "--language", language, "--json"]
    result = CliRunner().invoke(application, arguments, catch_exceptions=False)
    assert json.loads(result.stdout)["title"] == CATALOGUE.text("K-CARD-07", language).title


@pytest.mark.parametrize("arguments", [["K-CARD-99"], ["../etc"], ["K-CARD-07", "--language", "fr"]])
def test_what_is_not_there_is_said_in_a_line(arguments: list[str]) -> None:
    result = CliRunner().invoke(application, ["failures", "show", *arguments])
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "no such" in result.stderr
