"""Lists as single parameters: however long a list is, the statement's text stays one that is planned once."""

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Texts(sa.types.TypeDecorator[Sequence[str]]):
    """Texts: an array in PostgreSQL, JSON in SQLite."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        """How the database takes them."""
        text = sa.Text()
        return dialect.type_descriptor(sa.ARRAY(text) if dialect.name == "postgresql" else text)

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> Any:
        """To the database."""
        return list(value or ()) if dialect.name == "postgresql" else json.dumps(list(value or ()))


class _OneOf(FunctionElement[bool]):
    type = sa.Boolean()
    inherit_cache = True


def one_of(column: sa.ColumnElement[str], name: str) -> sa.ColumnElement[bool]:
    """Whether `column` is among the texts that are given as the parameter `name`."""
    return _OneOf(column, sa.bindparam(name, type_=_Texts()))


@compiles(_OneOf, "postgresql")
def _in_postgresql(element: _OneOf, compiler: SQLCompiler, **options: Any) -> str:
    column, texts = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} = ANY ({texts})"


@compiles(_OneOf)
def _in_sqlite(element: _OneOf, compiler: SQLCompiler, **options: Any) -> str:
    column, texts = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({texts}))"  # noqa: S608 - SQL of ours
