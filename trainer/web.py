"""How does a request become an answer? The transaction, the guard, and the pages for refusals."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Flask, Request, Response, abort, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import ImmutableMultiDict

from trainer.clock import now
from trainer.db import begin_write, db
from trainer.message import Message
from trainer.verdict import Verdict

if TYPE_CHECKING:  # shared modules know the packages by type only; create_app() brings them together
    from trainer.organisations.models import Member, Organisation

READING = frozenset({"GET", "HEAD", "OPTIONS"})

Load = Callable[..., Any]
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
May = Callable[..., Verdict]


class Refused(Exception):
    """A rule said no. The page shows its reason and nothing is written."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(str(verdict.reason))


class Conflict(Exception):
    """Somebody else changed the same thing meanwhile."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


class StaleLink(Exception):
    """A guest's link has run out, was replaced, or never was one."""


@dataclass(frozen=True)
class Guard:
    """Who may use an endpoint: how its thing is loaded and the rule it is put to. `None`: it is public."""

    load: Load | None
    may: May | None


def demand(verdict: Verdict) -> None:
    """Go on only if a rule says yes."""
    if verdict.hidden:
        abort(404)
    if not verdict:
        raise Refused(verdict)


class Sent(ImmutableMultiDict[str, Any]):
    """What a form or an address says, without NUL: no keyboard types it and PostgreSQL cannot keep it."""

    def __init__(self, pairs: Iterable[tuple[str, Any]] = ()) -> None:
        super().__init__([(name, _without_nul(value)) for name, value in pairs])


def _without_nul(value: Any) -> Any:
    return value.replace("\x00", "") if isinstance(value, str) else value


class TidyRequest(Request):
    """A request whose words can be kept."""

    parameter_storage_class = Sent


class Application(Flask):
    """Flask whose requests are transactions: returning commits, raising rolls back."""

    request_class = TidyRequest

    def dispatch_request(self, *context: Any) -> ResponseReturnValue:
        if "\x00" in request.path:
            abort(404)
        try:
            # Decided before anything is read: a transaction cannot become a writing one later.
            if request.method not in READING and not _starts_reading(request.endpoint):
                begin_write()
            response = self.make_response(super().dispatch_request(*context))
            db.session.commit()
        except BaseException:
            _start_over()
            raise
        return response


def _start_over() -> None:
    """Undo everything. What was loaded is stale now, so the error page asks anew who is here."""
    db.session.rollback()
    db.session.expunge_all()
    g.pop("_login_user", None)
    if g.pop("member", None) is None:
        return
    address = request.view_args or {}
    try:
        if "guest" in g:
            _arrive_by_link(address["token"])
        else:
            g.organisation, g.member = current_app.extensions["place"](address["organisation"], current_user.id)
    except (SQLAlchemyError, StaleLink, TypeError, AttributeError):  # no database, or no place here: no menu
        g.pop("organisation", None)
        g.pop("member", None)


def _starts_reading(endpoint: str | None) -> bool:
    """An address that leads nowhere writes nothing either; its error page needs what was loaded before."""
    view = current_app.view_functions.get(endpoint or "")
    return view is None or getattr(view, "starts_reading", False)


