"""`resources/notice.toml`: what is told before anything is collected (個資法 §8), and what is declared."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from kiosk.domain.commands import Condition


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its text, in Chinese and English."""

    title: str
    title_en: str
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One version: the six items of 個資法 §8, the terms, the conditions (誰可以申請), the look-up."""

    version: str
    sections: tuple[Section, ...]
    terms: tuple[Section, ...]
    conditions: Mapping[Condition, Section]
    lookup: Section


def read_notice(file: Path) -> Notice:
    """The notice as `file` says. Raises OSError or ValueError for a file that is none."""
    values = tomllib.loads(file.read_text(encoding="utf-8"))
    untitled = {"title": "", "title_en": ""}
    values["conditions"] = {one["key"]: untitled | one for one in values["conditions"]}
    return TypeAdapter(Notice).validate_python(values)
