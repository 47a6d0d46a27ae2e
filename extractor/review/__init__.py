"""Review: people decide what the readers proposed, and every decision is kept.

Comes in: a folder of records, and what reviewers say. Goes out: a log of decisions, reviewed
records, reports, and gold for evaluation. Never changes a record of the folder.
"""
