// What every page needs of scripts: htmx may show the answer of a form that was not accepted.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([409, 413, 422, 429].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
// A form whose choice is the whole of it is sent when the choice is made; without scripts its button sends it.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-sends-itself]");
  if (form) {
    form.requestSubmit();
  }
});
