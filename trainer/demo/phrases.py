"""What do the demonstration's assessors write about a behaviour? By criterion, free of anybody's name and issue."""

from collections.abc import Mapping

Pool = Mapping[str, tuple[str, ...]]

STRENGTHS: Pool = {
    "contracting_and_ground_rules": (
        "You asked each member aloud whether the agreement still held, and waited for each answer.",
        "You said plainly where confidentiality ends before the first person spoke about themselves.",
        "When a rule was bent you named it in one sentence and went straight back to the work.",
    ),
    "inclusion_and_air_time": (
        "You noticed who had not spoken for ten minutes and gave them a turn that they could pass.",
        "You set up a round before the quick speakers began, so every seat was heard in the first phase.",
        "You stopped an interruption with an open hand and the speaker finished their thought.",
    ),
    "phase_and_time_discipline": (
        "You opened and closed every phase aloud, and nobody had to ask where the set was.",
        "You offered the set a choice about the last ten minutes instead of taking them.",
        "You kept five minutes for commitments although exploring was lively, and the presenter used all of them.",
    ),
    "questioning_before_advice": (
        "Within one turn you asked what question lay under a suggestion, and the member found it.",
        "You caught two pieces of advice that were dressed as questions, lightly and without shaming anybody.",
        "You asked the set to hold its ideas until the perspectives phase, and then kept that promise.",
    ),
    "non_expert_stance": (
        "You were asked what you would do and handed the question back with a smile and a pause.",
        "Your summaries used the presenter's own words; nothing was added.",
        "You knew something about the matter, said so, and left it outside the room.",
    ),
    "economy_and_silence": (
        "You let a silence run for twelve seconds, and the presenter went on by themselves.",
        "Your interventions were seldom longer than one sentence, and each changed what happened next.",
        "You spoke less with every phase; by the end the set was asking its own process questions.",
    ),
    "quality_of_questions": (
        "You asked a member to make three stacked questions into one, and the one that was left went deep.",
        "You drew the set from facts to assumptions with a single remark about the kind of question asked.",
        "You waited for the second question behind a closed one, and members began to look for it themselves.",
    ),
    "support_and_challenge": (
        "You asked whether the challenge was useful before letting it go on, and the presenter said yes.",
        "You helped a member to say something hard in one clean sentence.",
        "You noticed that the presenter had enough and offered a choice between a pause and another question.",
    ),
    "strengths_reflected": (
        "You asked members for one strength each that they had seen in the last half hour, with the moment.",
        "You named something the presenter had just done well, in words that they took up for their action.",
        "You turned general praise into an observation by asking what exactly had been seen.",
    ),
    "ownership_of_action": (
        "You asked for the first step, the day and how the set would hear, and left the words to the presenter.",
        "You reviewed an action that was not done without a trace of blame, and the set learned from it.",
        "You let a vague intention stand in the air until the presenter made it smaller by themselves.",
    ),
    "process_review_and_learning": (
        "You protected time for the review and asked which question had moved the thinking.",
        "You offered one observation about the set's habits and asked what they wanted to try next time.",
        "You paused once in the middle to ask how the set was working, and it changed its pace.",
    ),
    "boundaries_and_care": (
        "You saw the presenter grow quiet, stopped the questions and asked what would help now.",
        "You said what the set could not do for this matter, and where that can be taken.",
        "You noticed your own slip, named it in a sentence and corrected course.",
    ),
}

TRY_NEXT: Pool = {
    "contracting_and_ground_rules": (
        "Ask each person for their own yes to the agreement, one after the other, rather than the room for a nod.",
        "Say in one sentence where confidentiality ends, before the first presenter begins.",
    ),
    "inclusion_and_air_time": (
        "Before somebody speaks for the third time, invite by seat one person who has not spoken yet.",
        "Start the exploring phase with a round, so that the first three minutes belong to everyone.",
    ),
    "phase_and_time_discipline": (
        "Close each phase aloud in the words that you prepared, even when the next one has begun by itself.",
        "Name the time at the middle of exploring, and ask the set how to use what is left.",
    ),
    "questioning_before_advice": (
        "When a question carries an answer, stop it within one turn and ask what they would like to learn.",
        "Interrupt the first piece of advice rather than the third; the set learns the line from the first.",
    ),
    "non_expert_stance": (
        "When somebody asks for your view, count to three and hand the question to the presenter.",
        "Repeat the presenter's words in summaries, and leave out every adjective of your own.",
    ),
    "economy_and_silence": (
        "After a good question, put your pen down and wait until somebody else breaks the silence.",
        "Make the next intervention half as long as the one that you have ready.",
    ),
    "quality_of_questions": (
        "Ask for one question at a time, and let the asker choose which of the three it is.",
        "After a run of questions about facts, ask the set what has not been asked about yet.",
    ),
    "support_and_challenge": (
        "Ask the presenter at the start how much challenge they want, and come back to their answer once.",
        "Let a hard question stand; do not soften it for the presenter before they have answered.",
    ),
    "strengths_reflected": (
        "Follow general praise with the question what exactly was seen, and when.",
        "Invite two observed strengths at the start of the perspectives phase, before any suggestion.",
    ),
    "ownership_of_action": (
        "Ask for the first step and its day, then stay silent while the presenter words it.",
        "Open with the actions of last time, and ask what was learned before what was done.",
    ),
    "process_review_and_learning": (
        "Keep three full minutes for the review, and ask for one moment rather than for an impression.",
        "Ask what the set will do differently next time, and write down its words for the next opening.",
    ),
    "boundaries_and_care": (
        "When somebody grows quiet, stop the questions first and find out what they need afterwards.",
        "Say in the opening what you will do if somebody is at risk, so that it is no surprise later.",
    ),
}

