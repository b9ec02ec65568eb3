"""Does the capture page lose anything? Taps, undo, notes, no network, sign-out, two windows, on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete, func, select

from tests.browser.conftest import sign_in
from tests.browser.contract import problems
from tests.cast import PASSWORD, Cast
from tests.practice.rehearsal import Ids, agree, assign, observation_of, rehearse, session_of
from trainer.db import begin_write, db
from trainer.practice import queries
from trainer.practice.lifecycle import Answer
from trainer.practice.models import Operation, Receipt
from trainer.practice.timeline import Timeline

pytestmark = pytest.mark.browser
Desk = Callable[..., Page]


@pytest.fixture
def ids(store: Any, cast: Cast) -> Ids:
    """Everything is arranged and the set has agreed."""
    with store():
        return rehearse(cast, agreed=True)


@pytest.fixture
def phone(desk: Desk, cast: Cast, ids: Ids) -> Page:
    """Ana's phone on the capture page."""
    page = desk(cast.ana, phone=True)
    return opened(page, ids)


def opened(page: Page, ids: Ids) -> Page:
    page.goto(f"/o/acme/{ids.capture_page}")
    page.wait_for_selector("html[data-ready][data-kept]")
    return page


def tap(page: Page, code: str) -> None:
    page.locator(".tap").filter(has_text=code).click()


def sent(page: Page) -> None:
    expect(page.locator("#sync")).to_have_text("All sent")


def arrived(store: Any, ids: Ids) -> Timeline:
    with store():
        return queries.timeline(observation_of(ids))


def labels(page: Page) -> list[str]:
    """The behaviours on the page, by their label."""
    return page.locator(".tap").evaluate_all("taps => taps.map(tap => tap.firstChild.textContent)")


def test_taps_phases_notes_and_undo_arrive(phone: Page, ids: Ids, store: Any) -> None:
    first, second = labels(phone)[:2]
    phone.locator("#phases button").first.click()
    tap(phone, first)
    phone.locator("#actors button").nth(1).click()
    tap(phone, second)
    phone.get_by_role("button", name="Undo").click()
    expect(phone.locator("#last")).to_contain_text(first)
    phone.get_by_role("button", name="Add note").click()
    phone.get_by_label("Note", exact=True).last.fill("hands it back")
    phone.get_by_role("button", name="Keep the note").click()
    expect(phone.locator("#last")).to_contain_text("hands it back")
    sent(phone)
    timeline = arrived(store, ids)
    assert (len(timeline.events), len(timeline.removed), len(timeline.phases)) == (1, 1, 1)
    assert timeline.events[0].notes == ("hands it back",)


def test_a_second_tap_within_a_blink_is_none(phone: Page, ids: Ids, store: Any) -> None:
    phone.locator(".tap").first.evaluate("tap => { tap.click(); tap.click(); }")
    sent(phone)
    assert len(arrived(store, ids).events) == 1


def test_sliding_off_a_button_records_nothing(phone: Page) -> None:
    box = phone.locator(".tap").first.bounding_box()
    assert box
    phone.mouse.move(box["x"] + 20, box["y"] + 20)
    phone.mouse.down()
    phone.mouse.move(box["x"] + 20, box["y"] + 300)
    phone.mouse.up()
    expect(phone.locator("#last")).to_have_text("Nothing captured yet")


def test_without_a_network_everything_waits_and_then_goes(phone: Page, ids: Ids, store: Any) -> None:
    phone.context.set_offline(True)
    phone.locator("#phases button").first.click()
    tap(phone, labels(phone)[0])
    expect(phone.locator("#sync")).to_have_text("2 on this device")
    assert arrived(store, ids).events == ()
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    sent(phone)
    assert len(arrived(store, ids).events) == 1


def test_a_reload_finds_what_was_tapped_and_the_running_clock(phone: Page, ids: Ids) -> None:
    tap(phone, labels(phone)[0])
    sent(phone)
    phone.wait_for_timeout(1100)
    opened(phone, ids)
    expect(phone.locator("#last")).to_contain_text(labels(phone)[0])
    expect(phone.locator("#clock")).not_to_have_text("00:00")


