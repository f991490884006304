// What every page can do a little better with JavaScript. Each page works without it.

import { keepDrafts } from "./draft.js";
import { listenToKeys } from "./keys.js";

function focusErrors() {
  document.querySelector("[data-error-summary]")?.focus();
}

// The page is gone from the screen at once and from the way back; only then the other site is asked for.
function leaveQuickly() {
  for (const link of document.querySelectorAll("[data-leave]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      document.title = "\u200b";
      document.body.replaceChildren();
      window.location.replace(link.href);
    });
  }
}

// On the document, because a live page brings new links.
function openDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.querySelector(opener.hash);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
    const closer = event.target.closest("dialog [data-close]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
  });
}

// A press that takes a moment is not pressed twice. The server counts it once in any case.
function pressOnce() {
  document.addEventListener("submit", (event) => {
    if (event.target.hasAttribute("data-sent")) {
      event.preventDefault();
      return;
    }
    event.target.setAttribute("data-sent", "");
    window.setTimeout(() => event.target.removeAttribute("data-sent"), 4000);
  });
}

function showConnection(lost) {
  const banner = document.querySelector("[data-connection]");
  if (!banner) return;
  const wasLost = !banner.querySelector("[data-lost]").hidden;
  banner.querySelector("[data-lost]").hidden = !lost;
  banner.querySelector("[data-back]").hidden = lost || !wasLost;
  if (!lost && wasLost) window.setTimeout(() => (banner.querySelector("[data-back]").hidden = true), 6000);
}

function watchConnection() {
  window.addEventListener("offline", () => showConnection(true));
  window.addEventListener("online", () => showConnection(false));
  document.addEventListener("connection:lost", () => showConnection(true));
  document.addEventListener("connection:back", () => showConnection(false));
}

// After Back, the browser shows a kept copy of the page: a person who signed out must not see it again.
function noKeptCopies() {
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}

focusErrors();
leaveQuickly();
openDialogs();
pressOnce();
watchConnection();
noKeptCopies();
keepDrafts();
listenToKeys();
