"""The local stack, deployed once for the whole run, and a browser.

Each worker of xdist deploys one of its own: a file's tests share it.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.e2e import evidence
from tests.e2e.stack import ROOT, Stack
from tests.support.quick import certificates_once

HERE = Path(__file__).parent
RESULTS = ROOT / "test-results"
_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.stack)


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    certificates_once()
    running = Stack(tmp_path_factory.mktemp("stack"), keep=False)
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's chromium, the one without windows if it is there (it draws a fifth faster);
    Playwright's own where that is installed instead. It goes with this
    folder's last test: while it is there, asyncio takes its loop for a running one."""
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield launched
        launched.close()


NewContext = Callable[..., BrowserContext]


@pytest.fixture
def new_context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[NewContext]:
    """Makes browser profiles that share nothing; of a failed test, their pages are described in
    its report and kept as pictures in test-results/. No page may do what the content security
    policy forbids."""
    kept = request.node.stash[evidence.KEY] = evidence.Evidence()
    made = kept.contexts
    forbidden: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            forbidden.append(f"{message.page and message.page.url}: {message.text}")

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**options)
        context.set_default_timeout(20_000)
        context.on("console", hear)
        kept.listen(context)
        return context

    failures = request.session.testsfailed
    yield make
    failed = request.session.testsfailed > failures or _failed(request.node)
    for number, context in enumerate(made):
        if failed:
            _picture(context, f"{request.node.name}-{number}")
        context.close()
    assert forbidden == []


def _picture(context: BrowserContext, name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    for number, page in enumerate(context.pages):
        safe = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in name)
        page.screenshot(path=RESULTS / f"{safe}-{number}.png")


def _failed(node: Any) -> bool:
    report = node.stash.get(_REPORT, None)
    return report is not None and report.failed


_REPORT = pytest.StashKey[pytest.TestReport]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    if report.when == "call":
        item.stash[_REPORT] = report
    kept = item.stash.get(evidence.KEY, None)
    if kept and report.when == "call" and report.failed:
        with contextlib.suppress(Exception):  # the failure is told in any case
            report.sections += kept.sections(getattr(item, "funcargs", {}).get("stack"))
    return report


@pytest.fixture
def new_page(new_context: NewContext) -> Callable[..., Page]:
    """A page in a profile of its own."""
    return lambda **options: new_context(**options).new_page()