def test_signed_out_nothing_is_lost(phone: Page, ids: Ids, store: Any, cast: Cast) -> None:
    cookies = phone.context.cookies()
    phone.context.clear_cookies()
    tap(phone, labels(phone)[0])
    expect(phone.locator("#sync")).to_have_text("Sign in to send 1")
    expect(phone.locator("#signed-out")).to_be_visible()
    phone.context.add_cookies(cookies)  # type: ignore[arg-type]
    phone.evaluate("dispatchEvent(new Event('focus'))")
    sent(phone)
    assert len(arrived(store, ids).events) == 1


def test_two_windows_share_what_they_hold(phone: Page, ids: Ids, store: Any) -> None:
    other = opened(phone.context.new_page(), ids)
    first, second = labels(phone)[:2]
    tap(phone, first)
    expect(other.locator("#last")).to_contain_text(first)
    tap(other, second)
    expect(phone.locator("#last")).to_contain_text(second)
    sent(other)
    assert len(arrived(store, ids).events) == 2


def test_before_the_set_has_agreed_it_says_so_and_keeps_the_tap(desk: Desk, cast: Cast, store: Any) -> None:
    with store():
        found = rehearse(cast)
    page = opened(desk(cast.ana, phone=True), found)
    expect(page.locator("#not-agreed")).to_contain_text("Not everyone in the set was asked yet")
    tap(page, labels(page)[0])
    expect(page.locator("#sync")).to_have_text("1 on this device")
    with store():
        begin_write()  # the phone keeps trying meanwhile
        agree(cast, found)
    page.evaluate("dispatchEvent(new Event('focus'))")
    sent(page)
    assert len(arrived(store, found).events) == 1


WATCH_GRID = """() => {
  window.tops = new Set();
  const look = () => {
    window.tops.add(document.getElementById("grid").getBoundingClientRect().top);
    requestAnimationFrame(look);
  };
  look();
}"""


def test_no_behaviour_moves_while_a_tap_is_kept_and_sent(phone: Page, ids: Ids, store: Any) -> None:
    first = labels(phone)[0]
    tap(phone, first)  # the clock runs from here, and the list of what is ready is gone
    sent(phone)
    expect(phone.locator("#ready")).to_be_hidden()
    phone.evaluate(WATCH_GRID)
    tap(phone, first)
    sent(phone)
    assert phone.evaluate("window.tops.size") == 1


def test_a_withdrawal_empties_the_device(phone: Page, ids: Ids, store: Any, cast: Cast) -> None:
    tap(phone, labels(phone)[0])
    sent(phone)
    with store():
        begin_write()
        agree(cast, ids, Answer.DECLINED, Answer.AGREED, Answer.AGREED)
    tap(phone, labels(phone)[1])
    expect(phone.locator("#not-agreed")).to_contain_text("stopped")
    expect(phone.locator("#last")).to_have_text("Nothing captured yet")


def test_the_end_is_asked_once_and_leads_to_the_timeline(phone: Page, ids: Ids, store: Any) -> None:
    tap(phone, labels(phone)[0])
    phone.get_by_role("button", name="End", exact=True).click()
    expect(phone.get_by_role("heading", name="End and review? 1 captured")).to_be_visible()
    phone.get_by_role("button", name="Not yet").click()
    assert not arrived(store, ids).ended
    phone.get_by_role("button", name="End", exact=True).click()
    phone.get_by_role("button", name="End and review").click()
    phone.get_by_role("link", name="Review the timeline").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Timeline of S-0001")


