"""A narrative as one page of HTML.

Comes in: the Markdown of a narrative. Goes out: a self-contained page. Never lets markup of
the document through: HTML inside the Markdown is shown as text.
"""

from __future__ import annotations

import re
from html import escape

STYLE = """
:root { color-scheme: light dark; }
body { max-width: 46rem; margin: 3rem auto; padding: 0 1.25rem; line-height: 1.8;
  font-family: "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, Georgia, serif; }
h1, h2, h3 { line-height: 1.35; font-family: "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC",
  "Microsoft YaHei", system-ui, sans-serif; }
table { border-collapse: collapse; width: 100%; font-size: .95em; }
th, td { border: 1px solid #8886; padding: .3rem .6rem; text-align: left; vertical-align: top; }
@media print { body { margin: 0; max-width: none; } }
"""


def page_of_markdown(markdown: str, language: str) -> str:
    """Render Markdown as a page; ``language`` is ``zh`` or ``en``."""
    from markdown_it import MarkdownIt

    # Images would be fetched; raw HTML would be markup of the document.
    body = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image").render(markdown)
    found = re.search(r"^#+\s+(.+)$", markdown, re.MULTILINE)
    title = escape(found.group(1).strip() if found else "jixiao")
    spoken = "zh-CN" if language == "zh" else "en"
    return (
        f'<!doctype html>\n<html lang="{spoken}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
