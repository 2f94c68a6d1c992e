import re
from datetime import date

from cms.models import Helpline


def test_each_place_is_named_once_and_first_the_place_of_the_most_urgent(site, client):
    for order, place in enumerate(["home", "abroad", "home", "cambodia", "abroad"]):
        Helpline.objects.create(
            slug=f"bantuan-{order}",
            name_ind=f"Bantuan {order}",
            what_ind="Hubungi.",
            need="emergency",
            place=place,
            order=order,
            checked_on=date(2026, 11, 1),
            valid_until=date(2099, 1, 1),
        )
    text = client.get("/id/bantuan/").content.decode()
    assert re.findall(r"<h2>(.*?)</h2>", text) == ["Di Indonesia", "Di luar negeri", "Kamboja"]
    assert re.findall(r"Bantuan (\d)", text) == ["0", "2", "1", "4", "3"]
