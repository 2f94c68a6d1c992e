"""All settings of the project, read from the environment.

Every variable is described in `docs/settings.md`. If a value is wrong, importing this module raises
`ImproperlyConfigured` with a message that says how to fix it.
"""

import os
import secrets
from pathlib import Path

import django.conf.locale
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvValidationError, validate
from redis.backoff import NoBackoff
from redis.retry import Retry

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env(eager=False)


def reject(message):
    raise ImproperlyConfigured(message)


def stored_secret_key(path):
    """Return the secret key in the file `path`; at first use, create it, readable by the owner only."""
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(50))
        return path.read_text().strip()
    except OSError as error:
        return reject(f"The site cannot write into {path.parent}: {error.strerror}. Set another DATA_DIR.")


# --- the environment -----------------------------------------------------------------------------

ENVIRONMENT = env.str(
    "ENVIRONMENT", "development", validate=validate.OneOf(["development", "test", "production"])
)
PRODUCTION = ENVIRONMENT == "production"
TESTING = ENVIRONMENT == "test"
DEBUG = env.bool("DEBUG", False)
DATA_DIR = env.path("DATA_DIR", BASE_DIR / "var")
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000", validate=validate.URL(require_tld=False)).rstrip("/")
SECRET_KEY = env.str("SECRET_KEY", "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [])
CACHE_URL = env.str(
    "CACHE_URL", "", validate=validate.Regexp(r"(rediss?://.+)?$", error="Write it as redis://host:6379/0.")
)
DATABASE = env.dj_db_url(
    "DATABASE_URL", f"sqlite:///{DATA_DIR}/migrasi.sqlite3", conn_max_age=60, conn_health_checks=True
)
BEHIND_PROXY = env.bool("BEHIND_PROXY", PRODUCTION)
TWO_FACTOR_REQUIRED = env.bool("TWO_FACTOR_REQUIRED", PRODUCTION)
S3_BUCKET = env.str("S3_BUCKET", "")
S3_ENDPOINT_URL = env.str("S3_ENDPOINT_URL", None)
DEMO_PASSWORD = env.str("DEMO_PASSWORD", "")
BACKUP_PUBLIC_KEY = env.str(
    "BACKUP_PUBLIC_KEY", "", validate=validate.Regexp("(age1[0-9a-z]+)?$", error="Make one with backup_key.")
)
SECURITY_CONTACT = env.str(
    "SECURITY_CONTACT",
    "",
    validate=validate.Regexp(r"((mailto:|https://|tel:)\S+)?$", error="Begin with mailto: or https://."),
)
PUBLISHER = {
    "name": env.str("PUBLISHER", "Desa Binaan Imigrasi"),
    "office": env.str("PUBLISHER_OFFICE", ""),
    "contact": env.str(
        "PUBLISHER_CONTACT",
        "",
        validate=validate.Regexp(
            r"((mailto:|https://|tel:)[^\s?]+)?$", error="Begin with mailto:, https:// or tel:."
        ),
    ),
    "emblem": env.str(
        "PUBLISHER_EMBLEM",
        "",
        validate=validate.Regexp(r"(/(media|static)/\S+)?$", error="Begin with /media/ or /static/."),
    ),
}
OIDC_ISSUER = env.str("OIDC_ISSUER", "")
OIDC_NAME = env.str("OIDC_NAME", "") if OIDC_ISSUER else ""
OIDC_RP_CLIENT_ID = env.str("OIDC_CLIENT_ID", "")
OIDC_RP_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", "")
OIDC_OP_AUTHORIZATION_ENDPOINT = env.str("OIDC_AUTHORIZATION_ENDPOINT", "")
OIDC_OP_TOKEN_ENDPOINT = env.str("OIDC_TOKEN_ENDPOINT", "")
OIDC_OP_USER_ENDPOINT = env.str("OIDC_USER_ENDPOINT", "")
OIDC_OP_JWKS_ENDPOINT = env.str("OIDC_JWKS_ENDPOINT", "")
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
LOG_FORMAT = env.str("LOG_FORMAT", "plain", validate=validate.OneOf(["plain", "json"]))
REVIEW_REQUIRED = env.bool("REVIEW_REQUIRED", False)
PAGE_CACHE = env.bool("PAGE_CACHE", not DEBUG and not TESTING)

try:
    env.seal()
except EnvValidationError as error:
    errors = "; ".join(f"{name}: {' '.join(messages)}" for name, messages in error.error_messages.items())
    reject(f"Fix these settings in the environment: {errors} They are described in docs/settings.md.")

if OIDC_ISSUER:
    endpoints = [
        OIDC_OP_AUTHORIZATION_ENDPOINT,
        OIDC_OP_TOKEN_ENDPOINT,
        OIDC_OP_USER_ENDPOINT,
        OIDC_OP_JWKS_ENDPOINT,
    ]
    if not all([OIDC_NAME, OIDC_RP_CLIENT_ID, OIDC_RP_CLIENT_SECRET, *endpoints]):
        reject("OIDC_ISSUER needs the other settings that begin with OIDC_: docs/settings.md names them.")
    if PRODUCTION and not all(each.startswith("https://") for each in endpoints):
        reject("All addresses of the institution's sign-in (OIDC_..._ENDPOINT) begin with https://.")

if PRODUCTION:
    if DEBUG:
        reject("DEBUG shows internals to everybody. Unset DEBUG, or set ENVIRONMENT=development.")
    if len(SECRET_KEY) < 50:
        reject("Set SECRET_KEY to at least 50 random characters; never store it in the code.")
    if not ALLOWED_HOSTS:
        reject("Set ALLOWED_HOSTS to the site's host names, separated by commas.")
    if not SITE_URL.startswith("https://"):
        reject("Set SITE_URL to the public address of the site; it begins with https://.")

SECRET_KEY = SECRET_KEY or stored_secret_key(DATA_DIR / "secret_key")
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]

