"""One person entered twice: a case goes up in another, by a person who chairs both, with a preview and undo.

What comes over is sealed anew in the case it comes to; nobody gets to read what was not for them.
"""
