"""The model reader: it points, it does not copy.

Comes in: a ``Segment``, its family, and what is to be asked. Goes out: a ``Reading`` whose
candidates are stretches of the text that the model pointed at. See ``reader.ModelReader``.
"""
