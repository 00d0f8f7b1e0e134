"""What travels between kiosk and central: commands, events, signatures, trust. Both sides run this code."""
