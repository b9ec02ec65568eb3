"""The `trainer` command: what can whoever runs an installation do?"""

from importlib.metadata import PackageNotFoundError, version

import click

from trainer.cli import checkouts, content, data, demo, people, serving, simulating
from trainer.cli.installation import Commands


def _version() -> str:
    """The version that is installed; a checkout has none."""
    try:
        return version("trainer")
    except PackageNotFoundError:
        return "from a checkout"


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(_version(), prog_name="trainer", message="%(prog)s %(version)s")
def main() -> None:
    """Train, observe, rate and certify internal action learning facilitators.

    Settings come from the environment (TRAINER_…); docs/operations.md lists them.
    """


for command in (
    demo.demo,
    serving.serve,
    serving.worker,
    data.db,
    content.content,
    people.organisation,
    people.person,
    data.check,
    data.export,
    data.backup,
    data.restore,
    simulating.simulate,
):
    main.add_command(command)
for command in (checkouts.export, checkouts.import_):
    content.content.add_command(command)
