// What was typed and did not reach the server yet, kept on this device: sealed under a key that the server gives
// to this session alone. When the session is over the key is nowhere, and the text with it (decision 17).

const PREFIX = "casustafel-draft:";
const [tag, given] = (document.body.dataset.draftKey ?? "").split(".");
let opened = null;

export function canKeep() {
  return Boolean(given && window.crypto?.subtle);
}

export async function keep(place, draft) {
  if (!canKeep()) return;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(draft));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(place) }, await key(), plain);
  try {
    window.localStorage.setItem(PREFIX + place, [tag, written(iv), written(new Uint8Array(sealed))].join("."));
  } catch {
    // no room or not allowed: the text is on the page, as it was
  }
}

export async function find(place) {
  const [whose, iv, sealed] = (window.localStorage.getItem(PREFIX + place) ?? "").split(".");
  if (!canKeep() || whose !== tag) return null;
  try {
    const how = { name: "AES-GCM", iv: read(iv), additionalData: bound(place) };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, await key(), read(sealed))));
  } catch {
    drop(place);
    return null;
  }
}

export function drop(place) {
  try {
    window.localStorage.removeItem(PREFIX + place);
  } catch {
    // nothing can be kept here, so nothing is
  }
}

// Of sessions that are over nothing stays, not even unreadable. On the page of the door that is all.
export function sweep() {
  const atTheDoor = "draftsEnd" in document.body.dataset;
  if (!given && !atTheDoor) return;
  try {
    for (const name of Object.keys(window.localStorage).filter((each) => each.startsWith(PREFIX))) {
      if (atTheDoor || !window.localStorage.getItem(name).startsWith(`${tag}.`)) window.localStorage.removeItem(name);
    }
  } catch {
    // nothing can be kept here, so nothing is
  }
}

function key() {
  opened ??= crypto.subtle.importKey("raw", read(given), "AES-GCM", false, ["encrypt", "decrypt"]);
  return opened;
}

function bound(place) {
  return new TextEncoder().encode(place);
}

function written(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function read(text) {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}
