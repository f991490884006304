// Two texts of one person for one form, from two places: shown beside each other until one is chosen.

export function showBoth(form, mine, theirs, choose) {
  const mould = document.querySelector("template[data-two-texts]");
  if (!mould) return;
  const shown = mould.content.cloneNode(true).firstElementChild;
  const names = [...new Set([...mine.keys(), ...theirs.keys()])].filter((name) => differs(form, name, mine, theirs));
  write(form, names, mine, shown.querySelector("[data-mine]"));
  write(form, names, theirs, shown.querySelector("[data-theirs]"));
  for (const button of shown.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      shown.remove();
      choose(button.hasAttribute("data-take-mine"));
      form.querySelector("textarea, input:not([type=hidden])")?.focus();
    });
  }
  form.prepend(shown);
  shown.scrollIntoView({ block: "nearest" });
}

function differs(form, name, mine, theirs) {
  const field = form.elements[name];
  return field && field.type !== "hidden" && mine.getAll(name).join() !== theirs.getAll(name).join();
}

function write(form, names, text, place) {
  for (const name of names) {
    const label = document.createElement("strong");
    label.textContent = labelOf(form, name);
    const words = document.createElement("p");
    words.dir = "auto";
    words.textContent = text.getAll(name).map((value) => said(form, name, value)).join(", ") || "–";
    place.append(label, words);
  }
}

function labelOf(form, name) {
  const field = form.elements[name];
  const legend = field instanceof RadioNodeList && field[0].closest("fieldset")?.querySelector("legend");
  return (legend || field.labels?.[0])?.textContent.trim() ?? "";
}

// Of a choice its words.
function said(form, name, value) {
  const fields = form.elements[name] instanceof RadioNodeList ? [...form.elements[name]] : [form.elements[name]];
  for (const field of fields) {
    if (field.options) return [...field.options].find((one) => one.value === value)?.textContent.trim() ?? value;
    if (field.type === "radio" || field.type === "checkbox") {
      if (field.value === value) return field.labels?.[0]?.textContent.trim() ?? value;
    }
  }
  return value;
}
