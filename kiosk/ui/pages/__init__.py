"""The pages of the kiosk: each shows what a step's scene says and collects its answer."""
