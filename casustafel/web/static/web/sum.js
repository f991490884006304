// When it is busy, a small sum instead of waiting: find a number whose hash with the ticket begins with zeros.
// Where the browser cannot, it waits as long as the page says, and goes on then.

const SEARCHED_AT_ONCE = 256;

function startsWithZeros(hash, bits) {
  const first = new DataView(hash).getUint32(0);
  return first >>> (32 - bits) === 0;
}

async function solve(ticket, bits) {
  const write = new TextEncoder();
  const hash = (number) => crypto.subtle.digest("SHA-256", write.encode(`${ticket}:${number}`));
  for (let from = 0; ; from += SEARCHED_AT_ONCE) {
    const numbers = Array.from({ length: SEARCHED_AT_ONCE }, (_, n) => from + n);
    const hashes = await Promise.all(numbers.map(hash));
    const found = hashes.findIndex((each) => startsWithZeros(each, bits));
    if (found >= 0) return numbers[found];
  }
}

const wait = (seconds) => new Promise((done) => window.setTimeout(done, seconds * 1000));

async function goOn(form) {
  document.querySelector("[data-sum-note]").hidden = false;
  const { sum, bits, wait: seconds } = form.dataset;
  if (crypto.subtle) form.elements.answer.value = await solve(sum, Number(bits));
  else await wait(Number(seconds) + 1);
  form.requestSubmit();
}

const form = document.querySelector("form[data-sum]");
if (form) goOn(form);
