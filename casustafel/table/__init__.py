"""One sitting of the table: agenda, attendance, steps. The chair moves on and every screen follows.

Stands above picture and plan: it shows and settles them, and they do not know that a meeting exists.
"""
