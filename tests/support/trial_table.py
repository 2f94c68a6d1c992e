"""The table of what came of trials."""

import collections

DIGEST = 64  # characters of the name of a photo


class Table:
    """What came of each trial; `add` checks that nothing acknowledged was lost or stored twice."""

    LINE = "{:<28}{:<12}{:>7}{:>14}{:>6}{:>9}{:>8}{:>8}{:>15}{:>12}  {}"
    HEAD = ["trial", "engine", "tried", "acknowledged", "lost", "doubled", "photos", "orphans"]
    HEAD += ["asked to wait", "back after"]

    def __init__(self):
        self.lines = [self.LINE.format(*self.HEAD, "errors seen")]

    def add(self, name, site, crowds, seconds):
        """Return the errors by what they were, how often somebody was asked to wait, the longest way back."""
        (stored, orphans), errors = site.stored(), collections.Counter()
        sent = set().union(*(crowd.acknowledged for crowd in crowds))
        lost, doubled = len(sent - set(stored)), sum(rows > 1 for rows in stored.values())
        for crowd in crowds:
            errors.update(crowd.errors())
        tried = len(sent) + sum(sum(crowd.seen.values()) for crowd in crowds)
        waited = sum(crowd.seen["asked to wait"] for crowd in crowds)
        words = ", ".join(f"{times} {what}" for what, times in errors.items()) or "none"
        photos = sum(len(what) == DIGEST for what in sent)
        figures = [tried, len(sent), lost, doubled, photos, len(orphans), waited, f"{max(seconds):.1f} s"]
        self.lines.append(self.LINE.format(name, site.engine, *figures, words))
        assert (lost, doubled) == (0, 0)
        # A worker that is killed while it writes leaves an unfinished file, which the nightly purge finds.
        assert [file for file in orphans if "/." not in file] == []
        return errors, waited, max(seconds)

    def print(self, config):
        with config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
            print("\n" + "\n".join(self.lines))


def failed(errors, who=""):
    """Return what was refused or cut off; a page that only took long is none of them."""
    return [what for what in errors if what.startswith(who) and not what.startswith("reader: 200 in")]
