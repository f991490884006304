// Whether the server can be reached, by whoever notices: the network, the stream of a live page, a part that did
// not come. The banner is one; it says so at once, and that it is over when all of them say so.

const lost = new Set();
const SHOWN_BACK = 6000;

export function isLost() {
  return lost.size > 0;
}

export function lose(reason) {
  const first = !isLost();
  lost.add(reason);
  show("lost");
  if (first) tell("connection:lost");
}

export function regain(reason) {
  if (!lost.delete(reason) || isLost()) return;
  show("back");
  tell("connection:back");
  window.setTimeout(() => isLost() || show(""), SHOWN_BACK);
}

// The server answers, but not to this person any more.
export function signedOut() {
  show("over");
}

// Whether it answers now; a stream can be dead while it does.
export async function answers() {
  try {
    return (await fetch(window.location.href, { method: "HEAD", redirect: "manual", cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

export function watchNetwork() {
  window.addEventListener("offline", () => lose("network"));
  window.addEventListener("online", () => regain("network"));
  if (navigator.onLine === false) lose("network");
}

function tell(name) {
  document.dispatchEvent(new CustomEvent(name));
}

function show(state) {
  const banner = document.querySelector("[data-connection]");
  if (!banner) return;
  for (const one of ["lost", "back", "over"]) banner.querySelector(`[data-${one}]`).hidden = one !== state;
}
