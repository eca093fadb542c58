// The official client: says "ready", then runs each number that comes on standard input and prints what it took.
const readline = require("node:readline");
const { io } = require("socket.io-client");

const PERIOD = 1000;
const IN_FLIGHT = 64;
const SAMPLE = { id: 123, name: "sensor-17", value: 21.5 };

const [workload, url] = process.argv.slice(2);
const polling = workload.startsWith("polling/");
const name = polling ? workload.slice("polling/".length) : workload;
const socket = io(url, { transports: [polling ? "polling" : "websocket"], upgrade: false });

let left = 0;
let sum = 0;
let done = () => {};

function add(id) {
  sum += id;
  if (--left === 0) done();
}

socket.on("small", (reading) => add(reading.id));
socket.on("kb", (reading) => add(reading.id));
socket.on("bin", (content) => add(content.readInt32LE(0)));

function checksum(count) {
  const rest = count % PERIOD;
  return (((count - rest) / PERIOD) * PERIOD * (PERIOD - 1)) / 2 + (rest * (rest - 1)) / 2;
}

async function receive(count) {
  left = count;
  sum = 0;
  const all = new Promise((resolve) => (done = resolve));
  socket.emit("flood", name, count);
  await all;
  if (sum !== checksum(count)) throw new Error(`The ids of ${count} messages add up to ${sum}.`);
}

// An emit has nothing to await; the client buffers without bound, so now and then it has to come to the event loop.
async function emit(count) {
  for (let i = 0; i < count; i++) {
    socket.emit("emit", SAMPLE);
    if (i % 100 === 99) await new Promise(setImmediate);
  }
  const received = await socket.emitWithAck("received");
  if (received !== count) throw new Error(`The server received ${received} of ${count} events.`);
}

async function call(count, inFlight) {
  let next = 0;
  async function work() {
    while (next++ < count) await socket.emitWithAck("call", SAMPLE);
  }
  await Promise.all(Array.from({ length: inFlight }, work));
}

const work = {
  emit,
  call: (count) => call(count, 1),
  calls: (count) => call(count, IN_FLIGHT),
}[name] ?? receive;

async function measure(count) {
  const cpu = process.cpuUsage();
  const started = process.hrtime.bigint();
  await work(count);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  return { messages: count, seconds, cpuSeconds: (user + system) / 1e6 };
}

socket.once("connect", async () => {
  console.log("ready");
  for await (const line of readline.createInterface({ input: process.stdin })) console.log(JSON.stringify(await measure(Number(line))));
  process.exit();
});
