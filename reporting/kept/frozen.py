"""What a report was counted from, kept with it: facts without names, and apart from them the map.

Taken in the very snapshot in which the report was counted, so what is checked, approved and
published is what is kept. A fact holds codes under a random key of its own: nobody can tell from
two facts that they are of the same person, nor which record a fact is of. That says the map alone,
a row of which goes when the database deletes its record, whoever deletes it and by whatever means.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class FrozenEdition(models.Model):
    """Everything that a report says beside its counts.

    document: JSON as text, because the order of rows is part of it; see `freezing`.
    figures_sha256: of the figures.json that was made from it. untold_sha256: of the same with none
    of its stories told, which can be made again when a story was withdrawn.
    """

    report = models.OneToOneField(
        "reporting.AnnualReport", models.PROTECT, related_name="frozen", editable=False
    )
    document = models.TextField(editable=False)
    figures_sha256 = models.CharField(max_length=64, editable=False)
    untold_sha256 = models.CharField(max_length=64, default="", editable=False)

    personal_fields = ()

    def __str__(self) -> str:
        return f"Frozen with {self.report}"


class FrozenFact(models.Model):
    """One thing that was counted. A column its measure does not have is null.

    period: the reporting year, and nothing finer. number: where one row stands for several.
    """

    key = models.UUIDField(primary_key=True, editable=False)
    edition = models.ForeignKey(FrozenEdition, models.PROTECT, related_name="facts")
    measure = models.CharField(max_length=40)
    period = models.CharField(max_length=7)
    town = models.CharField(max_length=40, null=True)
    ward = models.CharField(max_length=9, null=True)
    sex = models.CharField(max_length=10, null=True)
    types = ArrayField(models.CharField(max_length=10), null=True)
    number = models.IntegerField(null=True)

    personal_fields = ()

    class Meta:
        indexes = [
            models.Index(fields=["edition", "measure", "period"], name="frozen_facts_of_a_measure")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.period}"


class FrozenStory(models.Model):
    """The words of one story in a report, apart from what never changes: they are emptied when the
    story is withdrawn, and the day stays. The database allows that change and no other.
    """

    edition = models.ForeignKey(
        FrozenEdition, models.PROTECT, related_name="stories", editable=False
    )
    reference = models.CharField(max_length=20, editable=False)
    title = models.CharField(max_length=120, editable=False)
    text = models.TextField(editable=False)
    is_rare = models.BooleanField(editable=False)
    withdrawn_on = models.DateField(null=True, editable=False)

    personal_fields = ("title", "text")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "reference"], name="frozen_story_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(title="", text=""),
                name="frozen_story_withdrawn_holds_no_words",
            ),
        ]

    def __str__(self) -> str:
        return f"Story {self.reference}, frozen"


class FactRecord(models.Model):
    """Which record a fact is of, for as long as the record exists.

    record_type: the record's table, as the trigger that deletes the row knows it.
    """

    fact = models.OneToOneField(FrozenFact, models.PROTECT, primary_key=True, related_name="record")
    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()

    personal_fields = ()

    class Meta:
        indexes = [models.Index(fields=["record_type", "record_id"], name="facts_of_a_record")]

    def __str__(self) -> str:
        return f"A fact of {self.record_type}"
