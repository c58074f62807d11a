/* The boxes that a translation is written in: one, or one for each plural form. */

const editor = document.getElementById("editor");

/** All boxes of the text that is open. */
export function boxes() {
  return [...editor.querySelectorAll(".boxes .box")];
}

/** What stands in them. */
export function values() {
  return boxes().map((box) => box.value);
}

/** Whether two lists of texts are the same, but for spaces at their ends, which no file keeps. */
export function same(one, other) {
  return one.length === other.length && one.every((value, number) => value.trim() === other[number].trim());
}

/** Show texts as they come from the server; the caret stays where it is, and at the end if it was there. A space at an
    end, which the server does not have, is that before the next word. */
export function fill(texts) {
  boxes().forEach((box, number) => {
    if (box.value.trim() === (texts[number] ?? "").trim()) return;
    const { selectionStart, selectionEnd, value } = box;
    box.value = texts[number] ?? "";
    const place = (at) => (at === value.length ? box.value.length : at);
    box.setSelectionRange(place(selectionStart), place(selectionEnd));
    fit(box);
  });
}

/** Write into a box as if it was typed, so that the browser's own "undo" takes it back; all of it, or a part. */
export function put(box, value, start = 0, end = box.value.length) {
  box.focus();
  box.setSelectionRange(start, end);
  if (box.readOnly || (start === end && !value)) return;
  if (!document.execCommand(value ? "insertText" : "delete", false, value)) {
    box.setRangeText(value, start, end, "end");
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}

/** Select the word at a place, counted in characters. */
export function select(box, at) {
  const start = [...box.value].slice(0, at).join("").length;
  const word = box.value.slice(start).match(/^\s*\S*/)[0];
  box.focus();
  box.setSelectionRange(start, start + word.length);
}

/** Make a box as high as what stands in it; newer browsers do that by themselves. */
export function fit(box) {
  if (CSS.supports("field-sizing", "content")) return;
  box.style.blockSize = "auto";
  box.style.blockSize = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
}

addEventListener("resize", () => boxes().forEach(fit));
