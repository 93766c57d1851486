"""Words of notifications in templates: ``{% load notify_words %}``."""

from django import template

from espalier.kit.notify import pages

register = template.Library()
register.filter("told_subject", pages.subject_in_language)
register.filter("told_lines", pages.lines_in_language)
