/* The screens to read: overview, review, files, team, lost texts. Buttons say in their markup what they do:
   data-post is where, data-value what is sent, data-into the id of the element that shows the answer. */

import { ask, focus, onChange, parsed, post, say, send, swap, ui, whenBack } from "./core.js";

const SHOWN = new Set([200, 403, 404, 409, 410, 422]);

/* --- Buttons ---------------------------------------------------------------------------------------- */

/** What is filled in around a button: by its name, each field of the group. */
function filled(button) {
  const group = button.closest("[data-fields]");
  const found = {};
  for (const field of group ? group.querySelectorAll("[name]") : []) {
    found[field.name] = field.type === "checkbox" ? field.checked : field.value;
  }
  return found;
}

/** Show an answer, and let whoever asked find it: with the eyes, the keyboard and the ears. */
function show(into, html) {
  into.replaceChildren(parsed(html));
  into.querySelector('[role="alert"]')?.removeAttribute("role"); // the focus says it already
  focus(into);
  into.scrollIntoView({ block: "nearest" });
}

async function press(button) {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  say("working", 600);
  try {
    const value = { ...JSON.parse(button.dataset.value || "{}"), ...filled(button) };
    const answer = await post(button.dataset.post, value, { quiet: true });
    if (SHOWN.has(answer.status)) {
      show(document.getElementById(button.dataset.into), await answer.text());
      if (answer.ok && button.dataset.empty) document.getElementById(button.dataset.empty).value = "";
      say("nothing");
    } else if (answer.status !== 401) {
      say("failed");
    }
  } catch {
    // the banner of core.js says that the server does not answer
  } finally {
    button.removeAttribute("aria-disabled");
  }
  await renew();
}

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    say("copied");
  } catch {
    say(document.execCommand("copy") ? "copied" : "not-copied"); // without TLS there is no other way
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-post], button[data-copy], button[data-load]");
  if (button?.dataset.post) press(button);
  else if (button?.dataset.copy) copy(button);
  else if (button) location.reload();
});

/* Enter in a field of one line does what the button of its group does. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("[data-fields] input:not([type=checkbox])")) return;
  event.preventDefault();
  const button = event.target.closest("[data-fields]").querySelector("button[data-post]");
  if (button) press(button);
});

/* --- News ------------------------------------------------------------------------------------------- */

const live = document.getElementById("live");
const stale = document.getElementById("stale");
let asking = false;
let again = false;

/** What the page would show now. */
async function fresh() {
  const answer = await ask(location.pathname, { quiet: true });
  if (!answer.ok) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
}

/** Whether somebody has begun to fill something in: then nothing is exchanged under their hands. */
function busy() {
  return [...live.querySelectorAll("textarea, input")].some((one) => one.value !== one.defaultValue);
}

/** Bring the page up to date. What is read to be approved does not change by itself: that it is old is said. */
async function renew() {
  if (!live) return;
  again = asking;
  if (asking) return;
  asking = true;
  try {
    const found = await fresh();
    if (!found) return;
    if (found.dataset.seen !== live.dataset.seen) stale.hidden = false;
    else if (found.innerHTML !== pristine && !busy()) exchange(found);
  } catch {
    // the banner of core.js says that the server does not answer
  } finally {
    asking = false;
    if (again) renew();
  }
}

function exchange(found) {
  const open = [...live.querySelectorAll("details[open][id]")].map((one) => one.id);
  pristine = found.innerHTML;
  swap(live, pristine);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
}

let pristine = live?.innerHTML;
if (live) {
  onChange(renew);
  whenBack(renew);
}

/* --- Files ------------------------------------------------------------------------------------------ */

const forms = document.getElementById("forms");
if (forms) {
  const [locale, domain, open] = ["locale", "domain", "open"].map((id) => document.getElementById(id));
  const counts = JSON.parse(forms.dataset.counts);

  /** Let the links lead to what is chosen, and hide those that lead to nothing. */
  const choose = () => {
    const found = counts[`${locale.value}/${domain.value}`];
    const all = domain.value === forms.dataset.all;
    for (const one of forms.querySelectorAll("li[data-form]")) {
      const { form, several, finished } = one.dataset;
      const some = found && (finished ? !open.checked && found.done : open.checked ? found.open : found.open + found.done);
      one.hidden = !some || (all && !several);
      one.querySelector("a").href = `/${ui}/export/${locale.value}/${domain.value}/${form}${open.checked ? "?open=1" : ""}`;
    }
    const hidden = [...forms.querySelectorAll("li[data-form]")].every((one) => one.hidden);
    document.getElementById("broken").hidden = Boolean(found);
    document.getElementById("nothing").hidden = !found || !hidden;
  };

  const wanted = decodeURIComponent(location.hash.slice(1)).split("/");
  for (const one of wanted) {
    for (const select of [locale, domain]) {
      if ([...select.options].some((option) => option.value === one)) select.value = one;
    }
  }
  for (const one of [locale, domain, open]) one.addEventListener("change", choose);
  choose();
}

const drop = document.getElementById("drop");
if (drop) {
  const field = document.getElementById("file");
  const into = document.getElementById("arrived");

  const take = async (file) => {
    if (!file) return;
    field.value = ""; // the same file can be chosen once more
    if (file.size > Number(drop.dataset.largest)) {
      say("large", 20); // the server would hang up
      return;
    }
    say("working", 600);
    try {
      const answer = await send("import", file);
      if (SHOWN.has(answer.status)) {
        show(into, await answer.text());
        say("nothing");
      }
    } catch {
      // the banner of core.js says that the server does not answer
    }
  };

  field.addEventListener("change", () => take(field.files[0]));
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    take(event.dataTransfer.files[0]);
  });
}
