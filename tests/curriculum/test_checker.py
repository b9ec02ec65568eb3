"""Every mistake of an author is told, with its line, all at once; and without mistakes there is a programme."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.programme import FILES
from trainer.curriculum.checker import Finding, compile_programme
from trainer.curriculum.coverage import uncovered
from trainer.message import Message

PROGRAMME = "programme.yaml"
MODULE = "modules/01-questions/module.yaml"
SECOND = "modules/02-meetings/module.yaml"
CHECK = "modules/01-questions/check.yaml"
OTHER_CHECK = "modules/02-meetings/check.yaml"
ADVICE = "modules/01-questions/01-why-advice-comes-early.md"
BACK = "modules/01-questions/02-handing-back.md"
PHASES = "modules/02-meetings/01-the-phases.md"
TIME = "modules/02-meetings/02-time.md"
RUBRIC, SCHEME, POLICY = "rubric.yaml", "observation.yaml", "certification/light.yaml"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def found(files: dict[str, bytes]) -> list[str]:
    return [str(one) for one in compile_programme(files).findings]


def changed(file: str, old: str, new: str) -> dict[str, bytes]:
    """The test programme with the first `old` in a file replaced."""
    text = FILES[file].decode()
    assert old in text, f"{old!r} is not in {file}"
    return FILES | {file: text.replace(old, new, 1).encode()}


def line_of(file: str, text: str, files: dict[str, bytes] = FILES) -> int:
    before, found_it, _ = files[file].decode().partition(text)
    assert found_it
    return before.count("\n") + 1


def test_the_test_programme_has_no_mistake() -> None:
    compilation = compile_programme(FILES)
    assert compilation.findings == ()
    programme = compilation.programme
    assert programme
    assert [module.key for module in programme.modules] == ["questions", "meetings"]
    assert [lesson.key for lesson in programme.modules[0].lessons] == ["why-advice-comes-early", "handing-back"]
    assert (programme.rubric and len(programme.rubric.criteria), programme.policy and programme.policy.key) == (
        4,
        "light",
    )
    assert set(programme.document_digests) == {"rubric", "scheme", "policy"}
    assert uncovered(programme) == ()


def test_a_finding_reads_as_editors_expect() -> None:
    assert str(Finding("a/b.md", 7, Message("“%(x)s” is 5 %% off.", {"x": "y"}))) == "a/b.md:7: “y” is 5 % off."


MISTAKES = [
    # programme.yaml
    (PROGRAMME, "key: facilitator", "key: Facilitator One", "“key” must be a key: lower-case letters"),
    (PROGRAMME, "key: facilitator\n", "", "“key” is missing."),
    (PROGRAMME, "title: Set facilitator", "title:", "“title” must be words"),
    (PROGRAMME, "title: Set facilitator", "title: 2026", "“title” must be words (put a number or a date in quotes)."),
    (PROGRAMME, "title: Set facilitator", "titel: Set facilitator", "“titel” is not known here."),
    (PROGRAMME, "title: Set facilitator", 'title: ""', "“title” is empty."),
    (PROGRAMME, "language: en", "language: English", "“language” must be a language such as en or pt-BR."),
    (PROGRAMME, "[questions, meetings]", "[questions, meetings, more]", "There is no module “more”."),
    (PROGRAMME, "[questions, meetings]", "[questions, meetings, questions]", "The module “questions” stands twice."),
    (PROGRAMME, "[questions, meetings]", "[questions]", "The module “meetings” is not in the list"),
    (PROGRAMME, "[questions, meetings]", "questions", "“modules” must be a list."),
    (PROGRAMME, "rubric.yaml", "rubrik.yaml", "There is no file “rubrik.yaml”."),
    (PROGRAMME, "certification/light.yaml", "../light.yaml", "There is no file “../light.yaml”."),
    (PROGRAMME, "title: Set facilitator", "title: Set facilitator\ntitle: Again", "“title” is written twice."),
    # module.yaml
    (MODULE, "title: Questions before advice\n", "", "“title” is missing."),
    (MODULE, "self: 30", "self: half an hour", "“self” must be a whole number."),
    (MODULE, "self: 30", "self: -1", "“self” must be at least 0."),
    (MODULE, "self: 30", "self: 7.5", "“self” must be a whole number."),
    (MODULE, "live: 20", "together: 20", "“together” is not known here."),
    (MODULE, "[inquiry]", "[enquiry]", "The rubric has no criterion “enquiry”."),
    (MODULE, "key: hand-back", "key: spot-advice", "There are two outcomes “spot-advice”."),
    (MODULE, "requires: []", "requires: [nothing]", "There is no module “nothing”."),
    (MODULE, "requires: []", "requires: [meetings]", "The module “meetings” does not come before this one."),
    (MODULE, "requires: []", "requires: [questions]", "The module “questions” does not come before this one."),
    (MODULE, "readings: [Revans 2011]", "readings: Revans 2011", "“readings” must be a list."),
    (MODULE, "readings: [Revans 2011]", "readings: [2011]", "“readings 1” must be words"),
    (MODULE, "key: hand-back", "key: hand-back\n    kind: x", "“kind” is not known here."),
    # lessons
    (ADVICE, "minutes: 6", "minutes: 0", "“minutes” must be at least 1."),
    (ADVICE, "[spot-advice]", "[spot-advise]", "The module has no outcome “spot-advise”."),
    (ADVICE, "minutes: 6", "minutes: 6\nwriter: x", "“writer” is not known here."),
    (ADVICE, "## Signs", "# Signs", "Sections begin at “##”"),
    (ADVICE, "## Signs", "Signs\n=====", "Sections begin at “##”"),
    (ADVICE, "## Signs", "### Signs", "The heading “Signs” leaves out a level."),
    (ADVICE, "/// try | At your", "/// tip | At your", "There is no block “tip”"),
    (ADVICE, "02-handing-back.md#the-ladder", "03-handing-back.markdown", "leads to nothing in this programme."),
    (
        ADVICE,
        "02-handing-back.md#the-ladder",
        "nowhere.md",
        "The link “nowhere.md” leads to nothing in this programme.",
    ),
    (ADVICE, "02-handing-back.md#the-ladder", "../../../x.md", "leads to nothing in this programme."),
    (
        ADVICE,
        "02-handing-back.md#the-ladder",
        "02-handing-back.md#top",
        "leads to a place that its lesson does not have.",
    ),
    (ADVICE, "02-handing-back.md#the-ladder", "#sings", "The link “#sings” leads to a place"),
    (ADVICE, "02-handing-back.md#the-ladder", "/o/acme/learn", "is neither a web address nor a file here."),
    (ADVICE, "02-handing-back.md#the-ladder", "//example.org", "is neither a web address nor a file here."),
    (ADVICE, "02-handing-back.md#the-ladder", "ftp://example.org", "is neither a web address nor a file here."),
    (ADVICE, "02-handing-back.md#the-ladder", "javascript:alert(1)", "is neither a web address nor a file here."),
    (ADVICE, "Advice comes early", "![](set.png) Advice", "The image “set.png” has no alternative text"),
    (
        ADVICE,
        "Advice comes early",
        "![A set](https://e.org/x.png)",
        "The image “https://e.org/x.png” is not in this programme.",
    ),
    (ADVICE, "Advice comes early", "[It](https://example.org) comes early", None),
    (ADVICE, "/// try | At", "    /// try | At", "A block could not be read"),
    (BACK, "## The ladder", "## The ladder\n\n## The ladder", "Two headings have the id “the-ladder”"),
    (BACK, "1. Pause.", "Text.\n{: #the-ladder }\n\n1. Pause.", "The id “the-ladder” is used twice."),
    (BACK, "    key: whose-approval\n", "", "A reflection needs a “key”"),
    (BACK, "Think of one moment in the last month.\n///", "Think.", "“/// reflection” has no partner line of slashes."),
    (TIME, "key: out-of-time", "key: whose-approval", "The reflection “whose-approval” is already in " + BACK),
    (TIME, "minutes: 20", "minutes: twenty", "“minutes” of a task is a whole number"),
    # check.yaml
    (CHECK, "pass_mark: 0.75", "pass_mark: 75", "“pass_mark” must be at most 1.0."),
    (CHECK, "draw: 4", "draw: 6", "“draw” is 6, but there are 5 items."),
    (CHECK, "id: q-02", "id: q-01", f"The item “q-01” is already in {CHECK}."),
    (OTHER_CHECK, "id: m-02", "id: q-02", f"The item “q-02” is already in {CHECK}."),
    (CHECK, "type: single", "type: choice", "“type” must be one of: 'single', 'multiple', 'order' or 'match'."),
    (CHECK, "outcome: hand-back", "outcome: hand-it-back", "The module has no outcome “hand-it-back”."),
    (CHECK, "correct: true", "correct: false", "Item q-01: exactly one option is correct in a single item."),
    (CHECK, "Tell them in one sentence,", "Tell them in one sentence, correct: true,", "Item q-02: exactly one option"),
    (
        CHECK,
        "What do you want from her?,",
        "What do you want from her?, correct: true,",
        "Item q-03: a multiple item has",
    ),
    (CHECK, "Pause,", "Pause, correct: true,", "Item q-04: options of an order or match item have no “correct”"),
    (CHECK, "Pause,", "Pause, match: x,", "Item q-04: only options of a match item have a “match”."),
    (CHECK, "match: story, ", "", "Item q-05: every option of a match item has a “match”."),
    (CHECK, "match: story", "match: advice", "Item q-05: no two options of a match item may have the same “match”."),
    (CHECK, "text: Name,", "text: Pause,", "Item q-04: two options say “Pause”."),
    (CHECK, ", feedback: It carries its answer.", "", "“feedback” is missing."),
    (OTHER_CHECK, "The presenter, correct", "The presenter of this very round, correct", None),
    # rubric.yaml
    (RUBRIC, "key: inquiry", "key: phases", "There are two criteria “phases”."),
    (RUBRIC, "code: A2", "code: A1", "There are two criteria with the code “A1”."),
    (RUBRIC, "key: thinking", "key: structure", "There are two domains “structure”."),
    (RUBRIC, "key: breach", "key: coercion", "There are two stop events “coercion”."),
    (RUBRIC, "{level: 2, name", "{level: 3, name", "The levels of a rubric are 1, 2, 3, 4, in this order."),
    (RUBRIC, "{level: 5, text", "{level: 4, text", "The levels of entrustment are 1, 2, 3, 4, 5, in this order."),
    (RUBRIC, "{level: 2, name", "{level: 5, name", "“level” must be at most 4."),
    (RUBRIC, "[Only deficits., ", "[", "“anchors” must have at least 4 entries."),
    (RUBRIC, "not_observed: once", "not_observed: twice", "“not_observed” must be one of"),
    (RUBRIC, 'version: "1"', "version: 1", "“version” must be words (put a number or a date in quotes)."),
    (RUBRIC, "critical: true", "critical: perhaps", "“critical” must be true or false."),
    # observation.yaml
    (SCHEME, "key: explore", "key: present", "There are two phases “present”."),
    (SCHEME, "key: REDIRECT", "key: Q_OPEN", "There are two codes “Q_OPEN”."),
    (SCHEME, "key: REDIRECT", "key: redirect", "“key” must be a code: capital letters"),
    (SCHEME, "hotkey: r", "hotkey: q", "There are two codes with the hotkey “q”."),
    (SCHEME, "hotkey: r", "hotkey: n", "The key “n” is taken: it adds a note."),
    (SCHEME, "hotkey: r", "hotkey: z", "The key “z” is taken: it takes the last tap back."),
    (SCHEME, "hotkey: r", "hotkey: R", "“hotkey” must be one lower-case letter."),
    (SCHEME, "hotkey: r", "hotkey: 7", "“hotkey” must be words"),
    (SCHEME, "actor: F", "actor: P", "The actor “P” is not among the actors."),
    (SCHEME, "actors: [F, M]", "actors: [F, X]", "“X” is no actor"),
    (SCHEME, "criteria: [inquiry, stance]", "criteria: [inquiry, stamce]", "The rubric has no criterion “stamce”."),
    (SCHEME, "formula: Advice and", "criteria: [x]\n    formula: Advice and", "“criteria” is written twice."),
    (SCHEME, "key: facilitator_content", "key: early_advice_count", "There are two indicators “early_advice_count”."),
    (SCHEME, "{30: 5,", "{half: 5,", "“half” is not the length of a slot in minutes."),
    (SCHEME, "{30: 5,", "{0: 5,", "“0” is not the length of a slot in minutes."),
    (SCHEME, "{30: 5, 60: 10}", "{}", "A phase says its minutes for at least one length of slot."),
    (SCHEME, "group: watch", "group: bad", "“group” must be one of"),
    # policy
    (POLICY, "kind: stop_events", "kind: stopevents", "“requirements 6” must be one of: 'lessons'"),
    (POLICY, "kind: stop_events", "key: x", "“kind” is missing."),
    (POLICY, "{kind: checks}", "{kind: lessons}", "There are two requirements “lessons”."),
    (POLICY, "overall: 2.9", "overall: 29", "“overall” must be at most 4.0."),
    (POLICY, "overall: 2.9, ", "", "“overall” is missing."),
    (POLICY, "coverage: 1", "coverage: 3", "“coverage” asks for more sessions than “sessions” does."),
    (POLICY, "distinct_assessors: 2", "distinct_assessors: 5", "“distinct_assessors” asks for more people"),
    (POLICY, "outsiders: 1", "outsiders: 3", "A panel has no more outsiders than members."),
    (POLICY, "validity_months: 12", "validity_months: 0", "“validity_months” must be at least 1."),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), MISTAKES)
def test_a_mistake_is_told(file: str, old: str, new: str, words: str | None) -> None:
    files = changed(file, old, new)
    compilation = compile_programme(files)
    told = [str(one) for one in compilation.findings]
    if words is None:
        assert told == []
        return
    assert compilation.programme is None
    assert any(one.startswith(f"{file}:") and words in one for one in told), told
    assert all(one.line <= files[one.file].count(b"\n") + 1 for one in compilation.findings if one.file in files)


LINES = [
    (PROGRAMME, "[questions, meetings]", "[questions,\n  meetings,\n  more]", "“more”", "  more]"),
    (MODULE, "criteria: [stance]", "criteria: [stance, statues]", "“statues”", "statues"),
    (ADVICE, "[spot-advice]", "[spot-advise]", "“spot-advise”", "spot-advise"),
    (ADVICE, "what to do](02-handing-back.md#the-ladder)", "what\nto do](nowhere.md)", "nowhere.md", "nowhere.md"),
    (ADVICE, "## Signs", "# Signs", "Sections", "# Signs"),
    (BACK, "1. Pause.", "1. Pause.\n\n## The ladder", "the-ladder", "\n## The ladder\n2."),
    (CHECK, "match: story", "match: advice", "q-05", "id: q-05"),
    (CHECK, "outcome: hand-back", "outcome: x", "“x”", "outcome: x"),
    (RUBRIC, "[Only deficits., ", "[", "anchors", "[General praise."),
    (RUBRIC, "code: B2", "code: B1", "“B1”", "key: strengths"),
    (SCHEME, "actor: F", "actor: P", "“P”", "actor: P"),
    (SCHEME, "{30: 10, 60", "{30: 10, x60", "“x60”", "x60"),
    (POLICY, "overall: 2.9", "overall: 29", "overall", "overall: 29"),
    (POLICY, "members: 2", "members: 0", "members", "members: 0"),
]


@pytest.mark.parametrize(("file", "old", "new", "words", "mark"), LINES)
def test_a_mistake_is_told_with_its_line(file: str, old: str, new: str, words: str, mark: str) -> None:
    files = changed(file, old, new)
    line = line_of(file, mark, files) + mark.startswith("\n")
    told = [one for one in compile_programme(files).findings if words in str(one.message)]
    assert [(one.file, one.line) for one in told] == [(file, line)], [str(one) for one in told]


ALONE = [
    (MODULE, "self: 30", "self: x"),
    (ADVICE, "minutes: 6", "minutes: x"),
    (ADVICE, "[spot-advice]", "spot-advice"),
    (BACK, "title: Handing", "titles: [\n#"),
    (CHECK, "draw: 4", "draw: x"),
    (RUBRIC, "code: A2", "code: 2"),
    (ADVICE, "/// try |", "/// tip |"),
    (ADVICE, "Count how", "Count.\n\n# How"),
    (POLICY, "{kind: lessons}", "{kind: x}"),
]


@pytest.mark.parametrize(("file", "old", "new"), ALONE)
def test_one_mistake_is_told_once(file: str, old: str, new: str) -> None:
    assert len(found(changed(file, old, new))) == 1


def test_the_same_broken_link_twice_is_told_on_both_lines() -> None:
    files = changed(ADVICE, "## Signs", "[a](x.md)\n\n```\n(x.md)\n```\n\n[b](x.md)\n\n## Signs")
    assert [one.line for one in compile_programme(files).findings] == [12, 18]


def test_every_mistake_at_once_and_in_order() -> None:
    files = changed(RUBRIC, "code: A2", "code: A1")
    files |= {CHECK: files[CHECK].replace(b"draw: 4", b"draw: 9"), "modules/01-questions/x.exe": b"MZ"}
    files |= {TIME: b"\xff", PROGRAMME: files[PROGRAMME] + b"more: 1\n"}
    findings = compile_programme(files).findings
    assert [one.file for one in findings] == sorted(one.file for one in findings)
    assert {one.file for one in findings} >= {RUBRIC, CHECK, TIME, PROGRAMME, "modules/01-questions/x.exe"}


def test_an_outcome_that_no_lesson_serves() -> None:
    files = changed(BACK, "outcomes: [hand-back, spot-advice]", "outcomes: [spot-advice]")
    assert found(files) == [f"{MODULE}:8: No lesson serves the outcome “hand-back”."]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "programme.yaml:1: The file is missing."),
        ({PROGRAMME: b"key: a\ntitle: T\n"}, "programme.yaml:1: The programme has no module"),
        ({PROGRAMME: b""}, "programme.yaml:1: “key” is missing."),
        ({PROGRAMME: b"- a"}, "programme.yaml:1: “the file” must be a mapping."),
        ({PROGRAMME: b"key: a\ntitle: [T\n"}, "programme.yaml:3: This is not YAML"),
        (FILES | {"../secret": b""}, "../secret:1: This path does not lie inside"),
        (FILES | {"/etc/passwd": b""}, "/etc/passwd:1: This path does not lie inside"),
        (FILES | {"modules/../../x.md": b""}, "modules/../../x.md:1: This path does not lie inside"),
        (FILES | {"a\nb.md": b""}, "a\\nb.md:1: This path does not lie inside"),
        (
            FILES | {"modules/03-empty/module.yaml": b"title: E\n"},
            "modules/03-empty/module.yaml:1: The module has no lesson.",
        ),
        (FILES | {"modules/09-questions/a.md": b"x"}, "modules/01-questions has the same key “questions”."),
        (FILES | {"modules/01-questions/09-handing-back.md": b"x"}, f"{BACK} has the same key “handing-back”."),
        (
            FILES | {"modules/01-questions/03-none.md": b"---\ntitle: N\n---\n\n"},
            "03-none.md:4: There is no text in this file.",
        ),
        (
            FILES | {"modules/01-questions/03-none.md": b"---\ntitle: N\n"},
            "03-none.md:1: The front matter is not closed",
        ),
        (
            FILES | {"modules/01-questions/03-deep.md": b"x [" * 200},
            "03-deep.md:1: Lists, quotes or brackets are nested",
        ),
        (FILES | {"modules/01-questions/a.svg": b"<svg/>"}, "a.svg:1: Only png, jpg, jpeg, gif, webp, pdf files"),
        (FILES | {"modules/01-questions/notes": b"x"}, "notes:1: Only png, jpg, jpeg, gif, webp, pdf files"),
        (FILES | {"modules/01-questions/a.png": b"<script>"}, "a.png:1: The file is not what its name says."),
        (FILES | {"modules/01-questions/a b.png": PNG}, "a b.png:1: Name the file with letters"),
        (
            FILES | {"modules/01-questions/a.png": PNG + bytes(2 * 1024 * 1024)},
            "a.png:1: The file is larger than 2 MB.",
        ),
    ],
)
def test_folders_with_mistakes(files: dict[str, bytes], words: str) -> None:
    assert compile_programme(files).programme is None
    assert any(words in one for one in found(files)), found(files)


def test_the_right_option_must_not_be_the_longest_too_often() -> None:
    files = changed(CHECK, "Advice in disguise", "Advice that is dressed up as a question")
    files[CHECK] = files[CHECK].replace(
        b"Ask the set what it would ask", b"Ask the set what it would like to ask the presenter"
    )
    assert found(files) == [f"{CHECK}:3: The right option is the longest in 2 of 2 single items; at most 45 % may be."]


def test_plain_lessons_are_a_programme() -> None:
    files = {PROGRAMME: b"key: a\ntitle: T\n", "modules/02-b/2-y.md": b"Y", "modules/1-a_1/01-x.md": b"X " * 1300}
    programme = compile_programme(files).programme
    assert programme
    assert [(module.key, module.title) for module in programme.modules] == [("a_1", "A 1"), ("b", "B")]
    lesson = programme.modules[0].lessons[0]
    assert (lesson.key, lesson.title, lesson.minutes, lesson.word_count) == ("x", "X", 10, 1300)
    assert (programme.rubric, programme.scheme, programme.policy, programme.assets) == (None, None, None, ())
    assert programme.modules[0].minutes_self == 10


def test_keys_of_their_own_make_names_free() -> None:
    files = changed(MODULE, "title: Q", "key: asking\ntitle: Q")
    files[BACK] = files[BACK].replace(b"minutes: 8", b"minutes: 8\nkey: ladder")
    files[PROGRAMME] = files[PROGRAMME].replace(b"[questions", b"[asking")
    files["viva.yaml"] = files["viva.yaml"].replace(b"module: questions", b"module: asking")
    files[SECOND] = files[SECOND].replace(b"requires: [questions]", b"requires: [asking]")
    files[PHASES] = files[PHASES].replace(b"../questions/handing-back.md", b"../01-questions/02-handing-back.md")
    programme = compile_programme(files).programme
    assert programme, found(files)
    assert '<a href="ladder#the-ladder">' in programme.modules[0].lessons[0].html
    assert '<a href="../asking/ladder">' in programme.modules[1].lessons[0].html


def test_pictures_and_papers_are_part_of_the_release() -> None:
    text = "![Six chairs](img/set.png) [a paper](../02-meetings/paper.pdf#page=2) [same](./img/set.png)"
    files = changed(ADVICE, "Advice comes early", text)
    files |= {"modules/01-questions/img/set.png": PNG, "modules/02-meetings/paper.pdf": b"%PDF-1.7"}
    files |= {"modules/02-meetings/set.png": PNG, "modules/01-questions/.DS_Store": b"\x00"}
    programme = compile_programme(files).programme
    assert programme, found(files)
    picture = next(asset for asset in programme.assets if asset.media_type == "image/png")
    assert picture.path == f"{picture.digest[:16]}/set.png"
    assert len(programme.assets) == 2
    html = programme.modules[0].lessons[0].html
    assert f'src="../files/{picture.path}"' in html
    assert 'paper.pdf#page=2"' in html


def test_a_paper_is_no_image() -> None:
    files = changed(ADVICE, "Advice comes early", "![A paper](paper.pdf)") | {
        "modules/01-questions/paper.pdf": b"%PDF-1"
    }
    assert found(files) == [f"{ADVICE}:10: “paper.pdf” is no image: link to it."]


def test_criteria_that_nothing_serves_are_a_note_and_no_mistake() -> None:
    compilation = compile_programme(changed(SECOND, "criteria: [phases, strengths]", "criteria: [phases]"))
    assert compilation.programme
    assert uncovered(compilation.programme) == ("strengths",)
    assert "rubric.yaml:1: No outcome serves these criteria yet: strengths." in map(str, compilation.notes)


@pytest.mark.parametrize(("longest", "noted"), [(0, False), (1, False), (2, True)])
def test_a_bank_that_can_often_be_guessed_by_length_is_noted(longest: int, noted: bool) -> None:
    item = """
  - {{id: g-{number}, type: single, outcome: spot-advice, stem: S, options: [
      {{text: "{right}", correct: true, feedback: F}}, {{text: No, feedback: F}}, {{text: "Neither", feedback: F}}]}}"""
    rights = ["The longest of all" if number < longest else "Yes" for number in range(5)]
    items = "".join(item.format(number=number, right=right) for number, right in enumerate(rights))
    files = {**FILES, CHECK: f"pass_mark: 0.75\ndraw: 4\nitems:{items}\n".encode()}
    told = f"{CHECK}:3: The right option is the longest in {longest} of 5 single items: more often than by chance."
    assert found(files) == []
    assert (told in map(str, compile_programme(files).notes)) == noted


PATHS = st.sampled_from(
    [*FILES, "modules/x/y.md", "modules/x/check.yaml", "modules/x/a.png", "certification/x.yaml", "x"]
)
HOSTILE_YAML = st.sampled_from(
    [
        b"a: &a [*a]\n",
        b"modules: [[[[]]]]\n",
        b"items: {}\n",
        b"items:\n  - null\n",
        b"phases: 7\ncodes: [1, x, {}]\n",
        b"requirements: [{kind: [1]}, 3, {kind: scores, overall: .nan}]\n",
        b"levels: {1: 2}\n",
        b"key: {a: b}\ntitle: [x]\n",
        b"minutes: {self: 1e999}\n",
        b"---\ntitle: x\n---\n/// reflection | a\n    key: [\n\n[x](#%ff) ![](%00) [y](//)\n",
        "key: “a”\n".encode(),
    ]
)


@given(
    st.dictionaries(PATHS, st.one_of(st.binary(), HOSTILE_YAML, st.text().map(str.encode)), max_size=5), st.booleans()
)
@settings(max_examples=200, deadline=None)
def test_no_bytes_make_the_compiler_fail(files: dict[str, bytes], whole: bool) -> None:
    compilation = compile_programme(FILES | files if whole else files)
    assert (compilation.programme is None) == bool(compilation.findings)
    assert all(str(one) and one.line >= 1 for one in compilation.findings)


@given(st.sampled_from(sorted(FILES)), st.data())
@settings(max_examples=150, deadline=None)
def test_no_cut_or_doubled_line_makes_the_compiler_fail(file: str, data: st.DataObject) -> None:
    lines = FILES[file].split(b"\n")
    start = data.draw(st.integers(0, len(lines) - 1))
    length = data.draw(st.integers(0, 4))
    times = data.draw(st.sampled_from([0, 2]))
    spoilt = b"\n".join([*lines[:start], *(lines[start : start + length] * times), *lines[start + length :]])
    compilation = compile_programme(FILES | {file: spoilt})
    assert (compilation.programme is None) == bool(compilation.findings)