def test_keys_work_only_when_they_are_switched_on(desk: Desk, cast: Cast, ids: Ids, store: Any) -> None:
    page = opened(desk(cast.ana), ids)
    key = page.locator(".tap kbd").first.text_content() or ""
    page.keyboard.press(key)
    expect(page.locator("#last")).to_have_text("Nothing captured yet")
    page.get_by_role("button", name="More").click()
    page.get_by_label("Keys").check()
    page.keyboard.press("1")
    page.keyboard.press(key)
    expect(page.locator("#last")).to_contain_text(labels(page)[0])
    page.keyboard.press("z")
    expect(page.locator("#last")).to_have_text("Nothing captured yet")
    page.keyboard.press("Shift+Z")
    expect(page.locator("#last")).to_contain_text(labels(page)[0])
    sent(page)
    assert len(arrived(store, ids).phases) == 1


def test_what_waits_of_somebody_else_is_said_and_is_not_sent_as_mine(
    phone: Page, ids: Ids, store: Any, cast: Cast
) -> None:
    with store():
        begin_write()
        second = assign(cast, session_of(ids), cast.sam)
        hers = ids.capture_page
        his = f"capture/s/{second.id}"
    phone.context.set_offline(True)
    tap(phone, labels(phone)[0])
    expect(phone.locator("#sync")).to_have_text("1 on this device")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    sign_in(phone, cast.sam.email, PASSWORD)
    phone.goto(f"/o/acme/{his}")
    phone.wait_for_selector("html[data-ready]")
    expect(phone.locator("#others")).to_have_text(
        "1 of Ana Assessor wait on this device. They are sent when Ana Assessor signs in here."
    )
    sent(phone)
    assert arrived(store, ids).events == ()
    phone.context.clear_cookies()
    sign_in(phone, cast.ana.email, PASSWORD)
    phone.goto(f"/o/acme/{hers}")
    phone.wait_for_selector("html[data-ready]")
    sent(phone)
    expect(phone.locator("#others")).to_be_hidden()
    assert len(arrived(store, ids).events) == 1


def test_what_a_second_device_sends_after_the_end_is_late(
    phone: Page, desk: Desk, ids: Ids, store: Any, cast: Cast
) -> None:
    tablet = opened(desk(cast.ana), ids)
    tablet.context.set_offline(True)
    tap(tablet, labels(tablet)[0])
    expect(tablet.locator("#sync")).to_have_text("1 on this device")
    tap(phone, labels(phone)[1])
    phone.get_by_role("button", name="End", exact=True).click()
    phone.get_by_role("button", name="End and review").click()
    expect(phone.locator("#session-over")).to_be_visible()
    sent(phone)
    tablet.context.set_offline(False)
    tablet.evaluate("dispatchEvent(new Event('online'))")
    sent(tablet)
    timeline = arrived(store, ids)
    assert sorted(event.late for event in timeline.events) == [False, True]
    assert timeline.ended


def test_a_server_that_was_put_back_gets_everything_again(phone: Page, ids: Ids, store: Any) -> None:
    tap(phone, labels(phone)[0])
    tap(phone, labels(phone)[1])
    sent(phone)
    with store():
        begin_write()
        db.session.execute(delete(Operation))
        db.session.execute(delete(Receipt))
    tap(phone, labels(phone)[2])
    sent(phone)
    expect(phone.locator("#differs")).to_be_hidden()
    assert len(arrived(store, ids).events) == 3


def test_a_server_that_holds_something_else_is_said(phone: Page, ids: Ids, store: Any) -> None:
    tap(phone, labels(phone)[0])
    sent(phone)
    with store():
        begin_write()
        db.session.scalars(select(Receipt)).one().digest = "0" * 64
    tap(phone, labels(phone)[1])
    expect(phone.locator("#differs")).to_contain_text("does not hold what this device holds")


