"""What somebody had typed into a page that cannot be saved, so that they can copy it."""

from typing import Any

from django import template
from django.template import Context

register = template.Library()

NEVER = ("csrf", "password", "code", "token", "secret")
# A single word of this length is a choice or a reference, typed again faster than copied.
SHORT = 20


@register.simple_tag(takes_context=True)
def what_was_typed(context: Context) -> list[dict[str, Any]]:
    """What was sent with this request, in words: [{label, text}]. Asks nothing of any record, so it
    is the same for a page that ended as for one that never was."""
    request = context.get("request")
    if request is None or request.method != "POST" or getattr(request, "actor", None) is None:
        return []
    return [
        {"label": name.replace("_", " ").replace("-", " ").capitalize(), "text": text}
        for name, texts in request.POST.lists()
        for text in texts
        if not any(word in name for word in NEVER) and (len(text) > SHORT or len(text.split()) > 1)
    ]
