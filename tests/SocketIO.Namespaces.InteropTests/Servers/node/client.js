// The official Socket.IO client under remote control, for tests of a server of ours.
//
//   node client.js <url> <websocket|polling|upgrade> [namespace …]      (namespaces: "/" unless given)
//
// Commands come as JSON lines on standard input, and what happens goes as JSON lines to standard output, each with "what":
//   { "do": "emit", "namespace", "event", "args" }             emits
//   { "do": "call", "namespace", "event", "args", "id" }       → { "what": "ack", "id", "values" }, or "error" if none came in 5 s
//   { "do": "disconnect", "namespace" }
//   connect        namespace, sid, transport                   a namespace is joined
//   connect_error  namespace, message, data                    it was refused, or the server was not reached
//   disconnect     namespace, reason
//   event          namespace, event, args, acknowledged        heard; acknowledged with ["heard", ...args] where the server asks for it
//   upgrade        transport                                   the engine has moved from polling to WebSocket
// Binary values are written { "$binary": "<base64>" } both ways. The end of standard input ends the client.
"use strict";

const { createInterface } = require("node:readline");
const { Manager } = require("socket.io-client");

const CALL_TIMEOUT_MS = 5_000;
const TRANSPORTS = { websocket: ["websocket"], polling: ["polling"], upgrade: ["polling", "websocket"] };

const [url, mode, ...namespaces] = process.argv.slice(2);
if (!TRANSPORTS[mode]) throw new Error(`unknown mode: ${mode}`);
if (namespaces.length === 0) namespaces.push("/");

function encode(value) {
  if (Buffer.isBuffer(value)) return { $binary: value.toString("base64") };
  if (Array.isArray(value)) return value.map(encode);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, encode(inner)]));
}

function decode(value) {
  if (Array.isArray(value)) return value.map(decode);
  if (value === null || typeof value !== "object") return value;
  if (typeof value.$binary === "string") return Buffer.from(value.$binary, "base64");
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decode(inner)]));
}

const report = (what, details) => console.log(JSON.stringify({ what, ...details }));

const manager = new Manager(url, { transports: TRANSPORTS[mode], reconnectionDelay: 50, reconnectionDelayMax: 100 });
manager.on("open", () => manager.engine.once("upgrade", (transport) => report("upgrade", { transport: transport.name })));

function join(namespace) {
  const socket = manager.socket(namespace, { auth: { from: "socket.io-client" } });
  socket.on("connect", () => report("connect", { namespace, sid: socket.id, transport: manager.engine.transport.name }));
  socket.on("connect_error", (error) => report("connect_error", { namespace, message: error.message, data: error.data ?? null }));
  socket.on("disconnect", (reason) => report("disconnect", { namespace, reason }));
  socket.onAny((event, ...args) => {
    const acknowledge = typeof args.at(-1) === "function" ? args.pop() : null;
    report("event", { namespace, event, args: encode(args), acknowledged: acknowledge !== null });
    acknowledge?.("heard", ...args);
  });
  return socket;
}

const sockets = new Map(namespaces.map((namespace) => [namespace, join(namespace)]));

const commands = {
  emit: (socket, { event, args }) => socket.emit(event, ...decode(args ?? [])),
  call: (socket, { event, args, id }) =>
    socket.timeout(CALL_TIMEOUT_MS).emit(event, ...decode(args ?? []), (error, ...values) =>
      report("ack", { id, ...(error ? { error: error.message } : { values: encode(values) }) }),
    ),
  disconnect: (socket) => socket.disconnect(),
};

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const command = JSON.parse(line);
    commands[command.do](sockets.get(command.namespace ?? "/"), command);
  })
  .on("close", () => process.exit(0));
