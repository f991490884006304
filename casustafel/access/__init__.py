"""Who may come in, as whom, and through which door: accounts, sessions, roles, permissions and the gate.

Closed unless opened by name: a page without a policy keeps the program from starting.
"""
