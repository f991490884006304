"""Cleans one file, in a process of its own: reads it from standard input, writes it to standard output, and
can open nothing else. It knows no Django and no settings; `casustafel.files.cleaning` starts it."""
