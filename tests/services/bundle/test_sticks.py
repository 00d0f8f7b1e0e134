"""USB sticks: found, written to, read from, let go of."""

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk.contract.bundle import Kind, read_header
from kiosk.services.bundle import sticks
from kiosk.services.bundle.failures import BundleTrouble
from kiosk.services.bundle.sticks import Sticks, Volume, mounted_volumes, unmounted
from kiosk.services.failures import Failed
from tests.services.bundle.conftest import Kiosk, Office


@pytest.fixture
def stick(tmp_path: Path) -> Volume:
    folder = tmp_path / "media" / "STICK"
    folder.mkdir(parents=True)
    return Volume(folder, "/dev/sdz1", 10**9, read_only=False)


@pytest.fixture
def of(stick: Volume) -> Callable[..., Sticks]:
    """A kiosk's sticks, the one of which is there as long as its folder is."""

    def make(kiosk: Kiosk, *, terminal: str = "K1", released: bool = True) -> Sticks:
        def there() -> list[Volume]:
            return [stick] if stick.folder.exists() else []

        return Sticks(kiosk.bundles, terminal, there, lambda _volume: released)

    return make


OfKiosk = Callable[..., Sticks]


def nothing(_done: int, _total: int) -> None:
    return None


class TestThereAndBack:
    def test_written_taken_answered_read(
        self, office: Office, kiosk: Kiosk, stick: Volume, of: OfKiosk
    ) -> None:
        kiosk.register()
        written = of(kiosk).write(stick, nothing)
        assert (written.exported.commands, written.released) == (2, True)
        assert [file.name for file in stick.folder.iterdir()] == ["kiosk-K1.bundle"]
        office.take(stick.folder / written.file_name)
        older = office.answer(kiosk).rename(stick.folder / "older.bundle")
        os.utime(older, (1, 1))
        older.write_bytes(older.read_bytes()[:-1])  # torn, and not looked at: there is a newer one
        os.utime(older, (1, 1))
        office.answer(kiosk).rename(stick.folder / "answer.bundle")
        (stick.folder / "letter.bundle").write_bytes(b"no bundle at all")
        (stick.folder / "folder.bundle").mkdir()
        os.mkfifo(stick.folder / "pipe.bundle")
        assert of(kiosk).read(stick).accepted == 2

    def test_the_last_bundle_of_this_kiosk_is_replaced(
        self, kiosk: Kiosk, stick: Volume, of: OfKiosk
    ) -> None:
        for _ in range(2):
            of(kiosk, terminal="一號/2", released=False).write(stick, nothing)
        (file,) = stick.folder.iterdir()
        assert file.name == "kiosk-___2.bundle"
        with file.open("rb") as stream:
            assert read_header(stream).kind is Kind.COMMANDS

    def test_answers_to_others_and_our_own_are_none(
        self, office: Office, kiosk: Kiosk, stick: Volume, of: OfKiosk
    ) -> None:
        other = office.kiosk("K2")
        office.take(other.export())
        office.answer(other).rename(stick.folder / "other.bundle")
        of(kiosk).write(stick, nothing)
        with pytest.raises(Failed) as failed:
            of(kiosk).read(stick)
        assert failed.value.failure is BundleTrouble.NO_ANSWER

    def test_a_stick_that_is_gone(self, kiosk: Kiosk, stick: Volume, of: OfKiosk) -> None:
        stick.folder.rmdir()
        with pytest.raises(Failed) as failed:
            of(kiosk).write(stick, nothing)
        assert failed.value.failure is BundleTrouble.MEDIUM_GONE
        with pytest.raises(Failed) as failed:
            of(kiosk).read(stick)
        assert failed.value.failure is BundleTrouble.MEDIUM_GONE

    def test_the_folder_of_a_stick_that_is_gone_is_not_written_to(self, kiosk: Kiosk, stick: Volume) -> None:
        gone = Sticks(kiosk.bundles, "K1", list, lambda _volume: True)
        with pytest.raises(Failed) as failed:
            gone.write(stick, nothing)
        assert failed.value.failure is BundleTrouble.MEDIUM_GONE
        assert list(stick.folder.iterdir()) == []

    @pytest.mark.parametrize("released", [True, False])
    def test_other_papers_lie_on_it_and_it_is_let_go(
        self, kiosk: Kiosk, stick: Volume, of: OfKiosk, released: bool
    ) -> None:
        assert of(kiosk, released=released).let_go(stick) is released


class TestFound:
    def test_what_is_mounted_where_sticks_are(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def mounted(mountpoint: str, opts: str = "rw,nosuid") -> Any:
            return SimpleNamespace(device=f"/dev/{Path(mountpoint).name}", mountpoint=mountpoint, opts=opts)

        def usage(folder: Path) -> Any:
            if folder.name == "PULLED":
                raise OSError
            return SimpleNamespace(free=7)

        found = [
            mounted("/"),
            mounted("/mnt"),
            mounted("/run/media/user/隨身 碟"),
            mounted("/media/user/B", "ro,nodev"),
            mounted("/media/user/PULLED"),
            mounted("/mnt/a"),
        ]
        monkeypatch.setattr("psutil.disk_partitions", lambda *, all: found)  # noqa: A006
        monkeypatch.setattr("shutil.disk_usage", usage)
        assert mounted_volumes() == [
            Volume(Path("/media/user/B"), "/dev/B", 7, read_only=True),
            Volume(Path("/mnt/a"), "/dev/a", 7, read_only=False),
            Volume(Path("/run/media/user/隨身 碟"), "/dev/隨身 碟", 7, read_only=False),
        ]

    def test_this_machine_can_be_asked(self) -> None:
        assert all(volume.folder.is_absolute() for volume in mounted_volumes())


class TestLetGo:
    @pytest.fixture
    def udisks(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
        """Puts a stand-in for the desktop's disk service there, which runs `script`."""

        def put(script: str) -> Path:
            folder = tmp_path / "bin"
            folder.mkdir()
            program = folder / "udisksctl"
            program.write_text(f'#!/bin/sh\necho "$@" > {folder}/asked\n{script}\n')
            program.chmod(0o755)
            monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")
            return folder / "asked"

        return put

    def test_the_disk_service_unmounts_it(self, udisks: Callable[[str], Path], stick: Volume) -> None:
        asked = udisks("exit 0")
        assert unmounted(stick)
        assert asked.read_text() == "unmount --no-user-interaction --block-device /dev/sdz1\n"

    @pytest.mark.parametrize("script", ["echo target is busy >&2; exit 1", "exec sleep 5"])
    def test_it_is_in_use_or_never_answers(
        self, udisks: Callable[[str], Path], stick: Volume, script: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        udisks(script)
        monkeypatch.setattr(sticks, "_UNMOUNT_SECONDS", 0.3)
        assert not unmounted(stick)

    def test_there_is_none_or_it_does_not_start(self, stick: Volume, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        assert not unmounted(stick)
        monkeypatch.setattr("shutil.which", lambda _name: "/nowhere/udisksctl")
        assert not unmounted(stick)
