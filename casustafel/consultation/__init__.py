"""Advice about a case without personal data; no person is kept."""
