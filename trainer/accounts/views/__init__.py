"""Pages about somebody's own sign-in."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from trainer.accounts.views import account, looks, passkeys, recover, sign_in  # noqa: E402, F401 the pages fill bp
