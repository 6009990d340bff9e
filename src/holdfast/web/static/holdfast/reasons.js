// One key for each answer: the button that names the key is pressed. Without this script the buttons do the same.
(() => {
  let isSent = false;
  const isTyping = (element) =>
    element.matches("textarea, select, input:not([type=radio]):not([type=checkbox])") || element.isContentEditable;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) {
      return;
    }
    const key = event.key.toLowerCase();
    const button = /^[0-9a-z]$/.test(key) && document.querySelector(`button[data-key="${key}"]`);
    if (button && !isSent) {
      event.preventDefault();
      button.click();
    }
  });

  // A second key before the next text is there would answer the same text twice.
  document.addEventListener("submit", () => {
    isSent = true;
  });
  window.addEventListener("pageshow", () => {
    isSent = false;
  });

  // The next text is read out, and keys work at once.
  document.getElementById("asked-text")?.focus();
})();
