// What every page can do a little better with JavaScript. Each page works without it.

import { checkWhileTyping } from "./checking.js";
import { watchNetwork } from "./connection.js";
import { keepDrafts } from "./draft.js";
import { listenToKeys } from "./keys.js";
import { narrowChoices } from "./narrow.js";
import { enterQuickly } from "./quick.js";
import { runTimer } from "./timer.js";

function focusErrors() {
  document.querySelector("[data-error-summary]")?.focus();
}

// The page is gone from the screen at once and from the way back; only then the other site is asked for.
function leaveBy(link) {
  document.title = "\u200b";
  document.body.replaceChildren();
  window.location.replace(link.href);
}

// A press, or Escape three times within a second and a half.
function leaveQuickly() {
  const link = document.querySelector("[data-leave]");
  if (!link) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leaveBy(link);
  });
  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    presses = [...presses.filter((at) => event.timeStamp - at < 1500), event.timeStamp];
    if (presses.length >= 3) leaveBy(link);
  });
}

function offerPrinting() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
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

// After Back, the browser shows a kept copy of the page: a person who signed out must not see it again.
function noKeptCopies() {
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}

focusErrors();
leaveQuickly();
offerPrinting();
openDialogs();
pressOnce();
watchNetwork();
noKeptCopies();
keepDrafts();
checkWhileTyping();
enterQuickly();
narrowChoices();
listenToKeys();
runTimer();
