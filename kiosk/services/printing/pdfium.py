"""PDFium, which reads PDFs for the screen and for Windows' printers, may be used by one thread at a time."""

from threading import Lock

one_at_a_time = Lock()
