"""Last resorts: a sheet to write on where no device works, and what a file or the sheet holds is brought in."""

from typing import Any

from flask import Response, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from trainer.clock import now
from trainer.curriculum.queries import scheme as scheme_of
from trainer.message import Message
from trainer.practice import access, actions, paper, queries
from trainer.practice.actions import Taken
from trainer.practice.boris import reading, table, writing
from trainer.practice.boris.reading import Into
from trainer.practice.forms import DeliverForm
from trainer.practice.models import Observation
from trainer.practice.views import bp
from trainer.practice.views.capture import milliseconds
from trainer.web import guard, me, page, say, see_other


@bp.get("/guest/<token>/observations/<uuid:id>/sheet")
@bp.get("/o/<organisation>/observations/<uuid:id>/sheet")
@guard(queries.observation, may=access.may_deliver)
def paper_sheet(observation: Observation) -> ResponseReturnValue:
    """Show the phases and behaviours of a session as a sheet to print and write on."""
    seats = [seat for seat in queries.seats_asked(observation.session.meeting) if not seat.cofacilitates]
    return page("practice/sheet.html", observation=observation, scheme=scheme_of(observation.scheme), seats=seats)


@bp.route("/guest/<token>/observations/<uuid:id>/deliver", methods=["GET", "POST"])
@bp.route("/o/<organisation>/observations/<uuid:id>/deliver", methods=["GET", "POST"])
@guard(queries.observation, may=access.may_deliver)
def deliver(observation: Observation) -> ResponseReturnValue:
    """Bring in what a downloaded file or a paper sheet holds: each thing once, however often it is brought."""
    form = DeliverForm()
    wrong: list[str] = []
    if form.validate_on_submit():
        ops, known = _read(form, observation)
        wrong = [say(row) for row in ops if isinstance(row, Message)]
        if not wrong:
            taken = actions.take_batch(me(), ops, milliseconds(), now=now())
            wrong = _told(taken, known)
            if not wrong:
                return see_other("practice.timeline", id=observation.id)
    status = 422 if request.method == "POST" else 200
    return page("practice/deliver.html", form, status, observation=observation, wrong=wrong)


@bp.get("/o/<organisation>/observations/<uuid:id>/events.csv")
@guard(queries.observation, may=access.may_see_timeline)
def export_events(observation: Observation) -> ResponseReturnValue:
    """Send what one captured oneself as a table that BORIS and other tools for observers read."""
    lines = writing.lines(queries.timeline(observation), scheme_of(observation.scheme))
    return table_of(observation.session.code, [(_head(observation), lines)])


def table_of(code: str, observations: list[tuple[table.Head, list[table.Line]]]) -> Response:
    """A table of events as a file."""
    headers = {"Content-Disposition": f'attachment; filename="{code}-events.csv"'}
    return Response(table.write(observations), mimetype="text/csv", headers=headers)


def _head(observation: Observation) -> table.Head:
    scheme = scheme_of(observation.scheme)
    return table.head(observation.session.code, observation.id, observation.started_at, scheme)


def _read(form: DeliverForm, observation: Observation) -> tuple[list[Any], int]:
    """What is brought, or what is wrong with it, and how much of it is known to be there already."""
    scheme = scheme_of(observation.scheme)
    begins = round(observation.session.meeting.starts_at.timestamp() * 1000)
    if form.lines.data:
        return paper.read_lines(form.lines.data, scheme, observation.id, begins), 0
    if form.events.data:
        into = Into(observation.id, _head(observation).id, scheme, queries.timeline(observation), begins)
        brought = reading.read(form.events.data.read(), into)
        return (brought, 0) if isinstance(brought, list) else (brought.ops, brought.known)
    return _downloaded(form, observation), 0


def _downloaded(form: DeliverForm, observation: Observation) -> list[Any]:
    found = paper.read_file(form.upload.data.read())
    if isinstance(found, Message):
        return [found]
    other = any(not isinstance(op, dict) or op.get("observation") != str(observation.id) for op in found)
    return [Message("This file belongs to another session.")] if other else found


def _told(taken: Taken, known: int) -> list[str]:
    """Say what was taken; what was not, each reason once."""
    count, there = len(taken.accepted), len(taken.duplicate) + known
    flash(ngettext("%(num)d was new and is taken.", "%(num)d were new and are taken.", count))
    if there:
        flash(_("%(count)d were there already.", count=there))
    return list(dict.fromkeys(say(row.why) for row in taken.rejected))
