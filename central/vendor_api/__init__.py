"""The vendor interface: what a 資訊服務廠商 does at the back office, for its own programs."""
