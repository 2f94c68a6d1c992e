"""Who may edit which language, publish, and open which view of the admin."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from wagtail.models import Page

from cms.accounts.roles import EDITOR, TRANSLATOR
from cms.languages import CODES


def is_only_translator(user):
    """Return True if `user` translates and is neither editor nor administrator."""
    if user is None or user.is_superuser:
        return False
    return user.has_role(TRANSLATOR) and not user.has_role(EDITOR)


def editable_languages(user):
    """Return the codes of the languages whose texts `user` may change in the admin."""
    if is_only_translator(user):
        return tuple(code for code in CODES if code in user.translates)
    return CODES


def works_on_texts(user):
    return user.is_superuser or user.has_role(EDITOR) or user.has_role(TRANSLATOR)


def is_administrator(user):
    return user.is_active and user.is_superuser


def may_change(user, obj):
    """Return True if `user` has the right to change texts of `obj` and nobody has locked it."""
    lock = obj.get_lock() if hasattr(obj, "get_lock") else None
    if lock and lock.for_user(user):
        return False
    if isinstance(obj, Page):
        return obj.permissions_for_user(user).can_edit()
    if not obj.texts_need_permission:
        return works_on_texts(user)
    return user.has_perm(f"{obj._meta.app_label}.change_{obj._meta.model_name}")


def may_confirm(user):
    """Return True if `user` may confirm, without a review, that a published text still holds."""
    return user.is_superuser or user.has_role(EDITOR)


def may_publish(user, text):
    if isinstance(text, Page):
        return text.permissions_for_user(user).can_publish()
    return user.has_perm(f"{text._meta.app_label}.publish_{text._meta.model_name}")


def may_delete(user, text):
    """Return True if `user` may delete a snippet: one that readers see needs the right to publish."""
    return not getattr(text, "live", False) or may_publish(user, text)


def allow_only(test):
    """Return a decorator that answers 403 to users for whom `test(user)` is false."""

    def decorator(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not test(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorator


text_worker_required = allow_only(works_on_texts)
