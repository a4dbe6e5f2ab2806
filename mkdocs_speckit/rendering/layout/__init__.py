"""Where a graph's boxes stand and how its edges run: layered, or as a list with rails beside it."""
