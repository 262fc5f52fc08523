"""Loading a published table."""

import hashlib
from datetime import date

from django.db import transaction

from agencies import audit
from reporting.national.models import NationalFigure, NationalTable
from reporting.national.reading import read


@transaction.atomic
def load(
    content: bytes, *, title: str, source: str, url: str, published_on: date, licence: str
) -> tuple[NationalTable, bool]:
    """The table, and whether it is new. The same file again changes nothing.

    Raises NotATable, UnicodeDecodeError where it is not UTF-8, ValidationError for what is said of
    it.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    if known := NationalTable.objects.filter(sha256=sha256).first():
        return known, False
    lines = read(content.decode("utf-8-sig"))
    table = NationalTable(
        title=title, source=source, url=url, published_on=published_on, licence=licence,
        sha256=sha256,
    )  # fmt: skip
    table.full_clean()
    table.save()
    NationalFigure.objects.bulk_create(
        NationalFigure(
            table=table, line=one.number, measure=one.measure, local_measure=one.local_measure,
            first_day=one.first_day, last_day=one.last_day, area_kind=one.area_kind,
            area=one.area, row=one.row, value=one.value, state=one.state,
        )
        for one in lines
    )  # fmt: skip
    audit.happened(None, "load_national", detail={"sha256": sha256, "figures": len(lines)})
    return table, True
