"""Drawing form fields: what Django's own templates draw, without a template for every option of a long list."""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.template.base import render_value_in_context
from django.template.context import Context
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

Widget = Mapping[str, Any]
FOLDER = "django/forms/widgets/"
# Widgets that Django draws with its one template of an input.
INPUTS = (
    "checkbox", "color", "date", "datetime", "email", "hidden", "input", "number", "password", "search",
    "tel", "text", "time", "url",
)  # fmt: skip
_PLAIN = Context()


class QuickRenderer(DjangoTemplates):
    """Plain widgets in Python, everything else by its template; the result is the same."""

    def render(self, template_name: str, context: Mapping[str, Any], request: Any = None) -> str:
        if draw := _DRAWN.get(template_name):
            return mark_safe(draw(context["widget"]))  # every value in it was escaped
        return super().render(template_name, dict(context), request)


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _text(value: object) -> str:
    return conditional_escape(str(value))


def _label(value: object) -> str:
    """As a template writes it: numbers in the reader's language."""
    return _text(value) if isinstance(value, str) else render_value_in_context(value, _PLAIN)


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    head = f'<input type="{_text(widget["type"])}" name="{_text(widget["name"])}"'
    return f"{head}{value}{_attributes(widget)}>"


def _area(widget: Widget) -> str:
    value = _label(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_text(widget["name"])}"{_attributes(widget)}>\n{value}</textarea>'


def _select(widget: Widget) -> str:
    pieces = [f'<select name="{_text(widget["name"])}"{_attributes(widget)}>']
    for name, options, _index in widget["optgroups"]:
        if name:
            pieces.append(f'\n  <optgroup label="{_label(name)}">')
        for option in options:
            value, label = _text(option["value"]), _label(option["label"])
            pieces.append(f'\n  <option value="{value}"{_attributes(option)}>{label}</option>')
        if name:
            pieces.append("\n  </optgroup>")
    return "".join([*pieces, "\n</select>"])


_DRAWN = {
    **{f"{FOLDER}{kind}.html": _input for kind in INPUTS},
    f"{FOLDER}textarea.html": _area,
    f"{FOLDER}select.html": _select,
}
