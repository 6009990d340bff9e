"""The communication plan of an objective: who hears what, when and by which channel, and that it is sent."""
