"""A score taken apart: from the final score to the row of an upload."""
