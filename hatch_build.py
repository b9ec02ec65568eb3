"""What goes into a wheel beside the package? Templates and content, which stand outside it in a checkout."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BESIDE = {"templates": "trainer/templates", "content": "trainer/content"}
NEEDED = (
    "trainer/static",
    "trainer/migrations/env.py",
    "trainer/migrations/script.py.mako",
    "templates/base.html",
    "content",
)


class BesideThePackage(BuildHookInterface):  # type: ignore[type-arg]
    """Take templates and content along; not into an editable install, which would get copies that grow old."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Refuse to build a wheel that could not run."""
        if self.target_name != "wheel" or version != "standard":
            return
        missing = [name for name in NEEDED if not (Path(self.root) / name).exists()]
        if missing:
            raise FileNotFoundError(f"a wheel without {', '.join(missing)} cannot run")
        build_data["force_include"].update({str(Path(self.root) / name): place for name, place in BESIDE.items()})
