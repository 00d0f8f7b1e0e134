"""`make advisories`: what is known against the pinned libraries, and which of them nobody could look up.

pip-audit ends well where its source knows none of the libraries: nothing was looked up then, which has to be
said.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

SOURCES = ("pypi", "osv")
"""Where pip-audit looks libraries up; the next one where the first knows none."""
FOUND, CLEAN, NOT_LOOKED_UP = 1, 0, 0
"""Exit codes. A source out of reach is no fault of the libraries: it is told, and the build goes on."""


def look_up(program: Sequence[str]) -> tuple[str, list[dict[str, Any]]] | None:
    """The source that answered, and what it says of each library; None where none of them can be reached."""
    for source in SOURCES:
        ended = subprocess.run(
            [*program, "--vulnerability-service", source, "--format", "json", "--progress-spinner", "off"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        try:
            told: list[dict[str, Any]] = json.loads(ended.stdout)["dependencies"]
        except (ValueError, KeyError, TypeError):  # it gave up: no network, no such service
            continue
        if any("vulns" in one for one in told):
            return source, told
    return None


def report(found: tuple[str, list[dict[str, Any]]] | None) -> tuple[int, list[str]]:
    """The exit code and what is to be read."""
    if found is None:
        return NOT_LOOKED_UP, [
            f"NOT CHECKED: no advisory source can be reached from here ({', '.join(SOURCES)}).",
            "Nothing is known about any of the pinned libraries: run it again where there is a way out.",
        ]
    source, told = found
    looked_up = [one for one in told if "vulns" in one]
    lines = [
        f"{one['name']} {one['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or '-'}"
        for one in looked_up
        for flaw in one["vulns"]
    ]
    skipped = [one["name"] for one in told if "vulns" not in one]
    known = len(lines)
    lines.append(
        f"{len(looked_up)} of {len(told)} libraries looked up at {source}: {known or 'no'} known flaws"
    )
    if skipped:
        lines.append(f"NOT CHECKED, as {source} does not know them: {', '.join(skipped)}")
    return (FOUND if known else CLEAN), lines


if __name__ == "__main__":
    code, words = report(look_up(sys.argv[1:]))
    sys.stdout.writelines(f"{line}\n" for line in words)
    sys.exit(code)
