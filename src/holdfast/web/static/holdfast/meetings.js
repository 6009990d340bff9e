// Meeting mode: what is left of the time, arrow keys, the whole screen, printing. Without it the page says when
// the meeting began, and its links and buttons do the rest.
(() => {
  const timer = document.querySelector("[data-timer]");
  if (timer) {
    // Counted from the server's own clock, which is not the reader's.
    const opened = performance.now() - 1000 * Number(timer.dataset.elapsed);
    const planned = Number(timer.dataset.planned);
    const said = timer.querySelector("[data-timer-said]");
    const show = () => {
      const left = planned - Math.floor((performance.now() - opened) / 1000);
      const seconds = Math.abs(left);
      const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      said.textContent = left >= 0 ? `${clock} left` : `${clock} over`;
      timer.classList.toggle("over", left < 0);
    };
    timer.classList.add("running");
    show();
    setInterval(show, 1000);
  }

  const isTyping = (element) =>
    element.matches("textarea, select, input, button[name=score]") || element.isContentEditable;
  document.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isTyping(event.target)) {
      return;
    }
    const target = document.querySelector(`[data-way=${way}]`);
    if (target) {
      event.preventDefault();
      target.click();
    }
  });

  const whole = document.querySelector("[data-full-screen]");
  if (whole && document.fullscreenEnabled) {
    whole.hidden = false;
    whole.addEventListener("click", () =>
      document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(),
    );
  }
  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
})();
