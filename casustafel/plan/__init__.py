"""Goals and plan. The table sets goals in the person's own life, plans interventions that serve them, and
makes commitments; each seat agrees, agrees with a note or objects, and what was settled is kept as a version.
"""
