"""python-socketio as the interop tests' peer; ../node/server.js behaves the same and describes the events.

Started with a port (0: any free one) it prints {"port":...} and serves until its standard input ends.
"""
import asyncio
import json
import os
import sys
import threading
from pathlib import Path
from urllib.parse import parse_qs

from aiohttp import WSMsgType, web
from engineio.async_drivers import aiohttp as driver
import socketio

IDLE_SECONDS = 0.25
ASK_TIMEOUT_SECONDS = 20
RECORDS_BEFORE_UPGRADE = 20
MAX_MESSAGE_BYTES = int(os.environ.get("MAX_MESSAGE_BYTES", 20_000_000))
SAMPLE = json.loads((Path(__file__).parent.parent / "sample.json").read_text(encoding="utf-8"))
NAMESPACES = ["/", "/chat", "/news"]


class WebSocket(driver.WebSocket):
    """The driver's WebSocket, but one that lets pongs be seen."""

    def __init__(self, handler):
        super().__init__(handler)
        self.pong = None

    async def __call__(self, environ):
        self._sock = web.WebSocketResponse(autoping=False, max_msg_size=MAX_MESSAGE_BYTES)
        self.environ = environ
        query = parse_qs(environ["QUERY_STRING"])
        if "hold-upgrade" in query:
            await held_upgrades.setdefault(query["sid"][0], asyncio.Event()).wait()
        await self._sock.prepare(environ["aiohttp.request"])
        web_sockets[query["sid"][0] if "sid" in query else environ["interop.engine"]] = self
        await self.handler(self)
        return self._sock

    async def ping(self, text):
        self.pong = asyncio.get_running_loop().create_future()
        await self._sock.ping(text.encode())
        return await self.pong

    async def wait(self):
        while True:
            message = await self._sock.receive()
            if message.type == WSMsgType.PING:
                await self._sock.pong(message.data)
            elif message.type == WSMsgType.PONG:
                if self.pong is not None and not self.pong.done():
                    self.pong.set_result(bytes(message.data).decode())
            elif isinstance(message.data, (bytes, str)):
                return message.data
            else:
                raise IOError()


class Body:
    """A request's body, read to its end."""

    def __init__(self, content):
        self.content = content

    async def read(self, length):
        return self.content[:length]


async def translate_request(request):
    # The engine reads a body once and takes what has arrived by then for all of it: large ones would be cut.
    environ = driver.translate_request(request)
    environ["wsgi.input"] = Body(await request.read())
    observe(environ)
    return environ


sio = socketio.AsyncServer(
    async_mode="aiohttp",
    max_http_buffer_size=MAX_MESSAGE_BYTES,
    ping_interval=int(os.environ.get("PING_INTERVAL_MS", 25_000)) / 1000,
    ping_timeout=int(os.environ.get("PING_TIMEOUT_MS", 20_000)) / 1000,
)
sio.eio._async = {**sio.eio._async, "translate_request": translate_request, "websocket": WebSocket}

requests = {}     # of each engine session: what its HTTP requests carried, each variant once
web_sockets = {}  # by engine session
held_upgrades = {}
sessions = {}     # by (namespace, sid)
tasks = set()     # the event loop itself holds its tasks only weakly


def describe(environ):
    query = parse_qs(environ["QUERY_STRING"])
    return query.get("sid", [None])[0], {
        "method": environ["REQUEST_METHOD"],
        "transport": query.get("transport", [None])[0],
        "header": environ.get("HTTP_X_TEST"),
        "query": query.get("test", [None])[0],
    }


def remember(engine, description):
    requests.setdefault(engine, {})[json.dumps(description)] = description


def observe(environ):
    engine, description = describe(environ)
    if engine is not None:
        remember(engine, description)


def in_background(coroutine):
    task = asyncio.ensure_future(coroutine)
    tasks.add(task)
    task.add_done_callback(tasks.discard)


engine_connected = sio._handle_eio_connect


async def on_engine_connect(engine, environ):
    environ["interop.engine"] = engine
    remember(engine, describe(environ)[1])
    await engine_connected(engine, environ)


sio.eio.on("connect", on_engine_connect)


