"""What the table decides and how: options and advice, a consent round, objections, impasse, and what each
organisation expects of the others.

Stands below plan, which asks here whether an objection still stands; it knows of a goal or plan only an id.
"""
