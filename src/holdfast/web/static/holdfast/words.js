// Pages where people write: nothing typed is lost, and what was reviewed can be copied.
const clean = new WeakSet();
const guarded = () => document.querySelector("form[data-guards]");
let unsaved = false;

document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-guards]")) {
    unsaved = true;
  }
});
document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-guards]")) {
    clean.add(event.target);
  }
});
// A form that the server keeps as one types says so; then there is nothing to lose.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = guarded();
  clean.delete(form);
  if (form && form.dataset.guards === "kept" && event.detail.xhr.getResponseHeader("X-Kept") === "yes") {
    unsaved = false;
  }
});
// What is found meanwhile never takes the place of a field in which somebody types.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const typing = document.activeElement;
  if (typing?.matches("input, textarea") && event.detail.target.contains(typing)) {
    event.detail.shouldSwap = false;
  }
});
addEventListener("beforeunload", (event) => {
  const form = guarded();
  if (form && unsaved && !clean.has(form)) {
    event.preventDefault();
  }
});

// Buttons that copy are of no use without scripts, so that they are hidden until there are any.
const showCopying = (within) => {
  for (const button of within.querySelectorAll("[data-copies][hidden]")) {
    button.hidden = false;
  }
};
document.addEventListener("htmx:afterSettle", () => showCopying(document));
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) {
    return;
  }
  const source = document.getElementById(button.dataset.copies);
  try {
    await navigator.clipboard.writeText(source.href ?? source.value);
    button.lastChild.textContent = " Copied";
  } catch {
    source.select?.();
    button.lastChild.textContent = " Press Ctrl+C to copy";
  }
});

// The text that a link carries in its fragment, which no server is ever sent.
const LONGEST = 20000;
const unpacked = async (fragment) => {
  const packed = Uint8Array.from(atob(fragment.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let part = await reader.read(); !part.done && text.length <= LONGEST; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
  }
  return text.slice(0, LONGEST);
};
const open = async () => {
  const field = document.querySelector("form[data-guards] #text");
  const fragment = location.hash.match(/^#okr=([\w-]+)$/)?.[1];
  if (!field || !fragment) {
    return;
  }
  try {
    field.value = await unpacked(fragment);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    unsaved = false;
  } catch {
    field.placeholder = "The text in this link cannot be read: it was cut on its way. Ask for it again.";
  }
};
addEventListener("hashchange", open);
// Where findings come as one types, no button has to ask for them.
for (const button of document.querySelectorAll("[data-without-scripts]")) {
  button.hidden = true;
}
showCopying(document);
open();
