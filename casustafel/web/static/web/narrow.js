// Leaves out the choices that do not fit another choice. Without this everything stands there, with in words what
// it is for; and the server says the same again.

function fits(part, chosen) {
  return part.dataset.categories.split(" ").includes(chosen);
}

function set(part, inside, on) {
  part.hidden = !on;
  for (const input of inside) input.disabled = !on;
}

function narrowTo(select) {
  for (const option of select.form.querySelectorAll("option[data-categories]")) {
    set(option, [option], !select.value || fits(option, select.value));
  }
  for (const group of select.form.querySelectorAll("optgroup")) {
    group.hidden = ![...group.children].some((option) => !option.hidden);
  }
  for (const other of select.form.querySelectorAll("select")) {
    if (other.selectedOptions[0]?.disabled) other.value = "";
  }
  for (const input of select.form.querySelectorAll("input[data-categories]")) {
    set(input.closest(".choice") ?? input.parentElement, [input], !select.value || fits(input, select.value));
  }
  for (const block of select.form.querySelectorAll("[data-narrowed]")) {
    block.hidden = ![...block.querySelectorAll("input")].some((input) => !input.disabled);
  }
}

function showWhen(block) {
  const [name, value] = block.dataset.onlyWhen.split("=");
  const chosen = new FormData(block.closest("form")).get(name);
  set(block, block.querySelectorAll("input"), chosen === value);
}

export function narrowChoices() {
  for (const select of document.querySelectorAll("select[data-narrows]")) {
    select.addEventListener("change", () => narrowTo(select));
    narrowTo(select);
  }
  for (const block of document.querySelectorAll("[data-only-when]")) {
    block.closest("form").addEventListener("change", () => showWhen(block));
    showWhen(block);
  }
}
