"""What central is held against: an endpoint that inserts the bytes it gets, one transaction for each row.

`python -m tests.benchmarks.bare_service URL READY_FILE` serves on a free port of this machine.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
from fastapi import FastAPI, Request

from central.serving import listen, serve

CONNECTIONS = 10


def bare_app(url: str) -> FastAPI:
    """Takes what central does; with `?rows=N` in N pieces, each a row in a transaction of its own."""
    free: asyncio.Queue[psycopg.AsyncConnection] = asyncio.Queue()

    @asynccontextmanager
    async def connected(_app: FastAPI) -> AsyncIterator[None]:
        connections = [await psycopg.AsyncConnection.connect(url) for _ in range(CONNECTIONS)]
        for connection in connections:
            free.put_nowait(connection)
        yield
        for connection in connections:
            await connection.close()

    app = FastAPI(lifespan=connected)

    @app.post("/v1/commands")
    async def insert(request: Request, rows: int = 1) -> dict[str, str]:
        body = await request.body()
        size = -(-len(body) // rows)
        connection = await free.get()
        try:
            for number in range(rows):
                piece = body[number * size : (number + 1) * size]
                await connection.execute("INSERT INTO bare (sent) VALUES (%s)", (piece,))
                await connection.commit()
        finally:
            free.put_nowait(connection)
        return {"status": "accepted"}

    return app


def main() -> None:
    """Make the table and serve."""
    url, ready = sys.argv[1:]
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE bare (number bigserial PRIMARY KEY, sent bytea NOT NULL)")
    with listen("127.0.0.1", 0) as listening:
        serve(bare_app(url), listening, Path(ready))


if __name__ == "__main__":
    main()
