"""A candidate's file: what the rows say, read in a fixed number of statements."""

from tests.certification import story
from tests.certification.conftest import TODAY_NOON
from trainer.certification import queries


def test_x(cast, store):
    import time

    t = time.time()
    with store():
        ids = story.certified(cast)
    print("BUILD", time.time() - t)
    with store():
        f = queries.file(story.enrolment_of(ids), TODAY_NOON.date())
        for l in f.readiness.lines:
            print(l.kind, l.state, l.detail, [str(w) for w in l.workings])
        print(story.verbs(ids))
