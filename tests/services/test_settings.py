from pathlib import Path

import pytest

from kiosk.services.failures import Failed, FailureCatalogue, Trouble
from kiosk.services.folders import RESOURCES, Folders
from kiosk.services.settings import NAMES, Mode, read_settings

URL = "https://central.example"


def failed(environment: dict[str, str], file: Path | None = None) -> Failed:
    with pytest.raises(Failed) as raised:
        read_settings(environment, file)
    return raised.value


def wrong(
    environment: dict[str, str], file: Path | None = None, failure: Trouble = Trouble.SETTINGS_INVALID
) -> str:
    found = failed(environment, file)
    assert found.failure is failure
    return str(found.values["place"])


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
    "text",
    ["mode = 7", 'mode = "x"', 'data = "here"', "central = 1", 'log = "x"', 'locked = "mode"', "[central]"],
)
def test_a_wrong_value_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(text)
    assert wrong({}, file) == f"{file}: {text.strip('[]').partition(' ')[0]}"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("central = \n", "line 1, column 11"),
        (f'central = "{URL}"\nmode = "cou', "line 2"),
        ("central = ", "line 1"),
        ("\xff", ""),
    ],
)
def test_a_file_written_by_half_is_told(tmp_path: Path, text: str, place: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_bytes(text.encode("latin-1"))
    told = wrong({}, file, Trouble.SETTINGS_UNREADABLE)
    assert told.startswith(str(file))
    assert place in told


@pytest.mark.parametrize(
    ("name", "nearest"), [("centrl", "central"), ("MODE", "mode"), ("Lock", "locked"), ("Date", "data")]
)
def test_an_unknown_setting_is_named_with_the_nearest_one(tmp_path: Path, name: str, nearest: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(f'{name} = "x"')
    found = failed({}, file)
    assert found.failure is Trouble.SETTING_UNKNOWN
    assert found.values == {"place": f"{file}: {name}", "nearest": nearest}


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    environment = {"KIOSK_CONFIG": str(tmp_path / "none.toml")}
    assert wrong(environment, failure=Trouble.SETTINGS_UNREADABLE).endswith("none.toml")


def test_a_usual_place_that_nobody_may_look_into_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not passed over: the settings there may be those that hold."""
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(loop))
    assert wrong({}, failure=Trouble.SETTINGS_UNREADABLE).startswith(str(loop))


def test_a_mark_at_the_beginning_is_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(f'central = "{URL}"', encoding="utf-8-sig")
    assert read_settings({}, file).central == URL


class TestLocks:
    """What the system's own file locks is set there alone."""

    @pytest.fixture
    def system(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        file = tmp_path / "etc" / "kiosk.toml"
        file.parent.mkdir()
        monkeypatch.setattr("kiosk.services.settings.system_file", lambda: file)
        return file

    def test_neither_environment_nor_another_file_changes_it(self, system: Path, tmp_path: Path) -> None:
        system.write_text(f'central = "{URL}"\nmode = "counter"\nlocked = ["central", "data"]\n')
        other = tmp_path / "other.toml"
        other.write_text(f'central = "https://other.example"\ndata = "{tmp_path}"\nmode = "field"\n')
        for environment in ({}, {"KIOSK_CENTRAL": "https://other.example"}):
            settings = read_settings(environment, other)
            assert (settings.central, settings.mode) == (URL, Mode.FIELD)
            assert settings.folders == Folders.of_counter()
            assert settings.places == {"central": f"{system}: central", "mode": f"{other}: mode"}

    def test_it_locks_only_what_there_is(self, system: Path) -> None:
        system.write_text('locked = ["centre"]')
        assert failed({}).values["nearest"] == "central"


@pytest.mark.parametrize("address", ["http://central.example", "central.example", "ftp://x", "https://"])
def test_an_address_where_anybody_could_answer(address: str) -> None:
    assert wrong({"KIOSK_CENTRAL": address}) == "KIOSK_CENTRAL"


def test_this_machine_needs_no_tls() -> None:
    assert read_settings({"KIOSK_CENTRAL": "http://127.0.0.1:8000"}).central == "http://127.0.0.1:8000"


def test_the_screen_has_so_many_inches() -> None:
    assert read_settings({}).screen == 23.8
    assert read_settings({"KIOSK_SCREEN": "15.6"}).screen == 15.6


@pytest.mark.parametrize("inches", ["0", "-24", "6.9", "1000", "nan", "large", "23,8"])
def test_a_screen_nobody_has(inches: str) -> None:
    assert wrong({"KIOSK_SCREEN": inches}) == "KIOSK_SCREEN"


@pytest.mark.parametrize("trouble", [Trouble.SETTING_UNKNOWN, Trouble.SETTINGS_INVALID])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_wrote_a_setting_wrongly_is_told_all_there_are(trouble: Trouble, language: str) -> None:
    catalogue = FailureCatalogue(RESOURCES / "failures.toml")
    values = {"place": "kiosk.toml", "nearest": "mode"}
    remedy = catalogue.text(str(trouble.value), language, values).remedy
    assert {name for name in (*NAMES, "locked") if name not in remedy} == set()
