"""Lets the sender of mail run for as long as a test needs it."""

import asyncio
from collections.abc import Callable

from central.mail.sender import MailSender
from central.mail.server import MailServer
from central.tasks import end


async def sending(sender: MailSender, server: MailServer, done: Callable[[], bool]) -> None:
    """Run `sender` until `done`, ten seconds at most."""
    task = asyncio.create_task(sender.run(server))
    try:
        async with asyncio.timeout(10):
            while not done():
                await asyncio.sleep(0.02)
    finally:
        await end(task)
