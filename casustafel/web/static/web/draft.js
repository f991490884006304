// Keeps on the server what is being typed: <form data-draft data-draft-url="…">, at most three seconds later.
// `data-draft-text` holds an earlier draft, as the server got it; it is put back into the fields.

const WAIT = 3000;
const AGAIN = 6000;
const NOT_KEPT = ["csrfmiddlewaretoken", "form_id"];

export function keepDrafts() {
  for (const form of document.querySelectorAll("form[data-draft-url]")) new Draft(form);
}

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-draft-status]");
    this.timer = 0;
    this.putBack(form.dataset.draftText);
    this.kept = this.text();
    form.addEventListener("input", () => this.soon(WAIT));
    form.addEventListener("change", () => this.soon(WAIT));
    form.addEventListener("submit", () => this.stop());
    document.addEventListener("visibilitychange", () => document.hidden && this.keep());
  }

  text() {
    const fields = new FormData(this.form);
    for (const name of NOT_KEPT) fields.delete(name);
    return new URLSearchParams([...fields].filter(([, value]) => typeof value === "string")).toString();
  }

  soon(wait) {
    if (!this.timer && !this.stopped) this.timer = window.setTimeout(() => this.keep(), wait);
  }

  stop() {
    window.clearTimeout(this.timer);
    this.stopped = true;
    window.setTimeout(() => (this.stopped = false), 4000);
  }

  async keep() {
    window.clearTimeout(this.timer);
    this.timer = 0;
    const text = this.text();
    if (text === this.kept || this.stopped) return;
    if (await this.send(text)) {
      this.kept = text;
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      this.say(`${this.status?.dataset.saved ?? ""} ${time}`);
      return;
    }
    this.say(this.status?.dataset.failed ?? "");
    this.soon(AGAIN);
  }

  async send(text) {
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
    if (this.status && this.status.textContent !== words) this.status.textContent = words;
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
