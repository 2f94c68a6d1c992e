"""`python -m cms.deployment.server`: granian, with the site loaded once before its workers are forked.

The options are those of the `granian` command; `--blocking-threads` are the threads of Django in each worker.
HUP starts the present code beside the former workers, which end when the new ones listen.
"""

import importlib
import os
import sys

from django.core.exceptions import ImproperlyConfigured

from cms.deployment.succession import FormerWorkers


def main():
    former = FormerWorkers()
    try:
        former.take_over_signals()
        # Loading takes seconds, in which the former workers must not be left alone.
        importlib.import_module("cms.deployment.workers").main(former)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    finally:
        former.stop()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    main()
