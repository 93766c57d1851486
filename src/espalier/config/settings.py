"""Django settings of Espalier; everything that differs between machines comes from `environment`."""

from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from espalier.config.environment import read_environment

# Generic forms and fields are subscripted in annotations; Django's own classes learn it here.
django_stubs_ext.monkeypatch()

PACKAGE = Path(__file__).parents[1]
WEB = PACKAGE / "entrypoints" / "web"
ENVIRONMENT = read_environment()

DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.trusted_origins
ESPALIER_HOME = ENVIRONMENT.home
ESPALIER_ADDRESS = ENVIRONMENT.address
DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

KIT = [
    "accounts",
    "audit",
    "organisation",
    "files",
    "jobs",
    "imports",
    "versions",
    "thread",
    "ui",
    "backup",
    "notify",
    "approval",
    "consultation",
    "outputs",
    "registers",
]
# Stages join when their first room is built; the flow contract lists all of them already.
STAGES = ["standards", "people", "policy", "learning_map", "needs", "strategy", "plan"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rules",
    "csp",
    "template_partials",
    "django_htmx",
    "django_vite",
    "django_tasks",
    "django_tasks_db",
    *[f"espalier.kit.{name}" for name in KIT],
    *[f"espalier.cycle.{name}" for name in STAGES],
    "espalier.entrypoints.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "espalier.kit.accounts.middleware.language_of_person",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "espalier.kit.http.errors_to_answers",
]
ROOT_URLCONF = "espalier.config.urls"
WSGI_APPLICATION = "espalier.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.csrf",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "espalier.kit.organisation.context.organisation",
                "espalier.entrypoints.web.menu.menu",
            ]
        },
    }
]

# --- who may come in -------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "espalier.kit.accounts.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}  # the username is the employee number
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the organisation, not by strangers
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # the host's name says nothing to the reader of a mail
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Espalier"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "espalier_cache",
    }
}
if ENVIRONMENT.mode == "test":
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

FORM_RENDERER = "espalier.kit.ui.renderer.QuickRenderer"

# --- what a browser may do --------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# HTTPS ends at the reverse proxy; an installation on a closed network may have none.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
HTTPS = any(origin.startswith("https://") for origin in CSRF_TRUSTED_ORIGINS)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 60_000  # a whole requirement matrix is one form
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- language, time, files ----------------------------------------------------------------------
LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", _("Traditional Chinese")), ("en", _("English"))]
# A room may keep its own catalogue; Django by itself would look only into whole apps.
LOCALE_PATHS = sorted(PACKAGE.glob("kit/locale")) + sorted(PACKAGE.glob("cycle/*/*/locale"))
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Taipei"
FORMAT_MODULE_PATH = ["espalier.config.formats"]
# Off: a record's number 1234 in an address or a form field must never become "1,234". Figures ask for
# separators themselves: the list's cells, the figure tag, the filter `grouped`.
USE_THOUSAND_SEPARATOR = False
STATIC_URL = "/static/"
STATIC_ROOT = ESPALIER_HOME / "static"
STATICFILES_DIRS = [WEB / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(ESPALIER_HOME / "files")},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": WEB / "static" / "build" / "manifest.json",
        "static_url_prefix": "build",
    }
}
FONTS_DIR = WEB / "static" / "build" / "fonts"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
if ENVIRONMENT.mode == "test":
    TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
for _key, _value in ENVIRONMENT.mail.items():
    globals()[_key] = _value

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"espalier": {"level": "INFO"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
