"""Paper out of a printer: `spooler` is what is asked of the system, `queue` what the kiosk remembers."""
