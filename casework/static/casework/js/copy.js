// Copies an answer for the window beside this one, ticks it, and says so. Without script the same
// answers are selected and ticked by hand; nothing but the clipboard is touched.

export function startCopying(form) {
  const says = form.querySelector("[data-copy-says]");

  function say(text) {
    // Emptied first, so that the same words twice are told twice.
    says.textContent = "";
    setTimeout(() => { says.textContent = text; }, 50);
  }

  // The ticks of this page as they stand; "Next" sends them once more.
  async function keep() {
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Stays": "1" },
      });
      return answer.status === 204;
    } catch {
      return false;
    }
  }

  async function copy(button) {
    const box = form.querySelector(`#${CSS.escape(button.dataset.copyFrom)}`);
    const name = button.textContent.replace(/^Copy\s*/, "");
    try {
      await navigator.clipboard.writeText(box.value);
    } catch {
      box.focus();
      box.select();
      say("This browser does not let the page copy. The text is selected: copy it with the keyboard.");
      return;
    }
    const keys = button.dataset.copyTicks.split(" ");
    for (const tick of form.querySelectorAll("[name=done]")) {
      if (keys.includes(tick.value)) tick.checked = true;
    }
    const kept = await keep();
    say(`Copied and ticked: ${name}.${kept ? "" : " The tick is kept when you choose Next."}`);
  }

  for (const shown of form.querySelectorAll("[data-copy-shown]")) shown.hidden = false;
  for (const button of form.querySelectorAll("[data-copy-from]")) {
    button.addEventListener("click", () => copy(button));
  }
  form.addEventListener("change", (event) => {
    if (event.target.name === "done") keep();
  });
}
