"""The case file and the minutes on paper: PDF/UA-1, tagged, Dutch, with only what this person may see.

Values go to the typesetter as data, never as markup.
"""