FILL = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open('ballast', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('ballast', { autoIncrement: true });
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const more = (size, refusals) => {
      if (refusals === 3) return resolve(opening.result.close());
      const writing = opening.result.transaction('ballast', 'readwrite');
      writing.objectStore('ballast').add(crypto.getRandomValues(new Uint8Array(size))); // noise, or it is pressed flat
      writing.oncomplete = () => more(size, 0);
      writing.onabort = () => more(Math.max(64, size >> 1), size > 64 ? 0 : refusals + 1);
    };
    more(1 << 16, 0);
  };
})"""


def test_a_full_storage_is_said_and_what_was_tapped_goes_from_memory(
    desk: Desk, cast: Cast, ids: Ids, store: Any
) -> None:
    """Ballast fills what the device lets the page have, to the last byte."""
    phone = desk(cast.ana, phone=True)
    session = phone.context.new_cdp_session(phone)
    address = phone.evaluate("location.origin")
    session.send("Storage.overrideQuotaForOrigin", {"origin": address, "quotaSize": 4 << 20})
    opened(phone, ids)
    tap(phone, labels(phone)[0])
    sent(phone)
    phone.evaluate(FILL)
    phone.context.set_offline(True)
    tap(phone, labels(phone)[1])
    expect(phone.locator("#unsaved")).to_contain_text("Not saved on this device. Keep this page open")
    expect(phone.locator("#sync")).to_have_text("Not saved")
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    sent(phone)
    expect(phone.locator("#unsaved")).to_be_hidden()
    assert len(arrived(store, ids).events) == 2
    session.send("Storage.overrideQuotaForOrigin", {"origin": address})
    tap(phone, labels(phone)[2])
    sent(phone)
    opened(phone, ids)
    assert phone.locator(".tap output", has_text="1").count() == 3


CLOCK = """async () => {
  const { makeClock } = await import(document.querySelector('script[type=module]').src.replace('main.js', 'clock.js'));
  let [wall, steady] = [1e6, 0];
  const pass = (real, ticked) => { wall += real; steady += ticked; };
  const show = (state) => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  };
  const clock = makeClock(null, () => wall, () => steady);
  clock.start();
  const found = [];
  pass(5000, 5000);
  found.push(clock.now());
  show('hidden');
  pass(600_000, 20); // asleep: the steady clock stands still
  show('visible');
  found.push(clock.now());
  pass(3_600_000 + 1000, 1000); // set an hour forward
  found.push(clock.now());
  pass(-7_200_000 + 1000, 1000); // and two back
  found.push(clock.now());
  const saved = clock.save();
  wall += 9000; // a reload
  found.push(makeClock(saved, () => wall, () => 0).now());
  return found;
}"""


def test_the_clock_survives_sleep_a_changed_clock_and_a_reload(phone: Page) -> None:
    assert phone.evaluate(CLOCK) == [5000, 605_000, 606_000, 607_000, 616_000]


def test_who_speaks_is_asked_every_half_minute_when_that_is_switched_on(
    desk: Desk, ids: Ids, store: Any, cast: Cast
) -> None:
    page = desk(cast.ana, phone=True)
    page.clock.install()
    opened(page, ids)
    page.locator("#phases button").first.click()
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Ask every 30 s who speaks").click()
    page.keyboard.press("Escape")
    page.clock.run_for(31_000)
    page.locator("#floor button", has_text="Nobody").click()
    expect(page.locator("#floor")).to_be_hidden()
    page.clock.run_for(31_000)
    expect(page.locator("#floor")).to_be_visible()
    page.clock.run_for(11_000)  # nobody answered: no sample
    expect(page.locator("#floor")).to_be_hidden()
    page.clock.run_for(2_000)
    sent(page)
    assert [sample.actor for sample in arrived(store, ids).samples] == ["NONE"]


def test_a_trial_keeps_and_sends_nothing_and_ends_by_itself(desk: Desk, ids: Ids, store: Any, cast: Cast) -> None:
    page = desk(cast.ana, phone=True)
    page.clock.install()
    page.goto("/o/acme/assess")
    page.get_by_role("link", name="Try it for three minutes").click()
    page.wait_for_selector("html[data-ready][data-kept]")
    tap(page, labels(page)[0])
    expect(page.locator("#last")).to_contain_text(labels(page)[0])
    expect(page.locator("#sync")).to_have_text("Practice")
    page.clock.run_for(181_000)
    expect(page.locator("#trial-over")).to_be_visible()
    expect(page.locator("#last")).to_have_text("Nothing captured yet")
    assert kept(page) == {"ops": 0, "shell": True}
    with store():
        assert db.session.scalar(select(func.count()).select_from(Operation)) == 0


def kept(page: Page) -> Any:
    """How many operations the device holds, and whether the page opens without a network."""
    return page.evaluate(
        """async () => {
          const main = document.querySelector('script[type=module]').src;
          const { opsOf } = await import(main.replace('main.js', 'store.js'));
          const shell = await caches.match('/o/acme/capture/shell.html', { ignoreVary: true });
          return { ops: (await opsOf('try')).length, shell: Boolean(shell) };
        }"""
    )


def test_before_the_start_the_device_is_looked_at(phone: Page, ids: Ids) -> None:
    ready = phone.locator("#ready")
    ready.locator("summary").click()
    expect(ready).to_contain_text("This page opens without a network.")
    expect(ready).to_contain_text("The clock of this device is right.")
    expect(ready).to_contain_text("You are signed in")
    assert ready.locator("li").count() == 6
    tap(phone, labels(phone)[0])
    expect(ready).to_be_hidden()


def test_what_is_kept_holds_nothing_of_anybody(phone: Page, ids: Ids, cast: Cast) -> None:
    texts = phone.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              const answer = await cache.match(request, { ignoreVary: true });
              found.push([request.url, [...answer.headers].join(), await answer.text()].join());
            }
          }
          return found;
        }"""
    )
    assert len(texts) > 10
    for private in ("Ana", "Set 4", "csrf", "set-cookie", "session=", str(ids.observation), str(cast.ana.member_id)):
        assert not [text[:100] for text in texts if private in text], private


