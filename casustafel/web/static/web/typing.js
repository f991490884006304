// Tells the others at the table that somebody types, never what: an empty message, at most every four seconds.
// Where the page gives no address for it (judging and looking back are done alone) nothing is sent at all.

const EVERY = 4000;
let told = -EVERY;

export function tellTyping(event) {
  const place = document.querySelector("[data-typing-url]");
  const form = event.target.closest("[data-part] form");
  const token = form?.elements.csrfmiddlewaretoken?.value;
  if (!place || !token || performance.now() - told < EVERY) return;
  told = performance.now();
  fetch(place.dataset.typingUrl, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "error" }).catch(() => {});
}