# --- applications --------------------------------------------------------------------------------

INSTALLED_APPS = [
    "quizzes",
    "villages",
    "cms",
    "modeltranslation",
    "wagtail_2fa",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "wagtail",
    "wagtailmedia",
    "modelcluster",
    "taggit",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # Wagtail's "3 hours ago" finds its translations here
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.middleware.own_mark.OwnMarkMiddleware",
    "cms.middleware.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.middleware.compression.CompressionMiddleware",
    "cms.middleware.save_data.SaveDataMiddleware",
    "cms.middleware.csp.ContentSecurityPolicyMiddleware",
    "cms.middleware.verbs.VerbsMiddleware",
    "cms.middleware.impossible_input.ImpossibleInputMiddleware",
    "cms.deployment.maintenance.MaintenanceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.middleware.language.ReaderLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.accounts.admin_sign_in.AdminTwoFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.accounts.choosers.ChooserMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "cms.middleware.protected_rows.ProtectedRowsMiddleware",
    "cms.accounts.sign_in_limits.SignInLimitMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", ["cms.rendering.template_loader.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.context_processors.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "cms.templatetags.site_tags",
            ],
        },
    }
]

# --- data ----------------------------------------------------------------------------------------

DATABASES = {"default": DATABASE}
if DATABASE["ENGINE"].endswith("sqlite3"):
    # Writers wait for each other instead of failing; readers never wait (write-ahead log).
    DATABASE["OPTIONS"] = {
        "timeout": 10,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000;",
    }
    DATABASE["CONN_MAX_AGE"] = None
elif DATABASE["ENGINE"].endswith("postgresql"):
    # A database that is away, or a lock that somebody holds, takes seconds of a request, not minutes.
    DATABASE["OPTIONS"] = {
        "connect_timeout": 5,
        "options": "-c lock_timeout=10s",
        **DATABASE.get("OPTIONS", {}),
    }

if CACHE_URL:
    CACHES = {
        "default": {
            "BACKEND": "cms.page_cache.spare.RedisOrFiles",
            "LOCATION": CACHE_URL,
            "OPTIONS": {
                "socket_connect_timeout": 1,
                "socket_timeout": 1,
                "retry": Retry(NoBackoff(), 1),  # a connection that Redis closed meanwhile is opened again
            },
        }
    }
elif TESTING:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
else:
    CACHES = {
        "default": {
            "BACKEND": "cms.page_cache.spare.CacheFiles",
            "LOCATION": DATA_DIR / "cache",
        }
    }
# Wagtail 7.4 writes each rendition back to this cache whenever a page asks for it: in memory that is cheap,
# and the key of a rendition changes with its picture.
if not TESTING:
    CACHES["renditions"] = {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
        "TIMEOUT": 300,
    }

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
PRIVATE_ROOT = DATA_DIR / "private"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Photos of sessions and rescued reports: never under MEDIA_ROOT, never with a public address.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "cms.deployment.static_files.MinifiedStaticFilesStorage"
    },
}
if S3_BUCKET:
    s3_options = {"bucket_name": S3_BUCKET, "endpoint_url": S3_ENDPOINT_URL}
    STORAGES["default"] = {
        "BACKEND": "cms.deployment.s3.PublicFiles",
        "OPTIONS": {**s3_options, "location": "media"},
    }
    STORAGES["private"] = {
        "BACKEND": "cms.deployment.s3.PrivateFiles",
        "OPTIONS": {**s3_options, "location": "private", "default_acl": "private"},
    }

# --- languages -----------------------------------------------------------------------------------

