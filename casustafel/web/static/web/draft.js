// Keeps what is being typed: on the server, <form data-draft data-draft-url="…">, at most three seconds later or `data-draft-wait` ms; and
// on this device as long as the server does not have it. `data-draft-text` holds an earlier draft, as the server got
// it; it is put back into the fields. Forms at a table are kept on this device alone.

import { showBoth } from "./both.js";
import { answers, isLost } from "./connection.js";
import * as local from "./local.js";

const WAIT = 3000;
const AGAIN = 6000;
const AT_ONCE = 300;
const NOT_KEPT = ["csrfmiddlewaretoken", "form_id"];
const KEPT = "form[data-draft-url], [data-part] form:has(textarea)";
const known = new WeakMap();
let leaves = false;

const DRAFTED = "form[data-draft-url]";
const begun = new WeakSet();

export function keepDrafts() {
  local.sweep();
  takeIn();
  document.addEventListener("htmx:after:swap", takeIn);
  document.addEventListener("focusin", (event) => event.target.closest(KEPT) && takeIn());
  window.addEventListener("beforeunload", () => (leaves = true));
  document.addEventListener("visibilitychange", () => document.hidden || (leaves = false));
}

// A live page brings new forms, and gives a form that stays another address.
function takeIn() {
  for (const form of document.querySelectorAll(KEPT)) {
    const draft = known.get(form);
    if (!draft) known.set(form, new Draft(form));
    else if (draft.place !== placeOf(form)) draft.begin();
  }
}

function placeOf(form) {
  return `${new URL(form.action, window.location.href).pathname}|${form.id}`;
}

function textOf(form) {
  const fields = new FormData(form);
  for (const name of NOT_KEPT) fields.delete(name);
  return new URLSearchParams([...fields].filter(([, value]) => typeof value === "string")).toString();
}

class Draft {
  constructor(form) {
    this.form = form;
    this.wait = Number(form.dataset.draftWait) || WAIT;
    this.timer = 0;
    this.begin();
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", (event) => this.send(event));
    form.addEventListener("line:sent", () => this.goOn());
    document.addEventListener("visibilitychange", () => document.hidden && this.keep());
    document.addEventListener("connection:back", () => this.comeBack());
  }

  begin() {
    const { draftText } = this.form.dataset;
    this.place = placeOf(this.form);
    this.putBack(draftText);
    this.kept = this.text();
    this.base = this.plain(draftText || this.kept);
    this.restore();
  }

  // What did not reach the server before the page was loaded again.
  async restore() {
    const mine = local.canKeep() ? await local.find(this.place) : null;
    if (!mine) return;
    if (this.plain(mine.text) === this.base) return local.drop(this.place);
    if (mine.base !== this.base || this.plain(this.text()) !== this.base) return this.differ(mine.text, this.text());
    this.putBack(mine.text);
    this.soon(this.wait);
  }

  // The server may have got another text meanwhile, from another window or device.
  comeBack() {
    this.missed = true;
    this.keep();
  }

  // Whether it may go to the server now: not when there is another text, nor when nobody can say.
  async mayGo(text) {
    const theirs = await this.newest();
    if (theirs === undefined) return false;
    if (!theirs || [this.base, this.plain(text)].includes(this.plain(theirs))) return true;
    this.differ(text, theirs);
    return false;
  }

  async newest() {
    try {
      const answer = await fetch(window.location.href, { redirect: "error", cache: "no-store" });
      if (!answer.ok) return undefined;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const form = page.getElementById(this.form.id);
      return form ? form.dataset.draftText || textOf(form) : "";
    } catch {
      return undefined;
    }
  }

  // Neither is thrown away before somebody chooses.
  differ(mine, theirs) {
    this.differs = true;
    showBoth(this.form, new URLSearchParams(mine), new URLSearchParams(theirs), (takesMine) => {
      this.differs = false;
      this.putBack(takesMine ? mine : theirs);
      this.kept = takesMine ? "" : this.text();
      this.base = this.plain(theirs);
      if (takesMine) this.keep();
      else local.drop(this.place);
    });
  }

  get status() {
    return this.form.querySelector("[data-draft-status]");
  }

  text() {
    return textOf(this.form);
  }

  // To compare: what people fill in, whatever its order.
  plain(text) {
    const entries = [...new URLSearchParams(text)].filter(
      ([name, value]) => value.trim() && !NOT_KEPT.includes(name) && this.form.elements[name]?.type !== "hidden",
    );
    return JSON.stringify(entries.map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]).sort());
  }

  typed() {
    window.clearTimeout(this.atOnce);
    this.atOnce = window.setTimeout(() => this.keepHere(), AT_ONCE);
    this.soon(this.wait);
  }

  keepHere() {
    if (!this.differs && !this.stopped) return local.keep(this.place, { text: this.text(), base: this.base });
  }

  soon(wait) {
    if (!this.timer && !this.stopped) this.timer = window.setTimeout(() => this.keep(), wait);
  }

  // Without a connection a form that is sent takes its text along to a page of the browser that knows nothing.
  async send(event) {
    if (isLost() && !this.isSure) {
      event.preventDefault();
      event.stopPropagation();
      await this.keepHere();
      if (!(await answers())) return this.say(this.status?.dataset.failed ?? "");
      this.isSure = true;
      this.form.requestSubmit(event.submitter);
      this.isSure = false;
      return;
    }
    this.stop();
    local.drop(this.place);
  }

  stop() {
    window.clearTimeout(this.timer);
    window.clearTimeout(this.atOnce);
    this.timer = 0;
    this.stopped = true;
    window.setTimeout(() => (this.stopped = false), 4000);
  }

  // Sent, and the form stays for what comes next.
  goOn() {
    this.stopped = false;
    this.soon(this.wait);
  }

  async keep() {
    window.clearTimeout(this.timer);
    this.timer = 0;
    const text = this.text();
    if (!this.form.dataset.draftUrl || text === this.kept || this.stopped || this.differs || this.isKeeping) return;
    this.isKeeping = true;
    const isKept = (!this.missed || (await this.mayGo(text))) && (await this.post(text));
    this.isKeeping = false;
    if (isKept) this.hasKept(text);
    else if (!this.differs) this.hasMissed();
    if (this.text() !== text) this.soon(this.wait);
  }

  hasKept(text) {
    this.missed = false;
    this.kept = text;
    this.base = this.plain(text);
    // The page that comes may have been drawn before the server had this; then it is put back from here.
    if (this.text() === text && !leaves) local.drop(this.place);
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    this.say(`${this.status?.dataset.saved ?? ""} ${time}`);
  }

  hasMissed() {
    this.missed = true;
    this.say(this.status?.dataset.failed ?? "");
    this.soon(AGAIN);
  }

  async post(text) {
    try {
      const answer = await fetch(this.form.dataset.draftUrl, {
        method: "POST",
        body: new URLSearchParams(text),
        headers: { "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value },
        redirect: "error",
        keepalive: text.length < 60000,
      });
      return answer.ok;
    } catch {
      return false;
    }
  }

  say(words) {
    const { status } = this;
    if (!status || status.textContent === words) return;
    status.textContent = words;
    status.setAttribute("data-typed", ""); // stays when the part around it comes anew (live.js)
  }

  putBack(text) {
    if (!text) return;
    const kept = new URLSearchParams(text);
    for (const field of this.form.elements) {
      if (!field.name || NOT_KEPT.includes(field.name) || field.type === "file") continue;
      const values = kept.getAll(field.name);
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (values.length && field.type !== "hidden") field.value = values[0];
    }
  }
}
