"""How the review database came to be what it is: Alembic's environment, and one module a version."""
