"""The weighing. Municipality, police and prosecutor each weigh on the criteria alone, then see each other's view,
and decide together, with reasons and dissent by name. Hands on to a case, another route, or nothing.
"""
