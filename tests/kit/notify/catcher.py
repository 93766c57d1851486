"""A small SMTP server that keeps what it is given; it speaks real SMTP on a real port of this machine."""

import asyncio
import email
import email.policy
import threading
from dataclasses import dataclass, field


@dataclass
class Catcher:
    """``letters`` are what was taken. ``refused`` addresses get 550, ``busy`` ones 451.

    ``hangs_up``: the connection ends when the letter was sent, before the server says it took it.
    """

    port: int = 0
    letters: list = field(default_factory=list)
    refused: set = field(default_factory=set)
    busy: set = field(default_factory=set)
    hangs_up: bool = False

    def __enter__(self):
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(5)
        return self

    def __exit__(self, *_error):
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(5)

    def _run(self, ready):
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve(ready))
        self._loop.close()

    async def _serve(self, ready):
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._talk, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stop.wait()
        server.close()
        await server.wait_closed()

    async def _talk(self, reader, writer):
        def say(line):
            writer.write(line.encode() + b"\r\n")

        say("220 catcher")
        to = []
        while line := (await reader.readline()).decode().strip():
            verb = line.split()[0].upper()
            if verb in {"EHLO", "HELO", "MAIL", "RSET", "NOOP"}:
                to = to if verb != "RSET" else []
                say("250 ok")
            elif verb == "RCPT":
                address = line.partition("<")[2].partition(">")[0]
                if address in self.refused or address in self.busy:
                    say("550 no such person" if address in self.refused else "451 later")
                else:
                    to.append(address)
                    say("250 ok")
            elif verb == "DATA":
                say("354 go on")
                await writer.drain()
                body = await reader.readuntil(b"\r\n.\r\n")
                letter = email.message_from_bytes(body[:-5], policy=email.policy.default)
                self.letters.append((to, letter))
                to = []
                if self.hangs_up:
                    break
                say("250 taken")
            elif verb == "QUIT":
                say("221 bye")
                break
            else:
                say("502 what")
            await writer.drain()
        writer.close()
