"""Problems of documents and passages in words, with what to do about them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.needs.desk_research.rules import DocumentProblem, PassageProblem
from espalier.engines.intake.refusals import IntakeRefused, RefusalReason
from espalier.kit.errors import Problem, Text

D, P, R = DocumentProblem, PassageProblem, RefusalReason
_DOCUMENT: dict[DocumentProblem, tuple[Text, Text, Text]] = {
    D.NO_CODE: (
        gettext_lazy("A document needs a code."),
        gettext_lazy("Document code"),
        gettext_lazy("Type a short code such as D-01."),
    ),
    D.NO_TITLE: (
        gettext_lazy("A document needs a title."),
        gettext_lazy("Document title"),
        gettext_lazy("Type the title as it stands on the document."),
    ),
    D.BAD_RELEVANCE: (
        gettext_lazy("The relevance lies between 1 and 5."),
        gettext_lazy("Relevance"),
        gettext_lazy("Choose 1 (hardly) to 5 (very)."),
    ),
    D.BAD_CREDIBILITY: (
        gettext_lazy("The credibility lies between 1 and 5."),
        gettext_lazy("Credibility"),
        gettext_lazy("Choose 1 (hardly) to 5 (very)."),
    ),
    D.NO_REASON: (
        gettext_lazy("The judgement of relevance and credibility has no reason."),
        gettext_lazy("Reason for the judgement"),
        gettext_lazy("Say in a sentence why the document is this relevant and this credible."),
    ),
}
_PASSAGE: dict[PassageProblem, tuple[Text, Text, Text]] = {
    P.NO_WORDS: (
        gettext_lazy("The passage is empty."),
        gettext_lazy("Words of the passage"),
        gettext_lazy("Mark a passage on the page, or copy its words into the field."),
    ),
    P.TOO_LONG: (
        gettext_lazy("A passage has at most 5,000 characters."),
        gettext_lazy("Words of the passage"),
        gettext_lazy("Mark it as two passages."),
    ),
    P.NO_KIND: (
        gettext_lazy("It is not said what the passage speaks of."),
        gettext_lazy("Speaks of"),
        gettext_lazy("Choose need, trend, constraint or risk."),
    ),
    P.BAD_ASPECT: (
        gettext_lazy("There is no such aspect."),
        gettext_lazy("PEST aspect"),
        gettext_lazy("Choose one of the list, or none."),
    ),
    P.NO_SUCH_PAGE: (
        gettext_lazy("The document has no such page."),
        gettext_lazy("Page"),
        gettext_lazy("Use a page number that the document has."),
    ),
    P.NOT_ON_PAGE: (
        gettext_lazy("These words do not stand on this page."),
        gettext_lazy("Words of the passage"),
        gettext_lazy("Copy them from the page as they are; comments go into their own field."),
    ),
}
# Why a file is not read: the message and the remedy.
_FILE: dict[RefusalReason, tuple[Text, Text]] = {
    R.EMPTY: (gettext_lazy("The file is empty."), gettext_lazy("Choose another file.")),
    R.WRONG_TYPE: (
        gettext_lazy("This is no file whose text can be read."),
        gettext_lazy("Bring PDF, DOCX, XLSX, ODT, HTML or plain text."),
    ),
    R.PASSWORD_PROTECTED: (
        gettext_lazy("The file is protected by a password."),
        gettext_lazy("Save it without the password and bring it again."),
    ),
    R.TRUNCATED: (
        gettext_lazy("The file is damaged or was cut off."),
        gettext_lazy("Fetch it again from where it came, open it once, and bring it again."),
    ),
    R.TOO_LARGE: (
        gettext_lazy("The file is too large to be read."),
        gettext_lazy("Split it, or bring only the pages that matter."),
    ),
    R.ZIP_BOMB: (
        gettext_lazy("The file unpacks to far more than a document holds."),
        gettext_lazy("Fetch it again from a source you trust."),
    ),
    R.ENTITY_BOMB: (
        gettext_lazy("The file is built so that reading it would not end."),
        gettext_lazy("Fetch it again from a source you trust."),
    ),
}
_OTHERWISE = (gettext_lazy("The file cannot be read."), gettext_lazy("Choose another file."))


def document_problem(kind: DocumentProblem) -> Problem:
    message, place, remedy = _DOCUMENT[kind]
    return Problem(kind, message, place, remedy)


def passage_problem(kind: PassageProblem) -> Problem:
    message, place, remedy = _PASSAGE[kind]
    return Problem(kind, message, place, remedy)


def file_problem(refusal: IntakeRefused, name: str) -> Problem:
    message, remedy = _FILE.get(refusal.reason, _OTHERWISE)
    return Problem(refusal.reason, message, name, remedy)


def code_taken(code: str) -> Problem:
    return Problem(
        "code_taken",
        _("The code %(code)s already names a document.") % {"code": code},
        _("Document code"),
        _("Choose another code, or open that document."),
    )
