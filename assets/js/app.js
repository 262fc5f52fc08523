// The statements below end in semicolons on purpose: Django rewrites the names to hashed ones only then.
import { initAll as startGovuk } from "./govuk-frontend.min.js";
import { startCopying } from "./copy.js";
import { startAutosave } from "./autosave.js";
import { startLock } from "./lock.js";
import { FilterToggleButton, initAll as startMoj } from "./moj-frontend.min.js";
import { startUpload } from "./upload.js";

const EVERY = 3000;

// A region that asks the server how a job is getting on, until the server says it is over.
function watch(region) {
  const ask = async () => {
    let answer = null;
    try {
      answer = await fetch(region.dataset.liveUrl, { headers: { "X-Live": "1" } });
    } catch {
      // No network just now: the next turn asks again, and the link in the region still works.
    }
    if (answer && (answer.redirected || answer.status === 403 || answer.status === 404)) return;
    if (answer && answer.ok) {
      const text = await answer.text();
      if (text !== region.innerHTML) region.innerHTML = text;
      if (answer.headers.get("X-Live-Done") === "1") return;
    }
    setTimeout(ask, EVERY);
  };
  setTimeout(ask, EVERY);
}

startGovuk();
startMoj();
// MOJ starts every part of its own except this one. What narrows a list down stays in sight.
document.querySelectorAll('[data-module="moj-filter"]').forEach((filter) => {
  new FilterToggleButton(filter, { startHidden: !filter.querySelector(".moj-filter__selected") });
});
document.querySelectorAll("[data-live-url]").forEach(watch);
document.querySelectorAll("#lock").forEach(startLock);
document.querySelectorAll("form[data-upload]").forEach(startUpload);
document.querySelectorAll("form[data-copy]").forEach(startCopying);
document.querySelectorAll("form[data-autosave]").forEach(startAutosave);
