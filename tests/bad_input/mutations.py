"""Changes a payload in ways that no sender should: anywhere in it, with anything. Never touches the original."""

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]
Path = tuple[str | int, ...]


def _objects(values: Any) -> Any:
    keys = st.sampled_from(["id", "type", "value", "text", "user", "ts", "blocks", "selected_option", "x"])
    return st.dictionaries(keys, values, max_size=3)


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**40, -1, 0, 1.5, float("inf")]),
    st.sampled_from(["", " ", "x" * 5000, "\x00", "\ud800", "null", "U", "-1", "1e999", "9" * 40, "<!channel>", "@"]),
    st.sampled_from([[], {}, [[]], [{}], [None], {"id": {}}, {"id": None}, {"": ""}, [1, "a", None]]),
    st.recursive(st.none() | st.text(max_size=3), lambda deeper: st.lists(deeper, max_size=3) | _objects(deeper)),
)


def paths(value: Any, here: Path = ()) -> Iterator[Path]:
    """Every place in a payload."""
    inside: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield (*here, key)
        yield from paths(each, (*here, key))


def mutated(samples: Sequence[Json], ids: Sequence[str]) -> st.SearchStrategy[Json]:
    """One of the samples with one to three changes: a key gone or added, a value of another type, another id."""

    @st.composite
    def one(draw: st.DrawFn) -> Json:
        payload = copy.deepcopy(samples[draw(st.integers(0, len(samples) - 1))])
        for _ in range(draw(st.integers(1, 3))):
            places = list(paths(payload))
            if places:
                _change(draw, payload, places[draw(st.integers(0, len(places) - 1))], ids)
        return payload

    return one()  # without arguments: hypothesis would write out all samples


def _change(draw: st.DrawFn, payload: Json, place: Path, ids: Sequence[str]) -> None:
    *way, last = place
    holder: Any = payload
    for key in way:
        holder = holder[key]
    match draw(st.sampled_from(["drop", "junk", "junk", "id", "add", "double"])):
        case "drop":
            del holder[last]
        case "junk":
            holder[last] = copy.deepcopy(draw(JUNK))
        case "id":
            holder[last] = ids[draw(st.integers(0, len(ids) - 1))]
        case "add" if isinstance(holder, dict):
            added = draw(st.sampled_from(["command", "event", "view", "actions", "ssl_check", "x"]))
            holder[added] = copy.deepcopy(draw(JUNK))
        case _:
            holder[last] = [copy.deepcopy(holder[last])] * 2
