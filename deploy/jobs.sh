#!/bin/sh
# The work of the timers where there is no systemd: one container runs this. A failed job is reported and tried again
# at its next time. ROUNDS (for trials) ends it after so many rounds of five minutes.
set -u
run() { python manage.py "$@" || echo "failed: manage.py $*" >&2; }

round=0
while [ "$round" -lt "${ROUNDS:-999999999}" ]; do
    run publish_scheduled
    if [ $((round % 12)) -eq 0 ]; then # every hour
        run bake /var/cache/migrasi/baked
        run backup /var/backups/migrasi --newest 48
    fi
    if [ $((round % 288)) -eq 144 ]; then # every day
        run purge_expired
        run freeze_quarters
    fi
    round=$((round + 1))
    sleep "${PAUSE:-300}"
done