def starts_reading(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a writing view that has slow work to do first (hashing a password) and calls begin_write() itself."""
    view.starts_reading = True  # type: ignore[attr-defined]
    return view


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark an endpoint that anyone may use, signed in or not."""
    view.guard = Guard(None, None)  # type: ignore[attr-defined]
    return view


def signed_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark an endpoint for anyone who is signed in, about themselves only."""

    @wraps(view)
    def guarded(**values: Any) -> Any:
        if not current_user.is_authenticated:
            return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return view(**values)

    guarded.guard = Guard(None, is_signed_in)  # type: ignore[attr-defined]
    return guarded


def is_signed_in() -> Verdict:
    """Anyone with a sign-in."""
    return Verdict(bool(current_user.is_authenticated))


def guard(load: Load | None = None, *, may: May, mine: bool = False) -> Decorator:
    """Load the thing an address speaks of and ask whether this member may: one step, refused by default.

    `load(organisation_id, **ids)` gets the ids of the address; with `mine` it gets the member instead, for what
    only they have. `may(member, thing)` decides, or `may(member)` where there is nothing to load. The view gets
    the thing. What guests may open has a second address, `/guest/<token>/…`; there the link says who asks, whoever is
    signed in, and no id but its own may stand in it.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(organisation: str = "", token: str = "", **ids: Any) -> Any:
            if not token and not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            member = arrive_as_guest(token, ids) if token else arrive(organisation)
            if load is None:
                demand(may(member))
                return view(**ids)
            thing = load(member if mine else member.organisation_id, **ids)
            if thing is None:
                abort(404)
            demand(may(member, thing))
            return view(thing)

        guarded.guard = Guard(load, may)  # type: ignore[attr-defined]
        return guarded

    return decorate


def arrive(slug: str) -> "Member":
    """Take the signed-in person's place in the organisation of the address, or know nothing of it."""
    found = current_app.extensions["place"](slug, current_user.id)
    if found is None:
        abort(404)
    g.organisation, g.member = found
    return me()


def arrive_as_guest(token: str, ids: Mapping[str, UUID]) -> "Member":
    """Take the place of whoever holds a link, at what it opens; anything else is not there."""
    _arrive_by_link(token)
    if not all(opens(id) for id in ids.values()):
        abort(404)
    return me()


def _arrive_by_link(token: str) -> None:
    found = current_app.extensions["guest"](token, now())
    if found is None:
        raise StaleLink
    g.guest, g.organisation, g.member = found, found.organisation, found.member


def opens(id: UUID) -> bool:
    """Whether whoever asks may hear of an observation or a meeting at all: a guest of one only."""
    return "guest" not in g or id in g.guest.opens


def is_guest() -> bool:
    """Whether whoever asks came by a link instead of a sign-in."""
    return "guest" in g


def here() -> "Organisation":
    """The organisation of this request."""
    return g.organisation  # type: ignore[no-any-return]


def me() -> "Member":
    """The member making this request."""
    return g.member  # type: ignore[no-any-return]


def page(template: str, form: FlaskForm | None = None, status: int = 200, **values: Any) -> ResponseReturnValue:
    """Show a page; with a form that was sent and has mistakes, 422 or `status`, and everything typed kept."""
    wrong = form is not None and bool(form.errors)
    return render_template(template, form=form, **values), 422 if wrong and status == 200 else status


def see_other(endpoint: str, **values: Any) -> Response:
    """Answer a success: look at that page now."""
    anchor = values.pop("_anchor", None)
    return redirect(url_for(endpoint, _anchor=anchor, **values), 303)  # type: ignore[return-value]


def absolute(endpoint: str, **values: Any) -> str:
    """The whole address of a page, for letters."""
    return f"{current_app.config['SETTINGS'].base_url}{url_for(endpoint, **values)}"


def say(message: Message) -> str:
    """A message of a rule in the reader's language, with days as that language writes them."""
    sentence: str = gettext(message.text)
    return sentence % {name: _word(value) for name, value in message.values.items()} if message.values else sentence


def _word(value: object) -> object:
    return format_date(value, "d MMMM y") if isinstance(value, date) else value


def refuse_unguarded(app: Flask) -> None:
    """Nothing is open by accident: every endpoint says who may."""
    unguarded = [name for name, view in app.view_functions.items() if not hasattr(view, "guard") and name != "static"]
    if unguarded:
        raise RuntimeError(f"endpoints without a guard: {', '.join(sorted(unguarded))}")


def as_uuid(text: str) -> UUID | None:
    """An id from a form, or None when it is not one."""
    try:
        return UUID(text)
    except ValueError:
        return None
