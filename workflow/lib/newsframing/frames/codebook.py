"""Codebooks: what a frame is, how a person tells it from its neighbour, and the terms that can find it.

A codebook is read from one mapping (a YAML file) and checked against the closed schema of the project, which the
caller hands over as a mapping too. Every fault is one sentence that names the file, the frame, the key and the nearest
known word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from newsframing.errors import UserError, nearest
from newsframing.patterns import Term, parse_term
from newsframing.settings import validate

#: what a sentence may say of a measure, in the order of the columns of a handbook
STATUSES = ("proposed", "taken", "rejected")


@dataclass(frozen=True)
class OneSided:
    """A word by which one side calls the other or itself: who says it, and the project's own word."""

    term: Term
    side: str
    ours: str


@dataclass(frozen=True)
class NearMiss:
    """A sentence that comes close to a frame without carrying it, and why it does not."""

    text: str
    why: str


@dataclass(frozen=True)
class Published:
    """What others have found with like frames, and where; context, not comparable."""

    finding: str
    source: str


@dataclass(frozen=True)
class Frame:
    """One frame: rules for people, terms for the matcher; lists are empty and texts "" where none is given.

    ``status`` pairs the words that say how a sentence speaks of a measure with what they say; they are among ``cue``.
    """

    id: str
    label: str
    definition: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    nearest_frame: str = ""
    nearest_rule: str = ""
    element: str = ""
    measurable_by: str = "human"
    terms: tuple[Term, ...] = ()
    cue: tuple[Term, ...] = ()
    cue_within: int | None = None
    not_with: tuple[Term, ...] = ()
    only_with: tuple[str, ...] = ()
    status: tuple[tuple[Term, str], ...] = ()
    source: str = ""

    @property
    def by_terms(self) -> bool:
        """Tell whether the matcher measures this frame."""
        return self.measurable_by == "terms"


@dataclass(frozen=True)
class Codebook:
    """A set of frames measured together; ``kind`` single means that an article has at most one of them."""

    id: str
    title: str
    source: str
    kind: str
    frames: tuple[Frame, ...]
    one_sided: tuple[OneSided, ...] = ()
    published: tuple[Published, ...] = ()

    @property
    def measured(self) -> tuple[Frame, ...]:
        """The frames that terms can measure, in the codebook's order."""
        return tuple(frame for frame in self.frames if frame.by_terms)

    def frame(self, frame_id: str) -> Frame:
        """Give a frame by its id; UserError names the nearest id."""
        for frame in self.frames:
            if frame.id == frame_id:
                return frame
        known = [frame.id for frame in self.frames]
        raise UserError(f"no frame '{frame_id}' in codebook '{self.id}'", right=nearest(frame_id, known))


def _texts(value: str | list[str] | None) -> tuple[str, ...]:
    """Take one text or a list of them as a tuple."""
    return (value,) if isinstance(value, str) else tuple(value or ())


def _term_of(given: str | Mapping[str, Any]) -> Term:
    """Take a term as written: a text, or a mapping with the words that must, or must not, stand beside it."""
    if isinstance(given, str):
        return Term(given)
    beside = (_texts(given.get(key)) for key in ("not_before", "not_after", "with"))
    return Term(given["term"], *beside)


def _terms_of(given: list[Any], *, file: str, where: str) -> tuple[Term, ...]:
    """Read a list of terms; a term that cannot be read or stands there twice is an error."""
    terms = tuple(_term_of(one) for one in given)
    for term in terms:
        for text in (term.text, *term.not_before, *term.not_after, *term.beside):
            try:
                parse_term(text)
            except ValueError as error:
                raise UserError(f"'{text}' is no term", file=file, where=where, right=str(error)) from None
    doubled = [text for text, n in Counter(" ".join(t.text.lower().split()) for t in terms).items() if n > 1]
    if doubled:
        raise UserError(f"the term '{doubled[0]}' stands there twice", file=file, where=where, right="keep one")
    return terms


def _words_of(given: Sequence[str], file: str, where: str) -> tuple[str, ...]:
    """Read words of company; one that cannot be read is an error."""
    return tuple(term.text for term in _terms_of([{"term": text} for text in given], file=file, where=where))


def _status_of(data: Mapping[str, Any], file: str) -> tuple[tuple[Term, str], ...]:
    """Read the words of status; one that stands under two of them is an error."""
    given = data.get("status", {})
    pairs = [
        (term, status)
        for status in STATUSES
        for term in _terms_of(given.get(status, []), file=file, where=f"key status.{status}")
    ]
    doubled = [text for text, n in Counter(term.text.lower() for term, _ in pairs).items() if n > 1]
    if doubled:
        raise UserError(f"'{doubled[0]}' stands under two of them", file=file, where="key status", right="keep one")
    return tuple(pairs)


