// The clock of the case on the table. The server says how it stood when the page was drawn, and from there it is
// counted on here. It moves quietly; only once is something said: when the time for a case is over.

const seenInTime = new Set();
const told = new Set();
let drawn = "";
let began = 0;

export function runTimer() {
  if (document.querySelector("[data-live-url]")) window.setInterval(tick, 1000);
}

function tick() {
  const timer = document.querySelector("[data-timer]");
  if (!timer) return;
  if (timer.dataset.drawn !== drawn) {
    drawn = timer.dataset.drawn;
    began = performance.now();
  }
  const gone = timer.hasAttribute("data-runs") ? Math.floor((performance.now() - began) / 1000) : 0;
  show(timer, Number(timer.dataset.inStep) + gone, Number(timer.dataset.left) - gone);
}

function show(timer, inStep, left) {
  write(timer.querySelector("[data-timer-step]"), inStep);
  write(timer.querySelector("[data-timer-left] b"), Math.max(0, left));
  write(timer.querySelector("[data-timer-over] b"), Math.max(0, -left));
  timer.querySelector("[data-timer-left]").hidden = left < 0;
  timer.querySelector("[data-timer-over]").hidden = left >= 0;
  if (left >= 0) seenInTime.add(timer.dataset.timer);
  else if (seenInTime.has(timer.dataset.timer)) tellOnce(timer.dataset.timer);
}

function write(place, seconds) {
  place.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function tellOnce(which) {
  const place = document.querySelector("[data-timer-told]");
  if (!place || told.has(which)) return;
  told.add(which);
  place.textContent = place.dataset.words;
}
