// Passkeys: a form with data-passkey="get" or "create" asks the server for a challenge, hands it to the
// browser, and posts what the browser gives back in its field `credential`. Without script, or in a
// browser that knows no passkeys, what is marked data-passkey-only stays hidden.
const bytes = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

function asked(options) {
  const given = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (given.user) given.user = { ...given.user, id: bytes(given.user.id) };
  given.allowCredentials = named(given.allowCredentials);
  given.excludeCredentials = named(given.excludeCredentials);
  return { publicKey: given };
}

function answered(credential) {
  const said = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) said[name] = text(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: said,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

// Throws when the person or the device says no.
export async function credentialFor(challengeUrl, token, kind) {
  const answer = await fetch(challengeUrl, {
    method: "POST",
    headers: { "X-CSRFToken": token },
  });
  if (!answer.ok || answer.redirected) throw new Error("no challenge");
  const options = asked(await answer.json());
  return answered(await navigator.credentials[kind](options));
}

// Put into the page only now, so that it is read out and not seen before.
export function sayProblem(form) {
  const problem = form.querySelector("[data-passkey-problem]");
  problem.textContent = problem.dataset.passkeyProblem;
  problem.focus();
}

function listen(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.querySelector("[data-passkey-problem]").textContent = "";
    // What was ticked in the form beside this one counts for both.
    for (const copy of form.querySelectorAll("[data-copy-of]")) {
      copy.value = document.getElementById(copy.dataset.copyOf).checked ? "on" : "";
    }
    const token = form.elements.csrfmiddlewaretoken.value;
    try {
      form.elements.credential.value = await credentialFor(
        form.dataset.challengeUrl,
        token,
        form.dataset.passkey,
      );
    } catch {
      sayProblem(form);
      return;
    }
    form.submit();
  });
}

if (window.PublicKeyCredential) {
  document.querySelectorAll("form[data-passkey]").forEach(listen);
  document.querySelectorAll("[data-passkey-only]").forEach((part) => (part.hidden = false));
  document.querySelectorAll("[data-no-passkey]").forEach((part) => (part.hidden = true));
}
