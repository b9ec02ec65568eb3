"""Live capture: the page that runs on the assessor's phone, what it needs to run offline, and what it sends."""

from typing import Any

from flask import Response, jsonify, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trainer.clock import now
from trainer.curriculum.documents import ObservationScheme
from trainer.curriculum.queries import scheme as scheme_of
from trainer.message import Message
from trainer.practice import access, actions, queries
from trainer.practice.actions import Taken
from trainer.practice.adjustments import told
from trainer.practice.models import Observation
from trainer.practice.operations import LARGEST, whole
from trainer.practice.views import bp
from trainer.scripts import for_scripts, problem, sent
from trainer.web import guard, is_guest, me, opens, page, say

MOST = 200


@bp.get("/guest/<token>/capture/s/<uuid:id>")
@bp.get("/o/<organisation>/capture/s/<uuid:id>")
@guard(queries.observation, may=access.may_capture)
def capture(observation: Observation) -> ResponseReturnValue:
    """Show the capture page. It holds nothing of the session: its script fetches that and keeps it on the device."""
    return page("practice/capture.html")


@bp.get("/guest/<token>/capture/s/<uuid:id>.json")
@bp.get("/o/<organisation>/capture/s/<uuid:id>.json")
@guard(queries.observation, may=access.may_capture)
def capture_config(observation: Observation) -> ResponseReturnValue:
    """Tell the capture page its phases, behaviours, seats and addresses. Nothing about anybody else's work."""
    meeting = observation.session.meeting
    agreed = queries.may_be_captured(observation)
    return jsonify(
        observation=str(observation.id),
        member=str(me().id),
        name=me().name,
        title=_("%(set)s, meeting %(number)d", set=meeting.set.name, number=meeting.number),
        session=observation.session.code,
        ended=observation.ended_at is not None,
        agreed=bool(agreed),
        arranged=_arranged(observation),
        why=say(agreed.reason) if agreed.reason else "",
        seats=[seat.code for seat in queries.seats_asked(meeting) if not seat.cofacilitates],
        **drawn(scheme_of(observation.scheme), observation.session.slot_minutes),
        words=words(),
        urls=_urls(observation),
        server_now=milliseconds(),
    )


def _arranged(observation: Observation) -> str:
    """What is arranged for whoever is observed, as one sentence; empty where nothing is."""
    arranged = told(queries.adjustments(observation.session.enrolment.member))
    return _("Adjustment in place: %(what)s", what=", ".join(map(say, arranged))) if arranged else ""


def drawn(scheme: ObservationScheme, slot_minutes: int) -> dict[str, Any]:
    """The phases and behaviours of a scheme, as the page draws them."""
    phases = [
        {"key": phase.key, "label": phase.label, "minutes": phase.planned(slot_minutes)} for phase in scheme.phases
    ]
    codes = [
        {
            "key": code.key,
            "label": code.label,
            "hotkey": code.hotkey,
            "group": code.group,
            "actor": code.actor,
            "actors": list(code.actors),
            "definition": code.definition,
        }
        for code in scheme.codes
    ]
    return {"phases": phases, "codes": codes}


def _urls(observation: Observation) -> dict[str, str]:
    return {
        "ops": url_for("practice.capture_ops"),
        "agreements": url_for("practice.agreements", id=observation.session.meeting_id),
        "timeline": url_for("practice.timeline", id=observation.id),
        "sign_in": _way_back(observation),
        **addresses(),
    }


def _way_back(observation: Observation) -> str:
    """Where somebody goes who is not let in any more: to the sign-in; a guest to what their link says now."""
    here = url_for("practice.capture", id=observation.id)
    return url_for("assessment.assess") if is_guest() else url_for("accounts.sign_in", next=here)


def addresses() -> dict[str, str]:
    """Where a capture page finds what keeps it on the device, and the scope of that."""
    worker = url_for("practice.capture_worker")
    return {
        "worker": worker,
        "scope": worker.removesuffix("worker.js"),
        "manifest": url_for("practice.capture_manifest"),
    }


