"""Decodes one JPEG 2000 frame with openjpeg; run as a process of its own by `jpeg2000`.

It imports nothing of the house. The codestream is on standard input, the pixels go to standard
output, in as many bytes as the precision of the codestream asks for.
"""

import sys


def main() -> int:
    """Decodes standard input to standard output.

    Returns:
        0 if it worked, 1 if the frame does not decode.
    """
    from openjpeg.utils import decode_pixel_data

    try:
        pixels = bytes(decode_pixel_data(sys.stdin.buffer.read(), version=2))
    except (RuntimeError, ValueError):
        return 1
    sys.stdout.buffer.write(pixels)
    return 0


if __name__ == "__main__":
    sys.exit(main())
