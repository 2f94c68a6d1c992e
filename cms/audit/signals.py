"""Writes into the audit log what Wagtail logs, who signs in, and every change of accounts and rights."""

from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from wagtail.models import GroupCollectionPermission, GroupPagePermission, ModelLogEntry, PageLogEntry

from cms.models import AuditEntry, User

Subject = AuditEntry.Subject
SUBJECTS = {"villages": Subject.ROSTER, "auth": Subject.RIGHTS, "cms.user": Subject.RIGHTS}
# Record themselves, whoever changes them.
RECORDED_ELSEWHERE = {"villages.assignment"}
WATCHED = ("is_active", "is_superuser", "is_staff", "username", "translates")


def connect():
    for model in (ModelLogEntry, PageLogEntry):
        post_save.connect(copy_log_entry, model)
    user_logged_in.connect(record_sign_in)
    user_logged_out.connect(record_sign_out)
    user_login_failed.connect(record_refused_sign_in)
    pre_save.connect(remember_account, User)
    post_save.connect(record_account, User)
    post_delete.connect(record_deleted_account, User)
    for through in (User.groups.through, User.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(record_rights, through)
    for model in (GroupPagePermission, GroupCollectionPermission):
        post_save.connect(record_granted, model)
        post_delete.connect(record_withdrawn, model)


def copy_log_entry(instance, created, **kwargs):
    """Copy an entry of Wagtail's own logs, which stay as they are."""
    kind = instance.content_type
    label = f"{kind.app_label}.{kind.model}"
    if not created or label in RECORDED_ELSEWHERE:
        return
    AuditEntry.objects.append(
        SUBJECTS.get(label) or SUBJECTS.get(kind.app_label, Subject.CONTENT),
        instance.action,
        instance.user,
        target_type=label,
        target_key=str(instance.object_id)[:64],
        target_name=instance.label[:200],
        data=instance.data or {},
    )


def record_sign_in(request, user, **kwargs):
    where = "" if request is None else request.path_info[:80]
    AuditEntry.objects.record(Subject.SIGN_IN, "signed in", user, user, address=where)


def record_sign_out(user, **kwargs):
    if user is not None and user.pk:
        AuditEntry.objects.record(Subject.SIGN_IN, "signed out", user, user)


def record_refused_sign_in(credentials, request=None, **kwargs):
    """Nothing is stored of a name that nobody has: it may be a password typed into the wrong field."""
    if getattr(request, "wait_seconds", 0):
        return  # the password was not looked at
    user = User.objects.filter(username=credentials.get("username") or "").first()
    if user:
        AuditEntry.objects.record(Subject.SIGN_IN, "wrong password", user)


def is_watched(update_fields):
    return update_fields is None or not {"password", *WATCHED}.isdisjoint(update_fields)


def remember_account(instance, raw, update_fields, **kwargs):
    instance._before = None
    if instance.pk and not raw and is_watched(update_fields):
        instance._before = User.objects.filter(pk=instance.pk).values(*WATCHED).first()


def record_account(instance, created, raw, **kwargs):
    """Record what changed of an account. `_password` is set only while a new password is being stored."""
    if created:
        AuditEntry.objects.record(Subject.RIGHTS, "account created", instance, **account_rights(instance))
        return
    before = getattr(instance, "_before", None)
    if before is None:
        return
    if instance._password is not None:
        action = "password given" if instance.password_given_at else "password changed"
        AuditEntry.objects.record(Subject.RIGHTS, action, instance)
    now = account_rights(instance)
    changes = {name: [before[name], now[name]] for name in WATCHED if before[name] != now[name]}
    if changes:
        AuditEntry.objects.record(Subject.RIGHTS, "account changed", instance, changes=changes)


def account_rights(user):
    return {name: getattr(user, name) for name in WATCHED}


def record_deleted_account(instance, **kwargs):
    AuditEntry.objects.record(Subject.RIGHTS, "account deleted", instance)


NAMED_BY = {"group": "name", "permission": "codename", "user": "username"}
M2M_ACTIONS = {"post_add": "rights added", "post_remove": "rights removed", "pre_clear": "rights removed"}


def record_rights(instance, action, model, pk_set, **kwargs):
    """Record groups of an account, and permissions of an account or a group."""
    if action not in M2M_ACTIONS or pk_set == set():
        return
    kind = model._meta.model_name
    named = model.objects.order_by("pk").values_list(NAMED_BY[kind], flat=True)
    rows = "all" if pk_set is None else list(named.filter(pk__in=pk_set))
    AuditEntry.objects.record(Subject.RIGHTS, M2M_ACTIONS[action], instance, **{kind: rows})


def record_granted(instance, created, **kwargs):
    if created:
        record_right_of_group("rights added", instance)


def record_withdrawn(instance, **kwargs):
    record_right_of_group("rights removed", instance)


def record_right_of_group(action, granted):
    where = getattr(granted, "page", None) or granted.collection
    AuditEntry.objects.record(
        Subject.RIGHTS, action, granted.group, rows=[granted.permission.codename], where=str(where)
    )
