"""Links out of docs/ lead to files of the repository, which are not part of the site: to their page at the forge."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
FORGE = "https://github.com/polars4j/polars4j/blob/main/"
LINK = re.compile(r"\]\((\.\./[\w./-]+)\)")


def on_page_markdown(markdown, page, **_):
    folder = Path(page.file.abs_src_path).parent

    def lead(match):
        target = (folder / match.group(1)).resolve()
        if not target.is_relative_to(ROOT) or target.is_relative_to(ROOT / "docs"):
            return match.group(0)
        if not target.exists():
            raise FileNotFoundError(f"{page.file.src_path} links to {match.group(1)}")
        return f"]({FORGE}{target.relative_to(ROOT).as_posix()})"

    return LINK.sub(lead, markdown)
