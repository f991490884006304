"""The case: one person's file in the person-centred approach. Opened by the process director after weighing.

Holds the seats: who sits at this table, for whom, on which ground and until when. Only a seat opens a case.
"""
