"""Keeps content out of the server log: of an error only its type and the lines of code remain."""

import logging
import traceback


class WithoutContent(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
            record.msg = f"{kind.__name__} at {' < '.join(reversed(where[-6:]))}"
            record.args, record.exc_info, record.exc_text = (), None, None
        for attribute in ("request", "data"):
            if hasattr(record, attribute):
                delattr(record, attribute)
        return True
