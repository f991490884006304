"""Tests of the house itself: what import-linter and the types cannot see."""
