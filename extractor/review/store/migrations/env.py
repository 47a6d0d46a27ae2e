"""Alembic's environment: run by Alembic alone, with the connection that ``opening`` hands it.

Comes in: a connection inside a transaction. Goes out: the migrations, run in that same transaction. Never
opens a database of its own.
"""

from alembic import context

from extractor.review.store.tables import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,  # all of it or nothing, in SQLite too
)
with context.begin_transaction():
    context.run_migrations()
