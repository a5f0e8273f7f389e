"""What goes into the manifest: one module for each part of its figures."""
