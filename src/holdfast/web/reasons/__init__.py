"""Why customers leave, and the themes that their texts are told by."""
