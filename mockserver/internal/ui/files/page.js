"use strict";
// The page is a client of the control interface. It sets texts by textContent and by
// append only: nothing from the server becomes HTML.

const $ = (id) => document.getElementById(id);
const root = new URL(".", location.href); // of the control interface, with a slash at its end
const views = ["overview", "requests", "faults"];
const maxRows = 500;
const pollEvery = 3000;
const tokenKey = "stateset-mock-token";

const state = {
  view: "", account: "", clock: null, fetched: 0, open: null,
  stream: null, rows: new Map(), wallets: "", presets: null,
};

// el makes an element. Children are elements or texts.
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "click") element.addEventListener("click", value);
    else element.setAttribute(name, value);
  }
  element.append(...children.map((child) => (child instanceof Node ? child : String(child ?? ""))));
  return element;
}

const cell = (text, style) => el("td", style ? { class: style } : null, text);

// Calls

class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

function request(method, path, options) {
  const headers = {};
  const token = sessionStorage.getItem(tokenKey);
  if (token) headers["X-Mock-Token"] = token;
  return fetch(new URL(path, root), { method, headers, cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer", ...options });
}

async function refusal(response) {
  let message = `The server responded with status ${response.status}`;
  try {
    message = JSON.parse(await response.text()).error.message;
  } catch { /* keep the status */ }
  if (response.status === 401) askToken();
  return new Refusal(response.status, message);
}

async function call(method, path, body) {
  const response = await request(method, path, { body });
  if (!response.ok) throw await refusal(response);
  return JSON.parse(await response.text());
}

function query(path, parameters) {
  const text = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== "")).toString();
  return text ? `${path}?${text}` : path;
}

const unreachable = "The server does not respond.";

// attempt runs fn, an action of the user, and shows its error until the next action.
async function attempt(fn) {
  try {
    await fn();
    say("");
    return true;
  } catch (error) {
    say(error instanceof Refusal ? error.message : unreachable);
    return false;
  }
}

// refresh runs fn in the background. Its success removes only the message that the server
// does not respond.
async function refresh(fn) {
  try {
    await fn();
    if ($("message").textContent === unreachable) say("");
  } catch (error) {
    say(error instanceof Refusal ? error.message : unreachable);
  }
}

function say(text) {
  const message = $("message");
  if (message.textContent === text) return;
  message.textContent = text;
  message.hidden = !text;
}

// Token

function askToken() {
  if (!$("token-view").hidden) return;
  sessionStorage.removeItem(tokenKey);
  stopStream();
  for (const view of views) $(view).hidden = true;
  $("token-view").hidden = false;
  $("token").focus();
}

$("token-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  sessionStorage.setItem(tokenKey, $("token").value.trim());
  const accepted = await attempt(() => call("GET", "health"));
  if (!accepted) {
    sessionStorage.removeItem(tokenKey);
    $("token").select();
    return;
  }
  $("token").value = "";
  $("token-view").hidden = true;
  state.view = "";
  start();
});

// Views

function route() {
  const [view, id] = location.hash.slice(1).split("/");
  if (view === "main") return; // the link that skips the header
  show(views.includes(view) ? view : "overview");
  if (state.view === "requests") open(id || null);
}

