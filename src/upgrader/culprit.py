"""Finds the change that does the damage, with few questions. Nothing here runs or writes anything: the caller answers.

A change of many files by many rules is a list of layers, one for each step and rule in the order in which they were
applied; a layer is a list of changed files, a file's change a list of hunks. Any beginning of that list is a state the
code was in or could have been in, so halving it finds a hunk with which the damage begins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePosixPath

from upgrader.hunks import BETWEEN, Hunk, join, split
from upgrader.model import Change
from upgrader.source import Unreadable, decode, parse

#: What the damage looks like: the ids of failing tests, or the names of facts that moved.
Symptoms = frozenset[str]
Contents = dict[PurePosixPath, bytes]
#: Base, ours, theirs; None for a conflict.
Merge = Callable[[bytes, bytes, bytes], bytes | None]

MAX_ROUNDS = 8  #: culprits that are looked for one after the other


@dataclass(frozen=True)
class Layer:
    """What one rule of one step changed, each file from its state before the layer to its state after it."""

    step: str
    stage: str
    rule: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Piece:
    """One hunk of one file's change in one layer (by its number)."""

    layer: int
    path: PurePosixPath
    hunk: Hunk


@dataclass(frozen=True)
class Culprit:
    """A part of a change that was taken out, and the symptoms that went with it."""

    layer: Layer
    path: PurePosixPath
    line: int
    diff: str
    cured: Symptoms


@dataclass(frozen=True)
class Search:
    """What a search came to: the layers without the culprits, and what is wrong all the same."""

    layers: tuple[Layer, ...]
    culprits: tuple[Culprit, ...]
    left: Symptoms


def pieces_of(layers: Sequence[Layer]) -> tuple[Piece, ...]:
    """Return all hunks in the order of steps, rules, files and lines."""
    return tuple(
        Piece(number, change.path, hunk)
        for number, layer in enumerate(layers)
        for change in sorted(layer.changes, key=lambda one: one.path)
        for hunk in split(change.before or b"", change.after)
    )


def contents(layers: Sequence[Layer], beginning: Sequence[Piece]) -> Contents:
    """Return the contents of every file that ``layers`` change, with only the ``beginning`` of their pieces applied."""
    result: Contents = {}
    for layer in layers:
        for change in layer.changes:
            result.setdefault(change.path, change.before or b"")
    chosen: dict[tuple[int, PurePosixPath], list[Hunk]] = {}
    for piece in beginning:
        chosen.setdefault((piece.layer, piece.path), []).append(piece.hunk)
    for (number, path), hunks in chosen.items():  # in order: the last layer's word counts
        (before,) = (change.before or b"" for change in layers[number].changes if change.path == path)
        result[path] = join(before, hunks)
    return result


def find_culprit(pieces: Sequence[Piece], breaks: Callable[[Sequence[Piece]], bool]) -> int:
    """Return the number of the piece with which it begins to break: without it, what comes before does not.

    ``breaks`` says whether a beginning of ``pieces`` breaks; of none it is known not to, of all it is known to. Cuts
    follow the borders of files as long as there are any between, since half a file's change may not even compile. At
    most about ``log2(len(pieces)) + 3`` questions.
    """
    borders = [
        number
        for number, (one, other) in enumerate(pairwise(pieces), 1)
        if (one.layer, one.path) != (other.layer, other.path)
    ]
    good, bad = 0, len(pieces)
    while bad - good > 1:
        middle = (good + bad) // 2
        cut = min((one for one in borders if good < one < bad), key=lambda one: abs(one - middle), default=middle)
        if breaks(pieces[:cut]):
            bad = cut
        else:
            good = cut
    return bad - 1


def search(
    layers: Sequence[Layer],
    symptoms: Symptoms,
    observe: Callable[[Contents, Symptoms], Symptoms],
    merge: Merge,
    *,
    sound: bool = False,
) -> Search:
    """Take out of ``layers`` what causes ``symptoms``, as little as possible, and return what is left.

    ``observe`` says which of the given symptoms there are with the given contents. Symptoms that stay when all of the
    layers are out have another cause; with ``sound`` it is known that none does. A culprit is first taken out as a hunk,
    then as all that its rule does to the file, then as all that any layer does to it, then as the whole layer: the first
    that helps. A rule of the bridge that is found a second time goes as a whole, a tool of many rules does not.
    """
    layers = tuple(layers)
    curable = symptoms if sound else symptoms - observe(contents(layers, ()), symptoms)
    left, culprits = symptoms - curable, list[Culprit]()
    for _ in range(MAX_ROUNDS):
        if not curable:
            break
        pieces = pieces_of(layers)

        def breaks(beginning: Sequence[Piece], state: tuple[Layer, ...] = layers, wanted: Symptoms = curable) -> bool:
            return bool(observe(contents(state, beginning), wanted))

        found = pieces[find_culprit(pieces, breaks)]
        rule, stage = layers[found.layer].rule, layers[found.layer].stage
        again = stage == "bridge" and "-" in rule and any(one.layer.rule == rule for one in culprits)
        for taken in _ways_out(found, pieces, layers, again):
            tried = without_pieces(layers, taken, merge)
            state = contents(tried, pieces_of(tried))
            if not all(_parses(path, state[path]) for path in {piece.path for piece in taken}):
                continue
            still = observe(state, curable)
            if still < curable:
                culprits += _describe(found, taken, layers, curable - still)
                layers, curable = tried, still
                break
        else:
            break
    return Search(layers, tuple(culprits), left | curable)


def _ways_out(found: Piece, pieces: Sequence[Piece], layers: Sequence[Layer], again: bool) -> list[tuple[Piece, ...]]:
    """Return what could be taken out for a culprit, the least first."""
    layer = tuple(piece for piece in pieces if piece.layer == found.layer)
    in_file = tuple(piece for piece in layer if piece.path == found.path)
    ways = [(found,), in_file, tuple(piece for piece in pieces if piece.path == found.path), layer]
    return list(dict.fromkeys([layer, *ways] if again else ways))


def without_pieces(layers: Sequence[Layer], taken: Sequence[Piece], merge: Merge) -> tuple[Layer, ...]:
    """Return the layers without some hunks; later layers keep what does not build on them."""
    gone = set(taken)
    now: Contents = {}
    result = []
    for number, layer in enumerate(layers):
        changes = []
        for change in layer.changes:
            before = change.before or b""
            kept = [hunk for hunk in split(before, change.after) if Piece(number, change.path, hunk) not in gone]
            after = join(before, kept)
            start = now.get(change.path, before)
            if start != before:
                merged = merge(before, start, after)
                after = start if merged is None else merged
            now[change.path] = after
            changes.append(Change(change.path, start, after))
        result.append(replace(layer, changes=tuple(changes)))
    return tuple(result)


def _describe(found: Piece, taken: Sequence[Piece], layers: Sequence[Layer], cured: Symptoms) -> list[Culprit]:
    """Return one culprit for each layer and file of what was taken out, the one that was found first."""
    groups: dict[tuple[int, PurePosixPath], list[Hunk]] = {(found.layer, found.path): []}
    for piece in taken:
        groups.setdefault((piece.layer, piece.path), []).append(piece.hunk)
    return [
        Culprit(layers[number], path, hunks[0].start + 1, BETWEEN.join(hunk.diff for hunk in hunks), cured)
        for (number, path), hunks in groups.items()
        if hunks
    ]


def _parses(path: PurePosixPath, data: bytes) -> bool:
    if path.suffix != ".py":
        return True
    try:
        parse(decode(data).text)
    except Unreadable:
        return False
    return True