QUESTIONS: Pool = {
    "contracting_and_ground_rules": (
        "What would make a member of this set say that they do not agree?",
        "Which rule did the set keep without you, and which only because you were there?",
    ),
    "inclusion_and_air_time": (
        "Whose silence did you read as agreement?",
        "What did the set lose in the minutes in which only two people spoke?",
    ),
    "phase_and_time_discipline": (
        "What were you hoping for when you let that phase run on?",
        "How would the set know the time without looking at you?",
    ),
    "questioning_before_advice": (
        "What did you notice in yourself just before you let the advice through?",
        "How could the set come to notice early advice before you do?",
    ),
    "non_expert_stance": (
        "What happens in you when you know an answer and the set does not?",
        "Which of your words were yours, and which were the presenter's?",
    ),
    "economy_and_silence": (
        "What are you afraid might happen in the sixth second of a silence?",
        "Which of your interventions would nobody have missed?",
    ),
    "quality_of_questions": (
        "Which question of the set changed the presenter's face, and what made it possible?",
        "What would the set have to stop doing for its questions to go one level deeper?",
    ),
    "support_and_challenge": (
        "How did you know that the presenter could bear one more question?",
        "What did your kindness keep the presenter from hearing?",
    ),
    "strengths_reflected": (
        "What did the presenter already do well that nobody said aloud?",
        "When does a word of praise close a conversation, and when does it open one?",
    ),
    "ownership_of_action": (
        "Whose action was it by the end, and how could you tell?",
        "What might the presenter have promised if the set had waited longer?",
    ),
    "process_review_and_learning": (
        "What does this set know about itself now that it did not know an hour ago?",
        "Which habit of the set do you share?",
    ),
    "boundaries_and_care": (
        "Where was the edge of your role today, and how close did you come to it?",
        "What would you have done if the presenter had not been all right?",
    ),
}

GENERAL_STRENGTHS = (
    "You were well prepared, and it showed in how calmly you changed the plan when the set asked for it.",
    "You listened with your pen down, and members began to do the same.",
)
GENERAL_TRY_NEXT = (
    "Choose one moment of the next meeting in which you do less, and write down what the set does with it.",
)
GENERAL_QUESTIONS = ("What did you see in this meeting that you had not seen in the one before?",)

LOW = (
    "The intention was there; it came late, and once it had to be repeated.",
    "Seen in the first half, and lost when the pace rose.",
    "The set waited for it and then went on without it.",
)
HIGH = (
    "Others could learn from how little it took.",
    "The set did this by itself after the second time.",
    "Calm, brief, and with a visible effect on the next question.",
)
STEADY = (
    "Steady throughout; nothing had to be prompted.",
    "Done as a matter of course, and the set relied on it.",
)
HOLDS_ALL_THE_SAME: Pool = {
    "questioning_before_advice": (
        "The advice that was let through was brief, and the set returned to questions without help.",
        "Later in the phase each attempt was caught; taken together the set was held in inquiry.",
    ),
    "non_expert_stance": (
        "One remark slipped out, was withdrawn at once, and the presenter kept the thinking.",
        "What counted as advice was a word about method; the content stayed with the set.",
    ),
}
QUOTES: Pool = {
    "contracting_and_ground_rules": ("Before we begin: does the agreement still hold for you?", "May I name a rule?"),
    "inclusion_and_air_time": ("Who have we not heard yet?", "Finish your thought; the others will wait."),
    "phase_and_time_discipline": ("We have eight minutes left. How shall we use them?", "I am closing this phase now."),
    "questioning_before_advice": (
        "What question is under that?",
        "Hold on to that one; there is a place for it later.",
    ),
    "non_expert_stance": ("I have no view on that. What is yours?", "I will leave what I know outside for now."),
    "economy_and_silence": ("Take your time.", "Let us leave that question in the room."),
    "quality_of_questions": ("Say that again as a question.", "Which of the three would you like to ask?"),
    "support_and_challenge": ("Is this still useful to you?", "How much challenge would help today?"),
    "strengths_reflected": ("What exactly did you see, and when?", "One strength each, with the moment."),
    "ownership_of_action": ("What would be the first step?", "By when, and how will the set hear?"),
    "process_review_and_learning": ("Which question moved something?", "What do we want to do differently?"),
    "boundaries_and_care": ("Shall we stop here for a moment?", "This is beyond what a set can do."),
}
GENERAL_QUOTES = ("What do you notice right now?",)
