/* What is typed and not finished. It is in this browser until the server has it, so that neither a crash of the one nor of
   the other loses a word. */

import { post } from "./core.js";

const { workspace, person } = document.body.dataset;
const mine = `publish:${workspace}:${person}:`;
const tab = [...crypto.getRandomValues(new Uint32Array(2))].join("-"); // two tabs do not write over each other
let filled = 0;
let refused = false;
let sending = Promise.resolve();

/** A new name for the boxes of a text, which are filled now: what is sent under one name is one text, farther along. */
export function box() {
  return `${tab}.${(filled += 1)}`;
}

/** Hold what stands in the boxes of a text.
    @param path the text: "ar/2026-01-aleppo/u1234abcd"
    @param value {targets, base, shown, box}: what stands in them, what the file held when they were filled, with what
    that was done, and their name */
export function hold(path, value) {
  try {
    localStorage.setItem(own(path), JSON.stringify(value));
  } catch {
    // No room, or none allowed: then the server alone keeps it.
  }
}

/** What this tab holds of a text and the server does not, or null. */
export function held(path) {
  return read(own(path));
}

/** What this browser holds of a text, to be gone on from, or null; it may be from another tab, which may still be open. */
export function left(path) {
  const other = held(path) ? null : read(keys(`@${path}`)[0] ?? "");
  return other ? { ...other, shown: other.targets, box: box() } : held(path);
}

/** Hold it no longer: it is finished. */
export function drop(path) {
  localStorage.removeItem(own(path));
}

/** What is held under a name, or null; what cannot be read gets another name, and stays. */
function read(key) {
  const text = localStorage.getItem(key);
  try {
    return JSON.parse(text);
  } catch {
    localStorage.setItem(`broken:${key}`, text);
    localStorage.removeItem(key);
    return null;
  }
}

function own(path) {
  return `${mine}${tab}@${path}`;
}

function keys(end = "") {
  return Object.keys(localStorage).filter((one) => one.startsWith(mine) && one.endsWith(end));
}

/** Send what is held of a text, after all that is on its way already. Answers whether the server has everything. */
export function send(path, key = own(path)) {
  const after = sending.then(() => deliver(path, key));
  sending = after.catch(() => {});
  return after;
}

/** Wait for all that is on its way. */
export function settled() {
  return sending;
}

/** Send whatever is held of this workspace. */
export async function sendAll() {
  for (const key of keys()) await send(key.slice(key.indexOf("@", mine.length) + 1), key);
}

/** Send it now, whatever becomes of the page. */
export function sendLast(path) {
  const value = held(path);
  if (value) post(`keep/${path}`, value, { keepalive: true, quiet: true }).catch(() => {});
}

async function deliver(path, key) {
  const text = localStorage.getItem(key);
  const value = read(key);
  if (!value) return true;
  const answer = await post(`keep/${path}`, value, { quiet: refused }); // why not is said once
  refused = !answer.ok;
  // What was typed since is sent by who typed it.
  if (answer.ok && localStorage.getItem(key) === text) localStorage.removeItem(key);
  return answer.ok;
}