function show(view) {
  if (state.view === view || !$("token-view").hidden) return;
  state.view = view;
  for (const name of views) $(name).hidden = name !== view;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${view[0].toUpperCase()}${view.slice(1)} · stateset-mock`;
  if (view === "requests") follow();
  else stopStream();
  poll();
}

async function poll() {
  if (document.hidden || !$("token-view").hidden) return;
  if (state.view === "overview") await refresh(refreshOverview);
  if (state.view === "faults") await refresh(refreshFaults);
}

// fill shows items as rows of a table. A row stays the same element while its key stays,
// so that it keeps the focus.
function fill(table, items, key, make, update) {
  const body = table.tBodies[0];
  const present = new Map([...body.rows].map((row) => [row.dataset.key, row]));
  items.forEach((item, i) => {
    let row = present.get(key(item));
    if (!row) {
      row = make(item);
      row.dataset.key = key(item);
    }
    present.delete(key(item));
    update(row, item);
    if (body.rows[i] !== row) body.insertBefore(row, body.rows[i] || null);
  });
  for (const row of present.values()) row.remove();
}

function setCells(row, first, values) {
  values.forEach((value, i) => {
    const text = String(value);
    if (row.cells[first + i].textContent !== text) row.cells[first + i].textContent = text;
  });
}

// Overview

async function refreshOverview() {
  const selected = state.account;
  const search = $("search").value;
  const [clock, accounts] = await Promise.all([
    call("GET", query("clock", { account: selected })),
    call("GET", query("accounts", { search, limit: 200 })),
  ]);
  if (selected !== state.account || search !== $("search").value) return; // a later refresh runs
  state.clock = clock;
  state.fetched = performance.now();
  showClock();
  showAccounts(accounts);
  await refreshWallets();
}

function showClock() {
  const clock = state.clock;
  if (!clock) return;
  const elapsed = clock.frozen ? 0 : performance.now() - state.fetched;
  const now = new Date(Date.parse(clock.now) + elapsed).toISOString().slice(0, 19) + "Z";
  if ($("clock-now").textContent !== now) $("clock-now").textContent = now;
  $("clock-state").textContent = clock.frozen ? "frozen" : "running";
  $("clock-state").className = clock.frozen ? "tag" : "tag good";
  $("clock-freeze").textContent = clock.frozen ? "Unfreeze" : "Freeze";
  $("clock-offset").textContent = offset(clock.offset_seconds);
  $("clock-target").textContent = state.account || "all accounts";
}

// offset describes the difference to real time in its two largest units.
function offset(seconds) {
  let rest = Math.abs(seconds);
  const parts = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]].map(([unit, size]) => {
    const n = Math.floor(rest / size);
    rest -= n * size;
    return [n, unit];
  });
  const first = parts.findIndex(([n]) => n > 0);
  if (first < 0) return "Real time";
  const text = parts.slice(first, first + 2).filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}`).join(" ");
  return `${text} ${seconds < 0 ? "behind" : "ahead of"} real time`;
}

function showAccounts(list) {
  fill($("accounts"), list.data, (a) => a.account, (a) => el("tr", null,
    el("td", null, el("button", { type: "button", class: "plain", "aria-pressed": "false", click: () => select(a.account) }, a.account)),
    cell("", "number"), cell("", "number"), cell("", "number"), cell("", "number")),
  (row, a) => {
    setCells(row, 1, [a.payments, a.orders, a.invoices, a.events]);
    row.className = a.account === state.account ? "open" : "";
    row.querySelector("button").setAttribute("aria-pressed", String(a.account === state.account));
  });
  $("accounts-note").textContent = list.has_more ? `The first ${list.data.length} accounts. Search for others.`
    : list.data.length ? "Select an account to see its wallets and to move its clock."
    : "No account. The first write with a key such as sk_test_demo creates one.";
}

function select(account) {
  state.account = state.account === account ? "" : account;
  poll();
}

async function refreshWallets() {
  const account = state.account;
  if (!account) {
    $("wallets-card").hidden = true;
    return;
  }
  let wallets;
  try {
    wallets = await call("GET", query("wallets", { account, limit: 100 }));
    if (account !== state.account) return;
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 404) throw error;
    state.account = ""; // removed by a reset
    $("wallets-card").hidden = true;
    return;
  }
  $("wallets-card").hidden = false;
  const text = JSON.stringify(wallets);
  if (text === state.wallets) return;
  state.wallets = text;
  $("wallets-account").textContent = wallets.account;
  $("wallets").replaceChildren(...wallets.data.map(denomination));
}

function denomination(books) {
  const rows = books.wallets.map((w) => el("tr", null,
    el("td", null, el("span", { class: "mono" }, w.address), w.treasury ? el("span", { class: "tag" }, "treasury") : ""),
    cell(w.available, "number"), cell(w.locked, "number")));
  const verdict = books.balanced ? "balanced" : "not balanced";
  return el("div", { class: "wallets" },
    el("h4", null, books.denom, " ", el("span", { class: books.balanced ? "tag good" : "tag bad" }, verdict)),
    el("table", null,
      el("thead", null, el("tr", null, el("th", null, "Wallet"), el("th", { class: "number" }, "Available"), el("th", { class: "number" }, "Locked"))),
      el("tbody", null, ...rows),
      el("tfoot", null, el("tr", null, el("td", null, "Sum of all wallets"), el("td", { class: "number", colspan: "2" }, books.held)))),
    el("p", { class: "quiet" }, `Issued ${books.issued}, redeemed ${books.redeemed}`, books.has_more ? `. The ${books.wallets.length} largest wallets.` : ""));
}

const clockCall = (path, body) => attempt(async () => {
  await call("POST", path, JSON.stringify(body));
  await refreshOverview();
});

function advance(seconds) {
  return clockCall("clock/advance", state.account ? { seconds, account: state.account } : { seconds });
}

