"""What the package does where a new version is announced: its scripts, with stand-ins for apt and dpkg."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from installer.linux.build_packages import LINUX

UPDATE = (LINUX / "kiosk/update").read_text(encoding="utf-8")


class Machine:
    """A folder with the script, and programs that note what they were asked."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.asked = folder, folder / "asked"
        self.status, self.version = "installed", "1.2.0"
        (folder / "data/kiosk").mkdir(parents=True)
        (folder / "kiosk.toml").write_text(f'data = "{folder}/data"\n')
        script = UPDATE.replace("/etc/xdg/cooperative-kiosk/kiosk.toml", str(folder / "kiosk.toml"))
        script = script.replace("/var/lib/cooperative-kiosk-update/failed", str(folder / "failed"))
        (folder / "update").write_text(script)

    def announced(self, text: str) -> None:
        (self.folder / "data/kiosk/update").write_text(text)

    def run(self) -> list[str]:
        programs = self.folder / "bin"
        programs.mkdir(exist_ok=True)
        compare = 'if [ "$1" = --compare-versions ]; then exec /usr/bin/dpkg "$@"; fi\n'
        noted = f'echo "${{0##*/}} $*" >> {self.asked}\n'
        for name, body in {
            "dpkg": compare + noted,
            "apt-get": noted,
            "dpkg-query": f"case $2 in *Status*) echo {self.status};; *) echo {self.version};; esac\n",
        }.items():
            (programs / name).write_text(f"#!/bin/sh\n{body}")
            (programs / name).chmod(0o755)
        path = f"{programs}:{os.environ['PATH']}"
        subprocess.run(["sh", str(self.folder / "update")], env={**os.environ, "PATH": path}, check=True)
        return self.asked.read_text().splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


MENDS = "dpkg --force-confdef --force-confold --configure --pending"
APT = (
    "apt-get --yes --no-install-recommends --option Dpkg::Options::=--force-confdef"
    " --option Dpkg::Options::=--force-confold"
)


def test_a_newer_version_is_installed_from_the_administrators_sources(machine: Machine) -> None:
    machine.announced("1.10.0\n")
    assert machine.run() == [
        MENDS,
        "apt-get update --quiet=2",
        f"{APT} install --only-upgrade cooperative-kiosk=1.10.0",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "1.2.0\n",
        "1.1.9\n",
        "1.3.0; reboot\n",
        "$(reboot)\n",
        "1.3.0 other\n",
        "-o=x\n",
        ".1\n",
        "x" * 9_000,
    ],
)
def test_what_is_no_newer_version_is_not(machine: Machine, text: str) -> None:
    machine.announced(text)
    assert machine.run() == [MENDS]


def test_nothing_announced_or_a_link_to_elsewhere(machine: Machine) -> None:
    assert machine.run() == [MENDS]
    (machine.folder / "other").write_text("1.3.0\n")
    (machine.folder / "data/kiosk/update").symlink_to(machine.folder / "other")
    assert machine.run() == [MENDS, MENDS]


def test_what_did_not_start_here_is_not_tried_again(machine: Machine) -> None:
    machine.announced("1.3.0\n")
    (machine.folder / "failed").write_text("1.3.0\n")
    assert machine.run() == [MENDS]
    machine.announced("1.3.1\n")
    assert machine.run()[-1].endswith("cooperative-kiosk=1.3.1")


def test_what_the_power_left_half_installed_is_installed_again(machine: Machine) -> None:
    machine.status = "half-installed"
    asked = machine.run()
    assert asked == [MENDS, f"{APT} install --reinstall cooperative-kiosk"]


