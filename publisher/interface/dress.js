/* How the editor of a text looks when it comes from the server. */

const SIGNS = /\*\*|\*|~~|`|\[\^[^\]]*\]|\]\([^)\s]*\)|\[|\{[a-z_]+\}/g;

/** Make the signs of Markdown in the English paler than its words, and open again what was open. */
export function dress(root) {
  for (const one of root.querySelectorAll("#source p, #source ins, #source del")) {
    for (const node of [...one.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE)) {
      node.replaceWith(...pieces(node.data));
    }
  }
  for (const one of root.querySelectorAll("[data-remember]")) {
    const kept = sessionStorage.getItem(one.dataset.remember);
    if (kept !== null) one[switched(one)] = kept === "true";
  }
}

function pieces(words) {
  const found = [];
  let from = 0;
  for (const match of words.matchAll(SIGNS)) {
    const sign = document.createElement("span");
    sign.className = "markdown";
    sign.textContent = match[0];
    found.push(words.slice(from, match.index), sign);
    from = match.index + match[0].length;
  }
  return [...found, words.slice(from)];
}

function switched(one) {
  return one.type === "checkbox" ? "checked" : "open";
}

function remember({ target }) {
  if (target.dataset?.remember) sessionStorage.setItem(target.dataset.remember, target[switched(target)]);
}

document.addEventListener("toggle", remember, true);
document.addEventListener("change", remember);
