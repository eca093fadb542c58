// The official Socket.IO server as the interop tests' peer; ../python/server.py behaves the same.
// Started with a port (0: any free one) it prints {"port":...} and serves until its standard input ends.
//
// Every namespace but /locked, which refuses everybody, offers these events (an acknowledgement where "→" says so):
//   echo ...args          emits "echo" with the same arguments
//   ack ...args           → the same arguments, as many values
//   say event ...args     emits that event
//   ask event ...args     emits that event and asks for its acknowledgement → one list of the values it brought
//   sample                → the value of ../sample.json; is-sample value → whether it equals that
//   later ms ...args      → the same arguments, that much later
//   record ...args        remembers them; received → the list of { transport, args } of this connection and namespace
//   flood count           emits "flood" with 0, 1, … count - 1, at once
//   stream / stop         emits "tick" with a number from 0 and the transport until stopped, then "streamed" with the count and the transport
//   info                  → { server, sid, engine, transport, auth, requests }
//   ws-ping               once the connection is idle pings by WebSocket, and emits "ws-pong" when the pong has come
//   kick                  ends this namespace; close-engine ends the connection
//   broadcast event ...args   emits that event to every client of the namespace, those of the servers it shares REDIS_SOCKET with too (Node alone)
//   miss name count       joins a room, remembers the name, ends the connection, and then emits "missed" with 0, 1, … count - 1 to the room (Node alone)
//   kept                  → { name, rooms } of this session (Node alone)
//   log number id         adds { number, id } as a line to the file LOG_FILE → nothing (Node alone)
// With RECOVERY_MS in its environment it keeps the sessions of lost connections for so long. With TLS_PFX (base64) it speaks TLS, of TLS_VERSION alone.
// A client whose auth has "greet" is emitted "hello" right after it has joined. An upgrade of a client whose query has
// "hold-upgrade" waits for its 20th "record", so that there is traffic before it. Any other request is answered with { sessions, strangers }:
// how many sessions were opened here, and how many requests came for one that is not here (Node alone).
"use strict";

const { appendFileSync } = require("node:fs");
const { createServer } = require("node:http");
const { createServer: createTlsServer } = require("node:https");
const { isDeepStrictEqual } = require("node:util");
const { Server } = require("socket.io");
const sample = require("../sample.json");

const IDLE_MS = 250;
const ASK_TIMEOUT_MS = 20_000;
const UNKNOWN_SID = 1;
const RECORDS_BEFORE_UPGRADE = 20;

const counts = { sessions: 0, strangers: 0 };
const answer = (_, response) => response.end(JSON.stringify(counts));
const http = process.env.TLS_PFX ? createTlsServer(tlsOptions(), answer) : createServer(answer);
const requests = new Map(); // of each engine session: what its HTTP requests carried, each variant once
const heldUpgrades = new Map(); // of each engine session: what lets its upgrade go on

function tlsOptions() {
  return {
    pfx: Buffer.from(process.env.TLS_PFX, "base64"),
    minVersion: process.env.TLS_VERSION,
    maxVersion: process.env.TLS_VERSION,
    ciphers: "DEFAULT:@SECLEVEL=0", // OpenSSL allows the old versions at no other level
  };
}

function describe(request) {
  const url = new URL(request.url, "http://localhost");
  const sid = url.searchParams.get("sid");
  const description = {
    method: request.method,
    transport: url.searchParams.get("transport"),
    header: request.headers["x-test"] ?? null,
    query: url.searchParams.get("test"),
  };
  return { sid, description };
}

function remember(engine, description) {
  if (!requests.has(engine)) requests.set(engine, new Map());
  requests.get(engine).set(JSON.stringify(description), description);
}

function observe(request) {
  const { sid, description } = describe(request);
  if (sid) remember(sid, description);
}

const io = new Server(http, {
  maxHttpBufferSize: Number(process.env.MAX_MESSAGE_BYTES ?? 20_000_000),
  pingInterval: Number(process.env.PING_INTERVAL_MS ?? 25_000),
  pingTimeout: Number(process.env.PING_TIMEOUT_MS ?? 20_000),
  allowEIO3: process.env.ALLOW_EIO3 === "1",
  connectionStateRecovery: process.env.RECOVERY_MS && { maxDisconnectionDuration: Number(process.env.RECOVERY_MS) },
});

http.on("request", observe); // once the engine is attached, which takes earlier listeners for what is not its own
http.on("upgrade", observe);

