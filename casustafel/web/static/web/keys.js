// Keys of one letter. They can be switched off (WCAG 2.1.4), and they rest while somebody types.

const STORE = "casustafel-keys";

export function listenToKeys() {
  offerSwitch();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !switchedOn()) return;
    if (event.repeat || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    if (pressDeclared(key) || ACTS[key]?.()) event.preventDefault();
  });
}

const ACTS = {
  "?": () => open(document.querySelector("dialog#keys")),
  "/": () => goTo("[data-search], input[type=search]"),
  m: () => goTo("#menu li a"),
  h: () => press(".header a.brand"),
  b: () => blank(),
  f: () => fill(),
};

function open(dialog) {
  if (!dialog || dialog.open) return false;
  dialog.showModal();
  return true;
}

function goTo(selector) {
  const place = document.querySelector(selector);
  place?.focus();
  return Boolean(place);
}

// A page gives a button a key of its own with data-key; on that page it goes before ours.
function pressDeclared(key) {
  const button = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
  button?.click();
  return Boolean(button);
}

function press(selector) {
  const link = document.querySelector(selector);
  link?.click();
  return Boolean(link);
}

// The big screen shows nothing until B is pressed again; what lies under it is hidden for a screen reader too.
function blank() {
  const cover = document.querySelector("[data-blank]");
  if (!cover) return false;
  cover.hidden = !cover.hidden;
  document.querySelector("main").inert = !cover.hidden;
  return true;
}

// The big screen fills the whole glass, until F or Escape.
function fill() {
  if (!document.querySelector("[data-big]")) return false;
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
  return true;
}

function offerSwitch() {
  const choice = document.querySelector("[data-keys-choice]");
  const box = choice?.querySelector("input");
  if (!box) return;
  choice.hidden = false;
  box.checked = switchedOn();
  box.addEventListener("change", () => {
    try {
      window.localStorage.setItem(STORE, box.checked ? "on" : "off");
    } catch {
      box.checked = true;
    }
  });
}

function switchedOn() {
  try {
    return window.localStorage.getItem(STORE) !== "off";
  } catch {
    return true;
  }
}
