"""Who is looking: sessions become viewers, each with the grants that are valid now."""
