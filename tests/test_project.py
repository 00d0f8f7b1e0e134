"""The project's usual files keep what they promise."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
APT_LIST = ROOT / "installer/linux/apt-packages.txt"
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])

# Put together here, so that this file names none of them.
REGISTRIES = re.compile("|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.(?:org|com)",
                                  r"deb" + r"\.debian\.org", "snapshot" + r"\.debian\.org"]))  # fmt: skip
SOMEBODYS_PATH = re.compile(r"(?<![\w.$}])/(?:work|home|root|Users)/")


def _versioned_texts() -> dict[str, str]:
    """Return what the repository holds or is about to hold, by path."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    paths = [name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]
    return {name: (ROOT / name).read_text(encoding="utf-8", errors="replace") for name in paths}


@pytest.mark.parametrize("pattern", [REGISTRIES, SOMEBODYS_PATH], ids=["registry", "path"])
def test_no_file_names_a_place_of_one_machine(pattern: re.Pattern[str]) -> None:
    found = {name: pattern.findall(text) for name, text in _versioned_texts().items()}
    own_pattern = {"tests/test_project.py"} if pattern is SOMEBODYS_PATH else set()
    assert {name: places for name, places in found.items() if places and name not in own_pattern} == {}


def _pinned() -> dict[str, str]:
    """Return the pinned version of each library; every one of them has its check sums."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^\s*#.*\n", "", text).replace("\\\n", " ")
    pins: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        pin = r"([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==([\w.+!]+)"
        match = re.fullmatch(rf"{pin}(?: ;[^-]+)?(?:\s+--hash=sha256:[0-9a-f]{{64}})+", line)
        assert match, f"not pinned by version and check sum: {line[:80]}"
        pins[match[1]] = match[2]
    return pins


def _asked_for() -> list[Requirement]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [*map(Requirement, settings["project"]["dependencies"] + settings["dependency-groups"]["dev"])]


def test_requirements_are_pinned_and_follow_pyproject() -> None:
    pins = _pinned()
    needs = {canonicalize_name(need.name): need for need in _asked_for()}
    assert needs.keys() - pins.keys() == set(), "run `make requirements`"
    assert [str(need) for name, need in needs.items() if pins[name] not in need.specifier] == []


def test_every_library_has_its_reason() -> None:
    reasons = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    assert [need.name for need in _asked_for() if f"`{need.name}`" not in reasons] == []


def test_system_packages_are_sorted_and_have_reasons() -> None:
    lines = [line for line in APT_LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    matches = [re.fullmatch(r"([a-z0-9.+-]+) +# \S.*", line) for line in lines]
    assert [line for line, match in zip(lines, matches, strict=True) if not match] == []
    names = [match[1] for match in matches if match]
    assert names == sorted(set(names))


@pytest.mark.parametrize("document", DOCUMENTS, ids=[str(path.relative_to(ROOT)) for path in DOCUMENTS])
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
    inside = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in inside if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("record", DECISIONS, ids=[path.stem for path in DECISIONS])
def test_a_decision_says_why(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    headings = re.findall(r"(?m)^## (.+)$", text)
    assert headings == ["Context", "Decision", "Consequences"]
    assert text.startswith(f"# {int(record.name[:4])}. ")


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


class TestInstallPackages:
    """installer/linux/install-packages on machines that differ in what they have and in who is asking."""

    def run(self, machine: Path, *, user_id: int, absent: str = "") -> subprocess.CompletedProcess[str]:
        answers = {
            "dpkg-query": f'for last; do :; done; [ "$last" = "{absent}" ] && exit 1; printf installed',
            "id": f"echo {user_id}",
            "apt-get": f'echo "$@" >> "{machine}/apt-calls"',
            "nginx": "exit 1",  # it is there, and nothing is to be fetched
        }
        for name, script in answers.items():
            (machine / name).write_text(f"#!/bin/sh\n{script}\n")
            (machine / name).chmod(0o755)
        for name in ("sed", "dirname"):
            (machine / name).symlink_to(shutil.which(name) or name)
        return subprocess.run(
            [ROOT / "installer/linux/install-packages"], env={**os.environ, "PATH": str(machine)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def test_a_complete_machine_calls_no_apt(self, tmp_path: Path) -> None:
        assert self.run(tmp_path, user_id=0).returncode == 0
        assert not (tmp_path / "apt-calls").exists()

    def test_root_gets_what_is_missing(self, tmp_path: Path) -> None:
        assert self.run(tmp_path, user_id=0, absent="pcscd").returncode == 0
        update, install = (tmp_path / "apt-calls").read_text(encoding="utf-8").splitlines()
        assert update == "update"
        assert install == "install --yes --no-install-recommends pcscd"

    def test_others_get_the_line_to_run(self, tmp_path: Path) -> None:
        answer = self.run(tmp_path, user_id=1000, absent="pcscd")
        assert answer.returncode == 1
        assert answer.stderr.splitlines()[-1].endswith("apt-get install --yes --no-install-recommends pcscd")
        assert not (tmp_path / "apt-calls").exists()
