from django.urls import path

from casustafel.table import (
    console_views,
    entering_views,
    looking_back_views,
    minuting_views,
    planning_views,
    presence_views,
    screening_views,
    views,
)

app_name = "table"
urlpatterns = [
    path("casussen/<uuid:case_id>/beeld/nieuw/", views.changed, name="changed"),
    path("overleg/", views.meetings, name="list"),
    path("overleg/plannen/", views.plan, name="plan"),
    path("overleg/<uuid:meeting_id>/", views.table, name="table"),
    path("overleg/<uuid:meeting_id>/deel/", views.part, name="part"),
    path("overleg/<uuid:meeting_id>/scherm/", screening_views.preview, name="big_screen"),
    path("overleg/<uuid:meeting_id>/scherm/link/", screening_views.links, name="screen_links"),
    path("overleg/<uuid:meeting_id>/scherm/link/maken/", screening_views.make, name="make_screen"),
    path(
        "overleg/<uuid:meeting_id>/scherm/link/<uuid:screen_id>/beeindigen/",
        screening_views.end,
        name="end_screen",
    ),
    path("scherm/", screening_views.screen, name="screen"),
    path("scherm/stroom/", screening_views.stream, name="screen_stream"),
    path("scherm/sluiten/", screening_views.put_out, name="put_out_screen"),
    path("overleg/<uuid:meeting_id>/stroom/", views.stream, name="stream"),
    path("overleg/<uuid:meeting_id>/wie/", presence_views.here, name="presence"),
    path("overleg/<uuid:meeting_id>/typt/", presence_views.typing, name="typing"),
    path("overleg/<uuid:meeting_id>/aanwezig/", views.attend, name="attend"),
    path("overleg/<uuid:meeting_id>/naar-huis/", entering_views.go_home, name="go_home"),
    path("overleg/<uuid:meeting_id>/rollen/", entering_views.roles, name="roles"),
    path("overleg/<uuid:meeting_id>/<uuid:item_id>/uit-de-kamer/", entering_views.leave, name="leave"),
    path("overleg/<uuid:meeting_id>/<uuid:item_id>/binnen/", entering_views.come_in, name="come_in"),
    path("overleg/<uuid:meeting_id>/terugblik/", looking_back_views.look_back, name="look_back"),
    path(
        "overleg/<uuid:meeting_id>/terugblik/openen/",
        looking_back_views.open_look_back,
        name="open_look_back",
    ),
    path(
        "overleg/<uuid:meeting_id>/terugblik/tonen/",
        looking_back_views.show_look_back,
        name="show_look_back",
    ),
    path("overleg/<uuid:meeting_id>/vooraf/", planning_views.before, name="before"),
    path("overleg/<uuid:meeting_id>/vooraf/wijzigen/", planning_views.change, name="change"),
    path("overleg/<uuid:meeting_id>/vooraf/agenda/", planning_views.agenda, name="agenda"),
    path("overleg/<uuid:meeting_id>/vooraf/afzeggen/", planning_views.call_off, name="call_off"),
    path("overleg/<uuid:meeting_id>/vooraf/vervanging/", planning_views.stand_in, name="stand_in"),
    path(
        "overleg/<uuid:meeting_id>/vooraf/komt-zelf/", planning_views.comes_after_all, name="comes_after_all"
    ),
    path("overleg/<uuid:meeting_id>/overleg.ics", planning_views.calendar, name="calendar"),
    path("overleg/<uuid:meeting_id>/<uuid:item_id>/verwacht/", planning_views.expect, name="expect"),
    path("overleg/<uuid:meeting_id>/onvolledig/", planning_views.incomplete, name="incomplete"),
    path("overleg/<uuid:meeting_id>/openen/", views.start, name="start"),
    path("overleg/<uuid:meeting_id>/beeindigen/", views.end, name="end"),
    path("overleg/<uuid:meeting_id>/<uuid:item_id>/op-tafel/", console_views.call, name="call"),
    path("overleg/<uuid:meeting_id>/<uuid:item_id>/stap/", console_views.move, name="move"),
    path("overleg/<uuid:meeting_id>/<uuid:item_id>/naam/", console_views.unlock_name, name="unlock_name"),
    path("overleg/<uuid:meeting_id>/<uuid:item_id>/naam-dicht/", console_views.lock_name, name="lock_name"),
    path("overleg/<uuid:meeting_id>/pauze/", console_views.pause, name="pause"),
    path("overleg/<uuid:meeting_id>/verder/", console_views.resume, name="resume"),
    path("overleg/<uuid:meeting_id>/groot-scherm/", console_views.big, name="big"),
    path("overleg/<uuid:meeting_id>/terug/", console_views.undo, name="undo"),
    path("overleg/<uuid:meeting_id>/hand/", console_views.raise_hand, name="raise_hand"),
    path(
        "overleg/<uuid:meeting_id>/hand/<uuid:hand_id>/omlaag/", console_views.lower_hand, name="lower_hand"
    ),
    path("overleg/<uuid:meeting_id>/hand/<uuid:hand_id>/woord/", console_views.give_floor, name="give_floor"),
    path("overleg/<uuid:meeting_id>/<uuid:item_id>/verslag/", minuting_views.minutes, name="minutes"),
    path(
        "overleg/<uuid:meeting_id>/<uuid:earlier_id>/vaststellen/",
        minuting_views.agree,
        name="agree_minutes",
    ),
]
