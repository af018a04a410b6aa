"""The OpenAPI document as one page: no script, no request to anywhere, readable on a phone."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

STYLE = """
:root{color-scheme:light dark;--ink:#1c1b22;--soft:#5b5966;--line:#dddbe3;--page:#fff;
--card:#f7f6fa;--link:#4338ca;--get:#0b6b4f;--post:#1d4ed8;--patch:#92580a;--delete:#b42318}
@media (prefers-color-scheme:dark){:root{--ink:#eceaf2;--soft:#aaa7b8;--line:#3a3845;--page:#17161c;
--card:#201f27;--link:#a5b4fc;--get:#5fd3ae;--post:#8ab4ff;--patch:#f0b866;--delete:#ff9d91}}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);background:var(--page);
font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
.frame{display:grid;grid-template-columns:264px minmax(0,1fr);max-width:1200px;margin:0 auto}
nav{position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding:28px 20px}
nav ul{list-style:none;margin:0 0 14px;padding:0}
nav p{margin:0 0 4px;font-weight:600}
nav li a{display:block;padding:3px 0;color:var(--soft);text-decoration:none;font-size:14px}
nav li a:hover{color:var(--link)}
main{padding:28px 28px 90px;min-width:0;border-left:1px solid var(--line)}
h1{margin:0 0 12px;font-size:30px;line-height:1.2}
h2{margin:52px 0 8px;font-size:22px}
h3{margin:0;font-size:17px}
a{color:var(--link)}
code{font:13.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
p code,li code,td code{background:var(--card);border-radius:4px;padding:1px 4px}
article{border:1px solid var(--line);border-radius:10px;margin:16px 0;padding:16px 18px}
.way{display:flex;gap:10px;flex-wrap:wrap;align-items:baseline;margin:6px 0 0}
.way b{font:600 12.5px/1 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.04em}
.GET b{color:var(--get)}.POST b{color:var(--post)}.PATCH b{color:var(--patch)}
.DELETE b{color:var(--delete)}
article p{margin:8px 0}
pre{margin:8px 0;padding:12px 14px;overflow-x:auto;border-radius:8px;background:var(--card);
font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
summary{cursor:pointer;padding:4px 0;font-weight:600;font-size:14.5px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14.5px}
th,td{text-align:left;vertical-align:top;padding:6px 12px 6px 0;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:600}
td:first-child{white-space:nowrap}
.need{color:var(--soft);font-size:12.5px;margin-left:6px}
.skip{position:absolute;left:-9999px}.skip:focus{left:8px;top:8px;background:var(--page);padding:8px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
@media (max-width:820px){.frame{display:block}nav{position:static;max-height:none;padding-bottom:0}
nav ul{display:none}nav p{display:inline-block;margin-right:14px;font-weight:400}
main{border:0;padding:12px 18px 60px}td:first-child{white-space:normal}}
"""
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
Schema = Mapping[str, Any]


def page(document: Schema) -> str:
    groups: dict[str, list[str]] = {tag["name"]: [] for tag in document["tags"]}
    menu: dict[str, list[tuple[str, str]]] = {name: [] for name in groups}
    for path, methods in document["paths"].items():
        for method, each in methods.items():
            group = each["tags"][0]
            groups[group].append(_operation(method.upper(), path, each))
            menu[group].append((each["operationId"], each["summary"]))
    schemas = document["components"]["schemas"]
    shown = {name: shape for name, shape in schemas.items() if not name.endswith("Query")}
    title = escape(document["info"]["title"])
    sections = "".join(
        f'<h2 id="{_anchor(name)}">{escape(name)}</h2>{"".join(parts)}'
        for name, parts in groups.items()
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style></head><body>"
        '<a class="skip" href="#main">Skip to the contents</a>'
        f'<div class="frame"><nav aria-label="Contents">{_menu(menu)}</nav><main id="main">'
        f"<h1>{title}</h1>{_prose(document['info']['description'])}"
        '<p>For programs: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1). '
        f"All paths begin with <code>{escape(document['servers'][0]['url'])}</code>.</p>"
        f"{_scopes(document)}{sections}"
        f'<h2 id="events">Events</h2>{_events(document["webhooks"])}'
        f'<h2 id="shapes">Shapes</h2>{"".join(_shape(*pair) for pair in shown.items())}'
        "</main></div></body></html>"
    )


def _menu(menu: Mapping[str, Iterable[tuple[str, str]]]) -> str:
    made = []
    for group, entries in menu.items():
        lines = "".join(f'<li><a href="#{id}">{escape(name)}</a></li>' for id, name in entries)
        made.append(f'<p><a href="#{_anchor(group)}">{escape(group)}</a></p><ul>{lines}</ul>')
    return "".join(made) + '<p><a href="#events">Events</a></p><p><a href="#shapes">Shapes</a></p>'


def _scopes(document: Schema) -> str:
    told = document["components"]["securitySchemes"]["token"]["description"]
    names = told.removeprefix("Scopes: ").rstrip(".").split(", ")
    return f"<p>Scopes: {', '.join(f'<code>{escape(name)}</code>' for name in names)}.</p>"


def _events(webhooks: Mapping[str, Schema]) -> str:
    """What webhooks are called with: each event, and the fields of its `data`."""
    made = ["<p>What webhooks are called with, after Standard Webhooks.</p>"]
    for name, methods in webhooks.items():
        post = methods["post"]
        body = post["requestBody"]["content"]["application/json"]["schema"]
        data = body["properties"]["data"]
        rows = [
            (field, _type(each), "", field in data["required"])
            for field, each in data["properties"].items()
        ]
        made.append(
            f'<article id="{post["operationId"]}"><h3><code>{escape(name)}</code></h3>'
            f"{_prose(post['summary'])}"
            f"<details><summary><code>data</code></summary>{_table(rows)}</details></article>"
        )
    return "".join(made)


def _operation(method: str, path: str, each: Schema) -> str:
    parts = [
        f'<article id="{each["operationId"]}"><h3>{escape(each["summary"])}</h3>',
        f'<p class="way {method}"><b>{method}</b><code>{escape(path)}</code></p>',
        _prose(each["description"]),
        _parameters(each["parameters"]),
    ]
    if "requestBody" in each:
        schema = each["requestBody"]["content"]["application/json"]["schema"]
        parts.append(f"<p>Body: {_type(schema)}</p>{_example(each['requestBody'])}")
    parts.append(_answers(each["responses"]))
    return "".join(parts) + "</article>"


def _example(body: Schema) -> str:
    example = body["content"]["application/json"].get("example")
    if not example:
        return ""
    text = json.dumps(example, indent=2, ensure_ascii=False)
    return f'<pre tabindex="0" role="group" aria-label="An example">{escape(text)}</pre>'


def _parameters(parameters: Iterable[Schema]) -> str:
    rows = [
        (
            each["name"],
            f"{each['in']}, {_type(each['schema'])}",
            each.get("description", ""),
            each.get("required", False),
        )
        for each in parameters
    ]
    return f"<details><summary>Parameters</summary>{_table(rows)}</details>" if rows else ""


def _answers(responses: Mapping[str, Schema]) -> str:
    made = []
    refusals = []
    for status, each in responses.items():
        if "$ref" in each:
            refusals.append(status)
        elif "content" in each:
            schema = each["content"]["application/json"]["schema"]
            made.append(f"<p>Answers <code>{status}</code>: {_type(schema)}</p>")
        else:
            made.append(f"<p>Answers <code>{status}</code>, without a body</p>")
    codes = ", ".join(f"<code>{status}</code>" for status in refusals)
    return "".join(made) + f"<p>Refuses with {codes}: {_link('Problem')}</p>"


def _shape(name: str, shape: Schema) -> str:
    head = f'<article id="shape-{escape(name)}"><h3>{escape(name)}</h3>'
    text = _prose(shape.get("description", ""))
    needed = shape.get("required", ())
    rows = [
        (field, _type(each), each.get("description", ""), field in needed)
        for field, each in shape.get("properties", {}).items()
    ]
    return f"{head}{text}{_table(rows)}</article>"


def _table(rows: Iterable[tuple[str, str, str, bool]]) -> str:
    """name, type (HTML), words, whether it is needed."""
    lines = "".join(
        f"<tr><td><code>{escape(name)}</code>"
        f"{'<span class=need>required</span>' if need else ''}</td>"
        f"<td>{kind}{_words(words)}</td></tr>"
        for name, kind, words, need in rows
    )
    head = '<tr><th scope="col">Name</th><th scope="col">What</th></tr>'
    frame = '<div class="scroll" tabindex="0" role="group" aria-label="Fields">'
    return f"{frame}<table>{head}{lines}</table></div>"


def _words(text: str) -> str:
    return f"<br>{_inline(text)}" if text else ""


def _type(schema: Schema) -> str:
    """In a few words, as HTML."""
    if "$ref" in schema:
        return _link(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_type(each) for each in schema["anyOf"]))
    if "enum" in schema:
        return ", ".join(
            f"<code>{escape(str(each)) or '&quot;&quot;'}</code>" for each in schema["enum"]
        )
    if "const" in schema:
        return f"<code>{escape(str(schema['const']))}</code>"
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}{_bounds(schema)}"
    if kind == "object" and "additionalProperties" in schema:
        inner = schema["additionalProperties"]
        return f"object of {_type(inner if isinstance(inner, dict) else {})}{_bounds(schema)}"
    return f"{escape(str(schema.get('format', kind)))}{_bounds(schema)}"


def _bounds(schema: Schema) -> str:
    names = {
        "minLength": "at least {} characters",
        "maxLength": "at most {} characters",
        "minimum": "from {}",
        "maximum": "to {}",
        "exclusiveMinimum": "above {}",
        "exclusiveMaximum": "below {}",
        "maxItems": "at most {}",
        "maxProperties": "at most {}",
    }
    told = [words.format(schema[name]) for name, words in names.items() if schema.get(name)]
    return f", {', '.join(told)}" if told else ""


def _link(name: str) -> str:
    return f'<a href="#shape-{escape(name)}">{escape(name)}</a>'


def _prose(text: str) -> str:
    blocks = [each for each in text.split("\n\n") if each.strip()]
    return "".join(f"<p>{_inline(' '.join(each.split()))}</p>" for each in blocks)


def _inline(text: str) -> str:
    """Escaped, with `code` and **strong**."""
    safe = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", safe)


def _anchor(name: str) -> str:
    return "group-" + re.sub(r"[^a-z]+", "-", name.lower())
