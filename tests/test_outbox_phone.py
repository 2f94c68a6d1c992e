"""The outbox of the field app in a real browser, against an invented server and clock."""

import base64
import hashlib
import io
import json
from datetime import timedelta

import pytest
from PIL import Image

from tests.support.invented_office import PREPARE, damaged

pytestmark = pytest.mark.browser


def queued(phone, count=1, user="sari", **options):
    for _ in range(count):
        phone.evaluate("async ([user, options]) => { await app.newReport(user, options) }", [user, options])


def go(phone, urgent=False):
    return phone.evaluate("(urgent) => app.go(urgent)", urgent)


def states(phone):
    return phone.evaluate("() => app.states_now()")


def finished(phone):
    return phone.evaluate("async () => (await app.store.sent()).map(({state}) => state)")


def test_a_report_is_received_whole_with_its_photos(phone, office):
    queued(phone, photos=["one", "two"])
    assert go(phone) == "done"
    assert finished(phone) == ["complete"]
    assert states(phone) == []
    assert sorted(office.photos.values()) == [b"one", b"two"]


def test_the_body_is_sent_in_the_order_of_the_protocol(phone):
    keys = phone.evaluate(
        "() => Object.keys(app.payload.bodyOf({notes: 'x', unknown: 1, village: '1'}, 2, 1))"
    )
    assert keys[:3] == ["revision", "base_revision", "village"]
    assert keys[-1] == "photos"
    assert "unknown" not in keys


@pytest.mark.parametrize(
    "answer, state",
    [
        (401, "needs_sign_in"),
        (409, "conflict"),
        (413, "needs_fix"),
        (415, "needs_fix"),
        (422, "needs_fix"),
        (423, "waiting"),
        (429, "waiting"),
        (500, "waiting"),
        (502, "waiting"),
        (503, "waiting"),
        ("cut", "waiting"),
        ((200, {"Content-Type": "text/html"}, "<h1>Log in to the Wi-Fi</h1>"), "waiting"),
        ((201, {"Content-Type": "application/json"}, '{"sha256": "0000"}'), "waiting"),
        ((422, {"Content-Type": "text/html"}, "<h1>Proxy</h1>"), "waiting"),
        ((302, {"Location": "/masuk"}, ""), "waiting"),
        ((400, {"Content-Type": "application/json"}, '{"code": "json"}'), "waiting"),
        (damaged(), "waiting"),
        (damaged(code="digest_missing"), "waiting"),
        (damaged(415, "type"), "waiting"),
        ((401, {"Content-Type": "application/json"}, '{"message": "Proxy"}'), "waiting"),
        ((409, {"Content-Type": "application/json"}, "[]"), "waiting"),
        ((413, {"Content-Type": "application/json"}, '{"message": "Too large"}'), "waiting"),
        ((422, {"Content-Type": "application/json"}, '"Unprocessable"'), "waiting"),
    ],
)
def test_every_answer_leads_to_its_state_and_nothing_is_lost(phone, office, answer, state):
    queued(phone)
    office.answers = [answer]
    go(phone)
    assert states(phone) == [state]
    assert finished(phone) == []
    assert len(office.puts()) == 1


def test_a_held_report_is_held_and_its_photos_are_sent(phone, office):
    queued(phone, photos=["one"])
    phone.evaluate("() => app.clock.now += 1")
    sha256 = phone.evaluate("async () => (await app.store.reports())[0].sha256")
    hexdigest = hashlib.sha256(b"one").hexdigest()
    body = json.dumps({"sha256": sha256, "missing_photos": [hexdigest], "state": "held"})
    office.answers = [(202, {"Content-Type": "application/json"}, body)]
    go(phone)
    assert finished(phone) == ["held"]
    assert list(office.photos) == [hexdigest]


def test_a_stale_token_is_fetched_again_once(phone, office):
    queued(phone)
    office.answers = [403]
    go(phone)
    assert finished(phone) == ["complete"]
    assert office.calls[-4:] == ["GET ping", "PUT sessions", "GET ping", "PUT sessions"]
    assert office.tokens[0] != office.tokens[1]


