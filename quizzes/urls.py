from django.urls import include, path

from quizzes.programme.metrics import metrics
from quizzes.rounds import result_views, views
from quizzes.taking import join_views, offline_views

app_name = "quizzes"
urlpatterns = [
    path("api/attempts/", offline_views.store_sent_attempt, name="send"),
    path("api/v1/", include("quizzes.programme.api.urls")),
    path("metrics", metrics, name="metrics"),
    path("g/", join_views.code_form, name="code"),
    path("g/<slug:code>", join_views.join_round, name="join"),
    path("g/<slug:code>/oper/", join_views.handed_on, name="handed-on"),
    path("lapangan/ronde/", views.round_list, name="round-list"),
    path("lapangan/ronde/baru/", views.round_create, name="round-create"),
    path("lapangan/ronde/<slug:code>/", views.round_page, name="round"),
    path("lapangan/ronde/<slug:code>/layar/", views.round_screen, name="round-screen"),
    path("lapangan/ronde/<slug:code>/tangan/", result_views.round_hand_counts, name="round-hands"),
    path("lapangan/ronde/<slug:code>/kartu/", result_views.round_cards, name="round-cards"),
    path("lapangan/ronde/<slug:code>/hasil/", result_views.round_results, name="round-results"),
    path("lapangan/ronde/<slug:code>/hasil/layar/", result_views.round_results_screen, name="round-wall"),
]
