"""Builds the .deb packages of kiosk and central from the folders that PyInstaller has made.

python installer/linux/build_packages.py DIST MANUALS OUT: DIST holds the folders `kiosk` and `central`,
MANUALS what `make manuals` has made. Each package brings all manuals: each of them names the others.
"""

import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from string import Template

ROOT = Path(__file__).parents[2]
LINUX = ROOT / "installer" / "linux"

EXECUTABLE, PLAIN = 0o755, 0o644
COMPRESSED = ("-Zxz", "-z6")
SCRIPTS = ("config", "preinst", "postinst", "prerm", "postrm")

FILES: Mapping[str, Mapping[str, Path]] = {
    "kiosk": {
        "lib/systemd/system/cooperative-kiosk.service": LINUX / "kiosk/cooperative-kiosk.service",
        **{
            f"lib/systemd/system/{name}": LINUX / "kiosk" / name
            for name in (
                "cooperative-kiosk-keyring.service",
                "cooperative-kiosk-update.service",
                "cooperative-kiosk-update.timer",
            )
        },
        "usr/lib/cooperative-kiosk/session": LINUX / "kiosk/session",
        "usr/lib/cooperative-kiosk/relay": LINUX / "kiosk/relay",
        "etc/X11/cooperative-kiosk/keys.conf": LINUX / "kiosk/keys.conf",
        "usr/sbin/kiosk-admin": LINUX / "kiosk/kiosk-admin",
        "usr/lib/cooperative-kiosk/start-check": LINUX / "kiosk/start-check",
        "usr/lib/cooperative-kiosk/update": LINUX / "kiosk/update",
        "usr/share/applications/cooperative-kiosk.desktop": LINUX / "kiosk/cooperative-kiosk.desktop",
        "usr/share/icons/hicolor/scalable/apps/cooperative-kiosk.svg": ROOT / "resources/icons/mark.svg",
        "usr/share/man/man1/kiosk.1": LINUX / "kiosk/kiosk.1",
        "usr/share/doc/cooperative-kiosk/kiosk.toml": ROOT / "installer/kiosk/kiosk.toml",
        "usr/share/doc/cooperative-kiosk/copyright": ROOT / "LICENSE",
        "usr/share/doc/cooperative-kiosk/failures.md": ROOT / "docs/failures.md",
    },
    "central": {
        "lib/systemd/system/central.service": ROOT / "installer/central/central.service",
        "etc/central/central.toml": ROOT / "installer/central/central.toml",
        "usr/share/man/man8/central.8": LINUX / "central/central.8",
        "usr/share/doc/cooperative-central/nginx.conf": ROOT / "installer/central/nginx.conf",
        "usr/share/doc/cooperative-central/copyright": ROOT / "LICENSE",
    },
}
"""What lies in each package beside the program: where it is installed, and the file that it is here."""

LANGUAGES = ("zh", "en")
_NOT_READ = shutil.ignore_patterns(".buildinfo", "objects.inv", "*.map", "_sources")


def build(name: str, program: Path, manuals: Path, out: Path, version: str) -> Path:
    """The package of `name` (kiosk, central) with the folders `program` and `manuals` in it.

    Raises CalledProcessError, and FileNotFoundError where a manual is missing.
    """
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch)
        tree.chmod(EXECUTABLE)
        place = tree / "usr/lib" / f"cooperative-{name}"
        shutil.copytree(program, place, symlinks=True)
        _drop_debug_symbols(place)
        (tree / "usr/bin").mkdir()
        (tree / "usr/bin" / name).symlink_to(f"../lib/cooperative-{name}/{name}")
        for target, source in FILES[name].items():
            (tree / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, tree / target)
        for language in LANGUAGES:
            manual = tree / f"usr/share/doc/cooperative-{name}/manual" / language
            shutil.copytree(manuals / language, manual, ignore=_NOT_READ)
        scripts = {tree / to for to, source in FILES[name].items() if source.read_bytes().startswith(b"#!")}
        for one in tree.rglob("*"):
            if not one.is_symlink():
                runs = one.is_dir() or one in scripts or one == place / name
                one.chmod(EXECUTABLE if runs else PLAIN)
        _control(name, tree, version)
        if name == "kiosk":
            _manifest(place)
        package = out / f"cooperative-{name}_{version}_amd64.deb"
        out.mkdir(parents=True, exist_ok=True)
        command = ["dpkg-deb", "--root-owner-group", *COMPRESSED, "--build", str(tree), str(package)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return package


def _drop_debug_symbols(place: Path) -> None:
    """Libraries that were compiled with them are up to eight times as large; nothing is run by them."""
    for one in place.rglob("*.so*"):
        content = b"" if one.is_symlink() or not one.is_file() else one.read_bytes()
        if content.startswith(b"\x7fELF") and b".debug_info" in content:
            subprocess.run(["strip", "--strip-debug", str(one)], check=True)


def _manifest(place: Path) -> None:
    """Each file of the program, for `start-check`: in an upgrade the old version's lie beside them."""
    files = sorted(
        str(one.relative_to(place)) for one in place.rglob("*") if one.is_symlink() or one.is_file()
    )
    (place / "manifest").write_text("".join(f"{one}\n" for one in files), encoding="utf-8")
    (place / "manifest").chmod(PLAIN)


def _control(name: str, tree: Path, version: str) -> None:
    control, source = tree / "DEBIAN", LINUX / name
    size = sum(file.lstat().st_size for file in tree.rglob("*") if not file.is_dir()) // 1024
    control.mkdir(mode=EXECUTABLE)
    text = Template((source / "control").read_text(encoding="utf-8")).substitute(version=version, size=size)
    (control / "control").write_text(text, encoding="utf-8")
    for script in SCRIPTS:
        if (source / script).exists():
            shutil.copyfile(source / script, control / script)
            (control / script).chmod(EXECUTABLE)
    if (source / "templates").exists():
        shutil.copyfile(source / "templates", control / "templates")
    kept = "".join(f"/{target}\n" for target in FILES[name] if target.startswith("etc/"))
    if kept:
        (control / "conffiles").write_text(kept, encoding="utf-8")


def main() -> None:
    """Build both."""
    dist, manuals, out = map(Path, sys.argv[1:4])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for name in FILES:
        package = build(name, dist / name, manuals, out, project["project"]["version"])
        sys.stdout.write(f"{package} {package.stat().st_size / 1_000_000:.0f} MB\n")


if __name__ == "__main__":
    main()
