"""A bundle's file is there whole or not at all."""

import io
import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.contract.bundle import BundleWriter, Kind
from kiosk.contract.bundle_file import FileInTheWay, written_whole


def bundle(kind: Kind = Kind.COMMANDS) -> bytes:
    stream = io.BytesIO()
    key = X25519PrivateKey.generate().public_key()
    BundleWriter(stream, kind, key, Ed25519PrivateKey.generate()).close()
    return stream.getvalue()


def write(file: Path, content: bytes) -> None:
    with written_whole(file, Kind.COMMANDS) as stream:
        stream.write(content)


def test_it_appears_when_it_is_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "one.bundle"
    with written_whole(file, Kind.COMMANDS) as stream:
        stream.write(b"the first half")
        assert not file.exists()
    assert file.read_bytes() == b"the first half"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_bundle_of_the_same_kind_or_nothing_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "one.bundle"
    for before in (bundle(), b""):
        file.write_bytes(before)
        (tmp_path / ".one.bundle.part").write_bytes(b"what a power cut left" * 9)
        write(file, b"new")
        assert file.read_bytes() == b"new"


@pytest.mark.parametrize("before", [b"%PDF-1.7", bundle(Kind.ANSWERS), b"kiosk bun"])
def test_anything_else_is_left_alone(tmp_path: Path, before: bytes) -> None:
    file = tmp_path / "one.bundle"
    file.write_bytes(before)
    with pytest.raises(FileInTheWay):
        write(file, b"new")
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_a_link_and_a_pipe_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    for name in ("folder", "link", "pipe"):
        with pytest.raises(FileInTheWay):
            write(tmp_path / name, b"new")
    assert {one.name for one in tmp_path.iterdir()} == {"folder", "link", "pipe"}


def test_a_link_in_the_place_of_the_scratch_file_leads_nowhere(tmp_path: Path) -> None:
    """A stick of somebody else's."""
    ours = tmp_path / "ours"
    ours.write_bytes(b"of this machine")
    (tmp_path / ".one.bundle.part").symlink_to(ours)
    write(tmp_path / "one.bundle", b"new")
    assert ours.read_bytes() == b"of this machine"
    assert not (tmp_path / "one.bundle").is_symlink()


def test_what_was_there_stays_when_writing_fails(tmp_path: Path) -> None:
    file, before = tmp_path / "one.bundle", bundle()
    file.write_bytes(before)

    def pulled_out() -> None:
        with written_whole(file, Kind.COMMANDS) as stream:
            stream.write(b"half of it")
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        pulled_out()
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_a_medium_that_is_gone_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_path: Path, **_: object) -> None:
        raise OSError("nothing there any more")

    def pulled_out() -> None:
        with written_whole(tmp_path / "a", Kind.COMMANDS):
            monkeypatch.setattr(Path, "unlink", gone)
            raise OSError("pulled out")

    with pytest.raises(OSError, match="pulled out"):
        pulled_out()
