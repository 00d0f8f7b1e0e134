"""`resources/notice.toml`: what is told before anything is collected (個資法 §8), and what is declared."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from kiosk.contract.documents import DocumentInvalid
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
    """The notice as `file` says. Raises OSError, and `DocumentInvalid` for a file that is none."""
    return parse_notice(file.read_bytes())


def parse_notice(content: bytes) -> Notice:
    """The notice as central's document or the file of that name says. Raises `DocumentInvalid`."""
    try:
        values = tomllib.loads(content.decode())
        untitled = {"title": "", "title_en": ""}
        values["conditions"] = {one["key"]: untitled | one for one in values["conditions"]}
        notice = TypeAdapter(Notice).validate_python(values)
    except (KeyError, TypeError, ValueError) as error:
        raise DocumentInvalid(f"notice.toml: {type(error).__name__}") from None
    missing = sorted(condition.value for condition in Condition if condition not in notice.conditions)
    if missing or not notice.version:
        raise DocumentInvalid(f"notice.toml: {', '.join(missing) or 'version'}")
    return notice
