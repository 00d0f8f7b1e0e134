"""The one kind of record: the bytes of a command, of an office."""

# mypy: disable-error-code="import-not-found,misc"
# What it imports is in an environment of its own.

from django.db import models
from morango.models.core import SyncableModel


class Record(SyncableModel):
    morango_profile = "bench"
    morango_model_name = "record"

    office = models.CharField(max_length=32)
    envelope = models.TextField()

    class Meta:
        app_label = "morango_records"

    def calculate_source_id(self, *_args, **_more):
        return None

    def calculate_partition(self, *_args, **_more):
        return f"{self.office}:records"
