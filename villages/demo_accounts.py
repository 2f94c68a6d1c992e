"""The six accounts of a demo database, one for each role."""

import secrets
from datetime import date

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import Count

from cms.accounts.roles import ANALYST, EDITOR, EDUCATOR, REVIEWER, TRANSLATOR
from cms.models import User
from villages.models import Assignment, ImmigrationOffice

ACCOUNTS = {
    "admin": {"first_name": "Administrator", "is_superuser": True, "is_staff": True},
    "penyunting": {"first_name": "Penyunting", "role": EDITOR},
    "penerjemah": {"first_name": "Penerjemah", "role": TRANSLATOR, "translates": ["jv", "su"]},
    "pimpasa": {"first_name": "Petugas", "role": EDUCATOR},
    "penyelia": {"first_name": "Penyelia", "role": REVIEWER},
    "pusat": {"first_name": "Pusat", "role": ANALYST},
}
SINCE = date(2025, 1, 1)


def create_demo_accounts(log):
    """Create the missing accounts; `log` gets the password once, when there are new ones."""
    password = settings.DEMO_PASSWORD or secrets.token_urlsafe(9)
    new = [name for name in ACCOUNTS if create_demo_account(name, password)]
    assign_to_an_office(log)
    if not new:
        log("demo accounts: 0 added")
        return
    log(f"demo accounts: {len(new)} added ({', '.join(new)})")
    if not settings.DEMO_PASSWORD:
        log(f"Their password, shown only now: {password}")


def create_demo_account(name, password):
    """Return True if the account is new. An existing one only gets a changed `DEMO_PASSWORD`."""
    fields = {"last_name": "Contoh", "is_demo": True, **ACCOUNTS[name]}
    role = fields.pop("role", None)
    user, is_new = User.objects.get_or_create(username=name, defaults=fields)
    if role and is_new:
        user.groups.add(Group.objects.get(name=role))
    if is_new or (user.is_demo and settings.DEMO_PASSWORD and not user.check_password(password)):
        user.set_password(password)
        user.save(update_fields=["password"])
    return is_new


def assign_to_an_office(log):
    """Assign the educator and the reviewer to the office that fosters most villages."""
    staff = User.objects.filter(username__in=["pimpasa", "penyelia"], is_demo=True, assignments__isnull=True)
    if not staff:
        return
    office = busiest_office()
    if office is None:
        log("The demo educator and reviewer have no office yet: load the roster, then run this again.")
        return
    for user in staff:
        Assignment.objects.create(user=user, role=ACCOUNTS[user.username]["role"], office=office, since=SINCE)
    log(f"The demo educator and reviewer work for {office}.")


def busiest_office():
    offices = ImmigrationOffice.objects.annotate(size=Count("villages"))
    return offices.filter(size__gt=0).order_by("-size", "name").first()