class Session:
    """One client in one namespace."""

    def __init__(self, namespace, sid, auth):
        self.namespace = namespace
        self.sid = sid
        self.auth = auth
        self.engine = sio.manager.eio_sid_from_sid(sid, namespace)
        self.received = []
        self.streaming = False

    @property
    def transport(self):
        return sio.eio.transport(self.engine)

    async def emit(self, event, *args, **options):
        await sio.emit(event, args, to=self.sid, namespace=self.namespace, **options)

    async def echo(self, *args):
        await self.emit("echo", *args)

    async def ack(self, *args):
        return args

    async def say(self, event, *args):
        await self.emit(event, *args)

    async def ask(self, event, *args):
        answer = asyncio.get_running_loop().create_future()
        await self.emit(event, *args, callback=lambda *values: answer.set_result(list(values)))
        return await asyncio.wait_for(answer, ASK_TIMEOUT_SECONDS)

    async def sample(self):
        return SAMPLE

    async def is_sample(self, value):
        return value == SAMPLE

    async def later(self, ms, *args):
        await asyncio.sleep(ms / 1000)
        return args

    async def record(self, *args):
        self.received.append({"transport": self.transport, "args": list(args)})
        if len(self.received) == RECORDS_BEFORE_UPGRADE:
            held_upgrades.setdefault(self.engine, asyncio.Event()).set()

    async def get_received(self):
        return self.received

    async def flood(self, count):
        for i in range(count):
            await self.emit("flood", i)

    async def stream(self):
        count = 0
        self.streaming = True
        while self.streaming:
            await self.emit("tick", count, self.transport)
            count += 1
            await asyncio.sleep(0.001)
        await self.emit("streamed", count, self.transport)

    async def stop(self):
        self.streaming = False

    async def info(self):
        return {
            "sid": self.sid,
            "engine": self.engine,
            "transport": self.transport,
            "auth": self.auth,
            "requests": list(requests[self.engine].values()),
        }

    async def ws_ping(self):
        await asyncio.sleep(IDLE_SECONDS)
        await self.emit("ws-pong", await web_sockets[self.engine].ping("are you there?"))

    async def kick(self):
        await sio.disconnect(self.sid, namespace=self.namespace)

    async def close_engine(self):
        await sio.eio.disconnect(self.engine)


EVENTS = {
    "echo": Session.echo,
    "ack": Session.ack,
    "say": Session.say,
    "ask": Session.ask,
    "sample": Session.sample,
    "is-sample": Session.is_sample,
    "later": Session.later,
    "record": Session.record,
    "received": Session.get_received,
    "flood": Session.flood,
    "stream": Session.stream,
    "stop": Session.stop,
    "info": Session.info,
    "ws-ping": Session.ws_ping,
    "kick": Session.kick,
    "close-engine": Session.close_engine,
}


def serve(namespace):
    async def connect(sid, environ, auth=None):
        session = sessions[namespace, sid] = Session(namespace, sid, auth or {})
        if session.auth.get("greet"):
            in_background(session.emit("hello", namespace))  # after the CONNECT that this handler's end releases

    async def disconnect(sid):
        session = sessions.pop((namespace, sid), None)
        if session is not None:
            session.streaming = False

    def handle(action):
        async def handler(sid, *args):
            return await action(sessions[namespace, sid], *args)
        return handler

    sio.on("connect", connect, namespace=namespace)
    sio.on("disconnect", disconnect, namespace=namespace)
    for event, action in EVENTS.items():
        sio.on(event, handle(action), namespace=namespace)


def refuse(sid, environ, auth=None):
    raise socketio.exceptions.ConnectionRefusedError("not allowed", {"code": 403, "why": "locked"})


async def main(port):
    for namespace in NAMESPACES:
        serve(namespace)
    sio.on("connect", refuse, namespace="/locked")
    app = web.Application(client_max_size=MAX_MESSAGE_BYTES)
    sio.attach(app)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print(json.dumps({"port": runner.addresses[0][1]}), flush=True)
    await asyncio.Event().wait()


def exit_with_standard_input():
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=exit_with_standard_input, daemon=True).start()
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
