"""Circles: agencies that the partnership's sharing agreement names together."""

from django.db import models


class Circle(models.Model):
    """Agencies with which records are shared in one selection, such as "Support charities".

    It holds nothing itself: whoever shares with a circle shares with those in it on that day.
    """

    partnership = models.ForeignKey(
        "agencies.Partnership", models.PROTECT, related_name="circles", editable=False
    )
    code = models.SlugField(max_length=40, editable=False)
    name = models.CharField(max_length=60)
    agencies = models.ManyToManyField("agencies.Agency", related_name="+")

    personal_fields = ()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "code"], name="circle_code_once"),
        ]

    def __str__(self) -> str:
        return self.name
