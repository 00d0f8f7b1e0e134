"""Report and log in one file for who helps from afar: nothing in it tells of anybody."""

import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from kiosk.services.diagnosis.report import Finding
from kiosk.services.failures import FailureCatalogue
from kiosk.services.logs import log_files

REPORT, LOG = "report.json", "log"

_OURS = re.compile(r"kiosk(\.[a-z0-9_]+)*")
_KEPT = ("timestamp", "level", "logger", "event", "request_id", "exception", "frames")
# What looks like somebody's: 統一編號, numbers of identity cards and residence permits (until 2020 with two
# letters), phones as they are written, mailboxes. Our lines hold none; one that did would be a fault, and
# must not travel.
_PERSONAL = re.compile(
    r"""(?<![0-9A-Fa-f-])(?:
        [A-Z][A-D1289]\d{8} | \d{8}
        | (?:\+886[ -]?|0)9\d{2}[ -]?\d{3}[ -]?\d{3}
        | (?:\+886[ -]?|\(?0)\d{1,2}\)?[ -]?\d{3,4}[ -]?\d{3,4}
        | [\w.+-]+@[\w-]+\.[\w.-]+
    )(?![0-9A-Fa-f-])""",
    re.VERBOSE,
)
_HIDDEN = "***"


def in_words(
    findings: Iterable[Finding], catalogue: FailureCatalogue, language: str
) -> tuple[Mapping[str, object], ...]:
    """The report for others: each finding with its remedy, in the language "zh" or "en"."""
    return tuple(
        {
            "probe": one.probe,
            "ok": one.ok,
            "seen": one.seen,
            "code": one.code,
            "remedy": catalogue.text(one.code, language, one.values).remedy
            if one.code in catalogue.codes()
            else "",
        }
        for one in findings
    )


def pack(report: Iterable[Mapping[str, object]], logs: Path, home: Path) -> tuple[bytes, int]:
    """`report` and the log's files in `logs` as a zip archive, and how many lines of the log were left out.

    Left out is each line that is not of our own program's making: what others wrote cannot be vouched for.
    Names of folders below `home`, which are often people's, are shortened to ~. Raises `OSError`.
    """
    left_out, packed = 0, io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        text = "\n".join(json.dumps(one, ensure_ascii=False) for one in report)
        archive.writestr(REPORT, _cleaned(f"[\n{text.replace(chr(10), ',' + chr(10))}\n]\n", home))
        for one in log_files(logs):
            lines = one.read_text(encoding="utf-8", errors="replace").splitlines()
            kept = [told for line in lines if (told := _ours(line))]
            left_out += len(lines) - len(kept)
            archive.writestr(f"{LOG}/{one.name}", _cleaned("\n".join((*kept, "")), home))
    return packed.getvalue(), left_out


def _ours(line: str) -> str:
    try:
        told = json.loads(line)
        if not _OURS.fullmatch(told["logger"]):
            return ""
        return json.dumps({name: told[name] for name in _KEPT if name in told}, ensure_ascii=False)
    except (ValueError, KeyError, TypeError):
        return ""


def _cleaned(text: str, home: Path) -> str:
    return _PERSONAL.sub(_HIDDEN, text.replace(str(home), "~") if len(home.parts) > 1 else text)
