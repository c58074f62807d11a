/* What every screen needs: questions to the server, messages, and news from it. There are no words in here: they stand
   in the page, in elements with data-say, or come from the server. */

const meta = document.querySelector('meta[name="publish-token"]');
const since = document.querySelector('meta[name="publish-since"]').content; // which state of all the page shows
const offline = document.getElementById("offline");
const closed = document.getElementById("closed");
const messages = document.getElementById("messages");
const heard = document.getElementById("heard");

/** The language of the interface, as the addresses of the workspace begin. */
export const ui = document.body.dataset.ui;

/** The server cannot be reached. The banner is shown already; nothing needs to be said. */
export class Unreachable extends Error {}

/* --- Questions ------------------------------------------------------------------------------------ */

/** Ask the server: a path below /{ui}/, or one that begins with "/". Answers the Response, whatever its status. What is
    wrong is said to the person, unless `quiet` is set; 404, 409 and 410 are left to who asks. Throws Unreachable. */
export async function ask(path, { quiet = false, ...options } = {}) {
  let answer;
  try {
    answer = await fetch(path.startsWith("/") ? path : `/${ui}/${path}`, options);
  } catch {
    lost();
    throw new Unreachable();
  }
  found();
  if (answer.status === 401) closed.hidden = false;
  else if (answer.ok) known();
  else if (!quiet && ![404, 409, 410].includes(answer.status)) await complain(answer.clone());
  return answer;
}

/** Tell the server something: a value that becomes JSON. */
export function post(path, value, options = {}) {
  return write(path, { body: JSON.stringify(value), ...options }, { "Content-Type": "application/json" });
}

/** Send a file as it is; its name goes along in a header. */
export function send(path, file) {
  const headers = { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(file.name) };
  return write(path, { body: file }, headers);
}

async function write(path, options, headers) {
  const once = (quiet) =>
    ask(path, { ...options, quiet, method: "POST", headers: { ...headers, "X-Publish-Token": meta.content } });
  const answer = await once(true);
  if (answer.status === 403 && (await renewed())) return once(options.quiet);
  if (!answer.ok && !options.quiet && ![401, 404, 409, 410].includes(answer.status)) await complain(answer.clone());
  return answer;
}

/** Whether the page had the token of an earlier visit, because the workspace was opened anew in another tab. */
async function renewed() {
  const page = await ask(location.pathname, { quiet: true });
  const found = new DOMParser().parseFromString(await page.text(), "text/html").querySelector(`[name="${meta.name}"]`);
  if (!page.ok || !found || found.content === meta.content) return false;
  meta.content = found.content;
  return true;
}

/* --- Messages ------------------------------------------------------------------------------------- */

/** Show a message of the page, by its name in data-say, or the words of any element; screen readers say it. */
export function say(what, seconds = 8) {
  const source = typeof what === "string" ? document.querySelector(`[data-say="${what}"]`) : what;
  messages.replaceChildren(...[...source.childNodes].map((one) => one.cloneNode(true)));
  clearTimeout(say.timer);
  say.timer = setTimeout(hush, seconds * 1000);
}

/** Let screen readers say something that others see where it stands. */
export function hear(text) {
  if (heard.textContent !== text) heard.textContent = text;
}

function hush() {
  messages.replaceChildren();
}

messages.addEventListener("click", hush);

async function complain(answer) {
  const html = answer.headers.get("Content-Type")?.startsWith("text/html") ? await answer.text() : "";
  const problem = parsed(html).querySelector(".problem");
  if (problem) say(problem, 20);
  else if (answer.status === 403) say("forbidden");
  else if (answer.status === 413) say("large");
  else say("failed");
}

/* --- Fragments ------------------------------------------------------------------------------------ */

/** The elements of a fragment of HTML. */
export function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** Put a fragment, as HTML or as nodes, in place of what an element holds. Whoever was in it finds the focus where it was:
    at the element of the same id, or else at the element itself. */
export function swap(element, fragment) {
  const inside = element.contains(document.activeElement);
  const id = inside ? document.activeElement.id : "";
  element.replaceChildren(...(typeof fragment === "string" ? parsed(fragment) : fragment).childNodes);
  if (inside) focus((id && document.getElementById(id)) || element);
}

/** Give the focus to an element, even to one that people cannot reach by Tab. */
export function focus(element) {
  if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus();
}

/* --- Whether the server is there ------------------------------------------------------------------ */

const returning = new Set();
let timer = 0;

/** Call something each time the server answers again after it did not. */
export function whenBack(call) {
  returning.add(call);
}

function lost() {
  offline.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(retry, 3000);
}

function found() {
  clearTimeout(timer);
  if (offline.hidden) return;
  offline.hidden = true;
  say("back");
  goOn();
}

/** The server knows who this is; perhaps it did not until now. */
function known() {
  if (closed.hidden) return;
  closed.hidden = true;
  goOn();
}

function goOn() {
  if (stream?.readyState === EventSource.CLOSED) listen();
  for (const call of returning) call();
}

function retry() {
  ask("/interface/core.js", { method: "HEAD", quiet: true }).catch(() => {});
}

document.getElementById("retry").addEventListener("click", retry);

/* --- News ----------------------------------------------------------------------------------------- */

const listening = new Set();
let stream = null;

/** Call something with the list of what has changed: "ar/2026-01-aleppo", "source" and so on; with ["*"] when news may
    have been missed. */
export function onChange(call) {
  listening.add(call);
  if (!stream && !document.hidden) listen();
}

function tell(what) {
  for (const call of listening) call(what);
}

function listen() {
  let opened = false;
  stream = new EventSource(`/events?since=${since}`);
  stream.addEventListener("open", () => {
    found();
    if (opened) tell(["*"]); // it was interrupted
    opened = true;
  });
  stream.addEventListener("change", (event) => tell(JSON.parse(event.data).what));
  stream.addEventListener("error", () => {
    if (stream?.readyState === EventSource.CONNECTING) lost();
    else retry(); // refused, not interrupted: to be told why
  });
}

/* A browser allows six connections to a server, and each stream is one: a tab that nobody looks at gives it back. */
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    stream?.close();
    stream = null;
  } else if (listening.size && !stream) {
    listen();
    tell(["*"]);
  }
});

/* --- Languages ------------------------------------------------------------------------------------ */

/* The same place in another language: what stands behind the # as well, at the moment of the click. */
for (const link of document.querySelectorAll(".languages a")) {
  link.addEventListener("click", () => {
    link.hash = location.hash;
  });
}
