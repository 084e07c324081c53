"""Django's settings. What an operator may change comes from `env`; the rest is decided here."""

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from .env import ROOT, env

PACKAGE = ROOT / "klientel"

DEBUG = False
SECRET_KEY = env.secret_key
ALLOWED_HOSTS = env.allowed_hosts
CSRF_TRUSTED_ORIGINS = [env.base_url]
BASE_URL = env.base_url
HOST, PORT, IS_LOOPBACK = env.host, env.port, env.is_loopback
DATA = env.data
ROOT_URLCONF = "klientel.wiring.urls"
WSGI_APPLICATION = "klientel.config.wsgi.application"
APPEND_SLASH = False
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

INSTALLED_APPS = [
    "klientel.foundation.ui",  # first: its form widgets stand before Django's own
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "template_partials.apps.SimpleAppConfig",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "csp",
    "huey.contrib.djhuey",
    "klientel.foundation.rest",
    "klientel.services.journal",
    "klientel.services.accounts",
    "klientel.services.files",
    "klientel.services.saved_views",
    "klientel.services.long_searches",
    "klientel.services.customfields",
    "klientel.services.notifications",
    "klientel.services.search",
    "klientel.services.transfer",
    "klientel.services.privacy",
    "klientel.services.bulk",
    "klientel.domains.customers",
    "klientel.interfaces.setup",
    "klientel.interfaces.settings",
    "klientel.interfaces.demo",
    "klientel.wiring",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # below WhiteNoise, whose files are compressed already
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "klientel.services.accounts.middleware.session_limits",
    "klientel.services.accounts.middleware.reader",
    "klientel.foundation.ui.errors.method_page",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "klientel.services.accounts.middleware.ActorMiddleware",
    "klientel.services.customfields.reading.once_per_request",
    "klientel.domains.customers.middleware.old_addresses",
    "klientel.interfaces.setup.middleware.first_visit",
]

_loaders = [
    (
        "django.template.loaders.cached.Loader",
        [
            "django_cotton.cotton_loader.Loader",
            "django.template.loaders.app_directories.Loader",
        ],
    )
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", _loaders)],
            "builtins": [
                "django.templatetags.i18n",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "klientel.foundation.ui.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "klientel.foundation.ui.context.frame",
            ],
        },
    }
]
COTTON_ISOLATE_BY_DEFAULT = True

DATABASES = {"default": env.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.redis_url}
        if env.redis_url
        else {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(DATA / "cache"),
        }
    )
}
HUEY: dict[str, object] = (
    {"huey_class": "huey.PriorityRedisHuey", "name": "klientel", "url": env.redis_url}
    if env.redis_url
    else {
        "huey_class": "huey.SqliteHuey",
        "name": "klientel",
        "filename": str(DATA / "queue.sqlite3"),
    }
)
HUEY |= {"immediate": False, "results": False}

# People -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "klientel.services.accounts.passwords.Length", "OPTIONS": {"low": 10, "high": 256}},
    {"NAME": "klientel.services.accounts.passwords.Common"},
    {"NAME": "klientel.services.accounts.passwords.OwnWords"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "klientel.services.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None  # asked on the sign-in page
ACCOUNT_FORMS = {
    "login": "klientel.services.accounts.forms.SignInForm",
    "reauthenticate": "klientel.services.accounts.forms.PasswordAgainForm",
}
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/m/key",
    "reset_password": "20/m/ip,3/h/key",
}
MFA_ADAPTER = "klientel.services.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "klientel.services.accounts.forms.CodeForm",
    "reauthenticate": "klientel.services.accounts.forms.CodeAgainForm",
    "activate_totp": "klientel.services.accounts.forms.ActivateAppForm",
    "authenticate_webauthn": "klientel.services.accounts.forms.PasskeyForm",
    "reauthenticate_webauthn": "klientel.services.accounts.forms.PasskeyAgainForm",
    "login_webauthn": "klientel.services.accounts.forms.PasskeySignInForm",
    "add_webauthn": "klientel.services.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "klientel.services.accounts.forms.RenamePasskeyForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are given by an administrator
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Klientel"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not env.is_https
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.is_https else 0  # https is ended by a proxy in front

# Cookies and headers ------------------------------------------------------------------------
SESSION_COOKIE_NAME = "__Host-session" if env.is_https else "klientel_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = env.is_https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14  # of one remembered; `accounts.sessions` has the limits
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # unless "Stay signed in" was ticked
CSRF_COOKIE_NAME = "__Host-csrf" if env.is_https else "klientel_csrf"
CSRF_FAILURE_VIEW = "klientel.services.accounts.signin.refused"
SECURE_SSL_REDIRECT = False  # WONTFIX: the proxy in front decides, it knows both ports.
SECURE_HSTS_SECONDS = 31_536_000 if env.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.is_https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.is_https else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOAD_BYTES = env.upload_mb << 20

# Language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["klientel.config.formats"]
TIME_ZONE = env.time_zone
USE_TZ = True

# Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True, mode=0o700)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA / "files"), "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365  # each build lies at addresses of its own

# Mail ---------------------------------------------------------------------------------------
EMAIL_BACKEND = "klientel.services.notifications.outbox.Backend"
DEFAULT_FROM_EMAIL = "klientel@localhost"
MAIL_DAYS = env.mail_days
globals().update(env.email)

# Logging ------------------------------------------------------------------------------------
(DATA / "log").mkdir(exist_ok=True, mode=0o700)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"line": {"()": "klientel.foundation.lib.logs.OneLine"}},
    "handlers": {
        "file": {
            "class": "logging.handlers.WatchedFileHandler",
            "filename": str(DATA / "log" / "klientel.log"),
            "formatter": "line",
            "encoding": "utf-8",
        },
        "refusals": {
            "class": "logging.handlers.WatchedFileHandler",
            "filename": str(DATA / "log" / "klientel.log"),
            "formatter": "line",
            "filters": ["line"],
            "encoding": "utf-8",
        },
        "errors": {"class": "logging.StreamHandler", "level": "ERROR", "formatter": "line"},
    },
    "root": {"handlers": ["file", "errors"], "level": "INFO"},
    "loggers": {
        "huey": {"level": "WARNING"},
        "django": {"handlers": []},  # Django's own would mail what the log says
        "django.request": {"level": "ERROR"},
        "django.security": {"handlers": ["refusals"], "propagate": False},
    },
}
