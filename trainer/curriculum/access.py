"""Who may read, answer, publish?"""

from trainer.curriculum.lifecycle import EnrolmentState, may_change_release
from trainer.curriculum.models import Asset, Draft, Enrolment, Handout, Note, Release
from trainer.curriculum.queries import Asked, Companion, Held, Moves, Opened, Place, Preview, Shelf, Sitting, ToldCase
from trainer.organisations.access import holds, needs
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.verdict import YES, Verdict, every, hide_unless, refuse_if


def may_learn(member: Member) -> Verdict:
    """Trainees."""
    return needs(member, Duty.TRAINEE)


def may_search(member: Member) -> Verdict:
    """Trainees: what they are taught, and their own notes. Authors read every release where it is published."""
    return may_learn(member)


def may_study(member: Member, enrolment: Enrolment) -> Verdict:
    """The trainee whose enrolment it is, while they have not left the programme."""
    return every(
        hide_unless(enrolment.member_id == member.id),
        refuse_if(
            enrolment.state is EnrolmentState.WITHDRAWN,
            "You have left this programme. Ask your coordinator to take you on again.",
        ),
    )


def may_author(member: Member) -> Verdict:
    """Authors."""
    return needs(member, Duty.AUTHOR)


def may_see_programmes(member: Member) -> Verdict:
    """Authors, those who judge and decide by them, and coordinators, who run the sessions that they plan."""
    return needs(member, Duty.AUTHOR, Duty.LEAD, Duty.ASSESSOR, Duty.PANEL, Duty.COORDINATOR, Duty.AUDITOR)


def may_follow_drafts(member: Member) -> Verdict:
    """Authors, and those who may open a candidate's file: by the draft it would be read."""
    return needs(member, Duty.AUTHOR, Duty.COORDINATOR, Duty.LEAD, Duty.PANEL, Duty.AUDITOR)


def may_see_release(member: Member, release: Release) -> Verdict:
    """As the list of programmes."""
    return may_see_programmes(member)


def may_see_moves(member: Member, thing: Release | Moves) -> Verdict:
    """Coordinators, and authors: what their changes mean for those who are learning."""
    return needs(member, Duty.COORDINATOR, Duty.AUTHOR)


def may_move_to_release(member: Member, moves: Moves) -> Verdict:
    """Coordinators: what somebody is asked for is decided by those who answer for people, not by those who write."""
    return every(
        may_see_moves(member, moves),
        refuse_if(
            not holds(member, Duty.COORDINATOR),
            "A coordinator decides who is moved. You see here what it would mean for each.",
        ),
    )


def may_be_moved(member: Member, enrolment: Enrolment) -> Verdict:
    """Anybody else's enrolment: nobody decides what they are asked for themselves."""
    return every(
        refuse_if(enrolment.member_id == member.id, "Nobody moves themselves. Ask another coordinator."),
        may_change_release(enrolment.state),
    )


def may_see_handout(member: Member, handout: Handout) -> Verdict:
    """As the release."""
    return may_see_release(member, handout.release)


def may_see_cases(member: Member, release: Release) -> Verdict:
    """Authors and leads: whoever is to be licensed by a case does not know its reference beforehand."""
    return needs(member, Duty.AUTHOR, Duty.LEAD)


def may_see_items(member: Member, release: Release) -> Verdict:
    """Authors and leads: whoever is still to answer a question does not read how it fares."""
    return needs(member, Duty.AUTHOR, Duty.LEAD)


def may_see_case(member: Member, told: ToldCase) -> Verdict:
    """As the cases of a release."""
    return may_see_cases(member, told.release)


def may_read_beside(member: Member, shelf: Shelf | Held | Companion) -> Verdict:
    """The trainee whose enrolment it is."""
    return may_study(member, shelf.enrolment)


def may_begin(member: Member, release: Release) -> Verdict:
    """Trainees; the newest words of a programme are what one begins."""
    return may_learn(member)


def may_open(member: Member, opened: Opened) -> Verdict:
    """The trainee whose enrolment it is."""
    return may_study(member, opened.enrolment)


def may_sit(member: Member, sitting: Sitting) -> Verdict:
    """The trainee whose enrolment it is."""
    return may_study(member, sitting.enrolment)


def may_change_note(member: Member, note: Note) -> Verdict:
    """Its writer; nobody else learns that it exists."""
    return may_study(member, note.enrolment)


def may_reflect(member: Member, asked: Asked) -> Verdict:
    """The trainee who is asked; nobody else reads what is not shared."""
    return may_study(member, asked.enrolment)


def may_see_file(member: Member, asset: Asset) -> Verdict:
    """Every member: a picture of a lesson tells nothing about anybody."""
    return YES


def may_preview(member: Member, preview: Preview) -> Verdict:
    """As the release."""
    return may_see_release(member, preview.release)


def may_write(member: Member, draft: Draft) -> Verdict:
    """Authors, whoever of them began the draft."""
    return may_author(member)


def may_write_file(member: Member, place: Place) -> Verdict:
    """As the draft that it belongs to."""
    return may_author(member)


def may_take_sources(member: Member, release: Release) -> Verdict:
    """Authors only: the files of a release hold the answers of its knowledge checks."""
    return may_author(member)
