/* What is typed and not finished. It is in this browser until the server has it, so that neither a crash of the one nor of
   the other loses a word. */

import { post } from "./core.js";

const { workspace, person } = document.body.dataset;
const mine = `publish:${workspace}:${person}:`;
let sending = Promise.resolve();

/** Hold what stands in the boxes of a text.
    @param path the text: "ar/2026-01-aleppo/u1234abcd"
    @param value {targets, base}: the boxes, and what the file held when they were filled */
export function hold(path, value) {
  try {
    localStorage.setItem(mine + path, JSON.stringify(value));
  } catch {
    // No room, or none allowed: then the server alone keeps it.
  }
}

/** What this browser holds of a text and the server does not, or null. */
export function held(path) {
  return JSON.parse(localStorage.getItem(mine + path));
}

/** Hold it no longer: it is finished. */
export function drop(path) {
  localStorage.removeItem(mine + path);
}

/** Send what is held of a text, after all that is on its way already. Answers whether the server has everything. */
export function send(path) {
  const after = sending.then(() => deliver(path));
  sending = after.catch(() => {});
  return after;
}

/** Wait for all that is on its way. */
export function settled() {
  return sending;
}

/** Send whatever is held of this workspace. */
export async function sendAll() {
  const keys = Object.keys(localStorage).filter((one) => one.startsWith(mine));
  for (const key of keys) await send(key.slice(mine.length));
}

/** Send it now, whatever becomes of the page. */
export function sendLast(path) {
  const text = localStorage.getItem(mine + path);
  if (text) post(`keep/${path}`, JSON.parse(text), { keepalive: true, quiet: true }).catch(() => {});
}

async function deliver(path) {
  const text = localStorage.getItem(mine + path);
  if (!text) return true;
  const answer = await post(`keep/${path}`, JSON.parse(text));
  // What was typed since is sent by who typed it.
  if (answer.ok && localStorage.getItem(mine + path) === text) drop(path);
  return answer.ok;
}
