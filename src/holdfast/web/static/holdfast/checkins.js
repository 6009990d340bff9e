// Keys for whoever checks in on many key results: a digit, or T for ten, sets the confidence of the form in hand, and
// Enter outside of a text sends it. The form in hand is the one with the focus, else the first.
(() => {
  const inHand = () =>
    document.activeElement?.closest("form[data-check-in]") || document.querySelector("form[data-check-in]");
  const isTyping = (element) =>
    element.matches("textarea, select, input:not([type=radio]):not([type=checkbox])") || element.isContentEditable;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
      return;
    }
    const form = inHand();
    if (!form) {
      return;
    }
    if (/^[0-9tT]$/.test(event.key)) {
      const confidence = /[tT]/.test(event.key) ? "10" : event.key;
      const choice = form.querySelector(`input[name=confidence][value="${confidence}"]`);
      choice.checked = true;
      choice.focus();
      event.preventDefault();
    } else if (event.key === "Enter" && !event.target.closest("a, button, summary")) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  // After one was sent the page comes back with the next one on top, ready for its digit.
  if (location.hash === "#next") {
    document.querySelector("form[data-check-in] input[name=confidence]")?.focus();
  }
})();
