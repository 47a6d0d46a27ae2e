"""Forms of the evaluation set, printed to PDF by a browser, are recovered as well as from their text."""

from __future__ import annotations

import html
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.evaluate import count, score_record
from extractor.ingest import ingest_bytes
from extractor.pipeline import recover_document
from extractor.record.record_json import to_json
from extractor.settings import Settings

EVAL_SET = Path(__file__).parent.parent.parent.parent / "eval_set"
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
RULED = "table{border-collapse:collapse;width:100%}td{border:1px solid #000;padding:3px}"
STYLES = {
    "A4": "@page{size:A4;margin:12mm}" + RULED,
    "landscape, thin": "@page{size:A4 landscape}" + RULED.replace("1px", "0.25pt"),
    "9 points": "@page{size:A4}td{font-size:9pt}" + RULED,
}

Printer = Callable[[str], bytes]


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printer:
    """Prints HTML to PDF."""
    if BROWSER is None:
        pytest.skip("no browser")
    folder = tmp_path_factory.mktemp("printed")

    def print_page(page: str) -> bytes:
        (folder / "page.html").write_text(page, encoding="utf-8")
        target = folder / "page.pdf"
        options = ["--headless", "--no-sandbox", "--no-pdf-header-footer", f"--user-data-dir={folder / 'profile'}"]
        command = [BROWSER, *options, f"--print-to-pdf={target}", str(folder / "page.html")]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return target.read_bytes()

    return print_page


def page_of(tabs: str, style: str) -> str:
    """Rows of tabs as an HTML table; the last cell of a short row spans the rest, a blank one below a label is its."""
    rows = [line.split("\t") for line in tabs.splitlines() if "\t" in line]
    widest = max(map(len, rows))
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in tabs.splitlines() if line and "\t" not in line)
    cells = "".join("<tr>" + "".join(cells_of(rows, number, widest)) + "</tr>" for number in range(len(rows)))
    return f"<!DOCTYPE html><meta charset=utf-8><style>{style}</style>{lines}<table>{cells}</table>"


def cells_of(rows: list[list[str]], number: int, widest: int) -> list[str]:
    """The cells that begin in a row."""
    row = rows[number]
    cells = []
    for column, text in enumerate(row):
        if number and column < 2 and is_below(rows[number], column) and is_below(rows[number], 0):
            continue
        below = 1
        while column < 2 and text and number + below < len(rows) and is_below(rows[number + below], column):
            below += 1
        across = widest - column if column == len(row) - 1 else 1
        cells.append(f'<td rowspan="{below}" colspan="{across}">{html.escape(text)}</td>')
    return cells


def is_below(row: list[str], column: int) -> bool:
    """Whether the cell is blank, as all before it are: the cell above it spans the row too."""
    return len(row) > column + 2 and not any(row[: column + 1])


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_a_form_of_tabs_printed_as_a_ruled_table_is_recovered_whole(printed: Printer, style: str) -> None:
    tabs = (EVAL_SET / "national-tabs.txt").read_text(encoding="utf-8")
    expected = json.loads((EVAL_SET / "national-tabs.expected.json").read_text(encoding="utf-8"))

    document = ingest_bytes(printed(page_of(tabs, style)), "表.pdf")
    figures = count(score_record(to_json(recover_document(document, Settings())), expected))

    assert (figures.right, figures.wrong_silent) == (figures.gold, 0)


def test_a_form_of_html_printed_over_two_pages_is_recovered_whole(printed: Printer) -> None:
    page = (EVAL_SET / "sichuan-html-own-columns.html").read_text(encoding="utf-8")
    expected = json.loads((EVAL_SET / "sichuan-html-own-columns.expected.json").read_text(encoding="utf-8"))

    document = ingest_bytes(printed(page + f"<style>{STYLES['A4']}</style>"), "表.pdf")
    figures = count(score_record(to_json(recover_document(document, Settings())), expected))

    assert document.pages == 2
    assert (figures.right, figures.wrong_silent) == (figures.gold, 0)
