def test_the_time_zone_of_a_village_is_that_of_its_province(place):
    assert place.village.zone.abbreviation == "WIB"
    assert place.far_village.zone.abbreviation == "WITA"


def test_a_reviewer_sees_the_villages_of_the_office_and_no_other(place, cast):
    from villages.models import Village

    assert set(Village.objects.visible_to(cast.reviewer)) == {place.village, place.second_village}
    assert set(Village.objects.visible_to(cast.analyst)) == {
        place.village,
        place.second_village,
        place.far_village,
    }
    assert not Village.objects.visible_to(cast.editor).exists()
