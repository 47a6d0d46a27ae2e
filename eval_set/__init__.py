"""The evaluation set: forms written by hand beside what must come out, and the generator of more."""
