"""The gate finds what is missing, and only that."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.coverage_gate import main, shortcomings


def report(percent: float, **files: tuple[list[int], list[list[int]]]) -> dict[str, Any]:
    return {
        "totals": {"percent_covered": percent},
        "files": {
            f"kiosk/domain/{name}.py": {"missing_lines": lines, "missing_branches": branches}
            for name, (lines, branches) in files.items()
        },
    }


def test_nothing_is_missing() -> None:
    assert shortcomings(report(90.0, refund=([], [])), ["kiosk/domain/**"]) == []


def test_too_little_in_all() -> None:
    assert shortcomings(report(89.99), []) == ["all files: 89.99 % covered, 90 % asked for"]


def test_lines_and_branches_that_did_not_run_are_named() -> None:
    missing = shortcomings(report(99.0, refund=([7], [[3, 5], [9, -1]])), ["kiosk/domain/**"])
    assert missing == ["kiosk/domain/refund.py: not run: 7, 3->5, 9->exit"]


def test_files_off_the_list_may_miss_some() -> None:
    assert shortcomings(report(99.0, refund=([7], [])), []) == []


def test_a_pattern_that_names_no_file_is_an_error() -> None:
    assert shortcomings(report(99.0, refund=([], [])), ["kiosk/domian/**"]) == [
        "kiosk/domian/**: names no file; was it renamed?"
    ]


@pytest.mark.parametrize(("percent", "exit_code"), [(95.0, 0), (50.0, 1)])
def test_the_exit_code_says_it(tmp_path: Path, percent: float, exit_code: int) -> None:
    (tmp_path / "coverage.json").write_text(json.dumps(report(percent, refund=([], []))))
    (tmp_path / "full.txt").write_text("# a comment\n\nkiosk/domain/**\n")
    assert main(tmp_path / "coverage.json", tmp_path / "full.txt") == exit_code
