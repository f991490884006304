// A page that follows the table: data-live-url is a stream of events that say which parts changed, never what
// they hold. Each part is fetched again as any page is, so that the server decides anew what this person sees.

import { lose, regain, signedOut } from "./connection.js";
import { tellTyping } from "./typing.js";

const AGAIN = 5000;
const SILENT = 25000; // a beat comes every fifteen seconds
let stream = null;
let missed = false;
let silence = 0;
const looks = new Map();

function connect(url) {
  stream = new EventSource(url);
  hear(url);
  stream.addEventListener("beat", () => hear(url));
  stream.addEventListener("part", (event) => {
    hear(url);
    refresh(event.data.split(/\s+/));
  });
  stream.addEventListener("open", () => {
    hear(url);
    regain("stream");
    if (missed) refresh(allParts());
    missed = false;
  });
  stream.addEventListener("error", () => {
    if (isOver()) return;
    miss();
    // Refused by the server: the browser does not try again by itself. A part tells why.
    if (stream.readyState !== EventSource.CLOSED) return;
    refresh(allParts());
    window.setTimeout(() => isOver() || connect(url), AGAIN);
  });
}

// It may look open and be dead: a laptop that slept, a proxy that fell over.
function hear(url) {
  window.clearTimeout(silence);
  silence = window.setTimeout(() => {
    if (isOver()) return;
    miss();
    stream.close();
    connect(url);
  }, SILENT);
}

function miss() {
  missed = true;
  lose("stream");
}

// The part itself says that there is nothing to follow any more.
function isOver() {
  if (!document.querySelector("[data-live-over]")) return false;
  window.clearTimeout(silence);
  stream.close();
  regain("stream");
  return true;
}

function allParts() {
  return [...document.querySelectorAll("[data-part]")].map((part) => part.dataset.part);
}

function refresh(names) {
  for (const name of new Set(names)) {
    const part = name && document.getElementById(`part-${name}`);
    if (part) window.htmx.trigger(part, "part", {}, false);
  }
}

// A refusal or the sign-in page must not take the place of what somebody is looking at.
function keepWhenRefused(event) {
  const { response, sourceElement } = event.detail.ctx;
  if (!sourceElement?.matches?.("[data-part]")) return;
  if (response.raw.ok && !response.raw.redirected) {
    regain("part");
    return;
  }
  event.preventDefault();
  if (response.raw.redirected) signedOut();
  else lose("part");
}

// What a part says of this moment is over soon: it asks to be looked at again, in so many seconds.
function lookAgain() {
  for (const mark of document.querySelectorAll("[data-part] [data-look-again]")) {
    const name = mark.closest("[data-part]").dataset.part;
    window.clearTimeout(looks.get(name));
    looks.set(name, window.setTimeout(() => refresh([name]), Number(mark.dataset.lookAgain) * 1000));
  }
}

// What is being typed stays, whatever arrives: the morph passes over fields marked here (see the htmx settings).
function markTyped(event) {
  if (event.target.closest("[data-part]")) event.target.setAttribute("data-typed", "");
}

function begin() {
  const page = document.querySelector("[data-live-url]");
  if (!page) return;
  document.addEventListener("htmx:before:response", keepWhenRefused);
  document.addEventListener("htmx:after:swap", lookAgain);
  document.addEventListener("input", markTyped);
  document.addEventListener("input", tellTyping);
  window.addEventListener("pagehide", () => stream.close());
  connect(page.dataset.liveUrl);
}

begin();
