"""The page is killed at named points of saving and sending: nothing is lost, nothing arrives twice."""

import pytest

from tests.support.browser import kill_renderers

RUNS = 10
IN_TRANSACTION = {
    "draft:photos-put",
    "draft:record-put",
    "queue:photos-put",
    "queue:record-put",
    "queue:draft-deleted",
    "finish:sent-put",
}
POINTS = [
    "draft:begin",
    "draft:photos-put",
    "draft:record-put",
    "draft:committed",
    "draft:read-back",
    "queue:begin",
    "queue:photos-put",
    "queue:record-put",
    "queue:draft-deleted",
    "queue:committed",
    "queue:read-back",
    "ping:begin",
    "ping:answered",
    "send:marked",
    "send:begun",
    "send:answered",
    "receipt:stored",
    "photo:begin",
    "photo:begun",
    "photo:answered",
    "finish:begin",
    "finish:sent-put",
    "finish:committed",
]
SAVE_FIRST = """async (uuid) => {
  const bytes = new TextEncoder().encode("photo of " + uuid).buffer;
  const sha256 = await app.digest.sha256Hex(bytes);
  const fields = { ...app.payload.blank(), notes: "first", photos: [{ sha256, caption: "" }] };
  const draft = { uuid, user: "sari", revision: 1, base_revision: null, fields, seq: 0 };
  await app.store.saveDraft(draft, [{ sha256, bytes }]);
}"""
CHANGE = """async (uuid) => {
  const draft = await app.store.draft(uuid);
  if (!draft) return;
  await app.store.saveDraft({ ...draft, fields: { ...draft.fields, notes: "second" } });
}"""
SEND = """async (uuid) => {
  const draft = await app.store.draft(uuid);
  if (draft) {
    const { bytes, sha256 } = await app.payload.freeze(app.payload.bodyOf(draft.fields, 1, null));
    const photos = draft.fields.photos.map((photo) => photo.sha256);
    await app.store.queue(draft, { uuid, revision: 1, user: "sari", body: bytes, sha256, photos });
  }
  await app.go(true);
}"""
DIE_AT = """([target, busy]) => app.failpoints.watch((name) => {
  if (name !== target) return null;
  console.log("killed at " + name);
  if (busy) for (;;);
  return new Promise(() => {});
})"""


def kill(page, target, uuid):
    """Walk through saving and sending until `target`, and kill the page there."""
    page.evaluate(DIE_AT, [target, target in IN_TRANSACTION])
    with page.expect_console_message(lambda message: message.text == f"killed at {target}"):
        page.evaluate(f"(uuid) => {{ ({CHANGE})(uuid).then(() => ({SEND})(uuid)); }}", uuid)
    with page.expect_event("crash"):
        kill_renderers(page.context.browser)
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("target", ["queue:record-put", "send:begun", "photo:answered", "finish:sent-put"])
def test_a_killed_page_loses_nothing_and_sends_nothing_twice(context, open_phone, office, target):
    survive(context, open_phone, office, target, 1)


@pytest.mark.loss
@pytest.mark.browser
@pytest.mark.parametrize("target", POINTS)
def test_ten_killed_pages_lose_nothing_and_send_nothing_twice(context, open_phone, office, target):
    survive(context, open_phone, office, target, RUNS)
    print(f"{target}: {RUNS} killed, 0 lost, 0 twice, 0 falsely complete")


def survive(context, open_phone, office, target, runs):
    page = open_phone(context)
    for run in range(runs):
        uuid = f"b3f0a3f0-0000-4000-8000-{run:012d}"
        page.evaluate(SAVE_FIRST, uuid)
        kill(page, target, uuid)
        page = open_phone(context)
        complete = page.evaluate("async () => (await app.store.sent()).map(({uuid}) => uuid)")
        assert set(complete) <= set(office.sessions), "complete on the phone, but never received"
        assert len(office.photos) >= len(complete)
        page.evaluate(SEND, uuid)
        states = page.evaluate("async () => (await app.store.sent()).map(({state}) => state)")
        assert states == ["complete"] * (run + 1)
        assert page.evaluate("async () => (await app.store.reports()).length") == 0
    assert len(office.sessions) == len(office.versions) == len(office.photos) == runs
