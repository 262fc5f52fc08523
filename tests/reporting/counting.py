"""Figures of the tests' own year, in shapes that are easy to compare."""

from django.db import connection

from reporting.counting import figures
from reporting.counting.checks import open_margins
from reporting.counting.periods import Period
from tests import make

YEAR = Period.parse("2022-23")
FURTHER = {"people_screened": [("exploitation_type", "sex")]}


def reading(of=None, period=YEAR):
    with connection.cursor() as cursor:
        return figures.read(cursor, of or make.partnership(), period, further=FURTHER)


def shown(of=None, period=YEAR):
    """Every printed cell that is not nought."""
    found = reading(of, period)
    return {
        figures.cell(one["measure"], one["dimensions"]): one["value"]
        for one in [*found.values(), *found.further_values()]
        if one["value"]
    }


def cells(measure, *cuts, value=1):
    return {figures.cell(measure, cut): value for cut in cuts}


def moved(before, after):
    return {
        key: after.get(key, 0) - before.get(key, 0)
        for key in before.keys() | after.keys()
        if before.get(key, 0) != after.get(key, 0)
    }


def agree(of=None):
    return open_margins(reading(of).checks()) == []
