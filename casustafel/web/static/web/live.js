// A page that follows the table: data-live-url is a stream of events that say which parts changed, never what
// they hold. Each part is fetched again as any page is, so that the server decides anew what this person sees.

const AGAIN = 5000;
let stream = null;
let wasLost = false;

function connect(url) {
  stream = new EventSource(url);
  stream.addEventListener("part", (event) => refresh(event.data.split(/\s+/)));
  stream.addEventListener("open", () => {
    if (wasLost) {
      wasLost = false;
      tell("connection:back");
      refresh(allParts());
    }
  });
  stream.addEventListener("error", () => {
    wasLost = true;
    tell("connection:lost");
    // Refused by the server: the browser does not try again by itself.
    if (stream.readyState === EventSource.CLOSED) window.setTimeout(() => connect(url), AGAIN);
  });
}

function tell(name) {
  document.dispatchEvent(new CustomEvent(name));
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
  if (response.raw.ok && !response.raw.redirected) return;
  event.preventDefault();
  tell("connection:lost");
  wasLost = true;
}

// What is being typed stays, whatever arrives: the morph passes over fields marked here (see the htmx settings).
function markTyped(event) {
  if (event.target.closest("[data-part]")) event.target.setAttribute("data-typed", "");
}

function begin() {
  const page = document.querySelector("[data-live-url]");
  if (!page) return;
  document.addEventListener("htmx:before:response", keepWhenRefused);
  document.addEventListener("input", markTyped);
  window.addEventListener("pagehide", () => stream.close());
  connect(page.dataset.liveUrl);
}

begin();
