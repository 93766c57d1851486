"""Template settings under which a missing variable is an error."""

import copy


class Missing(str):
    """Django writes this for a missing variable as ``Missing % name``; it refuses to be written."""

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"the template asks for {name}, which nobody gave")


def strict_templates_settings(templates):
    strict = copy.deepcopy(templates)
    for each in strict:
        each["OPTIONS"]["string_if_invalid"] = Missing("%s")
    return strict
