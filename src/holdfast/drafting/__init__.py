"""An OKR from a reason to leave, or from an experience that goes with leaving."""
