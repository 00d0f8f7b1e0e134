"""How Sphinx builds the manuals; `make manuals` builds one for each language, by `-D language=…`."""

project = "合作社服務櫃台 · Service counter for cooperatives"
author = "The counter's maintainers"

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "attrs_inline"]
myst_heading_anchors = 3
suppress_warnings = ["myst.header"]  # the catalogue of failures begins at its second level
exclude_patterns = []
nitpicky = True
smartquotes = False  # Chinese typefaces make wide ones of them

html_theme = "furo"
html_title = "合作社服務櫃台 · Counter"
html_static_path = ["style"]
html_css_files = ["manual.css"]
html_copy_source = html_show_sourcelink = html_show_copyright = html_show_sphinx = False
html_theme_options = {
    # No typeface is fetched: these lie on the machine that reads.
    "light_css_variables": {
        "font-stack": '"Noto Sans CJK TC", "Noto Sans TC", "Microsoft JhengHei", "PingFang TC", sans-serif',
        "color-brand-primary": "#0b4f47",
        "color-brand-content": "#0b4f47",
    },
    "dark_css_variables": {"color-brand-primary": "#7fd1c4", "color-brand-content": "#7fd1c4"},
}
