"""The page on which a contact answers: plain HTML, without a script. Pure.

Everything that people wrote is escaped; nothing is fetched from elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from html import escape

from chalicelib.surveys.model import Asking, Kind, Question, State, Survey
from chalicelib.surveys.reading import MOST_WORDS
from chalicelib.surveys.words import labels, question_text, say, title

_STYLE = """
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--ink:#1c2430;--soft:#5b6675;
--line:#d5dae1;--accent:#3b5bdb;--on:#fff;--wash:#eef1fd}
@media(prefers-color-scheme:dark){:root{--ground:#12161c;--card:#1b212a;--ink:#e8ecf2;
--soft:#a3aebd;--line:#38414e;--accent:#8da2fb;--on:#12161c;--wash:#232c40}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:34rem;margin:0 auto;padding:24px 16px 48px}
form,.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:24px}
h1{font-size:1.25rem;line-height:1.3;margin:0 0 12px;overflow-wrap:anywhere}
p{margin:0 0 16px;overflow-wrap:anywhere}
.soft{color:var(--soft)}
fieldset{border:0;margin:24px 0 0;padding:0;min-width:0}
legend,label.words{font-weight:600;padding:0;margin-bottom:8px;display:block;
overflow-wrap:anywhere}
.row{display:flex;flex-wrap:wrap;gap:8px}
.row label{position:relative;flex:1 0 auto;min-width:44px;display:block}
.column{display:grid;gap:8px}.column label{position:relative;display:block}
input[type=radio]{position:absolute;inset:0;opacity:0;width:100%;height:100%;margin:0;
cursor:pointer}
label span{display:block;min-height:44px;padding:9px 12px;border:1px solid var(--line);
border-radius:8px;text-align:center;overflow-wrap:anywhere}
.column span{text-align:start}
input:checked+span{border-color:var(--accent);background:var(--accent);color:var(--on)}
input:hover+span{border-color:var(--accent)}
input:focus-visible+span,textarea:focus-visible,button:focus-visible{outline:3px solid
var(--accent);outline-offset:2px}
.ends{display:flex;justify-content:space-between;gap:16px;color:var(--soft);font-size:.875rem;
margin-top:4px}
textarea{width:100%;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);
border-radius:8px;padding:10px 12px;min-height:96px;resize:vertical}
button{margin-top:24px;min-height:48px;width:100%;border:0;border-radius:8px;
background:var(--accent);color:var(--on);font:inherit;font-weight:600;cursor:pointer}
.kept{background:var(--wash);border-radius:8px;padding:12px 16px;margin:0 0 16px}
.wrong{color:#c92a2a;font-weight:600}
@media(prefers-color-scheme:dark){.wrong{color:#ffa8a8}}
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_LANG = {"en": "en", "es": "es", "pt": "pt-BR"}


def form(
    survey: Survey,
    asking: Asking,
    *,
    name: str,
    problem: str = "",
    given: Mapping[str, str] | None = None,
) -> str:
    """name: of the account. problem: id of a question without an answer. given: what was sent."""
    language = asking.language
    answers = asking.answers if given is None else given
    parts = [f"<h1>{escape(name)}</h1>"]
    if asking.state is State.DONE and given is None:
        thanks = survey.thanks or say("thanks", language)
        words = escape(f"{thanks} {say('ask.kept', language)}")
        parts.append(f'<p class="kept" role="status">{words}</p>')
    elif survey.intro:
        parts.append(f'<p class="soft">{escape(survey.intro)}</p>')
    for question in survey.asked:
        wrong = say("ask.required", language) if question.id == problem else ""
        parts.append(_question(question, answers.get(question.id, ""), language, wrong))
    again = asking.state is State.DONE
    send = say("ask.change" if again else "ask.send", language)
    parts.append(f"<button>{escape(send)}</button>")
    body = f'<form method="post" novalidate>{"".join(parts)}</form>'
    return _document(language, f"{say('ask.title', language)} – {name}", body)


def notice(word: str, language: str, name: str = "") -> str:
    """word: 'over', 'unknown' or 'busy'."""
    heading = name or say("ask.title", language)
    words = say(f"ask.{word}", language)
    body = f'<div class="card"><h1>{escape(heading)}</h1><p>{escape(words)}</p></div>'
    return _document(language, heading, body)


def _document(language: str, heading: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{_LANG[language]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f"<title>{escape(heading)}</title><style>{_STYLE}</style></head>"
        f"<body><main>{body}</main></body></html>"
    )


def _question(question: Question, answer: str, language: str, wrong: str) -> str:
    words = escape(question_text(question, language))
    id = escape(question.id)
    if question.kind is Kind.TEXT:
        optional = escape(say("ask.optional", language))
        return (
            f'<fieldset><label class="words" for="{id}">{words} '
            f"({optional})</label>"
            f'<textarea id="{id}" name="{id}" maxlength="{MOST_WORDS}" rows="3">'
            f"{escape(answer)}</textarea></fieldset>"
        )
    column = question.kind in (Kind.CHOICE, Kind.CSAT)
    choices = [
        f'<label><input type="radio" name="{id}" value="{escape(value)}"'
        f"{' checked' if value == answer else ''}><span>"
        f"{escape(title(question, value, language))}</span></label>"
        for value in question.values
    ]
    problem = f'<p class="wrong" role="alert">{escape(wrong)}</p>' if wrong else ""
    return (
        f"<fieldset><legend>{words}</legend>{problem}"
        f'<div class="{"column" if column else "row"}">{"".join(choices)}</div>'
        f"{_ends(question, language)}</fieldset>"
    )


def _ends(question: Question, language: str) -> str:
    low, high = labels(question, language)
    if not (low or high) or not question.is_scale:
        return ""
    return f'<div class="ends"><span>{escape(low)}</span><span>{escape(high)}</span></div>'


def sent(survey: Survey, fields: Mapping[str, Sequence[str]]) -> tuple[dict[str, str], str]:
    """The answers that a form holds, and the id of a question that lacks one ('' = none does).

    Values that no button has count as none; a text may be empty.
    """
    answers: dict[str, str] = {}
    lacking = ""
    for question in survey.asked:
        value = (fields.get(question.id) or [""])[0].strip()
        if question.kind is Kind.TEXT:
            answers[question.id] = value[:MOST_WORDS]
        elif value in question.values:
            answers[question.id] = value
        else:
            lacking = lacking or question.id
    return answers, lacking
