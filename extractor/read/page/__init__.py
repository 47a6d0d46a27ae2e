"""Tables of a page that was cut into vertical strips, put together from all strips at once.

Every strip is first read by itself: its header says which columns it shows, whole or cut
(``columns``), and each of its lines is laid into them (``pieces``). Then the lines of all
strips are aligned jointly (``weave``): a row takes a line of every strip, unless one was
lost; lines printed twice, strays and second lines of wrapped cells are of no row of their
own. What neighbouring strips say of one row (``ties``) and what a table's sums say
(``ledgers``) decide between alignments; where they do not, the cells are in doubt.
"""
