"""The exceptions of the program, and the exit status each one stands for.

    JixiaoError                  1
    ├── UsageError               2   wrong options or arguments
    ├── InputError               3   an input could not be done
    │   ├── UnreadableInputError     missing, not permitted, a folder, too large
    │   ├── UndecodableInputError    binary, or bytes that fit no known encoding
    │   ├── NoFormError              text without a self-evaluation form
    │   ├── RecordError              a record file that is not one
    │   ├── StoreError               the review database cannot be used
    │   └── OutputError              output exists, or cannot be written
    ├── FamilyError              2   a form family file with a mistake in it
    └── EndpointError            4   the model endpoint failed for good
        ├── EndpointDownError        not reachable, broken or busy for longer than patience lasts
        ├── EndpointRefusedError     the key, the model's name or the request is not accepted
        └── EndpointSlowError        no answer within the time of the document

A fault *in a document* is never an exception: it is a ``Finding``. Every message is
one plain sentence that names the input, what is wrong, and what to do.
"""

from typing import TypeVar


class JixiaoError(Exception):
    """Something the program cannot do; its message is for the user as it stands."""

    exit_status = 1


class UsageError(JixiaoError):
    """The command line asks for something that does not exist."""

    exit_status = 2


class InputError(JixiaoError):
    """An input could not be done; the other inputs go on."""

    exit_status = 3


class UnreadableInputError(InputError):
    """The file is missing, not permitted, a folder, or larger than the limit."""


class UndecodableInputError(InputError):
    """The bytes are no text in any encoding that is known here."""


class NoFormError(InputError):
    """The text holds no self-evaluation form."""


class RecordError(InputError):
    """The file is not a record of this program."""


class StoreError(InputError):
    """The review database cannot be opened, is not one of this program, or is of a newer version of it."""


class OutputError(InputError):
    """The output exists already or cannot be written."""


class FamilyError(JixiaoError):
    """A form family file does not say what it must."""

    exit_status = 2


class EndpointError(JixiaoError):
    """The model endpoint failed for good; what was recovered offline is still written.

    ``record`` is what was recovered without the model, where there is something.
    """

    exit_status = 4
    record: object = None


class EndpointDownError(EndpointError):
    """The endpoint was not reachable, broken or busy for longer than patience lasts."""


class EndpointRefusedError(EndpointError):
    """The endpoint does not accept the key, the model's name or the way of asking."""


class EndpointSlowError(EndpointError):
    """The endpoint did not answer within the time that the document was given."""


E = TypeVar("E", bound=JixiaoError)


def told(kind: type[E], chinese: str, english: str) -> E:
    """A fault whose message is Chinese; its English twin is the exception's first note."""
    fault = kind(chinese)
    fault.add_note(english)
    return fault