def test_a_token_that_stays_stale_waits(phone, office):
    queued(phone)
    office.answers = [403, 403]
    go(phone)
    assert states(phone) == ["waiting"]
    assert len(office.puts()) == 2


def walk_the_clock(phone, office, seconds):
    """Move the clock second by second; return the seconds at which the phone called the server."""
    before = len(office.calls)
    return phone.evaluate(
        """async (seconds) => {
          const moments = [];
          for (let second = 1; second <= seconds; second += 1) {
            app.clock.now += 1000;
            const wait = await app.sync.nextLook(app.clock.now);
            if (wait === null || wait > 1000) continue;
            if (!["idle", "busy"].includes(await app.go())) moments.push(second);
          }
          return moments;
        }""",
        seconds,
    ), len(office.calls) - before


@pytest.mark.parametrize("answer", [500, 503, "cut"])
def test_a_failing_report_is_tried_once_a_delay(phone, office, answer):
    queued(phone)
    office.answers = [answer] * 50
    go(phone)
    tries, _ = walk_the_clock(phone, office, 100)
    assert tries == [1, 3, 7, 15, 31, 63]
    assert len(office.puts()) == 7


@pytest.mark.parametrize("status", ["cut", 200, 502])
def test_without_a_line_one_ping_a_delay_is_made_and_no_report_is_sent(phone, office, status):
    queued(phone)
    office.ping_status = status
    go(phone)
    assert walk_the_clock(phone, office, 70) == ([1, 3, 7, 15, 31, 63], 6)
    assert office.puts() == []
    assert states(phone) == ["queued"]


def test_the_delay_grows_to_five_minutes_and_no_further(phone):
    delays = phone.evaluate("() => [1,2,3,8,9,10,30].map((n) => app.states.delay(n) / 1000)")
    assert delays == [1, 2, 4, 128, 256, 300, 300]
    assert phone.evaluate("() => [app.states.delay(1, 40), app.states.delay(1, 9999)]") == [40000, 300000]


def test_after_401_nothing_is_tried_by_itself(phone, office):
    queued(phone)
    office.answers = [401]
    assert go(phone) == "signed_out"
    assert walk_the_clock(phone, office, 30) == ([], 0)


def test_coming_back_online_does_not_wait_for_the_delay(phone, office):
    queued(phone)
    office.ping_status = "cut"
    for _ in range(5):
        go(phone, urgent=True)
    office.ping_status = 204
    assert go(phone) == "idle"
    assert go(phone, urgent=True) == "done"
    assert finished(phone) == ["complete"]


def test_an_expired_session_then_the_same_person_sends_everything(phone, office):
    queued(phone, 3)
    office.user = ""
    assert go(phone) == "signed_out"
    assert states(phone) == ["needs_sign_in"] * 3
    assert office.puts() == []
    office.user = "sari"
    assert go(phone, urgent=True) == "done"
    assert finished(phone) == ["complete"] * 3


def test_another_person_sends_nothing_of_the_first(phone, office):
    queued(phone, 3)
    queued(phone, 1, user="made")
    office.user = "made"
    go(phone, urgent=True)
    assert len(office.sessions) == 1
    assert states(phone) == ["needs_sign_in"] * 3
    assert phone.evaluate("() => app.store.waitingOfOthers('made')") == {"sari": 3}
    assert walk_the_clock(phone, office, 10) == ([], 0)


def test_a_change_of_person_between_ping_and_token_stops_the_sending(phone, office):
    queued(phone)
    office.answers = [403]
    phone.evaluate("() => app.failpoints.watch((name) => name === 'send:answered' ? null : null)")
    original = office.ping

    def ping(route):
        original(route)
        office.user = "made"

    office.ping = ping
    assert go(phone) == "signed_out"
    assert states(phone) == ["needs_sign_in"]
    assert len(office.puts()) == 1


def test_a_lost_answer_costs_one_small_resend_and_no_second_report(phone, office):
    queued(phone)
    office.answers = ["lost"]
    go(phone)
    assert states(phone) == ["waiting"]
    go(phone, urgent=True)
    assert finished(phone) == ["complete"]
    assert len(office.sessions) == 1


