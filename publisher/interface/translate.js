/* The translate screen: the list of texts, the editor of one, and the page, which follows. */

import { boxes, fill, fit, put, same, select, values } from "./boxes.js";
import { ask, focus, hear, onChange, parsed, post, say, swap, Unreachable, whenBack } from "./core.js";
import { dress } from "./dress.js";
import { List } from "./list.js";
import { Preview } from "./preview.js";
import * as typed from "./typed.js";

const CHECK = 250; // milliseconds that the checks wait after the last key
const KEEP = 500;
const NEWS = 200;
const desk = document.getElementById("desk");
const editor = document.getElementById("editor");
const frame = document.getElementById("page");
const { place } = desk.dataset;
const list = new List((unit) => {
  show("write");
  if (unit === text?.unit) focusBox();
});
const preview = frame && new Preview(frame, (id) => {
  const unit = list.unitAt(id);
  if (unit) go(unit);
  return Boolean(unit);
});

/* The text in the editor: its unit; `base`, what the file held; `shown`, what the boxes were filled with; `name`, theirs
   since then; `seen`, what somebody else wrote and the person has answered; `box`, the one that was written in last;
   `waiting`, a button that is to be pressed again when the server answers. */
let text = null;
let asked = 0;
let renewed = 0;
const timers = {};

/* --- Which text is open ---------------------------------------------------------------------------- */

/** Go to a text; opening it follows from the address. */
function go(unit) {
  if (`#${unit}` === location.hash) open(unit);
  else location.hash = unit;
}

async function open(unit, willWrite = true) {
  if (!list.row(unit)) return;
  const mine = (asked += 1);
  show("write");
  point(unit);
  const fragment = await fetched(unit);
  if (mine !== asked) return;
  if (!fragment) {
    if (text) point(text.unit); // it stays open, and what is typed in it is safe
    return;
  }
  const first = !editor.querySelector(".unit");
  leave();
  editor.replaceChildren(fragment);
  begin(unit);
  if (!first) document.getElementById("unit").scrollIntoView(); // a text is read from its beginning
  if (willWrite) focusBox();
}

/** Say in the list, on the page and in the address which text is open. */
function point(unit) {
  history.replaceState(null, "", unit ? `#${unit}` : location.pathname);
  list.mark(unit);
  const places = list.places(unit);
  preview?.show(places);
  const nowhere = document.getElementById("nowhere");
  if (nowhere) nowhere.hidden = !unit || places.length > 0;
}

/** The editor of a text as HTML, after the server has all that was typed for it; null if it cannot be had now. */
async function fetched(unit) {
  try {
    await typed.send(path(unit));
    const answer = await ask(`unit/${place}/${unit}`);
    if (answer.ok) return parsed(await answer.text());
    if (answer.status === 404) await refresh();
  } catch (fault) {
    if (!(fault instanceof Unreachable)) throw fault;
    timers.unit = unit; // to be opened when the server is back
  }
  return null;
}

function begin(unit) {
  const article = document.getElementById("unit");
  const left = typed.left(path(unit)) ?? { base: JSON.parse(article.dataset.began), shown: values(), box: typed.box() };
  if (left.targets) fill(left.targets); // and it is their base that a save must tell
  text = { unit, base: left.base, shown: left.shown, name: left.box, seen: null, box: boxes()[0], waiting: "" };
  dress(editor);
  for (const box of boxes()) fit(box);
  bringUp();
}

/** Leave a text: what is typed goes to the server. */
function leave() {
  stop();
  if (text) {
    list.begun(text.unit, isTyped());
    keep();
  }
  text = null;
}

function stop() {
  clearTimeout(timers.keep);
  clearTimeout(timers.check);
}

/** The texts are as they are now; the one in the editor may be gone. */
async function refresh() {
  const answer = await ask(`rows/${place}`);
  if (!answer.ok) return;
  const fresh = await answer.text();
  const at = text ? list.position(text.unit) : -1;
  list.renew(fresh);
  if (text && !list.row(text.unit)) await replaced(list.at(at));
}

