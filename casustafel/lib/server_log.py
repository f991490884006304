"""Keeps content out of the server log: of an error only its type and the lines of code remain, of a page that
was refused only its status. An address names files, and people type anything into one."""

import logging
import traceback


class WithoutContent(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
            record.msg = f"{kind.__name__} at {' < '.join(reversed(where[-6:]))}"
            record.args, record.exc_info, record.exc_text = (), None, None
        elif hasattr(record, "status_code"):
            record.msg, record.args = f"answered {record.status_code}", ()
        for attribute in ("request", "data", "status_code"):
            if hasattr(record, attribute):
                delattr(record, attribute)
        return True
