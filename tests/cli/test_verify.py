"""`kiosk verify`: files and codes, with central's key and without."""

import base64
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kiosk.cli import application
from kiosk.cli.verify import BY_EYE, NOT_CHECKED, NOT_GENUINE
from kiosk.services.receipts import issue as issues
from kiosk.services.receipts import render as rendering
from kiosk.services.receipts.render import render
from tests.services.receipts.reading import pictures_of
from tests.services.receipts.samples import ORDER, PINNED, issue_of

KEY = ("--key", base64.b64encode(PINNED).decode())


def verify(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(application, ["verify", *words], input=typed)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "paper.pdf"
    written.write_bytes(render(issue_of(ORDER)))
    return written


def test_a_genuine_file_and_its_code(file: Path) -> None:
    for words, typed in (((str(file),), ""), ((issue_of(ORDER).code,), ""), (("-",), issue_of(ORDER).code)):
        told = verify(*words, *KEY, "--json", typed=typed)
        assert told.exit_code == 0, told.output
        found = json.loads(told.stdout)
        assert (found["genuine"], found["number"], found["own"]) == (True, "K01-000123", 30_000)
        assert found["compared"] == ("whole" if words == (str(file),) else "code")


def test_what_is_not_genuine(file: Path, tmp_path: Path) -> None:
    code = issue_of(ORDER).code
    changed = code[:-30] + str((int(code[-30]) + 1) % 10) + code[-29:]
    told = verify(changed, *KEY)
    assert told.exit_code == NOT_GENUINE
    assert "K-PAPER-12" in told.stderr
    assert "K01" not in told.output
    other = tmp_path / "other.pdf"
    other.write_bytes(render(issue_of(ORDER, sealed=False)))
    assert "K-PAPER-10" in verify(str(other), *KEY).stderr


def test_a_file_that_cannot_be_compared_is_not_called_genuine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scanned paper, and one that says to be another version's, may show anything beside its code."""
    scanned, other = tmp_path / "scanned.pdf", tmp_path / "other.pdf"
    first, *others = pictures_of(render(issue_of(ORDER)), 200, tmp_path)
    first.save(scanned, "PDF", resolution=200, save_all=True, append_images=others)
    monkeypatch.setattr(rendering, "LAYOUT", issues.LAYOUT + 1)
    other.write_bytes(render(issue_of(ORDER)))
    monkeypatch.undo()
    for paper, compared in ((scanned, "code"), (other, "data")):
        told = verify(str(paper), *KEY, "--json")
        assert told.exit_code == BY_EYE, told.output
        found = json.loads(told.stdout)
        assert "genuine" not in found
        assert (found["code_genuine"], found["compared"], found["own"]) == (True, compared, 30_000)
        assert "逐項" in told.stderr


def test_what_cannot_be_checked(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "nothing"))
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"no PDF")
    large = tmp_path / "large.pdf"
    with large.open("wb") as stream:
        stream.truncate(30_000_000)
    for words, code in (
        ((str(broken), *KEY), "K-PAPER-14"),
        ((str(large), *KEY), "K-PAPER-14"),
        ((str(tmp_path / "gone.pdf"), *KEY), "K-PAPER-14"),
        ((str(file),), "K-PAPER-16"),
        ((str(file), "--key", "short"), "K-PAPER-16"),
    ):
        told = verify(*words)
        assert told.exit_code == NOT_CHECKED, told.output
        assert code in told.stderr
    assert verify("nothing of ours", *KEY).exit_code == NOT_GENUINE
    assert verify("x" * 5_000, *KEY).exit_code == NOT_GENUINE
