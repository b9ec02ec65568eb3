// Passkeys: carries what this site and a device say to each other. The buttons stay hidden where devices cannot.

const place = document.getElementById("passkey");
const token = document.querySelector("input[name=csrf_token]")?.value;

/** Post JSON to this site. Where the password is asked for once more, go there and never come back. */
async function post(url, value) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(value) });
  if (response.redirected) {
    location.assign(response.url);
    return new Promise(() => {});
  }
  const answer = await response.json();
  if (!response.ok) throw new Refusal(answer.error);
  return answer;
}

/** A refusal of this site, in the reader's language. */
class Refusal extends Error {}

/** base64url as in the options of this site, to the bytes that a device takes. */
function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** The bytes of a device's answer, to base64url. */
function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const withBytes = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

/** A device's answer as JSON: every buffer of its response becomes text. */
function written(key, names) {
  const given = names.filter((name) => key.response[name]);
  const response = Object.fromEntries(given.map((name) => [name, text(key.response[name])]));
  return { id: key.id, rawId: text(key.rawId), type: key.type, response, clientExtensionResults: {} };
}

async function makeKey(name) {
  const options = await post(place.dataset.offer, {});
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: withBytes(options.excludeCredentials),
  };
  const key = await navigator.credentials.create({ publicKey });
  await post(place.dataset.answer, { name, key: written(key, ["clientDataJSON", "attestationObject"]) });
  location.reload();
}

async function useKey() {
  const options = await post(place.dataset.offer, {});
  const challenge = bytes(options.challenge);
  const publicKey = { ...options, challenge, allowCredentials: withBytes(options.allowCredentials) };
  const key = await navigator.credentials.get({ publicKey });
  const names = ["clientDataJSON", "authenticatorData", "signature", "userHandle"];
  const answer = await post(place.dataset.answer, written(key, names));
  location.assign(answer.location);
}

/** Do it, and say beside the button when it did not work. */
async function attempt(act) {
  const says = place.querySelector("[role=status]");
  says.textContent = "";
  try {
    await act();
  } catch (problem) {
    says.textContent = problem instanceof Refusal && problem.message ? problem.message : place.dataset.failed;
  }
}

function begin() {
  const form = document.getElementById("new-passkey");
  if (form) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      attempt(() => makeKey(form.querySelector("input").value.trim()));
    });
  }
  document.getElementById("use-passkey")?.addEventListener("click", () => attempt(useKey));
  place.hidden = false;
}

// A passkey belongs to a name: a browser makes none for a bare number such as 127.0.0.1.
const named = !/^[\d.]+$|:/.test(location.hostname);
if (place && token && named && window.PublicKeyCredential) begin();
