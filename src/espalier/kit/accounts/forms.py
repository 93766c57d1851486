"""Forms of accounts and roles."""

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from espalier.kit.accounts import queries
from espalier.kit.accounts.models import ScopeNode
from espalier.kit.accounts.types import ROLE_WORDS

ROLES = [(role.value, words) for role, words in ROLE_WORDS.items()]


class AccountForm(forms.Form):
    """A new sign-in. Without a password the person sets one by the mail of "forgotten password"."""

    username = forms.CharField(label=_("Employee number"), max_length=40)
    display_name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    password = forms.CharField(
        label=_("First password"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Leave empty to let the person set it by mail."),
    )

    def clean_password(self) -> str | None:
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password)
        return password or None


class PlaceField(forms.ModelChoiceField[ScopeNode]):
    """A place of the scope tree; a list shows its depth by indenting."""

    def label_from_instance(self, obj: ScopeNode) -> str:
        return "　" * (obj.path.count("/") - 2) + obj.label


class GrantForm(forms.Form):
    """A role, where it holds, and until when."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    scope = PlaceField(
        label=_("Where"),
        queryset=ScopeNode.objects.none(),
        required=False,
        empty_label=_("Whole organisation"),
    )
    starts_on = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    ends_on = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["scope"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.scope_tree()
