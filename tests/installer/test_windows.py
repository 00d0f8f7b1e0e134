"""The installer for Windows, as far as Linux can hold it."""

import re
import subprocess
from pathlib import Path

import pytest

from kiosk.services import settings as counter_settings
from kiosk.services.settings import NAMES, read_settings
from tests.services.counter import ROOT

WINDOWS = ROOT / "installer/windows"
SCRIPT = (WINDOWS / "kiosk.nsi").read_text(encoding="utf-8")
PAGE = (ROOT / "docs/windows.md").read_text(encoding="utf-8")
SPEC = (ROOT / "installer/kiosk/kiosk.spec").read_text(encoding="utf-8")


def defined(text: str) -> str:
    """With the script's own names in their places."""
    for name, value in re.findall(r'^!define (\w+) "([^"]*)"', SCRIPT, re.MULTILINE):
        text = text.replace(f"${{{name}}}", value)
    return text


def test_the_script_is_compiled_without_a_warning(tmp_path: Path) -> None:
    program = tmp_path / "kiosk"
    (program / "_internal").mkdir(parents=True)
    (program / "kiosk.exe").write_bytes(b"MZ")
    (program / "_internal/python311.dll").write_bytes(b"MZ")
    manuals = tmp_path / "manuals"
    (manuals / "zh").mkdir(parents=True)
    (manuals / "zh/index.html").write_text("read")
    made = tmp_path / "kiosk-setup.exe"
    command = [
        "makensis",
        "-V2",
        "-WX",
        "-DVERSION=1.2.3",
        f"-DSOURCE={program}",
        f"-DMANUALS={manuals}",
        f"-DOUT={made}",
        "kiosk.nsi",
    ]
    told = subprocess.run(command, cwd=WINDOWS, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout + told.stderr) == (0, "")
    assert made.read_bytes()[:2] == b"MZ"


def test_every_file_that_it_names_exists() -> None:
    named = re.findall(
        r'^\s*(?:File(?: /r)?|Icon|UninstallIcon|LicenseData) "([^"$]+)"', SCRIPT, re.MULTILINE
    )
    assert len(named) >= 6
    assert [one for one in named if not (WINDOWS / one).is_file()] == []
    assert 'File /r "${SOURCE}/*"' in SCRIPT
    shared = re.search(r'"kiosk" / "kiosk\.spec"', (WINDOWS / "kiosk.spec").read_text(encoding="utf-8"))
    assert shared is not None


def test_what_it_starts_is_what_is_built_or_installed() -> None:
    installed = {Path(one).name for one in re.findall(r'^\s*File "([^"]+)"', SCRIPT, re.MULTILINE)}
    built = {f"{name}.exe" for name in re.findall(r'name="(\w+)"', SPEC)}
    written = set(re.findall(r'^\s*WriteUninstaller "([^"]+)"', defined(SCRIPT), re.MULTILINE))
    folders = set(re.findall(r'^\s*SetOutPath "\$INSTDIR\\(\w+)"', SCRIPT, re.MULTILINE))
    there = folders | installed | built | {one.rpartition("\\")[2] for one in written}
    used = set(re.findall(r"\$INSTDIR(?:\.previous)?\\([\w.-]+)", defined(SCRIPT)))
    assert used
    assert used <= there
    commands = re.findall(r'kiosk\.exe"(?:\'|" ")? ?(run|doctor [a-z-]+)', defined(SCRIPT))
    assert set(commands) == {"run", "doctor start-check"}


def test_every_registry_key_is_removed_again_and_told() -> None:
    script = defined(SCRIPT)
    install, _, uninstall = script.partition('Section "Uninstall"')
    values = set(re.findall(r'WriteReg\w+ (HK\w+) "([^"]+)" "([^"]+)"', install))
    keys = {(root, key) for root, key, _ in values}
    whole = set(re.findall(r'DeleteRegKey (HK\w+) "([^"]+)"', uninstall))
    single = set(re.findall(r'DeleteRegValue (HK\w+) "([^"]+)" "([^"]+)"', uninstall))
    assert keys == whole | {(root, key) for root, key, _ in single}
    assert {one for one in values if one[:2] not in whole} == single
    assert [key for root, key in keys if f"{root}\\{key}" not in PAGE] == []


def test_every_option_and_exit_code_is_told() -> None:
    options = set(re.findall(r'insertmacro Option "(\w+)"', SCRIPT)) | {"PURGE"}
    assert [one for one in options if f"/{one}" not in PAGE] == []
    codes = set(re.findall(r"SetErrorLevel (\d)", SCRIPT))
    told = PAGE.partition("Exit codes:")[2].partition("\n")[0]
    assert codes == set(re.findall(r"(\d) ", told)) - {"0", "64"}


def test_settings_and_data_are_where_the_kiosk_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = counter_settings.system_file()
    assert f"$APPDATA\\{file.parent.name}\\{file.name}" in defined(SCRIPT)
    lines = re.findall(r"FileWrite \$1 ['\"](\w+) = ", SCRIPT)
    assert set(lines) == {*NAMES, "locked"} - {"log", "screen"}
    written = tmp_path / "kiosk.toml"
    monkeypatch.setattr(counter_settings, "system_file", lambda: tmp_path / "none.toml")
    written.write_text(
        'central = "https://central.example"\nmode = "field"\nlocked = ["central", "mode", ]\n'
    )
    assert read_settings({}, written).mode == "field"
