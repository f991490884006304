"""The words of a page of HTML, in lines; nothing of it is run, shown or fetched.

html.parser of the library takes hours over some odd pages, and lxml leaves out what is nested too deep. A
mail may hold both: here every sign is looked at once and no word is lost.
"""

import re
from html import unescape

TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
ADDRESS = re.compile(r"\bhref\s*=\s*[\"']?(https?://[^\"'\s>]{1,500})", re.IGNORECASE)
SILENT = {
    name: re.compile(f"</{name}[^a-z0-9]", re.IGNORECASE) for name in ("script", "style", "title", "template")
}
LINES = frozenset(
    {"p", "div", "br", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre",
     "blockquote", "section", "article", "header", "footer", "dt", "dd"}
)  # fmt: skip


def text_of_html(html: str) -> str:
    scanner = _Scanner(html)
    while scanner.step():
        pass
    lines = [" ".join(line.split()) for line in "".join(scanner.words).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Scanner:
    def __init__(self, html: str) -> None:
        self.html, self.at = html, 0
        self.words: list[str] = []
        self.link = ""
        self.endless: set[str] = set()  # what was begun and ends nowhere below: not looked for again

    def step(self) -> bool:
        """Up to and with the next tag."""
        begin = self.html.find("<", self.at)
        if begin < 0:
            self._say(self.html[self.at :])
            return False
        self._say(self.html[self.at : begin])
        if self._skipped_comment(begin):
            return True
        if not (tag := TAG.match(self.html, begin)) and self.html[begin + 1 : begin + 2] not in {"!", "?"}:
            self.words.append("<")
            self.at = begin + 1
            return True
        end = self.html.find(">", begin)
        if end < 0:
            self._say(self.html[begin:])
            return False
        self.at = end + 1
        if tag:
            self._mark(tag[1].lower(), self.html[begin : self.at])
        return True

    def _say(self, text: str) -> None:
        self.words.append(" ".join(re.split(r"\s+", unescape(text))))

    def _skipped_comment(self, begin: int) -> bool:
        if not self.html.startswith("<!--", begin) or "comment" in self.endless:
            return False
        end = self.html.find("-->", begin + 4)
        if end < 0:
            self.endless.add("comment")
            return False
        self.at = end + 3
        return True

    def _mark(self, name: str, tag: str) -> None:
        if name == "li":
            self.words.append("" if tag.startswith("</") else "\n- ")
        elif name in LINES:
            self.words.append("\n")
        elif name in {"td", "th"}:
            self.words.append(" ")
        elif name == "a":
            self._link(tag)
        elif name in SILENT and not tag.startswith("</"):
            self._be_silent(name)

    def _link(self, tag: str) -> None:
        """Where a link leads stands behind its words, unless these say so themselves."""
        if tag.startswith("</"):
            if self.link and self.link not in self.words[-1]:
                self.words.append(f" ({self.link})")
            self.link = ""
        elif found := ADDRESS.search(tag):
            self.link = unescape(found[1])

    def _be_silent(self, name: str) -> None:
        if name in self.endless:
            return
        end = SILENT[name].search(self.html, self.at)
        if end is None:
            self.endless.add(name)
        else:
            self.at = end.start()
