"""`make secrets`: no key, token or password stands in a file of the repository."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
# Each is put together of parts, so that this file holds none of them.
_PATTERNS = {
    "private key": re.compile("-----BEGIN (?:[A-Z]+ )?PRIVATE" + " KEY-----"),
    "cloud key": re.compile(r"\b(?:AKIA|ASIA)" + r"[0-9A-Z]{16}\b|\bAIza" + r"[0-9A-Za-z_-]{35}\b"),
    "access token": re.compile(
        r"\bgh[pousr]_" + r"[0-9A-Za-z]{36}\b|\bglpat-" + r"[\w-]{20}\b|\bxox[abprs]-" + r"[\w-]{10,}"
        r"|\bsk-" + r"[A-Za-z0-9]{32,}\b"
    ),
    "web token": re.compile(r"\beyJ[\w-]{20,}\.eyJ" + r"[\w-]{20,}\.[\w-]{20,}"),
    "address with a password": re.compile(
        r"\b(?!https?:)[a-z][a-z0-9+]*://[^\s/:@{}]+:" + r"(?!\*)[^\s/@{}'\"]{6,}@[\w.]"
    ),
    "password": re.compile(
        r"(?i)\b(?:password|passwd|secret|api_key|access_key)\s*[=:]\s*"
        r"[\"'](?=[^\"']*\d)[^\"'\s{}<>]{12,}[\"']"
    ),
}
_NOT_OURS = ("requirements.txt",)


def found_in(text: str) -> Iterator[tuple[int, str]]:
    """The number of each line that holds a secret, and of which kind it is."""
    for number, line in enumerate(text.splitlines(), start=1):
        for kind, pattern in _PATTERNS.items():
            if pattern.search(line):
                yield number, kind


def scan(root: Path) -> list[str]:
    """Every place with a secret in the files that git has or is about to have."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    files = [name for name in listing.stdout.split("\0") if name and name not in _NOT_OURS]
    there = [(name, root / name) for name in files if (root / name).is_file()]
    return [
        f"{name}:{number}: {kind}"
        for name, file in there
        for number, kind in found_in(file.read_text(encoding="utf-8", errors="replace"))
    ]


if __name__ == "__main__":
    places = scan(ROOT)
    sys.stdout.writelines(f"{place}\n" for place in places)
    sys.exit(1 if places else 0)
