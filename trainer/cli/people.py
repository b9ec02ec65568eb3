"""Commands about organisations and people: the first of them cannot come in through a page."""

import re
from typing import Any

import click
from email_validator import EmailNotValidError, validate_email
from flask import url_for

from trainer.accounts import actions as accounts
from trainer.accounts.queries import by_email
from trainer.cli.installation import Wrong, organisation_of, writing
from trainer.clock import now
from trainer.organisations import actions, queries
from trainer.organisations.duties import Duty
from trainer.web import Application

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def _slug(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not SLUG.fullmatch(value):
        raise click.BadParameter("write it in lower-case letters, digits and hyphens: it stands in every address.")
    return value


def _email(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    try:
        return validate_email(value, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as problem:
        raise click.BadParameter(f"{value} is not an e-mail address.") from problem


def _name(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise click.BadParameter("it must not be empty.")
    return value and value.strip()


@click.group
def organisation() -> None:
    """Organisations of this installation."""


@organisation.command
@click.argument("slug", callback=_slug)
@click.option("--name", required=True, callback=_name, help="As people call it.")
def create(slug: str, name: str) -> None:
    """Found an organisation under SLUG, which opens every address of its pages."""
    with writing():
        if queries.by_slug(slug):
            raise Wrong(f"There is an organisation {slug} already.")
        actions.create_organisation(slug, name, now=now())
    click.echo(f"{name} is founded. Invite whoever administers it:")
    click.echo(f"trainer person invite EMAIL --organisation {slug} --duty administrator")


@click.group
def person() -> None:
    """People who sign in."""


@person.command
@click.argument("email", callback=_email)
@click.option("--organisation", "slug", required=True, metavar="SLUG", help="Where they get a place.")
@click.option(
    "--duty",
    "duties",
    required=True,
    multiple=True,
    type=click.Choice([duty.value for duty in Duty]),
    help="What they do there; repeat it for several.",
)
@click.option("--name", callback=_name, help="How they are called; they can correct it.")
def invite(email: str, slug: str, duties: tuple[str, ...], name: str | None) -> None:
    """Offer somebody a place and print the link to it, which is shown only once."""
    with writing() as app:
        place = organisation_of(slug)
        if queries.is_member(place.id, email):
            raise Wrong(f"{email} has a place in {slug} already. Duties are changed on the page People.")
        _invitation, link = actions.invite(
            place,
            name or email.partition("@")[0],
            email,
            {Duty(duty) for duty in duties},
            link_to=_address(app, "organisations.accept", token="TOKEN"),  # noqa: S106 the place of the token
            by=None,
            now=now(),
        )
    click.echo(_told(app, "invitation", email))
    click.echo(link)


@person.command
@click.argument("email", callback=_email)
def reset(email: str) -> None:
    """Print a link with which somebody chooses a new password."""
    with writing() as app:
        found = by_email(email)
        if found is None:
            raise Wrong(f"Nobody signs in as {email}.")
        link = accounts.send_reset(found, app.config["SETTINGS"].base_url, now=now())
    click.echo(_told(app, "link", email))
    click.echo(link)


def _address(app: Application, endpoint: str, **values: Any) -> str:
    return f"{app.config['SETTINGS'].base_url}{url_for(endpoint, **values)}"


def _told(app: Application, thing: str, email: str) -> str:
    if app.config["SETTINGS"].mail:
        return f"The {thing} for {email}, which the worker also sends:"
    return f"The {thing} for {email}. No letters leave from here (TRAINER_SMTP_HOST is not set), so hand it over:"
