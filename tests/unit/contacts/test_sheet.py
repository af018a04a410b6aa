"""CSV files as people have them."""

from __future__ import annotations

import pytest

from chalicelib.contacts import columns, sheet
from chalicelib.contacts.columns import Refused
from chalicelib.shared.errors import InvalidInput

pytestmark = pytest.mark.feature("3.7")
ROWS = [("José", "jose@example.org"), ("Ana; B", 'say "hi"\nthere')]
TEXT = 'nome,e-mail\nJosé,jose@example.org\n"Ana; B","say ""hi""\nthere"\n'
SEMICOLONS = 'nome;e-mail\nJosé;jose@example.org\n"Ana; B";"say ""hi""\nthere"\n'


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        TEXT.replace("\n", "\r\n")
        .encode()
        .replace(b"there\r", b"there")
        .replace(b'"\r\nthere', b'"\nthere'),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("cp1252"),
        SEMICOLONS.encode("cp1252"),
        ("sep=;\r\n" + SEMICOLONS).encode("utf-8-sig"),
        TEXT.replace(",", "\t").encode("utf-16"),
        (TEXT + "\n,\n ; \n").replace(" ; ", " , ").encode(),
    ],
    ids=["utf8", "crlf", "bom", "utf16", "utf16le", "cp1252", "semi", "sep", "tabs", "blank"],
)
def test_every_usual_kind_of_file_is_read(raw: bytes) -> None:
    found = sheet.read(raw)
    assert found.headers == ("nome", "e-mail")
    assert [tuple(cell.replace("\r", "") for cell in row) for row in found.rows] == ROWS


def test_short_and_long_rows_fit_the_header_and_keep_their_numbers() -> None:
    found = sheet.read(b"a,b\n1\n\n2,3,4\n")
    assert (found.rows, found.numbers) == ([("1", ""), ("2", "3")], [2, 4])


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"name,email\n",
        b"a\n" + b"x\n" * (sheet.MAX_ROWS + 1),
        b"x" * (sheet.MAX_BYTES + 1),
        b",".join([b"a"] * 101) + b"\n" + b"1\n",
    ],
    ids=["empty", "header", "rows", "bytes", "columns"],
)
def test_a_file_that_cannot_be_imported_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidInput) as refusal:
        sheet.read(raw)
    assert refusal.value.field == "file"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("+5511987654321", "+5511987654321"),
        ("Ana", "Ana"),
    ],
)
def test_no_cell_that_is_written_is_a_formula(cell: str, written: str) -> None:
    assert sheet.harmless(cell) == written
    assert sheet.read(sheet.written([["h", "i"], [cell.strip(), "x"]])).rows[0][1] == "x"


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (["Name", "E-mail", "Phone"], ["name", "email", "phone"]),
        (["Nombre", "Apellidos", "Correo electrónico"], ["name", "name", "email"]),
        (["Celular", "Telefone"], ["phone", "attribute:Telefone"]),
        (["ID externo", "Plano", ""], ["external_id", "attribute:Plano", ""]),
        (["Observações"], ["description"]),
    ],
)
def test_columns_are_known_by_their_headers_in_three_languages(
    headers: list[str], fields: list[str]
) -> None:
    assert columns.guess(headers) == fields


def test_a_row_becomes_a_contact() -> None:
    said = columns.draft(
        ["name", "name", "email", "phone", "attribute:Plan", "", "external_id"],
        ["Ana", "Souza", "ana@example.org", "(11) 98765-4321", "Gold", "ignored", "77"],
        "BR",
    )
    assert (said.name, said.email, said.phone) == ("Ana Souza", "ana@example.org", "+5511987654321")
    assert said.attributes == {"Plan": "Gold", "external_id": "77"}


@pytest.mark.parametrize(
    ("cells", "refusal"),
    [
        (["", "", "", ""], ("", "empty")),
        (["Ana", "no-mail", "", ""], ("email", "no_email")),
        (["Ana", "", "12", ""], ("phone", "no_phone")),
        (["x" * 121, "", "", ""], ("name", "too_long")),
        (["Ana", "", "", "x" * 1001], ("attribute:Plan", "too_long")),
    ],
)
def test_a_bad_row_says_what_is_wrong(cells: list[str], refusal: tuple[str, str]) -> None:
    with pytest.raises(Refused) as problem:
        columns.draft(["name", "email", "phone", "attribute:Plan"], cells)
    assert (problem.value.field, problem.value.code) == refusal


@pytest.mark.parametrize("fields", [[], ["name", "name", "x"], ["", ""], ["name", "attribute: "]])
def test_columns_that_fit_no_contact_are_refused(fields: list[str]) -> None:
    with pytest.raises(InvalidInput):
        columns.check(fields, 2)
