"""The thread on screen: one record with everything upstream and downstream, and the list of broken links."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render

from espalier.kit.accounts.scope import scope_of
from espalier.kit.http import SignedInRequest, may_open, reads
from espalier.kit.thread import queries


@reads("kit.view_thread")
def show(request: SignedInRequest, kind: str, id: str) -> HttpResponse:
    up, down = queries.walk(kind, id, "up"), queries.walk(kind, id, "down")
    context = {"origin": up.origin, "up": queries.steps(up), "down": queries.steps(down)}
    return render(request, "thread/show.html", context)


@reads("kit.view_thread")
def broken(request: SignedInRequest) -> HttpResponse:
    found = sorted(queries.broken_links(), key=lambda each: each.check)
    titles = {check.code: check.title for check in queries.checks()}
    # Whoever only reads is told the remedy, and not led to a page that is not theirs.
    mends = bool(scope_of(request.user, "kit.mend_links"))
    told = [(each, mends and may_open(request.user, each.remedy_url)) for each in found]
    groups = [(titles[code], list(rows)) for code, rows in groupby(told, lambda b: b[0].check)]
    context = {"groups": groups, "n": len(found), "n_checks": len(titles)}
    return render(request, "thread/broken.html", context)