def test_the_page_keeps_the_promises_of_every_page(phone: Page) -> None:
    phone.locator("#ready summary").click()
    assert problems(phone) == []
    tap(phone, labels(phone)[0])
    sent(phone)
    phone.get_by_role("button", name="More").click()
    assert problems(phone) == []


REACHED = """() => {
  const shown = (e) => {
    const { left, top, right, bottom } = e.getBoundingClientRect();
    if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) return false;
    return e.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
  };
  const all = (which) => [...document.querySelectorAll(which)];
  const box = (e) => e.getBoundingClientRect();
  const cut = (e) => e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight;
  return {
    over: document.documentElement.scrollWidth - innerWidth,
    hidden: all('.acts button, #phases button:first-of-type, #sync').filter((e) => !shown(e)).map((e) => e.outerHTML),
    taps: all('.tap').filter(shown).length,
    cut: all('.tap, .acts button').filter(cut).map((e) => e.textContent),
    low: all('.acts button').map(box).every((r) => r.top > innerHeight * 0.8 && r.height >= 48),
    small: all('.tap').map(box).filter((r) => r.height < 72 || r.width < 72).length,
  };
}"""


def test_one_thumb_reaches_everything_that_is_pressed_while_watching(phone: Page) -> None:
    found = phone.evaluate(REACHED)
    assert (found["over"], found["hidden"], found["cut"]) == (0, [], [])
    assert found["taps"] == len(labels(phone))
    assert found["low"], "undo, note and end lie where the thumb is"
    assert not found["small"]


@pytest.mark.parametrize("size", [(844, 390), (667, 375), (360, 640), (360, 780)], ids=str)
def test_a_phone_on_its_side_and_a_narrow_window_beside_a_call(phone: Page, size: tuple[int, int]) -> None:
    phone.set_viewport_size({"width": size[0], "height": size[1]})
    found = phone.evaluate(REACHED)
    assert (found["over"], found["hidden"], found["cut"]) == (0, [], [])
    assert found["taps"] >= 4


@pytest.mark.parametrize("size", [(390, 844), (1280, 850)], ids=str)
def test_letters_of_twice_the_size_cut_nothing_off(phone: Page, size: tuple[int, int]) -> None:
    phone.set_viewport_size({"width": size[0], "height": size[1]})
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    found = phone.evaluate(REACHED)
    assert (found["over"], found["hidden"], found["cut"]) == (0, [], [])
    assert found["taps"] >= 2
