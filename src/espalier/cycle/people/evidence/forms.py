"""Forms of evidence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from espalier.cycle.people.evidence import queries
from espalier.cycle.people.evidence.types import SourceWeight, Weights
from espalier.kit.ui.choices import offer
from espalier.kit.ui.days import day_field


class RatingForm(forms.Form):
    """One rating. ``sources`` are those the person may give; the levels are the anchors of the scale."""

    source = forms.ChoiceField(label=_("Source"))
    level = forms.FloatField(label=_("Level"))
    rated_on = day_field(_("Rated on"))
    note = forms.CharField(
        label=pgettext_lazy("to a rating", "Note"), max_length=300, required=False
    )

    def __init__(self, *args: Any, sources: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "source", sources)
        scale = queries.default_scale()
        if scale is None:
            return
        anchors = "；".join(f"{a['level']:g} {a.get('zh', '')}" for a in scale.anchors)
        limits = _("from %(lowest)g to %(highest)g") % {
            "lowest": scale.lowest,
            "highest": scale.highest,
        }
        self.fields["level"].help_text = f"{scale.name}（{limits}）{anchors}"


class RuleForm(forms.Form):
    """Weight and months of every source."""

    def __init__(self, *args: Any, weights: Weights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(queries.source_choices())
        for source, each in weights.items():
            name = names.get(source, source)
            self.fields[f"{source}_weight"] = forms.FloatField(
                label=_("%(source)s: weight") % {"source": name},
                min_value=0,
                max_value=100,
                initial=each.weight,
            )
            self.fields[f"{source}_months"] = forms.IntegerField(
                label=_("%(source)s: counts for how many months") % {"source": name},
                min_value=1,
                max_value=600,
                initial=each.valid_months,
            )

    def weights(self) -> Weights:
        values = self.cleaned_data
        sources = [name.removesuffix("_weight") for name in values if name.endswith("_weight")]
        return {s: SourceWeight(values[f"{s}_weight"], values[f"{s}_months"]) for s in sources}
