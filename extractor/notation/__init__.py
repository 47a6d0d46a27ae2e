"""Printed notation: numbers, rates, quantities, dates and amounts as forms print them.

Comes in: the text of one cell or a stretch of prose. Goes out: frozen values that keep
both what was printed and how exactly. Pure functions only: nothing here knows forms,
reads files, raises on odd text (a text that is no such notation gives None) or imports
another part of the program.
"""

from extractor.notation.dates import PrintedDate, parse_date, parse_period
from extractor.notation.money import Amount, find_amounts, parse_amount, unit_factor
from extractor.notation.number import Interval, Printed, fold, format_number, interval, parse_number
from extractor.notation.quantity import Quantity, comparable, format_quantity, parse_quantity
from extractor.notation.rate import format_rate, parse_rate

__all__ = [
    "Amount",
    "Interval",
    "Printed",
    "PrintedDate",
    "Quantity",
    "comparable",
    "find_amounts",
    "fold",
    "format_number",
    "format_quantity",
    "format_rate",
    "interval",
    "parse_amount",
    "parse_date",
    "parse_number",
    "parse_period",
    "parse_quantity",
    "parse_rate",
    "unit_factor",
]
