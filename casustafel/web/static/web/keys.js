// Keys of one letter. They can be switched off (WCAG 2.1.4), and they rest while somebody types.

const STORE = "casustafel-keys";

export function listenToKeys() {
  offerSwitch();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !switchedOn()) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const act = ACTS[event.key.toLowerCase()];
    if (act && act()) event.preventDefault();
  });
}

const ACTS = {
  "?": () => open(document.querySelector("dialog#keys")),
  "/": () => goTo("[data-search], input[type=search]"),
  m: () => goTo("#menu li a"),
  h: () => press(".header a.brand"),
  b: () => blank(),
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
