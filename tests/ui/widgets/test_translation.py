import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale

from kiosk.ui.translation import Language, Translation
from kiosk.ui.widgets import SyncMark, SyncState

TEXTS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en"><context><name>SyncMark</name>
<message><source>已同步</source><translation>In sync</translation></message>
</context></TS>
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("translations")
    source = folder / "kiosk_en.ts"
    source.write_text(TEXTS, encoding="utf-8")
    release = Path(sys.executable).parent / "pyside6-lrelease"
    subprocess.run([release, source, "-qm", folder / "kiosk_en.qm"], check=True, capture_output=True)
    return folder


@pytest.fixture
def translation(qapp: QCoreApplication, folder: Path):
    translation = Translation(qapp, folder)
    yield translation
    translation.switch(Language.CHINESE)


def test_it_switches_live_and_back(translation: Translation, shown, qtbot):
    mark = shown(SyncMark(object_name="sync"), 200, 40)
    mark.set_state(SyncState(online=True, waiting=0))
    translation.switch(Language.ENGLISH)
    qtbot.waitUntil(lambda: mark.words == "In sync")
    assert translation.language is Language.ENGLISH
    assert QLocale().language() is QLocale.Language.English
    translation.switch(Language.ENGLISH)
    translation.switch(Language.CHINESE)
    qtbot.waitUntil(lambda: mark.words == "已同步")


def test_a_language_that_is_not_built_is_refused(qapp: QCoreApplication, tmp_path: Path):
    translation = Translation(qapp, tmp_path)
    with pytest.raises(FileNotFoundError):
        translation.switch(Language.ENGLISH)
    assert translation.language is Language.CHINESE
