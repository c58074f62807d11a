/* The page in its frame. The server makes it, as it makes all pages; here it is brought up to date without a flicker. */

import { ask, post } from "./core.js";

/** Make a tree like another one, touching nothing that is the same already. */
export function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeName !== fresh.nodeName || old.childNodes.length !== fresh.childNodes.length) {
    old.replaceWith(fresh);
  } else if (old.nodeType !== Node.ELEMENT_NODE) {
    old.nodeValue = fresh.nodeValue;
  } else {
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    const others = [...fresh.childNodes];
    [...old.childNodes].forEach((one, number) => morph(one, others[number]));
  }
}

export class Preview {
  #frame;
  #choose;
  #ids = [];
  #along = 0;
  #wanted = null;
  #busy = false;

  /** @param frame the iframe
      @param choose called with the id of an element that was clicked; answers whether it belongs to a text */
  constructor(frame, choose) {
    this.#frame = frame;
    this.#choose = choose;
    frame.addEventListener("load", () => this.#begin());
    new ResizeObserver(() => this.#follow("instant")).observe(frame);
    if (this.#page?.readyState === "complete") this.#begin();
  }

  /** Mark the elements of a text, and go there. */
  show(ids) {
    this.#ids = ids;
    this.#along = 0;
    if (!this.#page) return;
    this.#mark(this.#page);
    this.#follow(matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth");
  }

  /** Bring the page up to date: as the server has it, or with a text that is being typed.
      @param path where the page is asked for
      @param value {targets}, or nothing
      @param since when the key was pressed, if one was
      @param along how far into its text the writer is, from 0 to 1 */
  update(path, value, since = 0, along = this.#along) {
    this.#wanted = { path, value, since };
    this.#along = along;
    if (!this.#busy) this.#work();
  }

  get #page() {
    const page = this.#frame.contentDocument;
    return page?.URL === this.#frame.src ? page : null;
  }

  /* One question at a time; when its answer is there, the newest text is sent, not those between. */
  async #work() {
    this.#busy = true;
    while (this.#wanted) {
      const { path, value, since } = this.#wanted;
      this.#wanted = null;
      const answer = await (value ? post(path, value, { quiet: true }) : ask(path, { quiet: true })).catch(() => null);
      if (answer?.ok) this.#paint(await answer.text(), since);
    }
    this.#busy = false;
  }

  #paint(html, since) {
    const page = this.#page;
    if (!page) return;
    const fresh = new DOMParser().parseFromString(html, "text/html");
    this.#quiet(fresh);
    this.#mark(fresh);
    const { scrollTop } = page.scrollingElement;
    morph(page.body, fresh.body);
    page.scrollingElement.scrollTop = scrollTop;
    this.#follow("instant");
    if (since) performance.measure("preview", { start: since, end: performance.now() });
  }

  #begin() {
    const page = this.#page;
    if (!page) {
      // The server was away.
      if (this.#frame.contentDocument?.URL !== "about:blank") setTimeout(() => (this.#frame.src = this.#frame.src), 3000);
      return;
    }
    const style = page.createElement("link");
    style.rel = "stylesheet";
    style.href = this.#frame.dataset.style;
    page.head.append(style);
    page.addEventListener("click", (event) => this.#clicked(event));
    this.#quiet(page);
    this.#mark(page);
    this.#follow("instant");
  }

  /* Links of the page lead nowhere here (preview.css), so the Tab key passes them by. */
  #quiet(page) {
    for (const link of page.querySelectorAll("a")) link.tabIndex = -1;
  }

  #mark(page) {
    for (const one of page.querySelectorAll("[data-here]")) one.removeAttribute("data-here");
    for (const id of this.#ids) page.getElementById(id)?.setAttribute("data-here", "");
  }

  #clicked(event) {
    for (let one = event.target.closest("[id]"); one; one = one.parentElement?.closest("[id]")) {
      if (this.#choose(one.id)) return;
    }
  }

  /* Bring what is marked into sight; where it is longer than the frame, the line that is being written. */
  #follow(behavior) {
    const place = this.#page?.querySelector("[data-here]");
    if (!place) return;
    const room = this.#frame.clientHeight;
    const { top, height } = place.getBoundingClientRect();
    const fits = height < 0.8 * room;
    const from = fits ? top : top + this.#along * height;
    const to = fits ? top + height : from;
    if (from < 0.1 * room || to > 0.9 * room) {
      this.#frame.contentWindow.scrollBy({ top: from - (fits ? (room - height) / 2 : 0.4 * room), behavior });
    }
  }
}