def words() -> dict[str, Any]:
    """What the script says, in the assessor's language. `{…}` are places that it fills."""
    return {
        **_badges(),
        "start": _("Tap a phase to start"),
        "phase": _("{phase} {time} of {planned}"),
        "unplanned": _("{phase} {time}"),
        "nothing": _("Nothing captured yet"),
        "removed": _("Taken out: {label}"),
        "restored": _("Put back: {label}"),
        "noted": _("Note kept"),
        "marked": _("Sync mark kept"),
        "ask_end": _("End and review? {count} captured"),
        "waiting": _("{count} wait on this device. Keep this device: they are sent when there is a network."),
        "break": _("In a break"),
        "take_out": _("Take out"),
        "put_back": _("Put back"),
        "ask_floor": _("Who is speaking?"),
        "nobody": _("Nobody"),
        "member": _("A member"),
        "F": _("Facilitator"),
        "P": _("Presenter"),
        "CO": _("Co-facilitator"),
        "SET": _("The set"),
        "ready": _readiness(),
    }


def _badges() -> dict[str, str]:
    return {
        "synced": _("All sent"),
        "saving": _("Saving"),
        "pending": _("{count} on this device"),
        "auth": _("{count} wait for a new link") if is_guest() else _("Sign in to send {count}"),
        "fail": _("Not saved"),
        "trial": _("Practice"),
        "signed_out": _signed_out(),
        "way_back": _("See what it says") if is_guest() else _("Sign in"),
        "others": _("{count} of {name} wait on this device. They are sent when {name} signs in here."),
        "somebody": _("somebody else"),
        "refused": _("{count} could not be taken: {why}"),
        "ready_all": _("This device is ready"),
        "ready_some": _("Before you start: {count} of {all} are ready"),
    }


def _signed_out() -> str:
    if not is_guest():
        return str(_("You are signed out. What you tapped is safe on this device."))
    return str(
        _(
            "Your link opens nothing any more. What you tapped is safe on this device and is sent once you open a new "
            "link here. Ask whoever sent it."
        )
    )


def _readiness() -> dict[str, list[str]]:
    """Of each check what to say when it is well, when it is not, and when nobody can tell."""
    return {
        "page": [
            _("This page opens without a network."),
            _("This page needs the network to open: keep it open. It stays on a device only from an https:// address."),
        ],
        "storage": [
            _("What you tap is kept on this device."),
            _("This window keeps nothing: use another browser, and no private window."),
        ],
        "lasting": [
            _("The browser has promised not to clear it away."),
            _("The browser may clear it away after days without use: come back until all is sent."),
        ],
        "awake": [
            _("The screen stays on."),
            _("The screen may go dark: switch off its automatic lock for the meeting."),
        ],
        "clock": [
            _("The clock of this device is right."),
            _("The clock of this device is off: set it automatically. Times in the session are right all the same."),
            _("The clock can only be compared with a network."),
        ],
        "signed_in": [
            _("Your link is open: what you tap is sent as you go.")
            if is_guest()
            else _("You are signed in: what you tap is sent as you go."),
            _("Your link has ended, or there is no network: what you tap waits here.")
            if is_guest()
            else _("Not signed in, or no network: what you tap waits here until you are."),
        ],
    }


@bp.post("/guest/<token>/capture/ops")
@bp.post("/o/<organisation>/capture/ops")
@for_scripts("X-Capture")
@guard(may=access.may_deliver_any)
def capture_ops() -> ResponseReturnValue:
    """Take what a device captured: each operation once, however often it is sent."""
    batch = _body()
    if batch is None:
        return problem(422, Message("Send an object with “client_now” and a list “ops”."))
    if batch.get("member") not in (None, str(me().id)):  # another assessor's operations wait on a shared device
        return problem(403, Message("Somebody else has signed in on this device."))
    if len(batch["ops"]) > MOST:
        return problem(413, Message("Send at most %(most)d operations at once.", {"most": MOST}))
    return _answer(actions.take_batch(me(), batch["ops"], batch["client_now"], now=now(), among=opens))


def _body() -> dict[str, Any] | None:
    found = sent()
    right = found and isinstance(found.get("ops"), list) and whole(found.get("client_now"), 0, LARGEST)
    return found if right else None


def _answer(taken: Taken) -> Response:
    return jsonify(
        accepted=[str(id) for id in taken.accepted],
        duplicate=[str(id) for id in taken.duplicate],
        rejected=[{"id": row.id, "why": say(row.why), "then": row.then} for row in taken.rejected],
        held=[
            {"observation": str(observation), "device": str(device), "count": held.count, "digest": held.digest}
            for (observation, device), held in taken.held.items()
        ],
        server_now=milliseconds(),
    )


def milliseconds() -> int:
    """What time it is here, as scripts count."""
    return round(now().timestamp() * 1000)
