"""Records as people and programs want them: JSON, workbook, comparison page, tables, differences.

Comes in: a ``Record``. Goes out: text, bytes or files in the folder that the caller names.
Never changes a record and never judges one: verdicts come from the laws.
"""
