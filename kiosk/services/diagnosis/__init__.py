"""What a technician asks of a kiosk: the probes, and the report that no probe can break."""