$("clock-freeze").addEventListener("click", () => clockCall(state.clock && state.clock.frozen ? "clock/unfreeze" : "clock/freeze", {}));
for (const button of document.querySelectorAll("[data-advance]")) {
  button.addEventListener("click", () => advance(Number(button.dataset.advance)));
}
$("advance-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await advance(Number($("advance-by").value))) $("advance-by").value = "";
});
$("set-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await clockCall("clock/set", { time: $("set-time").value.trim() })) $("set-time").value = "";
});
$("search-form").addEventListener("submit", (event) => event.preventDefault());
$("search").addEventListener("input", poll);

// Requests

function stopStream() {
  if (state.stream) state.stream.abort();
  state.stream = null;
}

function clearRows() {
  state.rows.clear();
  $("list").tBodies[0].replaceChildren();
  note();
}

function note() {
  $("list-note").textContent = state.rows.size === 0 ? "No request."
    : state.rows.size === maxRows ? `The latest ${maxRows} requests. Filter to see others.` : "";
}

function live(text, style) {
  $("live").textContent = text;
  $("live").className = `tag ${style}`;
}

// follow reads the stream of requests until another one begins. After an error it opens
// the stream again.
async function follow() {
  stopStream();
  const mine = new AbortController();
  state.stream = mine;
  const filter = Object.fromEntries([...new FormData($("filter-form"))].map(([name, value]) => [name, value.trim()]));
  for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
    clearRows();
    try {
      const response = await request("GET", query("requests/stream", { ...filter, limit: maxRows }), { signal: mine.signal });
      if (!response.ok) throw await refusal(response);
      if ($("message").textContent === unreachable) say("");
      live("live", "good");
      wait = 500;
      await readEvents(response.body, mine.signal);
    } catch (error) {
      if (mine.signal.aborted) return;
      say(error instanceof Refusal ? error.message : unreachable);
      if (error instanceof Refusal && error.status < 500) {
        live("stopped", "bad");
        return;
      }
    }
    if (mine.signal.aborted) return;
    live("reconnecting", "bad");
    await new Promise((done) => setTimeout(done, wait));
    if (mine.signal.aborted) return;
  }
}

async function readEvents(body, signal) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let buffered = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done || signal.aborted) return;
    const events = (buffered + value).split("\n\n");
    buffered = events.pop();
    for (const event of events) takeEvent(event);
    note();
  }
}

function takeEvent(text) {
  const fields = Object.fromEntries(text.split("\n").map((line) => {
    const colon = line.indexOf(": ");
    return [line.slice(0, colon), line.slice(colon + 2)];
  }));
  if (fields.event === "cleared") clearRows();
  if (fields.event === "request") addRow(JSON.parse(fields.data));
}

function statusStyle(status) {
  return status === 0 || status >= 500 ? "bad" : status >= 400 ? "warn" : status >= 300 ? "" : "good";
}

function addRow(r) {
  const tags = [];
  if (r.fault) tags.push(el("span", { class: "tag bad", title: r.fault }, "fault"));
  if (r.replay_of) tags.push(el("span", { class: "tag" }, "replay"));
  const row = el("tr", { class: "fresh" },
    cell(r.id, "number"),
    el("td", { class: "nowrap", title: r.time }, r.time.slice(11, 19)),
    el("td", null,
      el("button", { type: "button", class: "plain", click: () => go(r.id) }, el("span", { class: "mono" }, `${r.method} ${r.path}`)), " ",
      ...tags, el("br"), el("span", { class: "quiet" }, r.operation || "unknown operation")),
    el("td", { class: `number ${statusStyle(r.status)}` }, r.status || "none"),
    cell(r.account || ""));
  const id = String(r.id);
  if (id === state.open) row.classList.add("open");
  state.rows.set(id, row);
  $("list").tBodies[0].prepend(row);
  if (state.rows.size > maxRows) {
    const [oldest, last] = state.rows.entries().next().value;
    state.rows.delete(oldest);
    last.remove();
  }
}

function go(id) {
  location.hash = id === null ? "requests" : `requests/${id}`;
}

async function open(id) {
  const before = state.rows.get(state.open);
  if (before) before.classList.remove("open");
  const had = state.open !== null;
  state.open = id;
  document.querySelector(".split").classList.toggle("both", id !== null);
  if (id === null) {
    if (had && before && $("detail").contains(document.activeElement)) before.querySelector("button").focus();
    $("detail").hidden = true;
    return;
  }
  const row = state.rows.get(id);
  if (row) {
    row.classList.add("open");
    row.scrollIntoView({ block: "nearest" });
  }
  await attempt(async () => {
    const r = await call("GET", `requests/${encodeURIComponent(id)}`);
    if (state.open !== id) return;
    showRequest(r);
    $("detail").hidden = false;
    $("detail").scrollTop = 0;
    if (!had) $("detail").focus();
  });
}

