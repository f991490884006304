"""The words of our pages. Templates of the steps say what they show with these tags; only web/parts and the
style sheets know how it looks. The style guide (web/style_guide.html) shows each of them.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from casustafel.web import looks
from casustafel.web.templatetags.web_forms import new_form_id

register = template.Library()


# Small things


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing. Without a label it is for the eye only, so the words beside it say the same."""
    return _icon(name, str(label))


@lru_cache(maxsize=1024)
def _icon(name: str, label: str) -> SafeString:
    """Drawn once: a page holds many, and there are few."""
    return render_to_string("web/parts/icon.html", {"name": name, "label": label})


@register.simple_tag
@cache
def head() -> SafeString:
    """What stands in the head of every page is the same for everybody."""
    return render_to_string("web/head.html")


@register.inclusion_tag("web/parts/badge.html")
def badge(text: object, tone: str = "neutral", icon: str = "") -> dict[str, Any]:
    """A state of the work, never of a person. Tones: neutral, info, good, attention, urgent."""
    return {"text": text, "tone": tone, "icon": icon or looks.TONE_ICONS.get(tone, "")}


@register.inclusion_tag("web/parts/link_button.html")
def link_button(url: str, label: str, tone: str = "secondary-action", icon: str = "") -> dict[str, Any]:
    return {"url": url, "label": label, "tone": tone, "icon": icon}


@register.inclusion_tag("web/parts/press.html", takes_context=True)
def press(
    context: Context,
    url: str,
    label: str,
    tone: str = "secondary-action",
    icon: str = "",
    key: str = "",
    **values: object,
) -> dict[str, Any]:
    """A button that does one thing at once: a form of its own. `key`: the letter that presses it while nobody
    types. Further arguments are hidden fields."""
    return {
        "csrf_token": context.get("csrf_token"),
        "form_id": new_form_id(),
        "url": url,
        "label": label,
        "tone": tone,
        "icon": icon,
        "key": key,
        "values": values,
    }


@register.inclusion_tag("web/parts/empty.html")
def empty(title: str, text: str = "", url: str = "", label: str = "", icon: str = "inbox") -> dict[str, Any]:
    return {"title": title, "text": text, "url": url, "label": label, "icon": icon}


@register.inclusion_tag("web/parts/links.html")
def links(items: Iterable[object]) -> dict[str, Any]:
    """Ways on, one under the other. Items have .text, .url and .icon; a .note and .is_late may be there."""
    return {"items": items}


@register.filter
def untold(parts: Iterable[Any]) -> list[str]:
    """The headings under which nothing stands: named in one line, they take no room from what was told."""
    return [part.heading for part in parts if not part.text]


# Blocks around content


def _block(word: str, content: str, /, **values: object) -> SafeString:
    return render_to_string(f"web/parts/{word}.html", {**values, "content": content})


@register.simple_block_tag
def page_head(content: str, title: str, lead: str = "", above: str = "") -> SafeString:
    """The heading of the page; what stands inside are the things one can do here."""
    return _block("page_head", content, title=title, lead=lead, above=above)


@register.simple_block_tag
def card(
    content: str, title: str = "", level: int = 2, id: str = "", icon: str = "", tone: str = ""
) -> SafeString:
    return _block("card", content, title=title, level=level, id=id, icon=icon, tone=tone)


@register.simple_block_tag
def notice(content: str, title: str = "", tone: str = "info") -> SafeString:
    """Something to know before going on. Tones: info, good, attention, urgent."""
    return _block(
        "notice", content, title=title, tone=tone, kind=looks.ALERTS[tone], icon=looks.TONE_ICONS[tone]
    )


@register.simple_block_tag
def data_table(content: str, caption: str, quiet_caption: bool = False) -> SafeString:
    """A table with its caption. Give each <td> a data-label: on a phone the row becomes a small list."""
    return _block("data_table", content, caption=caption, quiet=quiet_caption)


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """Names and values: <div><dt>…</dt><dd>…</dd></div> for each."""
    return _block("facts", content)


@register.simple_block_tag
def actions(content: str) -> SafeString:
    """Buttons beside each other."""
    return _block("actions", content)


@register.simple_block_tag
def twin(content: str, label: str = "") -> SafeString:
    """The same as a picture says, as a table."""
    return _block("twin", content, label=label or gettext("Show as a table"))


@register.simple_block_tag
def fold(content: str, label: str, open: bool = False) -> SafeString:
    """Something that is not needed at first sight."""
    return _block("fold", content, label=label, open=open)


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """Opened by <a href="#id" data-dialog>; without JavaScript the link shows it on the page."""
    return _block("dialog", content, id=id, title=title)


@register.simple_block_tag
def filter_form(content: str, label: str = "") -> SafeString:
    """Fields that narrow a list; they stand in the address, so a filter can be kept as a link."""
    return _block("filter_form", content, label=label or gettext("Show these"))


@register.simple_block_tag
def part(content: str, name: str, url: str) -> SafeString:
    """A part of a live page that comes again from `url` when the server says that `name` changed. The page
    at `url` may be the whole page: only the part of this name is taken from it."""
    return _block("part", content, name=name, url=url)


# Where am I


@register.inclusion_tag("web/parts/crumbs.html")
def crumbs(*pairs: str) -> dict[str, Any]:
    """Label and address in turn: {% crumbs _("Reports") url %}. The page itself is not in it."""
    return {"steps": list(zip(pairs[::2], pairs[1::2], strict=True))}


