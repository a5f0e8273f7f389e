"""Decodes one lossless JPEG frame with GDCM; run as a process of its own by `lossless`.

GDCM ends the whole process on some damaged codestreams, by a segmentation fault or by an uncaught
C++ exception. Here it ends nothing but this helper. It imports nothing of the house.

Usage: `gdcm_worker.py ROWS COLUMNS SAMPLES ALLOCATED STORED SIGNED PLANAR SYNTAX PHOTOMETRIC`, the
codestream on standard input, the pixels on standard output.
"""

import sys


def main() -> int:
    """Decodes standard input to standard output.

    Returns:
        0 if it worked, 1 if the frame does not decode.
    """
    import gdcm

    rows, columns, samples, allocated, stored, signed, planar = map(int, sys.argv[1:8])
    syntax, photometric = sys.argv[8:10]
    fragment = gdcm.Fragment()
    fragment.SetByteStringValue(sys.stdin.buffer.read())
    fragments = gdcm.SequenceOfFragments.New()
    fragments.AddFragment(fragment)
    element = gdcm.DataElement(gdcm.Tag(0x7FE0, 0x0010))
    element.SetValue(fragments.__ref__())
    image = gdcm.Image()
    image.SetNumberOfDimensions(2)
    image.SetDimensions((columns, rows, 1))
    image.SetDataElement(element)
    kind = gdcm.PhotometricInterpretation.GetPIType(photometric)
    image.SetPhotometricInterpretation(gdcm.PhotometricInterpretation(kind))
    if samples > 1:
        image.SetPlanarConfiguration(planar)
    image.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.GetTSType(syntax)))
    image.SetPixelFormat(gdcm.PixelFormat(samples, allocated, stored, stored - 1, signed))
    # GDCM hands bytes over as text with surrogates.
    pixels = image.GetBuffer().encode("utf-8", "surrogateescape")
    if len(pixels) != rows * columns * samples * allocated // 8:
        return 1
    sys.stdout.buffer.write(pixels)
    return 0


if __name__ == "__main__":
    sys.exit(main())
