"""The packages: each file that is named exists, units are hardened, scripts can be read by a plain shell."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from installer.linux.build_packages import FILES, LANGUAGES, LINUX, ROOT, SCRIPTS, build
from kiosk.services.failures import Failed
from kiosk.services.settings import Mode, read_settings
from kiosk.ui.leaving import LEFT

PACKAGES = ("kiosk", "central")
PAGES = ("zh/index.html", "zh/_static/furo.js", "zh/_images/start.zh.png", "zh/.buildinfo", "en/index.html")


def fields(package: Path, *names: str) -> list[str]:
    asked = [["dpkg-deb", "--field", str(package), name] for name in names]
    return [subprocess.run(one, capture_output=True, text=True, check=True).stdout.strip() for one in asked]


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_is_built(name: str, tmp_path: Path) -> None:
    program = tmp_path / "dist" / name
    program.mkdir(parents=True)
    (program / name).write_text("#!/bin/sh\n")
    (program / "library.so").write_bytes(bytes(5000))
    for page in PAGES:
        (tmp_path / "manuals" / page).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "manuals" / page).write_text("read")
    package = build(name, program, tmp_path / "manuals", tmp_path / "out", "1.2.3")
    assert package.name == f"cooperative-{name}_1.2.3_amd64.deb"
    assert fields(package, "Package", "Version", "Architecture") == [f"cooperative-{name}", "1.2.3", "amd64"]
    tree = tmp_path / "tree"
    subprocess.run(["dpkg-deb", "--raw-extract", str(package), str(tree)], check=True)
    for target, source in FILES[name].items():
        runs = source.read_bytes().startswith(b"#!")
        assert (tree / target).stat().st_mode & 0o777 == (0o755 if runs else 0o644), target
    manual = tree / f"usr/share/doc/cooperative-{name}/manual"
    assert {str(one.relative_to(manual)) for one in manual.rglob("*.*")} == set(PAGES) - {"zh/.buildinfo"}
    assert (tree / "usr/bin" / name).resolve() == (tree / f"usr/lib/cooperative-{name}/{name}").resolve()
    assert (tree / f"usr/lib/cooperative-{name}/{name}").stat().st_mode & 0o777 == 0o755
    assert (tree / f"usr/lib/cooperative-{name}/library.so").stat().st_mode & 0o777 == 0o644
    manifest = tree / f"usr/lib/cooperative-{name}/manifest"
    assert manifest.exists() == (name == "kiosk")
    if manifest.exists():
        told = ["kiosk", "library.so", "relay", "session", "start-check", "update"]
        assert manifest.read_text().split() == told
    kept = tree / "DEBIAN/conffiles"
    assert kept.read_text().split() == [
        "/etc/central/central.toml" if name == "central" else "/etc/X11/cooperative-kiosk/keys.conf"
    ]


def test_libraries_bring_no_debug_symbols(tmp_path: Path) -> None:
    """And what was not compiled with any, or is no library at all, is as it was."""
    program, manuals = tmp_path / "kiosk", tmp_path / "manuals"
    for folder in (program, *(manuals / language for language in LANGUAGES)):
        folder.mkdir(parents=True)
    (program / "kiosk").write_text("#!/bin/sh\n")
    (program / "text.so").write_text("names .debug_info")
    source = tmp_path / "part.c"
    source.write_text("int part(void) { return 1; }\n")
    for name, symbols in (("with.so", "-g"), ("without.so", "-g0")):
        command = ["gcc", "-shared", "-fPIC", symbols, "-o", str(program / name), str(source)]
        subprocess.run(command, check=True)
    before = {one.name: one.read_bytes() for one in program.iterdir()}
    tree = tmp_path / "tree"
    package = build("kiosk", program, manuals, tmp_path / "out", "1.2.3")
    subprocess.run(["dpkg-deb", "--extract", str(package), str(tree)], check=True)
    packed = {one.name: one.read_bytes() for one in (tree / "usr/lib/cooperative-kiosk").iterdir()}
    assert b".debug_info" not in packed["with.so"]
    assert {name: packed[name] for name in before if name != "with.so"} == {
        name: content for name, content in before.items() if name != "with.so"
    }


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


@pytest.mark.parametrize(("page", "name"), [("kiosk/kiosk.1", "kiosk"), ("central/central.8", "central")])
def test_the_manual_page_tells_where_the_manuals_are(page: str, name: str) -> None:
    told = (LINUX / page).read_text(encoding="utf-8").replace("\\-", "-")
    for language in LANGUAGES:
        assert f"/usr/share/doc/cooperative-{name}/manual/{language}/index.html" in told


def test_the_settings_that_are_shipped_can_be_read(tmp_path: Path) -> None:
    assert read_settings({}, ROOT / "installer/kiosk/kiosk.toml").central == "https://central.example"


@pytest.fixture
def preseeded(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """The file that `write_settings` of the package's script makes of what debconf would answer."""
    script = (LINUX / "kiosk/postinst").read_text(encoding="utf-8")
    function = script[script.index("quoted()") : script.index("run_again()")]
    file = tmp_path / "kiosk.toml"

    def write(central: str, mode: str, locked: str) -> Path:
        answers = """
            db_get() {
                case $1 in */central) RET=$CENTRAL;; */mode) RET=$MODE;; */locked) RET=$LOCKED;; esac
            }
        """
        told = {"CENTRAL": central, "MODE": mode, "LOCKED": locked}
        places = {"settings": str(file), "data": str(tmp_path)}
        command = ["sh", "-euc", f"{answers}\n{function}\nwrite_settings"]
        subprocess.run(command, check=True, env={**os.environ, **told, **places})
        return file

    return write


@pytest.mark.parametrize(
    ("central", "mode", "locked"),
    [
        ("https://central.example", "field", "central mode"),
        ("https://central.example:8443", "self-service", "central"),
        ("", "", ""),
    ],
)
def test_preseeded_settings_become_a_file(
    preseeded: Callable[[str, str, str], Path], tmp_path: Path, central: str, mode: str, locked: str
) -> None:
    file = preseeded(central, mode, locked)
    settings = read_settings({}, file)
    assert (settings.central, settings.mode) == (central, mode or "counter")
    assert settings.data == tmp_path / "counter"
    assert ("locked" in file.read_text()) == bool(locked)


@pytest.mark.parametrize(
    ("central", "mode", "locked", "place"),
    [
        ('https://central.example"\nmode = "field', "counter", "", "central"),
        ("https://central.example\\", "counter", "", "central"),
        ("", 'counter" # or "field', "", "mode"),
        ("", "counter", 'central "mode"', "locked"),
    ],
)
def test_what_was_preseeded_wrongly_is_named_by_its_setting(
    preseeded: Callable[[str, str, str], Path], central: str, mode: str, locked: str, place: str
) -> None:
    """And is never read as something else."""
    file = preseeded(central, mode, locked)
    with pytest.raises(Failed) as told:
        read_settings({}, file)
    assert told.value.values["place"] == f"{file}: {place}"


def test_each_way_of_standing_can_be_preseeded() -> None:
    template = (LINUX / "kiosk/templates").read_text(encoding="utf-8")
    (choices,) = re.findall(r"^Choices: (.*)$", template, re.MULTILINE)
    assert choices.split(", ") == list(Mode)