def test_after_a_failed_photo_the_record_is_asked_again_and_only_missing_photos_go(phone, office):
    queued(phone, photos=["one", "two"])
    office.photo_answers = [None, "cut"]
    go(phone)
    assert states(phone) == ["received"]
    go(phone, urgent=True)
    assert finished(phone) == ["complete"]
    assert [call.split()[1] for call in office.puts()] == [
        "sessions",
        "photos",
        "photos",
        "sessions",
        "photos",
    ]


def photo_errors(phone):
    """The photos of each sent report that could not be sent, as [(the digest, why), ...]."""
    rows = phone.evaluate("async () => (await app.store.sent()).map(({photo_errors}) => photo_errors || [])")
    return [[(error["sha256"], error["why"]) for error in row] for row in rows]


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_refused_photo_holds_up_no_other_and_does_not_hide_that_the_report_was_received(phone, office):
    queued(phone, photos=["one", "two"])
    office.photo_answers = [415]
    assert go(phone) == "done"
    assert finished(phone) == ["complete"]
    assert photo_errors(phone) == [[(digest("one"), "refused")]]
    assert list(office.photos.values()) == [b"two"]
    assert walk_the_clock(phone, office, 5) == ([], 0)
    start_again(phone)
    go(phone, urgent=True)
    assert finished(phone) == ["complete"]  # not sent again and again
    assert photo_errors(phone) == [[(digest("one"), "refused")]]


CHANGE_PHOTO = """async (sha256) => {
  const bytes = new TextEncoder().encode("something else").buffer;
  await app.db.write(["photos"], ({ photos }) => void photos.put({ sha256, bytes, saved_at: Date.now() }));
}"""
DROP_PHOTO = "(sha256) => app.db.write(['photos'], ({ photos }) => void photos.delete(sha256))"


@pytest.mark.parametrize("happens", [CHANGE_PHOTO, DROP_PHOTO])
def test_a_photo_that_the_phone_lost_does_not_hide_that_the_report_was_received(phone, office, happens):
    queued(phone, photos=["one", "two"])
    phone.evaluate(happens, digest("one"))
    go(phone)
    assert finished(phone) == ["complete"]
    assert photo_errors(phone) == [[(digest("one"), "lost")]]
    assert list(office.photos.values()) == [b"two"]


@pytest.mark.parametrize(
    "answer", [damaged(), damaged(code="digest_missing"), damaged(415, "type"), 409, (400, {}, "")]
)
def test_a_photo_damaged_on_the_way_is_sent_again_by_itself(phone, office, answer):
    queued(phone, photos=["one"])
    office.photo_answers = [answer] * 3
    go(phone)
    assert states(phone) == ["received"]
    tries, _ = walk_the_clock(phone, office, 20)
    assert tries == [1, 3, 7]
    assert finished(phone) == ["complete"]
    assert photo_errors(phone) == [[]]


def test_bytes_damaged_on_the_way_are_sent_again_unchanged_until_they_arrive(phone, office):
    queued(phone)
    office.answers = [damaged()] * 4
    go(phone)
    assert states(phone) == ["waiting"]
    assert walk_the_clock(phone, office, 20)[0] == [1, 3, 7, 15]
    assert finished(phone) == ["complete"]
    assert len(office.versions) == 1


def test_what_an_earlier_app_asked_a_person_to_correct_is_sent_again(phone, office):
    queued(phone, 2, photos=["one"])
    queued(phone)
    phone.evaluate(
        """async () => {
          const [first, second, third] = await app.store.reports();
          const line = { code: "digest_mismatch", errors: { "content-digest": ["Changed."] } };
          await app.store.updateReport(first.id, { state: "needs_fix", answer: line, answer_status: 422 });
          const photo = { errors: { photos: ["unreadable"] } };
          await app.store.updateReport(second.id, {
            state: "needs_fix", receipt: { receipt_code: "A" }, answer: photo, answer_status: 0 });
          const person = { code: "invalid", errors: { village: ["Choose."] } };
          await app.store.updateReport(third.id, { state: "needs_fix", answer: person, answer_status: 422 });
        }"""
    )
    go(phone)
    assert finished(phone) == ["complete"] * 2
    assert states(phone) == ["needs_fix"]


