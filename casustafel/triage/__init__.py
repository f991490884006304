"""The weighing. Municipality, police and prosecutor each weigh on the criteria alone, then see the views of
the others, and decide together, with reasons and dissent by name. Hands on to a case or another route.
"""
