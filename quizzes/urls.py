from django.urls import include, path

from quizzes.views import joining, results, rounds, sending

app_name = "quizzes"
urlpatterns = [
    path("api/attempts/", sending.send, name="send"),
    path("api/v1/", include("quizzes.api.urls")),
    path("g/", joining.code_form, name="code"),
    path("g/<slug:code>", joining.join_round, name="join"),
    path("g/<slug:code>/oper/", joining.handed_on, name="handed-on"),
    path("lapangan/ronde/", rounds.round_list, name="round-list"),
    path("lapangan/ronde/baru/", rounds.round_create, name="round-create"),
    path("lapangan/ronde/<slug:code>/", rounds.round_page, name="round"),
    path("lapangan/ronde/<slug:code>/layar/", rounds.round_screen, name="round-screen"),
    path("lapangan/ronde/<slug:code>/tangan/", results.round_hands, name="round-hands"),
    path("lapangan/ronde/<slug:code>/kartu/", results.round_cards, name="round-cards"),
    path("lapangan/ronde/<slug:code>/hasil/", results.round_results, name="round-results"),
    path("lapangan/ronde/<slug:code>/hasil/layar/", results.round_wall, name="round-wall"),
]
