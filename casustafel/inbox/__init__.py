"""The mailbox of the reporting point: each mail waits for a person to read it."""
