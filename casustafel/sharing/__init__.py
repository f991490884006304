"""The sharing aid: questions that lead to share, share in part, ask consent or not share; with the ground."""
