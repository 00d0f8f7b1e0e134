"""`make sbom`: what the product is made of, as CycloneDX 1.6: the pinned libraries and their metadata."""

import json
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
_PIN = re.compile(r"([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==([\w.+!]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_LONGEST_LICENCE = 100  # what is longer is the licence's text, not its name


def bill(root: Path) -> dict[str, Any]:
    """The bill of materials: each library with version, licence and the check sums of its files."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (root / "requirements.txt").read_text(encoding="utf-8")
    lines = re.sub(r"(?m)^\s*#.*\n", "", text).replace("\\\n", " ").splitlines()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": project["name"],
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"expression": project["license"]}],
            }
        },
        "components": [_component(line) for line in lines if _PIN.match(line)],
    }


def _component(line: str) -> dict[str, Any]:
    pin = _PIN.match(line)
    assert pin is not None
    name, version = pin[1], pin[2]
    address = f"pkg:pypi/{name}@{version}"
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
        "properties": [{"name": "sha256", "value": digest} for digest in _HASH.findall(line)],
    }
    licence = _licence(name)
    return component | ({"licenses": [{"license": {"name": licence}}]} if licence else {})


def _licence(name: str) -> str:
    try:
        told = metadata(name)
    except PackageNotFoundError:  # a library of another system
        return ""
    classified = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier", []) if "License ::" in one]
    named = "".join([*told.get_all("License-Expression", []), *told.get_all("License", [])][:1])
    short = named if named and len(named) <= _LONGEST_LICENCE and "\n" not in named else ""
    return short or ", ".join(classified)


if __name__ == "__main__":
    json.dump(bill(ROOT), sys.stdout, ensure_ascii=False, indent=1)
