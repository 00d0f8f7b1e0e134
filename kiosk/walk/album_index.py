"""The index over all pictures: to leaf through, narrowed to a language, a size, a look."""

from html import escape
from pathlib import Path

from kiosk.walk.album import LANGUAGES, LOOKS, SIZES, Picture


def write_index(folder: Path, pictures: list[Picture]) -> Path:
    """The index over all pictures."""
    file = folder / "index.html"
    file.write_text(_index(pictures), encoding="utf-8")
    return file


def _index(pictures: list[Picture]) -> str:
    pages = list(dict.fromkeys(one.page for one in pictures))
    links = "".join(f'<li><a href="#{escape(page)}">{escape(page)}</a></li>' for page in pages)
    sizes = [f"{size.width()}x{size.height()}" for size in SIZES]
    choices = "".join(
        _choice(name, kinds)
        for name, kinds in (("language", LANGUAGES), ("size", sizes), ("look", list(LOOKS)))
    )
    parts = [_section(page, [one for one in pictures if one.page == page]) for page in pages]
    wrong = sum(bool(one.wrong) for one in pictures)
    told = f"{len(pictures):,} 張畫面 pictures・{len(pages)} 頁 pages・{wrong} 張有東西放不下 with a misfit"
    return _FRAME.format(told=told, links=links, choices=choices, parts="\n".join(parts))


def _choice(name: str, kinds: list[str] | tuple[str, ...]) -> str:
    options = "".join(f"<option>{escape(kind)}</option>" for kind in kinds)
    return f'<label>{name} <select name="{name}"><option value="">全部 all</option>{options}</select></label>'


def _section(page: str, pictures: list[Picture]) -> str:
    figures = "".join(
        f'<figure data-language="{one.language}" data-size="{one.size}" data-look="{one.look}">'
        f'<a href="{escape(one.file)}"><img loading="lazy" src="{escape(one.file)}" alt="{escape(page)}"></a>'
        f"<figcaption>{one.language}・{one.size}・{one.look}{_misfits(one)}</figcaption></figure>"
        for one in pictures
    )
    return f'<section id="{escape(page)}"><h2>{escape(page)}</h2><div>{figures}</div></section>'


def _misfits(one: Picture) -> str:
    return "".join(f"<br><b>{escape(wrong)}</b>" for wrong in one.wrong)


_FRAME = """<!doctype html>
<html lang="zh-Hant"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>畫面一覽 Screens</title>
<style>
body {{ font: 16px/1.6 "Noto Sans CJK TC", sans-serif; margin: 0; background: #f3f5f4; color: #14211f; }}
header {{ position: sticky; top: 0; display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: center;
  padding: .8rem 2rem; background: #fff; border-bottom: 1px solid #d3dad8; z-index: 1; }}
h1 {{ font-size: 1.3rem; margin: 0; }} label {{ color: #3f4c4a; }}
select {{ font: inherit; padding: .3rem .6rem; border: 2px solid #6b7977; border-radius: 8px; }}
nav {{ padding: 1rem 2rem 0; }} nav ul {{ margin: 0; padding: 0; columns: 14rem; list-style: none; }}
a {{ color: #0b4f4a; }} section {{ padding: 0 2rem; scroll-margin-top: 5rem; }}
h2 {{ margin: 2rem 0 .6rem; padding-bottom: .3rem; border-bottom: 1px solid #d3dad8; font-size: 1.15rem; }}
div {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(22rem, 1fr)); gap: 1.2rem;
  align-items: end; }}
figure {{ margin: 0; }} figure[hidden] {{ display: none; }}
img {{ max-width: 100%; max-height: 28rem; border: 1px solid #d3dad8; border-radius: 8px; display: block; }}
figcaption {{ color: #3f4c4a; font-size: .9rem; }} b {{ color: #8a1515; font-weight: normal; }}
</style>
<header><h1>畫面一覽 Screens</h1><span>{told}</span>{choices}</header>
<nav><ul>{links}</ul></nav>
{parts}
<script>
const choices = [...document.querySelectorAll("select")];
const narrow = () => document.querySelectorAll("figure").forEach(one => {{
  one.hidden = choices.some(choice => choice.value && one.dataset[choice.name] !== choice.value);
}});
choices.forEach(choice => choice.addEventListener("change", narrow));
narrow();
</script>
</html>
"""
