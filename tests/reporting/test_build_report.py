"""`build_report`: the files of one reading of the records."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from agencies.models import AuditEvent
from reporting import outputs
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def build(folder: Path, **options: str) -> None:
    asked = {"partnership": "sandwell", "period": "2022-23", "to": folder, **options}
    call_command("build_report", **asked)


def test_it_writes_the_files_and_leaves_an_audit_event(tmp_path, capsys):
    make.incident()
    build(tmp_path / "new" / "folder")
    written = {path.name: path for path in (tmp_path / "new" / "folder").iterdir()}
    assert set(written) == set(outputs.FORMATS)
    assert written["report.pdf"].read_bytes().startswith(b"%PDF")
    assert json.loads(written["figures.json"].read_bytes())["values"][0]["value"] == 1
    assert AuditEvent.objects.filter(act="build_report").count() == 1
    printed = capsys.readouterr()
    assert printed.out.split() == [str(written[name]) for name in outputs.FORMATS]
    assert "Writing the PDF" in printed.err


def test_it_writes_nothing_when_a_margin_is_open(tmp_path):
    make.incident(types=["LAB"])
    with connection.cursor() as cursor:
        cursor.execute("update shop_incident set types = '{LAB,LAB}'")
    with pytest.raises(CommandError, match="do not agree with each other") as ended:
        build(tmp_path)
    assert ended.value.returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_no_folder_is_said_in_a_sentence(tmp_path):
    make.partnership()
    (tmp_path / "file").write_text("here already")
    with pytest.raises(CommandError, match="Files cannot be written to") as ended:
        build(tmp_path / "file")
    assert ended.value.returncode == 2


def test_a_public_edition_withholds_what_is_small(tmp_path, capsys):
    for _ in range(3):
        make.incident()
    build(tmp_path, audience="public")
    document = json.loads((tmp_path / "figures.json").read_bytes())
    assert document["edition"]["audience"] == "public"
    whole = document["values"][0]
    assert (whole["measure"], whole["value"], whole["state"]) == ("incidents", None, "withheld")
    assert "[c]" in (tmp_path / "report.html").read_text()
    capsys.readouterr()
    call_command("figures", partnership="sandwell", period="2022-23", audience="public")
    assert json.loads(capsys.readouterr().out)["values"] == [
        {key: one[key] for key in ("id", "period", "measure", "dimensions", "value", "state")}
        for one in document["values"]
    ]


def test_a_file_that_is_no_earlier_edition_ends_with_2(tmp_path):
    make.partnership()
    (tmp_path / "notes.json").write_text("[]")
    with pytest.raises(CommandError, match="of an earlier edition") as ended:
        build(tmp_path, audience="public", earlier=[tmp_path / "notes.json"])
    assert ended.value.returncode == 2
