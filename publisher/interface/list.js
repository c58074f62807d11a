/* The list of texts: filters, search, the keys, and rows that change while it is looked at. */

import { focus, parsed, swap } from "./core.js";

/* Search forgives marks and letter forms that keyboards differ in. */
function plain(text) {
  return text.normalize("NFKD").replace(/[\p{M}\u0640]/gu, "").toLowerCase();
}

const FILTERS = {
  all: () => true,
  open: (row) => row.dataset.state !== "translated" || row.dataset.kept === "1",
  changed: (row) => row.dataset.changed === "1",
  found: (row) => Number(row.dataset.errors) + Number(row.dataset.warnings) > 0,
};

export class List {
  #root = document.getElementById("list");
  #search = document.getElementById("search");
  #filters = [...document.querySelectorAll('[name="filter"]')];
  #number;
  #unit = "";

  /** @param choose called with the unit of a row that is chosen once more */
  constructor(choose) {
    const { lang } = document.documentElement;
    this.#number = new Intl.NumberFormat(lang, { numberingSystem: document.getElementById("desk").dataset.digits });
    const kept = sessionStorage.getItem("filter");
    for (const one of this.#filters) {
      one.checked = one.value === (kept || "all");
      one.addEventListener("change", () => this.#filter());
    }
    this.#search.addEventListener("input", () => this.#filter());
    this.#root.addEventListener("keydown", (event) => this.#key(event));
    this.#root.addEventListener("click", (event) => {
      const row = event.target.closest(".row");
      if (row?.dataset.unit === this.#unit) choose(this.#unit);
    });
    this.#filter();
  }

  get #rows() {
    return [...document.getElementById("rows").children];
  }

  get #kind() {
    return this.#filters.find((one) => one.checked).value;
  }

  /** The row of a text, or null. */
  row(unit) {
    return document.getElementById(`row-${unit}`);
  }

  /** Which one of all rows that of a text is, from 0. */
  position(unit) {
    return this.#rows.indexOf(this.row(unit));
  }

  /** The text in a row, or in the last one before it; empty if there are no texts. */
  at(position) {
    return this.#rows.slice(0, position + 1).at(-1)?.dataset.unit ?? "";
  }

  /** The ids of the elements of the page that show a text. */
  places(unit) {
    return this.row(unit)?.dataset.places.split(" ").filter(Boolean) ?? [];
  }

  /** The text that an element of the page shows, or undefined. */
  unitAt(id) {
    return this.#rows.find((row) => row.dataset.places.split(" ").includes(id))?.dataset.unit;
  }

  /** The next text to work on in a direction (1 or -1), round the end of the list; empty if there is none. Those that
      the filter and the search show come first. */
  next(unit, step) {
    const rows = this.#rows;
    const at = rows.findIndex((row) => row.dataset.unit === unit);
    const order = step > 0 ? [...rows.slice(at + 1), ...rows.slice(0, Math.max(at, 0))]
      : [...rows.slice(0, Math.max(at, 0)).reverse(), ...rows.slice(at + 1).reverse()];
    const wanted = this.#kind === "found" ? FILTERS.found : FILTERS.open;
    const found = order.find((row) => wanted(row) && this.#fits(row)) ?? order.find(FILTERS.open);
    return found?.dataset.unit ?? "";
  }

  /** The first text to work on, or else the first one. */
  first() {
    return this.next("", 1) || this.#rows[0]?.dataset.unit || "";
  }

  /** Say which text is open. */
  mark(unit) {
    this.#unit = unit;
    for (const row of this.#rows) {
      if (row.dataset.unit === unit) row.firstElementChild.setAttribute("aria-current", "true");
      else row.firstElementChild.removeAttribute("aria-current");
    }
    this.#filter();
    this.row(unit)?.scrollIntoView({ block: "nearest" });
  }

  /** Say whether something is typed and not finished for a text; the next rows of the server say it in words. */
  begun(unit, is) {
    const row = this.row(unit);
    if (!row || row.dataset.kept === String(Number(is))) return;
    row.dataset.kept = String(Number(is));
    this.#filter();
  }

  /** Take in rows.html as the server has it now, and leave the focus and the filter as they are. */
  renew(html) {
    const fresh = parsed(html);
    for (const id of ["progress", "stranded"]) {
      const old = document.getElementById(id);
      const now = fresh.getElementById(id);
      if (!old.isEqualNode(now)) swap(old, now);
    }
    const rows = document.getElementById("rows");
    const found = [...fresh.getElementById("rows").children].map((row) => this.#renewed(row));
    const same = found.length === rows.children.length && found.every((row, number) => row === rows.children[number]);
    if (!same) {
      const active = rows.contains(document.activeElement) ? document.activeElement : null;
      rows.replaceChildren(...found);
      active?.focus();
    }
    this.#filter();
  }

  /** Go from the editor to the list. */
  focus() {
    const links = this.#rows.map((row) => row.firstElementChild);
    focus(links.find((one) => one.tabIndex === 0) ?? this.#search);
  }

  #renewed(row) {
    const old = this.row(row.dataset.unit);
    if (!old) return row;
    const link = row.firstElementChild;
    row.hidden = old.hidden;
    for (const name of ["tabindex", "aria-current"]) {
      const value = old.firstElementChild.getAttribute(name);
      if (value !== null) link.setAttribute(name, value);
    }
    if (old.isEqualNode(row)) return old;
    const inside = old.contains(document.activeElement);
    old.replaceWith(row);
    if (inside) link.focus();
    return row;
  }

  #fits(row) {
    return FILTERS[this.#kind](row) && plain(row.dataset.text).includes(plain(this.#search.value.trim()));
  }

  /* The text that is open stays in sight, whatever it has become. */
  #filter() {
    sessionStorage.setItem("filter", this.#kind);
    const rows = this.#rows;
    for (const row of rows) row.hidden = row.dataset.unit !== this.#unit && !this.#fits(row);
    for (const one of this.#filters) {
      const count = one.closest("label").querySelector(".count");
      count.textContent = this.#number.format(rows.filter(FILTERS[one.value]).length);
    }
    const shown = rows.filter((row) => !row.hidden);
    document.getElementById("none").hidden = shown.length > 0;
    this.#reach(shown.find((row) => row.dataset.unit === this.#unit) ?? shown[0]);
  }

  /* The Tab key finds one row; the arrows move from there. */
  #reach(row) {
    for (const one of this.#rows) one.firstElementChild.tabIndex = one === row ? 0 : -1;
  }

  #key(event) {
    const rows = this.#rows.filter((row) => !row.hidden);
    const at = rows.indexOf(event.target.closest(".row"));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (at < 0 || event.altKey || event.ctrlKey || !rows[to]) return;
    event.preventDefault();
    this.#reach(rows[to]);
    rows[to].firstElementChild.focus();
  }
}