/** The text in the editor is gone, because its English was edited: open what stands in its place now. What was typed is
    shown above it, and below the list. */
async function replaced(unit) {
  await keep();
  const written = isTyped() ? values() : null;
  await open(unit, !written);
  if (text?.unit !== unit) return;
  if (!written) {
    say("renewed", 4);
    return;
  }
  editor.prepend(document.getElementById("gone").content.cloneNode(true));
  editor.querySelector(".gone textarea").value = written.join("\n\n");
  focus(editor.querySelector(".gone h2"));
  await refresh();
}

function finished() {
  leave();
  asked += 1;
  point("");
  editor.replaceChildren(document.getElementById("finished").content.cloneNode(true));
  focus(editor.querySelector("h2"));
}

/** Go to the next text to work on, or to the one before. */
function step(way) {
  const unit = list.next(text?.unit ?? "", way);
  if (unit) go(unit);
  else if (text && !isOpen() && !isTyped()) finished();
}

/* --- The boxes ------------------------------------------------------------------------------------- */

function path(unit = text.unit) {
  return `${place}/${unit}`;
}

function isTyped() {
  return !same(values(), text.base);
}

/** Hold in this browser what stands in the boxes. */
function hold() {
  typed.hold(path(), { targets: values(), base: text.base, shown: text.shown, box: text.name });
}

function isOpen() {
  return document.getElementById("unit").dataset.state !== "translated";
}

function mayEdit() {
  return document.getElementById("unit")?.dataset.mayEdit === "1";
}

/** Put the focus where the person writes. */
function focusBox() {
  if (!text?.box) return;
  const box = text.box;
  box.focus({ preventScroll: !text.begun });
  if (!text.begun) box.setSelectionRange(box.value.length, box.value.length);
  text.begun = true;
}

/** How far into its text the caret is, from 0 to 1. */
function along() {
  const { box } = text;
  return box?.value ? box.selectionStart / box.value.length : 0;
}

editor.addEventListener("focusin", (event) => {
  if (text && event.target.closest(".boxes .box")) text.box = event.target;
});

editor.addEventListener("input", (event) => {
  if (!text || !event.target.closest(".boxes .box")) return;
  const since = performance.now();
  text.box = event.target;
  bringUp(since);
  fit(event.target);
  hold();
  tellTyped("typing");
  clearTimeout(timers.keep);
  clearTimeout(timers.check);
  timers.keep = setTimeout(keep, KEEP);
  timers.check = setTimeout(check, CHECK);
});

/* --- What follows the keys: the page, the checks, the keeping --------------------------------------- */

/** Bring the page up to date with the boxes: what is not finished is shown in its place as well, while it is open. */
function bringUp(since) {
  if (!preview) return;
  if (isTyped() || (isOpen() && values().some((one) => one.trim()))) preview.update(`preview/${path()}`, { targets: values() }, since, along());
  else preview.update(`/site/${place}.html`, null, since, along());
}

async function check() {
  const { unit } = text;
  const targets = values().map((one) => one.trimEnd()); // the space before the next word is no mistake
  const answer = await post(`check/${path()}`, { targets }, { quiet: true }).catch(() => null);
  if (!answer?.ok || text?.unit !== unit || !same(targets, values())) return;
  const found = document.getElementById("found");
  const before = document.getElementById("findings-sum")?.textContent;
  const open = document.getElementById("absent")?.open;
  swap(found, await answer.text());
  text.checked = targets;
  document.getElementById("absent")?.toggleAttribute("open", open);
  const now = document.getElementById("findings-sum").textContent;
  if (now !== before && targets.some(Boolean)) hear(now);
}

async function keep() {
  const { unit } = text;
  const done = await typed.send(path()).catch(() => false);
  if (text?.unit === unit) tellKept(done);
  return done;
}

