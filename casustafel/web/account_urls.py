"""Signing in, by allauth: only the pages we use, each declared."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path

from casustafel.access.gate import public, signed_in
from casustafel.web import first_time, sessions

urlpatterns = [
    path("inloggen/", public(account.login), name="account_login"),
    path("uitloggen/", public(account.logout), name="account_logout"),
    path("eerste-keer/", first_time.first_time, name="first_time"),
    path("opnieuw/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("dicht/", public(account.account_inactive), name="account_inactive"),
    path("tweede-stap/", public(mfa.authenticate), name="mfa_authenticate"),
    path("tweede-stap/opnieuw/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("tweede-stap/overzicht/", signed_in(mfa.index), name="mfa_index"),
    path("tweede-stap/instellen/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("tweede-stap/uitzetten/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("herstelcodes/", signed_in(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "herstelcodes/nieuw/", signed_in(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
    path(
        "herstelcodes/bestand/",
        signed_in(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("sessies/", sessions.sessions, name="sessions"),
    path("sessies/beeindigen/", sessions.end, name="sessions_end"),
]