function pathAndQuery(r) {
  const parameters = new URLSearchParams();
  for (const [name, values] of Object.entries(r.query || {})) for (const value of values) parameters.append(name, value);
  const text = parameters.toString();
  return text ? `${r.path}?${text}` : r.path;
}

function showRequest(r) {
  $("detail-title").textContent = `#${r.id} ${r.method} ${pathAndQuery(r)}`;
  const key = !r.idempotency_key ? "none" : r.replay_of ? `${r.idempotency_key} (replay of ${r.replay_of})` : r.idempotency_key;
  const facts = {
    Status: r.status || "none: a fault replaced the response", Operation: r.operation || "unknown", Account: r.account || "none", Time: r.time,
    "Request ID": r.request_id, "Idempotency key": key, Committed: r.committed ? "yes" : "no", Fault: r.fault || "none",
  };
  $("facts").replaceChildren(...Object.entries(facts).flatMap(([name, value]) => [
    el("dt", null, name), el("dd", name === "Status" ? { class: statusStyle(r.status) } : null, value),
  ]));
  $("headers").textContent = Object.entries(r.headers || {}).flatMap(([name, values]) => values.map((value) => `${name}: ${value}`)).join("\n");
  $("request-body").textContent = pretty(r.request_text) || "(empty)";
  $("response-body").textContent = pretty(r.response_text) || "(empty)";
  $("ledger").replaceChildren(r.ledger.length ? ledgerTable(r.ledger) : el("p", { class: "quiet" }, "None"));
  $("effects").replaceChildren(r.events.length ? eventTable(r) : el("p", { class: "quiet" }, "None"));
  $("curl").value = curl(r);
  $("curl").hidden = true;
  $("copy").textContent = "Copy as curl";
}

function ledgerTable(entries) {
  const rows = entries.flatMap((entry) => entry.postings.map((posting, i) => el("tr", null,
    cell(i ? "" : entry.height, "number"), el("td", { class: "mono" }, posting.holder),
    cell(posting.amount, "number"), cell(entry.denom))));
  return el("table", null,
    el("thead", null, el("tr", null, el("th", { class: "number" }, "Height"), el("th", null, "Holder"), el("th", { class: "number" }, "Amount"), el("th", null, "Denom"))),
    el("tbody", null, ...rows));
}

function eventTable(r) {
  const rows = r.events.map((event) => el("tr", null,
    el("td", null, event.type, el("br"), el("span", { class: "quiet mono" }, event.id)),
    el("td", null, ...deliveries(r.deliveries.filter((d) => d.delivery.event_id === event.id)))));
  return el("table", null,
    el("thead", null, el("tr", null, el("th", null, "Event"), el("th", null, "Deliveries"))), el("tbody", null, ...rows));
}

function deliveries(list) {
  if (!list.length) return ["none"];
  return list.map((d) => {
    const attempts = d.delivery.attempts || [];
    const last = attempts[attempts.length - 1];
    const result = last ? `, attempt ${last.number}: ${last.status_code || last.error}` : "";
    const style = { succeeded: "good", failed: "bad" }[d.delivery.status] || "";
    return el("div", null, el("span", { class: style }, d.delivery.status), `${result} `, el("span", { class: "quiet" }, d.url));
  });
}