# Django does not know these four languages; it needs a compiled `django.mo` as well.
django.conf.locale.LANG_INFO.update(
    {
        code: {"bidi": False, "code": code, "name": name, "name_local": name_local}
        for code, name, name_local in [
            ("jv", "Javanese", "Basa Jawa"),
            ("su", "Sundanese", "Basa Sunda"),
            ("mad", "Madurese", "Bhâsa Madhurâ"),
            ("sas", "Sasak", "Basa Sasak"),
        ]
    }
)
LANGUAGE_CODE = "id"
LANGUAGES = [
    ("id", "Bahasa Indonesia"),
    ("en", "English"),
    ("jv", "Basa Jawa"),
    ("su", "Basa Sunda"),
    ("mad", "Bhâsa Madhurâ"),
    ("sas", "Basa Sasak"),
]
# Everything else has the language in its address.
PATHS_WITHOUT_LANGUAGE = ("/admin/", "/api/", "/documents/", "/g/", "/lapangan/", "/media/", "/static/")
LANGUAGE_COOKIE_NAME = "bahasa"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = PRODUCTION
# The second folder translates what Wagtail leaves in English; the first overrides it.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "wagtail"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "id"
MODELTRANSLATION_LANGUAGES = tuple(code for code, _ in LANGUAGES)
MODELTRANSLATION_FALLBACK_LANGUAGES = ("id",)
MODELTRANSLATION_CUSTOM_FIELDS = ("StreamField",)
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

# --- Wagtail -------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Migrasi Aman"
WAGTAIL_I18N_ENABLED = False


def localized_label(name, code):
    """Return the label of a field in the admin; modeltranslation calls Indonesian "ind"."""
    language = dict(LANGUAGES).get(code)
    return f"{name} ({language})" if language else str(name)


MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = localized_label
WAGTAIL_CONTENT_LANGUAGES = [("id", "Bahasa Indonesia")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_USER_LOGIN_FORM = "cms.accounts.admin_sign_in.AdminLoginForm"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "cms.editing.rich_text.CleanRichTextArea"}}
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.editing.approval.publish_approved"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # a page of our own has the limits of the sign-in
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "cms.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.editing.image_form.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 20_000_000  # 10 bytes each to make it smaller; see image_form
WAGTAILIMAGES_AVIF_QUALITY = 50
WAGTAILIMAGES_WEBP_QUALITY = 70
WAGTAILIMAGES_JPEG_QUALITY = 70
WAGTAILIMAGES_RENDITION_STORAGE = "default"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["docx", "jpeg", "jpg", "pdf", "png", "xlsx"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.editing.document_form.DocumentForm"
WAGTAILMEDIA = {
    "MEDIA_MODEL": "cms.Recording",
    "AUDIO_EXTENSIONS": ["mp3", "ogg", "oga", "opus", "m4a"],
    "VIDEO_EXTENSIONS": [],
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# --- people who sign in --------------------------------------------------------------------------

AUTH_USER_MODEL = "cms.User"
AUTHENTICATION_BACKENDS = [
    "cms.accounts.sign_in_limits.LimitingBackend",
    "django.contrib.auth.backends.ModelBackend",
]
INSTITUTION_BACKEND = "cms.accounts.institution_sign_in.InstitutionBackend"
if OIDC_ISSUER:
    AUTHENTICATION_BACKENDS.append(INSTITUTION_BACKEND)
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_CREATE_USER = False  # an administrator makes accounts, with their role and office
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10  # seconds
OIDC_AUTHENTICATION_CALLBACK_URL = "institution-return"
PASSWORD_HASHERS = [
    "cms.accounts.hashers.SmallArgon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "cms.accounts.password_rules.IndonesianPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"  # for private documents; pages are public
# One password for many people is nobody's, and no limit stands before its field.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
SESSION_COOKIE_AGE = 12 * 3600
FIELD_SESSION_AGE = 90 * 24 * 3600

# security.W019: the editor shows previews in frames of the same site.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

WAGTAIL_2FA_REQUIRED = TWO_FACTOR_REQUIRED
OTP_TOTP_ISSUER = WAGTAIL_SITE_NAME

# --- security ------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        # Short, since a page of a quiz has 2,500 bytes with it: what is not named only comes from here.
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "style-src": [SELF],
        "script-src": [SELF],
        "object-src": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "cms.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # Other users of the machine read neither database nor files, whatever the shell of the server allows.
    os.umask(os.umask(0o027) | 0o027)
    FILE_UPLOAD_PERMISSIONS = 0o640
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- background tasks ----------------------------------------------------------------------------

TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if TESTING
        else "django_tasks_db.DatabaseBackend"
    }
}

# --- logging -------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "cms.deployment.json_logs.PlainFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
        "json": {"()": "cms.deployment.json_logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"migrasi.requests": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"}},
}