def _frames_of(data: Mapping[str, Any], file: str) -> Iterator[Frame]:
    """Read the frames one by one."""
    own: dict[str, tuple[Term, ...]] = {}
    for key in ("cue", "not_with"):
        own[key] = _terms_of(data.get(key, []), file=file, where=f"key {key}")
    status = _status_of(data, file)
    own["cue"] += tuple(term for term, _ in status if term not in own["cue"])
    for given in data["frames"]:
        where = f"frame '{given['id']}'"
        terms = _terms_of(given.get("terms", []), file=file, where=f"{where}, key terms")
        measurable_by = given.get("measurable_by", "terms" if terms else "human")
        if measurable_by == "terms" and not terms:
            right = "give 'terms', or say who measures it: human or speaker"
            raise UserError("measurable by terms, but it has none", file=file, where=where, right=right)
        near = given.get("nearest", {})
        yield Frame(
            id=given["id"],
            label=given["label"],
            definition=given["definition"],
            include=_texts(given.get("include")),
            exclude=_texts(given.get("exclude")),
            examples=_texts(given.get("examples")),
            near_misses=tuple(NearMiss(one["text"], one["why"]) for one in given.get("near_misses", [])),
            nearest_frame=near.get("frame", ""),
            nearest_rule=near.get("rule", ""),
            element=given.get("element", ""),
            measurable_by=measurable_by,
            terms=terms,
            # a frame's own cue stands for the codebook's; what must not stand with it is added to the codebook's
            cue=_terms_of(given["cue"], file=file, where=f"{where}, key cue") if "cue" in given else own["cue"],
            cue_within=data.get("cue_within"),
            only_with=_words_of(given.get("only_with", []), file, f"{where}, key only_with"),
            not_with=own["not_with"] + _terms_of(given.get("not_with", []), file=file, where=f"{where}, key not_with"),
            status=status,
            source=" ".join(_texts(given.get("source"))),
        )


def _check(data: Mapping[str, Any], schema: Mapping[str, Any], file: str) -> None:
    """Hold the mapping against the schema, frame by frame first, so that a fault names its frame."""
    frames = data.get("frames")
    rules = {**schema["properties"]["frames"]["items"], "$defs": schema.get("$defs", {})}
    for given in frames if isinstance(frames, list) else ():
        if isinstance(given, Mapping) and isinstance(given.get("id"), str):
            validate(given, rules, f"{file}, frame '{given['id']}'")
    validate(data, schema, file)


def read_codebook(data: object, schema: Mapping[str, Any], file: str) -> Codebook:
    """Check a codebook's mapping against the schema and read it.

    ``file`` is named in errors; its stem is the codebook's id, which the mapping may repeat. UserError: a key the
    schema does not know, a missing or empty one, another id than the file's, a frame id given twice, a nearest frame
    that is not there, a term that cannot be read.
    """
    if not isinstance(data, Mapping):
        raise UserError("not a codebook", file=file, right="it must be a mapping with the key 'frames'")
    _check(data, schema, file)
    book_id = PurePath(file).stem
    if data.get("id", book_id) != book_id:
        raise UserError(f"found '{data['id']}'", file=file, where="key id", right=f"the file's name says '{book_id}'")
    frames = tuple(_frames_of(data, file))
    ids = [frame.id for frame in frames]
    doubled = [frame_id for frame_id, n in Counter(ids).items() if n > 1]
    if doubled:
        raise UserError("the frame id stands there twice", file=file, where=f"frame '{doubled[0]}'")
    for frame in frames:
        if frame.nearest_frame and frame.nearest_frame not in ids:
            where = f"frame '{frame.id}', key nearest.frame"
            fault = f"no frame '{frame.nearest_frame}' in this codebook"
            raise UserError(fault, file=file, where=where, right=nearest(frame.nearest_frame, ids))
    labels = data.get("one_sided", [])
    words = _terms_of([one["term"] for one in labels], file=file, where="key one_sided")
    return Codebook(
        id=book_id,
        title=data.get("title", book_id),
        source=" ".join(_texts(data.get("source"))),
        kind=data.get("kind", "multi"),
        frames=frames,
        one_sided=tuple(OneSided(term, one["side"], one["ours"]) for term, one in zip(words, labels, strict=True)),
        published=tuple(Published(one["finding"], one["source"]) for one in data.get("published", [])),
    )