function tellKept(done) {
  if (!typed.held(path())) {
    list.begun(text.unit, isTyped());
    tellTyped(isTyped() ? "kept" : "");
  } else if (!done) {
    tellTyped("here");
  }
}

function tellTyped(what) {
  const sign = document.getElementById("typed");
  if (sign) sign.dataset.typed = what;
}

function leavePage() {
  if (text) typed.sendLast(path());
}

addEventListener("pagehide", leavePage);
document.addEventListener("visibilitychange", () => document.hidden && leavePage());

/* --- Saving ---------------------------------------------------------------------------------------- */

async function save(draft) {
  if (!text || !mayEdit() || text.busy) return;
  const targets = values();
  if (!draft && targets.some((one) => !one.trim())) {
    say("empty");
    boxes().find((box) => !box.value.trim()).focus();
    return;
  }
  if (!draft && !isTyped() && !isOpen()) {
    step(1);
    return;
  }
  const { unit } = text;
  text.busy = true;
  text.waiting = "";
  stop();
  try {
    await typed.settled(); // so that nothing older comes behind
    const answer = await post(`save/${path()}`, { targets, base: text.seen ?? text.base, shown: text.shown, box: text.name, draft });
    await saved(answer, unit, targets, draft);
  } catch (fault) {
    if (!(fault instanceof Unreachable)) throw fault;
    if (text?.unit === unit) text.waiting = draft ? "draft" : "done";
    say("waiting");
  } finally {
    if (text) text.busy = false;
  }
}

async function saved(answer, unit, targets, draft) {
  if (answer.status === 409) {
    typed.drop(path(unit));
    if (text?.unit === unit) dispute(parsed(await answer.text()));
  } else if (answer.status === 410) {
    typed.drop(path(unit));
    await refresh();
  } else if (answer.ok) {
    const { rows, now, contested } = await answer.json();
    await accepted(unit, targets, { rows, now, draft: draft || contested });
    if (contested) say("contested");
  }
}

async function accepted(unit, targets, { rows, now, draft }) {
  const more = text?.unit === unit && !same(values(), targets);
  const later = text?.unit !== unit && typed.held(path(unit));
  if (later && !same(later.targets, targets)) {
    typed.hold(path(unit), { ...later, base: now }); // typed before another text was opened
    typed.send(path(unit)).catch(() => {});
  } else if (!more) {
    typed.drop(path(unit));
  }
  list.renew(rows);
  hear(document.getElementById("left").textContent);
  if (text?.unit !== unit) return;
  text.base = now;
  text.seen = null;
  document.getElementById("dispute").replaceChildren();
  if (more) {
    hold(); // typed while it was being saved: that is not finished
    keep();
  } else {
    tellTyped("");
  }
  if (!draft && !more) {
    const next = list.next(unit, 1);
    if (next && next !== unit) go(next);
    else finished();
    return;
  }
  if (draft) say("drafted", 3);
  await renew();
}

/* --- News from elsewhere ---------------------------------------------------------------------------- */

/** Bring everything around the boxes up to date; the boxes only where nothing is typed in them. */
async function renew() {
  if (!text) return;
  const was = text.base;
  let fresh = await around();
  if (!fresh) return;
  let base = JSON.parse(fresh.dataset.base);
  const changed = !same(base, was);
  if (changed && isTyped() && !same(values(), base)) {
    hold(); // the server may have dropped it since, because another tab was used
    fresh = await around();
    if (!fresh) return;
    base = JSON.parse(fresh.dataset.base);
  }
  if (!isTyped() || same(values(), base)) {
    const shown = values();
    text.base = JSON.parse(fresh.dataset.began);
    text.shown = [...fresh.querySelectorAll(".boxes .box")].map((box) => box.defaultValue);
    text.name = typed.box();
    fill(text.shown);
    if (changed && !same(shown, values())) say("renewed", 4);
  }
  tellKept(true);
  refill(fresh);
  if (changed && document.getElementById("conflict")) say("elsewhere");
}