def test_a_report_that_the_phone_itself_has_damaged_asks_the_person_and_is_not_sent(phone, office):
    queued(phone)
    phone.evaluate(
        """async () => {
          const [{ id, body }] = await app.store.reports();
          const changed = new Uint8Array(body.slice(0));
          changed[20] ^= 1;
          await app.store.updateReport(id, { body: changed.buffer });
        }"""
    )
    go(phone)
    assert states(phone) == ["needs_fix"]
    assert office.puts() == []
    answer = phone.evaluate("async () => (await app.store.reports())[0].answer.errors")
    assert answer == {"body": ["damaged"]}


def test_one_poisoned_report_does_not_stop_the_others(phone, office):
    queued(phone, 3)
    office.answers = [422]
    go(phone)
    assert states(phone) == ["needs_fix"]
    assert finished(phone) == ["complete"] * 2


def test_revisions_go_in_order_and_wait_behind_a_conflict(phone, office):
    uuid = "b3f0a3f0-0000-4000-8000-000000000001"
    queued(phone, uuid=uuid)
    office.answers = ["cut"]
    go(phone)
    queued(phone, uuid=uuid, revision=2, notes="better")
    office.answers = [409]
    go(phone, urgent=True)
    assert states(phone) == ["conflict", "queued"]
    assert len(office.puts()) == 2


def test_a_revision_replaces_one_that_was_never_tried(phone, office):
    uuid = "b3f0a3f0-0000-4000-8000-000000000001"
    queued(phone, uuid=uuid)
    queued(phone, uuid=uuid, revision=2, notes="better")
    assert states(phone) == ["queued"]
    assert finished(phone) == ["replaced"]
    go(phone)
    assert sorted(finished(phone)) == ["complete", "replaced"]
    assert len(office.puts()) == 1


def test_a_report_replaced_just_before_it_is_sent_is_not_sent(phone, office):
    uuid = "b3f0a3f0-0000-4000-8000-000000000001"
    queued(phone, uuid=uuid)
    outcome = phone.evaluate(
        """async (uuid) => {
          const { send } = await import("/static/js/field/upload.js");
          const [stale] = await app.store.reports();
          await app.newReport("sari", { uuid, revision: 2, notes: "better" });
          return send(stale, { line: { token: "t", user: "sari" }, now: Date.now, tell: () => {} });
        }""",
        uuid,
    )
    assert (outcome, office.puts(), states(phone)) == ("later", [], ["queued"])


def test_a_report_saved_under_a_new_number_is_never_there_under_both(phone, office):
    queued(phone)
    office.answers = [(409, {"Content-Type": "application/json"}, '{"code": "taken"}')]
    go(phone)
    phone.evaluate(
        """async () => {
          const { keepMine } = await import("/static/js/field/conflict-resolution.js");
          app.failpoints.watch((name) => { if (name === "queue:committed") throw new Error("power cut") });
          const [report] = await app.store.reports();
          await keepMine(report).catch(() => {});
          app.failpoints.watch(null);
        }"""
    )
    assert (states(phone), finished(phone)) == (["queued"], ["replaced"])
    go(phone, urgent=True)
    assert len(office.sessions) == 1


def test_a_clock_that_is_put_back_does_not_stop_the_sending(phone, office):
    queued(phone)
    office.answers = [500]
    go(phone)
    office.ping_status = "cut"
    phone.evaluate("() => { app.clock.now += 2000 }")
    assert go(phone) == "offline"
    office.ping_status = 204
    phone.evaluate("() => { app.clock.now -= 400 * 24 * 3600 * 1000 }")
    assert phone.evaluate("() => app.sync.nextLook(app.clock.now)") == 1000
    assert go(phone) == "done"
    assert finished(phone) == ["complete"]


def test_two_windows_that_drain_at_once_send_once(phone, office, context, open_phone):
    queued(phone, 3)
    other = open_phone(context)
    phone.evaluate("() => { globalThis.first = app.go(true) }")
    other.evaluate("() => app.go(true)")
    phone.evaluate("() => globalThis.first")
    assert len(office.puts()) == 3


