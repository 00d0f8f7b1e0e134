"""The peers' own environments, made once under `.setup/peers`: they are no dependencies of the product."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_HERE = Path(__file__).parent
_FOLDER = Path(__file__).resolve().parents[3] / ".setup" / "peers"
_POUCHDB = ("pouchdb-node@9.0.0", "pouchdb-server@4.2.0")
_PATIENCE = 600  # seconds


class NotInstalled(Exception):
    """A peer cannot be had on this machine; the message says why."""


def morango_python() -> Path:
    """The Python that has morango. Raises `NotInstalled`."""
    return _python("morango")


def papers_python() -> Path:
    """The Python that has WeasyPrint and typst. Raises `NotInstalled`."""
    return _python("papers")


def _python(peer: str) -> Path:
    """A Python of its own that has what the peer's list names."""
    requirements = _HERE / f"{peer}.txt"
    sum_ = hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]
    folder = _FOLDER / f"{peer}-{sum_}"
    python = folder / "bin" / "python"
    pip = (str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    _make(folder, (sys.executable, "-m", "venv", str(folder)), (*pip, "-r", str(requirements)))
    return python


def pouchdb_modules() -> Path:
    """The folder of Node.js packages that has PouchDB. Raises `NotInstalled`."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise NotInstalled(f"this machine has no {program}")
    folder = _FOLDER / "-".join(_POUCHDB)
    # LevelDB comes compiled in its package, so that no package has to run a script of its own.
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--silent")
    _make(folder, ("npm", "install", "--prefix", str(folder), *options, *_POUCHDB))
    return folder / "node_modules"


def _make(folder: Path, *steps: Sequence[str]) -> None:
    """Run the steps, unless an earlier run has come to their end."""
    done = folder / "done"
    if done.exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for step in steps:
        try:
            ran = subprocess.run(step, capture_output=True, text=True, timeout=_PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            raise NotInstalled(f"{step[0]} took longer than {_PATIENCE} s") from None
        if ran.returncode != 0:
            raise NotInstalled(f"{step[0]} failed: {(ran.stderr or ran.stdout).strip()[-300:]}")
    done.touch()
