// While somebody types, what the server has to say of the words is shown below them: <div data-check-url="…"> with
// a field [data-checked] and a [data-findings]. `data-checked-with` names fields that go along, by the last part of
// their name. The server keeps none of it.

const WAIT = 700;

export function checkWhileTyping() {
  for (const place of document.querySelectorAll("[data-check-url]")) new Check(place);
}

class Check {
  constructor(place) {
    this.place = place;
    this.text = place.querySelector("[data-checked]");
    this.findings = place.querySelector("[data-findings]");
    this.along = (this.text.dataset.checkedWith ?? "").split(" ").filter(Boolean);
    this.timer = 0;
    this.text.addEventListener("input", () => this.soon());
    if (this.along.length) {
      this.text.form.addEventListener("change", (event) => this.along.includes(event.target.name) && this.soon());
    }
    if (this.text.value && !this.findings.childElementCount) this.soon();
  }

  soon() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask(), WAIT);
  }

  ticked() {
    return [...this.findings.querySelectorAll("input:checked")].map((box) => ["not_a_name", box.value]);
  }

  others() {
    return this.along.map((name) => [name.split("-").pop(), this.text.form.elements[name]?.value ?? ""]);
  }

  async ask() {
    const asked = this.text.value;
    const html = asked.trim() ? await this.send(asked) : "";
    // An answer to what was typed before says nothing of what stands there now.
    if (html === null || asked !== this.text.value || html === this.shown) return;
    this.shown = html;
    this.findings.innerHTML = html;
  }

  async send(text) {
    try {
      const answer = await fetch(this.place.dataset.checkUrl, {
        method: "POST",
        body: new URLSearchParams([["text", text], ...this.ticked(), ...this.others()]),
        headers: { "X-CSRFToken": this.text.form.elements.csrfmiddlewaretoken.value },
        redirect: "error",
      });
      return answer.ok ? (await answer.text()).trim() : null;
    } catch {
      return null;
    }
  }
}
