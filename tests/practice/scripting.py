"""What does a script of the product answer? Runs it in Node, or in Chromium where there is no Node."""

import base64
import json
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from tests.chromium import CHROMIUM

SCRIPTS = Path(__file__).parents[2] / "trainer/static/js"
NODE = shutil.which("node")
ASK = """async ([address, name, values]) => {
  const asked = (await import(address))[name];
  return values.map((value) => JSON.stringify(asked(value)));
}"""


def answers(script: str, function: str, values: list[Any]) -> list[str]:
    """What a function says to each value, as JSON that the script's engine wrote."""
    source = (SCRIPTS / script).read_text(encoding="utf-8")
    address = f"data:text/javascript;base64,{base64.b64encode(source.encode()).decode()}"
    if NODE:
        return _in_node([address, function, values])
    if CHROMIUM:
        with ThreadPoolExecutor(1) as apart:  # where no other browser is driven
            return apart.submit(_in_chromium, [address, function, values]).result()
    pytest.skip("neither Node nor Chromium found: scripts are not compared with Python")


def _in_node(question: list[Any]) -> list[str]:
    read = "const text = await new Response(process.stdin).text(); "
    program = f"{read} const ask = {ASK}; process.stdout.write(JSON.stringify(await ask(JSON.parse(text))));"
    command = [NODE or "", "--input-type=module", "--eval", program]
    done = subprocess.run(command, input=json.dumps(question).encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found: list[str] = json.loads(done.stdout)
    return found


def _in_chromium(question: list[Any]) -> list[str]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        found: list[str] = browser.new_page().evaluate(ASK, question)
        browser.close()
    return found
