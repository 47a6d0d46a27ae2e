"""What goes out of a review: reviewed records, gold for evaluation, a report as a page and as a workbook.

Comes in: records, the decisions that hold and the log. Goes out: bytes of files by name. Knows no database,
writes no file, and never changes a record.
"""
