// Sugar only: every page works without it.
(() => {
  "use strict";

  // Buttons that need a script stay hidden without one.
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    const input = document.getElementById(button.dataset.copy);
    const before = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(input.value);
        button.textContent = button.dataset.done;
        setTimeout(() => { button.textContent = before; }, 2000);
      } catch {
        input.focus();
        input.select();
      }
    });
  }

  for (const button of document.querySelectorAll("[data-show]")) {
    const input = document.getElementById(button.dataset.show);
    button.hidden = false;
    button.addEventListener("click", () => {
      const isShown = input.type === "password";
      input.type = isShown ? "text" : "password";
      button.setAttribute("aria-pressed", String(isShown));
    });
  }

  // A question before what cannot be undone, and one sending for two quick presses.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const question = form.dataset.confirm;
    if (question && !window.confirm(question)) {
      event.preventDefault();
      return;
    }
    if (!("once" in form.dataset)) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const button = form.querySelector("button:not([type=button])");
    if (button) button.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), 8000);
  });

  // A page that comes back from the history must be usable again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) release(form);
  });

  function release(form) {
    delete form.dataset.sent;
    const button = form.querySelector("[aria-disabled]");
    if (button) button.removeAttribute("aria-disabled");
  }

  // What is wrong comes first, also for a screen reader.
  const faults = document.getElementById("faults");
  if (faults) faults.focus();
})();
