"""What Holdfast keeps of a workspace's figures, in a folder of the workspace."""