def test_two_windows_on_one_draft_lose_nothing(phone, office, context, open_phone):
    other = open_phone(context)
    save = """async ([uuid, seq, notes]) => {
      const fields = { ...app.payload.blank(), notes };
      try {
        const draft = { uuid, user: "sari", revision: 1, base_revision: null, fields, seq };
        return (await app.store.saveDraft(draft)).seq;
      } catch (error) { return error.constructor.name; }
    }"""
    assert phone.evaluate(save, ["u1", 0, "first"]) == 1
    assert other.evaluate(save, ["u1", 1, "second"]) == 2
    assert phone.evaluate(save, ["u1", 1, "first again"]) == "DraftChanged"
    assert phone.evaluate("async () => (await app.store.draft('u1')).fields.notes") == "second"


def test_a_draft_queued_in_one_window_cannot_be_saved_or_queued_in_the_other(phone):
    outcome = phone.evaluate(
        """async () => {
          const fields = app.payload.blank();
          const draft = await app.store.saveDraft(
            { uuid: "u2", user: "sari", revision: 1, base_revision: null, fields, seq: 0 });
          const { bytes, sha256 } = await app.payload.freeze(app.payload.bodyOf(fields, 1, null));
          const report = { uuid: "u2", revision: 1, user: "sari", body: bytes, sha256, photos: [] };
          await app.store.queue(draft, report);
          const name = (error) => error.constructor.name;
          return [await app.store.queue(draft, report).catch(name),
                  await app.store.saveDraft(draft).catch(name),
                  (await app.store.reports()).length, (await app.store.drafts()).length];
        }"""
    )
    assert outcome == ["DraftChanged", "DraftChanged", 1, 0]


def test_refused_storage_is_named(phone):
    name = phone.evaluate(
        """async () => {
          IDBFactory.prototype.open = () => { throw new DOMException("denied", "SecurityError") };
          return app.store.drafts("sari").catch((error) => error.constructor.name);
        }"""
    )
    assert name == "StorageRefused"


def test_a_full_phone_is_named_and_the_old_draft_stays(phone):
    """The browser gives this site 200 kB: the photo does not fit."""
    cdp = phone.context.new_cdp_session(phone)
    cdp.send("Storage.overrideQuotaForOrigin", {"origin": phone.origin, "quotaSize": 200_000})
    outcome = phone.evaluate(
        """async () => {
          globalThis.saved = await app.store.saveDraft({ uuid: "u3", user: "sari", revision: 1,
              base_revision: null, fields: { ...app.payload.blank(), notes: "saved" }, seq: 0 });
          return saved.seq;
        }"""
    )
    assert outcome == 1
    name = phone.evaluate(
        """async () => {
          const photos = [];
          for (let at = 0; at < 60; at += 1) {
            const bytes = crypto.getRandomValues(new Uint8Array(65536)).buffer;
            photos.push({ sha256: await app.digest.sha256Hex(bytes), bytes });
          }
          const changed = { ...saved, fields: { ...saved.fields, notes: "changed" } };
          return app.store.saveDraft(changed, photos).then(() => "saved", (error) => error.constructor.name);
        }"""
    )
    assert name == "StorageFull"
    cdp.send("Storage.overrideQuotaForOrigin", {"origin": phone.origin})
    assert phone.evaluate("async () => (await app.store.draft('u3')).fields.notes") == "saved"


OLD_QUEUE = """async () => {
  indexedDB.deleteDatabase("migrasi-lapangan");
  const request = indexedDB.open("migrasi-lapangan", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("drafts", { keyPath: "uuid" });
    request.result.createObjectStore("reports", { keyPath: "id" });
    request.result.createObjectStore("photos", { keyPath: "sha256" });
  };
  const db = await new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  const { bytes, sha256 } = await app.payload.freeze(app.payload.bodyOf(app.payload.blank(), 1, null));
  const work = db.transaction(["drafts", "reports"], "readwrite");
  work.objectStore("reports").put({ id: "old/1", uuid: "old", revision: 1, user: "sari", body: bytes, sha256,
                                    photos: [], state: "queued", queued_at: 1 });
  const fields = app.payload.blank();
  work.objectStore("drafts").put({ uuid: "olddraft", user: "sari", revision: 1, fields });
  await new Promise((resolve) => (work.oncomplete = resolve));
  db.close();
}"""


