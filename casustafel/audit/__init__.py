"""Two logs, joined by trace and span: processing (about whom, no users) and users (who did or saw what).

Written by every action and every read, in the transaction of the act. Read by the data protection officer
and by `casustafel log verify`; never read to decide anything.
"""