@register.inclusion_tag("web/parts/tabs.html")
def tabs(items: Iterable[object], label: str = "") -> dict[str, Any]:
    """Items have .label, .url and .current; a .count and .icon may be there."""
    return {"items": items, "label": label or gettext("Steps")}


@register.inclusion_tag("web/parts/filter_links.html", takes_context=True)
def filter_links(
    context: Context,
    choices: Iterable[Sequence[object]],
    current: object,
    name: str = "state",
    label: str = "",
) -> dict[str, Any]:
    """Choices are (value, label) or (value, label, count). Everything else in the address stays as it is."""
    request: HttpRequest = context["request"]
    items = [
        {
            "label": choice[1],
            "count": choice[2] if len(choice) > 2 else None,
            "url": looks.address(request.GET, **{name: str(choice[0]), "page": ""}),
            "current": str(choice[0]) == str(current),
        }
        for choice in choices
    ]
    return {"items": items, "label": label or gettext("Filter")}


@register.inclusion_tag("web/parts/pages.html", takes_context=True)
def pages(context: Context, page: Page[Any]) -> dict[str, Any]:
    request: HttpRequest = context["request"]

    def link(number: int) -> str:
        return looks.address(request.GET, page=str(number))

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "links": [(number, link(number) if isinstance(number, int) else "") for number in numbers],
        "previous": link(page.number - 1) if page.has_previous() else "",
        "next": link(page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("web/parts/stepper.html")
def stepper(step: int, steps: int) -> dict[str, Any]:
    return {"step": step, "steps": steps, "dots": range(1, steps + 1)}


# The road and the time


@register.inclusion_tag("web/parts/road.html")
def road(marks: Iterable[object], label: str = "") -> dict[str, Any]:
    """Marks have .label, .date (or None) and .state: done, current or todo."""
    return {"marks": marks, "label": label or gettext("The road so far")}


@register.inclusion_tag("web/parts/timeline.html")
def timeline(lines: Iterable[object]) -> dict[str, Any]:
    """Lines have .what, .who, .at (a moment or a day) and .reason."""
    return {"lines": lines}


# What the table knows


@register.inclusion_tag("web/parts/statement.html")
def statement(
    nature: str,
    nature_name: str,
    text: str,
    source: str = "",
    day: date | None = None,
    note: str = "",
    age: str = "",
) -> dict[str, Any]:
    """One thing somebody said: what kind of knowing it is stands before it, in words and in form. `age`: how
    long ago that day is, in words."""
    known = nature.lower()
    return {
        "nature": known,
        "nature_name": nature_name,
        "icon": looks.NATURE_ICONS.get(known, "quote"),
        "text": text,
        "source": source,
        "day": day,
        "note": note,
        "age": age,
        "content": "",
    }


@register.simple_block_tag
def said(
    content: str,
    nature: str,
    nature_name: str,
    text: str,
    source: str = "",
    day: date | None = None,
    note: str = "",
) -> SafeString:
    """A statement with more to know of it below its source."""
    return _block("statement", content, **statement(nature, nature_name, text, source, day, note))


@register.inclusion_tag("web/parts/blank_spot.html")
def blank_spot(state: str, text: str = "", url: str = "", label: str = "", hint: str = "") -> dict[str, Any]:
    """States: known, stale, contradicted, asked, asked_late, none, may_not_know, unknown. Pattern, drawing
    and words differ. The hint says to the ear of which cell this is the way on."""
    known = state.lower()
    name, drawing = looks.BLANK_SPOTS[known]
    return {
        "state": known.replace("_", "-"),
        "name": gettext(name),
        "icon": drawing,
        "text": text,
        "url": url,
        "label": label,
        "hint": hint,
    }


@register.inclusion_tag("web/parts/ladder.html")
def ladder(levels: Sequence[str], current: int | None = None, baseline: int | None = None) -> dict[str, Any]:
    """Five agreed levels of one goal, from -2 to +2, the best on top; where it stands and where it began."""
    rungs = [
        {
            "value": value,
            "sign": f"{value:+d}".replace("-", "−") if value else "0",
            "text": text,
            "current": value == current,
            "baseline": value == baseline,
        }
        for value, text in zip(range(-2, 3), levels, strict=True)
    ]
    return {"rungs": list(reversed(rungs))}


@register.inclusion_tag("web/parts/dots.html")
def dots(scale: Iterable[Sequence[Any]], label: str) -> dict[str, Any]:
    """The spread of a round: scale is (name of the step, [who chose it]). Never a mean."""
    steps = [{"name": name, "who": list(who)} for name, who in scale]
    return {"steps": steps, "label": label}


@register.inclusion_tag("web/parts/presence.html")
def presence(people: Iterable[object]) -> dict[str, Any]:
    """People have .name, .organisation, .here and .typing."""
    return {"people": people}


@register.inclusion_tag("web/parts/conflict.html")
def conflict(own: str, other: str, who: str = "", at: object = None) -> dict[str, Any]:
    """Two people changed the same text: both texts, side by side, nothing lost."""
    return {"own": own, "other": other, "who": who, "at": at}


@register.inclusion_tag("web/parts/print_head.html", takes_context=True)
def print_head(context: Context, title: str) -> dict[str, Any]:
    """Stands above the page on paper only."""
    return {"title": title, "frame": context["frame"]}
