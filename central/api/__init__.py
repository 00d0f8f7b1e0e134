"""The HTTP API; its models are `kiosk.contract.api`."""
