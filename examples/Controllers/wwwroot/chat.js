const find = id => document.getElementById(id);

function show(message) {
  const line = document.createElement("li");
  line.dataset.from = message.from;
  line.append(Object.assign(document.createElement("b"), { textContent: message.from }));
  line.append(Object.assign(document.createElement("p"), { textContent: message.text }));
  find("messages").append(line);
  line.scrollIntoView({ block: "end" });
}

function setStatus(text, kind = "") {
  find("status").textContent = text;
  find("status").className = `pill ${kind}`;
}

async function post(message) {
  const response = await fetch("/messages", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(message),
  });
  if (!response.ok) throw new Error(`the controller answered ${response.status}`);
  return response.json();
}

if (typeof io === "undefined") {
  setStatus("no client", "bad");
  find("composer").inert = true;
  find("receipt").textContent = "The browser's Socket.IO client could not be fetched: see the console of the example.";
  throw new Error("socket.io.js is missing");
}

// The server has another address at each start.
const { url } = await (await fetch("/server")).json();
const socket = io(new URL("/chat", url).href);
socket.on("connect", () => setStatus("connected", "good"));
socket.on("disconnect", reason => setStatus(reason, "bad"));
socket.on("connect_error", error => setStatus(error.message, "bad"));
socket.on("message", show);

find("composer").addEventListener("submit", async event => {
  event.preventDefault();
  const text = find("text").value;
  find("text").value = "";
  try {
    const receipt = event.submitter?.value === "post"
      ? await post({ from: "Controller", text })
      : await socket.timeout(5000).emitWithAck("say", { from: "Browser", text });
    find("receipt").textContent = `Acknowledged as message ${receipt.number}, sent to ${receipt.listeners} listeners.`;
  } catch (error) {
    find("receipt").textContent = `Not sent: ${error.message}`;
  }
});
