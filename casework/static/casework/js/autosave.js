// Keeps what is typed on a page on the server, a few seconds after each pause, so that losing the
// network, the power or the page loses nothing. Nothing is kept in the browser: computers are shared.
// Without script the form is sent as any other.

const PAUSE = 3_000;
// Whoever types without a pause is not kept waiting longer than this.
const LONGEST = 15_000;
const AGAIN = [3_000, 5_000, 10_000, 20_000, 30_000];
const NO_ANSWER = 20_000;

export function startAutosave(form) {
  const says = form.querySelector("[data-autosave-says]");
  const aloud = form.querySelector("[data-autosave-aloud]");
  let typed = 0;
  let kept = 0;
  let firstOf = 0;
  let clock = 0;
  let failed = 0;
  let sending = null;
  let stopped = false;
  let leaving = false;
  let told = "";
  let before = fields();

  // The line changes each time; it is read out only when it says another thing than before.
  function say(what, word = "") {
    const sentence = form.querySelector(`template[data-autosave-when="${what}"]`).content.cloneNode(true);
    for (const place of sentence.querySelectorAll("[data-autosave-word]")) place.textContent = word;
    says.replaceChildren(sentence);
    says.dataset.state = what;
    if (what === told) return;
    told = what;
    aloud.textContent = says.textContent.trim();
  }

  function after(time) {
    clearTimeout(clock);
    if (!stopped) clock = setTimeout(keep, time);
  }

  // What stands in the fields: leaving one of them without a change is no change.
  function fields() {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    return new URLSearchParams(data).toString();
  }

  function someoneTyped() {
    const now = fields();
    if (now === before) return;
    before = now;
    if (typed === kept) firstOf = Date.now();
    typed += 1;
    if (sending || failed) return;
    after(Math.max(0, Math.min(PAUSE, firstOf + LONGEST - Date.now())));
  }

  // Whether what stands on the page now is kept; when not, it is tried again.
  async function keep() {
    clearTimeout(clock);
    if (typed === kept || stopped) return true;
    if (!form.isConnected) {
      // The page is covered by the lock. What is on it is still here.
      after(PAUSE);
      return false;
    }
    if (!sending) sending = send().finally(() => { sending = null; });
    const done = await sending;
    if (typed !== kept && !stopped) after(done ? PAUSE : AGAIN[Math.min(failed, AGAIN.length) - 1]);
    return done;
  }

  async function send(isFirst = true) {
    const upTo = typed;
    const answer = await ask();
    if (answer?.status === 403 && isFirst && (await renew())) return send(false);
    if (answer?.status === 204) {
      kept = Math.max(kept, upTo);
      failed = 0;
      say("kept", answer.headers.get("X-Kept-At"));
      return true;
    }
    failed += 1;
    if (answer?.status === 423 || answer?.type === "opaqueredirect") {
      // lock.js asks the server, covers the page and gives it back.
      say("locked");
      const tabs = new BroadcastChannel("lock");
      tabs.postMessage("locked");
      tabs.close();
    } else if (answer?.status === 413) {
      say("long");
    } else if (answer && answer.status < 500) {
      stopped = true;
      say("refused");
    } else {
      say(answer ? "fault" : "offline");
    }
    return false;
  }

  async function ask() {
    const headers = failed ? { "X-Live": "1" } : {}; // trying again is nobody's activity
    try {
      return await fetch(form.dataset.autosave, {
        method: "POST",
        headers,
        body: new URLSearchParams(new FormData(form)),
        redirect: "manual",
        signal: AbortSignal.timeout(NO_ANSWER),
      });
    } catch {
      return null;
    }
  }

  // Someone signed in meanwhile, and forms have another token since.
  async function renew() {
    try {
      const url = document.getElementById("lock").dataset.standingUrl;
      const answer = await fetch(url, { headers: { "X-Live": "1" }, redirect: "error" });
      const { csrf } = await answer.json();
      for (const token of document.querySelectorAll("[name=csrfmiddlewaretoken]")) token.value = csrf;
      return true;
    } catch {
      return false;
    }
  }

  // A browser that sends a form without a network shows a page of its own in place of this one. While
  // the network is there the form is sent as any other, what is not kept yet with it.
  async function submit(event) {
    if (leaving) return;
    if (navigator.onLine && !failed) {
      leaving = true;
      return;
    }
    event.preventDefault();
    if (typed === kept) typed += 1;
    while (typed !== kept && !stopped && (await keep()));
    if (typed !== kept && ["offline", "fault"].includes(says.dataset.state)) {
      aloud.textContent = `${says.textContent.trim()} `;
      return;
    }
    leaving = true;
    form.requestSubmit(event.submitter);
  }

  form.addEventListener("input", someoneTyped);
  form.addEventListener("change", someoneTyped);
  form.addEventListener("submit", submit);
  addEventListener("online", () => failed && keep());
  addEventListener("beforeunload", (event) => {
    if (typed !== kept && !leaving) event.preventDefault();
  });
  addEventListener("pageshow", () => { leaving = false; });
}
