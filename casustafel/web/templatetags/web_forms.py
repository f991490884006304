"""The words of our pages for forms: open, close, field, and a whole one at once."""

import secrets
from typing import Any

from django import template
from django.forms import BaseForm
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()


def new_form_id() -> str:
    return secrets.token_urlsafe(16)


def name_form(form: BaseForm, name: str) -> str:
    """Gives the fields ids of their own, so that several forms can stand on one page."""
    kind = type(form).__name__.removesuffix("Form").lower() or "form"
    form_name = name or "-".join(filter(None, (kind, form.prefix)))
    form.auto_id = f"{form_name}-%s"
    return form_name


def _form(context: Context, form: BaseForm, name: str, **values: object) -> dict[str, Any]:
    return {
        "csrf_token": context.get("csrf_token"),
        "form": form,
        "name": name_form(form, name),
        "form_id": new_form_id() if hasattr(form, "form_id") else "",
        **values,
    }


@register.inclusion_tag("web/forms/form.html", takes_context=True)
def whole_form(
    context: Context,
    form: BaseForm,
    submit: str = "",
    *,
    action: str = "",
    name: str = "",
    tone: str = "primary-action",
    cancel: str = "",
    draft_url: str = "",
    draft_text: str = "",
    draft_saved: object = None,
) -> dict[str, Any]:
    """Error summary, fields and buttons. `cancel` is an address; `draft_url` saves by itself while
    typing, and `draft_text` is what it kept, put back into the fields."""
    return _form(
        context,
        form,
        name,
        submit=submit or gettext("Save"),
        action=action,
        tone=tone,
        cancel=cancel,
        draft_url=draft_url,
        draft_text=draft_text,
        draft_saved=draft_saved,
    )


@register.inclusion_tag("web/forms/open.html", takes_context=True)
def form_open(
    context: Context,
    form: BaseForm,
    *,
    action: str = "",
    name: str = "",
    draft_url: str = "",
    draft_text: str = "",
    draft_wait: int = 0,
    summary: bool = True,
) -> dict[str, Any]:
    """Begins a form whose fields you place yourself by {% field %}; {% form_close %} ends it.
    `draft_wait`: so many milliseconds after a key it is kept, where the usual is too long."""
    drafting = {"draft_url": draft_url, "draft_text": draft_text, "draft_wait": draft_wait}
    return _form(context, form, name, action=action, summary=summary, **drafting)


@register.inclusion_tag("web/forms/close.html")
def form_close(
    submit: str = "",
    tone: str = "primary-action",
    cancel: str = "",
    later: str = "",
    back: str = "",
    draft_url: str = "",
    draft_saved: object = None,
) -> dict[str, Any]:
    """`later` labels a second button, which sends go=later; `back` is the address of the page before."""
    return {
        "submit": submit or gettext("Save"),
        "tone": tone,
        "cancel": cancel,
        "later": later,
        "back": back,
        "draft_url": draft_url,
        "draft_saved": draft_saved,
    }


@register.simple_tag
def field(bound: Any) -> SafeString:
    shown: SafeString = bound.as_hidden() if bound.is_hidden else bound.as_field_group()
    return shown


@register.inclusion_tag("web/forms/errors.html")
def errors(form: BaseForm | None) -> dict[str, Any]:
    """Only the summary of what went wrong, for a form that shows no fields."""
    return {"form": form}
