"""The web server's way in."""

import os
from contextlib import suppress

from django.core.wsgi import get_wsgi_application

from klientel.foundation.lib.depth import roomy
from klientel.foundation.ui import built

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klientel.config.settings")
with suppress(FileNotFoundError):  # before the first build pages show without style
    built.folder()
application = roomy(get_wsgi_application())
