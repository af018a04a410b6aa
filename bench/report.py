"""The numbers as a table for people, with the budgets that they are held to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

BUDGETS = {
    "inbound.write_units": 6,
    "inbound.read_units": 3,
    "inbound.invocations": 4,
    "inbound.usd_per_million": 13,
    "inbound.cpu_ms": 10,
    "webhook.write_units": 10,
    "webhook.read_units": 5,
    "webhook.invocations": 5,
    "webhook.usd_per_million": 20,
    "bytes.loader_gz": 2 * 1024,
    "bytes.widget_gz": 20 * 1024,
}
IMPORT_RATIO = 1.5


def lines(numbers: Mapping[str, Any]) -> Iterator[str]:
    for way in ("inbound", "outbound"):
        if way in numbers:
            yield from _way(way, numbers[way])
    if "webhook" in numbers:
        yield "One message in, of an account with one webhook for it"
        for key, words in _WORDS.items():
            if key in numbers["webhook"]:
                value = numbers["webhook"][key]
                yield _row(words, f"{value:g}", f"webhook.{key}", value)
        yield ""
    if "flows" in numbers:
        yield "The engine of flows, on one core"
        for name, value in numbers["flows"].items():
            yield _row(name.replace("_", " "), f"{value:,}", f"flows.{name}", value)
        yield ""
    if "search" in numbers:
        yield from _search(numbers["search"])
    if "reports" in numbers:
        yield from _reports(numbers["reports"])
    if "imports" in numbers:
        yield from _imports(numbers["imports"])
    if "pages" in numbers:
        yield from _pages(numbers["pages"])
    if "bytes" in numbers:
        yield "Bytes, gzipped"
        for name, value in numbers["bytes"].items():
            yield _row(name, f"{value:,}", f"bytes.{name}", value)
        yield ""
    if "latency_ms" in numbers:
        yield "Latency on the local stack, ms"
        for name, spread in numbers["latency_ms"].items():
            told = "  ".join(f"{share} {value:g}" for share, value in spread.items())
            yield f"  {name:<28}{told}"
        yield ""


def _row(name: str, told: str, key: str, value: float) -> str:
    budget = BUDGETS.get(key)
    if budget is None:
        return f"  {name:<28}{told:>12}"
    verdict = "ok" if value <= budget else "OVER"
    return f"  {name:<28}{told:>12}   of {budget:>7,}  {verdict}"


_WORDS = {
    "write_units": "write units",
    "read_units": "read units",
    "invocations": "Lambda invocations",
    "usd_per_million": "dollars a million",
    "cpu_ms": "handlers' CPU, ms",
}


def _way(way: str, numbers: Mapping[str, Any]) -> Iterator[str]:
    yield f"One message {'in' if way == 'inbound' else 'out'}"
    for key, words in _WORDS.items():
        value = numbers[key]
        yield _row(words, f"{value:g}", f"{way}.{key}", value)
    if "bill" in numbers:
        told = ", ".join(f"{name} {cost:.2f}" for name, cost in numbers["bill"].items())
        yield f"  of which: {told}"
    if "cpu_ms_by_function" in numbers:
        by_function = numbers["cpu_ms_by_function"].items()
        yield "  CPU: " + ", ".join(f"{name} {ms:g}" for name, ms in by_function)
    yield ""


def _search(numbers: Mapping[str, Any]) -> Iterator[str]:
    yield "The search index, a message (off its way)"
    for name, units in numbers["index"].items():
        yield (
            f"  {name:<28}{units['write_units']:g} write units, {units['read_units']:g} read units"
        )
    yield "A search, by the account's messages (DynamoDB Local)"
    for size, kinds in numbers["find"].items():
        for name, one in kinds.items():
            yield (
                f"  {int(size):>9,} {name:<17}{one['calls']} calls, {one['hits']} hits, "
                f"{one['read_units']:g} read units, p50 {one['p50_ms']:g} ms"
            )
    yield ""


def _reports(numbers: Mapping[str, Any]) -> Iterator[str]:
    yield "Reports after a year of 10^6 messages (DynamoDB Local)"
    for name, one in numbers.items():
        yield (
            f"  {name:<28}{one['calls']} calls, {one['read_units']:g} read units, "
            f"p50 {one['p50_ms']:g} ms, the first time {one['first_ms']:g} ms"
        )
    yield ""


def _imports(numbers: Mapping[str, Any]) -> Iterator[str]:
    yield f"Cold start, CPU ms (floor: boto3 and one client, {numbers['floor_ms']:g})"
    for name, one in numbers["functions"].items():
        verdict = "ok" if one["ratio"] <= IMPORT_RATIO else "OVER"
        yield (
            f"  {name:<28}{one['ms']:>9.1f} {one['modules']:>5} modules"
            f"   {one['ratio']:.2f} of {IMPORT_RATIO}  {verdict}"
        )
    yield ""


def _pages(numbers: Mapping[str, Any]) -> Iterator[str]:
    yield "Pages by the account's conversations (DynamoDB Local)"
    for size, pages in numbers.items():
        for name, page in pages.items():
            yield (
                f"  {int(size):>9,} {name:<17}{page['calls']} calls, "
                f"{page['read_units']:g} read units, p50 {page['p50_ms']:g} ms"
            )
    yield ""
