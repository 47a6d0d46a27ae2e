"""The narratives, held against the records they tell: ``python -m tests.narrate`` prints how faithful they are."""
