"""How long ago, in words."""

from datetime import date

from django.utils.translation import gettext, ngettext


def in_words(day: date, today: date) -> str:
    days = (today - day).days
    if days < 1:
        return gettext("today")
    if days < 14:
        return ngettext("yesterday", "%(count)d days ago", days) % {"count": days}
    if days < 61:
        return ngettext("%(count)d week ago", "%(count)d weeks ago", days // 7) % {"count": days // 7}
    if days < 731:
        return ngettext("%(count)d month ago", "%(count)d months ago", days // 30) % {"count": days // 30}
    return ngettext("%(count)d year ago", "%(count)d years ago", days // 365) % {"count": days // 365}
