"""The starter roster: CSV files beside this module (see NOTICE.md), loaded once and never over later work."""

from pathlib import Path

from django.db import transaction

from villages.models import ImmigrationOffice, Village
from villages.roster_import import KINDS

FOLDER = Path(__file__).resolve().parent


@transaction.atomic
def load_roster(log):
    """Import offices and villages where there are none; call `log` with one line for each."""
    for model, name, kind in [
        (ImmigrationOffice, "immigration_offices", "offices"),
        (Village, "villages", "villages"),
    ]:
        added = 0
        if not model.objects.exists():
            with (FOLDER / f"{name}.csv").open("rb") as file:
                plan = KINDS[kind].read(f"{name}.csv", file)
            plan.apply()
            added = len(plan.created)
        log(f"{model._meta.verbose_name_plural}: {added} added")
