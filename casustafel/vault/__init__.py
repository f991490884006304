"""Keeps free text, names and identifiers as ciphertext, and writes every reading of a file to the log.

A data key per file (report, weighing, case) and per closed audience within a case, wrapped by the epoch
key that lives outside the database. `opening.open_all` is the only way back to plaintext.
"""
