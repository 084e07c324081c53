"""Where the settings are."""

from django.urls import path

from .views import installation, own, people, reading, sight, teams, tokens

app_name = "settings"
urlpatterns = [
    path("settings", own.index, name="index"),
    path("settings/profile", own.profile, name="profile"),
    path("settings/language", reading.language, name="language"),
    path("settings/appearance", reading.appearance, name="appearance"),
    path("settings/security", own.security, name="security"),
    path("settings/security/password", own.password, name="password"),
    path("settings/security/email", own.email, name="email"),
    path("settings/security/sessions/end", own.end_sessions, name="end_sessions"),
    path("settings/tokens", tokens.tokens, name="tokens"),
    path("settings/tokens/<int:pk>/revoke", tokens.token_revoke, name="token_revoke"),
    path("settings/users", people.users, name="users"),
    path("settings/users/new", people.user_new, name="user_new"),
    path("settings/users/<int:pk>", people.user, name="user"),
    path("settings/users/<int:pk>/disable", people.user_disable, name="user_disable"),
    path("settings/users/<int:pk>/enable", people.user_enable, name="user_enable"),
    path("settings/users/<int:pk>/link", people.user_send_link, name="user_send_link"),
    path("settings/users/<int:pk>/sight", sight.user_sight, name="user_sight"),
    path("settings/teams", teams.teams, name="teams"),
    path("settings/teams/new", teams.team_new, name="team_new"),
    path("settings/teams/<int:pk>", teams.team, name="team"),
    path("settings/teams/<int:pk>/dissolve", teams.team_dissolve, name="team_dissolve"),
    path("settings/teams/<int:pk>/restore", teams.team_restore, name="team_restore"),
    path("settings/roles", sight.roles, name="roles"),
    path("settings/company", installation.company, name="company"),
    path("settings/outbox", installation.outbox, name="outbox"),
    path("settings/outbox/<int:pk>", installation.outbox_mail, name="outbox_mail"),
    path("settings/outbox/<int:pk>/send", installation.outbox_send, name="outbox_send"),
]
