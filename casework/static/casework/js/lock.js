// The lock of a page that is open. The server alone knows whether its browser is locked: this counts
// the quiet time, asks, covers the page and, when the server says open, gives it back as it was.
import { initAll as startGovuk } from "./govuk-frontend.min.js";
import { credentialFor, sayProblem } from "./passkeys.js";

// Kept by the tab while it is covered, so that a page that was on its way meanwhile asks first.
const COVERED = "covered";

export function startLock(template) {
  const { mark, standingUrl, lockUrl, openUrl } = template.dataset;
  const after = template.dataset.after * 1000;
  const activityEvery = template.dataset.activityEvery * 1000;
  const tabs = new BroadcastChannel("lock");
  let csrf = template.content.querySelector("[name=csrfmiddlewaretoken]").value;
  let lastThere = Date.now();
  let lastTold = Date.now();
  let clock = 0;
  // Where somebody wrote before they went to "Lock now".
  let lastField = null;
  // What stands beneath while it is covered; how often it was; what the server was not told yet.
  let beneath = null;
  let covers = 0;
  let owed = null;

  // What the server says, or null when nothing can be heard from it.
  async function ask(url, fields, isFirst = true) {
    const asked = covers;
    const headers = { "X-Page-Of": mark, "X-CSRFToken": csrf, "X-Live": "1" };
    const method = fields ? "POST" : "GET";
    const body = fields && new URLSearchParams(fields);
    let told = null;
    try {
      const answer = await fetch(url, { method, headers, body, redirect: "error" });
      if (answer.status === 403 && isFirst) {
        // Someone signed in meanwhile, and forms have another token since.
        csrf = (await ask(standingUrl, undefined, false)).csrf;
        return ask(url, fields, false);
      }
      if (answer.ok) told = await answer.json();
    } catch {
      // An open page stays open until its time is over, a covered one covered.
    }
    // An answer to what was asked before the page was covered is too old to uncover it.
    return asked === covers ? told : null;
  }

  function follow(told, isAnswer = false) {
    if (!told) return;
    csrf = told.csrf;
    if (told.state !== "open") {
      cover();
      // What is being typed into the lock stays, unless it was sent or something else is asked now.
      if (isAnswer || document.body.firstChild.dataset.state !== told.state) show(told.state, told.panel);
      const byPasskey = document.body.querySelector("[data-passkey]");
      if (byPasskey) byPasskey.hidden = !(told.passkey && window.PublicKeyCredential);
      return;
    }
    lastThere = Math.max(lastThere, Date.now() - told.idle * 1000);
    wait();
    if (beneath) uncover();
  }

  // Quiet time

  function wait() {
    clearTimeout(clock);
    clock = setTimeout(tooLong, Math.max(0, lastThere + after - Date.now()) + 500);
  }

  function tooLong() {
    if (beneath) return;
    if (Date.now() - lastThere < after) wait();
    else lock({ idle: "1" });
  }

  function someoneIsThere() {
    if (beneath) return;
    const now = Date.now();
    // After a sleep of the computer the first key comes before the clock.
    if (now - lastThere >= after) {
      lock({ idle: "1" });
      return;
    }
    lastThere = now;
    if (now - lastTold < activityEvery) return;
    lastTold = now;
    tabs.postMessage("there");
    ask(standingUrl, { typing: "1" }).then(follow);
  }

  // Covering and giving back

  function lock(fields) {
    cover();
    owed = fields;
    // The others ask the server, so it is told first.
    settle().then(() => beneath && tabs.postMessage("locked"));
  }

  // Tells the server what it was not told yet, or asks how things stand.
  async function settle() {
    const told = owed ? await ask(lockUrl, owed) : await ask(standingUrl);
    if (told) owed = null;
    follow(told);
  }

  function cover() {
    if (beneath) return;
    covers += 1;
    sessionStorage.setItem(COVERED, "1");
    const active = document.activeElement;
    const field = active.closest("[data-lock-now]") && lastField ? lastField : active;
    beneath = {
      title: document.title,
      scrolled: [...document.querySelectorAll("*")].filter((each) => each.scrollTop || each.scrollLeft)
        .map((each) => [each, each.scrollTop, each.scrollLeft]),
      field,
      caret: caretOf(field),
      page: document.createDocumentFragment(),
    };
    // Out of the document, not only out of sight: there is nothing to print, find, read out or inspect.
    beneath.page.append(...document.body.childNodes);
    document.title = template.dataset.title;
    show("locked", template.innerHTML);
  }

  function show(state, html) {
    const panel = document.createElement("div");
    panel.className = "app-lock";
    panel.dataset.state = state;
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-modal", "true");
    panel.setAttribute("aria-labelledby", "lock-heading");
    panel.tabIndex = -1;
    panel.innerHTML = html;
    for (const form of panel.querySelectorAll("form")) form.addEventListener("submit", tryToOpen);
    document.body.replaceChildren(panel);
    startGovuk({ scope: panel });
    (panel.querySelector("input:not([type=hidden])") || panel).focus();
  }

  async function tryToOpen(event) {
    event.preventDefault();
    const form = event.target;
    if (owed) await settle();
    if (!beneath) return;
    const fields = Object.fromEntries(new FormData(form));
    if (form.dataset.passkey && !owed) {
      try {
        fields.credential = await credentialFor(form.dataset.challengeUrl, csrf, "get");
      } catch {
        sayProblem(form);
        return;
      }
    }
    const told = owed ? null : await ask(openUrl, fields);
    if (!told) {
      document.body.querySelector(".app-lock__no-answer").hidden = false;
      return;
    }
    follow(told, true);
    if (told.state === "open") tabs.postMessage("opened");
  }

  function uncover() {
    const { page, title, scrolled, field, caret } = beneath;
    for (const token of page.querySelectorAll("[name=csrfmiddlewaretoken]")) token.value = csrf;
    document.body.replaceChildren(page);
    document.title = title;
    beneath = null;
    sessionStorage.removeItem(COVERED);
    for (const [each, top, left] of scrolled) each.scrollTo({ top, left, behavior: "instant" });
    if (field !== document.body) field.focus({ preventScroll: true });
    if (caret) field.setSelectionRange(...caret);
  }

  // What comes from outside

  tabs.onmessage = ({ data }) => {
    if (data === "there") {
      lastThere = Math.max(lastThere, Date.now());
      if (!beneath) wait();
    } else if (data === "locked") {
      if (!beneath) settle();
    } else if (beneath) {
      // Another tab was opened, or loaded a page: is the lock open? If not, that page must know.
      settle().then(() => beneath && tabs.postMessage("locked"));
    }
  };
  for (const sign of ["keydown", "input", "pointerdown", "wheel"]) {
    addEventListener(sign, someoneIsThere, { capture: true, passive: true });
  }
  addEventListener("focusin", ({ target }) => {
    if (target.matches("input, select, textarea")) lastField = target;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    if (beneath) settle();
    else tooLong();
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    cover();
    settle();
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-lock-now]")) return;
    event.preventDefault();
    lock({ now: "1" });
  });

  if (sessionStorage.getItem(COVERED)) {
    cover();
    settle();
  }
  tabs.postMessage("loaded");
  wait();
}

// Where one was writing; nothing for fields that have no caret to tell, such as boxes to tick.
function caretOf(field) {
  const hasCaret = field instanceof HTMLTextAreaElement ||
    (field instanceof HTMLInputElement && field.selectionStart !== null);
  return hasCaret ? [field.selectionStart, field.selectionEnd, field.selectionDirection] : null;
}
