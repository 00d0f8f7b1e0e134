"""Every text of the pages has its English; none is left over; both carry the same values."""

import ast
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "kiosk" / "ui"
ENGLISH = ROOT / "resources" / "translations" / "kiosk_en.ts"
PLACEHOLDER = re.compile(r"\{[a-z_]*\}")


def texts_of_the_pages() -> Iterator[tuple[str, str]]:
    """Context and text of each tr() and translate(); a text that is no literal can have no translation."""
    for file in sorted(PAGES.rglob("*.py")):
        for owner in ast.parse(file.read_text(encoding="utf-8")).body:
            for call in ast.walk(owner):
                if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                    continue
                match call.func.attr, call.args:
                    case "tr", [text, *_]:
                        assert isinstance(owner, ast.ClassDef), f"{file}:{call.lineno}: tr() outside a class"
                        context = owner.name
                    case "translate", [ast.Constant(value=str(context)), text, *_]:
                        pass
                    case _:
                        continue
                assert isinstance(text, ast.Constant), f"{file}:{call.lineno}: not a literal"
                yield context, str(text.value)


def entries() -> dict[tuple[str, str], ET.Element]:
    """Context and text of each entry of the file, with its translation."""
    found = {}
    for context in ET.parse(ENGLISH).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            found[name, message.findtext("source", "")] = translation
    return found


def test_every_text_has_its_english() -> None:
    missing = set(texts_of_the_pages()) - entries().keys()
    assert not missing, "make translations, then fill in kiosk_en.ts"


def test_nothing_in_the_file_is_left_over() -> None:
    assert not entries().keys() - set(texts_of_the_pages())


def test_every_entry_is_finished() -> None:
    open_entries = [key for key, english in entries().items() if english.get("type") or not english.text]
    assert not open_entries


def test_both_languages_carry_the_same_values() -> None:
    for (context, chinese), english in entries().items():
        values = sorted(PLACEHOLDER.findall(english.text or ""))
        assert values == sorted(PLACEHOLDER.findall(chinese)), f"{context}: {chinese}"
