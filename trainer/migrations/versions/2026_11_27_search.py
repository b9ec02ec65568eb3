"""By which words is a release found? Passages with their index, made for the releases that are there already too."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import sqlalchemy as sa
from alembic import op

from trainer.db import new_id

revision = "2026_11_27_search"
down_revision = "2026_11_27_outcomes"
branch_labels = None
depends_on = None

# The first column holds ids: of the release, so that a search looks at one release's part of the index only and its
# scores do not depend on anybody else's texts, and of the passage, so that its row is found without a scan.
FTS5 = """CREATE VIRTUAL TABLE passage_words USING fts5(
  place, title, text, passage_id UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2')"""
FILL = """CREATE TRIGGER tr_passage_indexed AFTER INSERT ON passage BEGIN
  INSERT INTO passage_words (place, title, text, passage_id)
  VALUES (new.release_id || ' ' || new.id, new.title, new.text, new.id); END"""
EMPTY = """CREATE TRIGGER tr_passage_forgotten AFTER DELETE ON passage BEGIN
  DELETE FROM passage_words WHERE passage_words MATCH 'place : "' || old.id || '"' AND passage_id = old.id; END"""
# PostgreSQL takes “and/or” for a path and “naïve” for another word than “naive”: marks and accents go first. The cost
# tells its planner that asking the index is cheaper than making the words of every passage of a release.
WORDS_OF = r"""CREATE FUNCTION words_of(text) RETURNS tsvector
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$ BEGIN
    RETURN to_tsvector('pg_catalog.english', regexp_replace(
      regexp_replace(normalize($1, NFD), '[\u0300-\u036f]+', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g'));
  END $$"""
GIN = """CREATE INDEX ix_passage_words ON passage
  USING gin ((setweight(words_of(title), 'A') || setweight(words_of(text), 'D')))"""


def upgrade() -> None:
    op.create_table(
        "passage",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("lesson", "term", "card", name="passagekind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("module_key", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_passage_organisation_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "release_id"],
            ["release.organisation_id", "release.id"],
            name=op.f("fk_passage_organisation_id_release_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_passage")),
        sa.UniqueConstraint(
            "organisation_id",
            "release_id",
            "language",
            "position",
            name=op.f("uq_passage_organisation_id_release_id_language_position"),
        ),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    body = (
        "BEGIN SELECT RAISE(ABORT, 'passage is frozen'); END"
        if sqlite
        else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"CREATE TRIGGER tr_passage_frozen BEFORE UPDATE ON passage {body}")
    for statement in (FTS5, FILL, EMPTY) if sqlite else (WORDS_OF, GIN):
        op.execute(statement)
    _fill()


def downgrade() -> None:
    op.drop_table("passage")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE passage_words")
    else:
        op.execute("DROP FUNCTION words_of(text)")


def _fill() -> None:
    """Make passages of the lessons, terms and cards of every release that there is."""
    columns = ("language", "kind", "module_key", "key", "anchor", "title", "text", "position")
    passage = _table("passage", ("organisation_id", "id", "release_id"), *columns)
    counts: dict[tuple[Any, ...], int] = {}
    for row in (*_lessons(), *_terms(), *_cards()):
        language = (row["organisation_id"], row["release_id"], row["language"])
        counts[language] = counts.get(language, -1) + 1
        op.get_bind().execute(sa.insert(passage), {**row, "id": new_id(), "position": counts[language]})


def _table(name: str, ids: tuple[str, ...], *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(id, sa.Uuid()) for id in ids), *(sa.column(column) for column in columns))


def _lessons() -> Iterator[dict[str, Any]]:
    lesson = _table(
        "lesson", ("organisation_id", "release_id"), "language", "module_key", "key", "position", "title", "html"
    )
    order = (lesson.c.organisation_id, lesson.c.release_id, lesson.c.language, lesson.c.position)
    for row in op.get_bind().execute(sa.select(lesson).order_by(*order)).mappings().all():
        same = {name: row[name] for name in ("organisation_id", "release_id", "language", "module_key", "key")}
        for anchor, title, text in _sections(row["html"], row["title"]):
            yield {**same, "kind": "lesson", "anchor": anchor, "title": title, "text": text}


def _terms() -> Iterator[dict[str, Any]]:
    cited = _table("release_document", ("organisation_id", "release_id", "document_id"))
    document = _table("document", ("organisation_id", "id"), "kind", "key", "body")
    same = sa.and_(document.c.organisation_id == cited.c.organisation_id, document.c.id == cited.c.document_id)
    query = sa.select(cited, document.c.key, document.c.body).join(document, same).where(document.c.kind == "glossary")
    for row in op.get_bind().execute(query).mappings().all():
        for term in json.loads(row["body"])["terms"]:
            title = f"{term['term']} ({', '.join(term['also'])})" if term["also"] else term["term"]
            yield {
                **{name: row[name] for name in ("organisation_id", "release_id")},
                "language": row["key"],
                "kind": "term",
                "module_key": "",
                "key": term["key"],
                "anchor": term["key"],
                "title": title,
                "text": term["text"],
            }


def _cards() -> Iterator[dict[str, Any]]:
    ids = ("organisation_id", "release_id")
    card = _table("handout", ids, "language", "kind", "key", "position", "title", "summary", "html")
    query = sa.select(card).where(card.c.kind == "card").order_by(*(card.c[id] for id in ids), card.c.position)
    for row in op.get_bind().execute(query).mappings().all():
        same = {name: row[name] for name in (*ids, "language", "key", "title")}
        words = " ".join(part for _, *parts in _sections(row["html"], "") for part in parts)
        text = f"{row['summary']} {words}".strip()[:20_000]
        yield {**same, "kind": "card", "module_key": "", "anchor": "", "text": text}


def _sections(html: str, title: str) -> Iterator[tuple[str, str, str]]:
    """From each heading to the next, in pieces that every engine takes."""
    reader = _Reader(title)
    reader.feed(html)
    reader.close()
    for anchor, heading, words in reader.parts:
        name, text = (" ".join("".join(part).split()) for part in (heading, words))
        for start in range(0, max(1, len(text)), 20_000):
            yield anchor, name[:300], text[start : start + 20_000]


class _Reader(HTMLParser):
    def __init__(self, title: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, list[str], list[str]]] = [("", [title], [])]
        self.into = self.parts[0][2]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._apart(tag)
        id = dict(attrs).get("id") or ""
        if id and re.fullmatch("h[1-6]", tag):
            self.parts.append((id, [], []))
            self.into = self.parts[-1][1]

    def handle_endtag(self, tag: str) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.into = self.parts[-1][2]
        self._apart(tag)

    def _apart(self, tag: str) -> None:
        if tag not in ("em", "strong", "a", "code", "span", "sup"):
            self.into.append(" ")

    def handle_data(self, data: str) -> None:
        self.into.append(data)