const [upgrade] = http.listeners("upgrade");
http.off("upgrade", upgrade);
http.on("upgrade", (request, ...rest) => {
  const query = new URL(request.url, "http://localhost").searchParams;
  const proceed = () => upgrade(request, ...rest);
  if (query.has("hold-upgrade")) heldUpgrades.set(query.get("sid"), proceed);
  else proceed();
});

io.engine.on("connection_error", ({ code }) => (counts.strangers += code === UNKNOWN_SID ? 1 : 0));
io.engine.on("connection", (engine) => {
  counts.sessions++;
  remember(engine.id, describe(engine.request).description);
  engine.on("close", () => {
    requests.delete(engine.id);
    heldUpgrades.delete(engine.id);
  });
});

function serve(socket) {
  const engine = socket.conn;
  const received = [];
  const transport = () => engine.transport.name;
  let streaming = false;

  socket.on("echo", (...args) => socket.emit("echo", ...args));
  socket.on("ack", (...args) => args.pop()(...args));
  socket.on("say", (event, ...args) => socket.emit(event, ...args));
  socket.on("ask", (event, ...args) => {
    const acknowledge = args.pop();
    socket.timeout(ASK_TIMEOUT_MS).emit(event, ...args, (error, ...values) => acknowledge(error ? null : values));
  });
  socket.on("sample", (acknowledge) => acknowledge(sample));
  socket.on("is-sample", (value, acknowledge) => acknowledge(isDeepStrictEqual(value, sample)));
  socket.on("later", (ms, ...args) => setTimeout(args.pop(), ms, ...args));
  socket.on("record", (...args) => {
    received.push({ transport: transport(), args });
    if (received.length === RECORDS_BEFORE_UPGRADE) heldUpgrades.get(engine.id)?.();
  });
  socket.on("received", (acknowledge) => acknowledge(received));
  socket.on("flood", (count) => {
    for (let i = 0; i < count; i++) socket.emit("flood", i);
  });
  socket.on("stream", () => {
    let count = 0;
    streaming = true;
    const tick = () => {
      if (!streaming || socket.disconnected) return socket.emit("streamed", count, transport());
      socket.emit("tick", count++, transport());
      setTimeout(tick, 1);
    };
    tick();
  });
  socket.on("stop", () => (streaming = false));
  socket.on("info", (acknowledge) =>
    acknowledge({
      server: process.env.SERVER_NAME ?? null,
      sid: socket.id,
      engine: engine.id,
      transport: transport(),
      auth: socket.handshake.auth,
      requests: [...requests.get(engine.id).values()],
    }),
  );
  socket.on("ws-ping", () =>
    setTimeout(() => {
      const webSocket = engine.transport.socket;
      webSocket.once("pong", (data) => socket.emit("ws-pong", data.toString()));
      webSocket.ping("are you there?");
    }, IDLE_MS),
  );
  socket.on("broadcast", (event, ...args) => socket.nsp.emit(event, ...args));
  socket.on("kick", () => socket.disconnect());
  socket.on("close-engine", () => engine.close());
  socket.on("miss", (name, count) => {
    const room = `the room of ${name}`;
    socket.join(room);
    socket.data.name = name;
    socket.on("disconnect", () => {
      for (let i = 0; i < count; i++) socket.nsp.to(room).emit("missed", i, Buffer.from([i]));
    });
    engine.close();
  });
  socket.on("log", (number, id, acknowledge) => {
    appendFileSync(process.env.LOG_FILE, `${JSON.stringify({ number, id })}\n`);
    acknowledge();
  });
  socket.on("kept", (acknowledge) => acknowledge({ name: socket.data.name ?? null, rooms: [...socket.rooms] }));

  if (socket.handshake.auth.greet) socket.emit("hello", socket.nsp.name);
}

io.of("/locked").use((socket, next) => {
  const refusal = new Error("not allowed");
  refusal.data = { code: 403, why: "locked" };
  next(refusal);
});
for (const path of ["/", "/chat", "/news"]) io.of(path).on("connection", serve);

async function share(path) {
  const { createClient } = require("@redis/client");
  const { createAdapter } = require("@socket.io/redis-adapter");
  const clients = [createClient({ socket: { path } }), createClient({ socket: { path } })];
  await Promise.all(clients.map((client) => client.connect()));
  io.adapter(createAdapter(...clients));
}

async function main() {
  if (process.env.REDIS_SOCKET) await share(process.env.REDIS_SOCKET);
  http.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => console.log(JSON.stringify({ port: http.address().port })));
}

main();
process.stdin.resume().on("close", () => process.exit(0));
