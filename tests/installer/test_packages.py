"""The packages: each file that is named exists, units are hardened, scripts can be read by a plain shell."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from installer.linux.build_packages import FILES, LINUX, ROOT, SCRIPTS, build
from kiosk.services.settings import read_settings
from kiosk.ui.leaving import LEFT

PACKAGES = ("kiosk", "central")


def fields(package: Path, *names: str) -> list[str]:
    asked = [["dpkg-deb", "--field", str(package), name] for name in names]
    return [subprocess.run(one, capture_output=True, text=True, check=True).stdout.strip() for one in asked]


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_is_built(name: str, tmp_path: Path) -> None:
    program = tmp_path / "dist" / name
    program.mkdir(parents=True)
    (program / name).write_text("#!/bin/sh\n")
    (program / "library.so").write_bytes(bytes(5000))
    package = build(name, program, tmp_path / "out", "1.2.3")
    assert package.name == f"cooperative-{name}_1.2.3_amd64.deb"
    assert fields(package, "Package", "Version", "Architecture") == [f"cooperative-{name}", "1.2.3", "amd64"]
    tree = tmp_path / "tree"
    subprocess.run(["dpkg-deb", "--raw-extract", str(package), str(tree)], check=True)
    for target in FILES[name]:
        assert (tree / target).is_file()
    assert (tree / "usr/bin" / name).resolve() == (tree / f"usr/lib/cooperative-{name}/{name}").resolve()
    assert (tree / f"usr/lib/cooperative-{name}/{name}").stat().st_mode & 0o777 == 0o755
    assert (tree / f"usr/lib/cooperative-{name}/library.so").stat().st_mode & 0o777 == 0o644
    manifest = tree / f"usr/lib/cooperative-{name}/manifest"
    assert manifest.exists() == (name == "kiosk")
    if manifest.exists():
        told = ["kiosk", "library.so", "session", "start-check", "update"]
        assert manifest.read_text().split() == told
    kept = tree / "DEBIAN/conffiles"
    assert kept.read_text().split() == [
        "/etc/central/central.toml" if name == "central" else "/etc/X11/cooperative-kiosk/keys.conf"
    ]


@pytest.mark.parametrize(
    "script",
    [*(LINUX / name / one for name in PACKAGES for one in SCRIPTS if (LINUX / name / one).exists()),
     LINUX / "kiosk/session", LINUX / "kiosk/kiosk-admin", LINUX / "package-test", LINUX / "next-version"],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)  # fmt: skip
def test_scripts_are_plain_shell(script: Path) -> None:
    subprocess.run(["sh", "-n", str(script)], check=True)


def test_what_depends_on_the_system_is_declared() -> None:
    """What the window needs of apt-packages.txt, but for tests, building and what comes by itself."""
    listed = (LINUX / "apt-packages.txt").read_text(encoding="utf-8").splitlines()
    qt = {line.split()[0] for line in listed if re.search(r"# Qt\b|typeface|rare characters|talks to", line)}
    declared = (LINUX / "kiosk/control").read_text(encoding="utf-8")
    needed = {one for one in qt if not one.endswith("-dev")}
    by_others = {"libx11-6", "libxcb-render0"}
    assert {one for one in needed - by_others if f" {one}," not in declared.replace("\n", ",")} == set()


@pytest.mark.parametrize(
    ("unit", "most"),
    [("installer/central/central.service", 2), ("installer/linux/kiosk/cooperative-kiosk.service", 4)],
)
def test_units_are_hardened(unit: str, most: int) -> None:
    """The kiosk's session has a screen, a keyring and a card reader, so there is more that it may do."""
    analyser = shutil.which("systemd-analyze")
    if analyser is None:
        pytest.skip("no systemd here")
    told = subprocess.run(
        [analyser, "security", "--offline=true", "--threshold=100", "--no-pager", str(ROOT / unit)],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    exposed = re.search(r"exposure level for \S+\.service: (\d+)\.\d", told)
    assert exposed is not None, told[-300:]
    assert int(exposed[1]) <= most


@pytest.mark.parametrize(
    "unit", ["installer/central/central.service", "installer/linux/kiosk/cooperative-kiosk.service"]
)
def test_systemd_reads_the_units_to_their_end(unit: str) -> None:
    analyser = shutil.which("systemd-analyze")
    if analyser is None:
        pytest.skip("no systemd here")
    read = [analyser, "verify", "--man=no", str(ROOT / unit)]
    told = subprocess.run(read, capture_output=True, text=True, check=False).stderr
    # What is not installed here is no fault of the unit's.
    wrong = [line for line in told.splitlines() if "is not executable" not in line]
    assert wrong == []


def test_the_session_is_watched_and_started_again() -> None:
    unit = (LINUX / "kiosk/cooperative-kiosk.service").read_text(encoding="utf-8")
    for line in ("Restart=always", "WatchdogSec=60", "NotifyAccess=all", "User=kiosk", "Type=notify"):
        assert f"\n{line}\n" in unit
    for setting in ("SuccessExitStatus", "RestartPreventExitStatus"):
        assert f"\n{setting}={LEFT}\n" in unit
    (start,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    folder = start.split()[-1]
    assert f"etc/X11/{folder}/keys.conf" in FILES["kiosk"]


def test_the_manual_page_names_every_command() -> None:
    page = (LINUX / "kiosk/kiosk.1").read_text(encoding="utf-8")
    from kiosk.cli import application

    groups = [group.name for group in application.registered_groups]
    named = {str(one) for one in (*groups, *(command.name for command in application.registered_commands))}
    assert {one for one in named if f"\n.B {one}\n" not in page} == set()


def test_the_settings_that_are_shipped_can_be_read(tmp_path: Path) -> None:
    assert read_settings({}, ROOT / "installer/kiosk/kiosk.toml").central == "https://central.example"


@pytest.mark.parametrize(
    ("central", "mode", "locked"),
    [("https://central.example", "field", "central mode"), ("", "", "")],
)
def test_preseeded_settings_become_a_file(tmp_path: Path, central: str, mode: str, locked: str) -> None:
    """`write_settings` of the package's script, with what debconf would answer."""
    script = (LINUX / "kiosk/postinst").read_text(encoding="utf-8")
    function = script[script.index("write_settings()") : script.index('case "$1"')]
    file = tmp_path / "kiosk.toml"
    answers = f"""
        db_get() {{
            case $1 in */central) RET="{central}";; */mode) RET="{mode}";; */locked) RET="{locked}";; esac
        }}
        settings={file}; data={tmp_path}
    """
    subprocess.run(["sh", "-euc", f"{answers}\n{function}\nwrite_settings"], check=True)
    settings = read_settings({}, file)
    assert (settings.central, settings.mode) == (central, mode or "counter")
    assert settings.data == tmp_path / "counter"
    assert ("locked" in file.read_text()) == bool(locked)
