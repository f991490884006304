"""Who works together: partnership, organisations, people, mandates, deputies, agreement and parameters.

The administrator keeps it. Everything above hangs in it: data never leaves a partnership by itself.
"""
