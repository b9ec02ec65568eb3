"""Who is reminded that an appeal is due, and that it is late?"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from trainer import outbox
from trainer.calendar import add_working_days
from trainer.certification import queries
from trainer.certification.actions.appeals import who_acts
from trainer.certification.appeal import SOON_DAYS, WAITING
from trainer.certification.lifecycle import AppealState
from trainer.organisations.queries import recipient


def remind(organisation_id: UUID, link: Callable[[UUID], str], *, now: datetime) -> None:
    """Remind whoever has to move an appeal on three working days before it is due and once it is late; and whose it is
    before the way to a panel closes."""
    today = now.date()
    for id in queries.appeal_waiting(organisation_id, (*WAITING, AppealState.REFUSED)):
        found = queries.contested(organisation_id, id, today)
        if found is None or found.due is None or found.due > add_working_days(today, SOON_DAYS):
            continue
        mine, late = found.appeal.state is AppealState.REFUSED, today > found.due
        people = ([] if late else [found.appeal.enrolment.member]) if mine else who_acts(found)
        for member in people:
            outbox.write(
                organisation_id,
                "appeal_due",
                recipient(member),
                link(id),
                once=f"{id}:{len(found.appeal.steps)}:{'late' if late else 'soon'}:{member.id}",
                now=now,
                due=found.due,
                late=late,
                own=mine,
            )
