"""The coverage that the tests must reach: 90 % of everything, all of the files that a list names.

`make test` runs it after pytest with the report of `coverage json` and tests/coverage_full.txt.
"""

import json
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

LEAST_PERCENT = 90.0


def shortcomings(report: dict[str, Any], patterns: list[str]) -> list[str]:
    """Compare `coverage json`'s report with what is asked for; one line for each thing that is missing."""
    lines = []
    percent = report["totals"]["percent_covered"]
    if percent < LEAST_PERCENT:
        lines.append(f"all files: {percent:.2f} % covered, {LEAST_PERCENT:.0f} % asked for")
    for pattern in patterns:
        matching = [name for name in sorted(report["files"]) if fnmatchcase(name, pattern)]
        if not matching:
            lines.append(f"{pattern}: names no file; was it renamed?")
        for name in matching:
            data = report["files"][name]
            missing = [str(line) for line in data["missing_lines"]]
            missing += [_branch(start, end) for start, end in data["missing_branches"]]
            if missing:
                lines.append(f"{name}: not run: {', '.join(missing)}")
    return lines


def _branch(start: int, end: int) -> str:
    return f"{start}->{end if end > 0 else 'exit'}"


def main(report_file: Path, patterns_file: Path) -> int:
    """Print the total or what is missing; return the exit code."""
    report = json.loads(report_file.read_text())
    listed = patterns_file.read_text().splitlines()
    missing = shortcomings(report, [line for line in listed if line and not line.startswith("#")])
    for line in missing:
        print(line, file=sys.stderr)
    print(f"coverage: {report['totals']['percent_covered']:.2f} %")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
