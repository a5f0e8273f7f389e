"""The exceptions that mean "these bytes make no sense"."""

import decimal
import struct
import zlib

from pydicom.errors import BytesLengthException, InvalidDicomError

DAMAGE = (
    ArithmeticError,  # decimal strings, lengths that overflow
    AssertionError,  # pydicom's own checks
    AttributeError,
    BytesLengthException,  # a number in the wrong count of bytes
    EOFError,
    InvalidDicomError,
    LookupError,  # KeyError, IndexError, unknown character sets
    MemoryError,  # a length that nobody has
    NotImplementedError,
    OSError,
    RuntimeError,  # codecs; RecursionError of nested sequences
    SyntaxError,  # Pillow's "broken PNG" and its kin
    TypeError,
    ValueError,  # UnicodeError too
    decimal.DecimalException,
    struct.error,
    zlib.error,
)
"""What pydicom, Pillow and the codecs raise on bytes that make no sense, each seen in a test or by
mutating files. Not `Exception`: KeyboardInterrupt and our own errors pass."""
