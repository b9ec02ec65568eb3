"""How is somebody written down who joins a set?"""

import re

COFACILITATOR = "CO"  # the seat of whoever runs a set with its facilitator
_WITH_ADDRESS = re.compile(r"^(?P<name>.+?)[\s,;<(]+(?P<address>[^\s@<>(),;]+@[^\s@<>(),;]+)[>)\s]*$")


def split_address(line: str) -> tuple[str, str]:
    """The name and the address of a line such as “Mona Miller, mona@example.org”; an address need not be there."""
    found = _WITH_ADDRESS.match(line.strip())
    return (found["name"].strip(), found["address"].lower()) if found else (line.strip(), "")
