"""What else is written in the demonstration: notes, reflections, reasons? Behaviour only, nobody's name or issue."""

from trainer.curriculum.reflection import Lines

NOTES = (
    "F let the silence run; P went on by themselves.",
    "F named the phase and waited until everybody was there.",
    "Redirect came late: P had answered already.",
    "Light touch; nobody lost face.",
    "Two members followed with open questions.",
    "F looked at the clock and said nothing.",
    "Question was closed at first, then rephrased by the asker.",
    "F asked for permission before the phase opened.",
    "P paused, looked down, then said something new.",
    "F leaned back; the set took over.",
    "Three questions at once; F asked for one of them.",
    "Strength named with the moment in which it was seen.",
    "F checked with P whether to go on.",
    "Time was offered as a choice, and the set chose.",
)

DID = (
    "I asked what question was under the suggestion and then said nothing more.",
    "I opened the phase aloud and kept to the time that I had named.",
    "I answered a question about the matter itself before I noticed.",
    "I invited the two members who had been quiet and told them that they could pass.",
    "I let the first piece of advice go because it sounded helpful.",
    "I waited after the question until somebody else spoke.",
    "I summarised in my own words instead of the presenter's.",
    "I asked the set how it wanted to use the last ten minutes.",
)
EFFECT = (
    "The member went quiet, then asked something that none of us had thought of.",
    "The set became calmer, and the questions came one at a time.",
    "Everybody looked at me for the next three minutes.",
    "The presenter turned from me to the others and began to think aloud.",
    "Two more suggestions followed, and the presenter began to explain why they would not work.",
    "The pace dropped, and the presenter said something that they had not planned to say.",
    "The presenter corrected me, and we lost the thread for a while.",
    "They chose for themselves, and nobody watched the clock any more.",
)
PROTECTING = (
    "My wish to be useful. It is uncomfortable to know something and not to say it.",
    "The mood in the room; I did not want to be the one who interrupts.",
    "The member who had spoken. I was afraid of embarrassing them.",
    "Myself, from a silence that I could not read.",
    "My plan for the meeting more than the presenter's thinking.",
    "The picture of a facilitator who always knows what comes next.",
)
NEXT_TIME = (
    "I will put my pen down after each question and wait for the second breath.",
    "I will redirect the first piece of advice, in one sentence, and stay friendly.",
    "I will use the presenter's own words, and only when it helps.",
    "I will say the time at half-way and ask instead of deciding.",
    "I will begin exploring with a round.",
    "I will write my opening line down and say it as written.",
    "I will count to five before I fill a silence.",
)

VOTE_REASONS = {
    "certified": (
        "Two sessions, four judgements, and the critical criteria are steady in all of them.",
        "The evidence is consistent, and both assessors would leave this person alone with a set.",
        "Early advice is caught quickly by now; the second session shows it clearly.",
        "Every requirement is met with room to spare, and the reflections fit what was observed.",
    ),
    "conditional": (
        "Ready to run a set, with a debrief after each meeting until time is kept more firmly.",
        "The levels suffice; I would like to see one more session within the half year.",
    ),
    "not_yet": (
        "The means are met by a hair, and the handling of early advice still depends on the day.",
        "I would like to see a third session before anybody is left alone with a set.",
    ),
}
RATIONALES = {
    "certified": (
        "The panel read both sessions and the reflections. Questioning before advice and the stance outside the "
        "content are reliably at level 3, and nothing points to a risk for a set.",
        "The panel found the judgements consistent across two sessions and different assessors. The one line that "
        "differed was settled with a reason that the panel shares.",
        "The panel is satisfied that this person can run a set without an observer. It noted the growth between the "
        "two sessions in the use of silence.",
    ),
    "conditional": (
        "The panel certifies for half a year. Structure and stance are sound; the closing phases were squeezed in "
        "both sessions and should be seen once more.",
    ),
    "not_yet": (
        "The panel sees good work and real growth. In both sessions the first pieces of advice passed before the set "
        "was brought back to questions; a further observed session should show that this has become a habit.",
    ),
}
CONDITIONS = "One further observed session within six months, with a debrief on how the closing phases are kept."
SUSPENDED = "A concern about how an agreement was obtained is being looked into. Nothing is decided by this."
REVOKED = "The holder ran sets after asking not to be observed any more and did not come back to supervision."
LICENCES = (
    "Completed the calibration cases within the agreed range and shadowed two sessions.",
    "Renewed after a year of steady agreement with the second judgement.",
)
SETTLED = (
    "The moments at the end of exploring were captured by one assessor only; with both timelines the anchor fits.",
    "Both describe the same moments. The anchor asks for a reaction within a turn or two, and that is what was seen.",
    "The higher level rests on a single moment; over the whole phase the lower anchor fits better.",
)
STOP_EVENT = (
    "A member signalled twice that the matter was becoming too much. F went on with the phase until somebody "
    "else stopped it."
)
UNLOOKED = "Called off by the set on the day: too few people could come."
METHOD = "said in the room"
DECLINED = "I am away on that day."


def lines(pick: tuple[int, int, int, int]) -> Lines:
    """Four lines of a reflection, one out of each list."""
    pools = (DID, EFFECT, PROTECTING, NEXT_TIME)
    return Lines(*(pool[number % len(pool)] for pool, number in zip(pools, pick, strict=True)))