def test_dpkg_is_told_no_where_the_new_version_would_not_start(tmp_path: Path) -> None:
    """`postrm upgrade` of the old version says no, and `postrm failed-upgrade` of the new one as well."""
    text = (LINUX / "kiosk/postrm").read_text(encoding="utf-8")
    check = tmp_path / "start-check"
    text = text.replace("/usr/lib/cooperative-kiosk/start-check", str(check))
    script = text.replace("/var/lib/cooperative-kiosk-update", str(tmp_path / "state"))

    def told(answer: int, *arguments: str) -> int:
        check.write_text(f"#!/bin/sh\nexit {answer}\n")
        check.chmod(0o755)
        command = ["sh", "-c", script, "postrm", *arguments]
        return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode

    failed = tmp_path / "state/failed"
    assert told(4, "upgrade", "1.3.0") == 1
    assert failed.read_text() == "1.3.0\n"
    assert told(0, "failed-upgrade", "1.2.0") == 1
    assert told(0, "upgrade", "1.3.1") == 0
    assert not failed.exists()
    assert told(0, "abort-upgrade", "1.2.0") == 0


@pytest.mark.parametrize("written", ["", 'data = "{}"\n', 'mode = "field"\ndata="{}"  # the "second" disk\n'])
def test_the_data_are_copied_before_an_upgrade_wherever_they_lie(tmp_path: Path, written: str) -> None:
    usual = tmp_path / "usual"
    data = tmp_path / "other" if written else usual
    (data / "kiosk").mkdir(parents=True)
    (data / "kiosk/kiosk.db").write_bytes(b"what waits")
    (tmp_path / "kiosk.toml").write_text(written.format(data))
    script = (LINUX / "kiosk/preinst").read_text(encoding="utf-8")
    for there, here in {
        "/etc/xdg/cooperative-kiosk/kiosk.toml": tmp_path / "kiosk.toml",
        "/var/lib/cooperative-kiosk/counter": usual,
        "/var/backups/cooperative-kiosk-before-upgrade": tmp_path / "kept",
        "/run/systemd/system": tmp_path / "no-systemd",
    }.items():
        assert there in script
        script = script.replace(there, str(here))
    subprocess.run(["sh", "-c", script, "preinst", "upgrade", "1.2.0", "1.3.0"], check=True)
    assert (tmp_path / "kept/counter/kiosk/kiosk.db").read_bytes() == b"what waits"
    assert (tmp_path / "kept/version").read_text() == "1.2.0\n"


def test_a_file_in_etc_that_its_administrator_changed_stays_and_nobody_is_asked(tmp_path: Path) -> None:
    """dpkg itself, with the options of the script, where a new version brings the file anew."""
    (options,) = re.findall(r'^keep="(.*)"$', UPDATE, re.MULTILINE)
    root = tmp_path / "root"
    (root / "var/lib/dpkg/info").mkdir(parents=True)
    (root / "var/lib/dpkg/updates").mkdir()
    (root / "var/lib/dpkg/status").touch()

    def install(version: str) -> None:
        tree = tmp_path / version
        (tree / "DEBIAN").mkdir(parents=True)
        (tree / "etc").mkdir()
        (tree / "etc/keys.conf").write_text(f"keys of {version}\n")
        (tree / "DEBIAN/conffiles").write_text("/etc/keys.conf\n")
        (tree / "DEBIAN/control").write_text(
            f"Package: counter\nVersion: {version}\nArchitecture: all\nMaintainer: x <x@kiosk.example>\n"
            "Description: x\n"
        )
        package = tmp_path / f"{version}.deb"
        subprocess.run(["dpkg-deb", "--build", tree, package], check=True, stdout=subprocess.DEVNULL)
        where = [f"--root={root}", "--force-not-root", f"--log={tmp_path / 'log'}"]
        subprocess.run(
            ["dpkg", *where, *options.split(), "--install", package],
            check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    install("1.2.0")
    (root / "etc/keys.conf").write_text("ours\n")
    install("1.3.0")
    assert (root / "etc/keys.conf").read_text() == "ours\n"
    assert "Status: install ok installed\n" in (root / "var/lib/dpkg/status").read_text()
