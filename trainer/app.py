"""How do the packages come together into one application? The only file, with cli.py, that knows them all."""

import os
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_babel import Babel
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from trainer import config, errors, headers, packing, site, uploads, web
from trainer.accounts import security
from trainer.accounts.views import bp as accounts
from trainer.assessment.queries import not_to_be_known
from trainer.assessment.views import bp as assessment
from trainer.capability.views import bp as capability
from trainer.certification.views import bp as certification
from trainer.curriculum.queries import languages_for
from trainer.curriculum.views import bp as curriculum
from trainer.db import db, prepare
from trainer.demo.accounts import ACCOUNTS
from trainer.health import bp as health
from trainer.organisations.queries import place
from trainer.organisations.views import bp as organisations
from trainer.practice.queries import guest
from trainer.practice.views import bp as practice

BLUEPRINTS = (health, accounts, organisations, curriculum, practice, assessment, certification, capability)
PACKAGE = Path(__file__).parent
KEPT_SIGNED_IN = timedelta(days=30)  # as the sign-in page says

csrf = CSRFProtect()


def folder(name: str) -> Path:
    """A folder that stands beside the package in a checkout and inside it in a wheel."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def create_app(settings: config.Settings | None = None) -> web.Application:
    """Bring the packages together. Raises SettingsError when the environment is wrong."""
    settings = settings or config.read(os.environ)
    app = web.Application(__name__, template_folder=str(folder("templates")))
    app.config.update(_flask_config(settings))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    _connect(app)
    security.install(app)
    uploads.install(app)
    csrf.init_app(app)
    Babel(app, locale_selector=_locale, timezone_selector=_timezone)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for view in app.view_functions.values():
        if getattr(view, "csrf_exempt", False):
            csrf.exempt(view)
    for part in (errors, headers, packing, site):
        part.install(app)
    app.extensions["place"] = place
    app.extensions["guest"] = guest
    app.extensions["lesson_languages"] = languages_for
    app.extensions["not_to_be_known"] = not_to_be_known
    if settings.demo:
        app.extensions["demo_accounts"] = ACCOUNTS
    app.view_functions["static"] = web.public(app.view_functions["static"])
    web.refuse_unguarded(app)
    app.wsgi_app = ProxyFix(app.wsgi_app, *[settings.proxies] * 3)  # type: ignore[method-assign]
    return app


def _flask_config(settings: config.Settings) -> dict[str, object]:
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "REMEMBER_COOKIE_SECURE": settings.secure_cookies,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_DURATION": KEPT_SIGNED_IN,
        "PERMANENT_SESSION_LIFETIME": KEPT_SIGNED_IN,
        "WTF_CSRF_TIME_LIMIT": None,  # a rating form stays open for longer than an hour
        "BABEL_DEFAULT_LOCALE": "en",
    }


def _connect(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def _locale() -> str:
    if web.is_guest():
        return str(web.here().locale)
    return current_user.locale if current_user and current_user.is_authenticated else "en"


def _timezone() -> str:
    if web.is_guest():
        return str(web.here().timezone)
    return current_user.timezone if current_user and current_user.is_authenticated else "Europe/London"
