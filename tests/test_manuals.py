"""The manuals say nothing that is not so: each command, option, setting, code, link and picture is there."""

import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
import typer
from playwright.sync_api import sync_playwright

from central.cli import app as central
from kiosk.cli import application as kiosk
from kiosk.services.settings import NAMES, read_settings
from tests.plugins.manual_pictures import LANGUAGES, PAGES

ROOT = Path(__file__).parent.parent
MANUAL = ROOT / "docs" / "manual"
FILES = sorted(MANUAL.glob("*/*.md"))
IDS = [str(file.relative_to(MANUAL)) for file in FILES]
FAILURES = tomllib.loads((ROOT / "resources/failures.toml").read_text("utf-8"))
MAKE = (ROOT / "Makefile").read_text("utf-8")
TEMPLATES = (ROOT / "installer/linux/kiosk/templates").read_text("utf-8")
PROGRAMS: dict[str, Any] = {
    "kiosk": typer.main.get_command(kiosk),
    "central": typer.main.get_command(central),
}
PROGRAMS["kiosk-admin"] = PROGRAMS["kiosk"]
BLOCK = re.compile(r"(?ms)^```(\w+)\n(.*?)^```$")
MOST_SECONDS_OF_A_BUILD = 60


def blocks(file: Path, language: str) -> list[str]:
    return [text for kind, text in BLOCK.findall(file.read_text("utf-8")) if kind == language]


def lines(file: Path) -> list[str]:
    """What is to be typed: the lines of blocks of shell, and words in code that begin with our programs."""
    typed = [line for block in blocks(file, "sh") for line in block.splitlines()]
    inline = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", BLOCK.sub("", file.read_text("utf-8")))
    return typed + [words for words in inline if re.match(r"(sudo |make |kiosk(-admin)? |central )", words)]


def calls(line: str) -> Iterator[list[str]]:
    """The calls of programs of ours in a line of shell, without who runs them."""
    words = shlex.split(line)
    for place, word in enumerate(words):
        before = words[:place]
        if word in {*PROGRAMS, "make"} and before[-1:] != ["-u"] and {*before} <= {"sudo", "-u", "central"}:
            yield words[place:]
            return


def require_call(words: Sequence[str]) -> None:
    """The command is there, each option of it, and each that it cannot do without."""
    command, waiting = PROGRAMS[words[0]], list(words[1:])
    while waiting and getattr(command, "commands", None) and not waiting[0].startswith("-"):
        name = waiting.pop(0)
        assert name in command.commands, f"no {name} in {' '.join(words)}"
        command = command.commands[name]
    given = {word.split("=")[0] for word in waiting if word.startswith("-")}
    options = {name: one for one in command.params for name in one.opts if name.startswith("-")}
    assert given <= {*options, "--help"}, " ".join(words)
    if waiting and "--help" not in given:
        assert [name for name, one in options.items() if one.required and name not in given] == [], words


@pytest.mark.parametrize(
    "line",
    [
        "kiosk doctor resotre",
        "sudo -u central central serve --prot 1",
        "kiosk nothing",
        "central backup FILE",
    ],
)
def test_a_call_that_is_wrong_would_be_found(line: str) -> None:
    (words,) = calls(line)
    with pytest.raises(AssertionError):
        require_call(words)


@pytest.mark.parametrize("file", FILES, ids=IDS)
def test_each_command_is_there(file: Path) -> None:
    for line in lines(file):
        for words in calls(line):
            if words[0] != "make":
                require_call(words)
                continue
            for target in words[1:]:
                name, given, _ = target.partition("=")
                assert f"$({name})" in MAKE or f"$(if $({name})" in MAKE if given else f"\n{name}:" in MAKE, (
                    target
                )


@pytest.mark.parametrize("file", FILES, ids=IDS)
def test_each_code_is_in_the_catalogue(file: Path) -> None:
    assert set(re.findall(r"K-[A-Z]+-\d{2}", file.read_text("utf-8"))) <= FAILURES.keys()


@pytest.mark.parametrize("file", FILES, ids=IDS)
def test_each_setting_is_one(file: Path, tmp_path: Path) -> None:
    text = file.read_text("utf-8")
    serve = PROGRAMS["central"].commands["serve"]
    of_central = {one.name for one in serve.params}
    for block in blocks(file, "toml"):
        if "kiosk.toml" in block.splitlines()[0]:
            settings = tmp_path / "kiosk.toml"
            settings.write_text(block, encoding="utf-8")
            read_settings({}, settings)
        else:
            assert "central.toml" in block.splitlines()[0]
            assert tomllib.loads(block).keys() <= of_central
    known = {*(name.upper() for name in NAMES), "CONFIG", "PKCS11_MODULE"}
    assert set(re.findall(r"KIOSK_([A-Z0-9_]+)", text)) <= known
    of_mail = {"SMTP_USER", "SMTP_PASSWORD"}
    assert set(re.findall(r"CENTRAL_([A-Z_]+)", text)) <= {name.upper() for name in of_central} | of_mail
    asked = set(re.findall(r"cooperative-kiosk/([a-z]+) (?:string|select|password|boolean)", text))
    assert all(f"Template: cooperative-kiosk/{name}\n" in TEMPLATES for name in asked)


@pytest.mark.parametrize("name", sorted({file.name for file in FILES}))
def test_both_languages_tell_the_same(name: str) -> None:
    chinese, english = MANUAL / "zh" / name, MANUAL / "en" / name
    assert blocks(chinese, "sh") == blocks(english, "sh")
    assert blocks(chinese, "toml") == blocks(english, "toml")
    levels = [re.findall(r"(?m)^#+ ", BLOCK.sub("", file.read_text("utf-8"))) for file in (chinese, english)]
    assert levels[0] == levels[1]


def test_pictures_are_those_that_are_shown() -> None:
    shown = {one for file in FILES for one in re.findall(r"pictures/(\S+)\)", file.read_text("utf-8"))}
    assert {file.name for file in (MANUAL / "pictures").iterdir()} == shown
    assert shown == {f"{page}.{language}.png" for page in PAGES for language in LANGUAGES}


@pytest.fixture(scope="module", params=[("zh", "zh_TW"), ("en", "en")], ids=["zh", "en"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The manual of a language as HTML, made without a warning."""
    folder, language = request.param
    out = tmp_path_factory.mktemp("manual")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "--quiet",
        "--fail-on-warning",
        "--keep-going",
        "-c",
        str(MANUAL),
    ]
    command += ["-D", f"language={language}", str(MANUAL / folder), str(out)]
    subprocess.run(command, check=True, timeout=MOST_SECONDS_OF_A_BUILD)
    return out


def test_it_is_built_without_a_warning_and_read_without_a_network(built: Path) -> None:
    fetched = re.compile(r"""<(?:script|img|link|iframe)[^>]+(?:src|href)="(?:https?:)?//[^"]*""")
    for page in built.glob("*.html"):
        assert fetched.findall(page.read_text("utf-8")) == []
    for style in built.rglob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//|@import", style.read_text("utf-8"))


def test_the_counters_sheet_is_one_page_across(built: Path, tmp_path: Path) -> None:
    paper = tmp_path / "counter.pdf"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.goto((built / "counter.html").as_uri())
        page.pdf(path=paper, prefer_css_page_size=True)
        browser.close()
    with pypdfium2.PdfDocument(paper) as document:
        assert len(document) == 1
        width, height = document[0].get_size()
    assert (round(width), round(height)) == (842, 595)
