"""The bill of materials names everything that is pinned; a secret is found; what nobody looked up is told."""

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest

from tests.plugins.advisories import look_up, report
from tests.plugins.sbom import ROOT, bill
from tests.plugins.secret_scan import found_in, scan


def test_the_bill_names_every_pinned_library_once() -> None:
    made = bill(ROOT)
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = re.findall(r"(?m)^([a-z0-9-]+)(?:\[[^\]]+\])?==", text)
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    assert [one["name"] for one in made["components"]] == pinned
    assert len({one["bom-ref"] for one in made["components"]}) == len(pinned)
    assert [one["name"] for one in made["components"] if not one["properties"]] == []
    assert sum("licenses" in one for one in made["components"]) > len(pinned) * 0.8


TEXT = {"type": "string", "minLength": 1}
LICENCES = {
    "type": "array",
    "minItems": 1,
    "maxItems": 1,
    "items": {
        "oneOf": [
            {"type": "object", "additionalProperties": False, "required": ["expression"],
             "properties": {"expression": TEXT}},
            {"type": "object", "additionalProperties": False, "required": ["license"],
             "properties": {"license": {"type": "object", "additionalProperties": False, "required": ["name"],
                                        "properties": {"name": TEXT}}}},
        ]
    },
}  # fmt: skip
COMPONENT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["type", "name", "version", "bom-ref"],
    "properties": {
        "type": {"enum": ["application", "library"]},
        "bom-ref": TEXT,
        "name": TEXT,
        "version": TEXT,
        "purl": {"type": "string", "pattern": "^pkg:pypi/[a-z0-9-]+@[^@]+$"},
        "licenses": LICENCES,
        "properties": {
            "type": "array",
            "items": {"type": "object", "additionalProperties": False, "required": ["name", "value"],
                      "properties": {"name": {"const": "sha256"}, "value": {"pattern": "^[0-9a-f]{64}$"}}},
        },
    },
}  # fmt: skip
BOM = {
    "type": "object",
    "additionalProperties": False,
    "required": ["bomFormat", "specVersion", "version", "metadata", "components"],
    "properties": {
        "bomFormat": {"const": "CycloneDX"},
        "specVersion": {"const": "1.6"},
        "version": {"type": "integer", "minimum": 1},
        "metadata": {"type": "object", "additionalProperties": False, "properties": {"component": COMPONENT}},
        "components": {"type": "array", "uniqueItems": True, "minItems": 1, "items": COMPONENT},
    },
}
"""What a bill of ours is made of, as CycloneDX 1.6 has it (its JSON schema, bom-1.6)."""


def test_the_bill_is_of_cyclonedx_form() -> None:
    validator = jsonschema_rs.validator_for(BOM)
    made = bill(ROOT)
    assert [error.message for error in validator.iter_errors(made)] == []
    del made["components"][0]["version"]
    made["components"][1]["licence"] = "MIT"
    assert len(list(validator.iter_errors(made))) == 2


def test_no_secret_stands_in_the_repository() -> None:
    assert scan(ROOT) == []


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("-----BEGIN RSA PRIVATE" + " KEY-----", "private key"),
        ("AKIA" + "ABCDEFGHIJKLMNOP", "cloud key"),
        ("token: gh" + "p_" + "a" * 36, "access token"),
        ("eyJ" + "h" * 30 + ".eyJ" + "i" * 30 + "." + "s" * 30, "web token"),
        ("postgresql://central:" + "hunter2hunter2" + "@db.example", "address with a password"),
        ("pass" + 'word = "correct1horse2battery"', "password"),
    ],
)
def test_a_secret_is_found(line: str, kind: str) -> None:
    assert list(found_in(f"first\n{line}\n")) == [(2, kind)]


def test_what_is_no_secret_is_left_alone() -> None:
    assert list(found_in('password = ask()\npassword: "…"\nhttps://user@host.example/path')) == []


def test_a_planted_secret_is_found_wherever_it_lies(tmp_path: Path) -> None:
    """In a file that is about to be added as in one that git has; not in what git is told to leave out."""
    planted = "pass" + 'word = "correct1horse2battery"\n'
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("out/\n", encoding="utf-8")
    for name in ("kept.py", "new.toml", "out/left.py", "deep/er/名稱.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"first\n{planted}", encoding="utf-8")
    subprocess.run(["git", "-C", str(tmp_path), "add", "kept.py"], check=True)
    assert sorted(scan(tmp_path)) == [
        "deep/er/名稱.txt:2: password",
        "kept.py:2: password",
        "new.toml:2: password",
    ]


UNKNOWN = {"name": "alembic", "skip_reason": "Dependency not found on PyPI and could not be audited"}
CLEAN = {"name": "anyio", "version": "4.16.0", "vulns": []}
FLAWED = {"name": "jinja2", "version": "2.10", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.10.1"]}]}


def auditor(folder: Path, answers: dict[str, object]) -> list[str]:
    """A program that answers like pip-audit; of a source without an answer it gives up."""
    script = folder / "auditor.py"
    script.write_text(
        "import json, sys\n"
        f"answers = json.loads({json.dumps(json.dumps(answers))})\n"
        "answer = answers.get(sys.argv[sys.argv.index('--vulnerability-service') + 1])\n"
        "if answer is None: sys.exit('ConnectionError')\n"
        "print(json.dumps({'dependencies': answer, 'fixes': []}))\n",
        encoding="utf-8",
    )
    return [sys.executable, str(script)]


@pytest.mark.parametrize(
    ("answers", "code", "words"),
    [
        ({"pypi": [UNKNOWN, UNKNOWN]}, 0, "NOT CHECKED: no advisory source can be reached"),
        ({}, 0, "NOT CHECKED: no advisory source can be reached"),
        ({"pypi": [CLEAN]}, 0, "1 of 1 libraries looked up at pypi: no known flaws"),
        ({"pypi": [CLEAN, UNKNOWN]}, 0, "NOT CHECKED, as pypi does not know them: alembic"),
        ({"pypi": [UNKNOWN], "osv": [CLEAN]}, 0, "1 of 1 libraries looked up at osv: no known flaws"),
        ({"pypi": [FLAWED, UNKNOWN]}, 1, "jinja2 2.10: PYSEC-1, mended in 2.10.1"),
    ],
)
def test_what_no_source_looked_up_is_told(
    tmp_path: Path, answers: dict[str, object], code: int, words: str
) -> None:
    ended, lines = report(look_up(auditor(tmp_path, answers)))
    assert (ended, words in "\n".join(lines)) == (code, True)