/** The editor of the text that is open as the server has it; null if it cannot be had, another one is open now, or a newer
    answer is on its way or here: one that was late must not bring back what was settled since. */
async function around() {
  const { unit } = text;
  const mine = (renewed += 1);
  const fragment = await fetched(unit);
  return mine === renewed && text?.unit === unit ? fragment?.querySelector("#unit") : null;
}

/** Put fresh parts in place of those that have changed. */
function refill(fresh) {
  const article = document.getElementById("unit");
  article.dataset.state = fresh.dataset.state;
  dress(fresh);
  for (const part of article.querySelectorAll("[data-part]")) {
    const now = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (part.id === "dispute" && text.seen && same(text.seen, JSON.parse(fresh.dataset.base))) continue; // answered
    if (now && !part.isEqualNode(now)) swap(part, now);
  }
}

function dispute(fragment) {
  renewed += 1;
  text.seen = null;
  document.getElementById("dispute").replaceChildren(fragment);
  focus(document.getElementById("conflict-title"));
}

async function news() {
  await refresh();
  if (text?.busy) return; // nothing may be kept behind a save; what comes after it is up to date
  await renew();
  if (text) bringUp();
}

onChange((what) => {
  const [locale] = place.split("/");
  if (!what.some((one) => !one.includes("/") || one.startsWith(`${locale}/`))) return;
  // Several at once are one; and after a save of our own the next text comes first.
  clearTimeout(timers.news);
  timers.news = setTimeout(() => news().catch(absent), NEWS);
});

whenBack(() => back().catch(absent));

async function back() {
  await typed.sendAll();
  const { unit } = timers;
  timers.unit = "";
  if (unit && text?.unit !== unit) await open(unit);
  else if (text?.waiting) await save(text.waiting === "draft");
  else await news();
}

function absent(fault) {
  if (!(fault instanceof Unreachable)) throw fault;
}

/* --- Buttons ---------------------------------------------------------------------------------------- */

/** Show the list, the editor or the page, where there is no room for all. */
function show(view) {
  desk.dataset.view = view;
  for (const one of desk.querySelectorAll("[data-show]")) one.setAttribute("aria-pressed", one.dataset.show === view);
  for (const box of boxes()) fit(box);
}

const ACTS = {
  done: () => save(false),
  draft: () => save(true),
  next: () => step(1),
  previous: () => step(-1),
  term: (button) => put(text.box, button.dataset.text, text.box.selectionStart, text.box.selectionEnd),
  use: (button) => use(JSON.parse(button.dataset.texts)),
  "copy-source": () => use(boxes().map((box) => box.dataset.source)),
  undo: () => use(text.base),
  fix: (button) => repair(boxes()[button.dataset.form], button.dataset.text),
  where: (button) => select(boxes()[button.dataset.form], Number(button.dataset.at)),
  waive: (button) => waive(button),
  remark: () => remark(),
  copy: (button) => copy(document.getElementById(button.dataset.from)),
  discard: (button) => discard(button.dataset.unit),
  "take-mine": () => {
    text.base = theirs();
    answered();
  },
  "take-theirs": () => takeTheirs(),
  "take-both": () => answered(), // what the file held stays: opened again, both are shown again
};

document.getElementById("main").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.act) ACTS[button.dataset.act](button);
  if (button?.dataset.show) show(button.dataset.show);
});

/** Put texts into the boxes; one text for many boxes goes into the one that was written in last. */
function use(texts) {
  if (texts.length === boxes().length) boxes().forEach((box, number) => put(box, texts[number]));
  else put(text.box, texts[0]);
  focusBox();
}

