"""The main job, played with real clicks and key presses in the kiosk's real window."""
