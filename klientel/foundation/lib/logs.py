"""What the log tells of a request that was refused: one line, however it was made up."""

from __future__ import annotations

import logging

LONGEST = 300


class OneLine(logging.Filter):
    """No traceback: the fault is the sender's, and anybody may send any number of them."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = " ".join(record.getMessage().split())
        record.msg, record.args = text[:LONGEST], None
        record.exc_info, record.exc_text, record.stack_info = None, None, None
        return True
