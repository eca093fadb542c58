"""python-socketio's asynchronous client: says "ready", then runs each number that comes on standard input and prints what it took."""
import asyncio
import json
import resource
import sys
import time

import engineio.payload
import socketio

PERIOD = 1000
IN_FLIGHT = 64
SAMPLE = {"id": 123, "name": "sensor-17", "value": 21.5}

workload, url = sys.argv[1:]
polling = workload.startswith("polling/")
name = workload.removeprefix("polling/")
client = socketio.AsyncClient()

# It takes 16 packets at once by default, however many a server has.
engineio.payload.Payload.max_decode_packets = 10_000


class Tally:
    def expect(self, count):
        self.left = count
        self.sum = 0
        self.done = asyncio.Event()

    def add(self, number):
        self.sum += number
        self.left -= 1
        if self.left == 0:
            self.done.set()


tally = Tally()


@client.on("small")
@client.on("kb")
async def on_reading(reading):
    tally.add(reading["id"])


@client.on("bin")
async def on_bin(content):
    tally.add(int.from_bytes(content[:4], "little"))


def checksum(count):
    rounds, rest = divmod(count, PERIOD)
    return rounds * PERIOD * (PERIOD - 1) // 2 + rest * (rest - 1) // 2


async def receive(count):
    tally.expect(count)
    await client.emit("flood", (name, count))
    await tally.done.wait()
    if tally.sum != checksum(count):
        raise RuntimeError(f"The ids of {count} messages add up to {tally.sum}.")


async def emit(count):
    for _ in range(count):
        await client.emit("emit", SAMPLE)
    received = await client.call("received")
    if received != count:
        raise RuntimeError(f"The server received {received} of {count} events.")


async def call(count, in_flight=1):
    async def work(share):
        for _ in range(share):
            await client.call("call", SAMPLE)

    await asyncio.gather(*(work(count // in_flight + (index < count % in_flight)) for index in range(in_flight)))


def calls(count):
    return call(count, IN_FLIGHT)


work = {"emit": emit, "call": call, "calls": calls}.get(name, receive)


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def measure(count):
    cpu = cpu_seconds()
    started = time.perf_counter()
    await work(count)
    return {"messages": count, "seconds": time.perf_counter() - started, "cpuSeconds": cpu_seconds() - cpu}


async def main():
    await client.connect(url, transports=["polling" if polling else "websocket"])
    print("ready", flush=True)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps(await measure(int(line))), flush=True)
    await client.disconnect()


asyncio.run(main())