/** Make one change that the checks offer, if what they looked at still stands there. */
function repair(box, wanted) {
  const had = text.checked?.[boxes().indexOf(box)] ?? box.defaultValue;
  let start = 0;
  while (start < had.length && had[start] === wanted[start]) start += 1;
  let after = 0;
  const most = Math.min(had.length, wanted.length) - start;
  while (after < most && had.at(-1 - after) === wanted.at(-1 - after)) after += 1;
  const end = had.length - after;
  if (box.value.startsWith(had.slice(0, end))) put(box, wanted.slice(start, wanted.length - after), start, end);
  else check();
}

function theirs() {
  return JSON.parse(document.getElementById("conflict").dataset.theirs);
}

/** The person goes on with what stands in the boxes; the other text stays beside it until that is done. */
function answered() {
  text.seen = theirs();
  document.getElementById("conflict").dataset.answered = "1";
  hold();
  keep();
  focusBox();
}

/** Put into the boxes what the file has; what stood in them is kept, and offered below. */
async function takeTheirs() {
  const texts = theirs();
  const { unit } = text;
  hold();
  if (!(await keep()) || text?.unit !== unit) return;
  text.base = texts;
  text.seen = null;
  use(texts);
  hold();
  stop();
  document.getElementById("dispute").replaceChildren();
  await keep();
  await renew();
  if (text) bringUp();
}

async function remark() {
  const box = document.getElementById("remark-text");
  if (await remarked({ text: box.value })) box.value = "";
}

async function waive({ dataset }) {
  const reason = document.getElementById(dataset.reason);
  if (!reason.value.trim()) reason.focus();
  else if (await remarked({ text: reason.value, check: dataset.check })) await check();
}

async function remarked(value) {
  if (!value.text.trim()) return false;
  const answer = await post(`remark/${path()}`, value).catch(absent);
  if (!answer?.ok) return false;
  swap(document.getElementById("remarks"), await answer.text());
  say("remarked", 3);
  return true;
}

function copy(box) {
  box.select();
  document.execCommand("copy"); // the newer way is closed to addresses without encryption
  say("copied", 3);
}

async function discard(unit) {
  const answer = await post(`keep/${path(unit)}`, { targets: [], base: [] }).catch(absent);
  if (answer?.ok) await refresh().catch(absent);
}

/* --- Keys ------------------------------------------------------------------------------------------- */

function offer() {
  const all = [...editor.querySelectorAll('.suggestion [data-act="use"]')];
  if (!all.length) return;
  text.offered = ((text.offered ?? -1) + 1) % all.length;
  use(JSON.parse(all[text.offered].dataset.texts));
}

function wanted(event) {
  const { key, code } = event;
  const control = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  const alt = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (control && key === "Enter") return event.target.id === "remark-text" ? remark : ACTS.done;
  if (control && (code === "KeyS" || key.toLowerCase() === "s")) return ACTS.draft;
  if (alt && key === "ArrowDown") return ACTS.next;
  if (alt && key === "ArrowUp") return ACTS.previous;
  if (alt && key === "Enter" && mayEdit()) return offer;
  if (alt && code === "Digit0" && mayEdit()) return ACTS["copy-source"];
  if (alt && /^Digit[1-9]$/.test(code)) {
    const button = editor.querySelectorAll('[data-act="term"]')[code.at(-1) - 1];
    return button && (() => button.click());
  }
  if (key === "Escape" && event.target.closest(".boxes .box")) return () => list.focus();
  if (["?", "؟"].includes(key) && !event.target.closest("input, textarea")) return help;
  return null;
}

function help() {
  document.getElementById("keys").showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  const act = wanted(event);
  if (!act) return;
  event.preventDefault();
  act();
});
document.getElementById("help").addEventListener("click", help);

/* --- The beginning ---------------------------------------------------------------------------------- */

addEventListener("hashchange", () => open(location.hash.slice(1)).catch(absent));

const from = list.row(location.hash.slice(1)) ? location.hash.slice(1) : list.first();
typed.sendAll().catch(absent).then(() => open(from, matchMedia("(pointer: fine)").matches)).catch(absent);
