// Passkeys: the browser is asked for a credential, and its answer is sent with the form that asked.
// A form says what it does in data-passkey: "log in" (options are fetched), "prove" or "add" (options stand in data-options).
const able = window.webauthnJSON && window.webauthnJSON.supported();

async function credentialFor(form) {
  if (form.dataset.passkey === "log in") {
    const answer = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok) {
      throw new Error("The server did not answer");
    }
    return window.webauthnJSON.get((await answer.json()).request_options);
  }
  const options = JSON.parse(form.dataset.options);
  if (form.dataset.passkey === "prove") {
    return window.webauthnJSON.get(options.request_options);
  }
  const alone = form.querySelector("[name=passwordless]");
  const wanted = options.creation_options.publicKey.authenticatorSelection;
  wanted.residentKey = alone && alone.checked ? "required" : "discouraged";
  wanted.requireResidentKey = Boolean(alone && alone.checked);
  if (wanted.requireResidentKey) {
    wanted.userVerification = "required";
  }
  return window.webauthnJSON.create(options.creation_options);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !able;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = form.querySelector("[data-passkey-said]");
    said.textContent = "Follow what your browser asks.";
    try {
      form.querySelector("[name=credential]").value = JSON.stringify(await credentialFor(form));
      HTMLFormElement.prototype.submit.call(form);
    } catch {
      said.textContent = "No key was used. Try again, or go on without it.";
    }
  });
}
