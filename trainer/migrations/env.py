"""How do migrations run: on the connection they are given, in one transaction."""

from alembic import context

from trainer.db import Base
from trainer.schema import is_declared

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=context.config.attributes["connection"].dialect.name == "sqlite",
    compare_type=True,
    include_name=is_declared,
)
context.run_migrations()
