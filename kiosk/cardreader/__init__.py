"""Readers, cards and signatures. Use `kiosk.cardreader.reader`; only `transport` knows PC/SC."""
