"""WeasyPrint or typst, drawing the words of a receipt with its QR code, as often as it is told.

It runs in the environment that `installed.py` makes: `papers_peer.py weasyprint|typst FOLDER`. The folder
holds `words.json` (a list of lines for each page) and `code.svg`; `["draw"]` makes the PDF.
"""

# mypy: disable-error-code="import-not-found"
# What it imports is in an environment of its own.

import html
import json
import sys
from collections.abc import Callable
from pathlib import Path

from answering import answer

_FAMILY = "TW-Sung"


def weasyprint_of(folder: Path) -> Callable[[], bytes]:
    """A page of HTML for each page, its fonts looked up once."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    pages = json.loads((folder / "words.json").read_text("utf-8"))
    body = "".join(
        f"<section>{''.join(f'<p>{html.escape(line)}</p>' for line in page)}<img src='code.svg'></section>"
        for page in pages
    )
    style = (
        f"@page {{ size: A4; margin: 15mm }} body {{ font: 9pt '{_FAMILY}' }} p {{ margin: 0 }} "
        "section { break-after: page } img { width: 39mm }"
    )
    text = f"<html lang='zh-Hant'><style>{style}</style>{body}</html>"

    def draw() -> bytes:
        drawn: bytes = HTML(string=text, base_url=str(folder)).write_pdf(font_config=fonts)
        return drawn

    return draw


def typst_of(folder: Path) -> Callable[[], bytes]:
    """The same in typst's language, its compiler kept."""
    import typst

    pages = json.loads((folder / "words.json").read_text("utf-8"))
    lines = [f'#set page("a4", margin: 15mm)\n#set text(font: "{_FAMILY}", size: 9pt)']
    lines += [
        "\n".join(f"#{json.dumps(line, ensure_ascii=False)} \\" for line in page)
        + '\n#image("code.svg", width: 39mm)\n#pagebreak(weak: true)'
        for page in pages
    ]
    source = folder / "paper.typ"
    source.write_text("\n".join(lines), "utf-8")
    compiler = typst.Compiler(str(source), root=str(folder))

    def draw() -> bytes:
        drawn: bytes = compiler.compile(format="pdf")
        return drawn

    return draw


if __name__ == "__main__":
    peer, place = sys.argv[1:]
    draw = {"weasyprint": weasyprint_of, "typst": typst_of}[peer](Path(place))
    answer({"draw": lambda: {"bytes": len(draw())}})