def test_a_queue_of_an_older_version_of_the_app_is_read_and_sent(phone, office):
    phone.evaluate(OLD_QUEUE)
    assert phone.evaluate("async () => (await app.store.drafts('sari')).map(({uuid}) => uuid)") == [
        "olddraft"
    ]
    assert go(phone) == "done"
    assert list(office.sessions) == ["old"]


UPGRADE = """async () => {
  const next = [...app.db.MIGRATIONS, (db) => db.createObjectStore("later", { keyPath: "id" })];
  (await app.db.open(app.db.NAME, next)).close();
}"""


def test_an_update_of_the_app_keeps_drafts_and_queue_though_an_old_window_is_open(
    phone, office, context, open_phone
):
    queued(phone, 2, photos=["one"])
    save = """async () => { await app.store.saveDraft({ uuid: "u5", user: "sari", revision: 1,
        base_revision: null, fields: app.payload.blank(), seq: 0 }) }"""
    phone.evaluate(save)
    updated = open_phone(context)
    updated.evaluate(UPGRADE)
    assert phone.evaluate("async () => (await app.store.drafts('sari')).length") == 1
    phone.evaluate(save.replace("u5", "u6"))
    updated.evaluate("() => app.db.MIGRATIONS.push(() => {})")
    assert states(updated) == ["queued"] * 2
    assert updated.evaluate("async () => (await app.store.drafts('sari')).length") == 2
    assert go(updated) == "done"
    assert len(office.sessions) == 2
    assert len(office.photos) == 1


def test_a_server_that_never_answers_is_given_up_and_tried_again_later(phone, office):
    queued(phone)
    office.answers = ["silent"]
    phone.clock.install()
    phone.evaluate("() => { globalThis.going = app.go() }")
    while not office.puts():
        phone.wait_for_timeout(10)
    phone.clock.run_for(60_000)
    assert phone.evaluate("() => globalThis.going") == "offline"
    assert states(phone) == ["waiting"]
    go(phone, urgent=True)
    assert finished(phone) == ["complete"]


def test_a_server_restored_from_an_older_copy_gets_everything_again(phone, office):
    queued(phone, 3, photos=["one"])
    go(phone)
    lost = list(office.sessions)[:2]
    for uuid in lost:
        del office.sessions[uuid]
    office.photos.clear()
    office.missing = lost
    phone.reload()
    phone.evaluate(PREPARE)
    assert go(phone, urgent=True) == "done"
    assert len(office.sessions) == 3
    assert len(office.photos) == 1
    assert finished(phone) == ["complete"] * 3


def start_again(phone):
    """The app is closed and opened: it compares what it sent with what the office has."""
    phone.reload()
    phone.evaluate(PREPARE)


@pytest.mark.parametrize("stored", [[], ["two"]])
def test_a_server_restored_between_a_report_and_its_photos_gets_the_photos_again(phone, office, stored):
    queued(phone, photos=["one", "two"])
    go(phone)
    office.photos = {digest(text): text.encode() for text in stored}
    start_again(phone)
    before = len(office.puts())
    assert go(phone) == "done"
    assert sorted(office.photos.values()) == [b"one", b"two"]
    assert finished(phone) == ["complete"]
    assert states(phone) == []
    assert len(office.versions) == 1
    sent = office.puts()[before:]
    assert sent == ["PUT sessions"] + ["PUT photos"] * (2 - len(stored))


def test_while_photos_are_sent_again_the_report_stays_received(phone, office):
    queued(phone, photos=["one"])
    go(phone)
    office.photos.clear()
    start_again(phone)
    office.answers = ["cut"]
    go(phone)
    (row,) = phone.evaluate("() => app.store.reports()")
    assert (row["state"], row["receipt"]["receipt_code"]) == ("received", "ABC123")
    go(phone, urgent=True)
    assert len(office.photos) == 1


