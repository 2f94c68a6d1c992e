"""Pictures of private collections: they follow their collection, and people with rights on them see them."""

from tempfile import SpooledTemporaryFile

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models.signals import post_delete, post_save
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.views.collections import Edit
from wagtail.images.models import Filter
from wagtail.images.utils import verify_signature
from wagtail.models import CollectionViewRestriction

from cms.accounts.choosers import seen_pictures
from cms.models import Picture


def connect():
    """Follow each change of who may view a collection."""
    for signal in (post_save, post_delete):
        signal.connect(follow, sender=CollectionViewRestriction, dispatch_uid="private-pictures")


def follow(**_fields):
    Picture.objects.all().follow_collections()


@hooks.register("after_bulk_action")
def follow_pictures_put_into_a_collection(request, action_type, objects, action):
    """Wagtail moves many pictures with one statement that saves none of them."""
    if action_type == "add_to_collection":
        follow()


class CollectionEditView(Edit):
    def save_instance(self):
        """Wagtail moves a collection below another after it was saved, and sends no signal."""
        collection = super().save_instance()
        follow()
        return collection


@require_safe
@never_cache
def private_picture(request, signature, pk, spec):
    """Make the rendition `spec` of a private picture for somebody who may choose or change it."""
    picture = get_object_or_404(seen_pictures(request.user), pk=pk)
    if not verify_signature(signature.encode(), pk, spec):
        raise PermissionDenied
    file = SpooledTemporaryFile(settings.FILE_UPLOAD_MAX_MEMORY_SIZE)  # noqa: SIM115 the response closes it
    kind = Filter(spec).run(picture, file).format_name
    file.seek(0)
    return FileResponse(file, content_type=f"image/{kind}")
