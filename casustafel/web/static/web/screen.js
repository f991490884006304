// The link of a big screen carries its code behind the #, which no server and no log ever gets. It leaves the
// address at once, also of the way back, and goes in the form as if it were typed.

function carryIn() {
  const code = window.location.hash.slice(1);
  if (!code) return;
  window.history.replaceState(null, "", window.location.pathname);
  const form = document.querySelector("form#code-form");
  if (!form) return;
  form.elements.code.value = code;
  form.requestSubmit();
}

carryIn();
window.addEventListener("hashchange", carryIn);
