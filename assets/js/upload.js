// Sends a form with files so that one sees how far it has come, and loses neither files nor words when
// they do not arrive. Without script the same form is sent as any other.
import { initAll as startGovuk } from "./govuk-frontend.min.js";

// How long nothing may be heard: while it is sent, and while the server looks at what arrived.
const WHILE_SENT = 60_000;
const WHILE_LOOKED_AT = 400_000;
// Told aloud at each quarter; the bar moves all the time.
const STEP = 25;

export function startUpload(form) {
  const says = form.querySelector("[data-upload-says]");
  const bar = form.querySelector("progress");
  const button = form.querySelector("button");
  let sending = null;
  let clock = 0;

  function say(what, word = "") {
    const sentence = form.querySelector(`template[data-upload-when="${what}"]`).content.cloneNode(true);
    for (const place of sentence.querySelectorAll("[data-upload-word]")) place.textContent = word;
    says.replaceChildren(sentence);
  }

  function over(what, word) {
    clearTimeout(clock);
    sending = null;
    bar.hidden = true;
    button.removeAttribute("aria-disabled");
    if (what) say(what, word);
  }

  function wait(time, what) {
    clearTimeout(clock);
    clock = setTimeout(() => {
      const late = sending;
      over(what);
      late.abort();
    }, time);
  }

  function send(event) {
    event.preventDefault();
    if (sending) return;
    const large = [...form.querySelectorAll("[type=file]")].flatMap((field) => [...field.files])
      .find((file) => file.size > form.dataset.upload);
    if (large) {
      over("large", large.name);
      return;
    }
    const request = new XMLHttpRequest();
    let told = 0;
    sending = request;
    request.open("POST", form.action);
    request.setRequestHeader("X-Keeps-Files", "1");
    request.upload.onprogress = ({ loaded, total }) => {
      if (request !== sending) return;
      wait(WHILE_SENT, "stalled");
      bar.value = loaded / total;
      const step = Math.floor((loaded / total) * 100 / STEP) * STEP;
      if (step <= told || step === 100) return;
      told = step;
      say("sending", told);
    };
    request.upload.onload = () => {
      if (request !== sending) return;
      wait(WHILE_LOOKED_AT, "unknown");
      bar.removeAttribute("value");
      say("arrived");
    };
    // What is lost after all was sent may have been added all the same.
    request.onerror = () => request === sending && over(bar.hasAttribute("value") ? "lost" : "unknown");
    request.onload = () => request === sending && answered(request);
    bar.value = 0;
    bar.hidden = false;
    button.setAttribute("aria-disabled", "true");
    say("sending", 0);
    wait(WHILE_SENT, "stalled");
    request.send(new FormData(form));
  }

  function answered(request) {
    over();
    says.replaceChildren();
    if (request.status === 201) {
      location.assign(request.getResponseHeader("Location"));
    } else if (request.status === 423 || new URL(request.responseURL).pathname !== location.pathname) {
      // Locked or signed out meanwhile: lock.js asks the server, covers the page and gives it back.
      say("locked");
      const tabs = new BroadcastChannel("lock");
      tabs.postMessage("locked");
      tabs.close();
    } else if (request.status >= 500 || !show(request.responseText)) {
      say("unknown");
    }
  }

  // The page that came in answer, with the files that were selected on this one. It may be covered.
  function show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const main = page.querySelector("main");
    if (!main) return false;
    for (const field of form.querySelectorAll("[type=file]")) {
      const again = main.querySelector(`[type=file][name="${field.name}"]`);
      if (again) again.files = field.files;
    }
    const before = form.closest("main");
    before.replaceWith(main);
    if (main.isConnected) {
      document.title = page.title;
      scrollTo(0, 0);
    }
    startGovuk({ scope: main });
    if (!main.querySelector(".govuk-error-summary")) {
      main.tabIndex = -1;
      main.focus();
    }
    main.querySelectorAll("form[data-upload]").forEach(startUpload);
    return true;
  }

  form.addEventListener("submit", send);
}
