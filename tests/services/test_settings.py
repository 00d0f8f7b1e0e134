from pathlib import Path

import pytest

from kiosk.services.failures import Failed, Trouble
from kiosk.services.folders import Folders
from kiosk.services.settings import Mode, read_settings

URL = "https://central.example"


def wrong(environment: dict[str, str], file: Path | None = None) -> str:
    with pytest.raises(Failed) as raised:
        read_settings(environment, file)
    assert raised.value.failure is Trouble.SETTINGS_INVALID
    return str(raised.value.values["place"])


def test_without_any_the_usual_ones_hold() -> None:
    settings = read_settings({})
    assert (settings.central, settings.mode) == ("", Mode.COUNTER)
    assert settings.folders == Folders.of_counter()


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(f'central = "{URL}/"\ndata = "{tmp_path}/data"\nmode = "field"\n')
    for named in (read_settings({"KIOSK_CONFIG": str(file)}), read_settings({}, file)):
        assert (named.central, named.data, named.mode) == (URL, tmp_path / "data", Mode.FIELD)
    over = read_settings({"KIOSK_CENTRAL": "HTTPS://Other.example", "KIOSK_MODE": "counter"}, file)
    assert (over.central, over.data, over.mode) == ("https://other.example", tmp_path / "data", Mode.COUNTER)


def test_the_usual_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "cooperative-kiosk").mkdir()
    (tmp_path / "cooperative-kiosk" / "kiosk.toml").write_text(f'central = "{URL}"')
    assert read_settings({}).central == URL


@pytest.mark.parametrize(
    "text", ["central = ", 'colour = "red"', "mode = 7", 'mode = "kiosk"', 'data = "here"', "\xff"]
)
def test_a_wrong_file_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_bytes(text.encode("latin-1"))
    assert str(file) in wrong({}, file)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert wrong({"KIOSK_CONFIG": str(tmp_path / "none.toml")}).endswith("none.toml")


@pytest.mark.parametrize("address", ["http://central.example", "central.example", "ftp://x", "https://"])
def test_an_address_where_anybody_could_answer(address: str) -> None:
    assert wrong({"KIOSK_CENTRAL": address}) == "KIOSK_CENTRAL"


def test_this_machine_needs_no_tls() -> None:
    assert read_settings({"KIOSK_CENTRAL": "http://127.0.0.1:8000"}).central == "http://127.0.0.1:8000"
