"""Where may somebody be sent after they proved who they are?"""


def local(target: str) -> str:
    """The target if it is a page of this site, else nothing.

    Browsers read `\\` as `/` and pass over tabs and line ends, so that `/\\t/elsewhere` would lead to another site.
    """
    here = target.startswith("/") and not target.startswith("//") and "\\" not in target
    return target if here and target.isprintable() else ""
