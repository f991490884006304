// Lines at meeting speed: [data-quick] holds a form with a field `text`. Enter sends it from any field, and the next
// line can be typed at once; the answer brings [data-quick-lines] anew. What was refused is sent as any form is, so
// that its page says why.

import { lose, regain } from "./connection.js";

export function enterQuickly() {
  const place = document.querySelector("[data-quick]");
  if (place) new Quick(place.querySelector("form"));
  for (const choice of document.querySelectorAll("select[data-part-of]")) offerPart(choice);
}

class Quick {
  constructor(form) {
    this.form = form;
    this.text = form.elements.text;
    this.turn = Promise.resolve();
    this.waiting = 0;
    form.addEventListener("submit", (event) => this.take(event));
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches("select, input[type=checkbox]")) return;
      event.preventDefault();
      form.requestSubmit();
    });
    this.text.focus();
    this.text.setSelectionRange(this.text.value.length, this.text.value.length);
  }

  take(event) {
    const line = new FormData(this.form);
    const text = this.text.value;
    if (!text.trim() && !this.waiting) return;
    event.preventDefault();
    if (!text.trim()) return;
    this.text.value = "";
    this.text.dispatchEvent(new Event("input"));
    this.text.focus();
    this.waiting += 1;
    this.turn = this.turn.then(() => this.send(line, text)).finally(() => (this.waiting -= 1));
  }

  async send(line, text) {
    // Each line goes with the id that came with the answer before it, and is carried out once.
    line.set("form_id", this.form.elements.form_id.value);
    try {
      const answer = await fetch(this.form.action, { method: "POST", body: new URLSearchParams(line) });
      if (!answer.ok || !answer.redirected) return this.refused(text, answer.status);
      this.show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      this.giveBack(text);
      lose("line");
    }
  }

  show(page) {
    const lines = page.querySelector("[data-quick-lines]");
    const id = page.querySelector("[data-quick] [name=form_id]");
    if (!lines || !id) return window.location.reload();
    document.querySelector("[data-quick-lines]").replaceChildren(...lines.childNodes);
    this.form.elements.form_id.value = id.value;
    this.form.dispatchEvent(new CustomEvent("line:sent"));
    regain("line");
  }

  refused(text, status) {
    this.giveBack(text);
    if (status === 422) this.form.submit();
    else document.dispatchEvent(new CustomEvent("connection:lost"));
  }

  giveBack(text) {
    this.text.value = [text, this.text.value].filter(Boolean).join(" ");
    this.text.dispatchEvent(new Event("input"));
  }
}

// Of a long list only what belongs to the chosen part of life is offered; what was chosen before stays in sight.
function offerPart(choice) {
  const part = choice.form.elements[choice.dataset.partOf];
  const offer = () => {
    const name = part.selectedOptions[0]?.label;
    for (const group of choice.querySelectorAll("optgroup")) {
      group.hidden = group.label !== name && !group.contains(choice.selectedOptions[0]);
    }
  };
  part.addEventListener("change", offer);
  offer();
}
