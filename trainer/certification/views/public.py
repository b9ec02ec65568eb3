"""What anybody can see without a sign-in: whether a certificate holds, and its paper."""

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, format_date
from flask_babel import gettext as _

from trainer.certification import paper, queries
from trainer.certification.forms import LookUpForm
from trainer.certification.models import Certificate
from trainer.certification.standing import Standing
from trainer.certification.views import bp
from trainer.clock import today
from trainer.organisations.models import Organisation
from trainer.web import absolute, page, public, see_other


@bp.get("/verify")
@public
def look_up() -> ResponseReturnValue:
    """Ask for the code of a certificate."""
    asked = "code" in request.args
    form = LookUpForm(request.args if asked else None)
    if asked and form.validate():
        return see_other("certification.verify", key=form.code.data.strip().lower())
    return page("certification/look_up.html", form)


@bp.get("/verify/<key>")
@public
def verify(key: str) -> ResponseReturnValue:
    """Say whether a certificate holds today, who issued it to whom, and until when."""
    found = queries.public_certificate(key)
    if found is None:
        return page("certification/unknown.html", status=404, form_again=LookUpForm(formdata=None))
    certificate, issuer = found
    held = queries.held(certificate, today())
    return page("certification/verify.html", held=held, issuer=issuer, today=today())


@bp.get("/credentials/<key>.pdf")
@public
def credential(key: str) -> ResponseReturnValue:
    """Print a certificate; one that was revoked or superseded is not printed any more."""
    found = queries.public_certificate(key)
    if found is None:
        return page("certification/unknown.html", status=404, form_again=LookUpForm(formdata=None))
    certificate, issuer = found
    held = queries.held(certificate, today())
    if held.standing in (Standing.REVOKED, Standing.SUPERSEDED):
        return see_other("certification.verify", key=key)
    with force_locale(issuer.locale):
        printed = paper.certificate(_words(certificate, issuer))
    headers = {"Content-Disposition": f'inline; filename="certificate-{key}.pdf"'}
    return Response(printed, mimetype="application/pdf", headers=headers)


def _words(certificate: Certificate, issuer: Organisation) -> paper.Words:
    return paper.Words(
        issuer=issuer.name,
        colour=issuer.colour,
        lang=issuer.locale,
        holder=certificate.holder,
        title=certificate.title,
        confirms=_("This certifies that"),
        entrusted=_("is entrusted with:"),
        scope=certificate.scope,
        programme=_("Programme:"),
        conditions=certificate.conditions,
        condition_word=_("On condition:"),
        period=_(
            "Valid from %(start)s to %(end)s",
            start=format_date(certificate.valid_from, "d MMMM y"),
            end=format_date(certificate.valid_until, "d MMMM y"),
        ),
        verify_word=_("Anybody can check how it stands today at"),
        url=absolute("certification.verify", key=certificate.public_key),
    )
