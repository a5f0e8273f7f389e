"""From the bytes of a file to a radiograph, and from a radiograph to the network's input.

`read.read_radiograph` is the way in: it sniffs the content, never the name of the file, and hands
the bytes to `dicom` or `raster`. `prepare.network_input` is the way out. Nothing here names or
keeps a patient, and nothing here writes to disk.
"""
