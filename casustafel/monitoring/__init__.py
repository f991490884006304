"""Looking back and letting go. At a review each partner says where a goal stands, the table asks whether this
is still needed and decides; closing says in words what still stands in its way.
"""
