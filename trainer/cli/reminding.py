"""Who has to be told again? What the worker asks the packages to remind people of."""

from collections.abc import Callable
from uuid import UUID

from flask import Flask, current_app, url_for

from trainer.assessment.actions import ask_hidden
from trainer.assessment.actions import reminders as judgements
from trainer.certification.actions import reminders as appeals
from trainer.clock import now
from trainer.config import Settings
from trainer.db import begin_write, db
from trainer.organisations.models import Organisation
from trainer.organisations.queries import everybodys_organisations
from trainer.practice.actions import reminders as sessions
from trainer.practice.actions.reminders import Addresses
from trainer.practice.links import Door


def remind(app: Flask) -> None:
    """Write the reminders that are due in every organisation, each once."""
    settings: Settings = app.config["SETTINGS"]
    with app.test_request_context(base_url=settings.base_url):
        begin_write()
        for organisation in everybodys_organisations():
            to = _addresses(organisation)
            sessions.remind(organisation.id, to, now=now())
            judgements.remind(organisation.id, to, now=now())
            ask_hidden(organisation.id, key=str(current_app.secret_key), link=_rerating(organisation), now=now())
            appeals.remind(organisation.id, _appeal(organisation), now=now())
        db.session.commit()


def _appeal(organisation: Organisation) -> Callable[[UUID], str]:
    return lambda id: url_for("certification.appeal", organisation=organisation.slug, id=id, _external=True)


def _rerating(organisation: Organisation) -> Callable[[UUID], str]:
    return lambda id: url_for("assessment.rerate", organisation=organisation.slug, id=id, _external=True)


def _addresses(organisation: Organisation) -> Addresses:
    def session(id: UUID) -> str:
        return url_for("practice.session", organisation=organisation.slug, id=id, _external=True)

    assess = url_for("assessment.assess", organisation=organisation.slug, _external=True)
    answers = url_for("practice.answer", token="TOKEN", _external=True)  # noqa: S106 no secret
    guests = url_for("assessment.assess", token="TOKEN", _external=True)  # noqa: S106 no secret
    key = str(current_app.secret_key)
    return Addresses(session, assess, Door(key, answers), Door(key, guests))