def test_a_photo_that_office_and_phone_have_lost_is_named_beside_the_receipt_until_it_is_there(phone, office):
    queued(phone, photos=["one"])
    go(phone)
    office.photos.clear()
    phone.evaluate(DROP_PHOTO, digest("one"))
    start_again(phone)
    go(phone)
    assert finished(phone) == ["complete"]
    assert photo_errors(phone) == [[(digest("one"), "lost")]]
    office.photos[digest("one")] = b"one"  # from another phone
    start_again(phone)
    go(phone)
    assert photo_errors(phone) == [[]]


def test_a_photo_of_somebody_elses_revision_is_not_looked_for_on_this_phone(phone, office):
    queued(phone, photos=["one"])
    sha256 = phone.evaluate("async () => (await app.store.reports())[0].sha256")
    other = json.dumps({"sha256": sha256, "missing_photos": [digest("other")], "state": "submitted"})
    office.answers = [(201, {"Content-Type": "application/json"}, other)]
    go(phone)
    assert finished(phone) == ["complete"]
    assert photo_errors(phone) == [[]]


def test_nothing_is_deleted_before_the_office_has_answered_what_it_still_has(phone, office):
    """A phone that lay in a drawer for two months, and a server restored from before."""
    queued(phone, photos=["one"])
    go(phone)
    days_pass(phone, office, 2, 2)
    office.reconcile_status = 503
    days_pass(phone, office, 60, 60)
    assert finished(phone) == ["complete"]
    office.reconcile_status = 200
    office.missing = list(office.sessions)
    office.sessions.clear()
    office.photos.clear()
    days_pass(phone, office, 1, 1)
    assert len(office.sessions) == len(office.photos) == 1
    assert finished(phone) == ["complete"]


def test_what_another_person_sent_waits_ninety_days_for_her_phone_to_compare(phone, office):
    queued(phone)
    queued(phone, user="made")
    go(phone)
    office.user = "made"
    go(phone, urgent=True)
    days_pass(phone, office, 2, 2)
    days_pass(phone, office, 40, 40)
    rows = phone.evaluate("async () => (await app.store.sent()).map(({user}) => user)")
    assert rows == ["sari"]
    days_pass(phone, office, 60, 60)
    assert phone.evaluate("async () => (await app.store.sent()).length") == 0


def days_pass(phone, office, days=0, phone_days=0):
    """The office's clock goes on, the phone's as it likes; then the phone looks."""
    office.now += timedelta(days=days)
    phone.evaluate("(days) => { app.clock.now += days * 864e5 }", phone_days)
    phone.evaluate("(days) => { const now = Date.now() + days * 864e5; Date.now = () => now }", phone_days)
    go(phone, urgent=True)


def test_sent_reports_stay_thirty_days(phone, office):
    queued(phone, photos=["one"])
    go(phone)
    days_pass(phone, office, 2, 2)
    days_pass(phone, office, 29, 29)
    assert finished(phone) == ["complete"]
    days_pass(phone, office, 2, 2)
    assert finished(phone) == []
    assert phone.evaluate("(hash) => app.store.photo(hash)", hashlib.sha256(b"one").hexdigest()) is None


@pytest.mark.parametrize("sent, later", [(400, 0), (-400, 0), (0, 400), (0, -400)])
def test_a_phone_whose_clock_is_a_year_off_forgets_nothing_early(phone, office, sent, later):
    days_pass(phone, office, 0, sent)
    queued(phone, photos=["one"])
    go(phone)
    days_pass(phone, office, 2, 2)
    days_pass(phone, office, 2, later - sent)
    days_pass(phone, office, 2, 2)
    assert finished(phone) == ["complete"]
    assert phone.evaluate("(hash) => app.store.photo(hash)", hashlib.sha256(b"one").hexdigest())


def test_a_report_sent_again_after_a_restored_server_stays_thirty_days_more(phone, office):
    queued(phone)
    go(phone)
    days_pass(phone, office, 2, 2)
    office.missing = list(office.sessions)
    office.sessions.clear()
    days_pass(phone, office, 29, 29)
    office.missing = []
    days_pass(phone, office, 2, 2)
    assert finished(phone) == ["complete"]


