// The official Socket.IO server of version 2; ../node/server.js behaves the same and describes the events.
// What version 2 lacks is left out: auth (a "greet" is asked for in the query), refusals with both message and data.
// Besides, "info" tells the query, "fail ...data" reports an error as a middleware of packets does, and REFUSE_DEFAULT=1 refuses
// everybody on "/". /locked refuses with a message, /sealed with data.
"use strict";

const { createServer } = require("node:http");
const { isDeepStrictEqual } = require("node:util");
const Server = require("socket.io");
const sample = require("../sample.json");

const IDLE_MS = 250;
const RECORDS_BEFORE_UPGRADE = 20;

const http = createServer();
const requests = new Map(); // of each engine session: what its HTTP requests carried, each variant once
const heldUpgrades = new Map(); // of each engine session: what lets its upgrade go on

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
  maxHttpBufferSize: 20_000_000,
  pingInterval: Number(process.env.PING_INTERVAL_MS ?? 25_000),
  pingTimeout: Number(process.env.PING_TIMEOUT_MS ?? 20_000),
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

io.engine.on("connection", (engine) => {
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
    socket.emit(event, ...args, (...values) => acknowledge(values));
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
      sid: socket.id,
      engine: engine.id,
      transport: transport(),
      query: socket.handshake.query,
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
  socket.on("kick", () => socket.disconnect());
  socket.on("close-engine", () => engine.close());
  socket.use(([event, ...data], next) => next(event === "fail" ? Object.assign(new Error("failed"), { data: data[0] }) : undefined));

  if (socket.handshake.query.greet) socket.emit("hello", socket.nsp.name);
}

if (process.env.REFUSE_DEFAULT) io.use((socket, next) => next(new Error("not allowed")));
io.of("/locked").use((socket, next) => next(new Error("not allowed")));
io.of("/sealed").use((socket, next) => next(Object.assign(new Error("unseen"), { data: { code: 403, message: "sealed" } })));
for (const path of ["/", "/chat", "/news"]) io.of(path).on("connection", serve);

http.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => console.log(JSON.stringify({ port: http.address().port })));
process.stdin.resume().on("close", () => process.exit(0));