// pretty indents JSON and keeps every token as it is: JSON.parse would change numbers.
function pretty(text) {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  const tokens = text.match(/"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g);
  let out = "";
  let depth = 0;
  tokens.forEach((token, i) => {
    const before = tokens[i - 1];
    const afterOpening = before === "{" || before === "[";
    const closing = token === "}" || token === "]";
    if (closing) depth--;
    if (closing ? !afterOpening : afterOpening || before === ",") out += "\n" + "  ".repeat(depth);
    out += token === ":" ? ": " : token;
    if (token === "{" || token === "[") depth++;
  });
  return out;
}

// Headers that curl or the network sets.
const ownHeaders = new Set(["accept-encoding", "connection", "content-length", "user-agent", "te", "transfer-encoding"]);

// curl returns the request as a command for a POSIX shell. Secrets are masked already.
function curl(r) {
  const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const method = r.method === "HEAD" ? "--head" : `-X ${/^[A-Z]+$/.test(r.method) ? r.method : quote(r.method)}`;
  const parts = [`curl --globoff ${method} ${quote(new URL(root.href).origin + pathAndQuery(r))}`];
  for (const [name, values] of Object.entries(r.headers || {})) {
    if (ownHeaders.has(name.toLowerCase())) continue;
    for (const value of values) parts.push(`-H ${quote(value === "" ? `${name};` : `${name}: ${value}`)}`);
  }
  if (r.request_text) parts.push(`--data-raw ${quote(r.request_text)}`);
  return parts.join(" \\\n  ");
}

async function copy() {
  const field = $("curl");
  field.hidden = false;
  try {
    await navigator.clipboard.writeText(field.value);
    $("copy").textContent = "Copied";
  } catch { // no permission, or no secure context
    field.select();
    $("copy").textContent = document.execCommand("copy") ? "Copied" : "Press Ctrl+C to copy";
  }
}

// move opens the next older (1) or newer (-1) request.
function move(by) {
  const rows = [...$("list").tBodies[0].rows];
  if (!rows.length) return;
  const at = rows.indexOf(state.rows.get(state.open));
  const to = rows[Math.min(Math.max(at < 0 ? 0 : at + by, 0), rows.length - 1)];
  go(to.cells[0].textContent);
}

$("copy").addEventListener("click", copy);
$("close").addEventListener("click", () => go(null));
$("filter-form").addEventListener("submit", (event) => {
  event.preventDefault();
  say("");
  follow();
});
$("filter-form").addEventListener("reset", () => setTimeout(() => { // after the fields are empty
  say("");
  follow();
}));
$("clear-requests").addEventListener("click", () => attempt(() => call("DELETE", "requests")));

// Faults

async function refreshFaults() {
  if (!state.presets) {
    state.presets = (await call("GET", "faults/presets")).data;
    $("preset").replaceChildren(...state.presets.map((preset) => el("option", null, preset.name)));
    showPreset();
  }
  const list = await call("GET", "faults");
  fill($("rules-list"), list.data, (f) => f.id, (f) => el("tr", null,
    cell(f.id), cell(f.rule, "mono"), cell("", "number"), cell("", "number"), cell("", "number"),
    el("td", null, el("button", { type: "button", "aria-label": `Remove ${f.id}`, click: () => removeFault(f.id) }, "Remove"))),
  (row, f) => setCells(row, 2, [f.matched, f.fired, f.optional ? "optional" : f.left]));
  $("faults-note").textContent = list.data.length ? "" : "No rule.";
}

function showPreset() {
  $("preset-rules").textContent = state.presets.find((preset) => preset.name === $("preset").value).rules.join("\n");
}

const faultCall = (method, path, body) => attempt(async () => {
  await call(method, path, body);
  await refreshFaults();
});

const removeFault = (id) => faultCall("DELETE", `faults/${encodeURIComponent(id)}`);

$("fault-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await faultCall("POST", "faults", $("rules").value)) $("rules").value = "";
});
$("preset").addEventListener("change", showPreset);
$("add-preset").addEventListener("click", () => faultCall("POST", "faults", $("preset").value));
$("clear-faults").addEventListener("click", () => faultCall("DELETE", "faults"));

// Shortcuts

const shortcuts = {
  1: () => jump("overview"), 2: () => jump("requests"), 3: () => jump("faults"),
  "?": () => $("help").showModal(),
  "/": () => ({ overview: $("search"), requests: $("filter-account"), faults: $("rules") })[state.view].focus(),
  j: () => state.view === "requests" && move(1),
  k: () => state.view === "requests" && move(-1),
  c: () => state.view === "requests" && state.open && copy(),
  Escape: () => state.view === "requests" && state.open && go(null),
};

function jump(view) {
  location.hash = view;
  $("main").focus();
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea, select") && !event.target.readOnly;
  if (event.ctrlKey || event.metaKey || event.altKey || typing || $("help").open || !$("token-view").hidden) return;
  const shortcut = shortcuts[event.key];
  if (!shortcut) return;
  event.preventDefault();
  shortcut();
});
$("help-open").addEventListener("click", () => $("help").showModal());

// The link has no token, so the script downloads the document.
document.querySelector(".links a").addEventListener("click", (event) => {
  if (!sessionStorage.getItem(tokenKey)) return;
  event.preventDefault();
  attempt(async () => {
    const response = await request("GET", "openapi.json");
    if (!response.ok) throw await refusal(response);
    const link = el("a", { href: URL.createObjectURL(await response.blob()), download: "openapi.json" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
});

// Start

async function start() {
  await attempt(async () => {
    $("version").textContent = (await call("GET", "health")).version;
  });
  route();
}

window.addEventListener("hashchange", route);
document.addEventListener("visibilitychange", poll);
setInterval(poll, pollEvery);
setInterval(showClock, 250);
start();
