"""Settings under test: an own data folder, quick password hashes, jobs that run at once.

`KLIENTEL_TEST_DATABASE` names a PostgreSQL server; without it tests use SQLite in memory.
"""

# ruff: noqa: F403  # CONFIG: this file is the settings with a handful of changes

import atexit
import os
import shutil
import tempfile

for _name in [name for name in os.environ if name.startswith("KLIENTEL_")]:
    if not _name.startswith("KLIENTEL_TEST_"):
        del os.environ[_name]
_folder = tempfile.mkdtemp(prefix="klientel-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["KLIENTEL_DATA"] = _folder
if _database := os.environ.get("KLIENTEL_TEST_DATABASE"):
    os.environ["KLIENTEL_DATABASE_URL"] = _database

from .settings import *  # noqa: E402  # CONFIG: the settings read the environment made above
from .settings import HUEY  # noqa: E402  # CONFIG: as above

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
HUEY = {**HUEY, "immediate": True, "immediate_use_memory": True}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PATTERN_PAGE = True
