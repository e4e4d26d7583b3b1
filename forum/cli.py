"""The command line `forum`: mounts each room's commands."""

import sys

import click
from sqlalchemy.exc import DBAPIError

from forum import __version__
from forum.config import SettingError


class Application(click.Group):
    """Opens the application context for every command; tells settings that cannot be used in one sentence."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what cannot be used is told."""
        try:
            return super().invoke(ctx)
        except SettingError as problem:
            refused = click.ClickException(str(problem))
            if sys.argv[1:2] == ["mail"]:
                refused.exit_code = 75  # the mail server keeps the letter and tries again
            raise refused from problem
        except DBAPIError as problem:
            raise click.ClickException(_unusable(problem)) from problem


def _unusable(problem: DBAPIError) -> str:
    """What to do when the database cannot be used; the reason is that of the driver, in one line."""
    reason = str(problem.orig).splitlines()[0]
    if "no such table" in reason or "does not exist" in reason:
        return "The database is empty: run `forum init` first (or `forum serve`, which does it too)."
    return f"The database cannot be used: {reason}. `forum check` says more."


@click.group(cls=Application, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="palabre")
@click.pass_context
def main(context: click.Context) -> None:
    """Palabre: forum, practice documents, resources and needs of a network of networks."""
    if context.invoked_subcommand == "serve":  # makes its own, once it knows its address
        return
    from forum.app import create_app

    context.with_resource(create_app().app_context())


def _mount() -> None:
    from forum.correspondence.cli import commands as correspondence
    from forum.demo.cli import commands as demo
    from forum.exchange.cli import commands as exchange
    from forum.links.cli import commands as links
    from forum.operate import commands as operate
    from forum.people.cli import groups as people
    from forum.search.cli import commands as search
    from forum.spaces.cli import commands as spaces

    for command in (*operate, *spaces, *people, *search, *exchange, *links, *correspondence, *demo):
        main.add_command(command)


_mount()

if __name__ == "__main__":
    sys.exit(main())
