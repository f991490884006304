"""How a copy of Casustafel gets and keeps its place on a machine: folders, credentials, database, processes.

Plain Python: what happens here happens before Django is there.
"""
