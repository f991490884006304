"""The working model as versioned data: domains, questions, criteria, factors, examples, scales and words.

A file belongs to the version it was opened with. Texts are ours; the national working model is not copied.
"""