def test_drafts_and_what_waits_are_never_discarded_nor_are_their_photos(phone):
    phone.evaluate(
        """async () => {
          const bytes = new TextEncoder().encode("saved").buffer;
          globalThis.sha256 = await app.digest.sha256Hex(bytes);
          const fields = { ...app.payload.blank(), photos: [{ sha256, caption: "" }] };
          const draft = { uuid: "u4", user: "sari", revision: 1, base_revision: null, fields, seq: 0 };
          await app.store.saveDraft(draft, [{ sha256, bytes }]);
          await app.newReport("sari", { photos: ["waits"] });
          const now = Date.now() + 400 * 864e5;
          Date.now = () => now;
          await app.store.forgetOld(now);
        }"""
    )
    assert states(phone) == ["queued"]
    assert phone.evaluate("(hash) => app.store.photo(hash)", hashlib.sha256(b"waits").hexdigest())
    assert phone.evaluate("async () => (await app.store.photo(sha256)) !== undefined")


def picture_with_position():
    picture = Image.effect_noise((1600, 1200), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    exif.get_ifd(0x8825)[1] = "S"
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=95, exif=exif)
    return file.getvalue()


def test_a_photo_becomes_small_and_anonymous(phone):
    original = picture_with_position()
    assert b"Camera of somebody" in original
    encoded = phone.evaluate(
        """async (text) => {
          const file = new File([app.digest.fromBase64(text)], "x.jpg", { type: "image/jpeg" });
          const { bytes } = await app.photo.reduced(file);
          return app.digest.toBase64(bytes);
        }""",
        base64.b64encode(original).decode(),
    )
    reduced = base64.b64decode(encoded)
    assert len(reduced) <= 300_000
    assert max(Image.open(io.BytesIO(reduced)).size) <= 1280
    assert b"Exif" not in reduced


def test_a_file_that_is_no_picture_is_refused(phone):
    name = phone.evaluate(
        "() => app.photo.reduced(new File(['text'], 'x.jpg')).catch((error) => error.constructor.name)"
    )
    assert name == "PhotoRefused"


def test_the_queue_travels_as_a_file_to_another_phone(phone, office, browser, open_phone):
    queued(phone, 2, photos=["one"])
    text = phone.evaluate("async () => (await app.backup_file.exported('sari')).text()")
    context = browser.new_context()
    other = open_phone(context)
    assert other.evaluate("(text) => app.backup_file.imported(text)", text) == 2
    assert other.evaluate("(text) => app.backup_file.imported(text)", text) == 0
    other.evaluate("() => app.go(true)")
    assert len(office.sessions) == 2
    go(phone, urgent=True)
    assert len(office.sessions) == 2
    context.close()


@pytest.mark.parametrize("spoil", ["{}", "not json", '{"format": "migrasi-aman-outbox", "version": 9}'])
def test_a_file_that_is_not_ours_is_refused_whole(phone, spoil):
    name = phone.evaluate("(text) => app.backup_file.imported(text).catch((e) => e.constructor.name)", spoil)
    assert name == "NotOurFile"


def test_a_changed_byte_in_a_rescue_file_is_noticed(phone):
    queued(phone, notes="aaaa")
    spoiled = phone.evaluate(
        """async () => {
          const file = JSON.parse(await (await app.backup_file.exported("sari")).text());
          file.reports[0].body = btoa(atob(file.reports[0].body).replace("aaaa", "aaab"));
          return app.backup_file.imported(JSON.stringify(file)).catch((error) => error.constructor.name);
        }"""
    )
    assert spoiled == "NotOurFile"


def test_no_state_can_be_reached_by_a_wrong_move(phone):
    wrong = phone.evaluate(
        """() => {
          const tries = [["complete", "send"], ["conflict", "send"], ["needs_fix", "send"],
                         ["draft", "stored"]];
          return tries.filter(([state, event]) => {
            try { app.states.after(state, event); return true; } catch { return false; }
          });
        }"""
    )
    assert wrong == []
