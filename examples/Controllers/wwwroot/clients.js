const kinds = { Connected: "good", Joined: "good", Refused: "bad", Disconnected: "bad", Disposed: "bad" };

function element(name, content, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...[content].flat());
  return made;
}

const cells = (values, name = "td") => values.map(value => element(name, [value].flat().map(part => part ?? "–")));
const pill = state => element("span", state, { className: `pill ${kinds[state] ?? ""}` });
const code = text => element("code", text);

function table(className, titles, rows) {
  const head = element("thead", element("tr", cells(titles, "th")));
  return element("table", [head, element("tbody", rows.map(row => element("tr", cells(row))))], { className });
}

const signature = handler =>
  `${handler.method}(${handler.parameters.map(parameter => `${parameter.type} ${parameter.name}`).join(", ")})`;

function section(client) {
  const facts = [
    client.url ?? "no address yet",
    client.transport,
    client.connectedSince && `connected since ${new Date(client.connectedSince).toLocaleTimeString()}`,
    client.lastError && `last error: ${client.lastError}`,
  ].filter(Boolean);
  return element("section", [
    element("h2", [client.name || "default client", pill(client.state)]),
    element("p", facts.join(" · "), { className: "note" }),
    table("numbers", ["namespace", "state", "inbox", "calls", "buffered", "deliveries"], client.namespaces.map(namespace => [
      code(namespace.path), pill(namespace.state), namespace.inboxLength, namespace.pendingCalls, namespace.bufferedEmits, namespace.pendingDeliveries,
    ])),
    table("", ["namespace", "event", "method"], client.namespaces.flatMap(namespace => namespace.handlers.map(handler => [
      code(namespace.path), code(handler.event), code(signature(handler)),
    ]))),
  ]);
}

async function refresh() {
  const status = document.getElementById("status");
  try {
    const clients = await (await fetch("/clients.json")).json();
    document.getElementById("clients").replaceChildren(...clients.map(section));
    [status.textContent, status.className] = ["live", "pill good"];
  } catch {
    [status.textContent, status.className] = ["the program has ended", "pill bad"];
  }
}

await refresh();
setInterval(refresh, 1000);
