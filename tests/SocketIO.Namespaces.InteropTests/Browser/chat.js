// Uses the pages of examples/Controllers as a person would, and takes pictures of them.
//   node chat.js <browser> <page> <folder of the pictures>
// It ends with 0 if it saw all it should. Everything it waits for has its time.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [executablePath, page, pictures] = process.argv.slice(2);
const profile = await mkdtemp(join(tmpdir(), "browser-"));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath,
  headless: true,
  viewport: { width: 900, height: 700 },
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
browser.setDefaultTimeout(20_000);
const faults = [];

try {
  const tab = await browser.newPage();
  tab.on("pageerror", error => faults.push(error.message));
  tab.on("console", message => message.type() === "error" && faults.push(message.text()));
  const see = text => tab.getByText(text).first().waitFor();
  const write = tab.getByRole("textbox", { name: "Message" });

  await untilHealthy();
  await tab.goto(page);
  await see(/^connected$/);
  await write.fill("Hello from a browser");
  await tab.getByRole("button", { name: "Emit" }).click();
  await see("Hello from a browser");
  await see("Hello Browser! OnMessage heard your 4 words.");
  await see(/^Acknowledged as message 1, sent to 2 listeners\.$/);

  await write.fill("Does the controller hear me?");
  await tab.getByRole("button", { name: "POST" }).click();
  await see("Does the controller hear me?");
  await see("Good question, Controller. I am only a method of ChatNamespace.");

  const said = { from: "Script", text: "Posted from elsewhere" };
  const posted = await fetch(new URL("/messages", page), json(said));
  const receipt = await posted.json();
  if (posted.status !== 200 || receipt.listeners !== 2) throw new Error(`the controller answered ${posted.status}: ${JSON.stringify(receipt)}`);
  await see(said.text);
  const announced = await fetch(new URL("/announcements", page), json({ from: "Script", text: "Announced from elsewhere" }));
  if (announced.status !== 202) throw new Error(`the other controller answered ${announced.status}`);
  await see("Announced from elsewhere");
  await tab.getByText("Hello Script! OnMessage heard your 3 words.").nth(1).waitFor();
  await tab.screenshot({ path: join(pictures, "chat.png") });

  await tab.getByRole("link", { name: "Clients" }).click();
  await see("ChatNamespace.OnMessage(ChatMessage message)");
  await see(/^live$/);
  await tab.screenshot({ path: join(pictures, "clients.png") });

  if (faults.length > 0) throw new Error(faults.join("\n"));
} finally {
  await browser.close();
  await rm(profile, { recursive: true, force: true });
}

// The C# client connects in the background.
async function untilHealthy() {
  const patience = Date.now() + 20_000;
  while ((await (await fetch(new URL("/health", page))).text()) !== "Healthy") {
    if (Date.now() > patience) throw new Error("the C# client has not connected");
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

function json(body) {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}
